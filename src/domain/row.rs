//! One line of a list: what is to be done about an item, and by when.
//!
//! Responsible for deriving the line from an item and the clock that drives it, and for the
//! order of urgency. It reads no store and no clock: "overdue" is asked with today's date.
//! Invariants: a closed item has no dates, and no act but the follow-up of a dislike; what a newer portal wrote and this
//! program cannot read keeps a line, without a state, and is never acted on.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::calendar::CalendarMissing;
use super::clock::{self, Clock, Driver, Facts, Phase};
use super::conference;
use super::conference::ConferenceState;
use super::holder::Policy;
use super::ids::{CategoryId, ItemKind, Number, UserName};
use super::local_text::LocalText;
use super::request::{Request, RequestState, TextLang};
use super::rules::{Nature, RuleId, RuleSet};
use super::term::{self, Start, Term};
use super::topic::Topic;
use super::work::{State, Work};
use super::zone;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The public number.
    pub number: Number,
    /// Where the item stands; `None` when a newer portal wrote what is not understood here.
    pub state: Option<State>,
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
    /// What its kind says besides.
    pub caption: Caption,
}

/// What the line of a topic, a conference or a question says besides what every kind has; empty
/// for requests, whose number, act and category say enough.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Caption {
    /// What it is about.
    pub title: Option<LocalText>,
    /// The item that carries it: of a question its conference, or the question it repeats.
    pub parent: Option<Number>,
    /// Votes of a question; of a conference its open questions.
    pub weight: u32,
    /// Marked by the user of this computer.
    pub starred: bool,
    /// The local time at which it ends within a day: of a question the time its expert has, of a
    /// conference its closing.
    pub until: Option<DateTime>,
}

/// The place of a line in the order of urgency: open before closed, the nearest date first,
/// lines without a date last, then by number.
pub type Urgency = (bool, Date, Number);

impl Row {
    /// The line of an item.
    ///
    /// ```
    /// use awp::domain::row::{Row, driver};
    /// # fn show(work: &awp::domain::work::Work) -> Option<()> {
    /// let rules = awp::domain::rules::RuleSet::builtin().ok()?;
    /// let policy = awp::domain::holder::Policy::default();
    /// let row = Row::of(work, driver(work, &rules, &policy).ok()?);
    /// assert_eq!(row.number, work.number());
    /// # Some(())
    /// # }
    /// ```
    #[must_use]
    pub fn of(work: &Work, driver: Option<Driver>) -> Self {
        let driver = driver.filter(|_| !work.state().is_closed());
        let request = work.request();
        Self {
            number: work.number(),
            state: Some(work.state()),
            extended: request.is_some_and(|request| request.extended),
            due: driver.as_ref().map(|driver| driver.due),
            safe: driver.as_ref().map(|driver| driver.safe),
            act: driver
                .map(|driver| driver.rule)
                .or_else(|| act_without_date(work)),
            category: work
                .category()
                .cloned()
                .unwrap_or_else(|| CategoryId(String::new())),
            lang: work.lang(),
            owner: work.owner().cloned(),
            pending: false,
            conflict: false,
            caption: Caption {
                parent: work.carrier(),
                until: work.until(),
                ..Caption::default()
            },
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
            caption: Caption::default(),
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

    /// Whether 24:00 local of the due date has passed on `today`, a local date of Asia/Almaty; of
    /// a conference that is over with questions left it does not matter.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today) || self.state.is_some_and(State::is_late)
    }

    /// The key of the order of lists.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        (!self.is_open(), self.due.unwrap_or(Date::MAX), self.number)
    }
}

/// In which order the questions of a conference are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InboxOrder {
    /// What is served next: starred, then the nearest time of an expert, then the oldest.
    #[default]
    NextUp,
    /// The most votes first.
    Votes,
    /// The oldest first.
    Age,
}

impl InboxOrder {
    /// The next order of the switch.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::NextUp => Self::Votes,
            Self::Votes => Self::Age,
            Self::Age => Self::NextUp,
        }
    }
}

/// The questions of one conference, as a moderator looks at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Inbox {
    /// The conference.
    pub conference: Number,
    /// The order.
    pub order: InboxOrder,
    /// Questions that are answered, declined or merged are left out.
    pub hide_done: bool,
    /// Questions that came to this computer behind this place are only counted; `None` shows all.
    /// The order of numbers is not that of arrival.
    pub until: Option<u64>,
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
    /// The questions of a conference.
    Inbox(Inbox),
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

/// A conference that ends today or should have ended, as the header counts it down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The conference.
    pub conference: Number,
    /// When it closes.
    pub closes: Timestamp,
    /// Questions that are neither answered nor declined.
    pub open: usize,
}

impl Ending {
    /// Its last minutes begin so long before the end.
    pub const LAST_MINUTES: SignedDuration = SignedDuration::from_mins(10);

    /// Whether it ends within the last minutes, or is over with questions left.
    ///
    /// ```
    /// use awp::domain::row::Ending;
    /// let closes = "2026-03-27T13:30:00Z".parse().unwrap();
    /// let ending = Ending { conference: "K-12".parse().unwrap(), closes, open: 3 };
    /// assert!(!ending.is_pressing("2026-03-27T13:19:59Z".parse().unwrap()));
    /// assert!(ending.is_pressing("2026-03-27T13:20:00Z".parse().unwrap()));
    /// ```
    #[must_use]
    pub fn is_pressing(&self, now: Timestamp) -> bool {
        let left = self.closes.duration_since(now);
        left <= Self::LAST_MINUTES && (left.is_positive() || self.open > 0)
    }

    /// The one to count down: the next that ends, else the one that is over the longest with
    /// questions left. What is overdue for days does not hide what ends in minutes.
    ///
    /// ```
    /// use awp::domain::row::Ending;
    /// let ending = |number: &str, closes: &str| Ending {
    ///     conference: number.parse().unwrap(),
    ///     closes: closes.parse().unwrap(),
    ///     open: 1,
    /// };
    /// let late = ending("K-1", "2026-03-20T13:30:00Z");
    /// let next = ending("K-2", "2026-03-27T13:30:00Z");
    /// let now = "2026-03-27T13:00:00Z".parse().unwrap();
    /// assert_eq!(Ending::next(&[late, next], now), Some(next));
    /// assert_eq!(Ending::next(&[late], now), Some(late));
    /// ```
    #[must_use]
    pub fn next(endings: &[Self], now: Timestamp) -> Option<Self> {
        let ahead = endings.iter().filter(|one| one.closes > now);
        let ahead = ahead.min_by_key(|one| one.closes);
        let over = endings.iter().filter(|one| one.open > 0);
        ahead.or_else(|| over.min_by_key(|one| one.closes)).copied()
    }
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
    /// Those of them that were on their way already and did not arrive.
    pub stuck_due_today: usize,
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

/// What is to be done about an open item that has no date: the follow-up of a dislike, a
/// question whose conference sets its end.
fn act_without_date(work: &Work) -> Option<RuleId> {
    match work {
        Work::Request(request) => request.follow_up.then_some(RuleId::RATING),
        Work::Question(question) => question.state.is_open().then_some(RuleId::QUESTION),
        Work::Topic(_) | Work::Conference(_) | Work::Access(_) | Work::Circular(_) => None,
    }
}

/// The clock that drives the line of an item.
///
/// # Errors
/// A needed day has no calendar data; such a line shows no date rather than a guess.
pub fn driver(
    work: &Work,
    rules: &RuleSet,
    policy: &Policy,
) -> Result<Option<Driver>, CalendarMissing> {
    match work {
        Work::Request(request) => clock::driver(&facts(request), rules, &policy.switches),
        Work::Access(_) | Work::Circular(_) => Ok(None),
        Work::Topic(topic) => {
            let term = topic_term(topic, rules, policy)?;
            Ok(term.map(|term| duty(term.rule.clone(), term.due(), term.safe, term.latest)))
        }
        Work::Conference(conference) => {
            let stage = conference::stage(conference, rules, policy)?;
            let dates = stage.rule().zip(stage.dates());
            Ok(dates.map(|(rule, (due, safe))| duty(rule, due, safe, due)))
        }
        Work::Question(question) => {
            let expert = question.expert.as_ref();
            let due = expert.and_then(|expert| expert.due).map(DateTime::date);
            Ok(due.map(|due| duty(RuleId::QUESTION, due, due, due)))
        }
    }
}

/// The running terms of an item with their ledgers, earliest latest date first; empty when it is
/// closed, and of a question, whose end is set by its conference.
///
/// # Errors
/// A needed day has no calendar data.
pub fn clocks(
    work: &Work,
    rules: &RuleSet,
    policy: &Policy,
) -> Result<Vec<Clock>, CalendarMissing> {
    let duty = |term: Term, drives| Clock {
        rule: term.rule.clone(),
        nature: Nature::Duty,
        term,
        drives,
    };
    match work {
        Work::Request(request) => clock::clocks(&facts(request), rules, &policy.switches),
        Work::Topic(topic) => {
            let term = topic_term(topic, rules, policy)?;
            Ok(term.into_iter().map(|term| duty(term, true)).collect())
        }
        Work::Conference(conference) => {
            let state = conference.state;
            let before = |rule| conference::term_before(conference, &rule, rules, policy);
            let mut running = Vec::new();
            if state.is_editable() {
                let template = before(RuleId::TEMPLATE)?;
                running.extend(template.map(|term| duty(term, true)));
            }
            let told = conference.notice.is_some();
            if !told && (state.is_editable() || state <= ConferenceState::Published) {
                let drives = state == ConferenceState::Published;
                let notice = before(RuleId::CONFERENCE_NOTICE)?;
                running.extend(notice.map(|term| duty(term, drives)));
            }
            Ok(running)
        }
        Work::Question(_) | Work::Access(_) | Work::Circular(_) => Ok(Vec::new()),
    }
}

fn duty(rule: RuleId, due: Date, safe: Date, latest: Date) -> Driver {
    Driver {
        rule,
        nature: Nature::Duty,
        due,
        safe,
        latest,
    }
}

/// The term of an application with its ledger `[145 ¶10]`; `None` once it is decided.
///
/// # Errors
/// A needed day has no calendar data.
pub fn topic_term(
    topic: &Topic,
    rules: &RuleSet,
    policy: &Policy,
) -> Result<Option<Term>, CalendarMissing> {
    if topic.state.is_closed() {
        return Ok(None);
    }
    let on = zone::date(topic.submitted_at);
    let Some(taken) = rules.under_pin(&RuleId::TOPIC, &topic.pack, on) else {
        return Ok(None);
    };
    let start = Start::At(topic.submitted_at);
    clock::counted_or_absent(term::count(
        taken,
        start,
        None,
        &rules.calendar,
        &policy.switches,
    ))
}
