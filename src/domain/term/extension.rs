//! May the term of an answer be extended by so many days? [145 ¶5(2), Law art. 11 ¶10]

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Start, Switches, Term, TermDates, TermError, count, dates};
use crate::domain::rules::{Counting, PackId, RuleId, RuleSet, Taken};
use crate::domain::zone;

/// Why an extension is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionRefused {
    /// The current due date has passed.
    #[error("the term ended on {latest} and can no longer be extended")]
    DuePassed {
        /// The current latest date.
        latest: Date,
    },
    /// The new date would not be later than the old one.
    #[error("{days} days bring nothing: the answer stays due on {latest}")]
    TooShort {
        /// The days asked for.
        days: u8,
        /// The old latest date.
        latest: Date,
        /// The smallest number of days that helps, if any does.
        smallest: Option<u8>,
    },
    /// The rule is not there, the days are out of bounds or calendar data is missing.
    #[error(transparent)]
    Term(#[from] TermError),
}

/// The extended term of an answer, or why it is refused: only before the current due date has
/// passed, by 1 to 15 days, and only if the new latest date is later than the old one.
///
/// That a request is extended only once is judged by the request's own life.
///
/// ```
/// use awp::domain::rules::{PackId, RuleSet};
/// use awp::domain::term::{ExtensionRefused, Switches, check_extension};
/// let rules = RuleSet::builtin().unwrap();
/// let pin = PackId::from("order145-2023");
/// let received = "2026-03-06T10:00+05:00".parse().unwrap();
/// let at = "2026-03-20T10:00+05:00".parse().unwrap();
/// let refused = check_extension(&rules, &pin, received, at, 5, &Switches::default());
/// assert!(matches!(refused, Err(ExtensionRefused::TooShort { smallest: Some(6), .. })));
/// ```
///
/// # Errors
/// [`ExtensionRefused`].
pub fn check_extension(
    rules: &RuleSet,
    pin: &PackId,
    received_at: Timestamp,
    at: Timestamp,
    days: u8,
    switches: &Switches,
) -> Result<Term, ExtensionRefused> {
    let start = Start::At(received_at);
    let rule = |id: RuleId| {
        let taken = rules.under_pin(&id, pin, start.date());
        taken.ok_or(TermError::RuleNotInForce {
            rule: id,
            date: start.date(),
            pack: Some(pin.clone()),
        })
    };
    let old = dates(
        rule(RuleId::ANSWER)?,
        start,
        None,
        &rules.calendar,
        switches,
    )?;
    if zone::date(at) > old.latest {
        return Err(ExtensionRefused::DuePassed { latest: old.latest });
    }
    let extension = rule(RuleId::EXTENSION)?;
    let new = count(extension, start, Some(days), &rules.calendar, switches)?;
    if new.latest > old.latest {
        return Ok(new);
    }
    let smallest = smallest_useful(extension, start, rules, switches, &old)?;
    Err(ExtensionRefused::TooShort {
        days,
        latest: old.latest,
        smallest,
    })
}

fn smallest_useful(
    extension: Taken<'_>,
    start: Start,
    rules: &RuleSet,
    switches: &Switches,
    old: &TermDates,
) -> Result<Option<u8>, TermError> {
    let Counting::Extension { up_to_days, .. } = extension.rule.count else {
        return Ok(None);
    };
    for days in 1..=up_to_days {
        let new = dates(extension, start, Some(days), &rules.calendar, switches)?;
        if new.latest > old.latest {
            return Ok(Some(days));
        }
    }
    Ok(None)
}
