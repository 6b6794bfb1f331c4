//! Saved views: filters with a name, each a tab with its count.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::field::LineField;
use super::list::{ListId, Revision};
use super::model::{Model, Screen};
use crate::domain::privacy::Private;

/// So many views are kept: each has a digit beside those of the three screens.
pub const MOST: usize = 6;

/// The longest name, in characters.
pub const MAX_NAME: usize = 24;

/// Views are counted anew at most so often: a first exchange changes the replica all the time.
pub const COUNT_EVERY: SignedDuration = SignedDuration::from_secs(5);

/// A filter with a name.
///
/// Its `Debug` hides both: a filter may hold the name of a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The expression, as it is typed.
    pub filter: String,
}

impl fmt::Debug for View {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("View(•••)")
    }
}

/// The saved views and how many items each has.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Views {
    /// The views in the order of their tabs.
    pub all: Vec<View>,
    /// How many items each has, as last counted.
    pub counts: Vec<Option<u64>>,
    /// Which one is being counted, and the question.
    pub counting: Option<(usize, Revision)>,
    /// When they were counted last.
    pub counted_at: Option<Timestamp>,
    /// Something changed since they were counted.
    pub stale: bool,
}

impl Views {
    /// How many items a view has, once it is known.
    #[must_use]
    pub fn count(&self, at: usize) -> Option<u64> {
        self.counts.get(at).copied().flatten()
    }

    /// When they are to be counted anew.
    #[must_use]
    pub fn count_at(&self) -> Option<Timestamp> {
        if !self.stale || self.all.is_empty() || self.counting.is_some() {
            return None;
        }
        let after = |at: Timestamp| at.checked_add(COUNT_EVERY).ok();
        self.counted_at.map_or(Some(Timestamp::MIN), after)
    }
}

/// What a typed name is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Naming {
    /// A new view with this filter.
    New(Private<String>),
    /// The view at this place.
    Rename(usize),
}

/// The list of views.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ViewsState {
    /// Index of the selected one.
    pub selected: usize,
    /// A name is being typed.
    pub naming: Option<(Naming, LineField)>,
    /// The typed name is that of another view.
    pub taken: bool,
}

impl Model {
    /// The view that the list of requests shows.
    #[must_use]
    pub fn open_view(&self) -> Option<usize> {
        if self.tab() != Screen::Requests {
            return None;
        }
        let shown = self.list(ListId::Requests).filter_text.text();
        let mut views = self.views.all.iter();
        views.position(|view| view.filter == shown)
    }
}
