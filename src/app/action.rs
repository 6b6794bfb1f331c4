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

mod disabled;
mod reason;
mod scope;
mod table;
#[cfg(test)]
mod tests;

pub use disabled::disabled;
pub use reason::DisabledReason;
pub use scope::Scope;
pub use table::ACTIONS;

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

    /// Whether it is possible at a place where these scopes are active.
    #[must_use]
    pub fn is_at(&self, scopes: &[Scope]) -> bool {
        self.scopes.iter().any(|scope| scopes.contains(scope))
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
    /// Find out which layout is on the keyboard.
    KeyboardCheck,
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
    /// Write the outbox into a file.
    OutboxExport,
    /// Take receipts out of a file.
    OutboxReceipts,
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
    /// The selected decision of the outbox in full.
    ShowDecision,
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
    /// Show what the items of the list have in common.
    Groups,
    /// Group by the next field.
    NextFacet,
    /// Group by the previous field.
    PreviousFacet,
    /// Look up the rules.
    Law,
    /// Goes to the shell for a while.
    Suspend,
    /// Gives the list more room beside the detail.
    WiderList,
    /// Gives the list less room beside the detail.
    NarrowerList,
    /// The number of the item onto the clipboard.
    CopyNumber,
    /// The text of the item onto the clipboard.
    CopyText,
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
    /// The screen of topic applications.
    Topics,
    /// The screen of conferences.
    Conferences,
    /// Accept a topic application.
    TopicAccept,
    /// Refuse a topic application.
    TopicRefuse,
    /// Begin the draft of a conference.
    ConferenceNew,
    /// The questions of a conference.
    ConferenceInbox,
    /// Fill the template of a conference.
    TemplateFill,
    /// Send a template to the Operator.
    TemplateSend,
    /// Return a template with remarks.
    TemplateReturn,
    /// Publish a conference.
    ConferencePublish,
    /// Record the notice of a conference.
    ConferenceAnnounce,
    /// Move the closing date.
    ConferenceExtend,
    /// Close a conference.
    ConferenceClose,
    /// Take a template back.
    TemplateReopen,
    /// Write a conference into a file.
    ConferenceExport,
    /// Let a question through.
    QuestionAccept,
    /// Decline a question.
    QuestionDecline,
    /// Answer a question.
    QuestionAnswer,
    /// Keep a draft answer.
    QuestionDraft,
    /// Give a question to an expert.
    QuestionAssign,
    /// Merge a question into another one.
    QuestionMerge,
    /// Part a merged question.
    QuestionPart,
    /// Correct the answer to a question.
    QuestionCorrect,
    /// Star a question, or take the star away.
    Star,
    /// The next order of the inbox.
    InboxOrder,
    /// Show what is done, or hide it.
    InboxDone,
    /// Show the questions that have come since.
    InboxNew,
    /// The screen of applications for access.
    Accesses,
    /// The screen of circulars.
    Circulars,
    /// The holders and their accounts.
    Holders,
    /// Write a circular.
    CircularNew,
    /// Grant access.
    AccessGrant,
    /// Refuse access.
    AccessRefuse,
    /// Revoke access.
    AccessRevoke,
    /// Say that a circular was read.
    CircularRead,
}

impl ActionId {
    /// The actions that begin an act on an item; of a request first.
    const ACTS: [(Self, Act); 33] = [
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
        (Self::TopicAccept, Act::Accept),
        (Self::TopicRefuse, Act::Refuse),
        (Self::TemplateFill, Act::Plan),
        (Self::TemplateSend, Act::Send),
        (Self::TemplateReturn, Act::Return),
        (Self::ConferencePublish, Act::Publish),
        (Self::ConferenceAnnounce, Act::Announce),
        (Self::ConferenceExtend, Act::Extend),
        (Self::ConferenceClose, Act::Close),
        (Self::TemplateReopen, Act::Correct),
        (Self::QuestionAccept, Act::Accept),
        (Self::QuestionDecline, Act::Decline),
        (Self::QuestionAnswer, Act::Answer),
        (Self::QuestionDraft, Act::Draft),
        (Self::QuestionAssign, Act::Assign),
        (Self::QuestionMerge, Act::Merge),
        (Self::QuestionPart, Act::Part),
        (Self::QuestionCorrect, Act::Correct),
        (Self::AccessGrant, Act::Grant),
        (Self::AccessRefuse, Act::Refuse),
        (Self::AccessRevoke, Act::Revoke),
        (Self::CircularRead, Act::Read),
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
