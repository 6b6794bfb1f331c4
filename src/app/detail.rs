//! The item shown beside or instead of the list.
//!
//! Follows the selection after a rest, so that holding a key stays cheap. It is read a little
//! earlier: who opens it, or decides on it, then waits for nothing.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::list::Revision;
use crate::domain::clock::Clock;
use crate::domain::conference::Conference;
use crate::domain::desk::Desk;
use crate::domain::ids::{Number, OpId, Version};
use crate::domain::question::Tally;
use crate::domain::request::Request;
use crate::domain::text::CitizenText;
use crate::domain::work::Work;
use crate::wire::ops::Base;

/// How long the selection must rest before its item is shown.
pub const REST: SignedDuration = SignedDuration::from_millis(120);
/// The same on a slow link.
pub const LONG_REST: SignedDuration = SignedDuration::from_millis(500);
/// How long the selection must rest before its item is read: longer than a held key takes to come
/// again, at 25 a second or more.
pub const READ_REST: SignedDuration = SignedDuration::from_millis(50);

/// What a decision on an item has to look at besides it, as the replica knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Surroundings {
    /// The conference of a question.
    pub conference: Option<Box<Conference>>,
    /// The questions of a conference that are neither answered nor declined.
    pub open_questions: Vec<Number>,
    /// How the questions of a conference stand, once it has opened.
    pub tally: Option<Tally>,
}

impl Surroundings {
    /// Whether a question of the conference was answered after the end.
    #[must_use]
    pub fn answered_late(&self) -> bool {
        self.tally.as_ref().is_some_and(|tally| tally.late > 0)
    }
}

/// An item as the store holds it: the portal's state with the pending operations replayed on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The item itself, pending decisions applied.
    pub work: Work,
    /// What stands around it.
    pub around: Surroundings,
    /// The version the portal gave.
    pub version: Version,
    /// What a new decision would be based on: that version, or the last pending operation.
    pub base: Base,
    /// The operations replayed, oldest first.
    pub pending: Vec<OpId>,
    /// The requests it was linked with, on this computer.
    pub linked: Vec<Number>,
    /// What colleagues do with it.
    pub desk: Desk,
    /// The internal note, which never leaves this computer.
    pub note: Option<CitizenText>,
    /// What was typed as its second reader and not said yet.
    pub remark: Option<CitizenText>,
}

impl Item {
    /// The public number.
    #[must_use]
    pub const fn number(&self) -> Number {
        self.work.number()
    }

    /// The request, if it is one.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        self.work.request()
    }
}

/// A loaded item with what the rules say about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The item.
    pub item: Item,
    /// Its live clocks with their ledgers, earliest latest date first; empty when closed.
    pub clocks: Vec<Clock>,
    /// A day that the clocks need has no calendar data.
    pub calendar_missing: Option<jiff::civil::Date>,
}

/// An item that was read before it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadAhead {
    /// The revision of the question.
    pub revision: Revision,
    /// The item with what the rules say about it; `None`: it is not in the replica.
    pub shown: Option<Box<Shown>>,
}

/// The place of the detail.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DetailState {
    /// The number that should be shown.
    pub number: Option<Number>,
    /// The revision of the last question.
    pub revision: Revision,
    /// The question on its way.
    pub asked: Option<Revision>,
    /// What is shown of `number`, if anything, is old until the answer to this question, or a later
    /// one, has come: it was there before the selection came to it, or before a decision that was
    /// made or taken back here.
    pub fresh_from: Option<Revision>,
    /// When the item that rests in the selection is read.
    pub read_at: Option<Timestamp>,
    /// When its rest ends and it is shown.
    pub show_at: Option<Timestamp>,
    /// The item of `number`, read before its rest has ended.
    pub ahead: Option<ReadAhead>,
    /// What is shown; may still be an earlier item: compare with `number`.
    pub shown: Option<Box<Shown>>,
    /// The number was looked for and is not in the replica.
    pub missing: bool,
    /// The first line on screen.
    pub scroll: u16,
    /// The greatest useful `scroll`, as the last drawing told; `None`: not drawn yet.
    pub scroll_end: Option<u16>,
}

impl DetailState {
    /// Whether what is shown of `number`, if anything, may have changed since it was read.
    #[must_use]
    pub const fn is_old(&self) -> bool {
        self.fresh_from.is_some()
    }

    /// The item of `number`, once it is the one that is shown.
    #[must_use]
    pub fn current(&self) -> Option<&Shown> {
        let shown = self.shown.as_deref()?;
        (Some(shown.item.number()) == self.number).then_some(shown)
    }
}
