//! A terminal backend whose frames arrive whole and in one write.
//!
//! Wraps ratatui's crossterm backend: what is drawn between two flushes is put inside
//! synchronized output (DEC 2026), so that no half frame is ever seen, and the cursor is hidden
//! or shown only when that changes, which saves bytes on a slow line.
//! Not here: what is drawn.

use std::cell::Cell as Flag;
use std::io::{self, Write};
use std::ops::Range;
use std::rc::Rc;

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// The backend of the real terminal.
pub struct Frames<W: Write> {
    inner: CrosstermBackend<Whole<W>>,
    through: Rc<Flag<bool>>,
    open: bool,
    cursor_shown: bool,
    /// Where the cursor was last put, after which drawing may have moved it.
    cursor: Position,
}

impl<W: Write> Frames<W> {
    /// A backend that writes to `out`, whose cursor is hidden.
    pub fn new(out: W) -> Self {
        let through = Rc::new(Flag::new(false));
        let whole = Whole {
            out,
            bytes: Vec::with_capacity(16 * 1024),
            through: Rc::clone(&through),
        };
        Self {
            inner: CrosstermBackend::new(whole),
            through,
            open: false,
            cursor_shown: false,
            cursor: Position::ORIGIN,
        }
    }

    fn open(&mut self) -> io::Result<()> {
        if !self.open {
            self.open = true;
            queue!(self.inner, BeginSynchronizedUpdate)?;
        }
        Ok(())
    }
}

impl<W: Write> Backend for Frames<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.open()?;
        self.inner.draw(content)
    }

    fn append_lines(&mut self, count: u16) -> io::Result<()> {
        self.open()?;
        self.inner.append_lines(count)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown {
            self.cursor_shown = false;
            self.open()?;
            self.inner.hide_cursor()?;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if !self.cursor_shown {
            self.cursor_shown = true;
            self.open()?;
            self.inner.show_cursor()?;
        }
        Ok(())
    }

    /// Asking the terminal would block until it answers, and its answer would be taken from the
    /// keys; where we put the cursor is known.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        self.open()?;
        self.inner.set_cursor_position(self.cursor)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.open()?;
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.open()?;
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.open {
            self.open = false;
            queue!(self.inner, EndSynchronizedUpdate)?;
        }
        self.through.set(true);
        let written = Backend::flush(&mut self.inner);
        self.through.set(false);
        written
    }

    fn scroll_region_up(&mut self, region: Range<u16>, count: u16) -> io::Result<()> {
        self.open()?;
        self.inner.scroll_region_up(region, count)
    }

    fn scroll_region_down(&mut self, region: Range<u16>, count: u16) -> io::Result<()> {
        self.open()?;
        self.inner.scroll_region_down(region, count)
    }
}

impl<W: Write> Write for Frames<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(self)
    }
}

/// Collects bytes until the frame is whole: ratatui's backend flushes at each cursor move.
struct Whole<W: Write> {
    out: W,
    bytes: Vec<u8>,
    through: Rc<Flag<bool>>,
}

impl<W: Write> Write for Whole<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.through.get() && !self.bytes.is_empty() {
            let written = self.out.write_all(&self.bytes);
            self.bytes.clear();
            written?;
            self.out.flush()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Wire(Arc<Mutex<Vec<Vec<u8>>>>);

    impl Write for Wire {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().push(bytes.to_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_one_write_inside_synchronized_output() {
        let wire = Wire::default();
        let mut frames = Frames::new(wire.clone());
        let cell = Cell::new("ә");
        frames
            .draw([(0, 0, &cell), (5, 3, &cell)].into_iter())
            .unwrap();
        frames.set_cursor_position((1, 1)).unwrap();
        Backend::flush(&mut frames).unwrap();
        let writes = wire.0.lock().unwrap().clone();
        assert_eq!(writes.len(), 1);
        let text = String::from_utf8(writes[0].clone()).unwrap();
        assert!(
            text.starts_with("\u{1b}[?2026h") && text.ends_with("\u{1b}[?2026l"),
            "{text:?}"
        );
    }

    #[test]
    fn a_frame_without_a_change_writes_nothing() {
        let wire = Wire::default();
        let mut frames = Frames::new(wire.clone());
        frames.draw(std::iter::empty()).unwrap();
        frames.hide_cursor().unwrap();
        Backend::flush(&mut frames).unwrap();
        assert!(wire.0.lock().unwrap().is_empty());
    }
}
