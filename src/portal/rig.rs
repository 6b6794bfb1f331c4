//! A portal for tests: a fresh file, a clock that stands still, the routes called in-process.

pub mod stage;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};
use tower::ServiceExt;
use tracing_subscriber::fmt::MakeWriter;
use uuid::Uuid;

use super::accounts::{self, NewAccount};
use super::limit::Rate;
use super::secrets::Cost;
use super::sqlite::Sqlite;
use super::storage::{AccountRow, Storage};
use super::{Config, Portal, directory, router};
use crate::clock::ManualClock;
use crate::domain::act::Role;
use crate::domain::holder::Holder;
use crate::domain::ids::UserName;
use crate::domain::letter::Signatory;
use crate::domain::local_text::LocalText;
use crate::domain::rules::HolderKind;

/// The holder of the tests; takes requests.
pub const BIN: &str = "990240000018";
/// Another holder that takes requests.
pub const OTHER_BIN: &str = "050140000021";
/// A state body, which takes none.
pub const STATE_BODY: &str = "960240000033";
/// The password of every account.
pub const PASSWORD: &str = "құпия-сөз-2026";

/// Friday 6 March 2026, 10:00 in Almaty.
pub fn morning() -> Timestamp {
    "2026-03-06T05:00:00Z".parse().unwrap()
}

/// A portal with its surroundings.
pub struct Rig {
    pub portal: Arc<Portal>,
    pub clock: Arc<ManualClock>,
    pub storage: Arc<dyn Storage>,
    pub routes: Router,
    /// Where the calls seem to come from.
    pub peer: SocketAddr,
    /// Holds the database if it is a file of this portal's own; removed at the end.
    dir: Option<tempfile::TempDir>,
}

/// An answer.
pub struct Reply {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Value,
    pub text: String,
}

impl Reply {
    /// The body, if the answer is a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text);
        self.body
    }

    /// Status and type of the problem.
    #[track_caller]
    pub fn problem(&self) -> (u16, &str) {
        let kind = self.body["type"]
            .as_str()
            .unwrap_or_else(|| panic!("{}", self.text));
        (self.status.as_u16(), kind)
    }
}

/// A log that a test reads.
#[derive(Clone, Default)]
pub struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Every line as the object it is.
    pub fn lines(&self) -> Vec<Value> {
        let text = self.text();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Written {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// As a portal usually is, with cheap passwords, and patient: its clock stands still, so that a
/// spent bucket would stay so.
pub fn config() -> Config {
    Config {
        cost: Cost::LEAST,
        account_rate: Rate {
            burst: 1_000_000,
            every_ms: 1,
        },
        ..Config::default()
    }
}

impl Rig {
    pub async fn new() -> Self {
        Self::with(config()).await
    }

    pub async fn with(config: Config) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let storage = Arc::new(Sqlite::open(&dir.path().join("portal.db")).unwrap());
        let clock = Arc::new(ManualClock::at(morning()));
        let rig = Self::over(storage, clock, config).await;
        for (bin, kind) in [
            (BIN, HolderKind::Qp),
            (OTHER_BIN, HolderKind::Qp),
            (STATE_BODY, HolderKind::Sb),
        ] {
            directory::put_holder(rig.storage.as_ref(), &holder(bin, kind), morning())
                .await
                .unwrap();
        }
        Self {
            dir: Some(dir),
            ..rig
        }
    }

    /// A node on a database that others may have open.
    pub async fn over(storage: Arc<dyn Storage>, clock: Arc<ManualClock>, config: Config) -> Self {
        let portal = Portal::open(storage.clone(), clock.clone(), config)
            .await
            .unwrap();
        Self {
            routes: router(portal.clone()),
            peer: "127.0.0.1:50000".parse().unwrap(),
            portal,
            clock,
            storage,
            dir: None,
        }
    }

    /// Two nodes with one clock on one database, with the holders of the tests.
    pub async fn two(one: Arc<dyn Storage>, other: Arc<dyn Storage>) -> (Self, Self) {
        let config = config();
        let clock = Arc::new(ManualClock::at(morning()));
        let one = Self::over(one, clock.clone(), config).await;
        for bin in [BIN, OTHER_BIN] {
            let holder = holder(bin, HolderKind::Qp);
            let put = directory::put_holder(one.storage.as_ref(), &holder, morning());
            put.await.unwrap();
        }
        (one, Self::over(other, clock, config).await)
    }

    /// The same database as another process has it.
    pub fn other_process(&self) -> Sqlite {
        let dir = self.dir.as_ref().unwrap();
        Sqlite::open(&dir.path().join("portal.db")).unwrap()
    }

    /// Adds an account named after its role and signs it in; gives the access token.
    pub async fn sign_in(&self, role: Role) -> String {
        let holder = role.has_holder().then_some(BIN);
        self.sign_in_as(role.id(), role, holder).await
    }

    pub async fn sign_in_as(&self, user: &str, role: Role, holder: Option<&str>) -> String {
        self.add(user, role, holder).await;
        let tokens = self.login(user, PASSWORD, Uuid::nil()).await.ok();
        tokens["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn add(&self, user: &str, role: Role, holder: Option<&str>) {
        let new = NewAccount {
            user: UserName(user.to_owned()),
            role,
            holder: holder.map(str::to_owned),
            password: PASSWORD.into(),
        };
        let (storage, portal) = (self.storage.as_ref(), &self.portal);
        accounts::add(storage, &portal.passwords, self.clock.as_ref(), new)
            .await
            .unwrap();
    }

    /// Changes role and holder of an account, as an operator would.
    pub async fn move_account(&self, user: &str, role: Role, holder: Option<&str>) {
        let user = UserName(user.to_owned());
        let account = self.storage.account(user).await.unwrap().unwrap();
        let moved = AccountRow {
            role,
            holder: holder.map(str::to_owned),
            ..account
        };
        assert!(self.storage.change_account(moved).await.unwrap());
    }

    pub async fn login(&self, user: &str, password: &str, device: Uuid) -> Reply {
        let body = json!({"user": user, "password": password, "device": device});
        self.post("/v1/auth/login", None, &body).await
    }

    pub async fn get(&self, path: &str, token: Option<&str>) -> Reply {
        self.send("GET", path, token, &[], Body::empty()).await
    }

    pub async fn post(&self, path: &str, token: Option<&str>, body: &Value) -> Reply {
        let json = [("content-type", "application/json")];
        self.send("POST", path, token, &json, Body::from(body.to_string()))
            .await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        request = request.extension(ConnectInfo(self.peer));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let routes = self.routes.clone();
        let response = routes.oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_str(&text).unwrap_or_default(),
            text,
        }
    }

    /// The status of a stream, without waiting for its end.
    pub async fn stream_status(&self, token: &str) -> u16 {
        let request = Request::builder()
            .uri("/v1/stream")
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let routes = self.routes.clone();
        let request = request.body(Body::empty()).unwrap();
        routes.oneshot(request).await.unwrap().status().as_u16()
    }

    /// Hands over a request and gives its number.
    pub async fn receive(&self, intake: &str, holder: &str, text: &str) -> String {
        let body = request_body(holder, text);
        let created = self
            .post("/v1/public/requests", Some(intake), &body)
            .await
            .ok();
        created["number"].as_str().unwrap().to_owned()
    }

    pub async fn rules_hash(&self) -> String {
        let storage = self.storage.as_ref();
        self.portal
            .directory
            .current(storage)
            .await
            .unwrap()
            .hash
            .clone()
    }

    /// An operation of the administrator decided now on version 1.
    pub async fn op(&self, number: &str, action: &str, args: Value) -> Value {
        json!({
            "op_id": Uuid::now_v7(),
            "entity": {"kind": "request", "id": number},
            "base": {"version": 1},
            "action": action,
            "args": args,
            "actor": "administrator",
            "device": Uuid::nil(),
            "rules_hash": self.rules_hash().await,
            "decided_at": crate::clock::Clock::now(self.clock.as_ref()),
            "clock_offset": 0,
        })
    }

    /// Sends operations and gives the verdicts.
    pub async fn ops(&self, token: &str, ops: &[Value]) -> Vec<Value> {
        let reply = self
            .post("/v1/ops", Some(token), &json!({"ops": ops}))
            .await;
        reply.ok()["results"].as_array().unwrap().clone()
    }
}

/// A good request of a natural person.
pub fn request_body(holder: &str, text: &str) -> Value {
    json!({
        "holder": holder,
        "category": "mortgage",
        "text": text,
        "requester": {
            "name": "Есенова Айгүл",
            "iin": "900101300017",
            "contacts": {"email": "esenova@poshta.example", "phone": "+7 701 000 00 17"},
            "signature": "eds",
        },
    })
}

pub fn holder(bin: &str, kind: HolderKind) -> Holder {
    let text = LocalText {
        kk: "«Сынақ» АҚ".to_owned(),
        ru: "АО «Проба»".to_owned(),
        en: "Trial JSC".to_owned(),
    };
    Holder {
        bin: bin.to_owned(),
        name: text.clone(),
        kind,
        state_share: 75,
        address: text,
        signatories: vec![Signatory {
            name: "Сериков А. Б.".to_owned(),
            position: LocalText {
                kk: "басқарма төрағасы".to_owned(),
                ru: "председатель правления".to_owned(),
                en: "chairman of the board".to_owned(),
            },
        }],
        blog: crate::domain::holder::BlogTexts::default(),
    }
}
