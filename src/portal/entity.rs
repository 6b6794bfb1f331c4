//! From an item to what the store keeps of it: its order, what carries it, who sees it.

use super::directory::Directory;
use super::storage::{Place, Put, StorageError};
use super::urgency::urgency;
use crate::domain::conference::{ConferenceState, wakes_at};
use crate::domain::ids::{Number, Version};
use crate::domain::work::Work;
use crate::wire::feed::EntityKey;

/// The first write of an item as it now stands; its version counts the lines of its history.
///
/// # Errors
/// The item cannot be written as JSON.
pub fn put_of(work: &Work, directory: &Directory) -> Result<Put, StorageError> {
    let body =
        serde_json::to_string(work).map_err(|error| StorageError::Failed(error.to_string()))?;
    let lines = work.stamps().count();
    let last = work.stamps().next_back();
    Ok(Put {
        key: EntityKey::of(work.number()),
        expected: None,
        version: Version(u64::try_from(lines).unwrap_or(1)),
        holder: audience_of(work).to_owned(),
        urgency: urgency(work, directory),
        place: place_of(work),
        body: Some(body),
        at: last
            .and_then(|stamp| stamp.received_at)
            .unwrap_or_else(|| work.received_at()),
        by: last.and_then(|stamp| stamp.by.clone()),
    })
}

/// What stands in the place of a holder for what the Operator alone sees; no BIN reads so.
const OPERATOR: &str = "operator";

/// Whose accounts see an item: those of its holder, of an application for access nobody but the
/// Operator.
fn audience_of(work: &Work) -> &str {
    match work {
        Work::Access(_) => OPERATOR,
        Work::Request(_)
        | Work::Topic(_)
        | Work::Conference(_)
        | Work::Question(_)
        | Work::Circular(_) => work.holder(),
    }
}

/// Where an item belongs.
#[must_use]
pub fn place_of(work: &Work) -> Place {
    let conference = work.conference();
    Place {
        parent: work.carrier().as_ref().map(Number::to_string),
        wakes_at: conference.and_then(wakes_at),
        // What was sent once stays with the Operator, also while it is being corrected.
        shared: matches!(work, Work::Access(_) | Work::Circular(_))
            || conference.is_some_and(|conference| {
                conference.sent.is_some() || conference.state != ConferenceState::Draft
            }),
    }
}
