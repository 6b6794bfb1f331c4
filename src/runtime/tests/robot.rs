//! A person at the workstation, as a test writes one: sees, presses, types, waits.
//!
//! The robot sits before the real loop: its keys are the loop's input, its eyes the loop's
//! screen, its watch the loop's clock. Nothing sleeps: it looks again after every frame.

use std::convert::Infallible;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::runtime::input::Given;
use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use futures_util::Stream;
use ratatui::backend::{Backend, ClearType, TestBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use tokio::sync::{mpsc, watch};

use crate::app::key::Key;
use crate::clock::ManualClock;
use crate::runtime::signals::Signal;

/// How long the robot looks for something; far more than the loop needs.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// A screen in memory that the loop draws on and the robot looks at.
#[derive(Clone)]
pub(super) struct Glass {
    cells: Arc<Mutex<TestBackend>>,
    /// When the last frame was drawn.
    pub(super) frames: watch::Sender<Instant>,
}

impl Glass {
    pub(super) fn new(width: u16, height: u16) -> Self {
        Self {
            cells: Arc::new(Mutex::new(TestBackend::new(width, height))),
            frames: watch::Sender::new(Instant::now()),
        }
    }

    /// The lines of the screen.
    pub(super) fn text(&self) -> String {
        let cells = self.cells.lock().unwrap();
        let buffer = cells.buffer();
        let width = usize::from(buffer.area.width.max(1));
        let lines = buffer.content.chunks(width).map(|line| {
            let line: String = line.iter().map(Cell::symbol).collect();
            line.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl Backend for Glass {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.cells.lock().unwrap().draw(content)
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cells.lock().unwrap().hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.cells.lock().unwrap().show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        self.cells.lock().unwrap().get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cells.lock().unwrap().set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.cells.lock().unwrap().clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Infallible> {
        self.cells.lock().unwrap().clear_region(clear_type)
    }

    fn size(&self) -> Result<Size, Infallible> {
        self.cells.lock().unwrap().size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        self.cells.lock().unwrap().window_size()
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        self.frames.send_replace(Instant::now());
        Ok(())
    }

    fn scroll_region_up(&mut self, region: Range<u16>, count: u16) -> Result<(), Infallible> {
        self.cells.lock().unwrap().scroll_region_up(region, count)
    }

    fn scroll_region_down(&mut self, region: Range<u16>, count: u16) -> Result<(), Infallible> {
        self.cells.lock().unwrap().scroll_region_down(region, count)
    }
}

/// The keys the robot presses, as the loop reads them.
pub(super) fn keyboard() -> (
    mpsc::UnboundedSender<Event>,
    impl Stream<Item = io::Result<Given>> + Unpin,
) {
    let (keys, mut pressed) = mpsc::unbounded_channel();
    let stream = futures_util::stream::poll_fn(move |cx| {
        pressed
            .poll_recv(cx)
            .map(|event| event.map(|event| Ok(Given::from(event))))
    });
    (keys, stream)
}

/// Somebody at the workstation.
pub(super) struct Robot {
    pub(super) glass: Glass,
    pub(super) keys: mpsc::UnboundedSender<Event>,
    pub(super) clock: Arc<ManualClock>,
    pub(super) signals: mpsc::UnboundedSender<Signal>,
    /// The place of a scenario that is played, told when something is not as it should be.
    pub(super) place: String,
}

impl Robot {
    /// Looks until the screen shows a text.
    pub(super) async fn sees(&mut self, what: &str) -> &mut Self {
        self.looks_until(&format!("to see {what:?}"), |text| text.contains(what))
            .await
    }

    /// Looks until the screen shows a text no more.
    pub(super) async fn sees_no(&mut self, what: &str) -> &mut Self {
        self.looks_until(&format!("to see {what:?} no more"), |text| {
            !text.contains(what)
        })
        .await
    }

    async fn looks_until(&mut self, what: &str, is: impl Fn(&str) -> bool) -> &mut Self {
        let mut frames = self.glass.frames.subscribe();
        let glass = self.glass.clone();
        let seen = async {
            while !is(&glass.text()) {
                frames.changed().await.unwrap();
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, seen).await.is_ok();
        let text = self.glass.text();
        let place = &self.place;
        assert!(in_time, "{place}waited for {what}; the screen is:\n{text}");
        self
    }

    /// Asks again after every frame, and now and then, until something outside the screen is so.
    pub(super) async fn until(&mut self, is: impl AsyncFn() -> bool) -> &mut Self {
        let so = async {
            while !is().await {
                tokio::task::yield_now().await;
            }
        };
        assert!(
            tokio::time::timeout(PATIENCE, so).await.is_ok(),
            "it did not become so; the screen is:\n{}",
            self.glass.text()
        );
        self
    }

    /// Waits for the end of the program, which ends the journey.
    pub(super) async fn leaves(&self) {
        std::future::pending::<()>().await;
    }

    /// Tells the program to read its settings again, as SIGUSR1 does.
    pub(super) fn reloads(&mut self) -> &mut Self {
        self.signals.send(Signal::Reload).unwrap();
        self
    }

    /// Presses named keys (`F3`, `Enter`, `Ctrl+c`) or single characters, separated by spaces.
    pub(super) fn presses(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            self.keys.send(Event::Key(key(name))).unwrap();
        }
        self
    }

    /// Presses keys of the core.
    pub(super) fn strikes(&mut self, keys: &[Key]) -> &mut Self {
        for key in keys {
            self.keys.send(Event::Key(event(*key))).unwrap();
        }
        self
    }

    /// Types a text, character by character.
    pub(super) fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
            self.keys.send(Event::Key(event)).unwrap();
        }
        self
    }

    /// Does something with the mouse at the first place of the screen that shows a text.
    pub(super) fn points(&mut self, kind: MouseEventKind, what: &str) -> &mut Self {
        let text = self.glass.text();
        let mut lines = text.lines().zip(0..);
        let place = lines.find_map(|(line, row)| {
            let (before, _) = line.split_once(what)?;
            Some((u16::try_from(before.chars().count()).unwrap(), row))
        });
        let (column, row) = place.unwrap_or_else(|| panic!("no {what:?} in\n{text}"));
        let event = MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        };
        self.keys.send(Event::Mouse(event)).unwrap();
        self
    }

    /// Clicks on a text of the screen.
    pub(super) fn clicks(&mut self, what: &str) -> &mut Self {
        self.points(MouseEventKind::Down(MouseButton::Left), what)
            .points(MouseEventKind::Up(MouseButton::Left), what)
    }

    /// Gives the window another size.
    pub(super) fn resizes(&mut self, width: u16, height: u16) -> &mut Self {
        self.glass.cells.lock().unwrap().resize(width, height);
        self.keys.send(Event::Resize(width, height)).unwrap();
        self
    }

    /// Lets time pass: the clock is moved and the loop, which sleeps by it, is woken.
    pub(super) fn waits(&mut self, time: Duration) -> &mut Self {
        self.clock.advance(time);
        // Losing the focus means nothing to the program; it is told the time all the same.
        self.keys.send(Event::FocusLost).unwrap();
        self
    }
}

/// A key of the core as a terminal tells it.
fn event(key: Key) -> KeyEvent {
    use crate::app::key::KeyCode as Of;
    let code = match key.code {
        Of::Char(c) => KeyCode::Char(c),
        Of::F(number) => KeyCode::F(number),
        Of::Up => KeyCode::Up,
        Of::Down => KeyCode::Down,
        Of::Left => KeyCode::Left,
        Of::Right => KeyCode::Right,
        Of::Home => KeyCode::Home,
        Of::End => KeyCode::End,
        Of::PageUp => KeyCode::PageUp,
        Of::PageDown => KeyCode::PageDown,
        Of::Enter => KeyCode::Enter,
        Of::Esc => KeyCode::Esc,
        Of::Tab => KeyCode::Tab,
        Of::BackTab => KeyCode::BackTab,
        Of::Backspace => KeyCode::Backspace,
        Of::Delete => KeyCode::Delete,
        Of::Insert => KeyCode::Insert,
    };
    let held = [
        (key.ctrl, KeyModifiers::CONTROL),
        (key.alt, KeyModifiers::ALT),
        (key.shift, KeyModifiers::SHIFT),
    ];
    let held = held.into_iter().filter(|(held, _)| *held);
    let modifiers = held.fold(KeyModifiers::NONE, |all, (_, one)| all | one);
    KeyEvent::new(code, modifiers)
}

fn key(name: &str) -> KeyEvent {
    let (name, modifiers) = match name.strip_prefix("Ctrl+") {
        Some(name) => (name, KeyModifiers::CONTROL),
        None => (name, KeyModifiers::NONE),
    };
    let mut letters = name.chars();
    let code = match (letters.next(), letters.as_str()) {
        (Some(letter), "") => KeyCode::Char(letter),
        (Some('F'), number) => KeyCode::F(number.parse().unwrap()),
        _ => match name {
            "Enter" => KeyCode::Enter,
            "Esc" => KeyCode::Esc,
            "Tab" => KeyCode::Tab,
            "Up" => KeyCode::Up,
            "Down" => KeyCode::Down,
            "Left" => KeyCode::Left,
            "Right" => KeyCode::Right,
            "Home" => KeyCode::Home,
            "End" => KeyCode::End,
            "PageUp" => KeyCode::PageUp,
            "PageDown" => KeyCode::PageDown,
            "Space" => KeyCode::Char(' '),
            "Backspace" => KeyCode::Backspace,
            unknown => panic!("no key {unknown:?}"),
        },
    };
    KeyEvent::new(code, modifiers)
}
