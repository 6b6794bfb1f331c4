//! Laying the days of a file over the years that are known.

use jiff::civil::Date;

use super::days::same;
use super::{DayKind, IcsChoices, IcsDay, IcsError, IcsProblem};
use crate::domain::calendar::{Calendar, CalendarYear, Holiday, Transfer};

/// The warning that goes once a transfer is loaded.
const NO_TRANSFER_ORDER: &str = "no-transfer-order";

/// The days of a file, laid over a calendar year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// The years the file has days of, complete, in order.
    pub years: Vec<CalendarYear>,
}

impl Overlay {
    /// Lays the days of a file over a calendar: a day of the file replaces what is known of that
    /// day, the rest stays; with [`IcsChoices::whole_year`] nothing stays.
    ///
    /// # Errors
    /// As [`super::days()`]; the year of a day is not known, a moved day has no other half, or the
    /// days contradict each other.
    pub fn read(text: &str, calendar: &Calendar, choices: &IcsChoices) -> Result<Self, IcsError> {
        let days = super::days(text, choices)?;
        let mut numbers: Vec<i16> = days.iter().map(|day| day.date.year()).collect();
        numbers.dedup();
        let years = numbers.into_iter().map(|number| {
            let of_year: Vec<&IcsDay> = days
                .iter()
                .filter(|day| day.date.year() == number)
                .collect();
            year(number, &of_year, calendar, choices)
        });
        Ok(Self {
            years: years.collect::<Result<_, _>>()?,
        })
    }
}

fn year(
    number: i16,
    days: &[&IcsDay],
    calendar: &Calendar,
    choices: &IcsChoices,
) -> Result<CalendarYear, IcsError> {
    let mut year = base(number, days, calendar, choices)?;
    for day in days {
        let known = year.holidays.len() + year.transfers.len();
        year.holidays.retain(|holiday| holiday.date != day.date);
        year.transfers
            .retain(|one| one.off != day.date && one.work != day.date);
        if day.kind.is_none() && known == year.holidays.len() + year.transfers.len() {
            let problem = IcsProblem::NothingToCancel(day.date.to_string());
            return Err(error(day, problem));
        }
    }
    for day in days {
        let moves = match day.kind {
            Some(DayKind::Holiday) => true,
            Some(DayKind::DayOff) => false,
            Some(DayKind::MovedOff | DayKind::MovedWork) | None => continue,
        };
        year.holidays.push(Holiday {
            date: day.date,
            moves,
            estimate: day.estimate,
            name: day.name.clone(),
            source: day.act.clone(),
        });
    }
    year.transfers.extend(transfers(days)?);
    year.holidays.sort_by_key(|holiday| holiday.date);
    year.transfers.sort_by_key(|transfer| transfer.off);
    if !year.transfers.is_empty() {
        year.warnings
            .retain(|warning| warning.code != NO_TRANSFER_ORDER);
    }
    year.check().map_err(|date| at(date, days))?;
    Ok(year)
}

/// What the days are laid over.
fn base(
    number: i16,
    days: &[&IcsDay],
    calendar: &Calendar,
    choices: &IcsChoices,
) -> Result<CalendarYear, IcsError> {
    let first = |problem| IcsError {
        line: days.first().map_or(1, |day| day.line),
        problem,
    };
    match (calendar.year(number), choices.whole_year) {
        (Some(known), false) => Ok(known.clone()),
        (Some(known), true) => Ok(CalendarYear {
            holidays: Vec::new(),
            transfers: Vec::new(),
            ..known.clone()
        }),
        // Days laid over nothing would make every holiday of that year a working day.
        (None, false) => Err(first(IcsProblem::YearUnknown(number.to_string()))),
        (None, true) => {
            let act = choices.act.as_deref().map(same);
            let act = act.or_else(|| days.iter().find_map(|day| day.act.clone()));
            Ok(CalendarYear {
                year: number,
                source: act.ok_or_else(|| first(IcsProblem::ActMissing(number.to_string())))?,
                warnings: Vec::new(),
                holidays: Vec::new(),
                transfers: Vec::new(),
            })
        }
    }
}

/// The transfers: the n-th freed day belongs to the n-th worked one.
fn transfers(days: &[&IcsDay]) -> Result<Vec<Transfer>, IcsError> {
    let of = |kind| days.iter().filter(move |day| day.kind == Some(kind));
    let (mut off, mut work) = (of(DayKind::MovedOff), of(DayKind::MovedWork));
    let mut transfers = Vec::new();
    loop {
        match (off.next(), work.next()) {
            (Some(off), Some(work)) => {
                let act = off.act.clone().or_else(|| work.act.clone());
                let missing = || error(off, IcsProblem::ActMissing(off.date.to_string()));
                transfers.push(Transfer {
                    off: off.date,
                    work: work.date,
                    act: act.ok_or_else(missing)?,
                });
            }
            (Some(alone), None) | (None, Some(alone)) => {
                return Err(error(alone, IcsProblem::Unpaired(alone.date.to_string())));
            }
            (None, None) => return Ok(transfers),
        }
    }
}

fn error(day: &IcsDay, problem: IcsProblem) -> IcsError {
    IcsError {
        line: day.line,
        problem,
    }
}

/// The contradiction at a date, in the line of its day, else of the first day of the year.
fn at(date: Date, days: &[&IcsDay]) -> IcsError {
    let named = days.iter().find(|day| day.date == date);
    IcsError {
        line: named.or(days.first()).map_or(1, |day| day.line),
        problem: IcsProblem::Contradiction(date.to_string()),
    }
}
