//! Token buckets: how often something may be tried.
//!
//! Time comes from the caller, so that a test moves it. The number of buckets is bounded: when
//! too many are held, the full ones, which say nothing, are dropped.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// The most keys held before full buckets are dropped.
const MAX_KEYS: usize = 10_000;

/// How fast a bucket empties and fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Tries at once.
    pub burst: u32,
    /// Milliseconds until one more try is given.
    pub every_ms: u32,
}

/// Buckets by key.
pub struct Limiter {
    rate: Rate,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    /// Tries left, in milliseconds of refill, so that no fraction is lost.
    left_ms: i64,
    at: Timestamp,
}

impl Limiter {
    /// Buckets of one rate, all full.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            buckets: Mutex::default(),
        }
    }

    fn capacity(&self) -> i64 {
        i64::from(self.rate.burst) * i64::from(self.rate.every_ms)
    }

    /// Takes one try of a key.
    ///
    /// ```
    /// use awp::portal::limit::{Limiter, Rate};
    /// let limiter = Limiter::new(Rate { burst: 1, every_ms: 30_000 });
    /// let now = "2026-03-06T05:00:00Z".parse().unwrap();
    /// assert_eq!(limiter.take("aliya", now), Ok(()));
    /// assert_eq!(limiter.take("aliya", now), Err(30));
    /// ```
    ///
    /// # Errors
    /// The seconds to wait for the next try.
    pub fn take(&self, key: &str, now: Timestamp) -> Result<(), u32> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let capacity = self.capacity();
        if buckets.len() >= MAX_KEYS {
            buckets.retain(|_, bucket| bucket.refilled(now, capacity).left_ms < capacity);
        }
        let bucket = buckets.entry(key.to_owned()).or_insert(Bucket {
            left_ms: capacity,
            at: now,
        });
        *bucket = bucket.refilled(now, capacity);
        let price = i64::from(self.rate.every_ms);
        if bucket.left_ms < price {
            let seconds = (price - bucket.left_ms + 999) / 1000;
            return Err(u32::try_from(seconds).unwrap_or(u32::MAX).max(1));
        }
        bucket.left_ms -= price;
        Ok(())
    }

    /// Fills the bucket of a key again, after a success.
    pub fn forgive(&self, key: &str) {
        self.buckets
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key);
    }
}

impl Bucket {
    fn refilled(self, now: Timestamp, capacity: i64) -> Self {
        let passed = now.as_millisecond() - self.at.as_millisecond();
        Self {
            // A clock put back takes nothing away.
            left_ms: (self.left_ms + passed.max(0)).min(capacity),
            at: now,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock::{Clock, ManualClock};

    #[test]
    fn a_spent_bucket_fills_with_time() {
        let clock = ManualClock::at("2026-03-06T05:00:00Z".parse().unwrap());
        let limiter = Limiter::new(Rate {
            burst: 2,
            every_ms: 10_000,
        });
        assert!(limiter.take("a", clock.now()).is_ok());
        assert!(limiter.take("a", clock.now()).is_ok());
        assert_eq!(limiter.take("a", clock.now()), Err(10));
        assert!(limiter.take("b", clock.now()).is_ok());
        clock.advance(Duration::from_secs(10));
        assert!(limiter.take("a", clock.now()).is_ok());
        assert_eq!(limiter.take("a", clock.now()), Err(10));
        limiter.forgive("a");
        assert!(limiter.take("a", clock.now()).is_ok());
    }
}
