//! `/v1/ops`: the outbox of a workstation arrives.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use super::super::Portal;
use super::super::judge::{Incoming, Known, Sender, judge};
use super::super::problem::{ApiProblem, ApiResult};
use super::super::storage::{Commit, StorageError};
use super::extract::{Decider, JsonBody};
use crate::domain::ids::{Number, OpId};
use crate::wire::ops::{Base, MAX_BATCH, Op, OpsRequest, OpsResponse};
use crate::wire::problem::Problem;

/// How often a batch is judged again because others wrote at the same moment.
const TRIES: usize = 8;

/// A batch whose operations are understood one by one: one of a newer workstation must not
/// hold up the others.
#[derive(Deserialize)]
pub(super) struct Batch {
    ops: Vec<Value>,
}

/// Judges and applies operations; one verdict each, in order.
///
/// The answer is 200 for every understood batch. Operations that were applied before are
/// answered `same`; an id that already stands for another decision is `rejected` with the
/// refusal `op-id-reused`, without holding up the rest.
#[utoipa::path(
    post, path = "/v1/ops", tag = "ops", request_body = OpsRequest, security(("bearer" = [])),
    responses(
        (status = 200, description = "the verdicts", body = OpsResponse),
        (status = 401, description = "`token-missing`, `token-invalid`, `token-expired`",
            body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 413, description = "`too-large`", body = Problem),
        (status = 422, description = "`too-many-ops`, `bad-op`", body = Problem),
    )
)]
pub(super) async fn ops(
    State(portal): State<Arc<Portal>>,
    Decider(caller): Decider,
    JsonBody(batch): JsonBody<Batch>,
) -> ApiResult<Json<OpsResponse>> {
    let scope = caller.scope()?;
    let received_at = portal.clock.now();
    let batch = understood(batch)?;
    let sender = Sender {
        account: &caller.account,
        scope: &scope,
        received_at,
    };
    let mut results = Vec::new();
    for last in (0..TRIES).map(|attempt| attempt + 1 == TRIES) {
        let known = known(&portal, &batch).await?;
        let directory = portal.directory.current(portal.storage.as_ref()).await?;
        let mut judgement = judge(&batch, &known, &directory, &sender);
        let write = std::mem::take(&mut judgement.write);
        if write.ops.is_empty() {
            results = judgement.results(&[]);
            break;
        }
        match portal.storage.commit(write).await? {
            Commit::Done(seqs) => {
                results = judgement.results(&seqs);
                break;
            }
            Commit::Stale if last => results = judgement.given_up(),
            Commit::Stale => {}
        }
    }
    Ok(Json(OpsResponse {
        results,
        server_time: portal.clock.now(),
    }))
}

fn understood(batch: Batch) -> ApiResult<Vec<Incoming>> {
    if batch.ops.len() > MAX_BATCH {
        return Err(ApiProblem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "too-many-ops",
            "a batch has at most 100 operations",
        ));
    }
    batch
        .ops
        .into_iter()
        .map(|value| {
            let id = value.get("op_id").cloned();
            if let Ok(op) = serde_json::from_value::<Op>(value) {
                return Ok(Incoming::Op(Box::new(op)));
            }
            let id: Option<OpId> = id.and_then(|id| serde_json::from_value(id).ok());
            id.map(Incoming::Unknown).ok_or_else(|| {
                ApiProblem::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "bad-op",
                    "an operation has no readable op_id",
                )
            })
        })
        .collect()
}

/// What the store holds about the operations, their bases and their entities.
async fn known(portal: &Portal, batch: &[Incoming]) -> Result<Known, StorageError> {
    let ops = batch.iter().filter_map(|incoming| match incoming {
        Incoming::Op(op) => Some(op.as_ref()),
        Incoming::Unknown(_) => None,
    });
    let mut ids = Vec::new();
    let mut keys = Vec::new();
    for op in ops {
        ids.push(op.op_id);
        if let Base::Op(base) = op.base {
            ids.push(base);
        }
        keys.push(op.entity.clone());
    }
    ids.sort_unstable();
    ids.dedup();
    keys.sort_unstable();
    keys.dedup();
    // Of one moment: an operation stored between two readings would show in its entity alone and
    // look like somebody else's change.
    let (stored, rows) = portal.storage.known(ids.clone(), keys.clone()).await?;
    let serials = forwarded(batch);
    let highest = portal.storage.highest_copies(serials.clone()).await?;
    let found = |(id, stored): (OpId, Option<_>)| stored.map(|stored| (id, stored));
    Ok(Known {
        ops: ids.into_iter().zip(stored).filter_map(found).collect(),
        entities: keys
            .into_iter()
            .zip(rows)
            .filter_map(|(key, row)| row.map(|row| (key, row)))
            .collect(),
        copies: serials.into_iter().zip(highest).collect(),
    })
}

/// The serials of the requests that a batch forwards. Another forward of the same serial at the
/// same moment makes the write stale, and the batch is judged again.
fn forwarded(batch: &[Incoming]) -> Vec<u64> {
    let serial = |incoming: &Incoming| match incoming {
        Incoming::Op(op) => {
            op.command.addressee()?;
            let number: Number = op.entity.id.parse().ok()?;
            Some(number.serial)
        }
        Incoming::Unknown(_) => None,
    };
    let mut serials: Vec<u64> = batch.iter().filter_map(serial).collect();
    serials.sort_unstable();
    serials.dedup();
    serials
}
