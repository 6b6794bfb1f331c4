//! Writes that wait at the same moment share one transaction.
//!
//! The counter lets writes through one behind the other, each until it is on the disk. Written
//! one by one, no more of them are done in a second than the disk can flush; together they cost
//! one flush. Writes that touch what another of them rests on are left for the next transaction,
//! so that their order is that of their sequences. When a transaction does not stand, its halves
//! are tried apart: a write that is stale takes nothing of its neighbours with it.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{oneshot, watch};

use super::super::super::storage::{Commit, OpRecord, Put, StorageError, Write};
use super::super::pool::Server;
use super::super::tell;
use crate::domain::ids::Seq;
use crate::wire::feed::EntityKey;

/// The most writes of one transaction.
const MOST: usize = 64;

/// The most entities of a transaction of several writes: a large write goes alone.
const MOST_PUTS: usize = 512;

/// Transactions of one node at the same time: while one is flushed the next takes its locks.
const TURNS: usize = 2;

/// A write and who waits for what becomes of it.
struct Waiting {
    write: Write,
    answer: oneshot::Sender<Result<Commit, StorageError>>,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<Waiting>,
    /// Transactions under way.
    turns: usize,
}

/// The writes of one node that wait for their transaction.
pub(in super::super) struct Queue {
    line: Mutex<Line>,
    server: Arc<Server>,
    head: watch::Sender<Seq>,
}

impl Queue {
    pub(in super::super) fn new(server: Arc<Server>, head: watch::Sender<Seq>) -> Arc<Self> {
        Arc::new(Self {
            line: Mutex::default(),
            server,
            head,
        })
    }

    /// Carries out a write together with those that wait, also for a caller who goes away
    /// meanwhile.
    pub(in super::super) async fn commit(
        self: &Arc<Self>,
        write: Write,
    ) -> Result<Commit, StorageError> {
        let (answer, told) = oneshot::channel();
        if let Some(turn) = self.join(Waiting { write, answer }) {
            begin(turn);
        }
        let gone = |_closed| StorageError::Busy("the write was given up".to_owned());
        told.await.map_err(gone)?
    }

    /// Puts a write into the line; a turn if one is free.
    fn join(self: &Arc<Self>, waiting: Waiting) -> Option<Turn> {
        let mut line = lock(&self.line);
        line.waiting.push_back(waiting);
        if line.turns == TURNS {
            return None;
        }
        line.turns += 1;
        Some(Turn {
            queue: Arc::clone(self),
            over: false,
        })
    }

    /// Carries writes out as one; as two, and so on, when they do not stand together.
    async fn settle(&self, batch: Vec<Waiting>) {
        let mut parts = vec![batch];
        while let Some(mut part) = parts.pop() {
            let done = super::commit(&self.server, &joined(&part)).await;
            match done {
                Ok(Commit::Done(seqs)) => {
                    if let Some(last) = seqs.last() {
                        tell(&self.head, *last);
                    }
                    answer_each(part, seqs);
                }
                Ok(Commit::Stale) | Err(StorageError::Failed(_)) if part.len() > 1 => {
                    let second = part.split_off(part.len() / 2);
                    parts.extend([second, part]);
                }
                told => answer_all(part, &told),
            }
        }
    }
}

/// The right to carry out what waits; it ends however its task ends.
struct Turn {
    queue: Arc<Queue>,
    over: bool,
}

impl Turn {
    /// The writes of the next transaction; `None`, and the turn is over, if none waits.
    fn next(&mut self) -> Option<Vec<Waiting>> {
        let mut line = lock(&self.queue.line);
        let batch = take(&mut line.waiting);
        if batch.is_empty() {
            // In one step with the look: whoever joins from now on gets a turn.
            line.turns -= 1;
            self.over = true;
            return None;
        }
        Some(batch)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.over {
            lock(&self.queue.line).turns -= 1;
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a transaction must not end where its caller goes away"
)]
fn begin(mut turn: Turn) {
    tokio::spawn(async move {
        while let Some(batch) = turn.next() {
            turn.queue.settle(batch).await;
        }
    });
}

fn lock(line: &Mutex<Line>) -> MutexGuard<'_, Line> {
    // Nothing that is half done is left behind by whoever panicked.
    line.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the writes of a transaction touch and rest on.
#[derive(Default)]
struct Touched<'w> {
    changed: HashSet<&'w EntityKey>,
    guarded: HashSet<&'w EntityKey>,
    parents: HashSet<&'w str>,
    families: HashSet<&'w str>,
    puts: usize,
    alone: bool,
}

impl<'w> Touched<'w> {
    /// Whether a write can go with these, in any order among them.
    fn admits(&self, write: &Write) -> bool {
        let changed = |key: &EntityKey| self.changed.contains(key);
        let put = |put: &Put| {
            let parent = put.place.parent.as_deref();
            !changed(&put.key)
                && !self.guarded.contains(&put.key)
                && !parent.is_some_and(|parent| self.families.contains(parent))
        };
        !self.alone
            && !goes_alone(write)
            && self.puts + write.puts.len() <= MOST_PUTS
            && write.puts.iter().all(put)
            && !write.guards.iter().any(|(key, _)| changed(key))
            && !write
                .families
                .iter()
                .any(|(parent, _)| self.parents.contains(parent.as_str()))
    }

    fn take_in(&mut self, write: &'w Write) {
        self.puts += write.puts.len();
        self.alone |= goes_alone(write);
        self.changed.extend(write.puts.iter().map(|put| &put.key));
        self.guarded.extend(write.guards.iter().map(|(key, _)| key));
        let parents = write.puts.iter();
        self.parents
            .extend(parents.filter_map(|put| put.place.parent.as_deref()));
        let families = write.families.iter();
        self.families
            .extend(families.map(|(parent, _)| parent.as_str()));
    }
}

/// Takes the writes of the next transaction from the front of the line.
fn take(waiting: &mut VecDeque<Waiting>) -> Vec<Waiting> {
    let mut touched = Touched::default();
    let mut count = 0;
    for one in waiting.iter().take(MOST) {
        if count > 0 && !touched.admits(&one.write) {
            break;
        }
        touched.take_in(&one.write);
        count += 1;
    }
    waiting.drain(..count).collect()
}

/// Whether a write cannot share its transaction: an account is opened at the time of the
/// decision on it; a result without an entity must not find that of another.
fn goes_alone(write: &Write) -> bool {
    !write.accounts.is_empty() || write.ops.iter().any(|op| op.put >= write.puts.len())
}

/// Several writes as one.
fn joined(part: &[Waiting]) -> Write {
    let mut all = Write::default();
    for Waiting { write, .. } in part {
        let before = all.puts.len();
        all.puts.extend_from_slice(&write.puts);
        all.ops.extend(write.ops.iter().map(|op| OpRecord {
            put: op.put + before,
            ..op.clone()
        }));
        all.refusals.extend_from_slice(&write.refusals);
        all.requester_tokens
            .extend_from_slice(&write.requester_tokens);
        all.serial_at_least = all.serial_at_least.max(write.serial_at_least);
        all.guards.extend_from_slice(&write.guards);
        all.families.extend_from_slice(&write.families);
        all.once.extend_from_slice(&write.once);
        all.accounts.extend_from_slice(&write.accounts);
    }
    all
}

fn answer_each(part: Vec<Waiting>, seqs: Vec<Seq>) {
    let mut seqs = seqs.into_iter();
    for one in part {
        let own = seqs.by_ref().take(one.write.puts.len()).collect();
        // A caller that went away has no use for the answer.
        let _ = one.answer.send(Ok(Commit::Done(own)));
    }
}

fn answer_all(part: Vec<Waiting>, told: &Result<Commit, StorageError>) {
    for one in part {
        let _ = one.answer.send(told.clone());
    }
}
