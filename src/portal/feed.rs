//! What an account sees of the feed: scopes, cursors, pages.
//!
//! A scope follows from the holder and the role; a cursor carries it, so that an account that
//! sees something else than before is told to start over. Bodies go out as they are stored,
//! byte for byte, except to readers who get them without people and texts.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::storage::{AccountRow, Audience, EntityRow, Head, Page, SnapshotPlace};
use crate::domain::act::Role;
use crate::domain::colleague::Colleague;
use crate::domain::desk::Desk;
use crate::domain::ids::Seq;
use crate::domain::work::Work;
use crate::wire::feed::{Cursor, EntityKind};
use crate::wire::problem::reset;

/// What an account sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Which rows there are for it.
    pub audience: Audience,
    /// Bodies come without people and texts.
    pub redacted: bool,
}

impl Scope {
    /// What an account sees; `None` for accounts that read nothing.
    ///
    /// Trainers see rules and directories, the Operator also the conferences that were sent;
    /// neither sees requests: people of other holders are not their business. A moderator sees
    /// the conferences of the holder and their questions.
    #[must_use]
    pub fn of(account: &AccountRow) -> Option<Self> {
        match account.role {
            Role::Intake => None,
            Role::Operator => Some(Self::whole(Audience::Operator)),
            Role::Trainer => Some(Self::whole(Audience::Everybody)),
            Role::Moderator => Some(Self::whole(Audience::Moderators(account.holder.clone()?))),
            Role::Administrator | Role::Head | Role::Support => Some(Self {
                audience: Audience::Holder(account.holder.clone()?),
                redacted: account.role.sees_redacted(),
            }),
        }
    }

    const fn whole(audience: Audience) -> Self {
        Self {
            audience,
            redacted: false,
        }
    }

    /// BIN of the holder; empty for accounts of none.
    #[must_use]
    pub fn holder(&self) -> &str {
        self.audience.holder()
    }

    /// The part of a cursor that tells scopes apart.
    #[must_use]
    pub fn tag(&self) -> String {
        let letter = match (&self.audience, self.redacted) {
            (Audience::Everybody, _) => 'p',
            // `o` was a scope without colleagues.
            (Audience::Operator, _) => 'q',
            (Audience::Moderators(_), _) => 'm',
            (Audience::Holder(_), false) => 'h',
            (Audience::Holder(_), true) => 'r',
        };
        format!("{letter}{}", self.holder())
    }

    /// Whether bodies of a kind go out as they are stored.
    fn takes_as_stored(&self, kind: &EntityKind) -> bool {
        let sees_sent_only = self.audience == Audience::Operator && *kind == EntityKind::Conference;
        let sees_names_only = self.audience == Audience::Operator && *kind == EntityKind::Colleague;
        !self.redacted && !sees_sent_only && !sees_names_only
    }

    /// An item as this reader may see it.
    #[must_use]
    pub fn item(&self, work: &Work) -> Value {
        let seen = match (work, &self.audience) {
            (Work::Conference(conference), Audience::Operator) => conference.as_sent().into(),
            (work, _) if self.redacted => work.redacted(),
            (work, _) => work.clone(),
        };
        serde_json::to_value(seen).unwrap_or_default()
    }

    /// The body as this reader may see it, as JSON text.
    #[must_use]
    pub fn body(&self, row: &EntityRow) -> String {
        if row.deleted {
            return "null".to_owned();
        }
        let is_record = matches!(
            row.key.kind,
            EntityKind::RulesChange | EntityKind::ProfileChange
        );
        let is_public = row.key.kind.is_rules() || is_record;
        if self.takes_as_stored(&row.key.kind) || is_public {
            return row.body.clone();
        }
        if let Some(kind) = row.key.kind.item() {
            let body: Option<Value> = serde_json::from_str(&row.body).ok();
            let work = body.and_then(|body| Work::read(kind, &body));
            return work.map_or_else(|| "{}".to_owned(), |work| self.item(&work).to_string());
        }
        // A body that this program does not understand cannot be cleaned: nothing of it goes out.
        let redacted = match row.key.kind {
            EntityKind::Desk => serde_json::from_str::<Desk>(&row.body)
                .ok()
                .and_then(|desk| serde_json::to_string(&desk.redacted()).ok()),
            // Who is away when is the business of the own house.
            EntityKind::Colleague if self.audience == Audience::Operator => {
                serde_json::from_str::<Colleague>(&row.body)
                    .ok()
                    .and_then(|one| serde_json::to_string(&one.named_only()).ok())
            }
            EntityKind::Colleague | EntityKind::Votes => Some(row.body.clone()),
            EntityKind::Request
            | EntityKind::Topic
            | EntityKind::Conference
            | EntityKind::Question
            | EntityKind::Access
            | EntityKind::Circular
            | EntityKind::Holder
            | EntityKind::Policy
            | EntityKind::Pack
            | EntityKind::Calendar
            | EntityKind::RulesChange
            | EntityKind::ProfileChange
            | EntityKind::Unknown(_) => None,
        };
        redacted.unwrap_or_else(|| "{}".to_owned())
    }
}

/// Why a place in the feed does not serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPlace {
    /// Not a cursor of this portal.
    #[error("not a cursor of this portal")]
    Unreadable,
    /// The reader starts over.
    #[error("start over: {0}")]
    Reset(&'static str),
}

/// The cursor of a reader after `seq`.
#[must_use]
pub fn cursor(head: &Head, seq: Seq, scope: &Scope) -> Cursor {
    Cursor(format!("{}.{}.{}", head.epoch, seq.0, scope.tag()))
}

/// The sequence a reader has seen, if its cursor still serves.
///
/// # Errors
/// The cursor is unreadable, of another epoch or scope, or older than the tombstones.
pub fn place(cursor: &Cursor, head: &Head, scope: &Scope) -> Result<Seq, BadPlace> {
    let mut parts = cursor.0.splitn(3, '.');
    let (Some(epoch), Some(seq), Some(tag)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(BadPlace::Unreadable);
    };
    let seq = Seq(seq.parse().map_err(|_not_a_number| BadPlace::Unreadable)?);
    check_place(epoch, seq, tag, head, scope).map(|()| seq)
}

fn check_place(
    epoch: &str,
    seq: Seq,
    tag: &str,
    head: &Head,
    scope: &Scope,
) -> Result<(), BadPlace> {
    // The scope comes first: it is the one reset that wipes without asking.
    if tag != scope.tag() {
        return Err(BadPlace::Reset(reset::SCOPE_CHANGED));
    }
    // A sequence from the future was given before the portal was restored from a backup.
    if epoch != head.epoch || seq > head.seq {
        return Err(BadPlace::Reset(reset::EPOCH_CHANGED));
    }
    if seq < head.floor && seq.0 > 0 {
        return Err(BadPlace::Reset(reset::CURSOR_EXPIRED));
    }
    Ok(())
}

/// Where a snapshot goes on; opaque outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotToken {
    #[serde(rename = "e")]
    epoch: String,
    #[serde(rename = "s")]
    tag: String,
    /// The head of the feed when the first page was cut.
    #[serde(rename = "c")]
    pub cut: u64,
    /// How many entities the whole snapshot has.
    #[serde(rename = "n")]
    pub total: u64,
    #[serde(rename = "u")]
    urgency: i64,
    #[serde(rename = "k")]
    kind: String,
    #[serde(rename = "i")]
    id: String,
}

impl SnapshotToken {
    /// The token of the page behind `after`.
    #[must_use]
    pub fn new(head: &Head, scope: &Scope, cut: Seq, total: u64, after: SnapshotPlace) -> Self {
        Self {
            epoch: head.epoch.clone(),
            tag: scope.tag(),
            cut: cut.0,
            total,
            urgency: after.urgency,
            kind: after.kind,
            id: after.id,
        }
    }

    /// The token as it travels.
    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads a token and checks that the snapshot it belongs to can go on.
    ///
    /// # Errors
    /// As [`place`].
    pub fn read(text: &str, head: &Head, scope: &Scope) -> Result<Self, BadPlace> {
        let token: Self = URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or(BadPlace::Unreadable)?;
        check_place(&token.epoch, Seq(token.cut), &token.tag, head, scope)?;
        Ok(token)
    }

    /// The last entity already sent.
    #[must_use]
    pub fn after(&self) -> SnapshotPlace {
        SnapshotPlace {
            urgency: self.urgency,
            kind: self.kind.clone(),
            id: self.id.clone(),
        }
    }
}

/// A page of `/v1/changes` as JSON.
#[must_use]
pub fn changes_json(page: &Page, cursor: &Cursor, now: Timestamp, scope: &Scope) -> String {
    let mut out = format!(
        r#"{{"cursor":{},"has_more":{},"server_time":"{now}","changes":["#,
        quoted(&cursor.0),
        page.more
    );
    rows(&mut out, page, scope);
    out.push_str("]}");
    out
}

/// A page of `/v1/snapshot` as JSON.
#[must_use]
pub fn snapshot_json(
    page: &Page,
    cursor: &Cursor,
    next: Option<&SnapshotToken>,
    total: u64,
    now: Timestamp,
    scope: &Scope,
) -> String {
    let next = next.map_or_else(|| "null".to_owned(), |next| quoted(&next.text()));
    let mut out = format!(
        r#"{{"cursor":{},"next":{next},"total":{total},"server_time":"{now}","entities":["#,
        quoted(&cursor.0),
    );
    rows(&mut out, page, scope);
    out.push_str("]}");
    out
}

/// Writes rows around their bodies as stored: reading 100,000 bodies only to write them again
/// would be most of the work of a first sync.
fn rows(out: &mut String, page: &Page, scope: &Scope) {
    for (index, row) in page.rows.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        // Writing to a text cannot fail.
        let _ = write!(
            out,
            r#"{{"kind":{},"id":{},"version":{},"seq":{},"deleted":{},"body":"#,
            quoted(row.key.kind.id()),
            quoted(&row.key.id),
            row.version.0,
            row.seq.0,
            row.deleted,
        );
        if row.deleted || !scope.takes_as_stored(&row.key.kind) {
            out.push_str(&scope.body(row));
        } else {
            out.push_str(&row.body);
        }
        out.push('}');
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests;
