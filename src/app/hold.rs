//! The recall window of an outward act.
//!
//! Undo beats confirm: an act waits before it is sent. The window never reaches behind the end
//! of the act, midnight of its last day or the closing of a conference, because timeliness is
//! judged by the receipt at the portal.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::domain::act::Act;
use crate::domain::conference::Conference;
use crate::domain::decide::last_day;
use crate::domain::holder::Policy;
use crate::domain::row;
use crate::domain::rules::{RuleId, RuleSet};
use crate::domain::work::Work;
use crate::domain::zone;

/// An act leaves at least this long before its end.
pub const MARGIN: SignedDuration = SignedDuration::from_secs(10);

/// The end of the recall window of an act decided at `now`; `now` itself if there is no time.
///
/// An end that has passed already cuts nothing: the act is late anyway.
///
/// ```
/// use awp::app::hold::{end_of_day, hold_until};
/// let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
/// let end = end_of_day(jiff::civil::date(2026, 3, 10));
/// let night = at("2026-03-10T23:59:30+05:00");
/// assert_eq!(hold_until(night, 60, end), at("2026-03-10T23:59:50+05:00"));
/// assert_eq!(hold_until(night, 60, None), at("2026-03-11T00:00:30+05:00"));
/// ```
#[must_use]
pub fn hold_until(now: Timestamp, recall_seconds: u32, end: Option<Timestamp>) -> Timestamp {
    let whole = now
        .checked_add(SignedDuration::from_secs(i64::from(recall_seconds)))
        .unwrap_or(now);
    let Some(end) = end.filter(|end| now < *end) else {
        return whole;
    };
    let last = end.checked_sub(MARGIN).unwrap_or(end);
    whole.min(last).max(now)
}

/// Until when an act on an item comes in time: of the act itself, else of the day that its row
/// shows. An extension is possible until the answer is due; what is done with a question, until
/// its conference closes.
#[must_use]
pub fn end_of_act(
    (work, conference): (&Work, Option<&Conference>),
    act: Act,
    (rules, policy): (&RuleSet, &Policy),
) -> Option<Timestamp> {
    let shown = || row::driver(work, rules, policy).ok().flatten();
    let shown = || shown().and_then(|driver| end_of_day(driver.due));
    match work {
        Work::Request(request) => {
            let rule = if act == Act::Extend {
                Some(RuleId::ANSWER)
            } else {
                act.rule()
            };
            let Some(rule) = rule else {
                return shown();
            };
            last_day(request, &rule, rules, policy).and_then(|(due, _)| end_of_day(due))
        }
        Work::Question(_) => conference.and_then(Conference::closing),
        Work::Conference(one) if act == Act::Extend => one.closing(),
        Work::Conference(one) if matches!(act, Act::Publish | Act::Correct) => {
            one.valid_form().opening()
        }
        Work::Access(_) | Work::Circular(_) => None,
        Work::Topic(_) | Work::Conference(_) => work
            .basis(act, rules, policy)
            .map_or_else(shown, |basis| end_of_day(basis.due)),
    }
}

/// 24:00 of a local date.
#[must_use]
pub fn end_of_day(day: Date) -> Option<Timestamp> {
    let midnight = day.checked_add(1.day()).ok()?.at(0, 0, 0, 0);
    zone::instant(midnight).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::conference::{self, ConferenceState};
    use crate::domain::question::{self, QuestionState};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_window_of_an_answer_never_passes_the_closing_of_its_conference() {
        let held = conference::tests::conference(ConferenceState::Open);
        let work = Work::Question(Box::new(question::tests::question(
            "Q-7",
            QuestionState::New,
        )));
        let rules = (&RuleSet::builtin().unwrap(), &Policy::default());
        let end = end_of_act((&work, Some(&held)), Act::Answer, rules);
        let closing = at("2026-03-27T18:30:00+05:00");
        assert_eq!(end, Some(closing));
        let late = at("2026-03-27T18:29:30+05:00");
        assert_eq!(hold_until(late, 60, end), at("2026-03-27T18:29:50+05:00"));
        let held = Work::Conference(Box::new(held));
        assert_eq!(end_of_act((&held, None), Act::Extend, rules), Some(closing));
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
            assert_eq!(hold_until(at(now), 60, end_of_day(due)), at(until), "{now}");
        }
    }
}
