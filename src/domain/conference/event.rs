//! The facts about a conference, as its history keeps them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Conference, ConferenceState, Notice};
use crate::domain::annex::{ConferenceForm, Field};
use crate::domain::history::InTime;
use crate::domain::ids::{Number, UserName};
use crate::domain::rules::RuleId;
use crate::domain::text::CitizenText;

/// The form and the team as they are from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The form.
    pub form: ConferenceForm,
    /// The accounts that moderate it.
    pub team: Vec<UserName>,
}

/// A fact about a conference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The draft was begun.
    Created {
        /// The topic application it comes from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<Number>,
    },
    /// The form was written.
    Planned {
        /// The fields that changed.
        fields: Vec<Field>,
        /// What it became; the history keeps only which fields.
        #[serde(skip)]
        plan: Option<Box<Plan>>,
    },
    /// The form went to the Operator `[145 ¶7]`.
    Sent {
        /// The version, counted from 1.
        version: u32,
        /// Whether it was sent in time.
        in_time: InTime,
    },
    /// The Operator gave it back.
    Returned {
        /// What has to be mended.
        remarks: CitizenText,
    },
    /// The holder took it back for a correction.
    Reopened {
        /// Why.
        reason: CitizenText,
    },
    /// The Operator accepted it for publication.
    Published,
    /// The public was told `[145 ¶8(1)]`.
    Announced {
        /// The evidence.
        notice: Notice,
        /// Whether it was told in time.
        in_time: InTime,
    },
    /// It opened.
    Opened,
    /// The closing date was moved while it was open.
    Prolonged {
        /// The new closing date.
        closes: Date,
        /// Why.
        reason: CitizenText,
    },
    /// Its time was over while questions were left.
    TimeOver {
        /// How many were neither answered nor declined.
        open: u32,
    },
    /// It closed with every question answered or declined `[145 ¶9]`.
    Closed {
        /// After its time.
        late: bool,
    },
    /// It was put away.
    Archived,
}

impl Event {
    /// The kebab-case name, the same as the tag of its JSON.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Created { .. } => "created",
            Self::Planned { .. } => "planned",
            Self::Sent { .. } => "sent",
            Self::Returned { .. } => "returned",
            Self::Reopened { .. } => "reopened",
            Self::Published => "published",
            Self::Announced { .. } => "announced",
            Self::Opened => "opened",
            Self::Prolonged { .. } => "prolonged",
            Self::TimeOver { .. } => "time-over",
            Self::Closed { .. } => "closed",
            Self::Archived => "archived",
        }
    }

    /// The state after the event; `None` if it stays.
    #[must_use]
    pub fn state(&self, before: &Conference) -> Option<ConferenceState> {
        Some(match self {
            Self::Created { .. } | Self::Reopened { .. } => ConferenceState::Draft,
            Self::Sent { .. } => ConferenceState::Sent,
            Self::Returned { .. } => ConferenceState::Returned,
            // The notice of an earlier version stays good: the day it names did not change.
            Self::Published if before.notice.is_some() => ConferenceState::Announced,
            Self::Published => ConferenceState::Published,
            Self::Announced { .. } if before.state == ConferenceState::Published => {
                ConferenceState::Announced
            }
            Self::Opened => ConferenceState::Open,
            Self::TimeOver { .. } => ConferenceState::Closing,
            Self::Closed { .. } => ConferenceState::Closed,
            Self::Archived => ConferenceState::Archived,
            Self::Announced { .. } | Self::Planned { .. } | Self::Prolonged { .. } => return None,
        })
    }

    /// Whether the act came in time, for acts with a term.
    #[must_use]
    pub const fn in_time(&self) -> Option<&InTime> {
        match self {
            Self::Sent { in_time, .. } | Self::Announced { in_time, .. } => Some(in_time),
            Self::Created { .. }
            | Self::Planned { .. }
            | Self::Returned { .. }
            | Self::Reopened { .. }
            | Self::Published
            | Self::Opened
            | Self::Prolonged { .. }
            | Self::TimeOver { .. }
            | Self::Closed { .. }
            | Self::Archived => None,
        }
    }

    /// The rule under which it was done, where there is one.
    #[must_use]
    pub const fn rule(&self) -> Option<RuleId> {
        Some(match self {
            Self::Sent { .. } => RuleId::TEMPLATE,
            Self::Announced { .. } => RuleId::CONFERENCE_NOTICE,
            Self::Prolonged { .. } => RuleId::CONFERENCE_LENGTH,
            Self::TimeOver { .. } | Self::Closed { .. } => RuleId::QUESTION,
            Self::Created { .. }
            | Self::Planned { .. }
            | Self::Returned { .. }
            | Self::Reopened { .. }
            | Self::Published
            | Self::Opened
            | Self::Archived => return None,
        })
    }

    /// The text between the holder and the Operator, where there is one.
    #[must_use]
    pub const fn text(&self) -> Option<&CitizenText> {
        match self {
            Self::Returned { remarks: text }
            | Self::Reopened { reason: text }
            | Self::Prolonged { reason: text, .. } => Some(text),
            Self::Created { .. }
            | Self::Planned { .. }
            | Self::Sent { .. }
            | Self::Published
            | Self::Announced { .. }
            | Self::Opened
            | Self::TimeOver { .. }
            | Self::Closed { .. }
            | Self::Archived => None,
        }
    }

    /// The event as the history keeps it: a form saved every few minutes would fill it.
    #[must_use]
    pub(super) fn without_plan(mut self) -> Self {
        if let Self::Planned { plan, .. } = &mut self {
            *plan = None;
        }
        self
    }

    /// The event without what people wrote.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut redacted = self.clone();
        match &mut redacted {
            Self::Returned { remarks: text }
            | Self::Reopened { reason: text }
            | Self::Prolonged { reason: text, .. } => *text = CitizenText::default(),
            Self::Sent { in_time, .. } | Self::Announced { in_time, .. } => {
                *in_time = in_time.redacted();
            }
            Self::Created { .. }
            | Self::Planned { .. }
            | Self::Published
            | Self::Opened
            | Self::TimeOver { .. }
            | Self::Closed { .. }
            | Self::Archived => {}
        }
        redacted
    }
}
