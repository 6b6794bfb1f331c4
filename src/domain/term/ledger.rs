//! The ledger of a term: one line for each day counted or skipped, with reason and source.
//!
//! A ledger is evidence: it can be checked without the calendar ([`Ledger::readd`]).

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{DayCounting, Plan, Shape, Switches, TermDates, TermError, day_before, days_between};
use crate::domain::calendar::{Calendar, CalendarMissing, Why};
use crate::domain::local_text::LocalText;

/// The days of a term in the order in which they were looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// How many days the rule counts.
    pub asked: u32,
    /// The days.
    pub lines: Vec<LedgerLine>,
}

/// One day of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// The day.
    pub date: Date,
    /// Whether it was counted.
    pub counted: bool,
    /// Why it is worked or free; `roll` for the working day a term was moved to.
    pub why: Why,
    /// The holiday, where the reason is one.
    pub name: Option<LocalText>,
    /// The act behind the reason; none for ordinary working days and weekends.
    pub source: Option<LocalText>,
    /// The day this one was exchanged with, or for `roll` the raw date.
    pub moved: Option<Date>,
}

/// A ledger does not prove its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFault {
    /// There are no lines.
    #[error("the ledger is empty")]
    Empty,
    /// A day is left out or told twice.
    #[error("the ledger is broken at {0}")]
    Gap(Date),
    /// Not as many days are counted as the rule asks for.
    #[error("{counted} days are counted, the rule asks for {asked}")]
    Count {
        /// The counted lines.
        counted: u32,
        /// What the rule asks for.
        asked: u32,
    },
    /// A day was counted that could not be, or passed over though it had to be counted.
    #[error("{0} is counted wrongly")]
    Wrong(Date),
}

impl Ledger {
    /// Adds the lines up again, without the calendar, and gives the date they lead to.
    ///
    /// ```
    /// # use awp::domain::rules::{AfterRepeal, RuleId, RuleSet};
    /// # use awp::domain::term::{self, Switches, TermQuery};
    /// # let rules = RuleSet::builtin().unwrap();
    /// # let query = TermQuery { rule: RuleId::FORWARD, pack: None, days: None,
    /// #     start: "2025-10-23".parse().unwrap(), policy: AfterRepeal::KeepOrder145 };
    /// let forward = term::term(&rules, &query, &Switches::default()).unwrap();
    /// assert_eq!(forward.ledger.readd(), Ok(forward.latest));
    /// ```
    ///
    /// # Errors
    /// [`LedgerFault`]: the lines do not add up.
    pub fn readd(&self) -> Result<Date, LedgerFault> {
        let first = self.lines.first().ok_or(LedgerFault::Empty)?;
        let last = self.lines.last().ok_or(LedgerFault::Empty)?;
        let counted = self.lines.iter().filter(|line| line.counted).count();
        let counted = u32::try_from(counted).unwrap_or(u32::MAX);
        if counted != self.asked {
            return Err(LedgerFault::Count {
                counted,
                asked: self.asked,
            });
        }
        // The direction may turn once, where a term is rolled back from its raw date.
        let mut step = None;
        let mut previous = first;
        for line in self.lines.iter().skip(1) {
            let distance = days_between(previous.date, line.date);
            let rolls = !line.counted && previous.date == self.last_counted();
            let turned = step.is_some_and(|step| step != distance);
            if distance.abs() != 1 || (turned && !rolls) {
                return Err(LedgerFault::Gap(line.date));
            }
            step = Some(distance);
            previous = line;
        }
        // After the count only free days may be passed over, up to one working day.
        let after = self.lines.iter().rev().take_while(|line| !line.counted);
        for (index, line) in after.enumerate() {
            if (line.why == Why::Roll) != (index == 0) || (index > 0 && line.why.is_working()) {
                return Err(LedgerFault::Wrong(line.date));
            }
        }
        Ok(last.date)
    }

    fn last_counted(&self) -> Date {
        let line = self.lines.iter().rev().find(|line| line.counted);
        line.map_or(Date::MIN, |line| line.date)
    }
}

/// Writes the ledger of a plan whose dates are known.
pub(super) fn write(
    plan: &Plan<'_>,
    dates: &TermDates,
    calendar: &Calendar,
    switches: &Switches,
) -> Result<Ledger, TermError> {
    let from_start = switches.day_counting == DayCounting::FromStart;
    let eve = plan.eve(switches)?;
    let mut writer = Writer {
        plan,
        calendar,
        lines: Vec::new(),
    };
    let asked = match plan.shape {
        Shape::WorkingAfter { n } => {
            writer.working(eve, dates.latest)?;
            u32::from(n)
        }
        Shape::WorkingWithin { n } => {
            writer.working(day_before(plan.from)?, dates.latest)?;
            u32::from(n)
        }
        Shape::WorkingBefore { .. } => {
            writer.working(plan.from, dates.latest)?;
            writer.counted()
        }
        Shape::Calendar { base, skip, more } => {
            let base_end = writer.every(eve, i64::from(base))?;
            let skipped_to = writer.passed_over(base_end, i64::from(skip))?;
            let raw = writer.every(skipped_to, i64::from(more))?;
            writer.roll(raw, dates.latest)?;
            u32::from(base) + u32::from(more)
        }
        Shape::Gap { n } => {
            let raw = writer.every(eve, i64::from(n))?;
            writer.roll(raw, dates.latest)?;
            u32::from(n)
        }
        Shape::Months { .. } => {
            let raw = dates.raw.unwrap_or(dates.latest);
            let first = if from_start { eve } else { plan.from };
            writer.every(first, days_between(first, raw))?;
            writer.roll(raw, dates.latest)?;
            writer.counted()
        }
    };
    Ok(Ledger {
        asked,
        lines: writer.lines,
    })
}

struct Writer<'w, 'r> {
    plan: &'w Plan<'r>,
    calendar: &'w Calendar,
    lines: Vec<LedgerLine>,
}

impl Writer<'_, '_> {
    /// Lines from next to `after` to `to`, backwards if `to` is earlier; working days count.
    fn working(&mut self, after: Date, to: Date) -> Result<(), CalendarMissing> {
        for date in path(after, to) {
            let mut line = self.line(date)?;
            line.counted = line.why.is_working();
            self.lines.push(line);
        }
        Ok(())
    }

    /// `days` lines after `after`, all counted; gives the last day.
    fn every(&mut self, after: Date, days: i64) -> Result<Date, CalendarMissing> {
        let to = super::add(after, days.days())?;
        for date in path(after, to) {
            let line = self.line(date)?;
            self.lines.push(LedgerLine {
                counted: true,
                ..line
            });
        }
        Ok(to)
    }

    /// `days` lines after `after`, none counted; gives the last day.
    fn passed_over(&mut self, after: Date, days: i64) -> Result<Date, CalendarMissing> {
        let to = super::add(after, days.days())?;
        for date in path(after, to) {
            let line = self.line(date)?;
            self.lines.push(line);
        }
        Ok(to)
    }

    /// The way from the raw date to the working day on which the term ends.
    fn roll(&mut self, raw: Date, latest: Date) -> Result<(), CalendarMissing> {
        for date in path(raw, latest) {
            let mut line = self.line(date)?;
            if date == latest {
                line.why = Why::Roll;
                line.name = None;
                line.source = Some(self.plan.taken.pack.roll_source.clone());
                line.moved = Some(raw);
            }
            self.lines.push(line);
        }
        Ok(())
    }

    fn line(&self, date: Date) -> Result<LedgerLine, CalendarMissing> {
        let day = self.calendar.day(date, self.plan.profile)?;
        Ok(LedgerLine {
            date,
            counted: false,
            why: day.why,
            name: day.name.cloned(),
            source: day.source.cloned(),
            moved: day.moved,
        })
    }

    fn counted(&self) -> u32 {
        let counted = self.lines.iter().filter(|line| line.counted).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    }
}

/// The days next to `after` up to `to`, in the direction of `to`; empty if they are equal.
fn path(after: Date, to: Date) -> impl Iterator<Item = Date> {
    let step: i64 = if to < after { -1 } else { 1 };
    let days = days_between(after, to).abs();
    (1..=days).filter_map(move |index| after.checked_add((index * step).days()).ok())
}
