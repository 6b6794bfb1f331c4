//! A portal on which conferences are played.

use serde_json::{Value, json};

use super::{PASSWORD, Reply, Rig};
use crate::clock::Clock as _;
use crate::domain::act::Role;

/// A person by the number of their identifier.
pub fn person(n: u32) -> Value {
    json!({"name": format!("Азамат {n}"), "iin": format!("9001013{n:05}"), "signature": "account"})
}

/// A complete form, opening on Monday 16 and closing on Tuesday 17 March 2026.
pub fn form() -> Value {
    let text = |kk: &str, ru: &str| json!({"kk": kk, "ru": ru});
    json!({
        "opens": "2026-03-16", "closes": "2026-03-17",
        "opens_at": "09:00:00", "closes_at": "18:00:00",
        "name": text("Тұрғын үй кезегі", "Жилищная очередь"),
        "short": text("Кезек туралы", "Об очереди"),
        "description": text("Тұрғын үй кезегінің тәртібі", "О порядке очереди"),
        "officer": {
            "surname": "Сейітова", "name": "Айгүл", "iin": "900101300017",
            "position": "бас маман", "email": "a@example.kz", "phone": "8 7172 000000",
        },
    })
}

/// A portal with an account of each role a conference needs.
pub struct Stage {
    /// The portal.
    pub rig: Rig,
    tokens: std::sync::Mutex<std::collections::HashMap<&'static str, String>>,
}

const ROLES: [Role; 4] = [
    Role::Administrator,
    Role::Moderator,
    Role::Operator,
    Role::Intake,
];

impl Stage {
    pub async fn new() -> Self {
        Self::on(Rig::new().await).await
    }

    pub async fn on(rig: Rig) -> Self {
        for role in ROLES {
            rig.sign_in(role).await;
        }
        let stage = Self {
            rig,
            tokens: std::sync::Mutex::default(),
        };
        stage.sign_in().await;
        stage
    }

    /// Tokens end with the clock: everybody signs in again.
    pub async fn sign_in(&self) {
        for role in ROLES {
            let tokens = self
                .rig
                .login(role.id(), PASSWORD, uuid::Uuid::nil())
                .await
                .ok();
            let token = tokens["access_token"].as_str().unwrap().to_owned();
            self.tokens.lock().unwrap().insert(role.id(), token);
        }
    }

    pub fn token(&self, role: &str) -> String {
        self.tokens.lock().unwrap()[role].clone()
    }

    /// Sets the clock of the portal, a local time of Asia/Almaty.
    pub async fn clock(&self, local: &str) {
        let at = crate::domain::zone::instant(local.parse().unwrap()).unwrap();
        self.rig.clock.set(at);
        self.sign_in().await;
    }

    /// Sets the clock, and the portal looks around.
    pub async fn at(&self, local: &str) {
        self.clock(local).await;
        self.rig.portal.tick().await.unwrap();
    }

    pub async fn version(&self, id: &str) -> u64 {
        let number: crate::domain::ids::Number = id.parse().unwrap();
        let keys = vec![crate::wire::feed::EntityKey::of(number)];
        let rows = crate::portal::storage::Storage::entities(self.rig.storage.as_ref(), keys);
        rows.await.unwrap()[0]
            .as_ref()
            .map_or(0, |row| row.version.0)
    }

    pub async fn body(&self, id: &str) -> Value {
        let number: crate::domain::ids::Number = id.parse().unwrap();
        let keys = vec![crate::wire::feed::EntityKey::of(number)];
        let rows = crate::portal::storage::Storage::entities(self.rig.storage.as_ref(), keys);
        serde_json::from_str(&rows.await.unwrap()[0].as_ref().unwrap().body).unwrap()
    }

    /// Puts a conference into the store as it is; the portal looks at it from a local time on.
    pub async fn plant(&self, id: &str, body: &Value, wakes_at: &str) {
        let number: crate::domain::ids::Number = id.parse().unwrap();
        let put = crate::portal::storage::Put {
            key: crate::wire::feed::EntityKey::of(number),
            expected: None,
            version: crate::domain::ids::Version(1),
            holder: crate::portal::rig::BIN.to_owned(),
            urgency: 0,
            place: crate::portal::storage::Place {
                wakes_at: crate::domain::zone::instant(wakes_at.parse().unwrap()).ok(),
                ..Default::default()
            },
            body: Some(body.to_string()),
            at: self.rig.clock.now(),
            by: None,
        };
        let write = crate::portal::storage::Write {
            puts: vec![put],
            ..Default::default()
        };
        let storage: &dyn crate::portal::storage::Storage = self.rig.storage.as_ref();
        storage.commit(write).await.unwrap();
    }

    pub async fn op(&self, role: &str, id: &str, action: &str, args: Value) -> Value {
        let kind = match id.chars().next() {
            Some('T') => "topic",
            Some('Q') => "question",
            Some('A') => "access",
            Some('N') => "circular",
            _ => id.strip_prefix("new:").unwrap_or("conference"),
        };
        let id = id.split(':').next().unwrap_or(id);
        json!({
            "op_id": uuid::Uuid::now_v7(),
            "entity": {"kind": kind, "id": id},
            "base": {"version": if id == "new" { 0 } else { self.version(id).await }},
            "action": action,
            "args": args,
            "actor": role,
            "device": uuid::Uuid::nil(),
            "rules_hash": self.rig.rules_hash().await,
            "decided_at": self.rig.clock.now(),
            "clock_offset": 0,
        })
    }

    pub async fn act(&self, role: &str, id: &str, action: &str, args: Value) -> Value {
        let op = self.op(role, id, action, args).await;
        self.rig.ops(&self.token(role), &[op]).await.remove(0)
    }

    #[track_caller]
    pub fn applied(result: &Value) {
        assert_eq!(result["verdict"], "applied", "{result}");
    }

    /// A conference that was sent, published and is open.
    pub async fn open(&self) -> String {
        Self::applied(
            &self
                .act("administrator", "new", "create-conference", Value::Null)
                .await,
        );
        let plan = json!({"form": form()});
        Self::applied(
            &self
                .act("administrator", "K-1", "plan-conference", plan)
                .await,
        );
        Self::applied(
            &self
                .act("administrator", "K-1", "send-template", Value::Null)
                .await,
        );
        Self::applied(
            &self
                .act("operator", "K-1", "publish-conference", Value::Null)
                .await,
        );
        self.at("2026-03-16T09:00").await;
        "K-1".to_owned()
    }

    pub async fn ask(&self, n: u32, text: &str) -> Reply {
        let body = json!({"text": text, "asker": person(n)});
        let path = "/v1/public/conferences/K-1/questions";
        self.rig
            .post(path, Some(&self.token("intake")), &body)
            .await
    }
}
