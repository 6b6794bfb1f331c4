//! Line mode: lines do what keys do.

use super::{Robot, request, start_with};
use crate::app::action::{ActionId, DisabledReason, disabled};
use crate::app::effect::Effect;
use crate::app::form::Focus;
use crate::app::layout::Layout;
use crate::app::model::{Ahead, Screen};
use crate::app::msg::Msg;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::app::typed_line::LineFault;
use crate::domain::text::CitizenText;

fn at_a_sheet(requests: u64) -> Robot {
    let mut start = start_with((80, 24));
    start.layout = Layout::of_paper();
    let requests = (0..requests)
        .map(|serial| request(766_301 + serial, "2026-03-10T09:14:00+05:00"))
        .collect();
    Robot::with(start, requests)
}

fn lines(robot: &mut Robot, lines: &[&str]) {
    for line in lines {
        robot.tell(Msg::Line(CitizenText::parse(line).unwrap()));
    }
}

fn notice(robot: &Robot) -> Option<&NoticeText> {
    robot.model.notice.as_ref().map(|notice| &notice.text)
}

#[test]
fn a_request_is_opened_by_its_number_and_accepted_by_name() {
    let mut robot = at_a_sheet(3);
    lines(&mut robot, &["766302", "қабылдау"]);
    assert_eq!(robot.model.screen, Screen::Request);
    let Some(Overlay::Accept(form)) = robot.model.overlays.last() else {
        panic!("no form");
    };
    assert_eq!(form.number, "766302".parse().unwrap());
    lines(&mut robot, &["space", "space tab", ""]);
    let queued = |effect: &&Effect| matches!(effect, Effect::Queue(_));
    assert_eq!(robot.log.iter().filter(queued).count(), 1);
}

#[test]
fn the_lines_of_a_text_go_into_the_field_one_below_the_other_until_a_full_stop() {
    let mut robot = at_a_sheet(1);
    lines(&mut robot, &["r", "tab", "бірінші жол", "", "w"]);
    let Some(Overlay::Return(form)) = robot.model.overlays.last() else {
        panic!("no form");
    };
    assert_eq!(form.motive.text().trim_end(), "бірінші жол\n\nw");
    lines(&mut robot, &[".", ":esc"]);
    let kept = |effect: &Effect| matches!(effect, Effect::SaveDraft { .. });
    assert!(robot.model.overlays.is_empty());
    assert!(robot.log.iter().any(kept));
}

#[test]
fn a_filter_replaces_the_one_before() {
    let mut robot = at_a_sheet(3);
    for words in ["lang:ru", "due:today"] {
        lines(&mut robot, &[&format!("/{words}")]);
        assert_eq!(robot.model.home.filter_text.text(), words);
        assert!(robot.model.overlays.is_empty());
    }
    lines(&mut robot, &["/balloon:1"]);
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Filter(_))
    ));
    lines(&mut robot, &["/lang:kk"]);
    assert_eq!(robot.model.home.filter_text.text(), "lang:kk");
}

#[test]
fn where_no_list_is_a_filter_does_nothing_at_all() {
    let mut robot = at_a_sheet(1);
    lines(&mut robot, &["766301", "a", "space", "space tab", ""]);
    assert_eq!(robot.model.held.len(), 1);
    let before = robot.log.len();
    lines(&mut robot, &["/due:today"]);
    assert_eq!(notice(&robot), Some(&NoticeText::NoListHere));
    assert_eq!((robot.model.held.len(), robot.log.len()), (1, before));
}

#[test]
fn words_for_a_field_replace_those_before() {
    let mut robot = at_a_sheet(1);
    lines(&mut robot, &["f2", "accept", "қабылдау"]);
    let Some(Overlay::Palette(palette)) = robot.model.overlays.last() else {
        panic!("no palette");
    };
    assert_eq!(palette.query.text(), "қабылдау");
}

#[test]
fn a_full_stop_leaves_every_field_of_a_form() {
    let mut robot = at_a_sheet(1);
    lines(&mut robot, &["f", "no such holder"]);
    let focus = |robot: &Robot| robot.model.overlays.last().and_then(Overlay::focus);
    assert_eq!(focus(&robot), Some(Focus::Search));
    lines(&mut robot, &["."]);
    assert_ne!(focus(&robot), Some(Focus::Search));
}

#[test]
fn what_is_only_like_a_name_is_offered_and_not_done() {
    let mut robot = at_a_sheet(1);
    lines(&mut robot, &["qабылдау", "abyldau", "қабылд"]);
    assert!(robot.model.overlays.is_empty());
    assert!(matches!(notice(&robot), Some(NoticeText::WhichCommand(_))));
}

#[test]
fn a_line_that_cannot_be_taken_is_told() {
    let mut robot = at_a_sheet(1);
    robot.tell(Msg::LineRefused(LineFault::TooLong));
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::LineFault(LineFault::TooLong))
    );
}

#[test]
fn lines_that_come_faster_than_the_store_wait_in_their_order() {
    let mut robot = at_a_sheet(3);
    robot.slow = true;
    lines(&mut robot, &["766303", "a", "766301"]);
    let waiting: Vec<bool> = robot
        .model
        .type_ahead
        .waiting
        .iter()
        .map(|ahead| matches!(ahead, Ahead::Line(_)))
        .collect();
    assert_eq!(waiting, [true]);
    robot.settle();
    // The form is open: what it is about stays.
    assert_eq!(notice(&robot), Some(&NoticeText::CloseFirst));
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Accept(_))
    ));
}

#[test]
fn a_line_that_is_nothing_does_nothing_and_says_so() {
    let mut robot = at_a_sheet(1);
    let before = robot.log.len();
    lines(&mut robot, &["zzzz zzzz"]);
    assert_eq!(notice(&robot), Some(&NoticeText::UnknownLine));
    assert_eq!(robot.log.len(), before);
}

#[test]
fn the_keyboard_is_not_lent_to_an_editor() {
    let mut robot = at_a_sheet(1);
    lines(&mut robot, &["e"]);
    let reason = disabled(&robot.model, ActionId::ExternalEditor);
    assert_eq!(reason, Some(DisabledReason::LineMode));
}

#[test]
fn a_terminal_that_changes_its_size_changes_nothing_of_the_sheet() {
    let mut robot = at_a_sheet(1);
    robot.tell(Msg::Resize {
        width: 70,
        height: 20,
    });
    assert_eq!(robot.model.layout, Layout::of_paper());
}
