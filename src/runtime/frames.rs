//! A terminal backend whose frames arrive whole, in one write and in few bytes.
//!
//! Keeps what the terminal shows and what it shall show, and writes the difference at a flush:
//! the cheapest moves of the cursor and changes of the look, erased ends of rows, scrolled
//! regions. A frame that a terminal could show by halves is put inside synchronized output
//! (DEC 2026); the cursor is hidden or shown only when that changes.
//! Not here: what is drawn.
//! Invariant: after a flush the terminal shows the cells that were drawn, whatever was there
//! before the last clearing.

mod grid;
mod paint;
mod pen;
mod scroll;
mod tile;

use std::cell::Cell as Flag;
use std::io::{self, Write};
use std::ops::Range;
use std::time::Instant;

use crossterm::terminal;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use grid::Grid;
use pen::Pen;

use crate::runtime::pace::{Drain, Meter};

/// From so many bytes on a frame may reach the terminal in two parts.
const WHOLE: usize = 256;

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const HIDE: &[u8] = b"\x1b[?25l";
const SHOW: &[u8] = b"\x1b[?25h";

/// What a terminal can do beyond moving its cursor and setting a look.
///
/// ```
/// use awp::runtime::frames::Abilities;
/// assert!(Abilities::of("linux").regions);
/// assert!(!Abilities::of("dumb").regions);
/// assert!(!Abilities::of("vt100").ends_one);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// It scrolls a part of its screen.
    pub regions: bool,
    /// It can end one attribute and keep the others.
    pub ends_one: bool,
}

impl Abilities {
    /// The abilities of a terminal by its name, that of `TERM`.
    #[must_use]
    pub fn of(term: &str) -> Self {
        Self {
            regions: !matches!(term, "" | "dumb" | "unknown"),
            ends_one: !term.starts_with("vt1"),
        }
    }
}

/// The backend of the real terminal.
pub struct Frames<W: Write> {
    out: W,
    abilities: Abilities,
    /// The size of a terminal that cannot be asked.
    fixed: Option<Size>,
    /// The size that was told last.
    told: Flag<Size>,
    shown: Grid,
    next: Grid,
    /// The rows in which something was drawn since the last flush.
    touched: Vec<bool>,
    pen: Pen,
    /// What others may have written is erased before the next frame.
    anew: bool,
    /// Whether the cursor is seen, where that is known.
    cursor_shown: Option<bool>,
    wants_cursor: bool,
    cursor: Position,
    meter: Meter,
}

impl<W: Write> Frames<W> {
    /// A backend of the terminal of this process that writes to `out`.
    pub fn new(out: W, abilities: Abilities) -> Self {
        let size = Size::ZERO;
        Self {
            out,
            abilities,
            fixed: None,
            told: Flag::new(size),
            shown: Grid::new(size),
            next: Grid::new(size),
            touched: Vec::new(),
            pen: Pen::new(size.width, abilities.ends_one),
            anew: true,
            cursor_shown: None,
            wants_cursor: false,
            cursor: Position::ORIGIN,
            meter: Meter::default(),
        }
    }

    /// Where it is told what the frames took.
    #[must_use]
    pub fn meter(&self) -> Meter {
        self.meter.clone()
    }

    /// A backend of a terminal of a size that is told, such as one in memory.
    pub fn of_size(out: W, abilities: Abilities, size: Size) -> Self {
        let mut frames = Self::new(out, abilities);
        frames.resize(size);
        frames
    }

    /// Tells another size of a terminal that cannot be asked.
    pub fn resize(&mut self, size: Size) {
        self.fixed = Some(size);
        self.told.set(size);
    }

    /// Follows the size that was told; what was drawn stays where it was.
    fn adopt(&mut self) {
        let size = self.told.get();
        if self.next.size() == size {
            return;
        }
        let before = std::mem::replace(&mut self.next, Grid::new(size));
        self.next.take(&before);
        self.forget();
    }

    /// Anything may have changed.
    fn touch_all(&mut self) {
        self.touched.clear();
        self.touched
            .resize(usize::from(self.next.size().height), true);
    }

    /// Nothing is known of the terminal any more.
    fn forget(&mut self) {
        self.touch_all();
        let size = self.next.size();
        self.anew = true;
        self.shown = Grid::new(size);
        self.pen = self.pen.anew(size.width);
        self.cursor_shown = None;
    }

    /// The bytes of the frame that was drawn.
    fn frame(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.cursor_shown != Some(self.wants_cursor) && !self.wants_cursor {
            bytes.extend_from_slice(HIDE);
        }
        if std::mem::take(&mut self.anew) {
            if self.abilities.regions {
                bytes.extend_from_slice(b"\x1b[r");
            }
            self.pen.clear(&mut bytes);
        }
        let painted = paint::paint(
            &mut self.pen,
            &self.shown,
            &self.next,
            &self.touched,
            self.abilities.regions,
        );
        bytes.extend(painted);
        self.shown.follow(&self.next, &self.touched);
        self.touched.fill(false);
        if self.wants_cursor {
            let Position { x, y } = self.cursor;
            let row = self.next.row(y);
            self.pen.go(&mut bytes, x, y, row);
            if self.cursor_shown != Some(true) {
                bytes.extend_from_slice(SHOW);
            }
        }
        self.cursor_shown = Some(self.wants_cursor);
        if bytes.len() < WHOLE {
            return bytes;
        }
        [BEGIN, &bytes, END].concat()
    }
}

/// The size of the terminal on standard output; the controlling one where that is none.
fn asked() -> io::Result<Size> {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Ok(Size::new(size.ws_col, size.ws_row)),
        Ok(_) | Err(_) => Ok(terminal::size()?.into()),
    }
}

impl<W: Write> Backend for Frames<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.adopt();
        for (x, y, cell) in content {
            if self.next.put(x, y, cell)
                && let Some(touched) = self.touched.get_mut(usize::from(y))
            {
                *touched = true;
            }
        }
        Ok(())
    }

    fn append_lines(&mut self, count: u16) -> io::Result<()> {
        self.touch_all();
        self.adopt();
        let height = self.next.size().height;
        let wanted = self.cursor.y.saturating_add(count);
        let over = wanted.saturating_sub(height.saturating_sub(1));
        self.next.shift(&(0..height), i32::from(over));
        self.cursor.y = wanted - over;
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wants_cursor = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wants_cursor = true;
        Ok(())
    }

    /// Asking the terminal would block until it answers, and its answer would be taken from the
    /// keys; where we put the cursor is known.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    /// Clearing everything also forgets what the terminal shows: others may have written on it.
    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.touch_all();
        self.adopt();
        let Size { width, height } = self.next.size();
        let Position { x, y } = self.cursor;
        let all = clear_type == ClearType::All
            || (clear_type == ClearType::AfterCursor && self.cursor == Position::ORIGIN);
        if all {
            self.next = Grid::new(self.next.size());
            self.forget();
            return Ok(());
        }
        let (rows, columns) = match clear_type {
            ClearType::AfterCursor => (y.saturating_add(1)..height, x..width),
            ClearType::BeforeCursor => (0..y, 0..x.saturating_add(1)),
            ClearType::UntilNewLine => (0..0, x..width),
            ClearType::All | ClearType::CurrentLine => (0..0, 0..width),
        };
        self.next.erase(y, columns);
        for y in rows {
            self.next.erase(y, 0..width);
        }
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        let size = match self.fixed {
            Some(size) => size,
            None => asked()?,
        };
        self.told.set(size);
        Ok(size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            // No picture is drawn.
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = self.frame();
        if frame.is_empty() {
            return Ok(());
        }
        let began = Instant::now();
        self.out.write_all(&frame)?;
        self.out.flush()?;
        self.meter.add(Drain {
            bytes: u64::try_from(frame.len()).unwrap_or(u64::MAX),
            took: began.elapsed(),
        });
        Ok(())
    }

    fn scroll_region_up(&mut self, region: Range<u16>, count: u16) -> io::Result<()> {
        self.touch_all();
        self.next.shift(&region, i32::from(count));
        Ok(())
    }

    fn scroll_region_down(&mut self, region: Range<u16>, count: u16) -> io::Result<()> {
        self.touch_all();
        self.next.shift(&region, -i32::from(count));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
