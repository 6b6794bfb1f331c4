//! The recall window of an outward act.
//!
//! Undo beats confirm: an act waits before it is sent. The window never reaches into the day
//! after the last day of the act, because timeliness is judged by the receipt at the portal.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::domain::zone;

/// An act leaves at least this long before 24:00 of its last day.
pub const MARGIN: SignedDuration = SignedDuration::from_secs(10);

/// The end of the recall window of an act decided at `now`; `now` itself if there is no time.
///
/// A last day that has passed already cuts nothing: the act is late anyway.
///
/// ```
/// use awp::app::hold::hold_until;
/// let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
/// let due = jiff::civil::date(2026, 3, 10);
/// let night = at("2026-03-10T23:59:30+05:00");
/// assert_eq!(hold_until(night, 60, Some(due)), at("2026-03-10T23:59:50+05:00"));
/// assert_eq!(hold_until(night, 60, None), at("2026-03-11T00:00:30+05:00"));
/// ```
#[must_use]
pub fn hold_until(now: Timestamp, recall_seconds: u32, due: Option<Date>) -> Timestamp {
    let whole = now
        .checked_add(SignedDuration::from_secs(i64::from(recall_seconds)))
        .unwrap_or(now);
    let Some(end) = due.filter(|due| zone::date(now) <= *due).and_then(end_of) else {
        return whole;
    };
    let last = end.checked_sub(MARGIN).unwrap_or(end);
    whole.min(last).max(now)
}

/// 24:00 of a local date.
fn end_of(day: Date) -> Option<Timestamp> {
    let midnight = day.checked_add(1.day()).ok()?.at(0, 0, 0, 0);
    zone::instant(midnight).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_window_never_passes_midnight_of_the_last_day() {
        let due = jiff::civil::date(2026, 3, 10);
        for (now, until) in [
            ("2026-03-10T10:00:00+05:00", "2026-03-10T10:01:00+05:00"),
            ("2026-03-10T23:59:10+05:00", "2026-03-10T23:59:50+05:00"),
            ("2026-03-10T23:59:55+05:00", "2026-03-10T23:59:55+05:00"),
            ("2026-03-11T00:00:05+05:00", "2026-03-11T00:01:05+05:00"),
        ] {
            assert_eq!(hold_until(at(now), 60, Some(due)), at(until), "{now}");
        }
    }
}
