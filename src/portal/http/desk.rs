//! `/v1/leases`, `/v1/desks`, `/v1/absences`: what colleagues do among themselves.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::super::problem::{ApiProblem, ApiResult};
use super::super::{Portal, desk};
use super::extract::{Caller, Decider, JsonBody};
use crate::domain::colleague::Colleague;
use crate::domain::desk::{Desk, DeskOrder};
use crate::wire::desk::{AbsenceRequest, DeskRequest};
use crate::wire::problem::Problem;

/// Takes, renews, takes over or releases the lease of an item.
///
/// A lease lasts five minutes and only warns: no legal act waits for it. The answer is the desk
/// as it stands; a lease of another installation stays unless the order is `take-over`.
#[utoipa::path(
    post, path = "/v1/leases", tag = "colleagues", request_body = DeskRequest,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "the desk of the item"),
        (status = 401, description = "`token-missing`, `token-invalid`, `token-expired`",
            body = Problem),
        (status = 403, description = "`role-may-not`, `role-only-looks`", body = Problem),
        (status = 404, description = "`no-such-item`", body = Problem),
        (status = 422, description = "`not-a-lease`", body = Problem),
    )
)]
pub(super) async fn lease(
    State(portal): State<Arc<Portal>>,
    Decider(caller): Decider,
    JsonBody(asked): JsonBody<DeskRequest>,
) -> ApiResult<Json<Desk>> {
    let is_lease = matches!(
        asked.order,
        DeskOrder::Take | DeskOrder::TakeOver | DeskOrder::Release
    );
    if !is_lease {
        return Err(ApiProblem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "not-a-lease",
            "other orders go to /v1/desks",
        ));
    }
    carry_out(&portal, &caller, &asked).await
}

/// Assigns an item, watches it, gives its text to a second reader or answers as one.
#[utoipa::path(
    post, path = "/v1/desks", tag = "colleagues", request_body = DeskRequest,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "the desk of the item"),
        (status = 401, description = "`token-missing`, `token-invalid`, `token-expired`",
            body = Problem),
        (status = 403, description = "`role-may-not`, `role-only-looks`", body = Problem),
        (status = 404, description = "`no-such-item`", body = Problem),
        (status = 409, description = "the code of the refusal: `no-such-colleague`, \
            `not-an-administrator`, `item-closed`, `reader-is-author`, `reading-text`, \
            `nothing-to-read`, `remark-missing`", body = Problem),
    )
)]
pub(super) async fn desk(
    State(portal): State<Arc<Portal>>,
    Decider(caller): Decider,
    JsonBody(asked): JsonBody<DeskRequest>,
) -> ApiResult<Json<Desk>> {
    carry_out(&portal, &caller, &asked).await
}

async fn carry_out(portal: &Portal, caller: &Caller, asked: &DeskRequest) -> ApiResult<Json<Desk>> {
    let scope = caller.scope()?;
    let desk = desk::order(portal, &caller.account, &scope, asked).await?;
    Ok(Json(desk))
}

/// Names a substitute for the days of an absence, or takes it back.
#[utoipa::path(
    post, path = "/v1/absences", tag = "colleagues", request_body = AbsenceRequest,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "the colleague"),
        (status = 401, description = "`token-missing`, `token-invalid`, `token-expired`",
            body = Problem),
        (status = 403, description = "`role-may-not`, `role-only-looks`", body = Problem),
        (status = 409, description = "the code of the refusal: `no-such-colleague`, \
            `absence-backwards`, `absence-overlaps`, `substitute-is-self`, \
            `substitute-of-other-role`, `substitute-cycle`", body = Problem),
    )
)]
pub(super) async fn absence(
    State(portal): State<Arc<Portal>>,
    Decider(caller): Decider,
    JsonBody(asked): JsonBody<AbsenceRequest>,
) -> ApiResult<Json<Colleague>> {
    let scope = caller.scope()?;
    let colleague = desk::absence(&portal, &caller.account, &scope, &asked).await?;
    Ok(Json(colleague))
}
