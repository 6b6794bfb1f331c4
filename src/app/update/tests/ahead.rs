//! The selected item is read before it is shown.

use super::Robot;
use crate::app::detail::{Item, READ_REST, REST};
use crate::app::effect::Effect;
use crate::app::msg::Msg;
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
