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
    fn reach_the_edge(&mut self) {
        for _ in 1..self.desk.model.layout.list_rows() {
            self.desk.tell(Msg::Key(KeyCode::Down.into()));
        }
        self.rest();
    }

    fn minute(&mut self) -> usize {
        let minute = jiff::SignedDuration::from_mins(1);
        let later = self.desk.model.now.checked_add(minute);
        self.desk.tell(Msg::Clock(later.unwrap()));
        self.bytes()
    }
}

/// The most bytes that frames may take in the default theme at one size of the terminal.
struct Budget {
    size: (u16, u16),
    /// The first frame.
    first: usize,
    /// The selection moves within what is seen.
    moved: usize,
    /// A move with which the list scrolls, on the average of a page of them.
    scrolled: usize,
    /// A page down.
    page: usize,
    /// The detail that follows the selection.
    detail: usize,
    /// A minute in which no deadline came nearer than its unit says.
    minute: usize,
    /// A letter of the filter that changes nothing but the line.
    letter: usize,
}

/// A narrow list is as wide as the terminal and is scrolled by it, row by row. Beside a detail it
/// is not: the rows of the detail would move along, so that the signs that differ are written,
/// half a page at once.
const BUDGETS: [Budget; 3] = [
    Budget {
        size: (80, 24),
        first: 3_750,
        moved: 60,
        scrolled: 230,
        page: 2_000,
        detail: 10,
        minute: 20,
        letter: 8,
    },
    Budget {
        size: (120, 40),
        first: 8_200,
        moved: 60,
        scrolled: 200,
        page: 2_500,
        detail: 2_800,
        minute: 40,
        letter: 8,
    },
    Budget {
        size: (200, 60),
        first: 13_100,
        moved: 60,
        scrolled: 200,
        page: 4_800,
        detail: 3_000,
        minute: 60,
        letter: 8,
    },
];

/// Frames of one kind at every size and in every language stay within `most`.
fn within(most: impl Fn(&Budget) -> usize, frames: impl Fn(&mut Station) -> Vec<usize>) {
    let theme = Theme::built_in(Depth::Ansi, false);
    for budget in &BUDGETS {
        for lang in Lang::ALL {
            let mut station = Station::new(lang, &theme, budget.size);
            let frames = frames(&mut station);
            let worst = frames.iter().max().copied().unwrap();
            let test = std::thread::current().name().map(str::to_owned);
            let (_, figure) = test
                .as_deref()
                .and_then(|name| name.rsplit_once("::"))
                .unwrap();
            let (width, height) = budget.size;
            let limit = most(budget);
            println!(
                "{width}x{height} {} {figure}: {worst} of {limit} bytes",
                lang.code()
            );
            assert!(
                worst <= limit,
                "{:?} {lang:?}: {frames:?}, at most {limit}",
                budget.size
            );
        }
    }
}

#[test]
fn the_first_frame_stays_within_its_budget() {
    within(|budget| budget.first, |station| vec![station.first]);
}

#[test]
fn a_selection_move_stays_within_its_budget() {
    within(|budget| budget.moved, |station| station.moves(12));
}

#[test]
fn a_list_that_scrolls_stays_within_its_budget() {
    within(
        |budget| budget.scrolled,
        |station| {
            station.reach_the_edge();
            let page = station.desk.model.layout.list_rows();
            let frames = station.moves(page);
            vec![frames.iter().sum::<usize>() / frames.len()]
        },
    );
}

#[test]
fn a_page_stays_within_its_budget() {
    let page = |station: &mut Station| station.press(KeyCode::PageDown);
    within(
        |budget| budget.page,
        |station| vec![page(station), page(station)],
    );
}

#[test]
fn the_detail_that_follows_stays_within_its_budget() {
    within(
        |budget| budget.detail,
        |station| {
            let one = |station: &mut Station, key: KeyCode| {
                station.press(key);
                station.rest()
            };
            let mut frames: Vec<usize> = (0..8).map(|_| one(station, KeyCode::Down)).collect();
            frames.push(one(station, KeyCode::PageDown));
            frames
        },
    );
}

#[test]
fn a_minute_of_the_clock_stays_within_its_budget_and_nothing_takes_nothing() {
    within(
        |budget| budget.minute,
        |station| {
            assert_eq!(station.bytes(), 0);
            // The first minute also ends a recall window.
            (0..3).map(|_| station.minute()).collect()
        },
    );
}

#[test]
fn a_typed_letter_stays_within_its_budget() {
    within(
        |budget| budget.letter,
        |station| {
            // The first one begins the line.
            for c in ['/', 'd'] {
                station.press(Key::char(c));
            }
            ['u', 'e'].map(|c| station.press(Key::char(c))).to_vec()
        },
    );
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
    let desk = Desk::new(lang, (120, 40));
    let mut moves = Station::of(desk, theme).moves(12);
    moves.sort_unstable();
    moves
}

/// The footer changes too where other acts are possible on the next row.
#[test]
fn a_selection_move_takes_at_most_120_bytes_and_mostly_60_in_every_colour_depth() {
    for theme in themes() {
        for lang in Lang::ALL {
            let moves = moves(lang, &theme);
            assert!(moves[11] <= 120, "{} {lang:?}: {moves:?}", theme.name());
            assert!(moves[7] <= 60, "{} {lang:?}: {moves:?}", theme.name());
        }
    }
}

/// A background of its own is named with every change of a look: the price of such a theme, which
/// nobody has to pay on a poor line.
#[test]
fn with_a_background_of_its_own_a_selection_move_takes_at_most_320_bytes_and_mostly_170() {
    for name in ["light", "dark", "contrast", "colour-blind"] {
        for depth in [Depth::Ansi, Depth::Indexed, Depth::Rgb] {
            let theme = Theme::load(name, None, depth, false).unwrap();
            for lang in Lang::ALL {
                let moves = moves(lang, &theme);
                assert!(moves[11] <= 320, "{name} {depth:?} {lang:?}: {moves:?}");
                assert!(moves[7] <= 170, "{name} {depth:?} {lang:?}: {moves:?}");
            }
        }
    }
}

/// Items that differ much, one after another.
#[test]
fn the_detail_of_another_item_takes_at_most_2800_bytes() {
    for lang in Lang::ALL {
        let theme = Theme::built_in(Depth::Ansi, false);
        let mut station = Station::of(Desk::new(lang, (120, 40)), &theme);
        for _ in 0..12 {
            station.press(KeyCode::Down);
            let bytes = station.rest();
            assert!(bytes <= 2_800, "{lang:?}: {bytes}");
        }
    }
}
