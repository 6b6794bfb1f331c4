//! The law as data.
use serde::{Deserialize, Serialize};
/// Pack id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PackId(pub String);
/// After the repeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum AfterRepeal {
    /// Kept.
    #[default]
    #[serde(rename = "keep-order145")]
    KeepOrder145,
    /// Dropped.
    #[serde(rename = "law-only")]
    LawOnly,
}

/// The kinds of holders the standard tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HolderKind {
    /// State body or body of self-government (¶8).
    Sb,
    /// Quasi-public entity (¶9).
    Qp,
    /// State institution (¶10).
    Si,
    /// Recipient of budget money (¶11).
    Br,
    /// State monopoly (¶12).
    Sm,
    /// Holder of ecological or emergency information (¶13).
    Ec,
    /// Performer of public functions (¶14).
    Pf,
}
