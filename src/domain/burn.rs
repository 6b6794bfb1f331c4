//! The burn-down of a conference: how many questions are left, at which pace they go, and how
//! many would stay unanswered at this pace.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// The pace is that of the last hour.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// So many points a curve has at most.
pub const POINTS: u32 = 48;

/// How the questions of a conference dwindle.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Burn {
    /// Questions that were asked.
    pub asked: u32,
    /// Questions that are left.
    pub open: u32,
    /// Settled within the last hour, or since the opening if that is less.
    pub settled_lately: u32,
    /// Asked within the same time.
    pub asked_lately: u32,
    /// How many stay unanswered if the pace stays; `None` once the time is over.
    pub unanswered: Option<u32>,
    /// Questions left at equal steps from the opening until now.
    pub points: Vec<u32>,
}

/// When a question was asked and settled.
type Span = (Timestamp, Option<Timestamp>);

/// The two hours of a conference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// It opened.
    pub opening: Timestamp,
    /// It closes.
    pub closing: Timestamp,
}

impl Burn {
    /// The burn-down of questions by the instants at which each was asked and settled.
    ///
    /// ```
    /// use awp::domain::burn::{Burn, Hours};
    /// let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    /// let hours = Hours { opening: at("2026-03-26T04:00:00Z"), closing: at("2026-03-26T13:00:00Z") };
    /// let asked = at("2026-03-26T04:10:00Z");
    /// let settled = Some(at("2026-03-26T11:30:00Z"));
    /// // Ten asked, one settled within the last hour, one hour left: eight stay unanswered.
    /// let mut times = vec![(asked, None); 9];
    /// times.push((asked, settled));
    /// let burn = Burn::of(&times, hours, at("2026-03-26T12:00:00Z"));
    /// assert_eq!((burn.open, burn.settled_lately, burn.unanswered), (9, 1, Some(8)));
    /// ```
    #[must_use]
    pub fn of(times: &[(Timestamp, Option<Timestamp>)], hours: Hours, now: Timestamp) -> Self {
        let since = now
            .checked_sub(WINDOW)
            .map_or(hours.opening, |from| from.max(hours.opening));
        let within = |at: Timestamp| at > since && at <= now;
        let counted = |test: &dyn Fn(&Span) -> bool| {
            let count = times.iter().filter(|one| test(one)).count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let open_at = |at: Timestamp| {
            counted(&|(asked, settled)| *asked <= at && settled.is_none_or(|settled| settled > at))
        };
        let open = counted(&|(_, settled)| settled.is_none());
        let settled_lately = counted(&|(_, settled)| settled.is_some_and(within));
        let span = seconds(since, now);
        let left = seconds(now, hours.closing);
        let unanswered = (now < hours.closing).then(|| {
            let done = (u64::from(settled_lately) * left)
                .checked_div(span)
                .unwrap_or(0);
            let done = u32::try_from(done).unwrap_or(u32::MAX);
            open.saturating_sub(done)
        });
        Self {
            asked: counted(&|_| true),
            open,
            settled_lately,
            asked_lately: counted(&|(asked, _)| within(*asked)),
            unanswered,
            points: steps(hours.opening, now).map(open_at).collect(),
        }
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.duration_since(from).as_secs()).unwrap_or(0)
}

/// Equal steps between two instants, the last one included.
fn steps(from: Timestamp, to: Timestamp) -> impl Iterator<Item = Timestamp> {
    let span = seconds(from, to);
    let count = if span == 0 { 0 } else { POINTS };
    (1..=count).filter_map(move |step| {
        let after = span * u64::from(step) / u64::from(POINTS);
        let after = SignedDuration::from_secs(i64::try_from(after).ok()?);
        from.checked_add(after).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    const DAY: i64 = 480;

    fn burn(times: &[(i64, Option<i64>)], now: i64) -> Burn {
        let times: Vec<_> = times
            .iter()
            .map(|(asked, settled)| (at(*asked), settled.map(at)))
            .collect();
        let hours = Hours {
            opening: at(0),
            closing: at(DAY),
        };
        Burn::of(&times, hours, at(now))
    }

    #[test]
    fn without_a_pace_everything_open_stays_unanswered() {
        let burn = burn(&[(1, None), (2, None), (3, Some(5))], 120);
        assert_eq!(
            (burn.open, burn.settled_lately, burn.unanswered),
            (2, 0, Some(2))
        );
    }

    #[test]
    fn a_pace_that_is_enough_leaves_none() {
        let settled: Vec<(i64, Option<i64>)> = (0..10).map(|n| (1, Some(61 + n))).collect();
        let open = (0..20).map(|_| (1, None));
        let times: Vec<_> = settled.into_iter().chain(open).collect();
        assert_eq!(burn(&times, 120).unanswered, Some(0));
    }

    #[test]
    fn the_pace_of_a_young_conference_is_taken_since_its_opening() {
        // Two settled in ten minutes, 470 minutes left.
        let burn = burn(&[(1, Some(5)), (1, Some(9)), (2, None)], 10);
        assert_eq!((burn.settled_lately, burn.unanswered), (2, Some(0)));
    }

    #[test]
    fn once_the_time_is_over_nothing_is_foretold() {
        let burn = burn(&[(1, None)], DAY);
        assert_eq!((burn.open, burn.unanswered), (1, None));
    }

    #[test]
    fn the_curve_rises_with_questions_and_falls_with_answers() {
        let burn = burn(&[(10, Some(40)), (20, None)], 48);
        assert_eq!(burn.points.len(), 48);
        assert_eq!((burn.points[8], burn.points[9], burn.points[19]), (0, 1, 2));
        assert_eq!(
            (burn.points[38], burn.points[39], burn.points[47]),
            (2, 1, 1)
        );
    }
}
