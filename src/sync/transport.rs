//! The way to the portal, as the engine sees it.
//!
//! A trait, so that the engine runs over HTTP, over a portal in the same process and over a
//! link that fails by plan. An error tells how it failed and, for operations, whether they can
//! have arrived all the same.

use std::future::Future;
use std::time::Duration;

use secrecy::SecretString;

use super::status::FailureKind;
use crate::wire::auth::{LoginRequest, RefreshRequest, Tokens};
use crate::wire::feed::{ChangesPage, Cursor, SnapshotPage};
use crate::wire::ops::{OpsRequest, OpsResponse};

/// Whether what was sent can have had an effect at the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// Certainly not.
    No,
    /// Perhaps.
    Perhaps,
}

/// A call that did not go through.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the portal: {}", .kind.code())]
pub struct TransportError {
    /// How.
    pub kind: FailureKind,
    /// Whether it can have had an effect.
    pub reached: Reached,
    /// How long the portal asks to wait.
    pub retry_after: Option<Duration>,
    /// The type of the problem, where the portal gave one.
    pub problem: Option<String>,
    /// A technical detail for the log: never a body, never a token.
    pub detail: Option<String>,
}

impl TransportError {
    /// An error of a kind without more to say.
    #[must_use]
    pub const fn new(kind: FailureKind, reached: Reached) -> Self {
        Self {
            kind,
            reached,
            retry_after: None,
            problem: None,
            detail: None,
        }
    }
}

/// What an open stream says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// There is something new; the place in the feed behind it.
    News(Cursor),
    /// Nothing is new, the line is alive.
    Life,
}

/// An open stream of the portal.
pub trait Listening: Send {
    /// The next sign; `None` when the stream has ended. Nothing is lost when it is given up.
    fn next(&mut self) -> impl Future<Output = Result<Option<Sign>, TransportError>> + Send;
}

/// Calls of the portal.
pub trait Transport: Send + Sync {
    /// What [`Transport::listen`] opens.
    type Listening: Listening;

    /// `GET /v1/stream`: the portal tells that something is new, never what.
    fn listen(
        &self,
        access: &SecretString,
    ) -> impl Future<Output = Result<Self::Listening, TransportError>> + Send;

    /// `POST /v1/auth/login`.
    fn login(
        &self,
        request: &LoginRequest,
    ) -> impl Future<Output = Result<Tokens, TransportError>> + Send;

    /// `POST /v1/auth/refresh`.
    fn refresh(
        &self,
        request: &RefreshRequest,
    ) -> impl Future<Output = Result<Tokens, TransportError>> + Send;

    /// `POST /v1/auth/logout`.
    fn logout(
        &self,
        request: &RefreshRequest,
    ) -> impl Future<Output = Result<(), TransportError>> + Send;

    /// `GET /v1/changes`; the portal may keep the question open for `wait`.
    fn changes(
        &self,
        access: &SecretString,
        since: &Cursor,
        limit: u32,
        wait: Duration,
    ) -> impl Future<Output = Result<ChangesPage, TransportError>> + Send;

    /// `GET /v1/snapshot`; without a token the first page.
    fn snapshot(
        &self,
        access: &SecretString,
        page: Option<&str>,
        limit: u32,
    ) -> impl Future<Output = Result<SnapshotPage, TransportError>> + Send;

    /// `POST /v1/ops`.
    fn ops(
        &self,
        access: &SecretString,
        request: &OpsRequest,
    ) -> impl Future<Output = Result<OpsResponse, TransportError>> + Send;
}
