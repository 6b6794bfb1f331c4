//! Commands on conferences.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::act::Act;
use crate::domain::annex::ConferenceForm;
use crate::domain::ids::UserName;
use crate::domain::text::CitizenText;

/// What a user decided about one conference `[145 ¶7–9]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "args", rename_all = "kebab-case")]
pub enum ConferenceCommand {
    /// Begin a draft; its number is given by the portal.
    CreateConference,
    /// Write the form.
    PlanConference {
        /// The form as it is from now on.
        form: Box<ConferenceForm>,
        /// The accounts that moderate the conference; empty: every moderator of the holder.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        team: Vec<UserName>,
    },
    /// Send the form to the Operator `[145 ¶7]`.
    SendTemplate,
    /// Give the form back with remarks; the Operator's act.
    ReturnTemplate {
        /// What has to be mended.
        remarks: CitizenText,
    },
    /// Accept the form for publication; the Operator's act.
    PublishConference,
    /// Record that the public was told `[145 ¶8(1)]`.
    AnnounceConference {
        /// Where.
        link: String,
        /// On which day.
        on: Date,
        /// Why it came after its last day, where it did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late_reason: Option<CitizenText>,
    },
    /// Move the closing date while the conference is open.
    ProlongConference {
        /// The new closing date.
        closes: Date,
        /// Why.
        reason: CitizenText,
    },
    /// Close the conference after its time `[145 ¶9]`.
    CloseConference,
    /// Take the form back for a correction.
    ReopenTemplate {
        /// Why.
        reason: CitizenText,
    },
}

impl ConferenceCommand {
    /// The act the command carries out.
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::CreateConference | Self::PlanConference { .. } => Act::Plan,
            Self::SendTemplate => Act::Send,
            Self::ReturnTemplate { .. } => Act::Return,
            Self::PublishConference => Act::Publish,
            Self::AnnounceConference { .. } => Act::Announce,
            Self::ProlongConference { .. } => Act::Extend,
            Self::CloseConference => Act::Close,
            Self::ReopenTemplate { .. } => Act::Correct,
        }
    }

    /// The text somebody wrote for it.
    #[must_use]
    pub const fn written(&self) -> Option<&CitizenText> {
        match self {
            Self::ReturnTemplate { remarks: text }
            | Self::ProlongConference { reason: text, .. }
            | Self::ReopenTemplate { reason: text } => Some(text),
            Self::CreateConference
            | Self::PlanConference { .. }
            | Self::SendTemplate
            | Self::PublishConference
            | Self::AnnounceConference { .. }
            | Self::CloseConference => None,
        }
    }
}
