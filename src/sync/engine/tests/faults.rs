//! Broken lines, lost answers, restored portals, ended sessions.

use proptest::prelude::*;

use super::*;
use crate::domain::refusal::Refusal;
use crate::wire::ops::{RULES_CHANGED, Verdict};
use crate::wire::replica::ResetKind;

#[tokio::test]
async fn an_unreachable_portal_leaves_the_decision_ready_and_recallable() {
    let bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    bench.portal.faults([Fault::Before]);
    let failure = bench.exchange().await.unwrap_err();
    assert_eq!(failure.code(), "unreachable");
    assert_eq!(bench.state(1), OpState::Ready);
    let recalled = bench.rig.store.recall(id(1), at(NOON)).await.unwrap();
    assert!(recalled.is_ok());
}

#[tokio::test]
async fn a_decision_recalled_after_it_was_read_for_sending_is_not_sent() {
    let bench = Bench::filled(2).await;
    for op in [accept(1, 1), accept(2, 2)] {
        bench.queue(op).await;
    }
    let before = bench.portal.calls().len();
    let mut run = bench.engine.run.lock().await;
    let recall = async |n| bench.rig.store.recall(id(n), at(NOON)).await.unwrap();
    // Both were read; one is taken back before they are marked.
    assert!(recall(1).await.is_ok());
    let read = vec![accept(1, 1), accept(2, 2)];
    bench.engine.send(&mut run, read).await.unwrap();
    assert_eq!(bench.portal.applied(), [id(2)]);
    assert_eq!(bench.portal.calls().len(), before + 1);
    assert_eq!(bench.state(1), OpState::Recalled);
    // With nothing left to send the portal is not asked at all.
    let read = vec![accept(1, 1)];
    bench.engine.send(&mut run, read).await.unwrap();
    assert_eq!(bench.portal.calls().len(), before + 1);
}

#[tokio::test]
async fn a_lost_answer_is_made_up_for_without_a_second_effect() {
    let bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    bench.portal.faults([Fault::After]);
    assert_eq!(bench.exchange().await.unwrap_err().code(), "timeout");
    assert_eq!(bench.state(1), OpState::Sending);
    let bench = bench.restarted();
    let report = bench.exchange().await.unwrap();
    assert_eq!(report.verdicts.get("same"), Some(&1));
    assert_eq!(bench.portal.applied(), [id(1)]);
    assert_eq!(bench.state(1), OpState::Done);
}

#[tokio::test]
async fn verdicts_that_come_twice_count_once() {
    let bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    bench.portal.faults([Fault::Twice]);
    bench.exchange().await.unwrap();
    assert_eq!(bench.state(1), OpState::Done);
}

#[tokio::test]
async fn a_failing_and_a_babbling_portal_change_nothing() {
    for kind in [
        FailureKind::Server(500),
        FailureKind::Nonsense,
        FailureKind::TooLarge,
        FailureKind::Timeout,
    ] {
        let bench = Bench::filled(1).await;
        bench.queue(accept(1, 1)).await;
        bench.portal.faults([Fault::Kind(kind.clone())]);
        let failure = bench.exchange().await.unwrap_err();
        assert_eq!(failure.code(), kind.code());
        bench.exchange().await.unwrap();
        assert_eq!(bench.portal.applied(), [id(1)]);
    }
}

#[tokio::test]
async fn a_snapshot_that_was_cut_off_goes_on_where_it_was() {
    let bench = Bench::on(Rig::new(), Fake::with_requests(8));
    bench.login().await;
    // The second page fails when it is asked for ahead and when its turn comes.
    bench
        .portal
        .faults([Fault::None, Fault::After, Fault::After]);
    assert!(bench.exchange().await.is_err());
    assert_eq!(bench.rig.numbers("").len(), 3);
    let bench = bench.restarted();
    let before = bench.portal.calls().len();
    bench.exchange().await.unwrap();
    assert_eq!(bench.rig.numbers("").len(), 8);
    let calls = bench.portal.calls();
    let pages = calls[before..].iter().filter(|call| **call == "snapshot");
    assert_eq!(pages.count(), 2);
}

#[tokio::test]
async fn a_page_that_comes_too_late_is_asked_for_again_in_smaller_ones() {
    let bench = Bench::with_pages(Rig::new(), Fake::with_requests(150), 200);
    bench.login().await;
    let late = || Fault::Kind(FailureKind::Timeout);
    bench.portal.faults([late(), late()]);
    bench.exchange().await.unwrap();
    assert_eq!(
        bench.rig.numbers("").len(),
        100,
        "a list has a hundred lines"
    );
    let calls = bench.portal.calls();
    let pages = calls.iter().filter(|call| **call == "snapshot");
    // Of 200, of 100, and then of 50 and of all that is left.
    assert_eq!(pages.count(), 4);
}

#[tokio::test]
async fn a_page_of_the_snapshot_that_came_ahead_is_not_asked_for_again() {
    let bench = Bench::on(Rig::new(), Fake::with_requests(8));
    bench.login().await;
    bench.exchange().await.unwrap();
    let calls = bench.portal.calls();
    let pages = calls.iter().filter(|call| **call == "snapshot");
    assert_eq!(pages.count(), 3);
    assert_eq!(bench.rig.numbers("").len(), 8);
}

#[tokio::test]
async fn an_ended_access_token_is_renewed_once_and_the_call_repeated() {
    let bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    bench
        .portal
        .faults([Fault::Kind(FailureKind::Unauthorized)]);
    let before = bench.portal.calls().len();
    bench.exchange().await.unwrap();
    let calls = bench.portal.calls();
    assert_eq!(calls[before..], ["ops", "refresh", "ops", "changes"]);
    assert_eq!(bench.state(1), OpState::Done);
}

#[tokio::test]
async fn an_ended_session_signs_out_and_keeps_everything_until_the_same_user_is_back() {
    let mut bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    bench.portal.revoke();
    bench
        .portal
        .faults([Fault::Kind(FailureKind::Unauthorized)]);
    let failure = bench.exchange().await.unwrap_err();
    assert_eq!(failure.code(), "signed-out");
    let user = Some(UserName("aigul".into()));
    assert!(bench.told().contains(&SyncEvent::SignedOut { user }));
    assert_eq!(bench.rig.state_of(1), "consideration");
    bench.login().await;
    bench.exchange().await.unwrap();
    assert_eq!(bench.portal.applied(), [id(1)]);
}

#[tokio::test]
async fn a_token_that_is_refused_right_after_its_renewal_is_not_renewed_for_ever() {
    let bench = Bench::filled(1).await;
    let refused = || Fault::Kind(FailureKind::Unauthorized);
    bench.portal.faults([refused(), Fault::None, refused()]);
    assert_eq!(bench.exchange().await.unwrap_err().code(), "signed-out");
}

#[tokio::test]
async fn each_reason_to_start_over_refills_the_replica_and_keeps_the_outbox() {
    for kind in [
        ResetKind::CursorExpired,
        ResetKind::EpochChanged,
        ResetKind::ScopeChanged,
    ] {
        let mut bench = Bench::filled(5).await;
        let held = at("2026-03-06T09:00:00Z");
        let queued = bench.rig.store.queue(accept(1, 1), Some(held));
        queued.await.unwrap();
        let problem = serde_json::to_value(kind).unwrap();
        let problem = problem.as_str().unwrap().to_owned();
        bench
            .portal
            .faults([Fault::Kind(FailureKind::Problem(problem))]);
        bench.exchange().await.unwrap();
        assert!(bench.told().contains(&SyncEvent::Reset { kind }));
        assert_eq!(bench.rig.numbers("").len(), 5, "{kind:?}");
        assert_eq!(bench.state(1), OpState::Held);
        assert_eq!(bench.rig.state_of(1), "consideration");
    }
}

#[tokio::test]
async fn a_portal_that_always_wants_to_start_over_is_given_up() {
    let bench = Bench::filled(1).await;
    let expired = || Fault::Kind(FailureKind::Problem("cursor-expired".into()));
    bench
        .portal
        .faults(std::iter::repeat_with(expired).take(50));
    assert_eq!(bench.exchange().await.unwrap_err().code(), "cursor-expired");
}

#[tokio::test]
async fn a_restored_portal_gets_again_what_it_had_lost() {
    let bench = Bench::filled(2).await;
    bench.queue(accept(1, 1)).await;
    // Acknowledged, and the portal falls back before the feed is read.
    bench.portal.faults([Fault::None, Fault::Before]);
    assert!(bench.exchange().await.is_err());
    assert_eq!(bench.state(1), OpState::Applied);
    bench.portal.restore();
    bench.exchange().await.unwrap();
    assert_eq!(bench.portal.applied(), [id(1), id(1)]);
    assert_eq!(bench.state(1), OpState::Done);
    assert_eq!(bench.rig.state_of(1), "consideration");
}

#[tokio::test]
async fn a_page_that_deletes_much_is_asked_about_and_sending_goes_on() {
    let mut bench = Bench::filled(6).await;
    for serial in [2, 3, 4] {
        bench.portal.delete(serial);
    }
    bench.queue(accept(1, 1)).await;
    let failure = bench.exchange().await.unwrap_err();
    assert_eq!(failure.code(), "deletion-asked");
    assert_eq!(bench.portal.applied(), [id(1)]);
    assert_eq!(bench.rig.store.reader().entities().unwrap(), 6);
    assert!(
        bench
            .told()
            .iter()
            .any(|event| matches!(event, SyncEvent::DeletionAsked(_)))
    );
    let asked = Exchange {
        allow_deletion: true,
        ..Exchange::default()
    };
    bench.engine.exchange(asked).await.unwrap();
    assert_eq!(bench.rig.store.reader().entities().unwrap(), 3);
}

#[tokio::test]
async fn a_snapshot_that_names_too_little_is_asked_about() {
    let bench = Bench::filled(6).await;
    for serial in [2, 3, 4] {
        bench.portal.delete(serial);
    }
    let expired = Fault::Kind(FailureKind::Problem("cursor-expired".into()));
    bench.portal.faults([expired]);
    assert_eq!(bench.exchange().await.unwrap_err().code(), "deletion-asked");
    assert_eq!(bench.rig.store.reader().entities().unwrap(), 6);
    let asked = Exchange {
        allow_deletion: true,
        ..Exchange::default()
    };
    bench.engine.exchange(asked).await.unwrap();
    assert_eq!(bench.rig.store.reader().entities().unwrap(), 3);
}

fn retry(reason: &str, after: u32) -> Fault {
    Fault::Verdict(Verdict::Retry {
        after,
        reason: reason.into(),
    })
}

#[tokio::test]
async fn newer_rules_are_fetched_and_the_decision_made_once_more() {
    let bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    bench.portal.faults([retry(RULES_CHANGED, 0)]);
    let before = bench.portal.calls().len();
    bench.exchange().await.unwrap();
    let calls = bench.portal.calls();
    assert_eq!(calls[before..], ["ops", "changes", "ops", "changes"]);
    let entry = bench.rig.store.reader().operation(id(1)).unwrap().unwrap();
    let rules = bench.rig.store.reader().rules().unwrap();
    assert_eq!(entry.op.rules_hash, rules.hash());
    assert_eq!(bench.state(1), OpState::Done);
}

#[tokio::test]
async fn a_decision_that_newer_rules_forbid_is_refused_here() {
    let bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    bench.portal.change(1, "answered");
    bench.portal.faults([retry(RULES_CHANGED, 0)]);
    bench.exchange().await.unwrap();
    assert_eq!(bench.state(1), OpState::Rejected);
    let entry = bench.rig.store.reader().operation(id(1)).unwrap().unwrap();
    assert!(matches!(
        entry.verdict,
        Some(Verdict::Rejected {
            refusal: Refusal::Closed { .. }
        })
    ));
}

#[tokio::test]
async fn a_decision_that_may_have_arrived_is_left_for_the_portal_to_refuse() {
    let bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    bench.portal.faults([Fault::Kind(FailureKind::Timeout)]);
    bench.exchange().await.unwrap_err();
    bench.portal.change(1, "answered");
    bench
        .portal
        .faults([retry(RULES_CHANGED, 0), Fault::None, retry("busy", 5)]);
    bench.exchange().await.unwrap();
    assert_eq!(bench.state(1), OpState::Sending);
}

#[tokio::test]
async fn sides_whose_rules_never_meet_do_not_turn_in_a_circle() {
    let bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    let answers: Vec<Fault> = (0..10)
        .flat_map(|_| [retry(RULES_CHANGED, 0), Fault::None])
        .collect();
    bench.portal.faults(answers);
    assert_eq!(bench.exchange().await.unwrap_err().code(), "rules-differ");
    assert_eq!(bench.state(1), OpState::Ready);
}

#[tokio::test]
async fn a_busy_portal_is_not_hammered() {
    let bench = Bench::filled(1).await;
    bench.queue(accept(1, 1)).await;
    bench.portal.faults([retry("busy", 5)]);
    let report = bench.exchange().await.unwrap();
    assert_eq!(report.verdicts.get("retry"), Some(&1));
    assert_eq!(bench.state(1), OpState::Ready);
    bench.exchange().await.unwrap();
    assert_eq!(bench.state(1), OpState::Done);
}

#[tokio::test]
async fn a_batch_that_is_too_large_is_sent_in_halves() {
    let bench = Bench::filled(4).await;
    for n in 1..=4 {
        bench.queue(accept(u128::from(n), n)).await;
    }
    let large = Fault::Kind(FailureKind::Problem("too-large".into()));
    bench.portal.faults([large]);
    assert_eq!(bench.exchange().await.unwrap().pushed, 4);
    assert_eq!(bench.portal.applied().len(), 4);
}

#[tokio::test]
async fn a_portal_of_a_newer_protocol_ends_the_exchange() {
    let bench = Bench::filled(1).await;
    bench.portal.faults([Fault::Kind(FailureKind::TooOld)]);
    assert_eq!(
        bench.exchange().await.unwrap_err().code(),
        "protocol-too-old"
    );
}

#[tokio::test]
async fn an_item_of_a_newer_portal_does_not_stop_the_exchange() {
    let bench = Bench::filled(1).await;
    let mut item = request(9, 0, NOON);
    item.body = fake::strange().into();
    bench.portal.put(item);
    bench.exchange().await.unwrap();
    assert_eq!(bench.rig.numbers("").len(), 2);
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => Just(Fault::None),
        1 => Just(Fault::Before),
        2 => Just(Fault::After),
        1 => Just(Fault::Kind(FailureKind::Server(502))),
        1 => Just(Fault::Kind(FailureKind::Nonsense)),
        1 => Just(Fault::Kind(FailureKind::Unauthorized)),
        1 => Just(Fault::Kind(FailureKind::Problem("cursor-expired".into()))),
        1 => Just(Fault::Kind(FailureKind::Problem("scope-changed".into()))),
        1 => Just(Fault::Twice),
        1 => Just(retry("busy", 1)),
        1 => Just(retry(RULES_CHANGED, 0)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_fails_every_decision_takes_effect_exactly_once(
        faults in prop::collection::vec(fault(), 0..25),
        kills in prop::collection::vec(any::<bool>(), 30),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut bench = Bench::filled(6).await;
            for n in 1..=6 {
                bench.queue(accept(u128::from(n), n)).await;
            }
            bench.portal.faults(faults);
            let mut tries = kills.into_iter();
            let mut whole = false;
            while let Some(kill) = tries.next().filter(|_| !whole) {
                let outcome = bench.exchange().await;
                if matches!(outcome, Err(SyncFailure::SignedOut { .. })) {
                    let _ = bench.engine.login("http://127.0.0.1/", UserName("aigul".into()), "x".into()).await;
                }
                whole = outcome.is_ok() && bench.rig.store.reader().outbox().unwrap().is_empty();
                if kill && !whole {
                    bench = bench.restarted();
                }
            }
            let mut applied = bench.portal.applied();
            applied.sort_unstable();
            assert_eq!(applied, (1..=6).map(id).collect::<Vec<_>>());
            for serial in 1..=6 {
                assert_eq!(bench.rig.state_of(serial), "consideration");
            }
        });
    }
}

#[tokio::test]
async fn an_act_that_waits_for_one_the_portal_has_lost_is_not_sent_in_a_circle() {
    let bench = Bench::filled(2).await;
    bench.queue(accept(1, 1)).await;
    bench.exchange().await.unwrap();
    bench.queue(accept(2, 2)).await;
    let blocked = || Fault::Verdict(Verdict::Blocked { by: id(1) });
    bench
        .portal
        .faults(std::iter::repeat_with(blocked).take(50));
    let before = bench.portal.calls().len();
    bench.exchange().await.unwrap();
    assert!(bench.portal.calls().len() <= before + 3);
    assert_eq!(bench.state(2), OpState::Ready);
}
