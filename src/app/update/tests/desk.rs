//! Work among colleagues, key by key.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use uuid::Uuid;

use super::{Robot, at};
use crate::app::action::DisabledReason;
use crate::app::effect::Effect;
use crate::app::house::{DeskFailure, House, Mate};
use crate::app::msg::Msg;
use crate::app::notice::NoticeText;
use crate::domain::act::Role;
use crate::domain::colleague::Colleague;
use crate::domain::desk::{DeskMark, DeskOrder, DeskRefusal, Lease};
use crate::domain::ids::{DeviceId, Number, UserName};

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
    let mates = ["aigul", "bolat"].map(|user| Mate {
        colleague: Colleague {
            user: name(user),
            role: Role::Administrator,
            absences: vec![],
        },
        open: 1,
    });
    let mark = DeskMark {
        number: ITEM,
        lease: written.then(lease),
        author: reader.map(|_| name("bolat")),
        reader: reader.map(name),
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
