//! The record of a change of rules at the portal, as it travels in the feed.
//!
//! Written in the same transaction as the change itself and never changed afterwards; it holds
//! no personal data but the name of the operator.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::feed::EntityKey;

/// Who changed which rules, when and from which files, and how many items moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesChange {
    /// When, by the portal's clock.
    pub at: Timestamp,
    /// Who, as they named themselves.
    pub by: String,
    /// The files the change was read from.
    pub files: Vec<ChangeFile>,
    /// The packs and calendar years that were added or replaced.
    pub changed: Vec<EntityKey>,
    /// Open items at that moment.
    pub open: usize,
    /// Open items of which at least one term moved.
    pub moved: usize,
    /// Hash of the rules before.
    pub hash_before: String,
    /// Hash of the rules after.
    pub hash_after: String,
}

/// A file a change was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeFile {
    /// Its name, without its folder.
    pub name: String,
    /// SHA-256 of its content, in hex.
    pub sha256: String,
}
