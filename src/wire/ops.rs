//! Operations of the outbox and the portal's verdicts on them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::feed::EntityKey;
use crate::domain::command::Command;
use crate::domain::ids::{DeviceId, OpId, Seq, UserName, Version};
use crate::domain::refusal::Refusal;

/// The most operations one `POST /v1/ops` may carry.
pub const MAX_BATCH: usize = 100;

/// What an operation was decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// A version the portal gave.
    Version(Version),
    /// An earlier operation of the same outbox that is not acknowledged yet.
    Op(OpId),
}

/// One durable operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Op {
    /// Its identity; sent again it is answered `same`.
    pub op_id: OpId,
    /// The entity it changes.
    pub entity: EntityKey,
    /// What it was decided on.
    pub base: Base,
    /// The decision, as `action` and `args`.
    #[serde(flatten)]
    pub command: Command,
    /// The account that decided.
    pub actor: UserName,
    /// The installation it was decided at.
    pub device: DeviceId,
    /// The hash of the rules it was decided under.
    pub rules_hash: String,
    /// When it was decided, by the workstation's clock.
    pub decided_at: Timestamp,
    /// Portal clock minus workstation clock in seconds, as known then.
    pub clock_offset: i64,
}

/// The body of `POST /v1/ops`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpsRequest {
    /// At most [`MAX_BATCH`] operations, in the order of the outbox.
    pub ops: Vec<Op>,
}

/// The body of its answer: one verdict an operation, in the same order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpsResponse {
    /// The verdicts.
    pub results: Vec<OpResult>,
    /// The portal's clock when it answered.
    pub server_time: Timestamp,
}

/// The verdict on one operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpResult {
    /// The operation judged.
    pub op_id: OpId,
    /// The verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// The portal's receipt for an applied operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// A short code a user can read out on the telephone.
    pub code: String,
    /// When the portal received the operation.
    pub received_at: Timestamp,
    /// The time at which legality was judged.
    pub effective_at: Timestamp,
    /// Whether the act was in time when decided but late on receipt.
    #[serde(default)]
    pub late_on_receipt: bool,
    /// Whether the claimed time lay outside the possible window and was moved to its end.
    #[serde(default)]
    pub outside_window: bool,
}

/// What became of an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// Applied now.
    Applied {
        /// Version of the entity after it.
        version: Version,
        /// Its place in the feed.
        seq: Seq,
        /// The receipt.
        receipt: Receipt,
    },
    /// Applied before; the stored result again.
    Same {
        /// Version of the entity after it.
        version: Version,
        /// Its place in the feed.
        seq: Seq,
        /// The receipt given then.
        receipt: Receipt,
    },
    /// The entity moved on since the base.
    Conflict {
        /// The body as it stands now.
        current: Value,
        /// Its version.
        version: Version,
        /// Who changed it.
        by: Option<UserName>,
        /// When.
        at: Option<Timestamp>,
    },
    /// The rules or the role say no.
    Rejected {
        /// Why.
        refusal: Refusal,
    },
    /// It waits for an earlier operation of the batch that was not applied.
    Blocked {
        /// That operation.
        by: OpId,
    },
    /// Try again later, after a refresh of rules or replica.
    Retry {
        /// Seconds to wait.
        after: u32,
        /// Why: `rules-changed`, `busy`.
        reason: String,
    },
}

impl Verdict {
    /// The kebab-case name.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Applied { .. } => "applied",
            Self::Same { .. } => "same",
            Self::Conflict { .. } => "conflict",
            Self::Rejected { .. } => "rejected",
            Self::Blocked { .. } => "blocked",
            Self::Retry { .. } => "retry",
        }
    }
}
