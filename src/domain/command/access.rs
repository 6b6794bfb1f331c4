//! Commands on applications for access.

use serde::{Deserialize, Serialize};

use crate::domain::act::Act;
use crate::domain::ids::UserName;
use crate::domain::text::CitizenText;

/// What the Operator decided about one application `[145 ¶12]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "args", rename_all = "kebab-case")]
pub enum AccessCommand {
    /// Give access under a login name.
    GrantAccess {
        /// The login name.
        user: UserName,
    },
    /// Refuse with reasons.
    RefuseAccess {
        /// The reasons as the applicant reads them.
        motive: CitizenText,
    },
    /// Take the access back.
    RevokeAccess {
        /// Why.
        reason: CitizenText,
    },
}

impl AccessCommand {
    /// The act the command carries out.
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::GrantAccess { .. } => Act::Grant,
            Self::RefuseAccess { .. } => Act::Refuse,
            Self::RevokeAccess { .. } => Act::Revoke,
        }
    }

    /// The text somebody wrote for it.
    #[must_use]
    pub const fn written(&self) -> Option<&CitizenText> {
        match self {
            Self::RefuseAccess { motive: text } | Self::RevokeAccess { reason: text } => Some(text),
            Self::GrantAccess { .. } => None,
        }
    }
}
