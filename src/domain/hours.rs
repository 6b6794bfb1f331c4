//! Working hours, and how much working time is left until a day ends.
//!
//! Counts minutes of working hours only; whether something is overdue is a matter of dates
//! (a term ends at 24:00), which is why the sign and the minutes are kept apart.
//! Invariant: a look-up costs the same for tomorrow and for a day years away.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, CalendarMissing, Profile};
use crate::domain::zone;

/// The working day of a holder; by default 09:00–18:30 with a break 13:00–14:30, eight hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkingHours {
    /// Work begins.
    pub start: Time,
    /// Work ends; warnings come now.
    pub end: Time,
    /// The break.
    pub pause: Option<Pause>,
}

/// The break of a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// The break begins.
    pub from: Time,
    /// The break ends.
    pub to: Time,
}

impl Default for WorkingHours {
    fn default() -> Self {
        Self {
            start: Time::constant(9, 0, 0, 0),
            end: Time::constant(18, 30, 0, 0),
            pause: Some(Pause {
                from: Time::constant(13, 0, 0, 0),
                to: Time::constant(14, 30, 0, 0),
            }),
        }
    }
}

fn minute_of_day(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

impl WorkingHours {
    /// Whether the day ends after it begins, in whole minutes, and the break lies inside it.
    ///
    /// ```
    /// use awp::domain::hours::WorkingHours;
    /// assert!(WorkingHours::default().is_a_day());
    /// let never = WorkingHours { end: jiff::civil::time(8, 0, 0, 0), ..WorkingHours::default() };
    /// assert!(!never.is_a_day());
    /// ```
    #[must_use]
    pub fn is_a_day(&self) -> bool {
        let whole = |time: Time| time.second() == 0 && time.subsec_nanosecond() == 0;
        let pause = self.pause.is_none_or(|pause| {
            let inside = self.start <= pause.from && pause.from < pause.to && pause.to <= self.end;
            inside && whole(pause.from) && whole(pause.to)
        });
        pause && whole(self.start) && whole(self.end) && self.day_minutes() > 0
    }

    /// Minutes of one whole working day.
    #[must_use]
    pub fn day_minutes(&self) -> i64 {
        self.worked_by(self.end)
    }

    /// Minutes worked from the start of the day to `time`.
    fn worked_by(&self, time: Time) -> i64 {
        let (start, end) = (minute_of_day(self.start), minute_of_day(self.end));
        let within = |minute: i64| minute.clamp(start, end.max(start));
        let until = within(minute_of_day(time));
        let pause = self.pause.map_or(0, |pause| {
            let (from, to) = (
                within(minute_of_day(pause.from)),
                within(minute_of_day(pause.to)),
            );
            (until.min(to) - from).max(0)
        });
        until - start - pause
    }

    /// Signed working minutes from `now` to the end of working hours of `due`: 0 after hours on
    /// that day, negative on every later day.
    ///
    /// ```
    /// use awp::domain::calendar::Profile;
    /// use awp::domain::hours::WorkingHours;
    /// use awp::domain::rules::RuleSet;
    /// let rules = RuleSet::builtin().unwrap();
    /// let due = jiff::civil::date(2026, 3, 10);
    /// let now = "2026-03-06T17:30+05:00".parse().unwrap(); // Friday; Monday 9 March is free
    /// let left = WorkingHours::default().remaining_minutes(now, due, &rules.calendar, Profile::FiveDay);
    /// assert_eq!(left, Ok(60 + 480));
    /// ```
    ///
    /// # Errors
    /// A day between the two has no calendar data.
    pub fn remaining_minutes(
        &self,
        now: Timestamp,
        due: Date,
        calendar: &Calendar,
        profile: Profile,
    ) -> Result<i64, CalendarMissing> {
        self.remaining_local(zone::local(now), due, calendar, profile)
    }

    /// As [`WorkingHours::remaining_minutes`] for a wall-clock time already at hand; a list
    /// converts the clock once and asks for every row.
    ///
    /// # Errors
    /// As [`WorkingHours::remaining_minutes`].
    pub fn remaining_local(
        &self,
        now: DateTime,
        due: Date,
        calendar: &Calendar,
        profile: Profile,
    ) -> Result<i64, CalendarMissing> {
        let today = now.date();
        let day = self.day_minutes();
        let worked_today = if calendar.is_working(today, profile)? {
            self.worked_by(now.time())
        } else {
            0
        };
        if today <= due {
            let today_left = if calendar.is_working(today, profile)? {
                day - worked_today
            } else {
                0
            };
            let later = calendar.working_days_between(today, due, profile)?;
            return Ok(today_left + i64::from(later) * day);
        }
        let between = calendar.working_days_between(due, today, profile)?;
        let today_counts = u32::from(calendar.is_working(today, profile)?);
        let full_days = i64::from(between.saturating_sub(today_counts));
        // Past midnight it is overdue even before a minute of work has passed.
        Ok((-(full_days * day + worked_today)).min(-1))
    }

    /// Splits signed minutes into working days, hours and minutes for a countdown.
    ///
    /// ```
    /// use awp::domain::hours::{Remaining, WorkingHours};
    /// let left = WorkingHours::default().split(660);
    /// assert_eq!(left, Remaining { overdue: false, days: 1, hours: 3, minutes: 0 });
    /// ```
    #[must_use]
    pub fn split(&self, minutes: i64) -> Remaining {
        let day = u64::try_from(self.day_minutes().max(1)).unwrap_or(1);
        let total = minutes.unsigned_abs();
        let part = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        Remaining {
            overdue: minutes < 0,
            days: part(total / day),
            hours: part(total % day / 60),
            minutes: part(total % day % 60),
        }
    }
}

/// Working time left, or passed since the term ended, in whole working days and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Remaining {
    /// The term has ended.
    pub overdue: bool,
    /// Whole working days.
    pub days: u32,
    /// Hours of the rest.
    pub hours: u32,
    /// Minutes of the rest.
    pub minutes: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::RuleSet;
    use jiff::civil::date;

    fn left(now: &str, due: Date) -> i64 {
        let rules = RuleSet::builtin().unwrap();
        let now: DateTime = now.parse().unwrap();
        WorkingHours::default()
            .remaining_local(now, due, &rules.calendar, Profile::FiveDay)
            .unwrap()
    }

    #[test]
    fn a_working_day_has_eight_hours() {
        assert_eq!(WorkingHours::default().day_minutes(), 480);
        assert_eq!(left("2026-03-10T00:00", date(2026, 3, 10)), 480);
        assert_eq!(left("2026-03-10T09:00", date(2026, 3, 10)), 480);
    }

    #[test]
    fn the_break_does_not_count() {
        assert_eq!(left("2026-03-10T13:00", date(2026, 3, 10)), 240);
        assert_eq!(left("2026-03-10T13:45", date(2026, 3, 10)), 240);
        assert_eq!(left("2026-03-10T14:30", date(2026, 3, 10)), 240);
        assert_eq!(left("2026-03-10T17:30", date(2026, 3, 10)), 60);
    }

    #[test]
    fn after_hours_of_the_due_day_nothing_is_left_and_nothing_overdue() {
        assert_eq!(left("2026-03-10T18:30", date(2026, 3, 10)), 0);
        assert_eq!(left("2026-03-10T23:59", date(2026, 3, 10)), 0);
    }

    #[test]
    fn every_later_moment_is_negative() {
        assert_eq!(left("2026-03-11T00:00", date(2026, 3, 10)), -1);
        assert_eq!(left("2026-03-11T10:00", date(2026, 3, 10)), -60);
        assert_eq!(left("2026-03-12T18:30", date(2026, 3, 10)), -960);
        // Saturday after a Friday.
        assert_eq!(left("2026-03-14T12:00", date(2026, 3, 13)), -1);
    }

    #[test]
    fn free_days_do_not_count() {
        assert_eq!(left("2026-03-07T12:00", date(2026, 3, 10)), 480);
        assert_eq!(left("2026-03-20T18:30", date(2026, 3, 26)), 480);
    }

    #[test]
    fn years_overdue_are_counted_day_by_day() {
        let rules = RuleSet::builtin().unwrap();
        let worked = rules
            .calendar
            .working_days_between(date(2023, 7, 3), date(2026, 3, 9), Profile::FiveDay)
            .unwrap();
        let expected = -(i64::from(worked) * 480 + 60);
        assert_eq!(left("2026-03-10T10:00", date(2023, 7, 3)), expected);
    }

    #[test]
    fn minutes_split_into_working_days() {
        let hours = WorkingHours::default();
        let part = |overdue, days, hours, minutes| Remaining {
            overdue,
            days,
            hours,
            minutes,
        };
        assert_eq!(hours.split(0), part(false, 0, 0, 0));
        assert_eq!(hours.split(1019), part(false, 2, 0, 59));
        assert_eq!(hours.split(-961), part(true, 2, 0, 1));
    }

    #[test]
    fn odd_settings_do_not_break_the_count() {
        let none = WorkingHours {
            pause: None,
            ..WorkingHours::default()
        };
        assert_eq!(none.day_minutes(), 570);
        let backwards = WorkingHours {
            end: Time::constant(8, 0, 0, 0),
            ..WorkingHours::default()
        };
        assert_eq!(backwards.day_minutes(), 0);
        assert_eq!(
            backwards.split(90),
            Remaining {
                overdue: false,
                days: 90,
                hours: 0,
                minutes: 0
            }
        );
    }
}
