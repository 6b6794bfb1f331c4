//! The groups of a list, key by key.

use super::Robot;
use crate::app::effect::Effect;
use crate::app::groups::GroupsState;
use crate::app::list::{ListId, Revision};
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode};
use crate::app::overlay::Overlay;
use crate::domain::filter::{Facet, Filter, Group};

/// The last question for groups: the filter they are counted under and the facet.
fn asked(robot: &Robot) -> (Revision, String, Facet) {
    let mut asked = robot.log.iter().rev().filter_map(|effect| {
        if let Effect::LoadGroups {
            revision,
            query,
            facet,
        } = effect
        {
            Some((*revision, query.filter.to_string(), *facet))
        } else {
            None
        }
    });
    asked.next().unwrap()
}

fn questions(robot: &Robot) -> usize {
    let asks = |effect: &&Effect| matches!(effect, Effect::LoadGroups { .. });
    robot.log.iter().filter(asks).count()
}

/// Answers the last question with tests as they are typed, and how many pass each.
fn answer(robot: &mut Robot, groups: &[(&str, u64)]) {
    let categories = robot.model.rules.set.categories.clone();
    let group = |&(text, items): &(&str, u64)| {
        let mut filter = Filter::parse(text, &categories).unwrap();
        let test = filter.terms.remove(0).test;
        Group { test, items }
    };
    let groups = groups.iter().map(group).collect();
    let (revision, ..) = asked(robot);
    robot.tell(Msg::Groups { revision, groups });
}

fn state(robot: &Robot) -> Option<&GroupsState> {
    match robot.model.overlays.last() {
        Some(Overlay::Groups(state)) => Some(state),
        Some(_) | None => None,
    }
}

fn shown(robot: &Robot) -> &str {
    robot.model.list(ListId::Home).filter_text.text()
}

#[test]
fn a_chosen_group_becomes_the_filter_of_the_list() {
    let mut robot = Robot::at_work(3);
    robot.keys("F");
    answer(&mut robot, &[("act:return", 2), ("act:answer", 1)]);
    robot.keys("Down Enter");
    assert!(state(&robot).is_none());
    assert_eq!(shown(&robot), "act:answer");
    let list = robot.model.list(ListId::Home);
    assert_eq!(list.query.filter.to_string(), "act:answer");
}

#[test]
fn a_group_takes_the_place_of_what_was_asked_of_its_field() {
    let mut robot = Robot::at_work(3);
    robot.keys("F7").types("lang:kk act:answer").keys("Enter F");
    let (_, within, facet) = asked(&robot);
    assert_eq!((within.as_str(), facet), ("lang:kk", Facet::Act));
    answer(&mut robot, &[("act:return", 2), ("act:answer", 1)]);
    robot.keys("Enter");
    assert_eq!(shown(&robot), "lang:kk act:return");
}

#[test]
fn the_fields_go_round_and_the_last_one_is_remembered() {
    let mut robot = Robot::at_work(1);
    robot.keys("F");
    let mut seen = vec![asked(&robot).2];
    for _ in 0..Facet::ALL.len() {
        answer(&mut robot, &[]);
        robot.keys("Tab");
        seen.push(asked(&robot).2);
    }
    assert_eq!(seen[..Facet::ALL.len()], Facet::ALL);
    assert_eq!(seen.last(), Some(&Facet::Act));
    robot.keys("Left Left Esc F");
    assert_eq!(asked(&robot).2, Facet::State);
}

#[test]
fn a_list_of_one_kind_is_not_grouped_by_kind() {
    let mut robot = Robot::at_work(1);
    robot.keys("2 F");
    answer(&mut robot, &[]);
    robot.keys("BackTab");
    assert_eq!(asked(&robot).2, Facet::State);
}

#[test]
fn the_selection_stays_on_its_group_when_the_counts_change() {
    let mut robot = Robot::at_work(3);
    robot.keys("F");
    answer(&mut robot, &[("act:return", 2), ("act:answer", 1)]);
    robot.keys("Down").tell(Msg::StoreChanged);
    answer(
        &mut robot,
        &[("act:forward", 9), ("act:return", 2), ("act:answer", 1)],
    );
    let selected = state(&robot).unwrap().selected().unwrap();
    assert_eq!(selected.test.to_string(), "act:answer");
}

#[test]
fn changes_while_a_question_is_on_its_way_are_asked_for_once_after_it() {
    let mut robot = Robot::at_work(3);
    robot.keys("F");
    for _ in 0..3 {
        robot.tell(Msg::StoreChanged);
    }
    assert_eq!(questions(&robot), 1);
    answer(&mut robot, &[("act:return", 2)]);
    assert_eq!(questions(&robot), 2);
    answer(&mut robot, &[("act:return", 3)]);
    assert_eq!(questions(&robot), 2);
}

#[test]
fn enter_before_the_answer_takes_the_first_group() {
    let mut robot = Robot::at_work(3);
    robot.keys("F Enter");
    answer(&mut robot, &[("act:return", 2), ("act:answer", 1)]);
    assert_eq!((state(&robot), shown(&robot)), (None, "act:return"));
}

#[test]
fn keys_before_the_answer_choose_among_what_it_brings() {
    let mut robot = Robot::at_work(3);
    robot.keys("F Down Enter");
    assert!(robot.model.owes_an_answer());
    answer(&mut robot, &[("act:return", 2), ("act:answer", 1)]);
    assert_eq!((state(&robot), shown(&robot)), (None, "act:answer"));
    assert!(!robot.model.owes_an_answer());
}

#[test]
fn of_fields_that_are_passed_before_an_answer_only_the_last_is_asked_for() {
    let mut robot = Robot::at_work(3);
    robot.keys("F Tab Tab");
    assert_eq!(questions(&robot), 1);
    answer(&mut robot, &[("act:return", 3)]);
    assert_eq!(state(&robot).unwrap().groups, None);
    assert_eq!((questions(&robot), asked(&robot).2), (2, Facet::Category));
    answer(&mut robot, &[("category:mortgage", 3)]);
    assert_eq!(state(&robot).unwrap().items(), 3);
}

#[test]
fn a_change_is_asked_for_also_where_enter_found_nothing() {
    let mut robot = Robot::at_work(3);
    robot.keys("F Enter").tell(Msg::StoreChanged);
    answer(&mut robot, &[]);
    assert_eq!(questions(&robot), 2);
}

#[test]
fn what_could_not_be_counted_is_asked_for_with_the_next_change() {
    let mut robot = Robot::at_work(3);
    robot.keys("F");
    let (revision, ..) = asked(&robot);
    robot.tell(Msg::ReadFailed {
        revision,
        failure: Failure {
            code: FailureCode::StoreRead,
            detail: String::new(),
        },
    });
    assert_eq!(state(&robot).unwrap().asked, None);
    robot.tell(Msg::StoreChanged);
    assert_eq!(questions(&robot), 2);
}
