//! The derived days of all years under one profile, laid out for constant-time questions.
//!
//! One cell a day from the first loaded year to the last, with prefix sums of working days
//! and of days without data, so that counting hundreds of days costs two look-ups.

use jiff::civil::Date;

use super::year::{CalendarYear, is_weekend};
use super::{CalendarMissing, Profile, Why};

/// The reason of one day; `note` is the index of its holiday or transfer within the year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) why: Why,
    pub(super) note: u16,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Days from the epoch to the first cell.
    first: i32,
    cells: Vec<Option<Cell>>,
    /// `worked[i]` is the number of working days in `cells[..i]`.
    worked: Vec<u32>,
    /// `missing[i]` is the number of cells without data in `cells[..i]`.
    missing: Vec<u32>,
    /// The working days in order.
    working: Vec<Date>,
}

/// Days since 1970-01-01, by the civil calendar; jiff has no cheap public way.
fn day_number(date: Date) -> i32 {
    let (month, day) = (i32::from(date.month()), i32::from(date.day()));
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The day `days` after (or before) `date`; clamped at the ends of time.
fn shifted(date: Date, days: i64) -> Date {
    date.saturating_add(jiff::SignedDuration::from_hours(days * 24))
}

impl Table {
    /// Lays out `years`, which are in order, checked and distinct.
    pub(super) fn build(years: &[CalendarYear], profile: Profile) -> Self {
        let first = years.first().map_or(0, |year| day_number(year.first_day()));
        let mut table = Self {
            first,
            cells: Vec::new(),
            worked: vec![0],
            missing: vec![0],
            working: Vec::new(),
        };
        for year in years {
            let start = usize::try_from(day_number(year.first_day()) - first).unwrap_or(0);
            while table.cells.len() < start {
                table.push(None, Date::default());
            }
            let shifts = year.shifts(profile);
            for date in year.days() {
                table.push(Some(cell(year, &shifts, date, profile)), date);
            }
        }
        table
    }

    fn push(&mut self, cell: Option<Cell>, date: Date) {
        let worked = self.worked.last().copied().unwrap_or(0);
        let missing = self.missing.last().copied().unwrap_or(0);
        let works = cell.is_some_and(|cell| cell.why.is_working());
        if works {
            self.working.push(date);
        }
        self.cells.push(cell);
        self.worked.push(worked + u32::from(works));
        self.missing.push(missing + u32::from(cell.is_none()));
    }

    pub(super) fn cell(&self, date: Date) -> Result<Cell, CalendarMissing> {
        let index = usize::try_from(day_number(date) - self.first);
        let cell = index
            .ok()
            .and_then(|index| self.cells.get(index).copied().flatten());
        cell.ok_or(CalendarMissing { date })
    }

    /// Working days among the days of number `after + 1 ..= until`, all of which have data.
    pub(super) fn working_between(&self, after: Date, until: Date) -> Result<u32, CalendarMissing> {
        if until <= after {
            return Ok(0);
        }
        if !self.has_all(after, until) {
            return Err(self.first_missing_after(after));
        }
        Ok(self.worked_until(until) - self.worked_until(after))
    }

    pub(super) fn nth_after(&self, date: Date, n: u16) -> Result<Date, CalendarMissing> {
        let before = self.worked_until(date) as usize;
        let found = (before + usize::from(n))
            .checked_sub(1)
            .and_then(|i| self.working.get(i));
        let found = found.filter(|found| self.has_all(date, **found));
        found.copied().ok_or_else(|| self.first_missing_after(date))
    }

    pub(super) fn nth_before(&self, date: Date, n: u16) -> Result<Date, CalendarMissing> {
        let eve = shifted(date, -1);
        let before = self.worked_until(eve) as usize;
        let found = before
            .checked_sub(usize::from(n))
            .and_then(|i| self.working.get(i));
        let found = found.filter(|found| self.has_all(shifted(**found, -1), eve));
        found.copied().ok_or_else(|| self.last_missing_until(eve))
    }

    /// The number of working days up to and including `date`, of those with data.
    fn worked_until(&self, date: Date) -> u32 {
        self.worked.get(self.after(date)).copied().unwrap_or(0)
    }

    /// How many cells lie up to and including `date`.
    fn after(&self, date: Date) -> usize {
        let cells = day_number(date) - self.first + 1;
        usize::try_from(cells).unwrap_or(0).min(self.cells.len())
    }

    /// Whether every day after `after`, up to and including `until`, has data.
    fn has_all(&self, after: Date, until: Date) -> bool {
        let (from, to) = (day_number(after) + 1, day_number(until));
        let last = self.first + i32::try_from(self.cells.len()).unwrap_or(i32::MAX) - 1;
        let missing = |date| self.missing.get(self.after(date)).copied().unwrap_or(0);
        from >= self.first && to <= last && missing(until) == missing(after)
    }

    fn first_missing_after(&self, date: Date) -> CalendarMissing {
        let mut day = shifted(date, 1);
        while self.cell(day).is_ok() {
            day = shifted(day, 1);
        }
        CalendarMissing { date: day }
    }

    fn last_missing_until(&self, date: Date) -> CalendarMissing {
        let mut day = date;
        while self.cell(day).is_ok() {
            day = shifted(day, -1);
        }
        CalendarMissing { date: day }
    }
}

fn cell(year: &CalendarYear, shifts: &[(Date, usize)], date: Date, profile: Profile) -> Cell {
    let note = |index: usize| u16::try_from(index).unwrap_or(u16::MAX);
    let holiday = year
        .holidays
        .iter()
        .enumerate()
        .find(|(_, holiday)| holiday.date == date);
    if let Some((index, holiday)) = holiday {
        let why = if holiday.moves {
            Why::Holiday
        } else {
            Why::DayOff
        };
        return Cell {
            why,
            note: note(index),
        };
    }
    if let Some((_, index)) = shifts.iter().find(|(day, _)| *day == date) {
        return Cell {
            why: Why::Shifted,
            note: note(*index),
        };
    }
    if profile == Profile::FiveDay {
        for (index, transfer) in year.transfers.iter().enumerate() {
            if transfer.off == date {
                return Cell {
                    why: Why::MovedOff,
                    note: note(index),
                };
            }
            if transfer.work == date {
                return Cell {
                    why: Why::MovedWork,
                    note: note(index),
                };
            }
        }
    }
    let why = if is_weekend(date, profile) {
        Why::Weekend
    } else {
        Why::Working
    };
    Cell { why, note: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    #[test]
    fn day_numbers_are_those_of_the_civil_calendar() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        let epoch = date(1970, 1, 1);
        for (index, day) in date(1999, 12, 30).series(1.day()).take(12_000).enumerate() {
            let expected = day.duration_since(epoch).as_hours() / 24;
            assert_eq!(i64::from(day_number(day)), expected, "{index} {day}");
        }
    }
}
