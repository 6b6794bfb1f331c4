//! One act on many items: what is planned, what can be done, what became of each.
//!
//! Every item has a decision of its own, judged and stored by itself: an item is either decided
//! or untouched, whatever happens to the others.

use jiff::Timestamp;
use serde::Serialize;

use super::detail::Item;
use super::field::LineField;
use super::form::Focus;
use super::list::Revision;
use super::notice::Failure;
use crate::domain::act::Act;
use crate::domain::command::Command;
use crate::domain::ids::{Number, OpId};
use crate::domain::refusal::Refusal;
use crate::wire::ops::Base;

/// From this many decisions on the number has to be typed.
pub const ASK_ABOVE: usize = 20;
/// More items than this are not taken at once.
pub const MOST: usize = 500;

/// What became of a planned decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing yet.
    Planned,
    /// It is being stored, under the revision of its order.
    Storing(Revision),
    /// It is in the outbox.
    Stored(OpId),
    /// It could not be stored: the item is untouched.
    Failed(Failure),
}

/// One item of a batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchLine {
    /// The item.
    pub number: Number,
    /// What the decision is based on.
    pub base: Base,
    /// The decision, or why it is not possible.
    pub command: Result<Command, Refusal>,
    /// Until when the act comes in time.
    pub end: Option<Timestamp>,
    /// What became of it.
    pub outcome: Outcome,
}

/// One act on many items, as it is shown before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Batch {
    /// The act.
    pub act: Act,
    /// The items: those that can be decided first.
    pub lines: Vec<BatchLine>,
    /// The number as typed, where it is asked for.
    pub typed: LineField,
    /// The focus.
    pub focus: Focus,
    /// The first line on screen.
    pub scroll: u16,
}

impl Batch {
    /// A plan; what can be decided stands first.
    #[must_use]
    pub fn new(act: Act, mut lines: Vec<BatchLine>) -> Self {
        lines.sort_by_key(|line| line.command.is_err());
        Self {
            act,
            lines,
            typed: LineField::default(),
            focus: Focus::Cancel,
            scroll: 0,
        }
    }

    /// How many can be decided.
    #[must_use]
    pub fn possible(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| line.command.is_ok())
            .count()
    }

    /// How many cannot.
    #[must_use]
    pub fn impossible(&self) -> usize {
        self.lines.len() - self.possible()
    }

    /// Whether the number has to be typed.
    #[must_use]
    pub fn asks_number(&self) -> bool {
        self.possible() > ASK_ABOVE
    }

    /// Whether the number was typed where it is asked for.
    #[must_use]
    pub fn number_given(&self) -> bool {
        !self.asks_number() || self.typed.text().trim() == self.possible().to_string()
    }

    /// Whether nothing was ordered yet.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.lines
            .iter()
            .all(|line| line.outcome == Outcome::Planned)
    }

    /// Whether something is being stored.
    #[must_use]
    pub fn is_storing(&self) -> bool {
        self.lines
            .iter()
            .any(|line| matches!(line.outcome, Outcome::Storing(_)))
    }

    /// The fields in the order of Tab; once it is done there is only the way out.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        if !self.is_planned() || self.possible() == 0 {
            return vec![Focus::Cancel];
        }
        let typed = self.asks_number().then_some(Focus::Search);
        typed
            .into_iter()
            .chain([Focus::Cancel, Focus::Submit])
            .collect()
    }
}

/// The items of a batch while its letter is written.
pub type Items = Vec<Item>;
