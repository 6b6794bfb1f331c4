//! What came faster than the store answers.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::Serialize;

use crate::app::action::ActionId;
use crate::app::effect::DraftKey;
use crate::app::groups::GroupsState;
use crate::app::key::Key;
use crate::app::overlay::Overlay;
use crate::domain::ids::Number;
use crate::domain::text::CitizenText;

/// Something the user did that waits for an answer of the shell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Awaited {
    /// An action on the selected row, which is not loaded.
    Row(ActionId),
    /// An action on an item that is not loaded.
    Item(Number, ActionId),
    /// The next item to decide.
    Next,
    /// The storing of an act.
    Queued,
    /// A draft that a form starts from.
    Draft(DraftKey),
}

/// What came ahead of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ahead {
    /// A key.
    Key {
        /// The key.
        key: Key,
        /// It came too soon after a paste or a change of window to decide anything.
        quiet: bool,
    },
    /// A line of line mode.
    Line(CitizenText),
}

impl super::Model {
    /// Whether rows or the item of the screen were asked for just now, and what was there is no
    /// more what is to be seen.
    #[must_use]
    pub fn is_half_known(&self) -> bool {
        if self.screen == super::Screen::Request {
            let detail = &self.detail;
            return detail.asked.is_some() && (detail.is_old() || self.shown().is_none());
        }
        self.current_list()
            .is_some_and(|list| list.asked.is_some() && list.anchor.is_none())
    }

    /// Whether what was asked for last is still on its way: what is said next may depend on it.
    #[must_use]
    pub fn owes_an_answer(&self) -> bool {
        let top = self.overlays.last();
        let search = top.and_then(Overlay::search);
        let groups = top.and_then(Overlay::groups);
        self.type_ahead.awaited.is_some()
            || self.queueing.is_some()
            || !self.recalling.is_empty()
            || self.outbox.asked.is_some()
            || search.is_some_and(|search| search.asked.is_some())
            || groups.is_some_and(GroupsState::is_waiting)
    }
}

/// Keys and lines that wait for an answer so that they act in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TypeAhead {
    /// What is waited for.
    pub awaited: Option<Awaited>,
    /// When the waiting is given up.
    pub until: Option<Timestamp>,
    /// What came since.
    pub waiting: VecDeque<Ahead>,
}
