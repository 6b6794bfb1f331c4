//! The reckoning: is everything acknowledged there, and everything there once?

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::super::seat::{CallError, Signed};
use super::super::stage::MARK;
use super::read::snapshot;
use crate::domain::ids::OpId;

/// What the portal acknowledged.
#[derive(Default)]
pub(super) struct Acknowledged {
    pub(super) ops: Vec<OpId>,
    /// Requests by their marks.
    pub(super) requests: Vec<String>,
}

/// How often what is at the portal.
#[derive(Default)]
struct There {
    ops: HashMap<OpId, u64>,
    requests: HashMap<String, u64>,
}

impl Acknowledged {
    pub(super) fn take(&mut self, other: Self) {
        self.ops.extend(other.ops);
        self.requests.extend(other.requests);
    }

    /// How much of it is nowhere, and how much is at the portal twice, acknowledged or not.
    pub(super) async fn reckon(&self, seats: &[Signed]) -> Result<(u64, u64), CallError> {
        let mut there = There::default();
        // One workstation of each holder sees all of it.
        let places: BTreeMap<usize, &Signed> =
            seats.iter().map(|seat| (seat.holder, seat)).collect();
        for seat in places.into_values() {
            snapshot(seat, |entity| there.count(&entity.body.value())).await?;
        }
        Ok(self.compare(&there))
    }

    fn compare(&self, there: &There) -> (u64, u64) {
        let lost_ops = self.ops.iter().filter(|op| !there.ops.contains_key(op));
        let requests = self.requests.iter();
        let lost_requests = requests.filter(|mark| !there.requests.contains_key(*mark));
        let times = there.ops.values().chain(there.requests.values());
        let doubled = times.filter(|times| **times > 1).count();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        (
            count(lost_ops.count() + lost_requests.count()),
            count(doubled),
        )
    }
}

impl There {
    /// Counts an item by its mark, and the operations that its history names.
    fn count(&mut self, body: &Value) {
        let text = body.get("text").and_then(Value::as_str);
        let mark = text.and_then(|text| text.split_whitespace().next());
        if let Some(mark) = mark.filter(|mark| mark.starts_with(MARK)) {
            *self.requests.entry(mark.to_owned()).or_default() += 1;
        }
        let history = body.get("history").and_then(Value::as_array);
        for entry in history.into_iter().flatten() {
            let op = entry.pointer("/stamp/op").cloned();
            let op = op.and_then(|op| serde_json::from_value::<Option<OpId>>(op).ok());
            if let Some(op) = op.flatten() {
                *self.ops.entry(op).or_default() += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_nowhere_is_lost_and_what_is_there_twice_is_doubled() {
        let [one, two, three] = [1, 2, 3].map(|n| OpId(uuid::Uuid::from_u128(n)));
        let entry = |op: Option<OpId>| json!({"event": "clarified", "stamp": {"op": op}});
        let mut there = There::default();
        there.count(
            &json!({"history": [entry(None), entry(Some(one)), entry(Some(two)),
            entry(Some(one))]}),
        );
        there.count(&json!({"no": "history"}));
        for text in ["load-1 text", "load-2 text", "load-2 text", "stage text"] {
            there.count(&json!({"text": text}));
        }
        let acknowledged = Acknowledged {
            ops: vec![one, two, three],
            requests: vec!["load-1".to_owned(), "load-3".to_owned()],
        };
        assert_eq!(acknowledged.compare(&there), (2, 2));
    }
}
