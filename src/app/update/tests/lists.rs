//! Lists of any length: the selection stays where the user put it.

use super::{Robot, at, request, start_with};
use crate::app::effect::Effect;
use crate::app::key::{Key, KeyCode};
use crate::app::list::{ListId, WINDOW};
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::overlay::Overlay;
use crate::domain::ids::Number;

fn loads(robot: &Robot) -> usize {
    robot
        .log
        .iter()
        .filter(|effect| matches!(effect, Effect::LoadWindow { .. }))
        .count()
}

#[test]
fn moves_inside_the_window_ask_the_store_nothing() {
    let mut robot = Robot::before_a_million();
    robot.keys("PageDown PageUp");
    let before = loads(&robot);
    for _ in 0..50 {
        robot.keys("j");
    }
    assert_eq!(robot.selected(), Some(1_000_050));
    assert_eq!(loads(&robot), before);
}

#[test]
fn where_nothing_is_seen_yet_what_is_seen_is_asked_for_first_and_the_rest_then() {
    let mut robot = Robot::before_a_million();
    let page = robot.model.list_rows();
    robot.log.clear();
    robot.press(KeyCode::End);
    let asked = robot.log.iter().filter_map(|effect| {
        if let Effect::LoadWindow { offset, limit, .. } = effect {
            Some((*offset, *limit))
        } else {
            None
        }
    });
    let (all, seen) = (1_000_000, u64::from(page));
    let first = (all - seen, u32::from(page));
    let then = (all - u64::from(WINDOW), WINDOW);
    assert_eq!(asked.collect::<Vec<_>>(), [first, then]);
}

#[test]
fn a_larger_screen_gets_the_rows_it_can_show_and_asks_no_more() {
    for height in [24, 60, 106, 150, 250] {
        for way in [
            "",
            "PageDown PageDown PageDown",
            "End",
            "End PageUp PageUp PageUp",
        ] {
            let mut robot = Robot::before_a_million();
            robot.keys(way);
            let before = loads(&robot);
            robot.tell(Msg::Resize { width: 80, height });
            robot.keys("j k");
            assert!(loads(&robot) <= before + 3, "{height} {way}");
            let list = &robot.model.home;
            let seen = list.top..list.top + u64::from(robot.model.list_rows());
            let there = list.window.offset..=list.window.end();
            assert!(
                there.contains(&seen.start) && there.contains(&seen.end),
                "{height} {way}"
            );
        }
    }
}

#[test]
fn rows_are_fetched_before_the_edge_is_reached() {
    let mut robot = Robot::before_a_million();
    for step in 1..=1_000 {
        robot.keys("Down");
        assert_eq!(robot.selected(), Some(1_000_000 + step));
    }
    assert!(robot.model.home.window.rows.len() <= WINDOW as usize);
}

#[test]
fn the_end_of_a_million_is_one_key_away() {
    let mut robot = Robot::before_a_million();
    robot.press(Key::char('G').with_shift());
    assert_eq!(robot.selected(), Some(1_999_999));
    robot.keys("k k PageUp");
    assert_eq!(robot.selected(), Some(1_999_997 - 18));
    robot.keys("g g");
    assert_eq!(robot.selected(), Some(1_000_000));
}

#[test]
fn forty_keys_typed_ahead_of_the_store_act_in_order() {
    let mut robot = Robot::before_a_million();
    robot.slow = true;
    robot.press(KeyCode::End);
    for _ in 0..40 {
        robot.keys("k");
    }
    robot.keys("Enter w");
    assert_eq!(robot.model.screen, Screen::Home, "the row is not known yet");
    robot.slow = false;
    robot.settle();
    assert_eq!(robot.model.screen, Screen::Request);
    assert_eq!(
        robot.model.detail.number,
        Some(Number::request(1_999_999 - 40))
    );
    assert!(matches!(robot.model.overlays.last(), Some(Overlay::Why(_))));
}

#[test]
fn keys_before_the_first_rows_are_not_lost() {
    let (model, effects) = super::start(start_with((80, 24)));
    let mut robot = Robot::at_work(0);
    robot.model = model;
    robot.world.synthetic = Some(1_000);
    robot.pending = effects.into();
    robot.slow = true;
    robot.keys("j j j j j Enter");
    robot.slow = false;
    robot.settle();
    assert_eq!(robot.model.detail.number, Some(Number::request(1_000_005)));
}

fn arrival(robot: &mut Robot) {
    let urgent = request(5, "2026-03-02T09:00:00+05:00");
    robot.world.requests.push(urgent);
    robot.tell(Msg::StoreChanged);
}

#[test]
fn an_arrival_never_moves_the_selection_off_its_item() {
    let mut robot = Robot::at_work(100);
    robot.keys("PageDown PageDown j");
    let (on, list) = (robot.selected(), robot.model.home.clone());
    arrival(&mut robot);
    assert_eq!(robot.selected(), on);
    assert_eq!(robot.model.home.selected, list.selected + 1);
    assert_eq!(
        robot.model.home.selected - robot.model.home.top,
        list.selected - list.top,
        "the row stays where it was on screen"
    );
}

#[test]
fn an_arrival_is_seen_by_who_is_at_the_top() {
    let mut robot = Robot::at_work(100);
    let on = robot.selected();
    arrival(&mut robot);
    assert_eq!((robot.selected(), robot.model.home.top), (on, 0));
}

#[test]
fn a_selection_that_left_the_list_gives_way_to_the_one_after_it() {
    let mut robot = Robot::at_work(5);
    robot.keys("j");
    let on = robot.selected().unwrap();
    robot
        .world
        .requests
        .retain(|request| request.number.serial != on);
    robot.tell(Msg::StoreChanged);
    assert_eq!(robot.selected(), Some(on + 1));
}

#[test]
fn an_arrival_during_moves_keeps_the_item_moved_to() {
    let mut robot = Robot::at_work(30);
    robot.slow = true;
    robot
        .world
        .requests
        .push(request(5, "2026-03-02T09:00:00+05:00"));
    robot.tell(Msg::StoreChanged);
    robot.keys("j j j");
    let on = robot.selected();
    robot.slow = false;
    robot.settle();
    assert_eq!(robot.selected(), on);
}

#[test]
fn at_most_one_window_is_on_its_way() {
    let mut robot = Robot::before_a_million();
    robot.slow = true;
    let before = loads(&robot);
    for _ in 0..30 {
        robot.keys("PageDown");
        robot.tell(Msg::StoreChanged);
    }
    assert_eq!(loads(&robot), before + 1);
    robot.slow = false;
    robot.settle();
    assert!(robot.model.home.selected_row().is_some());
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut robot = Robot::at_work(5);
    robot.slow = true;
    robot.tell(Msg::StoreChanged);
    let stale = robot.pending.clone();
    robot.keys("/").types("overdue").keys("Enter");
    let asked = robot.model.home.asked;
    for effect in stale {
        if let Some(answer) = robot.world.answer(&effect) {
            robot.tell(answer);
        }
    }
    assert_eq!(robot.model.home.asked, asked);
    assert!(!robot.model.home.loaded);
}

#[test]
fn the_detail_follows_only_a_selection_that_rests() {
    let mut robot = Robot::at_work(10);
    robot.rest();
    let before = robot.log.len();
    for _ in 0..5 {
        robot.keys("j");
        robot.wait(HELD);
    }
    assert_eq!(robot.log.len(), before, "nothing is asked while moving");
    let wake = robot.model.next_wake(robot.model.now).unwrap();
    assert!(wake <= robot.model.now + jiff::SignedDuration::from_millis(120));
    robot.rest();
    let shown = robot.model.item().unwrap();
    assert_eq!(Some(shown.number().serial), robot.selected());
}

/// After so long a key comes again that is held, 25 times a second.
const HELD: jiff::SignedDuration = jiff::SignedDuration::from_millis(40);

#[test]
fn on_a_slow_link_the_selection_rests_longer_before_the_detail_follows() {
    let mut robot = Robot::at_work(10);
    robot.tell(Msg::SlowLink(true));
    robot.wait(jiff::SignedDuration::from_millis(500));
    let before = robot.model.detail.shown.clone();
    robot.keys("j");
    robot.wait(jiff::SignedDuration::from_millis(499));
    assert_eq!(robot.model.detail.shown, before);
    robot.wait(jiff::SignedDuration::from_millis(1));
    assert_ne!(robot.model.detail.shown, before);
}

#[test]
fn serving_the_next_takes_the_list_along() {
    let mut robot = Robot::at_work(30);
    robot.keys("End n");
    assert_eq!(robot.model.screen, Screen::Request);
    assert_eq!(robot.model.detail.number, Some(Number::request(766_301)));
    robot.keys("Esc");
    assert_eq!(robot.selected(), Some(766_301));
}

#[test]
fn serving_the_next_from_a_request_goes_on_to_another() {
    let mut robot = Robot::at_work(30);
    robot.keys("n n");
    assert_ne!(robot.model.detail.number, Some(Number::request(766_301)));
}

#[test]
fn a_filter_starts_at_its_first_row_and_is_cleared_with_esc() {
    let mut robot = Robot::at_work(5);
    robot.keys("j j /").types("lang:ru");
    robot.keys("Enter");
    assert_eq!(robot.model.home.selected, 0);
    assert_eq!(robot.model.home.query.filter.terms.len(), 1);
    robot.keys("Esc");
    assert!(robot.model.home.query.filter.is_empty());
}

#[test]
fn a_filter_that_cannot_be_read_stays_open_with_its_error() {
    let mut robot = Robot::at_work(5);
    robot.keys("/").types("colour:red").keys("Enter");
    let Some(Overlay::Filter(state)) = robot.model.overlays.last() else {
        panic!("closed");
    };
    assert!(state.error.is_some());
}

#[test]
fn midnight_reads_everything_again() {
    let mut robot = Robot::at_work(5);
    robot.rest();
    let before = robot.log.len();
    robot.tell(Msg::Clock(at("2026-03-10T23:59:59+05:00")));
    assert_eq!(robot.log.len(), before);
    robot.tell(Msg::Clock(at("2026-03-11T00:00:00+05:00")));
    assert!(robot.log.len() > before);
}

#[test]
fn an_idle_program_wakes_once_a_minute() {
    let mut robot = Robot::at_work(5);
    robot.rest();
    robot.tell(Msg::Clock(at("2026-03-10T10:07:12.5+05:00")));
    assert_eq!(
        robot.model.next_wake(robot.model.now),
        Some(at("2026-03-10T10:08:00+05:00"))
    );
}

#[test]
fn both_lists_keep_their_own_place() {
    let mut robot = Robot::at_work(10);
    robot.keys("j j j Tab j Tab Tab Tab Tab");
    assert_eq!(robot.model.screen, Screen::Home);
    assert_eq!(robot.model.list(ListId::Home).selected, 3);
    assert_eq!(robot.model.list(ListId::Requests).selected, 1);
}

#[test]
fn beside_the_detail_a_step_past_the_edge_scrolls_half_a_page_and_a_page_keeps_its_row() {
    let mut robot = Robot::at_work(200);
    let page = u64::from(robot.model.list_rows());
    for _ in 0..page {
        robot.keys("Down");
    }
    assert_eq!(
        (robot.model.home.selected, robot.model.home.top),
        (page, page / 2)
    );
    robot.keys("PageDown PageDown");
    assert_eq!(robot.model.home.top, robot.model.home.selected + 1 - page);
    robot.keys("End Home");
    assert_eq!((robot.model.home.selected, robot.model.home.top), (0, 0));
    let mut narrow = Robot::before_a_million();
    let page = u64::from(narrow.model.list_rows());
    for _ in 0..page {
        narrow.keys("Down");
    }
    assert_eq!(
        narrow.model.home.top, 1,
        "a list alone is scrolled by the terminal"
    );
}
