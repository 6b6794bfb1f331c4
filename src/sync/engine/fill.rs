//! The first filling of a replica, page by page.
//!
//! While a page is stored the next one is fetched and its lines are computed on another core.

use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::super::merge::question;
use super::super::status::{FailureKind, SyncEvent};
use super::super::transport::Transport;
use super::{Engine, Run, SyncFailure};
use crate::store::{PreparedPage, StoreError};

/// A page that came within this was small for the link.
const QUICK: Duration = Duration::from_millis(500);

/// A page that took longer is too large for the link.
const SLOW: Duration = Duration::from_secs(5);

/// Smaller pages are not asked for.
const SMALLEST: u32 = 50;

/// A page of the snapshot that has come.
#[derive(Debug)]
pub(super) struct Arrived {
    /// The token it was asked for by; `None` of the first page.
    token: Option<String>,
    /// How long it was on its way.
    took: Duration,
    page: PreparedPage,
}

/// Entities of the next page, after one that took so long or did not come: a quick link is not
/// held up by many calls, and on a slow one a page comes before the call is given up.
fn fitting(size: u32, took: Option<Duration>, most: u32) -> u32 {
    match took {
        Some(took) if took < QUICK => size.saturating_mul(2).min(most),
        Some(took) if took < SLOW => size,
        Some(_) | None => (size / 2).max(SMALLEST.min(size)),
    }
}

fn is_late(failure: Option<&SyncFailure>) -> bool {
    matches!(failure, Some(SyncFailure::Transport(error)) if error.kind == FailureKind::Timeout)
}

impl<T: Transport> Engine<T> {
    pub(super) async fn pull_snapshot(&self, run: &mut Run) -> Result<(), SyncFailure> {
        let state = self.store.begin_snapshot().await?;
        let ahead = run.ahead.take().filter(|ahead| ahead.token == state.next);
        let Arrived { page, .. } = if let Some(ahead) = ahead {
            ahead
        } else {
            let size = run.page;
            let asked = self.ask_page(state.next, size).await;
            self.fit_page(run, asked.as_ref().ok().map(|asked| asked.took));
            if run.page < size && is_late(asked.as_ref().err()) {
                // Asked again at once: a smaller page may come before the call is given up.
                return Ok(());
            }
            asked?
        };
        run.just_renewed = false;
        if page.is_last() && !state.wiped && !run.allow_deletion {
            let effect = self.store.reader().effect_of_last_page(&page)?;
            if let Some(question) = question(effect.deleting, effect.of) {
                self.store.set_question(Some(question)).await?;
                self.emit(SyncEvent::DeletionAsked(question));
                return Ok(());
            }
        }
        let received = state.received + u64::try_from(page.len()).unwrap_or(0);
        let total = page.total();
        let next = page.next().map(str::to_owned);
        let stored = self.store.apply_snapshot_page(page);
        let applied = if next.is_some() {
            let (applied, ahead) = tokio::join!(stored, self.ask_page(next, run.page));
            // One that does not come is asked for again in its turn, where the failure has its
            // answer.
            run.ahead = ahead.ok();
            self.fit_page(run, run.ahead.as_ref().map(|ahead| ahead.took));
            applied?
        } else {
            run.allow_deletion = false;
            stored.await?
        };
        self.emit(SyncEvent::Snapshot { received, total });
        self.took(run, applied);
        Ok(())
    }

    /// Asks for a page and lets another core compute its lines.
    async fn ask_page(&self, token: Option<String>, size: u32) -> Result<Arrived, SyncFailure> {
        let access = self.access()?;
        let begun = Instant::now();
        let page = self
            .transport
            .snapshot(&access, token.as_deref(), size)
            .await?;
        let took = begun.elapsed();
        let reader = self.store.reader();
        let page = match spawn_blocking(move || reader.prepare(page)).await {
            Ok(prepared) => prepared?,
            Err(ended) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
            Err(_the_program_ends) => return Err(StoreError::Closed.into()),
        };
        Ok(Arrived { token, took, page })
    }

    fn fit_page(&self, run: &mut Run, took: Option<Duration>) {
        run.page = fitting(run.page, took, self.settings.largest_page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_fits_the_link() {
        let millis = |millis| Some(Duration::from_millis(millis));
        for (size, took, next) in [
            (1_000, millis(80), 2_000),
            (3_000, millis(499), 4_000),
            (4_000, millis(80), 4_000),
            (1_000, millis(500), 1_000),
            (1_000, millis(4_999), 1_000),
            (1_000, millis(5_000), 500),
            (1_000, None, 500),
            (75, None, 50),
            (50, None, 50),
            (25, None, 25),
        ] {
            assert_eq!(fitting(size, took, 4_000), next, "{size} after {took:?}");
        }
    }
}
