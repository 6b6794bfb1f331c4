//! An application for access to the workstation `[145 ¶12]`.
//!
//! A state body or a quasi-public entity asks the Operator to give one of its people access; the
//! Operator grants it under a login name, refuses it with reasons, or takes it back later. The
//! order sets no term.

mod event;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::act::{Act, Role};
use super::history::{self, Entry, Stamp};
use super::ids::{ItemKind, Number, UserName};
use super::local_text::LocalText;
use super::permit::Wish;
use super::person::Requester;
use super::refusal::Refusal;
use super::rules::PackId;

pub use event::Event;

/// The most characters of a position.
pub const MAX_POSITION: usize = 200;

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessState {
    /// Waits for the Operator.
    New,
    /// The account is there.
    Granted,
    /// Refused with reasons.
    Refused,
    /// The account was there and is closed.
    Revoked,
}

impl AccessState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::New, Self::Granted, Self::Refused, Self::Revoked];

    /// The name used by commands, filters and the protocol.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
        }
    }

    /// Whether nothing waits for the Operator.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        !matches!(self, Self::New)
    }
}

/// An application as the portal and the Operator's replica hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The number.
    pub number: Number,
    /// BIN of the holder that asks.
    pub holder: String,
    /// Its name on the day of the application.
    pub holder_name: LocalText,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// The rule pack in force on that day.
    pub pack: PackId,
    /// Who is to have access; empty in a redacted body.
    pub applicant: Requester,
    /// Their position.
    #[serde(default)]
    pub position: String,
    /// The role asked for.
    pub role: Role,
    /// Where it stands.
    pub state: AccessState,
    /// The account that was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<UserName>,
    /// Who works on it.
    #[serde(default)]
    pub owner: Option<UserName>,
    /// Everything that happened, oldest first.
    #[serde(default)]
    pub history: Vec<Entry<Event>>,
    /// Fields of a newer protocol, kept as they came.
    #[serde(flatten)]
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

impl Access {
    /// Applies a fact; the caller has decided that it may happen.
    pub fn apply(&mut self, event: Event, stamp: Stamp) {
        self.state = event.state();
        if let Event::Granted { user } = &event {
            self.account = Some(user.clone());
        }
        self.history.push(Entry { event, stamp });
    }

    /// The application without people and texts.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            applicant: self.applicant.redacted(),
            history: history::redacted(&self.history, Event::redacted),
            unknown: serde_json::Map::new(),
            ..self.clone()
        }
    }
}

/// Whether accounts of a role are given on application.
///
/// ```
/// use awp::domain::access::is_given;
/// use awp::domain::act::Role;
/// assert!(is_given(Role::Head));
/// assert!(!is_given(Role::Operator));
/// ```
#[must_use]
pub const fn is_given(role: Role) -> bool {
    matches!(role, Role::Administrator | Role::Head | Role::Moderator)
}

/// The acts on an application in the order in which screens list them.
pub const ACTS: [Act; 3] = [Act::Grant, Act::Refuse, Act::Revoke];

/// May `role` do `act` on an application in `state`? `[145 ¶12]`
///
/// ```
/// use awp::domain::access::{AccessState, permit};
/// use awp::domain::act::{Act, Role};
/// assert!(permit(Role::Operator, AccessState::New, Act::Grant).is_ok());
/// assert!(permit(Role::Administrator, AccessState::New, Act::Grant).is_err());
/// assert!(permit(Role::Operator, AccessState::Refused, Act::Revoke).is_err());
/// ```
///
/// # Errors
/// The refusal that a screen or a command shows: the kind of item first, then the role, then
/// the state.
pub fn permit(role: Role, state: AccessState, act: Act) -> Result<(), Refusal> {
    let kind = ItemKind::Access;
    let before = if act == Act::Revoke {
        AccessState::Granted
    } else {
        AccessState::New
    };
    Wish { act, kind, role }
        .among(&ACTS)?
        .for_role(role == Role::Operator)?
        .in_state(state.id(), state == before)
}
