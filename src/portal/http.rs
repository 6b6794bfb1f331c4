//! The routes of the portal and what every one of them has in common.
//!
//! Routes are registered only through their OpenAPI description, so that none can be missing
//! in `/v1/openapi.json`. The envelope around all of them gives the request an id, checks the
//! protocol, turns every error into a problem and writes one line of the log: method, route
//! pattern, status, time; never a path, a query, a body or a header.

mod access;
mod auth;
mod conferences;
mod desk;
mod envelope;
mod extract;
mod feed;
mod health;
mod ops;
mod packages;
mod profile;
mod public;
mod stream;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Router, middleware};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Portal;
use super::problem::ApiProblem;

/// The largest body a request may have, after decompression.
pub const MAX_BODY: usize = 2 * 1024 * 1024;

/// How long a request may take, long polls apart.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How long a long poll may take; it waits a minute at most.
const POLL_TIMEOUT: Duration = Duration::from_secs(75);

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Portal of open dialogue",
        description = "awp-sync/1: the feed of changes, the outbox and the intake of requests.",
        license(name = "MIT")
    ),
    modifiers(&BearerToken)
)]
struct Document;

/// Describes the access token.
struct BearerToken;

impl utoipa::Modify for BearerToken {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// All routes with their description.
fn described() -> OpenApiRouter<Arc<Portal>> {
    let timely = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, TIMEOUT);
    let patient = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, POLL_TIMEOUT);
    let short = OpenApiRouter::new()
        .routes(routes!(auth::login))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::logout))
        .routes(routes!(feed::snapshot))
        .routes(routes!(ops::ops))
        .routes(routes!(packages::packages))
        .routes(routes!(desk::lease))
        .routes(routes!(desk::desk))
        .routes(routes!(desk::absence))
        .routes(routes!(profile::view, profile::change))
        .routes(routes!(public::create_request))
        .routes(routes!(public::withdraw))
        .routes(routes!(public::rate))
        .routes(routes!(access::create))
        .routes(routes!(access::set_password))
        .routes(routes!(conferences::create_topic))
        .routes(routes!(conferences::create_question))
        .routes(routes!(conferences::vote))
        .routes(routes!(conferences::list))
        .routes(routes!(conferences::read))
        .routes(routes!(health::openapi))
        .routes(routes!(health::livez))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
        .layer(timely);
    let long = OpenApiRouter::new()
        .routes(routes!(feed::changes))
        .layer(patient);
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(short)
        .merge(long)
        .routes(routes!(stream::stream))
}

/// The description of all routes, as `/v1/openapi.json` gives it.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    described().into_openapi()
}

/// The routes of a node as a service: for a server, and for transports inside a process.
pub fn router(portal: Arc<Portal>) -> Router {
    let (router, _) = described().split_for_parts();
    router
        .fallback(async || ApiProblem::of_status(StatusCode::NOT_FOUND))
        .layer(RequestDecompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&portal),
            envelope::envelope,
        ))
        .with_state(portal)
}

/// `/metrics` alone, for a listener of its own.
pub(super) fn metrics_router(portal: Arc<Portal>) -> Router {
    Router::new()
        .fallback(health::metrics_apart)
        .with_state(portal)
}

/// A panic is a defect: the log says so, the caller learns only that nothing was done.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature of the layer's handler"
)]
fn panicked(payload: Box<dyn Any + Send>) -> Response {
    let what = payload
        .downcast_ref::<&str>()
        .map_or("no text", |text| *text);
    tracing::error!(what, "a handler panicked");
    ApiProblem::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

#[cfg(test)]
mod tests;
