//! One act on many items: each is decided or untouched, and none by accident.

use super::{Robot, request, start_with};
use crate::app::action::DisabledReason;
use crate::app::batch::{Batch, Outcome};
use crate::app::effect::Effect;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::domain::command::Command;
use crate::domain::person::Signature;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Request, RequestState, TextLang};

const RECEIVED: &str = "2026-03-09T09:00:00+05:00";

fn requests(count: u64) -> Vec<Request> {
    (1..=count)
        .map(|serial| request(serial, RECEIVED))
        .collect()
}

fn at_work(requests: Vec<Request>) -> Robot {
    Robot::with(start_with((120, 40)), requests)
}

fn batch(robot: &Robot) -> &Batch {
    match robot.model.overlays.last() {
        Some(Overlay::Batch(batch)) => batch,
        other => panic!("no plan on top: {other:?}"),
    }
}

fn answers(robot: &Robot) -> Vec<(u64, String)> {
    let orders = robot.orders().into_iter();
    orders
        .map(|order| {
            let Command::Answer { text, .. } = &order.command else {
                panic!("no answer: {:?}", order.command);
            };
            (order.number.serial, text.as_str().to_owned())
        })
        .collect()
}

#[test]
fn marked_items_are_answered_with_one_letter_and_their_own_variables() {
    let mut robot = at_work(requests(3));
    robot.keys("Space Space e");
    robot
        .types("Запрос № {number}: место 17.")
        .keys("Tab Tab Enter");
    assert_eq!(
        (batch(&robot).possible(), batch(&robot).impossible()),
        (2, 0)
    );
    assert!(robot.orders().is_empty());
    robot.keys("Tab Enter");
    assert_eq!(
        answers(&robot),
        [
            (1, "Запрос № 1: место 17.".to_owned()),
            (2, "Запрос № 2: место 17.".to_owned())
        ]
    );
    assert!(
        batch(&robot)
            .lines
            .iter()
            .all(|line| matches!(line.outcome, Outcome::Stored(_)))
    );
    assert!(robot.model.home.marked.is_empty());
    robot.keys("Enter");
    assert!(robot.model.overlays.is_empty());
}

#[test]
fn what_cannot_be_decided_is_told_and_left_untouched() {
    let mut all = requests(3);
    all[1].state = RequestState::Consideration;
    let mut robot = at_work(all);
    robot.keys("T a");
    assert_eq!(
        (batch(&robot).possible(), batch(&robot).impossible()),
        (2, 1)
    );
    let refused = batch(&robot).lines.last().unwrap();
    assert!(matches!(
        refused.command,
        Err(Refusal::AlreadyAccepted { .. })
    ));
    robot.keys("Tab Enter");
    let numbers: Vec<u64> = robot
        .orders()
        .iter()
        .map(|order| order.number.serial)
        .collect();
    assert_eq!(numbers, [1, 3]);
}

#[test]
fn a_requirement_that_the_data_do_not_meet_is_not_confirmed_among_many() {
    let mut all = requests(2);
    all[0].requester.signature = Signature::None;
    let mut robot = at_work(all);
    robot.keys("T a");
    assert_eq!(batch(&robot).possible(), 1);
    let refused = batch(&robot).lines.last().unwrap();
    assert_eq!(
        refused.command,
        Err(Refusal::CheckUnmet { id: "A4".into() })
    );
}

#[test]
fn a_batch_is_taken_back_with_one_key() {
    let mut robot = at_work(requests(3));
    robot.keys("T a Tab Enter Enter");
    assert_eq!(robot.model.held.len(), 3);
    robot.keys("u");
    let recalled = robot
        .log
        .iter()
        .filter(|effect| matches!(effect, Effect::Recall { .. }));
    assert_eq!(recalled.count(), 3);
    assert!(robot.model.held.is_empty());
}

#[test]
fn a_full_disk_leaves_every_item_as_it_was() {
    let mut robot = at_work(requests(3));
    robot.world.disk_full = true;
    robot.keys("T a Tab Enter");
    assert!(
        batch(&robot)
            .lines
            .iter()
            .all(|line| matches!(line.outcome, Outcome::Failed(_)))
    );
    assert!(robot.world.outbox.is_empty());
    assert!(robot.model.held.is_empty());
}

#[test]
fn more_than_twenty_ask_for_the_number() {
    let mut robot = at_work(requests(25));
    robot.keys("T a");
    assert!(batch(&robot).asks_number());
    robot.keys("Tab Enter");
    assert!(robot.orders().is_empty());
    let told = robot.model.notice.as_ref().map(|notice| &notice.text);
    assert_eq!(
        told,
        Some(&NoticeText::Disabled(DisabledReason::NumberNotTyped(25)))
    );
    robot
        .keys("BackTab BackTab")
        .types("25")
        .keys("Tab Tab Enter");
    assert_eq!(robot.orders().len(), 25);
}

#[test]
fn a_range_is_marked_from_the_last_mark() {
    let mut robot = at_work(requests(6));
    robot.keys("Down Space Down Down t");
    let marked: Vec<u64> = robot
        .model
        .home
        .marked
        .iter()
        .map(|number| number.serial)
        .collect();
    assert_eq!(marked, [2, 3, 4, 5]);
    robot.keys("Esc");
    assert!(robot.model.home.marked.is_empty());
}

#[test]
fn each_item_gets_the_page_of_its_language() {
    let mut all = requests(3);
    all[0].lang = TextLang::Kk;
    all[2].lang = TextLang::Mixed;
    let mut robot = at_work(all);
    robot
        .keys("T e")
        .types("Жауап")
        .keys("Tab")
        .types("Ответ")
        .keys("Tab Tab Enter Tab Enter");
    let expected = [
        (1, "Жауап".to_owned()),
        (2, "Ответ".to_owned()),
        (3, "Жауап\n\nОтвет".to_owned()),
    ];
    assert_eq!(answers(&robot), expected);
}

#[test]
fn a_blank_in_a_letter_to_many_keeps_all_of_them_back() {
    let mut robot = at_work(requests(2));
    robot
        .keys("T e")
        .types("№ {number}: {место}")
        .keys("Tab Tab Enter");
    assert!(
        matches!(robot.model.overlays.last(), Some(Overlay::Gate(gate)) if gate.findings.len() == 1)
    );
    assert!(robot.orders().is_empty());
}

#[test]
fn a_return_of_many_starts_from_the_model_motive() {
    let mut robot = at_work(requests(2));
    robot.keys("T r Space Tab Tab Tab Enter Tab Enter");
    let orders = robot.orders();
    assert_eq!(orders.len(), 2);
    assert!(
        matches!(&orders[0].command, Command::Return { reasons, motive, .. } if reasons.len() == 1 && !motive.is_blank())
    );
}

#[test]
fn enter_alone_never_decides_many() {
    for trigger in ["a", "e", "r", "x"] {
        let mut robot = at_work(requests(3));
        robot.keys("T").keys(trigger);
        for _ in 0..20 {
            robot.keys("Enter");
        }
        assert!(robot.orders().is_empty(), "{trigger}");
    }
}

#[test]
fn a_read_only_workstation_decides_none_of_many() {
    let mut start = start_with((120, 40));
    start.read_only = Some(crate::app::model::ReadOnly::Asked);
    let mut robot = Robot::with(start, requests(3));
    robot.keys("T a Tab Enter e Tab Enter");
    assert!(robot.orders().is_empty());
}
