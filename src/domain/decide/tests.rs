//! Tables of decisions: accept and return here, the other acts beside.

mod extension;
mod forward;
mod letters;

use super::*;
use crate::domain::history::Stamp;
use crate::domain::ids::{CategoryId, Number};
use crate::domain::person::Requester;
use crate::domain::request::{RequestState, TextLang};
use crate::domain::rules::PackId;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn request(state: RequestState) -> Request {
    Request {
        number: Number::request(766_301),
        holder: "990240000018".into(),
        received_at: at("2026-03-06T10:00:00+05:00"),
        registered_on: jiff::civil::date(2026, 3, 6),
        category: CategoryId("mortgage".into()),
        lang: TextLang::Kk,
        text: CitizenText::parse("Кезек туралы").unwrap(),
        requester: Requester::of_account(),
        state,
        extended: false,
        extension: None,
        repeated: false,
        follow_up: false,
        forwarded_from: None,
        passed_by: vec![],
        pack: PackId("order145-2023".into()),
        owner: None,
        history: vec![],
        unknown: serde_json::Map::new(),
    }
}

fn stamp(time: &str) -> Stamp {
    Stamp::of_portal(at(time))
}

fn returning(reasons: &[&str], motive: &str, late_reason: Option<&str>) -> Command {
    Command::Return {
        reasons: reasons.iter().map(|id| CheckId((*id).to_owned())).collect(),
        motive: CitizenText::parse(motive).unwrap(),
        late_reason: late_reason.map(|text| CitizenText::parse(text).unwrap()),
    }
}

fn judge(
    command: &Command,
    effective_at: &str,
    received_at: Option<&str>,
) -> Result<Vec<Event>, Refusal> {
    let cx = DecideContext {
        rules: &RuleSet::builtin().unwrap(),
        policy: &Policy::default(),
        role: Role::Administrator,
        effective_at: at(effective_at),
        received_at: received_at.map(at),
        around: Around::default(),
    };
    decide(&request(RequestState::Moderation), command, &cx)
}

const IN_TIME: &str = "2026-03-10T23:59:59+05:00";
const TOO_LATE: &str = "2026-03-11T00:00:00+05:00";

#[test]
fn a_request_in_moderation_is_accepted_at_any_time() {
    for time in [IN_TIME, TOO_LATE, "2027-01-05T10:00:00+05:00"] {
        let facts = judge(&Command::Accept { confirmed: vec![] }, time, None);
        assert_eq!(
            facts,
            Ok(vec![Event::Accepted { confirmed: vec![] }]),
            "{time}"
        );
    }
}

#[test]
fn a_return_until_midnight_of_the_last_day_is_in_time() {
    let facts = judge(&returning(&["A3"], "Мекенжай жоқ", None), IN_TIME, None).unwrap();
    assert!(matches!(
        facts.as_slice(),
        [Event::Returned {
            in_time: InTime::Yes,
            ..
        }]
    ));
}

#[test]
fn a_late_return_demands_a_reason_for_lateness_and_stays_marked() {
    let refused = judge(&returning(&["A3"], "Мекенжай жоқ", None), TOO_LATE, None);
    assert_eq!(
        refused,
        Err(Refusal::LateReasonMissing {
            due: jiff::civil::date(2026, 3, 10),
            clause: "145 ¶4(3)".into()
        })
    );
    let facts = judge(
        &returning(&["A3"], "Мекенжай жоқ", Some("Жүйе істен шықты")),
        TOO_LATE,
        None,
    );
    assert!(matches!(
        facts.unwrap().as_slice(),
        [Event::Returned {
            in_time: InTime::Late {
                reason: Some(_),
                ..
            },
            ..
        }]
    ));
}

#[test]
fn a_return_decided_in_time_and_received_late_is_applied_and_marked() {
    let facts = judge(
        &returning(&["A3"], "Мекенжай жоқ", None),
        IN_TIME,
        Some(TOO_LATE),
    )
    .unwrap();
    assert!(matches!(
        facts.as_slice(),
        [Event::Returned {
            in_time: InTime::LateOnReceipt { .. },
            ..
        }]
    ));
}

#[test]
fn each_unlawful_return_says_why() {
    let long = "а".repeat(MAX_MOTIVE + 1);
    let cases: [(&[&str], &str, &str); 7] = [
        (&["A2"], "Мотив", "not-about-requester"),
        (&[], "Мотив", "reason-missing"),
        (&["A9"], "Мотив", "unknown-reason"),
        (&["A7"], "Мотив", "forward-instead"),
        (&["A1", "A8"], "Мотив", "not-a-ground-of-return"),
        (&["A3"], " \n", "motive-missing"),
        (&["A3"], &long, "motive-too-long"),
    ];
    for (reasons, motive, code) in cases {
        let refusal = judge(&returning(reasons, motive, None), IN_TIME, None).unwrap_err();
        assert_eq!(refusal.code(), code);
    }
}

#[test]
fn under_the_law_alone_a_return_has_no_term() {
    let mut old = request(RequestState::New);
    old.pack = PackId("law401".into());
    let cx = DecideContext {
        rules: &RuleSet::builtin().unwrap(),
        policy: &Policy::default(),
        role: Role::Administrator,
        effective_at: at(TOO_LATE),
        received_at: None,
        around: Around::default(),
    };
    let facts = decide(&old, &returning(&["A3"], "Мекенжай жоқ", None), &cx).unwrap();
    assert!(matches!(
        facts.as_slice(),
        [Event::Returned {
            in_time: InTime::NoTerm,
            ..
        }]
    ));
}

#[test]
fn a_claimed_time_is_kept_inside_the_possible_window() {
    let (base, receipt) = (at("2026-03-06T06:00:00Z"), at("2026-03-06T07:00:00Z"));
    let judged = |claim: &str, offset| effective(at(claim), offset, base, receipt);
    assert_eq!(
        judged("2026-03-06T06:30:00Z", 0),
        Effective {
            at: at("2026-03-06T06:30:00Z"),
            corrected: false
        }
    );
    assert_eq!(
        judged("2026-03-06T05:30:00Z", 3600).at,
        at("2026-03-06T06:30:00Z")
    );
    assert_eq!(
        judged("2026-03-06T08:00:00Z", 0),
        Effective {
            at: receipt,
            corrected: true
        }
    );
    assert_eq!(
        judged("2026-03-06T01:00:00Z", 0),
        Effective {
            at: base,
            corrected: true
        }
    );
}

#[test]
fn every_act_is_listed_with_its_verdict() {
    let listed = acts(&request(RequestState::New), Role::Administrator);
    assert_eq!(listed.len(), Act::OF_REQUEST.len());
    assert!(listed.contains(&(Act::Accept, Ok(()))));
    assert!(listed.contains(&(Act::Forward, Ok(()))));
}

#[test]
fn a_verdict_names_the_rule_the_pack_and_the_calendar_it_rests_on() {
    let rules = RuleSet::builtin().unwrap();
    let policy = Policy::default();
    let taken = request(RequestState::Consideration);
    let basis = basis(&taken, Act::Answer, &rules, &policy).unwrap();
    assert_eq!(basis.rule, RuleId::ANSWER);
    assert_eq!(basis.pack, PackId("order145-2023".into()));
    assert_eq!(basis.due, jiff::civil::date(2026, 3, 26));
    assert_eq!(basis.judged_by, Timeliness::Receipt);
    let year = jiff::civil::date(2026, 1, 1);
    assert_eq!(basis.calendar, rules.calendar.version(year, year));
    assert_ne!(
        basis.calendar,
        rules.calendar.version(year, jiff::civil::date(2027, 1, 1))
    );
    assert_eq!(super::basis(&taken, Act::Accept, &rules, &policy), None);
}
