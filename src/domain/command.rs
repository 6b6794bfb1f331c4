//! Commands: durable intents that a workstation sends to the portal.
//!
//! A command freezes what the administrator decided, word for word; it is stored in the outbox,
//! sent as `action` + `args` of an operation and judged by `decide` on both sides.

mod access;
mod circular;
mod conference;
mod question;
mod topic;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::act::Act;
use super::ids::{CheckId, GroundId, ItemKind, Number};
use super::letter::Requisites;
use super::local_text::Lang;
use super::text::CitizenText;

pub use access::AccessCommand;
pub use circular::CircularCommand;
pub use conference::ConferenceCommand;
pub use question::QuestionCommand;
pub use topic::TopicCommand;

/// What a user decided about one item. The variants with a name of their own are about a request.
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
    /// Forward to the competent holder and tell the user at the same moment `[145 ¶4(2)]`.
    Forward {
        /// BIN of the competent holder.
        to: String,
        /// The notice as the user will read it.
        notice: CitizenText,
        /// Why it comes after its last day, where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late_reason: Option<CitizenText>,
    },
    /// Answer `[145 ¶5(1)]`.
    Answer {
        /// The answer as the user will read it.
        text: CitizenText,
        /// Who answers, from where, signed by whom.
        requisites: Requisites,
        /// Why the answer comes after its term, where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late_reason: Option<CitizenText>,
    },
    /// Say where and how the information is already published `[law art. 11 ¶15]`.
    AlreadyPublished {
        /// Where and how, as the user will read it.
        text: CitizenText,
        /// As of an answer.
        requisites: Requisites,
        /// Why it comes after its last day, where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late_reason: Option<CitizenText>,
    },
    /// Refuse with reasons `[145 ¶5(3)]`.
    Refuse(Box<RefuseArgs>),
    /// Extend the term of the answer, once `[145 ¶5(2)]`.
    Extend {
        /// By how many calendar days, 1 to 15.
        days: u8,
        /// Which holders are competent and whose data are needed.
        reason: CitizenText,
        /// The approval of the head, where an administrator records it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<CitizenText>,
        /// The notice to the user, where it is sent with the extension.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice: Option<CitizenText>,
    },
    /// Tell the user of the extension `[145 ¶5(2)]`.
    Notify {
        /// The notice as the user will read it.
        text: CitizenText,
        /// Why it comes after its term, where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late_reason: Option<CitizenText>,
    },
    /// Clarify the content with the user; no term is paused.
    Clarify {
        /// What is asked.
        text: CitizenText,
    },
    /// Close the follow-up that a dislike opened.
    Close {
        /// What was found and done; for the house, the user does not read it.
        note: CitizenText,
    },
    /// Correct an answer that was sent.
    Correct {
        /// The answer as it should have been.
        text: CitizenText,
        /// As of an answer.
        requisites: Requisites,
    },
    /// About a topic application.
    #[serde(untagged)]
    Topic(TopicCommand),
    /// About a conference.
    #[serde(untagged)]
    Conference(ConferenceCommand),
    /// About a question.
    #[serde(untagged)]
    Question(QuestionCommand),
    /// About an application for access.
    #[serde(untagged)]
    Access(AccessCommand),
    /// About a circular.
    #[serde(untagged)]
    Circular(CircularCommand),
}

/// What a refusal says `[law art. 11 ¶16, ¶17]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefuseArgs {
    /// The grounds of checklist B.
    pub grounds: Vec<GroundId>,
    /// The motive as the user will read it.
    pub motive: CitizenText,
    /// Which restricted information it is, for the ground that asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Only a part is withheld; the rest is given `[law art. 5 ¶3]`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub part: bool,
    /// When a temporary ground is looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
    /// As of an answer.
    pub requisites: Requisites,
    /// Why the refusal comes after its last day, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_reason: Option<CitizenText>,
}

impl Command {
    /// The act of the law the command carries out.
    #[must_use]
    pub const fn act(&self) -> Act {
        match self {
            Self::Accept { .. } => Act::Accept,
            Self::Return { .. } => Act::Return,
            Self::Forward { .. } => Act::Forward,
            Self::Answer { .. } => Act::Answer,
            Self::AlreadyPublished { .. } => Act::AlreadyPublished,
            Self::Refuse(_) => Act::Refuse,
            Self::Extend { .. } => Act::Extend,
            Self::Notify { .. } => Act::Notify,
            Self::Clarify { .. } => Act::Clarify,
            Self::Close { .. } => Act::Close,
            Self::Correct { .. } => Act::Correct,
            Self::Topic(command) => command.act(),
            Self::Conference(command) => command.act(),
            Self::Question(command) => command.act(),
            Self::Access(command) => command.act(),
            Self::Circular(command) => command.act(),
        }
    }

    /// BIN of the holder a forward is addressed to; no other act has an addressee.
    #[must_use]
    pub const fn addressee(&self) -> Option<&str> {
        match self {
            Self::Forward { to, .. } => Some(to.as_str()),
            Self::Accept { .. }
            | Self::Return { .. }
            | Self::Answer { .. }
            | Self::AlreadyPublished { .. }
            | Self::Refuse(_)
            | Self::Extend { .. }
            | Self::Notify { .. }
            | Self::Clarify { .. }
            | Self::Close { .. }
            | Self::Correct { .. }
            | Self::Topic(_)
            | Self::Conference(_)
            | Self::Question(_)
            | Self::Access(_)
            | Self::Circular(_) => None,
        }
    }

    /// The kind of item it is about.
    #[must_use]
    pub const fn kind(&self) -> ItemKind {
        match self {
            Self::Topic(_) => ItemKind::Topic,
            Self::Conference(_) => ItemKind::Conference,
            Self::Question(_) => ItemKind::Question,
            Self::Access(_) => ItemKind::Access,
            Self::Circular(_) => ItemKind::Circular,
            Self::Accept { .. }
            | Self::Return { .. }
            | Self::Forward { .. }
            | Self::Answer { .. }
            | Self::AlreadyPublished { .. }
            | Self::Refuse(_)
            | Self::Extend { .. }
            | Self::Notify { .. }
            | Self::Clarify { .. }
            | Self::Close { .. }
            | Self::Correct { .. } => ItemKind::Request,
        }
    }

    /// The question that another one is merged into.
    #[must_use]
    pub const fn merges_into(&self) -> Option<Number> {
        if let Self::Question(QuestionCommand::MergeQuestion { into }) = self {
            Some(*into)
        } else {
            None
        }
    }

    /// The text somebody wrote for it and its language, where it is known; `None` for an act
    /// without one. A return keeps its text with its reasons.
    #[must_use]
    pub fn written(&self) -> Option<(Lang, &CitizenText)> {
        let lang = Lang::default();
        match self {
            Self::Topic(command) => command.written().map(|text| (lang, text)),
            Self::Conference(command) => command.written().map(|text| (lang, text)),
            Self::Question(command) => command.written().map(|text| (lang, text)),
            Self::Access(command) => command.written().map(|text| (lang, text)),
            Self::Circular(command) => command.written().map(|text| (lang, text)),
            Self::Accept { .. } | Self::Return { .. } => None,
            Self::Answer {
                text, requisites, ..
            }
            | Self::AlreadyPublished {
                text, requisites, ..
            }
            | Self::Correct { text, requisites } => Some((requisites.lang, text)),
            Self::Refuse(args) => Some((args.requisites.lang, &args.motive)),
            Self::Extend { reason: text, .. }
            | Self::Forward { notice: text, .. }
            | Self::Notify { text, .. }
            | Self::Clarify { text }
            | Self::Close { note: text } => Some((Lang::default(), text)),
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

    #[test]
    fn a_command_on_another_kind_of_item_is_told_by_its_action() {
        for (json, command) in [
            (
                serde_json::json!({"action": "accept-topic", "args": {}}),
                Command::Topic(TopicCommand::AcceptTopic { late_reason: None }),
            ),
            (
                serde_json::json!({"action": "send-template"}),
                Command::Conference(ConferenceCommand::SendTemplate),
            ),
            (
                serde_json::json!({"action": "merge-question", "args": {"into": "Q-5"}}),
                Command::Question(QuestionCommand::MergeQuestion {
                    into: "Q-5".parse().unwrap(),
                }),
            ),
        ] {
            assert_eq!(serde_json::to_value(&command).unwrap(), json);
            assert_eq!(serde_json::from_value::<Command>(json).unwrap(), command);
        }
        let read = serde_json::json!({"action": "read-circular"});
        let circular = Command::Circular(CircularCommand::ReadCircular);
        assert_eq!(serde_json::from_value::<Command>(read).unwrap(), circular);
        let unknown = serde_json::json!({"action": "juggle", "args": {}});
        assert!(serde_json::from_value::<Command>(unknown).is_err());
    }
}
