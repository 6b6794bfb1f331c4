//! Carries out plans: one full exchange for a command, or on and on beside the workstation.
//!
//! Responsible for the order of steps, for what an error means and for telling about it through
//! [`SyncEvent`]s. What to do next is told by [`super::plan`]; every answer is on the disk
//! before the next step. Invariants: dropping a running exchange at any point loses nothing,
//! the next one goes on; a held operation is sent only after its window, unless asked for; an
//! access token is renewed once before the session is given up.

mod fill;
mod listen;
mod live;
mod step;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Mutex, mpsc};

use super::backoff::Backoff;
use super::plan::{Mode, Signed, Situation, Step, Stop, plan};
use super::status::{FailureKind, SyncEvent, median};
use super::transport::{Transport, TransportError};
use crate::clock::Clock;
use crate::domain::ids::{OpId, UserName};
use crate::store::{Store, StoreError, SyncState};
use crate::wire::auth::{Account, LoginRequest, RefreshRequest};
use crate::wire::feed::Cursor;
use crate::wire::ops::MAX_BATCH;
use crate::wire::package::PublicKeys;
use crate::wire::replica::DeletionQuestion;

pub use live::Order;

/// For so long a token that was just given is not renewed.
const FRESH_TOKEN: SignedDuration = SignedDuration::from_mins(15);

/// How an engine works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Entities of a page of the feed, and of the first page of a snapshot.
    pub page: u32,
    /// Entities of a page of a snapshot at most.
    pub largest_page: u32,
    /// How long a question may stay open at the portal.
    pub long_poll: Duration,
    /// The seed of the jitter.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            page: 1_000,
            largest_page: 4_000,
            long_poll: Duration::from_secs(55),
            seed: 0,
        }
    }
}

/// What a single exchange is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exchange {
    /// Held operations are sent too (`awp sync --now`).
    pub send_held: bool,
    /// A page may delete a large part of the replica.
    pub allow_deletion: bool,
}

/// What an exchange did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Entities that are newer than before.
    pub pulled: usize,
    /// Open items whose date is another one because rules changed.
    pub moved: usize,
    /// Operations handed over.
    pub pushed: usize,
    /// How often each verdict was given.
    pub verdicts: BTreeMap<&'static str, usize>,
    /// The place in the feed afterwards.
    pub cursor: Option<Cursor>,
    /// When it ended.
    pub at: Option<Timestamp>,
}

/// Why an exchange did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum SyncFailure {
    /// The link or the portal.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody was ever signed in.
    #[error("nobody has signed in yet")]
    NotSignedIn,
    /// The session ended; the same user has to come back.
    #[error("the session ended: sign in again")]
    SignedOut {
        /// That user.
        user: Option<UserName>,
    },
    /// A page would delete a large part of the replica.
    #[error("the portal would delete {} of {} entities here", .0.deleting, .0.of)]
    Asking(DeletionQuestion),
    /// The workstation was taken off the link.
    #[error("the workstation is off the link")]
    Offline,
}

impl SyncFailure {
    /// The kebab-case code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Transport(error) => error.kind.code(),
            Self::Store(error) => error.code(),
            Self::NotSignedIn => "not-signed-in",
            Self::SignedOut { .. } => "signed-out",
            Self::Asking(_) => "deletion-asked",
            Self::Offline => "offline",
        }
    }
}

/// Exchanges one store with one portal.
pub struct Engine<T> {
    store: Store,
    transport: T,
    clock: Arc<dyn Clock>,
    events: mpsc::UnboundedSender<SyncEvent>,
    settings: Settings,
    /// One exchange at a time; what it has learnt lasts until the next.
    run: Mutex<Run>,
}

/// What is remembered between steps and not worth the disk.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, not the states of one machine"
)]
struct Run {
    mode: Mode,
    offline: bool,
    too_old: bool,
    allow_deletion: bool,
    /// The access token was refused: it is renewed before anything else.
    token_refused: bool,
    /// It was renewed and nothing has gone through since.
    just_renewed: bool,
    drained: bool,
    /// The next page of the snapshot, if it came while the last one was stored.
    ahead: Option<fill::Arrived>,
    /// Entities of the next page of a snapshot.
    page: u32,
    /// Operations to be decided once more when the feed is read.
    decide_again: Vec<OpId>,
    /// How often that happened without anything being applied.
    rounds: u8,
    /// How often the replica started over in this exchange.
    resets: u8,
    /// Operations of a batch; smaller after the portal found one too large.
    batch: usize,
    send_after: Option<Timestamp>,
    retry_at: Option<Timestamp>,
    backoff: Backoff,
    clock_told: Option<super::status::ClockVerdict>,
    report: Report,
}

impl<T: Transport> Engine<T> {
    /// An engine for a store; what it does is told to `events`.
    #[must_use]
    pub fn new(
        store: Store,
        transport: T,
        clock: Arc<dyn Clock>,
        events: mpsc::UnboundedSender<SyncEvent>,
        settings: Settings,
    ) -> Self {
        let run = Run {
            mode: Mode::Once,
            offline: false,
            too_old: false,
            allow_deletion: false,
            token_refused: false,
            just_renewed: false,
            drained: false,
            ahead: None,
            page: settings.page,
            decide_again: Vec::new(),
            rounds: 0,
            resets: 0,
            batch: MAX_BATCH,
            send_after: None,
            retry_at: None,
            backoff: Backoff::new(settings.seed),
            clock_told: None,
            report: Report::default(),
        };
        Self {
            store,
            transport,
            clock,
            events,
            settings,
            run: Mutex::new(run),
        }
    }

    /// Signs in and keeps the tokens; the portal's address is kept beside them.
    ///
    /// # Errors
    /// The portal cannot be reached or refuses; the store failed.
    pub async fn login(
        &self,
        portal: &str,
        user: UserName,
        password: SecretString,
    ) -> Result<Account, SyncFailure> {
        let device = self.store.device().await?;
        let device_keys = Some(self.public_keys().await?);
        let request = LoginRequest {
            user,
            password,
            device,
            device_keys,
        };
        let tokens = self.transport.login(&request).await?;
        self.store.set_session(portal, &tokens).await?;
        self.emit(SyncEvent::SignedIn {
            user: tokens.account.user.clone(),
        });
        Ok(tokens.account)
    }

    /// What the portal is told for packages.
    async fn public_keys(&self) -> Result<PublicKeys, StoreError> {
        let keys = self.store.device_keys().await?;
        keys.public()
            .map_err(|_unusable| StoreError::Unexpected { what: "keys" })
    }

    /// Signs out: the tokens are gone here whether the portal hears of it or not.
    ///
    /// # Errors
    /// The store failed.
    pub async fn logout(&self) -> Result<(), SyncFailure> {
        let Some(session) = self.store.reader().session()? else {
            return Ok(());
        };
        if let Some(refresh_token) = session.refresh_token {
            let device = self.store.device().await?;
            let request = RefreshRequest {
                refresh_token,
                device,
                device_keys: None,
            };
            if let Err(error) = self.transport.logout(&request).await {
                tracing::info!(code = error.kind.code(), "signing out was not told");
            }
        }
        self.store.clear_session().await?;
        self.emit(SyncEvent::SignedOut {
            user: Some(session.account.user),
        });
        Ok(())
    }

    /// One full exchange: everything that can be sent is sent, everything new is taken in.
    ///
    /// # Errors
    /// The first thing that stands in the way. What was done until then stays done.
    pub async fn exchange(&self, asked: Exchange) -> Result<Report, SyncFailure> {
        let mut run = self.run.lock().await;
        run.begin(Mode::Once);
        run.allow_deletion = asked.allow_deletion;
        if self.store.reader().sync_state()?.question.is_some() {
            // Asked anew: the portal may have mended it since.
            self.store.set_question(None).await?;
        }
        self.emit(SyncEvent::Started);
        let outcome = self.exchange_all(&mut run, asked.send_held).await;
        match &outcome {
            Ok(_) => self.emit(SyncEvent::Finished {
                at: self.clock.now(),
            }),
            Err(failure) => self.tell_failure(failure, None),
        }
        outcome
    }

    async fn exchange_all(&self, run: &mut Run, send_held: bool) -> Result<Report, SyncFailure> {
        loop {
            self.release(send_held).await?;
            let situation = self.situation(run)?;
            match plan(&situation).first() {
                Some(Step::Stop(Stop::Done)) | None => {
                    run.report.cursor = self.store.reader().cursor()?;
                    run.report.at = Some(self.clock.now());
                    return Ok(std::mem::take(&mut run.report));
                }
                Some(Step::Stop(stop)) => return Err(self.stopped(*stop)?),
                Some(Step::Wait { .. }) => return Err(SyncFailure::Offline),
                Some(step) => self.step(run, *step).await?,
            }
        }
    }

    fn stopped(&self, stop: Stop) -> Result<SyncFailure, StoreError> {
        Ok(match stop {
            Stop::Done | Stop::Offline => SyncFailure::Offline,
            Stop::NotSignedIn => SyncFailure::NotSignedIn,
            Stop::SignedOut => SyncFailure::SignedOut {
                user: self.store.reader().account()?.map(|account| account.user),
            },
            Stop::TooOld => SyncFailure::Transport(TransportError::new(
                FailureKind::TooOld,
                super::transport::Reached::No,
            )),
            Stop::Asking => self
                .store
                .reader()
                .sync_state()?
                .question
                .map_or(SyncFailure::Offline, SyncFailure::Asking),
        })
    }

    /// Lets held operations go whose window has ended, without a write when there is none.
    async fn release(&self, all: bool) -> Result<(), StoreError> {
        let now = self.clock.now();
        let next = self.store.reader().next_release()?;
        let may_be_due = match next {
            Some(at) => all || at <= now || self.clock_is_back(now)?,
            None => false,
        };
        if may_be_due && self.store.release_held(now, all).await? > 0 {
            self.emit(SyncEvent::Outbox);
        }
        Ok(())
    }

    fn clock_is_back(&self, now: Timestamp) -> Result<bool, StoreError> {
        let outbox = self.store.reader().outbox()?;
        Ok(outbox.iter().any(|entry| entry.clock_fell_behind(now)))
    }

    fn situation(&self, run: &Run) -> Result<Situation, StoreError> {
        let reader = self.store.reader();
        let state = reader.sync_state()?;
        let session = reader.session()?;
        let now = self.clock.now();
        let signed = match &session {
            None => Signed::Never,
            Some(session) if session.refresh_token.is_none() => Signed::Out,
            Some(session) => Signed::In {
                access_until: session
                    .access
                    .as_ref()
                    .map(|(_, until)| token_ends(*until, now, &state, run.just_renewed))
                    .filter(|_| !run.token_refused),
            },
        };
        let sendable = match &session {
            Some(session) if run.decide_again.is_empty() => {
                reader.sendable(&session.account.user, 1)?.len()
            }
            Some(_) | None => 0,
        };
        Ok(Situation {
            now,
            mode: run.mode,
            offline: run.offline,
            too_old: run.too_old,
            signed,
            has_cursor: state.cursor.is_some(),
            snapshot: state.snapshot.is_some(),
            sendable,
            send_after: run.send_after,
            next_release: reader.next_release()?,
            drained: run.drained,
            asking: state.question.is_some() && !run.allow_deletion,
            retry_at: run.retry_at,
            long_poll: self.settings.long_poll,
        })
    }

    fn tell_failure(&self, failure: &SyncFailure, next_try: Option<Timestamp>) {
        let at = self.clock.now();
        let kind = match failure {
            SyncFailure::Transport(error) => error.kind.clone(),
            SyncFailure::Store(error) => FailureKind::Store(error.code().to_owned()),
            SyncFailure::SignedOut { user } => {
                self.emit(SyncEvent::SignedOut { user: user.clone() });
                return;
            }
            SyncFailure::NotSignedIn => {
                self.emit(SyncEvent::SignedOut { user: None });
                return;
            }
            SyncFailure::Asking(question) => {
                self.emit(SyncEvent::DeletionAsked(*question));
                return;
            }
            SyncFailure::Offline => return,
        };
        self.emit(SyncEvent::Failed { kind, at, next_try });
    }

    fn emit(&self, event: SyncEvent) {
        // Nobody listens any more: the exchange goes on for its own sake.
        let _ = self.events.send(event);
    }
}

impl Run {
    fn begin(&mut self, mode: Mode) {
        self.mode = mode;
        self.drained = false;
        self.ahead = None;
        self.rounds = 0;
        self.resets = 0;
        self.decide_again.clear();
        self.send_after = None;
        self.retry_at = None;
        self.too_old = false;
        self.token_refused = false;
        self.just_renewed = false;
        self.report = Report::default();
    }

    /// The moment after a wait from now.
    fn after(now: Timestamp, wait: Duration) -> Timestamp {
        SignedDuration::try_from(wait)
            .ok()
            .and_then(|wait| now.checked_add(wait).ok())
            .unwrap_or(Timestamp::MAX)
    }
}

impl<T> std::fmt::Debug for Engine<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Engine")
            .field("store", &self.store.dir())
            .finish_non_exhaustive()
    }
}

/// The bytes of an operation in a batch, about.
fn weight(text: &str) -> usize {
    text.len()
}

/// A copy of a token for one call; wiped when dropped.
fn copy(token: &SecretString) -> SecretString {
    token.expose_secret().into()
}

/// When an access token ends by the clock here; the portal tells it by its own. A fresh one is
/// used whatever the clocks say: a clock that is hours off would renew it for ever.
fn token_ends(until: Timestamp, now: Timestamp, state: &SyncState, fresh: bool) -> Timestamp {
    let offsets: Vec<i64> = state.samples.iter().map(|sample| sample.offset).collect();
    let here = until
        .checked_sub(SignedDuration::from_secs(median(&offsets)))
        .unwrap_or(until);
    let awhile = now.checked_add(FRESH_TOKEN).unwrap_or(now);
    if fresh { here.max(awhile) } else { here }
}
