//! Operations on their way to the network: the end of the recall window, and what an attempt came
//! to before the portal has judged.

use jiff::Timestamp;
use rusqlite::params;

use super::{Reply, Store};
use crate::domain::ids::OpId;

impl Store {
    /// Lets held operations go whose window has ended; with `all`, every held one.
    ///
    /// A clock that was moved back by more than the window cannot keep an operation for ever; a
    /// smaller step does not shorten the window.
    pub fn release_held(&self, now: Timestamp, all: bool) -> Reply<usize> {
        self.submit(move |tx, _| {
            Ok(tx
                .prepare_cached(
                    "UPDATE outbox SET state = 'ready' WHERE state = 'held'
                     AND (?2 OR hold_until <= ?1 OR ?1 < queued_at - (hold_until - queued_at))",
                )?
                .execute(params![now.as_millisecond(), all])?)
        })
    }

    /// Says that operations are being handed to the network: from now on they cannot be
    /// recalled, until it is known that they did not leave. Answers with those that may be
    /// sent; one that was recalled since it was read is not among them.
    pub fn mark_sending(&self, ops: Vec<OpId>, now: Timestamp) -> Reply<Vec<OpId>> {
        self.submit(move |tx, _| {
            let mut marked = Vec::with_capacity(ops.len());
            for op in ops {
                let changed = tx
                    .prepare_cached(
                        "UPDATE outbox SET state = 'sending', sent_at = ?2, attempts = attempts + 1
                         WHERE op_id = ?1 AND state IN ('ready', 'sending')",
                    )?
                    .execute(params![op.to_string(), now.as_millisecond()])?;
                if changed > 0 {
                    marked.push(op);
                }
            }
            Ok(marked)
        })
    }

    /// Says that operations were not sent. `left` tells whether they may have reached the
    /// portal all the same: then they stay on their way and are sent again under their ids.
    pub fn mark_unsent(&self, ops: Vec<OpId>, error: &'static str, left: bool) -> Reply<()> {
        self.submit(move |tx, _| {
            for op in ops {
                // One that may have left at an earlier attempt, or in a package, is not recallable
                // again.
                tx.prepare_cached(
                    "UPDATE outbox SET last_error = ?2,
                       state = CASE WHEN ?3 OR attempts > 1 OR packaged_at IS NOT NULL
                         THEN 'sending' ELSE 'ready' END,
                       attempts = CASE WHEN ?3 THEN attempts ELSE attempts - 1 END
                     WHERE op_id = ?1 AND state = 'sending'",
                )?
                .execute(params![op.to_string(), error, left])?;
            }
            Ok(())
        })
    }
}
