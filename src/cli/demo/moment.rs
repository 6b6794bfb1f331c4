//! The moment of `--at`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::domain::zone;

/// Reads a moment: a date (its start of work, 09:00), a local date and time, or an instant
/// with an offset.
///
/// ```
/// use awp::cli::demo::moment::read;
/// assert_eq!(read("2026-03-19T10:42").unwrap().to_string(), "2026-03-19T05:42:00Z");
/// assert_eq!(read("2026-03-19").unwrap(), read("2026-03-19T09:00").unwrap());
/// assert_eq!(read("2026-03-19T05:42Z").unwrap(), read("2026-03-19T10:42+05:00").unwrap());
/// assert_eq!(read("tomorrow"), None);
/// ```
#[must_use]
pub fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let local = if text.contains([':', 'T', ' ']) {
        text.parse::<DateTime>().ok()?
    } else {
        text.parse::<Date>().ok()?.at(9, 0, 0, 0)
    };
    zone::instant(local).ok()
}
