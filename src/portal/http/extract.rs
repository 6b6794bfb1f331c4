//! What handlers take out of a request: the caller, a JSON body, a query.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::super::feed::Scope;
use super::super::problem::{ApiProblem, ApiResult};
use super::super::storage::{AccountRow, Digest};
use super::super::{Portal, secrets, verdicts};
use super::MAX_BODY;
use super::envelope::Who;
use crate::domain::act::Role;

/// The signed-in account behind a request.
pub(super) struct Caller {
    /// The account as it is now.
    pub account: AccountRow,
    /// Its access token, as digest.
    pub token: Digest,
}

impl Caller {
    /// What the account reads; accounts that read nothing may not ask.
    pub(super) fn scope(&self) -> ApiResult<Scope> {
        Scope::of(&self.account).ok_or_else(ApiProblem::forbidden)
    }
}

/// The account behind an access token that is still good.
pub(super) async fn account_of(portal: &Portal, token: Digest) -> ApiResult<AccountRow> {
    let unknown = || ApiProblem::unauthorized("token-invalid", "the access token is not known");
    let access = portal.storage.access(token).await?.ok_or_else(unknown)?;
    if !secrets::same(&access.digest, &token) {
        return Err(unknown());
    }
    if access.expires_at <= portal.clock.now() {
        return Err(ApiProblem::unauthorized(
            "token-expired",
            "the access token has ended: refresh it",
        ));
    }
    Ok(access.account)
}

impl FromRequestParts<Arc<Portal>> for Caller {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> ApiResult<Self> {
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(|token| secrets::digest(token.trim()))
            .ok_or_else(|| ApiProblem::unauthorized("token-missing", "sign in first"))?;
        let account = account_of(portal, token).await?;
        if let Some(who) = parts.extensions.get::<Who>() {
            who.is(account.role);
        }
        // The intake is counted by a rate of its own.
        if account.role != Role::Intake {
            let within = portal.accounts.take(&account.user.0, portal.clock.now());
            within.map_err(|seconds| too_fast("too many requests of this account", seconds))?;
        }
        Ok(Self { account, token })
    }
}

pub(super) fn too_fast(title: &str, seconds: u32) -> ApiProblem {
    ApiProblem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", title).retry_after(seconds)
}

/// A caller who works for a holder; checked before the body is read.
pub(super) struct Decider(pub Caller);

impl FromRequestParts<Arc<Portal>> for Decider {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> ApiResult<Self> {
        let caller = Caller::from_request_parts(parts, portal).await?;
        match caller.account.role {
            Role::Administrator | Role::Head | Role::Moderator => Ok(Self(caller)),
            Role::Operator | Role::Trainer | Role::Support | Role::Intake => {
                Err(ApiProblem::forbidden())
            }
        }
    }
}

/// A caller who decides about items, the Operator among them; checked before the body is read.
pub(super) struct Author(pub Caller);

impl FromRequestParts<Arc<Portal>> for Author {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> ApiResult<Self> {
        let caller = Caller::from_request_parts(parts, portal).await?;
        if verdicts::may_decide(caller.account.role) {
            Ok(Self(caller))
        } else {
            Err(ApiProblem::forbidden())
        }
    }
}

/// A caller who may hand over requests; checked, and counted, before the body is read.
pub(super) struct Deliverer;

impl FromRequestParts<Arc<Portal>> for Deliverer {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> ApiResult<Self> {
        let anonymous = !parts.headers.contains_key(header::AUTHORIZATION);
        let who = if anonymous && portal.config.open_intake {
            String::new()
        } else {
            let caller = Caller::from_request_parts(parts, portal).await?;
            if caller.account.role != Role::Intake {
                return Err(ApiProblem::forbidden());
            }
            caller.account.user.0
        };
        let taken = portal.intake.take(&who, portal.clock.now());
        let told = |seconds| too_fast("too many requests of this caller", seconds);
        taken.map(|()| Self).map_err(told)
    }
}

/// A JSON body of bounded size.
pub(super) struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<Portal>> for JsonBody<T> {
    type Rejection = ApiProblem;

    async fn from_request(request: Request, portal: &Arc<Portal>) -> ApiResult<Self> {
        let JsonBytes(bytes) = JsonBytes::from_request(request, portal).await?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| bad_json(&error))
    }
}

/// The bytes of a JSON body of bounded size, for a reader of its own.
pub(super) struct JsonBytes(pub Vec<u8>);

impl FromRequest<Arc<Portal>> for JsonBytes {
    type Rejection = ApiProblem;

    async fn from_request(request: Request, _portal: &Arc<Portal>) -> ApiResult<Self> {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                let media = value.split(';').next().unwrap_or_default().trim();
                media.eq_ignore_ascii_case("application/json")
            });
        if !is_json {
            return Err(ApiProblem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        bounded(request).await.map(Self)
    }
}

/// Reads a body as it comes out of decompression, so that a small one cannot become a huge one.
async fn bounded(request: Request) -> ApiResult<Vec<u8>> {
    let mut body = request.into_body().into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_cut_short| {
            ApiProblem::new(
                StatusCode::BAD_REQUEST,
                "bad-body",
                "the body broke off or could not be decompressed",
            )
        })?;
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(ApiProblem::of_status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Says where a body is wrong, not what stands there: values may be personal data.
fn bad_json(error: &serde_json::Error) -> ApiProblem {
    let what = match error.classify() {
        serde_json::error::Category::Data => "a field is unknown, missing or of another type",
        serde_json::error::Category::Eof => "the body ends too early",
        serde_json::error::Category::Io | serde_json::error::Category::Syntax => {
            "the body is not JSON"
        }
    };
    ApiProblem::new(StatusCode::BAD_REQUEST, "bad-json", what).detail(format!(
        "line {}, column {}",
        error.line(),
        error.column()
    ))
}

/// The query of a URL.
pub(super) struct UrlQuery<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Arc<Portal>> for UrlQuery<T> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> ApiResult<Self> {
        Query::<T>::from_request_parts(parts, portal)
            .await
            .map(|query| Self(query.0))
            .map_err(|_bad| {
                ApiProblem::new(
                    StatusCode::BAD_REQUEST,
                    "bad-query",
                    "a parameter of the query is not understood",
                )
            })
    }
}
