//! Commands on questions of a conference.

use serde::{Deserialize, Serialize};

use crate::domain::act::Act;
use crate::domain::ids::Number;
use crate::domain::question::{DeclineReason, Expert};
use crate::domain::text::CitizenText;

/// What a user decided about one question `[145 ¶9]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "args", rename_all = "kebab-case")]
pub enum QuestionCommand {
    /// Let it through.
    AcceptQuestion,
    /// Decline it by the rule of the house.
    DeclineQuestion {
        /// Why.
        reason: DeclineReason,
        /// A note for the house.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<CitizenText>,
    },
    /// Give it to an expert.
    AssignQuestion {
        /// To whom, until when.
        expert: Expert,
    },
    /// Keep an answer that is not ready, for colleagues to read.
    DraftAnswer {
        /// The answer so far.
        text: CitizenText,
    },
    /// Answer it, and every question that repeats it.
    AnswerQuestion {
        /// As the public reads it.
        text: CitizenText,
    },
    /// It repeats another question.
    MergeQuestion {
        /// That question.
        into: Number,
    },
    /// It does not repeat the other question after all.
    PartQuestion,
    /// Correct the answer.
    CorrectAnswer {
        /// The answer as it should have been.
        text: CitizenText,
    },
}

impl QuestionCommand {
    /// The act the command carries out.
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::AcceptQuestion => Act::Accept,
            Self::DeclineQuestion { .. } => Act::Decline,
            Self::AssignQuestion { .. } => Act::Assign,
            Self::DraftAnswer { .. } => Act::Draft,
            Self::AnswerQuestion { .. } => Act::Answer,
            Self::MergeQuestion { .. } => Act::Merge,
            Self::PartQuestion => Act::Part,
            Self::CorrectAnswer { .. } => Act::Correct,
        }
    }

    /// The text somebody wrote for it.
    #[must_use]
    pub const fn written(&self) -> Option<&CitizenText> {
        match self {
            Self::DeclineQuestion { note, .. } => note.as_ref(),
            Self::DraftAnswer { text }
            | Self::AnswerQuestion { text }
            | Self::CorrectAnswer { text } => Some(text),
            Self::AcceptQuestion
            | Self::AssignQuestion { .. }
            | Self::MergeQuestion { .. }
            | Self::PartQuestion => None,
        }
    }

    /// The question it is merged into.
    #[must_use]
    pub const fn into(&self) -> Option<Number> {
        match self {
            Self::MergeQuestion { into } => Some(*into),
            Self::AcceptQuestion
            | Self::DeclineQuestion { .. }
            | Self::AssignQuestion { .. }
            | Self::DraftAnswer { .. }
            | Self::AnswerQuestion { .. }
            | Self::PartQuestion
            | Self::CorrectAnswer { .. } => None,
        }
    }
}
