//! Decisions that the portal wants under newer rules.

use jiff::Timestamp;

use crate::domain::ids::OpId;
use crate::store::{Store, StoreError};
use crate::wire::replica::OpState;

/// What became of operations that were decided once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Again {
    /// They go to the portal under the rules that are here now.
    pub renewed: usize,
    /// The rules do not allow them any more.
    pub refused: usize,
}

/// Decides operations once more under the rules that are here now.
///
/// # Errors
/// The store failed.
pub async fn decide(store: &Store, ops: Vec<OpId>, now: Timestamp) -> Result<Again, StoreError> {
    let mut again = Again::default();
    if ops.is_empty() {
        return Ok(again);
    }
    let reader = store.reader();
    let rules_hash = reader.rules()?.hash();
    for op in ops {
        let state = reader.operation(op)?.map(|entry| entry.state);
        if !state.is_some_and(OpState::is_to_be_sent) {
            continue;
        }
        match reader.decide_again(op)? {
            // One that may have reached the portal already is for the portal to refuse.
            Err(refusal) if state == Some(OpState::Ready) => {
                store.reject(op, refusal, now).await?;
                again.refused += 1;
            }
            Ok(()) | Err(_) => {
                store.replace_rules_hash(op, rules_hash.clone()).await?;
                again.renewed += 1;
            }
        }
    }
    Ok(again)
}
