//! The places where actions are possible.

use serde::Serialize;

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
    /// Where a request is selected or shown.
    Request,
    /// Where a topic application is.
    Topic,
    /// Where a conference is.
    Conference,
    /// Where a question is.
    Question,
    /// On an application for access.
    Access,
    /// On a circular.
    Circular,
    /// Among the questions of a conference.
    Inbox,
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
    /// In a small form of an act.
    ItemForm,
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
    /// Among the holders.
    Holders,
    /// In the settings.
    Settings,
    /// Before a change of the profile: what it would move.
    ProfileMoves,
    /// In the check of the keyboard.
    KeyboardCheck,
    /// Among the rules.
    Law,
    /// The groups of a list.
    Groups,
}

impl Scope {
    /// Every scope in the order of the help.
    pub const ALL: [Self; 44] = [
        Self::Anywhere,
        Self::Global,
        Self::List,
        Self::Item,
        Self::Request,
        Self::Topic,
        Self::Conference,
        Self::Question,
        Self::Access,
        Self::Circular,
        Self::Inbox,
        Self::Detail,
        Self::Outbox,
        Self::Demo,
        Self::Why,
        Self::Accept,
        Self::Return,
        Self::ItemForm,
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
        Self::Holders,
        Self::Settings,
        Self::ProfileMoves,
        Self::KeyboardCheck,
        Self::Law,
        Self::Groups,
    ];

    /// The scopes that are active at once, at every place of the program.
    #[must_use]
    pub fn places() -> Vec<Vec<Self>> {
        let screen = |own: &[Self]| [own, &[Self::Global, Self::Demo, Self::Anywhere]].concat();
        let on_items = Self::KINDS.into_iter().flat_map(|kind| {
            [Self::List, Self::Detail].map(|part| screen(&[part, Self::Item, kind]))
        });
        let others = [
            screen(&[Self::Inbox, Self::List, Self::Item, Self::Question]),
            screen(&[Self::Outbox]),
        ];
        let over = Self::ALL.into_iter().filter(|scope| scope.is_over());
        on_items
            .chain(others)
            .chain(over.map(|scope| vec![scope, Self::Anywhere]))
            .collect()
    }

    /// The kinds of items.
    const KINDS: [Self; 6] = [
        Self::Request,
        Self::Topic,
        Self::Conference,
        Self::Question,
        Self::Access,
        Self::Circular,
    ];

    /// Whether it lies over a screen and is no part of one.
    pub(crate) fn is_over(self) -> bool {
        let of_a_screen = [
            Self::Anywhere,
            Self::Global,
            Self::Demo,
            Self::List,
            Self::Detail,
            Self::Item,
            Self::Inbox,
            Self::Outbox,
        ];
        !of_a_screen.contains(&self) && !Self::KINDS.contains(&self)
    }

    /// The name; the title of the scope is the Fluent message `scope-<name>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::Global => "global",
            Self::Demo => "demo",
            Self::List => "list",
            Self::Item => "item",
            Self::Request => "request",
            Self::Topic => "topic",
            Self::Conference => "conference",
            Self::Question => "question",
            Self::Access => "access",
            Self::Circular => "circular",
            Self::Inbox => "inbox",
            Self::Detail => "detail",
            Self::Outbox => "outbox",
            Self::Why => "why",
            Self::Accept => "accept",
            Self::Return => "return",
            Self::ItemForm => "item-form",
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
            Self::Holders => "holders",
            Self::Settings => "settings",
            Self::ProfileMoves => "profile-moves",
            Self::KeyboardCheck => "keyboard-check",
            Self::Law => "law",
            Self::Groups => "groups",
        }
    }
}
