//! The facts about a question, as its history keeps them.

use serde::{Deserialize, Serialize};

use super::{DeclineReason, Expert, QuestionState};
use crate::domain::history::InTime;
use crate::domain::ids::Number;
use crate::domain::text::CitizenText;

/// A fact about a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// It was asked.
    Asked,
    /// A moderator let it through.
    Accepted,
    /// Declined by the rule of the house.
    Declined {
        /// Why.
        reason: DeclineReason,
        /// A note for the house.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<CitizenText>,
    },
    /// Given to an expert.
    Assigned {
        /// To whom, until when.
        expert: Expert,
    },
    /// An answer was written and not sent.
    Drafted {
        /// The answer so far; the history does not keep it.
        #[serde(skip)]
        text: CitizenText,
    },
    /// Answered.
    Answered {
        /// As the public reads it.
        text: CitizenText,
        /// Whether it was given before the conference ended `[145 ¶9]`.
        #[serde(default)]
        in_time: InTime,
        /// The question the answer was given to, where this one repeats it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<Number>,
    },
    /// The answer was corrected.
    Corrected {
        /// The answer as it should have been.
        text: CitizenText,
    },
    /// It repeats another question.
    Merged {
        /// That question.
        into: Number,
    },
    /// It does not repeat the other question after all.
    Parted,
}

impl Event {
    /// The kebab-case name, the same as the tag of its JSON.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Declined { .. } => "declined",
            Self::Assigned { .. } => "assigned",
            Self::Drafted { .. } => "drafted",
            Self::Answered { .. } => "answered",
            Self::Corrected { .. } => "corrected",
            Self::Merged { .. } => "merged",
            Self::Parted => "parted",
        }
    }

    /// The state after the event.
    #[must_use]
    pub const fn state(&self, before: QuestionState) -> QuestionState {
        match self {
            Self::Asked => QuestionState::New,
            Self::Accepted | Self::Parted => QuestionState::Accepted,
            Self::Declined { .. } => QuestionState::Declined,
            Self::Assigned { .. } => QuestionState::Assigned,
            Self::Drafted { .. } => QuestionState::Drafted,
            Self::Answered { .. } => QuestionState::Answered,
            Self::Merged { .. } => QuestionState::Merged,
            Self::Corrected { .. } => before,
        }
    }

    /// Whether the act came in time; `None` for what has no end.
    #[must_use]
    pub const fn in_time(&self) -> Option<&InTime> {
        match self {
            Self::Answered { in_time, .. } => Some(in_time),
            Self::Asked
            | Self::Accepted
            | Self::Declined { .. }
            | Self::Assigned { .. }
            | Self::Drafted { .. }
            | Self::Corrected { .. }
            | Self::Merged { .. }
            | Self::Parted => None,
        }
    }

    /// What the public reads.
    #[must_use]
    pub const fn outward_text(&self) -> Option<&CitizenText> {
        match self {
            Self::Answered { text, .. } | Self::Corrected { text } => Some(text),
            Self::Asked
            | Self::Accepted
            | Self::Declined { .. }
            | Self::Assigned { .. }
            | Self::Drafted { .. }
            | Self::Merged { .. }
            | Self::Parted => None,
        }
    }

    /// The event as the history keeps it.
    #[must_use]
    pub(super) fn without_draft(self) -> Self {
        match self {
            Self::Drafted { .. } => Self::Drafted {
                text: CitizenText::default(),
            },
            Self::Asked
            | Self::Accepted
            | Self::Declined { .. }
            | Self::Assigned { .. }
            | Self::Answered { .. }
            | Self::Corrected { .. }
            | Self::Merged { .. }
            | Self::Parted => self,
        }
    }

    /// The event without what people wrote or are named by.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut redacted = self.clone();
        match &mut redacted {
            Self::Declined { note, .. } => *note = note.as_ref().map(|_| CitizenText::default()),
            Self::Assigned { expert } => expert.name.clear(),
            Self::Answered { text, .. } | Self::Corrected { text } => {
                *text = CitizenText::default();
            }
            Self::Asked
            | Self::Accepted
            | Self::Drafted { .. }
            | Self::Merged { .. }
            | Self::Parted => {}
        }
        redacted
    }
}
