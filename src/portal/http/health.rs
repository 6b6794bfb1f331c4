//! Whether the portal lives, whether it can serve, and its own description.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::problem::{ApiProblem, ApiResult};
use super::super::{Portal, metrics};
use crate::wire::problem::Problem;

/// How long the store may take before the node counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// What proxies add to the requests they pass on.
const PROXIED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

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
    let unavailable = || ApiProblem::of_status(StatusCode::SERVICE_UNAVAILABLE);
    if portal.closing.is_cancelled() {
        return Err(unavailable());
    }
    let asked = tokio::time::timeout(PATIENCE, portal.storage.head()).await;
    asked.map_err(|_elapsed| unavailable())??;
    Ok(Json(json!({ "ready": true })))
}

/// Counts and times of this node.
///
/// For callers on this machine only, and not for requests that a proxy passes on; there is no
/// such resource for others, nor for anybody once `--metrics-listen` gives it an address.
#[utoipa::path(
    get, path = "/metrics", tag = "operation",
    responses(
        (status = 200, description = "OpenMetrics", content_type = "application/openmetrics-text",
            body = String),
        (status = 404, description = "`not-found`", body = Problem),
    )
)]
pub(super) async fn metrics(
    State(portal): State<Arc<Portal>>,
    request: Request,
) -> ApiResult<Response> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let near = peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback());
    let passed_on = PROXIED
        .iter()
        .any(|name| request.headers().contains_key(*name));
    if portal.config.metrics_apart || !near || passed_on {
        return Err(ApiProblem::of_status(StatusCode::NOT_FOUND));
    }
    Ok(metrics_of(&portal))
}

/// As [`metrics()`], for whoever reaches the listener that has nothing else.
pub(super) async fn metrics_apart(
    State(portal): State<Arc<Portal>>,
    request: Request,
) -> ApiResult<Response> {
    if request.uri().path() == "/metrics" && request.method() == Method::GET {
        Ok(metrics_of(&portal))
    } else {
        Err(ApiProblem::of_status(StatusCode::NOT_FOUND))
    }
}

fn metrics_of(portal: &Portal) -> Response {
    let media = [(header::CONTENT_TYPE, metrics::MEDIA_TYPE)];
    (media, portal.metrics_text()).into_response()
}

/// This document.
#[utoipa::path(
    get, path = "/v1/openapi.json", tag = "operation",
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(super::openapi())
}
