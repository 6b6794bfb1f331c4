//! An outbox that comes as a file: opened, proved, judged like one over the link, answered with
//! receipts for that workstation alone.
//!
//! The package proves its author by the key of the workstation, which the portal was told at a
//! login or refresh there; whoever hands it over proves nothing and learns nothing. What it holds
//! is judged by `portal::verdicts`, the same as `POST /v1/ops`, as of the moment it arrives here.
//! A package that comes again is answered again: what was applied is `same`.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::problem::ApiProblem;
use super::storage::{DeviceKeys, Storage, StorageError};
use super::{Portal, keys, verdicts};
use crate::domain::ids::{DeviceId, UserName};
use crate::package::{self, Opened, PackageError, SecretKeys};
use crate::wire::PROTOCOL;
use crate::wire::feed::{Change, EntityKind};
use crate::wire::ops::{MAX_BATCH, OpResult, RULES_CHANGED, Verdict};
use crate::wire::package::{
    Content, MOST_OPS, MOST_RECEIPTS_BYTES, PublicKeys, ReadOutboxBody, ReceiptsBody,
};

/// Older packages are not taken: the results that tell a repetition are kept little longer.
pub const MOST_AGE: SignedDuration = SignedDuration::from_hours(90 * 24);

/// So much a clock of a workstation may be ahead.
pub const MOST_AHEAD: SignedDuration = SignedDuration::from_hours(2 * 24);

/// Bytes of items in receipts that would be too large: base64 makes four of three, verdicts and
/// rules have the other half.
const MOST_ITEM_BYTES: usize = MOST_RECEIPTS_BYTES / 4 * 3 / 2;

/// Why a package was not taken. Nothing of it was judged.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refused {
    /// The file cannot be used.
    #[error(transparent)]
    File(#[from] PackageError),
    /// No account ever signed in at that workstation, or only with an older program.
    #[error("the workstation of the package is not known here")]
    UnknownWorkstation,
    /// The account is closed.
    #[error("the account of the package is closed")]
    AccountClosed,
    /// The sessions of the account at that workstation were ended.
    #[error("the sessions of the account at that workstation were ended")]
    SessionEnded,
    /// Accounts of that role decide about nothing.
    #[error("the role of the account may not decide")]
    RoleMayNot,
    /// It speaks another protocol.
    #[error("the package speaks another version of the protocol")]
    OtherProtocol,
    /// It was made too long ago.
    #[error("the package was made more than {} days ago", MOST_AGE.as_hours() / 24)]
    TooOld,
    /// It was made in the future.
    #[error("the package was made at a later time than now")]
    FromTheFuture,
    /// An operation in it is of somebody else, or was decided at another workstation.
    #[error("the package holds an operation of another author")]
    ForeignOp,
    /// It holds more operations than a package may.
    #[error("the package holds too many operations")]
    TooManyOps,
    /// The portal failed half way; what was judged stays judged, and may be handed over again.
    #[error("the portal failed: hand the package over again")]
    Failed(Box<ApiProblem>),
}

impl Refused {
    /// The kebab-case code: the type of the problem, and the code of the command.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::File(error) => error.code(),
            Self::UnknownWorkstation => "package-workstation-unknown",
            Self::AccountClosed => "package-account-closed",
            Self::SessionEnded => "package-session-ended",
            Self::RoleMayNot => "role-may-not",
            Self::OtherProtocol => "package-protocol",
            Self::TooOld => "package-too-old",
            Self::FromTheFuture => "package-from-the-future",
            Self::ForeignOp => "package-foreign-op",
            Self::TooManyOps => "package-too-many-ops",
            Self::Failed(problem) => &problem.problem.kind,
        }
    }
}

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Self::Failed(Box::new(error.into()))
    }
}

/// What became of a package.
pub struct Taken {
    /// The verdicts, in the order of the package.
    pub results: Vec<OpResult>,
    /// The file for the workstation.
    pub receipts: Vec<u8>,
}

/// Takes a package in.
///
/// # Errors
/// It cannot be used, its author may not, or the portal failed.
pub async fn take(portal: &Portal, file: &[u8]) -> Result<Taken, Refused> {
    let own = keys::secret(portal.storage.as_ref(), portal.clock.as_ref()).await?;
    let opened = package::open(file, Content::Outbox, &own)?;
    let (author, body) = proved(portal, &opened).await?;
    check(&body, portal.clock.now())?;
    let (user, device, id) = (body.user, body.device, body.id);
    let results = judged(portal, &author, body.ops).await?;
    let head = portal.storage.head().await?;
    let rules = if results.iter().any(is_under_other_rules) {
        rules_in_force(portal.storage.as_ref()).await?
    } else {
        Vec::new()
    };
    let mut receipts = ReceiptsBody {
        id,
        user,
        device,
        epoch: head.epoch,
        server_time: portal.clock.now(),
        results,
        rules,
    };
    let file = sealed(&mut receipts, &own, &author.keys)?;
    Ok(Taken {
        results: receipts.results,
        receipts: file,
    })
}

fn is_under_other_rules(result: &OpResult) -> bool {
    matches!(&result.verdict, Verdict::Retry { reason, .. } if reason == RULES_CHANGED)
}

/// What the hash of an operation names.
async fn rules_in_force(storage: &dyn Storage) -> Result<Vec<Change>, StorageError> {
    let mut rules = Vec::new();
    for kind in EntityKind::OF_A_RULES_HASH {
        for row in storage.all(kind).await? {
            let damaged = |error| StorageError::Damaged(format!("{}: {error}", row.key));
            rules.push(Change {
                body: row.body.parse().map_err(damaged)?,
                key: row.key,
                version: row.version,
                seq: row.seq,
                deleted: false,
            });
        }
    }
    Ok(rules)
}

/// The file of receipts. Conflicts bring the items as they stand now; where all of them are more
/// than a file may hold, the largest stay away, and come with the next exchange.
fn sealed(
    receipts: &mut ReceiptsBody,
    own: &SecretKeys,
    workstation: &PublicKeys,
) -> Result<Vec<u8>, PackageError> {
    let whole = package::seal(Content::Receipts, receipts, own, workstation);
    if whole != Err(PackageError::TooLarge) {
        return whole;
    }
    let written = |value: &Value| value.to_string().len();
    let mut items: Vec<(usize, &mut Value)> = receipts
        .results
        .iter_mut()
        .filter_map(|result| {
            if let Verdict::Conflict { current, .. } = &mut result.verdict {
                Some((written(current), current))
            } else {
                None
            }
        })
        .collect();
    items.sort_by_key(|(bytes, _)| std::cmp::Reverse(*bytes));
    let all: usize = items.iter().map(|(bytes, _)| bytes).sum();
    let mut too_many = all.saturating_sub(MOST_ITEM_BYTES);
    for (bytes, item) in items {
        if too_many == 0 {
            break;
        }
        *item = Value::Null;
        too_many = too_many.saturating_sub(bytes);
    }
    package::seal(Content::Receipts, receipts, own, workstation)
}

/// Who a package says it is of, before that is proved.
#[derive(Deserialize)]
struct Claimed {
    user: UserName,
    device: DeviceId,
}

/// The workstation that signed the package, if it still speaks for the account, and the body.
async fn proved(portal: &Portal, opened: &Opened) -> Result<(DeviceKeys, ReadOutboxBody), Refused> {
    let Claimed { user, device } = opened.claimed()?;
    let known = portal.storage.device_keys(user, device).await?;
    let known = known.ok_or(Refused::UnknownWorkstation)?;
    // First: only the workstation itself is told anything of the account.
    let body = opened.by(&known.keys)?;
    if known.account.disabled {
        return Err(Refused::AccountClosed);
    }
    if known.revoked {
        return Err(Refused::SessionEnded);
    }
    if !verdicts::may_decide(known.account.role) {
        return Err(Refused::RoleMayNot);
    }
    Ok((known, body))
}

/// Whether the package may be judged now.
fn check(body: &ReadOutboxBody, now: Timestamp) -> Result<(), Refused> {
    if body.protocol != PROTOCOL {
        return Err(Refused::OtherProtocol);
    }
    let age = now.duration_since(body.made_at);
    if age > MOST_AGE {
        return Err(Refused::TooOld);
    }
    if age < -MOST_AHEAD {
        return Err(Refused::FromTheFuture);
    }
    if body.ops.len() > MOST_OPS {
        return Err(Refused::TooManyOps);
    }
    let own = |op: &Value| {
        let is = |field: &str, value: &str| op.get(field).and_then(Value::as_str) == Some(value);
        is("actor", &body.user.0) && is("device", &body.device.0.to_string())
    };
    if body.ops.iter().all(own) {
        Ok(())
    } else {
        Err(Refused::ForeignOp)
    }
}

/// The verdicts on all operations, batch by batch in their order.
async fn judged(
    portal: &Portal,
    author: &DeviceKeys,
    ops: Vec<Value>,
) -> Result<Vec<OpResult>, Refused> {
    let mut results = Vec::with_capacity(ops.len());
    let mut rest = ops;
    while !rest.is_empty() {
        let later = rest.split_off(rest.len().min(MAX_BATCH));
        let answer = verdicts::on(portal, &author.account, rest).await;
        results.extend(
            answer
                .map_err(|problem| Refused::Failed(Box::new(problem)))?
                .results,
        );
        rest = later;
    }
    Ok(results)
}

#[cfg(test)]
mod tests;
