//! Waiting for news on the portal's stream, and what to do when it says nothing.
//!
//! The stream tells that something is new; what it is is read from the feed as ever. Invariant:
//! a stream that does not work costs news at most the time until it is known to be dead: then,
//! for a while, a question is kept open at the portal instead.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

use super::super::plan::Step;
use super::super::status::FailureKind;
use super::super::transport::{Listening as _, Reached, Sign, Transport, TransportError};
use super::live::{Heard, Order};
use super::{Engine, Run, SyncFailure};

/// The portal says at once where the feed stands; who hears nothing for so long hears nothing at
/// all: a proxy keeps the words back.
const FIRST_SIGN: Duration = Duration::from_secs(10);

/// The portal gives a sign of life every fifteen seconds.
const SILENCE: Duration = Duration::from_secs(45);

/// For so long no stream is tried after one that did not work.
const DEAFNESS: Duration = Duration::from_mins(10);

/// The stream of an engine, if it has one.
pub(super) struct Ear<L> {
    stream: Option<L>,
    /// It has said something.
    said: bool,
    deaf_until: Option<Instant>,
}

impl<L> Default for Ear<L> {
    fn default() -> Self {
        Self {
            stream: None,
            said: false,
            deaf_until: None,
        }
    }
}

impl<L> Ear<L> {
    /// Whether a stream is worth trying.
    pub(super) fn hears(&self) -> bool {
        self.deaf_until.is_none_or(|until| until <= Instant::now())
    }

    /// Closes it; one that never said anything is not tried again for a while.
    fn close(&mut self, useless: bool) {
        self.stream = None;
        if useless || !self.said {
            self.deaf_until = Some(Instant::now() + DEAFNESS);
        }
        self.said = false;
    }
}

impl<T: Transport> Engine<T> {
    /// Waits for the stream to tell of news; an order or the end of `wait` ends it, and the
    /// stream stays open for the next time.
    pub(super) async fn listen(
        &self,
        run: &mut Run,
        orders: &mut mpsc::UnboundedReceiver<Order>,
        ear: &mut Ear<T::Listening>,
        wait: Duration,
    ) -> Heard {
        let sign = tokio::select! {
            biased;
            order = orders.recv() => return order.map_or(Heard::End, Heard::Order),
            sign = self.sign(ear) => sign,
            () = tokio::time::sleep(wait) => {
                // Now and then the feed itself is asked: it also tells the time and who is
                // signed out.
                run.drained = false;
                return Heard::Nothing;
            }
        };
        if let Err(failure) = self.take_sign(run, ear, sign).await {
            self.failed(run, &failure);
        }
        Heard::Nothing
    }

    /// The next sign; opens the stream where there is none.
    async fn sign(&self, ear: &mut Ear<T::Listening>) -> Result<Option<Sign>, SyncFailure> {
        let silent = || TransportError::new(FailureKind::Timeout, Reached::No);
        if ear.stream.is_none() {
            let access = self.access()?;
            let opening = timeout(FIRST_SIGN, self.transport.listen(&access));
            let stream = opening.await.map_err(|_elapsed| silent())??;
            ear.stream = Some(stream);
        }
        let patience = if ear.said { SILENCE } else { FIRST_SIGN };
        match &mut ear.stream {
            Some(stream) => {
                let next = timeout(patience, stream.next());
                Ok(next.await.map_err(|_elapsed| silent())??)
            }
            None => Ok(None),
        }
    }

    async fn take_sign(
        &self,
        run: &mut Run,
        ear: &mut Ear<T::Listening>,
        sign: Result<Option<Sign>, SyncFailure>,
    ) -> Result<(), SyncFailure> {
        match sign {
            Ok(Some(sign)) => {
                ear.said = true;
                run.backoff.succeeded();
                if let Sign::News(cursor) = sign {
                    let here = self.store.reader().cursor()?;
                    run.drained = here.as_ref() == Some(&cursor);
                }
                Ok(())
            }
            Ok(None) => {
                // It ends with the token and with the node; the feed tells which.
                ear.close(false);
                run.drained = false;
                Ok(())
            }
            Err(SyncFailure::Transport(error)) => {
                let established = ear.stream.is_some();
                let link = [FailureKind::Unauthorized, FailureKind::Unreachable];
                if link.contains(&error.kind) && !established {
                    // What there is to do about it is known to the feed.
                    let wait = Duration::ZERO;
                    return self.recover(run, Step::PullChanges { wait }, error).await;
                }
                tracing::info!(code = error.kind.code(), "the stream does not work");
                ear.close(!established);
                run.drained = false;
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }
}
