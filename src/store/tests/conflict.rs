//! Decisions that met another one, and portals that were restored.

use super::*;
use crate::domain::conflict::{Aspect, Shown};
use crate::wire::replica::{OpState, ResetKind, Resolution};

/// A replica with request 1, on which a return was decided.
fn decided() -> Rig {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, NOON)]);
    rig.store.queue(returning(1, 1), None).wait().unwrap();
    rig
}

fn state(rig: &Rig, n: u128) -> OpState {
    let entry = rig.store.reader().operation(id(n)).unwrap();
    entry.unwrap().state
}

fn met(rig: &Rig, n: u128, current: Value) {
    let verdict = Verdict::Conflict {
        current,
        version: Version(2),
        by: Some(UserName("dauren".into())),
        at: Some(at(NOON)),
    };
    let op_id = id(n);
    rig.store
        .mark_sending(vec![op_id], at(NOON))
        .wait()
        .unwrap();
    rig.store
        .record_verdicts(vec![OpResult { op_id, verdict }], at(NOON))
        .wait()
        .unwrap();
}

#[test]
fn a_conflict_shows_what_was_decided_on_what_was_decided_and_what_stands_at_the_portal() {
    let rig = decided();
    met(&rig, 1, body(1, NOON, "forwarded", "Кезек туралы"));
    let reader = rig.store.reader();
    let entry = reader.operation(id(1)).unwrap().unwrap();
    let conflict = reader.conflict(&entry).unwrap().unwrap();
    let state = conflict.compared()[0];
    assert_eq!(state.aspect, Aspect::State);
    let sides = [state.base, state.mine, state.portal].map(|side| {
        if let Shown::State(state) = side {
            state.id()
        } else {
            "none"
        }
    });
    assert_eq!(sides, ["moderation", "returned", "forwarded"]);
}

#[test]
fn what_came_with_the_feed_after_the_verdict_is_what_stands_at_the_portal() {
    let rig = decided();
    met(&rig, 1, body(1, NOON, "moderation", "Кезек туралы"));
    let now = change("1", 3, 5, body(1, NOON, "consideration", "Кезек туралы"));
    rig.pull(5, vec![now]);
    let reader = rig.store.reader();
    let entry = reader.operation(id(1)).unwrap().unwrap();
    let conflict = reader.conflict(&entry).unwrap().unwrap();
    assert_eq!(conflict.portal.state().id(), "consideration");
}

#[test]
fn the_same_act_after_a_draft_was_kept_is_told_as_decided_again() {
    let rig = decided();
    met(&rig, 1, body(1, NOON, "moderation", "Кезек туралы"));
    rig.store
        .resolve(id(1), Resolution::KeptAsDraft, None, at(NOON))
        .wait()
        .unwrap();
    rig.store.queue(accept(2, 1), None).wait().unwrap();
    let resolution = || {
        let entry = rig.store.reader().operation(id(1)).unwrap();
        entry.unwrap().resolution
    };
    assert_eq!(resolution(), Some(Resolution::KeptAsDraft));
    rig.store.queue(returning(3, 1), None).wait().unwrap();
    assert_eq!(resolution(), Some(Resolution::DecidedAgain(id(3))));
}

/// The decision is applied and the feed has shown it.
fn done() -> Rig {
    let rig = decided();
    rig.store
        .mark_sending(vec![id(1)], at(NOON))
        .wait()
        .unwrap();
    rig.store
        .record_verdicts(vec![applied(1, 2, 2)], at(NOON))
        .wait()
        .unwrap();
    let returned = change("1", 2, 2, body(1, NOON, "returned", "Кезек туралы"));
    rig.pull(2, vec![returned]);
    assert_eq!(state(&rig, 1), OpState::Done);
    rig
}

#[test]
fn a_restored_portal_is_offered_again_even_what_its_feed_had_shown() {
    let rig = done();
    rig.store.reset(ResetKind::EpochChanged).wait().unwrap();
    assert_eq!(state(&rig, 1), OpState::Sending);
}

#[test]
fn another_epoch_is_noticed_however_the_replica_came_to_start_over() {
    for kind in [ResetKind::CursorExpired, ResetKind::ScopeChanged] {
        let rig = done();
        rig.store.reset(kind).wait().unwrap();
        assert_eq!(state(&rig, 1), OpState::Done, "{kind:?}");
        rig.store.begin_snapshot().wait().unwrap();
        let first = SnapshotPage {
            cursor: Cursor(format!("other.1.h{HOLDER}")),
            next: None,
            entities: vec![request(1, 1, NOON)],
            total: 1,
            server_time: at(NOON),
        };
        let first = rig.store.reader().prepare(first).unwrap();
        rig.store.apply_snapshot_page(first).wait().unwrap();
        assert_eq!(state(&rig, 1), OpState::Sending, "{kind:?}");
        let item = rig.store.reader().item(Number::request(1)).unwrap();
        assert_eq!(item.unwrap().version, Version(1), "{kind:?}");
    }
}

#[test]
fn what_was_done_longer_ago_than_the_portal_remembers_is_not_offered_again() {
    let rig = done();
    let much_later = at("2026-07-06T07:00:00Z");
    rig.store.note_clock(much_later).wait().unwrap();
    rig.store.reset(ResetKind::EpochChanged).wait().unwrap();
    assert_eq!(state(&rig, 1), OpState::Done);
}
