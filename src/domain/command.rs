//! Commands: durable intents that a workstation sends to the portal.
//!
//! A command freezes what the administrator decided, word for word; it is stored in the outbox,
//! sent as `action` + `args` of an operation and judged by `decide` on both sides.

use serde::{Deserialize, Serialize};

use super::act::Act;
use super::ids::CheckId;
use super::text::CitizenText;

/// What a user decided about one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "args", rename_all = "kebab-case")]
pub enum Command {
    /// Accept for consideration.
    Accept {
        /// The checks of checklist A that the administrator confirmed as met.
        #[serde(default)]
        confirmed: Vec<CheckId>,
    },
    /// Return to the user `[145 ¶4(3)]`.
    Return {
        /// The requirements of art. 11 that are not met.
        reasons: Vec<CheckId>,
        /// The motive as the user will read it.
        motive: CitizenText,
        /// Why the return comes after its last day, where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late_reason: Option<CitizenText>,
    },
}

impl Command {
    /// The act of the law the command carries out.
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::Accept { .. } => Act::Accept,
            Self::Return { .. } => Act::Return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_an_action_with_arguments() {
        let json = serde_json::to_value(Command::Accept { confirmed: vec![] }).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"action": "accept", "args": {"confirmed": []}})
        );
    }
}
