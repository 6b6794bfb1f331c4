//! `/v1/public/access`: applications for access to the workstation `[145 ¶12]`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::super::problem::{ApiProblem, ApiResult};
use super::super::{Portal, access};
use super::extract::{Deliverer, JsonBody};
use crate::domain::ids::{ItemKind, Number};
use crate::wire::intake::{AccessTaken, NewAccess, NewPassword};
use crate::wire::problem::Problem;

/// Takes in an application for access.
#[utoipa::path(
    post, path = "/v1/public/access", tag = "intake", request_body = NewAccess,
    security((), ("bearer" = [])),
    responses(
        (status = 201, description = "received and numbered", body = AccessTaken),
        (status = 401, description = "`token-missing`: the intake is not open", body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 422, description = "`validation` with the fields", body = Problem),
    )
)]
pub(super) async fn create(
    State(portal): State<Arc<Portal>>,
    _: Deliverer,
    JsonBody(new): JsonBody<NewAccess>,
) -> ApiResult<(StatusCode, Json<AccessTaken>)> {
    let now = portal.clock.now();
    let storage = portal.storage.as_ref();
    let directory = portal.directory.current(storage).await?;
    let checked = access::check(new, now, &directory).map_err(ApiProblem::validation)?;
    let (number, requester_token) = access::store(checked, storage, &directory).await?;
    let taken = AccessTaken {
        number,
        received_at: now,
        requester_token,
    };
    Ok((StatusCode::CREATED, Json(taken)))
}

/// Sets the password of an account that was granted, once.
#[utoipa::path(
    post, path = "/v1/public/access/{no}/password", tag = "intake", request_body = NewPassword,
    params(("no" = String, Path, description = "the number of the application, `A-4`")),
    security((), ("bearer" = [])),
    responses(
        (status = 204, description = "set"),
        (status = 401, description = "`token-missing`: the intake is not open", body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 404, description = "`no-such-item`", body = Problem),
        (status = 409, description = "`not-granted`, `done-before`", body = Problem),
        (status = 422, description = "`validation`: the password is too short", body = Problem),
        (status = 429, description = "`too-many-logins`", body = Problem),
    )
)]
pub(super) async fn set_password(
    State(portal): State<Arc<Portal>>,
    _: Deliverer,
    Path(no): Path<String>,
    JsonBody(body): JsonBody<NewPassword>,
) -> ApiResult<StatusCode> {
    let number: Option<Number> = no.parse().ok();
    let number = number.filter(|number| number.kind == ItemKind::Access);
    let number = number.ok_or_else(|| ApiProblem::of_status(StatusCode::NOT_FOUND))?;
    access::set_password(&portal, number, &body.requester_token, &body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}
