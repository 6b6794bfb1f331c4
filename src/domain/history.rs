//! The history of an item: what happened, who did it when, and whether it was in time.
//!
//! Shared by every kind of item; which facts there are is said by the item. Invariant: an entry
//! is never changed once the portal has it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::act::Role;
use super::holder::Timeliness;
use super::ids::{OpId, UserName};
use super::rules::{PackId, RuleId};
use super::text::CitizenText;

/// The three times of an act and who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The account, or `None` for the portal itself.
    pub by: Option<UserName>,
    /// The role the account had.
    pub role: Option<Role>,
    /// When the author decided, by their own clock.
    pub decided_at: Timestamp,
    /// When the portal received the decision; `None` while it has not.
    pub received_at: Option<Timestamp>,
    /// The time at which legality was judged.
    pub effective_at: Timestamp,
    /// The operation that carried it, if any.
    pub op: Option<OpId>,
    /// Whether the claimed time lay outside the possible window (base version to receipt), so
    /// that `effective_at` is the nearest end of the window.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside_window: bool,
    /// What the timeliness of the act was judged by, where it has a term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

impl Stamp {
    /// What the portal itself notes at an instant: received as it happens, by no account.
    ///
    /// ```
    /// use awp::domain::history::Stamp;
    /// let at = "2026-03-26T05:00:00Z".parse()?;
    /// assert_eq!(Stamp::of_portal(at).received_at, Some(at));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub const fn of_portal(at: Timestamp) -> Self {
        Self {
            by: None,
            role: None,
            decided_at: at,
            received_at: Some(at),
            effective_at: at,
            op: None,
            outside_window: false,
            basis: None,
        }
    }
}

/// What the timeliness of an act was judged by; kept with the act, so that a later change of
/// rules or calendar never changes a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The rule.
    pub rule: RuleId,
    /// The pack whose rule it is.
    pub pack: PackId,
    /// The version of the calendar years that were counted with.
    pub calendar: String,
    /// The last day.
    pub due: Date,
    /// Which of the times counted.
    pub judged_by: Timeliness,
}

/// One line of the history of an item, whatever its facts are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<E> {
    /// What happened.
    #[serde(flatten)]
    pub event: E,
    /// Who and when.
    pub stamp: Stamp,
}

/// A history whose facts are told without people and texts; who did what when stays.
#[must_use]
pub fn redacted<E>(history: &[Entry<E>], event: impl Fn(&E) -> E) -> Vec<Entry<E>> {
    let entries = history.iter().map(|entry| Entry {
        event: event(&entry.event),
        stamp: entry.stamp.clone(),
    });
    entries.collect()
}

/// A line of a history as every kind of item can tell it.
#[derive(Debug, Clone, Copy)]
pub struct Line<'w> {
    /// The kebab-case name of the fact.
    pub event: &'static str,
    /// Who and when.
    pub stamp: &'w Stamp,
    /// Whether it came in time, for acts with a term.
    pub in_time: Option<&'w InTime>,
    /// What somebody wrote for it.
    pub text: Option<&'w CitizenText>,
}

/// Whether an act came in time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum InTime {
    /// The act has no term of its own.
    #[default]
    NoTerm,
    /// Received and decided in time.
    Yes,
    /// Decided in time, received by the portal after the last day.
    LateOnReceipt {
        /// The last day.
        due: Date,
    },
    /// Decided after the last day.
    Late {
        /// The last day.
        due: Date,
        /// The reason the author gave.
        reason: Option<CitizenText>,
    },
}

impl InTime {
    /// Whether the act counts as late.
    #[must_use]
    pub const fn is_late(&self) -> bool {
        matches!(self, Self::Late { .. } | Self::LateOnReceipt { .. })
    }

    /// The verdict without the words of its author.
    #[must_use]
    pub fn redacted(&self) -> Self {
        match self {
            Self::Late { due, .. } => Self::Late {
                due: *due,
                reason: None,
            },
            Self::NoTerm | Self::Yes | Self::LateOnReceipt { .. } => self.clone(),
        }
    }
}
