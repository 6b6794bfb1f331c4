//! Messages to the user: what happened, for how long it is shown, what stands behind it.
//!
//! A notice is data, not text: it is worded when drawn, so that a change of language reaches it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::action::ActionId;
use super::export_form::ExportTrouble;
use super::package_form::PackageNotice;
use super::typed_line::LineFault;
use crate::domain::act::Act;
use crate::domain::desk::{DeskRefusal, WasRead};
use crate::domain::ids::{Number, UserName};
use crate::domain::privacy::Private;
use crate::domain::refusal::Refusal;

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something went as wished.
    Info,
    /// Worth a look.
    Warning,
    /// Something did not work or was refused.
    Error,
}

/// A technical failure as the shell reports it.
///
/// The user reads the Fluent message `failure-<code>`; `detail` is technical, without personal
/// data, for the message details and the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// What failed.
    pub code: FailureCode,
    /// Technical text: what and where; English; without personal data.
    pub detail: String,
}

/// The kinds of technical failures a user is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureCode {
    /// The store could not be read.
    StoreRead,
    /// The store could not be written.
    StoreWrite,
    /// The disk is full.
    DiskFull,
    /// The store is damaged.
    StoreDamaged,
    /// The portal cannot be reached.
    Unreachable,
    /// The portal answered something that is not understood.
    BadAnswer,
    /// The portal had an error of its own.
    PortalError,
    /// The portal needs a newer workstation.
    TooOld,
    /// Signing in is needed again.
    SignedOut,
    /// The demo portal could not be started or stopped.
    DemoPortal,
    /// A setting could not be saved.
    SettingNotSaved,
    /// The user's own templates cannot be read.
    Templates,
    /// The user's own keys cannot be used.
    Keys,
    /// A theme cannot be used.
    Theme,
    /// The editor of the system could not be used.
    Editor,
    /// Anything else.
    Internal,
}

impl FailureCode {
    /// Every code, for tests of the texts.
    pub const ALL: [Self; 16] = [
        Self::StoreRead,
        Self::StoreWrite,
        Self::DiskFull,
        Self::StoreDamaged,
        Self::Unreachable,
        Self::BadAnswer,
        Self::PortalError,
        Self::TooOld,
        Self::SignedOut,
        Self::DemoPortal,
        Self::SettingNotSaved,
        Self::Templates,
        Self::Keys,
        Self::Theme,
        Self::Editor,
        Self::Internal,
    ];

    /// The kebab-case code, the tail of the Fluent ids `failure-…` and `failure-…-hint`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::StoreRead => "store-read",
            Self::StoreWrite => "store-write",
            Self::DiskFull => "disk-full",
            Self::StoreDamaged => "store-damaged",
            Self::Unreachable => "unreachable",
            Self::BadAnswer => "bad-answer",
            Self::PortalError => "portal-error",
            Self::TooOld => "too-old",
            Self::SignedOut => "signed-out",
            Self::DemoPortal => "demo-portal",
            Self::SettingNotSaved => "setting-not-saved",
            Self::Templates => "templates",
            Self::Keys => "keys",
            Self::Theme => "theme",
            Self::Editor => "editor",
            Self::Internal => "internal",
        }
    }
}

impl FailureCode {
    /// Whether the store of this computer failed, not the link or the portal.
    #[must_use]
    pub const fn is_of_the_store(self) -> bool {
        matches!(
            self,
            Self::StoreRead | Self::StoreWrite | Self::DiskFull | Self::StoreDamaged
        )
    }
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeText {
    /// No key that came goes with the one at this place.
    NoSuchKeys(char),
    /// A text was sent to the terminal for its clipboard.
    Copied,
    /// A text is longer than a terminal takes for its clipboard.
    TooLongToCopy,
    /// A line fits several commands.
    WhichCommand(Vec<ActionId>),
    /// A line is nothing that is known.
    UnknownLine,
    /// There is no list here that could be filtered.
    NoListHere,
    /// A line could not be taken.
    LineFault(LineFault),
    /// What is open has to be closed before an item is opened.
    CloseFirst,
    /// An act was queued and can be recalled.
    Held {
        /// The item.
        number: Number,
        /// The act.
        act: Act,
        /// The end of the recall window.
        until: Timestamp,
    },
    /// An act was queued and goes out with the next exchange.
    Queued {
        /// The item.
        number: Number,
        /// The act.
        act: Act,
    },
    /// The portal applied an act.
    Applied {
        /// The item.
        number: Number,
        /// The act.
        act: Act,
        /// The code of the receipt.
        receipt: String,
    },
    /// The portal refused an act.
    Rejected {
        /// The item.
        number: Number,
        /// The act.
        act: Act,
        /// Why.
        refusal: Refusal,
    },
    /// An act met a change made elsewhere.
    Conflict {
        /// The item.
        number: Number,
        /// The act.
        act: Act,
    },
    /// Somebody else writes about an item that was opened here.
    WrittenBy {
        /// The item.
        number: Number,
        /// Who.
        user: UserName,
        /// Until when, unless renewed.
        until: Timestamp,
    },
    /// Somebody took over the item that is open here.
    TakenOver {
        /// The item.
        number: Number,
        /// Who.
        user: UserName,
    },
    /// An item was taken over.
    TookOver(Number),
    /// A text waits to be read.
    ToRead {
        /// The item.
        number: Number,
        /// Whose text.
        user: UserName,
    },
    /// A text of the user was read.
    WasRead(WasRead),
    /// A text was given to a second reader.
    ReadingAsked {
        /// The item.
        number: Number,
        /// Who reads.
        user: UserName,
    },
    /// The text that was read may leave.
    ReadGood(Number),
    /// The text that was read was sent back.
    ReadBack(Number),
    /// Somebody does the work of a colleague.
    StandsIn {
        /// Who is away.
        user: UserName,
        /// Who does the work.
        substitute: UserName,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// Nobody does the work of a colleague on these days any more.
    StandsInNoMore {
        /// Who was to be away.
        user: UserName,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// The search index is being renewed after an upgrade.
    IndexRenewing,
    /// The filter of a saved view cannot be read.
    ViewUnreadable(Private<String>),
    /// An item was given to somebody.
    Assigned {
        /// The item.
        number: Number,
        /// To whom.
        user: UserName,
    },
    /// An item was given to nobody in particular.
    AssignedToNobody(Number),
    /// An item is watched.
    Watching(Number),
    /// An item is watched no more.
    WatchingNoMore(Number),
    /// Somebody else changed a watched item.
    WatchedChanged(Number),
    /// The draft of a conference is on its way to the portal.
    ConferenceBegun,
    /// A circular waits in the outbox, where it can be recalled for a while.
    CircularHeld,
    /// A file was written there.
    Exported(Private<String>),
    /// No file was written.
    NotExported(ExportTrouble),
    /// What became of a file with the outbox or with receipts.
    Package(PackageNotice),
    /// Colleagues cannot have it so.
    DeskRefused(DeskRefusal),
    /// What colleagues do needs a link.
    DeskNeedsLink,
    /// A request was linked with the shown one.
    Linked(Number),
    /// A request was parted from the shown one.
    Parted(Number),
    /// So many items are marked.
    Marked(u64),
    /// So many decisions of a batch were queued.
    BatchQueued(u64),
    /// An act was recalled.
    Recalled {
        /// The item.
        number: Number,
        /// The act.
        act: Act,
    },
    /// The rules or the role say no.
    Refused(Refusal),
    /// An action is not possible here.
    Disabled(super::action::DisabledReason),
    /// A failure.
    Failed(Failure),
    /// Nothing is left that waits for a decision.
    NothingNext,
    /// The item is not in the replica.
    NotFound(Number),
    /// The item was changed while a form was open.
    ChangedMeanwhile(Number),
    /// The typed text was kept as a draft.
    DraftKept(Number),
    /// Keys right after a paste or a change of window are not taken for a decision.
    TooSoon,
    /// The language was changed.
    LanguageChanged,
    /// The keyboard layout was changed.
    KeyboardChanged(crate::config::Keyboard),
    /// The theme was changed.
    ThemeChanged(String),
    /// The settings were read anew.
    SettingsRead,
    /// An exchange was asked for.
    SyncAsked,
    /// The demo portal was stopped.
    PortalStopped,
    /// The demo portal was started.
    PortalStarted,
    /// What was chosen for a conflict or a refused act was carried out.
    Settled(Number),
    /// The rules changed, and so many open items have another date.
    TermsMoved(u64),
    /// The profile of the holder was changed, and so many open items have another date.
    ProfileChanged(u64),
    /// The portal did not give or change the profile.
    ProfileFailed(super::preferences::ProfileFailure),
    /// What was changed of the profile was left as it was.
    ProfileLeft,
    /// Typed keys were dropped because an answer did not come.
    TypeAheadDropped,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// What it says.
    pub text: NoticeText,
    /// How much it matters.
    pub severity: Severity,
    /// When it came.
    pub at: Timestamp,
    /// When it leaves by itself; `None`: it stays until dismissed or replaced.
    pub until: Option<Timestamp>,
}
