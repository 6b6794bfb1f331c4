//! A workstation that decides: real operations in small batches, each repeated until answered.

use serde::Serialize;
use tokio::time::Instant;
use uuid::Uuid;

use super::super::figures::Figures;
use super::super::seat::{CallError, Signed};
use super::super::stage::ROUNDS;
use super::Done;
use super::read::Acks;
use crate::clock::{Clock, SystemClock};
use crate::domain::command::Command;
use crate::domain::ids::{Number, OpId, Version};
use crate::domain::text::CitizenText;
use crate::wire::feed::EntityKey;
use crate::wire::ops::{Base, Op, OpsResponse, Verdict};

/// Requests a batch is about.
const BATCH: usize = 5;

/// The workstation.
pub(super) struct Actor {
    pub(super) signed: Signed,
    pub(super) requests: Vec<Number>,
    pub(super) rules_hash: String,
    /// No batch begins later.
    pub(super) until: Instant,
    /// Who waits to see its acts.
    pub(super) colleagues: Vec<Acks>,
}

/// The body of a batch; an operation is cloned for no repetition.
#[derive(Serialize)]
struct Batch<'a> {
    ops: &'a [Op],
}

impl Actor {
    /// Accepts the requests and asks their authors, a few requests at a time.
    pub(super) async fn work(self) -> Result<Done, CallError> {
        let mut done = Done::default();
        for some in self.requests.chunks(BATCH) {
            let mut versions = vec![Version(1); some.len()];
            for round in 0..ROUNDS {
                if Instant::now() >= self.until {
                    return Ok(done);
                }
                let ops = some.iter().zip(&versions);
                let ops: Vec<Op> = ops
                    .map(|(number, version)| self.op(*number, *version, round))
                    .collect();
                self.send(&ops, &mut versions, &mut done).await?;
            }
        }
        Ok(done)
    }

    fn op(&self, number: Number, version: Version, round: usize) -> Op {
        let command = if round == 0 {
            Command::Accept { confirmed: vec![] }
        } else {
            let text = CitizenText::parse("Сұрауыңызды нақтылап беріңізші.");
            Command::Clarify {
                text: text.unwrap_or_default(),
            }
        };
        Op {
            op_id: OpId(Uuid::now_v7()),
            entity: EntityKey::of(number),
            base: Base::Version(version),
            command,
            actor: self.signed.user.clone(),
            device: self.signed.device,
            rules_hash: self.rules_hash.clone(),
            decided_at: SystemClock.now(),
            clock_offset: 0,
        }
    }

    /// Sends a batch; what is to be tried later is sent again at once, alone.
    async fn send(
        &self,
        ops: &[Op],
        versions: &mut [Version],
        done: &mut Done,
    ) -> Result<(), CallError> {
        let mut rest: Vec<Op> = ops.to_vec();
        while !rest.is_empty() {
            let batch = Batch { ops: &rest };
            let answered = self.signed.post::<OpsResponse>("/v1/ops", &batch).await?;
            let acknowledged = Instant::now();
            done.figures.failures += answered.failures;
            done.figures.ops.add(answered.took);
            let mut again = Vec::new();
            let unanswered = rest.len().saturating_sub(answered.body.results.len());
            done.figures.refused += u64::try_from(unanswered).unwrap_or(u64::MAX);
            for (op, result) in rest.iter().zip(answered.body.results) {
                let place = ops.iter().position(|one| one.op_id == op.op_id);
                match result.verdict {
                    Verdict::Applied { version, seq, .. } | Verdict::Same { version, seq, .. } => {
                        count(&mut done.figures);
                        done.acknowledged.ops.push(op.op_id);
                        if let Some(known) = place.and_then(|place| versions.get_mut(place)) {
                            *known = version;
                        }
                        for colleague in &self.colleagues {
                            // A reader that has ended waits for nothing.
                            let _ = colleague.send((seq, acknowledged));
                        }
                    }
                    Verdict::Retry { .. } => again.push(op.clone()),
                    Verdict::Conflict { .. }
                    | Verdict::Rejected { .. }
                    | Verdict::Blocked { .. } => done.figures.refused += 1,
                }
            }
            if !again.is_empty() && Instant::now() > self.signed.site.give_up {
                done.figures.refused += u64::try_from(again.len()).unwrap_or(u64::MAX);
                return Ok(());
            }
            rest = again;
        }
        Ok(())
    }
}

const fn count(figures: &mut Figures) {
    figures.acts += 1;
}
