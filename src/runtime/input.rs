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
use tokio::sync::mpsc;

/// The events of the controlling terminal; its end is the end of the terminal.
///
/// Must be called inside the runtime. The task ends with the terminal or with the reader.
#[expect(
    clippy::disallowed_methods,
    reason = "the task belongs to the loop's input and ends with it"
)]
pub fn of_terminal() -> impl Stream<Item = io::Result<Event>> + Unpin {
    let (send, mut events) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut terminal = EventStream::new();
        while let Some(event) = terminal.next().await {
            if send.send(event).is_err() {
                break;
            }
        }
    });
    stream::poll_fn(move |cx| events.poll_recv(cx))
}
