//! The outbox and its receipts as files, for a workstation that has no link.
//!
//! [`Envelope`] is what stands in a file: text, so that it survives any medium. What it carries
//! is sealed and told apart by [`Content`]; [`OutboxBody`] and [`ReceiptsBody`] are the sealed
//! bodies. Sealing and signing is the business of [`crate::package`].

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::feed::Change;
use super::ops::{Op, OpResult};
use crate::domain::ids::{DeviceId, UserName};

/// The version of the file that this program writes and reads.
pub const VERSION: u64 = 1;

/// The most bytes of an outbox: as many as the portal takes in one request.
pub const MOST_OUTBOX_BYTES: usize = 2 * 1024 * 1024;

/// The most bytes of receipts: a conflict brings the whole item as it stands now.
pub const MOST_RECEIPTS_BYTES: usize = 32 * 1024 * 1024;

/// The most operations of an outbox.
pub const MOST_OPS: usize = 2_000;

/// One public key: 32 bytes, written as base64.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

/// A text is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a public key has 32 bytes as base64url")]
pub struct NotAKey;

impl FromStr for PublicKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_other| NotAKey)?;
        bytes.try_into().map(Self).map_err(|_longer| NotAKey)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PublicKey({self})")
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The public keys of a workstation or of a portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicKeys {
    /// Ed25519: what it signs is checked with this.
    #[schema(value_type = String)]
    pub sign: PublicKey,
    /// X25519: what is for it is sealed with this.
    #[schema(value_type = String)]
    pub seal: PublicKey,
}

impl PublicKeys {
    /// A short name of the keys, sixteen hexadecimal digits: says for whom a file is, not who
    /// that is.
    ///
    /// ```
    /// use awp::wire::package::{PublicKey, PublicKeys};
    /// let keys = PublicKeys { sign: PublicKey([1; 32]), seal: PublicKey([2; 32]) };
    /// assert_eq!(keys.fingerprint().len(), 16);
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"awp keys");
        hash.update(self.sign.0);
        hash.update(self.seal.0);
        hex::encode(hash.finalize().get(..8).unwrap_or_default())
    }
}

/// What a file carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Operations, from a workstation to the portal.
    Outbox,
    /// The verdicts on them, from the portal to that workstation.
    Receipts,
}

impl Content {
    /// The kebab-case name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Receipts => "receipts",
        }
    }

    /// The most bytes of a file with it.
    #[must_use]
    pub const fn most_bytes(self) -> usize {
        match self {
            Self::Outbox => MOST_OUTBOX_BYTES,
            Self::Receipts => MOST_RECEIPTS_BYTES,
        }
    }
}

/// What stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// [`VERSION`].
    pub awp_package: u64,
    /// What it carries.
    pub content: Content,
    /// The [fingerprint](PublicKeys::fingerprint) of those who can open it.
    pub to: String,
    /// The sealed body and its signature, as base64.
    pub sealed: String,
}

/// The body of an outbox.
#[derive(Clone, PartialEq, Serialize)]
pub struct OutboxBody {
    /// The identity of the package.
    pub id: Uuid,
    /// Who decided all of it.
    pub user: UserName,
    /// Where.
    pub device: DeviceId,
    /// When the file was made, by the portal's clock as far as the workstation knows it.
    pub made_at: Timestamp,
    /// [`super::PROTOCOL`] of the workstation.
    pub protocol: String,
    /// The operations in the order of the outbox.
    pub ops: Vec<Op>,
}

/// An outbox as it is read: one operation of a newer workstation does not hold up the others.
#[derive(Clone, PartialEq, Deserialize)]
pub struct ReadOutboxBody {
    /// As [`OutboxBody::id`].
    pub id: Uuid,
    /// As [`OutboxBody::user`].
    pub user: UserName,
    /// As [`OutboxBody::device`].
    pub device: DeviceId,
    /// As [`OutboxBody::made_at`].
    pub made_at: Timestamp,
    /// As [`OutboxBody::protocol`].
    pub protocol: String,
    /// As [`OutboxBody::ops`], not understood yet.
    pub ops: Vec<Value>,
}

/// The body of receipts.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceiptsBody {
    /// The package that was judged.
    pub id: Uuid,
    /// Whose it was.
    pub user: UserName,
    /// Of which workstation.
    pub device: DeviceId,
    /// The epoch of the feed in which it was judged.
    pub epoch: String,
    /// The portal's clock then.
    pub server_time: Timestamp,
    /// One verdict an operation, in the same order.
    pub results: Vec<OpResult>,
    /// The packs and calendar years in force, if an operation was decided under others: a
    /// workstation without a link has no other way to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Change>,
}
