//! The way to the portal over HTTP.
//!
//! Responsible for calls, limits and for telling apart how a call fails. Bodies and tokens are
//! never logged. Invariants: an answer is bounded in size and time; a redirect is not followed,
//! a token would travel with it; the protocol is named in every call.

use std::collections::VecDeque;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Certificate, Method, RequestBuilder, Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sse::{Said, Sse};
use super::status::FailureKind;
use super::transport::{Listening, Reached, Sign, Transport, TransportError};
use crate::domain::colleague::Colleague;
use crate::domain::desk::{Desk, DeskOrder};
use crate::wire;
use crate::wire::auth::{LoginRequest, RefreshRequest, Tokens};
use crate::wire::desk::{AbsenceRequest, DeskRequest};
use crate::wire::feed::{ChangesPage, Cursor, SnapshotPage};
use crate::wire::ops::{OpsRequest, OpsResponse};
use crate::wire::problem::Problem;
use crate::wire::profile::{ProfileOutcome, ProfileRequest, ProfileView};

#[cfg(test)]
mod tests;

/// The largest answer, unpacked: four times the portal's largest page.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// The largest error body that is looked into.
const MOST_PROBLEM_BYTES: usize = 64 * 1024;

/// The media type of a stream.
const EVENTS: &[u8] = b"text/event-stream";

/// How a portal is reached.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    /// The address, `https://portal.example/`; plain HTTP for loopback.
    pub portal: String,
    /// Certificates of a private authority, PEM; without them the system's are trusted.
    pub authority: Option<Vec<u8>>,
    /// Whether a proxy of the environment is passed by.
    pub bypass_proxy: bool,
    /// The longest time to connect.
    pub connect: Duration,
    /// The longest time of a whole call, a wait at the portal not counted.
    pub call: Duration,
}

impl ClientSettings {
    /// The usual limits for a portal.
    #[must_use]
    pub fn new(portal: impl Into<String>) -> Self {
        Self {
            portal: portal.into(),
            authority: None,
            bypass_proxy: false,
            connect: Duration::from_secs(10),
            call: Duration::from_mins(1),
        }
    }
}

/// The settings do not make a client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The address is not one.
    #[error("not the address of a portal: {0:?} (https://…)")]
    BadAddress(String),
    /// Plain HTTP is for loopback only.
    #[error("{0:?} would be spoken to in the clear: use https")]
    NotPrivate(String),
    /// The certificates cannot be read.
    #[error("the certificates of the authority cannot be read")]
    BadAuthority(#[source] reqwest::Error),
    /// The system refuses.
    #[error("the HTTP client cannot be set up")]
    Setup(#[source] reqwest::Error),
}

impl ClientError {
    /// The kebab-case code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadAddress(_) => "bad-address",
            Self::NotPrivate(_) => "not-private",
            Self::BadAuthority(_) => "bad-authority",
            Self::Setup(_) => "http-setup",
        }
    }
}

/// A [`Transport`] over HTTP.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    call: Duration,
}

impl Client {
    /// A client for a portal; nothing is sent yet.
    ///
    /// # Errors
    /// The address is wrong or would be spoken to in the clear; the certificates are unreadable.
    pub fn new(settings: &ClientSettings) -> Result<Self, ClientError> {
        let base = address(&settings.portal)?;
        // Plain HTTP does not leave this computer: packing would only cost both sides time.
        let packed = base.scheme() == "https";
        let mut headers = HeaderMap::new();
        headers.insert(
            HeaderName::from_static("awp-protocol"),
            HeaderValue::from_static(wire::PROTOCOL),
        );
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("awp/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(settings.connect)
            .gzip(packed)
            .zstd(packed);
        if settings.bypass_proxy {
            builder = builder.no_proxy();
        }
        if let Some(pem) = &settings.authority {
            let certificates =
                Certificate::from_pem_bundle(pem).map_err(ClientError::BadAuthority)?;
            builder = builder.tls_certs_only(certificates);
        }
        Ok(Self {
            http: builder.build().map_err(ClientError::Setup)?,
            base,
            call: settings.call,
        })
    }

    /// The portal's address as it is used.
    #[must_use]
    pub fn portal(&self) -> &str {
        self.base.as_str()
    }

    fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        let joined = format!("{}{path}", url.path().trim_end_matches('/'));
        url.set_path(&joined);
        url
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path)).timeout(self.call)
    }

    /// `POST /v1/leases` or `/v1/desks`, whichever the order belongs to.
    ///
    /// # Errors
    /// The link, or a problem whose type is the code of a refusal.
    pub async fn desk(
        &self,
        access: &SecretString,
        request: &DeskRequest,
    ) -> Result<Desk, TransportError> {
        let path = match request.order {
            DeskOrder::Take | DeskOrder::TakeOver | DeskOrder::Release => "/v1/leases",
            DeskOrder::Assign { .. }
            | DeskOrder::Watch { .. }
            | DeskOrder::AskReading { .. }
            | DeskOrder::Read { .. } => "/v1/desks",
        };
        parsed(&self.post(path, Some(access), request).await?)
    }

    /// `POST /v1/absences`.
    ///
    /// # Errors
    /// As [`Client::desk`].
    pub async fn absence(
        &self,
        access: &SecretString,
        request: &AbsenceRequest,
    ) -> Result<Colleague, TransportError> {
        parsed(&self.post("/v1/absences", Some(access), request).await?)
    }

    /// `GET /v1/profile`.
    ///
    /// # Errors
    /// The link, or a problem: `role-may-not`, `no-such-holder`.
    pub async fn profile(&self, access: &SecretString) -> Result<ProfileView, TransportError> {
        self.get("/v1/profile", access, &[], Duration::ZERO).await
    }

    /// `POST /v1/profile`.
    ///
    /// # Errors
    /// The link, or a problem: `role-may-not`, `profile-changed`, `validation`.
    pub async fn change_profile(
        &self,
        access: &SecretString,
        request: &ProfileRequest,
    ) -> Result<ProfileOutcome, TransportError> {
        parsed(&self.post("/v1/profile", Some(access), request).await?)
    }

    /// `POST /v1/packages`: the file as it is; the answer is the file of the receipts.
    ///
    /// # Errors
    /// The link, or a problem whose type tells what is wrong with the file.
    pub async fn package(&self, file: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        let request = self
            .request(Method::POST, "/v1/packages")
            .header(CONTENT_TYPE, "application/json")
            .body(file);
        body(send(request).await?, MOST_BYTES).await
    }

    async fn get<R: DeserializeOwned>(
        &self,
        path: &str,
        access: &SecretString,
        query: &[(&str, &str)],
        wait: Duration,
    ) -> Result<R, TransportError> {
        let mut request = self.request(Method::GET, path);
        let call = request
            .bearer_auth(access.expose_secret())
            .timeout(self.call.saturating_add(wait));
        request = with_query(call, query);
        let response = send(request).await?;
        parsed(&body(response, MOST_BYTES).await?)
    }

    async fn post<B: Serialize + Sync>(
        &self,
        path: &str,
        access: Option<&SecretString>,
        content: &B,
    ) -> Result<Vec<u8>, TransportError> {
        let mut request = self.request(Method::POST, path).json(content);
        if let Some(access) = access {
            request = request.bearer_auth(access.expose_secret());
        }
        body(send(request).await?, MOST_BYTES).await
    }
}

/// An open `/v1/stream`.
#[derive(Debug)]
pub struct EventStream {
    response: Response,
    events: Sse,
    /// Read and not told yet.
    said: VecDeque<Said>,
}

impl Listening for EventStream {
    async fn next(&mut self) -> Result<Option<Sign>, TransportError> {
        loop {
            while let Some(said) = self.said.pop_front() {
                match said {
                    Said::Comment => return Ok(Some(Sign::Life)),
                    Said::Event { name, data } if name == "cursor" => {
                        return Ok(Some(Sign::News(Cursor(data))));
                    }
                    // Of a newer portal.
                    Said::Event { .. } => {}
                }
            }
            let chunk = self
                .response
                .chunk()
                .await
                .map_err(|error| failed(&error))?;
            let Some(chunk) = chunk else {
                return Ok(None);
            };
            let said = self.events.read(&chunk);
            let nonsense = |_| TransportError::new(FailureKind::Nonsense, Reached::No);
            self.said.extend(said.map_err(nonsense)?);
        }
    }
}

impl Transport for Client {
    type Listening = EventStream;

    async fn listen(&self, access: &SecretString) -> Result<EventStream, TransportError> {
        // The line stays open: only its beginning has a limit of time, which the caller sets.
        let request = self
            .http
            .get(self.url("/v1/stream"))
            .bearer_auth(access.expose_secret());
        let response = send(request).await?;
        let media = response.headers().get(CONTENT_TYPE);
        let is_stream = media.is_some_and(|media| media.as_bytes().starts_with(EVENTS));
        if !is_stream {
            return Err(TransportError::new(FailureKind::Nonsense, Reached::No));
        }
        Ok(EventStream {
            response,
            events: Sse::default(),
            said: VecDeque::new(),
        })
    }

    async fn login(&self, request: &LoginRequest) -> Result<Tokens, TransportError> {
        parsed(&self.post("/v1/auth/login", None, request).await?)
    }

    async fn refresh(&self, request: &RefreshRequest) -> Result<Tokens, TransportError> {
        parsed(&self.post("/v1/auth/refresh", None, request).await?)
    }

    async fn logout(&self, request: &RefreshRequest) -> Result<(), TransportError> {
        self.post("/v1/auth/logout", None, request).await.map(drop)
    }

    async fn changes(
        &self,
        access: &SecretString,
        since: &Cursor,
        limit: u32,
        wait: Duration,
    ) -> Result<ChangesPage, TransportError> {
        let (limit, seconds) = (limit.to_string(), wait.as_secs().to_string());
        let query = [
            ("since", since.0.as_str()),
            ("limit", &limit),
            ("wait", &seconds),
        ];
        self.get("/v1/changes", access, &query, wait).await
    }

    async fn snapshot(
        &self,
        access: &SecretString,
        page: Option<&str>,
        limit: u32,
    ) -> Result<SnapshotPage, TransportError> {
        let limit = limit.to_string();
        let mut query = vec![("limit", limit.as_str())];
        query.extend(page.map(|token| ("next", token)));
        self.get("/v1/snapshot", access, &query, Duration::ZERO)
            .await
    }

    async fn ops(
        &self,
        access: &SecretString,
        request: &OpsRequest,
    ) -> Result<OpsResponse, TransportError> {
        parsed(&self.post("/v1/ops", Some(access), request).await?)
    }
}

fn address(text: &str) -> Result<Url, ClientError> {
    let bad = || ClientError::BadAddress(text.chars().take(80).collect());
    let url: Url = text.trim().parse().map_err(|_not_a_url| bad())?;
    let host = url.host_str().ok_or_else(bad)?;
    let loopback = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    match url.scheme() {
        "https" => Ok(url),
        "http" if loopback => Ok(url),
        "http" => Err(ClientError::NotPrivate(text.chars().take(80).collect())),
        _ => Err(bad()),
    }
}

fn with_query(request: RequestBuilder, query: &[(&str, &str)]) -> RequestBuilder {
    let (client, request) = request.build_split();
    let Ok(mut request) = request else {
        // The parts are constants and a checked address: nothing here can be wrong.
        return client.get("http://invalid.invalid/");
    };
    request.url_mut().query_pairs_mut().extend_pairs(query);
    RequestBuilder::from_parts(client, request)
}

async fn send(request: RequestBuilder) -> Result<Response, TransportError> {
    let response = request.send().await.map_err(|error| failed(&error))?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let headers = response.headers().clone();
    let body = body(response, MOST_PROBLEM_BYTES).await.ok();
    Err(refused(status, &headers, body.as_deref()))
}

/// What an answer that is no success means; a body that cannot be read says nothing.
pub(crate) fn refused(
    status: StatusCode,
    headers: &HeaderMap,
    body: Option<&[u8]>,
) -> TransportError {
    let retry_after = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.trim().parse().ok())
        .map(Duration::from_secs);
    let problem = body.and_then(|body| serde_json::from_slice::<Problem>(body).ok());
    let (kind, reached) = match status {
        StatusCode::UNAUTHORIZED => (FailureKind::Unauthorized, Reached::No),
        StatusCode::UPGRADE_REQUIRED => (FailureKind::TooOld, Reached::No),
        StatusCode::TOO_MANY_REQUESTS => (FailureKind::Busy, Reached::No),
        // A gateway says 503 too, after it has handed the call on.
        StatusCode::SERVICE_UNAVAILABLE => (FailureKind::Busy, Reached::Perhaps),
        status if status.is_server_error() => {
            (FailureKind::Server(status.as_u16()), Reached::Perhaps)
        }
        status if status.is_client_error() => match &problem {
            Some(problem) => (FailureKind::Problem(problem.kind.clone()), Reached::No),
            None => (FailureKind::Nonsense, Reached::No),
        },
        _ => (FailureKind::Nonsense, Reached::Perhaps),
    };
    TransportError {
        kind,
        reached,
        retry_after,
        detail: Some(match &problem {
            Some(Problem {
                kind,
                request_id: Some(id),
                ..
            }) => format!("{} {kind} {id}", status.as_u16()),
            _ => status.as_u16().to_string(),
        }),
        problem: problem.map(|problem| problem.kind),
    }
}

/// What an error of the HTTP library means.
fn failed(error: &reqwest::Error) -> TransportError {
    let (kind, reached) = if error.is_connect() {
        (FailureKind::Unreachable, Reached::No)
    } else if error.is_timeout() {
        (FailureKind::Timeout, Reached::Perhaps)
    } else if error.is_decode() {
        (FailureKind::Nonsense, Reached::Perhaps)
    } else {
        (FailureKind::Unreachable, Reached::Perhaps)
    };
    TransportError {
        // The address would carry the query; the cause is enough.
        detail: cause(error),
        ..TransportError::new(kind, reached)
    }
}

fn cause(error: &dyn std::error::Error) -> Option<String> {
    let mut source = error.source()?;
    while let Some(deeper) = source.source() {
        source = deeper;
    }
    Some(source.to_string())
}

/// Reads an answer up to a limit, counted after unpacking.
async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, TransportError> {
    let told = response.content_length().map_or(Ok(0), usize::try_from);
    let mut bytes = Vec::with_capacity(told.unwrap_or(0).min(most));
    while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
        if bytes.len() + chunk.len() > most {
            return Err(TransportError::new(FailureKind::TooLarge, Reached::Perhaps));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Reads the body of a success.
pub(crate) fn parsed<R: DeserializeOwned>(body: &[u8]) -> Result<R, TransportError> {
    let nonsense = |detail| TransportError {
        detail: Some(detail),
        ..TransportError::new(FailureKind::Nonsense, Reached::Perhaps)
    };
    // The place, not the text: an answer may hold anything.
    let text = simdutf8::compat::from_utf8(body)
        .map_err(|error| nonsense(format!("no text from byte {}", error.valid_up_to())))?;
    serde_json::from_str(text)
        .map_err(|error| nonsense(format!("line {} column {}", error.line(), error.column())))
}
