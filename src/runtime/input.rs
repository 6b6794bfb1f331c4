//! The events of the terminal as a stream that may be polled in any way.
//!
//! crossterm's own stream keeps the waker of the poll that started its waiting thread: a poll
//! that only looks whether something is there leaves a waker that wakes nobody, and the next
//! key is not seen. A thread of our own reads instead and hands the events on in order, straight
//! to the loop: every other hand on the way would make each key later.
//! The crate is built with `use-dev-tty`: its other reader waits for edges, so that a key that
//! arrives together with a change of size stays unread until the next key.

use std::io::{self, BufRead, IsTerminal as _, Read as _};

use crossterm::event::{self, Event};
use futures_util::{Stream, stream};
use rustix::process::{Signal, getpid, kill_process};
use tokio::sync::{mpsc, oneshot};

use crate::app::typed_line::LineFault;

/// What the user gives.
#[derive(Debug)]
pub enum Given {
    /// A happening at the terminal.
    Terminal(Event),
    /// A line of line mode, or why it cannot be taken.
    Line(Result<String, LineFault>),
    /// The last line was given: the user leaves.
    End,
}

impl From<Event> for Given {
    fn from(event: Event) -> Self {
        Self::Terminal(event)
    }
}

/// The lines of standard input, then [`Given::End`].
///
/// # Errors
/// The thread that reads cannot be started. It ends with the input or with the process.
pub fn of_lines() -> io::Result<impl Stream<Item = io::Result<Given>> + Unpin> {
    let (send, mut lines) = mpsc::unbounded_channel();
    let most = if io::stdin().is_terminal() {
        MOST_TYPED
    } else {
        MOST_BYTES
    };
    let read = move || {
        let mut input = io::stdin().lock();
        loop {
            let given = match line(&mut input, most) {
                Ok(Some(line)) => Ok(Given::Line(line)),
                Ok(None) => Ok(Given::End),
                Err(error) => Err(error),
            };
            let is_last = !matches!(given, Ok(Given::Line(_)));
            if send.send(given).is_err() || is_last {
                return;
            }
        }
    };
    std::thread::Builder::new()
        .name("awp-lines".into())
        .spawn(read)?;
    Ok(stream::poll_fn(move |cx| lines.poll_recv(cx)))
}

/// The longest line a program or a file gives, in bytes; a letter is far shorter.
const MOST_BYTES: u64 = 400_000;
/// A terminal keeps so many bytes of a line and drops the rest without a word.
const MOST_TYPED: u64 = 4_095;

/// The next line; `None` at the end of the input. One that has `most` bytes may have lost its end
/// and is not taken; what follows of it is passed over.
fn line(input: &mut impl BufRead, most: u64) -> io::Result<Option<Result<String, LineFault>>> {
    let mut bytes = Vec::new();
    input.by_ref().take(most).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let is_whole = bytes.last() == Some(&b'\n');
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length >= most {
        if !is_whole {
            input.skip_until(b'\n')?;
        }
        return Ok(Some(Err(LineFault::TooLong)));
    }
    let line = String::from_utf8(bytes).map_err(|_bytes| LineFault::NotText);
    Ok(Some(line))
}

/// Lets another program read the keys of the terminal.
#[derive(Clone)]
pub struct Pause(std::sync::mpsc::Sender<Order>);

/// Whether to read, and who waits until that is so.
type Order = (Reading, oneshot::Sender<()>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Stopped,
    Going,
}

impl Pause {
    /// Stops reading; returns once nothing is read any more.
    pub async fn pause(&self) {
        let (done, told) = oneshot::channel();
        // A reader that ended reads nothing.
        if self.0.send((Reading::Stopped, done)).is_err() {
            return;
        }
        // The reader sleeps until something happens at the terminal: its size did not change, but
        // it is told so.
        if let Err(error) = kill_process(getpid(), Signal::WINCH) {
            tracing::warn!(%error, "the reader of the terminal cannot be woken");
            return;
        }
        let _ = told.await;
    }

    /// Reads on.
    pub fn resume(&self) {
        let (done, _nobody_waits) = oneshot::channel();
        let _ = self.0.send((Reading::Going, done));
    }
}

/// Waits as long as it is told not to read; the end of the channel changes nothing.
fn obey(mut order: Option<Order>, orders: &std::sync::mpsc::Receiver<Order>) {
    while let Some((reading, done)) = order {
        let _ = done.send(());
        order = match reading {
            Reading::Stopped => orders.recv().ok(),
            Reading::Going => orders.try_recv().ok(),
        };
    }
}

/// Hands on what is read until nothing more can be or nobody takes it.
fn hand_on(
    mut read: impl FnMut() -> io::Result<Event>,
    orders: &std::sync::mpsc::Receiver<Order>,
    send: &mpsc::UnboundedSender<io::Result<Given>>,
) {
    loop {
        let given = read().map(Given::from);
        let order = orders.try_recv().ok();
        // Who pauses takes the size anew when the terminal is taken over again.
        let is_wake = order.is_some() && matches!(given, Ok(Given::Terminal(Event::Resize(..))));
        let is_last = given.is_err();
        if (!is_wake && send.send(given).is_err()) || is_last {
            return;
        }
        obey(order, orders);
    }
}

/// The events of the controlling terminal and the way to pause them; the end of the stream is
/// the end of the terminal.
///
/// # Errors
/// The thread that reads cannot be started. It ends with the terminal or with the process.
pub fn of_terminal() -> io::Result<(impl Stream<Item = io::Result<Given>> + Unpin, Pause)> {
    let (send, mut events) = mpsc::unbounded_channel();
    let (pause, orders) = std::sync::mpsc::channel();
    let read = move || hand_on(event::read, &orders, &send);
    std::thread::Builder::new()
        .name("awp-keys".into())
        .spawn(read)?;
    let stream = stream::poll_fn(move |cx| events.poll_recv(cx));
    Ok((stream, Pause(pause)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(mut bytes: &[u8], most: u64) -> Vec<Result<String, LineFault>> {
        let mut all = Vec::new();
        while let Some(one) = line(&mut bytes, most).unwrap() {
            all.push(one.map(|line| line.trim_end().to_owned()));
        }
        all
    }

    /// A reader of a terminal that a test types at.
    struct Keys {
        typed: std::sync::mpsc::Sender<Event>,
        pause: std::sync::mpsc::Sender<Order>,
        given: mpsc::UnboundedReceiver<io::Result<Given>>,
    }

    impl Keys {
        fn new() -> Self {
            let (typed, keys) = std::sync::mpsc::channel();
            let (pause, orders) = std::sync::mpsc::channel();
            let (send, given) = mpsc::unbounded_channel();
            let read = move || {
                keys.recv()
                    .map_err(|_gone| io::ErrorKind::BrokenPipe.into())
            };
            std::thread::spawn(move || hand_on(read, &orders, &send));
            Self {
                typed,
                pause,
                given,
            }
        }

        fn types(&self, event: Event) {
            self.typed.send(event).unwrap();
        }

        /// Gives an order; what is told once it is obeyed.
        fn order(&self, reading: Reading) -> oneshot::Receiver<()> {
            let (done, told) = oneshot::channel();
            self.pause.send((reading, done)).unwrap();
            told
        }

        fn next(&mut self) -> Option<Event> {
            match self.given.blocking_recv()? {
                Ok(Given::Terminal(event)) => Some(event),
                Ok(Given::Line(_) | Given::End) | Err(_) => None,
            }
        }
    }

    const WAKE: Event = Event::Resize(80, 24);

    #[test]
    fn while_another_program_reads_no_key_is_taken_and_the_wake_is_no_news() {
        let mut keys = Keys::new();
        keys.types(Event::FocusLost);
        assert_eq!(keys.next(), Some(Event::FocusLost));
        let stopped = keys.order(Reading::Stopped);
        keys.types(WAKE);
        stopped.blocking_recv().unwrap();
        keys.types(Event::FocusGained);
        assert!(keys.given.is_empty());
        let going = keys.order(Reading::Going);
        going.blocking_recv().unwrap();
        assert_eq!(keys.next(), Some(Event::FocusGained));
    }

    #[test]
    fn a_key_that_came_before_the_wake_is_handed_on_and_a_size_without_an_order_too() {
        let mut keys = Keys::new();
        let stopped = keys.order(Reading::Stopped);
        keys.types(Event::FocusGained);
        stopped.blocking_recv().unwrap();
        assert_eq!(keys.next(), Some(Event::FocusGained));
        keys.order(Reading::Going).blocking_recv().unwrap();
        keys.types(WAKE);
        assert_eq!(keys.next(), Some(WAKE));
    }

    #[test]
    fn the_end_of_the_terminal_is_told_last() {
        let mut keys = Keys::new();
        drop(std::mem::replace(
            &mut keys.typed,
            std::sync::mpsc::channel().0,
        ));
        assert!(matches!(keys.given.blocking_recv(), Some(Err(_))));
        assert!(keys.given.blocking_recv().is_none());
    }

    #[test]
    fn a_line_too_long_or_in_another_encoding_is_refused_and_the_next_one_taken() {
        let given = [
            "бір\n".as_bytes(),
            &[b'x'; 40],
            b"\n\n",
            &[0xcf, 0xd0, b'\n'],
            "соңғы".as_bytes(),
        ];
        assert_eq!(
            lines(&given.concat(), 20),
            [
                Ok("бір".to_owned()),
                Err(LineFault::TooLong),
                Ok(String::new()),
                Err(LineFault::NotText),
                Ok("соңғы".to_owned()),
            ]
        );
    }

    #[test]
    fn a_line_of_which_the_terminal_may_have_dropped_the_end_is_refused() {
        let cut = [[b'x'; 19].as_slice(), b"\n"].concat();
        assert_eq!(lines(&cut, 20), [Err(LineFault::TooLong)]);
        let whole = [[b'x'; 18].as_slice(), b"\n"].concat();
        assert_eq!(lines(&whole, 20), [Ok("x".repeat(18))]);
    }
}
