//! Terms: from the start of a count to its day, explained day by day.
//!
//! Responsible for counting under one rule of one pack, for the two readings of the result and
//! for the ledger that proves it. Which rule applies is told by
//! [`RuleSet`]; which clocks of a request run is told by [`crate::domain::clock`]; no clock is
//! read here.
//!
//! Invariants: the last line of a ledger is the latest date; a ledger re-adds to it
//! ([`Ledger::readd`]); a day without calendar data is an error, never a guess.

mod extension;
mod ledger;
mod start;
mod switches;
#[cfg(test)]
mod tests;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, CalendarMissing, Profile};
use crate::domain::rules::{
    AfterRepeal, Counting, Nature, PackId, PackStatus, Reading, RuleId, RuleSet, StartKind, Taken,
};

pub use extension::{ExtensionRefused, check_extension};
pub use ledger::{Ledger, LedgerFault, LedgerLine};
pub use start::{BadStart, Start};
pub use switches::{BeforeRule, DayCounting, ExtensionBase, RollRule, Switches};

/// A computed term. All dates are local dates of Asia/Almaty; a term ends at 24:00 of its day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The rule.
    pub rule: RuleId,
    /// Its clause.
    pub clause: String,
    /// The pack it was taken from.
    pub pack: PackId,
    /// Whether that pack was in force.
    pub status: PackStatus,
    /// A duty or the last day for an act.
    pub nature: Nature,
    /// The day the count starts from.
    pub from: Date,
    /// The day of registration, for rules that run from it.
    pub registered: Option<Date>,
    /// Where a calendar-day term falls before it is moved to a working day.
    pub raw: Option<Date>,
    /// The date by the cautious reading.
    pub safe: Date,
    /// The date by the last defensible reading.
    pub latest: Date,
    /// Which of the two turns red.
    pub red: Reading,
    /// The days counted and skipped.
    pub ledger: Ledger,
}

impl Term {
    /// The date that counts: the one that turns red when it has passed.
    #[must_use]
    pub const fn due(&self) -> Date {
        match self.red {
            Reading::Safe => self.safe,
            Reading::Latest => self.latest,
        }
    }
}

/// The dates of a term without its ledger; cheap enough for every row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermDates {
    /// As [`Term::from`].
    pub from: Date,
    /// As [`Term::registered`].
    pub registered: Option<Date>,
    /// As [`Term::raw`].
    pub raw: Option<Date>,
    /// As [`Term::safe`].
    pub safe: Date,
    /// As [`Term::latest`].
    pub latest: Date,
    /// As [`Term::red`].
    pub red: Reading,
}

impl TermDates {
    /// As [`Term::due`].
    #[must_use]
    pub const fn due(&self) -> Date {
        match self.red {
            Reading::Safe => self.safe,
            Reading::Latest => self.latest,
        }
    }
}

/// Why a term cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// No pack that applies has the rule, or the asked pack has not.
    #[error("rule {rule} is not in force on {date}")]
    RuleNotInForce {
        /// The rule.
        rule: RuleId,
        /// The day that decides.
        date: Date,
        /// The pack that was asked for.
        pack: Option<PackId>,
    },
    /// The rule names no day that could be computed.
    #[error("rule {rule} has no computable term")]
    RuleHasNoTerm {
        /// The rule.
        rule: RuleId,
    },
    /// A needed day has no calendar data.
    #[error(transparent)]
    CalendarMissing(#[from] CalendarMissing),
    /// An extension by zero days or by more than the rule allows, or a length given for a rule
    /// that takes none.
    #[error("{given} days: an extension is 1 to {most} days")]
    BadDays {
        /// The days given.
        given: u8,
        /// The most the rule allows; 0 if it takes no length.
        most: u8,
    },
    /// No pack has this id.
    #[error("no pack {0}")]
    UnknownPack(PackId),
    /// No pack has a rule of this id.
    #[error("no rule {0}")]
    UnknownRule(RuleId),
}

impl TermError {
    /// The kebab-case code of the error object.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RuleNotInForce { .. } => "rule-not-in-force",
            Self::RuleHasNoTerm { .. } => "rule-has-no-term",
            Self::CalendarMissing(_) => "calendar-missing",
            Self::BadDays { .. } | Self::UnknownPack(_) | Self::UnknownRule(_) => "usage",
        }
    }
}

/// A question for [`term`]: a rule, where to take it from, and the start.
#[derive(Debug, Clone, PartialEq)]
pub struct TermQuery {
    /// The rule.
    pub rule: RuleId,
    /// The pack, whatever the date; else the pack of the day under `policy`.
    pub pack: Option<PackId>,
    /// The start of the count.
    pub start: Start,
    /// The days of an extension; the rule's most if absent.
    pub days: Option<u8>,
    /// What became of the Order after its repeal.
    pub policy: AfterRepeal,
}

/// The term of a rule from a start, as `awp term` prints it.
///
/// ```
/// use awp::domain::rules::{AfterRepeal, RuleId, RuleSet};
/// use awp::domain::term::{self, Switches, TermQuery};
/// let rules = RuleSet::builtin().unwrap();
/// let query = TermQuery {
///     rule: RuleId::ANSWER,
///     pack: None,
///     start: "2026-03-06".parse().unwrap(),
///     days: None,
///     policy: AfterRepeal::KeepOrder145,
/// };
/// let answer = term::term(&rules, &query, &Switches::default()).unwrap();
/// assert_eq!(answer.latest.to_string(), "2026-03-26"); // raw 21 March is a holiday
/// ```
///
/// # Errors
/// [`TermError`].
pub fn term(rules: &RuleSet, query: &TermQuery, switches: &Switches) -> Result<Term, TermError> {
    check(rules, query)?;
    let date = query.start.date();
    let taken = match &query.pack {
        Some(pack) => rules.in_pack(&query.rule, pack, date),
        None => rules.pack_on(&query.rule, date, query.policy),
    };
    let taken = taken.ok_or_else(|| TermError::RuleNotInForce {
        rule: query.rule.clone(),
        date,
        pack: query.pack.clone(),
    })?;
    count(taken, query.start, query.days, &rules.calendar, switches)
}

/// Whether a question is in order whatever its start: rule and pack are known, the rule has a
/// day, the length fits. For a caller that asks the same for many starts.
///
/// # Errors
/// [`TermError`] of the question itself, never of a date.
pub fn check(rules: &RuleSet, query: &TermQuery) -> Result<(), TermError> {
    let rule = &query.rule;
    let packs = rules.packs.iter().filter(|pack| pack.rule(rule).is_some());
    let mut counts = packs
        .filter_map(|pack| pack.rule(rule))
        .map(|rule| &rule.count)
        .peekable();
    let Some(count) = counts.peek() else {
        return Err(TermError::UnknownRule(rule.clone()));
    };
    if let Some(pack) = query
        .pack
        .as_ref()
        .filter(|pack| rules.pack(pack).is_none())
    {
        return Err(TermError::UnknownPack(pack.clone()));
    }
    match (query.days, count) {
        (Some(given), Counting::Extension { up_to_days, .. }) => {
            in_bounds(given, *up_to_days).map(|_| ())
        }
        (Some(given), _) => Err(TermError::BadDays { given, most: 0 }),
        (None, _) => Ok(()),
    }?;
    if counts.all(|count| *count == Counting::None) {
        return Err(TermError::RuleHasNoTerm { rule: rule.clone() });
    }
    Ok(())
}

/// Counts a rule that was already looked up, with its ledger.
///
/// `days` is the length of an extension and `None` for every other rule. The start of
/// `extension` is the receipt, of `extension-notice` the moment of extension, of `template` and
/// the notices the first day of the event.
///
/// # Errors
/// [`TermError`] without its look-up cases.
pub fn count(
    taken: Taken<'_>,
    start: Start,
    days: Option<u8>,
    calendar: &Calendar,
    switches: &Switches,
) -> Result<Term, TermError> {
    let plan = Plan::new(taken, start, days, calendar, switches)?;
    let dates = plan.dates(calendar, switches)?;
    let ledger = ledger::write(&plan, &dates, calendar, switches)?;
    Ok(Term {
        rule: taken.rule.id.clone(),
        clause: taken.rule.clause.clone(),
        pack: taken.pack.id.clone(),
        status: taken.status,
        nature: taken.rule.nature,
        from: dates.from,
        registered: dates.registered,
        raw: dates.raw,
        safe: dates.safe,
        latest: dates.latest,
        red: dates.red,
        ledger,
    })
}

/// As [`count`], without the ledger.
///
/// # Errors
/// As [`count`].
pub fn dates(
    taken: Taken<'_>,
    start: Start,
    days: Option<u8>,
    calendar: &Calendar,
    switches: &Switches,
) -> Result<TermDates, TermError> {
    Plan::new(taken, start, days, calendar, switches)?.dates(calendar, switches)
}

/// The day of registration: the same day if it is worked and the cut-off hour has not passed,
/// else the next working day. A bare date is within working hours.
///
/// # Errors
/// A needed day has no calendar data.
pub fn registered_on(
    start: Start,
    calendar: &Calendar,
    switches: &Switches,
) -> Result<Date, CalendarMissing> {
    let date = start.date();
    let in_hours = start.time().is_none_or(|time| time <= switches.cut_off);
    if in_hours {
        calendar.at_or_after(date, switches.profile)
    } else {
        calendar.nth_after(date, 1, switches.profile)
    }
}

/// What is counted, in which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    WorkingAfter {
        n: u16,
    },
    WorkingBefore {
        n: u16,
    },
    WorkingWithin {
        n: u16,
    },
    /// `skip` days after `base` are passed over uncounted (an extension from a shifted date).
    Calendar {
        base: u16,
        skip: u16,
        more: u16,
    },
    Months {
        n: u8,
    },
    Gap {
        n: u16,
    },
}

/// A count made ready: its start, its shape and what the pack says about the result.
struct Plan<'r> {
    taken: Taken<'r>,
    from: Date,
    registered: Option<Date>,
    shape: Shape,
    profile: Profile,
}

impl<'r> Plan<'r> {
    fn new(
        taken: Taken<'r>,
        start: Start,
        days: Option<u8>,
        calendar: &Calendar,
        switches: &Switches,
    ) -> Result<Self, TermError> {
        let rule = taken.rule;
        if let (Some(given), false) = (days, matches!(rule.count, Counting::Extension { .. })) {
            return Err(TermError::BadDays { given, most: 0 });
        }
        let from_registration = matches!(
            rule.count,
            Counting::WorkingDaysAfter {
                from: StartKind::Registration,
                ..
            }
        );
        let registered = from_registration
            .then(|| registered_on(start, calendar, switches))
            .transpose()?;
        let mut plan = Self {
            taken,
            from: registered.unwrap_or_else(|| start.date()),
            registered,
            shape: Shape::Gap { n: 0 },
            profile: switches.profile,
        };
        plan.shape = match &rule.count {
            Counting::WorkingDaysAfter { days, .. } => Shape::WorkingAfter { n: *days },
            Counting::NotLessThanBefore { days, .. } => Shape::WorkingBefore { n: *days },
            Counting::Lasts { days, .. } => Shape::WorkingWithin { n: *days },
            Counting::CalendarDays { days, .. } => Shape::Calendar {
                base: *days,
                skip: 0,
                more: 0,
            },
            Counting::Months { months, .. } => Shape::Months { n: *months },
            Counting::LargestGap { days, .. } => Shape::Gap { n: *days },
            Counting::Extension { up_to_days, of } => {
                plan.extension(*up_to_days, of, days, calendar, switches)?
            }
            Counting::None => {
                return Err(TermError::RuleHasNoTerm {
                    rule: rule.id.clone(),
                });
            }
        };
        Ok(plan)
    }

    fn extension(
        &self,
        most: u8,
        of: &RuleId,
        days: Option<u8>,
        calendar: &Calendar,
        switches: &Switches,
    ) -> Result<Shape, TermError> {
        let given = in_bounds(days.unwrap_or(most), most)?;
        let Some(Counting::CalendarDays { days: base, .. }) =
            self.taken.pack.rule(of).map(|rule| &rule.count)
        else {
            return Err(TermError::RuleHasNoTerm {
                rule: self.taken.rule.id.clone(),
            });
        };
        let skip = match switches.extension_base {
            ExtensionBase::Raw => 0,
            ExtensionBase::Latest => {
                let raw = self.add_days(i64::from(*base), switches)?;
                let (_, latest) = self.rolled(raw, switches.roll, calendar)?;
                u16::try_from(days_between(raw, latest)).unwrap_or(0)
            }
        };
        Ok(Shape::Calendar {
            base: *base,
            skip,
            more: u16::from(given),
        })
    }

    fn dates(&self, calendar: &Calendar, switches: &Switches) -> Result<TermDates, TermError> {
        let profile = self.profile;
        let (raw, safe, latest) = match self.shape {
            Shape::WorkingAfter { n } => {
                let after = self.eve(switches)?;
                let day = calendar.nth_after(after, n, profile)?;
                (None, day, day)
            }
            Shape::WorkingBefore { n } => {
                let safe = calendar.nth_before(self.from, n + 1, profile)?;
                let latest = match switches.before {
                    BeforeRule::Lenient => calendar.nth_before(self.from, n, profile)?,
                    BeforeRule::Strict => safe,
                };
                (None, safe, latest)
            }
            Shape::WorkingWithin { n } => {
                let latest = calendar.nth_after(day_before(self.from)?, n, profile)?;
                (None, calendar.nth_after(self.from, n, profile)?, latest)
            }
            Shape::Calendar { base, skip, more } => {
                let raw = self.add_days(i64::from(base + skip + more), switches)?;
                let (safe, latest) = self.rolled(raw, switches.roll, calendar)?;
                (Some(raw), safe, latest)
            }
            Shape::Months { n } => {
                let raw = add(self.from, i64::from(n).months())?;
                let (safe, latest) = self.rolled(raw, switches.roll, calendar)?;
                (Some(raw), safe, latest)
            }
            Shape::Gap { n } => {
                let raw = self.add_days(i64::from(n), switches)?;
                let day = calendar.at_or_before(raw, profile)?;
                (Some(raw), day, day)
            }
        };
        Ok(TermDates {
            from: self.from,
            registered: self.registered,
            raw,
            safe,
            latest,
            red: switches.red.unwrap_or(self.taken.pack.red),
        })
    }

    /// The day after which counting forward begins.
    fn eve(&self, switches: &Switches) -> Result<Date, CalendarMissing> {
        match switches.day_counting {
            DayCounting::AfterStart => Ok(self.from),
            DayCounting::FromStart => day_before(self.from),
        }
    }

    fn add_days(&self, days: i64, switches: &Switches) -> Result<Date, CalendarMissing> {
        add(self.eve(switches)?, days.days())
    }

    /// The safe and the latest date of a calendar-day term.
    fn rolled(
        &self,
        raw: Date,
        roll: RollRule,
        calendar: &Calendar,
    ) -> Result<(Date, Date), CalendarMissing> {
        let safe = calendar.at_or_before(raw, self.profile)?;
        let latest = match roll {
            RollRule::NextWorkingDay => calendar.at_or_after(raw, self.profile)?,
            RollRule::PreviousWorkingDay => safe,
            RollRule::None => raw,
        };
        Ok((safe, latest))
    }
}

fn in_bounds(given: u8, most: u8) -> Result<u8, TermError> {
    if given == 0 || given > most {
        return Err(TermError::BadDays { given, most });
    }
    Ok(given)
}

fn add(date: Date, span: jiff::Span) -> Result<Date, CalendarMissing> {
    // Only at the end of time, where no calendar reaches either.
    date.checked_add(span)
        .map_err(|_out_of_range| CalendarMissing { date })
}

fn day_before(date: Date) -> Result<Date, CalendarMissing> {
    date.yesterday()
        .map_err(|_out_of_range| CalendarMissing { date })
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}
