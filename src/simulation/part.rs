//! How a workstation takes part in an exchange: once, or on and on until it is left.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::futures::Notified;
use tokio::sync::{Notify, mpsc};

use super::workstation::Workstation;
use crate::clock::Clock as _;
use crate::portal::rig::PASSWORD;
use crate::store::StoreError;
use crate::sync::engine::{Exchange, Order, SyncFailure};
use crate::sync::status::{FailureKind, SyncEvent};

/// How a workstation exchanges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// As a command does.
    Once { send_held: bool },
    /// As beside the screen.
    Live,
}

/// A part in an exchange.
pub(super) struct Part {
    pub(super) how: How,
    /// The program is left in the middle of whatever it does.
    pub(super) leave: Arc<Notify>,
}

/// What an event says about resting.
enum Rest {
    None,
    /// Until then, if that is known, or until somebody comes.
    For(Option<Duration>),
    /// The store has ended.
    Ended,
}

fn rest(event: &SyncEvent, now: Timestamp) -> Rest {
    let SyncEvent::Failed { kind, next_try, .. } = event else {
        let asks = matches!(
            event,
            SyncEvent::SignedOut { .. } | SyncEvent::DeletionAsked(_)
        );
        return if asks { Rest::For(None) } else { Rest::None };
    };
    if *kind == FailureKind::Store("closed".to_owned()) {
        return Rest::Ended;
    }
    Rest::For(next_try.map(|next_try| {
        let wait = next_try.duration_since(now);
        Duration::try_from(wait).unwrap_or(Duration::ZERO)
    }))
}

/// What a future gives that may not be there.
async fn maybe<F: Future + Unpin>(future: &mut Option<F>) -> F::Output {
    match future {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}

impl Workstation {
    /// Whether somebody is signed in.
    fn is_signed_in(&self) -> bool {
        let session = self.store.reader().session().unwrap();
        session.is_some_and(|session| session.refresh_token.is_some())
    }

    /// Takes part in an exchange until it is over or the program is left.
    pub(super) async fn take_part(&mut self, part: Part) -> Result<(), SyncFailure> {
        let Part { how, leave } = part;
        let left = leave.notified();
        let done = match how {
            How::Once { send_held } => tokio::select! {
                biased;
                () = left => None,
                done = self.exchange(send_held) => Some(done),
            },
            How::Live => self.live(left).await,
        };
        if let Some(done) = done {
            return done;
        }
        // What was given to the disk is there before the program has ended.
        self.store.flush().await?;
        self.restart();
        Ok(())
    }

    async fn sign_in(&self) -> Result<(), SyncFailure> {
        if !self.is_signed_in() {
            let (user, password) = (self.user.clone(), PASSWORD.into());
            self.engine.login("http://portal", user, password).await?;
        }
        Ok(())
    }

    /// Exchanges on and on until the program is left or ends; when it rests, its time or its user
    /// wakes it.
    async fn live(&mut self, left: Notified<'_>) -> Option<Result<(), SyncFailure>> {
        while self.told.try_recv().is_ok() {}
        let (orders, given) = mpsc::unbounded_channel();
        let (link, store) = (self.link.clone(), self.store.clone());
        let rest_for = |wait| {
            let (link, store) = (link.clone(), store.clone());
            Box::pin(async move {
                // Before it rests the engine looks once more at what is to be sent.
                store.flush().await?;
                Ok(link.sleep(wait).await)
            })
        };
        let mut live = pin!(self.engine.live(given));
        let mut left = pin!(left);
        let mut resting = None;
        loop {
            tokio::select! {
                biased;
                () = &mut left => return None,
                () = &mut live => return Some(Ok(())),
                Some(event) = self.told.recv() => match rest(&event, self.clock.now()) {
                    Rest::Ended => return Some(Err(StoreError::Closed.into())),
                    Rest::For(wait) => resting = Some(rest_for(wait)),
                    Rest::None => {}
                },
                woken = maybe(&mut resting) => {
                    resting = None;
                    let done = match woken {
                        Ok(true) => self.wake(&orders).await,
                        Ok(false) => Ok(()),
                        Err(ended) => Err(SyncFailure::Store(ended)),
                    };
                    match done {
                        Ok(()) => {}
                        Err(SyncFailure::Store(_)) => return Some(done),
                        Err(_) => resting = Some(rest_for(None)),
                    }
                }
            }
        }
    }

    /// The user comes and signs in, or has it tried again whatever it asks.
    async fn wake(&self, orders: &mpsc::UnboundedSender<Order>) -> Result<(), SyncFailure> {
        let given: &[Order] = if self.is_signed_in() {
            &[Order::AllowDeletion, Order::Now]
        } else {
            self.sign_in().await?;
            &[Order::SignedIn]
        };
        for order in given {
            orders.send(*order).unwrap();
        }
        Ok(())
    }

    /// One exchange, after a login where there is no session.
    async fn exchange(&self, send_held: bool) -> Result<(), SyncFailure> {
        self.sign_in().await?;
        let asked = Exchange {
            send_held,
            allow_deletion: true,
        };
        self.engine.exchange(asked).await.map(|_report| ())
    }
}
