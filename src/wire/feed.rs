//! The feed of changes: newest state of each entity, ordered by the portal-wide sequence.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use crate::domain::ids::{ItemKind, Number, Seq, Version};

/// The id of an item that the portal has not numbered yet.
pub const UNNUMBERED: &str = "new";

/// What an entity of the feed is.
///
/// A kind this program does not know is kept as [`EntityKind::Unknown`] and stored, not shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// An information request.
    Request,
    /// An application for a topic.
    Topic,
    /// A conference.
    Conference,
    /// A question of a conference.
    Question,
    /// An application for access to the workstation.
    Access,
    /// A circular of the Operator.
    Circular,
    /// The votes for the questions of a conference.
    Votes,
    /// A holder of the directory.
    Holder,
    /// The policy of a holder.
    Policy,
    /// A rule pack.
    Pack,
    /// A calendar year.
    Calendar,
    /// Who sits at a request.
    Desk,
    /// An account of the holder.
    Colleague,
    /// The record of a change of rules.
    RulesChange,
    /// The record of a change of a holder's profile.
    ProfileChange,
    /// A kind of a newer portal.
    Unknown(String),
}

impl EntityKind {
    /// The name in the protocol.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Request => "request",
            Self::Topic => "topic",
            Self::Conference => "conference",
            Self::Question => "question",
            Self::Access => "access",
            Self::Circular => "circular",
            Self::Votes => "votes",
            Self::Holder => "holder",
            Self::Policy => "policy",
            Self::Pack => "pack",
            Self::Calendar => "calendar",
            Self::Desk => "desk",
            Self::Colleague => "colleague",
            Self::RulesChange => "rules-change",
            Self::ProfileChange => "profile-change",
            Self::Unknown(id) => id,
        }
    }

    /// The kind of item it is a body of, if it is one.
    #[must_use]
    pub const fn item(&self) -> Option<ItemKind> {
        match self {
            Self::Request => Some(ItemKind::Request),
            Self::Topic => Some(ItemKind::Topic),
            Self::Conference => Some(ItemKind::Conference),
            Self::Question => Some(ItemKind::Question),
            Self::Access => Some(ItemKind::Access),
            Self::Circular => Some(ItemKind::Circular),
            Self::Votes
            | Self::Holder
            | Self::Policy
            | Self::Pack
            | Self::Calendar
            | Self::Desk
            | Self::Colleague
            | Self::RulesChange
            | Self::ProfileChange
            | Self::Unknown(_) => None,
        }
    }

    /// The kinds that the hash of a set of rules follows from.
    pub const OF_A_RULES_HASH: [Self; 2] = [Self::Pack, Self::Calendar];

    /// Whether entities of this kind are rules, which every workstation needs before items.
    #[must_use]
    pub const fn is_rules(&self) -> bool {
        matches!(
            self,
            Self::Holder | Self::Policy | Self::Pack | Self::Calendar
        )
    }
}

impl From<&str> for EntityKind {
    fn from(id: &str) -> Self {
        match id {
            "request" => Self::Request,
            "topic" => Self::Topic,
            "conference" => Self::Conference,
            "question" => Self::Question,
            "access" => Self::Access,
            "circular" => Self::Circular,
            "votes" => Self::Votes,
            "holder" => Self::Holder,
            "policy" => Self::Policy,
            "pack" => Self::Pack,
            "calendar" => Self::Calendar,
            "desk" => Self::Desk,
            "colleague" => Self::Colleague,
            "rules-change" => Self::RulesChange,
            "profile-change" => Self::ProfileChange,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

impl Serialize for EntityKind {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for EntityKind {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(from).map(|id| Self::from(id.as_ref()))
    }
}

/// The key of an entity: its kind and its id within the kind (a number, a BIN, a pack id, a year).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct EntityKey {
    /// The kind.
    #[schema(value_type = String, example = "request")]
    pub kind: EntityKind,
    /// The id within the kind.
    pub id: String,
}

impl EntityKey {
    /// The key of an item.
    ///
    /// ```
    /// use awp::wire::feed::EntityKey;
    /// let key = EntityKey::of("K-12".parse().unwrap());
    /// assert_eq!(key.to_string(), "conference/K-12");
    /// ```
    #[must_use]
    pub fn of(number: Number) -> Self {
        Self {
            kind: EntityKind::from(number.kind.id()),
            id: number.to_string(),
        }
    }

    /// The key of an item that the portal has not numbered yet.
    ///
    /// ```
    /// use awp::domain::ids::ItemKind;
    /// use awp::wire::feed::EntityKey;
    /// assert_eq!(EntityKey::new_of(ItemKind::Conference).id, "new");
    /// ```
    #[must_use]
    pub fn new_of(kind: ItemKind) -> Self {
        Self {
            kind: EntityKind::from(kind.id()),
            id: UNNUMBERED.to_owned(),
        }
    }

    /// The number of the item, if it is one and the name is spelt as the portal spells it.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        let number: Number = self.id.parse().ok()?;
        let is_own = self.kind.item() == Some(number.kind);
        (is_own && number.to_string() == self.id).then_some(number)
    }
}

impl fmt::Display for EntityKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.kind.id(), self.id)
    }
}

/// An opaque place in the feed; only the portal looks inside (`epoch.seq.scope`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

impl Cursor {
    /// The sequence inside the cursor, for the rule that an acknowledged operation leaves the
    /// overlay only when the cursor has passed it.
    #[must_use]
    pub fn seq(&self) -> Option<Seq> {
        self.0
            .split('.')
            .nth(1)
            .and_then(|seq| u64::from_str(seq).ok())
            .map(Seq)
    }

    /// The epoch inside the cursor: another one means that the portal was restored.
    ///
    /// ```
    /// # use awp::wire::feed::Cursor;
    /// assert_eq!(Cursor("7f3a.120.h990240000018".into()).epoch(), "7f3a");
    /// ```
    #[must_use]
    pub fn epoch(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }
}

/// The newest state of one entity. Its `Debug` leaves the body out: it holds people and texts.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(from = "ReadChange")]
pub struct Change {
    /// Kind and id.
    #[serde(flatten)]
    pub key: EntityKey,
    /// Version of the entity.
    #[schema(value_type = u64)]
    pub version: Version,
    /// Place in the portal-wide order.
    #[schema(value_type = u64)]
    pub seq: Seq,
    /// Whether the entity is gone (or left the reader's scope).
    #[serde(default)]
    pub deleted: bool,
    /// The body; `null` when deleted.
    #[serde(default)]
    #[schema(value_type = serde_json::Value)]
    pub body: Body,
}

/// A change as it is read: with a flattened key every body would be read twice.
#[derive(Deserialize)]
struct ReadChange {
    kind: EntityKind,
    id: String,
    version: Version,
    seq: Seq,
    #[serde(default)]
    deleted: bool,
    #[serde(default)]
    body: Body,
}

impl From<ReadChange> for Change {
    fn from(read: ReadChange) -> Self {
        Self {
            key: EntityKey {
                kind: read.kind,
                id: read.id,
            },
            version: read.version,
            seq: read.seq,
            deleted: read.deleted,
            body: read.body,
        }
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            key, version, seq, ..
        } = self;
        let gone = if self.deleted { ", deleted" } else { "" };
        write!(
            out,
            "Change({key}, version {}, seq {}{gone})",
            version.0, seq.0
        )
    }
}

/// One page of `GET /v1/changes`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangesPage {
    /// Where to go on.
    #[schema(value_type = String)]
    pub cursor: Cursor,
    /// Whether more waits behind this page.
    pub has_more: bool,
    /// The portal's clock when it answered.
    pub server_time: Timestamp,
    /// The changes, by sequence.
    pub changes: Vec<Change>,
}

/// One page of `GET /v1/snapshot`: the first filling of a replica, most urgent first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SnapshotPage {
    /// Where the feed goes on after the last page; fixed when the first page was cut.
    #[schema(value_type = String)]
    pub cursor: Cursor,
    /// The token of the next page, `None` on the last.
    pub next: Option<String>,
    /// How many entities the whole snapshot has, for the progress line.
    pub total: u64,
    /// The portal's clock when it answered.
    pub server_time: Timestamp,
    /// The entities of the page.
    pub entities: Vec<Change>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_kind_survives_a_round_trip() {
        let json =
            r#"{"kind":"balloon","id":"1","version":1,"seq":2,"deleted":false,"body":{"a":1}}"#;
        let change: Change = serde_json::from_str(json).unwrap();
        assert_eq!(change.key.kind, EntityKind::Unknown("balloon".into()));
        assert_eq!(serde_json::to_string(&change).unwrap(), json);
    }

    #[test]
    fn a_body_is_not_in_debug_output() {
        let json = r#"{"kind":"request","id":"7","version":1,"seq":2,"body":{"text":"құпия"}}"#;
        let change: Change = serde_json::from_str(json).unwrap();
        assert_eq!(format!("{change:?}"), "Change(request/7, version 1, seq 2)");
    }

    #[test]
    fn the_sequence_is_read_out_of_a_cursor() {
        assert_eq!(Cursor("e1.42.h990240000018".into()).seq(), Some(Seq(42)));
        assert_eq!(Cursor("nonsense".into()).seq(), None);
    }
}
