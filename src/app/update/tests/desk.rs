//! Work among colleagues, key by key.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::date;
use uuid::Uuid;

use super::{Robot, at};
use crate::app::action::DisabledReason;
use crate::app::effect::Effect;
use crate::app::house::{DeskFailure, HandoverLine, House, Mate};
use crate::app::list::Revision;
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode, NoticeText};
use crate::app::overlay::Overlay;
use crate::domain::act::{Act, Role};
use crate::domain::colleague::Colleague;
use crate::domain::desk::{Desk, DeskMark, DeskOrder, DeskRefusal, Lease, Reading, Said, Waiting};
use crate::domain::gate::Concern;
use crate::domain::ids::{DeviceId, Number, UserName};
use crate::domain::local_text::Lang;
use crate::domain::request::RequestState;
use crate::domain::text::CitizenText;
use crate::wire::desk::AbsenceRequest;

const ITEM: Number = Number::request(766_301);

fn name(text: &str) -> UserName {
    UserName(text.into())
}

/// The orders about desks so far.
fn orders(robot: &Robot) -> Vec<DeskOrder> {
    let given = robot.log.iter().filter_map(|effect| {
        if let Effect::Desk { order, .. } = effect {
            Some(order.clone())
        } else {
            None
        }
    });
    given.collect()
}

fn notice(robot: &Robot) -> Option<&NoticeText> {
    robot.model.notice.as_ref().map(|notice| &notice.text)
}

fn lease() -> Lease {
    Lease {
        user: name("bolat"),
        device: DeviceId(Uuid::from_u128(2)),
        until: at("2026-03-10T10:05:00+05:00"),
        taken_from: None,
    }
}

/// Two colleagues; somebody else writes about the item if `written`.
fn house(written: bool, reader: Option<&str>) -> Msg {
    let all = [
        ("aigul", Role::Administrator),
        ("bolat", Role::Administrator),
        ("head", Role::Head),
    ];
    let mates = all.map(|(user, role)| Mate {
        colleague: Colleague {
            user: name(user),
            role,
            absences: vec![],
        },
        open: 1,
    });
    let mark = DeskMark {
        number: ITEM,
        lease: written.then(lease),
        waiting: reader
            .map(|reader| Waiting {
                author: name("bolat"),
                reader: name(reader),
            })
            .into_iter()
            .collect(),
    };
    let marks = (written || reader.is_some()).then_some((ITEM, mark));
    Msg::House(Box::new(House {
        colleagues: mates.to_vec(),
        marks: marks.into_iter().collect::<BTreeMap<_, _>>(),
    }))
}

fn answered(order: DeskOrder, result: Result<Option<Lease>, DeskFailure>) -> Msg {
    Msg::Desk {
        number: ITEM,
        order,
        result,
    }
}

#[test]
fn a_lease_is_taken_with_the_form_renewed_and_released_with_it() {
    let mut robot = Robot::at_work(2);
    robot.keys("e");
    assert_eq!(orders(&robot), [DeskOrder::Take]);
    robot.wait(SignedDuration::from_secs(150));
    assert_eq!(orders(&robot), [DeskOrder::Take, DeskOrder::Take]);
    robot.keys("Esc");
    assert_eq!(orders(&robot).last(), Some(&DeskOrder::Release));
    robot.wait(SignedDuration::from_secs(600));
    assert_eq!(orders(&robot).len(), 3);
}

#[test]
fn looking_at_an_item_takes_no_lease() {
    let mut robot = Robot::at_work(2);
    robot.keys("w Esc Enter Esc");
    assert_eq!(orders(&robot), []);
}

#[test]
fn who_opens_what_another_one_writes_is_warned_and_not_stopped() {
    let mut robot = Robot::at_work(2);
    robot.tell(house(true, None));
    robot.keys("e");
    assert!(matches!(notice(&robot), Some(NoticeText::WrittenBy { .. })));
    assert_eq!(robot.model.overlays.len(), 1);
    robot.keys("F4");
    assert_eq!(orders(&robot).last(), Some(&DeskOrder::TakeOver));
    robot.tell(answered(DeskOrder::TakeOver, Ok(None)));
    assert_eq!(notice(&robot), Some(&NoticeText::TookOver(ITEM)));
}

#[test]
fn nothing_is_taken_over_where_nobody_else_writes() {
    let mut robot = Robot::at_work(2);
    robot.keys("e F4");
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::Disabled(DisabledReason::NobodyElseWrites))
    );
}

#[test]
fn who_is_taken_over_from_is_told_and_keeps_the_form() {
    let mut robot = Robot::at_work(2);
    robot.keys("e");
    robot.tell(answered(DeskOrder::Take, Ok(None)));
    robot.tell(house(true, None));
    assert!(matches!(notice(&robot), Some(NoticeText::TakenOver { .. })));
    assert_eq!(robot.model.overlays.len(), 1);
}

#[test]
fn a_lease_that_ended_is_no_warning() {
    let mut robot = Robot::at_work(2);
    robot.tell(house(true, None));
    robot.wait(SignedDuration::from_mins(5));
    robot.keys("e");
    assert!(!matches!(
        notice(&robot),
        Some(NoticeText::WrittenBy { .. })
    ));
}

#[test]
fn the_item_is_given_to_the_chosen_colleague_or_to_nobody() {
    let mut robot = Robot::at_work(2);
    robot.tell(house(false, None));
    robot.keys("A Down Enter");
    let to = |to: Option<&str>| DeskOrder::Assign { to: to.map(name) };
    assert_eq!(orders(&robot), [to(Some("bolat"))]);
    robot.keys("A z");
    assert_eq!(orders(&robot), [to(Some("bolat")), to(None)]);
    robot.tell(answered(
        to(Some("bolat")),
        Err(DeskFailure::Refused(DeskRefusal::Closed)),
    ));
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::DeskRefused(DeskRefusal::Closed))
    );
}

#[test]
fn an_order_without_a_link_says_so_and_a_lease_without_one_says_nothing() {
    let mut robot = Robot::at_work(2);
    robot.keys("e");
    robot.tell(answered(DeskOrder::Take, Err(DeskFailure::NoLink)));
    assert_eq!(notice(&robot), None);
    let watch = DeskOrder::Watch { on: true };
    robot.tell(answered(watch, Err(DeskFailure::NoLink)));
    assert_eq!(notice(&robot), Some(&NoticeText::DeskNeedsLink));
}

#[test]
fn a_text_that_waits_for_me_is_told_once() {
    let mut robot = Robot::at_work(2);
    robot.model.user = Some(name("aigul"));
    robot.tell(house(false, Some("aigul")));
    assert!(matches!(notice(&robot), Some(NoticeText::ToRead { .. })));
    robot.wait(SignedDuration::from_secs(60));
    robot.tell(house(false, Some("aigul")));
    assert_eq!(notice(&robot), None);
}

#[test]
fn a_change_of_a_watched_item_is_told() {
    let mut robot = Robot::at_work(2);
    robot.tell(Msg::Watched(ITEM));
    assert_eq!(notice(&robot), Some(&NoticeText::WatchedChanged(ITEM)));
}

/// A text of `by` that waits for `reader`.
fn waiting(by: &str, reader: &str, text: &str) -> Desk {
    let mut desk = Desk::new(ITEM);
    desk.readings.push(Reading {
        by: name(by),
        reader: name(reader),
        act: Act::Answer,
        lang: Lang::Ru,
        text: CitizenText::parse(text).unwrap(),
        asked_at: at("2026-03-10T09:55:00+05:00"),
        said: None,
    });
    desk
}

/// At work as `aigul`, with colleagues.
fn at_work(desk: Option<Desk>) -> Robot {
    let mut robot = Robot::at_work(2);
    robot.model.user = Some(name("aigul"));
    let reader = desk.as_ref().map(|desk| desk.readings[0].reader.0.clone());
    robot.world.desks.extend(desk.map(|desk| (ITEM, desk)));
    robot.tell(house(false, reader.as_deref()));
    robot
}

#[test]
fn the_text_of_the_composer_is_given_to_the_chosen_reader_and_stays_open() {
    let mut robot = at_work(None);
    robot.keys("e").types("Жауап").keys("F12 Enter");
    let asked = DeskOrder::AskReading {
        reader: name("bolat"),
        act: Act::Answer,
        lang: Lang::Ru,
        text: CitizenText::parse("Жауап").unwrap(),
    };
    assert_eq!(orders(&robot).last(), Some(&asked));
    assert!(robot.model.overlays.last().unwrap().composer().is_some());
    robot.tell(answered(asked, Ok(None)));
    assert!(matches!(
        notice(&robot),
        Some(NoticeText::ReadingAsked { .. })
    ));
}

#[test]
fn an_empty_text_is_given_to_nobody() {
    let mut robot = at_work(None);
    robot.keys("e F12");
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::Disabled(DisabledReason::NoText))
    );
}

#[test]
fn while_a_reader_is_chosen_the_item_is_given_to_nobody() {
    let mut robot = at_work(None);
    robot.keys("e").types("Жауап").keys("F12 F6");
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::Disabled(DisabledReason::ChoosingReader))
    );
}

#[test]
fn the_reader_approves_the_text_or_sends_it_back_with_a_remark() {
    let remark = CitizenText::parse("Күні қате").unwrap();
    for (keys, good, said) in [("F4", true, remark.clone()), ("F6", false, remark)] {
        let mut robot = at_work(Some(waiting("bolat", "aigul", "Жауап")));
        robot.keys("R").types("Күні қате").keys(keys);
        let read = DeskOrder::Read {
            asked_at: at("2026-03-10T09:55:00+05:00"),
            good,
            remark: said,
        };
        assert_eq!(orders(&robot).last(), Some(&read));
        assert_eq!(robot.model.overlays.len(), 1, "open until the portal heard");
        robot.tell(answered(read, Ok(None)));
        assert_eq!(robot.model.overlays.len(), 0);
    }
}

#[test]
fn a_text_is_not_sent_back_without_a_remark() {
    let mut robot = at_work(Some(waiting("bolat", "aigul", "Жауап")));
    robot.keys("R F6");
    assert_eq!(orders(&robot), []);
    let Some(Overlay::Reading(state)) = robot.model.overlays.last() else {
        panic!("closed");
    };
    assert_eq!(state.refusal, Some(DeskRefusal::RemarkMissing));
}

#[test]
fn a_remark_that_was_typed_is_kept_when_the_dialog_is_left_or_the_link_fails() {
    for end in ["Esc", "F6"] {
        let mut robot = at_work(Some(waiting("bolat", "aigul", "Жауап")));
        robot.keys("R").types("Күні").keys(end);
        let kept = Effect::SaveRemark {
            number: ITEM,
            text: CitizenText::parse("Күні").unwrap(),
        };
        assert!(robot.log.contains(&kept), "{end}");
    }
}

#[test]
fn a_word_that_could_not_be_sent_stays_and_can_be_said_again() {
    let mut robot = at_work(Some(waiting("bolat", "aigul", "Жауап")));
    robot.keys("R").types("Күні").keys("F6 F6 F4");
    assert_eq!(orders(&robot).len(), 1, "one word at a time");
    let sent = orders(&robot)[0].clone();
    robot.tell(answered(sent, Err(DeskFailure::NoLink)));
    let Some(Overlay::Reading(state)) = robot.model.overlays.last() else {
        panic!("closed");
    };
    assert_eq!(state.remark.text(), "Күні");
    robot.keys("F6");
    assert_eq!(orders(&robot).len(), 2);
}

#[test]
fn a_text_replaced_under_the_reader_says_so() {
    let mut robot = at_work(Some(waiting("bolat", "aigul", "Жауап")));
    robot.keys("R F4");
    let sent = orders(&robot)[0].clone();
    let replaced = DeskFailure::Refused(DeskRefusal::ReadingReplaced);
    robot.tell(answered(sent, Err(replaced)));
    let Some(Overlay::Reading(state)) = robot.model.overlays.last() else {
        panic!("closed");
    };
    assert_eq!(state.refusal, Some(DeskRefusal::ReadingReplaced));
}

#[test]
fn no_word_leaves_right_after_a_paste() {
    let mut robot = at_work(Some(waiting("bolat", "aigul", "Жауап")));
    robot.keys("R");
    robot.tell(Msg::Paste(CitizenText::parse("Күні").unwrap()));
    robot.keys("F6");
    assert_eq!(orders(&robot), []);
    assert_eq!(notice(&robot), Some(&NoticeText::TooSoon));
}

#[test]
fn nothing_is_read_that_waits_for_somebody_else() {
    let mut robot = at_work(Some(waiting("aigul", "bolat", "Жауап")));
    robot.keys("R");
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::Disabled(DisabledReason::NothingToRead))
    );
}

#[test]
fn the_gate_warns_of_a_text_that_its_reader_did_not_approve() {
    let mut robot = at_work(Some(waiting("aigul", "bolat", "Жауап мәтіні")));
    robot.keys("e").types("Жауап мәтіні").keys("Tab Tab Enter");
    let Some(Overlay::Gate(gate)) = robot.model.overlays.last() else {
        panic!("no gate");
    };
    let concerns: Vec<_> = gate.findings.iter().map(|(_, one)| one.concern).collect();
    assert_eq!(concerns, [Concern::Reader]);
}

#[test]
fn the_gate_lets_an_approved_wording_pass() {
    let mut desk = waiting("aigul", "bolat", "Жауап мәтіні");
    desk.readings[0].said = Some(Said {
        good: true,
        remark: CitizenText::default(),
        at: at("2026-03-10T10:00:00+05:00"),
    });
    let mut robot = at_work(Some(desk));
    robot.keys("e").types("Жауап мәтіні").keys("Tab Tab Enter");
    let stopped = matches!(robot.model.overlays.last(), Some(Overlay::Gate(_)));
    assert!(!stopped);
}

#[test]
fn a_substitute_is_named_for_the_typed_days() {
    let mut robot = at_work(None);
    robot
        .keys("A F5")
        .types("23.03.2026 – 27.03.2026")
        .keys("Enter");
    let asked = Effect::Absence(AbsenceRequest {
        user: name("aigul"),
        from: date(2026, 3, 23),
        to: date(2026, 3, 27),
        substitute: Some(name("bolat")),
    });
    assert!(robot.log.contains(&asked), "{:?}", robot.log);
    robot.tell(Msg::Absence {
        request: AbsenceRequest {
            user: name("aigul"),
            from: date(2026, 3, 23),
            to: date(2026, 3, 27),
            substitute: Some(name("bolat")),
        },
        result: Ok(()),
    });
    assert!(matches!(notice(&robot), Some(NoticeText::StandsIn { .. })));
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Colleagues(_))
    ));
}

#[test]
fn what_is_no_days_is_asked_for_again() {
    let mut robot = at_work(None);
    robot.keys("A F5").types("келесі апта").keys("Enter");
    let Some(Overlay::Absence(state)) = robot.model.overlays.last() else {
        panic!("closed");
    };
    assert!(state.no_days);
    let asked = |effect: &&Effect| matches!(effect, Effect::Absence(_));
    assert_eq!(robot.log.iter().filter(asked).count(), 0);
}

#[test]
fn days_that_the_portal_refuses_stay_to_be_mended() {
    let mut robot = at_work(None);
    robot.keys("A F5").types("23.03.2026").keys("F6");
    robot.tell(Msg::Absence {
        request: AbsenceRequest {
            user: name("aigul"),
            from: date(2026, 3, 23),
            to: date(2026, 3, 23),
            substitute: None,
        },
        result: Err(DeskFailure::NoLink),
    });
    assert_eq!(notice(&robot), Some(&NoticeText::DeskNeedsLink));
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Absence(_))
    ));
}

#[test]
fn an_item_is_opened_from_the_handover_sheet_of_a_colleague() {
    let mut robot = at_work(None);
    robot.keys("A Down F7");
    let revision = handover_asked(&robot);
    let row = robot.model.home.window.row(0).unwrap().clone();
    let number = row.number;
    let lines = vec![HandoverLine { row, draft: true }];
    robot.tell(Msg::Handover { revision, lines });
    robot.keys("Enter");
    assert_eq!(robot.model.overlays.len(), 0);
    assert_eq!(robot.model.detail.number, Some(number));
    assert_eq!(robot.model.screen, Screen::Request);
}

#[test]
fn the_approval_of_the_head_stands_in_the_extension_it_was_given_for() {
    for (days, recorded) in [("10", true), ("12", false)] {
        let mut desk = waiting("aigul", "head", "Продлить срок на 10 дн.\n\nДанные у трёх");
        desk.readings[0].act = Act::Extend;
        desk.readings[0].said = Some(Said {
            good: true,
            remark: CitizenText::default(),
            at: at("2026-03-10T10:00:00+05:00"),
        });
        let mut robot = at_work(None);
        robot.world.requests[0].state = RequestState::Consideration;
        robot.tell(Msg::StoreChanged);
        robot
            .keys("o")
            .types(days)
            .keys("Tab")
            .types("Данные у трёх");
        robot.world.desks.insert(ITEM, desk);
        robot.tell(Msg::StoreChanged);
        let composer = robot.model.overlays.last().unwrap().composer().unwrap();
        let approval = composer.approval.as_ref().unwrap().text();
        assert_eq!(approval.contains("head"), recorded, "{days}: {approval}");
        // Another wording is not what was approved; the approved one is again.
        robot.types("!");
        assert_eq!(recorded_approval(&robot), "");
        robot.keys("Backspace");
        assert_eq!(recorded_approval(&robot).contains("head"), recorded);
    }
}

fn recorded_approval(robot: &Robot) -> String {
    let composer = robot.model.overlays.last().unwrap().composer().unwrap();
    composer.approval.as_ref().unwrap().text()
}

/// The question for the open work of bolat.
fn handover_asked(robot: &Robot) -> Revision {
    let asked = robot.log.iter().find_map(|effect| {
        if let Effect::LoadHandover { revision, user } = effect {
            (user.0 == "bolat").then_some(*revision)
        } else {
            None
        }
    });
    asked.unwrap()
}

#[test]
fn a_handover_sheet_that_cannot_be_read_is_closed_and_said() {
    let mut robot = at_work(None);
    robot.keys("A Down F7");
    let revision = handover_asked(&robot);
    let failure = Failure {
        code: FailureCode::StoreRead,
        detail: String::new(),
    };
    robot.tell(Msg::ReadFailed { revision, failure });
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Colleagues(_))
    ));
    assert!(matches!(notice(&robot), Some(NoticeText::Failed(_))));
}
