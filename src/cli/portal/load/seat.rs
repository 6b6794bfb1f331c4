//! One account at a portal under load: every call is repeated until it is answered.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method, StatusCode, header};
use secrecy::ExposeSecret;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::stage::Seat;
use crate::domain::ids::{DeviceId, UserName};
use crate::wire::auth::{LoginRequest, Tokens};

/// How long after a failed call it is made again.
const AGAIN: Duration = Duration::from_millis(200);

/// How long one call may take.
const CALL: Duration = Duration::from_secs(20);

/// Why a call was given up.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    #[error(transparent)]
    Failed(#[from] reqwest::Error),
    #[error("it answered {0}")]
    Status(StatusCode),
}

/// Where the portal is and until when calls are repeated.
pub(super) struct Site {
    pub(super) http: Client,
    pub(super) url: String,
    pub(super) give_up: Instant,
}

impl Site {
    pub(super) fn new(url: String, give_up: Instant) -> Result<Self, CallError> {
        let http = Client::builder().no_proxy().build()?;
        Ok(Self { http, url, give_up })
    }
}

/// An account that is signed in.
#[derive(Clone)]
pub(super) struct Signed {
    pub(super) site: Arc<Site>,
    pub(super) user: UserName,
    pub(super) device: DeviceId,
    pub(super) token: String,
    /// As [`Seat::holder`].
    pub(super) holder: usize,
}

/// An answer, how long it took, and how many tries before it failed.
pub(super) struct Answered<T> {
    pub(super) body: T,
    pub(super) took: Duration,
    pub(super) failures: u64,
}

impl Signed {
    pub(super) async fn sign_in(site: Arc<Site>, seat: &Seat) -> Result<Self, CallError> {
        let device = DeviceId(Uuid::now_v7());
        let login = LoginRequest {
            user: seat.user.clone(),
            password: seat.password.clone(),
            device,
            device_keys: None,
        };
        let nobody = Self {
            site,
            user: seat.user.clone(),
            device,
            token: String::new(),
            holder: seat.holder,
        };
        let tokens: Tokens = nobody.post("/v1/auth/login", &login).await?.body;
        Ok(Self {
            token: tokens.access_token.expose_secret().to_owned(),
            ..nobody
        })
    }

    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
    ) -> Result<Answered<T>, CallError> {
        self.call(Method::GET, path, None::<&()>).await
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Answered<T>, CallError> {
        self.call(Method::POST, path, Some(body)).await
    }

    /// What the portal refuses is told; anything else is tried again until it is too late.
    async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<Answered<T>, CallError> {
        let url = format!("{}{path}", self.site.url);
        let mut failures = 0;
        loop {
            let begun = Instant::now();
            let mut request = self.site.http.request(method.clone(), &url).timeout(CALL);
            if !self.token.is_empty() {
                request = request.bearer_auth(&self.token);
            }
            if let Some(body) = body {
                request = request.json(body);
            }
            let (error, wait) = match answer(request).await {
                Ok(body) => {
                    return Ok(Answered {
                        body,
                        took: begun.elapsed(),
                        failures,
                    });
                }
                Err(failed) => failed,
            };
            failures += 1;
            let passing = match &error {
                CallError::Failed(_) => true,
                CallError::Status(status) => {
                    status.is_server_error()
                        || matches!(
                            *status,
                            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT
                        )
                }
            };
            if !passing || Instant::now() + wait > self.site.give_up {
                return Err(error);
            }
            sleep(wait).await;
        }
    }
}

async fn answer<T: DeserializeOwned>(
    request: reqwest::RequestBuilder,
) -> Result<T, (CallError, Duration)> {
    let answer = request
        .send()
        .await
        .map_err(|error| (error.into(), AGAIN))?;
    let status = answer.status();
    if status.is_success() {
        return answer.json().await.map_err(|error| (error.into(), AGAIN));
    }
    let asked = answer.headers().get(header::RETRY_AFTER);
    let asked = asked.and_then(|value| value.to_str().ok()?.parse().ok());
    let wait = asked.map_or(AGAIN, Duration::from_secs);
    Err((CallError::Status(status), wait))
}
