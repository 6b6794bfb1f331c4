//! `/v1/stream`: tells that something changed, never what.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;

use super::super::Portal;
use super::super::feed::{Scope, cursor};
use super::super::problem::ApiResult;
use super::super::storage::{Digest, PageLimit};
use super::extract::{Caller, account_of};
use crate::domain::ids::Seq;
use crate::wire::feed::Cursor;
use crate::wire::problem::Problem;

/// A comment is sent after this silence, so that dead connections are noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Writes that come close together are told once.
const GATHER: Duration = Duration::from_millis(20);

/// Only whether something is there matters.
const ONE: PageLimit = PageLimit { rows: 1, bytes: 1 };

/// One open stream.
struct Listener {
    portal: Arc<Portal>,
    scope: Scope,
    token: Digest,
    news: watch::Receiver<Seq>,
    /// The last sequence told; `None` before the first event.
    told: Option<Seq>,
}

/// Server-sent events named `cursor`, each with the cursor behind the newest visible change.
///
/// The first comes at once. The stream ends with the access token; the reader refreshes it and
/// opens another.
#[utoipa::path(
    get, path = "/v1/stream", tag = "feed", security(("bearer" = [])),
    responses(
        (status = 200, description = "cursors as they come", content_type = "text/event-stream",
            body = String),
        (status = 401, description = "`token-missing`, `token-invalid`, `token-expired`",
            body = Problem),
        (status = 403, description = "`role-may-not`", body = Problem),
    )
)]
pub(super) async fn stream(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
) -> ApiResult<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let listener = Listener {
        scope: caller.scope()?,
        token: caller.token,
        news: portal.storage.watch(),
        told: None,
        portal,
    };
    let events = unfold(listener, async |mut listener| {
        let cursor = listener.next().await?;
        let event = Event::default().event("cursor").data(cursor.0);
        Some((Ok(event), listener))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

impl Listener {
    /// The next cursor to tell; `None` ends the stream.
    async fn next(&mut self) -> Option<Cursor> {
        loop {
            self.news.borrow_and_update();
            let account = account_of(&self.portal, self.token).await.ok()?;
            if Scope::of(&account).as_ref() != Some(&self.scope) {
                return None;
            }
            let storage = &self.portal.storage;
            let since = self.told.unwrap_or_default();
            let audience = self.scope.audience.clone();
            let (page, head) = storage.changes(audience, since, ONE).await.ok()?;
            let first = self.told.is_none();
            self.told = Some(head.seq);
            if first || !page.rows.is_empty() {
                return Some(cursor(&head, head.seq, &self.scope));
            }
            tokio::select! {
                changed = self.news.changed() => {
                    changed.ok()?;
                    tokio::time::sleep(GATHER).await;
                }
                () = tokio::time::sleep(KEEP_ALIVE) => {}
                () = self.portal.closing.cancelled() => return None,
            }
        }
    }
}
