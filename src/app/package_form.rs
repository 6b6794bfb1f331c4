//! The small form that names a file: the outbox goes into it, or receipts come out of it.
//!
//! The shell reads or writes the file and says how that went; the form stays until it went well,
//! so that a name can be mended. What the file holds is decided elsewhere.

use serde::Serialize;

use super::export_form::ExportTrouble;
use super::field::LineField;
use super::form::Focus;
use crate::domain::privacy::Private;

/// What is done with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackageWhat {
    /// The outbox is written into it.
    Outbox,
    /// Receipts are taken out of it.
    Receipts,
}

/// The form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackageForm {
    /// What is done.
    pub what: PackageWhat,
    /// The name of the file.
    pub file: LineField,
    /// The focus.
    pub focus: Focus,
    /// The order was given and is not answered yet.
    pub working: bool,
    /// Why the last attempt did nothing.
    pub trouble: Option<PackageTrouble>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackageOrder {
    /// What.
    pub what: PackageWhat,
    /// The name of the file, as typed.
    pub file: String,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackageDone {
    /// The whole path.
    pub file: Private<String>,
    /// Decisions in it, or verdicts taken out of it.
    pub count: usize,
    /// Decisions that stayed, because they can still be recalled.
    pub held: usize,
    /// Decisions that did not fit.
    pub left: usize,
    /// Decisions that were made again under rules that came with the receipts.
    pub again: usize,
}

/// What is told of it in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackageNotice {
    /// The outbox was written into a file.
    Written(PackageDone),
    /// Receipts were taken in.
    Taken {
        /// How many.
        count: usize,
        /// As [`PackageDone::again`].
        again: usize,
    },
    /// Neither was done.
    Failed(PackageTrouble),
}

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackageTrouble {
    /// The file cannot be named, written or read so.
    File(ExportTrouble),
    /// The file was not written, and what was to be in it is beyond recall already.
    Unwritten(ExportTrouble),
    /// What is wrong with a package, the tail of the Fluent id `package-fault-…`.
    Fault(&'static str),
}

/// The line of the name.
const FILE: Focus = Focus::Line(0);

impl PackageForm {
    /// The form with a name proposed.
    #[must_use]
    pub fn new(what: PackageWhat, file: &str) -> Self {
        Self {
            what,
            file: LineField::new(file),
            focus: FILE,
            working: false,
            trouble: None,
        }
    }

    /// The fields in the order of Tab.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        vec![FILE, Focus::Cancel, Focus::Submit]
    }

    /// Whether the focus is where text is typed.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.focus == FILE
    }
}
