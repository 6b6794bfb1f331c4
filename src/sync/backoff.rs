//! How long to wait after a failure.
//!
//! Twice as long each time up to a minute, with jitter from a given seed so that a hundred
//! workstations do not come back in the same second; what the portal asks for is honoured.

use std::time::Duration;

/// The first wait.
const FIRST: Duration = Duration::from_secs(1);

/// The longest wait, unless the portal asks for a longer one.
pub const LONGEST: Duration = Duration::from_mins(1);

/// A portal that asks for more than this is not believed.
const MOST_ASKED: Duration = Duration::from_hours(1);

/// Waits that grow with every failure in a row.
///
/// ```
/// use awp::sync::backoff::{Backoff, LONGEST};
/// let mut backoff = Backoff::new(7);
/// assert!(backoff.failed(None) <= std::time::Duration::from_secs(1));
/// for _ in 0..20 { assert!(backoff.failed(None) <= LONGEST); }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
    state: u64,
}

impl Backoff {
    /// No failure yet; the same seed gives the same waits.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            failures: 0,
            state: seed,
        }
    }

    /// The wait after one more failure, between half of the step and the whole; never shorter
    /// than what the portal asked for.
    pub fn failed(&mut self, retry_after: Option<Duration>) -> Duration {
        let step = FIRST
            .saturating_mul(1_u32.checked_shl(self.failures.min(16)).unwrap_or(u32::MAX))
            .min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        let half = step / 2;
        let share = u32::try_from(self.random() >> 48).unwrap_or(0);
        let wait = half + half.saturating_mul(share) / (1 << 16);
        wait.max(retry_after.unwrap_or_default().min(MOST_ASKED))
    }

    /// Forgets the failures: something went through.
    pub const fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// Whether the last try failed.
    #[must_use]
    pub const fn is_failing(&self) -> bool {
        self.failures > 0
    }

    /// `SplitMix64`; good enough to spread waits.
    const fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_minute_and_begin_anew_after_a_success() {
        let mut backoff = Backoff::new(1);
        for step in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            let (wait, step) = (backoff.failed(None), Duration::from_secs(step));
            assert!(wait >= step / 2 && wait <= step, "{wait:?} of {step:?}");
        }
        backoff.succeeded();
        assert!(backoff.failed(None) <= FIRST);
    }

    #[test]
    fn what_the_portal_asks_for_is_honoured_within_reason() {
        let mut backoff = Backoff::new(1);
        let asked = Duration::from_mins(5);
        assert_eq!(backoff.failed(Some(asked)), asked);
        let absurd = Duration::from_secs(1_000_000);
        assert_eq!(backoff.failed(Some(absurd)), MOST_ASKED);
    }

    #[test]
    fn different_seeds_spread_and_the_same_seed_repeats() {
        let waits = |seed| {
            let mut backoff = Backoff::new(seed);
            (0..6).map(|_| backoff.failed(None)).collect::<Vec<_>>()
        };
        assert_eq!(waits(5), waits(5));
        assert_ne!(waits(5), waits(6));
    }
}
