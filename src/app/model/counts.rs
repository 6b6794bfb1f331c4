//! The numbers of header and tabs.

use serde::Serialize;

use crate::domain::row::Ending;

/// The numbers of header and tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Open items: the tab of all work.
    pub open: u64,
    /// Open requests: the tab of requests.
    pub requests: u64,
    /// Open applications: the tab of topics.
    pub topics: u64,
    /// Open conferences: the tab of conferences.
    pub conferences: u64,
    /// Applications that wait: the tab of access.
    pub access: u64,
    /// Circulars that were not read: the tab of circulars.
    pub circulars: u64,
    /// Items due today.
    pub today: u64,
    /// Items overdue.
    pub overdue: u64,
    /// Operations in the outbox that are unsent or need a choice: the tab of the outbox.
    pub outbox: u64,
    /// Unsent operations.
    pub unsent: u64,
    /// Unsent operations whose last day is today or has passed.
    pub unsent_due: u64,
    /// Those of them that were on their way already and did not arrive.
    pub stuck_due: u64,
    /// The conference that ends next, if one ends today or should have ended.
    pub ending: Option<Ending>,
}
