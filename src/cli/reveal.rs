//! Personal data shown unmasked: only with a reason, and noted before anything is shown.
//!
//! Who looked, at what and why is kept in the store; an instance that cannot write cannot reveal,
//! nor can a replica that has not spoken to its portal for long.

use jiff::SignedDuration;
use serde_json::json;
use uuid::Uuid;

use super::session::Session;
use super::{CliError, Exit};
use crate::domain::ids::Number;
use crate::domain::text::clean_line;

/// The most characters of a reason to reveal.
const MAX_REASON: usize = 500;

/// Without an exchange for so long the replica stays masked.
const STALE_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How far ahead of this computer's clock an exchange may lie before the clock is not believed.
const CLOCK_JITTER: SignedDuration = SignedDuration::from_mins(2);

/// Keeps who looked at what and why, one note an item; only then anything is shown.
///
/// # Errors
/// The reason is empty or too long, the replica is stale, or the store cannot keep the note.
pub(super) fn note(
    items: &[Number],
    reason: &str,
    surface: &str,
    session: &Session<'_>,
) -> Result<(), CliError> {
    let texts = session.cx.texts;
    let reason = clean_line(reason);
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        let message = texts.show_reveal_reason(MAX_REASON);
        return Err(CliError::new(Exit::Usage, "bad-input", message));
    }
    refuse_stale(session)?;
    for item in items {
        let note = json!({
            "event": "reveal",
            "at": session.now(),
            "user": session.me(),
            "item": item,
            "reason": reason,
            "surface": surface,
        });
        let key = format!("audit.{}", Uuid::now_v7());
        let kept = session.store.set_setting(&key, &note.to_string()).wait();
        kept.map_err(|error| session.fail(&error))?;
    }
    Ok(())
}

/// A replica that has not spoken to its portal for long shows no personal data until it has.
fn refuse_stale(session: &Session<'_>) -> Result<(), CliError> {
    let state = session.reader.sync_state();
    let last = state.map_err(|error| session.fail(&error))?.last_exchange;
    let now = session.local_clock(session.now());
    let fresh = last.is_some_and(|last| is_fresh(now.duration_since(last)));
    if fresh {
        return Ok(());
    }
    let texts = session.cx.texts;
    Err(
        CliError::new(Exit::Refused, "replica-stale", texts.show_stale())
            .hint(texts.show_stale_hint()),
    )
}

/// Whether the last exchange was so long ago; one that is yet to come tells of a clock moved back.
fn is_fresh(since: SignedDuration) -> bool {
    since < STALE_AFTER && since >= -CLOCK_JITTER
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_is_fresh_for_thirty_days_and_never_if_it_is_yet_to_come() {
        let days = |count: i64| SignedDuration::from_hours(count * 24);
        assert!(is_fresh(SignedDuration::ZERO));
        assert!(is_fresh(days(29)));
        assert!(!is_fresh(days(30)));
        assert!(is_fresh(SignedDuration::from_secs(-120)));
        assert!(!is_fresh(SignedDuration::from_secs(-121)));
        assert!(!is_fresh(days(-400)));
    }
}
