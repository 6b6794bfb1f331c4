//! The way of a workstation to the portal of its world: every call waits for its turn.

use std::time::Duration;

use axum::http::{HeaderMap, Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use crate::sync::client::{parsed, refused};
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
        })
        .await
    }

    async fn get(
        &self,
        path: &str,
        access: &SecretString,
        query: &[(&str, &str)],
    ) -> Result<Vec<u8>, TransportError> {
        let base = format!("http://portal.invalid{path}");
        let url = reqwest::Url::parse_with_params(&base, query).unwrap();
        self.call(Sent {
            method: Method::GET,
            path: format!("{path}?{}", url.query().unwrap_or_default()),
            token: Some(access.expose_secret().to_owned()),
            body: None,
        })
        .await
    }
}

/// There are no streams here: worlds exchange once and once more.
pub(super) enum NoStream {}

impl Listening for NoStream {
    async fn next(&mut self) -> Result<Option<Sign>, TransportError> {
        match *self {}
    }
}

impl Transport for Link {
    type Listening = NoStream;

    async fn listen(&self, _access: &SecretString) -> Result<NoStream, TransportError> {
        Err(TransportError::new(FailureKind::Nonsense, Reached::No))
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
        _wait: Duration,
    ) -> Result<ChangesPage, TransportError> {
        let limit = limit.to_string();
        let query = [("since", since.0.as_str()), ("limit", &limit)];
        parsed(&self.get("/v1/changes", access, &query).await?)
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
        parsed(&self.get("/v1/snapshot", access, &query).await?)
    }

    async fn ops(
        &self,
        access: &SecretString,
        request: &OpsRequest,
    ) -> Result<OpsResponse, TransportError> {
        parsed(&self.post("/v1/ops", Some(access), request).await?)
    }
}
