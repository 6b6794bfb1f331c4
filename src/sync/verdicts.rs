//! The portal's verdicts are taken in, whichever way they came.

use jiff::Timestamp;

use crate::store::{Store, StoreError};
use crate::wire::ops::OpResult;
use crate::wire::replica::OutboxEntry;

/// A verdict and the operation as it stands after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The verdict.
    pub result: OpResult,
    /// The operation; `None` if this outbox has none of that id.
    pub entry: Option<OutboxEntry>,
}

/// Keeps verdicts in the outbox; one that comes again changes nothing.
///
/// # Errors
/// The store failed.
pub async fn take(
    store: &Store,
    results: Vec<OpResult>,
    now: Timestamp,
) -> Result<Vec<Taken>, StoreError> {
    store.record_verdicts(results.clone(), now).await?;
    let reader = store.reader();
    let with_entry = |result: OpResult| {
        let entry = reader.operation(result.op_id)?;
        Ok(Taken { result, entry })
    };
    results.into_iter().map(with_entry).collect()
}
