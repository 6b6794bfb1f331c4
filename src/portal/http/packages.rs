//! `/v1/packages`: the outbox of a workstation arrives as a file, through whoever has a link.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::super::Portal;
use super::super::package::{self, Refused};
use super::super::problem::{ApiProblem, ApiResult};
use super::extract::{JsonBytes, too_fast};
use crate::package::PackageError;
use crate::wire::package::Envelope;
use crate::wire::problem::Problem;

/// Somebody who hands over a package; counted by address before the body is read.
pub(super) struct Courier;

impl FromRequestParts<Arc<Portal>> for Courier {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> ApiResult<Self> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let from = peer.map(|ConnectInfo(peer)| peer.ip().to_canonical().to_string());
        let taken = portal
            .packages
            .take(&from.unwrap_or_default(), portal.clock.now());
        taken
            .map(|()| Self)
            .map_err(|seconds| too_fast("too many packages from this address", seconds))
    }
}

/// Judges the operations of a package and answers with the receipts for its workstation.
///
/// No account is needed to hand one over: the package proves its author, and neither it nor the
/// receipts can be read on the way. The same package again is answered again.
#[utoipa::path(
    post, path = "/v1/packages", tag = "ops", request_body = Envelope,
    responses(
        (status = 200, description = "the receipts, sealed for the workstation", body = Envelope),
        (status = 403, description = "`package-not-genuine`, `package-workstation-unknown`, \
            `package-account-closed`, `package-session-ended`, `role-may-not`", body = Problem),
        (status = 413, description = "`too-large`", body = Problem),
        (status = 422, description = "`not-a-package`, `package-version`, `package-cut-short`, \
            `package-content`, `package-not-for-us`, `package-damaged`, \
            `package-not-understood`, `package-protocol`, `package-too-old`, \
            `package-from-the-future`, `package-foreign-op`, `package-too-many-ops`, `bad-op`",
            body = Problem),
        (status = 429, description = "`too-many-requests`", body = Problem),
    )
)]
pub(super) async fn packages(
    State(portal): State<Arc<Portal>>,
    _courier: Courier,
    JsonBytes(file): JsonBytes,
) -> ApiResult<Response> {
    let taken = package::take(&portal, &file)
        .await
        .map_err(|refused| problem(&refused))?;
    let media = [(header::CONTENT_TYPE, "application/json")];
    Ok((media, taken.receipts).into_response())
}

fn problem(refused: &Refused) -> ApiProblem {
    let status = match refused {
        Refused::Failed(problem) => return problem.as_ref().clone(),
        Refused::File(PackageError::NotGenuine)
        | Refused::UnknownWorkstation
        | Refused::AccountClosed
        | Refused::SessionEnded
        | Refused::RoleMayNot => StatusCode::FORBIDDEN,
        Refused::File(PackageError::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Refused::File(PackageError::Sealing) => StatusCode::SERVICE_UNAVAILABLE,
        Refused::File(_)
        | Refused::OtherProtocol
        | Refused::TooOld
        | Refused::FromTheFuture
        | Refused::ForeignOp
        | Refused::TooManyOps => StatusCode::UNPROCESSABLE_ENTITY,
    };
    ApiProblem::new(status, refused.code(), &refused.to_string())
}
