//! The events of the terminal as a stream that may be polled in any way.
//!
//! crossterm's own stream keeps the waker of the poll that started its waiting thread: a poll
//! that only looks whether something is there leaves a waker that wakes nobody, and the next
//! key is not seen. A task of its own waits on it instead and hands the events on in order.
//! The crate is built with `use-dev-tty`: its other reader waits for edges, so that a key that
//! arrives together with a change of size stays unread until the next key.

use std::io;

use crossterm::event::{Event, EventStream};
use futures_util::{Stream, StreamExt as _, stream};
use tokio::sync::{mpsc, oneshot};

/// What the user gives.
#[derive(Debug)]
pub enum Given {
    /// A happening at the terminal.
    Terminal(Event),
    /// A line of line mode.
    Line(String),
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
    let read = move || {
        for line in io::stdin().lines() {
            if send.send(line.map(Given::Line)).is_err() {
                return;
            }
        }
        let _ = send.send(Ok(Given::End));
    };
    std::thread::Builder::new()
        .name("awp-lines".into())
        .spawn(read)?;
    Ok(stream::poll_fn(move |cx| lines.poll_recv(cx)))
}

/// Lets another program read the keys of the terminal.
#[derive(Clone)]
pub struct Pause(mpsc::UnboundedSender<(bool, oneshot::Sender<()>)>);

impl Pause {
    /// Stops reading; returns once nothing is read any more.
    pub async fn pause(&self) {
        self.tell(true).await;
    }

    /// Reads on.
    pub async fn resume(&self) {
        self.tell(false).await;
    }

    async fn tell(&self, paused: bool) {
        let (done, told) = oneshot::channel();
        // A reader that ended reads nothing.
        if self.0.send((paused, done)).is_ok() {
            let _ = told.await;
        }
    }
}

/// The events of the controlling terminal and the way to pause them; the end of the stream is
/// the end of the terminal.
///
/// Must be called inside the runtime. The task ends with the terminal or with the reader.
#[expect(
    clippy::disallowed_methods,
    reason = "the task belongs to the loop's input and ends with it"
)]
pub fn of_terminal() -> (impl Stream<Item = io::Result<Given>> + Unpin, Pause) {
    let (send, mut events) = mpsc::unbounded_channel();
    let (pause, mut orders) = mpsc::unbounded_channel::<(bool, oneshot::Sender<()>)>();
    tokio::spawn(async move {
        let mut terminal = Some(EventStream::new());
        loop {
            let next = async {
                match &mut terminal {
                    Some(terminal) => terminal.next().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                event = next => {
                    let Some(event) = event else { break };
                    if send.send(event.map(Given::from)).is_err() {
                        break;
                    }
                }
                order = orders.recv() => {
                    let Some((paused, done)) = order else { break };
                    terminal = if paused {
                        drop(terminal.take());
                        let_go().await;
                        None
                    } else {
                        Some(EventStream::new())
                    };
                    let _ = done.send(());
                }
            }
        }
    });
    let stream = stream::poll_fn(move |cx| events.poll_recv(cx));
    (stream, Pause(pause))
}

/// Waits until crossterm's thread no longer holds the reader of the terminal: to make another
/// stream takes the same lock.
async fn let_go() {
    let free = tokio::task::spawn_blocking(|| drop(EventStream::new()));
    if free.await.is_err() {
        tracing::warn!("the reader of the terminal was not let go");
    }
}
