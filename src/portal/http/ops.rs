//! `/v1/ops`: the outbox of a workstation arrives.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;

use super::super::problem::ApiResult;
use super::super::{Portal, verdicts};
use super::extract::{Author, JsonBody};
use crate::wire::ops::{OpsRequest, OpsResponse};
use crate::wire::problem::Problem;

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
    Author(caller): Author,
    JsonBody(batch): JsonBody<Batch>,
) -> ApiResult<Json<OpsResponse>> {
    verdicts::on(&portal, &caller.account, batch.ops)
        .await
        .map(Json)
}
