//! Two sheets in turn: the one that is drawn on and the one that is seen.
//!
//! What differs is handed to the backend row by row. ratatui's own terminal blanks each sheet
//! before it is drawn on and compares every cell of both; here every cell is drawn, so that
//! nothing needs to be blanked, and a row that is the same is passed over as a whole.
//! Invariant: after `show` the backend was told every cell that is not as it was told last.

use ratatui::backend::Backend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

/// The sheets.
#[derive(Debug, Default)]
pub struct Sheets {
    drawn: Buffer,
    seen: Buffer,
}

impl Sheets {
    /// What is seen is not known any more: the next frame tells every cell.
    pub fn forget(&mut self) {
        self.seen = Buffer::default();
    }

    /// The sheet to draw on; every cell of `area` has to be drawn.
    pub fn next(&mut self, area: Rect) -> &mut Buffer {
        if self.drawn.area != area {
            self.drawn = Buffer::empty(area);
        }
        &mut self.drawn
    }

    /// Shows what was drawn and where the cursor is, if it is seen.
    ///
    /// # Errors
    /// The terminal does not take it.
    pub fn show<B: Backend>(
        &mut self,
        backend: &mut B,
        cursor: Option<Position>,
    ) -> Result<(), B::Error> {
        if self.seen.area == self.drawn.area {
            backend.draw(changed(&self.drawn, &self.seen))?;
        } else {
            backend.draw(rows(&self.drawn).flat_map(|(y, row)| told(y, row)))?;
        }
        if let Some(cursor) = cursor {
            backend.show_cursor()?;
            backend.set_cursor_position(cursor)?;
        } else {
            backend.hide_cursor()?;
        }
        backend.flush()?;
        std::mem::swap(&mut self.drawn, &mut self.seen);
        Ok(())
    }
}

fn rows(sheet: &Buffer) -> impl Iterator<Item = (u16, &[Cell])> {
    let width = usize::from(sheet.area.width.max(1));
    (sheet.area.y..).zip(sheet.content.chunks(width))
}

/// The cells of a row; the second half of a wide sign comes with the first.
fn told(y: u16, row: &[Cell]) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let cells = (0..).zip(row);
    cells
        .filter(|(_, cell)| !cell.symbol().is_empty())
        .map(move |(x, cell)| (x, y, cell))
}

fn changed<'a>(drawn: &'a Buffer, seen: &'a Buffer) -> impl Iterator<Item = (u16, u16, &'a Cell)> {
    let both = rows(drawn).zip(rows(seen));
    both.filter(|((_, drawn), (_, seen))| drawn != seen)
        .flat_map(|((y, drawn), (_, seen))| {
            let cells = told(y, drawn);
            cells.filter(move |(x, _, cell)| seen.get(usize::from(*x)) != Some(*cell))
        })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io::{self, Write};
    use std::num::NonZeroU16;
    use std::rc::Rc;

    use proptest::prelude::*;
    use ratatui::backend::TestBackend;
    use ratatui::layout::Size;
    use ratatui::style::Style;

    use super::*;
    use crate::runtime::frames::{Abilities, Frames};
    use crate::theme::{Depth, Role, Theme};
    use crate::ui::canvas::{Canvas, Pen};

    /// The line to a terminal.
    #[derive(Clone, Default)]
    struct Line(Rc<RefCell<Vec<u8>>>);

    impl Write for Line {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn some(size: u16) -> NonZeroU16 {
        NonZeroU16::new(size).unwrap()
    }

    const AREA: Rect = Rect::new(0, 0, 6, 2);

    /// What is told of a sheet after another one was seen.
    fn told_after(before: &[&str], after: &[&str]) -> Vec<(u16, u16, String)> {
        let (drawn, seen) = (
            Buffer::with_lines(after.to_vec()),
            Buffer::with_lines(before.to_vec()),
        );
        let cells = changed(&drawn, &seen);
        cells
            .map(|(x, y, cell)| (x, y, cell.symbol().to_owned()))
            .collect()
    }

    #[test]
    fn only_what_changed_is_told() {
        let told = told_after(&["абвгде", "жзиклм"], &["абвгде", "жзХклм"]);
        assert_eq!(told, [(2, 1, "Х".to_owned())]);
    }

    #[test]
    fn another_look_of_the_same_sign_is_told() {
        let (mut drawn, seen) = (Buffer::empty(AREA), Buffer::empty(AREA));
        drawn.set_style(Rect::new(4, 0, 1, 1), Style::new().reversed());
        let places = changed(&drawn, &seen).map(|(x, y, _)| (x, y));
        assert_eq!(places.collect::<Vec<_>>(), [(4, 0)]);
    }

    #[test]
    fn after_forgetting_and_in_another_size_everything_is_told() {
        let mut sheets = Sheets::default();
        let mut backend = TestBackend::new(6, 2);
        *sheets.next(AREA) = Buffer::with_lines(["абвгде", "жзиклм"]);
        sheets.show(&mut backend, None).unwrap();
        backend.clear().unwrap();
        *sheets.next(AREA) = Buffer::with_lines(["абвгде", "жзиклм"]);
        sheets.show(&mut backend, None).unwrap();
        backend.assert_buffer_lines(["      ", "      "]);
        sheets.forget();
        *sheets.next(AREA) = Buffer::with_lines(["абвгде", "жзиклм"]);
        sheets.show(&mut backend, None).unwrap();
        backend.assert_buffer_lines(["абвгде", "жзиклм"]);
    }

    proptest! {
        #[test]
        fn a_terminal_shows_what_was_drawn_last_wide_signs_too(
            lines in proptest::collection::vec("[аб漢字 ]{0,5}", 2..12),
            at in 0u16..3,
        ) {
            let size = Size::new(AREA.width, AREA.height);
            let line = Line::default();
            let mut frames = Frames::of_size(line.clone(), Abilities::of("xterm"), size);
            let mut terminal = vt100::Parser::new(some(AREA.height), some(AREA.width), 0);
            let theme = Theme::built_in(Depth::Mono, false);
            let mut sheets = Sheets::default();
            for words in &lines {
                let mut canvas = Canvas::new(sheets.next(AREA), &theme);
                canvas.fill(AREA, Role::Text);
                canvas.write(&mut Pen::at(AREA, 0).skip(at), words, Role::Text);
                sheets.show(&mut frames, None).unwrap();
                terminal.process(&line.0.take());
                let drawn = sheets.seen.content.iter().take(usize::from(AREA.width));
                let drawn: String = drawn.map(Cell::symbol).collect();
                let seen = terminal.screen().rows(0, AREA.width).next();
                prop_assert_eq!(seen.as_deref().map(str::trim_end), Some(drawn.trim_end()));
            }
        }
    }
}
