//! Operations of the outbox and the portal's verdicts on them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::feed::EntityKey;
use crate::domain::command::Command;
use crate::domain::ids::{DeviceId, OpId, Seq, UserName, Version};
use crate::domain::refusal::Refusal;

/// The reason of a `retry` verdict that asks for newer rules.
pub const RULES_CHANGED: &str = "rules-changed";

/// The most operations one `POST /v1/ops` may carry.
pub const MAX_BATCH: usize = 100;

/// What an operation was decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// A version the portal gave.
    #[schema(value_type = u64)]
    Version(Version),
    /// An earlier operation of the same outbox that is not acknowledged yet.
    #[schema(value_type = uuid::Uuid)]
    Op(OpId),
}

/// One durable operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Op {
    /// Its identity; sent again it is answered `same`.
    #[schema(value_type = uuid::Uuid)]
    pub op_id: OpId,
    /// The entity it changes.
    pub entity: EntityKey,
    /// What it was decided on.
    pub base: Base,
    /// The decision, as `action` and `args`.
    #[serde(flatten)]
    #[schema(value_type = super::shape::Command)]
    pub command: Command,
    /// The account that decided.
    #[schema(value_type = String)]
    pub actor: UserName,
    /// The installation it was decided at.
    #[schema(value_type = uuid::Uuid)]
    pub device: DeviceId,
    /// The hash of the rules it was decided under.
    pub rules_hash: String,
    /// When it was decided, by the workstation's clock.
    pub decided_at: Timestamp,
    /// Portal clock minus workstation clock in seconds, as known then.
    pub clock_offset: i64,
}

/// The body of `POST /v1/ops`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpsRequest {
    /// At most [`MAX_BATCH`] operations, in the order of the outbox.
    pub ops: Vec<Op>,
}

/// The body of its answer: one verdict an operation, in the same order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpsResponse {
    /// The verdicts.
    pub results: Vec<OpResult>,
    /// The portal's clock when it answered.
    pub server_time: Timestamp,
}

/// The verdict on one operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpResult {
    /// The operation judged.
    #[schema(value_type = uuid::Uuid)]
    pub op_id: OpId,
    /// The verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// The portal's receipt for an applied operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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

/// What became of an operation. Its `Debug` is its name: a conflict carries a whole body.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// Applied now.
    Applied {
        /// Version of the entity after it.
        #[schema(value_type = u64)]
        version: Version,
        /// Its place in the feed.
        #[schema(value_type = u64)]
        seq: Seq,
        /// The receipt.
        receipt: Receipt,
    },
    /// Applied before; the stored result again.
    Same {
        /// Version of the entity after it.
        #[schema(value_type = u64)]
        version: Version,
        /// Its place in the feed.
        #[schema(value_type = u64)]
        seq: Seq,
        /// The receipt given then.
        receipt: Receipt,
    },
    /// The entity moved on since the base.
    Conflict {
        /// The body as it stands now.
        current: Value,
        /// Its version.
        #[schema(value_type = u64)]
        version: Version,
        /// Who changed it.
        #[schema(value_type = Option<String>)]
        by: Option<UserName>,
        /// When.
        at: Option<Timestamp>,
    },
    /// The rules or the role say no.
    Rejected {
        /// Why.
        #[schema(value_type = super::shape::Refusal)]
        refusal: Refusal,
    },
    /// It waits for an earlier operation of the batch that was not applied.
    Blocked {
        /// That operation.
        #[schema(value_type = uuid::Uuid)]
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

impl fmt::Debug for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected { refusal } => write!(out, "Verdict(rejected: {})", refusal.code()),
            Self::Applied { .. }
            | Self::Same { .. }
            | Self::Conflict { .. }
            | Self::Blocked { .. }
            | Self::Retry { .. } => write!(out, "Verdict({})", self.id()),
        }
    }
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
