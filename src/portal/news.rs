//! Who waits at this node for a write, and what wakes them.
//!
//! Streams and long polls listen here, by audience. While anybody does, one task looks at each
//! new sequence once, with one statement for all audiences, and wakes those whose rows changed:
//! a write costs the store the same for one listener and for thousands. What changed is not told
//! here, only where the feed stands.
//!
//! Invariants: a write that becomes visible after [`News::listen`] returned wakes the listener
//! if its audience sees it; audiences without listeners are forgotten, and without any the task
//! ends.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::storage::{Audience, Head, Listened, Mark, Storage, StorageError};
use crate::domain::ids::Seq;
use crate::wire::feed::EntityKind;

/// Writes that come close together are told once.
const GATHER: Duration = Duration::from_millis(20);

/// What waking one listener costs, about: after many were woken the next writes are gathered for
/// longer, so that telling never takes more than a part of the machine.
const PACE: Duration = Duration::from_micros(50);

/// How long after a failure of the store it is asked again.
const AGAIN: Duration = Duration::from_secs(1);

/// More rows than this at once concern everybody: an import, a change of rules.
const MARKS: usize = 500;

/// What a listener hears.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Where the feed stood; `None` before anything was told.
    pub head: Option<Arc<Head>>,
    /// Where the last write about accounts was noticed: whoever listens may not be allowed to any
    /// more.
    pub accounts: Seq,
}

/// The listeners of a node.
pub struct News {
    storage: Arc<dyn Storage>,
    closing: CancellationToken,
    board: Mutex<Board>,
    /// The last listener has gone.
    left: Notify,
}

#[derive(Default)]
struct Board {
    audiences: HashMap<Audience, watch::Sender<Told>>,
    /// The task runs.
    telling: bool,
    /// Since when a write has waited to be told.
    waiting: Option<Instant>,
}

/// One who waits for the writes that an audience sees; forgotten when dropped.
pub struct Listener {
    news: Arc<News>,
    audience: Audience,
    /// `None` only while it is dropped.
    heard: Option<watch::Receiver<Told>>,
}

impl News {
    /// Nobody listens yet.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>, closing: CancellationToken) -> Arc<Self> {
        Arc::new(Self {
            storage,
            closing,
            board: Mutex::default(),
            left: Notify::new(),
        })
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to listen. What is read afterwards and what is heard together miss no write.
    #[expect(
        clippy::disallowed_methods,
        reason = "the node's one task that tells of writes; ends with the last listener"
    )]
    pub fn listen(self: &Arc<Self>, audience: &Audience) -> Listener {
        let mut board = self.board();
        let channel = board.audiences.entry(audience.clone()).or_default();
        let heard = channel.subscribe();
        if !board.telling {
            board.telling = true;
            // Known now, so that a write between now and the first look of the task is told.
            let since = *self.storage.watch().borrow();
            tokio::spawn(Arc::clone(self).tell(since));
        }
        Listener {
            news: Arc::clone(self),
            audience: audience.clone(),
            heard: Some(heard),
        }
    }

    /// How many audiences are listened for.
    #[must_use]
    pub fn audiences(&self) -> usize {
        self.board().audiences.len()
    }

    /// How long the oldest write that this node knows of has waited to be told to listeners.
    #[must_use]
    pub fn lag(&self) -> Duration {
        let waiting = self.board().waiting;
        waiting.map_or(Duration::ZERO, |since| since.elapsed())
    }

    async fn tell(self: Arc<Self>, mut since: Seq) {
        let mut written = self.storage.watch();
        loop {
            let mut pause = Duration::ZERO;
            let begun = Instant::now();
            if *written.borrow_and_update() > since {
                match self.look(since).await {
                    Ok((seq, woken)) => {
                        since = seq;
                        pause = PACE * woken;
                    }
                    Err(error) => {
                        tracing::warn!(%error, "listeners were not told of writes");
                        written.mark_changed();
                        pause = AGAIN;
                    }
                }
            }
            let more = written.has_changed().unwrap_or(false);
            self.board().waiting = more.then_some(begun);
            sleep(pause).await;
            tokio::select! {
                changed = written.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    self.board().waiting.get_or_insert_with(Instant::now);
                    sleep(GATHER).await;
                }
                () = self.left.notified() => {}
                () = self.closing.cancelled() => {}
            }
            let mut board = self.board();
            if board.audiences.is_empty() || self.closing.is_cancelled() {
                board.telling = false;
                board.waiting = None;
                return;
            }
        }
    }

    /// Wakes whoever sees a row behind `since`; gives where the feed stands and how many woke.
    async fn look(&self, since: Seq) -> Result<(Seq, u32), StorageError> {
        let asked: HashSet<Audience> = self.board().audiences.keys().cloned().collect();
        let (marks, head) = self.storage.marks(listened(&asked), since, MARKS).await?;
        Ok(self.wake(&asked, &marks, head))
    }

    /// Wakes the audiences that see a mark, and those that came while the marks were asked for:
    /// of what they see nothing is known.
    fn wake(&self, asked: &HashSet<Audience>, marks: &[Mark], head: Head) -> (Seq, u32) {
        let everybody = marks.len() >= MARKS;
        let about_accounts =
            |kind: &EntityKind| matches!(kind, EntityKind::Access | EntityKind::Colleague);
        let accounts = everybody || marks.iter().any(|mark| about_accounts(&mark.key.kind));
        let (seq, head) = (head.seq, Arc::new(head));
        let mut woken = 0;
        for (audience, channel) in &self.board().audiences {
            let is_late = !asked.contains(audience);
            if everybody || is_late || marks.iter().any(|mark| audience.sees_mark(mark)) {
                woken += channel.receiver_count();
                channel.send_modify(|told| {
                    told.head = Some(Arc::clone(&head));
                    if accounts || is_late {
                        told.accounts = seq;
                    }
                });
            }
        }
        (seq, u32::try_from(woken).unwrap_or(u32::MAX))
    }
}

fn listened(audiences: &HashSet<Audience>) -> Listened {
    let mut of = Listened::default();
    for audience in audiences {
        of.operator |= *audience == Audience::Operator;
        if !audience.holder().is_empty() {
            of.holders.push(audience.holder().to_owned());
        }
    }
    of
}

impl Listener {
    /// Waits until the audience sees something new.
    pub async fn hear(&mut self) -> Told {
        if let Some(heard) = &mut self.heard
            && heard.changed().await.is_ok()
        {
            return heard.borrow_and_update().clone();
        }
        // Its sender stays as long as it does.
        std::future::pending().await
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut board = self.news.board();
        self.heard = None;
        let deserted = |channel: &watch::Sender<Told>| channel.receiver_count() == 0;
        if board.audiences.get(&self.audience).is_some_and(deserted) {
            board.audiences.remove(&self.audience);
        }
        if board.audiences.is_empty() {
            self.news.left.notify_one();
        }
    }
}

#[cfg(test)]
mod tests;
