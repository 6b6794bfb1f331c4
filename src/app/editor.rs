//! The editor of texts of several lines.
//!
//! Wraps `ratatui_textarea`, the one place of the program layer that knows a widget. The model
//! gives it its size before input, so that moving over wrapped lines agrees with what is seen.
//! Its value in equality, logs and recordings is text and cursor; `Debug` hides the text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, Input, Key as AreaKey, TextArea, WrapMode};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::key::{Key, KeyCode};
use crate::domain::decide::MAX_MOTIVE;
use crate::domain::gate::placeholders;
use crate::domain::refusal::Refusal;
use crate::domain::text::{CitizenText, TextError};

/// A text of several lines being written.
#[derive(Clone)]
pub struct Editor {
    area: TextArea<'static>,
    width: u16,
    height: u16,
}

impl Editor {
    /// An editor with a text, the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::from(text.split('\n'));
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self {
            area,
            width: 0,
            height: 0,
        }
    }

    /// The text, lines joined by `\n`.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// The text, cleaned as everything is that leaves the program.
    ///
    /// # Errors
    /// It is too long.
    pub fn read(&self) -> Result<CitizenText, Refusal> {
        CitizenText::parse(&self.text()).map_err(|TextError::TooLong { chars }| {
            Refusal::MotiveTooLong {
                chars,
                max: MAX_MOTIVE,
            }
        })
    }

    /// Selects characters of a line, so that what is typed next takes their place.
    pub fn select(&mut self, line: usize, column: usize, length: usize) {
        let cell = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        self.area.cancel_selection();
        let jump = |column| CursorMove::Jump(cell(line), cell(column));
        self.area.move_cursor(jump(column));
        if length > 0 {
            self.area.start_selection();
            self.area.move_cursor(jump(column + length));
        }
    }

    /// The place of the next blank to be filled in after the cursor, round the end.
    #[must_use]
    pub fn next_blank(&self) -> Option<(usize, usize, usize)> {
        let lines = self.area.lines().iter().enumerate();
        let blanks: Vec<(usize, usize, usize)> = lines
            .flat_map(|(line, text)| {
                let blanks = placeholders(text).into_iter();
                blanks.map(move |(column, words)| (line, column, words.chars().count()))
            })
            .collect();
        let cursor = self.cursor();
        // The cursor stands behind a blank that is selected already.
        let after = blanks
            .iter()
            .find(|(line, column, _)| (*line, *column) >= cursor);
        after.or_else(|| blanks.first()).copied()
    }

    /// The first line with anything on it.
    #[must_use]
    pub fn first_line(&self) -> &str {
        let mut lines = self.area.lines().iter();
        lines
            .find(|line| !line.trim().is_empty())
            .map_or("", String::as_str)
    }

    /// Line and character of the cursor, counted from 0.
    #[must_use]
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Whether nothing but white space is written.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.area.lines().iter().all(|line| line.trim().is_empty())
    }

    /// Tells the editor the cells it is drawn in.
    pub fn resize(&mut self, width: u16, height: u16) {
        if (self.width, self.height) == (width, height) {
            return;
        }
        (self.width, self.height) = (width, height);
        // The widget learns its width only by being drawn.
        let area = Rect::new(0, 0, width.max(1), height.max(1));
        (&self.area).render(area, &mut Buffer::empty(area));
    }

    /// The size last told.
    #[must_use]
    pub const fn size(&self) -> (u16, u16) {
        (self.width, self.height)
    }

    /// Takes a key; `position` is the Latin letter of the key's place, used under Ctrl and Alt.
    /// `true` if the text changed.
    pub fn input(&mut self, key: Key, position: Option<char>) -> bool {
        if key.ctrl && !key.alt && position == Some('z') {
            return self.area.undo();
        }
        let code = match key.code {
            KeyCode::Char(c) if key.ctrl || key.alt => AreaKey::Char(position.unwrap_or(c)),
            KeyCode::Char(c) if c.is_control() => AreaKey::Null,
            KeyCode::Char(c) => AreaKey::Char(c),
            KeyCode::Up => AreaKey::Up,
            KeyCode::Down => AreaKey::Down,
            KeyCode::Left => AreaKey::Left,
            KeyCode::Right => AreaKey::Right,
            KeyCode::Home => AreaKey::Home,
            KeyCode::End => AreaKey::End,
            KeyCode::PageUp => AreaKey::PageUp,
            KeyCode::PageDown => AreaKey::PageDown,
            KeyCode::Enter => AreaKey::Enter,
            KeyCode::Backspace => AreaKey::Backspace,
            KeyCode::Delete => AreaKey::Delete,
            KeyCode::F(_) | KeyCode::Esc | KeyCode::Tab | KeyCode::BackTab | KeyCode::Insert => {
                AreaKey::Null
            }
        };
        self.area.input(Input {
            key: code,
            ctrl: key.ctrl,
            alt: key.alt,
            shift: key.shift && !matches!(key.code, KeyCode::Char(_)),
        })
    }

    /// Inserts pasted text at the cursor.
    pub fn paste(&mut self, text: &CitizenText) {
        self.area.insert_str(text.as_str());
    }

    /// Inserts text of the program at the cursor.
    pub fn insert(&mut self, text: &str) {
        self.area.insert_str(text);
    }

    /// The widget, for drawing only.
    #[must_use]
    pub const fn widget(&self) -> &TextArea<'static> {
        &self.area
    }
}

impl PartialEq for Editor {
    fn eq(&self, other: &Self) -> bool {
        self.area.lines() == other.area.lines() && self.cursor() == other.cursor()
    }
}

impl std::fmt::Debug for Editor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (line, column) = self.cursor();
        let chars: usize = self
            .area
            .lines()
            .iter()
            .map(|line| line.chars().count())
            .sum();
        write!(out, "Editor({chars} characters, cursor {line}:{column})")
    }
}

impl Serialize for Editor {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut value = to.serialize_struct("Editor", 2)?;
        value.serialize_field("text", &self.text())?;
        value.serialize_field("cursor", &self.cursor())?;
        value.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_cursor_are_the_value() {
        let mut editor = Editor::new("бір\nекі");
        assert_eq!(editor.cursor(), (1, 3));
        editor.input(KeyCode::Enter.into(), None);
        editor.input(Key::char('ү'), Some('8'));
        assert_eq!(editor.text(), "бір\nекі\nү");
        assert_eq!(editor, Editor::new("бір\nекі\nү"));
        assert!(!format!("{editor:?}").contains("бір"));
    }

    #[test]
    fn moving_up_follows_the_wrapped_lines_of_the_told_width() {
        let mut editor = Editor::new("aaaa bbbb cccc");
        editor.resize(5, 4);
        editor.input(KeyCode::Up.into(), None);
        assert_eq!(editor.cursor().0, 0);
        assert!(editor.cursor().1 < 10, "{:?}", editor.cursor());
    }
}
