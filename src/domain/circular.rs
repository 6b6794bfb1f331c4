//! A circular: what the Operator tells a holder.
//!
//! A circular to every holder is one for each, so that each reads its own. Invariant: it stays
//! open until somebody of the holder has read it.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::act::{Act, Role};
use super::history::{Entry, Stamp};
use super::ids::{ItemKind, Number, UserName};
use super::permit::Wish;
use super::refusal::Refusal;
use super::request::TextLang;
use super::rules::PackId;
use super::text::CitizenText;

/// Where a circular stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CircularState {
    /// Nobody of the holder has read it.
    New,
    /// Read.
    Read,
}

impl CircularState {
    /// Every state.
    pub const ALL: [Self; 2] = [Self::New, Self::Read];

    /// The name used by commands, filters and the protocol.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Read => "read",
        }
    }

    /// Whether it was read.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Read)
    }
}

/// A fact about a circular.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The Operator sent it.
    Sent,
    /// Somebody of the holder has read it.
    Read,
}

impl Event {
    /// The kebab-case name, the same as the tag of its JSON.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Read => "read",
        }
    }
}

/// A circular as the portal and the replica hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circular {
    /// The number.
    pub number: Number,
    /// BIN of the holder it is for.
    pub holder: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The rule pack in force on that day.
    pub pack: PackId,
    /// The language of the text.
    pub lang: TextLang,
    /// The text; empty in a redacted body.
    pub text: CitizenText,
    /// Where it stands.
    pub state: CircularState,
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

impl Circular {
    /// Applies a fact; the caller has decided that it may happen.
    pub fn apply(&mut self, event: Event, stamp: Stamp) {
        self.state = match event {
            Event::Sent => CircularState::New,
            Event::Read => CircularState::Read,
        };
        self.history.push(Entry { event, stamp });
    }

    /// The circular without its text, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            text: CitizenText::default(),
            unknown: serde_json::Map::new(),
            ..self.clone()
        }
    }
}

/// The acts on a circular that is there.
pub const ACTS: [Act; 1] = [Act::Read];

/// May `role` do `act` on a circular in `state`?
///
/// ```
/// use awp::domain::act::{Act, Role};
/// use awp::domain::circular::{CircularState, permit};
/// assert!(permit(Role::Administrator, CircularState::New, Act::Read).is_ok());
/// assert!(permit(Role::Operator, CircularState::New, Act::Read).is_err());
/// ```
///
/// # Errors
/// The refusal that a screen or a command shows: the kind of item first, then the role, then
/// the state.
pub fn permit(role: Role, state: CircularState, act: Act) -> Result<(), Refusal> {
    let kind = ItemKind::Circular;
    Wish { act, kind, role }
        .among(&ACTS)?
        .for_role(matches!(role, Role::Administrator | Role::Head))?
        .in_state(state.id(), !state.is_closed())
}
