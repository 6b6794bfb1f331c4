//! A refusal: the law or a role says no.
//!
//! A refusal is an answer, not a failure: it names the act, the clause where there is one, and
//! lets every surface (screen, command, portal) word it in the user's language by `code`.

use serde::{Deserialize, Serialize};

use super::act::{Act, Role};
use super::request::RequestState;

/// Why an act is not possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(
    tag = "code",
    rename_all = "kebab-case",
    rename_all_fields = "snake_case"
)]
pub enum Refusal {
    /// The role may not do the act at all.
    #[error("the role {} may not {}", .role.id(), .act.id())]
    RoleMayNot {
        /// The role of the account.
        role: Role,
        /// The act asked for.
        act: Act,
    },
    /// The request was already accepted for consideration.
    #[error("the request is already under consideration: {} is no longer possible", .act.id())]
    AlreadyAccepted {
        /// The act asked for.
        act: Act,
    },
    /// The request must be accepted before the act.
    #[error("the request is not accepted yet: {} is possible after that", .act.id())]
    NotYetAccepted {
        /// The act asked for.
        act: Act,
    },
    /// The request is closed.
    #[error("the request is closed ({}): {} is no longer possible", .state.id(), .act.id())]
    Closed {
        /// The act asked for.
        act: Act,
        /// The closed state.
        state: RequestState,
    },
    /// The one extension is spent `[145 ¶5(2)]`.
    #[error("the term was already extended once [145 ¶5(2)]")]
    AlreadyExtended,
    /// Only an answer can be corrected.
    #[error("there is no answer to correct (state {})", .state.id())]
    NothingToCorrect {
        /// The state.
        state: RequestState,
    },
    /// Lawful, but this version of the program does not carry it out.
    #[error("{} is lawful here but not offered by this version", .act.id())]
    NotOffered {
        /// The act.
        act: Act,
    },
    /// A return names no failed check of checklist A `[145 ¶4(3)]`.
    #[error("a return names at least one unmet requirement of art. 11 [145 ¶4(3)]")]
    ReasonMissing,
    /// The named check does not exist.
    #[error("no such check: {id}")]
    UnknownReason {
        /// The id given.
        id: String,
    },
    /// Competence is a ground of forwarding, never of return `[law art. 11 ¶11]`.
    #[error(
        "another holder is competent: forward within three working days instead [law art. 11 ¶11]"
    )]
    ForwardInstead,
    /// An appeal or complaint is not returned; the user is told the right procedure.
    #[error("not a request for information is no ground of return [law art. 3]")]
    NotAGroundOfReturn {
        /// The check named.
        id: String,
    },
    /// The check is about another kind of requester (a legal entity, a representative).
    #[error("{id} does not concern this requester")]
    NotAboutRequester {
        /// The check named.
        id: String,
    },
    /// The motive text is missing.
    #[error("the motive is empty: write what the user must mend")]
    MotiveMissing,
    /// The motive text is too long.
    #[error("the motive has {chars} characters, at most {max} are accepted")]
    MotiveTooLong {
        /// Characters counted.
        chars: usize,
        /// The limit.
        max: usize,
    },
    /// The term has passed and no reason for lateness was given.
    #[error("the last day for this act was {due} [{clause}]: give the reason for lateness")]
    LateReasonMissing {
        /// The last day.
        due: jiff::civil::Date,
        /// The clause of the term.
        clause: String,
    },
    /// The act was already sent and can no longer be recalled.
    #[error("the act has already been sent: it can be corrected, not recalled")]
    AlreadySent,
    /// The workstation is read-only.
    #[error("this workstation is read-only")]
    ReadOnly,
    /// The entity was written by a newer portal and is not understood.
    #[error("the item was made by a newer portal: update the workstation to act on it")]
    NotUnderstood,
    /// There is no such item, or the account does not see it.
    #[error("no such item")]
    NoSuchItem,
    /// The id of the operation already stands for another decision.
    #[error("the operation id already stands for another decision")]
    OpIdReused,
    /// The operation was decided by another account than the one that sends it.
    #[error("the operation was decided by another account: sign in as its author")]
    ForeignOp,
}

impl Refusal {
    /// The kebab-case code of commands and the protocol.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RoleMayNot { .. } => "role-may-not",
            Self::AlreadyAccepted { .. } => "already-accepted",
            Self::NotYetAccepted { .. } => "not-yet-accepted",
            Self::Closed { .. } => "closed",
            Self::AlreadyExtended => "already-extended",
            Self::NothingToCorrect { .. } => "nothing-to-correct",
            Self::NotOffered { .. } => "not-offered",
            Self::ReasonMissing => "reason-missing",
            Self::UnknownReason { .. } => "unknown-reason",
            Self::ForwardInstead => "forward-instead",
            Self::NotAGroundOfReturn { .. } => "not-a-ground-of-return",
            Self::NotAboutRequester { .. } => "not-about-requester",
            Self::MotiveMissing => "motive-missing",
            Self::MotiveTooLong { .. } => "motive-too-long",
            Self::LateReasonMissing { .. } => "late-reason-missing",
            Self::AlreadySent => "already-sent",
            Self::ReadOnly => "read-only",
            Self::NotUnderstood => "not-understood",
            Self::NoSuchItem => "no-such-item",
            Self::OpIdReused => "op-id-reused",
            Self::ForeignOp => "foreign-op",
        }
    }

    /// The clause that forbids the act, where the law does.
    #[must_use]
    pub fn clause(&self) -> Option<&str> {
        match self {
            Self::AlreadyExtended => Some("145 ¶5(2)"),
            Self::ReasonMissing | Self::MotiveMissing => Some("145 ¶4(3)"),
            Self::ForwardInstead => Some("Law art. 11 ¶11"),
            Self::NotAGroundOfReturn { .. } => Some("Law art. 3"),
            Self::LateReasonMissing { clause, .. } => Some(clause),
            Self::RoleMayNot { .. }
            | Self::AlreadyAccepted { .. }
            | Self::NotYetAccepted { .. }
            | Self::Closed { .. }
            | Self::NothingToCorrect { .. }
            | Self::NotOffered { .. }
            | Self::UnknownReason { .. }
            | Self::NotAboutRequester { .. }
            | Self::MotiveTooLong { .. }
            | Self::AlreadySent
            | Self::ReadOnly
            | Self::NotUnderstood
            | Self::NoSuchItem
            | Self::OpIdReused
            | Self::ForeignOp => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_tag_of_the_json() {
        let refusal = Refusal::Closed {
            act: Act::Accept,
            state: RequestState::Returned,
        };
        let json = serde_json::to_value(&refusal).unwrap();
        assert_eq!(json["code"], refusal.code());
        assert_eq!(serde_json::from_value::<Refusal>(json).unwrap(), refusal);
    }
}
