//! The reckoning: is everything acknowledged there, and everything there once?

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::super::seat::{CallError, Signed};
use super::read::snapshot;
use crate::domain::ids::{Number, OpId};

/// What the portal acknowledged.
#[derive(Default)]
pub(super) struct Acknowledged {
    pub(super) ops: Vec<OpId>,
    pub(super) numbers: Vec<Number>,
}

impl Acknowledged {
    pub(super) fn take(&mut self, other: Self) {
        self.ops.extend(other.ops);
        self.numbers.extend(other.numbers);
    }

    /// How much of it is in no history, and how many operations stand in histories twice.
    pub(super) async fn reckon(&self, seats: &[Signed]) -> Result<(u64, u64), CallError> {
        let (mut ops, mut numbers) = (HashMap::new(), BTreeSet::new());
        // One workstation of each holder sees all of it.
        let places: BTreeMap<usize, &Signed> =
            seats.iter().map(|seat| (seat.holder, seat)).collect();
        for seat in places.into_values() {
            snapshot(seat, |entity| {
                tally(&entity.body.value(), &mut ops);
                numbers.insert(entity.key.id);
            })
            .await?;
        }
        Ok(self.compare(&ops, &numbers))
    }

    fn compare(&self, ops: &HashMap<OpId, u64>, numbers: &BTreeSet<String>) -> (u64, u64) {
        let lost_ops = self.ops.iter().filter(|op| !ops.contains_key(op)).count();
        let is_lost = |number: &&Number| !numbers.contains(&number.to_string());
        let lost_numbers = self.numbers.iter().filter(is_lost).count();
        let doubled = ops.values().filter(|times| **times > 1).count();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        (count(lost_ops + lost_numbers), count(doubled))
    }
}

/// Counts the operations that the history of an item names.
fn tally(body: &Value, ops: &mut HashMap<OpId, u64>) {
    let history = body.get("history").and_then(Value::as_array);
    for entry in history.into_iter().flatten() {
        let op = entry.pointer("/stamp/op").cloned();
        let op = op.and_then(|op| serde_json::from_value::<Option<OpId>>(op).ok());
        if let Some(op) = op.flatten() {
            *ops.entry(op).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_in_no_history_is_lost_and_what_is_there_twice_is_doubled() {
        let [one, two, three] = [1, 2, 3].map(|n| OpId(uuid::Uuid::from_u128(n)));
        let entry = |op: Option<OpId>| json!({"event": "clarified", "stamp": {"op": op}});
        let body = json!({"history": [entry(None), entry(Some(one)), entry(Some(two)),
            entry(Some(one))]});
        let mut ops = HashMap::new();
        tally(&body, &mut ops);
        tally(&json!({"no": "history"}), &mut ops);
        let acknowledged = Acknowledged {
            ops: vec![one, two, three],
            numbers: vec![Number::request(766_001), Number::request(766_002)],
        };
        let numbers = BTreeSet::from(["766002".to_owned()]);
        assert_eq!(acknowledged.compare(&ops, &numbers), (2, 1));
    }
}
