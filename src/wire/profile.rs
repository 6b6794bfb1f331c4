//! The profile of a holder as a workstation reads and changes it, and the record of a change.
//!
//! A change is asked for on the version it was decided on; nothing is queued. What became of it
//! comes back in the feed, as entities of the kinds `holder`, `policy` and `profile-change`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::UserName;
use crate::domain::local_text::LocalText;
use crate::domain::moved::Moved;
use crate::domain::profile::{Field, HolderProfile, ProfileChange};

/// `GET /v1/profile`: the profile of the caller's holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProfileView {
    /// What a change names as the version it was decided on.
    pub base_version: u64,
    /// BIN of the holder.
    pub bin: String,
    /// Its official name.
    #[schema(value_type = Object)]
    pub name: LocalText,
    /// Whether requests may be addressed to it `[145 ¶2(1), (4)]`.
    pub takes_requests: bool,
    /// The profile.
    #[schema(value_type = Object)]
    pub profile: HolderProfile,
    /// The last change; `None` if the portal has made none.
    pub last: Option<LastChange>,
}

/// When a profile was changed last, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LastChange {
    /// When, by the portal's clock.
    #[schema(value_type = String, format = "date-time")]
    pub at: Timestamp,
    /// Who.
    #[schema(value_type = String)]
    pub by: UserName,
}

/// `POST /v1/profile`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileRequest {
    /// The version the change was decided on.
    pub base_version: u64,
    /// What is to become another.
    #[schema(value_type = Object)]
    pub change: ProfileChange,
    /// Only say what would move; write nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// What a change did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProfileOutcome {
    /// Whether it was written.
    pub applied: bool,
    /// The version now.
    pub version: u64,
    /// The fields that become, or became, others.
    #[schema(value_type = Vec<String>)]
    pub changed: Vec<Field>,
    /// Whether requests may be addressed to the holder afterwards.
    pub takes_requests: bool,
    /// Open items of the holder.
    pub open: usize,
    /// Open items of which at least one term moves.
    pub items: usize,
    /// The terms that move, the nearest first.
    #[schema(value_type = Vec<Object>)]
    pub moved: Vec<Moved>,
}

/// The record of a change; written with it, never rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileRecord {
    /// When, by the portal's clock.
    pub at: Timestamp,
    /// Who.
    pub by: UserName,
    /// The fields that became others.
    pub changed: Vec<Field>,
    /// The profile before.
    pub before: HolderProfile,
    /// The profile after.
    pub after: HolderProfile,
    /// Open items at that moment.
    pub open: usize,
    /// Open items of which at least one term moved.
    pub moved: usize,
}
