//! One line of a list: what is to be done about an item, and by when.
//!
//! Responsible for deriving the line from a request and the clock that drives it, and for the
//! order of urgency. It reads no store and no clock: "overdue" is asked with today's date.
//! Invariants: a closed request has no dates, and no act but the follow-up of a dislike; what a newer portal wrote and this
//! program cannot read keeps a line, without a state, and is never acted on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::calendar::CalendarMissing;
use super::clock::{self, Driver, Facts, Phase};
use super::holder::Policy;
use super::ids::{CategoryId, ItemKind, Number, UserName};
use super::request::{Request, RequestState, TextLang};
use super::rules::{RuleId, RuleSet};

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The public number.
    pub number: Number,
    /// Where the item stands; `None` when a newer portal wrote what is not understood here.
    pub state: Option<RequestState>,
    /// Whether the one extension is spent.
    pub extended: bool,
    /// The rule that drives the line, `rating` for a dislike to be followed up; `None` for closed
    /// items and without calendar data.
    pub act: Option<RuleId>,
    /// The date that turns red, a local date that ends at 24:00.
    pub due: Option<Date>,
    /// The date by the cautious reading.
    pub safe: Option<Date>,
    /// The category.
    pub category: CategoryId,
    /// The language of the text.
    pub lang: Option<TextLang>,
    /// Who works on it.
    pub owner: Option<UserName>,
    /// Whether a decision about it waits to be acknowledged by the portal.
    pub pending: bool,
    /// Whether a decision about it met another one and waits for a choice.
    pub conflict: bool,
}

/// The place of a line in the order of urgency: open before closed, the nearest date first,
/// lines without a date last, then by number.
pub type Urgency = (bool, Date, Number);

impl Row {
    /// The line of a request.
    ///
    /// ```
    /// use awp::domain::row::{Row, driver};
    /// # fn show(request: &awp::domain::request::Request) -> Option<()> {
    /// let rules = awp::domain::rules::RuleSet::builtin().ok()?;
    /// let policy = awp::domain::holder::Policy::default();
    /// let row = Row::of(request, driver(request, &rules, &policy).ok()?);
    /// assert_eq!(row.number, request.number);
    /// # Some(())
    /// # }
    /// ```
    #[must_use]
    pub fn of(request: &Request, driver: Option<Driver>) -> Self {
        let driver = driver.filter(|_| !request.state.is_closed());
        let follow_up = request.follow_up.then_some(RuleId::RATING);
        Self {
            number: request.number,
            state: Some(request.state),
            extended: request.extended,
            due: driver.as_ref().map(|driver| driver.due),
            safe: driver.as_ref().map(|driver| driver.safe),
            act: driver.map(|driver| driver.rule).or(follow_up),
            category: request.category.clone(),
            lang: Some(request.lang),
            owner: request.owner.clone(),
            pending: false,
            conflict: false,
        }
    }

    /// The line of a body this program cannot read as a whole; what is readable is shown.
    #[must_use]
    pub fn unreadable(number: Number, body: &Value) -> Self {
        let text = |field: &str| body.get(field).and_then(Value::as_str).map(str::to_owned);
        Self {
            number,
            state: None,
            extended: false,
            act: None,
            due: None,
            safe: None,
            category: CategoryId(text("category").unwrap_or_default()),
            lang: body
                .get("lang")
                .and_then(|lang| TextLang::deserialize(lang).ok()),
            owner: text("owner").map(UserName),
            pending: false,
            conflict: false,
        }
    }

    /// Whether something is still to be done: an answer that was disliked waits to be followed
    /// up. What is not understood counts as open, so that it is seen.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state
            .is_none_or(|state| !state.is_closed() || self.act.is_some())
    }

    /// Whether the item can only be looked at, for lack of understanding.
    #[must_use]
    pub const fn is_unreadable(&self) -> bool {
        self.state.is_none()
    }

    /// Whether 24:00 local of the due date has passed on `today`, a local date of Asia/Almaty.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }

    /// The key of the order of lists.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        (!self.is_open(), self.due.unwrap_or(Date::MAX), self.number)
    }
}

/// Which items a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// All work.
    #[default]
    Home,
    /// Items of one kind.
    Kind(ItemKind),
    /// Items with a decision that waits to be acknowledged.
    Pending,
    /// Items with a decision that met another one.
    Conflicts,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Window {
    /// How many lines the whole list has.
    pub total: usize,
    /// The place of the first line of this part.
    pub offset: usize,
    /// The lines, most urgent first.
    pub rows: Vec<Row>,
}

/// The numbers of the header and of the alarm for what was decided and not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Open items.
    pub open: usize,
    /// Open items whose due date is today.
    pub due_today: usize,
    /// Open items whose due date has passed.
    pub overdue: usize,
    /// Decisions that the portal does not have yet, held ones included.
    pub unsent: usize,
    /// Decisions still in their recall window.
    pub held: usize,
    /// Decisions that wait for a choice.
    pub conflicts: usize,
    /// Unsent decisions about items that are due today or were due before.
    pub unsent_due_today: usize,
}

/// What the clocks of a request follow from.
#[must_use]
pub fn facts(request: &Request) -> Facts<'_> {
    Facts {
        received_at: request.received_at,
        pin: &request.pack,
        phase: match request.state {
            RequestState::New | RequestState::Moderation => Phase::Moderation,
            RequestState::Consideration => Phase::Consideration,
            RequestState::Returned
            | RequestState::Forwarded
            | RequestState::Refused
            | RequestState::Answered
            | RequestState::Withdrawn => Phase::Closed,
        },
        extended: request.extension,
        repeated: request.repeated,
    }
}

/// The clock that drives the line of a request.
///
/// # Errors
/// A needed day has no calendar data; such a line shows no date rather than a guess.
pub fn driver(
    request: &Request,
    rules: &RuleSet,
    policy: &Policy,
) -> Result<Option<Driver>, CalendarMissing> {
    clock::driver(&facts(request), rules, &policy.switches)
}
