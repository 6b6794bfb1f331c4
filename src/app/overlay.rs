//! What can lie over a screen.
//!
//! Overlays form a stack; the top one takes the keys. No overlay holds the state of a screen.

mod chosen;
mod focus;

use jiff::Timestamp;
use serde::Serialize;

use super::action::Scope;
use super::batch::Batch;
use super::compose::Composer;
use super::editor::Editor;
use super::export_form::ExportForm;
use super::field::LineField;
use super::form::{AcceptForm, Focus, ReturnForm};
use super::groups::GroupsState;
use super::house::{AbsenceState, ColleaguesState, HandoverState, ReadingState};
use super::item_form::ItemForm;
use super::keyboard_check::KeyboardCheck;
use super::law::LawState;
use super::list::ListId;
use super::notice::Notice;
use super::outbox::OutboxEntry;
use super::package_form::PackageForm;
use super::palette::PaletteState;
use super::preferences::{ProfileMoves, SettingsState};
use super::search::SearchState;
use super::staff::HoldersState;
use super::views::ViewsState;
use crate::domain::act::Act;
use crate::domain::filter::FilterError;
use crate::domain::filter::complete::Completion;
use crate::domain::gate::{Finding, Level};
use crate::domain::ids::{Number, OpId};
use crate::domain::moved::Moved;
use crate::domain::similar::Related;
use crate::wire::replica::Movement;

/// One overlay.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overlay {
    /// Why these dates: the ledgers of an item's clocks.
    Why(WhyState),
    /// Accepting a request.
    Accept(Box<AcceptForm>),
    /// Returning a request.
    Return(Box<ReturnForm>),
    /// A small form of an act on a topic, a conference or a question.
    Item(Box<ItemForm>),
    /// Writing what a user reads.
    Compose(Box<Composer>),
    /// The keys of this screen, or of all.
    Help(HelpState),
    /// All commands by name.
    Palette(PaletteState),
    /// A question with two buttons.
    Confirm(ConfirmState),
    /// The filter line of a list.
    Filter(FilterState),
    /// A message in full.
    Message(MessageState),
    /// What was found in a letter before it leaves.
    Gate(GateState),
    /// The letter as the user will read it.
    Preview(SheetState),
    /// The request, while its letter is written.
    Request(SheetState),
    /// A decision of the outbox in full.
    Decision(SheetState),
    /// Templates of letters.
    Templates(TemplatesState),
    /// The internal note of an item.
    Note(Box<NoteState>),
    /// What was decided on this computer lately.
    Acts(ActsState),
    /// One act on many items.
    Batch(Box<Batch>),
    /// The colleagues, over an item.
    Colleagues(ColleaguesState),
    /// A text to be read as the second reader.
    Reading(Box<ReadingState>),
    /// When somebody else does the work of a colleague.
    Absence(AbsenceState),
    /// The open work of a colleague.
    Handover(Box<HandoverState>),
    /// The search over everything.
    Search(Box<SearchState>),
    /// The saved views.
    Views(Box<ViewsState>),
    /// Requests alike, and those of the same author.
    Related(Box<RelatedState>),
    /// What writes a conference into a file.
    Export(Box<ExportForm>),
    /// What writes the outbox into a file or takes receipts out of one.
    Package(Box<PackageForm>),
    /// The terms that the last change of rules moved.
    Moved(Box<MovedState>),
    /// The holders and their accounts.
    Holders(Box<HoldersState>),
    /// Which layout is on the keyboard.
    KeyboardCheck(KeyboardCheck),
    /// What the items of a list have in common.
    Groups(Box<GroupsState>),
    /// The rules, looked up.
    Law(LawState),
    /// The settings of this workstation and the profile of the holder.
    Settings(Box<SettingsState>),
    /// What a change of the profile would move.
    ProfileMoves(Box<ProfileMoves>),
}

impl Overlay {
    /// The scope whose actions the overlay has.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        match self {
            Self::Why(_) => Scope::Why,
            Self::Accept(_) => Scope::Accept,
            Self::Return(_) => Scope::Return,
            Self::Item(_) | Self::Export(_) | Self::Package(_) => Scope::ItemForm,
            Self::Compose(_) => Scope::Compose,
            Self::Help(_) => Scope::Help,
            Self::Palette(_) => Scope::Palette,
            Self::Confirm(_) => Scope::Confirm,
            Self::Filter(_) => Scope::Filter,
            Self::Message(_) => Scope::Message,
            Self::Gate(_) => Scope::Gate,
            Self::Note(_) => Scope::Note,
            Self::Related(_) => Scope::Related,
            Self::Colleagues(_) => Scope::Colleagues,
            Self::Reading(_) => Scope::Reading,
            Self::Absence(_) => Scope::Absence,
            Self::Handover(_) => Scope::Handover,
            Self::Search(_) => Scope::Search,
            Self::Views(_) => Scope::Views,
            Self::Batch(_) => Scope::Batch,
            Self::Acts(_) => Scope::Acts,
            Self::Moved(_) => Scope::Moved,
            Self::Holders(_) => Scope::Holders,
            Self::KeyboardCheck(_) => Scope::KeyboardCheck,
            Self::Law(_) => Scope::Law,
            Self::Groups(_) => Scope::Groups,
            Self::Settings(_) => Scope::Settings,
            Self::ProfileMoves(_) => Scope::ProfileMoves,
            Self::Preview(_) | Self::Request(_) | Self::Decision(_) => Scope::Preview,
            Self::Templates(_) => Scope::Templates,
        }
    }
}

impl Overlay {
    /// The item a form decides on.
    #[must_use]
    pub const fn decides_on(&self) -> Option<Number> {
        match self {
            Self::Accept(form) => Some(form.number),
            Self::Return(form) => Some(form.number),
            Self::Item(form) => Some(form.number),
            Self::Compose(composer) => Some(composer.number),
            Self::Why(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Confirm(_)
            | Self::Filter(_)
            | Self::Message(_)
            | Self::Related(_)
            | Self::Colleagues(_)
            | Self::Reading(_)
            | Self::Absence(_)
            | Self::Handover(_)
            | Self::Search(_)
            | Self::Views(_)
            | Self::Note(_)
            | Self::Acts(_)
            | Self::Export(_)
            | Self::Package(_)
            | Self::Moved(_)
            | Self::Holders(_)
            | Self::KeyboardCheck(_)
            | Self::Law(_)
            | Self::Groups(_)
            | Self::Settings(_)
            | Self::ProfileMoves(_)
            | Self::Preview(_)
            | Self::Request(_)
            | Self::Decision(_)
            | Self::Templates(_)
            | Self::Batch(_)
            | Self::Gate(_) => None,
        }
    }
}

impl Overlay {
    /// The act that a form decides.
    #[must_use]
    pub fn act(&self) -> Option<Act> {
        if matches!(self, Self::Accept(_)) {
            Some(Act::Accept)
        } else if matches!(self, Self::Return(_)) {
            Some(Act::Return)
        } else if let Self::Item(form) = self {
            Some(form.act)
        } else {
            self.composer().map(|composer| composer.act)
        }
    }

    /// The composer, if it is one.
    #[must_use]
    pub const fn composer(&self) -> Option<&Composer> {
        if let Self::Compose(composer) = self {
            Some(composer)
        } else {
            None
        }
    }

    /// The small form, to be changed.
    pub const fn item_form_mut(&mut self) -> Option<&mut ItemForm> {
        if let Self::Item(form) = self {
            Some(form)
        } else {
            None
        }
    }

    /// The plan of one act on many, if it is one.
    #[must_use]
    pub const fn batch(&self) -> Option<&Batch> {
        if let Self::Batch(batch) = self {
            Some(batch)
        } else {
            None
        }
    }

    /// The settings, if it is them.
    #[must_use]
    pub const fn settings(&self) -> Option<&SettingsState> {
        if let Self::Settings(state) = self {
            Some(state)
        } else {
            None
        }
    }

    /// The settings, to be changed.
    pub const fn settings_mut(&mut self) -> Option<&mut SettingsState> {
        if let Self::Settings(state) = self {
            Some(state)
        } else {
            None
        }
    }

    /// The composer, to be changed.
    pub const fn composer_mut(&mut self) -> Option<&mut Composer> {
        if let Self::Compose(composer) = self {
            Some(composer)
        } else {
            None
        }
    }
}

/// The ledgers of the item shown in the detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhyState {
    /// The item; its clocks are those of the detail.
    pub number: Number,
    /// Index of the clock whose ledger is shown.
    pub clock: usize,
    /// The first ledger line on screen.
    pub scroll: u16,
}

/// The help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HelpState {
    /// The scopes of the place the help was asked from.
    pub scopes: Vec<Scope>,
    /// All scopes are shown.
    pub all: bool,
    /// The first line on screen.
    pub scroll: u16,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConfirmState {
    /// What is asked.
    pub question: Question,
    /// The deciding button has the focus; Cancel has it at first.
    pub on_ok: bool,
}

/// What a confirmation asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Leave the program with so many unsent acts; they go out when it runs again.
    Quit {
        /// Unsent acts.
        unsent: u64,
    },
    /// The portal would have this replica delete so many of its items.
    Reset {
        /// Items that would go.
        deleting: u64,
        /// Items held.
        of: u64,
    },
    /// Begin the draft of a conference at the portal.
    BeginConference,
    /// Drop an operation that was refused or met a conflict.
    DropOp {
        /// The operation.
        op_id: OpId,
        /// Its item.
        number: Number,
    },
}

/// The filter line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FilterState {
    /// The list filtered.
    pub list: ListId,
    /// The expression.
    pub text: LineField,
    /// What is wrong with it.
    #[serde(skip)]
    pub error: Option<FilterError>,
    /// What can be written at the cursor.
    pub completion: Completion,
    /// Index of the selected candidate.
    pub selected: usize,
    /// Index of the first candidate on screen.
    pub top: usize,
}

/// What was found in a letter, and where the focus is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateState {
    /// The findings with the field each is in.
    pub findings: Vec<(Focus, Finding)>,
    /// The focus: a finding, back to the letter, or send all the same.
    pub focus: Focus,
}

impl GateState {
    /// Whether the letter cannot leave before something is mended.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.findings
            .iter()
            .any(|(_, finding)| finding.level == Level::Block)
    }

    /// The fields in the order of Tab; what blocks leaves no button that sends.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        let send = (!self.blocks()).then_some(Focus::Submit);
        (0..self.findings.len())
            .map(Focus::Line)
            .chain([Focus::Cancel])
            .chain(send)
            .collect()
    }
}

/// The internal note of an item; it stays on this computer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoteState {
    /// The item.
    pub number: Number,
    /// The note so far.
    pub text: Editor,
    /// When what was typed is to be saved.
    pub save_at: Option<Timestamp>,
}

/// The last decisions of this computer, newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ActsState {
    /// The decisions; `None` until they are read.
    pub entries: Option<Vec<OutboxEntry>>,
    /// Index of the selected one.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

/// The terms that the last change of rules moved.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MovedState {
    /// What moved; `None` until it is read.
    pub movement: Option<Movement>,
    /// Index of the selected one.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

impl MovedState {
    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[Moved] {
        let movement = self.movement.as_ref();
        movement.map_or(&[], |movement| movement.moved.as_slice())
    }
}

/// Requests related to one, side by side with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelatedState {
    /// The request looked at.
    pub number: Number,
    /// What was found; `None` until it is read.
    pub found: Option<Vec<Related>>,
    /// Some may be missing, because the search index is being renewed.
    pub partial: bool,
    /// Index of the selected one.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

/// The requests related to one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelatedAnswer {
    /// The request looked at.
    pub number: Number,
    /// The related ones.
    pub found: Vec<Related>,
    /// Some may be missing, because the search index is being renewed.
    pub partial: bool,
}

impl RelatedState {
    /// The selected one.
    #[must_use]
    pub fn selected(&self) -> Option<&Related> {
        self.found.as_ref()?.get(self.selected)
    }
}

/// A sheet that is only read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct SheetState {
    /// The first line on screen.
    pub scroll: u16,
}

/// The picker of templates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TemplatesState {
    /// What is looked for.
    pub query: LineField,
    /// The ids found, best first.
    pub found: Vec<String>,
    /// Index of the selected one.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

/// A message in full.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageState {
    /// The message.
    pub notice: Notice,
    /// The first line on screen.
    pub scroll: u16,
}
