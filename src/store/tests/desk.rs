//! Desks and colleagues in the replica.

use super::*;
use crate::domain::act::Role;
use crate::domain::desk::WasRead;
use crate::wire::auth::{Account, Tokens};

fn desk(serial: u64, version: u64, seq: u64, body: &Value) -> Change {
    let mut whole = json!({"number": serial.to_string()});
    for (name, value) in body.as_object().unwrap() {
        whole[name] = value.clone();
    }
    Change {
        key: EntityKey {
            kind: EntityKind::Desk,
            id: serial.to_string(),
        },
        ..change("0", version, seq, whole)
    }
}

fn colleague(user: &str, seq: u64, absences: &Value) -> Change {
    Change {
        key: EntityKey {
            kind: EntityKind::Colleague,
            id: format!("{HOLDER}:{user}"),
        },
        ..change(
            "0",
            1,
            seq,
            json!({"user": user, "role": "administrator", "absences": absences}),
        )
    }
}

fn given_to(user: &str) -> Value {
    json!({"assignments": [{"to": user, "by": "head", "at": NOON}]})
}

fn signed_in(rig: &Rig, user: &str) {
    let account = Account {
        user: UserName(user.into()),
        role: Role::Administrator,
        holder: Some(HOLDER.into()),
    };
    let tokens = Tokens {
        access_token: "a".into(),
        access_expires_at: at(NOON),
        refresh_token: "r".into(),
        account,
        portal_keys: None,
    };
    let stored = rig.store.set_session("http://127.0.0.1", &tokens);
    stored.wait().unwrap();
}

fn owned_by(rig: &Rig, me: &str) -> Vec<String> {
    let mut asked = query("owner:me");
    asked.me = Some(UserName(me.into()));
    let rows = rig.store.reader().rows(&asked).unwrap().rows;
    rows.iter().map(|row| row.number.to_string()).collect()
}

#[test]
fn who_was_given_an_item_is_its_owner_whatever_comes_first() {
    for desk_first in [true, false] {
        let rig = Rig::new();
        let mut changes = vec![
            request(766_001, 1, NOON),
            desk(766_001, 1, 2, &given_to("bolat")),
        ];
        if desk_first {
            changes.reverse();
        }
        for (at, change) in (1..).zip(changes) {
            rig.pull(at, vec![change]);
        }
        assert_eq!(rig.numbers("owner:bolat"), ["766001"], "{desk_first}");
    }
}

#[test]
fn who_was_given_an_item_is_its_owner_while_the_replica_is_being_filled() {
    for (desk_first, in_one_page) in [(true, true), (true, false), (false, true), (false, false)] {
        let rig = Rig::new();
        rig.store.begin_snapshot().wait().unwrap();
        let mut entities = vec![
            request(766_001, 1, NOON),
            desk(766_001, 1, 2, &given_to("bolat")),
        ];
        if desk_first {
            entities.reverse();
        }
        let rest = entities.split_off(if in_one_page { 2 } else { 1 });
        rig.fill(Some("t2"), 2, entities);
        rig.fill(None, 2, rest);
        let told = format!("desk first: {desk_first}, in one page: {in_one_page}");
        assert_eq!(rig.numbers("owner:bolat"), ["766001"], "{told}");
    }
}

#[test]
fn ones_own_work_includes_that_of_those_one_stands_in_for_today() {
    let rig = Rig::new();
    let away = |by: &str, to: &str| json!([{"substitute": by, "from": "2026-03-05", "to": to, "set_by": "head"}]);
    rig.pull(
        1,
        vec![
            request(766_001, 1, NOON),
            request(766_002, 2, NOON),
            request(766_003, 3, NOON),
            desk(766_001, 1, 4, &given_to("aigul")),
            desk(766_002, 1, 5, &given_to("bolat")),
            desk(766_003, 1, 6, &given_to("darkhan")),
            colleague("aigul", 7, &away("bolat", "2026-03-06")),
            colleague("darkhan", 8, &away("bolat", "2026-03-05")),
            colleague("bolat", 9, &json!([])),
        ],
    );
    assert_eq!(owned_by(&rig, "bolat"), ["766001", "766002"]);
    assert_eq!(owned_by(&rig, "aigul"), ["766001"], "it stays her own too");
}

#[test]
fn a_lease_marks_the_item_while_it_lasts() {
    let rig = Rig::new();
    let lease = json!({"lease": {
        "user": "bolat", "device": Uuid::from_u128(2), "until": "2026-03-06T07:05:00Z",
    }});
    rig.pull(
        1,
        vec![request(766_001, 1, NOON), desk(766_001, 1, 2, &lease)],
    );
    let marks = |now: &str| rig.store.reader().desk_marks(at(now)).unwrap();
    assert_eq!(marks("2026-03-06T07:04:59Z").len(), 1);
    assert!(marks("2026-03-06T07:05:00Z").is_empty());
    rig.pull(2, vec![desk(766_001, 2, 3, &json!({}))]);
    assert!(marks("2026-03-06T07:04:59Z").is_empty());
}

#[test]
fn a_watched_item_that_another_one_changed_is_told_and_ones_own_change_is_not() {
    let rig = Rig::new();
    signed_in(&rig, "aigul");
    let watched = json!({"watchers": ["aigul"]});
    rig.pull(
        1,
        vec![
            request(766_001, 1, NOON),
            request(766_002, 2, NOON),
            desk(766_001, 1, 3, &watched),
        ],
    );
    let accepted = |serial: u64, version: u64, seq: u64, by: &str| {
        let mut body = body(serial, NOON, "consideration", "Кезек туралы");
        body["history"] = json!([{
            "event": "accepted", "confirmed": [], "stamp": {
                "by": by, "role": "administrator", "decided_at": NOON, "received_at": NOON,
                "effective_at": NOON, "op": null,
            },
        }]);
        change(&serial.to_string(), version, seq, body)
    };
    let by_other = rig.pull(
        2,
        vec![
            accepted(766_001, 2, 4, "bolat"),
            accepted(766_002, 2, 5, "bolat"),
        ],
    );
    assert_eq!(by_other.watched, [Number::request(766_001)]);
    let own = rig.pull(3, vec![accepted(766_001, 3, 6, "aigul")]);
    assert!(own.watched.is_empty());
}

fn waits_for(reader: &str) -> Value {
    json!({"watchers": ["aigul"], "readings": [{
        "by": "bolat", "reader": reader, "act": "answer", "lang": "kk", "text": "Жауап",
        "asked_at": NOON,
    }]})
}

#[test]
fn what_one_watches_and_what_one_has_to_read_is_found() {
    let rig = Rig::new();
    let pull = [766_001, 766_002, 766_003].map(|serial| request(serial, serial - 766_000, NOON));
    let mut changes = pull.to_vec();
    changes.push(desk(766_002, 1, 5, &waits_for("aigul")));
    changes.push(desk(766_003, 1, 6, &waits_for("daniyar")));
    rig.pull(1, changes);
    let found = |filter: &str, me: Option<&str>| {
        let mut asked = query(filter);
        asked.me = me.map(|me| UserName(me.into()));
        let rows = rig.store.reader().rows(&asked).unwrap().rows;
        let numbers = rows.iter().map(|row| row.number.to_string());
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(found("watched", Some("aigul")), ["766002", "766003"]);
    assert_eq!(found("to-read", Some("aigul")), ["766002"]);
    assert_eq!(found("to-read", Some("daniyar")), ["766003"]);
    assert_eq!(found("watched -to-read", Some("aigul")), ["766003"]);
    assert!(found("watched", Some("bolat")).is_empty());
    assert!(found("to-read", None).is_empty());
}

#[test]
fn a_text_about_a_closed_item_waits_for_nobody() {
    let rig = Rig::new();
    let text = desk(766_001, 1, 2, &waits_for("aigul"));
    rig.pull(1, vec![request(766_001, 1, NOON), text]);
    let marks = || rig.store.reader().desk_marks(at(NOON)).unwrap();
    let me = UserName("aigul".into());
    assert!(marks()[0].waits_for(Some(&me)).is_some());
    let closed = body(766_001, NOON, "returned", "Кезек туралы");
    rig.pull(2, vec![change("766001", 2, 3, closed)]);
    assert_eq!(marks(), []);
}

#[test]
fn what_the_reader_said_is_told_to_the_author_once() {
    for told_between in [true, false] {
        let rig = Rig::new();
        signed_in(&rig, "bolat");
        rig.pull(1, vec![request(766_001, 1, NOON)]);
        let mut body = waits_for("aigul");
        if told_between {
            assert_eq!(rig.pull(2, vec![desk(766_001, 1, 2, &body)]).read, []);
        }
        body["readings"][0]["said"] = json!({"good": false, "remark": "Күні", "at": NOON});
        let told = rig.pull(3, vec![desk(766_001, 2, 3, &body)]).read;
        let read = WasRead {
            number: Number::request(766_001),
            user: UserName("aigul".into()),
            good: false,
        };
        assert_eq!(told, [read], "{told_between}");
        body["watchers"] = json!([]);
        assert_eq!(rig.pull(4, vec![desk(766_001, 3, 4, &body)]).read, []);
    }
}
