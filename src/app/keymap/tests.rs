//! The layouts against what their keys print.

use super::layout::produces;
use super::*;

/// The key press of a place in a layout.
pub(crate) fn typed_in(place: char, shifted: bool, keyboard: Keyboard) -> Key {
    let c = produces(place, shifted, keyboard).unwrap();
    let key = Key::char(c);
    if shifted { key.with_shift() } else { key }
}

/// Every character a layout types, row by row.
pub(crate) fn typed_text(keyboard: Keyboard) -> String {
    ('!'..='~')
        .filter_map(|place| produces(place, false, keyboard))
        .collect()
}

#[test]
fn every_letter_and_digit_key_is_known_in_every_layout() {
    for keyboard in Keyboard::ALL {
        for place in ('a'..='z').chain('0'..='9') {
            for shifted in [false, true] {
                let shifted = shifted && place.is_ascii_alphabetic();
                let key = typed_in(place, shifted, keyboard);
                assert_eq!(
                    position(key, keyboard),
                    Some((place, shifted)),
                    "{key} {keyboard:?}"
                );
            }
        }
    }
}

#[test]
fn the_kazakh_letters_lie_where_their_layout_has_them() {
    for (c, kz, kikkarin) in [
        ('ә', Some('2'), None),
        ('і', Some('3'), Some('x')),
        ('ң', Some('4'), Some('w')),
        ('ғ', Some('5'), Some('o')),
        ('ү', Some('8'), Some('m')),
        ('қ', Some('0'), Some('d')),
        ('ө', None, Some('a')),
    ] {
        let place = |keyboard| position(Key::char(c), keyboard).map(|(place, _)| place);
        assert_eq!(place(Keyboard::Kz), kz, "{c}");
        assert_eq!(place(Keyboard::KzKikkarin), kikkarin, "{c}");
    }
}

#[test]
fn a_latin_letter_means_its_own_place_everywhere() {
    for keyboard in Keyboard::ALL {
        for c in 'a'..='z' {
            assert_eq!(position(Key::char(c), keyboard), Some((c, false)));
        }
    }
}

#[test]
fn control_and_alt_keep_the_place() {
    for keyboard in [Keyboard::Ru, Keyboard::Kz] {
        for key in [Key::char('с').with_ctrl(), Key::char('с').with_alt()] {
            assert_eq!(position(key, keyboard), Some(('c', false)));
        }
    }
}

#[test]
fn a_letter_under_control_is_no_command() {
    assert!(!Chord::Pos('a').matches(Key::char('a').with_ctrl(), Keyboard::Us));
    assert!(!Chord::Pos('a').matches(Key::char('ф').with_alt(), Keyboard::Ru));
}
