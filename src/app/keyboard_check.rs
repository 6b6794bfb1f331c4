//! Which layout is on the keyboard, told by what a few keys produce.
//!
//! The user presses keys by what is printed on them; what they produce leaves fewer and fewer
//! layouts. Every keyboard has a Latin layout beside its own, so that a Latin letter tells little:
//! the user is asked to switch, or to say that Latin is all there is.

use serde::Serialize;

use super::key::{Key, KeyCode};
use super::keymap::produces;
use crate::config::Keyboard;

/// The keys that are asked for, by what is printed on them. The first tells Latin from the rest,
/// the second the layout with letters on the digits, the third the one by frequency.
const ASKED: [char; 3] = ['j', '3', 'a'];

/// The layouts that may be on the keyboard, and what is asked next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyboardCheck {
    left: Vec<Keyboard>,
    /// The key to be pressed, by what is printed on it in a Latin layout.
    pub asked: char,
    /// The last key produced a Latin letter.
    pub latin: bool,
    /// The last key produced nothing that any layout has there.
    pub missed: bool,
}

impl Default for KeyboardCheck {
    fn default() -> Self {
        Self {
            left: Keyboard::ALL.to_vec(),
            asked: ASKED[0],
            latin: false,
            missed: false,
        }
    }
}

impl KeyboardCheck {
    /// Takes the key that was pressed; gives the layout once it is known.
    ///
    /// ```
    /// use awp::app::key::Key;
    /// use awp::app::keyboard_check::KeyboardCheck;
    /// use awp::config::Keyboard;
    /// let mut check = KeyboardCheck::default();
    /// assert_eq!(check.pressed(Key::char('о')), None);
    /// assert_eq!(check.pressed(Key::char('і')), Some(Keyboard::Kz));
    /// ```
    pub fn pressed(&mut self, key: Key) -> Option<Keyboard> {
        let KeyCode::Char(c) = key.code else {
            return None;
        };
        let fits = |keyboard: &Keyboard| gives(*keyboard, self.asked, c);
        let left: Vec<Keyboard> = self.left.iter().copied().filter(fits).collect();
        (self.latin, self.missed) = (left == [Keyboard::Us], left.is_empty());
        if self.latin || self.missed {
            return None;
        }
        self.left = left;
        if let [keyboard] = *self.left {
            return Some(keyboard);
        }
        let tells_apart = |place: &char| {
            let mut made = self.left.iter().map(|one| produces(*place, false, *one));
            let first = made.next();
            made.any(|other| Some(other) != first)
        };
        let next = ASKED.into_iter().find(tells_apart);
        self.asked = next.unwrap_or(self.asked);
        None
    }
}

/// Whether a layout has a character at a place, with Shift or Caps Lock or without.
fn gives(keyboard: Keyboard, place: char, c: char) -> bool {
    [false, true]
        .into_iter()
        .any(|shifted| produces(place, shifted, keyboard) == Some(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses whatever is asked for until the layout is known.
    fn found(on: Keyboard, shifted: bool) -> (Option<Keyboard>, usize) {
        let mut check = KeyboardCheck::default();
        for pressed in 1..=ASKED.len() {
            let c = produces(check.asked, shifted, on).unwrap();
            if let Some(keyboard) = check.pressed(Key::char(c)) {
                return (Some(keyboard), pressed);
            }
        }
        (None, ASKED.len())
    }

    #[test]
    fn each_layout_is_found_by_at_most_three_keys_caps_lock_or_not() {
        for shifted in [false, true] {
            for (keyboard, keys) in [
                (Keyboard::Ru, 3),
                (Keyboard::Kz, 2),
                (Keyboard::KzKikkarin, 3),
            ] {
                assert_eq!(found(keyboard, shifted), (Some(keyboard), keys));
            }
        }
    }

    #[test]
    fn a_latin_letter_asks_for_a_switch_and_leaves_everything_open() {
        let mut check = KeyboardCheck::default();
        assert_eq!(check.pressed(Key::char('j')), None);
        assert!(check.latin && check.asked == 'j');
        assert_eq!(check.pressed(Key::char('о')), None);
        assert!(!check.latin);
        assert_eq!(check.pressed(Key::char('і')), Some(Keyboard::Kz));
    }

    #[test]
    fn a_key_that_is_another_one_is_told() {
        let mut check = KeyboardCheck::default();
        assert_eq!(check.pressed(Key::char('щ')), None);
        assert!(check.missed);
        assert_eq!(check.pressed(Key::new(KeyCode::Enter)), None);
        assert_eq!(check.asked, 'j');
    }
}
