//! The remaining time of a row in words: `1 ж.к. 3 сағ`, `сегодня 18:30`, `overdue 2 wd`.
//!
//! Wording only; the minutes are counted by [`crate::domain::hours`]. Never longer than it must
//! be, because a remaining time is never truncated.

use jiff::civil::{Date, DateTime};

use super::Texts;
use crate::domain::hours::{Remaining, WorkingHours};

/// From this many working days on the hours say nothing any more.
const DAYS_ALONE: u32 = 10;

/// The remaining time until `due` at the local time `now`; `left` is the split of the working
/// minutes between them.
///
/// ```
/// use awp::domain::{hours::WorkingHours, local_text::Lang};
/// use awp::i18n::{Texts, countdown};
/// let hours = WorkingHours::default();
/// let now = jiff::civil::date(2026, 3, 18).at(12, 0, 0, 0);
/// let due = jiff::civil::date(2026, 3, 19);
/// let told = countdown::text(Texts::of(Lang::Ru), due, now, hours.split(660), &hours);
/// assert_eq!(told, "1 р.д. 3 ч");
/// ```
#[must_use]
pub fn text(
    texts: &Texts,
    due: Date,
    now: DateTime,
    left: Remaining,
    hours: &WorkingHours,
) -> String {
    if now.date() > due {
        return match (left.days, left.hours) {
            (0, 0) => texts.countdown_overdue(),
            (0, hours) => texts.countdown_overdue_hours(hours),
            (days, _) => texts.countdown_overdue_days(days),
        };
    }
    if now.date() == due {
        let time = if now.time() < hours.end {
            format!("{:02}:{:02}", hours.end.hour(), hours.end.minute())
        } else {
            "24:00".to_owned()
        };
        return texts.countdown_today(time);
    }
    match (left.days, left.hours) {
        (0, 0) => texts.countdown_minutes(left.minutes),
        (0, hours) => texts.countdown_hours(hours),
        (days, hours) if days < DAYS_ALONE && hours > 0 => texts.countdown_days_hours(days, hours),
        (days, _) => texts.countdown_days(days),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::local_text::Lang;

    fn told(day: i8, hour: i8, minutes: i64) -> String {
        let hours = WorkingHours::default();
        let now = date(2026, 3, day).at(hour, 0, 0, 0);
        text(
            Texts::of(Lang::Kk),
            date(2026, 3, 19),
            now,
            hours.split(minutes),
            &hours,
        )
    }

    #[test]
    fn the_day_itself_names_the_hour_it_ends() {
        assert_eq!(told(19, 10, 420), "бүгін 18:30");
        assert_eq!(told(19, 20, 0), "бүгін 24:00");
    }

    #[test]
    fn a_passed_date_says_so() {
        assert_eq!(told(23, 10, -1020), "өтті 2 ж.к.");
        assert_eq!(told(20, 10, -60), "өтті 1 сағ");
        assert_eq!(told(20, 1, -1), "өтті");
    }

    #[test]
    fn hours_are_dropped_where_they_say_nothing() {
        assert_eq!(told(18, 12, 660), "1 ж.к. 3 сағ");
        assert_eq!(told(18, 9, 960), "2 ж.к.");
        assert_eq!(told(2, 9, 480 * 12 + 120), "12 ж.к.");
    }
}
