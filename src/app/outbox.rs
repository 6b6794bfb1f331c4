//! The outbox as a screen: decisions on their way to the portal and what became of them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::list::Revision;
use crate::domain::act::Act;
use crate::domain::conflict::Conflict;
use crate::domain::ids::{Number, OpId, UserName};
use crate::domain::refusal::Refusal;
use crate::wire::replica::Resolution;

/// Where an operation stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpStatus {
    /// In the recall window.
    Held {
        /// Its end.
        until: Timestamp,
    },
    /// Waits for the next exchange.
    Waiting,
    /// Waits because an earlier operation on the same item is stuck.
    Blocked,
    /// Is being sent: whether it arrived is not known yet.
    Sending,
    /// Was written into a package, which nobody has answered yet.
    Packaged,
    /// Applied by the portal.
    Applied {
        /// The code of the receipt.
        receipt: String,
        /// In time when decided, late when received.
        late_on_receipt: bool,
    },
    /// Refused by the portal.
    Rejected {
        /// Why.
        refusal: Refusal,
    },
    /// The item was changed elsewhere; a choice is needed.
    Conflict {
        /// Who changed it.
        by: Option<UserName>,
        /// When.
        at: Option<Timestamp>,
    },
    /// Taken back before it left.
    Recalled,
    /// Put away after a refusal or a conflict.
    Dropped {
        /// What was chosen.
        resolution: Option<Resolution>,
        /// Who chose.
        by: Option<UserName>,
        /// When.
        at: Option<Timestamp>,
    },
    /// Another account must sign in again before it can go out.
    OtherUser {
        /// That account.
        user: UserName,
    },
}

impl OpStatus {
    /// The end of the recall window, while it runs.
    #[must_use]
    pub const fn held_until(&self) -> Option<Timestamp> {
        match self {
            Self::Held { until } => Some(*until),
            Self::Waiting
            | Self::Blocked
            | Self::Sending
            | Self::Packaged
            | Self::Applied { .. }
            | Self::Rejected { .. }
            | Self::Conflict { .. }
            | Self::Recalled
            | Self::Dropped { .. }
            | Self::OtherUser { .. } => None,
        }
    }

    /// Whether the operation has not reached the portal as far as is known.
    #[must_use]
    pub const fn is_unsent(&self) -> bool {
        matches!(
            self,
            Self::Held { .. }
                | Self::Waiting
                | Self::Blocked
                | Self::Sending
                | Self::Packaged
                | Self::OtherUser { .. }
        )
    }

    /// Whether it can still be recalled.
    #[must_use]
    pub const fn is_recallable(&self) -> bool {
        matches!(
            self,
            Self::Held { .. } | Self::Waiting | Self::Blocked | Self::OtherUser { .. }
        )
    }

    /// Whether a choice of the user is needed.
    #[must_use]
    pub const fn needs_choice(&self) -> bool {
        matches!(self, Self::Conflict { .. } | Self::Rejected { .. })
    }
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutboxEntry {
    /// The operation.
    pub op_id: OpId,
    /// The item.
    pub number: Number,
    /// The act.
    pub act: Act,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// When it was last handed to the network.
    pub sent_at: Option<Timestamp>,
    /// When the portal received it, as its receipt says.
    pub accepted_at: Option<Timestamp>,
    /// The last day of the act, where it has one.
    pub due: Option<Date>,
    /// How often it was sent.
    pub tries: u32,
    /// Where it stands.
    pub status: OpStatus,
    /// The item three times, where it met another decision.
    pub conflict: Option<Box<Conflict>>,
}

/// The screen: all operations, what needs a choice first, then by time, newest last.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OutboxState {
    /// The operations; an outbox is short, it is held whole.
    pub entries: Vec<OutboxEntry>,
    /// Index of the selected operation; 0 when empty.
    pub selected: usize,
    /// Index of the first operation on screen.
    pub top: usize,
    /// The revision of the last question.
    pub revision: Revision,
    /// The question on its way.
    pub asked: Option<Revision>,
    /// The outbox has changed since the question on its way was asked.
    pub dirty: bool,
    /// Whether an answer has ever arrived.
    pub loaded: bool,
}

impl OutboxState {
    /// The selected operation.
    #[must_use]
    pub fn selected_entry(&self) -> Option<&OutboxEntry> {
        self.entries.get(self.selected)
    }
}
