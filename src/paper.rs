//! What leaves the program as a document: a form of the law filled in, printed or as plain text.
//!
//! Responsible for what stands on the paper ([`annex`] with [`questions`] makes a [`Sheet`]) and
//! for its two forms ([`text`] and [`pdf`]). Not responsible for reading the replica, for noting
//! who looked at personal data, or for files: the bytes are given to the caller.
//!
//! Invariants: pure, so that the same sheet at the same moment gives the same bytes; the official
//! languages of a form are Kazakh and Russian, no other is printed around its fields; personal
//! data are masked unless [`Seen::Whole`] was asked for.

pub mod annex;
pub mod pdf;
pub mod questions;
pub mod sheet;
pub mod text;

#[cfg(test)]
mod tests;

use std::path::Path;

use jiff::Timestamp;

use crate::domain::privacy::Private;

pub use annex::conference;
pub use pdf::PaperError;
pub use sheet::{Block, Sheet, Value};

/// The form of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, UTF-8.
    Txt,
    /// A4 pages.
    Pdf,
}

impl Format {
    /// The format that the ending of a file name asks for.
    ///
    /// ```
    /// use awp::paper::Format;
    /// assert_eq!(Format::of("K-1.PDF".as_ref()), Some(Format::Pdf));
    /// assert_eq!(Format::of("K-1".as_ref()), None);
    /// ```
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        match ending.as_str() {
            "txt" => Some(Self::Txt),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    /// The name used by commands, the same as the ending of a file.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Txt => "txt",
            Self::Pdf => "pdf",
        }
    }
}

/// How much of people the reader of the paper may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Everything; the caller has noted why.
    Whole,
    /// Personal data are masked.
    Masked,
    /// The role receives no people at all: what is missing may well be filled in.
    Withheld,
}

impl Seen {
    /// A personal value as this reader may see it.
    fn shown(self, value: &Private<String>, mask: fn(&str) -> String) -> String {
        match self {
            Self::Whole => value.0.clone(),
            Self::Masked | Self::Withheld => mask(&value.0),
        }
    }
}

/// The bytes of a sheet; `at` is when it was made.
///
/// # Errors
/// The PDF could not be put together.
pub fn render(sheet: &Sheet, format: Format, at: Timestamp) -> Result<Vec<u8>, PaperError> {
    match format {
        Format::Txt => Ok(text::render(sheet).into_bytes()),
        Format::Pdf => pdf::render(sheet, at),
    }
}
