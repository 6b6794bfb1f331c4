//! Saved views, key by key.

use jiff::SignedDuration;

use super::Robot;
use crate::app::action::DisabledReason;
use crate::app::effect::Effect;
use crate::app::list::{ListId, Revision};
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode, NoticeText};
use crate::app::overlay::Overlay;
use crate::app::views::View;
use crate::domain::privacy::Private;

fn view(name: &str, filter: &str) -> View {
    View {
        name: name.into(),
        filter: filter.into(),
    }
}

/// At work with two views kept.
fn at_work() -> Robot {
    let mut robot = Robot::at_work(2);
    robot.tell(Msg::Views(vec![
        view("Кезек", "кезек"),
        view("Өткен", "overdue"),
    ]));
    robot
}

fn shown(robot: &Robot) -> &str {
    robot.model.list(ListId::Requests).filter_text.text()
}

/// The questions how many items a view has.
fn counted(robot: &Robot) -> Vec<Revision> {
    let asked = robot.log.iter().filter_map(|effect| {
        if let Effect::CountView { revision, .. } = effect {
            Some(*revision)
        } else {
            None
        }
    });
    asked.collect()
}

fn answer(robot: &mut Robot, items: u64) {
    let revision = *counted(robot).last().unwrap();
    robot.tell(Msg::ViewCount { revision, items });
}

fn notice(robot: &Robot) -> Option<&NoticeText> {
    robot.model.notice.as_ref().map(|notice| &notice.text)
}

#[test]
fn a_digit_opens_a_view_and_the_digit_of_requests_leaves_it() {
    let mut robot = at_work();
    robot.keys("5");
    assert_eq!(
        (robot.model.screen, shown(&robot)),
        (Screen::Requests, "overdue")
    );
    assert_eq!(robot.model.open_view(), Some(1));
    robot.keys("2");
    assert_eq!((robot.model.screen, shown(&robot)), (Screen::Requests, ""));
    assert_eq!(robot.model.open_view(), None);
}

#[test]
fn the_tabs_go_round_through_the_views() {
    let mut robot = at_work();
    robot.keys("3 Tab");
    assert_eq!(robot.model.open_view(), Some(0));
    robot.keys("Tab Tab");
    assert_eq!(robot.model.screen, Screen::Home);
    robot.keys("BackTab BackTab BackTab");
    assert_eq!(robot.model.screen, Screen::Outbox);
}

#[test]
fn a_digit_without_a_view_says_so() {
    let mut robot = at_work();
    robot.keys("6");
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::Disabled(DisabledReason::NoView))
    );
}

#[test]
fn the_filter_of_the_list_is_saved_under_a_name() {
    let mut robot = at_work();
    robot.keys("F7").types("lang:kk").keys("Enter V F4");
    for _ in 0.."lang:kk".len() {
        robot.keys("Backspace");
    }
    robot.types("Қазақша").keys("Enter");
    let saved = vec![
        view("Кезек", "кезек"),
        view("Өткен", "overdue"),
        view("Қазақша", "lang:kk"),
    ];
    assert!(robot.log.contains(&Effect::SaveViews(saved)));
}

#[test]
fn a_list_without_a_filter_has_nothing_to_save() {
    let mut robot = at_work();
    robot.keys("V F4");
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::Disabled(DisabledReason::ListNotFiltered))
    );
}

#[test]
fn views_are_moved_renamed_and_dropped() {
    let mut robot = at_work();
    robot.keys("V Down F7 F5").types("!").keys("Enter Down F6");
    assert_eq!(robot.model.views.all, [view("Өткен!", "overdue")]);
    robot.keys("Esc");
    assert_eq!(robot.model.overlays.len(), 0);
}

#[test]
fn a_name_is_left_without_leaving_the_list() {
    let mut robot = at_work();
    robot.keys("V F5 Esc");
    assert_eq!(robot.model.overlays.len(), 1);
    assert_eq!(robot.model.views.all[0].name, "Кезек");
}

#[test]
fn views_are_counted_one_after_another_and_not_with_every_change() {
    let mut robot = at_work();
    assert_eq!(counted(&robot).len(), 1);
    answer(&mut robot, 7);
    assert_eq!(counted(&robot).len(), 2);
    answer(&mut robot, 2);
    assert_eq!(robot.model.views.counts, [Some(7), Some(2)]);
    for _ in 0..5 {
        robot.tell(Msg::StoreChanged);
    }
    assert_eq!(counted(&robot).len(), 2);
    robot.wait(SignedDuration::from_secs(5));
    assert_eq!(counted(&robot).len(), 3);
}

#[test]
fn a_count_of_before_views_were_moved_is_not_taken_for_another_view() {
    let mut robot = at_work();
    let earlier = counted(&robot)[0];
    robot.keys("V Down F7");
    robot.tell(Msg::ViewCount {
        revision: earlier,
        items: 7,
    });
    assert_eq!(robot.model.views.counts, [None, None]);
}

#[test]
fn a_count_that_failed_is_tried_again_with_the_next_change() {
    let mut robot = at_work();
    let failure = Failure {
        code: FailureCode::StoreRead,
        detail: String::new(),
    };
    let revision = counted(&robot)[0];
    robot.tell(Msg::ReadFailed { revision, failure });
    robot.wait(SignedDuration::from_secs(5));
    robot.tell(Msg::StoreChanged);
    assert_eq!(counted(&robot).len(), 2);
}

#[test]
fn a_view_that_cannot_be_read_any_more_says_so_and_has_no_count() {
    let mut robot = Robot::at_work(2);
    robot.tell(Msg::Views(vec![
        view("Ескі", "category:жоқ"),
        view("Бар", "overdue"),
    ]));
    answer(&mut robot, 3);
    assert_eq!(robot.model.views.counts, [None, Some(3)]);
    robot.keys("4");
    let told = NoticeText::ViewUnreadable(Private("Ескі".into()));
    assert_eq!(notice(&robot), Some(&told));
    assert!(!format!("{told:?}").contains("Ескі"));
}

#[test]
fn a_name_that_another_view_has_is_refused_and_nothing_is_overwritten() {
    let mut robot = at_work();
    robot.keys("V F5");
    for _ in 0.."Кезек".chars().count() {
        robot.keys("Backspace");
    }
    robot.types("Өткен").keys("Enter");
    let Some(Overlay::Views(state)) = robot.model.overlays.last() else {
        panic!("closed");
    };
    assert!(state.taken);
    assert_eq!(robot.model.views.all.len(), 2);
    assert_eq!(robot.model.views.all[0].name, "Кезек");
}

#[test]
fn while_a_name_is_typed_no_view_is_changed() {
    for key in ["F4", "F5", "F6", "F7"] {
        let mut robot = at_work();
        robot.keys("V Down F5").keys(key);
        let typed = NoticeText::Disabled(DisabledReason::NameBeingTyped);
        assert_eq!(notice(&robot), Some(&typed), "{key}");
        assert_eq!(robot.model.views.all.len(), 2, "{key}");
    }
}
