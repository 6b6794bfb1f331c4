//! The one time zone of the law: Asia/Almaty.
//!
//! The rules come from the time zone data inside the program, never from the host: a host
//! with data older than 2024 is an hour off. This module converts, it reads no clock.

use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

/// Asia/Almaty: UTC+6 until 29 February 2024, UTC+5 since.
///
/// ```
/// use awp::domain::zone;
/// let late: jiff::Timestamp = "2024-02-29T18:30:00Z".parse().unwrap();
/// assert_eq!(zone::local(late).to_string(), "2024-02-29T23:30:00");
/// ```
#[must_use]
pub fn zone() -> &'static TimeZone {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    ZONE.get_or_init(|| {
        TimeZoneDatabase::bundled()
            .get("Asia/Almaty")
            .unwrap_or_else(|_| TimeZone::fixed(Offset::constant(5)))
    })
}

/// The wall-clock time of an instant in Asia/Almaty.
#[must_use]
pub fn local(at: Timestamp) -> DateTime {
    zone().to_datetime(at)
}

/// The local date of an instant in Asia/Almaty.
#[must_use]
pub fn date(at: Timestamp) -> Date {
    local(at).date()
}

/// The instant of a wall-clock time in Asia/Almaty; an hour that happened twice is the first.
///
/// # Errors
/// The time lies outside the years that instants can express.
pub fn instant(local: DateTime) -> Result<Timestamp, jiff::Error> {
    zone().to_ambiguous_timestamp(local).compatible()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn almaty_moved_to_utc_plus_five_at_midnight_of_the_first_of_march_2024() {
        let before: Timestamp = "2024-02-29T17:59:00Z".parse().unwrap();
        let after: Timestamp = "2024-02-29T18:00:00Z".parse().unwrap();
        assert_eq!(local(before).to_string(), "2024-02-29T23:59:00");
        assert_eq!(local(after).to_string(), "2024-02-29T23:00:00");
    }

    #[test]
    fn a_wall_clock_time_and_its_instant_agree() {
        let local_time = jiff::civil::date(2026, 3, 6).at(18, 31, 0, 0);
        assert_eq!(local(instant(local_time).unwrap()), local_time);
    }
}
