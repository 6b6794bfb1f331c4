//! A hundred thousand keys of a monkey.

use std::ops::Range;

use jiff::SignedDuration;

use super::{DEMO, Robot, named, request, start_with};
use crate::app::action::ActionId;
use crate::app::effect::Effect;
use crate::app::form::Focus;
use crate::app::key::{Key, KeyCode};
use crate::app::model::Model;
use crate::app::msg::Msg;
use crate::app::outbox::OpStatus;
use crate::app::overlay::Overlay;
use crate::app::pointer::{Gesture, Pointed, Target};
use crate::config::Keyboard;
use crate::domain::text::CitizenText;

/// A small generator of its own, so that a seed gives the same play everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.roll(from.len() as u64)).unwrap()]
    }
}

fn key(dice: &mut Dice) -> Key {
    const NAMED: [KeyCode; 15] = [
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Char(' '),
    ];
    let letters: Vec<char> = "arwunjkgGsdetmlpfbxoyc123/?абвгдәіңғүұқөһцфк№\"'\u{301}x"
        .chars()
        .collect();
    let key = match dice.roll(10) {
        0..=3 => Key::new(dice.pick(&NAMED)),
        4 => Key::f(u8::try_from(dice.roll(12) + 1).unwrap()),
        _ => Key::char(dice.pick(&letters)),
    };
    match dice.roll(20) {
        0 => key.with_ctrl(),
        1 => key.with_alt(),
        2 => key.with_shift(),
        _ => key,
    }
}

/// Whether the next Enter presses a deciding button.
fn on_decision(model: &Model) -> bool {
    match model.overlays.last() {
        Some(Overlay::Confirm(confirm)) => confirm.on_ok,
        Some(overlay) => overlay.focus() == Some(Focus::Submit),
        None => false,
    }
}

fn hold_invariants(model: &Model) {
    for list in [&model.home, &model.requests] {
        assert!(list.selected < list.total.max(1));
        assert!(list.top <= list.selected, "{} {}", list.top, list.selected);
        let page = u64::from(model.list_rows());
        assert!(
            list.selected < list.top + page,
            "the selection is on screen"
        );
    }
    assert!(model.outbox.selected < model.outbox.entries.len().max(1));
    assert!(model.overlays.len() <= 4, "{:?}", model.overlays);
    for (at, overlay) in model.overlays.iter().enumerate() {
        let same = model
            .overlays
            .iter()
            .filter(|other| other.scope() == overlay.scope());
        assert_eq!(same.count(), 1, "twice: {:?} at {at}", overlay.scope());
    }
    assert!(model.next_wake(model.now).is_some() || model.quitting);
}

fn happens(robot: &mut Robot, dice: &mut Dice) {
    match dice.roll(100) {
        0..=1 => robot.tell(Msg::StoreChanged),
        2 => robot.tell(Msg::Resize {
            width: u16::try_from(dice.roll(200)).unwrap(),
            height: u16::try_from(dice.roll(60)).unwrap(),
        }),
        3 => robot.tell(Msg::Focus(dice.roll(2) == 0)),
        4 => robot.tell(Msg::Paste(CitizenText::parse("a\nб\t r").unwrap())),
        5 => robot.tell(Msg::Measured {
            detail: u16::try_from(dice.roll(9)).unwrap(),
            overlay: u16::try_from(dice.roll(9)).unwrap(),
        }),
        6 => robot.tell(Msg::ResetQuestion {
            deleting: 9,
            of: 10,
        }),
        7 => {
            let status = if dice.roll(2) == 0 {
                OpStatus::Conflict { by: None, at: None }
            } else {
                OpStatus::Waiting
            };
            if let Some(entry) = robot.world.outbox.last_mut() {
                entry.status = status;
            }
        }
        8 => robot.slow = true,
        25..=28 => clicks(robot, dice),
        21..=22 => {
            for word in ["Esc", "a", "Space", "Space", "Tab"] {
                press(robot, named(word));
            }
        }
        23..=24 => {
            for word in ["Esc", "e", "т", "Tab", "Tab", "Tab"] {
                press(robot, named(word));
            }
        }
        9..=12 => {
            robot.slow = false;
            robot.settle();
        }
        13..=20 => {
            let millis = i64::try_from(dice.roll(900)).unwrap();
            robot.wait(SignedDuration::from_millis(millis));
        }
        _ => press(robot, key(dice)),
    }
}

/// Points at something that may be on the screen.
fn clicks(robot: &mut Robot, dice: &mut Dice) {
    let at = usize::try_from(dice.roll(12)).unwrap();
    let list = &robot.model.home;
    let index = list.top + u64::try_from(at).unwrap();
    let fields = robot.model.overlays.last().map(Overlay::fields);
    let focus = fields.and_then(|fields| fields.get(at).copied());
    let target = match (dice.roll(8), focus) {
        (0, _) => Target::Tab(at % 3),
        (1, _) => Target::Line(at),
        (2, _) => Target::Border,
        (3, Some(focus)) => Target::Field(focus),
        (4, Some(focus)) => Target::Check(focus),
        (5, Some(focus)) => Target::Button(focus),
        (6, _) => Target::Hint(dice.pick(&[ActionId::Accept, ActionId::Recall, ActionId::Next])),
        _ => Target::Row {
            index,
            number: list.window.row(index).map(|row| row.number),
        },
    };
    let gesture = dice.pick(&[
        Gesture::Press,
        Gesture::Press,
        Gesture::Press,
        Gesture::Drag,
        Gesture::Release,
        Gesture::WheelDown,
        Gesture::WheelUp,
    ]);
    let place = robot.model.place();
    let again = robot.model.hand.clicked == Some((target, place));
    let is_button = matches!(target, Target::Button(Focus::Submit));
    let may = again && is_button && on_decision(&robot.model);
    let pointed = Msg::Pointed(Pointed {
        gesture,
        column: u16::try_from(dice.roll(130)).unwrap(),
        target: Some(target),
        place,
    });
    decides_only_if(robot, may, |robot| robot.tell(pointed));
}

fn press(robot: &mut Robot, key: Key) {
    let may = key.code == KeyCode::Enter
        && on_decision(&robot.model)
        && robot.model.type_ahead.awaited.is_none();
    decides_only_if(robot, may, |robot| {
        robot.press(key);
    });
}

/// Does something that decides only if it may.
fn decides_only_if(robot: &mut Robot, may: bool, what: impl FnOnce(&mut Robot)) {
    let waiting = robot.model.type_ahead.awaited.is_some();
    let before = robot.log.len();
    let slow = std::mem::replace(&mut robot.slow, true);
    what(robot);
    let outward = robot.log[before..]
        .iter()
        .any(|effect| matches!(effect, Effect::Queue(_)));
    assert!(!outward || (may && !waiting), "it decided");
    robot.slow = slow;
    if !slow {
        robot.settle();
    }
}

/// Twenty-five thousand keys, from ten seeds.
fn plays(seeds: Range<u64>) {
    let mut decided = 0;
    for seed in seeds {
        let mut dice = Dice(seed);
        let requests = (1..60)
            .map(|serial| request(serial, "2026-03-06T09:00:00+05:00"))
            .collect();
        let mut start = start_with((120, 40));
        start.demo = Some(DEMO);
        start.keyboard = Keyboard::ALL[usize::try_from(seed % 4).unwrap()];
        let mut robot = Robot::with(start, requests);
        for _ in 0..2_500 {
            happens(&mut robot, &mut dice);
            hold_invariants(&robot.model);
            if robot.model.quitting {
                robot.model.quitting = false;
            }
        }
        decided += robot.orders().len();
    }
    assert!(decided > 0, "the monkey must get somewhere");
}

/// A hundred thousand keys neither panic nor decide without a confirmation.
mod a_monkey {
    use super::plays;

    #[test]
    fn plays_a_first_quarter() {
        plays(0..10);
    }

    #[test]
    fn plays_a_second_quarter() {
        plays(10..20);
    }

    #[test]
    fn plays_a_third_quarter() {
        plays(20..30);
    }

    #[test]
    fn plays_a_last_quarter() {
        plays(30..40);
    }
}
