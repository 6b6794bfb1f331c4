//! Errors as `application/problem+json` (RFC 9457).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One field that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// The field.
    pub field: String,
    /// A kebab-case code.
    pub code: String,
    /// English text for logs; screens word the code themselves.
    pub message: String,
}

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A kebab-case name: `cursor-expired`, `token-expired`, `validation`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// English title.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Fields that were not accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The id under which the portal's log has the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// The 410 answers: the reader starts over with a snapshot; its outbox stays.
pub mod reset {
    /// The cursor is older than the tombstones.
    pub const CURSOR_EXPIRED: &str = "cursor-expired";
    /// The portal was restored from a backup.
    pub const EPOCH_CHANGED: &str = "epoch-changed";
    /// The account sees other entities than before: the replica is wiped without asking.
    pub const SCOPE_CHANGED: &str = "scope-changed";
}
