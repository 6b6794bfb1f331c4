//! A key as the program knows it, independent of any terminal library.
//!
//! A key says what was produced; where it lies on the keyboard is told by
//! [`keymap`](super::keymap). Text fields take the character, commands take the position.

use serde::{Deserialize, Serialize};

use crate::domain::privacy::HIDDEN;

/// What a key press produced.
///
/// Its `Debug` hides the character: many keys in a row are a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyCode {
    /// A character, as the layout in use produced it.
    Char(char),
    /// A function key, F1 is 1.
    F(u8),
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Tab with Shift.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
}

impl KeyCode {
    /// Every named key but the function keys.
    pub const NAMED: [Self; 14] = [
        Self::Up,
        Self::Down,
        Self::Left,
        Self::Right,
        Self::Home,
        Self::End,
        Self::PageUp,
        Self::PageDown,
        Self::Enter,
        Self::Esc,
        Self::Tab,
        Self::BackTab,
        Self::Delete,
        Self::Insert,
    ];
}

/// One key press.
///
/// ```
/// use awp::app::key::Key;
/// assert_eq!(Key::char('Ж').to_string(), "Ж");
/// assert_eq!(Key::f(3).to_string(), "F3");
/// assert_eq!(Key::char('c').with_ctrl().to_string(), "Ctrl+c");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// What it produced.
    pub code: KeyCode,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held, as far as the terminal says so.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn new(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A character.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::new(KeyCode::Char(c))
    }

    /// A function key.
    #[must_use]
    pub const fn f(number: u8) -> Self {
        Self::new(KeyCode::F(number))
    }

    /// The same key under Control.
    #[must_use]
    pub const fn with_ctrl(self) -> Self {
        Self { ctrl: true, ..self }
    }

    /// The same key under Alt.
    #[must_use]
    pub const fn with_alt(self) -> Self {
        Self { alt: true, ..self }
    }

    /// The same key under Shift.
    #[must_use]
    pub const fn with_shift(self) -> Self {
        Self {
            shift: true,
            ..self
        }
    }

    /// The character a text field takes; `None` for commands and named keys.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        if let KeyCode::Char(c) = self.code
            && !self.ctrl
            && !self.alt
        {
            Some(c)
        } else {
            None
        }
    }
}

impl std::fmt::Debug for KeyCode {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Self::Char(_) = self {
            write!(out, "Char({HIDDEN})")
        } else {
            write!(out, "{self}")
        }
    }
}

impl From<KeyCode> for Key {
    fn from(code: KeyCode) -> Self {
        Self::new(code)
    }
}

impl std::fmt::Display for KeyCode {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Char(' ') => "Space",
            Self::Char(c) => return write!(out, "{c}"),
            Self::F(number) => return write!(out, "F{number}"),
            Self::Up => "↑",
            Self::Down => "↓",
            Self::Left => "←",
            Self::Right => "→",
            Self::Home => "Home",
            Self::End => "End",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
            Self::Enter => "Enter",
            Self::Esc => "Esc",
            Self::Tab => "Tab",
            Self::BackTab => "Shift+Tab",
            Self::Backspace => "Backspace",
            Self::Delete => "Del",
            Self::Insert => "Ins",
        };
        out.write_str(name)
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let held = [
            (self.ctrl, "Ctrl+"),
            (self.alt, "Alt+"),
            (self.shift, "Shift+"),
        ];
        for (_, name) in held.iter().filter(|(on, _)| *on) {
            out.write_str(name)?;
        }
        self.code.fmt(out)
    }
}
