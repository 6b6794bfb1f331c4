//! `/v1/stream`: tells that something changed, never what.
//!
//! An open stream costs the store nothing while it is silent but a look at its token once a
//! minute: what changed is found out for all streams together, see [`super::super::news`].

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::time::Instant;

use super::super::Portal;
use super::super::feed::{Scope, cursor};
use super::super::metrics::Open;
use super::super::news;
use super::super::problem::ApiResult;
use super::super::storage::{Digest, Head};
use super::extract::{Caller, account_of};
use crate::domain::ids::Seq;
use crate::wire::feed::Cursor;
use crate::wire::problem::Problem;

/// A comment is sent after this silence, so that dead connections are noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How often it is looked whether the caller may still listen when nothing is told.
const CHECK: Duration = Duration::from_mins(1);

/// How long a look at the caller holds when much is told. What is told is no data, and a write
/// about accounts makes it look again at once.
const HOLDS: Duration = Duration::from_secs(5);

/// One open stream.
struct Listener {
    portal: Arc<Portal>,
    scope: Scope,
    token: Digest,
    news: news::Listener,
    /// The last sequence told; `None` before the first event.
    told: Option<Seq>,
    /// When it was last looked whether the caller may listen, and which write about accounts was
    /// known then.
    checked: Instant,
    accounts: Seq,
    _open: Open,
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
    let scope = caller.scope()?;
    let listener = Listener {
        news: portal.news.listen(&scope.audience),
        _open: portal.metrics.stream(),
        scope,
        token: caller.token,
        told: None,
        checked: Instant::now(),
        accounts: Seq(0),
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
        if self.told.is_none() {
            let head = self.portal.storage.head().await.ok()?;
            return Some(self.tell(&head));
        }
        loop {
            let heard = tokio::select! {
                heard = self.news.hear() => Some(heard),
                () = tokio::time::sleep_until(self.checked + CHECK) => None,
                () = self.portal.closing.cancelled() => return None,
            };
            let accounts = heard.as_ref().map_or(Seq(0), |told| told.accounts);
            if heard.is_none() || accounts > self.accounts || self.checked.elapsed() >= HOLDS {
                self.accounts = self.accounts.max(accounts);
                self.checked = Instant::now();
                if !self.may_listen().await {
                    return None;
                }
            }
            if let Some(head) = heard.and_then(|told| told.head)
                && Some(head.seq) > self.told
            {
                return Some(self.tell(&head));
            }
        }
    }

    fn tell(&mut self, head: &Head) -> Cursor {
        self.told = Some(head.seq);
        cursor(head, head.seq, &self.scope)
    }

    /// Whether the token is still good and its account sees what it saw when the stream opened.
    async fn may_listen(&self) -> bool {
        let account = account_of(&self.portal, self.token).await;
        account.is_ok_and(|account| Scope::of(&account).as_ref() == Some(&self.scope))
    }
}
