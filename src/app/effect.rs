//! Orders to the shell: everything the program wants from the world.
//!
//! Plain data. The shell carries an effect out and answers with a [`Msg`](super::msg::Msg) that
//! repeats the revision or id it was asked with.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::export_form::ExportOrder;
use super::list::{ListQuery, Revision};
use super::package_form::PackageOrder;
use super::views::View;
use crate::config::{ColorDepth, Keyboard, ListShare, SlowLink};
use crate::domain::act::Act;
use crate::domain::command::Command;
use crate::domain::desk::DeskOrder;
use crate::domain::filter::{Facet, Filter};
use crate::domain::ids::{Number, OpId, UserName};
use crate::domain::local_text::Lang;
use crate::domain::row::Inbox;
use crate::domain::search::Query;
use crate::domain::text::CitizenText;
use crate::wire::desk::AbsenceRequest;
use crate::wire::draft::LetterDraft;
use crate::wire::ops::Base;
use crate::wire::profile::ProfileRequest;

/// One order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Read rows of a list; answered by `Msg::Window`.
    LoadWindow {
        /// The revision of the question.
        revision: Revision,
        /// What is listed; ordered by urgency, then number.
        query: ListQuery,
        /// Index of the first row wanted; clamped to the end by the store.
        offset: u64,
        /// Rows wanted.
        limit: u32,
        /// The item whose index in the whole list is wanted too. If it is in the list and
        /// outside the asked rows, the rows are those around it instead.
        anchor: Option<Number>,
    },
    /// Count for header and tabs; answered by `Msg::Counts`.
    LoadCounts {
        /// The revision of the question.
        revision: Revision,
        /// Today in Asia/Almaty.
        today: Date,
    },
    /// Read one item with its pending operations replayed; answered by `Msg::Item`.
    LoadItem {
        /// The revision of the question.
        revision: Revision,
        /// The item.
        number: Number,
    },
    /// Read what the head of an inbox tells; answered by `Msg::Inbox`.
    LoadInbox {
        /// The revision of the question.
        revision: Revision,
        /// What is listed.
        inbox: Inbox,
    },
    /// Star an item on this computer, or take the star away where it has one.
    Star(Number),
    /// Begin an item that the portal numbers: the draft of a conference, a circular. Answered by
    /// `Msg::Begun` or `Msg::Failed`.
    Begin {
        /// What begins it.
        command: Command,
        /// The hash of the rules it was decided under.
        rules_hash: String,
        /// When it was decided, by the clock of this computer.
        decided_at: Timestamp,
        /// Not to be sent before this instant.
        hold_until: Option<Timestamp>,
    },
    /// Read the accounts of all holders; answered by `Msg::Accounts`.
    LoadAccounts,
    /// Write a conference into a file; answered by `Msg::Exported`.
    Export(ExportOrder),
    /// Write the outbox into a file or take receipts out of one; answered by `Msg::Packaged`.
    Package(PackageOrder),
    /// Read the whole outbox; answered by `Msg::Outbox`.
    LoadOutbox {
        /// The revision of the question.
        revision: Revision,
    },
    /// Find the most urgent item that waits for a decision (new or in moderation, nothing
    /// pending), other than `after` if there is another; answered by `Msg::NextFound`.
    FindNext {
        /// The revision of the question.
        revision: Revision,
        /// The item shown now.
        after: Option<Number>,
        /// The inbox that is served; `None`: the requests.
        inbox: Option<Inbox>,
    },
    /// Store a decision in the outbox; answered by `Msg::Queued`. Outward: only ever the
    /// result of a confirmed form.
    Queue(QueueOrder),
    /// Take an unsent operation back; answered by `Msg::Recalled`.
    Recall {
        /// The operation.
        op_id: OpId,
    },
    /// The recall window of an operation has ended: it may be sent.
    HoldEnded {
        /// The operation.
        op_id: OpId,
    },
    /// Settle an operation that was refused or met a conflict; answered by `Msg::Settled`.
    Settle {
        /// The operation.
        op_id: OpId,
        /// What becomes of it.
        choice: Settle,
    },
    /// Read a draft; answered by `Msg::Draft`.
    LoadDraft(DraftKey),
    /// Keep what was typed; failures are answered by `Msg::Failed`.
    SaveDraft {
        /// Of what.
        key: DraftKey,
        /// What was chosen and typed.
        draft: LetterDraft,
    },
    /// Forget the drafts of an act on an item, in every language.
    DeleteDraft {
        /// The item.
        number: Number,
        /// The act.
        act: Act,
    },
    /// Keep the internal note of an item; a blank one is forgotten.
    SaveNote {
        /// The item.
        number: Number,
        /// The note.
        text: CitizenText,
    },
    /// Keep what the user would say as the second reader; a blank text is forgotten.
    SaveRemark {
        /// The item.
        number: Number,
        /// The remark.
        text: CitizenText,
    },
    /// Say who does the work of a colleague, or take that back; now or never; answered by
    /// `Msg::Absence`.
    Absence(AbsenceRequest),
    /// Read the saved views; answered by `Msg::Views`.
    LoadViews,
    /// Keep the saved views.
    SaveViews(Vec<View>),
    /// Count the items of a view; answered by `Msg::ViewCount`.
    CountView {
        /// Repeated in the answer.
        revision: Revision,
        /// Its filter.
        filter: Filter,
    },
    /// Count what the items of a list have in common; answered by `Msg::Groups`.
    LoadGroups {
        /// Repeated in the answer.
        revision: Revision,
        /// The list; its filter asks nothing of the facet.
        query: ListQuery,
        /// What they are grouped by.
        facet: Facet,
    },
    /// Search everything the replica holds; answered by `Msg::Found`.
    Search {
        /// Repeated in the answer.
        revision: Revision,
        /// What is looked for.
        query: Query,
    },
    /// Read the open work of a colleague; answered by `Msg::Handover`.
    LoadHandover {
        /// Repeated in the answer.
        revision: Revision,
        /// Whose work.
        user: UserName,
    },
    /// Read colleagues and what they sit at; answered by `Msg::House`.
    LoadHouse,
    /// Give an order about the desk of an item, now or never; answered by `Msg::Desk`.
    Desk {
        /// The item.
        number: Number,
        /// The order.
        order: DeskOrder,
    },
    /// Find the requests related to one; answered by `Msg::Related`.
    LoadRelated(Number),
    /// Link two requests on this computer, or part them.
    Link {
        /// The one.
        one: Number,
        /// The other.
        other: Number,
        /// Link or part.
        on: bool,
    },
    /// Read what was decided on this computer lately; answered by `Msg::Acts`.
    LoadActs,
    /// Read the profile of the holder at the portal, now or never; answered by `Msg::Profile`.
    LoadProfile,
    /// Change the profile, or ask what that would move; answered by `Msg::ProfileChanged`.
    ChangeProfile(Box<ProfileRequest>),
    /// Read what the last change of rules moved; answered by `Msg::Movement`.
    LoadMovement,
    /// Read the numbers of a list, at most so many; answered by `Msg::Numbers`.
    LoadNumbers {
        /// What is listed.
        query: ListQuery,
        /// The most.
        most: usize,
    },
    /// Read items for one act on all of them; answered by `Msg::Items`.
    LoadItems {
        /// The act.
        act: Act,
        /// The items.
        numbers: Vec<Number>,
    },
    /// Note how often a template was taken on this computer.
    SaveTemplateUse {
        /// The template.
        id: String,
        /// So often.
        uses: u64,
    },
    /// Open a text in the editor of the system, the terminal handed over; answered by
    /// `Msg::Edited`.
    EditOutside(CitizenText),
    /// Give the terminal back and stop, until the shell goes on with the program.
    Suspend,
    /// Ring the bell of the terminal.
    Ring,
    /// Ask the terminal to put a text on its clipboard.
    Copy(CitizenText),
    /// Exchange with the portal now; acts still in their recall window stay.
    SyncNow,
    /// The answer to the question whether the replica may be reset.
    AnswerReset {
        /// Let the portal delete.
        accept: bool,
    },
    /// Stop the portal of the demo; answered by `Msg::Portal`.
    StopPortal,
    /// Start the portal of the demo; answered by `Msg::Portal`.
    StartPortal,
    /// Save a setting; failures are answered by `Msg::Failed`.
    SaveSetting(Setting),
    /// End the program with exit code 0, or by the signal that was received.
    Quit,
}

/// What a draft is of: each item, act and language has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DraftKey {
    /// The item.
    pub number: Number,
    /// The act.
    pub act: Act,
    /// The language it is written in; of a return, which has one draft, the program's first.
    pub lang: Lang,
}

/// A decision to be stored and sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueueOrder {
    /// The revision of the order, repeated in the answer.
    pub revision: Revision,
    /// The item.
    pub number: Number,
    /// The decision, already judged by `domain::decide`.
    pub command: Command,
    /// What it is based on.
    pub base: Base,
    /// When it was decided, by the clock of this computer.
    pub decided_at: Timestamp,
    /// The hash of the rules it was decided under.
    pub rules_hash: String,
    /// Not to be sent before this instant; equal to `decided_at` when there is no time to wait.
    pub hold_until: Timestamp,
}

/// What becomes of an operation that the portal did not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settle {
    /// Drop it.
    Drop,
    /// Decide again on the new state: its text becomes the draft, the operation is dropped.
    Again,
    /// Keep its text as the draft, drop the operation.
    KeepDraft,
}

/// A setting changed on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// Language.
    Lang(Lang),
    /// Theme, by name.
    Theme(String),
    /// Keyboard layout.
    Keyboard(Keyboard),
    /// How long an outward act can be recalled, in seconds.
    Recall(u32),
    /// Colour depth.
    Color(ColorDepth),
    /// Borders and marks of ASCII only.
    Ascii(bool),
    /// The mouse is listened to.
    Mouse(bool),
    /// What is said of the line to the terminal.
    SlowLink(SlowLink),
    /// The share of the list beside the detail.
    ListShare(ListShare),
}
