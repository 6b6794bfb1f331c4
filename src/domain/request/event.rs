//! The facts about a request: what happened, as the history keeps it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::RequestState;
use crate::domain::history::InTime;
use crate::domain::ids::{CheckId, GroundId, Number};
use crate::domain::letter::Requisites;
use crate::domain::rules::RuleId;
use crate::domain::text::CitizenText;

/// A fact about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The request arrived at the portal.
    Received,
    /// Somebody began to check it.
    Opened,
    /// Accepted for consideration.
    Accepted {
        /// The checks the administrator confirmed.
        confirmed: Vec<CheckId>,
    },
    /// Returned to the user.
    Returned {
        /// The requirements that are not met.
        reasons: Vec<CheckId>,
        /// The motive as the user reads it.
        motive: CitizenText,
        /// Whether the return came in time.
        in_time: InTime,
    },
    /// Sent to the competent holder, and the user told of it.
    Forwarded {
        /// BIN of that holder.
        to: String,
        /// The number of the copy there; the portal gives it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copy: Option<Number>,
        /// The notice as the user reads it.
        notice: CitizenText,
        /// Whether it was forwarded in time.
        in_time: InTime,
    },
    /// Answered.
    Answered {
        /// The answer as the user reads it.
        answer: CitizenText,
        /// Its requisites; none of one that was given elsewhere and imported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requisites: Option<Requisites>,
        /// Whether the answer came in time.
        #[serde(default)]
        in_time: InTime,
    },
    /// The user was told where the information is already published.
    Published {
        /// Where and how, as the user reads it.
        answer: CitizenText,
        /// As of an answer.
        requisites: Requisites,
        /// Whether it came in time.
        in_time: InTime,
    },
    /// Refused with reasons.
    Refused {
        /// The grounds of checklist B.
        grounds: Vec<GroundId>,
        /// The motive as the user reads it.
        motive: CitizenText,
        /// Which restricted information it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secret: Option<String>,
        /// Only a part is withheld.
        #[serde(default)]
        part: bool,
        /// When a temporary ground is looked at again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        review_on: Option<Date>,
        /// As of an answer.
        requisites: Requisites,
        /// Whether the refusal came in time.
        in_time: InTime,
    },
    /// The term of the answer was extended.
    Extended {
        /// By how many calendar days.
        days: u8,
        /// Why.
        reason: CitizenText,
        /// The approval of the head, where an administrator recorded it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<CitizenText>,
        /// The notice that went out with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice: Option<CitizenText>,
    },
    /// The user was told of the extension.
    Notified {
        /// The notice as the user reads it.
        notice: CitizenText,
        /// Whether it came in time.
        in_time: InTime,
    },
    /// The user was asked to clarify the content.
    Clarified {
        /// What was asked.
        question: CitizenText,
    },
    /// An answer was corrected.
    Corrected {
        /// The answer as it should have been.
        answer: CitizenText,
        /// As of an answer.
        requisites: Requisites,
    },
    /// The user rated the answer `[145 ¶6]`.
    Rated {
        /// How.
        rating: Rating,
        /// Why; a dislike always says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<CitizenText>,
    },
    /// The follow-up of a dislike was closed.
    FollowedUp {
        /// What was found and done.
        note: CitizenText,
    },
    /// Withdrawn by the user.
    Withdrawn,
}

/// How a user found an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rating {
    /// «Ұнайды».
    Like,
    /// «Ұнамайды».
    Dislike,
}

impl Event {
    /// The kebab-case name, the same as the tag of its JSON.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Opened => "opened",
            Self::Accepted { .. } => "accepted",
            Self::Returned { .. } => "returned",
            Self::Forwarded { .. } => "forwarded",
            Self::Answered { .. } => "answered",
            Self::Published { .. } => "published",
            Self::Refused { .. } => "refused",
            Self::Extended { .. } => "extended",
            Self::Notified { .. } => "notified",
            Self::Clarified { .. } => "clarified",
            Self::Corrected { .. } => "corrected",
            Self::Rated { .. } => "rated",
            Self::FollowedUp { .. } => "followed-up",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state after the event; `None` if it stays.
    #[must_use]
    pub const fn state(&self) -> Option<RequestState> {
        Some(match self {
            Self::Received => RequestState::New,
            Self::Opened => RequestState::Moderation,
            Self::Accepted { .. } => RequestState::Consideration,
            Self::Returned { .. } => RequestState::Returned,
            Self::Forwarded { .. } => RequestState::Forwarded,
            Self::Answered { .. } | Self::Published { .. } => RequestState::Answered,
            Self::Refused { .. } => RequestState::Refused,
            Self::Withdrawn => RequestState::Withdrawn,
            Self::Extended { .. }
            | Self::Notified { .. }
            | Self::Clarified { .. }
            | Self::Corrected { .. }
            | Self::Rated { .. }
            | Self::FollowedUp { .. } => return None,
        })
    }

    /// Whether the act came in time, for acts with a term.
    #[must_use]
    pub const fn in_time(&self) -> Option<&InTime> {
        match self {
            Self::Returned { in_time, .. }
            | Self::Forwarded { in_time, .. }
            | Self::Answered { in_time, .. }
            | Self::Published { in_time, .. }
            | Self::Refused { in_time, .. }
            | Self::Notified { in_time, .. } => Some(in_time),
            Self::Received
            | Self::Opened
            | Self::Accepted { .. }
            | Self::Extended { .. }
            | Self::Clarified { .. }
            | Self::Corrected { .. }
            | Self::Rated { .. }
            | Self::FollowedUp { .. }
            | Self::Withdrawn => None,
        }
    }

    /// The rule under which it was done, where there is one.
    #[must_use]
    pub const fn rule(&self) -> Option<RuleId> {
        Some(match self {
            Self::Returned { .. } => RuleId::RETURN,
            Self::Forwarded { .. } => RuleId::FORWARD,
            Self::Answered { .. } => RuleId::ANSWER,
            Self::Published { .. } => RuleId::ALREADY_PUBLISHED,
            Self::Refused { .. } => RuleId::REFUSAL,
            Self::Extended { .. } => RuleId::EXTENSION,
            Self::Notified { .. } => RuleId::EXTENSION_NOTICE,
            Self::Rated { .. } | Self::FollowedUp { .. } => RuleId::RATING,
            Self::Received
            | Self::Opened
            | Self::Accepted { .. }
            | Self::Clarified { .. }
            | Self::Corrected { .. }
            | Self::Withdrawn => return None,
        })
    }

    /// The ids of the requirements or grounds the act names.
    #[must_use]
    pub fn named_reasons(&self) -> Vec<&str> {
        match self {
            Self::Returned { reasons, .. } => reasons.iter().map(|id| id.0.as_str()).collect(),
            Self::Refused { grounds, .. } => grounds.iter().map(|id| id.0.as_str()).collect(),
            Self::Received
            | Self::Opened
            | Self::Accepted { .. }
            | Self::Forwarded { .. }
            | Self::Answered { .. }
            | Self::Published { .. }
            | Self::Extended { .. }
            | Self::Notified { .. }
            | Self::Clarified { .. }
            | Self::Corrected { .. }
            | Self::Rated { .. }
            | Self::FollowedUp { .. }
            | Self::Withdrawn => Vec::new(),
        }
    }

    /// The text that stays with the holder, for acts that have one, and what the user said of
    /// an answer.
    #[must_use]
    pub const fn inward_text(&self) -> Option<&CitizenText> {
        match self {
            Self::Extended { reason, .. } => Some(reason),
            Self::Rated { reason, .. } => reason.as_ref(),
            Self::FollowedUp { note } => Some(note),
            Self::Received
            | Self::Opened
            | Self::Accepted { .. }
            | Self::Returned { .. }
            | Self::Forwarded { .. }
            | Self::Answered { .. }
            | Self::Published { .. }
            | Self::Refused { .. }
            | Self::Notified { .. }
            | Self::Clarified { .. }
            | Self::Corrected { .. }
            | Self::Withdrawn => None,
        }
    }

    /// The text the user reads, for acts that have one.
    #[must_use]
    pub const fn outward_text(&self) -> Option<&CitizenText> {
        match self {
            Self::Returned { motive, .. } | Self::Refused { motive, .. } => Some(motive),
            Self::Answered { answer, .. }
            | Self::Published { answer, .. }
            | Self::Corrected { answer, .. } => Some(answer),
            Self::Forwarded { notice, .. } | Self::Notified { notice, .. } => Some(notice),
            Self::Clarified { question } => Some(question),
            Self::Extended { notice, .. } => notice.as_ref(),
            Self::Received
            | Self::Opened
            | Self::Accepted { .. }
            | Self::Rated { .. }
            | Self::FollowedUp { .. }
            | Self::Withdrawn => None,
        }
    }
}

impl Event {
    /// The event without what people wrote or are named by.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut redacted = self.clone();
        let blank = CitizenText::default;
        match &mut redacted {
            Self::Returned {
                motive, in_time, ..
            } => (*motive, *in_time) = (blank(), in_time.redacted()),
            Self::Answered {
                answer,
                requisites,
                in_time,
            } => (*answer, *requisites, *in_time) = (blank(), None, in_time.redacted()),
            Self::Published {
                answer,
                requisites,
                in_time,
            } => {
                (*answer, *in_time) = (blank(), in_time.redacted());
                requisites.signatory.clear();
            }
            Self::Refused {
                motive,
                requisites,
                in_time,
                ..
            } => {
                (*motive, *in_time) = (blank(), in_time.redacted());
                requisites.signatory.clear();
            }
            Self::Extended {
                reason,
                approval,
                notice,
                ..
            } => {
                (*reason, *approval) = (blank(), approval.as_ref().map(|_| blank()));
                *notice = notice.as_ref().map(|_| blank());
            }
            Self::Forwarded {
                notice, in_time, ..
            }
            | Self::Notified { notice, in_time } => {
                (*notice, *in_time) = (blank(), in_time.redacted());
            }
            Self::Clarified { question } => *question = blank(),
            Self::Corrected { answer, requisites } => {
                *answer = blank();
                requisites.signatory.clear();
            }
            Self::Rated { reason, .. } => *reason = reason.as_ref().map(|_| blank()),
            Self::FollowedUp { note } => *note = blank(),
            Self::Received | Self::Opened | Self::Accepted { .. } | Self::Withdrawn => {}
        }
        redacted
    }
}
