//! What the program tells of itself: the second of two keys, the layout of the keyboard, the
//! rules.

use super::fixture::Desk;
use super::golden::check;
use super::plays;
use crate::app::key::KeyCode;
use crate::app::keyboard_check::KeyboardCheck;
use crate::app::overlay::Overlay;
use crate::domain::local_text::Lang;
use crate::theme::{Depth, Theme};

#[test]
fn what_may_come_after_the_first_key() {
    check("which-key", plays::which_key);
}

#[test]
fn the_check_of_the_keyboard() {
    check("keyboard-check", |desk| {
        plays::keyboard_check(desk);
        desk.keys("щ").key(KeyCode::Left);
    });
}

#[test]
fn the_rules_looked_up() {
    check("law", plays::law);
}

#[test]
fn what_the_check_of_the_keyboard_says_is_whole_at_60_by_16() {
    for lang in Lang::ALL {
        for key in ["j", "щ", "о"] {
            let mut desk = Desk::new(lang, (60, 16));
            let check = Overlay::KeyboardCheck(KeyboardCheck::default());
            desk.model.overlays.push(check);
            desk.keys(key);
            let (buf, _) = desk.draw(&Theme::built_in(Depth::Mono, false));
            let row = |y| -> String { (0..60).map(|x| buf[(x, y)].symbol()).collect() };
            let rows: Vec<String> = (0..16).map(row).collect();
            let asked = if key == "о" { "[3]" } else { "[J]" };
            assert!(rows.iter().any(|row| row.contains(asked)), "{rows:#?}");
            assert!(!rows[1..].concat().contains('…'), "{rows:#?}");
            assert!(rows.iter().any(|row| row.contains("Esc")), "{rows:#?}");
        }
    }
}
