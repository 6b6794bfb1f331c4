//! What the items of a list have in common, and how many have it: choosing a group narrows the
//! list to it.

use serde::Serialize;

use super::list::{ListId, Revision};
use crate::domain::filter::{Facet, Filter, Group};

/// The groups of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupsState {
    /// The list.
    pub list: ListId,
    /// What its items are grouped by.
    pub facet: Facet,
    /// The filter of the list without what it asks of the facet.
    pub within: Filter,
    /// The groups; `None` until they are counted.
    pub groups: Option<Vec<Group>>,
    /// The question on its way and what it groups by.
    pub asked: Option<(Revision, Facet)>,
    /// Something changed since the question on its way was asked.
    pub stale: bool,
    /// The selected group is taken as soon as it is known: Enter came before the answer.
    pub taking: bool,
    /// Index of the selected group.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

impl GroupsState {
    /// The groups that are known.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        self.groups.as_deref().unwrap_or_default()
    }

    /// The selected group.
    #[must_use]
    pub fn selected(&self) -> Option<&Group> {
        self.groups().get(self.selected)
    }

    /// Whether groups are still to come: what is chosen next is chosen among them.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.groups.is_none() && self.asked.is_some()
    }

    /// How many items there are in all groups.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.groups().iter().map(|group| group.items).sum()
    }
}

/// What the items of a list can be grouped by, in the order of the tabs: only the list of all
/// work has several kinds of items.
///
/// ```
/// use awp::app::groups::facets;
/// use awp::app::list::ListId;
/// use awp::domain::filter::Facet;
/// assert!(facets(ListId::Home).contains(&Facet::Kind));
/// assert!(!facets(ListId::Requests).contains(&Facet::Kind));
/// ```
#[must_use]
pub fn facets(list: ListId) -> Vec<Facet> {
    let offered = |facet: &Facet| *facet != Facet::Kind || list.kind().is_none();
    Facet::ALL.into_iter().filter(offered).collect()
}
