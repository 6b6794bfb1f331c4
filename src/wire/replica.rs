//! What a replica tells about itself: plain data shared by the store, the engine and the screens.
//!
//! Nothing here travels to the portal; the types stand beside the protocol because they are
//! made of it. Invariant: texts and tokens are absent from `Debug`.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::feed::EntityKey;
use super::ops::{Base, Op, Receipt, Verdict};
use super::rules_change::RulesChange;
use crate::domain::ids::{Number, OpId, UserName, Version};
use crate::domain::local_text::Lang;
use crate::domain::moved::Moved;
use crate::domain::privacy::Private;
use crate::domain::request::Request;
use crate::domain::row::Row;
use crate::domain::work::Work;

/// What the last change of rules moved on this replica.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Movement {
    /// How many open items have another date.
    pub total: usize,
    /// They, the nearest new date first; a very long list is cut.
    pub moved: Vec<Moved>,
    /// Hash of the packs and calendar years it follows from; `None` if they stayed and a policy
    /// of the holder changed.
    #[serde(default)]
    pub rules_hash: Option<String>,
    /// The portal's record of the change, if it keeps one.
    #[serde(default)]
    pub change: Option<RulesChange>,
}

/// Where an operation stands between the decision and the end of its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpState {
    /// In its recall window; not sent.
    Held,
    /// To be sent as soon as there is a link.
    Ready,
    /// Handed to the network; whether the portal has it is not known until its verdict.
    Sending,
    /// Applied by the portal, not yet seen in the feed.
    Applied,
    /// Applied and seen in the feed.
    Done,
    /// Met another decision; waits for a choice.
    Conflict,
    /// The portal said no, for good.
    Rejected,
    /// Taken back before it was sent.
    Recalled,
    /// Given up, or replaced by another decision, after a conflict.
    Dropped,
}

impl OpState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Held,
        Self::Ready,
        Self::Sending,
        Self::Applied,
        Self::Done,
        Self::Conflict,
        Self::Rejected,
        Self::Recalled,
        Self::Dropped,
    ];

    /// Whether it is for the portal to judge.
    #[must_use]
    pub const fn is_to_be_sent(self) -> bool {
        matches!(self, Self::Ready | Self::Sending)
    }

    /// The kebab-case name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Ready => "ready",
            Self::Sending => "sending",
            Self::Applied => "applied",
            Self::Done => "done",
            Self::Conflict => "conflict",
            Self::Rejected => "rejected",
            Self::Recalled => "recalled",
            Self::Dropped => "dropped",
        }
    }

    /// Whether the portal does not have the decision yet, as far as is known.
    #[must_use]
    pub const fn is_unsent(self) -> bool {
        matches!(self, Self::Held | Self::Ready | Self::Sending)
    }

    /// Whether the decision is laid over the item as the user sees it.
    #[must_use]
    pub const fn is_overlaid(self) -> bool {
        matches!(
            self,
            Self::Held | Self::Ready | Self::Sending | Self::Applied
        )
    }

    /// Whether the user still has to know about it: everything but what ended as wished.
    #[must_use]
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Done | Self::Recalled | Self::Dropped)
    }
}

/// One operation of the outbox with its story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutboxEntry {
    /// Its place; operations of one entity are sent in this order.
    pub position: u64,
    /// The operation.
    pub op: Op,
    /// Where it stands.
    pub state: OpState,
    /// The end of the recall window.
    pub hold_until: Option<Timestamp>,
    /// When it was put into the outbox, by the workstation's clock.
    pub queued_at: Timestamp,
    /// When it was last handed to the network.
    pub sent_at: Option<Timestamp>,
    /// When it was first written into a package: from then on it is beyond recall.
    pub packaged_at: Option<Timestamp>,
    /// When its story ended or stopped.
    pub settled_at: Option<Timestamp>,
    /// How often it was handed to the network and not put off by the portal.
    pub attempts: u32,
    /// The code of the last failure to send.
    pub last_error: Option<String>,
    /// The portal's last verdict; of a conflict it carries the body as it stood then.
    pub verdict: Option<Verdict>,
    /// The due date of the item when it was decided.
    pub due: Option<Date>,
    /// What was chosen after a conflict.
    pub resolution: Option<Resolution>,
    /// Who chose it.
    pub settled_by: Option<UserName>,
}

impl OutboxEntry {
    /// Whether it is held and the clock stands before its decision by more than its window: the
    /// clock was moved back, and waiting for the end of the window could take for ever.
    #[must_use]
    pub fn clock_fell_behind(&self, now: Timestamp) -> bool {
        self.state == OpState::Held
            && self.hold_until.is_some_and(|until| {
                self.queued_at.duration_since(now) > until.duration_since(self.queued_at)
            })
    }

    /// The number of the item the operation is about, if it is an item; of one without a number
    /// yet zero.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        let unnumbered = || {
            let kind = self.op.command.kind();
            let unnumbered = self.op.entity == EntityKey::new_of(kind);
            unnumbered.then_some(Number::unnumbered(kind))
        };
        self.op.entity.id.parse().ok().or_else(unnumbered)
    }

    /// The portal's receipt, once there is one.
    #[must_use]
    pub const fn receipt(&self) -> Option<&Receipt> {
        match &self.verdict {
            Some(Verdict::Applied { receipt, .. } | Verdict::Same { receipt, .. }) => Some(receipt),
            _ => None,
        }
    }
}

/// What a user chose when a decision met another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// The decision is given up.
    Drop,
    /// It was decided again on the new state, by that operation.
    DecidedAgain(OpId),
    /// Its text is kept as a draft.
    KeptAsDraft,
}

/// One item with everything the replica knows about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its line in lists.
    pub row: Row,
    /// The entity.
    pub key: EntityKey,
    /// The version the portal gave.
    pub version: Version,
    /// What a new operation is decided on.
    pub base: Base,
    /// The item as the user sees it, pending decisions included; `None` when a newer portal
    /// wrote what is not understood here: such an item can only be looked at.
    pub work: Option<Work>,
    /// The pending decisions and those in conflict, oldest first.
    pub pending: Vec<OutboxEntry>,
}

impl Item {
    /// The request, if it is one that is understood.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        self.work.as_ref().and_then(Work::request)
    }
}

/// What is known of the questions of a conference as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboxFacts {
    /// When each was asked and settled.
    pub times: Vec<(Timestamp, Option<Timestamp>)>,
    /// How many are neither answered nor declined nor merged.
    pub open: usize,
    /// How many have come since the list was looked at.
    pub new: usize,
    /// The place at which the last one came to this computer.
    pub newest: u64,
}

/// A text that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The item it is about.
    pub number: Number,
    /// What it will be, as `draft_kind` names it.
    pub kind: String,
    /// The language it is written in.
    pub lang: Lang,
    /// The text.
    pub text: Private<String>,
    /// The place of the cursor, in characters.
    pub cursor: usize,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A page that would delete a large part of the replica, stopped until someone answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionQuestion {
    /// Entities it would delete.
    pub deleting: usize,
    /// Entities there are.
    pub of: usize,
}

/// Why a replica starts over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResetKind {
    /// The place in the feed is too old.
    CursorExpired,
    /// The portal was restored from a backup.
    EpochChanged,
    /// The account may see other entities than before: everything is wiped first.
    ScopeChanged,
}
