//! What is kept of operations: the results of those that were applied, the refusals of others.

use jiff::Timestamp;

use super::Digest;
use crate::domain::ids::{OpId, Seq, Version};
use crate::wire::feed::EntityKey;

/// The result of one applied operation, kept with its effect.
#[derive(Clone)]
pub struct OpRecord {
    /// Its identity.
    pub op_id: OpId,
    /// Digest of what was decided, to tell a repetition from a reuse.
    pub digest: Digest,
    /// Index in [`super::Write::puts`] of the entity it changed.
    pub put: usize,
    /// Version of the entity after this operation.
    pub version: Version,
    /// The receipt as JSON.
    pub receipt: String,
    /// The time at which it was judged; base of operations that follow it.
    pub effective_at: Timestamp,
    /// When the portal received it.
    pub received_at: Timestamp,
}

/// The stored result of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredOp {
    /// As [`OpRecord::digest`].
    pub digest: Digest,
    /// The entity it changed.
    pub key: EntityKey,
    /// Version after it.
    pub version: Version,
    /// Its place in the feed.
    pub seq: Seq,
    /// The receipt as JSON.
    pub receipt: String,
    /// As [`OpRecord::effective_at`].
    pub effective_at: Timestamp,
}

/// The refusal of an operation, kept so that a copy that arrives later meets the same: its author
/// has been told, and may have decided otherwise.
#[derive(Clone)]
pub struct RefusalRecord {
    /// The operation.
    pub op_id: OpId,
    /// As [`OpRecord::digest`].
    pub digest: Digest,
    /// The refusal as JSON.
    pub refusal: String,
    /// When the portal received the operation.
    pub received_at: Timestamp,
}

/// A stored refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRefusal {
    /// As [`RefusalRecord::digest`].
    pub digest: Digest,
    /// As [`RefusalRecord::refusal`].
    pub refusal: String,
}
