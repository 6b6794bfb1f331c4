//! Every error of the portal as `application/problem+json`.
//!
//! Codes are for programs, texts are English; the workstation words them. A problem never
//! carries what the caller sent, so that no personal data comes back in an error or a log.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::storage::StorageError;
use crate::wire::problem::{FieldError, Problem};

/// The media type of problems.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A problem on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiProblem {
    /// What is told.
    pub problem: Box<Problem>,
    /// Seconds after which a repetition makes sense.
    pub retry_after: Option<u32>,
}

/// What handlers give back.
pub type ApiResult<T> = Result<T, ApiProblem>;

impl ApiProblem {
    /// A problem of a kind.
    #[must_use]
    pub fn new(status: StatusCode, kind: &str, title: &str) -> Self {
        Self {
            problem: Box::new(Problem {
                kind: kind.to_owned(),
                title: title.to_owned(),
                status: status.as_u16(),
                detail: None,
                errors: Vec::new(),
                request_id: None,
            }),
            retry_after: None,
        }
    }

    /// The same problem with what to do now.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.problem.detail = Some(detail.into());
        self
    }

    /// The same problem with the time to wait.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Fields that were not accepted.
    #[must_use]
    pub fn validation(errors: Vec<FieldError>) -> Self {
        let mut problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "validation",
            "some fields were not accepted",
        );
        problem.problem.errors = errors;
        problem
    }

    /// No or no valid access token.
    #[must_use]
    pub fn unauthorized(kind: &str, title: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, kind, title)
    }

    /// The role of the account does not open this.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "role-may-not",
            "the role of the account may not do this",
        )
    }

    /// The reader starts over with a snapshot; its outbox stays.
    #[must_use]
    pub fn reset(kind: &str) -> Self {
        Self::new(
            StatusCode::GONE,
            kind,
            "start over with a snapshot; the outbox stays",
        )
    }

    /// What an answer made elsewhere (a missing route, a limit, a panic) means.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        let (kind, title) = match status {
            StatusCode::NOT_FOUND => ("not-found", "there is no such resource"),
            StatusCode::METHOD_NOT_ALLOWED => (
                "method-not-allowed",
                "the resource does not know this method",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "the body is larger than 2 MiB"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                "unsupported-media-type",
                "the body must be application/json",
            ),
            StatusCode::REQUEST_TIMEOUT => ("timeout", "the request took too long"),
            StatusCode::INTERNAL_SERVER_ERROR => (
                "internal",
                "the portal failed; nothing was changed by this request",
            ),
            StatusCode::SERVICE_UNAVAILABLE => ("unavailable", "the portal is not available now"),
            _ => ("http", status.canonical_reason().unwrap_or("error")),
        };
        Self::new(status, kind, title)
    }
}

impl From<StorageError> for ApiProblem {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "the store failed");
        let (kind, title) = match error {
            StorageError::Busy(_) | StorageError::Unreachable(_) => ("busy", "the store is busy"),
            StorageError::Full => ("disk-full", "the disk of the portal is full"),
            StorageError::Damaged(_) | StorageError::Newer { .. } | StorageError::Failed(_) => {
                ("store-failed", "the store of the portal failed")
            }
        };
        Self::new(StatusCode::SERVICE_UNAVAILABLE, kind, title).retry_after(5)
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(self.problem.as_ref()).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // The envelope writes it again with the id of the request.
        response.extensions_mut().insert(self);
        response
    }
}
