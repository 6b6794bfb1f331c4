//! The rules change while somebody works.

use jiff::civil::date;

use super::Robot;
use crate::app::effect::Effect;
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::domain::ids::Number;
use crate::domain::moved::Moved;
use crate::domain::rules::RuleId;
use crate::wire::replica::Movement;

fn movement(count: u64) -> Msg {
    let moved = (1..=count).map(|serial| Moved {
        number: Number::request(serial),
        rule: RuleId::RETURN,
        drives: true,
        old: Some(date(2026, 3, 10)),
        new: Some(date(2026, 3, 11)),
    });
    let moved: Vec<Moved> = moved.collect();
    Msg::Movement(Box::new(Movement {
        total: moved.len(),
        moved,
        rules_hash: None,
        change: None,
    }))
}

#[test]
fn moved_terms_are_told_until_they_are_looked_at() {
    let mut robot = Robot::at_work(2);
    robot.tell(Msg::TermsMoved(2));
    let notice = robot.model.notice.clone().unwrap();
    assert_eq!(
        (notice.text, notice.until),
        (NoticeText::TermsMoved(2), None)
    );
    robot.keys("M");
    assert_eq!(robot.log.last(), Some(&Effect::LoadMovement));
    assert_eq!(robot.model.notice, None);
}

#[test]
fn a_moved_term_opens_its_item() {
    let mut robot = Robot::at_work(2);
    robot.keys("M").tell(movement(2));
    robot.keys("Down Enter");
    assert_eq!(robot.model.screen, Screen::Request);
    assert_eq!(robot.model.detail.number, Some(Number::request(2)));
    assert!(robot.model.overlays.is_empty());
}

#[test]
fn a_list_on_screen_is_read_again_when_more_moves() {
    let mut robot = Robot::at_work(1);
    robot.keys("M").tell(movement(1));
    robot.tell(Msg::TermsMoved(1));
    assert_eq!(robot.log.last(), Some(&Effect::LoadMovement));
    robot.tell(movement(0));
    let Some(Overlay::Moved(state)) = robot.model.overlays.last() else {
        panic!("no list")
    };
    assert!(state.lines().is_empty());
    robot.keys("Enter");
    assert_eq!(robot.model.screen, Screen::Home);
}
