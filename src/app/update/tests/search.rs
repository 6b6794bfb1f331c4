//! The search over everything, key by key.

use super::Robot;
use crate::app::action::DisabledReason;
use crate::app::effect::Effect;
use crate::app::list::Revision;
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode, NoticeText};
use crate::app::overlay::Overlay;
use crate::app::search::SearchState;
use crate::domain::ids::Number;
use crate::domain::search::{Found, Hit, Place, Snippet};

fn state(robot: &Robot) -> &SearchState {
    match robot.model.overlays.last() {
        Some(Overlay::Search(state)) => state,
        other => panic!("no search on top: {other:?}"),
    }
}

fn asked(robot: &Robot) -> Vec<Revision> {
    let asked = robot.log.iter().filter_map(|effect| {
        if let Effect::Search { revision, .. } = effect {
            Some(*revision)
        } else {
            None
        }
    });
    asked.collect()
}

fn hit(serial: u64) -> Hit {
    Hit {
        place: Place::Request,
        number: Some(Number::request(serial)),
        state: None,
        at: None,
        title: None,
        snippet: Snippet::default(),
    }
}

fn answer(revision: Revision, serials: &[u64]) -> Msg {
    Msg::Found {
        revision,
        found: Found {
            hits: serials.iter().map(|serial| hit(*serial)).collect(),
            ..Found::default()
        },
    }
}

#[test]
fn a_question_goes_out_with_every_key_once_there_is_a_word() {
    let mut robot = Robot::at_work(2);
    robot.keys("S").types("к");
    assert_eq!(asked(&robot).len(), 0);
    robot.types("ез");
    assert_eq!(asked(&robot).len(), 2);
}

#[test]
fn only_the_answer_to_the_last_question_is_shown() {
    let mut robot = Robot::at_work(2);
    robot.keys("S").types("кез");
    let all = asked(&robot);
    robot.tell(answer(all[0], &[1]));
    assert_eq!(state(&robot).found, None);
    robot.tell(answer(all[1], &[766_302]));
    assert_eq!(
        state(&robot).hits()[0].number,
        Some(Number::request(766_302))
    );
}

#[test]
fn enter_opens_the_selected_request() {
    let mut robot = Robot::at_work(2);
    robot.keys("S").types("ке");
    let last = *asked(&robot).last().unwrap();
    robot.tell(answer(last, &[766_301, 766_302]));
    robot.keys("Down Enter");
    assert_eq!(robot.model.overlays.len(), 0);
    assert_eq!(robot.model.screen, Screen::Request);
    assert_eq!(robot.model.detail.number, Some(Number::request(766_302)));
}

#[test]
fn templates_are_found_too_and_say_where_they_are_opened() {
    let mut robot = Robot::at_work(2);
    robot.keys("S").types("рассмотрен");
    let last = *asked(&robot).last().unwrap();
    robot.tell(answer(last, &[]));
    assert_eq!(state(&robot).hits()[0].place, Place::Template);
    robot.keys("Enter");
    assert_eq!(
        robot.model.notice.as_ref().map(|notice| &notice.text),
        Some(&NoticeText::Disabled(DisabledReason::TemplateOnlyInLetter))
    );
}

#[test]
fn a_query_that_was_deleted_finds_nothing_any_more() {
    let mut robot = Robot::at_work(2);
    robot.keys("S").types("ке");
    let last = *asked(&robot).last().unwrap();
    robot.keys("Backspace");
    robot.tell(answer(last, &[766_301]));
    assert_eq!(state(&robot).found, None);
}

#[test]
fn a_search_that_failed_lists_nothing_and_waits_for_nothing() {
    let mut robot = Robot::at_work(2);
    robot.keys("S").types("ке");
    let revision = *asked(&robot).last().unwrap();
    let failure = Failure {
        code: FailureCode::StoreRead,
        detail: String::new(),
    };
    robot.tell(Msg::ReadFailed { revision, failure });
    assert_eq!((state(&robot).asked, &state(&robot).found), (None, &None));
}

#[test]
fn enter_before_the_answer_opens_what_the_last_query_finds() {
    let mut robot = Robot::at_work(2);
    robot.keys("S").types("ке");
    let first = *asked(&robot).last().unwrap();
    robot.tell(answer(first, &[766_301]));
    robot.types("з").keys("Enter");
    assert_eq!(
        robot.model.overlays.len(),
        1,
        "nothing of the earlier query"
    );
    let last = *asked(&robot).last().unwrap();
    robot.tell(answer(last, &[766_302]));
    assert_eq!(robot.model.detail.number, Some(Number::request(766_302)));
}
