//! The outbox as a file, and the receipts that come back for it.
//!
//! Stands beside the engine: what it hands over is what the engine would send, and what comes back
//! is taken in by the same [`verdicts`]. Invariants: an operation is beyond recall
//! on the disk before its file exists; it goes on being sent over the link under its id, which the
//! portal answers `same`; receipts of another portal, workstation or account change nothing.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::again::{self, Again};
use super::merge;
use super::status::median;
use super::verdicts::{self, Taken};
use crate::domain::ids::{DeviceId, OpId, UserName};
use crate::package::{self, PackageError};
use crate::store::{Session, Store, StoreError, SyncState};
use crate::wire::PROTOCOL;
use crate::wire::ops::Op;
use crate::wire::package::{Content, MOST_OPS, MOST_OUTBOX_BYTES, OutboxBody, ReceiptsBody};
use crate::wire::replica::OpState;

/// Bytes of operations in one package: base64 makes four of three, the rest is for the frame.
const MOST_BODY: usize = MOST_OUTBOX_BYTES / 4 * 3 - 4096;

/// Why nothing was written, or nothing taken in.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// Nobody is signed in here.
    #[error("nobody is signed in: sign in first")]
    SignedOut,
    /// The portal has not told its keys yet.
    #[error("the portal has not told its keys yet: exchange with it once")]
    NoPortalKeys,
    /// There is nothing that could be sent.
    #[error("the outbox has nothing to send")]
    Nothing {
        /// Decisions that wait out their recall window.
        held: usize,
    },
    /// The receipts are for another account or another workstation.
    #[error("the receipts are of another account or workstation")]
    OthersReceipts,
    /// The portal was restored from a backup after it gave them.
    #[error("the portal was restored since it gave these receipts")]
    BeforeRestore,
    /// The file.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CarryError {
    /// The kebab-case code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::NoPortalKeys => "package-no-keys",
            Self::Nothing { .. } => "outbox-empty",
            Self::OthersReceipts => "receipts-of-others",
            Self::BeforeRestore => "receipts-before-restore",
            Self::Package(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// A package, ready to be written.
#[derive(Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its identity.
    pub id: Uuid,
    /// The bytes of the file.
    pub file: Vec<u8>,
    /// How many operations are in it.
    pub ops: usize,
    /// How many of the same account wait out their recall window.
    pub held: usize,
    /// How many did not fit: they go with the next package.
    pub left: usize,
}

/// What receipts brought.
#[derive(Debug, PartialEq)]
pub struct Imported {
    /// The package they are for.
    pub id: Uuid,
    /// The verdicts, and the operations as they stand now.
    pub taken: Vec<Taken>,
    /// What newer rules that came with them did; `None` if none came.
    pub rules: Option<RulesCame>,
}

/// What rules that came with receipts did.
#[derive(Debug, PartialEq, Eq)]
pub struct RulesCame {
    /// Open items whose date is another one because of them.
    pub moved: usize,
    /// What was decided once more.
    pub again: Again,
}

/// Puts everything that can be sent into a package; with `send_held` also what waits out its
/// recall window. When this returns, all of it is beyond recall.
///
/// # Errors
/// Nobody is signed in, the portal is not known well enough, there is nothing to send; the store
/// failed.
pub async fn export(
    store: &Store,
    now: Timestamp,
    send_held: bool,
) -> Result<Exported, CarryError> {
    let reader = store.reader();
    let session = signed_in(reader.session()?)?;
    let user = session.account.user;
    let portal = reader.portal_keys()?.ok_or(CarryError::NoPortalKeys)?;
    store.release_held(now, send_held).await?;
    let held = held(store, &user)?;
    let sendable = reader.sendable(&user, usize::MAX)?;
    let all = sendable.len();
    let mut ops: Vec<Op> = sendable.into_iter().map(|entry| entry.op).collect();
    ops.truncate(fitting(&ops));
    let keys = store.device_keys().await?;
    let mut body = OutboxBody {
        id: Uuid::now_v7(),
        user,
        device: store.device().await?,
        made_at: by_the_portals_clock(store, now)?,
        protocol: PROTOCOL.to_owned(),
        ops,
    };
    // First: what cannot be sealed does not become beyond recall.
    let mut file = package::seal(Content::Outbox, &body, &keys, &portal)?;
    let read = body.ops.iter().map(|op| op.op_id).collect();
    let marked: Vec<OpId> = store.mark_packaged(read, now).await?;
    if marked.is_empty() {
        return Err(CarryError::Nothing { held });
    }
    if marked.len() < body.ops.len() {
        // Some were recalled at the last moment.
        body.ops.retain(|op| marked.contains(&op.op_id));
        file = package::seal(Content::Outbox, &body, &keys, &portal)?;
    }
    Ok(Exported {
        id: body.id,
        file,
        ops: marked.len(),
        held,
        left: all.saturating_sub(marked.len()),
    })
}

/// Takes receipts in. The same ones again change nothing.
///
/// # Errors
/// The file is none for this workstation and account, or not of its portal; the store failed.
pub async fn import(store: &Store, file: &[u8], now: Timestamp) -> Result<Imported, CarryError> {
    let reader = store.reader();
    let session = reader.session()?.ok_or(CarryError::SignedOut)?;
    let portal = reader.portal_keys()?.ok_or(CarryError::NoPortalKeys)?;
    let keys = reader.device_keys()?.ok_or(CarryError::NoPortalKeys)?;
    let opened = package::open(file, Content::Receipts, &keys)?;
    let receipts: ReceiptsBody = opened.by(&portal)?;
    let device: DeviceId = store.device().await?;
    if receipts.user != session.account.user || receipts.device != device {
        return Err(CarryError::OthersReceipts);
    }
    if is_of_a_lost_past(store, &receipts)? {
        return Err(CarryError::BeforeRestore);
    }
    let anew = is_of_another_epoch(&store.reader().sync_state()?, &receipts);
    let ReceiptsBody {
        id,
        user,
        results,
        rules,
        ..
    } = receipts;
    let put_off = merge::follow(&results).decide_again;
    let taken = verdicts::take(store, results, now).await?;
    let mut came = None;
    if !rules.is_empty() {
        let applied = store.apply_rules(rules, anew).await?;
        // Also when they were here: a program that ended in between decided nothing again.
        let again = again::decide(store, &user, &put_off, now).await?;
        let did_something = applied.rules_changed || again != Again::default();
        came = did_something.then_some(RulesCame {
            moved: applied.moved,
            again,
        });
    }
    Ok(Imported {
        id,
        taken,
        rules: came,
    })
}

fn signed_in(session: Option<Session>) -> Result<Session, CarryError> {
    session
        .filter(|session| session.refresh_token.is_some())
        .ok_or(CarryError::SignedOut)
}

fn held(store: &Store, user: &UserName) -> Result<usize, StoreError> {
    let outbox = store.reader().outbox()?;
    let held = |state, actor: &UserName| state == OpState::Held && actor == user;
    Ok(outbox
        .iter()
        .filter(|entry| held(entry.state, &entry.op.actor))
        .count())
}

/// How many of the operations one package holds, one at least: that one may be too large by
/// itself, which sealing tells.
fn fitting(ops: &[Op]) -> usize {
    let mut bytes = 0;
    ops.iter()
        .take(MOST_OPS)
        .take_while(|op| {
            bytes += serde_json::to_string(op).map_or(0, |text| text.len() + 1);
            bytes <= MOST_BODY
        })
        .count()
        .max(1)
}

fn by_the_portals_clock(store: &Store, now: Timestamp) -> Result<Timestamp, StoreError> {
    let offset = median(&store.reader().sync_state()?.offsets());
    Ok(now
        .checked_add(SignedDuration::from_secs(offset))
        .unwrap_or(now))
}

/// Whether the portal gave these receipts before it was restored from a backup: what they tell of
/// may be lost there, and the next exchange tells. Receipts of an epoch that is new here are
/// younger than the last exchange: that one's end would have told of it.
fn is_of_a_lost_past(store: &Store, receipts: &ReceiptsBody) -> Result<bool, StoreError> {
    let state = store.reader().sync_state()?;
    let other = is_of_another_epoch(&state, receipts);
    let offset = median(
        &state
            .samples
            .iter()
            .map(|one| one.offset)
            .collect::<Vec<_>>(),
    );
    let exchanged = state
        .last_exchange
        .and_then(|at| at.checked_add(SignedDuration::from_secs(offset)).ok());
    let younger = exchanged.is_none_or(|exchanged| receipts.server_time > exchanged);
    Ok(other && !younger)
}

/// Whether the portal counts anew since the last exchange.
fn is_of_another_epoch(state: &SyncState, receipts: &ReceiptsBody) -> bool {
    let known = state.epoch.as_ref();
    known.is_some_and(|epoch| *epoch != receipts.epoch)
}

#[cfg(test)]
mod tests;
