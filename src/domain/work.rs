//! One piece of work, whatever its kind: a request, a topic, a conference or a question.
//!
//! Responsible for handing what is common to every kind to the kind itself: deciding, applying
//! facts, what is redacted, what is driven by which clock. Nothing is decided here. To add a
//! kind: a variant of [`Work`] and of [`Fact`], then follow the compiler.

mod state;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::access::{self, Access};
use super::act::{Act, Role};
use super::circular::Circular;
use super::command::Command;
use super::conference::Conference;
use super::decide::{self, DecideContext};
use super::history::{Basis, Entry, InTime, Line, Stamp};
use super::holder::Policy;
use super::ids::{CategoryId, ItemKind, Number, OpId, UserName};
use super::local_text::LocalText;
use super::person::Requester;
use super::privacy::mask_text;
use super::question::{self, Question};
use super::refusal::Refusal;
use super::request::{self, Request, TextLang};
use super::rules::{PackId, RuleSet};
use super::text::CitizenText;
use super::topic::{self, Topic};

pub use state::{Fact, State};

/// One item as the portal and the replica hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Work {
    /// An information request.
    Request(Box<Request>),
    /// A topic application.
    Topic(Box<Topic>),
    /// A conference.
    Conference(Box<Conference>),
    /// A question.
    Question(Box<Question>),
    /// An application for access.
    Access(Box<Access>),
    /// A circular.
    Circular(Box<Circular>),
}

impl From<Request> for Work {
    fn from(one: Request) -> Self {
        Self::Request(Box::new(one))
    }
}

impl From<Topic> for Work {
    fn from(one: Topic) -> Self {
        Self::Topic(Box::new(one))
    }
}

impl From<Conference> for Work {
    fn from(one: Conference) -> Self {
        Self::Conference(Box::new(one))
    }
}

impl From<Question> for Work {
    fn from(one: Question) -> Self {
        Self::Question(Box::new(one))
    }
}

impl From<Access> for Work {
    fn from(one: Access) -> Self {
        Self::Access(Box::new(one))
    }
}

impl From<Circular> for Work {
    fn from(one: Circular) -> Self {
        Self::Circular(Box::new(one))
    }
}

impl Work {
    /// Reads the body of an item of a kind; `None` if this program does not understand all of it.
    #[must_use]
    pub fn read(kind: ItemKind, body: &Value) -> Option<Self> {
        Self::of_kind(kind, body).ok().flatten()
    }

    /// As [`Work::read`], from JSON text, without anything in between.
    #[must_use]
    pub fn parse(kind: ItemKind, text: &str) -> Option<Self> {
        let mut text = serde_json::Deserializer::from_str(text);
        let work = Self::of_kind(kind, &mut text).ok().flatten()?;
        text.end().ok().map(|()| work)
    }

    fn of_kind<'de, D: Deserializer<'de>>(
        kind: ItemKind,
        body: D,
    ) -> Result<Option<Self>, D::Error> {
        Ok(Some(match kind {
            ItemKind::Request => Self::Request(Box::new(Request::deserialize(body)?)),
            ItemKind::Topic => Self::Topic(Box::new(Topic::deserialize(body)?)),
            ItemKind::Conference => Self::Conference(Box::new(Conference::deserialize(body)?)),
            ItemKind::Question => Self::Question(Box::new(Question::deserialize(body)?)),
            ItemKind::Access => Self::Access(Box::new(Access::deserialize(body)?)),
            ItemKind::Circular => Self::Circular(Box::new(Circular::deserialize(body)?)),
            ItemKind::Survey | ItemKind::Duty | ItemKind::Op => return Ok(None),
        }))
    }

    /// The public number.
    #[must_use]
    pub const fn number(&self) -> Number {
        match self {
            Self::Request(one) => one.number,
            Self::Topic(one) => one.number,
            Self::Conference(one) => one.number,
            Self::Question(one) => one.number,
            Self::Access(one) => one.number,
            Self::Circular(one) => one.number,
        }
    }

    /// BIN of the holder.
    #[must_use]
    pub fn holder(&self) -> &str {
        match self {
            Self::Request(one) => &one.holder,
            Self::Topic(one) => &one.holder,
            Self::Conference(one) => &one.holder,
            Self::Question(one) => &one.holder,
            Self::Access(one) => &one.holder,
            Self::Circular(one) => &one.holder,
        }
    }

    /// What it is about, in a line of a list: personal identifiers are masked. A request is told
    /// by its category.
    #[must_use]
    pub fn title(&self) -> Option<LocalText> {
        let same = |text: &CitizenText| {
            let line = mask_text(text.headline());
            LocalText {
                kk: line.clone(),
                ru: line.clone(),
                en: line,
            }
        };
        match self {
            Self::Request(_) => None,
            Self::Topic(one) => Some(same(&one.title)),
            Self::Conference(one) => Some(one.valid_form().name.in_each()),
            Self::Question(one) => Some(same(&one.text)),
            Self::Access(one) => Some(one.holder_name.clone()),
            Self::Circular(one) => Some(same(&one.text)),
        }
    }

    /// When it came into being.
    #[must_use]
    pub const fn received_at(&self) -> Timestamp {
        match self {
            Self::Request(one) => one.received_at,
            Self::Topic(one) => one.submitted_at,
            Self::Conference(one) => one.created_at,
            Self::Question(one) => one.asked_at,
            Self::Access(one) => one.submitted_at,
            Self::Circular(one) => one.sent_at,
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> State {
        match self {
            Self::Request(one) => State::Request(one.state),
            Self::Topic(one) => State::Topic(one.state),
            Self::Conference(one) => State::Conference(one.state),
            Self::Question(one) => State::Question(one.state),
            Self::Access(one) => State::Access(one.state),
            Self::Circular(one) => State::Circular(one.state),
        }
    }

    /// The rule pack it is pinned to.
    #[must_use]
    pub const fn pack(&self) -> &PackId {
        match self {
            Self::Request(one) => &one.pack,
            Self::Topic(one) => &one.pack,
            Self::Conference(one) => &one.pack,
            Self::Question(one) => &one.pack,
            Self::Access(one) => &one.pack,
            Self::Circular(one) => &one.pack,
        }
    }

    /// The category, of kinds that have one.
    #[must_use]
    pub const fn category(&self) -> Option<&CategoryId> {
        match self {
            Self::Request(one) => Some(&one.category),
            Self::Topic(one) => Some(&one.category),
            Self::Conference(_) | Self::Question(_) | Self::Access(_) | Self::Circular(_) => None,
        }
    }

    /// The language of its text; a conference has several.
    #[must_use]
    pub const fn lang(&self) -> Option<TextLang> {
        match self {
            Self::Request(one) => Some(one.lang),
            Self::Topic(one) => Some(one.lang),
            Self::Question(one) => Some(one.lang),
            Self::Circular(one) => Some(one.lang),
            Self::Conference(_) | Self::Access(_) => None,
        }
    }

    /// The citizen it comes from; a conference comes from the holder.
    #[must_use]
    pub const fn person(&self) -> Option<&Requester> {
        match self {
            Self::Request(one) => Some(&one.requester),
            Self::Topic(one) => Some(&one.applicant),
            Self::Question(one) => Some(&one.asker),
            Self::Access(one) => Some(&one.applicant),
            Self::Conference(_) | Self::Circular(_) => None,
        }
    }

    /// Who works on it.
    #[must_use]
    pub const fn owner(&self) -> Option<&UserName> {
        match self {
            Self::Request(one) => one.owner.as_ref(),
            Self::Topic(one) => one.owner.as_ref(),
            Self::Conference(one) => one.owner.as_ref(),
            Self::Question(one) => one.owner.as_ref(),
            Self::Access(one) => one.owner.as_ref(),
            Self::Circular(one) => one.owner.as_ref(),
        }
    }

    /// Puts a colleague in the place of who works on it.
    pub fn set_owner(&mut self, owner: Option<UserName>) {
        let place = match self {
            Self::Request(one) => &mut one.owner,
            Self::Topic(one) => &mut one.owner,
            Self::Conference(one) => &mut one.owner,
            Self::Question(one) => &mut one.owner,
            Self::Access(one) => &mut one.owner,
            Self::Circular(one) => &mut one.owner,
        };
        *place = owner;
    }

    /// The item it belongs to: of a question its conference, or the question it repeats.
    #[must_use]
    pub fn carrier(&self) -> Option<Number> {
        match self {
            Self::Question(one) => Some(one.carrier()),
            Self::Request(_)
            | Self::Topic(_)
            | Self::Conference(_)
            | Self::Access(_)
            | Self::Circular(_) => None,
        }
    }

    /// The local time at which something ends within a day: an open conference, the time an
    /// expert has for an open question.
    #[must_use]
    pub fn until(&self) -> Option<DateTime> {
        match self {
            Self::Conference(one) if one.state.takes_answers() => one.valid_form().closes_on(),
            Self::Question(one) if one.state.is_open() => one.expert.as_ref()?.due,
            Self::Request(_)
            | Self::Topic(_)
            | Self::Conference(_)
            | Self::Question(_)
            | Self::Access(_)
            | Self::Circular(_) => None,
        }
    }

    /// The request, if it is one.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Request(one) => Some(one),
            Self::Topic(_)
            | Self::Conference(_)
            | Self::Question(_)
            | Self::Access(_)
            | Self::Circular(_) => None,
        }
    }

    /// The conference, if it is one.
    #[must_use]
    pub fn conference(&self) -> Option<&Conference> {
        match self {
            Self::Conference(one) => Some(one),
            Self::Request(_)
            | Self::Topic(_)
            | Self::Question(_)
            | Self::Access(_)
            | Self::Circular(_) => None,
        }
    }

    /// The question, if it is one.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        match self {
            Self::Question(one) => Some(one),
            Self::Request(_)
            | Self::Topic(_)
            | Self::Conference(_)
            | Self::Access(_)
            | Self::Circular(_) => None,
        }
    }

    /// Decides a command.
    ///
    /// # Errors
    /// The refusal, with its clause where the law speaks.
    pub fn decide(&self, command: &Command, cx: &DecideContext<'_>) -> Result<Vec<Fact>, Refusal> {
        match (self, command) {
            (Self::Topic(one), Command::Topic(command)) => {
                wrap(decide::on_topic(one, command, cx), Fact::Topic)
            }
            (Self::Conference(one), Command::Conference(command)) => {
                wrap(decide::on_conference(one, command, cx), Fact::Conference)
            }
            (Self::Question(one), Command::Question(command)) => {
                wrap(decide::on_question(one, command, cx), Fact::Question)
            }
            (Self::Access(one), Command::Access(command)) => {
                wrap(decide::on_access(one, command, cx), Fact::Access)
            }
            (Self::Circular(one), Command::Circular(command)) => {
                wrap(decide::on_circular(one, command, cx), Fact::Circular)
            }
            (Self::Request(one), command) => wrap(decide::decide(one, command, cx), Fact::Request),
            (_, command) => Err(Refusal::ForeignAct {
                act: command.act(),
                kind: self.number().kind,
            }),
        }
    }

    /// May `role` do `act` in the present state, content aside?
    ///
    /// # Errors
    /// The refusal that a screen shows.
    pub fn permit(&self, role: Role, act: Act) -> Result<(), Refusal> {
        let extended = self.request().is_some_and(|request| request.extended);
        self.state().permit(role, extended, act)
    }

    /// The verdict of every act in the present state, content aside: what a screen lists.
    #[must_use]
    pub fn acts(&self, role: Role) -> Vec<(Act, Result<(), Refusal>)> {
        if let Self::Request(one) = self {
            return decide::acts(one, role);
        }
        Act::of(self.number().kind)
            .iter()
            .map(|act| (*act, self.permit(role, *act)))
            .collect()
    }

    /// Applies a fact; one about another kind of item changes nothing.
    pub fn apply(&mut self, fact: Fact, stamp: Stamp) {
        match (self, fact) {
            (Self::Request(one), Fact::Request(event)) => one.apply(event, stamp),
            (Self::Topic(one), Fact::Topic(event)) => one.apply(event, stamp),
            (Self::Conference(one), Fact::Conference(event)) => one.apply(event, stamp),
            (Self::Question(one), Fact::Question(event)) => one.apply(event, stamp),
            (Self::Access(one), Fact::Access(event)) => one.apply(event, stamp),
            (Self::Circular(one), Fact::Circular(event)) => one.apply(event, stamp),
            (_, fact) => debug_assert!(false, "a fact about another kind: {fact:?}"),
        }
    }

    /// The stamps of its history, oldest first.
    #[must_use]
    pub fn stamps(&self) -> Box<dyn DoubleEndedIterator<Item = &Stamp> + '_> {
        match self {
            Self::Request(one) => Box::new(one.history.iter().map(|entry| &entry.stamp)),
            Self::Topic(one) => Box::new(one.history.iter().map(|entry| &entry.stamp)),
            Self::Conference(one) => Box::new(one.history.iter().map(|entry| &entry.stamp)),
            Self::Question(one) => Box::new(one.history.iter().map(|entry| &entry.stamp)),
            Self::Access(one) => Box::new(one.history.iter().map(|entry| &entry.stamp)),
            Self::Circular(one) => Box::new(one.history.iter().map(|entry| &entry.stamp)),
        }
    }

    /// The lines of its history, oldest first.
    #[must_use]
    pub fn history(&self) -> Vec<Line<'_>> {
        match self {
            Self::Request(one) => lines(&one.history, |event| {
                let text = event.outward_text().or_else(|| event.inward_text());
                (event.id(), event.in_time(), text)
            }),
            Self::Topic(one) => lines(&one.history, |event| {
                (event.id(), event.in_time(), event.outward_text())
            }),
            Self::Conference(one) => lines(&one.history, |event| {
                (event.id(), event.in_time(), event.text())
            }),
            Self::Question(one) => lines(&one.history, |event| {
                (event.id(), event.in_time(), event.outward_text())
            }),
            Self::Access(one) => lines(&one.history, |event| (event.id(), None, event.text())),
            Self::Circular(one) => lines(&one.history, |event| (event.id(), None, None)),
        }
    }

    /// Whether its history has an operation already.
    #[must_use]
    pub fn contains(&self, op: OpId) -> bool {
        self.stamps().any(|stamp| stamp.op == Some(op))
    }

    /// What the timeliness of an act is judged by; `None` of an act without a term.
    #[must_use]
    pub fn basis(&self, act: Act, rules: &RuleSet, policy: &Policy) -> Option<Basis> {
        match self {
            Self::Request(one) => decide::basis(one, act, rules, policy),
            Self::Topic(one) => decide::basis_of_topic(one, rules, policy),
            Self::Conference(one) => decide::basis_of_conference(one, act, rules, policy),
            Self::Question(_) | Self::Access(_) | Self::Circular(_) => None,
        }
    }

    /// The item without people and texts, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        match self {
            Self::Request(one) => Self::Request(Box::new(one.redacted())),
            Self::Topic(one) => Self::Topic(Box::new(one.redacted())),
            Self::Conference(one) => Self::Conference(Box::new(one.redacted())),
            Self::Question(one) => Self::Question(Box::new(one.redacted())),
            Self::Access(one) => Self::Access(Box::new(one.redacted())),
            Self::Circular(one) => Self::Circular(Box::new(one.redacted())),
        }
    }

    /// The texts that can be found by a search, the item's own text first.
    #[must_use]
    pub fn texts(&self) -> Vec<&CitizenText> {
        match self {
            Self::Request(one) => std::iter::once(&one.text)
                .chain(outward(&one.history, request::Event::outward_text))
                .collect(),
            Self::Topic(one) => [&one.title, &one.text]
                .into_iter()
                .chain(outward(&one.history, topic::Event::outward_text))
                .collect(),
            Self::Question(one) => std::iter::once(&one.text)
                .chain(outward(&one.history, question::Event::outward_text))
                .collect(),
            Self::Access(one) => outward(&one.history, access::Event::text).collect(),
            Self::Circular(one) => vec![&one.text],
            Self::Conference(one) => {
                let form = one.valid_form();
                [&form.name, &form.short, &form.description]
                    .into_iter()
                    .flat_map(|text| [&text.kk, &text.ru, &text.en])
                    .collect()
            }
        }
    }
}

/// What a fact tells: its name, whether it came in time, what was written.
type Told<'w> = (&'static str, Option<&'w InTime>, Option<&'w CitizenText>);

fn lines<'w, E>(history: &'w [Entry<E>], told: fn(&'w E) -> Told<'w>) -> Vec<Line<'w>> {
    let line = |entry: &'w Entry<E>| {
        let (event, in_time, text) = told(&entry.event);
        Line {
            event,
            stamp: &entry.stamp,
            in_time,
            text,
        }
    };
    history.iter().map(line).collect()
}

fn outward<E>(
    history: &[Entry<E>],
    text: fn(&E) -> Option<&CitizenText>,
) -> impl Iterator<Item = &CitizenText> {
    history.iter().filter_map(move |entry| text(&entry.event))
}

fn wrap<E>(events: Result<Vec<E>, Refusal>, fact: fn(E) -> Fact) -> Result<Vec<Fact>, Refusal> {
    events.map(|events| events.into_iter().map(fact).collect())
}
