//! The filter language of lists and of the search line.
//!
//! `state:new category:"Ипотека" -pending ипотек` – words and tests joined by AND, a leading
//! `-` negates one. Responsible for reading an expression strictly, with the place and the kind
//! of every error; how a test is carried out is the store's business. Reading never panics.
//!
//! Grammar, in words: terms separated by white space; a term is an optional `-`, then either
//! `field:value`, a bare word, or a text in quotes (`"…"` or `«…»`) that must stand as it is.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ids::{CategoryId, ItemKind, Number, UserName};
use super::request::TextLang;
use super::rules::{Category, RuleId};
use super::work::State;

pub mod complete;
mod group;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use group::{Facet, Group};

/// A whole expression; all terms must hold. The empty filter lets everything through.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filter {
    /// The terms in the order they were written.
    pub terms: Vec<Term>,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Whether the test must fail.
    pub negated: bool,
    /// The test.
    pub test: Test,
}

/// One test of an item.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// A word of the text begins so, or the item has that number.
    Word(String),
    /// The text has these words in a row.
    Phrase(String),
    /// The number.
    Number(Number),
    /// The state.
    State(State),
    /// The kind of item.
    Kind(ItemKind),
    /// The rule that drives the item.
    Act(RuleId),
    /// The due date.
    Due(Due),
    /// The due date has passed.
    Overdue,
    /// A decision waits to be acknowledged.
    Pending,
    /// A decision met another one.
    Conflict,
    /// The account that asks watches it.
    Watched,
    /// A text about it waits for the account that asks as its second reader.
    ToRead,
    /// The language of the text.
    Lang(TextLang),
    /// The category.
    Category(CategoryId),
    /// Who works on it.
    Owner(Owner),
    /// There is nothing in the field; due date and owner have tests of their own for that.
    Lacks(Facet),
}

/// Words are what a citizen may have written: they stay out of logs.
impl fmt::Debug for Test {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(_) => out.write_str("Word(•••)"),
            Self::Phrase(_) => out.write_str("Phrase(•••)"),
            Self::Number(number) => write!(out, "Number({number})"),
            Self::State(state) => write!(out, "State({})", state.id()),
            Self::Kind(kind) => write!(out, "Kind({})", kind.id()),
            Self::Act(rule) => write!(out, "Act({rule})"),
            Self::Due(due) => write!(out, "Due({due:?})"),
            Self::Overdue => out.write_str("Overdue"),
            Self::Pending => out.write_str("Pending"),
            Self::Conflict => out.write_str("Conflict"),
            Self::Watched => out.write_str("Watched"),
            Self::ToRead => out.write_str("ToRead"),
            Self::Lang(lang) => write!(out, "Lang({})", lang.id()),
            Self::Category(category) => write!(out, "Category({})", category.0),
            Self::Owner(owner) => write!(out, "Owner({owner:?})"),
            Self::Lacks(facet) => write!(out, "Lacks({})", facet.field()),
        }
    }
}

/// A test of the due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Due {
    /// There is none.
    None,
    /// Compared with a day.
    Compared(Comparison, Day),
}

/// How a date is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// On the day.
    On,
    /// Before it (`<`).
    Before,
    /// Before or on it (`<=`).
    Until,
    /// After it (`>`).
    After,
    /// On or after it (`>=`).
    From,
}

/// A day, told by a date or counted from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Day {
    /// A date.
    Date(Date),
    /// So many calendar days after today; 0 is today.
    Days(u16),
    /// The so-manieth working day after today; 0 is today.
    WorkingDays(u16),
}

/// A test of the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owner {
    /// The account that asks.
    Me,
    /// Nobody.
    Nobody,
    /// An account.
    User(UserName),
}

/// An expression that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at character {}: {problem}", .at + 1)]
pub struct FilterError {
    /// The place, in characters from the beginning.
    pub at: usize,
    /// How many characters are meant.
    pub len: usize,
    /// What is wrong.
    pub problem: FilterProblem,
}

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterProblem {
    /// A quotation mark has no partner.
    #[error("the quotation is not closed")]
    OpenQuote,
    /// The field does not exist.
    #[error("no such field: {0}")]
    UnknownField(String),
    /// Nothing follows the colon or the minus.
    #[error("a value is missing")]
    MissingValue,
    /// The value does not fit the field.
    #[error("{field} does not take {value:?}")]
    BadValue {
        /// The field.
        field: &'static str,
        /// The value, shortened.
        value: String,
    },
    /// No category has this id or name.
    #[error("no such category: {0}")]
    UnknownCategory(String),
    /// Neither a letter nor a digit to look for.
    #[error("nothing to look for")]
    NothingToFind,
}

impl FilterProblem {
    /// The kebab-case code under which the screens word it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OpenQuote => "open-quote",
            Self::UnknownField(_) => "unknown-field",
            Self::MissingValue => "missing-value",
            Self::BadValue { .. } => "bad-value",
            Self::UnknownCategory(_) => "unknown-category",
            Self::NothingToFind => "nothing-to-find",
        }
    }
}

/// The fields of the language, for completion and help.
pub const FIELDS: [&str; 7] = ["state", "kind", "act", "due", "lang", "category", "owner"];

/// The tests that are one word.
pub const FLAGS: [&str; 5] = ["overdue", "pending", "conflict", "watched", "to-read"];

impl Filter {
    /// Reads an expression; a category is named by its id or by one of its names in `categories`.
    ///
    /// ```
    /// use awp::domain::filter::{Filter, Test};
    /// use awp::domain::rules::RuleSet;
    /// let rules = RuleSet::builtin().unwrap();
    /// let filter = Filter::parse("category:\"Ипотека\" -pending", &rules.categories);
    /// assert_eq!(filter.unwrap().terms.len(), 2);
    /// ```
    ///
    /// # Errors
    /// The first place that cannot be read.
    pub fn parse(text: &str, categories: &[Category]) -> Result<Self, FilterError> {
        read::Reader::new(text, categories).filter()
    }

    /// Whether everything passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a term asks for a state, so that closed items are wanted too.
    #[must_use]
    pub fn names_state(&self) -> bool {
        self.terms
            .iter()
            .any(|term| matches!(term.test, Test::State(_) | Test::Lacks(Facet::State)))
    }
}
