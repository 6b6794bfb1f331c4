//! From a key to the place it has on the keyboard, and from there to an action.
//!
//! Letters and digits of a command match by position through a table for each *layout*; a table
//! for each script would be wrong: `і` is the `3` key of the Kazakh layout and the `x` key of
//! Kikkarin's. Positions are named by what a US keyboard prints there. The Latin letters mean
//! their own place in every layout, because every layout has a Latin one beside it.
//! Text fields never come here.

use std::fmt;

use serde::Serialize;

use super::key::{Key, KeyCode};
use crate::config::Keyboard;

mod layout;
#[cfg(test)]
pub(crate) mod tests;

/// One way to ask for an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Chord {
    /// The key at the place of this US letter or digit.
    Pos(char),
    /// The same under Shift.
    ShiftPos(char),
    /// The character, wherever its key is: only an alias.
    Produced(char),
    /// A named key.
    Named(KeyCode),
}

impl Chord {
    /// Whether a key asks for it, on a keyboard with a layout.
    ///
    /// ```
    /// use awp::app::{key::Key, keymap::Chord};
    /// use awp::config::Keyboard;
    /// // The letter `ф` lies where a US keyboard has `a`.
    /// assert!(Chord::Pos('a').matches(Key::char('ф'), Keyboard::Ru));
    /// assert!(Chord::Pos('3').matches(Key::char('і'), Keyboard::Kz));
    /// assert!(Chord::Pos('x').matches(Key::char('і'), Keyboard::KzKikkarin));
    /// ```
    #[must_use]
    pub fn matches(self, key: Key, keyboard: Keyboard) -> bool {
        if key.ctrl || key.alt {
            return false;
        }
        match self {
            Self::Named(code) => key.code == code,
            Self::Produced(c) => key.code == KeyCode::Char(c),
            Self::Pos(place) => position(key, keyboard) == Some((place, false)),
            Self::ShiftPos(place) => position(key, keyboard) == Some((place, true)),
        }
    }

    /// Whether the chord is one of the second set: function keys, arrows and other named keys.
    #[must_use]
    pub const fn is_named(self) -> bool {
        matches!(self, Self::Named(_))
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pos(place) => write!(out, "{place}"),
            Self::ShiftPos(place) => out.write_str(&place.to_uppercase().to_string()),
            Self::Produced(' ') => out.write_str("Space"),
            Self::Produced(c) => write!(out, "{c}"),
            Self::Named(code) => code.fmt(out),
        }
    }
}

/// The place of a key, named by the US letter or digit there, and whether Shift was held.
///
/// `None` for named keys and for characters that lie on no letter or digit key. Works under
/// Ctrl and Alt too, where some terminals send the character of the layout.
#[must_use]
pub fn position(key: Key, keyboard: Keyboard) -> Option<(char, bool)> {
    let KeyCode::Char(c) = key.code else {
        return None;
    };
    let (place, shifted) = layout::place(c, keyboard)?;
    Some((place, shifted || (key.shift && place.is_ascii_alphabetic())))
}
