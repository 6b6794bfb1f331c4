//! Calls that the portal hears at once: each of their steps at the store waits for its turn.
//!
//! Between two steps of one call the others may do as many as they like, so what one has read
//! another may have changed before it writes. Writes may also go to the store together, as they
//! do in a batch. Who goes is drawn from the dice: a seed plays the same order again.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::sync::{Notify, mpsc, oneshot};

use crate::dice::Dice;
use crate::portal::storage::measured::held::Hold;

tokio::task_local! {
    /// The place of the call among those that are heard at once.
    static WHO: usize;
}

/// A call that stands before a step.
struct Step {
    who: usize,
    writes: bool,
    go: oneshot::Sender<()>,
}

/// Gives the turns; without calls at once everything goes on as it comes.
pub(super) struct Turns {
    gate: Mutex<Option<mpsc::UnboundedSender<Step>>>,
    /// Told when the world has taken too long.
    stuck: Arc<Notify>,
}

impl Turns {
    pub(super) fn new(stuck: Arc<Notify>) -> Self {
        Self {
            gate: Mutex::default(),
            stuck,
        }
    }

    fn set(&self, gate: Option<mpsc::UnboundedSender<Step>>) {
        *self.gate.lock().unwrap_or_else(PoisonError::into_inner) = gate;
    }

    /// Runs the calls at once, step by step; their answers in the order of the calls.
    pub(super) async fn play<F: Future>(&self, calls: Vec<F>, dice: &mut Dice) -> Vec<F::Output> {
        let (gate, mut steps) = mpsc::unbounded_channel();
        self.set(Some(gate));
        let numbered = calls.into_iter().enumerate();
        let mut running: FuturesUnordered<_> = numbered
            .map(|(who, call)| WHO.scope(who, async move { (who, call.await) }))
            .collect();
        let mut waiting: Vec<Step> = Vec::new();
        let mut ended = Vec::new();
        loop {
            while waiting.len() < running.len() {
                tokio::select! {
                    biased;
                    () = self.stuck.notified() => panic!("calls at once wait for each other"),
                    Some(done) = running.next() => ended.push(done),
                    Some(step) = steps.recv() => waiting.push(step),
                }
            }
            if waiting.is_empty() {
                break;
            }
            waiting.sort_by_key(|step| step.who);
            for step in drawn(&mut waiting, dice) {
                let _ = step.go.send(());
            }
        }
        self.set(None);
        ended.sort_by_key(|(who, _)| *who);
        ended.into_iter().map(|(_, answer)| answer).collect()
    }
}

/// Who goes next: one of them, or all where all write.
fn drawn(waiting: &mut Vec<Step>, dice: &mut Dice) -> Vec<Step> {
    let together = waiting.len() > 1 && waiting.iter().all(|step| step.writes);
    if together && dice.chance(50) {
        return std::mem::take(waiting);
    }
    let turn = i64::try_from(waiting.len() - 1).unwrap();
    let turn = usize::try_from(dice.between(0, turn)).unwrap();
    vec![waiting.remove(turn)]
}

impl Hold for Turns {
    fn before(&self, call: &'static str) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let gate = gate.clone();
        Box::pin(async move {
            let (Some(gate), Ok(who)) = (gate, WHO.try_with(|who| *who)) else {
                return;
            };
            let (go, gone) = oneshot::channel();
            let writes = call == "commit";
            if gate.send(Step { who, writes, go }).is_ok() {
                let _ = gone.await;
            }
        })
    }
}
