//! Decisions: queued, held, recalled, sent, judged, seen in the feed.

use super::*;
use crate::domain::local_text::Lang;
use crate::domain::privacy::Private;
use crate::domain::refusal::Refusal;
use crate::wire::draft::LetterDraft;
use crate::wire::replica::{Draft, OpState, Resolution};

/// The kind that keeps a return.
const MOTIVE: &str = "motive";

pub(super) fn draft(serial: u64, text: &str) -> Draft {
    Draft {
        number: Number::request(serial),
        kind: MOTIVE.into(),
        lang: Lang::Kk,
        text: Private(text.into()),
        cursor: 2,
        updated_at: at(NOON),
    }
}

/// The draft that a return taken back leaves.
fn written(late_reason: Option<CitizenText>) -> LetterDraft {
    LetterDraft {
        reasons: vec!["A3".into()],
        text: CitizenText::parse("Пошталық мекенжай көрсетілмеген").unwrap(),
        late_reason,
        touched: true,
        ..LetterDraft::default()
    }
}

fn kept(rig: &Rig) -> Option<Draft> {
    let number = Number::request(1);
    rig.store.reader().draft(number, MOTIVE).unwrap()
}

fn with_request() -> Rig {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, NOON)]);
    rig
}

fn states(rig: &Rig) -> Vec<(OpId, OpState)> {
    let outbox = rig.store.reader().outbox().unwrap();
    outbox
        .iter()
        .map(|entry| (entry.op.op_id, entry.state))
        .collect()
}

fn sendable(rig: &Rig) -> Vec<OpId> {
    let user = UserName("aigul".into());
    let entries = rig.store.reader().sendable(&user, 100).unwrap();
    entries.iter().map(|entry| entry.op.op_id).collect()
}

const LATER: &str = "2026-03-06T07:01:00Z";

#[test]
fn a_queued_decision_is_seen_at_once_and_marked() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    assert_eq!(rig.state_of(1), "consideration");
    assert_eq!(rig.numbers("pending act:answer"), ["1"]);
    let item = rig
        .store
        .reader()
        .item(Number::request(1))
        .unwrap()
        .unwrap();
    assert_eq!(item.base, Base::Op(id(1)));
    let stamp = &item.request().unwrap().history[0].stamp;
    assert_eq!((stamp.op, stamp.received_at), (Some(id(1)), None));
}

#[test]
fn a_queued_decision_survives_a_kill() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    // The files as they are at this moment, the store still open: what a kill would leave.
    let copy = tempfile::tempdir().unwrap();
    for name in [DATABASE, "replica.db-wal", "vault.json"] {
        std::fs::copy(rig.dir.path().join(name), copy.path().join(name)).unwrap();
    }
    let store = Store::open(copy.path(), &rig.key, OpenMode::Write).unwrap();
    assert_eq!(store.reader().outbox().unwrap()[0].op, accept(1, 1));
}

#[test]
fn the_same_operation_queued_twice_is_one() {
    let rig = with_request();
    for _ in 0..2 {
        rig.store.queue(accept(1, 1), None).wait().unwrap();
    }
    assert_eq!(states(&rig), [(id(1), OpState::Ready)]);
    let other = rig.store.queue(returning(1, 1), None).wait();
    assert!(matches!(other, Err(StoreError::OpIdTaken)));
}

#[test]
fn a_held_operation_is_not_sendable_before_its_window_ends() {
    let rig = with_request();
    rig.store
        .queue(accept(1, 1), Some(at(LATER)))
        .wait()
        .unwrap();
    let release = |now: &str, all| rig.store.release_held(at(now), all).wait().unwrap();
    assert_eq!(release("2026-03-06T07:00:59Z", false), 0);
    assert!(sendable(&rig).is_empty());
    assert_eq!(rig.store.reader().next_release().unwrap(), Some(at(LATER)));
    assert_eq!(release(LATER, false), 1);
    assert_eq!(sendable(&rig), [id(1)]);
}

#[test]
fn a_clock_moved_back_behind_the_decision_does_not_hold_it_for_ever() {
    let rig = with_request();
    rig.store
        .queue(accept(1, 1), Some(at(LATER)))
        .wait()
        .unwrap();
    let released = rig.store.release_held(at("2026-03-06T03:00:00Z"), false);
    assert_eq!(released.wait().unwrap(), 1);
}

#[test]
fn a_small_step_back_of_the_clock_does_not_shorten_the_window() {
    let rig = with_request();
    rig.store
        .queue(accept(1, 1), Some(at(LATER)))
        .wait()
        .unwrap();
    let release = |now: &str| rig.store.release_held(at(now), false).wait().unwrap();
    let behind = |now: &str| {
        let entry = rig.store.reader().operation(id(1)).unwrap().unwrap();
        entry.clock_fell_behind(at(now))
    };
    // A second, and the window itself of one minute.
    for now in ["2026-03-06T06:59:59Z", "2026-03-06T06:59:00Z"] {
        assert!(!behind(now));
        assert_eq!(release(now), 0);
    }
    assert!(behind("2026-03-06T06:58:59Z"));
    assert_eq!(release("2026-03-06T06:58:59Z"), 1);
    // Nothing is held any more.
    assert!(!behind("2026-03-06T06:58:59Z"));
}

#[test]
fn a_recalled_return_is_undone_and_its_motive_is_a_draft_again() {
    let rig = with_request();
    rig.store
        .queue(returning(1, 1), Some(at(LATER)))
        .wait()
        .unwrap();
    assert_eq!(rig.state_of(1), "returned");
    let recalled = rig.store.recall(id(1), at(NOON)).wait().unwrap();
    assert_eq!(recalled, Ok(returning(1, 1)));
    assert_eq!(rig.state_of(1), "moderation");
    assert!(states(&rig).is_empty() && sendable(&rig).is_empty());
    let kept = rig
        .store
        .reader()
        .draft(Number::request(1), MOTIVE)
        .unwrap();
    let kept: LetterDraft = serde_json::from_str(&kept.unwrap().text.0).unwrap();
    assert_eq!(kept, written(None));
    let history = rig.store.reader().outbox_history(9).unwrap();
    assert_eq!(history[0].state, OpState::Recalled);
}

#[test]
fn a_recall_does_not_overwrite_a_draft_begun_meanwhile() {
    let rig = with_request();
    rig.store.queue(returning(1, 1), None).wait().unwrap();
    let begun = Draft {
        updated_at: at("2026-03-06T07:00:01Z"),
        ..draft(1, "Жаңа")
    };
    rig.store.save_draft(begun.clone()).wait().unwrap();
    let recalled = rig.store.recall(id(1), at(LATER)).wait().unwrap();
    assert!(recalled.is_ok());
    assert_eq!(kept(&rig), Some(begun));
}

#[test]
fn a_recalled_return_replaces_a_draft_older_than_the_decision_and_keeps_the_late_reason() {
    let rig = with_request();
    let late = CitizenText::parse("Байланыс болмады").unwrap();
    let mut op = returning(1, 1);
    if let Command::Return { late_reason, .. } = &mut op.command {
        *late_reason = Some(late.clone());
    }
    rig.store.queue(op, None).wait().unwrap();
    // Written before the decision, in two languages, and stored after it.
    for lang in [Lang::Kk, Lang::Ru] {
        let old = Draft {
            lang,
            ..draft(1, "Ескі")
        };
        rig.store.save_draft(old).wait().unwrap();
    }
    let recalled = rig.store.recall(id(1), at(LATER)).wait().unwrap();
    assert!(recalled.is_ok());
    let all = rig.store.reader().drafts().unwrap();
    assert_eq!(all.len(), 1);
    let restored: LetterDraft = serde_json::from_str(&all[0].text.0).unwrap();
    assert_eq!(restored, written(Some(late)));
}

#[test]
fn queueing_a_return_drops_the_draft_of_its_item_alone() {
    let rig = with_request();
    for serial in [1, 2] {
        let begun = draft(serial, "Жаңа");
        rig.store.save_draft(begun).wait().unwrap();
    }
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    assert!(kept(&rig).is_some());
    rig.store.queue(returning(2, 1), None).wait().unwrap();
    assert_eq!(kept(&rig), None);
    assert_eq!(rig.store.reader().drafts().unwrap(), [draft(2, "Жаңа")]);
}

#[test]
fn what_was_handed_to_the_network_cannot_be_recalled() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    rig.store
        .mark_sending(vec![id(1)], at(NOON))
        .wait()
        .unwrap();
    let recall = || rig.store.recall(id(1), at(NOON)).wait().unwrap();
    assert_eq!(recall(), Err(Refusal::AlreadySent));
    // It certainly did not leave: it can be.
    rig.store
        .mark_unsent(vec![id(1)], "unreachable", false)
        .wait()
        .unwrap();
    assert!(recall().is_ok());
}

#[test]
fn what_may_have_left_once_stays_beyond_recall_after_a_failed_second_try() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    for left in [true, false] {
        rig.store
            .mark_sending(vec![id(1)], at(NOON))
            .wait()
            .unwrap();
        rig.store
            .mark_unsent(vec![id(1)], "timeout", left)
            .wait()
            .unwrap();
    }
    assert_eq!(states(&rig), [(id(1), OpState::Sending)]);
    assert_eq!(sendable(&rig), [id(1)]);
}

/// Hands an operation to the network, and what came of it.
fn is_tried(rig: &Rig, outcome: Tried) {
    let marked = rig.store.mark_sending(vec![id(1)], at(NOON)).wait();
    assert_eq!(marked.unwrap(), [id(1)]);
    let put_off = OpResult {
        op_id: id(1),
        verdict: Verdict::Retry {
            after: 1,
            reason: "busy".into(),
        },
    };
    let unsent = |code, left| rig.store.mark_unsent(vec![id(1)], code, left);
    let kept = match outcome {
        Tried::PutOff => rig.store.record_verdicts(vec![put_off], at(NOON)),
        Tried::NotLeft => unsent("unreachable", false),
        Tried::MayHaveLeft => unsent("timeout", true),
    };
    kept.wait().unwrap();
}

#[derive(Clone, Copy)]
enum Tried {
    PutOff,
    NotLeft,
    MayHaveLeft,
}

#[test]
fn what_the_portal_put_off_is_recallable_after_a_try_that_did_not_leave() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    is_tried(&rig, Tried::PutOff);
    is_tried(&rig, Tried::NotLeft);
    assert_eq!(states(&rig), [(id(1), OpState::Ready)]);
    assert!(rig.store.recall(id(1), at(NOON)).wait().unwrap().is_ok());
}

#[test]
fn what_may_have_left_stays_beyond_recall_however_often_the_portal_puts_it_off() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    is_tried(&rig, Tried::MayHaveLeft);
    for _ in 0..3 {
        is_tried(&rig, Tried::PutOff);
    }
    assert_eq!(states(&rig), [(id(1), OpState::Sending)]);
    assert_eq!(sendable(&rig), [id(1)]);
}

#[test]
fn what_was_promised_to_be_done_stays_beyond_recall_when_a_restored_portal_puts_it_off() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    rig.store
        .mark_sending(vec![id(1)], at(NOON))
        .wait()
        .unwrap();
    rig.store
        .record_verdicts(vec![applied(1, 2, 5)], at(NOON))
        .wait()
        .unwrap();
    let reset = crate::wire::replica::ResetKind::EpochChanged;
    rig.store.reset(reset).wait().unwrap();
    is_tried(&rig, Tried::PutOff);
    assert_eq!(states(&rig), [(id(1), OpState::Sending)]);
}

#[test]
fn an_acknowledged_operation_leaves_the_overlay_only_when_the_feed_has_passed_it() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    rig.store
        .mark_sending(vec![id(1)], at(NOON))
        .wait()
        .unwrap();
    rig.store
        .record_verdicts(vec![applied(1, 2, 5)], at(NOON))
        .wait()
        .unwrap();
    assert_eq!(states(&rig), [(id(1), OpState::Applied)]);
    // What is decided next is decided on it, not on the version it made old.
    let item = rig.store.reader().item(Number::request(1)).unwrap();
    assert_eq!(item.unwrap().base, Base::Op(id(1)));
    // A page that ends before it does not make the item flicker back.
    rig.pull(4, vec![]);
    assert_eq!(rig.state_of(1), "consideration");
    let mut after = body(1, NOON, "consideration", "Кезек туралы");
    after["history"] = json!([]);
    let settled = rig.pull(5, vec![change("1", 2, 5, after)]).settled;
    assert_eq!(settled, 1);
    assert!(states(&rig).is_empty());
    assert_eq!(rig.state_of(1), "consideration");
    assert!(rig.numbers("pending").is_empty());
    let done = rig.store.reader().operation(id(1)).unwrap().unwrap();
    assert_eq!(done.receipt().unwrap().code, "R-1");
}

#[test]
fn an_operation_that_the_feed_shows_before_its_verdict_is_not_laid_over_twice() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    let mut after = body(1, NOON, "consideration", "Кезек туралы");
    after["history"] = json!([{
        "event": "accepted", "confirmed": [],
        "stamp": {"by": "aigul", "role": "administrator", "decided_at": NOON,
            "received_at": NOON, "effective_at": NOON, "op": id(1).to_string()},
    }]);
    rig.pull(5, vec![change("1", 2, 5, after)]);
    let item = rig
        .store
        .reader()
        .item(Number::request(1))
        .unwrap()
        .unwrap();
    assert_eq!(item.request().unwrap().history.len(), 1);
}

#[test]
fn a_conflict_leaves_the_overlay_and_holds_up_only_its_own_item() {
    let rig = with_request();
    rig.pull(2, vec![request(2, 2, NOON)]);
    for op in [accept(1, 1), accept(2, 1), accept(3, 2)] {
        rig.store.queue(op, None).wait().unwrap();
    }
    rig.store
        .mark_sending(vec![id(1)], at(NOON))
        .wait()
        .unwrap();
    let current = body(1, NOON, "returned", "Кезек туралы");
    let conflict = OpResult {
        op_id: id(1),
        verdict: Verdict::Conflict {
            current,
            version: Version(2),
            by: Some(UserName("dauren".into())),
            at: Some(at(NOON)),
        },
    };
    rig.store
        .record_verdicts(vec![conflict.clone()], at(NOON))
        .wait()
        .unwrap();
    assert_eq!(sendable(&rig), [id(3)]);
    assert_eq!(rig.numbers("conflict"), ["1"]);
    let entry = rig.store.reader().operation(id(1)).unwrap().unwrap();
    assert_eq!(entry.verdict, Some(conflict.verdict));
    rig.store
        .resolve(id(1), Resolution::Drop, None, at(NOON))
        .wait()
        .unwrap();
    assert_eq!(sendable(&rig), [id(2), id(3)]);
    let entry = rig.store.reader().operation(id(1)).unwrap().unwrap();
    assert_eq!(
        (entry.state, entry.resolution),
        (OpState::Dropped, Some(Resolution::Drop))
    );
}

#[test]
fn a_conflict_can_be_decided_again_in_one_step() {
    let rig = with_request();
    rig.store.queue(returning(1, 1), None).wait().unwrap();
    rig.store
        .reject(id(1), Refusal::MotiveMissing, at(NOON))
        .wait()
        .unwrap();
    let resolution = Resolution::DecidedAgain(id(2));
    rig.store
        .resolve(id(1), resolution, Some((accept(2, 1), None)), at(NOON))
        .wait()
        .unwrap();
    assert_eq!(states(&rig), [(id(2), OpState::Ready)]);
}

#[test]
fn a_rejected_operation_stays_visible_until_it_is_put_away_and_keeps_its_text() {
    let rig = with_request();
    rig.store.queue(returning(1, 1), None).wait().unwrap();
    rig.store
        .reject(id(1), Refusal::MotiveMissing, at(NOON))
        .wait()
        .unwrap();
    assert_eq!(states(&rig), [(id(1), OpState::Rejected)]);
    assert_eq!(rig.state_of(1), "moderation");
    rig.store
        .resolve(id(1), Resolution::KeptAsDraft, None, at(NOON))
        .wait()
        .unwrap();
    assert!(states(&rig).is_empty());
    assert_eq!(rig.store.reader().drafts().unwrap().len(), 1);
}

#[test]
fn operations_of_another_user_wait_for_that_user() {
    let rig = with_request();
    let mut foreign = accept(1, 1);
    foreign.actor = UserName("dauren".into());
    rig.store.queue(foreign, None).wait().unwrap();
    assert!(sendable(&rig).is_empty());
    let user = UserName("dauren".into());
    assert_eq!(rig.store.reader().sendable(&user, 9).unwrap().len(), 1);
}

#[test]
fn an_unsent_decision_about_an_item_due_today_is_counted_as_an_alarm() {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, "2026-03-05T05:00:00Z")]);
    rig.store
        .queue(returning(1, 1), Some(at(LATER)))
        .wait()
        .unwrap();
    let counts = rig.store.reader().counts(TODAY).unwrap();
    assert_eq!(
        (counts.unsent, counts.held, counts.unsent_due_today),
        (1, 1, 1)
    );
    assert_eq!(counts.open, 0);
    assert_eq!(counts.stuck_due_today, 0);
    rig.store.release_held(at(LATER), false).wait().unwrap();
    let sending = rig.store.mark_sending(vec![id(1)], at(LATER));
    assert_eq!(sending.wait().unwrap(), [id(1)]);
    let stuck = || rig.store.reader().counts(TODAY).unwrap().stuck_due_today;
    assert_eq!(stuck(), 0);
    let unsent = rig.store.mark_unsent(vec![id(1)], "timeout", true);
    unsent.wait().unwrap();
    assert_eq!(stuck(), 1);
}

#[test]
fn a_restored_portal_is_offered_again_what_it_acknowledged_and_did_not_show() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    rig.store
        .mark_sending(vec![id(1)], at(NOON))
        .wait()
        .unwrap();
    rig.store
        .record_verdicts(vec![applied(1, 2, 5)], at(NOON))
        .wait()
        .unwrap();
    let reset = crate::wire::replica::ResetKind::EpochChanged;
    rig.store.reset(reset).wait().unwrap();
    assert_eq!(sendable(&rig), [id(1)]);
}

#[test]
fn an_operation_is_judged_anew_under_the_rules_of_today() {
    let rig = with_request();
    rig.store.queue(accept(1, 1), None).wait().unwrap();
    let judge = || rig.store.reader().decide_again(id(1)).unwrap();
    assert_eq!(judge(), Ok(()));
    rig.pull(
        2,
        vec![change("1", 2, 2, body(1, NOON, "withdrawn", "Кезек"))],
    );
    assert!(matches!(judge(), Err(Refusal::Closed { .. })));
}

#[test]
fn a_draft_is_replaced_kept_and_dropped() {
    let rig = with_request();
    for text in ["Бір", "Екі"] {
        rig.store.save_draft(draft(1, text)).wait().unwrap();
    }
    let rig = rig.reopened();
    let number = Number::request(1);
    let kept = rig.store.reader().draft(number, MOTIVE).unwrap();
    assert_eq!(kept, Some(draft(1, "Екі")));
    rig.store.drop_draft(number, MOTIVE).wait().unwrap();
    assert!(rig.store.reader().drafts().unwrap().is_empty());
}
