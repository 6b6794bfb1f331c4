//! A portal on a socket, with a clock that the test moves.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use awp::clock::{Clock, ManualClock};
use awp::domain::act::Role;
use awp::domain::holder::{BlogTexts, Holder};
use awp::domain::ids::UserName;
use awp::domain::letter::Signatory;
use awp::domain::local_text::LocalText;
use awp::domain::rules::HolderKind;
use awp::portal::accounts::{self, NewAccount};
use awp::portal::secrets::{Cost, Passwords};
use awp::portal::sqlite::Sqlite;
use awp::portal::{self, Config, Portal, directory};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// Another holder that takes requests.
pub const OTHER_BIN: &str = "050140000021";
/// A state body, which takes none.
pub const STATE_BIN: &str = "010140000018";
/// The holder of the tests.
pub const BIN: &str = "990240000018";
/// The password of every account.
pub const PASSWORD: &str = "құпия-сөз-2026";
/// Identifiers that must never be printed unasked.
pub const IIN: &str = "900101300017";
pub const PHONE: &str = "+7 701 555 11 22";
pub const EMAIL: &str = "ulgi@mysal.example";
pub const ADDRESS: &str = "Алматы қ., Абай даңғ. 1";

/// The storage and the clock outlive the server, which can be stopped and started again at the
/// same address.
pub struct TestPortal {
    runtime: Runtime,
    storage: Arc<Sqlite>,
    clock: Arc<ManualClock>,
    address: SocketAddr,
    node: Option<Arc<Portal>>,
}

fn config() -> Config {
    Config {
        cost: Cost::LEAST,
        open_intake: true,
        ..Config::default()
    }
}

impl TestPortal {
    /// A portal whose clock shows `now`, with accounts `aigul` (administrator), `head` and
    /// `support`.
    pub fn at(dir: &Path, now: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let storage = Arc::new(Sqlite::open(&dir.join("portal.db")).unwrap());
        let clock = Arc::new(ManualClock::at(now.parse().unwrap()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut portal = Self {
            runtime,
            storage,
            clock,
            address,
            node: None,
        };
        portal.serve(listener);
        portal.plant();
        portal
    }

    fn serve(&mut self, listener: TcpListener) {
        let (storage, clock) = (self.storage.clone(), self.clock.clone());
        let node = self
            .runtime
            .block_on(Portal::open(storage, clock, config()))
            .unwrap();
        self.runtime
            .spawn(portal::serve(Arc::clone(&node), listener, None));
        self.node = Some(node);
    }

    fn plant(&self) {
        let name = LocalText {
            kk: "«Үлгі» АҚ".into(),
            ru: "АО «Образец»".into(),
            en: "Sample JSC".into(),
        };
        let holder = Holder {
            bin: BIN.into(),
            name: name.clone(),
            kind: HolderKind::Qp,
            state_share: 51,
            address: name.clone(),
            signatories: vec![Signatory {
                name: "А. Үлгі".into(),
                position: name,
            }],
            blog: BlogTexts::default(),
        };
        let other = Holder {
            bin: OTHER_BIN.into(),
            ..holder.clone()
        };
        let state_body = Holder {
            bin: STATE_BIN.into(),
            kind: HolderKind::Sb,
            ..holder.clone()
        };
        self.runtime.block_on(async {
            let storage = self.storage.as_ref();
            for holder in [&holder, &other, &state_body] {
                directory::put_holder(storage, holder, self.clock.now())
                    .await
                    .unwrap();
            }
        });
        for (user, role) in [
            ("aigul", Role::Administrator),
            ("head", Role::Head),
            ("support", Role::Support),
        ] {
            self.account(user, role);
        }
    }

    fn account(&self, user: &str, role: Role) {
        let new = NewAccount {
            user: UserName(user.into()),
            role,
            holder: role.has_holder().then(|| BIN.into()),
            password: PASSWORD.into(),
        };
        let (storage, passwords) = (self.storage.as_ref(), Passwords::new(Cost::LEAST));
        let added = accounts::add(storage, &passwords, self.clock.as_ref(), new);
        self.runtime.block_on(added).unwrap();
    }

    /// Another administrator of the holder.
    pub fn administrator(&self, user: &str) {
        self.account(user, Role::Administrator);
    }

    /// An account of the Operator.
    pub fn operator(&self, user: &str) {
        self.account(user, Role::Operator);
    }

    /// A responsible officer of the holder's conferences.
    pub fn moderator(&self, user: &str) {
        self.account(user, Role::Moderator);
    }

    /// The portal looks at its clock.
    pub fn tick(&self) {
        if let Some(node) = &self.node {
            self.runtime.block_on(node.tick()).unwrap();
        }
    }

    /// Citizen number `n` asks a question of a conference.
    pub fn ask(&self, conference: &str, n: u32, text: &str) {
        let asker = json!({
            "name": format!("Азамат {n}"), "iin": format!("9001013{n:05}"), "signature": "account",
        });
        let path = format!("/v1/public/conferences/{conference}/questions");
        let answer = self.public(&path, &json!({"text": text, "asker": asker}));
        assert!(answer["number"].is_string(), "{answer}");
    }

    /// A body applies for the access of one of its people.
    pub fn applies_for_access(&self) {
        let applicant = json!({"name": "Есімов Үлгі", "iin": IIN, "signature": "eds"});
        let body = json!({
            "holder": BIN, "applicant": applicant, "position": "бас маман", "role": "head",
        });
        self.public("/v1/public/access", &body);
    }

    /// A citizen proposes a topic.
    pub fn propose(&self, title: &str) {
        let applicant = json!({"name": "Есімов Үлгі", "iin": IIN, "signature": "eds"});
        let body = json!({
            "holder": BIN, "category": "mortgage", "title": title, "text": "Себебі көп.",
            "applicant": applicant,
        });
        let answer = self.public("/v1/public/topics", &body);
        assert!(answer["number"].is_string(), "{answer}");
    }

    /// The address to sign in at.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Puts the clock.
    pub fn clock(&self, now: &str) {
        self.clock.set(now.parse::<Timestamp>().unwrap());
    }

    /// Ends the server; the storage stays.
    pub fn stop(&mut self) {
        if let Some(node) = self.node.take() {
            node.close();
        }
        // Until the socket is closed a call would still be answered.
        while std::net::TcpStream::connect(self.address).is_ok() {
            std::thread::yield_now();
        }
    }

    /// Serves again at the same address.
    pub fn start(&mut self) {
        let listener = TcpListener::bind(self.address).unwrap();
        self.serve(listener);
    }

    /// Hands over a request as the citizens' side does; gives its number.
    pub fn receive(&self, text: &str) -> String {
        self.receive_with_token(text).0
    }

    /// The same; gives also the token with which the user acts on it.
    pub fn receive_with_token(&self, text: &str) -> (String, String) {
        let body = json!({
            "holder": BIN,
            "category": "mortgage",
            "text": text,
            "requester": {
                "name": "Есімов Үлгі",
                "iin": IIN,
                "contacts": { "address": ADDRESS, "email": EMAIL, "phone": PHONE },
                "signature": "eds",
            },
        });
        let answer = self.public("/v1/public/requests", &body);
        let told = |name: &str| {
            let value = answer[name].as_str();
            value.unwrap_or_else(|| panic!("{answer}")).to_owned()
        };
        (told("number"), told("requester_token"))
    }

    /// The user of a request dislikes its answer.
    pub fn dislikes(&self, number: &str, token: &str, reason: &str) {
        let body = json!({"requester_token": token, "rating": "dislike", "reason": reason});
        self.public(&format!("/v1/public/requests/{number}/rating"), &body);
    }

    fn public(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.url());
        self.runtime.block_on(async {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let answer = client.post(url).json(body).send().await.unwrap();
            serde_json::from_str(&answer.text().await.unwrap()).unwrap()
        })
    }
}

impl Drop for TestPortal {
    fn drop(&mut self) {
        if let Some(node) = self.node.take() {
            node.close();
        }
    }
}
