//! In which order a replica is first filled: what is due first comes first, what is closed last.
//!
//! The key is kept with the entity and does not move with the clock, so that the pages of a
//! snapshot have one order. It orders a first filling only; lists compute their own terms.

use super::directory::Directory;
use crate::domain::clock::{Facts, Phase, driver};
use crate::domain::request::{Request, RequestState};

/// Closed requests come behind all open ones, the latest received first.
const CLOSED: i64 = 1 << 40;

const DAY: i64 = 86_400;

/// The key of a request; smaller is more urgent.
#[must_use]
pub fn urgency(request: &Request, directory: &Directory) -> i64 {
    let received = request.received_at.as_second();
    let phase = match request.state {
        RequestState::New | RequestState::Moderation => Phase::Moderation,
        RequestState::Consideration => Phase::Consideration,
        RequestState::Returned
        | RequestState::Forwarded
        | RequestState::Refused
        | RequestState::Answered
        | RequestState::Withdrawn => return CLOSED.saturating_sub(received),
    };
    let facts = Facts {
        received_at: request.received_at,
        pin: &request.pack,
        phase,
        extended: request.extension,
        repeated: request.repeated,
    };
    let switches = directory.policy(&request.holder).switches;
    let due = driver(&facts, &directory.rules, &switches).ok().flatten();
    due.and_then(|driver| crate::domain::zone::instant(driver.due.at(0, 0, 0, 0)).ok())
        .map_or(received + 15 * DAY, jiff::Timestamp::as_second)
}
