//! Which days are working days, and why.
//!
//! Responsible for deriving the days of a year from its holidays and transfers, for both week
//! profiles, and for answering about one day or the n-th working day in a few nanoseconds. It
//! knows no terms. A day outside the loaded years is an error, never a guess.
//!
//! Invariants: a day is working or not under one reason; the reason of every day off that is
//! not an ordinary weekend names its act; a statutory shift lands on a day that would
//! otherwise be worked.

mod changes;
pub mod ics;
mod table;
#[cfg(test)]
mod tests;
mod year;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::local_text::LocalText;
use table::Table;

pub use changes::{DayChange, changes};
pub use year::{CalendarWarning, CalendarYear, Holiday, Transfer};

/// The working week of a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Saturday and Sunday are free; transfers of days off apply.
    #[default]
    FiveDay,
    /// Only Sunday is free; transfers do not apply, a Saturday holiday is not compensated.
    SixDay,
}

impl Profile {
    /// Both profiles.
    pub const ALL: [Self; 2] = [Self::FiveDay, Self::SixDay];

    /// The kebab-case name used by `--profile`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::FiveDay => "five-day",
            Self::SixDay => "six-day",
        }
    }
}

/// Why a day is working or not; the `why` codes of `awp term` and `awp calendar`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// An ordinary working day.
    Working,
    /// An ordinary free day of the week.
    Weekend,
    /// A holiday; on a free day of the week it moves the day off.
    Holiday,
    /// The day off that a holiday on a free day moved here.
    Shifted,
    /// A day off that never moves: 7 January, the first day of Kurban Ait.
    DayOff,
    /// A day off moved here by an act from a worked weekend day.
    MovedOff,
    /// A weekend day worked instead of a moved day off.
    MovedWork,
    /// The working day on which a term ends that could not end where it fell. Only in ledgers.
    Roll,
}

impl Why {
    /// The kebab-case code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Weekend => "weekend",
            Self::Holiday => "holiday",
            Self::Shifted => "shifted",
            Self::DayOff => "day-off",
            Self::MovedOff => "moved-off",
            Self::MovedWork => "moved-work",
            Self::Roll => "roll",
        }
    }

    /// Whether a day of this reason is worked.
    #[must_use]
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::MovedWork | Self::Roll)
    }
}

/// One day with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Day<'c> {
    /// The day.
    pub date: Date,
    /// Whether it is worked.
    pub working: bool,
    /// Why.
    pub why: Why,
    /// The act, for everything but an ordinary working day or weekend.
    pub source: Option<&'c LocalText>,
    /// The holiday, for `holiday`, `shifted` and `day-off`.
    pub name: Option<&'c LocalText>,
    /// The day this one was exchanged with: the holiday of a shift, the other day of a transfer.
    pub moved: Option<Date>,
    /// The date of the holiday is an estimate until it is announced.
    pub estimate: bool,
}

/// A day was needed that no calendar data covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no calendar data for {date}: load the calendar of {}", .date.year())]
pub struct CalendarMissing {
    /// The first such day.
    pub date: Date,
}

/// Calendar data that contradicts itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("calendar data contradicts itself at {date}")]
pub struct CalendarContradiction {
    /// The day.
    pub date: Date,
}

/// The days of all loaded years under both profiles.
///
/// ```
/// use awp::domain::calendar::{Profile, Why};
/// use awp::domain::rules::RuleSet;
/// let rules = RuleSet::builtin().unwrap();
/// let day = rules.calendar.day(jiff::civil::date(2025, 1, 5), Profile::FiveDay).unwrap();
/// assert!(day.working);
/// assert_eq!(day.why, Why::MovedWork); // a worked Sunday
/// assert_eq!(day.source.unwrap().en, "order of the Minister of Labour № 436 of 21.11.2024");
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Vec<CalendarYear>", into = "Vec<CalendarYear>")]
pub struct Calendar {
    years: Vec<CalendarYear>,
    five: Table,
    six: Table,
}

impl Calendar {
    /// The calendar of the given years, in any order; years between them may be missing.
    ///
    /// # Errors
    /// A year is there twice or its dates contradict each other.
    pub fn new(mut years: Vec<CalendarYear>) -> Result<Self, CalendarContradiction> {
        years.sort_by_key(|year| year.year);
        for (year, next) in years.iter().zip(years.iter().skip(1)) {
            if year.year == next.year {
                return Err(CalendarContradiction {
                    date: year.first_day(),
                });
            }
        }
        for year in &years {
            year.check()
                .map_err(|date| CalendarContradiction { date })?;
        }
        let five = Table::build(&years, Profile::FiveDay);
        let six = Table::build(&years, Profile::SixDay);
        Ok(Self { years, five, six })
    }

    /// This calendar with years added, or put in place of those of their number.
    ///
    /// # Errors
    /// The dates of a year contradict each other.
    pub fn with(&self, years: Vec<CalendarYear>) -> Result<Self, CalendarContradiction> {
        let kept = self.years.iter();
        let kept = kept.filter(|old| years.iter().all(|new| new.year != old.year));
        let kept: Vec<CalendarYear> = kept.cloned().collect();
        Self::new(kept.into_iter().chain(years).collect())
    }

    /// The data of the years, in order.
    pub fn years(&self) -> impl Iterator<Item = &CalendarYear> {
        self.years.iter()
    }

    /// The version of the data of the years between two dates: twelve digits that change
    /// whenever a day of one of these years does.
    ///
    /// ```
    /// use awp::domain::rules::RuleSet;
    /// let rules = RuleSet::builtin().unwrap();
    /// let day = jiff::civil::date(2026, 3, 6);
    /// assert_eq!(rules.calendar.version(day, day).len(), 12);
    /// ```
    #[must_use]
    pub fn version(&self, from: Date, to: Date) -> String {
        let years = from.year()..=to.year();
        let counted: Vec<&CalendarYear> = self
            .years
            .iter()
            .filter(|data| years.contains(&data.year))
            .collect();
        // Plain structs with string keys always serialise.
        let text = serde_json::to_vec(&counted).unwrap_or_default();
        let digest = Sha256::digest(text);
        hex::encode(digest.get(..6).unwrap_or_default())
    }

    /// The data of one year.
    #[must_use]
    pub fn year(&self, year: i16) -> Option<&CalendarYear> {
        self.years.iter().find(|data| data.year == year)
    }

    /// One day with its reason.
    ///
    /// # Errors
    /// No data covers the day.
    pub fn day(&self, date: Date, profile: Profile) -> Result<Day<'_>, CalendarMissing> {
        let cell = self.table(profile).cell(date)?;
        let mut day = Day {
            date,
            working: cell.why.is_working(),
            why: cell.why,
            source: None,
            name: None,
            moved: None,
            estimate: false,
        };
        let Some(year) = self.year(date.year()) else {
            return Err(CalendarMissing { date });
        };
        match cell.why {
            Why::Working | Why::Weekend | Why::Roll => {}
            Why::Holiday | Why::DayOff | Why::Shifted => {
                if let Some(holiday) = year.holidays.get(usize::from(cell.note)) {
                    day.source = Some(holiday.source.as_ref().unwrap_or(&year.source));
                    day.name = Some(&holiday.name);
                    day.moved = (cell.why == Why::Shifted).then_some(holiday.date);
                    day.estimate = holiday.estimate;
                }
            }
            Why::MovedOff | Why::MovedWork => {
                if let Some(transfer) = year.transfers.get(usize::from(cell.note)) {
                    day.source = Some(&transfer.act);
                    let off = cell.why == Why::MovedOff;
                    day.moved = Some(if off { transfer.work } else { transfer.off });
                }
            }
        }
        Ok(day)
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// No data covers the day.
    pub fn is_working(&self, date: Date, profile: Profile) -> Result<bool, CalendarMissing> {
        Ok(self.table(profile).cell(date)?.why.is_working())
    }

    /// The n-th working day after `date` (`n` ≥ 1), `date` itself not counted.
    ///
    /// # Errors
    /// A day between `date` and the result has no data.
    pub fn nth_after(&self, date: Date, n: u16, profile: Profile) -> Result<Date, CalendarMissing> {
        self.table(profile).nth_after(date, n)
    }

    /// The n-th working day before `date` (`n` ≥ 1), `date` itself not counted.
    ///
    /// # Errors
    /// A day between the result and `date` has no data.
    pub fn nth_before(
        &self,
        date: Date,
        n: u16,
        profile: Profile,
    ) -> Result<Date, CalendarMissing> {
        self.table(profile).nth_before(date, n)
    }

    /// The day itself if it is worked, else the next working day.
    ///
    /// # Errors
    /// A needed day has no data.
    pub fn at_or_after(&self, date: Date, profile: Profile) -> Result<Date, CalendarMissing> {
        if self.is_working(date, profile)? {
            Ok(date)
        } else {
            self.nth_after(date, 1, profile)
        }
    }

    /// The day itself if it is worked, else the working day before it.
    ///
    /// # Errors
    /// A needed day has no data.
    pub fn at_or_before(&self, date: Date, profile: Profile) -> Result<Date, CalendarMissing> {
        if self.is_working(date, profile)? {
            Ok(date)
        } else {
            self.nth_before(date, 1, profile)
        }
    }

    /// How many working days lie after `after` and not after `until`; 0 when `until` is not
    /// later.
    ///
    /// # Errors
    /// A day between the two has no data.
    pub fn working_days_between(
        &self,
        after: Date,
        until: Date,
        profile: Profile,
    ) -> Result<u32, CalendarMissing> {
        self.table(profile).working_between(after, until)
    }

    const fn table(&self, profile: Profile) -> &Table {
        match profile {
            Profile::FiveDay => &self.five,
            Profile::SixDay => &self.six,
        }
    }
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        // The tables follow from the years.
        self.years == other.years
    }
}

impl TryFrom<Vec<CalendarYear>> for Calendar {
    type Error = CalendarContradiction;

    fn try_from(years: Vec<CalendarYear>) -> Result<Self, Self::Error> {
        Self::new(years)
    }
}

impl From<Calendar> for Vec<CalendarYear> {
    fn from(calendar: Calendar) -> Self {
        calendar.years
    }
}
