//! `/v1/public/topics` and `/v1/public/conferences`: what citizens propose, ask, vote and read.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::super::problem::{ApiProblem, ApiResult};
use super::super::questions::{self, NotTaken};
use super::super::{Portal, topics};
use super::extract::{Deliverer, JsonBody};
use crate::domain::ids::{ItemKind, Number};
use crate::wire::intake::{
    NewQuestion, NewTopic, NewVote, PublicConference, PublicConferences, Taken, Voted,
};
use crate::wire::problem::Problem;

/// Takes in an application for a topic `[145 ¶10]`.
#[utoipa::path(
    post, path = "/v1/public/topics", tag = "intake", request_body = NewTopic,
    security((), ("bearer" = [])),
    responses(
        (status = 201, description = "received and numbered", body = Taken),
        (status = 401, description = "`token-missing`: the intake is not open", body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 422, description = "`validation` with the fields", body = Problem),
    )
)]
pub(super) async fn create_topic(
    State(portal): State<Arc<Portal>>,
    _: Deliverer,
    JsonBody(new): JsonBody<NewTopic>,
) -> ApiResult<(StatusCode, Json<Taken>)> {
    let now = portal.clock.now();
    let storage = portal.storage.as_ref();
    let directory = portal.directory.current(storage).await?;
    let topic = topics::check(new, now, &directory).map_err(ApiProblem::validation)?;
    let number = topics::store(topic, storage, &directory).await?;
    let taken = Taken {
        number,
        received_at: now,
    };
    Ok((StatusCode::CREATED, Json(taken)))
}

/// Takes a question while its conference is open `[145 ¶9]`.
#[utoipa::path(
    post, path = "/v1/public/conferences/{id}/questions", tag = "intake",
    request_body = NewQuestion,
    params(("id" = String, Path, description = "the number of the conference, `K-12`")),
    security((), ("bearer" = [])),
    responses(
        (status = 201, description = "received and numbered", body = Taken),
        (status = 401, description = "`token-missing`: the intake is not open", body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 404, description = "`no-such-item`", body = Problem),
        (status = 409, description = "`conference-not-open`, `done-before`", body = Problem),
        (status = 422, description = "`validation` with the fields", body = Problem),
    )
)]
pub(super) async fn create_question(
    State(portal): State<Arc<Portal>>,
    _: Deliverer,
    Path(id): Path<String>,
    JsonBody(new): JsonBody<NewQuestion>,
) -> ApiResult<(StatusCode, Json<Taken>)> {
    let conference = number(&id, ItemKind::Conference)?;
    let asked = questions::ask(&portal, conference, new).await;
    let (number, received_at) = asked.map_err(problem)?;
    let taken = Taken {
        number,
        received_at,
    };
    Ok((StatusCode::CREATED, Json(taken)))
}

/// Counts a vote for a question.
#[utoipa::path(
    post, path = "/v1/public/conferences/{id}/questions/{no}/votes", tag = "intake",
    request_body = NewVote,
    params(
        ("id" = String, Path, description = "the number of the conference, `K-12`"),
        ("no" = String, Path, description = "the number of the question, `Q-345`"),
    ),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "counted", body = Voted),
        (status = 401, description = "`token-missing`: the intake is not open", body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 404, description = "`no-such-item`", body = Problem),
        (status = 409, description = "`conference-not-open`, `done-before`", body = Problem),
        (status = 422, description = "`validation` with the fields", body = Problem),
    )
)]
pub(super) async fn vote(
    State(portal): State<Arc<Portal>>,
    _: Deliverer,
    Path((id, no)): Path<(String, String)>,
    JsonBody(new): JsonBody<NewVote>,
) -> ApiResult<Json<Voted>> {
    let conference = number(&id, ItemKind::Conference)?;
    let question = number(&no, ItemKind::Question)?;
    let votes = questions::vote(&portal, conference, question, new).await;
    Ok(Json(Voted {
        votes: votes.map_err(problem)?,
    }))
}

/// The conferences that the public sees.
#[utoipa::path(
    get, path = "/v1/public/conferences", tag = "public",
    responses((status = 200, description = "the newest first", body = PublicConferences))
)]
pub(super) async fn list(State(portal): State<Arc<Portal>>) -> ApiResult<Json<PublicConferences>> {
    let conferences = questions::listed(&portal).await?;
    Ok(Json(PublicConferences { conferences }))
}

/// A conference with the questions let through and their answers.
#[utoipa::path(
    get, path = "/v1/public/conferences/{id}", tag = "public",
    params(("id" = String, Path, description = "the number of the conference, `K-12`")),
    responses(
        (status = 200, description = "as it stands", body = PublicConference),
        (status = 404, description = "`no-such-item`", body = Problem),
    )
)]
pub(super) async fn read(
    State(portal): State<Arc<Portal>>,
    Path(id): Path<String>,
) -> ApiResult<Json<PublicConference>> {
    let conference = number(&id, ItemKind::Conference)?;
    let read = questions::read_one(&portal, conference).await;
    read.map(Json).map_err(problem)
}

fn number(text: &str, kind: ItemKind) -> ApiResult<Number> {
    let number: Option<Number> = text.parse().ok();
    let number = number.filter(|number| number.kind == kind);
    number.ok_or_else(|| problem(NotTaken::NoSuchItem))
}

fn problem(error: NotTaken) -> ApiProblem {
    let told = error.to_string();
    let (status, code) = match error {
        NotTaken::Storage(error) => return error.into(),
        NotTaken::Invalid(fields) => return ApiProblem::validation(fields),
        NotTaken::Busy => return ApiProblem::of_status(StatusCode::SERVICE_UNAVAILABLE),
        NotTaken::NoSuchItem => (StatusCode::NOT_FOUND, "no-such-item"),
        NotTaken::NotOpen => (StatusCode::CONFLICT, "conference-not-open"),
        NotTaken::Before => (StatusCode::CONFLICT, "done-before"),
    };
    ApiProblem::new(status, code, &told)
}
