//! What the user can want: one table from which everything else follows.
//!
//! Dispatch, footer, help, palette, documentation and their tests derive from [`ACTIONS`].
//! An action that is not possible stays visible and says why ([`disabled()`]). Titles and hints
//! are the Fluent messages `action-<id>` and `action-<id>-hint`, dots written as dashes.
//! Invariants: no key stands twice among the actions that are active at one place; every action
//! is reachable with function keys, arrows, Enter, Esc, Tab or the palette.

use serde::Serialize;

use super::keymap::Chord;
use crate::domain::act::Act;
use crate::domain::refusal::Refusal;

mod disabled;
mod table;
#[cfg(test)]
mod tests;

pub use disabled::disabled;
pub use table::ACTIONS;

/// The place where an action is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// On every screen and over it.
    Anywhere,
    /// On every screen.
    Global,
    /// On every screen of the demo.
    Demo,
    /// On a list of items.
    List,
    /// Where an item is selected or shown.
    Item,
    /// On the detail of an item.
    Detail,
    /// On the outbox.
    Outbox,
    /// In the explanation of dates.
    Why,
    /// In the form of acceptance.
    Accept,
    /// In the form of return.
    Return,
    /// In the composer.
    Compose,
    /// In the help.
    Help,
    /// In the palette.
    Palette,
    /// In a question.
    Confirm,
    /// In the filter line.
    Filter,
    /// In a message shown in full.
    Message,
    /// In what the gate found.
    Gate,
    /// In the preview of a letter, or in the request beside it.
    Preview,
    /// In the templates.
    Templates,
    /// In an internal note.
    Note,
    /// In the last decisions.
    Acts,
    /// In the plan of one act on many items.
    Batch,
    /// Among related requests.
    Related,
    /// Among the colleagues.
    Colleagues,
    /// In a text read as its second reader.
    Reading,
    /// In the days on which a colleague is away.
    Absence,
    /// On the handover sheet of a colleague.
    Handover,
    /// In the search over everything.
    Search,
    /// Among the saved views.
    Views,
    /// Among the terms that moved.
    Moved,
    /// In the settings.
    Settings,
    /// Before a change of the profile: what it would move.
    ProfileMoves,
}

impl Scope {
    /// Every scope in the order of the help.
    pub const ALL: [Self; 32] = [
        Self::Anywhere,
        Self::Global,
        Self::List,
        Self::Item,
        Self::Detail,
        Self::Outbox,
        Self::Demo,
        Self::Why,
        Self::Accept,
        Self::Return,
        Self::Compose,
        Self::Help,
        Self::Palette,
        Self::Confirm,
        Self::Filter,
        Self::Message,
        Self::Gate,
        Self::Preview,
        Self::Templates,
        Self::Note,
        Self::Acts,
        Self::Batch,
        Self::Related,
        Self::Colleagues,
        Self::Reading,
        Self::Absence,
        Self::Handover,
        Self::Search,
        Self::Views,
        Self::Moved,
        Self::Settings,
        Self::ProfileMoves,
    ];

    /// The name; the title of the scope is the Fluent message `scope-<name>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::Global => "global",
            Self::Demo => "demo",
            Self::List => "list",
            Self::Item => "item",
            Self::Detail => "detail",
            Self::Outbox => "outbox",
            Self::Why => "why",
            Self::Accept => "accept",
            Self::Return => "return",
            Self::Compose => "compose",
            Self::Help => "help",
            Self::Palette => "palette",
            Self::Confirm => "confirm",
            Self::Filter => "filter",
            Self::Message => "message",
            Self::Gate => "gate",
            Self::Preview => "preview",
            Self::Templates => "templates",
            Self::Note => "note",
            Self::Acts => "acts",
            Self::Batch => "batch",
            Self::Related => "related",
            Self::Colleagues => "colleagues",
            Self::Reading => "reading",
            Self::Absence => "absence",
            Self::Handover => "handover",
            Self::Search => "search",
            Self::Views => "views",
            Self::Moved => "moved",
            Self::Settings => "settings",
            Self::ProfileMoves => "profile-moves",
        }
    }
}

/// What an action can do outside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Danger {
    /// Nothing.
    Safe,
    /// It may send a decision: ignored right after a paste or a change of window.
    Outward,
}

/// One thing a user can want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// Which one.
    pub id: ActionId,
    /// Its stable name, `queue.next`.
    pub name: &'static str,
    /// Where it is possible.
    pub scopes: &'static [Scope],
    /// Its keys: letters and punctuation first, then the second set (function keys, arrows, Enter, Esc, Tab).
    pub keys: &'static [Chord],
    /// What it can do outside the program.
    pub danger: Danger,
    /// Whether the palette lists it; moves and dialog keys are not commands.
    pub in_palette: bool,
    /// Place in the footer from the left; 0: not there.
    pub footer: u8,
}

impl Action {
    /// The Fluent id of the title.
    ///
    /// ```
    /// use awp::app::action::{ActionId, action};
    /// assert_eq!(action(ActionId::Next).title_id(), "action-queue-next");
    /// ```
    #[must_use]
    pub fn title_id(&self) -> String {
        format!("action-{}", self.name.replace('.', "-"))
    }

    /// The Fluent id of the one-line explanation.
    #[must_use]
    pub fn hint_id(&self) -> String {
        format!("{}-hint", self.title_id())
    }

    /// Its keys as shown in help and palette: `a F4`.
    #[must_use]
    pub fn keys_label(&self) -> String {
        let labels: Vec<String> = self.keys.iter().map(Chord::to_string).collect();
        labels.join(" ")
    }

    /// The first key, as shown in the footer.
    #[must_use]
    pub fn first_key(&self) -> Option<String> {
        self.keys.first().map(Chord::to_string)
    }
}

/// The record of an action.
#[must_use]
pub fn action(id: ActionId) -> &'static Action {
    // The table holds every id once, which a test asserts; the first record stands in for none.
    ACTIONS
        .iter()
        .find(|action| action.id == id)
        .unwrap_or(&table::HELP)
}

/// Every action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionId {
    /// Help of this place; again: close it.
    Help,
    /// The next language.
    Language,
    /// All commands by name.
    Palette,
    /// Exchange with the portal now.
    Sync,
    /// Leave the program.
    Quit,
    /// The tab to the right.
    NextTab,
    /// The tab to the left.
    PreviousTab,
    /// The screen of all work.
    Home,
    /// The screen of requests.
    Requests,
    /// The screen of operations on their way.
    Outbox,
    /// The last message in full.
    Message,
    /// The next theme.
    Theme,
    /// The next keyboard layout.
    Keyboard,
    /// Recall the last act that has not been sent.
    Recall,
    /// Stop the portal of the demo.
    StopPortal,
    /// Start the portal of the demo.
    StartPortal,
    /// One row or line down.
    Down,
    /// One row or line up.
    Up,
    /// One page down.
    PageDown,
    /// One page up.
    PageUp,
    /// To the beginning.
    First,
    /// To the end.
    Last,
    /// Open the selected item.
    Open,
    /// Filter the list.
    Filter,
    /// Show the whole list again.
    ClearFilter,
    /// Put the selected candidate into the filter line.
    TakeCandidate,
    /// The most urgent item that waits for a decision.
    Next,
    /// Accept for consideration.
    Accept,
    /// Return to the user.
    Return,
    /// Forward to the competent holder.
    Forward,
    /// Answer.
    Answer,
    /// Say where it is published.
    Publish,
    /// Refuse with reasons.
    Refuse,
    /// Extend the term.
    Extend,
    /// Tell the user of an extension.
    Notify,
    /// Clarify the content with the user.
    Clarify,
    /// Correct an answer.
    Correct,
    /// Close the follow-up of a dislike.
    FollowUp,
    /// Why these dates.
    Why,
    /// Back to the list.
    Back,
    /// Drop an operation that was refused or met a conflict.
    Drop,
    /// Decide again on the new state.
    Again,
    /// Keep the text of the operation as a draft and drop it.
    Keep,
    /// The ledger of the next clock.
    NextClock,
    /// The ledger of the previous clock.
    PreviousClock,
    /// Close what lies over the screen.
    Close,
    /// All keys, or those of this place.
    HelpAll,
    /// Past the lines of the checklist to the next field.
    NextPart,
    /// Back past the lines of the checklist.
    PreviousPart,
    /// The next field.
    NextField,
    /// The previous field.
    PreviousField,
    /// Mark or unmark a line.
    Toggle,
    /// Press the button, choose the line.
    Activate,
    /// Leave without deciding.
    Cancel,
    /// Return instead of accepting.
    ReturnInstead,
    /// A template for the letter.
    Template,
    /// The next blank of the letter.
    NextBlank,
    /// The letter as the user will read it.
    Preview,
    /// The request whose letter is written.
    ShowRequest,
    /// The text in the editor of the system.
    ExternalEditor,
    /// The internal note of the item.
    Note,
    /// What was decided on this computer lately.
    Acts,
    /// The terms that the last change of rules moved.
    Moved,
    /// Mark the selected item for one act on many.
    Mark,
    /// Mark from the last mark to the selected item.
    MarkRange,
    /// Mark all that the list shows.
    MarkAll,
    /// Requests alike, and those of the same author.
    Related,
    /// Show the colleagues over an item.
    Colleagues,
    /// Watch an item, or no more.
    Watch,
    /// Give an item to nobody in particular.
    GiveToNobody,
    /// Take over an item that somebody else writes about.
    TakeOver,
    /// Give the text to a second reader.
    AskReader,
    /// Read the text one was given as its second reader.
    Reading,
    /// Say that the text may leave.
    ReadGood,
    /// Send the text back with a remark.
    SendBack,
    /// Say who does the work of a colleague.
    Absence,
    /// Take back what was said about the days.
    TakeBack,
    /// Show the open work of a colleague.
    Handover,
    /// Search everything.
    Search,
    /// The saved views.
    Views,
    /// Open the first saved view.
    View1,
    /// Open the second one.
    View2,
    /// Open the third one.
    View3,
    /// Open the fourth one.
    View4,
    /// Open the fifth one.
    View5,
    /// Open the sixth one.
    View6,
    /// Save the filter of the list as a view.
    SaveView,
    /// Give the selected view another name.
    RenameView,
    /// Drop the selected view.
    DeleteView,
    /// Move the selected view one tab to the left.
    EarlierView,
    /// Link a related request, or part it.
    Link,
    /// One letter about both.
    AnswerTogether,
    /// Open the settings.
    Settings,
    /// Show the other part of the settings.
    OtherPart,
    /// The next value of a setting.
    NextValue,
    /// The value of a setting before.
    PreviousValue,
    /// Send the changed profile.
    SendProfile,
}

impl ActionId {
    /// The actions that begin an act of the law.
    const ACTS: [(Self, Act); 11] = [
        (Self::Accept, Act::Accept),
        (Self::Return, Act::Return),
        (Self::Forward, Act::Forward),
        (Self::Answer, Act::Answer),
        (Self::Publish, Act::AlreadyPublished),
        (Self::Refuse, Act::Refuse),
        (Self::Extend, Act::Extend),
        (Self::Notify, Act::Notify),
        (Self::Clarify, Act::Clarify),
        (Self::Correct, Act::Correct),
        (Self::FollowUp, Act::Close),
    ];

    /// The act of the law that the action begins.
    #[must_use]
    pub fn act(self) -> Option<Act> {
        let mut acts = Self::ACTS.into_iter();
        acts.find_map(|(id, act)| (id == self).then_some(act))
    }

    /// The action that begins an act; none begins what only the user does.
    #[must_use]
    pub fn of(act: Act) -> Option<Self> {
        let mut acts = Self::ACTS.into_iter();
        acts.find_map(|(id, one)| (one == act).then_some(id))
    }
}

/// Why an action is not possible now; worded by `disabled-<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DisabledReason {
    /// Nothing may be changed from here.
    ReadOnly(super::model::ReadOnly),
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
