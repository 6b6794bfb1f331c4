//! Duties and last days in every phase.

use super::*;
use crate::domain::rules::RuleSet;

fn rules() -> RuleSet {
    RuleSet::builtin().unwrap()
}

fn facts(pin: &PackId, phase: Phase) -> Facts<'_> {
    let received_at = "2026-03-06T10:00+05:00".parse().unwrap();
    Facts {
        received_at,
        pin,
        phase,
        extended: None,
        repeated: false,
    }
}

fn told(facts: &Facts<'_>) -> Vec<(String, String, bool)> {
    let clocks = clocks(facts, &rules(), &Switches::default()).unwrap();
    let told = |clock: &Clock| {
        (
            clock.rule.to_string(),
            clock.term.latest.to_string(),
            clock.drives,
        )
    };
    clocks.iter().map(told).collect()
}

fn row(rule: &str, latest: &str, drives: bool) -> (String, String, bool) {
    (rule.to_owned(), latest.to_owned(), drives)
}

fn extended(notice_sent: bool) -> Extended {
    Extended {
        at: "2026-03-20T10:00+05:00".parse().unwrap(),
        days: 6,
        notice_sent,
    }
}

#[test]
fn in_moderation_the_nearest_clock_drives() {
    let pin = PackId::from("order145-2023");
    let expected = [
        row("return", "2026-03-10", true),
        row("forward", "2026-03-12", false),
        row("already-published", "2026-03-12", false),
        row("refusal", "2026-03-16", false),
        row("answer", "2026-03-26", false),
    ];
    assert_eq!(told(&facts(&pin, Phase::Moderation)), expected);
}

#[test]
fn under_the_law_alone_nothing_is_returned_and_forwarding_drives() {
    let pin = PackId::from("law401");
    let expected = [
        row("forward", "2026-03-12", true),
        row("already-published", "2026-03-12", false),
        row("refusal", "2026-03-16", false),
        row("answer", "2026-03-26", false),
    ];
    assert_eq!(told(&facts(&pin, Phase::Moderation)), expected);
}

#[test]
fn in_consideration_only_the_answer_drives() {
    let pin = PackId::from("order145-2023");
    let expected = [
        row("forward", "2026-03-12", false),
        row("already-published", "2026-03-12", false),
        row("refusal", "2026-03-16", false),
        row("answer", "2026-03-26", true),
    ];
    assert_eq!(told(&facts(&pin, Phase::Consideration)), expected);
}

#[test]
fn an_unsent_extension_notice_drives_when_it_is_nearer() {
    let pin = PackId::from("order145-2023");
    let mut facts = Facts {
        extended: Some(extended(false)),
        ..facts(&pin, Phase::Consideration)
    };
    // The notice is due on 30 March, the extended answer on 27 March.
    let driver_of = |facts: &Facts<'_>| {
        driver(facts, &rules(), &Switches::default())
            .unwrap()
            .unwrap()
    };
    assert_eq!(driver_of(&facts).rule, RuleId::ANSWER);
    let longer = Extended {
        days: 15,
        ..extended(false)
    };
    facts.extended = Some(longer);
    assert_eq!(driver_of(&facts).rule, RuleId::EXTENSION_NOTICE);
    assert_eq!(driver_of(&facts).due.to_string(), "2026-03-30");
    facts.extended = Some(Extended {
        notice_sent: true,
        ..longer
    });
    assert_eq!(driver_of(&facts).rule, RuleId::ANSWER);
    assert_eq!(driver_of(&facts).due.to_string(), "2026-04-06");
}

#[test]
fn an_extended_answer_is_still_the_duty_to_answer() {
    let pin = PackId::from("order145-2023");
    let facts = Facts {
        extended: Some(extended(true)),
        ..facts(&pin, Phase::Consideration)
    };
    let clocks = clocks(&facts, &rules(), &Switches::default()).unwrap();
    let answer = clocks
        .iter()
        .find(|clock| clock.rule == RuleId::ANSWER)
        .unwrap();
    assert_eq!(answer.nature, Nature::Duty);
    assert_eq!(answer.term.rule, RuleId::EXTENSION);
    assert_eq!(answer.term.latest.to_string(), "2026-03-27");
    assert!(answer.drives);
}

#[test]
fn an_impossible_extension_leaves_the_answer_running() {
    let pin = PackId::from("order145-2023");
    let impossible = Some(Extended {
        days: 99,
        ..extended(true)
    });
    let facts = Facts {
        extended: impossible,
        ..facts(&pin, Phase::Consideration)
    };
    assert!(told(&facts).contains(&row("answer", "2026-03-26", true)));
}

#[test]
fn a_repeated_request_has_no_way_out_by_publication() {
    let pin = PackId::from("order145-2023");
    let facts = Facts {
        repeated: true,
        ..facts(&pin, Phase::Moderation)
    };
    assert!(
        told(&facts)
            .iter()
            .all(|(rule, _, _)| rule != "already-published")
    );
}

#[test]
fn a_closed_request_has_no_clocks() {
    let pin = PackId::from("order145-2023");
    assert!(told(&facts(&pin, Phase::Closed)).is_empty());
    let driver = driver(&facts(&pin, Phase::Closed), &rules(), &Switches::default());
    assert_eq!(driver, Ok(None));
}

#[test]
fn a_term_is_overdue_only_after_midnight_of_its_day() {
    let pin = PackId::from("order145-2023");
    let facts = facts(&pin, Phase::Moderation);
    let driver = driver(&facts, &rules(), &Switches::default())
        .unwrap()
        .unwrap();
    assert!(!driver.is_overdue("2026-03-10T23:59:59+05:00".parse().unwrap()));
    assert!(driver.is_overdue("2026-03-11T00:00:00+05:00".parse().unwrap()));
}

#[test]
fn the_driver_is_the_driving_clock() {
    for pin in ["order145-2023", "law401", "order145-2021"].map(PackId::from) {
        for phase in [Phase::Moderation, Phase::Consideration] {
            for extended in [None, Some(extended(false)), Some(extended(true))] {
                let facts = Facts {
                    extended,
                    ..facts(&pin, phase)
                };
                let clocks = clocks(&facts, &rules(), &Switches::default()).unwrap();
                let driving = clocks.iter().find(|clock| clock.drives).unwrap();
                let driver = driver(&facts, &rules(), &Switches::default())
                    .unwrap()
                    .unwrap();
                assert_eq!(
                    (&driver.rule, driver.due),
                    (&driving.rule, driving.term.due())
                );
            }
        }
    }
}
