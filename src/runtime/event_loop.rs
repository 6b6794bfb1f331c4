//! The loop: what happened goes into the core, its orders go out, the screen follows.
//!
//! Terminal, input, clock, view and the carrier of orders are parameters, so that tests run this
//! very loop with typed keys, a screen in memory and a clock moved by hand.
//! Invariants: one owner of the model; everything that waits is taken before a frame is drawn;
//! nothing is drawn unless something happened, and on a slow link not more often than its pace
//! allows; between two happenings the loop sleeps until
//! [`Model::next_wake`] and costs nothing; the core is told the time before anything that
//! follows a wait.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{Event, MouseEvent};
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use jiff::SignedDuration;
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::Size;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

use crate::app::detail::LONG_REST;
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode};
use crate::app::pointer::{Gesture, Place, Pointed, Target};
use crate::app::typed_line::LineFault;
use crate::app::update::update;
use crate::cli::Exit;
use crate::clock::Clock;
use crate::domain::text::CitizenText;
use crate::runtime::input::Given;
use crate::runtime::keys;
use crate::runtime::outside::{ExternalEditor, OutsideError};
use crate::runtime::pace::Pace;
use crate::runtime::signals::{self, Signal};
use crate::runtime::tty::Tty;

/// Frames drawn before the loop waits: what the first one tells (where a text ends, that a theme
/// is broken) is seen on the second. No more, so that frames that go on telling stop nothing.
const FRAMES: usize = 2;
/// So long a frame waits for rows or an item that are on their way: without them it would take
/// away what is seen for the moment until they come.
const SHORT: Duration = Duration::from_millis(15);
/// The most happenings taken before a frame is drawn, so that a flood cannot freeze the screen.
const BATCH: usize = 512;

/// The time is told again inside a batch once it went on by so much.
const TELL_TIME_AFTER: SignedDuration = SignedDuration::from_millis(250);

/// The shortest sleep: a wish to be woken in the past must not become a spin.
const SHORTEST: Duration = Duration::from_millis(2);

/// Draws the model and says how many lines its scrolled parts have, as `Msg::Measured`, or why
/// the theme cannot be used, as `Msg::Failed`.
pub trait View<B: Backend> {
    /// Draws one frame.
    ///
    /// # Errors
    /// The terminal does not take it.
    fn draw(&mut self, terminal: &mut Terminal<B>, model: &Model) -> Result<Option<Msg>, B::Error>;

    /// The terminal was cleared: the next frame has to draw everything.
    fn forget(&mut self) {}

    /// What a cell of the last frame stood for, and what was shown; nothing where nothing can be
    /// pointed at.
    fn under(&self, _column: u16, _row: u16) -> Option<(Option<Target>, Place)> {
        None
    }
}

/// Carries orders out; answers come back over the channel of messages.
pub trait Carry {
    /// Starts to carry one order out; never waits.
    fn carry(&mut self, effect: Effect);

    /// Reads the settings again; the changes come as messages.
    fn reload(&mut self);

    /// Waits until everything that was stored is on the disk.
    fn finish(&mut self) -> impl Future<Output = ()>;
}

/// How the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The user left.
    Quit,
    /// The operating system or the terminal ended it.
    Told(Exit),
}

/// The loop with everything it is given.
pub struct Shell<B: Backend, I, V, C> {
    /// Where frames go.
    pub terminal: Terminal<B>,
    /// Keys, pastes, sizes; its end is the end of the terminal.
    pub input: I,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Answers and news.
    pub messages: UnboundedReceiver<Msg>,
    /// Signals.
    pub signals: UnboundedReceiver<Signal>,
    /// The screens.
    pub view: V,
    /// The carrier of orders.
    pub carrier: C,
    /// The terminal to give back at a stop; `None` in tests.
    pub tty: Option<Tty>,
    /// The editor of the system.
    pub editor: Option<ExternalEditor>,
    /// How often a frame may be drawn.
    pub pace: Pace,
}

/// One thing the loop was woken by.
enum Woken {
    Time,
    Input(Option<io::Result<Given>>),
    Message(Option<Msg>),
    Signal(Option<Signal>),
}

/// The state of one run.
struct Run {
    model: Model,
    ended: Option<Ended>,
    dirty: bool,
    /// Something happened that no frame shows yet.
    unseen: bool,
    /// The whole screen is drawn anew: others may have written on it.
    anew: bool,
    stopped_by: StoppedBy,
    /// When a frame is drawn although something for it is on its way.
    drawn_by: Option<Instant>,
    /// A text waits for the editor of the system.
    edit: Option<CitizenText>,
}

/// Who stopped the program: the signal to go on after our own stop is not news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StoppedBy {
    Us,
    Others,
}

impl Run {
    /// How long a frame waits for what is on its way.
    fn holds(&mut self, now: Instant) -> Duration {
        if !self.model.is_half_known() {
            self.drawn_by = None;
            return Duration::ZERO;
        }
        let by = *self.drawn_by.get_or_insert(now + SHORT);
        by.saturating_duration_since(now)
    }

    /// Whether more may be given. In line mode what a line did is told before the next one is taken,
    /// so that no message is lost under another, and the end of a script loses nothing.
    fn listens(&self) -> bool {
        !self.model.layout.paper || !(self.dirty || self.model.owes_an_answer())
    }
}

impl<B, I, V, C> Shell<B, I, V, C>
where
    B: Backend,
    I: Stream<Item = io::Result<Given>> + Unpin,
    V: View<B>,
    C: Carry,
{
    /// Runs until the user leaves or the program is told to end; orders given are carried out.
    ///
    /// A terminal that does not take frames any more is one that went away.
    pub async fn run(mut self, model: Model, first: Vec<Effect>) -> Ended {
        let mut run = Run {
            model,
            ended: None,
            dirty: true,
            unseen: false,
            anew: false,
            stopped_by: StoppedBy::Others,
            drawn_by: None,
            edit: None,
        };
        self.carry(&mut run, first);
        if let Err(error) = self.turn(&mut run).await {
            tracing::error!(%error, "the terminal does not take frames any more");
            self.end(&mut run, Exit::Hangup);
        }
        self.carrier.finish().await;
        run.ended.unwrap_or(Ended::Quit)
    }

    async fn turn(&mut self, run: &mut Run) -> Result<(), B::Error> {
        loop {
            for _ in 0..FRAMES {
                if run.dirty && self.frame_in(run).is_zero() {
                    self.draw(run)?;
                }
            }
            if run.ended.is_some() {
                return Ok(());
            }
            let woken = self.wait(run).await;
            self.tell(run, Msg::Clock(self.clock.now()));
            self.take(run, woken)?;
            for _ in 0..BATCH {
                let Some(woken) = self.waiting(run) else {
                    break;
                };
                self.keep_time(run);
                self.take(run, woken)?;
            }
            if let Some(text) = run.edit.take().filter(|_| run.ended.is_none()) {
                self.edit(run, &text).await?;
            }
        }
    }

    /// How long until a frame may be drawn.
    fn frame_in(&self, run: &mut Run) -> Duration {
        let now = Instant::now();
        self.pace.wait(now).max(run.holds(now))
    }

    /// Tells the time in the middle of a batch if it went on meanwhile, as after a laptop slept:
    /// what a key starts must not be given up by the jump that comes behind it.
    fn keep_time(&mut self, run: &mut Run) {
        let now = self.clock.now();
        if now.duration_since(run.model.now).abs() >= TELL_TIME_AFTER {
            self.tell(run, Msg::Clock(now));
        }
    }

    /// Sleeps until something happens.
    async fn wait(&mut self, run: &mut Run) -> Woken {
        let now = self.clock.now();
        let wake = run.model.next_wake(now).map(|at| at.duration_since(now));
        let wake = wake.map(|left| Duration::try_from(left).unwrap_or_default());
        let frame = run.dirty.then(|| self.frame_in(run));
        let until = wake.into_iter().chain(frame).min();
        let sleep = async {
            match until {
                Some(left) => tokio::time::sleep(left.max(SHORTEST)).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            signal = self.signals.recv() => Woken::Signal(signal),
            event = self.input.next(), if run.listens() => Woken::Input(event),
            message = self.messages.recv() => Woken::Message(message),
            () = sleep => Woken::Time,
        }
    }

    /// Something that has already happened, if there is one.
    fn waiting(&mut self, run: &Run) -> Option<Woken> {
        if let Ok(signal) = self.signals.try_recv() {
            return Some(Woken::Signal(Some(signal)));
        }
        // Answers before keys, so that a flood of keys cannot hold them up.
        if let Ok(message) = self.messages.try_recv() {
            return Some(Woken::Message(Some(message)));
        }
        if !run.listens() {
            return None;
        }
        self.input.next().now_or_never().map(Woken::Input)
    }

    fn take(&mut self, run: &mut Run, woken: Woken) -> Result<(), B::Error> {
        match woken {
            Woken::Time => {}
            Woken::Message(Some(message)) => self.tell(run, message),
            Woken::Input(Some(Ok(Given::Terminal(event)))) => {
                // A terminal may lose or fold lines on the way through sizes, also when the
                // last size is the one it had before.
                run.anew |= matches!(event, Event::Resize(..));
                let message = if let Event::Mouse(mouse) = event {
                    // Another program may have left it on for who wants no mouse here; and what
                    // happened since the frame may have put something else there.
                    run.model
                        .terminal
                        .mouse
                        .then_some(mouse)
                        .and_then(|mouse| self.pointed(run, mouse))
                } else {
                    message_of(event)
                };
                if let Some(message) = message {
                    self.tell(run, message);
                }
            }
            Woken::Input(Some(Ok(Given::Line(line)))) => {
                self.tell(run, line_message(line));
            }
            Woken::Input(Some(Ok(Given::End))) => self.leave(run),
            Woken::Input(Some(Err(error))) => {
                tracing::error!(kind = ?error.kind(), "the input of the terminal failed");
                self.end(run, Exit::Hangup);
            }
            Woken::Input(None) => self.end(run, Exit::Hangup),
            // Nobody is left who could answer or tell.
            Woken::Message(None) | Woken::Signal(None) => self.end(run, Exit::Terminated),
            Woken::Signal(Some(signal)) => self.signal(run, signal)?,
        }
        Ok(())
    }

    /// What the mouse did, with what the user saw there.
    fn pointed(&self, run: &Run, mouse: MouseEvent) -> Option<Msg> {
        let gesture = keys::gesture(mouse.kind)?;
        if gesture == Gesture::Press && run.unseen {
            return None;
        }
        let (target, place) = self.view.under(mouse.column, mouse.row)?;
        Some(Msg::Pointed(Pointed {
            gesture,
            column: mouse.column,
            target,
            place,
        }))
    }

    fn tell(&mut self, run: &mut Run, message: Msg) {
        run.dirty = true;
        let is_time = matches!(message, Msg::Clock(_));
        let is_item = matches!(message, Msg::Item { .. });
        let orders = update(&mut run.model, message);
        // What was read ahead changes nothing that is seen.
        let is_ahead = is_item && run.model.detail.ahead.is_some();
        run.unseen |= !(is_time || is_ahead);
        self.carry(run, orders);
    }

    fn carry(&mut self, run: &mut Run, orders: Vec<Effect>) {
        for order in orders {
            if order == Effect::Quit {
                run.ended.get_or_insert(Ended::Quit);
            } else if let Effect::EditOutside(text) = order {
                run.edit = Some(text);
            } else if order == Effect::Suspend {
                if self.tty.is_some() {
                    signals::stop_job();
                }
            } else if order == Effect::Ring {
                if let Some(tty) = &self.tty {
                    tty.ring();
                }
            } else if let Effect::Copy(text) = &order {
                if let Some(tty) = &self.tty {
                    tty.copy(text.as_str());
                }
            } else {
                self.carrier.carry(order);
            }
        }
    }

    /// The user leaves, whatever is open.
    fn leave(&mut self, run: &mut Run) {
        if run.ended.is_none() {
            run.ended = Some(Ended::Quit);
            self.tell(run, Msg::Shutdown);
        }
    }

    fn end(&mut self, run: &mut Run, exit: Exit) {
        if run.ended.is_none() {
            run.ended = Some(Ended::Told(exit));
            self.tell(run, Msg::Shutdown);
        }
    }

    fn signal(&mut self, run: &mut Run, signal: Signal) -> Result<(), B::Error> {
        match signal {
            Signal::End(exit) => self.end(run, exit),
            Signal::Reload => self.carrier.reload(),
            Signal::Stop => self.stop(run)?,
            Signal::Continue if run.stopped_by == StoppedBy::Us => {
                run.stopped_by = StoppedBy::Others;
            }
            Signal::Continue => self.retake(run)?,
        }
        Ok(())
    }

    /// Gives the terminal back and stops until the shell goes on with the program.
    fn stop(&mut self, run: &mut Run) -> Result<(), B::Error> {
        if let Some(tty) = &self.tty {
            tty.leave();
        }
        signals::stop();
        run.stopped_by = StoppedBy::Us;
        self.retake(run)
    }

    /// Hands the terminal to the editor of the system until it ends. What happens meanwhile
    /// waits; a signal to end ends the editor too.
    async fn edit(&mut self, run: &mut Run, text: &CitizenText) -> Result<(), B::Error> {
        let Some(editor) = &self.editor else {
            return Ok(());
        };
        if let Some(pause) = &editor.pause {
            pause.pause().await;
        }
        if let Some(tty) = &self.tty {
            tty.leave();
        }
        let mut told = None;
        let edited = match editor.open(text) {
            Ok(mut session) => {
                let status = loop {
                    tokio::select! {
                        status = session.child.wait() => break status,
                        signal = self.signals.recv() => match signal {
                            Some(Signal::Stop) => signals::stop(),
                            Some(Signal::Continue | Signal::Reload) => {}
                            Some(Signal::End(exit)) => {
                                told = Some(exit);
                                break session.child.kill().await.and(session.child.wait().await);
                            }
                            None => break session.child.kill().await.and(session.child.wait().await),
                        },
                    }
                };
                status
                    .map_err(Into::into)
                    .and_then(|status| session.finish(status))
            }
            Err(error) => Err(error),
        };
        if let Some(pause) = &editor.pause {
            pause.resume();
        }
        if let Some(exit) = told {
            self.end(run, exit);
            return Ok(());
        }
        self.retake(run)?;
        self.tell(run, Msg::Clock(self.clock.now()));
        self.tell(run, Msg::Edited(edited.map_err(|error| not_edited(&error))));
        Ok(())
    }

    /// Takes the terminal over again after others had it.
    fn retake(&mut self, run: &mut Run) -> Result<(), B::Error> {
        if let Some(tty) = &self.tty
            && let Err(error) = tty.reenter()
        {
            tracing::error!(kind = ?error.kind(), "the terminal cannot be taken over again");
            self.end(run, Exit::Hangup);
            return Ok(());
        }
        let size = self.terminal.size()?;
        self.tell(run, resized(size));
        run.anew = true;
        Ok(())
    }

    fn draw(&mut self, run: &mut Run) -> Result<(), B::Error> {
        run.dirty = false;
        run.unseen = false;
        if run.ended.is_some() {
            return Ok(());
        }
        if std::mem::take(&mut run.anew) {
            self.terminal.clear()?;
            self.view.forget();
        }
        if let Some(tty) = &self.tty {
            tty.listen_to_mouse(run.model.terminal.mouse);
        }
        self.pace.told(run.model.terminal.slow_link);
        let told = self.view.draw(&mut self.terminal, &run.model)?;
        self.pace.drawn(Instant::now());
        if self.pace.is_slow() != (run.model.rest == LONG_REST) {
            // What follows from it is not seen before something happens.
            self.tell(run, Msg::SlowLink(self.pace.is_slow()));
            (run.dirty, run.unseen) = (false, false);
        }
        let Some(told) = told else {
            return Ok(());
        };
        let scroll = run.model.detail.scroll;
        let overlays = run.model.overlays.clone();
        let failed = matches!(told, Msg::Failed(_));
        self.tell(run, told);
        let moved = run.model.detail.scroll != scroll || run.model.overlays != overlays;
        run.dirty = moved || failed;
        run.unseen = run.dirty;
        Ok(())
    }
}

fn not_edited(error: &OutsideError) -> Failure {
    tracing::warn!(%error, "the editor of the system");
    Failure {
        code: FailureCode::Editor,
        detail: error.to_string(),
    }
}

const fn resized(size: Size) -> Msg {
    Msg::Resize {
        width: size.width,
        height: size.height,
    }
}

/// What a happening at the terminal means to the core.
fn message_of(event: Event) -> Option<Msg> {
    match event {
        Event::Key(event) => keys::key(event).map(Msg::Key),
        Event::Paste(pasted) => text(&pasted).map(Msg::Paste),
        Event::FocusGained => Some(Msg::Focus(true)),
        Event::FocusLost => Some(Msg::Focus(false)),
        Event::Resize(width, height) => Some(Msg::Resize { width, height }),
        Event::Mouse(_) => None,
    }
}

fn line_message(line: Result<String, LineFault>) -> Msg {
    let line = line.map(|line| CitizenText::parse(&line));
    match line {
        Ok(Ok(text)) => Msg::Line(text),
        Ok(Err(_too_long)) => Msg::LineRefused(LineFault::TooLong),
        Err(fault) => Msg::LineRefused(fault),
    }
}

/// Pasted or typed text cleaned as a citizen's text is; one that is too long is not taken.
fn text(given: &str) -> Option<CitizenText> {
    match CitizenText::parse(given) {
        Ok(text) => Some(text),
        Err(error) => {
            tracing::warn!(%error, "a text was not taken");
            None
        }
    }
}

#[cfg(test)]
mod tests;
