//! The search over everything: what is looked for and what was found.

use serde::Serialize;

use super::field::LineField;
use super::list::Revision;
use crate::domain::search::{Found, Hit};

/// So many requests are found at most, and so many notes and drafts.
pub const LIMIT: usize = 50;

/// The search, live while it is typed.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SearchState {
    /// What is looked for.
    pub query: LineField,
    /// The revision of the last question.
    pub asked: Option<Revision>,
    /// Enter was pressed before the answer came: its first request is opened then.
    pub opening: bool,
    /// What was found for the last question that was answered; `None` before the first.
    pub found: Option<Found>,
    /// Index of the selected hit.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

impl SearchState {
    /// What was found.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        self.found.as_ref().map_or(&[], |found| &found.hits)
    }

    /// The selected hit.
    #[must_use]
    pub fn selected(&self) -> Option<&Hit> {
        self.hits().get(self.selected)
    }
}
