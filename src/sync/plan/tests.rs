//! What comes next, for every state of the exchange.

use super::*;

const LONG: Duration = Duration::from_secs(55);

const NOW_POLL: Step = Step::PullChanges {
    wait: Duration::ZERO,
};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + seconds).unwrap()
}

fn signed_in() -> Situation {
    Situation {
        now: at(0),
        mode: Mode::Once,
        offline: false,
        too_old: false,
        signed: Signed::In {
            access_until: Some(at(900)),
        },
        has_cursor: true,
        snapshot: false,
        sendable: 0,
        send_after: None,
        next_release: None,
        drained: false,
        asking: false,
        retry_at: None,
        long_poll: LONG,
    }
}

fn live() -> Situation {
    Situation {
        mode: Mode::Live,
        drained: true,
        ..signed_in()
    }
}

#[test]
fn decisions_go_before_news() {
    let situation = Situation {
        sendable: 3,
        ..signed_in()
    };
    assert_eq!(
        plan(&situation),
        [Step::Push, NOW_POLL, Step::Stop(Stop::Done)]
    );
}

#[test]
fn a_token_about_to_end_is_renewed_first() {
    for (access_until, renewed) in [
        (None, true),
        (Some(at(-1)), true),
        (Some(at(29)), true),
        (Some(at(30)), false),
    ] {
        let situation = Situation {
            signed: Signed::In { access_until },
            ..signed_in()
        };
        let first = plan(&situation)[0];
        assert_eq!(first == Step::Refresh, renewed, "{access_until:?}");
    }
}

#[test]
fn an_empty_replica_is_filled_by_a_snapshot_and_then_by_the_feed() {
    for (has_cursor, snapshot) in [(false, false), (false, true), (true, true)] {
        let situation = Situation {
            has_cursor,
            snapshot,
            ..signed_in()
        };
        assert_eq!(
            plan(&situation),
            [Step::PullSnapshot, NOW_POLL, Step::Stop(Stop::Done)]
        );
    }
}

#[test]
fn whatever_stands_in_the_way_ends_a_command_and_lets_a_workstation_wait() {
    let hindered = [
        (
            Stop::Offline,
            Situation {
                offline: true,
                ..signed_in()
            },
        ),
        (
            Stop::TooOld,
            Situation {
                too_old: true,
                ..signed_in()
            },
        ),
        (
            Stop::NotSignedIn,
            Situation {
                signed: Signed::Never,
                ..signed_in()
            },
        ),
        (
            Stop::SignedOut,
            Situation {
                signed: Signed::Out,
                ..signed_in()
            },
        ),
    ];
    for (stop, situation) in hindered {
        assert_eq!(plan(&situation), [Step::Stop(stop)]);
        let beside = Situation {
            mode: Mode::Live,
            ..situation
        };
        assert_eq!(plan(&beside), [Step::Wait { until: None }]);
    }
}

#[test]
fn a_question_about_deletions_stops_reading_and_never_sending() {
    let situation = Situation {
        asking: true,
        sendable: 1,
        ..signed_in()
    };
    assert_eq!(plan(&situation), [Step::Push, Step::Stop(Stop::Asking)]);
}

#[test]
fn after_a_failure_a_workstation_waits_and_a_command_tries() {
    let failed = Situation {
        retry_at: Some(at(5)),
        ..live()
    };
    assert_eq!(plan(&failed), [Step::Wait { until: Some(at(5)) }]);
    let command = Situation {
        mode: Mode::Once,
        ..failed
    };
    assert_eq!(plan(&command), [Step::Stop(Stop::Done)]);
}

#[test]
fn a_portal_that_wants_the_outbox_to_wait_is_obeyed() {
    let situation = Situation {
        sendable: 1,
        send_after: Some(at(7)),
        ..live()
    };
    let wait = Duration::from_secs(7);
    assert_eq!(plan(&situation), [Step::PullChanges { wait }]);
}

#[test]
fn a_part_of_a_second_is_waited_for_as_a_whole_one() {
    let situation = Situation {
        next_release: at(0).checked_add(SignedDuration::from_millis(400)).ok(),
        ..live()
    };
    let wait = Duration::from_secs(1);
    assert_eq!(plan(&situation), [Step::PullChanges { wait }]);
}

#[test]
fn an_open_question_ends_when_a_recall_window_does() {
    for (next_release, seconds) in [(None, 55), (Some(at(12)), 12), (Some(at(300)), 55)] {
        let situation = Situation {
            next_release,
            ..live()
        };
        let wait = Duration::from_secs(seconds);
        assert_eq!(plan(&situation), [Step::PullChanges { wait }]);
    }
}
