//! `/v1/changes` and `/v1/snapshot`: what an account sees, page by page.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::time::Instant;
use utoipa::IntoParams;

use super::super::Portal;
use super::super::feed::{
    BadPlace, Scope, SnapshotToken, changes_json, cursor, place, snapshot_json,
};
use super::super::problem::{ApiProblem, ApiResult};
use super::super::storage::{Head, Page, PageLimit};
use super::extract::{Caller, UrlQuery};
use crate::domain::ids::Seq;
use crate::wire::feed::{ChangesPage, Cursor, SnapshotPage};
use crate::wire::problem::Problem;

/// Changes of a page unless asked otherwise, and at most.
const CHANGES: usize = 1000;

/// Entities of a page of a snapshot unless asked otherwise.
const ENTITIES: usize = 1000;

/// Entities of a page of a snapshot at most: few large pages fill a replica faster.
const MOST_ENTITIES: usize = 4000;

/// A page ends early when its bodies have this many bytes.
const BYTES: usize = 8 * 1024 * 1024;

/// The longest wait of a long poll, in seconds.
const MAX_WAIT: u64 = 60;

const fn limit(rows: usize) -> PageLimit {
    PageLimit { rows, bytes: BYTES }
}

fn bad_place(bad: BadPlace) -> ApiProblem {
    match bad {
        BadPlace::Unreadable => ApiProblem::new(
            StatusCode::BAD_REQUEST,
            "bad-cursor",
            "the cursor or token is not one of this portal",
        ),
        BadPlace::Reset(kind) => ApiProblem::reset(kind),
    }
}

fn json(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// The query of `/v1/changes`.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ChangesQuery {
    /// The cursor of the page before; absent: from the beginning.
    since: Option<String>,
    /// Changes of a page, 1000 at most.
    limit: Option<usize>,
    /// Seconds to wait for a change when there is none, 60 at most.
    wait: Option<u64>,
}

/// The changes behind a cursor, in the order of the feed.
#[utoipa::path(
    get, path = "/v1/changes", tag = "feed", params(ChangesQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "a page, empty when nothing changed in time",
            body = ChangesPage),
        (status = 400, description = "`bad-cursor`", body = Problem),
        (status = 401, description = "`token-missing`, `token-invalid`, `token-expired`",
            body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 410, description = "`cursor-expired`, `epoch-changed`, `scope-changed`: \
            start over with a snapshot", body = Problem),
    )
)]
pub(super) async fn changes(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    UrlQuery(query): UrlQuery<ChangesQuery>,
) -> ApiResult<Response> {
    let scope = caller.scope()?;
    let since = query.since.map(Cursor);
    let limit = limit(query.limit.unwrap_or(CHANGES).clamp(1, CHANGES));
    let wait = Duration::from_secs(query.wait.unwrap_or(0).min(MAX_WAIT));
    let deadline = Instant::now() + wait;
    // Listened for before it is read: a write in between wakes the wait below at once.
    let mut waiting = (!wait.is_zero()).then(|| {
        let listener = portal.news.listen(&scope.audience);
        (listener, portal.metrics.poll())
    });
    loop {
        let (page, head) = behind(&portal, &scope, since.as_ref(), limit).await?;
        let over = page.more || !page.rows.is_empty() || Instant::now() >= deadline;
        let waiting = waiting.as_mut().filter(|_| !over);
        let Some((listener, _)) = waiting.filter(|_| !portal.closing.is_cancelled()) else {
            let seq = match page.rows.last() {
                Some(last) if page.more => last.seq,
                _ => head.seq,
            };
            let cursor = cursor(&head, seq, &scope);
            return Ok(json(changes_json(
                &page,
                &cursor,
                portal.clock.now(),
                &scope,
            )));
        };
        tokio::select! {
            _ = listener.hear() => {}
            () = tokio::time::sleep_until(deadline) => {}
            () = portal.closing.cancelled() => {}
        }
        // Who was signed out or moved to another holder while waiting reads nothing more.
        let account = super::extract::account_of(&portal, caller.token).await?;
        if Scope::of(&account).as_ref() != Some(&scope) {
            return Err(ApiProblem::reset(
                crate::wire::problem::reset::SCOPE_CHANGED,
            ));
        }
    }
}

/// The page behind a cursor and the head it was read with.
pub(super) async fn behind(
    portal: &Portal,
    scope: &Scope,
    since: Option<&Cursor>,
    limit: PageLimit,
) -> ApiResult<(Page, Head)> {
    // The head comes with the page, of one moment: the epoch or the floor may have moved since
    // the cursor was given.
    let seq = match since {
        Some(cursor) => {
            let unreadable = || bad_place(BadPlace::Unreadable);
            cursor.seq().ok_or_else(unreadable)?
        }
        None => Seq(0),
    };
    let (page, head) = portal
        .storage
        .changes(scope.audience.clone(), seq, limit)
        .await?;
    if let Some(cursor) = since {
        place(cursor, &head, scope).map_err(bad_place)?;
    }
    Ok((page, head))
}

/// The query of `/v1/snapshot`.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SnapshotQuery {
    /// The token of the page; absent: the first.
    next: Option<String>,
    /// Entities of a page, 1000 unless asked otherwise and 4000 at most.
    limit: Option<usize>,
}

/// Everything an account sees, rules first, then the most urgent first.
///
/// The cursor is cut at the first page: what is written while the pages are read is in the feed
/// behind it, so nothing is lost and nothing is locked. An entity may come twice; the greater
/// version wins.
#[utoipa::path(
    get, path = "/v1/snapshot", tag = "feed", params(SnapshotQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "a page; the last has no `next`", body = SnapshotPage),
        (status = 400, description = "`bad-cursor`", body = Problem),
        (status = 401, description = "`token-missing`, `token-invalid`, `token-expired`",
            body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
        (status = 410, description = "`cursor-expired`, `epoch-changed`, `scope-changed`: \
            start over with the first page", body = Problem),
    )
)]
pub(super) async fn snapshot(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    UrlQuery(query): UrlQuery<SnapshotQuery>,
) -> ApiResult<Response> {
    let scope = caller.scope()?;
    let head = portal.storage.head().await?;
    let token = query
        .next
        .map(|text| SnapshotToken::read(&text, &head, &scope))
        .transpose()
        .map_err(bad_place)?;
    let (cut, total) = match &token {
        Some(token) => (Seq(token.cut), token.total),
        None => (
            head.seq,
            portal.storage.count(scope.audience.clone()).await?,
        ),
    };
    let after = token.as_ref().map(SnapshotToken::after);
    let rows = query.limit.unwrap_or(ENTITIES).clamp(1, MOST_ENTITIES);
    let (page, last) = portal
        .storage
        .snapshot(scope.audience.clone(), after, limit(rows))
        .await?;
    let next = last
        .filter(|_| page.more)
        .map(|last| SnapshotToken::new(&head, &scope, cut, total, last));
    let cursor = cursor(&head, cut, &scope);
    let now = portal.clock.now();
    Ok(json(snapshot_json(
        &page,
        &cursor,
        next.as_ref(),
        total,
        now,
        &scope,
    )))
}
