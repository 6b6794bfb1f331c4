//! The link as the header tells it, and the clock.

use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + seconds).unwrap()
}

fn failed(seconds: i64) -> SyncEvent {
    SyncEvent::Failed {
        kind: FailureKind::Unreachable,
        at: at(seconds),
        next_try: Some(at(seconds + 4)),
    }
}

#[test]
fn an_outage_is_told_since_its_beginning() {
    let mut status = LinkStatus::default();
    for event in [failed(0), SyncEvent::Started, failed(60)] {
        status.on(&event);
    }
    assert_eq!(
        status.link,
        Link::Unreachable {
            kind: FailureKind::Unreachable,
            since: at(0),
            next_try: Some(at(64)),
        }
    );
    assert!(!status.is_up());
}

#[test]
fn a_good_exchange_ends_an_outage() {
    let mut status = LinkStatus::default();
    status.on(&failed(0));
    status.on(&SyncEvent::Finished { at: at(9) });
    assert_eq!(status.link, Link::Idle { at: at(9) });
    assert_eq!(status.last_exchange, Some(at(9)));
}

#[test]
fn a_clock_is_wrong_beyond_two_minutes_and_by_the_median_only() {
    for (offsets, verdict) in [
        (vec![], ClockVerdict::Right),
        (vec![120], ClockVerdict::Right),
        (vec![-121], ClockVerdict::Off { offset: -121 }),
        (vec![0, 1, 3_600], ClockVerdict::Right),
        (vec![3_601, 3_600, 0], ClockVerdict::Off { offset: 3_600 }),
    ] {
        assert_eq!(judge_clock(at(0), &offsets, None), verdict, "{offsets:?}");
    }
}

#[test]
fn a_clock_that_was_moved_back_is_recognised_without_a_link() {
    let verdict = judge_clock(at(0), &[], Some(at(3_600)));
    assert_eq!(verdict, ClockVerdict::MovedBack { by: 3_600 });
    assert_eq!(judge_clock(at(0), &[], Some(at(60))), ClockVerdict::Right);
}

#[test]
fn the_offset_is_taken_in_the_middle_of_the_call() {
    assert_eq!(offset(at(0), at(10), at(5)), 0);
    assert_eq!(offset(at(0), at(10), at(65)), 60);
    assert_eq!(offset(at(0), at(0), at(-3_600)), -3_600);
}

proptest! {
    #[test]
    fn the_median_is_one_of_the_samples(samples in prop::collection::vec(-9_000_i64..9_000, 1..20)) {
        prop_assert!(samples.contains(&median(&samples)));
    }
}
