//! What stands on a document, before it is known whether it is printed or plain text.

use crate::domain::local_text::Lang;

/// A document as a list of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The language of its words.
    pub lang: Lang,
    /// What it is called, outside its pages too.
    pub title: String,
    /// The number of the item; stands at the foot of every page.
    pub number: String,
    /// What follows, in order.
    pub blocks: Vec<Block>,
}

/// One part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Above the title at the right: what the form belongs to.
    Above(String),
    /// The title.
    Title(String),
    /// Below the title, in the middle.
    Below(String),
    /// A heading over rows or over a part.
    Section(String),
    /// A field of a form with its value.
    Row {
        /// The name of the field.
        name: String,
        /// What was filled in.
        value: Value,
    },
    /// A heading over one text.
    Heading(String),
    /// A text of any length; lines end with `\n`.
    Text(String),
    /// A remark of the program.
    Note(String),
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// This.
    Filled(String),
    /// Nothing; a blank line is left, and these words say so.
    Missing(String),
}

/// The line that is left for what is missing.
pub(super) const BLANK: &str = "____________________";

impl Value {
    /// The value in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Filled(text) => text.clone(),
            Self::Missing(words) => format!("{BLANK} ({words})"),
        }
    }
}
