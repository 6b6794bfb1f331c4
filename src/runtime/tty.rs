//! The terminal taken over and given back.
//!
//! [`Tty::enter`] sets the modes one by one and remembers each; [`Tty::leave`] undoes those that
//! were set, in reverse. A failure half-way undoes what was done. Leaving is idempotent and is
//! called by `Drop`, by the panic hook, by the signal threads and by the hang-up watchdog.
//! Not here: what is drawn (`ui`), when (`event_loop`).
//! Invariant: a mode is undone exactly as often as it was set.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd as _;
use std::panic;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange,
};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, style};

use super::osc;

/// A mode of the terminal that has to be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Keys arrive one by one, without echo.
    Raw,
    /// The screen beside the scrollback.
    AlternateScreen,
    /// The cursor is not shown.
    HiddenCursor,
    /// Pasted text arrives as one piece.
    BracketedPaste,
    /// The terminal says when it gains and loses the focus.
    FocusEvents,
    /// The title of the window is ours.
    Title,
    /// Clicks and the wheel come to us; only where the user wants it.
    Mouse,
}

impl Mode {
    /// The modes of every terminal, in the order of entering.
    pub const ALL: [Self; 6] = [
        Self::Raw,
        Self::AlternateScreen,
        Self::HiddenCursor,
        Self::BracketedPaste,
        Self::FocusEvents,
        Self::Title,
    ];
}

/// What sets and undoes modes: the terminal, or a record of a test.
pub trait Device: Send {
    /// Sets a mode, or undoes it.
    ///
    /// # Errors
    /// The terminal does not take it.
    fn set(&mut self, mode: Mode, on: bool) -> io::Result<()>;

    /// Rings the bell.
    ///
    /// # Errors
    /// The terminal does not take it.
    fn ring(&mut self) -> io::Result<()>;

    /// Asks for a text to be put on the clipboard; whether it is, cannot be known.
    ///
    /// # Errors
    /// The terminal does not take it.
    fn copy(&mut self, text: &str) -> io::Result<()>;
}

/// The terminal of the process, on standard output.
#[derive(Debug, Default)]
pub struct Stdout {
    /// The title of its window; none where the terminal has no such thing.
    pub title: Option<String>,
    /// Whether tmux stands between us and the terminal.
    pub in_tmux: bool,
}

/// Standard output past the buffer of the process, which sends what ends with a line break by
/// itself: a frame written here reaches the terminal in one piece.
///
/// # Errors
/// The descriptor cannot be doubled.
pub fn unbuffered() -> io::Result<File> {
    let out = io::stdout().as_fd().try_clone_to_owned()?;
    Ok(File::from(out))
}

/// Writes a sequence at once.
fn write(sequence: &str) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(sequence.as_bytes())?;
    out.flush()
}

impl Device for Stdout {
    fn set(&mut self, mode: Mode, on: bool) -> io::Result<()> {
        let mut out = io::stdout();
        match (mode, on) {
            (Mode::Raw, true) => enable_raw_mode(),
            (Mode::Raw, false) => disable_raw_mode(),
            (Mode::AlternateScreen, true) => execute!(out, EnterAlternateScreen),
            // Colours are reset before the old screen comes back, so that they do not stay.
            (Mode::AlternateScreen, false) => {
                execute!(out, style::ResetColor, LeaveAlternateScreen)
            }
            (Mode::HiddenCursor, true) => execute!(out, cursor::Hide),
            (Mode::HiddenCursor, false) => execute!(out, cursor::Show),
            (Mode::BracketedPaste, true) => execute!(out, EnableBracketedPaste),
            (Mode::BracketedPaste, false) => execute!(out, DisableBracketedPaste),
            (Mode::FocusEvents, true) => execute!(out, EnableFocusChange),
            (Mode::FocusEvents, false) => execute!(out, DisableFocusChange),
            (Mode::Title, on) => match &self.title {
                Some(title) if on => write(&osc::title(title)),
                Some(_) => write(osc::TITLE_BACK),
                None => Ok(()),
            },
            (Mode::Mouse, true) => write(osc::MOUSE_ON),
            (Mode::Mouse, false) => write(osc::MOUSE_OFF),
        }?;
        out.flush()
    }

    fn ring(&mut self) -> io::Result<()> {
        write("\x07")
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        write(&osc::copy(text))?;
        if self.in_tmux {
            // tmux keeps the plain one or passes it on, as it is set up; the other one passes by.
            write(&osc::past_tmux(&osc::copy(text)))?;
        }
        Ok(())
    }
}

struct Taken {
    device: Box<dyn Device>,
    set: Vec<Mode>,
    /// The mouse is listened to while the terminal is ours.
    mouse: bool,
}

impl Taken {
    fn undo(&mut self) {
        while let Some(mode) = self.set.pop() {
            // A terminal that went away cannot be restored; the others are tried all the same.
            let _ = self.device.set(mode, false);
        }
    }
}

/// The terminal while it is ours; clones lead to the same one.
#[derive(Clone)]
pub struct Tty {
    taken: Arc<Mutex<Taken>>,
}

impl Tty {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// A mode is refused; those set before it are undone.
    ///
    /// ```no_run
    /// # fn main() -> std::io::Result<()> {
    /// use awp::runtime::tty::{Guard, Stdout, Tty};
    /// let tty = Tty::enter(Stdout::default())?;
    /// let _guard = Guard::new(tty.clone());
    /// // … draw …
    /// tty.leave(); // also done by the guard, by a panic and by signals
    /// # Ok(()) }
    /// ```
    pub fn enter(device: impl Device + 'static) -> io::Result<Self> {
        let tty = Self {
            taken: Arc::new(Mutex::new(Taken {
                device: Box::new(device),
                set: Vec::new(),
                mouse: false,
            })),
        };
        tty.reenter()?;
        Ok(tty)
    }

    /// Takes the terminal over again, after [`Tty::leave`] or after a stop from outside.
    ///
    /// # Errors
    /// As [`Tty::enter`].
    pub fn reenter(&self) -> io::Result<()> {
        // NO_COLOR makes crossterm drop the colours of a reversed row, which hides its text;
        // the theme has already resolved what this terminal and user want.
        style::force_color_output(true);
        let mut taken = self.lock();
        taken.undo();
        let mouse = taken.mouse.then_some(Mode::Mouse);
        for mode in Mode::ALL.into_iter().chain(mouse) {
            if let Err(error) = taken.device.set(mode, true) {
                taken.undo();
                return Err(error);
            }
            taken.set.push(mode);
        }
        Ok(())
    }

    /// Listens to the mouse or leaves it to the terminal, now and whenever it is taken over again.
    pub fn listen_to_mouse(&self, listen: bool) {
        let mut taken = self.lock();
        if std::mem::replace(&mut taken.mouse, listen) == listen {
            return;
        }
        // A terminal that went away is noticed at the next frame.
        if listen {
            let _ = taken.device.set(Mode::Mouse, true);
            taken.set.push(Mode::Mouse);
        } else {
            let _ = taken.device.set(Mode::Mouse, false);
            taken.set.retain(|mode| *mode != Mode::Mouse);
        }
    }

    /// Rings the bell.
    pub fn ring(&self) {
        // A terminal that went away is noticed at the next frame.
        let _ = self.lock().device.ring();
    }

    /// Asks for a text to be put on the clipboard.
    pub fn copy(&self, text: &str) {
        // As with the bell.
        let _ = self.lock().device.copy(text);
    }

    /// Gives the terminal back; a second call does nothing.
    pub fn leave(&self) {
        self.lock().undo();
    }

    /// Gives the terminal back when any thread panics, then calls `tell` with the place in the
    /// program. The words of a panic are not told: they may hold what somebody typed.
    pub fn leave_on_panic(&self, tell: impl Fn(&str) + Send + Sync + 'static) {
        let tty = self.clone();
        tell_panics(move |place| {
            tty.leave();
            tell(place);
        });
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the place of a panic of any thread, never its words: they may hold what somebody typed.
pub fn tell_panics(tell: impl Fn(&str) + Send + Sync + 'static) {
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string);
        tell(place.as_deref().unwrap_or("?"));
    }));
}

/// Leaves the terminal when dropped.
pub struct Guard(Tty);

impl Guard {
    /// A guard of a taken terminal.
    #[must_use]
    pub const fn new(tty: Tty) -> Self {
        Self(tty)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Record {
        calls: Arc<Mutex<Vec<(Mode, bool)>>>,
        refuse: Option<Mode>,
    }

    impl Record {
        fn calls(&self) -> Vec<(Mode, bool)> {
            self.calls.lock().unwrap().clone()
        }

        fn balance(&self, mode: Mode) -> i32 {
            let calls = self.calls();
            let of_mode = calls.iter().filter(|(called, _)| *called == mode);
            of_mode.map(|(_, on)| if *on { 1 } else { -1 }).sum()
        }
    }

    impl Device for Record {
        fn set(&mut self, mode: Mode, on: bool) -> io::Result<()> {
            if on && self.refuse == Some(mode) {
                return Err(io::Error::other("refused"));
            }
            self.calls.lock().unwrap().push((mode, on));
            Ok(())
        }

        fn ring(&mut self) -> io::Result<()> {
            Ok(())
        }

        fn copy(&mut self, _text: &str) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn leaving_undoes_every_mode_in_reverse() {
        let record = Record::default();
        Tty::enter(record.clone()).unwrap().leave();
        let undone: Vec<Mode> = record
            .calls()
            .split_off(Mode::ALL.len())
            .into_iter()
            .map(|c| c.0)
            .collect();
        let mut expected = Mode::ALL;
        expected.reverse();
        assert_eq!(undone, expected);
    }

    #[test]
    fn leaving_twice_undoes_once() {
        let record = Record::default();
        let tty = Tty::enter(record.clone()).unwrap();
        tty.leave();
        tty.leave();
        assert_eq!(record.calls().len(), 2 * Mode::ALL.len());
    }

    #[test]
    fn a_failure_half_way_undoes_what_was_set() {
        for refused in Mode::ALL {
            let record = Record {
                refuse: Some(refused),
                ..Record::default()
            };
            assert!(Tty::enter(record.clone()).is_err());
            for mode in Mode::ALL {
                assert_eq!(
                    record.balance(mode),
                    0,
                    "{mode:?} when {refused:?} is refused"
                );
            }
        }
    }

    #[test]
    fn a_dropped_guard_leaves() {
        let record = Record::default();
        drop(Guard::new(Tty::enter(record.clone()).unwrap()));
        assert_eq!(record.balance(Mode::Raw), 0);
    }

    #[test]
    fn a_panic_leaves_before_its_place_is_told_without_its_words() {
        let record = Record::default();
        let tty = Tty::enter(record.clone()).unwrap();
        let (tell, told) = std::sync::mpsc::channel();
        let before = panic::take_hook();
        tty.leave_on_panic(move |place| {
            let _ = tell.send((record.balance(Mode::Raw), place.to_owned()));
        });
        let _ = panic::catch_unwind(|| panic!("the words of a citizen"));
        panic::set_hook(before);
        let (raw, place) = told.recv().unwrap();
        assert_eq!(raw, 0);
        assert!(
            place.contains("tty.rs") && !place.contains("citizen"),
            "{place}"
        );
    }

    #[test]
    fn the_mouse_is_listened_to_as_long_as_it_is_wanted_and_the_terminal_ours() {
        let record = Record::default();
        let tty = Tty::enter(record.clone()).unwrap();
        assert_eq!(record.balance(Mode::Mouse), 0);
        tty.listen_to_mouse(true);
        tty.listen_to_mouse(true);
        assert_eq!(record.balance(Mode::Mouse), 1);
        tty.leave();
        assert_eq!(record.balance(Mode::Mouse), 0);
        tty.reenter().unwrap();
        assert_eq!(record.balance(Mode::Mouse), 1);
        tty.listen_to_mouse(false);
        tty.leave();
        assert_eq!(record.balance(Mode::Mouse), 0);
    }

    #[test]
    fn taking_over_again_sets_every_mode_once() {
        let record = Record::default();
        let tty = Tty::enter(record.clone()).unwrap();
        tty.reenter().unwrap();
        for mode in Mode::ALL {
            assert_eq!(record.balance(mode), 1, "{mode:?}");
        }
    }
}
