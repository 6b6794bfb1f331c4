//! What a load run measured.

use std::time::Duration;

use serde_json::{Value, json};

/// Times of one kind of call.
#[derive(Debug, Default)]
pub(super) struct Times(Vec<Duration>);

impl Times {
    pub(super) fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub(super) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub(super) const fn count(&self) -> usize {
        self.0.len()
    }

    /// What so many of a hundred took at most.
    pub(super) fn at(&self, per_cent: usize) -> Duration {
        let mut all = self.0.clone();
        all.sort_unstable();
        let place = (all.len() * per_cent).div_ceil(100).saturating_sub(1);
        all.get(place).copied().unwrap_or_default()
    }

    /// As [`Times::at`], in milliseconds.
    pub(super) fn shown(&self, per_cent: usize) -> String {
        format!("{:.1}", millis(self.at(per_cent)))
    }

    fn to_json(&self) -> Value {
        json!({
            "count": self.count(),
            "p50": millis(self.at(50)),
            "p95": millis(self.at(95)),
            "p99": millis(self.at(99)),
            "max": millis(self.at(100)),
        })
    }
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}

/// Everything a run measured.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// How long acts were sent.
    pub(super) took: Duration,
    /// Acts the portal acknowledged.
    pub(super) acts: u64,
    /// Acts it refused or put off until it was too late; nobody competes for the requests, so
    /// there is no reason for any.
    pub(super) refused: u64,
    /// Calls that failed and were repeated.
    pub(super) failures: u64,
    pub(super) ops: Times,
    pub(super) changes: Times,
    pub(super) polls: Times,
    pub(super) intake: Times,
    /// From the receipt of an act to the feed of another workstation of its holder.
    pub(super) lag: Times,
    /// Streams that were open at the end.
    pub(super) streams: u64,
    /// Of these, those that were told of the last write.
    pub(super) told: u64,
    /// Bytes of the portal in memory, if it tells.
    pub(super) memory: Option<u64>,
    /// Acts and requests that were acknowledged and are nowhere.
    pub(super) lost: u64,
    /// Acts that stand twice in a history, and requests that are there twice.
    pub(super) doubled: u64,
}

impl Figures {
    /// Acts a second.
    pub(super) fn rate(&self) -> u64 {
        let millis = u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX);
        self.acts * 1000 / millis.max(1)
    }

    /// Whether everything is there once and nothing was refused.
    pub(super) const fn are_sound(&self) -> bool {
        self.lost == 0 && self.doubled == 0 && self.refused == 0
    }

    /// What one task measured comes to the others.
    pub(super) fn take(&mut self, other: Self) {
        self.acts += other.acts;
        self.refused += other.refused;
        self.failures += other.failures;
        self.ops.extend(other.ops);
        self.changes.extend(other.changes);
        self.polls.extend(other.polls);
        self.intake.extend(other.intake);
        self.lag.extend(other.lag);
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "seconds": self.took.as_secs_f64(),
            "acts": self.acts,
            "acts_per_second": self.rate(),
            "refused": self.refused,
            "failures": self.failures,
            "ms": {
                "ops": self.ops.to_json(),
                "changes": self.changes.to_json(),
                "empty_poll": self.polls.to_json(),
                "intake": self.intake.to_json(),
                "feed_lag": self.lag.to_json(),
            },
            "streams": self.streams,
            "streams_told": self.told,
            "memory_bytes": self.memory,
            "lost": self.lost,
            "doubled": self.doubled,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_hundred_times_the_ninety_ninth_is_the_p99() {
        let mut times = Times::default();
        for ms in (1..=100).rev() {
            times.add(Duration::from_millis(ms));
        }
        assert_eq!(times.at(50), Duration::from_millis(50));
        assert_eq!(times.at(99), Duration::from_millis(99));
        assert_eq!(times.at(100), Duration::from_millis(100));
        assert_eq!(times.shown(95), "95.0");
        assert_eq!(Times::default().at(99), Duration::ZERO);
    }
}
