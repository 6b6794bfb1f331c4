//! How often a frame may be drawn.
//!
//! A line that takes bytes slower than we write them makes a write block; frames drawn meanwhile
//! would only lengthen the wait. On such a line keys are taken first and few frames are drawn.
//! Pure but for the meter, through which the backend says what its frames took.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::config::SlowLink;

/// On a slow link a frame is followed by another one after so much time at the earliest.
pub const EVERY: Duration = Duration::from_millis(250);

/// Bytes a second below which a link is slow.
const SLOW_BELOW: u128 = 20_000;
/// A link is judged slow only after frames held us up so long: a moment in which the computer
/// did something else is no sign.
const HELD_UP: Duration = Duration::from_millis(100);
/// A slow link is quick again when frames hold us up no longer than this.
const FREE: Duration = Duration::from_millis(10);

/// What frames took to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drain {
    /// Bytes.
    pub bytes: u64,
    /// How long the writing took.
    pub took: Duration,
}

impl Drain {
    /// With another frame added, the older ones counting half.
    fn followed_by(self, frame: Self) -> Self {
        Self {
            bytes: self.bytes / 2 + frame.bytes,
            took: (self.took / 2).saturating_add(frame.took),
        }
    }

    /// Whether these frames went over a slow link, which was slow or not before.
    ///
    /// ```
    /// use awp::runtime::pace::Drain;
    /// use std::time::Duration;
    /// let frames = |bytes, millis| Drain { bytes, took: Duration::from_millis(millis) };
    /// assert!(frames(1_000, 150).is_slow(false));
    /// assert!(!frames(1_000, 5).is_slow(false));
    /// ```
    #[must_use]
    pub fn is_slow(self, was_slow: bool) -> bool {
        let millis = self.took.as_millis();
        let is_slower = u128::from(self.bytes) * 1_000 < SLOW_BELOW * millis;
        if was_slow {
            self.took > FREE
        } else {
            self.took >= HELD_UP && is_slower
        }
    }
}

/// Where a backend says what its frames took; clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Drain>>);

impl Meter {
    /// Adds a frame.
    pub fn add(&self, frame: Drain) {
        let mut sum = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sum.bytes += frame.bytes;
        sum.took += frame.took;
    }

    /// What was added since the last time.
    fn take(&self) -> Drain {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// When the next frame may be drawn.
///
/// ```
/// use awp::config::SlowLink;
/// use awp::runtime::pace::{Drain, EVERY, Meter, Pace};
/// use tokio::time::Instant;
/// let meter = Meter::default();
/// let mut pace = Pace::new(SlowLink::Slow, meter.clone());
/// let now = Instant::now();
/// assert!(pace.wait(now).is_zero());
/// meter.add(Drain { bytes: 60, ..Drain::default() });
/// pace.drawn(now);
/// assert_eq!(pace.wait(now), EVERY);
/// assert!(pace.wait(now + EVERY).is_zero());
/// ```
#[derive(Debug, Default)]
pub struct Pace {
    link: SlowLink,
    meter: Meter,
    recent: Drain,
    is_slow: bool,
    last: Option<Instant>,
}

impl Pace {
    /// The pace on a link of which something is said, else by what the meter tells.
    #[must_use]
    pub fn new(link: SlowLink, meter: Meter) -> Self {
        Self {
            link,
            meter,
            is_slow: link == SlowLink::Slow,
            ..Self::default()
        }
    }

    /// Something else is said of the link.
    pub fn told(&mut self, link: SlowLink) {
        if self.link != link {
            let meter = std::mem::take(&mut self.meter);
            *self = Self::new(link, meter);
        }
    }

    /// Whether the link is slow.
    #[must_use]
    pub const fn is_slow(&self) -> bool {
        self.is_slow
    }

    /// A frame was drawn; one in which nothing changed wrote nothing and holds up nothing.
    pub fn drawn(&mut self, now: Instant) {
        let frame = self.meter.take();
        if frame.bytes == 0 {
            return;
        }
        self.last = Some(now);
        if self.link == SlowLink::Auto {
            self.recent = self.recent.followed_by(frame);
            self.is_slow = self.recent.is_slow(self.is_slow);
        }
    }

    /// How long no frame may be drawn.
    #[must_use]
    pub fn wait(&self, now: Instant) -> Duration {
        let last = self.last.filter(|_| self.is_slow);
        last.map_or(Duration::ZERO, |last| {
            EVERY.saturating_sub(now.saturating_duration_since(last))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After frames of so many bytes and milliseconds: whether the link is slow.
    fn judged(frames: &[(u64, u64)]) -> bool {
        let meter = Meter::default();
        let mut pace = Pace::new(SlowLink::Auto, meter.clone());
        let now = Instant::now();
        for (bytes, millis) in frames {
            let took = Duration::from_millis(*millis);
            meter.add(Drain {
                bytes: *bytes,
                took,
            });
            pace.drawn(now);
        }
        pace.is_slow()
    }

    #[test]
    fn a_link_is_slow_by_what_its_frames_took() {
        let table: [(&[(u64, u64)], bool); 8] = [
            // A local terminal, one that is busy for a moment, a large frame.
            (&[(8_000, 0), (60, 0), (60, 0)], false),
            (&[(60, 40)], false),
            (&[(60_000, 120)], false),
            // 9,600 bit/s: the first frame fills the buffers, the following ones wait.
            (&[(4_000, 0), (8_000, 7_000)], true),
            (&[(1_000, 60), (1_000, 80), (1_000, 80)], true),
            // It stays slow as long as frames are held up, and not longer.
            (&[(1_000, 200), (60, 15)], true),
            (&[(1_000, 200), (60, 0), (60, 0)], true),
            (
                &[(1_000, 200), (60, 0), (60, 0), (60, 0), (60, 0), (60, 0)],
                false,
            ),
        ];
        for (frames, slow) in table {
            assert_eq!(judged(frames), slow, "{frames:?}");
        }
    }

    #[test]
    fn what_is_said_of_the_link_wins_over_what_is_measured() {
        for (link, slow) in [(SlowLink::Slow, true), (SlowLink::Fast, false)] {
            let meter = Meter::default();
            let mut pace = Pace::new(link, meter.clone());
            let took = Duration::from_secs(if slow { 0 } else { 9 });
            meter.add(Drain { bytes: 1_000, took });
            pace.drawn(Instant::now());
            assert_eq!(pace.is_slow(), slow);
        }
    }

    #[test]
    fn on_a_link_that_is_not_slow_no_frame_waits() {
        let mut pace = Pace::default();
        let now = Instant::now();
        pace.drawn(now);
        assert!(pace.wait(now).is_zero());
    }
}
