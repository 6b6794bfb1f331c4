//! The selected item is read before it is shown.

use super::Robot;
use crate::app::detail::{Item, LONG_REST, READ_REST, REST};
use crate::app::effect::Effect;
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode, NoticeText};
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

/// The first request becomes another one while the second is selected.
fn changed_elsewhere(robot: &mut Robot) {
    robot.keys("j");
    robot.world.requests[0].follow_up = true;
    robot.tell(Msg::StoreChanged);
    robot.keys("k");
}

fn is_shown_as_it_is(robot: &Robot) -> bool {
    robot.model.item().unwrap().request().unwrap().follow_up
}

#[test]
fn beside_no_list_too_an_item_that_the_selection_came_back_to_is_read_again() {
    for opens in ["Enter", "w", "a"] {
        let mut robot = Robot::at_terminal((80, 24), 10);
        robot.keys("Enter Esc");
        changed_elsewhere(&mut robot);
        robot.keys(opens);
        assert!(is_shown_as_it_is(&robot), "{opens}");
    }
}

#[test]
fn an_act_typed_behind_the_opening_waits_for_the_item_as_it_is() {
    let mut robot = Robot::at_work(10);
    robot.rest();
    changed_elsewhere(&mut robot);
    robot.slow = true;
    robot.keys("Enter a");
    assert!(robot.model.overlays.is_empty());
    robot.settle();
    assert!(is_shown_as_it_is(&robot));
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Accept(_))
    ));
}

#[test]
fn who_looked_at_the_outbox_before_the_rest_ended_finds_the_item_as_it_is() {
    let mut robot = Robot::at_work(10);
    robot.rest();
    changed_elsewhere(&mut robot);
    robot.keys("3");
    assert_eq!(robot.model.screen, Screen::Outbox);
    robot.keys("1").rest();
    assert!(is_shown_as_it_is(&robot));
}

#[test]
fn an_item_that_leaves_the_list_is_waited_for_no_more() {
    let mut robot = Robot::at_work(10);
    robot.slow = true;
    robot.keys("a j");
    assert!(robot.model.type_ahead.awaited.is_some());
    robot.pending.clear();
    robot.world.requests.remove(0);
    robot.model.home.asked = None;
    robot.tell(Msg::StoreChanged);
    robot.settle();
    assert_eq!(robot.model.type_ahead.awaited, None);
    assert!(robot.model.overlays.is_empty());
    let told = robot.model.notice.as_ref().map(|notice| &notice.text);
    assert_eq!(told, Some(&NoticeText::TypeAheadDropped));
}

#[test]
fn an_act_on_marked_items_waits_for_none_that_is_only_selected() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("Space Space k k");
    robot.slow = true;
    let before = reads(&robot);
    robot.keys("a");
    assert_eq!(reads(&robot), before);
    let last = robot.log.last();
    assert!(matches!(last, Some(Effect::LoadItems { numbers, .. }) if numbers.len() == 2));
}

#[test]
fn an_answer_from_before_the_selection_came_back_is_not_kept() {
    let mut robot = Robot::at_work(10);
    robot.rest().keys("j");
    robot.slow = true;
    robot.wait(READ_REST).keys("k j").wait(READ_REST);
    assert_eq!(robot.pending.len(), 2);
    let asked = robot.pending.pop_front().unwrap();
    let answer = robot.world.answer(&asked).unwrap();
    robot.tell(answer);
    assert_eq!(robot.model.detail.ahead, None);
}

#[test]
fn who_decides_on_an_item_that_is_gone_is_told() {
    let mut robot = Robot::at_terminal((80, 24), 10);
    robot.world.requests.remove(0);
    robot.keys("a");
    let told = robot.model.notice.as_ref().map(|notice| &notice.text);
    assert!(matches!(told, Some(NoticeText::NotFound(_))));
}
