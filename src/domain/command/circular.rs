//! Commands on circulars.

use serde::{Deserialize, Serialize};

use crate::domain::act::Act;
use crate::domain::text::CitizenText;

/// What somebody decided about a circular.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "args", rename_all = "kebab-case")]
pub enum CircularCommand {
    /// Send one; its number is given by the portal.
    SendCircular {
        /// BIN of the holder; nothing: every holder.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// The text.
        text: CitizenText,
    },
    /// Say that it was read.
    ReadCircular,
}

impl CircularCommand {
    /// The act the command carries out.
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::SendCircular { .. } => Act::Send,
            Self::ReadCircular => Act::Read,
        }
    }

    /// The text somebody wrote for it.
    #[must_use]
    pub const fn written(&self) -> Option<&CitizenText> {
        match self {
            Self::SendCircular { text, .. } => Some(text),
            Self::ReadCircular => None,
        }
    }
}
