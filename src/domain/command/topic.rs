//! Commands on topic applications.

use serde::{Deserialize, Serialize};

use crate::domain::act::Act;
use crate::domain::text::CitizenText;

/// What a user decided about one application `[145 ¶10]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "args", rename_all = "kebab-case")]
pub enum TopicCommand {
    /// Accept: the draft of a conference is begun.
    AcceptTopic {
        /// Why it comes after its term, where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late_reason: Option<CitizenText>,
    },
    /// Refuse on the only ground.
    RefuseTopic {
        /// The reasons as the applicant reads them.
        motive: CitizenText,
        /// Why it comes after its term, where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late_reason: Option<CitizenText>,
    },
}

impl TopicCommand {
    /// The act the command carries out.
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::AcceptTopic { .. } => Act::Accept,
            Self::RefuseTopic { .. } => Act::Refuse,
        }
    }

    /// The text somebody wrote for it.
    #[must_use]
    pub const fn written(&self) -> Option<&CitizenText> {
        match self {
            Self::AcceptTopic { .. } => None,
            Self::RefuseTopic { motive, .. } => Some(motive),
        }
    }
}
