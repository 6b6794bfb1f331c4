//! The start of a count: an instant, or a bare day within working hours.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::domain::zone;

/// When something was received, extended, launched, submitted.
///
/// Read from text, a time without an offset is Asia/Almaty and a bare date is within working
/// hours.
///
/// ```
/// use awp::domain::term::Start;
/// let start: Start = "2024-02-29T18:30Z".parse().unwrap();
/// assert_eq!(start.date().to_string(), "2024-02-29");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Start {
    /// An instant.
    At(Timestamp),
    /// A local day, some time within working hours.
    On(Date),
}

impl Start {
    /// The local date in Asia/Almaty.
    #[must_use]
    pub fn date(self) -> Date {
        match self {
            Self::At(at) => zone::date(at),
            Self::On(date) => date,
        }
    }

    /// The local time of day, if it is known.
    #[must_use]
    pub fn time(self) -> Option<Time> {
        match self {
            Self::At(at) => Some(zone::local(at).time()),
            Self::On(_) => None,
        }
    }
}

impl From<Timestamp> for Start {
    fn from(at: Timestamp) -> Self {
        Self::At(at)
    }
}

impl From<Date> for Start {
    fn from(date: Date) -> Self {
        Self::On(date)
    }
}

/// The text is neither a date nor a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date or time: {0:?} (2026-03-06, 2026-03-06T18:30, 2026-03-06T13:30Z)")]
pub struct BadStart(pub String);

impl FromStr for Start {
    type Err = BadStart;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let bad = || BadStart(text.chars().take(40).collect());
        if let Ok(at) = text.parse::<Timestamp>() {
            return Ok(Self::At(at));
        }
        if !text.contains(':') {
            return text.parse().map(Self::On).map_err(|_not_a_date| bad());
        }
        let local: DateTime = text.parse().map_err(|_not_a_time| bad())?;
        zone::instant(local)
            .map(Self::At)
            .map_err(|_out_of_range| bad())
    }
}
