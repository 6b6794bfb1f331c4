//! What happened: keys, time, answers of the shell, news of the exchange.
//!
//! Plain data. The shell sends [`Msg::Clock`] before any other message that follows a wait.

use jiff::Timestamp;
use serde::Serialize;

use super::detail::Item;
use super::effect::{DraftKey, Settle};
use super::export_form::ExportTrouble;
use super::house::{DeskFailure, HandoverLine, House};
use super::inbox::InboxHead;
use super::key::Key;
use super::list::{ListId, ListQuery, Revision};
use super::model::{Counts, Link, Rules, Settings};
use super::notice::Failure;
use super::outbox::OutboxEntry;
use super::overlay::RelatedAnswer;
use super::package_form::{PackageDone, PackageTrouble, PackageWhat};
use super::pointer::Pointed;
use super::preferences::ProfileFailure;
use super::staff::Account;
use super::typed_line::LineFault;
use super::views::View;
use crate::domain::act::Act;
use crate::domain::desk::{DeskOrder, Lease, WasRead};
use crate::domain::filter::Group;
use crate::domain::ids::{ItemKind, Number, OpId};
use crate::domain::privacy::Private;
use crate::domain::refusal::Refusal;
use crate::domain::row::Row;
use crate::domain::search::Found;
use crate::domain::text::CitizenText;
use crate::wire::desk::AbsenceRequest;
use crate::wire::draft::LetterDraft;
use crate::wire::profile::{ProfileOutcome, ProfileRequest, ProfileView};
use crate::wire::replica::Movement;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Msg {
    /// The answer to `Effect::LoadNumbers`.
    Numbers(ListQuery, Vec<Number>),
    /// The answer to `Effect::LoadItems`; those that are not there are left out.
    Items {
        /// The act.
        act: Act,
        /// The items.
        items: Vec<Item>,
    },
    /// The answer to `Effect::LoadRelated`.
    Related(RelatedAnswer),
    /// The answer to `Effect::Absence`.
    Absence {
        /// What was said.
        request: AbsenceRequest,
        /// Whether the portal took it.
        result: Result<(), DeskFailure>,
    },
    /// The search index is being renewed after an upgrade; `Msg::StoreChanged` follows.
    IndexRenewing,
    /// The answer to `Effect::LoadViews`.
    Views(Vec<View>),
    /// The answer to `Effect::CountView`.
    ViewCount {
        /// The question's.
        revision: Revision,
        /// How many items it has.
        items: u64,
    },
    /// The answer to `Effect::LoadGroups`.
    Groups {
        /// The question's.
        revision: Revision,
        /// The groups, in the order in which they are shown.
        groups: Vec<Group>,
    },
    /// The answer to `Effect::Search`.
    Found {
        /// The question's.
        revision: Revision,
        /// What was found in the replica.
        found: Found,
    },
    /// The answer to `Effect::LoadHandover`.
    Handover {
        /// The question's.
        revision: Revision,
        /// The items, the most urgent first.
        lines: Vec<HandoverLine>,
    },
    /// A second reader has said what they think of a text of the user.
    WasRead(WasRead),
    /// The answer to `Effect::LoadHouse`.
    House(Box<House>),
    /// The answer to `Effect::LoadProfile`.
    Profile(Box<Result<ProfileView, ProfileFailure>>),
    /// The answer to `Effect::ChangeProfile`.
    ProfileChanged {
        /// What was asked.
        request: Box<ProfileRequest>,
        /// What it did, or would do.
        result: Box<Result<ProfileOutcome, ProfileFailure>>,
    },
    /// The answer to `Effect::Desk`: the lease of somebody else on the item, if there is one.
    Desk {
        /// The item.
        number: Number,
        /// The order.
        order: DeskOrder,
        /// What became of it.
        result: Result<Option<Lease>, DeskFailure>,
    },
    /// Somebody else changed an item that the account watches.
    Watched(Number),
    /// The answer to `Effect::LoadActs`, newest first.
    Acts(Vec<OutboxEntry>),
    /// The answer to `Effect::LoadMovement`.
    Movement(Box<Movement>),
    /// The rules changed, and so many open items have another date.
    TermsMoved(u64),
    /// The answer to `Effect::EditOutside`: the text as it was saved there.
    Edited(Result<CitizenText, Failure>),
    /// The time now; also the answer to `Model::next_wake`.
    Clock(Timestamp),
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Pointed(Pointed),
    /// A line was typed in line mode.
    Line(CitizenText),
    /// A line of line mode could not be taken.
    LineRefused(LineFault),
    /// Text was pasted.
    Paste(CitizenText),
    /// The window got (`true`) or lost the focus.
    Focus(bool),
    /// The line to the terminal became slow (`true`) or is so no longer.
    SlowLink(bool),
    /// The terminal has another size.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// How far the last drawing can be scrolled, so that scrolling ends where the text ends.
    Measured {
        /// The greatest useful first line of the detail.
        detail: u16,
        /// The greatest useful first line of the top overlay.
        overlay: u16,
    },
    /// The answer to `Effect::LoadWindow`.
    Window(WindowAnswer),
    /// The answer to `Effect::LoadCounts`.
    Counts {
        /// The revision asked with.
        revision: Revision,
        /// The counts.
        counts: Counts,
    },
    /// The answer to `Effect::LoadItem`; `None`: not in the replica.
    Item {
        /// The revision asked with.
        revision: Revision,
        /// The number asked for.
        number: Number,
        /// The item.
        item: Option<Box<Item>>,
    },
    /// The answer to `Effect::LoadOutbox`.
    Outbox {
        /// The revision asked with.
        revision: Revision,
        /// The operations, what needs a choice first.
        entries: Vec<OutboxEntry>,
    },
    /// The order to begin an item of this kind is safely stored.
    Begun(ItemKind),
    /// The answer to `Effect::LoadAccounts`.
    Accounts(Vec<Account>),
    /// The answer to `Effect::Export`: where the file is, or why there is none.
    Exported {
        /// The conference.
        number: Number,
        /// The whole path.
        result: Result<Private<String>, ExportTrouble>,
    },
    /// The answer to `Effect::Package`: what was done, or why nothing was.
    Packaged {
        /// What was asked for.
        what: PackageWhat,
        /// How it went.
        result: Result<PackageDone, PackageTrouble>,
    },
    /// The answer to `Effect::LoadInbox`; `None`: the conference is not in the replica.
    Inbox {
        /// The revision asked with.
        revision: Revision,
        /// What is known of the conference.
        head: Option<Box<InboxHead>>,
    },
    /// The answer to `Effect::FindNext`; `None`: nothing waits.
    NextFound {
        /// The revision asked with.
        revision: Revision,
        /// The item.
        number: Option<Number>,
    },
    /// The answer to `Effect::Queue`.
    Queued {
        /// The revision of the order.
        revision: Revision,
        /// The operation, safely stored, or why it is not.
        result: Result<OpId, Failure>,
    },
    /// The answer to `Effect::Recall`.
    Recalled {
        /// The operation.
        op_id: OpId,
        /// Done, or why not.
        result: Result<(), Refused>,
    },
    /// The answer to `Effect::Settle`.
    Settled {
        /// The operation.
        op_id: OpId,
        /// Its item.
        number: Number,
        /// Its act.
        act: Act,
        /// What was chosen.
        choice: Settle,
        /// Done, or why not.
        result: Result<(), Failure>,
    },
    /// The answer to `Effect::LoadDraft`.
    Draft {
        /// Of what.
        key: DraftKey,
        /// The draft, if there is one.
        draft: Option<LetterDraft>,
    },
    /// The replica or the outbox changed; everything shown is read again.
    StoreChanged,
    /// The link to the portal stands otherwise.
    Link(Link),
    /// The portal gave a verdict on an operation.
    Verdict {
        /// The operation.
        op_id: OpId,
        /// Its item.
        number: Number,
        /// Its act.
        act: Act,
        /// The verdict.
        outcome: Outcome,
    },
    /// The portal would have the replica delete more than a third of its items.
    ResetQuestion {
        /// Items that would go.
        deleting: u64,
        /// Items held.
        of: u64,
    },
    /// The portal of the demo runs or not.
    Portal {
        /// It runs.
        running: bool,
    },
    /// New rules or another policy came with an exchange.
    Rules(Box<Rules>),
    /// The settings were read anew.
    Settings(Box<Settings>),
    /// The clock of this computer was moved back.
    ClockMovedBack,
    /// An order failed that has no answer of its own, or nothing in particular failed.
    Failed(Failure),
    /// A read failed: the question of this revision gets no answer.
    ReadFailed {
        /// The revision asked with.
        revision: Revision,
        /// Why.
        failure: Failure,
    },
    /// The program must end (a signal, the terminal is gone): typed text is flushed, then it
    /// quits without a question.
    Shutdown,
}

/// Rows of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WindowAnswer {
    /// The list.
    pub list: ListId,
    /// The revision asked with.
    pub revision: Revision,
    /// Rows in the whole list.
    pub total: u64,
    /// Index of the first row given.
    pub offset: u64,
    /// The rows.
    pub rows: Vec<Row>,
    /// The index of the anchor asked for, if it is still in the list.
    pub anchor_at: Option<u64>,
}

/// Why a recall was not possible.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// The rules say no: it was sent already.
    Refusal(Refusal),
    /// It did not work.
    Failure(Failure),
}

/// The portal's verdict, as far as the user is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Applied.
    Applied {
        /// The code of the receipt.
        receipt: String,
    },
    /// The item was changed elsewhere.
    Conflict,
    /// The rules or the role say no.
    Rejected(Refusal),
}
