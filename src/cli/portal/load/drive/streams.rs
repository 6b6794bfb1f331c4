//! Open streams: many of them, silent but for where the feed stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::super::seat::{CallError, Signed};
use super::{read, received};
use crate::domain::ids::{Number, Seq};
use crate::wire::feed::{ChangesPage, Cursor};

/// How long it may take until all are open, and until all were told of a write.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often it is looked.
const LOOK: Duration = Duration::from_millis(20);

/// Streams that are opened at the same time.
const AT_ONCE: usize = 64;

/// One stream: the last sequence it told; 0 before it opened, the greatest once it ended.
struct Told {
    holder: usize,
    seq: Arc<AtomicU64>,
}

/// The open streams; they close when it is dropped.
pub(super) struct Streams {
    told: Vec<Told>,
    tasks: JoinSet<()>,
}

/// What became of the last write.
pub(super) struct LastWrite {
    pub(super) open: u64,
    pub(super) told: u64,
    /// Their marks, and how often each was sent.
    pub(super) requests: Vec<(String, u64)>,
}

impl Streams {
    /// Opens so many, spread over the workstations.
    pub(super) async fn open(seats: &[Signed], count: usize) -> Result<Self, CallError> {
        let mut streams = Self {
            told: Vec::with_capacity(count),
            tasks: JoinSet::new(),
        };
        let begun = Instant::now();
        for seat in seats.iter().cycle().take(count) {
            let seq = Arc::new(AtomicU64::new(0));
            streams.told.push(Told {
                holder: seat.holder,
                seq: Arc::clone(&seq),
            });
            let seat = seat.clone();
            streams.tasks.spawn(async move {
                // A stream that breaks counts as not told.
                let _ = listen(&seat, &seq).await;
                seq.store(0, Ordering::Relaxed);
            });
            while streams.told.len() - streams.told_of(|_| 1) >= AT_ONCE
                && begun.elapsed() < PATIENCE
            {
                sleep(LOOK).await;
            }
        }
        while streams.told_of(|_| 1) < count && begun.elapsed() < PATIENCE {
            sleep(LOOK).await;
        }
        Ok(streams)
    }

    /// How many were told of a sequence, by holder.
    fn told_of(&self, seq: impl Fn(usize) -> u64) -> usize {
        let told = |one: &&Told| one.seq.load(Ordering::Relaxed) >= seq(one.holder);
        self.told.iter().filter(told).count()
    }

    /// Writes once more for each holder and waits until every stream was told.
    pub(super) async fn tell(
        self,
        seats: &[Signed],
        intake: &Signed,
        holders: &[String],
    ) -> Result<LastWrite, CallError> {
        let open = self.told_of(|_| 1);
        let (mut seqs, mut requests) = (Vec::new(), Vec::new());
        for (place, holder) in holders.iter().enumerate() {
            let Some(seat) = seats.iter().find(|seat| seat.holder == place) else {
                continue;
            };
            if open == 0 {
                break;
            }
            let cursor = read::snapshot(seat, |_entity| ()).await?;
            let written = received(intake, holder).await?;
            seqs.push(seq_of(seat, &cursor, written.number).await?.0);
            requests.push((written.mark, written.tries));
        }
        let seq = |holder: usize| seqs.get(holder).copied().unwrap_or(1);
        let begun = Instant::now();
        while self.told_of(seq) < open && begun.elapsed() < PATIENCE {
            sleep(LOOK).await;
        }
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Ok(LastWrite {
            open: count(open),
            told: count(self.told_of(seq)),
            requests,
        })
    }
}

/// The place of a request in the feed.
async fn seq_of(seat: &Signed, since: &Cursor, number: Number) -> Result<Seq, CallError> {
    let path = format!("/v1/changes?since={}&wait=5", since.0);
    let page = seat.get::<ChangesPage>(&path).await?.body;
    let id = number.to_string();
    let found = page.changes.iter().find(|change| change.key.id == id);
    Ok(found.map(|change| change.seq).unwrap_or_default())
}

/// Reads a stream to its end.
async fn listen(seat: &Signed, seq: &AtomicU64) -> Result<(), CallError> {
    let url = format!("{}/v1/stream", seat.site.url);
    let opened = seat
        .site
        .http
        .get(url)
        .bearer_auth(&seat.token)
        .send()
        .await?;
    if !opened.status().is_success() {
        return Err(CallError::Status(opened.status()));
    }
    let mut bytes = opened.bytes_stream();
    let mut rest = Vec::new();
    while let Some(some) = bytes.next().await {
        rest.extend_from_slice(&some?);
        let Some(end) = rest.iter().rposition(|byte| *byte == b'\n') else {
            continue;
        };
        let whole: Vec<u8> = rest.drain(..=end).collect();
        let text = String::from_utf8_lossy(&whole);
        let mut cursors = text.lines().filter_map(|line| line.strip_prefix("data: "));
        if let Some(told) = cursors
            .next_back()
            .and_then(|text| Cursor(text.to_owned()).seq())
        {
            // A feed that nobody has written to stands at 0.
            seq.store(told.0.max(1), Ordering::Relaxed);
        }
    }
    Ok(())
}
