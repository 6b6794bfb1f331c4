//! Operations that were written into a package.
//!
//! The file may come to the portal at any time, by whatever way: from then on the operation is
//! beyond recall until the portal has judged it, whatever becomes of it over the link meanwhile.

use jiff::Timestamp;

use super::{Reply, Store};
use crate::domain::ids::OpId;

impl Store {
    /// Says that operations are being handed over in a package. Answers with those that may be;
    /// one that was recalled since it was read is not among them. Done means: on the disk.
    pub fn mark_packaged(&self, ops: Vec<OpId>, now: Timestamp) -> Reply<Vec<OpId>> {
        self.submit(move |tx, _| {
            let mut marked = Vec::with_capacity(ops.len());
            for op in ops {
                let changed = tx
                    .prepare_cached(
                        "UPDATE outbox SET state = 'sending', sent_at = ?2, last_error = NULL,
                           attempts = attempts + 1, packaged_at = coalesce(packaged_at, ?2)
                         WHERE op_id = ?1 AND state IN ('ready', 'sending')",
                    )?
                    .execute((op.to_string(), now.as_millisecond()))?;
                if changed > 0 {
                    marked.push(op);
                }
            }
            Ok(marked)
        })
    }
}
