//! The one extension and its notice.

use super::*;

fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

fn extend(days: u8, approval: Option<&str>) -> Command {
    Command::Extend {
        days,
        reason: text("Басқа иеленушінің деректері қажет"),
        approval: approval.map(text),
        notice: None,
    }
}

fn by(role: Role, request: &Request, command: &Command, time: &str) -> Result<Vec<Event>, Refusal> {
    let cx = DecideContext {
        rules: &RuleSet::builtin().unwrap(),
        policy: &Policy::default(),
        role,
        effective_at: at(time),
        received_at: None,
        around: Around::default(),
    };
    decide(request, command, &cx)
}

const DAY: &str = "2026-03-20T10:00:00+05:00";

fn extended() -> Request {
    let mut open = request(RequestState::Consideration);
    for fact in by(Role::Head, &open, &extend(15, None), DAY).unwrap() {
        open.apply(fact, stamp(DAY));
    }
    open
}

#[test]
fn the_head_extends_and_an_administrator_records_the_approval_of_the_head() {
    let open = request(RequestState::Consideration);
    let alone = extend(15, None);
    assert!(by(Role::Head, &open, &alone, DAY).is_ok());
    assert_eq!(
        by(Role::Administrator, &open, &alone, DAY),
        Err(Refusal::ApprovalMissing)
    );
    let blank = extend(15, Some(" "));
    assert_eq!(
        by(Role::Administrator, &open, &blank, DAY),
        Err(Refusal::ApprovalMissing)
    );
    let approved = extend(15, Some("Келісемін, 20.03.2026"));
    assert!(by(Role::Administrator, &open, &approved, DAY).is_ok());
}

#[test]
fn an_extension_that_helps_nothing_or_comes_late_is_refused() {
    let open = request(RequestState::Consideration);
    let due = jiff::civil::date(2026, 3, 26);
    assert_eq!(
        by(Role::Head, &open, &extend(5, None), DAY),
        Err(Refusal::ExtensionTooShort {
            days: 5,
            due,
            smallest: Some(6)
        })
    );
    assert_eq!(
        by(Role::Head, &open, &extend(16, None), DAY),
        Err(Refusal::ExtensionImpossible { days: 16 })
    );
    let late = "2026-03-27T00:00:00+05:00";
    assert_eq!(
        by(Role::Head, &open, &extend(15, None), late),
        Err(Refusal::ExtensionTooLate { due })
    );
}

#[test]
fn a_term_is_extended_once() {
    assert_eq!(
        by(Role::Head, &extended(), &extend(15, None), DAY),
        Err(Refusal::AlreadyExtended)
    );
}

#[test]
fn the_notice_of_an_extension_has_a_term_of_its_own_and_is_sent_once() {
    let notify = Command::Notify {
        text: text("Мерзім 6 сәуірге дейін ұзартылды"),
        late_reason: None,
    };
    let mut open = extended();
    // Extended on 20 March: three working days end on the 30th, after Nauryz.
    let in_time = "2026-03-30T23:59:59+05:00";
    let facts = by(Role::Administrator, &open, &notify, in_time).unwrap();
    assert!(matches!(
        facts.as_slice(),
        [Event::Notified {
            in_time: InTime::Yes,
            ..
        }]
    ));
    assert!(matches!(
        by(
            Role::Administrator,
            &open,
            &notify,
            "2026-03-31T00:00:00+05:00"
        ),
        Err(Refusal::LateReasonMissing { .. })
    ));
    for fact in facts {
        open.apply(fact, stamp(in_time));
    }
    assert_eq!(
        by(Role::Administrator, &open, &notify, in_time),
        Err(Refusal::NothingToNotify)
    );
    assert_eq!(
        by(
            Role::Administrator,
            &request(RequestState::Consideration),
            &notify,
            in_time
        ),
        Err(Refusal::NothingToNotify)
    );
}
