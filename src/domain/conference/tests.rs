//! Who may do what in which stage, and what follows at which hour.

use jiff::civil::date;

use super::*;
use crate::domain::annex;
use crate::domain::command::{Command, ConferenceCommand};
use crate::domain::decide::{Around, DecideContext};
use crate::domain::history::InTime;
use crate::domain::holder::Policy;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{RuleId, RuleSet};
use crate::domain::work::{Fact, Work};

fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

fn at(local: &str) -> Timestamp {
    crate::domain::zone::instant(local.parse().unwrap()).unwrap()
}

/// A conference on 26–27 March 2026 in a state, its form sent where the state says so.
pub(crate) fn conference(state: ConferenceState) -> Conference {
    let form = annex::tests::form();
    let sent = (!state.is_editable()).then(|| SentForm {
        version: 1,
        form: form.clone(),
        at: at("2026-03-17T10:00"),
    });
    Conference {
        number: "K-12".parse().unwrap(),
        holder: "990240000018".into(),
        created_at: at("2026-03-16T10:00"),
        pack: PackId::from("order145-2023"),
        topic: None,
        form,
        sent,
        team: vec![],
        state,
        remarks: None,
        notice: None,
        owner: None,
        history: vec![],
        unknown: serde_json::Map::new(),
    }
}

struct Ask<'a> {
    role: Role,
    now: &'a str,
    open: Vec<Number>,
}

fn decided(
    conference: &Conference,
    command: ConferenceCommand,
    ask: &Ask<'_>,
) -> Result<Vec<Event>, Refusal> {
    let rules = RuleSet::builtin().unwrap();
    let actor = UserName("bolat".into());
    let cx = DecideContext {
        rules: &rules,
        policy: &Policy::default(),
        role: ask.role,
        effective_at: at(ask.now),
        received_at: None,
        around: Around {
            actor: Some(&actor),
            open_questions: &ask.open,
            ..Around::default()
        },
    };
    let work = Work::Conference(Box::new(conference.clone()));
    let facts = work.decide(&Command::Conference(command), &cx)?;
    Ok(facts
        .into_iter()
        .map(|fact| {
            let Fact::Conference(event) = fact else {
                panic!("{fact:?}");
            };
            event
        })
        .collect())
}

fn by(role: Role, now: &str) -> Ask<'_> {
    Ask {
        role,
        now,
        open: vec![],
    }
}

#[test]
fn each_act_is_for_its_roles_in_its_stages_only() {
    use ConferenceState as S;
    let table: [(Act, &[Role], &[S]); 8] = [
        (
            Act::Plan,
            &[Role::Administrator, Role::Moderator],
            &[S::Draft, S::Returned],
        ),
        (Act::Send, &[Role::Administrator], &[S::Draft, S::Returned]),
        (Act::Return, &[Role::Operator], &[S::Sent]),
        (Act::Publish, &[Role::Operator], &[S::Sent]),
        (
            Act::Announce,
            &[Role::Administrator, Role::Moderator],
            &[S::Published, S::Open, S::Closing],
        ),
        (Act::Extend, &[Role::Administrator, Role::Head], &[S::Open]),
        (
            Act::Close,
            &[Role::Administrator, Role::Moderator],
            &[S::Open, S::Closing],
        ),
        (
            Act::Correct,
            &[Role::Administrator],
            &[S::Sent, S::Published, S::Announced],
        ),
    ];
    for act in Act::ALL {
        let row = table.iter().find(|(one, ..)| *one == act);
        for role in Role::ALL {
            for state in S::ALL {
                let lawful = row.is_some_and(|(_, roles, states)| {
                    roles.contains(&role) && states.contains(&state)
                });
                let verdict = permit(role, state, act);
                assert_eq!(verdict.is_ok(), lawful, "{act:?} {role:?} {state:?}");
            }
        }
    }
}

#[test]
fn a_form_is_sent_in_time_and_refused_with_the_earliest_lawful_opening() {
    let draft = conference(ConferenceState::Draft);
    let send = |now| {
        decided(
            &draft,
            ConferenceCommand::SendTemplate,
            &by(Role::Administrator, now),
        )
    };
    let in_time = Event::Sent {
        version: 1,
        in_time: InTime::Yes,
    };
    assert_eq!(send("2026-03-18T23:59"), Ok(vec![in_time]));
    assert_eq!(
        send("2026-03-19T00:00"),
        Err(Refusal::OpensTooSoon {
            earliest: date(2026, 3, 27)
        })
    );
}

#[test]
fn an_incomplete_form_is_refused_with_its_fields() {
    let mut draft = conference(ConferenceState::Draft);
    draft.form.name.kk = CitizenText::default();
    draft.form.officer.iin.0.clear();
    let refused = decided(
        &draft,
        ConferenceCommand::SendTemplate,
        &by(Role::Administrator, "2026-03-17T10:00"),
    );
    let fields = vec!["name-kk".to_owned(), "iin".to_owned()];
    assert_eq!(refused, Err(Refusal::TemplateIncomplete { fields }));
}

#[test]
fn a_correction_is_a_new_version_and_a_new_day_wants_a_new_notice() {
    let mut one = conference(ConferenceState::Announced);
    one.notice = Some(Notice {
        link: "https://example.kz/1".into(),
        on: date(2026, 3, 18),
    });
    let rules = RuleSet::builtin().unwrap();
    let mut go = |command, role, now: &str| {
        let events = decided(&one, command, &by(role, now)).unwrap();
        for event in events {
            one.apply(event, stamp(now));
        }
        let stage = stage(&one, &rules, &Policy::default()).unwrap();
        (
            one.state,
            stage.rule(),
            one.sent.as_ref().map(|sent| sent.version),
        )
    };
    let reason = text("күні өзгереді");
    let reopened = go(
        ConferenceCommand::ReopenTemplate { reason },
        Role::Administrator,
        "2026-03-18T10:00",
    );
    assert_eq!(reopened.0, ConferenceState::Draft);
    let mut form = annex::tests::form();
    form.opens = Some(date(2026, 3, 30));
    form.closes = Some(date(2026, 3, 31));
    let plan = ConferenceCommand::PlanConference {
        form: Box::new(form),
        team: vec![],
    };
    go(plan, Role::Administrator, "2026-03-18T10:05");
    let sent = go(
        ConferenceCommand::SendTemplate,
        Role::Administrator,
        "2026-03-18T10:10",
    );
    assert_eq!(
        sent,
        (ConferenceState::Sent, Some(RuleId::PUBLISH), Some(2))
    );
    let published = go(
        ConferenceCommand::PublishConference,
        Role::Operator,
        "2026-03-18T11:00",
    );
    assert_eq!(published.0, ConferenceState::Published);
    assert_eq!(published.1, Some(RuleId::CONFERENCE_NOTICE));
}

#[test]
fn what_is_written_after_a_return_is_not_seen_by_the_operator() {
    let mut one = conference(ConferenceState::Sent);
    let remarks = text("сипаттамасы қысқа");
    one.apply(Event::Returned { remarks }, stamp("2026-03-18T10:00"));
    one.form.name.kk = text("Жаңа атауы");
    assert_eq!(one.as_sent().form.name.kk.as_str(), "Тұрғын үй кезегі");
    assert_eq!(one.valid_form().name.kk.as_str(), "Жаңа атауы");
}

#[test]
fn the_operator_repeats_the_checks_and_publishes_before_the_opening_only() {
    let publish = |conference: &Conference, now| {
        decided(
            conference,
            ConferenceCommand::PublishConference,
            &by(Role::Operator, now),
        )
    };
    let mut sent = conference(ConferenceState::Sent);
    assert_eq!(
        publish(&sent, "2026-03-26T08:59"),
        Ok(vec![Event::Published])
    );
    assert_eq!(
        publish(&sent, "2026-03-26T09:00"),
        Err(Refusal::OpeningPassed)
    );
    if let Some(sent) = &mut sent.sent {
        sent.form.officer.email.0 = "x".into();
    }
    let fields = vec!["email".to_owned()];
    assert_eq!(
        publish(&sent, "2026-03-25T10:00"),
        Err(Refusal::TemplateIncomplete { fields })
    );
}

#[test]
fn a_notice_has_a_link_a_day_that_is_past_and_a_reason_when_it_was_late() {
    let published = conference(ConferenceState::Published);
    let announce = |link: &str, on, late: Option<&str>, now| {
        let command = ConferenceCommand::AnnounceConference {
            link: link.into(),
            on,
            late_reason: late.map(text),
        };
        decided(&published, command, &by(Role::Moderator, now))
    };
    let link = "https://gov.example.kz/news/1";
    let (last, after) = (date(2026, 3, 20), date(2026, 3, 25));
    assert!(announce(link, last, None, "2026-03-25T10:00").is_ok());
    assert_eq!(
        announce("жаңалықта", last, None, "2026-03-25T10:00"),
        Err(Refusal::LinkMissing)
    );
    assert_eq!(
        announce(link, after, None, "2026-03-24T10:00"),
        Err(Refusal::NoticeAhead { on: after })
    );
    assert_eq!(
        announce(link, after, None, "2026-03-25T10:00"),
        Err(Refusal::LateReasonMissing {
            due: last,
            clause: "145 ¶8(1)".into()
        })
    );
    let late = announce(link, after, Some("сайт істемеді"), "2026-03-25T10:00").unwrap();
    assert!(matches!(late[0].in_time(), Some(InTime::Late { .. })));
}

#[test]
fn the_closing_date_moves_only_later_and_only_while_it_is_open() {
    let open = conference(ConferenceState::Open);
    let prolong = |closes, now| {
        let command = ConferenceCommand::ProlongConference {
            closes,
            reason: text("сұрақ көп"),
        };
        decided(&open, command, &by(Role::Head, now))
    };
    assert!(prolong(date(2026, 3, 30), "2026-03-27T18:29").is_ok());
    let closes = date(2026, 3, 27);
    assert_eq!(
        prolong(closes, "2026-03-27T10:00"),
        Err(Refusal::NotLater { closes })
    );
    assert!(matches!(
        prolong(date(2026, 3, 30), "2026-03-27T18:30"),
        Err(Refusal::NotInState { .. })
    ));
}

#[test]
fn closing_by_hand_is_refused_before_its_hour_and_with_open_questions() {
    let closing = conference(ConferenceState::Closing);
    let close = |now: &'static str, open: Vec<Number>| {
        let ask = Ask {
            role: Role::Moderator,
            now,
            open,
        };
        decided(&closing, ConferenceCommand::CloseConference, &ask)
    };
    let until = date(2026, 3, 27).at(18, 30, 0, 0);
    assert_eq!(
        close("2026-03-27T18:29", vec![]),
        Err(Refusal::StillOpen { until })
    );
    let numbers: Vec<Number> = (1..=30)
        .map(|n| format!("Q-{n}").parse().unwrap())
        .collect();
    assert_eq!(
        close("2026-03-27T18:31", numbers.clone()),
        Err(Refusal::QuestionsOpen {
            count: 30,
            numbers: numbers[..20].to_vec()
        })
    );
    assert_eq!(
        close("2026-03-27T18:31", vec![]),
        Ok(vec![Event::Closed { late: false }])
    );
}

#[test]
fn a_moderator_works_on_the_conferences_of_their_team_only() {
    let mut closing = conference(ConferenceState::Closing);
    closing.team = vec![UserName("aigul".into())];
    let close = |role| {
        decided(
            &closing,
            ConferenceCommand::CloseConference,
            &by(role, "2026-03-28T10:00"),
        )
    };
    let conference = closing.number;
    assert_eq!(
        close(Role::Moderator),
        Err(Refusal::NotInTeam { conference })
    );
    assert!(close(Role::Administrator).is_ok());
}

#[test]
fn the_portal_opens_closes_and_puts_away_on_the_hour() {
    use ConferenceState as S;
    // An answer came a moment after the hour and before the portal looked: it closed late.
    let closed = Event::Closed { late: true };
    for (state, now, open_questions, event) in [
        (S::Published, "2026-03-26T08:59", 0, None),
        (S::Published, "2026-03-26T09:00", 0, Some(Event::Opened)),
        (S::Announced, "2026-03-26T09:00", 0, Some(Event::Opened)),
        (S::Sent, "2026-03-26T09:00", 0, None),
        (S::Open, "2026-03-27T18:29", 0, None),
        (S::Open, "2026-03-27T18:30", 0, Some(closed.clone())),
        (
            S::Open,
            "2026-03-27T18:30",
            3,
            Some(Event::TimeOver { open: 3 }),
        ),
        (S::Closing, "2026-03-27T18:31", 1, None),
        (S::Closing, "2026-03-27T18:31", 0, Some(closed)),
        (S::Archived, "2027-03-27T18:31", 0, None),
    ] {
        let portal = Portal {
            now: at(now),
            open_questions,
            answered_late: true,
        };
        assert_eq!(
            own_event(&conference(state), portal),
            event,
            "{state:?} {now}"
        );
    }
    let mut closed = conference(S::Open);
    closed.apply(Event::Closed { late: false }, stamp("2026-03-27T18:30"));
    let portal = |now| Portal {
        now: at(now),
        open_questions: 0,
        answered_late: false,
    };
    let waited = conference(S::Closing);
    let in_time = Some(Event::Closed { late: false });
    assert_eq!(own_event(&waited, portal("2026-03-27T18:31")), in_time);
    assert_eq!(own_event(&closed, portal("2026-04-26T18:29")), None);
    assert_eq!(
        own_event(&closed, portal("2026-04-26T18:30")),
        Some(Event::Archived)
    );
    assert_eq!(wakes_at(&closed), Some(at("2026-04-26T18:30")));
}

#[test]
fn questions_are_taken_between_the_two_hours_whatever_the_portal_noted() {
    for (state, now, taken) in [
        (ConferenceState::Announced, "2026-03-26T08:59", false),
        (ConferenceState::Announced, "2026-03-26T09:00", true),
        (ConferenceState::Open, "2026-03-27T18:29", true),
        (ConferenceState::Open, "2026-03-27T18:30", false),
        (ConferenceState::Sent, "2026-03-26T10:00", false),
        (ConferenceState::Closing, "2026-03-27T10:00", false),
    ] {
        assert_eq!(
            conference(state).takes_questions(at(now)),
            taken,
            "{state:?} {now}"
        );
    }
}

fn stamp(now: &str) -> Stamp {
    Stamp::of_portal(at(now))
}

#[test]
fn a_conference_survives_its_json_and_keeps_what_it_does_not_know() {
    let mut json = serde_json::to_value(conference(ConferenceState::Open)).unwrap();
    json["balloon"] = serde_json::json!(7);
    let read: Conference = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), json);
}
