//! A click means what was seen, or nothing.

use jiff::SignedDuration;

use super::{NOW, Robot, at, start_with};
use crate::app::action::ActionId;
use crate::app::effect::{Effect, Setting};
use crate::app::form::Focus;
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::app::pointer::{Gesture, Place, Pointed, Target};
use crate::config::ListShare;
use crate::domain::ids::Number;

fn press(robot: &mut Robot, target: Target) {
    let place = robot.model.place();
    press_at(robot, target, place);
}

fn press_at(robot: &mut Robot, target: Target, place: Place) {
    robot.tell(Msg::Pointed(Pointed {
        gesture: Gesture::Press,
        column: 0,
        target: Some(target),
        place,
    }));
}

fn row(robot: &Robot, index: u64) -> Target {
    let number = robot.model.home.window.row(index).map(|row| row.number);
    Target::Row { index, number }
}

#[test]
fn what_was_seen_before_a_dialog_opened_is_not_clicked_through_it() {
    let mut robot = Robot::at_work(5);
    let (target, seen) = (row(&robot, 3), robot.model.place());
    robot.keys("a");
    press_at(&mut robot, target, seen);
    press_at(&mut robot, Target::Hint(ActionId::Quit), seen);
    assert_eq!(robot.model.overlays.len(), 1);
    assert_eq!(robot.model.home.selected, 0);
    assert!(!robot.model.quitting);
}

#[test]
fn a_row_that_shows_another_item_by_now_is_not_opened() {
    let mut robot = Robot::at_work(5);
    let target = Target::Row {
        index: 0,
        number: Some(Number::request(1)),
    };
    press(&mut robot, target);
    assert_eq!(robot.model.screen, Screen::Home);
}

#[test]
fn a_click_while_an_answer_is_waited_for_is_dropped() {
    let mut robot = Robot::at_work(5);
    robot.keys("Down");
    robot.slow = true;
    robot.keys("a");
    assert!(robot.model.type_ahead.awaited.is_some());
    let target = row(&robot, 3);
    press(&mut robot, target);
    robot.slow = false;
    robot.settle();
    assert_eq!(robot.model.home.selected, 1);
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Accept(_))
    ));
}

#[test]
fn a_click_that_comes_with_the_focus_of_the_window_decides_nothing() {
    let mut robot = Robot::at_work(1);
    robot.keys("a Space Space Tab");
    assert_eq!(
        robot.model.overlays.last().and_then(Overlay::focus),
        Some(Focus::Submit)
    );
    press(&mut robot, Target::Button(Focus::Submit));
    robot.tell(Msg::Focus(true));
    press(&mut robot, Target::Button(Focus::Submit));
    assert!(robot.orders().is_empty());
    assert_eq!(
        robot.model.notice.as_ref().map(|notice| &notice.text),
        Some(&NoticeText::TooSoon)
    );
    robot.wait(SignedDuration::from_millis(301));
    press(&mut robot, Target::Button(Focus::Submit));
    assert_eq!(robot.orders().len(), 1);
}

#[test]
fn the_share_of_the_list_is_kept_over_sizes_and_saved_once_it_is_let_go() {
    let mut robot = Robot::with(start_with((200, 40)), Vec::new());
    press(&mut robot, Target::Border);
    for column in [100, 110, 119] {
        robot.tell(Msg::Pointed(Pointed {
            gesture: Gesture::Drag,
            column,
            target: None,
            place: robot.model.place(),
        }));
    }
    let saved = |robot: &Robot| -> Vec<Effect> {
        let log = robot.log.iter();
        log.filter(|effect| matches!(effect, Effect::SaveSetting(_)))
            .cloned()
            .collect()
    };
    assert_eq!(saved(&robot), []);
    robot.tell(Msg::Pointed(Pointed {
        gesture: Gesture::Release,
        column: 119,
        target: None,
        place: robot.model.place(),
    }));
    let share = ListShare::nearest(60);
    assert_eq!(
        saved(&robot),
        [Effect::SaveSetting(Setting::ListShare(share))]
    );
    robot.tell(Msg::Resize {
        width: 80,
        height: 24,
    });
    robot.tell(Msg::Resize {
        width: 150,
        height: 30,
    });
    assert_eq!(robot.model.layout.list().width, 90);
}

#[test]
fn the_keys_give_the_list_more_room_and_less() {
    let mut robot = Robot::with(start_with((160, 40)), Vec::new());
    robot.keys("g w g w g z");
    assert_eq!(robot.model.layout.share, ListShare::nearest(55));
    let mut narrow = Robot::with(start_with((100, 40)), Vec::new());
    narrow.keys("g w");
    assert_eq!(narrow.model.layout.share, ListShare::HALF);
    assert!(narrow.model.notice.is_some(), "it says why not");
    assert_eq!(narrow.model.now, at(NOW));
}

#[test]
fn what_keys_have_chosen_is_not_pressed_or_opened_by_a_first_click() {
    let mut robot = Robot::at_work(3);
    let target = row(&robot, 0);
    press(&mut robot, target);
    assert_eq!(robot.model.screen, Screen::Home);
    robot.keys("a Space Space Tab");
    press(&mut robot, Target::Button(Focus::Submit));
    robot.keys("F1 Esc");
    press(&mut robot, Target::Button(Focus::Submit));
    assert!(robot.orders().is_empty(), "keys came between the clicks");
    press(&mut robot, Target::Button(Focus::Submit));
    assert_eq!(robot.orders().len(), 1);
}

#[test]
fn a_second_click_on_a_candidate_of_the_filter_takes_it() {
    let mut robot = Robot::at_work(3);
    robot.keys("/").types("category:");
    for _ in 0..2 {
        press(&mut robot, Target::Line(0));
    }
    let Some(Overlay::Filter(state)) = robot.model.overlays.last() else {
        panic!("the line of the filter is open");
    };
    assert_ne!(state.text.text(), "category:");
}

#[test]
fn a_border_whose_release_was_lost_is_let_go_by_the_next_press() {
    let mut robot = Robot::with(start_with((200, 40)), Vec::new());
    press(&mut robot, Target::Border);
    press(&mut robot, Target::List);
    robot.tell(Msg::Pointed(Pointed {
        gesture: Gesture::Drag,
        column: 150,
        target: None,
        place: robot.model.place(),
    }));
    assert_eq!(robot.model.layout.share, ListShare::HALF);
}

#[test]
fn a_click_beside_the_keys_that_may_follow_only_gives_them_up() {
    let mut robot = Robot::at_work(5);
    robot.keys("g");
    let target = row(&robot, 3);
    press(&mut robot, target);
    assert_eq!((robot.model.prefix, robot.model.home.selected), (None, 0));
    robot.keys("g");
    press(&mut robot, Target::Hint(ActionId::Outbox));
    assert_eq!(robot.model.screen, Screen::Outbox);
}
