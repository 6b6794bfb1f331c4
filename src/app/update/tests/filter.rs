//! The filter line offers what can be written and never writes it by itself.

use super::*;
use crate::app::overlay::{FilterState, Overlay};
use crate::domain::filter::{Filter, Term, Test};

fn line(robot: &Robot) -> &FilterState {
    match robot.model.overlays.last() {
        Some(Overlay::Filter(state)) => state,
        _ => panic!("no filter line"),
    }
}

fn text(robot: &Robot) -> (&str, usize) {
    (line(robot).text.text(), line(robot).text.cursor())
}

fn offered(robot: &Robot) -> Vec<&str> {
    let candidates = line(robot).completion.candidates.iter();
    candidates
        .map(|candidate| candidate.text.as_str())
        .collect()
}

#[test]
fn tab_takes_the_selected_candidate_and_its_values_come_next() {
    let mut robot = Robot::at_work(5);
    robot.keys("/").types("overdue sta").keys("Tab");
    assert_eq!(text(&robot), ("overdue state:", 14));
    assert_eq!(offered(&robot)[..2], ["new", "moderation"]);
    robot.keys("Down Tab");
    assert_eq!(text(&robot), ("overdue state:moderation ", 25));
    assert!(offered(&robot).is_empty());
}

#[test]
fn right_takes_the_candidate_at_the_end_and_moves_elsewhere() {
    let mut robot = Robot::at_work(5);
    robot.keys("/").types("sta").keys("Left Right");
    assert_eq!(text(&robot), ("sta", 3));
    robot.keys("Right");
    assert_eq!(text(&robot), ("state:", 6));
}

#[test]
fn enter_applies_what_was_typed_whatever_is_offered() {
    let mut robot = Robot::at_work(5);
    robot.keys("/").types("over").keys("Enter");
    assert!(robot.model.overlays.is_empty());
    let filter = Filter {
        terms: vec![Term {
            negated: false,
            test: Test::Word("over".into()),
        }],
    };
    assert_eq!(robot.model.home.query.filter, filter);
}

#[test]
fn the_accounts_of_the_list_are_offered() {
    let mut robot = Robot::at_work(5);
    robot.keys("/").types("owner:");
    assert_eq!(offered(&robot)[..2], ["me", "none"]);
}

#[test]
fn a_candidate_taken_in_the_middle_leaves_the_rest_as_it_was() {
    let mut robot = Robot::at_work(5);
    robot
        .keys("/")
        .types("pen overdue")
        .keys("Home Right Right Right");
    assert_eq!(offered(&robot), ["pending"]);
    robot.keys("Tab");
    assert_eq!(text(&robot), ("pending  overdue", 8));
}

#[test]
fn tab_with_nothing_to_take_says_so_and_changes_nothing() {
    let mut robot = Robot::at_work(5);
    robot.keys("/").types("ипотека").keys("Tab");
    assert_eq!(text(&robot), ("ипотека", 7));
    assert!(robot.model.notice.is_some());
}

#[test]
fn the_selection_stays_among_the_candidates_and_starts_anew_with_every_letter() {
    let mut robot = Robot::at_work(5);
    robot.keys("/").types("state:");
    for _ in 0..40 {
        robot.keys("Down");
    }
    assert_eq!(line(&robot).selected, offered(&robot).len() - 1);
    robot.types("re");
    assert_eq!(line(&robot).selected, 0);
}

#[test]
fn a_wrong_expression_keeps_its_error_until_it_is_changed() {
    let mut robot = Robot::at_work(5);
    robot.keys("/").types("state:ne").keys("Enter");
    assert_eq!(line(&robot).error.as_ref().map(|error| error.at), Some(6));
    assert_eq!(offered(&robot), ["new"]);
    robot.keys("Tab");
    assert_eq!(
        (text(&robot).0, line(&robot).error.is_none()),
        ("state:new ", true)
    );
}
