//! The data of one calendar year, as it stands in a file and travels in the feed.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::Profile;
use crate::domain::local_text::LocalText;

/// Holidays and transfers of one year. Days that follow from them are derived, not listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// The year.
    pub year: i16,
    /// The act the holidays and their shifts come from.
    pub source: LocalText,
    /// What has to be known about the data of this year.
    #[serde(default, rename = "warning")]
    pub warnings: Vec<CalendarWarning>,
    /// Holidays and days off that never move.
    #[serde(default, rename = "holiday")]
    pub holidays: Vec<Holiday>,
    /// Days off exchanged with weekend days by an act; only in the five-day profile.
    #[serde(default, rename = "transfer")]
    pub transfers: Vec<Transfer>,
}

/// Something to know about the data of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarWarning {
    /// A kebab-case code, such as `no-transfer-order`.
    pub code: String,
    /// The warning.
    pub text: LocalText,
}

/// A holiday or a day off that never moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Whether a free day of the week under it moves on to a working day. Not so for
    /// 7 January and Kurban Ait.
    pub moves: bool,
    /// The date is not announced yet.
    #[serde(default)]
    pub estimate: bool,
    /// The name.
    pub name: LocalText,
    /// The act, if it is not that of the year.
    #[serde(default)]
    pub source: Option<LocalText>,
}

/// A day off moved by an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The day that became free.
    pub off: Date,
    /// The weekend day worked instead.
    pub work: Date,
    /// The act.
    pub act: LocalText,
}

/// Whether the week itself makes a day free.
pub(super) fn is_weekend(date: Date, profile: Profile) -> bool {
    match date.weekday() {
        Weekday::Sunday => true,
        Weekday::Saturday => profile == Profile::FiveDay,
        Weekday::Monday
        | Weekday::Tuesday
        | Weekday::Wednesday
        | Weekday::Thursday
        | Weekday::Friday => false,
    }
}

impl CalendarYear {
    /// 1 January.
    #[must_use]
    pub fn first_day(&self) -> Date {
        Date::new(self.year, 1, 1).unwrap_or_default()
    }

    /// Every day of the year in order.
    pub fn days(&self) -> impl Iterator<Item = Date> + use<> {
        let year = self.year;
        self.first_day()
            .series(1.day())
            .take_while(move |date| date.year() == year)
    }

    /// The holiday of a day.
    #[must_use]
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        self.holidays.iter().find(|holiday| holiday.date == date)
    }

    /// The days onto which holidays on free days move the day off: each the next day that is
    /// not free already, so that several stack. Pairs of the day and the index of its holiday.
    pub(super) fn shifts(&self, profile: Profile) -> Vec<(Date, usize)> {
        let mut shifts: Vec<(Date, usize)> = Vec::new();
        let mut moving: Vec<(usize, &Holiday)> = self
            .holidays
            .iter()
            .enumerate()
            .filter(|(_, holiday)| holiday.moves && is_weekend(holiday.date, profile))
            .collect();
        moving.sort_by_key(|(_, holiday)| holiday.date);
        for (index, holiday) in moving {
            let target = self.days().find(|date| {
                *date > holiday.date
                    && !is_weekend(*date, profile)
                    && self.holiday(*date).is_none()
                    && shifts.iter().all(|(taken, _)| taken != date)
            });
            shifts.extend(target.map(|date| (date, index)));
        }
        shifts
    }

    /// The first date that contradicts the rest: of another year, given twice, a worked day
    /// that is no weekend, a freed day that is free anyway.
    pub(crate) fn check(&self) -> Result<(), Date> {
        if Date::new(self.year, 1, 1).is_err() {
            return Err(Date::default());
        }
        let moved = self
            .transfers
            .iter()
            .flat_map(|transfer| [transfer.off, transfer.work]);
        let mut seen = std::collections::BTreeSet::new();
        for date in self
            .holidays
            .iter()
            .map(|holiday| holiday.date)
            .chain(moved)
        {
            if date.year() != self.year || !seen.insert(date) {
                return Err(date);
            }
        }
        let shifts = self.shifts(Profile::FiveDay);
        let is_shift = |date| shifts.iter().any(|(day, _)| *day == date);
        for transfer in &self.transfers {
            if is_weekend(transfer.off, Profile::FiveDay) || is_shift(transfer.off) {
                return Err(transfer.off);
            }
            if !is_weekend(transfer.work, Profile::FiveDay) {
                return Err(transfer.work);
            }
        }
        Ok(())
    }
}
