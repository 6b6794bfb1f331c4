//! What arrives at the other holder when a request is forwarded: a copy with its own number.
//!
//! The copy has a receipt and a registration of its own, and all clocks start anew at the new
//! holder; the pack is the one in force there on that day. What the first holder did with the
//! request stays with the first holder: the history begins with the receipt.

use jiff::Timestamp;

use super::directory::Directory;
use crate::domain::history::{Entry, Stamp};
use crate::domain::ids::Number;
use crate::domain::request::{Event, Request, RequestState};
use crate::domain::term::{Start, registered_on};
use crate::domain::zone;

/// The rules that the portal has do not reach the day of the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the rules or the calendar of this portal do not know the day of the receipt")]
pub struct DayUnknown;

/// The `copy`-th copy of a request, received by the holder `to` at a moment.
///
/// # Errors
/// [`DayUnknown`].
pub fn copy_of(
    request: &Request,
    copy: u16,
    to: &str,
    received_at: Timestamp,
    directory: &Directory,
) -> Result<Request, DayUnknown> {
    let policy = directory.policy(to);
    let rules = &directory.rules;
    let registered = registered_on(Start::At(received_at), &rules.calendar, &policy.switches);
    let pack = rules.pin(zone::date(received_at), policy.after_repeal);
    let (Ok(registered_on), Some(pack)) = (registered, pack) else {
        return Err(DayUnknown);
    };
    let mut passed_by = request.passed_by.clone();
    passed_by.push(request.holder.clone());
    Ok(Request {
        number: Number {
            copy: Some(copy),
            ..request.number
        },
        holder: to.to_owned(),
        received_at,
        registered_on,
        category: request.category.clone(),
        lang: request.lang,
        text: request.text.clone(),
        requester: request.requester.clone(),
        state: RequestState::New,
        extended: false,
        extension: None,
        repeated: false,
        follow_up: false,
        forwarded_from: Some(request.number),
        passed_by,
        pack,
        owner: None,
        history: vec![received(received_at)],
        unknown: serde_json::Map::new(),
    })
}

/// The first line of a history.
pub(super) const fn received(at: Timestamp) -> Entry<Event> {
    Entry {
        event: Event::Received,
        stamp: Stamp::of_portal(at),
    }
}
