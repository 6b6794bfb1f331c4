//! Who may do what with a question, and what a merge carries.

use jiff::civil::date;

use super::*;
use crate::domain::command::{Command, QuestionCommand};
use crate::domain::conference::{self, ConferenceState};
use crate::domain::decide::{Around, DecideContext, carried};
use crate::domain::history::InTime;
use crate::domain::holder::{Policy, Timeliness};
use crate::domain::rules::RuleSet;
use crate::domain::work::{Fact, Work};

fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

fn at(local: &str) -> Timestamp {
    crate::domain::zone::instant(local.parse().unwrap()).unwrap()
}

pub(crate) fn question(number: &str, state: QuestionState) -> Question {
    Question {
        number: number.parse().unwrap(),
        conference: "K-12".parse().unwrap(),
        holder: "990240000018".into(),
        asked_at: at("2026-03-26T10:00"),
        pack: PackId::from("order145-2023"),
        lang: TextLang::Kk,
        text: text("Кезек қашан жылжиды?"),
        asker: Requester::of_account(),
        state,
        into: None,
        expert: None,
        draft: None,
        answer: None,
        owner: None,
        history: vec![],
        unknown: serde_json::Map::new(),
    }
}

fn decided(
    question: &Question,
    command: QuestionCommand,
    target: Option<&Question>,
) -> Result<Vec<Event>, Refusal> {
    let rules = RuleSet::builtin().unwrap();
    let cx = DecideContext {
        rules: &rules,
        policy: &Policy::default(),
        role: Role::Moderator,
        effective_at: at("2026-03-26T12:00"),
        received_at: None,
        around: Around {
            target: target.into(),
            ..Around::default()
        },
    };
    let work = Work::Question(Box::new(question.clone()));
    let facts = work.decide(&Command::Question(command), &cx)?;
    Ok(facts
        .into_iter()
        .map(|fact| {
            let Fact::Question(event) = fact else {
                panic!("{fact:?}");
            };
            event
        })
        .collect())
}

#[test]
fn each_act_is_for_moderators_in_its_states_only() {
    use QuestionState as S;
    let open: &[S] = &[S::New, S::Accepted, S::Assigned, S::Drafted];
    let let_through: &[S] = &[S::Accepted, S::Assigned, S::Drafted];
    let table: [(Act, &[S]); 8] = [
        (Act::Accept, &[S::New, S::Declined]),
        (Act::Decline, open),
        (Act::Assign, let_through),
        (Act::Draft, let_through),
        (Act::Answer, open),
        (Act::Merge, open),
        (Act::Part, &[S::Merged]),
        (Act::Correct, &[S::Answered]),
    ];
    for act in Act::ALL {
        let states = table.iter().find(|(one, _)| *one == act);
        for role in Role::ALL {
            for state in S::ALL {
                let lawful = matches!(role, Role::Administrator | Role::Moderator)
                    && states.is_some_and(|(_, states)| states.contains(&state));
                let verdict = permit(role, state, act);
                assert_eq!(verdict.is_ok(), lawful, "{act:?} {role:?} {state:?}");
            }
        }
    }
}

#[test]
fn a_question_is_open_until_it_is_answered_declined_or_carried_by_another() {
    let open: Vec<&str> = QuestionState::ALL
        .into_iter()
        .filter(|state| state.is_open())
        .map(QuestionState::id)
        .collect();
    assert_eq!(open, ["new", "accepted", "assigned", "drafted"]);
}

#[test]
fn a_question_is_merged_into_an_open_or_answered_one_of_its_conference() {
    let mut foreign = question("Q-5", QuestionState::Accepted);
    foreign.conference = "K-13".parse().unwrap();
    let impossible = Err(Refusal::MergeImpossible {
        into: "Q-5".parse().unwrap(),
    });
    let into: Number = "Q-5".parse().unwrap();
    let merged = Ok(vec![Event::Merged { into }]);
    for (target, verdict) in [
        (question("Q-5", QuestionState::New), merged.clone()),
        (question("Q-5", QuestionState::Drafted), merged),
        (question("Q-5", QuestionState::Merged), impossible.clone()),
        (question("Q-5", QuestionState::Declined), impossible.clone()),
        (foreign, impossible),
    ] {
        let own = question("Q-7", QuestionState::New);
        let command = QuestionCommand::MergeQuestion { into };
        assert_eq!(decided(&own, command, Some(&target)), verdict, "{target:?}");
    }
}

#[test]
fn a_question_merged_into_an_answered_one_has_its_answer_at_once() {
    let mut target = question("Q-5", QuestionState::Answered);
    target.answer = Some(Answer {
        text: text("Сәуірде"),
        at: at("2026-03-26T11:00"),
        late: false,
        with: None,
    });
    let into = target.number;
    let command = QuestionCommand::MergeQuestion { into };
    let mut own = question("Q-7", QuestionState::New);
    let events = decided(&own, command, Some(&target)).unwrap();
    for event in events {
        own.apply(event, stamp());
    }
    let answer = own.answer.unwrap();
    assert_eq!(
        (own.state, answer.with),
        (QuestionState::Answered, Some(into))
    );
    assert_eq!(answer.text.as_str(), "Сәуірде");
}

#[test]
fn one_answer_reaches_every_asker_with_a_record_of_its_own() {
    let main: Number = "Q-5".parse().unwrap();
    let answered = Event::Answered {
        text: text("Сәуірде"),
        in_time: InTime::Late {
            due: date(2026, 3, 27),
            reason: None,
        },
        with: None,
    };
    let mut repeated = question("Q-7", QuestionState::Merged);
    repeated.into = Some(main);
    repeated.apply(carried(main, &answered).unwrap(), stamp());
    let answer = repeated.answer.clone().unwrap();
    assert_eq!((answer.with, answer.late), (Some(main), true));
    assert_eq!(repeated.history.len(), 1);
    assert_eq!(carried(main, &Event::Accepted), None);
}

#[test]
fn a_repeat_that_is_let_through_after_all_stands_on_its_own() {
    let main: Number = "Q-5".parse().unwrap();
    let mut own = question("Q-7", QuestionState::New);
    own.apply(Event::Merged { into: main }, stamp());
    let declined = Event::Declined {
        reason: DeclineReason::Insult,
        note: None,
    };
    own.apply(carried(main, &declined).unwrap(), stamp());
    own.apply(Event::Accepted, stamp());
    assert_eq!((own.carrier(), own.into), (own.conference, None));
}

#[test]
fn a_parted_question_is_public_only_if_it_was_let_through() {
    for (events, state) in [
        (vec![], QuestionState::New),
        (vec![Event::Accepted], QuestionState::Accepted),
    ] {
        let mut own = question("Q-7", QuestionState::New);
        let into = "Q-5".parse().unwrap();
        for event in events
            .into_iter()
            .chain([Event::Merged { into }, Event::Parted])
        {
            own.apply(event, stamp());
        }
        assert_eq!(own.state, state);
    }
}

#[test]
fn an_expert_has_a_name_and_a_time_that_is_still_to_come() {
    let own = question("Q-7", QuestionState::Accepted);
    let assign = |name: &str, due| {
        let expert = Expert {
            name: name.into(),
            due,
        };
        decided(&own, QuestionCommand::AssignQuestion { expert }, None)
    };
    let later = date(2026, 3, 26).at(16, 0, 0, 0);
    assert!(assign("Мәдина", Some(later)).is_ok());
    assert_eq!(assign(" ", Some(later)), Err(Refusal::ExpertMissing));
    let before = date(2026, 3, 26).at(11, 59, 0, 0);
    assert_eq!(assign("Мәдина", Some(before)), Err(Refusal::ExpertPassed));
}

#[test]
fn an_answer_is_late_by_the_minute_and_its_receipt_counts_where_the_house_says_so() {
    // The conference ends on 27 March at 18:30.
    let due = date(2026, 3, 27);
    let held = conference::tests::conference(ConferenceState::Closing);
    let late = InTime::Late { due, reason: None };
    for (decided, received, judged_by, expected) in [
        ("18:29", Some("18:29"), Timeliness::Receipt, InTime::Yes),
        ("18:29", None, Timeliness::Receipt, InTime::Yes),
        (
            "18:29",
            Some("18:31"),
            Timeliness::Receipt,
            InTime::LateOnReceipt { due },
        ),
        ("18:29", Some("18:31"), Timeliness::Decision, InTime::Yes),
        ("18:30", Some("18:31"), Timeliness::Decision, late),
    ] {
        let on = |time: &str| at(&format!("2026-03-27T{time}"));
        let cx = DecideContext {
            rules: &RuleSet::builtin().unwrap(),
            policy: &Policy {
                timeliness: judged_by,
                ..Policy::default()
            },
            role: Role::Moderator,
            effective_at: on(decided),
            received_at: received.map(on),
            around: Around {
                conference: Some(&held),
                ..Around::default()
            },
        };
        let command = QuestionCommand::AnswerQuestion { text: text("Иә") };
        let work = Work::Question(Box::new(question("Q-7", QuestionState::New)));
        let facts = work.decide(&Command::Question(command), &cx).unwrap();
        assert_eq!(
            facts[0].in_time(),
            Some(&expected),
            "{decided} {received:?}"
        );
    }
}

#[test]
fn a_tally_tells_what_was_declined_by_reason_and_what_came_late() {
    let late = Event::Answered {
        text: text("Сәуірде"),
        in_time: InTime::LateOnReceipt {
            due: date(2026, 3, 27),
        },
        with: None,
    };
    let declined = |reason| Event::Declined { reason, note: None };
    let mut tally = Tally::default();
    for event in [
        Some(late),
        Some(declined(DeclineReason::Spam)),
        Some(declined(DeclineReason::Spam)),
        Some(declined(DeclineReason::Insult)),
        None,
    ] {
        let mut own = question("Q-7", QuestionState::New);
        if let Some(event) = event {
            own.apply(event, stamp());
        }
        tally.add(&own);
    }
    let by_reason: Vec<_> = tally.declined.clone().into_iter().collect();
    assert_eq!(
        by_reason,
        [(DeclineReason::Spam, 2), (DeclineReason::Insult, 1)]
    );
    assert_eq!(
        (tally.asked, tally.answered, tally.late, tally.open),
        (5, 1, 1, 1)
    );
}

#[test]
fn an_answer_says_something() {
    let own = question("Q-7", QuestionState::New);
    let empty = QuestionCommand::AnswerQuestion { text: text(" ") };
    assert_eq!(decided(&own, empty, None), Err(Refusal::TextMissing));
}

#[test]
fn the_history_keeps_no_drafts_and_a_redacted_question_no_words() {
    let mut own = question("Q-7", QuestionState::New);
    own.apply(
        Event::Drafted {
            text: text("жоба сөз"),
        },
        stamp(),
    );
    assert_eq!(own.draft.as_ref().unwrap().as_str(), "жоба сөз");
    own.apply(
        Event::Answered {
            text: text("жауап сөз"),
            in_time: InTime::Yes,
            with: None,
        },
        stamp(),
    );
    let json = serde_json::to_string(&own).unwrap();
    assert!(!json.contains("жоба сөз"));
    let redacted = serde_json::to_string(&own.redacted()).unwrap();
    assert!(!redacted.contains("сөз") && !redacted.contains("Кезек"));
}

fn stamp() -> Stamp {
    Stamp::of_portal(at("2026-03-26T12:00"))
}
