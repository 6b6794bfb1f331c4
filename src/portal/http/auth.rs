//! `/v1/auth`: signing in, staying signed in, signing out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::super::problem::{ApiProblem, ApiResult};
use super::super::secrets::{self, SecretError};
use super::super::storage::{AccountRow, Rotation, TokenPair};
use super::super::{Portal, desk, keys};
use super::extract::JsonBody;
use crate::domain::ids::DeviceId;
use crate::wire::auth::{Account, LoginRequest, RefreshRequest, Tokens};
use crate::wire::package::PublicKeys;
use crate::wire::problem::Problem;

/// How long an access token serves.
const ACCESS: SignedDuration = SignedDuration::from_mins(15);

/// How long a refresh token serves.
const REFRESH: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A new pair, as it goes out and as it is kept.
struct NewTokens {
    access: SecretString,
    refresh: SecretString,
    kept: TokenPair,
}

fn new_tokens(now: Timestamp) -> ApiResult<NewTokens> {
    let (access, access_digest) = secrets::token().map_err(no_secrets)?;
    let (refresh, refresh_digest) = secrets::token().map_err(no_secrets)?;
    let end = |after: SignedDuration| now.checked_add(after).unwrap_or(Timestamp::MAX);
    Ok(NewTokens {
        access,
        refresh,
        kept: TokenPair {
            access: access_digest,
            access_expires: end(ACCESS),
            refresh: refresh_digest,
            refresh_expires: end(REFRESH),
        },
    })
}

#[expect(clippy::needless_pass_by_value, reason = "used by name in map_err")]
fn no_secrets(error: SecretError) -> ApiProblem {
    tracing::error!(%error, "no hash or no random numbers");
    ApiProblem::of_status(StatusCode::SERVICE_UNAVAILABLE)
}

impl NewTokens {
    async fn answer(self, portal: &Portal, account: AccountRow) -> ApiResult<Json<Tokens>> {
        let portal_keys = keys::public(portal).await?;
        Ok(Json(Tokens {
            access_token: self.access,
            access_expires_at: self.kept.access_expires,
            refresh_token: self.refresh,
            account: Account {
                user: account.user,
                role: account.role,
                holder: account.holder,
            },
            portal_keys: Some(portal_keys),
        }))
    }
}

/// Keeps the keys of the workstation an account has just proved to be at; an older one has none.
async fn keep_keys(
    portal: &Portal,
    account: &AccountRow,
    device: DeviceId,
    keys: Option<PublicKeys>,
) -> ApiResult<()> {
    if let Some(keys) = keys {
        let (user, now) = (account.user.clone(), portal.clock.now());
        let kept = portal.storage.keep_device_keys(user, device, keys, now);
        kept.await?;
    }
    Ok(())
}

/// Opens a session of an account on a device.
#[utoipa::path(
    post, path = "/v1/auth/login", tag = "auth", request_body = LoginRequest,
    responses(
        (status = 200, description = "signed in", body = Tokens),
        (status = 401, description = "`bad-credentials`", body = Problem),
        (status = 429, description = "`too-many-logins`", body = Problem),
    )
)]
pub(super) async fn login(
    State(portal): State<Arc<Portal>>,
    JsonBody(login): JsonBody<LoginRequest>,
) -> ApiResult<Json<Tokens>> {
    let now = portal.clock.now();
    portal.logins.take(&login.user.0, now).map_err(|seconds| {
        ApiProblem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-logins",
            "too many logins of this name",
        )
        .retry_after(seconds)
    })?;
    let account = portal.storage.account(login.user.clone()).await?;
    let account = account.filter(|account| !account.disabled);
    // A granted account has no password until its applicant sets one.
    let account = account.filter(|account| !account.password.is_empty());
    let hash = account.as_ref().map(|account| account.password.clone());
    let good = portal
        .passwords
        .verify(&login.password, hash)
        .await
        .map_err(no_secrets)?;
    let Some(account) = account.filter(|_| good) else {
        return Err(ApiProblem::unauthorized(
            "bad-credentials",
            "the name or the password is wrong",
        ));
    };
    portal.logins.forgive(&login.user.0);
    let tokens = new_tokens(now)?;
    portal
        .storage
        .open_session(account.user.clone(), login.device, tokens.kept, now)
        .await?;
    // Closed while the password was looked at: the session is dead, and nobody is introduced.
    let now_closed = portal.storage.account(account.user.clone()).await?;
    let Some(account) = now_closed.filter(|account| !account.disabled) else {
        return Err(ApiProblem::unauthorized(
            "bad-credentials",
            "the name or the password is wrong",
        ));
    };
    // Accounts of a database from before colleagues were told of each other become known here.
    desk::introduce(portal.storage.as_ref(), &account, now).await?;
    keep_keys(&portal, &account, login.device, login.device_keys).await?;
    tokens.answer(&portal, account).await
}

/// Spends a refresh token for a new pair.
///
/// Each token serves once. Until its successor was used, the spent one may come once more, for
/// the answer may have been lost; any other repetition ends the session.
#[utoipa::path(
    post, path = "/v1/auth/refresh", tag = "auth", request_body = RefreshRequest,
    responses(
        (status = 200, description = "a new pair", body = Tokens),
        (status = 401, description = "`refresh-invalid`, `refresh-expired`, `session-ended`, \
            `refresh-reused`: sign in again", body = Problem),
    )
)]
pub(super) async fn refresh(
    State(portal): State<Arc<Portal>>,
    JsonBody(refresh): JsonBody<RefreshRequest>,
) -> ApiResult<Json<Tokens>> {
    let now = portal.clock.now();
    let tokens = new_tokens(now)?;
    let presented = secrets::digest(refresh.refresh_token.expose_secret());
    let rotation = portal
        .storage
        .rotate(presented, refresh.device, tokens.kept, now)
        .await?;
    let (kind, title) = match rotation {
        Rotation::Done(account) => {
            keep_keys(&portal, &account, refresh.device, refresh.device_keys).await?;
            return tokens.answer(&portal, account).await;
        }
        Rotation::Unknown => ("refresh-invalid", "the refresh token is not known"),
        Rotation::Expired => ("refresh-expired", "the refresh token has ended"),
        Rotation::Revoked => ("session-ended", "the session was ended"),
        Rotation::Reused => {
            tracing::warn!("a spent refresh token came again: the session was ended");
            ("refresh-reused", "the refresh token was spent before")
        }
    };
    Err(ApiProblem::unauthorized(kind, title).detail("sign in again; the outbox stays"))
}

/// Ends the session a refresh token belongs to.
#[utoipa::path(
    post, path = "/v1/auth/logout", tag = "auth", request_body = RefreshRequest,
    responses((status = 204, description = "the session is ended, if there was one"))
)]
pub(super) async fn logout(
    State(portal): State<Arc<Portal>>,
    JsonBody(refresh): JsonBody<RefreshRequest>,
) -> ApiResult<StatusCode> {
    let presented = secrets::digest(refresh.refresh_token.expose_secret());
    portal
        .storage
        .close_session(presented, portal.clock.now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
