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

mod file;
mod keys;
mod layout;
#[cfg(test)]
pub(crate) mod tests;

pub use file::KeyFileError;
pub use keys::Keys;

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
    /// The key at the second place after the one at the first.
    Then(char, char),
}

impl Chord {
    /// Whether a key asks for it, on a keyboard with a layout; for two keys, whether it is the
    /// second one.
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
            Self::Pos(place) | Self::Then(_, place) => {
                position(key, keyboard) == Some((place, false))
            }
            Self::ShiftPos(place) => position(key, keyboard) == Some((place, true)),
        }
    }

    /// The place of the key that begins two.
    ///
    /// ```
    /// use awp::app::keymap::Chord;
    /// assert_eq!(Chord::Then('g', 'h').prefix(), Some('g'));
    /// assert_eq!(Chord::Pos('g').prefix(), None);
    /// ```
    #[must_use]
    pub const fn prefix(self) -> Option<char> {
        match self {
            Self::Then(first, _) => Some(first),
            Self::Pos(_) | Self::ShiftPos(_) | Self::Produced(_) | Self::Named(_) => None,
        }
    }

    /// The place of the second key where the first one is at `first`.
    #[must_use]
    pub fn then(self, first: char) -> Option<char> {
        match self {
            Self::Then(begin, then) if begin == first => Some(then),
            Self::Then(..)
            | Self::Pos(_)
            | Self::ShiftPos(_)
            | Self::Produced(_)
            | Self::Named(_) => None,
        }
    }

    /// Whether two chords of one place cannot be told apart: they are the same, one is the key
    /// that begins the other, or a layout produces the sign of one on the key of the other.
    #[must_use]
    pub fn clashes(self, other: Self) -> bool {
        let begins = |one: Self, two: Self| matches!((one, two.prefix()), (Self::Pos(place), Some(first)) if place == first);
        let either = |is: fn(Self, Self) -> bool| is(self, other) || is(other, self);
        self == other || begins(self, other) || begins(other, self) || either(Self::lies_on)
    }

    /// Whether a layout has the sign of this chord on the key of the other one.
    fn lies_on(self, other: Self) -> bool {
        let Self::Produced(sign) = self else {
            return false;
        };
        Keyboard::ALL.into_iter().any(|keyboard| {
            let place = position(Key::char(sign), keyboard);
            match other {
                Self::Pos(there) => place == Some((there, false)),
                Self::ShiftPos(there) => place == Some((there, true)),
                Self::Produced(_) | Self::Named(_) | Self::Then(..) => false,
            }
        })
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
            Self::Then(first, then) => write!(out, "{first}{then}"),
        }
    }
}

/// What the key at a US place produces in a layout; `None` where it has none.
#[must_use]
pub fn produces(place: char, shifted: bool, keyboard: Keyboard) -> Option<char> {
    layout::produces(place, shifted, keyboard)
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
