//! Answers, refusals and what stands beside them: requisites, language, grounds, lateness.

use super::*;
use crate::domain::command::RefuseArgs;
use crate::domain::ids::GroundId;
use crate::domain::letter::{Requisite, Requisites};
use crate::domain::local_text::Lang;

fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

fn requisites() -> Requisites {
    Requisites {
        lang: Lang::Kk,
        holder: "«Үлгі» АҚ".into(),
        address: "Астана".into(),
        position: "Төраға".into(),
        signatory: "А. Үлгі".into(),
    }
}

fn answer(requisites: Requisites, late_reason: Option<&str>) -> Command {
    Command::Answer {
        text: text("Кезектегі орныңыз – 17."),
        requisites,
        late_reason: late_reason.map(text),
    }
}

fn refusal(grounds: &[&str]) -> RefuseArgs {
    RefuseArgs {
        grounds: grounds.iter().map(|id| GroundId((*id).into())).collect(),
        motive: text("Негізі бар"),
        secret: None,
        part: false,
        review_on: None,
        requisites: requisites(),
        late_reason: None,
    }
}

fn on(request: &Request, command: &Command, at_time: &str) -> Result<Vec<Event>, Refusal> {
    let cx = DecideContext {
        rules: &RuleSet::builtin().unwrap(),
        policy: &Policy::default(),
        role: Role::Administrator,
        effective_at: at(at_time),
        received_at: None,
        around: Around::default(),
    };
    decide(request, command, &cx)
}

fn refused(args: RefuseArgs) -> Refusal {
    let command = Command::Refuse(Box::new(args));
    on(&request(RequestState::Consideration), &command, IN_TIME).unwrap_err()
}

/// The last day of the answer to a request of 6 March 2026 is 26 March.
const ANSWER_IN_TIME: &str = "2026-03-26T23:59:59+05:00";
const ANSWER_LATE: &str = "2026-03-27T00:00:00+05:00";

#[test]
fn an_answer_from_moderation_accepts_first_and_from_consideration_does_not() {
    let facts = |state| on(&request(state), &answer(requisites(), None), ANSWER_IN_TIME).unwrap();
    let names = |facts: Vec<Event>| facts.iter().map(Event::id).collect::<Vec<_>>();
    assert_eq!(
        names(facts(RequestState::Moderation)),
        ["accepted", "answered"]
    );
    assert_eq!(names(facts(RequestState::Consideration)), ["answered"]);
}

#[test]
fn a_late_answer_demands_a_reason_and_stays_marked() {
    let open = request(RequestState::Consideration);
    let none = on(&open, &answer(requisites(), None), ANSWER_LATE);
    assert!(matches!(none, Err(Refusal::LateReasonMissing { .. })));
    let facts = on(
        &open,
        &answer(requisites(), Some("Жүйе істен шықты")),
        ANSWER_LATE,
    );
    let facts = facts.unwrap();
    assert!(matches!(
        facts.last().unwrap().in_time(),
        Some(InTime::Late { .. })
    ));
}

#[test]
fn an_answer_to_an_extended_request_is_in_time_until_the_extended_day() {
    let mut open = request(RequestState::Consideration);
    open.apply(
        Event::Extended {
            days: 15,
            reason: text("Басқа иеленушінің деректері"),
            approval: None,
            notice: None,
        },
        stamp("2026-03-20T10:00:00+05:00"),
    );
    let answered = |time| on(&open, &answer(requisites(), None), time);
    assert!(answered("2026-04-06T23:59:59+05:00").is_ok());
    assert!(answered("2026-04-07T00:00:00+05:00").is_err());
}

#[test]
fn a_letter_without_a_requisite_of_article_11_is_refused() {
    for requisite in Requisite::ALL {
        let mut requisites = requisites();
        let field = match requisite {
            Requisite::Holder => &mut requisites.holder,
            Requisite::Address => &mut requisites.address,
            Requisite::Position => &mut requisites.position,
            Requisite::Signatory => &mut requisites.signatory,
        };
        *field = " ".into();
        let refused = on(
            &request(RequestState::Moderation),
            &answer(requisites, None),
            IN_TIME,
        );
        assert_eq!(refused, Err(Refusal::RequisiteMissing { requisite }));
    }
}

#[test]
fn a_letter_is_written_in_the_language_of_the_request() {
    let cases = [
        (TextLang::Kk, Lang::Kk, true),
        (TextLang::Kk, Lang::Ru, false),
        (TextLang::Ru, Lang::Ru, true),
        (TextLang::Ru, Lang::Kk, false),
        (TextLang::En, Lang::En, true),
        (TextLang::En, Lang::Ru, false),
        (TextLang::Mixed, Lang::Kk, true),
        (TextLang::Mixed, Lang::Ru, true),
        (TextLang::Mixed, Lang::En, false),
    ];
    for (asked, given, fits) in cases {
        let open = Request {
            lang: asked,
            ..request(RequestState::Consideration)
        };
        let letter = Requisites {
            lang: given,
            ..requisites()
        };
        let facts = on(&open, &answer(letter, None), IN_TIME);
        assert_eq!(facts.is_ok(), fits, "{asked:?} {given:?}");
    }
}

#[test]
fn already_published_is_no_way_out_of_a_repeated_request() {
    let published = Command::AlreadyPublished {
        text: text("Сайтта: /kezek"),
        requisites: requisites(),
        late_reason: None,
    };
    let open = request(RequestState::Consideration);
    assert!(on(&open, &published, IN_TIME).is_ok());
    let repeated = Request {
        repeated: true,
        ..open
    };
    assert_eq!(on(&repeated, &published, IN_TIME), Err(Refusal::Repeated));
}

#[test]
fn a_refusal_names_known_grounds_and_what_they_ask_for() {
    let open = request(RequestState::Moderation);
    let plain = Command::Refuse(Box::new(refusal(&["B1"])));
    let facts = on(&open, &plain, IN_TIME).unwrap();
    assert!(matches!(
        facts.as_slice(),
        [Event::Accepted { .. }, Event::Refused { .. }]
    ));
    let secret = |secret: &str| RefuseArgs {
        secret: Some(secret.into()),
        ..refusal(&["B3"])
    };
    let review = |ground: &str, day| RefuseArgs {
        review_on: Some(day),
        ..refusal(&[ground])
    };
    let (yesterday, ahead) = (jiff::civil::date(2026, 3, 9), jiff::civil::date(2026, 9, 1));
    let id = || "B3".to_owned();
    assert_eq!(refused(refusal(&[])), Refusal::GroundMissing);
    assert_eq!(
        refused(refusal(&["B8"])),
        Refusal::UnknownGround { id: "B8".into() }
    );
    assert_eq!(
        refused(refusal(&["B3"])),
        Refusal::SecretMissing { id: id() }
    );
    assert_eq!(
        refused(secret("x")),
        Refusal::UnknownSecret { id: "x".into() }
    );
    assert_eq!(
        refused(RefuseArgs {
            part: true,
            ..refusal(&["B1"])
        }),
        Refusal::SecretForeign
    );
    assert_eq!(
        refused(refusal(&["B4"])),
        Refusal::ReviewMissing { id: "B4".into() }
    );
    assert_eq!(refused(review("B4", yesterday)), Refusal::ReviewForeign);
    assert_eq!(refused(review("B1", ahead)), Refusal::ReviewForeign);
    let whole = Command::Refuse(Box::new(RefuseArgs {
        part: true,
        ..secret("state")
    }));
    assert!(on(&open, &whole, IN_TIME).is_ok());
    let temporary = Command::Refuse(Box::new(review("B5", ahead)));
    assert!(on(&open, &temporary, IN_TIME).is_ok());
}

#[test]
fn only_an_answer_is_corrected_and_the_request_stays_answered() {
    let correct = Command::Correct {
        text: text("Кезектегі орныңыз – 18."),
        requisites: requisites(),
    };
    let mut answered = request(RequestState::Answered);
    let facts = on(&answered, &correct, IN_TIME).unwrap();
    for fact in facts {
        answered.apply(fact, stamp(IN_TIME));
    }
    assert_eq!(answered.state, RequestState::Answered);
    assert!(matches!(
        on(&request(RequestState::Consideration), &correct, IN_TIME),
        Err(Refusal::NothingToCorrect { .. })
    ));
}

#[test]
fn a_question_to_the_user_pauses_nothing() {
    let clarify = |text: &str| Command::Clarify {
        text: CitizenText::parse(text).unwrap(),
    };
    let mut open = request(RequestState::Consideration);
    let facts = on(&open, &clarify("Қай кезек?"), IN_TIME).unwrap();
    let before = last_day(
        &open,
        &RuleId::ANSWER,
        &RuleSet::builtin().unwrap(),
        &Policy::default(),
    );
    for fact in facts {
        open.apply(fact, stamp(IN_TIME));
    }
    let after = last_day(
        &open,
        &RuleId::ANSWER,
        &RuleSet::builtin().unwrap(),
        &Policy::default(),
    );
    assert_eq!((open.state, after), (RequestState::Consideration, before));
    assert_eq!(on(&open, &clarify(" "), IN_TIME), Err(Refusal::TextMissing));
}

#[test]
fn support_reads_nobodys_words_in_any_event() {
    let mut all = request(RequestState::Consideration);
    let words = || text("құпия сөздер");
    let in_time = || InTime::Late {
        due: jiff::civil::date(2026, 3, 26),
        reason: Some(words()),
    };
    let mut private = requisites();
    private.signatory = "құпия сөздер".into();
    for event in [
        Event::Answered {
            answer: words(),
            requisites: Some(private.clone()),
            in_time: in_time(),
        },
        Event::Published {
            answer: words(),
            requisites: private.clone(),
            in_time: in_time(),
        },
        Event::Refused {
            grounds: vec![GroundId("B1".into())],
            motive: words(),
            secret: None,
            part: false,
            review_on: None,
            requisites: private.clone(),
            in_time: in_time(),
        },
        Event::Extended {
            days: 15,
            reason: words(),
            approval: Some(words()),
            notice: Some(words()),
        },
        Event::Notified {
            notice: words(),
            in_time: in_time(),
        },
        Event::Clarified { question: words() },
        Event::Corrected {
            answer: words(),
            requisites: private,
        },
    ] {
        all.apply(event, stamp(IN_TIME));
    }
    let seen = serde_json::to_string(&all.redacted()).unwrap();
    assert!(!seen.contains("құпия"), "{seen}");
}
