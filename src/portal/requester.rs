//! What the author of a request does with it later: withdraw it, rate its answer.
//!
//! The author proves to be one with the token given on receipt; a copy that was forwarded
//! belongs to the author of the request it was copied from. A wrong token and an unknown number
//! get the same answer, so that numbers cannot be probed.

use std::sync::Arc;

use axum::http::StatusCode;
use secrecy::{ExposeSecret as _, SecretString};

use super::entity::put_of;
use super::intake::received;
use super::problem::{ApiProblem, ApiResult};
use super::storage::{Commit, Write};
use super::{Portal, secrets};
use crate::domain::ids::Number;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request};
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::intake::RequestStands;

/// Others may write the same request this often in between.
const TRIES: usize = 8;

/// Who acts, and on what.
pub struct Author {
    /// The number as given.
    pub number: String,
    /// The token as given.
    pub token: SecretString,
}

/// Applies what the author does, once.
///
/// # Errors
/// The number or the token is not right, the rules say no, or the store failed.
pub async fn act(
    portal: &Arc<Portal>,
    author: &Author,
    decide: impl Fn(&Request) -> Result<Event, Refusal>,
) -> ApiResult<RequestStands> {
    let number = proven(portal, author).await?;
    let key = EntityKey {
        kind: EntityKind::Request,
        id: number.to_string(),
    };
    for _ in 0..TRIES {
        let rows = portal.storage.entities(vec![key.clone()]).await?;
        let row = rows.into_iter().flatten().find(|row| !row.deleted);
        let row = row.ok_or_else(no_such_request)?;
        let mut request: Request = serde_json::from_str(&row.body).map_err(|error| {
            tracing::error!(%error, "a request cannot be read");
            ApiProblem::of_status(StatusCode::INTERNAL_SERVER_ERROR)
        })?;
        let event = decide(&request).map_err(|refusal| refused(&refusal))?;
        request.apply(event, received(portal.clock.now()));
        let directory = portal.directory.current(portal.storage.as_ref()).await?;
        let mut put = put_of(&request.clone().into(), &directory)?;
        put.expected = Some(row.version);
        put.version = crate::domain::ids::Version(row.version.0 + 1);
        let write = Write {
            puts: vec![put],
            ..Write::default()
        };
        if let Commit::Done(_) = portal.storage.commit(write).await? {
            return Ok(RequestStands {
                number,
                state: request.state,
            });
        }
    }
    Err(ApiProblem::of_status(StatusCode::SERVICE_UNAVAILABLE))
}

/// The number whose author has the token.
async fn proven(portal: &Portal, author: &Author) -> ApiResult<Number> {
    let number: Number = author
        .number
        .parse()
        .map_err(|_unreadable| no_such_request())?;
    let root = Number {
        copy: None,
        ..number
    };
    let given = secrets::digest(author.token.expose_secret());
    let kept = portal.storage.requester_token(root.to_string()).await?;
    match kept {
        Some(kept) if secrets::same(&kept, &given) => Ok(number),
        Some(_) | None => Err(no_such_request()),
    }
}

fn no_such_request() -> ApiProblem {
    ApiProblem::new(
        StatusCode::NOT_FOUND,
        "no-such-request",
        "no such request of this author",
    )
}

fn refused(refusal: &Refusal) -> ApiProblem {
    ApiProblem::new(StatusCode::CONFLICT, refusal.code(), &refusal.to_string())
}
