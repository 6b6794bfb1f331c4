//! The exchange that runs beside the workstation until it is told to end.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;

use super::super::plan::{Mode, Step, plan};
use super::super::status::{SyncEvent, judge_clock};
use super::super::transport::Transport;
use super::listen::Ear;
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

/// An open question that is answered sooner, with nothing, is not asked again at once.
const BREATH: Duration = Duration::from_secs(1);

/// What was last said about the link, so that it is not said again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Busy,
    Idle,
    Hindered,
}

/// What came while waiting.
pub(super) enum Heard {
    Order(Order),
    Nothing,
    /// Nobody can give orders any more.
    End,
}

impl Heard {
    fn of(received: Result<Order, mpsc::error::TryRecvError>) -> Self {
        match received {
            Ok(order) => Self::Order(order),
            Err(mpsc::error::TryRecvError::Empty) => Self::Nothing,
            Err(mpsc::error::TryRecvError::Disconnected) => Self::End,
        }
    }
}

impl<T: Transport> Engine<T> {
    /// Exchanges on and on: sends what becomes ready, keeps a question open at the portal, waits
    /// after failures. Ends when the sender of orders is gone; may be dropped at any point.
    pub async fn live(&self, mut orders: mpsc::UnboundedReceiver<Order>) {
        let mut run = self.run.lock().await;
        run.begin(Mode::Live);
        self.tell_clock(&mut run);
        let mut told = Told::Nothing;
        let mut ear = Ear::default();
        loop {
            let step = match self.next_step(&run).await {
                Ok(step) => step,
                Err(failure) => {
                    self.failed(&mut run, &failure);
                    Step::Wait {
                        until: run.retry_at,
                    }
                }
            };
            let order = match step {
                Step::Wait { until } => {
                    self.tell_hindrance(until, &mut told);
                    self.idle(&mut orders, until).await
                }
                Step::PullChanges { wait } if !wait.is_zero() => {
                    self.tell_idle(&mut told);
                    if ear.hears() {
                        self.listen(&mut run, &mut orders, &mut ear, wait).await
                    } else {
                        self.poll(&mut run, &mut orders, wait).await
                    }
                }
                step @ (Step::Refresh
                | Step::Push
                | Step::PullSnapshot
                | Step::PullChanges { .. }
                | Step::Stop(_)) => {
                    self.tell_busy(&run, &mut told);
                    if let Err(failure) = self.step(&mut run, step).await {
                        self.failed(&mut run, &failure);
                        told = Told::Nothing;
                    }
                    Heard::of(orders.try_recv())
                }
            };
            match order {
                Heard::Order(order) => {
                    if matches!(order, Order::Offline(_) | Order::SignedIn) {
                        ear = Ear::default();
                    }
                    self.obey(&mut run, order).await;
                }
                Heard::Nothing => {}
                Heard::End => return,
            }
        }
    }

    /// Keeps a question open at the portal; an order ends it, nothing of an answer is lost.
    async fn poll(
        &self,
        run: &mut Run,
        orders: &mut mpsc::UnboundedReceiver<Order>,
        wait: Duration,
    ) -> Heard {
        let asked = tokio::time::Instant::now();
        let answer = tokio::select! {
            biased;
            order = orders.recv() => return order.map_or(Heard::End, Heard::Order),
            answer = self.ask_changes(wait) => answer,
        };
        let done = match answer {
            Ok(answer) => {
                run.backoff.succeeded();
                if answer.is_empty() && asked.elapsed() < BREATH {
                    // Whoever answers does not wait: a portal that closes, a proxy.
                    run.retry_at = Some(Run::after(self.clock.now(), BREATH));
                }
                self.take_changes(run, answer).await
            }
            Err(SyncFailure::Transport(error)) => {
                self.recover(run, Step::PullChanges { wait }, error).await
            }
            Err(failure) => Err(failure),
        };
        if let Err(failure) = done {
            self.failed(run, &failure);
        }
        Heard::Nothing
    }

    /// Says what is known about the clock without a link: it may have been moved back meanwhile.
    fn tell_clock(&self, run: &mut Run) {
        if let Ok(state) = self.store.reader().sync_state() {
            let verdict = judge_clock(self.clock.now(), &state.offsets(), state.high_water);
            run.clock_told = Some(verdict);
            self.emit(SyncEvent::Clock(verdict));
        }
    }

    fn tell_idle(&self, told: &mut Told) {
        if *told != Told::Idle {
            *told = Told::Idle;
            self.emit(SyncEvent::Finished {
                at: self.clock.now(),
            });
        }
    }

    fn tell_busy(&self, run: &Run, told: &mut Told) {
        if *told != Told::Busy && !run.backoff.is_failing() {
            *told = Told::Busy;
            self.emit(SyncEvent::Started);
        }
    }

    /// Says who has to sign in, once; every other reason to wait was told when it arose.
    fn tell_hindrance(&self, until: Option<Timestamp>, told: &mut Told) {
        if until.is_some() || *told == Told::Hindered {
            return;
        }
        *told = Told::Hindered;
        if let Ok(session) = self.store.reader().session()
            && session
                .as_ref()
                .is_none_or(|session| session.refresh_token.is_none())
        {
            self.emit(SyncEvent::SignedOut {
                user: session.map(|session| session.account.user),
            });
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

    /// Waits for a moment or an order.
    async fn idle(
        &self,
        orders: &mut mpsc::UnboundedReceiver<Order>,
        until: Option<Timestamp>,
    ) -> Heard {
        let Some(until) = until else {
            return orders.recv().await.map_or(Heard::End, Heard::Order);
        };
        let wait = until.duration_since(self.clock.now());
        let wait = Duration::try_from(wait).unwrap_or(Duration::ZERO);
        tokio::select! {
            biased;
            order = orders.recv() => order.map_or(Heard::End, Heard::Order),
            () = tokio::time::sleep(wait) => Heard::Nothing,
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
    pub(super) fn failed(&self, run: &mut Run, failure: &SyncFailure) {
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
