//! The selected item is read before it is shown.

use super::Robot;
use crate::app::detail::{Item, LONG_REST, READ_REST, REST};
use crate::app::effect::Effect;
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode};
use crate::app::overlay::Overlay;

/// How often an item was read.
fn reads(robot: &Robot) -> usize {
    let items = |effect: &&Effect| matches!(effect, Effect::LoadItem { .. });
    robot.log.iter().filter(items).count()
}

#[test]
fn an_item_is_read_before_its_rest_has_ended_but_not_shown() {
    let mut robot = Robot::at_work(10);
    robot.rest();
    let before = robot.model.detail.shown.clone();
    robot.keys("j").wait(READ_REST);
    assert_eq!(reads(&robot), 2);
    assert_eq!(robot.model.detail.shown, before);
    robot.wait(REST - READ_REST);
    assert_eq!(reads(&robot), 2, "it is not read twice");
    let shown = robot.model.item().unwrap();
    assert_eq!(Some(shown.number().serial), robot.selected());
}

#[test]
fn who_opens_an_item_that_was_read_ahead_waits_for_nothing() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j").wait(READ_REST);
    robot.slow = true;
    robot.keys("Enter");
    assert_eq!(reads(&robot), 2);
    let shown = robot.model.item().map(Item::number);
    assert_eq!(shown, robot.model.detail.number);
}

#[test]
fn who_decides_on_an_item_that_was_read_ahead_waits_for_nothing() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j").wait(READ_REST);
    robot.slow = true;
    robot.keys("a");
    assert_eq!(reads(&robot), 2);
    let Some(Overlay::Accept(form)) = robot.model.overlays.last() else {
        panic!("no form");
    };
    assert_eq!(Some(form.number), robot.model.detail.number);
}

#[test]
fn an_item_on_its_way_is_shown_when_it_comes_to_who_opened_it() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j");
    robot.slow = true;
    robot.wait(READ_REST).keys("Enter");
    assert!(robot.model.item().is_none());
    robot.settle();
    assert_eq!(reads(&robot), 2);
    assert!(robot.model.item().is_some());
}

#[test]
fn what_was_read_ahead_is_dropped_when_the_store_changes() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j").wait(READ_REST);
    robot.tell(Msg::StoreChanged);
    assert_eq!(robot.model.detail.ahead, None);
    let before = reads(&robot);
    robot.rest();
    assert_eq!(reads(&robot), before + 1);
    assert!(robot.model.item().is_some());
}

#[test]
fn what_was_on_its_way_when_the_store_changed_is_not_shown() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j");
    robot.slow = true;
    robot.wait(READ_REST);
    let old = robot.pending.clone();
    robot.tell(Msg::StoreChanged);
    for effect in old {
        if let Some(answer) = robot.world.answer(&effect) {
            robot.tell(answer);
        }
    }
    assert_eq!(robot.model.detail.ahead, None);
    robot.keys("Enter");
    assert!(robot.model.item().is_none());
}

#[test]
fn an_item_that_the_selection_comes_back_to_is_read_again() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j k");
    assert_eq!(reads(&robot), 1);
    robot.rest();
    assert_eq!(reads(&robot), 2);
    robot.keys("j k Enter");
    assert_eq!(reads(&robot), 3);
}

#[test]
fn who_decides_on_an_item_that_the_selection_came_back_to_decides_on_it_as_it_is_now() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j");
    robot.world.requests[0].follow_up = true;
    robot.tell(Msg::StoreChanged);
    robot.keys("k").wait(READ_REST);
    robot.slow = true;
    robot.keys("a");
    assert!(robot.model.item().unwrap().request().unwrap().follow_up);
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Accept(_))
    ));
}

#[test]
fn a_note_on_an_item_that_the_selection_came_back_to_stays() {
    let mut robot = Robot::at_work(10);
    robot.tell(Msg::SlowLink(true));
    robot.wait(LONG_REST).keys("j k").wait(READ_REST);
    robot.keys("z").types("қоңырау").keys("Esc").wait(LONG_REST);
    let note = robot.model.item().and_then(|item| item.note.clone());
    assert_eq!(note.unwrap().as_str(), "қоңырау");
}

#[test]
fn a_store_that_keeps_changing_does_not_put_the_end_of_the_rest_off() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j");
    for _ in 0..4 {
        robot.wait(REST / 4).tell(Msg::StoreChanged);
    }
    let shown = robot.model.item().map(Item::number);
    assert_eq!(shown, robot.model.detail.number);
}

#[test]
fn an_item_that_cannot_be_read_ahead_is_read_at_the_end_of_its_rest_without_a_word_before() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j");
    robot.slow = true;
    robot.wait(READ_REST);
    fail(&mut robot);
    assert_eq!(robot.model.notice, None);
    robot.wait(REST);
    fail(&mut robot);
    assert!(robot.model.notice.is_some());
    assert_eq!(reads(&robot), 3);
}

/// The read that was asked for last fails.
fn fail(robot: &mut Robot) {
    robot.pending.clear();
    let revision = robot.model.detail.asked.unwrap();
    let failure = Failure {
        code: FailureCode::StoreRead,
        detail: String::new(),
    };
    robot.tell(Msg::ReadFailed { revision, failure });
}

#[test]
fn an_item_that_is_gone_is_missed_at_the_end_of_its_rest_and_looked_for_once() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j");
    let gone = robot.model.detail.number.unwrap();
    robot
        .world
        .requests
        .retain(|request| request.number != gone);
    robot.wait(READ_REST);
    assert!(!robot.model.detail.missing);
    robot.rest();
    assert!(robot.model.detail.missing);
    assert_eq!(reads(&robot), 2);
}

#[test]
fn what_is_on_its_way_to_who_opened_it_is_read_again_when_the_store_changes() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j");
    robot.slow = true;
    robot.wait(READ_REST).keys("Enter");
    robot.tell(Msg::StoreChanged);
    assert_eq!(reads(&robot), 3);
}
