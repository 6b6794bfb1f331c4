//! Why an action is not possible, as a code with its words in Fluent.

use serde::Serialize;

use crate::domain::refusal::Refusal;

/// Why an action is not possible now; worded by `disabled-<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DisabledReason {
    /// Nothing may be changed from here.
    ReadOnly(crate::app::model::ReadOnly),
    /// Nothing is selected.
    NothingSelected,
    /// The item is not loaded yet.
    Loading,
    /// The rules or the role say no.
    Law(Refusal),
    /// No act waits to be sent.
    NothingToRecall,
    /// Nobody else writes about the item.
    NobodyElseWrites,
    /// The selected operation was sent already.
    AlreadySent,
    /// The list is not filtered.
    NoFilter,
    /// No shell could go on with the program.
    NoShell,
    /// The terminal does not know how to take a text for a clipboard.
    NoClipboard,
    /// The terminal is too narrow for another border between list and detail.
    OneWidth,
    /// In line mode lines are typed here.
    LineMode,
    /// There is no message.
    NoMessage,
    /// Nothing is offered at the cursor.
    NoCandidate,
    /// The item has no running clocks.
    NoClocks,
    /// The selected operation needs no choice.
    NoChoice,
    /// An exchange is going on.
    Syncing,
    /// The demo portal runs.
    PortalRuns,
    /// The demo portal is stopped.
    PortalStopped,
    /// There is only one theme.
    OneTheme,
    /// Lines of the checklist are not confirmed yet.
    ChecksOpen(usize),
    /// An act on this item is being stored.
    BeingQueued,
    /// There is no template for this act and language.
    NoTemplate,
    /// Nothing is left to be filled in.
    NoBlank,
    /// The focus is in no text.
    NoText,
    /// No text waits for the user to read it.
    NothingToRead,
    /// A letter to many goes to no second reader.
    LetterToMany,
    /// A name is being typed.
    NameBeingTyped,
    /// There is no such view.
    NoView,
    /// No question has come.
    NothingNew,
    /// The act is decided item by item.
    OneByOne,
    /// The list is not filtered, so there is nothing to save.
    ListNotFiltered,
    /// As many views are saved as can be.
    ViewsFull,
    /// A template is opened from a letter.
    TemplateOnlyInLetter,
    /// A reader is being chosen.
    ChoosingReader,
    /// So many decisions: the number has to be typed.
    NumberNotTyped(usize),
    /// The role does not change the profile of the holder.
    ProfileRole,
    /// There is no link, and nothing of the kind is queued.
    NoLink,
    /// The portal has not told the profile yet.
    ProfileLoading,
    /// Nothing of the profile was changed here.
    NothingChanged,
    /// The text is longer than a line of the screen takes.
    TooLongHere,
}

impl DisabledReason {
    /// The kebab-case code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ReadOnly(_) => "read-only",
            Self::NothingSelected => "nothing-selected",
            Self::Loading => "loading",
            Self::Law(_) => "law",
            Self::NothingToRecall => "nothing-to-recall",
            Self::NobodyElseWrites => "nobody-else-writes",
            Self::AlreadySent => "already-sent",
            Self::NoFilter => "no-filter",
            Self::NoShell => "no-shell",
            Self::NoClipboard => "no-clipboard",
            Self::OneWidth => "one-width",
            Self::LineMode => "line-mode",
            Self::NoMessage => "no-message",
            Self::NoCandidate => "no-candidate",
            Self::NoClocks => "no-clocks",
            Self::NoChoice => "no-choice",
            Self::Syncing => "syncing",
            Self::PortalRuns => "portal-runs",
            Self::PortalStopped => "portal-stopped",
            Self::OneTheme => "one-theme",
            Self::ChecksOpen(_) => "checks-open",
            Self::BeingQueued => "being-queued",
            Self::NoTemplate => "no-template",
            Self::NoBlank => "no-blank",
            Self::NoText => "no-text",
            Self::NothingToRead => "nothing-to-read",
            Self::LetterToMany => "letter-to-many",
            Self::NameBeingTyped => "name-being-typed",
            Self::NoView => "no-view",
            Self::NothingNew => "nothing-new",
            Self::OneByOne => "one-by-one",
            Self::ListNotFiltered => "list-not-filtered",
            Self::ViewsFull => "views-full",
            Self::TemplateOnlyInLetter => "template-only-in-letter",
            Self::ChoosingReader => "choosing-reader",
            Self::NumberNotTyped(_) => "number-not-typed",
            Self::ProfileRole => "profile-role",
            Self::NoLink => "no-link",
            Self::ProfileLoading => "profile-loading",
            Self::NothingChanged => "nothing-changed",
            Self::TooLongHere => "too-long-here",
        }
    }
}
