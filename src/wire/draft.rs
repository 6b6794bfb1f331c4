//! Half-written acts as the store keeps them.
//!
//! The whole form is kept as JSON in one draft of its request and act, and so is a decision that
//! was taken back: everything that was chosen and typed is there again. A draft that is plain
//! text is the text alone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::act::Act;
use crate::domain::annex::{ConferenceForm, Field};
use crate::domain::command::{
    AccessCommand, CircularCommand, Command, ConferenceCommand, QuestionCommand,
};
use crate::domain::local_text::Lang;
use crate::domain::question::DeclineReason;
use crate::domain::text::CitizenText;

/// A half-written act.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LetterDraft {
    /// The chosen requirements of a return or grounds of a refusal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// What the user will read so far; of an extension its reason.
    #[serde(default, alias = "motive")]
    pub text: CitizenText,
    /// The notice of an extension so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<CitizenText>,
    /// The recorded approval of the head so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<CitizenText>,
    /// The reason for lateness so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_reason: Option<CitizenText>,
    /// By how many days a term is to be extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u8>,
    /// BIN of the holder to forward to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The kind of restricted information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Only a part is withheld.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub part: bool,
    /// The day of review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
    /// The text was written or edited by hand.
    #[serde(default)]
    pub touched: bool,
}

impl LetterDraft {
    /// The draft that a decision becomes when it is taken back, and its language where it is
    /// known; `None` for an act without a text.
    #[must_use]
    pub fn of(command: &Command) -> Option<(Lang, Self)> {
        let written = command.written();
        let mut draft = Self {
            text: written.map(|(_, text)| text.clone()).unwrap_or_default(),
            touched: true,
            ..Self::default()
        };
        match command {
            Command::Accept { .. } => return None,
            Command::Conference(ConferenceCommand::PlanConference { form, .. }) => {
                draft.text = typed(form);
            }
            Command::Topic(_)
            | Command::Conference(_)
            | Command::Question(_)
            | Command::Access(_)
            | Command::Circular(_) => {
                if let Some(lines) = lines(command) {
                    draft.text = kept(&lines);
                    return Some((Lang::default(), draft));
                }
                written?;
            }
            Command::Return {
                reasons,
                motive,
                late_reason,
            } => {
                draft.reasons = reasons.iter().map(|id| id.0.clone()).collect();
                draft.text = motive.clone();
                draft.late_reason.clone_from(late_reason);
            }
            Command::Forward {
                to, late_reason, ..
            } => {
                draft.to = Some(to.clone());
                draft.late_reason.clone_from(late_reason);
            }
            Command::Answer { late_reason, .. }
            | Command::AlreadyPublished { late_reason, .. }
            | Command::Notify { late_reason, .. } => draft.late_reason.clone_from(late_reason),
            Command::Refuse(args) => {
                draft.reasons = args.grounds.iter().map(|id| id.0.clone()).collect();
                draft.secret.clone_from(&args.secret);
                draft.part = args.part;
                draft.review_on = args.review_on;
                draft.late_reason.clone_from(&args.late_reason);
            }
            Command::Extend {
                days,
                approval,
                notice,
                ..
            } => {
                draft.days = Some(*days);
                draft.approval.clone_from(approval);
                draft.notice.clone_from(notice);
            }
            Command::Clarify { .. } | Command::Close { .. } | Command::Correct { .. } => {}
        }
        let lang = written.map(|(lang, _)| lang).unwrap_or_default();
        Some((lang, draft))
    }

    /// The draft from what the store keeps; `None` if it is no text that may be shown.
    #[must_use]
    pub fn read(stored: &str) -> Option<Self> {
        serde_json::from_str(stored).ok().or_else(|| {
            Some(Self {
                text: CitizenText::parse(stored).ok()?,
                touched: true,
                ..Self::default()
            })
        })
    }
}

/// The lines of a small form as its draft keeps them: what would be typed, by name; `None` of an
/// act that has no such form, or one without lines.
fn lines(command: &Command) -> Option<BTreeMap<&'static str, String>> {
    use ConferenceCommand as C;
    use QuestionCommand as Q;
    let text = |text: Option<&CitizenText>| text.map_or("", CitizenText::as_str).to_owned();
    let day = |day: Date| day.strftime("%d.%m.%Y").to_string();
    let lines = if let Command::Conference(C::AnnounceConference { link, on, .. }) = command {
        vec![("link", link.clone()), ("on", day(*on))]
    } else if let Command::Conference(C::ProlongConference { closes, reason }) = command {
        vec![("closes", day(*closes)), ("why", text(Some(reason)))]
    } else if let Command::Question(Q::DeclineQuestion { reason, note }) = command {
        let place = DeclineReason::ALL.iter().position(|one| one == reason);
        let place = place.unwrap_or(0).to_string();
        vec![("reason", place), ("note", text(note.as_ref()))]
    } else if let Command::Question(Q::AssignQuestion { expert }) = command {
        let until = expert
            .due
            .map(|due| due.strftime("%d.%m.%Y %H:%M").to_string());
        vec![
            ("expert", expert.name.clone()),
            ("until", until.unwrap_or_default()),
        ]
    } else if let Command::Question(Q::MergeQuestion { into }) = command {
        vec![("into", into.to_string())]
    } else if let Command::Access(AccessCommand::GrantAccess { user }) = command {
        vec![("login", user.to_string())]
    } else if let Command::Circular(CircularCommand::SendCircular { to, text: words }) = command {
        vec![
            ("to", to.clone().unwrap_or_default()),
            ("circular", text(Some(words))),
        ]
    } else {
        return None;
    };
    Some(lines.into_iter().collect())
}

fn kept(lines: &BTreeMap<&'static str, String>) -> CitizenText {
    let text = serde_json::to_string(lines).unwrap_or_default();
    CitizenText::parse(&text).unwrap_or_default()
}

/// The form of annex 1 as its draft keeps it: what would be typed, by field.
fn typed(form: &ConferenceForm) -> CitizenText {
    let fields = Field::ALL.map(|field| (field.id(), form.written(field)));
    let typed: BTreeMap<_, _> = fields.into_iter().collect();
    let text = serde_json::to_string(&typed).unwrap_or_default();
    CitizenText::parse(&text).unwrap_or_default()
}

/// The kind under which the store keeps the drafts of an act.
#[must_use]
pub const fn draft_kind(act: Act) -> &'static str {
    match act {
        Act::Return => "motive",
        Act::Accept
        | Act::Forward
        | Act::Answer
        | Act::Extend
        | Act::Refuse
        | Act::AlreadyPublished
        | Act::Notify
        | Act::Clarify
        | Act::Correct
        | Act::Close
        | Act::Withdraw
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
        | Act::Read => act.id(),
    }
}

/// The kind under which the store keeps internal notes; no act has it.
pub const NOTE: &str = "internal-note";

/// Whether drafts of an act are kept under this kind; notes and links have others.
#[must_use]
pub fn is_act_draft(kind: &str) -> bool {
    Act::ALL.into_iter().any(|act| draft_kind(act) == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::RefuseArgs;
    use crate::domain::ids::GroundId;
    use crate::domain::letter::Requisites;

    fn text(text: &str) -> CitizenText {
        CitizenText::parse(text).unwrap()
    }

    #[test]
    fn a_refusal_that_is_taken_back_keeps_all_that_was_chosen() {
        let command = Command::Refuse(Box::new(RefuseArgs {
            grounds: vec![GroundId("B3".into()), GroundId("B5".into())],
            motive: text("Негізі бар"),
            secret: Some("bank".into()),
            part: true,
            review_on: Some(jiff::civil::date(2026, 5, 4)),
            requisites: Requisites {
                lang: Lang::Ru,
                holder: "а".into(),
                address: "а".into(),
                position: "а".into(),
                signatory: "а".into(),
            },
            late_reason: Some(text("Ауырды")),
        }));
        let (lang, draft) = LetterDraft::of(&command).unwrap();
        assert_eq!(lang, Lang::Ru);
        let stored = serde_json::to_string(&draft).unwrap();
        let read = LetterDraft::read(&stored).unwrap();
        assert_eq!(read, draft);
        assert_eq!(read.reasons, ["B3", "B5"]);
        assert_eq!(
            (read.secret.as_deref(), read.part, read.review_on),
            (Some("bank"), true, Some(jiff::civil::date(2026, 5, 4)))
        );
        assert_eq!(read.late_reason, Some(text("Ауырды")));
    }

    #[test]
    fn drafts_of_earlier_versions_are_read() {
        let old = r#"{"reasons":["A3"],"motive":"Мекенжай","late_reason":null,"touched":true}"#;
        let read = LetterDraft::read(old).unwrap();
        assert_eq!(
            (read.reasons, read.text),
            (vec!["A3".to_owned()], text("Мекенжай"))
        );
        let plain = LetterDraft::read("Кезектегі орныңыз – 17.").unwrap();
        assert_eq!(plain.text, text("Кезектегі орныңыз – 17."));
    }
}
