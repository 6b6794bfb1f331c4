//! The forms of the checklist: accepting and returning a request.
//!
//! Responsible for what is filled in and where the focus is. Cancel comes first; Enter on a
//! line only moves on and never ends on the deciding button, so that Enter-Enter cannot send.
//! Nothing is judged here: the command a form makes is judged by `domain::decide`.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::editor::Editor;
use super::effect::DraftKey;
use crate::domain::act::Act;
use crate::domain::checklist::Finding;
use crate::domain::command::Command;
use crate::domain::ids::{CheckId, Number};
use crate::domain::local_text::{Lang, LocalText};
use crate::domain::refusal::Refusal;
use crate::domain::request::TextLang;
use crate::domain::rules::CheckFailure;
use crate::domain::text::CitizenText;
use crate::wire::draft::LetterDraft;
use crate::wire::ops::Base;

/// Where the focus of a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Focus {
    /// A line of the checklist, by index.
    Line(usize),
    /// The motive.
    Motive,
    /// The text in a language.
    Text(Lang),
    /// The kind of restricted information.
    Secret,
    /// Whether only a part is withheld.
    Portion,
    /// The day of review.
    ReviewOn,
    /// The days of an extension.
    Days,
    /// The search for the addressee.
    Search,
    /// The recorded approval of the head.
    Approval,
    /// The notice of an extension.
    Notice,
    /// Who signs.
    Signatory,
    /// The reason for lateness.
    LateReason,
    /// The button that closes the form.
    Cancel,
    /// The button that decides.
    Submit,
}

/// One line of checklist A in a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckLine {
    /// What the data say.
    pub finding: Finding,
    /// The clause of the line.
    pub clause: String,
    /// The official wording.
    pub text: LocalText,
    /// What follows when the line fails.
    pub failure: CheckFailure,
    /// In the accept form: confirmed as met. In the return form: chosen as not met.
    pub marked: bool,
}

/// Accepting a request for consideration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AcceptForm {
    /// The request.
    pub number: Number,
    /// What the decision is based on.
    pub base: Base,
    /// The lines that apply to this requester; met ones are confirmed beforehand.
    pub lines: Vec<CheckLine>,
    /// The focus.
    pub focus: Focus,
    /// Why the last attempt was refused.
    pub refusal: Option<Refusal>,
}

impl AcceptForm {
    /// The lines that are not confirmed yet.
    #[must_use]
    pub fn open_lines(&self) -> usize {
        self.lines.iter().filter(|line| !line.marked).count()
    }

    /// The fields in the order of Tab.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        (0..self.lines.len())
            .map(Focus::Line)
            .chain([Focus::Cancel, Focus::Submit])
            .collect()
    }

    /// The command that the present state makes, to be judged.
    #[must_use]
    pub fn command(&self) -> Command {
        let lines = self.lines.iter();
        Command::Accept {
            confirmed: lines.map(|line| line.finding.check.clone()).collect(),
        }
    }
}

/// The last day of a return has passed: a reason is asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lateness {
    /// The last day.
    pub due: Date,
    /// The clause of the term.
    pub clause: String,
    /// The reason as typed.
    pub reason: Editor,
}

/// Returning a request to the user `[145 ¶4(3)]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReturnForm {
    /// The request.
    pub number: Number,
    /// What the decision is based on.
    pub base: Base,
    /// The language of the request, which the motive uses.
    pub lang: TextLang,
    /// The lines that can be chosen as not met, and those that never lead to a return, told by
    /// `failure` and shown with the reason.
    pub lines: Vec<CheckLine>,
    /// The motive as the user will read it.
    pub motive: Editor,
    /// The motive was edited by hand: the choice of lines no longer rewrites it.
    pub motive_touched: bool,
    /// Present when the last day has passed.
    pub late: Option<Lateness>,
    /// The focus.
    pub focus: Focus,
    /// Why the last attempt was refused.
    pub refusal: Option<Refusal>,
    /// When the typed text is to be saved as a draft; at most a second after typing.
    pub save_at: Option<Timestamp>,
    /// A draft is being looked for.
    pub draft_asked: bool,
}

impl ReturnForm {
    /// The chosen lines.
    #[must_use]
    pub fn reasons(&self) -> Vec<CheckId> {
        self.lines
            .iter()
            .filter(|line| line.marked)
            .map(|line| line.finding.check.clone())
            .collect()
    }

    /// The clauses of the chosen lines, for the preview: the clause of the return comes first.
    #[must_use]
    pub fn clauses(&self) -> Vec<&str> {
        let mut clauses = vec!["145 ¶4(3)"];
        for line in self.lines.iter().filter(|line| line.marked) {
            if !clauses.contains(&line.clause.as_str()) {
                clauses.push(&line.clause);
            }
        }
        clauses
    }

    /// The fields in the order of Tab.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        let late = self.late.is_some().then_some(Focus::LateReason);
        (0..self.lines.len())
            .map(Focus::Line)
            .chain([Focus::Motive])
            .chain(late)
            .chain([Focus::Cancel, Focus::Submit])
            .collect()
    }

    /// The command that the present state makes, to be judged.
    ///
    /// # Errors
    /// A text is too long.
    pub fn command(&self) -> Result<Command, Refusal> {
        Ok(Command::Return {
            reasons: self.reasons(),
            motive: self.motive.read()?,
            late_reason: match &self.late {
                Some(late) => Some(late.reason.read()?).filter(|reason| !reason.is_blank()),
                None => None,
            },
        })
    }

    /// What is kept when the form is left or the program ends.
    #[must_use]
    pub fn draft(&self) -> LetterDraft {
        let text = |editor: &Editor| CitizenText::parse(&editor.text()).unwrap_or_default();
        LetterDraft {
            reasons: self.reasons().into_iter().map(|id| id.0).collect(),
            text: text(&self.motive),
            late_reason: self.late.as_ref().map(|late| text(&late.reason)),
            touched: self.motive_touched,
            ..LetterDraft::default()
        }
    }

    /// What its draft is kept as.
    #[must_use]
    pub fn draft_key(&self) -> DraftKey {
        DraftKey {
            number: self.number,
            act: Act::Return,
            lang: Lang::default(),
        }
    }
}
