//! The words of `awp act`, and the texts it takes.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::cli::{CliError, Context, Exit};
use crate::domain::act::Act;
use crate::domain::ids::{CheckId, GroundId};
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
}

/// What this version carries out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offered {
    /// A decision on a request.
    Decide(Act),
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
        }
    }

    /// The act of the law it stands for, if it does for one on a request.
    #[must_use]
    pub fn act(self) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.id() == self.id())
    }

    pub(super) fn offered(self) -> Option<Offered> {
        if self == Self::Recall {
            return Some(Offered::Recall);
        }
        if matches!(self, Self::Approve | Self::Decline) {
            let good = self == Self::Approve;
            return Some(Offered::Read { good });
        }
        self.act()
            .filter(|act| act.is_offered())
            .map(Offered::Decide)
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
    /// BIN of the competent holder.
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
    /// Leave it in the recall window.
    #[arg(long)]
    pub hold: bool,
}

impl ActArgs {
    /// The first option given that does not belong to what is carried out; nothing is left unread.
    pub(super) fn foreign(&self, offered: Offered) -> Option<&'static str> {
        let act = match offered {
            Offered::Decide(act) => Some(act),
            Offered::Recall | Offered::Read { .. } => None,
        };
        let reads = matches!(offered, Offered::Read { .. });
        let of = |acts: &[Act]| act.is_some_and(|act| acts.contains(&act));
        let has_text = act.is_some_and(|act| !matches!(act, Act::Accept | Act::Forward));
        let has_term = act.is_some_and(|act| act.rule().is_some());
        [
            (
                "--reason",
                !self.reason.is_empty(),
                of(&[Act::Return, Act::Refuse]),
            ),
            ("--secret", self.secret.is_some(), of(&[Act::Refuse])),
            ("--part", self.part, of(&[Act::Refuse])),
            ("--review-on", self.review_on.is_some(), of(&[Act::Refuse])),
            ("--to", self.to.is_some(), of(&[Act::Forward])),
            ("--days", self.days.is_some(), of(&[Act::Extend])),
            ("--late-reason", self.late_reason.is_some(), has_term),
            ("--approval", self.approval.is_some(), of(&[Act::Extend])),
            ("--text", self.text.is_some(), has_text || reads),
            (
                "--notice",
                self.notice.is_some(),
                of(&[Act::Forward, Act::Extend]),
            ),
            ("--hold", self.hold, act.is_some()),
        ]
        .into_iter()
        .find(|(_, given, belongs)| *given && !*belongs)
        .map(|(option, _, _)| option)
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

fn file(path: &Path, cx: &Context) -> Result<String, CliError> {
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
    fn what_is_offered_is_every_act_on_one_request_recall_and_reading() {
        let offered: Vec<&str> = <Word as clap::ValueEnum>::value_variants()
            .iter()
            .filter(|word| word.offered().is_some())
            .map(|word| word.id())
            .collect();
        assert_eq!(
            offered,
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
    }
}
