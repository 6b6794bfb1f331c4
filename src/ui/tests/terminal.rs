//! The real screens on a terminal: whatever happens, it shows what would be drawn anew.

use std::io;
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::layout::Size;

use super::fixture::Desk;
use super::memo::{Happening, happen, happenings};
use crate::config::{ColorDepth, Environment};
use crate::domain::local_text::Lang;
use crate::runtime::event_loop::View;
use crate::runtime::frames::{Abilities, Frames};
use crate::runtime::workstation::{Look, Screens};

/// The line to a terminal.
#[derive(Clone, Default)]
struct Line(Arc<Mutex<Vec<u8>>>);

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal with the screens on it.
struct Glass {
    screens: Screens,
    terminal: Terminal<Frames<Line>>,
    line: Line,
    seen: vt100::Parser,
}

fn some(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).unwrap()
}

impl Glass {
    fn new(desk: &Desk) -> Self {
        let look = Look::of(Environment::default());
        let line = Line::default();
        let layout = desk.model.layout;
        let size = Size::new(layout.width, layout.height);
        let frames = Frames::of_size(line.clone(), Abilities::of("xterm"), size);
        Self {
            screens: Screens::new(look, Arc::default(), Instant::now()),
            terminal: Terminal::new(frames).unwrap(),
            line,
            seen: vt100::Parser::new(some(layout.height), some(layout.width), 0),
        }
    }

    /// Follows the terminal to another size as the loop does.
    fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(Size::new(width, height));
        self.seen.screen_mut().set_size(some(height), some(width));
        self.terminal.clear().unwrap();
        View::<Frames<Line>>::forget(&mut self.screens);
    }

    fn draw(&mut self, desk: &Desk) -> &mut Self {
        self.screens.draw(&mut self.terminal, &desk.model).unwrap();
        let bytes = std::mem::take(&mut *self.line.0.lock().unwrap());
        self.seen.process(&bytes);
        self
    }

    /// The signs that are seen, with their looks and places.
    fn signs(&self) -> Vec<(u16, u16, &vt100::Cell)> {
        let screen = self.seen.screen();
        let (height, width) = screen.size();
        let places = (0..height.get()).flat_map(move |y| (0..width.get()).map(move |x| (x, y)));
        let cells = places.filter_map(|(x, y)| Some((x, y, screen.cell(y, x)?)));
        cells
            .filter(|(_, _, cell)| !cell.contents().trim().is_empty())
            .collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_happens_a_terminal_shows_what_a_new_one_would(
        happenings in happenings(),
        at_conference in any::<bool>(),
    ) {
        let mut desk = if at_conference {
            Desk::at_conference(Lang::Ru, (120, 40))
        } else {
            Desk::new(Lang::Kk, (120, 40))
        };
        desk.model.appearance.color = ColorDepth::Rgb;
        let mut glass = Glass::new(&desk);
        for happening in &happenings {
            happen(&mut desk, happening);
            if let Happening::Size(width, height) = happening {
                glass.resize(*width, *height);
            }
            let mut anew = Glass::new(&desk);
            prop_assert!(
                glass.draw(&desk).signs() == anew.draw(&desk).signs(),
                "after {happening:?}"
            );
        }
    }
}

#[test]
fn through_another_size_and_back_a_terminal_shows_what_it_showed() {
    let mut desk = Desk::new(Lang::Kk, (120, 40));
    desk.down(3);
    let mut glass = Glass::new(&desk);
    for (width, height) in [(120, 40), (80, 24), (120, 40), (60, 16), (120, 40)] {
        happen(&mut desk, &Happening::Size(width, height));
        glass.resize(width, height);
        let mut anew = Glass::new(&desk);
        assert!(
            glass.draw(&desk).signs() == anew.draw(&desk).signs(),
            "{width}x{height}"
        );
    }
}
