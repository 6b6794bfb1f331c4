//! The way of a workstation to the portal of its world: every call waits for its turn.

use std::time::Duration;

use axum::http::{HeaderMap, Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use crate::sync::client::{parsed, refused};
use crate::sync::sse::{Said, Sse};
use crate::sync::status::FailureKind;
use crate::sync::transport::{Listening, Reached, Sign, Transport, TransportError};
use crate::wire::auth::{LoginRequest, RefreshRequest, Tokens};
use crate::wire::feed::{ChangesPage, Cursor, SnapshotPage};
use crate::wire::ops::{OpsRequest, OpsResponse};

/// What is sent.
#[derive(Clone)]
pub(super) struct Sent {
    pub(super) method: Method,
    /// Path and query.
    pub(super) path: String,
    pub(super) token: Option<String>,
    pub(super) body: Option<Vec<u8>>,
    /// For so long the portal may keep the question open.
    pub(super) wait: Duration,
}

/// What comes back over the line.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Reply {
    /// An answer that is a status and no more, as gateways give it.
    pub(super) fn bare(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }
}

/// The path of no call at all: a workstation has nothing to do for a while.
const REST: &str = "(rest)";

/// A call that waits for its turn.
pub(super) struct Call {
    /// The workstation.
    pub(super) from: usize,
    pub(super) sent: Sent,
    pub(super) reply: oneshot::Sender<Result<Reply, TransportError>>,
}

impl Call {
    /// One whose caller does not listen any more.
    pub(super) fn given_up(from: usize, sent: Sent) -> Self {
        let (reply, _) = oneshot::channel();
        Self { from, sent, reply }
    }

    /// Whether it only waits for time to pass or for its user.
    pub(super) fn is_rest(&self) -> bool {
        self.sent.path == REST
    }

    /// Somebody comes.
    pub(super) fn end_rest(self) {
        let _ = self.reply.send(Ok(Reply::bare(200)));
    }
}

/// The link of one workstation.
#[derive(Clone)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) calls: mpsc::UnboundedSender<Call>,
}

impl Link {
    async fn call(&self, sent: Sent) -> Result<Vec<u8>, TransportError> {
        let (reply, answer) = oneshot::channel();
        let from = self.from;
        self.calls.send(Call { from, sent, reply }).unwrap();
        // A world that ends takes the link with it.
        let cut = || TransportError::new(FailureKind::Unreachable, Reached::Perhaps);
        let answer = answer.await.map_err(|_closed| cut())??;
        if answer.status.is_success() {
            Ok(answer.body)
        } else {
            Err(refused(answer.status, &answer.headers, Some(&answer.body)))
        }
    }

    async fn post<B: Serialize + Sync>(
        &self,
        path: &str,
        access: Option<&SecretString>,
        body: &B,
    ) -> Result<Vec<u8>, TransportError> {
        self.call(Sent {
            method: Method::POST,
            path: path.to_owned(),
            token: access.map(|token| token.expose_secret().to_owned()),
            body: Some(serde_json::to_vec(body).unwrap()),
            wait: Duration::ZERO,
        })
        .await
    }

    /// Has nothing to do for so long, if that is known, or until somebody comes; whether
    /// somebody has come.
    pub(super) async fn sleep(self, wait: Option<Duration>) -> bool {
        let rest = Sent {
            method: Method::GET,
            path: REST.to_owned(),
            token: None,
            body: None,
            wait: wait.unwrap_or_default(),
        };
        let never = Duration::from_hours(24 * 365);
        tokio::select! {
            biased;
            () = tokio::time::sleep(wait.unwrap_or(never)) => false,
            turn = self.call(rest) => turn.is_ok(),
        }
    }

    /// What the portal's stream says first.
    async fn sign(&self, token: &str) -> Result<Vec<u8>, TransportError> {
        self.call(Sent {
            method: Method::GET,
            path: "/v1/stream".to_owned(),
            token: Some(token.to_owned()),
            body: None,
            wait: Duration::ZERO,
        })
        .await
    }

    async fn get(
        &self,
        path: &str,
        access: &SecretString,
        query: &[(&str, &str)],
        wait: Duration,
    ) -> Result<Vec<u8>, TransportError> {
        let base = format!("http://portal.invalid{path}");
        let url = reqwest::Url::parse_with_params(&base, query).unwrap();
        self.call(Sent {
            method: Method::GET,
            path: format!("{path}?{}", url.query().unwrap_or_default()),
            token: Some(access.expose_secret().to_owned()),
            body: None,
            wait,
        })
        .await
    }
}

/// A stream of the portal: each sign waits for its turn, and is where the feed stands then.
pub(super) struct Stream {
    link: Link,
    token: String,
    /// What it has said and nobody has read.
    said: Option<Vec<u8>>,
}

impl Listening for Stream {
    async fn next(&mut self) -> Result<Option<Sign>, TransportError> {
        let said = match self.said.take() {
            Some(said) => said,
            None => self.link.sign(&self.token).await?,
        };
        let nonsense = |_| TransportError::new(FailureKind::Nonsense, Reached::No);
        let events = Sse::default().read(&said).map_err(nonsense)?;
        // A stream that is cut ends.
        Ok(events.into_iter().next().map(|event| match event {
            Said::Event { data, .. } => Sign::News(Cursor(data)),
            Said::Comment => Sign::Life,
        }))
    }
}

impl Transport for Link {
    type Listening = Stream;

    async fn listen(&self, access: &SecretString) -> Result<Stream, TransportError> {
        let token = access.expose_secret().to_owned();
        Ok(Stream {
            said: Some(self.sign(&token).await?),
            link: self.clone(),
            token,
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
        let limit = limit.to_string();
        let query = [("since", since.0.as_str()), ("limit", &limit)];
        parsed(&self.get("/v1/changes", access, &query, wait).await?)
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
        let wait = Duration::ZERO;
        parsed(&self.get("/v1/snapshot", access, &query, wait).await?)
    }

    async fn ops(
        &self,
        access: &SecretString,
        request: &OpsRequest,
    ) -> Result<OpsResponse, TransportError> {
        parsed(&self.post("/v1/ops", Some(access), request).await?)
    }
}
