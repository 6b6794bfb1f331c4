//! The acts on items, and who may do which on a request in which state.
//!
//! The table is total: for every act, state and role it gives either permission or the reason
//! why not, so that a screen can show an illegal act dimmed and explained. It judges the form
//! only; content (reasons, motive, lateness) is judged by `decide`. Topics, conferences and
//! questions have tables of their own beside their states.

use serde::{Deserialize, Serialize};

use super::ids::ItemKind;
use super::permit::Wish;
use super::refusal::Refusal;
use super::request::RequestState;
use super::rules::RuleId;

/// An act on an item. Acts of the same name on several kinds of items are one act here: what is
/// refused is a request or a topic, what is accepted may be a question too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Accept for consideration.
    Accept,
    /// Return a request that does not meet art. 11 `[145 ¶4(3)]`.
    Return,
    /// Forward to the competent holder and tell the user `[145 ¶4(2)]`.
    Forward,
    /// Answer `[145 ¶5(1)]`.
    Answer,
    /// Extend the term once `[145 ¶5(2)]`.
    Extend,
    /// Reasoned refusal `[145 ¶5(3)]`.
    Refuse,
    /// Say that the information is already published `[law art. 11 ¶15]`.
    AlreadyPublished,
    /// Tell the user of the extension `[145 ¶5(2)]`.
    Notify,
    /// Clarify the content with the user `[law art. 11]`.
    Clarify,
    /// Correct an answer that was sent.
    Correct,
    /// Close the follow-up that a dislike opened `[145 ¶6]`.
    Close,
    /// Withdrawal by the user.
    Withdraw,
    /// Write the form of a conference `[145 ¶7]`.
    Plan,
    /// Send the form to the Operator `[145 ¶7]`.
    Send,
    /// Accept the form for publication; the Operator's act.
    Publish,
    /// Record the public notice `[145 ¶8]`.
    Announce,
    /// Decline a question by the rule of the house.
    Decline,
    /// Give a question to an expert.
    Assign,
    /// Keep an answer that is not ready.
    Draft,
    /// A question repeats another one.
    Merge,
    /// A question does not repeat the other one after all.
    Part,
    /// Give access to the workstation `[145 ¶12]`.
    Grant,
    /// Take the access back.
    Revoke,
    /// Say that a circular was read.
    Read,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 24] = [
        Self::Accept,
        Self::Return,
        Self::Forward,
        Self::Answer,
        Self::AlreadyPublished,
        Self::Refuse,
        Self::Extend,
        Self::Notify,
        Self::Clarify,
        Self::Correct,
        Self::Close,
        Self::Withdraw,
        Self::Plan,
        Self::Send,
        Self::Publish,
        Self::Announce,
        Self::Decline,
        Self::Assign,
        Self::Draft,
        Self::Merge,
        Self::Part,
        Self::Grant,
        Self::Revoke,
        Self::Read,
    ];

    /// The acts on a request in the order in which screens list them.
    pub const OF_REQUEST: [Self; 12] = [
        Self::Accept,
        Self::Return,
        Self::Forward,
        Self::Answer,
        Self::AlreadyPublished,
        Self::Refuse,
        Self::Extend,
        Self::Notify,
        Self::Clarify,
        Self::Correct,
        Self::Close,
        Self::Withdraw,
    ];

    /// The name used by commands and the protocol.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Return => "return",
            Self::Forward => "forward",
            Self::Answer => "answer",
            Self::Extend => "extend",
            Self::Notify => "notify",
            Self::Refuse => "refuse",
            Self::AlreadyPublished => "already-published",
            Self::Clarify => "clarify",
            Self::Correct => "correct",
            Self::Close => "close",
            Self::Withdraw => "withdraw",
            Self::Plan => "plan",
            Self::Send => "send",
            Self::Publish => "publish",
            Self::Announce => "announce",
            Self::Decline => "decline",
            Self::Assign => "assign",
            Self::Draft => "draft",
            Self::Merge => "merge",
            Self::Part => "part",
            Self::Grant => "grant",
            Self::Revoke => "revoke",
            Self::Read => "read",
        }
    }

    /// The acts on items of a kind in the order in which screens list them.
    #[must_use]
    pub const fn of(kind: ItemKind) -> &'static [Self] {
        match kind {
            ItemKind::Request => &Self::OF_REQUEST,
            ItemKind::Topic => &super::topic::ACTS,
            ItemKind::Conference => &super::conference::ACTS,
            ItemKind::Question => &super::question::ACTS,
            ItemKind::Access => &super::access::ACTS,
            ItemKind::Circular => &super::circular::ACTS,
            ItemKind::Survey | ItemKind::Duty | ItemKind::Op => &[],
        }
    }

    /// Whether the program can carry the act out; the others are lawful but not offered yet.
    #[must_use]
    pub const fn is_offered(self) -> bool {
        !matches!(self, Self::Withdraw)
    }

    /// Whether the act is a letter that carries the requisites of an answer `[law art. 11 ¶14]`.
    #[must_use]
    pub const fn is_letter(self) -> bool {
        matches!(
            self,
            Self::Answer | Self::AlreadyPublished | Self::Refuse | Self::Correct
        )
    }

    /// The rule whose term the act on a request has to keep, if it has one.
    #[must_use]
    pub const fn rule(self) -> Option<RuleId> {
        match self {
            Self::Return => Some(RuleId::RETURN),
            Self::Forward => Some(RuleId::FORWARD),
            Self::Answer => Some(RuleId::ANSWER),
            Self::AlreadyPublished => Some(RuleId::ALREADY_PUBLISHED),
            Self::Refuse => Some(RuleId::REFUSAL),
            Self::Notify => Some(RuleId::EXTENSION_NOTICE),
            Self::Accept
            | Self::Extend
            | Self::Clarify
            | Self::Correct
            | Self::Close
            | Self::Withdraw
            | Self::Plan
            | Self::Send
            | Self::Publish
            | Self::Announce
            | Self::Decline
            | Self::Assign
            | Self::Draft
            | Self::Merge
            | Self::Part
            | Self::Grant
            | Self::Revoke
            | Self::Read => None,
        }
    }
}

/// A role of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Administrator of a holder.
    Administrator,
    /// Head of a holder.
    Head,
    /// Responsible officer of a conference.
    Moderator,
    /// Operator of the portal.
    Operator,
    /// Trainer.
    Trainer,
    /// Technical support: sees states, not people.
    Support,
    /// The citizens' side of the portal.
    Intake,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Administrator,
        Self::Head,
        Self::Moderator,
        Self::Operator,
        Self::Trainer,
        Self::Support,
        Self::Intake,
    ];

    /// The name used by commands and the protocol.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Head => "head",
            Self::Moderator => "moderator",
            Self::Operator => "operator",
            Self::Trainer => "trainer",
            Self::Support => "support",
            Self::Intake => "intake",
        }
    }

    /// Whether accounts of this role belong to one holder.
    #[must_use]
    pub const fn has_holder(self) -> bool {
        matches!(
            self,
            Self::Administrator | Self::Head | Self::Moderator | Self::Support
        )
    }

    /// Whether the portal sends this role bodies without personal data.
    #[must_use]
    pub const fn sees_redacted(self) -> bool {
        matches!(self, Self::Support)
    }
}

impl std::str::FromStr for Role {
    type Err = UnknownRole;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.id() == id)
            .ok_or_else(|| UnknownRole(id.to_owned()))
    }
}

/// The text does not name a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a role: {0:?} (administrator, head, moderator, operator, trainer, support, intake)")]
pub struct UnknownRole(pub String);

/// May `role` do `act` on a request in `state`? `extended` tells whether the one extension is spent.
///
/// ```
/// use awp::domain::act::{Act, Role, permit};
/// use awp::domain::request::RequestState;
/// assert!(permit(Role::Administrator, RequestState::New, false, Act::Accept).is_ok());
/// assert!(permit(Role::Support, RequestState::New, false, Act::Accept).is_err());
/// assert!(permit(Role::Administrator, RequestState::Returned, false, Act::Accept).is_err());
/// ```
///
/// # Errors
/// The refusal that a screen or a command shows: the role first, then the state.
pub fn permit(role: Role, state: RequestState, extended: bool, act: Act) -> Result<(), Refusal> {
    let kind = ItemKind::Request;
    Wish { act, kind, role }
        .among(&Act::OF_REQUEST)?
        .for_role(role_may(role, act))?;
    match act {
        Act::Accept | Act::Return => match state {
            RequestState::New | RequestState::Moderation => Ok(()),
            RequestState::Consideration => Err(Refusal::AlreadyAccepted { act }),
            RequestState::Returned
            | RequestState::Forwarded
            | RequestState::Refused
            | RequestState::Answered
            | RequestState::Withdrawn => Err(Refusal::Closed { act, state }),
        },
        Act::Forward | Act::Answer | Act::AlreadyPublished | Act::Refuse | Act::Withdraw => {
            open_only(act, state)
        }
        Act::Extend if extended && state == RequestState::Consideration => {
            Err(Refusal::AlreadyExtended)
        }
        Act::Clarify | Act::Extend | Act::Notify => consideration_only(act, state),
        Act::Correct | Act::Close if state == RequestState::Answered => Ok(()),
        Act::Correct => Err(Refusal::NothingToCorrect { state }),
        Act::Close
        | Act::Plan
        | Act::Send
        | Act::Publish
        | Act::Announce
        | Act::Decline
        | Act::Assign
        | Act::Draft
        | Act::Merge
        | Act::Part
        | Act::Grant
        | Act::Revoke
        | Act::Read => Err(Refusal::NothingToFollowUp),
    }
}

fn role_may(role: Role, act: Act) -> bool {
    if act == Act::Withdraw {
        role == Role::Intake
    } else if act == Act::Extend {
        matches!(role, Role::Administrator | Role::Head)
    } else {
        role == Role::Administrator
    }
}

fn open_only(act: Act, state: RequestState) -> Result<(), Refusal> {
    if state.is_closed() {
        Err(Refusal::Closed { act, state })
    } else {
        Ok(())
    }
}

fn consideration_only(act: Act, state: RequestState) -> Result<(), Refusal> {
    if matches!(state, RequestState::New | RequestState::Moderation) {
        Err(Refusal::NotYetAccepted { act })
    } else {
        open_only(act, state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of `law.md` "Acts by state" for the administrator.
    const TABLE: [(RequestState, &[Act]); 8] = {
        use Act::{
            Accept, AlreadyPublished, Answer, Clarify, Close, Correct, Extend, Forward, Notify,
            Refuse, Return,
        };
        use RequestState as S;
        [
            (
                S::New,
                &[Accept, Return, Forward, Refuse, AlreadyPublished, Answer],
            ),
            (
                S::Moderation,
                &[Accept, Return, Forward, Refuse, AlreadyPublished, Answer],
            ),
            (
                S::Consideration,
                &[
                    Forward,
                    Answer,
                    AlreadyPublished,
                    Refuse,
                    Clarify,
                    Extend,
                    Notify,
                ],
            ),
            (S::Returned, &[]),
            (S::Forwarded, &[]),
            (S::Refused, &[]),
            (S::Answered, &[Correct, Close]),
            (S::Withdrawn, &[]),
        ]
    };

    #[test]
    fn the_administrator_may_do_exactly_the_acts_of_each_state() {
        for (state, lawful) in TABLE {
            for act in Act::OF_REQUEST {
                let allowed = permit(Role::Administrator, state, false, act).is_ok();
                assert_eq!(allowed, lawful.contains(&act), "{act:?} in {state:?}");
            }
        }
    }

    #[test]
    fn only_the_user_withdraws_and_only_while_open() {
        for state in RequestState::ALL {
            assert_eq!(
                permit(Role::Intake, state, false, Act::Withdraw).is_ok(),
                !state.is_closed()
            );
            assert!(permit(Role::Administrator, state, false, Act::Withdraw).is_err());
        }
    }

    #[test]
    fn a_second_extension_is_refused_as_such() {
        assert_eq!(
            permit(
                Role::Administrator,
                RequestState::Consideration,
                true,
                Act::Extend
            ),
            Err(Refusal::AlreadyExtended)
        );
    }

    #[test]
    fn support_may_do_nothing() {
        for state in RequestState::ALL {
            for act in Act::OF_REQUEST {
                assert!(matches!(
                    permit(Role::Support, state, false, act),
                    Err(Refusal::RoleMayNot { .. })
                ));
            }
        }
    }
}
