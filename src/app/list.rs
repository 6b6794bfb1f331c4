//! A list of any length seen through a window.
//!
//! Responsible for the selection, the scroll position and which rows are needed next. Never
//! holds more than one window of rows, so a list of a million costs what a list of two hundred
//! costs. Invariants: `selected < total` unless the list is empty; at most one window is on its
//! way; an answer to an older question is dropped; what arrives never moves the selection off
//! the item it was on.

use std::collections::BTreeSet;

use serde::Serialize;

use super::field::LineField;
use super::notice::Failure;
use crate::domain::filter::{Facet, Filter};
use crate::domain::ids::{ItemKind, Number};
use crate::domain::row::{Inbox, Row};

/// How many rows a window asks for around a row that is seen, more on a tall screen.
pub const WINDOW: u32 = 200;

/// Grows with every question; an answer carries the number of its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    /// The next revision.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The lists of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListId {
    /// Open work of every kind.
    Home,
    /// Information requests.
    Requests,
    /// Topic applications.
    Topics,
    /// Conferences.
    Conferences,
    /// The questions of a conference.
    Questions,
    /// Applications for access.
    Access,
    /// Circulars.
    Circulars,
}

impl ListId {
    /// Every list.
    pub const ALL: [Self; 7] = [
        Self::Home,
        Self::Requests,
        Self::Topics,
        Self::Conferences,
        Self::Questions,
        Self::Access,
        Self::Circulars,
    ];

    /// The kind of its items; `None` of all work.
    #[must_use]
    pub const fn kind(self) -> Option<ItemKind> {
        match self {
            Self::Home => None,
            Self::Requests => Some(ItemKind::Request),
            Self::Topics => Some(ItemKind::Topic),
            Self::Conferences => Some(ItemKind::Conference),
            Self::Questions => Some(ItemKind::Question),
            Self::Access => Some(ItemKind::Access),
            Self::Circulars => Some(ItemKind::Circular),
        }
    }
}

/// What a list shows, ordered by urgency, then number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListQuery {
    /// Which list.
    pub list: ListId,
    /// The filter over it; the empty filter shows what is open.
    pub filter: Filter,
    /// Which questions, in which order; of the list of questions only.
    pub inbox: Option<Inbox>,
}

/// The loaded rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Window {
    /// Index of the first loaded row.
    pub offset: u64,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Window {
    /// The row at an index of the list, if loaded.
    #[must_use]
    pub fn row(&self, index: u64) -> Option<&Row> {
        let at = usize::try_from(index.checked_sub(self.offset)?).ok()?;
        self.rows.get(at)
    }

    /// The index of the first row that is not loaded any more.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.offset + u64::try_from(self.rows.len()).unwrap_or(0)
    }

    /// The index of a number, if loaded.
    #[must_use]
    pub fn find(&self, number: Number) -> Option<u64> {
        let at = self.rows.iter().position(|row| row.number == number)?;
        Some(self.offset + u64::try_from(at).unwrap_or(0))
    }
}

/// A question for rows that is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Its revision.
    pub revision: Revision,
    /// The item the selection was on, whose new index is asked for.
    pub anchor: Option<Number>,
    /// The index the anchor had.
    pub anchor_at: u64,
    /// The anchor was chosen elsewhere: its old index says nothing about moves since.
    pub jump: bool,
}

/// A list and the place of the user in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListState {
    /// What is shown.
    pub query: ListQuery,
    /// The filter as typed, shown in the title of the list.
    pub filter_text: LineField,
    /// The revision of the last question.
    pub revision: Revision,
    /// How many rows there are in all.
    pub total: u64,
    /// The loaded rows.
    pub window: Window,
    /// Index of the selected row; 0 when the list is empty.
    pub selected: u64,
    /// Index of the first row on screen.
    pub top: u64,
    /// What it was grouped by last.
    pub grouped_by: Facet,
    /// The items marked for one act on all of them.
    pub marked: BTreeSet<Number>,
    /// Index of the row that was marked last, where a range begins.
    pub mark_from: Option<u64>,
    /// The item under the selection, while known.
    pub anchor: Option<Number>,
    /// The question on its way.
    pub asked: Option<Asked>,
    /// The rows have changed since the question on its way was asked.
    pub dirty: bool,
    /// Whether an answer has ever arrived: an empty list is told from one not loaded yet.
    pub loaded: bool,
    /// Why the last question was not answered; told where rows would be.
    pub failed: Option<Failure>,
}

impl ListState {
    /// A list that has not been asked for.
    #[must_use]
    pub fn new(list: ListId) -> Self {
        Self {
            query: ListQuery {
                list,
                filter: Filter::default(),
                inbox: None,
            },
            filter_text: LineField::default(),
            revision: Revision::default(),
            total: 0,
            window: Window::default(),
            selected: 0,
            top: 0,
            grouped_by: Facet::Act,
            marked: BTreeSet::new(),
            mark_from: None,
            anchor: None,
            asked: None,
            dirty: false,
            loaded: false,
            failed: None,
        }
    }

    /// The selected row, if it is loaded.
    #[must_use]
    pub fn selected_row(&self) -> Option<&Row> {
        (self.selected < self.total)
            .then(|| self.window.row(self.selected))
            .flatten()
    }

    /// Whether there is nothing to select.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.total == 0
    }
}
