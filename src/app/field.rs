//! A text field of one line: the palette's query and the filter line.
//!
//! Takes produced characters as they are; commands never look inside. Its `Debug` hides the
//! text: a filter may hold a name.

use serde::Serialize;

use super::key::{Key, KeyCode};
use crate::domain::text::clean_line;

/// The most characters a line takes.
pub const MAX_CHARS: usize = 400;

/// One line of typed text with a cursor.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
pub struct LineField {
    text: String,
    cursor: usize,
}

impl std::fmt::Debug for LineField {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "LineField({} characters)", self.text.chars().count())
    }
}

impl LineField {
    /// A field with a text, the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut field = Self::default();
        field.insert(text);
        field
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cursor, in characters from the beginning.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    fn byte(&self, chars: usize) -> usize {
        self.text
            .char_indices()
            .nth(chars)
            .map_or(self.text.len(), |(at, _)| at)
    }

    fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// Inserts text at the cursor, cleaned to one line.
    pub fn insert(&mut self, text: &str) {
        let line = if text.chars().nth(1).is_none() {
            text.chars().filter(|c| !c.is_control()).collect()
        } else {
            clean_line(text)
        };
        self.insert_as_is(&line);
    }

    fn insert_as_is(&mut self, line: &str) {
        for c in line.chars() {
            if self.chars() >= MAX_CHARS {
                break;
            }
            let at = self.byte(self.cursor);
            self.text.insert(at, c);
            self.cursor += 1;
        }
    }

    /// Puts a text in the place of what stands between a character and the cursor.
    pub fn replace_from(&mut self, from: usize, text: &str) {
        let range = self.byte(from)..self.byte(self.cursor);
        if !range.is_empty() {
            self.text.replace_range(range, "");
        }
        self.cursor = self.cursor.min(from);
        self.insert_as_is(text);
    }

    /// Takes a key; `true` if the text changed.
    pub fn input(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            let before = self.chars();
            self.insert(c.encode_utf8(&mut [0; 4]));
            return self.chars() != before;
        }
        let end = self.chars();
        match key.code {
            KeyCode::Left => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Right => self.cursor = (self.cursor + 1).min(end),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = end,
            KeyCode::Backspace if self.cursor > 0 => {
                self.cursor -= 1;
                self.remove_at_cursor();
                return true;
            }
            // As in a shell: what stands before the cursor goes.
            KeyCode::Char('u') if key.ctrl && self.cursor > 0 => {
                self.replace_from(0, "");
                return true;
            }
            KeyCode::Delete if self.cursor < end => {
                self.remove_at_cursor();
                return true;
            }
            KeyCode::Char(_)
            | KeyCode::F(_)
            | KeyCode::Up
            | KeyCode::Down
            | KeyCode::PageUp
            | KeyCode::PageDown
            | KeyCode::Enter
            | KeyCode::Esc
            | KeyCode::Tab
            | KeyCode::BackTab
            | KeyCode::Backspace
            | KeyCode::Delete
            | KeyCode::Insert => {}
        }
        false
    }

    fn remove_at_cursor(&mut self) {
        let at = self.byte(self.cursor);
        if at < self.text.len() {
            self.text.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_as_it_was_typed() {
        let mut field = LineField::default();
        for c in "ипотека жұ".chars() {
            field.input(Key::char(c));
        }
        field.input(KeyCode::Home.into());
        field.input(Key::char('-'));
        field.input(KeyCode::End.into());
        field.input(KeyCode::Backspace.into());
        assert_eq!((field.text(), field.cursor()), ("-ипотека ж", 10));
        assert_eq!(format!("{field:?}"), "LineField(10 characters)");
        field.input(KeyCode::Left.into());
        field.input(Key::char('u').with_ctrl());
        assert_eq!((field.text(), field.cursor()), ("ж", 0));
    }
}
