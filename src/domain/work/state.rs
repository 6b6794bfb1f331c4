//! Where an item of any kind stands, and the facts about it.

use serde::{Deserialize, Serialize};

use crate::domain::act::{self, Act, Role};
use crate::domain::history::InTime;
use crate::domain::ids::ItemKind;
use crate::domain::refusal::Refusal;
use crate::domain::request::{self, RequestState};
use crate::domain::{access, circular, conference, question, topic};

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "state", rename_all = "kebab-case")]
pub enum State {
    /// A request.
    Request(RequestState),
    /// A topic application.
    Topic(topic::TopicState),
    /// A conference.
    Conference(conference::ConferenceState),
    /// A question.
    Question(question::QuestionState),
    /// An application for access.
    Access(access::AccessState),
    /// A circular.
    Circular(circular::CircularState),
}

impl State {
    /// The name used by commands, filters and the protocol; kinds share names.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Request(state) => state.id(),
            Self::Topic(state) => state.id(),
            Self::Conference(state) => state.id(),
            Self::Question(state) => state.id(),
            Self::Access(state) => state.id(),
            Self::Circular(state) => state.id(),
        }
    }

    /// The state of that name of items of a kind.
    ///
    /// ```
    /// use awp::domain::ids::ItemKind;
    /// use awp::domain::work::State;
    /// assert_eq!(State::of(ItemKind::Conference, "closing").unwrap().id(), "closing");
    /// assert_eq!(State::of(ItemKind::Topic, "closing"), None);
    /// ```
    #[must_use]
    pub fn of(kind: ItemKind, id: &str) -> Option<Self> {
        Self::all().find(|state| state.kind() == kind && state.id() == id)
    }

    /// Every state, kind after kind.
    pub fn all() -> impl Iterator<Item = Self> {
        RequestState::ALL
            .map(Self::Request)
            .into_iter()
            .chain(topic::TopicState::ALL.map(Self::Topic))
            .chain(conference::ConferenceState::ALL.map(Self::Conference))
            .chain(question::QuestionState::ALL.map(Self::Question))
            .chain(access::AccessState::ALL.map(Self::Access))
            .chain(circular::CircularState::ALL.map(Self::Circular))
    }

    /// The first state of that name, whatever its kind: for a filter, which compares names.
    ///
    /// ```
    /// use awp::domain::work::State;
    /// assert_eq!(State::named("closing").unwrap().id(), "closing");
    /// assert_eq!(State::named("nonsense"), None);
    /// ```
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::all().find(|state| state.id() == id)
    }

    /// May `role` do `act` on an item in this state? `extended` tells whether the one extension of
    /// a request is spent.
    ///
    /// # Errors
    /// The refusal that a screen shows.
    pub fn permit(self, role: Role, extended: bool, act: Act) -> Result<(), Refusal> {
        match self {
            Self::Request(state) => act::permit(role, state, extended, act),
            Self::Topic(state) => topic::permit(role, state, act),
            Self::Conference(state) => conference::permit(role, state, act),
            Self::Question(state) => question::permit(role, state, act),
            Self::Access(state) => access::permit(role, state, act),
            Self::Circular(state) => circular::permit(role, state, act),
        }
    }

    /// The kind of item it is a state of.
    #[must_use]
    pub const fn kind(self) -> ItemKind {
        match self {
            Self::Request(_) => ItemKind::Request,
            Self::Topic(_) => ItemKind::Topic,
            Self::Conference(_) => ItemKind::Conference,
            Self::Question(_) => ItemKind::Question,
            Self::Access(_) => ItemKind::Access,
            Self::Circular(_) => ItemKind::Circular,
        }
    }

    /// Whether nothing more is to be done in time.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        match self {
            Self::Request(state) => state.is_closed(),
            Self::Topic(state) => state.is_closed(),
            Self::Conference(state) => state.is_closed(),
            Self::Question(state) => !state.is_open(),
            Self::Access(state) => state.is_closed(),
            Self::Circular(state) => state.is_closed(),
        }
    }

    /// Whether its last day has passed whatever the date: a conference whose hour of closing is
    /// over is late on the same day.
    #[must_use]
    pub const fn is_late(self) -> bool {
        matches!(self, Self::Conference(conference::ConferenceState::Closing))
    }
}

/// A fact about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// About a request.
    Request(request::Event),
    /// About a topic application.
    Topic(topic::Event),
    /// About a conference.
    Conference(conference::Event),
    /// About a question.
    Question(question::Event),
    /// About an application for access.
    Access(access::Event),
    /// About a circular.
    Circular(circular::Event),
}

impl Fact {
    /// Whether the act came in time, for acts with a term.
    #[must_use]
    pub const fn in_time(&self) -> Option<&InTime> {
        match self {
            Self::Request(event) => event.in_time(),
            Self::Topic(event) => event.in_time(),
            Self::Conference(event) => event.in_time(),
            Self::Question(event) => event.in_time(),
            Self::Access(_) | Self::Circular(_) => None,
        }
    }
}
