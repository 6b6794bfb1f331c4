//! The store as its users see it: opened, filled, asked, killed and opened again.

mod conflict;
mod desk;
mod faults;
mod found;
mod inbox;
mod lists;
mod movement;
mod outbox;
mod related;
mod replica;

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::domain::command::Command;
use crate::domain::filter::Filter;
use crate::domain::ids::{CheckId, DeviceId, Number, OpId, Seq, UserName, Version};
use crate::domain::row::Scope;
use crate::domain::rules::RuleSet;
use crate::domain::text::CitizenText;
use crate::wire::feed::{Change, ChangesPage, Cursor, EntityKey, EntityKind, SnapshotPage};
use crate::wire::ops::{Base, Op, OpResult, Receipt, Verdict};

/// A store in a directory of its own.
pub(crate) struct Rig {
    pub(crate) dir: TempDir,
    pub(crate) key: DataKey,
    pub(crate) store: Store,
}

impl Rig {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let key = Vault::at(dir.path())
            .create(&"сөз".into(), KdfParams::TINY)
            .unwrap();
        let store = Store::open(dir.path(), &key, OpenMode::Write).unwrap();
        Self { dir, key, store }
    }

    /// Closes the store and opens it again, as after a restart.
    pub(crate) fn reopened(self) -> Self {
        let Self { dir, key, store } = self;
        drop(store);
        let store = Store::open(dir.path(), &key, OpenMode::Write).unwrap();
        Self { dir, key, store }
    }

    pub(crate) fn pull(&self, seq: u64, changes: Vec<Change>) -> Applied {
        self.store.apply_changes(page(seq, changes)).wait().unwrap()
    }

    /// Takes a page of the snapshot under way.
    pub(crate) fn fill(&self, next: Option<&str>, seq: u64, entities: Vec<Change>) -> Applied {
        let page = self.prepared(next, seq, entities);
        self.store.apply_snapshot_page(page).wait().unwrap()
    }

    /// A page of a snapshot, as it is given to the store.
    fn prepared(&self, next: Option<&str>, seq: u64, entities: Vec<Change>) -> PreparedPage {
        let page = SnapshotPage {
            cursor: Cursor(format!("e1.{seq}.h{HOLDER}")),
            next: next.map(str::to_owned),
            total: 4,
            server_time: at(NOON),
            entities,
        };
        self.store.reader().prepare(page).unwrap()
    }

    /// Waits until the search index knows every text.
    pub(crate) fn renewed(&self) {
        for _ in 0..1_000 {
            self.store.flush().wait().unwrap();
            if !self.store.reader().index_is_partial().unwrap() {
                return;
            }
        }
        panic!("the index was not renewed");
    }

    pub(crate) fn numbers(&self, expression: &str) -> Vec<String> {
        let rows = self.store.reader().rows(&query(expression)).unwrap().rows;
        rows.iter().map(|row| row.number.to_string()).collect()
    }

    pub(crate) fn state_of(&self, serial: u64) -> String {
        let item = self.store.reader().item(Number::request(serial)).unwrap();
        item.unwrap().row.state.unwrap().id().to_owned()
    }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Friday 6 March 2026, noon in Almaty.
pub(crate) const NOON: &str = "2026-03-06T07:00:00Z";

pub(crate) const TODAY: Date = date(2026, 3, 6);

pub(crate) const HOLDER: &str = "990240000018";

/// The body of a request received at a moment.
pub(crate) fn body(serial: u64, received_at: &str, state: &str, text: &str) -> Value {
    json!({
        "number": serial.to_string(), "holder": HOLDER, "received_at": received_at,
        "registered_on": received_at.split('T').next(), "category": "mortgage", "lang": "kk",
        "text": text, "requester": {"signature": "account"}, "state": state,
        "pack": "order145-2023", "extended": false, "history": [],
    })
}

pub(crate) fn change(id: &str, version: u64, seq: u64, body: Value) -> Change {
    Change {
        key: key(id),
        version: Version(version),
        seq: Seq(seq),
        deleted: false,
        body: body.into(),
    }
}

pub(crate) fn request(serial: u64, seq: u64, received_at: &str) -> Change {
    let body = body(serial, received_at, "moderation", "Кезек туралы");
    change(&serial.to_string(), 1, seq, body)
}

pub(crate) fn gone(serial: u64, version: u64, seq: u64) -> Change {
    Change {
        deleted: true,
        ..change(&serial.to_string(), version, seq, Value::Null)
    }
}

pub(crate) fn key(id: &str) -> EntityKey {
    EntityKey {
        kind: EntityKind::Request,
        id: id.to_owned(),
    }
}

pub(crate) fn page(seq: u64, changes: Vec<Change>) -> ChangesPage {
    ChangesPage {
        cursor: Cursor(format!("e1.{seq}.h{HOLDER}")),
        has_more: false,
        server_time: at(NOON),
        changes,
    }
}

pub(crate) fn query(expression: &str) -> RowQuery {
    static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin().unwrap());
    RowQuery {
        scope: Scope::Home,
        filter: Filter::parse(expression, &RULES.categories).unwrap(),
        today: TODAY,
        me: Some(UserName("aigul".into())),
        offset: 0,
        limit: 100,
    }
}

pub(crate) fn id(n: u128) -> OpId {
    OpId(Uuid::from_u128(n))
}

pub(crate) fn op(n: u128, serial: u64, command: Command) -> Op {
    Op {
        op_id: id(n),
        entity: key(&serial.to_string()),
        base: Base::Version(Version(1)),
        command,
        actor: UserName("aigul".into()),
        device: DeviceId(Uuid::from_u128(7)),
        rules_hash: "hash".into(),
        decided_at: at(NOON),
        clock_offset: 0,
    }
}

pub(crate) fn accept(n: u128, serial: u64) -> Op {
    op(n, serial, Command::Accept { confirmed: vec![] })
}

pub(crate) fn returning(n: u128, serial: u64) -> Op {
    let command = Command::Return {
        reasons: vec![CheckId("A3".into())],
        motive: CitizenText::parse("Пошталық мекенжай көрсетілмеген").unwrap(),
        late_reason: None,
    };
    op(n, serial, command)
}

pub(crate) fn receipt() -> Receipt {
    serde_json::from_value(json!({
        "code": "R-1", "received_at": NOON, "effective_at": NOON, "late_on_receipt": false,
    }))
    .unwrap()
}

pub(crate) fn applied(n: u128, version: u64, seq: u64) -> OpResult {
    OpResult {
        op_id: id(n),
        verdict: Verdict::Applied {
            version: Version(version),
            seq: Seq(seq),
            receipt: receipt(),
        },
    }
}
