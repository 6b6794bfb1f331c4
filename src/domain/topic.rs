//! An application for the topic of a conference `[145 ¶10]`.
//!
//! The administrator accepts it, which begins the draft of a conference, or refuses it with
//! reasons on the only ground there is: the topic is not in the competence of the state body or
//! not in the lines of activity of the entity.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::act::{Act, Role};
use super::history::{self, Entry, InTime, Stamp};
use super::ids::{CategoryId, ItemKind, Number, UserName};
use super::permit::Wish;
use super::person::Requester;
use super::refusal::Refusal;
use super::request::TextLang;
use super::rules::PackId;
use super::text::CitizenText;

#[cfg(test)]
mod tests;

/// The most characters a title may have.
pub const MAX_TITLE: usize = 300;

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TopicState {
    /// Waits for a decision.
    New,
    /// Accepted: a conference is being prepared.
    Accepted,
    /// Refused with reasons.
    Refused,
}

impl TopicState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::New, Self::Accepted, Self::Refused];

    /// The name used by commands, filters and the protocol.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }

    /// Whether nothing more is to be done in time.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Accepted | Self::Refused)
    }
}

/// A fact about an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// It was submitted.
    Submitted,
    /// Accepted.
    Accepted {
        /// The conference that was begun; the portal numbers it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        conference: Option<Number>,
        /// Whether it was accepted in time.
        in_time: InTime,
    },
    /// Refused on the only ground.
    Refused {
        /// The reasons as the applicant reads them.
        motive: CitizenText,
        /// Whether it was refused in time.
        in_time: InTime,
    },
}

impl Event {
    /// The kebab-case name, the same as the tag of its JSON.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Accepted { .. } => "accepted",
            Self::Refused { .. } => "refused",
        }
    }

    /// Whether the act came in time, for acts with a term.
    #[must_use]
    pub const fn in_time(&self) -> Option<&InTime> {
        match self {
            Self::Accepted { in_time, .. } | Self::Refused { in_time, .. } => Some(in_time),
            Self::Submitted => None,
        }
    }

    /// The text the applicant reads.
    #[must_use]
    pub const fn outward_text(&self) -> Option<&CitizenText> {
        match self {
            Self::Refused { motive, .. } => Some(motive),
            Self::Submitted | Self::Accepted { .. } => None,
        }
    }

    fn redacted(&self) -> Self {
        match self {
            Self::Submitted => Self::Submitted,
            Self::Accepted {
                conference,
                in_time,
            } => Self::Accepted {
                conference: *conference,
                in_time: in_time.redacted(),
            },
            Self::Refused { in_time, .. } => Self::Refused {
                motive: CitizenText::default(),
                in_time: in_time.redacted(),
            },
        }
    }
}

/// An application as the portal and the replica hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The public number.
    pub number: Number,
    /// BIN of the holder addressed.
    pub holder: String,
    /// When it was submitted; the term runs from it (our reading).
    pub submitted_at: Timestamp,
    /// The category.
    pub category: CategoryId,
    /// The language of the text.
    pub lang: TextLang,
    /// The proposed topic, one line; empty in a redacted body.
    pub title: CitizenText,
    /// Why it matters; empty in a redacted body.
    pub text: CitizenText,
    /// Who proposes it.
    pub applicant: Requester,
    /// Where it stands.
    pub state: TopicState,
    /// The rule pack in force on the day of submission.
    pub pack: PackId,
    /// The conference it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conference: Option<Number>,
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

impl Topic {
    /// Applies a fact; the caller has decided that it may happen.
    pub fn apply(&mut self, event: Event, stamp: Stamp) {
        match &event {
            Event::Submitted => self.state = TopicState::New,
            Event::Accepted { conference, .. } => {
                self.state = TopicState::Accepted;
                self.conference = *conference;
            }
            Event::Refused { .. } => self.state = TopicState::Refused,
        }
        self.history.push(Entry { event, stamp });
    }

    /// The application without people and texts, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            title: CitizenText::default(),
            text: CitizenText::default(),
            applicant: self.applicant.redacted(),
            history: history::redacted(&self.history, Event::redacted),
            unknown: serde_json::Map::new(),
            ..self.clone()
        }
    }
}

/// The acts on an application in the order in which screens list them.
pub const ACTS: [Act; 2] = [Act::Accept, Act::Refuse];

/// May `role` do `act` on an application in `state`? `[145 ¶10]`
///
/// ```
/// use awp::domain::act::{Act, Role};
/// use awp::domain::topic::{TopicState, permit};
/// assert!(permit(Role::Administrator, TopicState::New, Act::Accept).is_ok());
/// assert!(permit(Role::Moderator, TopicState::New, Act::Accept).is_err());
/// assert!(permit(Role::Administrator, TopicState::Refused, Act::Accept).is_err());
/// ```
///
/// # Errors
/// The refusal that a screen or a command shows: the kind of item first, then the role, then
/// the state.
pub fn permit(role: Role, state: TopicState, act: Act) -> Result<(), Refusal> {
    let kind = ItemKind::Topic;
    Wish { act, kind, role }
        .among(&ACTS)?
        .for_role(role == Role::Administrator)?
        .in_state(state.id(), !state.is_closed())
}
