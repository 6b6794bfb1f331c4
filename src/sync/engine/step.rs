//! One step of a plan and what its outcome means.

use std::time::Duration;

use jiff::SignedDuration;
use secrecy::SecretString;

use super::super::again;
use super::super::merge::{self, Follow, question};
use super::super::plan::{Mode, Step};
use super::super::status::{self, FailureKind, SyncEvent, judge_clock};
use super::super::transport::{Reached, Transport, TransportError};
use super::super::verdicts::{self, Taken};
use super::{Engine, Run, SyncFailure, copy, weight};
use crate::store::{Applied, OffsetSample, StoreError};
use crate::wire::auth::RefreshRequest;
use crate::wire::feed::{ChangesPage, Cursor};
use crate::wire::ops::{Op, OpsRequest, OpsResponse, Verdict};
use crate::wire::replica::ResetKind;

/// Bytes of a batch; the portal takes more, a slow link does not.
const BATCH_BYTES: usize = 256 * 1024;

/// After so many fresh starts within one exchange something is wrong for good.
const MOST_RESETS: u8 = 3;

/// After so many refreshes of the rules that did not help, the sides differ for good.
const MOST_ROUNDS: u8 = 2;

/// The portal does not know the place in the feed.
const BAD_CURSOR: &str = "bad-cursor";

/// The batch is too large for the portal.
const BATCH_TOO_LARGE: &str = "too-large";

/// A page of the feed and what it says of the clock here.
pub(super) struct Answer {
    compared: Option<OffsetSample>,
    page: ChangesPage,
}

/// When a call began: by the clock, and by a watch that nobody sets.
struct Begun {
    at: jiff::Timestamp,
    watch: tokio::time::Instant,
}

impl Answer {
    /// Whether it brings nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.page.changes.is_empty()
    }
}

impl<T: Transport> Engine<T> {
    /// Carries out a step. An error that the next plan can deal with is none.
    pub(super) async fn step(&self, run: &mut Run, step: Step) -> Result<(), SyncFailure> {
        let done = match step {
            Step::Refresh => self.refresh(run).await,
            Step::Push => self.push(run).await,
            Step::PullSnapshot => self.pull_snapshot(run).await,
            Step::PullChanges { wait } => match self.ask_changes(wait).await {
                Ok(answer) => self.take_changes(run, answer).await,
                Err(error) => Err(error),
            },
            Step::Wait { .. } | Step::Stop(_) => Ok(()),
        };
        match done {
            Ok(()) => {
                run.backoff.succeeded();
                run.retry_at = None;
                Ok(())
            }
            Err(SyncFailure::Transport(error)) => self.recover(run, step, error).await,
            Err(failure) => Err(failure),
        }
    }

    /// Deals with errors that have an answer; the others are handed on.
    pub(super) async fn recover(
        &self,
        run: &mut Run,
        step: Step,
        error: TransportError,
    ) -> Result<(), SyncFailure> {
        match &error.kind {
            FailureKind::Unauthorized if step == Step::Refresh => self.end_session(run).await,
            FailureKind::Unauthorized if run.just_renewed => self.end_session(run).await,
            FailureKind::Unauthorized => {
                run.token_refused = true;
                Ok(())
            }
            FailureKind::TooOld => {
                run.too_old = true;
                Err(error.into())
            }
            FailureKind::Problem(problem) => {
                let kind = match merge::reset_of(problem) {
                    None if problem == BAD_CURSOR => Some(ResetKind::CursorExpired),
                    known => known,
                };
                match kind {
                    Some(kind) => self.start_over(run, step, kind, error).await,
                    None => Err(error.into()),
                }
            }
            FailureKind::Unreachable
            | FailureKind::Timeout
            | FailureKind::Server(_)
            | FailureKind::Nonsense
            | FailureKind::TooLarge
            | FailureKind::Busy
            | FailureKind::RulesDiffer
            | FailureKind::Store(_) => Err(error.into()),
        }
    }

    async fn end_session(&self, run: &mut Run) -> Result<(), SyncFailure> {
        // The next plan stops and says who has to come back; in live mode it is said here.
        let user = self.store.reader().account()?.map(|account| account.user);
        self.store.clear_session().await?;
        run.token_refused = false;
        run.just_renewed = false;
        if run.mode == Mode::Live {
            self.emit(SyncEvent::SignedOut { user });
        }
        Ok(())
    }

    async fn start_over(
        &self,
        run: &mut Run,
        step: Step,
        kind: ResetKind,
        error: TransportError,
    ) -> Result<(), SyncFailure> {
        if run.resets >= MOST_RESETS {
            return Err(error.into());
        }
        run.resets += 1;
        if step == Step::PullSnapshot && kind == ResetKind::CursorExpired {
            self.store.restart_snapshot().await?;
        } else {
            self.store.reset(kind).await?;
        }
        self.emit(SyncEvent::Reset { kind });
        self.emit(SyncEvent::Changed {
            changed: 0,
            rules: true,
            moved: 0,
        });
        Ok(())
    }

    async fn refresh(&self, run: &mut Run) -> Result<(), SyncFailure> {
        let session = self.store.reader().session()?;
        let Some((portal, refresh_token)) =
            session.and_then(|session| session.refresh_token.map(|token| (session.portal, token)))
        else {
            return Ok(());
        };
        let device = self.store.device().await?;
        let device_keys = Some(self.public_keys().await?);
        let request = RefreshRequest {
            refresh_token,
            device,
            device_keys,
        };
        let tokens = self.transport.refresh(&request).await?;
        self.store.set_session(&portal, &tokens).await?;
        run.token_refused = false;
        run.just_renewed = true;
        Ok(())
    }

    pub(super) fn access(&self) -> Result<SecretString, SyncFailure> {
        let session = self.store.reader().session()?;
        session
            .and_then(|session| session.access)
            .map(|(token, _)| copy(&token))
            .ok_or(SyncFailure::SignedOut { user: None })
    }

    async fn push(&self, run: &mut Run) -> Result<(), SyncFailure> {
        let reader = self.store.reader();
        let Some(account) = reader.account()? else {
            return Ok(());
        };
        let mut ops: Vec<Op> = reader
            .sendable(&account.user, run.batch)?
            .into_iter()
            .map(|entry| entry.op)
            .collect();
        lighten(&mut ops);
        self.send(run, ops).await
    }

    /// Hands operations to the network, but for those that were recalled since they were read.
    pub(super) async fn send(&self, run: &mut Run, mut ops: Vec<Op>) -> Result<(), SyncFailure> {
        let access = self.access()?;
        let read = ops.iter().map(|op| op.op_id).collect();
        let ids = self.store.mark_sending(read, self.clock.now()).await?;
        if ids.is_empty() {
            return Ok(());
        }
        ops.retain(|op| ids.contains(&op.op_id));
        self.emit(SyncEvent::Outbox);
        let begun = self.begin_call();
        let answer = self.transport.ops(&access, &OpsRequest { ops }).await;
        match answer {
            Ok(answer) => {
                let compared = self.compare(&begun, false, answer.server_time);
                self.sample(run, compared).await?;
                self.take_verdicts(run, ids.len(), answer).await
            }
            Err(error) => {
                let left = error.reached == Reached::Perhaps;
                let code = failure_code(&error.kind);
                self.store.mark_unsent(ids.clone(), code, left).await?;
                self.emit(SyncEvent::Outbox);
                if error.problem.as_deref() == Some(BATCH_TOO_LARGE) && ids.len() > 1 {
                    run.batch = (ids.len() / 2).max(1);
                    return Ok(());
                }
                Err(error.into())
            }
        }
    }

    async fn take_verdicts(
        &self,
        run: &mut Run,
        sent: usize,
        answer: OpsResponse,
    ) -> Result<(), SyncFailure> {
        let now = self.clock.now();
        let Follow { decide_again, wait } = merge::follow(&answer.results);
        let given = answer.results.len();
        let taken = verdicts::take(&self.store, answer.results, now).await?;
        run.just_renewed = false;
        run.drained = false;
        run.report.pushed += sent;
        run.send_after = wait.map(|wait| Run::after(now, wait));
        if given < sent {
            // A portal that forgets operations is not asked about them in a circle.
            run.send_after = Some(Run::after(now, Duration::from_mins(1)));
        }
        if !decide_again.is_empty() {
            run.rounds += 1;
            if run.rounds > MOST_ROUNDS {
                run.send_after = Some(Run::after(now, Duration::from_mins(1)));
                return Err(TransportError::new(FailureKind::RulesDiffer, Reached::No).into());
            }
            run.decide_again = decide_again;
        }
        let mut stuck = false;
        let mut moved = false;
        for Taken { result, entry } in taken {
            *run.report.verdicts.entry(result.verdict.id()).or_default() += 1;
            if let Some(entry) = entry {
                let waits = entry.state.is_to_be_sent();
                stuck |= waits && matches!(result.verdict, Verdict::Blocked { .. });
                moved |= !waits;
                self.emit(SyncEvent::Verdict {
                    op: result.op_id,
                    entity: entry.op.entity,
                    verdict: result.verdict,
                });
            }
        }
        if stuck && !moved {
            // What waits for something the portal does not have is not sent in a circle.
            let later = Run::after(now, Duration::from_mins(1));
            run.send_after = run.send_after.max(Some(later));
        }
        Ok(())
    }

    /// Asks for the next page of the feed; the only step that may be given up half-way.
    pub(super) async fn ask_changes(&self, wait: Duration) -> Result<Answer, SyncFailure> {
        let since = self.store.reader().cursor()?;
        // Without a place in the feed the plan asks for a snapshot; an empty one would do it too.
        let since = since.unwrap_or_else(|| Cursor(String::new()));
        let access = self.access()?;
        let begun = self.begin_call();
        let page = self
            .transport
            .changes(&access, &since, self.settings.page, wait)
            .await?;
        let compared = self.compare(&begun, !wait.is_zero(), page.server_time);
        Ok(Answer { compared, page })
    }

    pub(super) async fn take_changes(
        &self,
        run: &mut Run,
        answer: Answer,
    ) -> Result<(), SyncFailure> {
        let Answer { compared, page } = answer;
        run.just_renewed = false;
        if !run.allow_deletion {
            let effect = self.store.reader().effect_of(&page.changes)?;
            if let Some(question) = question(effect.deleting, effect.of) {
                self.store.set_question(Some(question)).await?;
                self.emit(SyncEvent::DeletionAsked(question));
                return Ok(());
            }
        }
        let more = page.has_more;
        let applied = self.store.apply_changes(page).await?;
        self.took(run, applied);
        if !more {
            run.allow_deletion = false;
            // A call that says nothing of the clock is followed by one that does.
            run.drained = compared.is_some();
            self.sample(run, compared).await?;
            self.redecide(run).await?;
        }
        Ok(())
    }

    pub(super) fn took(&self, run: &mut Run, applied: Applied) {
        run.report.pulled += applied.changed;
        run.report.moved += applied.moved;
        if applied.changed > 0 || applied.settled > 0 {
            self.emit(SyncEvent::Changed {
                changed: applied.changed,
                rules: applied.rules_changed || applied.directory_changed,
                moved: applied.moved,
            });
        }
        for number in applied.watched {
            self.emit(SyncEvent::Watched { number });
        }
        for read in applied.read {
            self.emit(SyncEvent::Read(read));
        }
    }

    /// Decides what is to be sent once more under the rules that just came.
    async fn redecide(&self, run: &mut Run) -> Result<(), StoreError> {
        let put_off = std::mem::take(&mut run.decide_again);
        let session = self.store.reader().session()?;
        let Some(session) = session.filter(|_| !put_off.is_empty()) else {
            return Ok(());
        };
        let (user, now) = (session.account.user, self.clock.now());
        let again = again::decide(&self.store, &user, &put_off, now).await?;
        if again.refused > 0 {
            self.emit(SyncEvent::Outbox);
        }
        Ok(())
    }

    fn begin_call(&self) -> Begun {
        Begun {
            at: self.clock.now(),
            watch: tokio::time::Instant::now(),
        }
    }

    /// Compares the clocks over a call. When the clock here was moved meanwhile, or stood still
    /// with a computer that slept, nobody can tell which side of that the portal's time is from.
    fn compare(
        &self,
        begun: &Begun,
        stayed_open: bool,
        server_time: jiff::Timestamp,
    ) -> Option<OffsetSample> {
        let at = self.clock.now();
        let passed = SignedDuration::try_from(begun.watch.elapsed()).unwrap_or_default();
        let by_clock = at.duration_since(begun.at);
        if by_clock.saturating_sub(passed).abs() > status::TOLERANCE {
            return None;
        }
        // A question that stayed open was answered at its end, not in its middle.
        let asked = if stayed_open { at } else { begun.at };
        let offset = status::offset(asked, at, server_time);
        Some(OffsetSample { at, offset })
    }

    /// Keeps a comparison of the clocks and tells when the judgement of the local one changes.
    async fn sample(
        &self,
        run: &mut Run,
        compared: Option<OffsetSample>,
    ) -> Result<(), StoreError> {
        let Some(sample) = compared else {
            return Ok(());
        };
        let OffsetSample { at: now, offset } = sample;
        let known = self.store.reader().sync_state()?.offsets();
        if clock_was_moved(&known, offset) {
            self.store.forget_clock(now).await?;
        }
        self.store.note_exchange(sample).await?;
        // The portal has just told the time: what the clock showed before no longer matters.
        let offsets = self.store.reader().sync_state()?.offsets();
        let verdict = judge_clock(now, &offsets, None);
        if run.clock_told != Some(verdict) {
            run.clock_told = Some(verdict);
            self.emit(SyncEvent::Clock(verdict));
        }
        Ok(())
    }
}

/// Whether a sample is so far from the others that one of the clocks was moved. A slow answer
/// is not: its error is half of the longest call.
fn clock_was_moved(known: &[i64], offset: i64) -> bool {
    let usual = status::median(known);
    !known.is_empty() && usual.abs_diff(offset) > status::TOLERANCE.as_secs().unsigned_abs()
}

/// Keeps as many operations as fit into a batch, at least one.
fn lighten(ops: &mut Vec<Op>) {
    let mut bytes = 0;
    let fits = ops
        .iter()
        .take_while(|op| {
            bytes += serde_json::to_string(op).map_or(0, |text| weight(&text));
            bytes <= BATCH_BYTES
        })
        .count();
    ops.truncate(fits.max(1));
}

const fn failure_code(kind: &FailureKind) -> &'static str {
    match kind {
        FailureKind::Unreachable => "unreachable",
        FailureKind::Timeout => "timeout",
        FailureKind::Server(_) => "server-error",
        FailureKind::Nonsense => "nonsense",
        FailureKind::TooLarge => "too-large",
        FailureKind::Unauthorized => "unauthorized",
        FailureKind::TooOld => "protocol-too-old",
        FailureKind::Busy => "busy",
        FailureKind::Problem(_) => "problem",
        FailureKind::RulesDiffer => "rules-differ",
        FailureKind::Store(_) => "store",
    }
}
