//! The term of an application and its only two ends.

use jiff::civil::date;

use super::*;
use crate::domain::command::{Command, TopicCommand};
use crate::domain::decide::{Around, DecideContext};
use crate::domain::holder::Policy;
use crate::domain::person::{Contacts, Signature};
use crate::domain::rules::RuleSet;
use crate::domain::work::{Fact, Work};

fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

fn at(local: &str) -> Timestamp {
    crate::domain::zone::instant(local.parse().unwrap()).unwrap()
}

/// Submitted on Friday 6 March 2026: five working days end on Monday 16 March.
fn topic(state: TopicState) -> Topic {
    Topic {
        number: "T-7".parse().unwrap(),
        holder: "990240000018".into(),
        submitted_at: at("2026-03-06T15:00"),
        category: CategoryId("ipoteka".into()),
        lang: TextLang::Kk,
        title: text("Ипотека шарттары"),
        text: text("Шарттар өзгерді"),
        applicant: Requester {
            name: None,
            iin: None,
            bin: None,
            letter: None,
            representative: None,
            contacts: Contacts::default(),
            signature: Signature::Eds,
        },
        state,
        pack: PackId::from("order145-2023"),
        conference: None,
        owner: None,
        history: vec![],
        unknown: serde_json::Map::new(),
    }
}

fn decided(command: TopicCommand, now: &str) -> Result<Vec<Fact>, Refusal> {
    let rules = RuleSet::builtin().unwrap();
    let cx = DecideContext {
        rules: &rules,
        policy: &Policy::default(),
        role: Role::Administrator,
        effective_at: at(now),
        received_at: None,
        around: Around::default(),
    };
    let work = Work::Topic(Box::new(topic(TopicState::New)));
    work.decide(&Command::Topic(command), &cx)
}

#[test]
fn an_application_is_decided_once_by_an_administrator() {
    for act in Act::ALL {
        for role in Role::ALL {
            for state in TopicState::ALL {
                let lawful = matches!(act, Act::Accept | Act::Refuse)
                    && role == Role::Administrator
                    && state == TopicState::New;
                assert_eq!(
                    permit(role, state, act).is_ok(),
                    lawful,
                    "{act:?} {role:?} {state:?}"
                );
            }
        }
    }
}

#[test]
fn five_working_days_step_over_the_holiday_and_lateness_wants_a_reason() {
    let accept = |late: Option<&str>| TopicCommand::AcceptTopic {
        late_reason: late.map(text),
    };
    let in_time = |facts: Vec<Fact>| facts[0].in_time().cloned();
    let timely = decided(accept(None), "2026-03-16T23:59").unwrap();
    assert_eq!(in_time(timely), Some(InTime::Yes));
    let due = date(2026, 3, 16);
    assert_eq!(
        decided(accept(None), "2026-03-17T00:00"),
        Err(Refusal::LateReasonMissing {
            due,
            clause: "145 ¶10".into()
        })
    );
    let late = decided(accept(Some("ауырдым")), "2026-03-17T00:00").unwrap();
    assert!(matches!(in_time(late), Some(InTime::Late { .. })));
}

#[test]
fn a_refusal_is_reasoned() {
    let refuse = |motive: &str| TopicCommand::RefuseTopic {
        motive: text(motive),
        late_reason: None,
    };
    assert_eq!(
        decided(refuse(" "), "2026-03-10T10:00"),
        Err(Refusal::MotiveMissing)
    );
    assert!(decided(refuse("Құзыретіне жатпайды"), "2026-03-10T10:00").is_ok());
}

#[test]
fn a_command_on_another_kind_of_item_is_refused_as_such() {
    let rules = RuleSet::builtin().unwrap();
    let cx = DecideContext {
        rules: &rules,
        policy: &Policy::default(),
        role: Role::Administrator,
        effective_at: at("2026-03-10T10:00"),
        received_at: None,
        around: Around::default(),
    };
    let work = Work::Topic(Box::new(topic(TopicState::New)));
    let foreign = work.decide(&Command::Accept { confirmed: vec![] }, &cx);
    assert_eq!(
        foreign,
        Err(Refusal::ForeignAct {
            act: Act::Accept,
            kind: ItemKind::Topic
        })
    );
}
