//! The facts about an application for access, as its history keeps them.

use serde::{Deserialize, Serialize};

use super::AccessState;
use crate::domain::ids::UserName;
use crate::domain::text::CitizenText;

/// A fact about an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// It was submitted.
    Submitted,
    /// Access was given.
    Granted {
        /// The login name of the account.
        user: UserName,
    },
    /// Refused.
    Refused {
        /// The reasons as the applicant reads them.
        motive: CitizenText,
    },
    /// The access was taken back.
    Revoked {
        /// Why.
        reason: CitizenText,
    },
}

impl Event {
    /// The kebab-case name, the same as the tag of its JSON.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Granted { .. } => "granted",
            Self::Refused { .. } => "refused",
            Self::Revoked { .. } => "revoked",
        }
    }

    /// The state after the event.
    #[must_use]
    pub const fn state(&self) -> AccessState {
        match self {
            Self::Submitted => AccessState::New,
            Self::Granted { .. } => AccessState::Granted,
            Self::Refused { .. } => AccessState::Refused,
            Self::Revoked { .. } => AccessState::Revoked,
        }
    }

    /// The text that was written for it.
    #[must_use]
    pub const fn text(&self) -> Option<&CitizenText> {
        match self {
            Self::Refused { motive: text } | Self::Revoked { reason: text } => Some(text),
            Self::Submitted | Self::Granted { .. } => None,
        }
    }

    pub(super) fn redacted(&self) -> Self {
        let mut redacted = self.clone();
        if let Self::Refused { motive: text } | Self::Revoked { reason: text } = &mut redacted {
            *text = CitizenText::default();
        }
        redacted
    }
}
