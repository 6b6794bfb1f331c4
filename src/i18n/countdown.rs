//! Working time left, in as few words as a row of a list has room for.
//!
//! Far from the end only whole working days are told, near it hours and minutes; the minutes
//! themselves are counted by [`crate::domain::hours`].

use super::Texts;
use crate::domain::hours::Remaining;

/// From this many working days on, hours are left out.
const DAYS_ONLY_FROM: u32 = 2;

/// The countdown of a row: `1 ж.к. 3 сағ`, `2 р.д.`, `өтті 2 ж.к.`.
///
/// ```
/// use awp::domain::hours::WorkingHours;
/// use awp::domain::local_text::Lang;
/// use awp::i18n::{Texts, countdown};
/// let left = WorkingHours::default().split(660);
/// assert_eq!(countdown::text(Texts::of(Lang::Kk), left), "1 ж.к. 3 сағ");
/// ```
#[must_use]
pub fn text(texts: &Texts, left: Remaining) -> String {
    let Remaining {
        overdue,
        days,
        hours,
        minutes,
    } = left;
    let time = match (days, hours, minutes) {
        (0, 0, minutes) => texts.countdown_minutes(minutes),
        (0, hours, 0) => texts.countdown_hours(hours),
        (0, hours, minutes) => texts.countdown_hours_minutes(hours, minutes),
        (days, 0, _) => texts.countdown_days(days),
        (days, _, _) if overdue || days >= DAYS_ONLY_FROM => texts.countdown_days(days),
        (days, hours, _) => texts.countdown_days_hours(days, hours),
    };
    if overdue {
        texts.countdown_overdue(time)
    } else {
        time
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hours::WorkingHours;
    use crate::domain::local_text::Lang;

    #[test]
    fn near_the_end_hours_and_minutes_are_told_and_far_from_it_only_days() {
        for (minutes, kk, ru) in [
            (660, "1 ж.к. 3 сағ", "1 р.д. 3 ч"),
            (480, "1 ж.к.", "1 р.д."),
            (1019, "2 ж.к.", "2 р.д."),
            (125, "2 сағ 5 мин", "2 ч 5 мин"),
            (120, "2 сағ", "2 ч"),
            (9, "9 мин", "9 мин"),
            (0, "0 мин", "0 мин"),
            (-960, "өтті 2 ж.к.", "прошло 2 р.д."),
            (-700, "өтті 1 ж.к.", "прошло 1 р.д."),
            (-30, "өтті 30 мин", "прошло 30 мин"),
        ] {
            let left = WorkingHours::default().split(minutes);
            assert_eq!(text(Texts::of(Lang::Kk), left), kk, "{minutes}");
            assert_eq!(text(Texts::of(Lang::Ru), left), ru, "{minutes}");
        }
    }
}
