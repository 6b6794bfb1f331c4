//! What the portal asks of its store, whatever database is behind it.
//!
//! Responsible for the vocabulary: rows, conditional writes, sessions. The statements, the
//! transactions and their isolation are the implementation's; no caller knows SQL. Decisions
//! are made outside: a caller reads, decides, and hands over a [`Write`] that is carried out
//! only if everything it was decided on still stands.
//!
//! Invariants: a [`Write`] happens whole or not at all, results of operations included; the
//! sequences of one feed are given in the order in which writes become visible, so that a
//! reader that has seen a sequence has seen every smaller one.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use jiff::Timestamp;
use tokio::sync::watch;

pub use keys::DeviceKeys;
pub use results::{OpRecord, RefusalRecord, StoredOp, StoredRefusal};

use crate::domain::act::Role;
use crate::domain::ids::{DeviceId, ItemKind, OpId, Seq, UserName, Version};
use crate::package::SecretKeys;
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::package::PublicKeys;

/// A pending answer of the store.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StorageError>> + Send + 'a>>;

/// A SHA-256 value: tokens and operations are kept as these.
pub type Digest = [u8; 32];

/// The store failed; nothing of the call happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// Another process holds the database, the store is shutting down, or a connection was lost
    /// while a write was being committed: whether it was is told by the id of its operation.
    #[error("the database is busy or closing: {0}")]
    Busy(String),
    /// The disk is full.
    #[error("the disk of the database is full: free some space")]
    Full,
    /// The file is not a database of this program, or it is damaged.
    #[error("the database is damaged or not one of this program: {0}")]
    Damaged(String),
    /// The database was written by a newer version of the program.
    #[error("the database has schema {found}, this program knows {known}: update the program")]
    Newer {
        /// Schema of the file.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The server of the database does not answer, or not this program.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// Anything else.
    #[error("the database failed: {0}")]
    Failed(String),
}

impl StorageError {
    /// The kebab-case name of the failure.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Busy(_) => "busy",
            Self::Full => "full",
            Self::Damaged(_) => "damaged",
            Self::Newer { .. } => "newer",
            Self::Unreachable(_) => "unreachable",
            Self::Failed(_) => "failed",
        }
    }
}

/// Where the feed stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Changes when the portal is restored from a backup.
    pub epoch: String,
    /// The last sequence given.
    pub seq: Seq,
    /// Tombstones up to this sequence are gone: older cursors have expired.
    pub floor: Seq,
}

/// One entity as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct EntityRow {
    /// Kind and id.
    pub key: EntityKey,
    /// Version.
    pub version: Version,
    /// Place in the feed.
    pub seq: Seq,
    /// Gone; the body is empty.
    pub deleted: bool,
    /// BIN of the holder whose accounts see it; empty for what every account sees.
    pub holder: String,
    /// The Operator sees it too.
    pub shared: bool,
    /// The body as JSON text.
    pub body: String,
    /// When this version came into being, by the portal's clock.
    pub updated_at: Timestamp,
    /// Who made it; `None` for the portal itself.
    pub updated_by: Option<UserName>,
}

/// Who reads: which rows of the feed there are for them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Rules and directories only.
    Everybody,
    /// All of a holder, by its BIN.
    Holder(String),
    /// The conferences of a holder and their questions, by its BIN: no requests, no topics.
    Moderators(String),
    /// What holders share with the Operator.
    Operator,
}

impl Audience {
    /// BIN of the holder whose rows are read; empty for readers of no holder.
    #[must_use]
    pub fn holder(&self) -> &str {
        match self {
            Self::Holder(bin) | Self::Moderators(bin) => bin,
            Self::Everybody | Self::Operator => "",
        }
    }

    /// Whether a row is for them; the statements of a store say the same.
    #[must_use]
    pub fn sees(&self, row: &EntityRow) -> bool {
        self.sees_row_of(&row.key, &row.holder, row.shared)
    }

    /// As [`Audience::sees`], for a row whose body is not at hand.
    #[must_use]
    pub fn sees_mark(&self, mark: &Mark) -> bool {
        self.sees_row_of(&mark.key, &mark.holder, mark.shared)
    }

    fn sees_row_of(&self, key: &EntityKey, holder: &str, shared: bool) -> bool {
        if holder.is_empty() {
            return true;
        }
        match self {
            Self::Everybody => false,
            Self::Holder(bin) => holder == bin,
            Self::Moderators(bin) => holder == bin && is_for_moderators(key),
            Self::Operator => shared || key.kind == EntityKind::Colleague,
        }
    }
}

/// Whose a row of the feed is: what can be told of a write without its bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// As [`EntityRow::key`].
    pub key: EntityKey,
    /// As [`EntityRow::holder`].
    pub holder: String,
    /// As [`EntityRow::shared`].
    pub shared: bool,
}

/// Whose writes are listened for, besides those that everybody sees.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listened {
    /// Those of these holders, by BIN.
    pub holders: Vec<String>,
    /// Those that the Operator sees.
    pub operator: bool,
}

/// Connections of a store that a server has given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUse {
    /// On loan now.
    pub lent: usize,
    /// At most.
    pub most: usize,
}

/// Moderators work on conferences: neither requests nor what colleagues say of them is theirs.
fn is_for_moderators(key: &EntityKey) -> bool {
    match key.kind {
        EntityKind::Request
        | EntityKind::Topic
        | EntityKind::Access
        | EntityKind::Circular
        | EntityKind::ProfileChange => false,
        EntityKind::Desk => key.id.starts_with(['K', 'Q']),
        EntityKind::Conference
        | EntityKind::Question
        | EntityKind::Votes
        | EntityKind::Holder
        | EntityKind::Policy
        | EntityKind::Pack
        | EntityKind::Calendar
        | EntityKind::Colleague
        | EntityKind::RulesChange
        | EntityKind::Unknown(_) => true,
    }
}

/// One page of the feed or of a snapshot.
#[derive(Clone, Default)]
pub struct Page {
    /// The rows in order.
    pub rows: Vec<EntityRow>,
    /// Whether more rows follow.
    pub more: bool,
}

/// How much one page may hold.
#[derive(Debug, Clone, Copy)]
pub struct PageLimit {
    /// At most this many rows.
    pub rows: usize,
    /// No further row once the bodies have this many bytes.
    pub bytes: usize,
}

/// The place of an entity in the order of a snapshot, most urgent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotPlace {
    /// The urgency key.
    pub urgency: i64,
    /// The kind.
    pub kind: String,
    /// The id.
    pub id: String,
}

/// Where an entity belongs besides its holder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The id of the entity that carries it: of a question its conference.
    pub parent: Option<String>,
    /// When the portal has to look at it by itself.
    pub wakes_at: Option<Timestamp>,
    /// The Operator sees it too.
    pub shared: bool,
}

/// One entity to be written.
#[derive(Clone)]
pub struct Put {
    /// Kind and id.
    pub key: EntityKey,
    /// The version it was decided on; `None` if the entity must not exist yet.
    pub expected: Option<Version>,
    /// The version it becomes.
    pub version: Version,
    /// As [`EntityRow::holder`]; never changes in the life of an entity.
    pub holder: String,
    /// Order in a snapshot; smaller is more urgent.
    pub urgency: i64,
    /// Where it belongs.
    pub place: Place,
    /// The body as JSON text; `None` leaves a tombstone.
    pub body: Option<String>,
    /// When, by the portal's clock.
    pub at: Timestamp,
    /// Who.
    pub by: Option<UserName>,
}

/// What a decision asks for, of one moment.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Operations whose results are wanted.
    pub ops: Vec<OpId>,
    /// Entities that are wanted.
    pub keys: Vec<EntityKey>,
    /// Entities whose children are wanted, by id.
    pub parents: Vec<String>,
}

/// Results, entities and children as they stood at one moment, each in the order asked; `None`
/// where there is none.
#[derive(Clone, Default)]
pub struct KnownRows {
    /// The results of operations.
    pub ops: Vec<Option<StoredOp>>,
    /// The refusals of the same operations.
    pub refusals: Vec<Option<StoredRefusal>>,
    /// The entities.
    pub entities: Vec<Option<EntityRow>>,
    /// The children of each parent.
    pub children: Vec<Vec<EntityRow>>,
}

/// Everything one transaction writes.
#[derive(Clone, Default)]
pub struct Write {
    /// Entities.
    pub puts: Vec<Put>,
    /// Results of operations.
    pub ops: Vec<OpRecord>,
    /// Operations that are refused for good.
    pub refusals: Vec<RefusalRecord>,
    /// Digests of the tokens given to requesters, by number.
    pub requester_tokens: Vec<(String, Digest)>,
    /// Numbers of requests given from outside: the sequence goes on behind the greatest.
    pub serial_at_least: Option<u64>,
    /// Entities that must still have the version they were looked at with.
    pub guards: Vec<(EntityKey, Version)>,
    /// Parents none of whose children may have changed behind a sequence.
    pub families: Vec<(String, Seq)>,
    /// What may happen once only: a vote, a question asked by one person in the same words.
    pub once: Vec<Once>,
    /// Accounts that the Operator opens or closes.
    pub accounts: Vec<AccountChange>,
}

/// What happens to an account together with the decision on its application.
#[derive(Clone)]
pub enum AccountChange {
    /// It is there from now on; a login name that is taken makes the write stale.
    Open(AccountRow),
    /// It may not sign in any more, and its sessions end.
    Close(UserName),
}

/// Something that one person does once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// What, `vote/Q-5`.
    pub what: String,
    /// The person, and the words where they matter, as a digest.
    pub who: Digest,
}

/// What became of a [`Write`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commit {
    /// Done; one sequence a put.
    Done(Vec<Seq>),
    /// Something it was decided on has changed; nothing was written.
    Stale,
}

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Login name.
    pub user: UserName,
    /// Role.
    pub role: Role,
    /// BIN of the holder, for roles that have one.
    pub holder: Option<String>,
    /// Argon2id hash in PHC form.
    pub password: String,
    /// May not sign in.
    pub disabled: bool,
}

/// A new pair of tokens, as digests.
#[derive(Debug, Clone, Copy)]
pub struct TokenPair {
    /// The access token.
    pub access: Digest,
    /// Its end.
    pub access_expires: Timestamp,
    /// The refresh token.
    pub refresh: Digest,
    /// Its end.
    pub refresh_expires: Timestamp,
}

/// What became of a refresh token presented for rotation.
#[derive(Clone, PartialEq, Eq)]
pub enum Rotation {
    /// The new pair is in force.
    Done(AccountRow),
    /// Never given, or forgotten.
    Unknown,
    /// Its thirty days are over.
    Expired,
    /// The session was ended on the portal or by a logout.
    Revoked,
    /// The token was spent before, or comes from another device: the session is now revoked.
    Reused,
}

/// The account behind an access token.
#[derive(Clone, PartialEq, Eq)]
pub struct Access {
    /// The digest under which the token is kept.
    pub digest: Digest,
    /// The account as it is now, not as it was at login.
    pub account: AccountRow,
    /// When the token ends.
    pub expires_at: Timestamp,
}

/// How old things may become before maintenance drops them.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    /// Tombstones last changed before this moment go; the floor of the feed rises.
    pub tombstones_before: Timestamp,
    /// Results and refusals of operations received before this moment go.
    pub ops_before: Timestamp,
    /// Tokens that ended before this moment go.
    pub tokens_before: Timestamp,
}

/// The store of a portal.
pub trait Storage: Send + Sync + 'static {
    /// Where the feed stands.
    fn head(&self) -> Answer<'_, Head>;

    /// Tells of every new sequence written through this value; [`Storage::head`] also renews it.
    fn watch(&self) -> watch::Receiver<Seq>;

    /// Rows of the feed behind `since` that an audience sees.
    fn changes(&self, audience: Audience, since: Seq, limit: PageLimit)
    -> Answer<'_, (Page, Head)>;

    /// Whose rows changed behind `since`, among those listened for: every such row, or `limit` of
    /// them if there are more.
    fn marks(&self, of: Listened, since: Seq, limit: usize) -> Answer<'_, (Vec<Mark>, Head)>;

    /// How many connections to a server are in use; `None` for a store without one.
    fn pool(&self) -> Option<PoolUse> {
        None
    }

    /// Rows in the order of urgency behind `after`; deleted ones are left out.
    fn snapshot(
        &self,
        audience: Audience,
        after: Option<SnapshotPlace>,
        limit: PageLimit,
    ) -> Answer<'_, (Page, Option<SnapshotPlace>)>;

    /// How many entities an audience sees.
    fn count(&self, audience: Audience) -> Answer<'_, u64>;

    /// Entities by key, in the order asked, `None` where there is none.
    fn entities(&self, keys: Vec<EntityKey>) -> Answer<'_, Vec<Option<EntityRow>>>;

    /// All live entities of a kind.
    fn all(&self, kind: EntityKind) -> Answer<'_, Vec<EntityRow>>;

    /// Live entities of a kind in the order of their ids behind `after`, at most `limit`; for
    /// walking through more than fits in memory.
    fn walk(&self, kind: EntityKind, after: String, limit: usize) -> Answer<'_, Vec<EntityRow>>;

    /// The last sequence among the kinds that are rules.
    fn rules_seq(&self) -> Answer<'_, Seq>;

    /// What a decision asks for, as it stood at one moment.
    fn known(&self, wanted: Wanted) -> Answer<'_, KnownRows>;

    /// Live entities that the portal has to look at by itself at `now`, in the order of their
    /// keys, those behind `after`.
    fn due(
        &self,
        now: Timestamp,
        after: Option<EntityKey>,
        limit: usize,
    ) -> Answer<'_, Vec<EntityRow>>;

    /// Whether something that happens once has happened.
    fn happened(&self, once: Once) -> Answer<'_, bool>;

    /// The highest number of a forwarded copy of each of these requests, 0 where there is none.
    fn highest_copies(&self, serials: Vec<u64>) -> Answer<'_, Vec<u16>>;

    /// The digest of the token that the author of a request holds; `None` if none was given.
    fn requester_token(&self, number: String) -> Answer<'_, Option<Digest>>;

    /// Gives an account its first password; `false` if it has one or is closed.
    fn set_first_password(&self, user: UserName, password: String) -> Answer<'_, bool>;

    /// Carries out a write, whole or not at all.
    fn commit(&self, write: Write) -> Answer<'_, Commit>;

    /// Takes the next `count` numbers of items of a kind and gives the first.
    fn reserve_serials(&self, kind: ItemKind, count: u64) -> Answer<'_, u64>;

    /// An account by name.
    fn account(&self, user: UserName) -> Answer<'_, Option<AccountRow>>;

    /// Adds an account; `false` if the name is taken.
    fn add_account(&self, account: AccountRow, at: Timestamp) -> Answer<'_, bool>;

    /// Replaces an account; `false` if there is none of that name.
    fn change_account(&self, account: AccountRow) -> Answer<'_, bool>;

    /// Opens a session of an account on a device.
    fn open_session(
        &self,
        user: UserName,
        device: DeviceId,
        tokens: TokenPair,
        at: Timestamp,
    ) -> Answer<'_, ()>;

    /// Spends a refresh token for a new pair.
    ///
    /// The immediate predecessor of a token that was never used may be presented again: the
    /// answer that carried its successor may have been lost.
    fn rotate(
        &self,
        presented: Digest,
        device: DeviceId,
        tokens: TokenPair,
        at: Timestamp,
    ) -> Answer<'_, Rotation>;

    /// Ends the session a refresh token belongs to; unknown tokens are no error.
    fn close_session(&self, refresh: Digest, at: Timestamp) -> Answer<'_, ()>;

    /// Ends all sessions of an account, or of all accounts; gives how many.
    fn revoke(&self, user: Option<UserName>, at: Timestamp) -> Answer<'_, u64>;

    /// The account behind an access token, whether or not the token has ended.
    fn access(&self, token: Digest) -> Answer<'_, Option<Access>>;

    /// Keeps the keys of a workstation that an account has just proved to use; they hold until
    /// its sessions are ended, however long there is no link.
    fn keep_device_keys(
        &self,
        user: UserName,
        device: DeviceId,
        keys: PublicKeys,
        at: Timestamp,
    ) -> Answer<'_, ()>;

    /// The keys of a workstation for an account; `None` if it never gave any.
    fn device_keys(&self, user: UserName, device: DeviceId) -> Answer<'_, Option<DeviceKeys>>;

    /// The portal's own keys; `None` before it has any.
    fn portal_keys(&self) -> Answer<'_, Option<SecretKeys>>;

    /// Keeps keys as the portal's own if it has none yet, and gives those that it has.
    fn keep_portal_keys(&self, keys: SecretKeys, at: Timestamp) -> Answer<'_, SecretKeys>;

    /// Begins a new epoch: every replica starts over. Gives its name.
    fn rotate_epoch(&self) -> Answer<'_, String>;

    /// Writes a consistent copy to a file that must not exist: a portal's SQLite file, whatever
    /// kind of store this is.
    fn backup(&self, to: PathBuf) -> Answer<'_, ()>;

    /// Fills an empty store from a file that [`Storage::backup`] wrote, of whatever kind of store,
    /// and begins a new epoch; `false`, and nothing is changed, if the store has data.
    fn restore(&self, from: PathBuf) -> Answer<'_, bool>;

    /// Drops what has become too old.
    fn maintain(&self, retention: Retention) -> Answer<'_, ()>;
}

#[cfg(test)]
mod conformance;
mod keys;
#[cfg(test)]
mod load;
pub mod measured;
mod results;
