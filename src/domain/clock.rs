//! The clocks of a request: which terms run, and which of them drives its row.
//!
//! Responsible for telling duties from last days in each phase. Takes plain facts,
//! so that it serves the replica, the portal and training alike; counts nothing itself.
//!
//! Invariants: at most one clock drives; a last day never drives after acceptance; a closed
//! request has no clocks.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::CalendarMissing;
use crate::domain::rules::{Counting, Nature, PackId, RuleId, RuleSet, Taken};
use crate::domain::term::{self, Start, Switches, Term, TermDates, TermError};
use crate::domain::zone;

/// Where a request stands, as far as its clocks are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// New or in moderation: nothing was decided.
    Moderation,
    /// Accepted, not closed.
    Consideration,
    /// Returned, forwarded, refused, answered or withdrawn.
    Closed,
}

/// The one extension of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Extended {
    /// The moment of extension.
    pub at: Timestamp,
    /// By how many calendar days.
    pub days: u8,
    /// The user was told.
    pub notice_sent: bool,
}

/// What the clocks of a request follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<'f> {
    /// Receipt by this holder; a forwarded copy has its own.
    pub received_at: Timestamp,
    /// The pack the request is pinned to.
    pub pin: &'f PackId,
    /// Where it stands.
    pub phase: Phase,
    /// The extension, if the term was extended.
    pub extended: Option<Extended>,
    /// The user asks again for the same: "already published" is no way out [Law art. 11 ¶15].
    pub repeated: bool,
}

/// One running term of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// What has to, or may, be done: `answer` also when its term was extended, in which case
    /// the term's own rule is `extension`.
    pub rule: RuleId,
    /// A duty, or the last day for an act.
    pub nature: Nature,
    /// The term with its ledger.
    pub term: Term,
    /// This clock drives the row.
    pub drives: bool,
}

/// The clock that drives a row, without its ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Driver {
    /// As [`Clock::rule`].
    pub rule: RuleId,
    /// As [`Clock::nature`].
    pub nature: Nature,
    /// The date that turns red.
    pub due: Date,
    /// The date by the cautious reading.
    pub safe: Date,
    /// The date by the last defensible reading.
    pub latest: Date,
}

impl Driver {
    /// Whether 24:00 local of the due date has passed. In moderation a missed last day is as
    /// late as a missed duty; afterwards only duties drive.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        zone::date(now) > self.due
    }
}

/// One clock before its dates are known.
struct Running<'r> {
    rule: RuleId,
    taken: Taken<'r>,
    start: Start,
    days: Option<u8>,
}

fn running<'r>(facts: &Facts<'_>, rules: &'r RuleSet) -> Vec<Running<'r>> {
    if facts.phase == Phase::Closed {
        return Vec::new();
    }
    let received = Start::At(facts.received_at);
    let received_on = received.date();
    let mut running = Vec::with_capacity(5);
    let mut add = |rule: RuleId, by: RuleId, start: Start, days: Option<u8>| {
        if let Some(taken) = rules.under_pin(&by, facts.pin, received_on) {
            running.push(Running {
                rule,
                taken,
                start,
                days,
            });
        }
    };
    let mut plain = |rule: RuleId| add(rule.clone(), rule, received, None);
    if facts.phase == Phase::Moderation {
        plain(RuleId::RETURN);
    }
    plain(RuleId::FORWARD);
    if !facts.repeated {
        plain(RuleId::ALREADY_PUBLISHED);
    }
    plain(RuleId::REFUSAL);
    if let Some(Extended {
        at,
        notice_sent: false,
        ..
    }) = facts.extended
    {
        let notice = RuleId::EXTENSION_NOTICE;
        add(notice.clone(), notice, Start::At(at), None);
    }
    match facts
        .extended
        .filter(|extended| is_possible(*extended, facts.pin, received_on, rules))
    {
        Some(extended) => add(
            RuleId::ANSWER,
            RuleId::EXTENSION,
            received,
            Some(extended.days),
        ),
        None => add(RuleId::ANSWER, RuleId::ANSWER, received, None),
    }
    running
}

/// An extension the pack does not know must not make the answer's clock vanish.
fn is_possible(extended: Extended, pin: &PackId, received_on: Date, rules: &RuleSet) -> bool {
    let taken = rules.under_pin(&RuleId::EXTENSION, pin, received_on);
    let count = taken.map(|taken| &taken.rule.count);
    matches!(count, Some(Counting::Extension { up_to_days, .. })
        if (1..=*up_to_days).contains(&extended.days))
}

impl Running<'_> {
    /// Whether the clock may drive the row in a phase.
    fn may_drive(&self, phase: Phase) -> bool {
        match phase {
            Phase::Moderation => true,
            Phase::Consideration => {
                self.taken.rule.nature == Nature::Duty || self.rule == RuleId::ANSWER
            }
            Phase::Closed => false,
        }
    }

    fn dates(&self, rules: &RuleSet, switches: &Switches) -> Result<TermDates, TermError> {
        term::dates(self.taken, self.start, self.days, &rules.calendar, switches)
    }

    /// An extended answer stays a duty though the extension itself is a last day.
    fn nature(&self) -> Nature {
        if self.rule == RuleId::ANSWER {
            Nature::Duty
        } else {
            self.taken.rule.nature
        }
    }
}

/// All live clocks of a request, earliest latest date first, with their ledgers.
///
/// # Errors
/// A needed day has no calendar data.
///
/// ```
/// use awp::domain::clock::{Facts, Phase, clocks};
/// use awp::domain::rules::{PackId, RuleSet};
/// use awp::domain::term::Switches;
/// let rules = RuleSet::builtin().unwrap();
/// let pin = PackId::from("order145-2023");
/// let facts = Facts {
///     received_at: "2026-03-06T10:00+05:00".parse().unwrap(),
///     pin: &pin,
///     phase: Phase::Moderation,
///     extended: None,
///     repeated: false,
/// };
/// let clocks = clocks(&facts, &rules, &Switches::default()).unwrap();
/// assert_eq!(clocks[0].rule.as_str(), "return");
/// assert!(clocks[0].drives);
/// ```
pub fn clocks(
    facts: &Facts<'_>,
    rules: &RuleSet,
    switches: &Switches,
) -> Result<Vec<Clock>, CalendarMissing> {
    let mut clocks = Vec::new();
    let mut candidates = Vec::new();
    for running in running(facts, rules) {
        let counted = term::count(
            running.taken,
            running.start,
            running.days,
            &rules.calendar,
            switches,
        );
        if let Some(term) = counted_or_absent(counted)? {
            candidates.push(running.may_drive(facts.phase));
            let nature = running.nature();
            clocks.push(Clock {
                rule: running.rule,
                nature,
                term,
                drives: false,
            });
        }
    }
    let eligible = clocks.iter_mut().zip(candidates).filter(|(_, may)| *may);
    if let Some((clock, _)) = eligible.min_by_key(|(clock, _)| clock.term.latest) {
        clock.drives = true;
    }
    clocks.sort_by_key(|clock| clock.term.latest);
    Ok(clocks)
}

/// The clock that drives the row: in moderation the nearest of all, from consideration on only
/// the answer and an unsent extension notice; none once the request is closed.
///
/// # Errors
/// A needed day has no calendar data.
pub fn driver(
    facts: &Facts<'_>,
    rules: &RuleSet,
    switches: &Switches,
) -> Result<Option<Driver>, CalendarMissing> {
    let mut nearest: Option<Driver> = None;
    for running in running(facts, rules)
        .into_iter()
        .filter(|one| one.may_drive(facts.phase))
    {
        let Some(dates) = counted_or_absent(running.dates(rules, switches))? else {
            continue;
        };
        if nearest
            .as_ref()
            .is_none_or(|driver| dates.latest < driver.latest)
        {
            let nature = running.nature();
            nearest = Some(Driver {
                rule: running.rule,
                nature,
                due: dates.due(),
                safe: dates.safe,
                latest: dates.latest,
            });
        }
    }
    Ok(nearest)
}

/// The day one running term ends on; for comparing sets of rules, so it stays where a day is
/// missing from the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// As [`Clock::rule`].
    pub rule: RuleId,
    /// The date that turns red; `None` without calendar data.
    pub date: Option<Date>,
    /// As [`Clock::drives`]; nothing drives while a term that may has no date.
    pub drives: bool,
}

/// The days on which the live clocks of a request end, in the order of the law.
#[must_use]
pub fn dues(facts: &Facts<'_>, rules: &RuleSet, switches: &Switches) -> Vec<Due> {
    let mut dues = Vec::new();
    let nearest = driver(facts, rules, switches).ok().flatten();
    for running in running(facts, rules) {
        let date = match counted_or_absent(running.dates(rules, switches)) {
            Ok(None) => continue,
            Ok(Some(dates)) => Some(dates.due()),
            Err(CalendarMissing { .. }) => None,
        };
        let drives = nearest
            .as_ref()
            .is_some_and(|nearest| nearest.rule == running.rule);
        let rule = running.rule;
        dues.push(Due { rule, date, drives });
    }
    dues
}

/// A rule without a term (a pack may say so) is no clock; missing days are an error.
pub(super) fn counted_or_absent<T>(
    counted: Result<T, TermError>,
) -> Result<Option<T>, CalendarMissing> {
    match counted {
        Ok(counted) => Ok(Some(counted)),
        Err(TermError::CalendarMissing(missing)) => Err(missing),
        Err(
            TermError::RuleNotInForce { .. }
            | TermError::RuleHasNoTerm { .. }
            | TermError::BadDays { .. }
            | TermError::UnknownPack(_)
            | TermError::UnknownRule(_),
        ) => Ok(None),
    }
}
