//! The days around a conference: when its form goes out, when it may open and close.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::ConferenceForm;
use crate::domain::calendar::CalendarMissing;
use crate::domain::clock::counted_or_absent;
use crate::domain::holder::Policy;
use crate::domain::rules::{PackId, RuleId, RuleSet, Taken};
use crate::domain::term::{self, Start, TermDates};

/// A search for a day stops after so many: no rule of the law reaches that far.
const HORIZON: u16 = 90;

/// A day by the two readings of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TwoDays {
    /// By the cautious reading.
    pub safe: Date,
    /// By the last defensible reading.
    pub latest: Date,
}

/// What the law says about the days of a form; a part is `None` while the date it follows from
/// is not set or the pack has no such rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DaysAround {
    /// The earliest day of opening if the form is sent today `[145 ¶7]`.
    pub opening: Option<TwoDays>,
    /// The earliest day of closing after the opening date `[145 ¶9]`.
    pub closing: Option<TwoDays>,
    /// The last day to send the form before the opening date `[145 ¶7]`.
    pub template: Option<TwoDays>,
    /// The last day of the public notice before the opening date `[145 ¶8(1)]`.
    pub notice: Option<TwoDays>,
}

/// The days around a form that would be sent on `today`.
///
/// # Errors
/// A needed day has no calendar data.
pub fn days_around(
    form: &ConferenceForm,
    pin: &PackId,
    today: Date,
    rules: &RuleSet,
    policy: &Policy,
) -> Result<DaysAround, CalendarMissing> {
    let law = Law { pin, rules, policy };
    let on = |rule: RuleId| match form.opens {
        Some(opens) => law.days(&rule, opens),
        None => Ok(None),
    };
    Ok(DaysAround {
        opening: law.earliest_opening(today)?,
        closing: on(RuleId::CONFERENCE_LENGTH)?,
        template: on(RuleId::TEMPLATE)?,
        notice: on(RuleId::CONFERENCE_NOTICE)?,
    })
}

/// The earliest working days on which a conference may open and close if its form is sent
/// today, by the cautious reading: what the form proposes.
///
/// # Errors
/// A needed day has no calendar data.
///
/// ```
/// use awp::domain::annex::earliest_days;
/// use awp::domain::holder::Policy;
/// use awp::domain::rules::{PackId, RuleSet};
/// let rules = RuleSet::builtin().unwrap();
/// let pin = PackId::from("order145-2023");
/// let today = jiff::civil::date(2026, 3, 17);
/// let days = earliest_days(&pin, today, &rules, &Policy::default()).unwrap().unwrap();
/// assert_eq!(days.0.to_string(), "2026-03-26"); // 21–25 March are holidays and days off
/// ```
pub fn earliest_days(
    pin: &PackId,
    today: Date,
    rules: &RuleSet,
    policy: &Policy,
) -> Result<Option<(Date, Date)>, CalendarMissing> {
    let law = Law { pin, rules, policy };
    let Some(opening) = law.earliest_opening(today)? else {
        return Ok(None);
    };
    let opens = rules.calendar.at_or_after(opening.safe, policy.profile())?;
    let closes = law
        .days(&RuleId::CONFERENCE_LENGTH, opens)?
        .map_or(opens, |days| days.safe);
    Ok(Some((opens, closes)))
}

/// The rules a conference is counted by.
struct Law<'a> {
    pin: &'a PackId,
    rules: &'a RuleSet,
    policy: &'a Policy,
}

impl Law<'_> {
    fn taken(&self, rule: &RuleId, day: Date) -> Option<Taken<'_>> {
        self.rules.under_pin(rule, self.pin, day)
    }

    fn days(&self, rule: &RuleId, from: Date) -> Result<Option<TwoDays>, CalendarMissing> {
        let Some(taken) = self.taken(rule, from) else {
            return Ok(None);
        };
        let (calendar, switches) = (&self.rules.calendar, &self.policy.switches);
        let dates = term::dates(taken, Start::On(from), None, calendar, switches);
        let dates = counted_or_absent(dates)?;
        Ok(dates.map(|TermDates { safe, latest, .. }| TwoDays { safe, latest }))
    }

    /// The first day whose last day for the form is not before `today`, by each reading.
    fn earliest_opening(&self, today: Date) -> Result<Option<TwoDays>, CalendarMissing> {
        let first = |reading: fn(TwoDays) -> Date| {
            let mut day = today;
            for _ in 0..HORIZON {
                let Some(days) = self.days(&RuleId::TEMPLATE, day)? else {
                    return Ok(None);
                };
                if reading(days) >= today {
                    return Ok(Some(day));
                }
                let next = day.checked_add(1.day());
                day = next.map_err(|_out_of_range| CalendarMissing { date: day })?;
            }
            Ok(None)
        };
        let safe = first(|days| days.safe)?;
        let latest = first(|days| days.latest)?;
        Ok(safe
            .zip(latest)
            .map(|(safe, latest)| TwoDays { safe, latest }))
    }
}
