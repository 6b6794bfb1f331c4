//! The first filling of a replica, page by page.
//!
//! Three things go on at once: a page is stored, the lines of the next one are computed, and the
//! portal prepares those behind it.

use std::pin::pin;
use std::time::Duration;

use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::Instant;

use super::super::merge::question;
use super::super::status::{FailureKind, SyncEvent};
use super::super::transport::Transport;
use super::{Engine, Run, SyncFailure};
use crate::store::{Applied, PreparedPage, Reply, StoreError};

/// A page that came within this was small for the link.
const QUICK: Duration = Duration::from_millis(500);

/// A page that took longer is too large for the link.
const SLOW: Duration = Duration::from_secs(5);

/// So many pages are asked for before their turn.
const AHEAD: usize = 2;

/// Smaller pages are not asked for.
const SMALLEST: u32 = 50;

/// A page of the snapshot that has come and whose lines are being computed.
#[derive(Debug)]
pub(super) struct Arriving {
    /// The token it was asked for by; `None` of the first page.
    token: Option<String>,
    /// The token of the page behind it.
    next: Option<String>,
    /// How long it was on its way.
    took: Duration,
    lines: JoinHandle<Result<PreparedPage, StoreError>>,
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

impl Arriving {
    async fn prepared(self) -> Result<PreparedPage, StoreError> {
        match self.lines.await {
            Ok(prepared) => prepared,
            Err(ended) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
            Err(_the_program_ends) => Err(StoreError::Closed),
        }
    }
}

impl<T: Transport> Engine<T> {
    pub(super) async fn pull_snapshot(&self, run: &mut Run) -> Result<(), SyncFailure> {
        let state = self.store.begin_snapshot().await?;
        let ahead = run.ahead.pop_front();
        let arriving = if let Some(ahead) = ahead.filter(|ahead| ahead.token == state.next) {
            ahead
        } else {
            run.ahead.clear();
            let size = run.page;
            let asked = self.ask_page(state.next, size).await;
            self.fit_page(run, asked.as_ref().ok());
            if run.page < size && is_late(asked.as_ref().err()) {
                // Asked again at once: a smaller page may come before the call is given up.
                return Ok(());
            }
            asked?
        };
        run.just_renewed = false;
        let next = arriving.next.clone();
        let page = arriving.prepared().await?;
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
        if next.is_none() {
            run.allow_deletion = false;
        }
        let stored = self.store.apply_snapshot_page(page);
        let applied = self.store_and_ask_ahead(run, stored, next).await?;
        self.shorten_log();
        self.emit(SyncEvent::Snapshot { received, total });
        self.took(run, applied);
        Ok(())
    }

    /// Asks for a page and lets another core compute its lines.
    async fn ask_page(&self, token: Option<String>, size: u32) -> Result<Arriving, SyncFailure> {
        let access = self.access()?;
        let begun = Instant::now();
        let page = self
            .transport
            .snapshot(&access, token.as_deref(), size)
            .await?;
        let took = begun.elapsed();
        let next = page.next.clone();
        let reader = self.store.reader();
        Ok(Arriving {
            token,
            next,
            took,
            lines: spawn_blocking(move || reader.prepare(page)),
        })
    }

    /// Waits until a page is stored; meanwhile asks for those behind it, for one at least. One that
    /// does not come is asked for again in its turn, where the failure has its answer.
    async fn store_and_ask_ahead(
        &self,
        run: &mut Run,
        stored: Reply<Applied>,
        next: Option<String>,
    ) -> Result<Applied, StoreError> {
        let mut stored = pin!(stored);
        let mut applied = None;
        let mut token = run.ahead.back().map_or(next, |last| last.next.clone());
        while token.is_some() && run.ahead.len() < AHEAD && applied.is_none() {
            let mut ask = pin!(self.ask_page(token.take(), run.page));
            let asked = loop {
                tokio::select! {
                    done = &mut stored, if applied.is_none() => applied = Some(done),
                    asked = &mut ask => break asked,
                }
            };
            self.fit_page(run, asked.as_ref().ok());
            let Ok(page) = asked else { break };
            token.clone_from(&page.next);
            run.ahead.push_back(page);
        }
        match applied {
            Some(applied) => applied,
            None => stored.await,
        }
    }

    fn fit_page(&self, run: &mut Run, came: Option<&Arriving>) {
        let took = came.map(|page| page.took);
        run.page = fitting(run.page, took, self.settings.largest_page);
    }

    /// Brings what was stored from the log into the database, beside the writer.
    fn shorten_log(&self) {
        let reader = self.store.reader();
        drop(spawn_blocking(move || {
            if let Err(error) = reader.shorten_log() {
                // The writer does it in its turn.
                tracing::debug!(%error, "the log was not shortened");
            }
        }));
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
