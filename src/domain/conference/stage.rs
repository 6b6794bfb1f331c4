//! The clock of a conference: what has to happen next, by when, and what the portal does by
//! itself.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{Conference, ConferenceState, Event};
use crate::domain::calendar::CalendarMissing;
use crate::domain::clock::counted_or_absent;
use crate::domain::holder::Policy;
use crate::domain::rules::{RuleId, RuleSet};
use crate::domain::term::{self, Start, Term};
use crate::domain::zone;

/// A closed conference is put away after this time.
pub const ARCHIVED_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What has to happen next to a conference.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "stage", rename_all = "kebab-case")]
pub enum Stage {
    /// Its form has to go to the Operator `[145 ¶7]`; no term while the opening date is not set.
    Template(Option<Box<Term>>),
    /// The Operator has to publish it before it opens.
    Publish {
        /// The opening date.
        opens: Date,
    },
    /// The public has to be told `[145 ¶8(1)]`.
    Notice(Box<Term>),
    /// It opens by itself.
    Opening {
        /// The opening date.
        opens: Date,
    },
    /// Its questions have to be answered before it closes `[145 ¶9]`.
    Questions {
        /// The closing date.
        closes: Date,
        /// The time is over: what is answered now is late.
        over: bool,
    },
    /// Nothing.
    Over,
}

impl Stage {
    /// The rule that drives the line in lists.
    #[must_use]
    pub const fn rule(&self) -> Option<RuleId> {
        Some(match self {
            Self::Template(_) => RuleId::TEMPLATE,
            Self::Publish { .. } => RuleId::PUBLISH,
            Self::Notice(_) => RuleId::CONFERENCE_NOTICE,
            Self::Opening { .. } => RuleId::OPENING,
            Self::Questions { .. } => RuleId::QUESTION,
            Self::Over => return None,
        })
    }

    /// The date that turns red, and the one by the cautious reading.
    #[must_use]
    pub fn dates(&self) -> Option<(Date, Date)> {
        match self {
            Self::Template(term) => term.as_deref().map(|term| (term.due(), term.safe)),
            Self::Notice(term) => Some((term.due(), term.safe)),
            Self::Publish { opens } | Self::Opening { opens } => Some((*opens, *opens)),
            Self::Questions { closes, .. } => Some((*closes, *closes)),
            Self::Over => None,
        }
    }
}

/// What has to happen next to a conference, with the ledger of its term.
///
/// # Errors
/// A needed day has no calendar data.
pub fn stage(
    conference: &Conference,
    rules: &RuleSet,
    policy: &Policy,
) -> Result<Stage, CalendarMissing> {
    let form = conference.valid_form();
    let before =
        |rule: &RuleId| term_before(conference, rule, rules, policy).map(|term| term.map(Box::new));
    Ok(match (conference.state, form.opens, form.closes) {
        (ConferenceState::Draft | ConferenceState::Returned, ..) => {
            Stage::Template(before(&RuleId::TEMPLATE)?)
        }
        (ConferenceState::Sent, Some(opens), _) => Stage::Publish { opens },
        (ConferenceState::Published, Some(opens), _) => match before(&RuleId::CONFERENCE_NOTICE)? {
            Some(term) => Stage::Notice(term),
            None => Stage::Opening { opens },
        },
        (ConferenceState::Announced, Some(opens), _) => Stage::Opening { opens },
        (ConferenceState::Open, _, Some(closes)) => Stage::Questions {
            closes,
            over: false,
        },
        (ConferenceState::Closing, _, Some(closes)) => Stage::Questions { closes, over: true },
        _ => Stage::Over,
    })
}

/// The term of a rule that is kept before the opening, with its ledger; `None` while the opening
/// date is not set or the pack has no such rule.
///
/// # Errors
/// A needed day has no calendar data.
pub fn term_before(
    conference: &Conference,
    rule: &RuleId,
    rules: &RuleSet,
    policy: &Policy,
) -> Result<Option<Term>, CalendarMissing> {
    let Some(opens) = conference.valid_form().opens else {
        return Ok(None);
    };
    let Some(taken) = rules.under_pin(rule, &conference.pack, opens) else {
        return Ok(None);
    };
    let (calendar, switches) = (&rules.calendar, &policy.switches);
    let counted = term::count(taken, Start::On(opens), None, calendar, switches);
    counted_or_absent(counted)
}

/// What the portal knows when it looks at a conference.
#[derive(Debug, Clone, Copy)]
pub struct Portal {
    /// The portal's clock.
    pub now: Timestamp,
    /// Questions that are neither answered nor declined.
    pub open_questions: u32,
    /// An answer came after the end.
    pub answered_late: bool,
}

/// What the portal does with a conference by itself: opens and closes it on time, puts it away.
/// One event at a time; the caller asks again until there is none.
#[must_use]
pub fn own_event(conference: &Conference, portal: Portal) -> Option<Event> {
    let form = conference.valid_form();
    let passed = |at: Option<Timestamp>| at.is_some_and(|at| at <= portal.now);
    match conference.state {
        ConferenceState::Published | ConferenceState::Announced => {
            passed(form.opening()).then_some(Event::Opened)
        }
        ConferenceState::Open if passed(form.closing()) => Some(if portal.open_questions > 0 {
            Event::TimeOver {
                open: portal.open_questions,
            }
        } else {
            Event::Closed {
                late: portal.answered_late,
            }
        }),
        ConferenceState::Closing if portal.open_questions == 0 => Some(Event::Closed {
            late: portal.answered_late,
        }),
        ConferenceState::Closed => {
            let closed_at = conference.history.iter().rev().find_map(|entry| {
                matches!(entry.event, Event::Closed { .. }).then_some(entry.stamp.effective_at)
            });
            let due = closed_at.and_then(|at| at.checked_add(ARCHIVED_AFTER).ok());
            passed(due).then_some(Event::Archived)
        }
        ConferenceState::Draft
        | ConferenceState::Sent
        | ConferenceState::Returned
        | ConferenceState::Open
        | ConferenceState::Closing
        | ConferenceState::Archived => None,
    }
}

/// When the portal has to look at a conference next; `None` while nothing happens by itself.
#[must_use]
pub fn wakes_at(conference: &Conference) -> Option<Timestamp> {
    let form = conference.valid_form();
    match conference.state {
        ConferenceState::Published | ConferenceState::Announced => form.opening(),
        // Closing: at once, until the last question is answered.
        ConferenceState::Open | ConferenceState::Closing => form.closing(),
        ConferenceState::Closed => {
            let closed = conference.history.last()?.stamp.effective_at;
            closed.checked_add(ARCHIVED_AFTER).ok()
        }
        ConferenceState::Draft
        | ConferenceState::Sent
        | ConferenceState::Returned
        | ConferenceState::Archived => None,
    }
}

impl Conference {
    /// Whether an answer given at an instant comes after the end.
    #[must_use]
    pub fn is_late(&self, at: Timestamp) -> bool {
        self.closing().is_some_and(|closing| at >= closing)
    }

    /// The closing date, a local date of Asia/Almaty.
    #[must_use]
    pub fn closes(&self) -> Option<Date> {
        self.closing().map(zone::date)
    }
}
