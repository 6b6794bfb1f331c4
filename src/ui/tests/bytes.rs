//! How many bytes reach the terminal: over a poor line each counts.

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::io;
use std::sync::{Arc, Mutex};

use super::fixture::Desk;
use crate::app::key::KeyCode;
use crate::app::msg::Msg;
use crate::domain::local_text::Lang;
use crate::i18n::Texts;
use crate::theme::{Depth, Theme};
use crate::ui::view;

/// Keeps what is written.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Vec<u8>>>);

impl Wire {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The real backend without a terminal behind it.
struct Line(CrosstermBackend<Wire>);

impl Backend for Line {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.0.draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.0.clear()
    }

    fn clear_region(&mut self, kind: ClearType) -> io::Result<()> {
        self.0.clear_region(kind)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(Size::new(120, 40))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: Size::new(120, 40),
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn scroll_region_up(&mut self, _: std::ops::Range<u16>, _: u16) -> io::Result<()> {
        Ok(())
    }

    fn scroll_region_down(&mut self, _: std::ops::Range<u16>, _: u16) -> io::Result<()> {
        Ok(())
    }
}

struct Station {
    desk: Desk,
    terminal: Terminal<Line>,
    wire: Wire,
    theme: Theme,
}

impl Station {
    fn new(lang: Lang, theme: Theme) -> Self {
        let wire = Wire::default();
        let line = Line(CrosstermBackend::new(wire.clone()));
        let viewport = Viewport::Fixed(Rect::new(0, 0, 120, 40));
        let mut station = Self {
            desk: Desk::new(lang, (120, 40)),
            terminal: Terminal::with_options(line, TerminalOptions { viewport }).unwrap(),
            wire,
            theme,
        };
        station.bytes();
        station
    }

    /// The bytes of one more frame.
    fn bytes(&mut self) -> usize {
        let (model, theme) = (&self.desk.model, &self.theme);
        let draw = |frame: &mut ratatui::Frame<'_>| {
            let area = frame.area();
            view(
                model,
                theme,
                Texts::of(model.lang),
                area,
                frame.buffer_mut(),
            );
        };
        self.terminal.draw(draw).unwrap();
        self.wire.take().len()
    }

    /// A key whose answer comes but whose rest does not.
    fn press(&mut self, code: KeyCode) -> usize {
        self.desk.tell(Msg::Key(code.into()));
        self.bytes()
    }
}

fn themes() -> Vec<Theme> {
    let load = |name, depth| Theme::load(name, None, depth, false).unwrap();
    vec![
        load("default", Depth::Ansi),
        load("default", Depth::Rgb),
        load("mono", Depth::Mono),
    ]
}

/// Bytes of twelve moves of the selection, the cheapest first.
fn moves(lang: Lang, theme: &Theme) -> Vec<usize> {
    let mut station = Station::new(lang, theme.clone());
    let mut moves: Vec<usize> = (0..12).map(|_| station.press(KeyCode::Down)).collect();
    moves.sort_unstable();
    moves
}

#[test]
fn a_selection_move_takes_at_most_250_bytes_and_mostly_170() {
    for theme in themes() {
        for lang in Lang::ALL {
            let moves = moves(lang, &theme);
            // The footer changes too where other acts are possible on the next row.
            assert!(moves[11] <= 250, "{} {lang:?}: {moves:?}", theme.name());
            assert!(moves[8] <= 170, "{} {lang:?}: {moves:?}", theme.name());
        }
    }
}

/// A background of its own is named with every change of a look: the price of such a theme, which
/// nobody has to pay on a poor line.
#[test]
fn with_a_background_of_its_own_a_selection_move_takes_at_most_twice_as_much() {
    for name in ["light", "dark", "contrast", "colour-blind"] {
        for depth in [Depth::Ansi, Depth::Indexed, Depth::Rgb] {
            let theme = Theme::load(name, None, depth, false).unwrap();
            for lang in Lang::ALL {
                let moves = moves(lang, &theme);
                assert!(moves[11] <= 500, "{name} {depth:?} {lang:?}: {moves:?}");
                assert!(moves[7] <= 340, "{name} {depth:?} {lang:?}: {moves:?}");
            }
        }
    }
}

#[test]
fn the_detail_that_follows_takes_at_most_4500_bytes() {
    let mut station = Station::new(Lang::Kk, Theme::built_in(Depth::Ansi, false));
    for _ in 0..6 {
        station.press(KeyCode::Down);
        station.desk.rest();
        let bytes = station.bytes();
        assert!(bytes <= 4500, "{bytes}");
    }
}

#[test]
fn a_minute_of_the_clock_takes_few_bytes_and_nothing_takes_none() {
    let mut station = Station::new(Lang::Ru, Theme::built_in(Depth::Ansi, false));
    let idle = station.bytes();
    assert!(idle <= 30, "{idle}");
    // The first minute also ends a recall window.
    for most in [100, 60] {
        let minute = jiff::SignedDuration::from_secs(60);
        let later = station.desk.model.now.checked_add(minute);
        station.desk.tell(Msg::Clock(later.unwrap()));
        let bytes = station.bytes();
        assert!(bytes <= most, "{bytes}");
    }
}
