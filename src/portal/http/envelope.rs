//! What surrounds every route: request id, protocol check, problems, headers, one log line.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::super::problem::{ApiProblem, MEDIA_TYPE};
use super::super::{Portal, metrics};
use crate::domain::act::Role;
use crate::wire;

const PROTOCOL: HeaderName = HeaderName::from_static("awp-protocol");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The role of the account behind a request, once somebody has looked.
#[derive(Clone, Default)]
pub(super) struct Who(Arc<OnceLock<Role>>);

impl Who {
    /// Says who it is; the first word counts.
    pub(super) fn is(&self, role: Role) {
        // Two extractors may look at the same caller.
        let _ = self.0.set(role);
    }

    fn role(&self) -> &'static str {
        self.0.get().map_or("-", |role| role.id())
    }
}

/// The middleware around the router.
pub(super) async fn envelope(
    State(portal): State<Arc<Portal>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = Uuid::new_v4().to_string();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    let who = Who::default();
    request.extensions_mut().insert(who.clone());
    let response = if speaks_our_protocol(&request) {
        next.run(request).await
    } else {
        too_old()
    };
    let mut response = told(response, &id);
    let headers = response.headers_mut();
    headers.insert(PROTOCOL, HeaderValue::from_static(wire::PROTOCOL));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    let (status, took) = (response.status(), started.elapsed());
    portal.metrics.request(route, &method, status, took);
    tracing::info!(
        id,
        method = metrics::method_name(&method),
        route,
        status = status.as_u16(),
        ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        role = who.role(),
        "request"
    );
    response
}

/// A caller that names no protocol is a browser or a script and is served.
fn speaks_our_protocol(request: &Request) -> bool {
    request
        .headers()
        .get(PROTOCOL)
        .is_none_or(|named| named.as_bytes() == wire::PROTOCOL.as_bytes())
}

fn too_old() -> Response {
    let problem = ApiProblem::new(
        StatusCode::UPGRADE_REQUIRED,
        "protocol-not-spoken",
        "the portal does not speak this version of the protocol",
    )
    .detail(format!(
        "it speaks {}: update the workstation",
        wire::PROTOCOL
    ));
    let mut response = problem.into_response();
    response
        .headers_mut()
        .insert(header::UPGRADE, HeaderValue::from_static(wire::PROTOCOL));
    response
}

/// Turns every error into a problem that carries the id of the request.
fn told(response: Response, id: &str) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (parts, _body) = response.into_parts();
    let mut problem = parts
        .extensions
        .get::<ApiProblem>()
        .cloned()
        .unwrap_or_else(|| ApiProblem::of_status(status));
    problem.problem.request_id = Some(id.to_owned());
    let mut told = problem.into_response();
    for name in [header::ALLOW, header::UPGRADE] {
        if let Some(value) = parts.headers.get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    debug_assert_eq!(
        told.headers()
            .get(header::CONTENT_TYPE)
            .map(HeaderValue::as_bytes),
        Some(MEDIA_TYPE.as_bytes()),
    );
    told
}
