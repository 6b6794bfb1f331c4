//! The words of `awp act`, and the texts it takes.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::cli::{CliError, Context, Exit};
use crate::domain::act::Act;
use crate::domain::ids::{CheckId, GroundId, ItemKind};
use crate::domain::text::CitizenText;
use crate::i18n::words;

/// The most bytes a file with a text may have; far above what a text may have in characters.
const MAX_BYTES: u64 = 1024 * 1024;

/// A word for an act; each is accepted, those not offered are refused as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Word {
    /// Accept for consideration.
    Accept,
    /// Return to the user.
    Return,
    /// Forward to the competent holder.
    Forward,
    /// Answer.
    Answer,
    /// Extend the term.
    Extend,
    /// Approve what waits for the head.
    Approve,
    /// Refuse.
    Refuse,
    /// Say that it is published.
    AlreadyPublished,
    /// Tell of the extension.
    Notify,
    /// Clarify the content.
    Clarify,
    /// Correct an answer.
    Correct,
    /// Withdraw.
    Withdraw,
    /// Take back a decision that has not left.
    Recall,
    /// Decline what waits for the head.
    Decline,
    /// Close.
    Close,
    /// Send a template.
    Send,
    /// Publish.
    Publish,
    /// Fill a template.
    Plan,
    /// Record a notice.
    Announce,
    /// Give a question to an expert.
    Assign,
    /// Keep an answer that is not ready.
    Draft,
    /// Merge a question into another one.
    Merge,
    /// Take a merge back.
    Part,
    /// Give access.
    Grant,
    /// Take access back.
    Revoke,
    /// Say that a circular was read.
    Read,
}

/// What this version carries out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offered {
    /// A decision on an item.
    Decide(Act),
    /// There is no such act on items of this kind.
    Foreign(Act),
    /// Taking one back.
    Recall,
    /// Approving what waits for the account as its second reader, or sending it back.
    Read {
        /// It may leave.
        good: bool,
    },
}

impl Word {
    /// The word as it is typed.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Return => "return",
            Self::Forward => "forward",
            Self::Answer => "answer",
            Self::Extend => "extend",
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::AlreadyPublished => "already-published",
            Self::Notify => "notify",
            Self::Clarify => "clarify",
            Self::Correct => "correct",
            Self::Withdraw => "withdraw",
            Self::Recall => "recall",
            Self::Decline => "decline",
            Self::Close => "close",
            Self::Send => "send",
            Self::Publish => "publish",
            Self::Plan => "plan",
            Self::Announce => "announce",
            Self::Assign => "assign",
            Self::Draft => "draft",
            Self::Merge => "merge",
            Self::Part => "part",
            Self::Grant => "grant",
            Self::Revoke => "revoke",
            Self::Read => "read",
        }
    }

    /// The act it stands for; recall and approving are none.
    #[must_use]
    pub fn act(self) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.id() == self.id())
    }

    /// What it is on an item of a kind; `None` of an act that this version does not carry out.
    pub(super) fn offered(self, kind: ItemKind) -> Option<Offered> {
        if self == Self::Recall {
            return Some(Offered::Recall);
        }
        let act = self.act();
        let own = act.filter(|act| Act::of(kind).contains(act));
        if own.is_none() && matches!(self, Self::Approve | Self::Decline) {
            let good = self == Self::Approve;
            return Some(Offered::Read { good });
        }
        match own {
            Some(act) => act.is_offered().then_some(Offered::Decide(act)),
            None => act.map(Offered::Foreign),
        }
    }
}

/// A decision on one request.
#[derive(Debug, Clone, clap::Args)]
pub struct ActArgs {
    /// The act.
    #[arg(value_enum)]
    pub act: Word,
    /// The number of the item.
    #[arg(value_name = "NUMBER")]
    pub number: String,
    /// Unmet requirement; repeatable, or several with commas.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub reason: Vec<String>,
    /// Kind of restricted information.
    #[arg(long, value_name = "ID")]
    pub secret: Option<String>,
    /// Only a part is withheld.
    #[arg(long)]
    pub part: bool,
    /// Day of review.
    #[arg(long, value_name = "DATE")]
    pub review_on: Option<jiff::civil::Date>,
    /// BIN of the competent holder; of a question the name of the expert, of access the login name.
    #[arg(long, value_name = "BIN")]
    pub to: Option<String>,
    /// Days of an extension.
    #[arg(long, value_name = "N")]
    pub days: Option<u8>,
    /// Why the act comes late.
    #[arg(long, value_name = "TEXT")]
    pub late_reason: Option<String>,
    /// File with the approval.
    #[arg(long, value_name = "FILE")]
    pub approval: Option<PathBuf>,
    /// File with the text the user will read.
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
    /// File with the notice.
    #[arg(long, value_name = "FILE")]
    pub notice: Option<PathBuf>,
    /// File with the form of a conference.
    #[arg(long, value_name = "FILE")]
    pub form: Option<PathBuf>,
    /// Link to the public notice.
    #[arg(long, value_name = "URL")]
    pub link: Option<String>,
    /// Day of the public notice.
    #[arg(long, value_name = "DATE")]
    pub on: Option<jiff::civil::Date>,
    /// New closing date, or until when an expert has time.
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Question that another one is merged into.
    #[arg(long, value_name = "NUMBER")]
    pub into: Option<String>,
    /// Leave it in the recall window.
    #[arg(long)]
    pub hold: bool,
}

impl ActArgs {
    /// The first option given that does not belong to what is carried out on an item of a kind;
    /// nothing is left unread.
    pub(super) fn foreign(&self, offered: Offered, kind: ItemKind) -> Option<&'static str> {
        let given = [
            ("--reason", !self.reason.is_empty()),
            ("--secret", self.secret.is_some()),
            ("--part", self.part),
            ("--review-on", self.review_on.is_some()),
            ("--to", self.to.is_some()),
            ("--days", self.days.is_some()),
            ("--late-reason", self.late_reason.is_some()),
            ("--approval", self.approval.is_some()),
            ("--text", self.text.is_some()),
            ("--notice", self.notice.is_some()),
            ("--form", self.form.is_some()),
            ("--link", self.link.is_some()),
            ("--on", self.on.is_some()),
            ("--until", self.until.is_some()),
            ("--into", self.into.is_some()),
            ("--hold", self.hold),
        ];
        let takes = |option: &str| match offered {
            Offered::Recall | Offered::Foreign(_) => false,
            Offered::Read { .. } => option == "--text",
            Offered::Decide(act) => option == "--hold" || belongs(option, kind, act),
        };
        given
            .into_iter()
            .find(|(option, given)| *given && !takes(option))
            .map(|(option, _)| option)
    }

    /// The checks named by a return.
    pub(super) fn checks(&self) -> Vec<CheckId> {
        self.reasons().into_iter().map(CheckId).collect()
    }

    /// The grounds named by a refusal.
    pub(super) fn grounds(&self) -> Vec<GroundId> {
        self.reasons().into_iter().map(GroundId).collect()
    }

    /// The ids named, once each, in the Latin letters of the rules: `А3` and `В3` are typed on a
    /// Cyrillic layout.
    fn reasons(&self) -> Vec<String> {
        let mut reasons: Vec<String> = Vec::new();
        for word in &self.reason {
            let id: String = word
                .trim()
                .chars()
                .flat_map(char::to_uppercase)
                .map(|c| match c {
                    'А' => 'A',
                    'В' => 'B',
                    other => other,
                })
                .collect();
            if !reasons.contains(&id) {
                reasons.push(id);
            }
        }
        reasons
    }
}

/// Whether an option belongs to an act on items of a kind.
fn belongs(option: &str, kind: ItemKind, act: Act) -> bool {
    let options: &[&str] = match (kind, act) {
        (ItemKind::Request, Act::Return) => &["--reason", "--text", "--late-reason"],
        (ItemKind::Request, Act::Forward) => &["--to", "--notice", "--late-reason"],
        (ItemKind::Request, Act::Refuse) => &[
            "--reason",
            "--secret",
            "--part",
            "--review-on",
            "--text",
            "--late-reason",
        ],
        (ItemKind::Request, Act::Extend) => &["--days", "--approval", "--text", "--notice"],
        (ItemKind::Request, Act::Answer | Act::AlreadyPublished | Act::Notify)
        | (ItemKind::Topic, Act::Refuse) => &["--text", "--late-reason"],
        (ItemKind::Topic, Act::Accept) => &["--late-reason"],
        (ItemKind::Conference, Act::Plan) => &["--form"],
        (ItemKind::Conference, Act::Announce) => &["--link", "--on", "--late-reason"],
        (ItemKind::Conference, Act::Extend) => &["--until", "--text"],
        (ItemKind::Question, Act::Decline) => &["--reason", "--text"],
        (ItemKind::Question, Act::Assign) => &["--to", "--until"],
        (ItemKind::Question, Act::Merge) => &["--into"],
        (ItemKind::Access, Act::Grant) => &["--to"],
        (ItemKind::Circular, Act::Send) => &["--to", "--text"],
        (ItemKind::Request, Act::Clarify | Act::Correct | Act::Close)
        | (ItemKind::Conference, Act::Return | Act::Correct)
        | (ItemKind::Access, Act::Refuse | Act::Revoke)
        | (ItemKind::Question, Act::Draft | Act::Answer | Act::Correct) => &["--text"],
        _ => &[],
    };
    options.contains(&option)
}

/// The texts of a decision, cleaned and bounded.
pub(super) struct Texts {
    /// What the user will read, of an extension its reason; blank if none was given.
    pub(super) text: CitizenText,
    /// The notice to the user.
    pub(super) notice: Option<CitizenText>,
    /// The approval of the head.
    pub(super) approval: Option<CitizenText>,
    /// Why the act comes late.
    pub(super) late_reason: Option<CitizenText>,
}

impl Texts {
    pub(super) fn read(args: &ActArgs, cx: &Context) -> Result<Self, CliError> {
        let read =
            |path: &Option<PathBuf>| path.as_deref().map(|path| text_of(path, cx)).transpose();
        let late_reason = args
            .late_reason
            .as_deref()
            .map(|text| cleaned(text, cx))
            .transpose()?;
        Ok(Self {
            text: read(&args.text)?.unwrap_or_default(),
            notice: read(&args.notice)?,
            approval: read(&args.approval)?,
            late_reason,
        })
    }
}

/// The text of a file, cleaned and bounded.
///
/// # Errors
/// The file cannot be read or holds no text, or too much of it.
pub fn text_of(path: &Path, cx: &Context) -> Result<CitizenText, CliError> {
    cleaned(&file(path, cx)?, cx)
}

pub(super) fn file(path: &Path, cx: &Context) -> Result<String, CliError> {
    let shown = path.display().to_string();
    let bad = |message| CliError::new(Exit::Usage, "bad-input", message);
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| {
            bad(cx
                .texts
                .act_text_unreadable(words::io(cx.texts, &error), shown.clone()))
        })?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
        return Err(bad(cx.texts.act_text_too_large(MAX_BYTES / 1024, shown)));
    }
    String::from_utf8(bytes).map_err(|_not_text| bad(cx.texts.act_text_not_utf8(shown)))
}

fn cleaned(text: &str, cx: &Context) -> Result<CitizenText, CliError> {
    CitizenText::parse(text)
        .map_err(|crate::domain::text::TextError::TooLong { chars }| session_refused(cx, chars))
}

fn session_refused(cx: &Context, chars: usize) -> CliError {
    let max = crate::domain::decide::MAX_MOTIVE;
    let refusal = crate::domain::refusal::Refusal::MotiveTooLong { chars, max };
    crate::cli::session::refused(cx.texts, &refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_of_the_law_has_a_word() {
        for act in Act::ALL {
            let word = <Word as clap::ValueEnum>::from_str(act.id(), false);
            assert_eq!(word.unwrap().act(), Some(act));
        }
    }

    #[test]
    fn what_is_offered_is_every_act_on_an_item_of_its_kind_recall_and_reading() {
        let offered = |kind| -> Vec<&str> {
            <Word as clap::ValueEnum>::value_variants()
                .iter()
                .filter(|word| {
                    let offered = word.offered(kind);
                    offered.is_some_and(|offered| !matches!(offered, Offered::Foreign(_)))
                })
                .map(|word| word.id())
                .collect()
        };
        assert_eq!(
            offered(ItemKind::Request),
            [
                "accept",
                "return",
                "forward",
                "answer",
                "extend",
                "approve",
                "refuse",
                "already-published",
                "notify",
                "clarify",
                "correct",
                "recall",
                "decline",
                "close"
            ]
        );
        for kind in [
            ItemKind::Topic,
            ItemKind::Conference,
            ItemKind::Question,
            ItemKind::Access,
            ItemKind::Circular,
        ] {
            for act in Act::of(kind) {
                assert!(offered(kind).contains(&act.id()), "{kind:?} {act:?}");
            }
        }
    }
}
