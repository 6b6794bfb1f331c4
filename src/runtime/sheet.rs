//! The sheet that the view draws on, frame after frame.
//!
//! ratatui's own terminal blanks a sheet before it is drawn on and compares every cell; here the
//! view leaves what stands as it is and tells where it drew, and only that is handed to the
//! backend, which knows what it was told before.
//! Invariant: after `show` the backend was told every cell that is not as it was told last.

use std::ops::Range;

use ratatui::backend::Backend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

/// The sheet, which fills the terminal from its upper left corner.
#[derive(Debug, Default)]
pub struct Sheet {
    cells: Buffer,
    /// The backend was told of it.
    is_told: bool,
}

impl Sheet {
    /// What was told is lost: the next frame tells every cell.
    pub const fn forget(&mut self) {
        self.is_told = false;
    }

    /// The sheet as it was drawn last; a blank one in another area.
    pub fn next(&mut self, area: Rect) -> &mut Buffer {
        if self.cells.area != area {
            self.cells = Buffer::empty(area);
            self.is_told = false;
        }
        &mut self.cells
    }

    /// Shows what was drawn where the sheet was `touched`, and where the cursor is, if it is seen.
    ///
    /// # Errors
    /// The terminal does not take it.
    pub fn show<B: Backend>(
        &mut self,
        backend: &mut B,
        touched: &[Range<u16>],
        cursor: Option<Position>,
    ) -> Result<(), B::Error> {
        let width = self.cells.area.width;
        let rows = self.cells.content.chunks(usize::from(width.max(1)));
        let told = touched.iter().map(|touched| {
            if self.is_told {
                touched.clone()
            } else {
                0..width
            }
        });
        let rows = (0..).zip(rows).zip(told);
        backend.draw(rows.flat_map(|((y, row), told)| signs(y, row, told)))?;
        self.is_told = true;
        if let Some(cursor) = cursor {
            backend.show_cursor()?;
            backend.set_cursor_position(cursor)?;
        } else {
            backend.hide_cursor()?;
        }
        backend.flush()
    }
}

/// Cells of a row; the second half of a wide sign comes with the first.
fn signs(y: u16, row: &[Cell], columns: Range<u16>) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let cells = columns.filter_map(move |x| Some((x, y, row.get(usize::from(x))?)));
    cells.filter(|(_, _, cell)| !cell.symbol().is_empty())
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
    const ALL: Range<u16> = 0..6;
    const NONE: Range<u16> = 0..0;

    #[test]
    fn of_two_rows_that_changed_the_touched_one_is_told_and_the_other_later() {
        let mut sheet = Sheet::default();
        let mut backend = TestBackend::new(6, 2);
        sheet.next(AREA);
        sheet.show(&mut backend, &[ALL; 2], None).unwrap();
        *sheet.next(AREA) = Buffer::with_lines(["абвгде", "жзиклм"]);
        sheet.show(&mut backend, &[NONE, ALL], None).unwrap();
        backend.assert_buffer_lines(["      ", "жзиклм"]);
        sheet.show(&mut backend, &[ALL, NONE], None).unwrap();
        backend.assert_buffer_lines(["абвгде", "жзиклм"]);
    }

    #[test]
    fn after_forgetting_and_in_another_size_everything_is_told() {
        let mut sheet = Sheet::default();
        let mut backend = TestBackend::new(6, 2);
        *sheet.next(AREA) = Buffer::with_lines(["абвгде", "жзиклм"]);
        sheet.show(&mut backend, &[ALL; 2], None).unwrap();
        backend.clear().unwrap();
        sheet.show(&mut backend, &[NONE; 2], None).unwrap();
        backend.assert_buffer_lines(["      ", "      "]);
        sheet.forget();
        sheet.show(&mut backend, &[NONE; 2], None).unwrap();
        backend.assert_buffer_lines(["абвгде", "жзиклм"]);
    }

    proptest! {
        #[test]
        fn a_terminal_shows_what_was_drawn_last_wide_signs_too(
            lines in proptest::collection::vec(("[аб漢字 ]{0,5}", 0u16..6), 2..12),
        ) {
            let size = Size::new(AREA.width, AREA.height);
            let line = Line::default();
            let mut frames = Frames::of_size(line.clone(), Abilities::of("xterm"), size);
            let mut terminal = vt100::Parser::new(some(AREA.height), some(AREA.width), 0);
            let theme = Theme::built_in(Depth::Mono, false);
            let mut sheet = Sheet::default();
            for (words, from) in &lines {
                let mut canvas = Canvas::new(sheet.next(AREA), &theme);
                canvas.fill(Rect::new(*from, 0, 3, 1), Role::Text);
                canvas.write(&mut Pen::at(AREA, 0).skip(*from), words, Role::Text);
                let (_, touched) = canvas.finish();
                sheet.show(&mut frames, &touched, None).unwrap();
                terminal.process(&line.0.take());
                let drawn = sheet.cells.content.iter().take(usize::from(AREA.width));
                let drawn: String = drawn.map(Cell::symbol).collect();
                let seen = terminal.screen().rows(0, AREA.width).next();
                prop_assert_eq!(seen.as_deref().map(str::trim_end), Some(drawn.trim_end()));
            }
        }
    }
}
