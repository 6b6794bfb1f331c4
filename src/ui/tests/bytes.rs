//! How many bytes reach the terminal: over a poor line each counts.

use std::io;
use std::sync::{Arc, Mutex};

use ratatui::Terminal;
use ratatui::layout::Size;

use super::fixture::Desk;
use crate::app::key::{Key, KeyCode};
use crate::app::msg::Msg;
use crate::domain::local_text::Lang;
use crate::i18n::Texts;
use crate::runtime::frames::{Abilities, Frames};
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

struct Station {
    desk: Desk,
    terminal: Terminal<Frames<Wire>>,
    wire: Wire,
    theme: Theme,
    /// The bytes of the first frame.
    first: usize,
}

impl Station {
    /// A workstation with a long list, drawn once.
    fn new(lang: Lang, theme: &Theme, (width, height): (u16, u16)) -> Self {
        Self::of(Desk::busy(lang, (width, height), 150), theme)
    }

    fn of(desk: Desk, theme: &Theme) -> Self {
        let wire = Wire::default();
        let size = Size::new(desk.model.layout.width, desk.model.layout.height);
        let frames = Frames::of_size(wire.clone(), Abilities::of("xterm"), size);
        let mut station = Self {
            desk,
            terminal: Terminal::new(frames).unwrap(),
            wire,
            theme: theme.clone(),
            first: 0,
        };
        station.first = station.bytes();
        station
    }

    /// The bytes of one more frame.
    fn bytes(&mut self) -> usize {
        let (model, theme) = (&self.desk.model, &self.theme);
        let draw = |frame: &mut ratatui::Frame<'_>| {
            let (area, texts) = (frame.area(), Texts::of(model.lang));
            let drawn = view(model, theme, texts, area, frame.buffer_mut());
            if let Some(cursor) = drawn.cursor {
                frame.set_cursor_position(cursor);
            }
        };
        self.terminal.draw(draw).unwrap();
        self.wire.take().len()
    }

    /// A key whose answer comes but whose rest does not.
    fn press(&mut self, key: impl Into<Key>) -> usize {
        self.desk.tell(Msg::Key(key.into()));
        self.bytes()
    }

    /// So many moves of the selection, one by one.
    fn moves(&mut self, count: u16) -> Vec<usize> {
        (0..count).map(|_| self.press(KeyCode::Down)).collect()
    }

    /// The selection rests and the detail follows.
    fn rest(&mut self) -> usize {
        self.desk.rest();
        self.bytes()
    }

    /// The selection moves to the lowest row that is seen, and rests.
    fn to_the_edge(&mut self) {
        let rows = self.desk.model.layout.list_rows();
        self.moves(rows - 1);
        self.rest();
    }

    fn minute(&mut self) -> usize {
        let minute = jiff::SignedDuration::from_mins(1);
        let later = self.desk.model.now.checked_add(minute);
        self.desk.tell(Msg::Clock(later.unwrap()));
        self.bytes()
    }
}

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

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
    let mut moves = Station::new(lang, theme, (120, 40)).moves(12);
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
    let mut station = Station::new(Lang::Kk, &Theme::built_in(Depth::Ansi, false), (120, 40));
    for _ in 0..6 {
        station.press(KeyCode::Down);
        station.desk.rest();
        let bytes = station.bytes();
        assert!(bytes <= 4500, "{bytes}");
    }
}

#[test]
fn a_minute_of_the_clock_takes_few_bytes_and_nothing_takes_none() {
    let mut station = Station::new(Lang::Ru, &Theme::built_in(Depth::Ansi, false), (120, 40));
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
