//! The small form that writes a conference into a file: a name, with or without questions.
//!
//! The shell writes the file and says how that went; the form stays until it went well, so that
//! a name can be mended. Nothing is decided here: it changes neither the item nor the portal.

use serde::Serialize;

use super::field::LineField;
use super::form::Focus;
use crate::domain::ids::Number;
use crate::domain::local_text::Lang;

/// The form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExportForm {
    /// The conference.
    pub number: Number,
    /// The name of the file; its ending tells the kind.
    pub file: LineField,
    /// With questions and answers.
    pub questions: bool,
    /// The focus.
    pub focus: Focus,
    /// The order was given and is not answered yet.
    pub writing: bool,
    /// Why the last attempt wrote nothing.
    pub trouble: Option<ExportTrouble>,
}

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportOrder {
    /// The conference.
    pub number: Number,
    /// The name of the file, as typed.
    pub file: String,
    /// With questions and answers.
    pub questions: bool,
    /// The language of the program.
    pub lang: Lang,
}

/// Why no file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExportTrouble {
    /// No name was typed.
    Nameless,
    /// The ending tells no kind of file.
    Ending,
    /// A file of that name is there.
    Exists,
    /// There is no such folder.
    NoFolder,
    /// The folder may not be written to.
    Denied,
    /// The disk is full.
    DiskFull,
    /// Anything else; the log has more.
    Failed,
}

impl ExportTrouble {
    /// Every trouble, for tests of the texts.
    pub const ALL: [Self; 7] = [
        Self::Nameless,
        Self::Ending,
        Self::Exists,
        Self::NoFolder,
        Self::Denied,
        Self::DiskFull,
        Self::Failed,
    ];

    /// The kebab-case name, the tail of the Fluent id `export-trouble-…`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Nameless => "nameless",
            Self::Ending => "ending",
            Self::Exists => "exists",
            Self::NoFolder => "no-folder",
            Self::Denied => "denied",
            Self::DiskFull => "disk-full",
            Self::Failed => "failed",
        }
    }
}

/// The line of the name, and that of the questions.
const FILE: Focus = Focus::Line(0);
const QUESTIONS: Focus = Focus::Line(1);

impl ExportForm {
    /// The form for a conference, a name proposed: `K-1-kk.pdf`.
    #[must_use]
    pub fn new(number: Number, questions: bool, lang: Lang) -> Self {
        let file = format!("{number}-{}.pdf", lang.code());
        Self {
            number,
            file: LineField::new(&file),
            questions,
            focus: FILE,
            writing: false,
            trouble: None,
        }
    }

    /// The fields in the order of Tab.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        vec![FILE, QUESTIONS, Focus::Cancel, Focus::Submit]
    }

    /// Whether the focus is where text is typed.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.focus == FILE
    }

    /// Whether the focus is on the line of the questions.
    #[must_use]
    pub fn is_on_questions(&self) -> bool {
        self.focus == QUESTIONS
    }
}
