//! The exchange that runs beside the workstation until it is told to end.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;

use super::super::plan::{Mode, Step, plan};
use super::super::status::SyncEvent;
use super::super::transport::Transport;
use super::{Engine, Run, SyncFailure};

/// What a running exchange is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Something changed here: an operation was queued or taken back, the clock was moved.
    Look,
    /// Try now, whatever was to be waited for.
    Now,
    /// Take the workstation off the link, or put it back.
    Offline(bool),
    /// The page that was asked about may delete what it wants.
    AllowDeletion,
    /// Somebody signed in.
    SignedIn,
}

impl<T: Transport> Engine<T> {
    /// Exchanges on and on: sends what becomes ready, keeps a question open at the portal, waits
    /// after failures. Ends when the sender of orders is gone; may be dropped at any point.
    pub async fn live(&self, mut orders: mpsc::UnboundedReceiver<Order>) {
        let mut run = self.run.lock().await;
        run.begin(Mode::Live);
        let mut told = false;
        loop {
            while let Ok(order) = orders.try_recv() {
                self.obey(&mut run, order).await;
                told = false;
            }
            let step = match self.next_step(&run).await {
                Ok(step) => step,
                Err(failure) => {
                    self.failed(&mut run, &failure);
                    Step::Wait {
                        until: run.retry_at,
                    }
                }
            };
            match step {
                Step::Wait { until } => {
                    let Some(order) = self.idle(&mut orders, until).await else {
                        return;
                    };
                    if let Some(order) = order {
                        self.obey(&mut run, order).await;
                    }
                    told = false;
                }
                Step::PullChanges { wait } if !wait.is_zero() => {
                    if !told {
                        told = true;
                        self.emit(SyncEvent::Finished {
                            at: self.clock.now(),
                        });
                    }
                    let order = tokio::select! {
                        order = orders.recv() => Some(order),
                        page = self.ask_changes(wait) => {
                            self.answered(&mut run, page, step, wait).await;
                            None
                        }
                    };
                    match order {
                        Some(Some(order)) => self.obey(&mut run, order).await,
                        Some(None) => return,
                        None => {}
                    }
                }
                step => {
                    if !told && !run.backoff.is_failing() {
                        self.emit(SyncEvent::Started);
                    }
                    told = false;
                    if let Err(failure) = self.step(&mut run, step).await {
                        self.failed(&mut run, &failure);
                    }
                }
            }
        }
    }

    async fn next_step(&self, run: &Run) -> Result<Step, SyncFailure> {
        self.release(false).await?;
        let situation = self.situation(run)?;
        Ok(plan(&situation)
            .first()
            .copied()
            .unwrap_or(Step::Wait { until: None }))
    }

    async fn answered(
        &self,
        run: &mut Run,
        page: Result<crate::wire::feed::ChangesPage, SyncFailure>,
        step: Step,
        wait: Duration,
    ) {
        let done = match page {
            Ok(page) => {
                run.backoff.succeeded();
                self.take_changes(run, page, wait).await
            }
            Err(SyncFailure::Transport(error)) => self.recover(run, step, error).await,
            Err(failure) => Err(failure),
        };
        if let Err(failure) = done {
            self.failed(run, &failure);
        }
    }

    /// Waits for a moment or an order: `None` when nobody can give orders any more.
    async fn idle(
        &self,
        orders: &mut mpsc::UnboundedReceiver<Order>,
        until: Option<Timestamp>,
    ) -> Option<Option<Order>> {
        let Some(until) = until else {
            return orders.recv().await.map(Some);
        };
        let wait = until.duration_since(self.clock.now());
        let wait = Duration::try_from(wait).unwrap_or(Duration::ZERO);
        tokio::select! {
            order = orders.recv() => order.map(Some),
            () = tokio::time::sleep(wait) => Some(None),
        }
    }

    async fn obey(&self, run: &mut Run, order: Order) {
        match order {
            Order::Look => {}
            Order::Now => {
                run.retry_at = None;
                run.send_after = None;
                run.drained = false;
                run.resets = 0;
                run.rounds = 0;
            }
            Order::SignedIn => run.begin(Mode::Live),
            Order::AllowDeletion => {
                run.allow_deletion = true;
                run.drained = false;
                if let Err(error) = self.store.set_question(None).await {
                    self.failed(run, &error.into());
                }
            }
            Order::Offline(on) => {
                run.offline = on;
                run.drained = false;
                run.retry_at = None;
                self.emit(SyncEvent::Offline {
                    on,
                    at: self.clock.now(),
                });
            }
        }
    }

    /// Notes a failure and when it is tried again.
    fn failed(&self, run: &mut Run, failure: &SyncFailure) {
        let now = self.clock.now();
        let (passing, asked) = match failure {
            SyncFailure::Transport(error) => (error.kind.is_passing(), error.retry_after),
            SyncFailure::Store(_) => (true, None),
            SyncFailure::NotSignedIn
            | SyncFailure::SignedOut { .. }
            | SyncFailure::Asking(_)
            | SyncFailure::Offline => (false, None),
        };
        let wait = run.backoff.failed(asked);
        let retry_at = Run::after(now, wait);
        run.retry_at = Some(retry_at);
        run.drained = false;
        run.rounds = 0;
        run.resets = 0;
        self.tell_failure(failure, passing.then_some(retry_at));
    }
}
