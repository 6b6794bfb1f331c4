//! `/v1/profile`: what the holder of the caller says about itself and how it counts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::super::problem::ApiResult;
use super::super::{Portal, profile};
use super::extract::{Decider, JsonBody};
use crate::wire::problem::Problem;
use crate::wire::profile::{ProfileOutcome, ProfileRequest, ProfileView};

/// Gives the profile of the caller's holder, with the version a change is decided on.
#[utoipa::path(
    get, path = "/v1/profile", tag = "profile",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "the profile", body = ProfileView),
        (status = 401, description = "`token-missing`, `token-invalid`, `token-expired`",
            body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 404, description = "`no-such-holder`", body = Problem),
    )
)]
pub(super) async fn view(
    State(portal): State<Arc<Portal>>,
    Decider(caller): Decider,
) -> ApiResult<Json<ProfileView>> {
    let scope = caller.scope()?;
    Ok(Json(profile::view(&portal, &scope).await?))
}

/// Changes the profile of the caller's holder, or says what the change would move.
///
/// Open to its administrators and its head. With `dry_run` nothing is written. A change is
/// recorded with who, when, before and after, and reaches every workstation in the feed.
#[utoipa::path(
    post, path = "/v1/profile", tag = "profile", request_body = ProfileRequest,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "what it did, or would do", body = ProfileOutcome),
        (status = 400, description = "`bad-json`: an unknown field or value", body = Problem),
        (status = 401, description = "`token-missing`, `token-invalid`, `token-expired`",
            body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 404, description = "`no-such-holder`", body = Problem),
        (status = 409, description = "`profile-changed`: read it again", body = Problem),
        (status = 422, description = "`validation`: each field with the code of its fault",
            body = Problem),
    )
)]
pub(super) async fn change(
    State(portal): State<Arc<Portal>>,
    Decider(caller): Decider,
    JsonBody(asked): JsonBody<ProfileRequest>,
) -> ApiResult<Json<ProfileOutcome>> {
    let scope = caller.scope()?;
    let outcome = profile::change(&portal, &caller.account, &scope, &asked).await?;
    Ok(Json(outcome))
}
