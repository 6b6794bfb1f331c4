//! `/v1/public`: what the citizens' side of the portal hands over.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::super::problem::{ApiProblem, ApiResult};
use super::super::{Portal, intake, requester};
use super::extract::{Deliverer, JsonBody};
use crate::domain::decide;
use crate::domain::request::Request;
use crate::domain::text::CitizenText;
use crate::wire::intake::{NewRating, NewRequest, RequestCreated, RequestStands, Withdrawal};
use crate::wire::problem::{FieldError, Problem};

/// Takes in a request for a holder's blog.
///
/// The caller is a service account of the role `intake` that has verified the identity it
/// passes on. Without a credential the intake is closed, unless the portal was started with an
/// open one on loopback.
#[utoipa::path(
    post, path = "/v1/public/requests", tag = "intake", request_body = NewRequest,
    security((), ("bearer" = [])),
    responses(
        (status = 201, description = "received and numbered", body = RequestCreated),
        (status = 400, description = "`bad-json`", body = Problem),
        (status = 401, description = "`token-missing`: the intake is not open", body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 413, description = "`too-large`", body = Problem),
        (status = 422, description = "`validation` with the fields, or \
            `holder-takes-no-requests`: send it through e-Otinish", body = Problem),
        (status = 429, description = "`too-many-requests`", body = Problem),
    )
)]
pub(super) async fn create_request(
    State(portal): State<Arc<Portal>>,
    _: Deliverer,
    JsonBody(new): JsonBody<NewRequest>,
) -> ApiResult<(StatusCode, Json<RequestCreated>)> {
    let now = portal.clock.now();
    let directory = portal.directory.current(portal.storage.as_ref()).await?;
    let checked = intake::check(new, now, now, &directory).map_err(|errors| {
        let elsewhere = errors
            .iter()
            .any(|error| error.code == intake::TAKES_NO_REQUESTS);
        let mut problem = ApiProblem::validation(errors);
        if elsewhere {
            intake::TAKES_NO_REQUESTS.clone_into(&mut problem.problem.kind);
            problem = problem.detail("requests to this holder go through e-Otinish (eotinish.kz)");
        }
        problem
    })?;
    let (number, requester_token) = intake::store(checked, portal.storage.as_ref(), &directory)
        .await
        .map_err(|error| match error {
            intake::IntakeError::Storage(error) => error.into(),
            intake::IntakeError::Secret(error) => {
                tracing::error!(%error, "no random numbers");
                ApiProblem::of_status(StatusCode::SERVICE_UNAVAILABLE)
            }
        })?;
    let created = RequestCreated {
        number,
        received_at: now,
        requester_token,
    };
    Ok((StatusCode::CREATED, Json(created)))
}

/// Takes a request back for its author.
#[utoipa::path(
    post, path = "/v1/public/requests/{no}/withdraw", tag = "intake", request_body = Withdrawal,
    params(("no" = String, Path, description = "the number; `/` of a copy as `%2F`")),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "withdrawn", body = RequestStands),
        (status = 401, description = "`token-missing`: the intake is not open", body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 404, description = "`no-such-request`: unknown, or not this author's", body = Problem),
        (status = 409, description = "the code of the refusal: `closed`", body = Problem),
    )
)]
pub(super) async fn withdraw(
    State(portal): State<Arc<Portal>>,
    _: Deliverer,
    Path(no): Path<String>,
    JsonBody(body): JsonBody<Withdrawal>,
) -> ApiResult<Json<RequestStands>> {
    let author = requester::Author {
        number: no,
        token: body.requester_token,
    };
    let stands = requester::act(&portal, &author, decide::withdraw).await?;
    Ok(Json(stands))
}

/// Rates an answer for its reader `[145 ¶6]`.
#[utoipa::path(
    post, path = "/v1/public/requests/{no}/rating", tag = "intake", request_body = NewRating,
    params(("no" = String, Path, description = "the number; `/` of a copy as `%2F`")),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "rated", body = RequestStands),
        (status = 401, description = "`token-missing`: the intake is not open", body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 404, description = "`no-such-request`: unknown, or not this author's", body = Problem),
        (status = 409, description = "the code of the refusal: `nothing-to-rate`, \
            `rating-reason-missing`", body = Problem),
        (status = 422, description = "`validation`: the reason is too long", body = Problem),
    )
)]
pub(super) async fn rate(
    State(portal): State<Arc<Portal>>,
    _: Deliverer,
    Path(no): Path<String>,
    JsonBody(body): JsonBody<NewRating>,
) -> ApiResult<Json<RequestStands>> {
    let reason = body.reason.as_deref().map(CitizenText::parse).transpose();
    let reason = reason.map_err(|error| {
        ApiProblem::validation(vec![FieldError {
            field: "reason".to_owned(),
            code: "too-long".to_owned(),
            message: error.to_string(),
        }])
    })?;
    let author = requester::Author {
        number: no,
        token: body.requester_token,
    };
    let rated = |request: &Request| decide::rate(request, body.rating, reason.clone());
    let stands = requester::act(&portal, &author, rated).await?;
    Ok(Json(stands))
}
