//! The whole program as one value.
//!
//! Responsible for what is known and where the user is. It changes only in
//! [`update`](super::update::update) and is drawn by the views. Reads no clock: `now` is the
//! last [`Msg::Clock`](super::msg::Msg::Clock).

mod ahead;
mod alarm;
mod counts;
mod link;
mod prefix;
mod start;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

pub use ahead::{Ahead, Awaited, TypeAhead};
pub use alarm::{Alarm, Bell, CLOCK_TOLERANCE};
pub use counts::Counts;
pub use link::{Link, LinkState};
pub use prefix::Prefix;
pub use start::{Settings, Start};

use super::action::Scope;
use super::detail::{DetailState, Item, Shown};
use super::directory::Directory;
use super::house::{Editing, House};
use super::inbox::InboxState;
use super::keymap::Keys;
use super::layout::Layout;
use super::list::{ListId, ListState, Revision};
use super::notice::Notice;
use super::outbox::OutboxState;
use super::overlay::Overlay;
use super::pointer::{Hand, Place};
use super::preferences::{Appearance, TerminalUse};
use super::typed_line::LineMode;
use super::views::Views;
use super::writing::Writing;
use crate::config::Keyboard;
use crate::domain::act::{Act, Role};
use crate::domain::holder::{Holder, Policy};
use crate::domain::ids::{ItemKind, Number, OpId, UserName};
use crate::domain::local_text::Lang;
use crate::domain::motive::Motives;
use crate::domain::rules::RuleSet;
use crate::domain::zone;

/// Keys this soon after a paste or a change of window never trigger anything outward.
pub const QUIET: SignedDuration = SignedDuration::from_millis(300);

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Screen {
    /// All open work, one list.
    Home,
    /// Information requests.
    Requests,
    /// Topic applications.
    Topics,
    /// Conferences.
    Conferences,
    /// The questions of one conference.
    Inbox,
    /// Applications for access to the workstation.
    Access,
    /// What the Operator told holders.
    Circulars,
    /// One item; beside its list where there is room, alone where there is not.
    Request,
    /// Operations on their way.
    Outbox,
}

impl Screen {
    /// The tabs from left to right.
    pub const TABS: [Self; 5] = [
        Self::Home,
        Self::Requests,
        Self::Topics,
        Self::Conferences,
        Self::Outbox,
    ];

    /// The tabs of an account: a moderator has no requests and no topics, the Operator only what
    /// was sent.
    #[must_use]
    pub const fn tabs(role: Role) -> &'static [Self] {
        match role {
            Role::Moderator => &[Self::Home, Self::Conferences, Self::Outbox],
            Role::Operator => &[
                Self::Conferences,
                Self::Access,
                Self::Circulars,
                Self::Outbox,
            ],
            Role::Administrator | Role::Head | Role::Trainer | Role::Support | Role::Intake => {
                &Self::TABS
            }
        }
    }

    /// Whether it shows a list of items.
    #[must_use]
    pub const fn is_list(self) -> bool {
        match self {
            Self::Home
            | Self::Requests
            | Self::Topics
            | Self::Conferences
            | Self::Inbox
            | Self::Access
            | Self::Circulars => true,
            Self::Request | Self::Outbox => false,
        }
    }
}

/// Why nothing can be changed from this workstation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadOnly {
    /// It was started so.
    Asked,
    /// Another instance has the store.
    SecondInstance,
    /// The account only looks.
    Role,
}

impl ReadOnly {
    /// The kebab-case code, the tail of `disabled-read-only-…`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::SecondInstance => "second-instance",
            Self::Role => "role",
        }
    }
}

/// The law as the program applies it.
#[derive(Clone, PartialEq)]
pub struct Rules {
    /// Packs, calendar, checklists.
    pub set: Arc<RuleSet>,
    /// The policy of the holder.
    pub policy: Policy,
    /// The hash that every operation carries.
    pub hash: String,
    /// Model motives.
    pub motives: Arc<Motives>,
    /// The holders that a request can be forwarded to.
    pub directory: Arc<Directory>,
}

impl std::fmt::Debug for Rules {
    /// The hash says it all.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Rules({})", self.hash)
    }
}

impl Serialize for Rules {
    /// The hash says it all.
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.hash)
    }
}

/// An act that can be recalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The operation.
    pub op_id: OpId,
    /// The item.
    pub number: Number,
    /// The act.
    pub act: Act,
    /// The end of the recall window.
    pub until: Timestamp,
}

/// An act that is being stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Queueing {
    /// The revision of the order.
    pub revision: Revision,
    /// The item.
    pub number: Number,
    /// The act.
    pub act: Act,
    /// The end of its recall window; `None` if it is sent at once.
    pub until: Option<Timestamp>,
}

/// The portal of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Demo {
    /// It runs.
    pub portal_running: bool,
}

/// The whole program.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Model {
    /// The time as last told.
    pub now: Timestamp,
    /// Geometry.
    pub layout: Layout,
    /// Language of the screens.
    pub lang: Lang,
    /// The name of the theme.
    pub theme: String,
    /// The names of all themes.
    pub themes: Vec<String>,
    /// Keyboard layout.
    pub keyboard: Keyboard,
    /// The keys of actions.
    pub keys: Keys,
    /// The first of two keys was pressed.
    pub prefix: Option<Prefix>,
    /// How long an outward act can be recalled, in seconds.
    pub recall_seconds: u32,
    /// How long the selection must rest before its item is loaded.
    pub rest: SignedDuration,
    /// Colours and signs.
    pub appearance: Appearance,
    /// How the terminal is used.
    pub terminal: TerminalUse,
    /// The hand that points.
    pub hand: Hand,
    /// The account.
    pub user: Option<UserName>,
    /// Its role.
    pub role: Role,
    /// The holder.
    pub holder: Option<Holder>,
    /// The rules.
    pub rules: Rules,
    /// Why nothing can be changed.
    pub read_only: Option<ReadOnly>,
    /// The demo.
    pub demo: Option<Demo>,
    /// The link to the portal.
    pub link: Link,
    /// The clock of this computer was moved back during this run.
    pub clock_moved_back: bool,
    /// The saved views.
    pub views: Views,
    /// The colleagues and what they sit at.
    pub house: House,
    /// The item a form is open for.
    pub editing: Editing,
    /// The numbers of header and tabs.
    pub counts: Counts,
    /// Whether the bell has rung for what is unsent and due.
    pub bell: Bell,
    /// The question for the counts on its way.
    pub counts_asked: Option<Revision>,
    /// The counts have changed since.
    pub counts_dirty: bool,
    /// The screen.
    pub screen: Screen,
    /// The screen `Esc` leads back to from a request.
    pub origin: Screen,
    /// What line mode has heard.
    pub line_mode: LineMode,
    /// What lies over the screen; the last one is on top.
    pub overlays: Vec<Overlay>,
    /// The list of all work.
    pub home: ListState,
    /// The list of requests.
    pub requests: ListState,
    /// The list of topic applications.
    pub topics: ListState,
    /// The list of conferences.
    pub conferences: ListState,
    /// The list of the questions of a conference.
    pub questions: ListState,
    /// The list of applications for access.
    pub access: ListState,
    /// The list of circulars.
    pub circulars: ListState,
    /// The conference whose questions are listed.
    pub inbox: InboxState,
    /// The shown item.
    pub detail: DetailState,
    /// The operations.
    pub outbox: OutboxState,
    /// Acts in their recall window, oldest first.
    pub held: Vec<Held>,
    /// The operations of the last batch, which are taken back together.
    pub batch_ops: Vec<OpId>,
    /// Acts whose recall was asked for and is not answered yet.
    pub recalling: Vec<Held>,
    /// What letters are written with.
    pub writing: Writing,
    /// The act being stored.
    pub queueing: Option<Queueing>,
    /// The portal asks whether so many items of so many may be deleted.
    pub reset: Option<(u64, u64)>,
    /// The question for the next item on its way.
    pub next_asked: Option<Revision>,
    /// The message shown.
    pub notice: Option<Notice>,
    /// The last message, for its details.
    pub last_notice: Option<Notice>,
    /// Keys before this instant trigger nothing outward.
    pub quiet_until: Option<Timestamp>,
    /// Keys typed ahead.
    pub type_ahead: TypeAhead,
    /// The greatest useful first line of the top overlay, as the last drawing told.
    pub overlay_end: Option<u16>,
    /// The last revision given out.
    pub revision: Revision,
    /// The program is ending.
    pub quitting: bool,
}

impl Model {
    /// The scopes whose actions are active now, the nearest first.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        if let Some(overlay) = self.overlays.last() {
            return vec![overlay.scope(), Scope::Anywhere];
        }
        let mut scopes = match self.screen {
            Screen::Home
            | Screen::Requests
            | Screen::Topics
            | Screen::Conferences
            | Screen::Access
            | Screen::Circulars => {
                vec![Scope::List, Scope::Item, self.item_scope()]
            }
            Screen::Inbox => vec![Scope::Inbox, Scope::List, Scope::Item, Scope::Question],
            Screen::Request => vec![Scope::Detail, Scope::Item, self.item_scope()],
            Screen::Outbox => vec![Scope::Outbox],
        };
        scopes.push(Scope::Global);
        scopes.extend(self.demo.map(|_| Scope::Demo));
        scopes.push(Scope::Anywhere);
        scopes
    }

    /// The scope of the acts on the selected or shown item; on an empty list that of its kind.
    fn item_scope(&self) -> Scope {
        let kind = self.subject().map_or(
            match self.tab() {
                Screen::Topics => ItemKind::Topic,
                Screen::Conferences => ItemKind::Conference,
                Screen::Inbox => ItemKind::Question,
                Screen::Access => ItemKind::Access,
                Screen::Circulars => ItemKind::Circular,
                Screen::Home | Screen::Requests | Screen::Request | Screen::Outbox => {
                    ItemKind::Request
                }
            },
            |number| number.kind,
        );
        match kind {
            ItemKind::Topic => Scope::Topic,
            ItemKind::Conference => Scope::Conference,
            ItemKind::Question => Scope::Question,
            ItemKind::Access => Scope::Access,
            ItemKind::Circular => Scope::Circular,
            ItemKind::Request | ItemKind::Survey | ItemKind::Duty | ItemKind::Op => Scope::Request,
        }
    }

    /// The list on screen or behind the request; none on the outbox.
    #[must_use]
    pub const fn list_id(&self) -> Option<ListId> {
        match self.tab() {
            Screen::Home => Some(ListId::Home),
            Screen::Requests => Some(ListId::Requests),
            Screen::Topics => Some(ListId::Topics),
            Screen::Conferences => Some(ListId::Conferences),
            Screen::Inbox => Some(ListId::Questions),
            Screen::Access => Some(ListId::Access),
            Screen::Circulars => Some(ListId::Circulars),
            Screen::Request | Screen::Outbox => None,
        }
    }

    /// A list.
    #[must_use]
    pub const fn list(&self, id: ListId) -> &ListState {
        match id {
            ListId::Home => &self.home,
            ListId::Requests => &self.requests,
            ListId::Topics => &self.topics,
            ListId::Conferences => &self.conferences,
            ListId::Questions => &self.questions,
            ListId::Access => &self.access,
            ListId::Circulars => &self.circulars,
        }
    }

    /// A list, to be changed.
    pub const fn list_mut(&mut self, id: ListId) -> &mut ListState {
        match id {
            ListId::Home => &mut self.home,
            ListId::Requests => &mut self.requests,
            ListId::Topics => &mut self.topics,
            ListId::Conferences => &mut self.conferences,
            ListId::Questions => &mut self.questions,
            ListId::Access => &mut self.access,
            ListId::Circulars => &mut self.circulars,
        }
    }

    /// The list on screen, if one is.
    #[must_use]
    pub fn current_list(&self) -> Option<&ListState> {
        self.list_id().map(|id| self.list(id))
    }

    /// Whether acts mean the marked items of the list on screen.
    #[must_use]
    pub fn marks_meant(&self) -> bool {
        let on_list = self.screen.is_list();
        let marked = self
            .current_list()
            .is_some_and(|list| !list.marked.is_empty());
        on_list && self.overlays.is_empty() && marked
    }

    /// The tab that is lit.
    #[must_use]
    pub const fn tab(&self) -> Screen {
        if matches!(self.screen, Screen::Request) {
            self.origin
        } else {
            self.screen
        }
    }

    /// The tab that is lit: an inbox belongs to the conferences.
    #[must_use]
    pub const fn lit_tab(&self) -> Screen {
        match self.tab() {
            Screen::Inbox | Screen::Conferences => Screen::Conferences,
            Screen::Home => Screen::Home,
            Screen::Requests => Screen::Requests,
            Screen::Topics => Screen::Topics,
            Screen::Access => Screen::Access,
            Screen::Circulars => Screen::Circulars,
            Screen::Request => Screen::Request,
            Screen::Outbox => Screen::Outbox,
        }
    }

    /// How many rows of the list on screen are seen at once, at least 1.
    #[must_use]
    pub const fn list_rows(&self) -> u16 {
        let rows = self.layout.list_rows();
        if matches!(self.tab(), Screen::Inbox) && rows > INBOX_HEAD {
            rows - INBOX_HEAD
        } else {
            rows
        }
    }

    /// The loaded item that is shown.
    #[must_use]
    pub fn shown(&self) -> Option<&Shown> {
        self.detail.current()
    }

    /// The shown item itself.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        self.shown().map(|shown| &shown.item)
    }

    /// The number the actions on an item mean: of the selected row, or of the shown request.
    #[must_use]
    pub fn subject(&self) -> Option<Number> {
        if self.is_item_covered() || self.screen == Screen::Request {
            self.detail.number
        } else if self.screen.is_list() {
            self.current_list()?.anchor
        } else {
            None
        }
    }

    /// The item that can be opened from the screen: of the selected row or outbox line.
    #[must_use]
    pub fn to_open(&self) -> Option<Number> {
        if self.screen.is_list() {
            self.subject()
        } else if self.screen == Screen::Outbox {
            self.outbox.selected_entry().map(|entry| entry.number)
        } else {
            None
        }
    }

    /// Whether a form or an explanation about the shown item is open.
    #[must_use]
    pub fn is_item_covered(&self) -> bool {
        self.overlays.iter().any(|overlay| match overlay {
            Overlay::Why(_)
            | Overlay::Accept(_)
            | Overlay::Return(_)
            | Overlay::Item(_)
            | Overlay::Compose(_)
            | Overlay::Gate(_)
            | Overlay::Preview(_)
            | Overlay::Request(_)
            | Overlay::Decision(_)
            | Overlay::Templates(_)
            | Overlay::Note(_)
            | Overlay::Batch(_)
            | Overlay::Colleagues(_)
            | Overlay::Reading(_)
            | Overlay::Absence(_)
            | Overlay::Handover(_)
            | Overlay::Search(_)
            | Overlay::Views(_)
            | Overlay::Related(_) => true,
            Overlay::Help(_)
            | Overlay::Palette(_)
            | Overlay::Confirm(_)
            | Overlay::Filter(_)
            | Overlay::Message(_)
            | Overlay::Acts(_)
            | Overlay::Moved(_)
            | Overlay::Holders(_)
            | Overlay::KeyboardCheck(_)
            | Overlay::Law(_)
            | Overlay::Groups(_)
            | Overlay::Export(_)
            | Overlay::Package(_)
            | Overlay::Settings(_)
            | Overlay::ProfileMoves(_) => false,
        })
    }

    /// What is shown, as far as it decides what a place of the screen means.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            screen: self.screen,
            overlays: self.overlays.len(),
            top: self.overlays.last().map(Overlay::scope),
        }
    }

    /// The time by the portal's clock as far as known: what terms are counted and decisions are
    /// judged by, also when the clock of this computer is wrong.
    #[must_use]
    pub fn portal_now(&self) -> Timestamp {
        let offset = jiff::SignedDuration::from_secs(self.link.clock_offset);
        self.now.checked_add(offset).unwrap_or(self.now)
    }

    /// Today in Asia/Almaty, by the portal's clock.
    #[must_use]
    pub fn today(&self) -> jiff::civil::Date {
        zone::date(self.portal_now())
    }

    /// The wall clock of the header.
    #[must_use]
    pub fn local_time(&self) -> jiff::civil::Time {
        zone::local(self.now).time()
    }
}

/// So many lines stand above the questions of an inbox.
pub const INBOX_HEAD: u16 = 3;
