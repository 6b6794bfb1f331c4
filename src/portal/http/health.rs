//! Whether the portal lives, whether it can serve, and its own description.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::Portal;
use super::super::problem::{ApiProblem, ApiResult};
use crate::wire::problem::Problem;

/// The process lives.
#[utoipa::path(
    get, path = "/livez", tag = "operation",
    responses((status = 200, description = "it lives", body = Object))
)]
pub(super) async fn livez() -> Json<Value> {
    Json(json!({ "live": true }))
}

/// The portal can serve: its store answers and it is not closing.
#[utoipa::path(
    get, path = "/readyz", tag = "operation",
    responses(
        (status = 200, description = "it can serve", body = Object),
        (status = 503, description = "`unavailable`, `store-failed`", body = Problem),
    )
)]
pub(super) async fn readyz(State(portal): State<Arc<Portal>>) -> ApiResult<Json<Value>> {
    portal.storage.head().await?;
    if portal.closing.is_cancelled() {
        return Err(ApiProblem::of_status(StatusCode::SERVICE_UNAVAILABLE));
    }
    Ok(Json(json!({ "ready": true })))
}

/// This document.
#[utoipa::path(
    get, path = "/v1/openapi.json", tag = "operation",
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(super::openapi())
}
