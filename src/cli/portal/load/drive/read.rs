//! A workstation that reads: a snapshot, then the feed, and when it saw the acts of others.

use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::super::seat::{CallError, Signed};
use super::Done;
use crate::domain::ids::Seq;
use crate::wire::feed::{Change, ChangesPage, Cursor, SnapshotPage};

/// The sequence of an act and when its author had the receipt.
pub(super) type Ack = (Seq, Instant);

/// Where a reader hears of acts that it should see.
pub(super) type Acks = UnboundedSender<Ack>;

/// How long a reader looks for the last acts once nobody acts any more.
const LAST: Duration = Duration::from_secs(15);

/// The workstation.
pub(super) struct Reader {
    signed: Signed,
    cursor: Cursor,
    acks: UnboundedReceiver<Ack>,
    /// Acts not seen yet.
    awaited: Vec<Ack>,
}

/// Reads a whole snapshot; gives the cursor behind it.
pub(super) async fn snapshot(
    signed: &Signed,
    mut each: impl FnMut(Change) + Send,
) -> Result<Cursor, CallError> {
    let mut path = "/v1/snapshot".to_owned();
    loop {
        let page: SnapshotPage = signed.get(&path).await?.body;
        page.entities.into_iter().for_each(&mut each);
        match page.next {
            Some(next) => path = format!("/v1/snapshot?next={next}"),
            None => return Ok(page.cursor),
        }
    }
}

impl Reader {
    pub(super) async fn begin(
        signed: Signed,
        acks: UnboundedReceiver<Ack>,
    ) -> Result<Self, CallError> {
        Ok(Self {
            cursor: snapshot(&signed, |_entity| ()).await?,
            signed,
            acks,
            awaited: Vec::new(),
        })
    }

    /// Follows the feed by long polls until everything awaited was seen.
    pub(super) async fn follow(mut self, last: CancellationToken) -> Result<Done, CallError> {
        let mut done = Done::default();
        let mut ends = None;
        loop {
            let (waited, path) = if last.is_cancelled() {
                (false, format!("/v1/changes?since={}", self.cursor.0))
            } else {
                (true, format!("/v1/changes?since={}&wait=1", self.cursor.0))
            };
            let page = self.signed.get::<ChangesPage>(&path).await?;
            done.figures.failures += page.failures;
            // A poll that waited tells how long there was nothing to tell.
            if !waited || page.body.has_more {
                done.figures.changes.add(page.took);
            }
            self.cursor = page.body.cursor;
            self.see(&mut done);
            if last.is_cancelled() {
                let ends = *ends.get_or_insert_with(|| Instant::now() + LAST);
                if self.awaited.is_empty() || Instant::now() > ends {
                    return Ok(done);
                }
            }
        }
    }

    /// Ticks off what the cursor has passed.
    fn see(&mut self, done: &mut Done) {
        let (seen, now) = (self.cursor.seq().unwrap_or_default(), Instant::now());
        while let Ok(ack) = self.acks.try_recv() {
            self.awaited.push(ack);
        }
        self.awaited.retain(|(seq, at)| {
            let is_seen = *seq <= seen;
            if is_seen {
                // Seen before its author had the receipt, it did not lag at all.
                done.figures.lag.add(now.saturating_duration_since(*at));
            }
            !is_seen
        });
    }
}
