//! Forwarding: to whom, with which notice, until when.

use super::*;
use crate::domain::local_text::LocalText;
use crate::domain::rules::HolderKind;

const OTHER: &str = "050140000021";

fn holder(kind: HolderKind, state_share: u8) -> Holder {
    let text = LocalText {
        kk: "«Сынақ» АҚ".into(),
        ru: "АО «Проба»".into(),
        en: "Trial JSC".into(),
    };
    Holder {
        bin: OTHER.into(),
        name: text.clone(),
        kind,
        state_share,
        address: text,
        signatories: vec![],
        blog: crate::domain::holder::BlogTexts::default(),
    }
}

fn forwarding(to: &str, notice: &str, late_reason: Option<&str>) -> Command {
    let text = |text: &str| CitizenText::parse(text).unwrap();
    Command::Forward {
        to: to.into(),
        notice: text(notice),
        late_reason: late_reason.map(text),
    }
}

fn on(
    request: &Request,
    command: &Command,
    addressee: Option<&Holder>,
    time: &str,
) -> Result<Vec<Event>, Refusal> {
    let cx = DecideContext {
        rules: &RuleSet::builtin().unwrap(),
        policy: &Policy::default(),
        role: Role::Administrator,
        effective_at: at(time),
        received_at: None,
        around: Around {
            addressee,
            ..Around::default()
        },
    };
    decide(request, command, &cx)
}

/// The last day to forward a request of 6 March 2026 is 12 March.
const LAST: &str = "2026-03-12T23:59:59+05:00";
const PAST: &str = "2026-03-13T00:00:00+05:00";

#[test]
fn an_open_request_is_forwarded_with_its_notice_in_one_act() {
    let competent = holder(HolderKind::Qp, 51);
    for state in [
        RequestState::New,
        RequestState::Moderation,
        RequestState::Consideration,
    ] {
        let command = forwarding(OTHER, "Сұрау салуыңыз жіберілді", None);
        let facts = on(&request(state), &command, Some(&competent), LAST).unwrap();
        assert_eq!(
            facts,
            [Event::Forwarded {
                to: OTHER.into(),
                copy: None,
                notice: CitizenText::parse("Сұрау салуыңыз жіберілді").unwrap(),
                in_time: InTime::Yes,
            }]
        );
    }
}

#[test]
fn the_addressee_is_another_holder_that_takes_requests_and_has_not_passed_this_one() {
    let bin = || OTHER.to_owned();
    let none: Option<Holder> = None;
    for (addressee, refusal) in [
        (none, Refusal::UnknownAddressee { bin: bin() }),
        (
            Some(holder(HolderKind::Sb, 100)),
            Refusal::AddresseeTakesNone { bin: bin() },
        ),
        (
            Some(holder(HolderKind::Qp, 100)),
            Refusal::AddresseeTakesNone { bin: bin() },
        ),
    ] {
        let command = forwarding(OTHER, "Хабарлама", None);
        let open = request(RequestState::Moderation);
        assert_eq!(on(&open, &command, addressee.as_ref(), LAST), Err(refusal));
    }
    let open = request(RequestState::Moderation);
    let to_itself = forwarding(&open.holder, "Хабарлама", None);
    let itself = on(&open, &to_itself, None, LAST);
    assert_eq!(itself, Err(Refusal::AddresseeIsSelf));
}

#[test]
fn a_copy_does_not_go_back_to_any_holder_that_passed_it() {
    let mut copy = request(RequestState::New);
    copy.passed_by = vec!["111140000022".into(), OTHER.into()];
    let back = forwarding(OTHER, "Хабарлама", None);
    let competent = holder(HolderKind::Qp, 51);
    assert_eq!(
        on(&copy, &back, Some(&competent), LAST),
        Err(Refusal::AddresseePassedIt { bin: OTHER.into() })
    );
}

#[test]
fn a_forward_without_a_notice_is_refused() {
    let competent = holder(HolderKind::Qp, 51);
    let open = request(RequestState::Moderation);
    let silent = on(&open, &forwarding(OTHER, " ", None), Some(&competent), LAST);
    assert_eq!(silent, Err(Refusal::TextMissing));
}

#[test]
fn a_forward_after_three_working_days_demands_a_reason_and_stays_marked() {
    let competent = holder(HolderKind::Qp, 51);
    let open = request(RequestState::Moderation);
    let on = |command| on(&open, &command, Some(&competent), PAST);
    assert!(matches!(
        on(forwarding(OTHER, "Хабарлама", None)),
        Err(Refusal::LateReasonMissing { .. })
    ));
    let late = on(forwarding(OTHER, "Хабарлама", Some("Қызметкер ауырды"))).unwrap();
    assert!(matches!(late[0].in_time(), Some(InTime::Late { .. })));
}
