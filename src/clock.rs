//! Where the time comes from.
//!
//! Everything that needs the present moment takes a [`Clock`]; the system's clock is read in
//! this file and nowhere else, so that a test, a training session or `--at` can put another
//! one in its place. Clocks tell instants; zones and calendars are the domain's business.
//! Invariant: a clock of this module never reads below the millisecond, so that a moment
//! survives storage and JSON unchanged.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// A source of the present moment.
pub trait Clock: Send + Sync {
    /// The present moment, whole milliseconds.
    fn now(&self) -> Timestamp;
}

/// The clock of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock of the system"
    )]
    fn now(&self) -> Timestamp {
        whole_millisecond(Timestamp::now())
    }
}

/// A clock that starts at a given moment and runs on, as `--at` asks.
#[derive(Debug, Clone, Copy)]
pub struct OffsetClock {
    offset: SignedDuration,
}

impl OffsetClock {
    /// A clock that shows `start` now.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            offset: start.duration_since(SystemClock.now()),
        }
    }
}

impl Clock for OffsetClock {
    fn now(&self) -> Timestamp {
        let now = SystemClock.now();
        whole_millisecond(now.checked_add(self.offset).unwrap_or(now))
    }
}

/// A clock that moves only when told to: for tests and training.
///
/// ```
/// use awp::clock::{Clock, ManualClock};
/// let clock = ManualClock::at("2026-03-19T05:42:00Z".parse().unwrap());
/// clock.advance(std::time::Duration::from_secs(60));
/// assert_eq!(clock.now().to_string(), "2026-03-19T05:43:00Z");
/// ```
#[derive(Debug)]
pub struct ManualClock {
    now: Mutex<Timestamp>,
}

impl ManualClock {
    /// A clock that shows `now` until it is moved.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self {
            now: Mutex::new(now),
        }
    }

    /// Moves the clock forward; it stops at the last moment that instants can express.
    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(by).unwrap_or(Timestamp::MAX);
    }

    /// Puts the clock to a moment, also backwards.
    pub fn set(&self, to: Timestamp) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        whole_millisecond(*self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn whole_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_started_clock_runs_on_from_its_moment() {
        let start: Timestamp = "2026-03-06T04:14:00Z".parse().unwrap();
        let clock = OffsetClock::starting_at(start);
        let shown = clock.now().duration_since(start);
        assert!(shown >= SignedDuration::from_millis(-1) && shown < SignedDuration::from_secs(60));
    }

    #[test]
    fn no_clock_reads_below_the_millisecond() {
        assert_eq!(SystemClock.now().subsec_nanosecond() % 1_000_000, 0);
        let odd: Timestamp = "2026-03-06T04:14:00.123456789Z".parse().unwrap();
        assert_eq!(
            ManualClock::at(odd).now().to_string(),
            "2026-03-06T04:14:00.123Z"
        );
    }
}
