//! Decisions that the portal wants under newer rules.

use jiff::Timestamp;

use crate::domain::ids::{OpId, UserName};
use crate::store::{Store, StoreError};
use crate::wire::replica::OpState;

/// What became of operations that were decided once more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Again {
    /// They go to the portal under the rules that are here now.
    pub renewed: Vec<OpId>,
    /// How many the rules do not allow any more: those are refused here or, if they may have
    /// reached the portal already, there.
    pub refused: usize,
}

/// Decides once more under the rules that are here now what an account decided under others: what
/// the portal told to be `put_off`, and what never left. What may have reached the portal keeps
/// its form: there it may be applied, and another form of it would be refused.
///
/// # Errors
/// The store failed.
pub async fn decide(
    store: &Store,
    user: &UserName,
    put_off: &[OpId],
    now: Timestamp,
) -> Result<Again, StoreError> {
    let reader = store.reader();
    let rules_hash = reader.rules()?.hash();
    let mut again = Again::default();
    for entry in reader.sendable(user, usize::MAX)? {
        let id = entry.op.op_id;
        let may = entry.state == OpState::Ready || put_off.contains(&id);
        if !may || entry.op.rules_hash == rules_hash {
            continue;
        }
        match reader.decide_again(id)? {
            Err(refusal) if entry.state == OpState::Ready => {
                store.reject(id, refusal, now).await?;
                again.refused += 1;
                continue;
            }
            Err(_) => again.refused += 1,
            Ok(()) => again.renewed.push(id),
        }
        store.replace_rules_hash(id, rules_hash.clone()).await?;
    }
    Ok(again)
}
