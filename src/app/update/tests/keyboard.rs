//! The same hands in every layout.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::{Robot, request, start_with};
use crate::app::effect::Effect;
use crate::app::key::{Key, KeyCode};
use crate::app::keymap::Keys;
use crate::app::keymap::tests::{typed_in, typed_text};
use crate::app::model::Screen;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::config::Keyboard;

/// What happened at a keyboard with a layout when keys at these places were pressed.
fn played(keyboard: Keyboard, keys: &[Place]) -> (Vec<Effect>, crate::app::Model) {
    // So few that what is done to all of them asks for no number: that is a text field.
    let requests = (1..20)
        .map(|serial| request(serial, "2026-03-09T09:00:00+05:00"))
        .collect();
    let mut robot = Robot::with(start_with((120, 40)), requests);
    robot.model.keyboard = keyboard;
    for key in keys {
        robot.press(match key {
            Place::Letter(place, shift) => typed_in(*place, *shift, keyboard),
            Place::Named(code) => Key::new(*code),
        });
    }
    robot.model.keyboard = Keyboard::Us;
    (robot.log, robot.model)
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Letter(char, bool),
    Named(KeyCode),
}

/// Letters and named keys that open no text field, so that places alone count.
fn place() -> impl Strategy<Value = Place> {
    // Without `l`: after `g` it opens a text field.
    let letters = "abcdefghijkmnorstuvwxyz123456789";
    let letters: Vec<char> = letters.chars().collect();
    let named = vec![
        KeyCode::F(1),
        KeyCode::F(3),
        KeyCode::F(4),
        KeyCode::F(8),
        KeyCode::F(9),
        KeyCode::F(12),
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::Char(' '),
    ];
    prop_oneof![
        3 => (prop::sample::select(letters), prop::bool::weighted(0.1))
            .prop_map(|(place, shift)| Place::Letter(place, shift && place.is_ascii_alphabetic())),
        2 => prop::sample::select(named).prop_map(Place::Named),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_same_places_give_the_same_orders_in_every_layout(
        keys in prop::collection::vec(place(), 1..60)
    ) {
        // A form with an editor is open to characters, not to places; so is the search.
        let keys: Vec<Place> = keys
            .into_iter()
            .filter(|key| !matches!(key, Place::Letter(place, _) if "rfebxoycdhz".contains(*place)))
            .filter(|key| !matches!(key, Place::Letter('s', true)))
            .collect();
        let expected = played(Keyboard::Us, &keys);
        for keyboard in Keyboard::ALL {
            let got = played(keyboard, &keys);
            prop_assert_eq!(&got.0, &expected.0, "{:?}", keyboard);
            prop_assert_eq!(&got.1, &expected.1, "{:?}", keyboard);
        }
    }
}

#[test]
fn text_fields_keep_what_was_typed_in_every_layout() {
    for keyboard in Keyboard::ALL {
        let mut robot = Robot::at_work(1);
        robot.model.keyboard = keyboard;
        robot.keys("F7");
        let text = typed_text(keyboard);
        robot.types(&text);
        let Some(Overlay::Filter(filter)) = robot.model.overlays.last() else {
            panic!("no filter");
        };
        assert_eq!(filter.text.text(), text, "{keyboard:?}");
    }
}

#[test]
fn the_motive_keeps_kazakh_letters_and_punctuation_of_the_digit_row() {
    let mut robot = Robot::at_work(1);
    robot.model.keyboard = Keyboard::Kz;
    robot.keys("F6 Tab");
    robot.types("\"әіңғ,.үұқөһ\" – №? а r w");
    let Some(Overlay::Return(form)) = robot.model.overlays.last() else {
        panic!("no form");
    };
    assert_eq!(form.motive.text(), "\"әіңғ,.үұқөһ\" – №? а r w");
}

#[test]
fn slash_and_question_mark_work_wherever_the_layout_has_them() {
    for keyboard in Keyboard::ALL {
        let mut robot = Robot::at_work(1);
        robot.model.keyboard = keyboard;
        robot.keys("/");
        assert!(matches!(
            robot.model.overlays.last(),
            Some(Overlay::Filter(_))
        ));
        robot.keys("Esc ?");
        assert!(matches!(
            robot.model.overlays.last(),
            Some(Overlay::Help(_))
        ));
    }
}

#[test]
fn caps_lock_does_not_lock_the_commands() {
    let mut robot = Robot::at_work(3);
    robot.keys("J");
    assert_eq!(robot.model.home.selected, 1);
}

#[test]
fn two_keys_one_after_the_other_are_one_command_in_every_layout() {
    for keyboard in Keyboard::ALL {
        let mut robot = Robot::at_work(1);
        robot.model.keyboard = keyboard;
        for (then, screen) in [
            ('o', Screen::Outbox),
            ('r', Screen::Requests),
            ('h', Screen::Home),
        ] {
            robot.press(typed_in('g', false, keyboard));
            robot.press(typed_in(then, false, keyboard));
            assert_eq!(robot.model.screen, screen, "{keyboard:?} g{then}");
        }
    }
}

#[test]
fn what_may_come_after_the_first_key_is_shown_after_a_rest() {
    let mut robot = Robot::at_work(1);
    robot.keys("g");
    assert_eq!(robot.model.which_keys(), []);
    robot.wait(SignedDuration::from_millis(400));
    let shown = robot.model.which_keys();
    let keys: String = shown.iter().map(|(then, _)| *then).collect();
    assert_eq!(keys, "abcdfghilmorstvwz");
    robot.keys("Esc");
    assert_eq!(
        (robot.model.which_keys().len(), robot.model.prefix),
        (0, None)
    );
}

#[test]
fn a_key_that_goes_with_no_other_is_told_and_does_nothing() {
    let mut robot = Robot::at_work(3);
    let before = robot.model.screen;
    robot.keys("g j");
    assert_eq!((robot.model.screen, robot.model.home.selected), (before, 0));
    let notice = robot.model.notice.as_ref().map(|notice| &notice.text);
    assert_eq!(notice, Some(&NoticeText::NoSuchKeys('g')));
    robot.keys("j");
    assert_eq!(robot.model.home.selected, 1);
}

#[test]
fn the_users_own_keys_stand_in_the_place_of_the_letters() {
    let mut robot = Robot::at_work(3);
    let source = "\"app.outbox\" = [\"J\", \"g z\"]";
    robot.model.keys = Keys::parse(source, "keys.toml").unwrap();
    robot.keys("3");
    assert_eq!(robot.model.screen, Screen::Home);
    robot.keys("J");
    assert_eq!(robot.model.screen, Screen::Outbox);
    robot.keys("g h g z");
    assert_eq!(robot.model.screen, Screen::Outbox);
}

#[test]
fn forty_keys_in_one_burst_act_in_the_order_in_which_they_were_typed() {
    let mut robot = Robot::at_work(50);
    robot.slow = true;
    robot.keys(&"j ".repeat(39));
    robot.keys("k");
    robot.settle();
    assert_eq!(robot.model.home.selected, 38);
}

#[test]
fn ctrl_z_goes_to_the_shell_in_every_layout_and_from_a_field_of_one_line() {
    for (keyboard, letter) in [
        (Keyboard::Us, 'z'),
        (Keyboard::Ru, 'я'),
        (Keyboard::Kz, 'я'),
    ] {
        let mut robot = Robot::at_work(1);
        robot.model.keyboard = keyboard;
        robot.press(KeyCode::F(7));
        robot.press(Key::char(letter).with_ctrl());
        let stops = robot
            .log
            .iter()
            .filter(|effect| **effect == Effect::Suspend);
        assert_eq!(stops.count(), 1, "{keyboard:?}");
    }
}

#[test]
fn ctrl_z_in_a_text_takes_back_what_was_typed_and_where_no_shell_is_it_says_so() {
    let mut robot = Robot::at_work(1);
    robot.keys("e").types("ab");
    robot.press(Key::char('z').with_ctrl());
    let composer = robot
        .model
        .overlays
        .last()
        .and_then(Overlay::composer)
        .unwrap();
    assert_ne!(composer.page_in_focus().unwrap().text.text(), "ab");
    let mut robot = Robot::at_work(1);
    robot.model.terminal.shell = false;
    robot.press(Key::char('z').with_ctrl());
    assert!(!robot.log.contains(&Effect::Suspend));
    assert!(robot.model.notice.is_some());
}
