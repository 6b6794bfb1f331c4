//! The inbox of a conference: which questions are listed, and how they dwindle.
//!
//! New questions never move the cursor: they are counted and shown on demand.

use jiff::Timestamp;
use serde::Serialize;

use super::list::Revision;
use crate::domain::burn::Burn;
use crate::domain::conference::ConferenceState;
use crate::domain::ids::Number;
use crate::domain::local_text::LocalText;
use crate::domain::row::{Inbox, InboxOrder};

/// What is known of the conference as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InboxHead {
    /// When this was found, by the clock of this computer.
    pub at: Timestamp,
    /// The conference.
    pub conference: Number,
    /// Its name.
    pub name: LocalText,
    /// Where it stands.
    pub state: ConferenceState,
    /// The local time at which it stops taking questions.
    pub closes: Option<jiff::civil::DateTime>,
    /// How its questions dwindle.
    pub burn: Burn,
    /// Questions that have come since the list was looked at.
    pub new: u64,
    /// The place at which the last question came to this computer.
    pub newest: u64,
}

/// The conference whose questions are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct InboxState {
    /// What is listed; `None` before an inbox was opened.
    pub shown: Option<Inbox>,
    /// The order that was chosen last.
    pub order: InboxOrder,
    /// Questions that are done are shown too.
    pub with_done: bool,
    /// The head, once it is known.
    pub head: Option<Box<InboxHead>>,
    /// The question for the head on its way.
    pub asked: Option<Revision>,
    /// Something changed since it was asked.
    pub dirty: bool,
}
