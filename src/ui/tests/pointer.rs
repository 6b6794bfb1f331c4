//! The mouse on the drawn screen: what is clicked is what is seen.

use ratatui::buffer::Buffer;

use super::fixture::Desk;
use crate::app::form::Focus;
use crate::app::key::KeyCode;
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::overlay::Overlay;
use crate::app::pointer::{Gesture, Pointed, Target};
use crate::domain::local_text::Lang;
use crate::theme::{Depth, Theme};
use crate::ui::Drawn;

fn drawn(desk: &Desk) -> (Buffer, Drawn) {
    desk.draw(&Theme::built_in(Depth::Mono, true))
}

fn line(buf: &Buffer, y: u16) -> String {
    (0..buf.area.width).map(|x| buf[(x, y)].symbol()).collect()
}

/// The first cell of a text on the screen.
fn find(buf: &Buffer, what: &str) -> (u16, u16) {
    for y in 0..buf.area.height {
        if let Some((before, _)) = line(buf, y).split_once(what) {
            return (u16::try_from(before.chars().count()).unwrap(), y);
        }
    }
    panic!("{what:?} is not on the screen")
}

fn point(desk: &mut Desk, gesture: Gesture, (x, y): (u16, u16)) {
    let target = drawn(desk).1.target(x, y);
    let place = desk.model.place();
    desk.tell(Msg::Pointed(Pointed {
        gesture,
        column: x,
        target,
        place,
    }));
}

fn click(desk: &mut Desk, what: &str) {
    let at = find(&drawn(desk).0, what);
    point(desk, Gesture::Press, at);
    point(desk, Gesture::Release, at);
}

/// Where the lines are that can be chosen, with their targets.
fn lines(drawn: &Drawn) -> Vec<((u16, u16), Target)> {
    let chosen = drawn
        .targets
        .iter()
        .filter(|(_, target)| matches!(target, Target::Line(_) | Target::Row { .. }));
    chosen
        .map(|(area, target)| ((area.x + 2, area.y), *target))
        .collect()
}

#[test]
fn a_click_on_any_line_that_can_be_chosen_moves_the_marker_onto_it() {
    type Play = fn(&mut Desk);
    let plays: [(&str, Play); 8] = [
        ("home", |_| {}),
        ("requests", |desk| {
            desk.keys("2");
        }),
        ("palette", |desk| {
            desk.keys("p");
        }),
        ("filter", |desk| {
            desk.keys("/overdue category:");
        }),
        ("settings", |desk| {
            desk.key(KeyCode::F(9));
        }),
        ("rules", |desk| {
            desk.keys("gl");
        }),
        ("outbox", |desk| {
            desk.keys("3");
        }),
        ("templates", |desk| {
            desk.key(KeyCode::Enter).rest().keys("e").key(KeyCode::F(5));
        }),
    ];
    for (name, play) in plays {
        for size in [(60, 16), (80, 24), (120, 40)] {
            let mut desk = Desk::new(Lang::Kk, size);
            play(&mut desk);
            let found = lines(&drawn(&desk).1);
            assert!(
                !found.is_empty(),
                "{name} at {size:?}: {:?}",
                drawn(&desk).1
            );
            for (at, target) in found {
                let mut desk = Desk::new(Lang::Kk, size);
                play(&mut desk);
                let is_chosen = line(&drawn(&desk).0, at.1).contains('>');
                if !is_chosen {
                    point(&mut desk, Gesture::Press, at);
                }
                let (buf, after) = drawn(&desk);
                let there = lines(&after).into_iter().find(|(_, one)| *one == target);
                let (_, y) = there.expect("it is still seen").0;
                assert!(
                    line(&buf, y).contains('>'),
                    "{name} at {size:?}: {target:?} at {at:?}\n{}",
                    line(&buf, y)
                );
            }
        }
    }
}

#[test]
fn a_second_click_on_a_row_opens_it() {
    let mut desk = Desk::new(Lang::Ru, (80, 24));
    let number = desk.model.home.window.rows[4].number;
    click(&mut desk, &number.to_string());
    assert_eq!(desk.model.home.anchor, Some(number));
    assert_eq!(desk.model.screen, Screen::Home);
    click(&mut desk, &number.to_string());
    assert_eq!(desk.model.screen, Screen::Request);
    assert_eq!(desk.model.detail.number, Some(number));
}

#[test]
fn tabs_and_hints_are_clicked() {
    let mut desk = Desk::new(Lang::Ru, (120, 40));
    click(&mut desk, "Очередь отправки");
    assert_eq!(desk.model.screen, Screen::Outbox);
    click(&mut desk, "Справка");
    assert!(matches!(desk.model.overlays.last(), Some(Overlay::Help(_))));
}

#[test]
fn what_lies_under_a_dialog_cannot_be_clicked() {
    let mut desk = Desk::new(Lang::Ru, (120, 40));
    desk.down(3).keys("a");
    let (_, drawn) = drawn(&desk);
    let under = drawn.targets.iter().filter(|(_, target)| {
        matches!(
            target,
            Target::Tab(_) | Target::Row { .. } | Target::List | Target::Detail | Target::Border
        )
    });
    assert_eq!(under.count(), 0);
}

#[test]
fn a_form_is_filled_in_and_decided_with_the_mouse_the_button_by_a_second_click() {
    let mut desk = Desk::new(Lang::Ru, (120, 40));
    desk.down(3).keys("a");
    let checks = |desk: &Desk| -> Vec<(u16, u16)> {
        let targets = drawn(desk).1.targets;
        let checks = targets
            .iter()
            .filter(|(_, target)| matches!(target, Target::Check(_)));
        checks.map(|(area, _)| (area.x + 3, area.y)).collect()
    };
    for index in 0..checks(&desk).len() {
        for _ in 0..2 {
            let Some(Overlay::Accept(form)) = desk.model.overlays.last() else {
                panic!("the form is open");
            };
            if !form.lines[index].marked {
                let at = checks(&desk)[index];
                point(&mut desk, Gesture::Press, at);
            }
        }
    }
    let Some(Overlay::Accept(form)) = desk.model.overlays.last() else {
        panic!("the form is open");
    };
    assert_eq!(form.open_lines(), 0);
    let button = |desk: &Desk| {
        let targets = drawn(desk).1.targets;
        let mut found = targets
            .iter()
            .filter(|(_, target)| *target == Target::Button(Focus::Submit));
        found.next().map(|(area, _)| (area.x + 2, area.y)).unwrap()
    };
    let at = button(&desk);
    point(&mut desk, Gesture::Press, at);
    assert!(desk.model.queueing.is_none(), "the first one chooses");
    let at = button(&desk);
    point(&mut desk, Gesture::Press, at);
    assert!(desk.model.queueing.is_some(), "the second one decides");
}

#[test]
fn the_wheel_moves_what_is_under_it() {
    let mut desk = Desk::new(Lang::Ru, (120, 40));
    point(&mut desk, Gesture::WheelDown, (10, 10));
    assert_eq!(desk.model.home.selected, 3);
    desk.rest();
    let (_, seen) = drawn(&desk);
    desk.tell(Msg::Measured {
        detail: seen.detail_end,
        overlay: 0,
    });
    point(&mut desk, Gesture::WheelDown, (100, 10));
    assert_eq!(desk.model.home.selected, 3);
    assert_eq!(desk.model.detail.scroll, 3.min(seen.detail_end));
    point(&mut desk, Gesture::WheelUp, (10, 10));
    assert_eq!(desk.model.home.selected, 0);
}

#[test]
fn the_border_is_dragged_and_neither_side_becomes_too_narrow() {
    let mut desk = Desk::new(Lang::Kk, (160, 40));
    let border = desk.model.layout.border();
    point(&mut desk, Gesture::Press, (border.x, 10));
    for (column, list) in [(96, 97), (150, 110), (20, 50), (80, 81)] {
        point(&mut desk, Gesture::Drag, (column, 12));
        let width = desk.model.layout.list().width;
        assert!(width.abs_diff(list) <= 1, "{width} at {column}");
        assert_eq!(desk.model.layout.detail().width, 160 - width);
    }
    point(&mut desk, Gesture::Release, (80, 12));
    point(&mut desk, Gesture::Drag, (120, 12));
    assert!(desk.model.layout.list().width.abs_diff(81) <= 1, "let go");
}
