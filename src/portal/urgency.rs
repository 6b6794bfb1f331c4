//! In which order a replica is first filled: what is due first comes first, what is closed last.
//!
//! The key is kept with the entity and does not move with the clock, so that the pages of a
//! snapshot have one order. It orders a first filling only; lists compute their own terms.

use jiff::civil::Date;

use super::directory::Directory;
use crate::domain::row::driver;
use crate::domain::work::Work;
use crate::domain::zone;

/// Closed items come behind all open ones, the latest received first.
const CLOSED: i64 = 1 << 40;

const DAY: i64 = 86_400;

/// The key of an item; smaller is more urgent.
#[must_use]
pub fn urgency(work: &Work, directory: &Directory) -> i64 {
    let received = work.received_at().as_second();
    if work.state().is_closed() {
        return CLOSED.saturating_sub(received);
    }
    let policy = directory.policy(work.holder());
    let due = driver(work, &directory.rules, &policy).ok().flatten();
    due.and_then(|driver| at_midnight(driver.due))
        .unwrap_or(received + 15 * DAY)
}

fn at_midnight(day: Date) -> Option<i64> {
    let at = zone::instant(day.at(0, 0, 0, 0)).ok()?;
    Some(at.as_second())
}
