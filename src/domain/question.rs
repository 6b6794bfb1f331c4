//! A question of an Internet conference: new, moderated, answered `[145 ¶9]`.
//!
//! A question that repeats another one is merged into it: one answer then reaches every asker,
//! and each has an answer record of their own. Declining has no ground in the law: it is the
//! rule of the house, recorded and reported. Votes are counted elsewhere, so that a vote never
//! collides with a decision.

mod event;
mod tally;
#[cfg(test)]
pub(crate) mod tests;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::act::{Act, Role};
use super::conference::Conference;
use super::history::{self, Entry, Stamp};
use super::ids::{ItemKind, Number, UserName};
use super::permit::Wish;
use super::person::Requester;
use super::refusal::Refusal;
use super::request::TextLang;
use super::rules::PackId;
use super::text::CitizenText;

pub use event::Event;
pub use tally::Tally;

/// The most characters a question may have.
pub const MAX_QUESTION: usize = 10_000;

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionState {
    /// Received, not looked at.
    New,
    /// Let through by a moderator: the public sees it.
    Accepted,
    /// Declined by the rule of the house.
    Declined,
    /// With an expert.
    Assigned,
    /// Its answer is written and not sent.
    Drafted,
    /// Answered.
    Answered,
    /// Repeats another question and is answered with it.
    Merged,
}

impl QuestionState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Accepted,
        Self::Declined,
        Self::Assigned,
        Self::Drafted,
        Self::Answered,
        Self::Merged,
    ];

    /// The name used by commands, filters and the protocol.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Assigned => "assigned",
            Self::Drafted => "drafted",
            Self::Answered => "answered",
            Self::Merged => "merged",
        }
    }

    /// Whether it keeps its conference from closing: it is neither answered nor declined. A
    /// merged one is carried by the question it repeats.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::New | Self::Accepted | Self::Assigned | Self::Drafted
        )
    }

    /// Whether the public sees it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Assigned | Self::Drafted | Self::Answered
        )
    }
}

/// Why the house declines a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeclineReason {
    /// Spam.
    Spam,
    /// An insult.
    Insult,
    /// The asker repeats a question of their own.
    Repeat,
    /// Personal data, of the asker or of others.
    PersonalData,
}

impl DeclineReason {
    /// Every reason in the order of the form.
    pub const ALL: [Self; 4] = [Self::Spam, Self::Insult, Self::Repeat, Self::PersonalData];

    /// The kebab-case name, the tail of the Fluent id `decline-…`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Insult => "insult",
            Self::Repeat => "repeat",
            Self::PersonalData => "personal-data",
        }
    }
}

impl std::str::FromStr for DeclineReason {
    type Err = UnknownReason;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.id() == id)
            .ok_or_else(|| UnknownReason(id.to_owned()))
    }
}

/// The text names no reason of declining.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a reason: {0:?} (spam, insult, repeat, personal-data)")]
pub struct UnknownReason(pub String);

/// Who prepares an answer, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expert {
    /// A name or an account of the holder.
    pub name: String,
    /// Until when, a local time of Asia/Almaty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime>,
}

/// The answer an asker got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// As the public reads it.
    pub text: CitizenText,
    /// When it was given, as judged.
    pub at: Timestamp,
    /// It was given after the conference was over, or came to the portal then where the receipt
    /// counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The question it was given to, where this one repeats it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Number>,
}

/// A question as the portal and the replica hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The public number.
    pub number: Number,
    /// The conference.
    pub conference: Number,
    /// BIN of the holder.
    pub holder: String,
    /// When it was received.
    pub asked_at: Timestamp,
    /// The rule pack of the conference.
    pub pack: PackId,
    /// The language of the text.
    pub lang: TextLang,
    /// The text; empty in a redacted body.
    pub text: CitizenText,
    /// Who asks.
    pub asker: Requester,
    /// Where it stands.
    pub state: QuestionState,
    /// The question it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Number>,
    /// Who prepares the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expert: Option<Expert>,
    /// The answer being written, for the house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<CitizenText>,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
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

impl Question {
    /// A question to a conference as it is asked; nothing has happened to it yet.
    #[must_use]
    pub fn new(
        number: Number,
        conference: &Conference,
        asker: Requester,
        (lang, text): (TextLang, CitizenText),
        asked_at: Timestamp,
    ) -> Self {
        Self {
            number,
            conference: conference.number,
            holder: conference.holder.clone(),
            asked_at,
            pack: conference.pack.clone(),
            lang,
            text,
            asker,
            state: QuestionState::New,
            into: None,
            expert: None,
            draft: None,
            answer: None,
            owner: None,
            history: vec![],
            unknown: serde_json::Map::new(),
        }
    }

    /// The item that carries it: the question it repeats, else its conference.
    #[must_use]
    pub fn carrier(&self) -> Number {
        self.into.unwrap_or(self.conference)
    }

    /// Whether a moderator has let it through.
    fn was_let_through(&self) -> bool {
        let mut entries = self.history.iter();
        entries.any(|entry| entry.event == Event::Accepted)
    }

    /// Applies a fact; the caller has decided that it may happen.
    pub fn apply(&mut self, event: Event, stamp: Stamp) {
        self.state = event.state(self.state);
        match &event {
            Event::Assigned { expert } => self.expert = Some(expert.clone()),
            Event::Drafted { text } => self.draft = Some(text.clone()),
            Event::Merged { into } => self.into = Some(*into),
            // It stands on its own again; the public sees only what was let through.
            Event::Parted if !self.was_let_through() => {
                (self.into, self.state) = (None, QuestionState::New);
            }
            Event::Accepted | Event::Parted => self.into = None,
            Event::Answered {
                text,
                in_time,
                with,
            } => {
                self.draft = None;
                self.answer = Some(Answer {
                    text: text.clone(),
                    at: stamp.effective_at,
                    late: in_time.is_late(),
                    with: *with,
                });
            }
            Event::Corrected { text } => {
                if let Some(answer) = &mut self.answer {
                    answer.text = text.clone();
                }
            }
            Event::Asked | Event::Declined { .. } => {}
        }
        let event = event.without_draft();
        self.history.push(Entry { event, stamp });
    }

    /// The question without people and texts, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let blank = CitizenText::default;
        Self {
            text: blank(),
            asker: self.asker.redacted(),
            expert: self.expert.as_ref().map(|expert| Expert {
                name: String::new(),
                due: expert.due,
            }),
            draft: self.draft.as_ref().map(|_| blank()),
            answer: self.answer.as_ref().map(|answer| Answer {
                text: blank(),
                ..answer.clone()
            }),
            history: history::redacted(&self.history, Event::redacted),
            unknown: serde_json::Map::new(),
            ..self.clone()
        }
    }
}

/// The acts on a question in the order in which screens list them.
pub const ACTS: [Act; 8] = [
    Act::Accept,
    Act::Decline,
    Act::Assign,
    Act::Draft,
    Act::Answer,
    Act::Merge,
    Act::Part,
    Act::Correct,
];

/// May `role` do `act` on a question in `state`?
///
/// ```
/// use awp::domain::act::{Act, Role};
/// use awp::domain::question::{QuestionState, permit};
/// assert!(permit(Role::Moderator, QuestionState::New, Act::Answer).is_ok());
/// assert!(permit(Role::Moderator, QuestionState::Declined, Act::Answer).is_err());
/// assert!(permit(Role::Head, QuestionState::New, Act::Answer).is_err());
/// ```
///
/// # Errors
/// The refusal that a screen or a command shows: the kind of item first, then the role, then
/// the state.
pub fn permit(role: Role, state: QuestionState, act: Act) -> Result<(), Refusal> {
    use QuestionState as S;
    // What was declined by mistake can be let through again. The public sees a question from its
    // acceptance on: whatever follows from that cannot come before it.
    let let_through = state.is_open() && state != S::New;
    let possible = [
        (Act::Assign, let_through),
        (Act::Draft, let_through),
        (Act::Accept, matches!(state, S::New | S::Declined)),
        (Act::Part, state == S::Merged),
        (Act::Correct, state == S::Answered),
    ];
    let own = possible.into_iter().find(|(one, _)| *one == act);
    let possible = own.map_or(state.is_open(), |(_, possible)| possible);
    let kind = ItemKind::Question;
    Wish { act, kind, role }
        .among(&ACTS)?
        .for_role(matches!(role, Role::Administrator | Role::Moderator))?
        .in_state(state.id(), possible)
}
