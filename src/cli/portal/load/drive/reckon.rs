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
    /// Requests by their marks, and how often each was sent: the intake takes what comes, also
    /// again after an answer that was lost.
    pub(super) requests: Vec<(String, u64)>,
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

    /// How much of it is nowhere, and how much is at the portal more often than it was sent.
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
        let ops = self.ops.iter().map(|op| (there.ops.get(op), 1));
        let requests = self.requests.iter();
        let requests = requests.map(|(mark, tries)| (there.requests.get(mark), *tries));
        let (mut lost, mut doubled) = (0, 0);
        for (times, most) in ops.chain(requests) {
            let times = times.copied().unwrap_or(0);
            lost += u64::from(times == 0);
            doubled += u64::from(times > most);
        }
        (lost, doubled)
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
        let texts = ["1 text", "2 text", "2 text", "4 text", "4 text"];
        for text in texts.map(|text| format!("load-{text}")) {
            there.count(&json!({"text": text}));
        }
        there.count(&json!({"text": "stage text"}));
        let sent = |n: u32, tries| (format!("load-{n}"), tries);
        let acknowledged = Acknowledged {
            ops: vec![one, two, three],
            requests: vec![sent(1, 1), sent(2, 1), sent(3, 1), sent(4, 2)],
        };
        assert_eq!(acknowledged.compare(&there), (2, 2));
    }
}
