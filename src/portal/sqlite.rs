//! The store of a portal in one SQLite file.
//!
//! One thread writes, taking all waiting jobs into one transaction with a savepoint each, so
//! that many small writes share one flush of the disk; a few connections read beside it.
//! Nothing here decides: statements and their isolation only.
//!
//! Invariants: an answer to a write is given after its transaction is on the disk; a page is
//! read inside one read transaction, together with the head of the feed it belongs to.

mod accounts;
pub(super) mod copy;
mod feed;
mod keys;
mod page;
mod pool;
mod refusals;
mod schema;
mod writer;

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tokio::sync::watch;

use super::storage::{
    Access, AccountRow, Answer, Audience, Commit, DeviceKeys, Digest, EntityRow, Head, KnownRows,
    Listened, Mark, Once, Page, PageLimit, Retention, Rotation, SnapshotPlace, Storage,
    StorageError, TokenPair, Wanted, Write,
};
use crate::domain::ids::{DeviceId, ItemKind, Seq, UserName};
use crate::package::SecretKeys;
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::package::PublicKeys;
use pool::Pool;
use writer::Writer;

/// Connections that read at the same time.
const READERS: usize = 4;

/// A portal's database file.
pub struct Sqlite {
    path: PathBuf,
    pool: Pool,
    writer: Writer,
    head: watch::Sender<Seq>,
}

impl Sqlite {
    /// Opens the file, creates it if it is not there, and brings its schema up to date.
    ///
    /// ```
    /// # let dir = tempfile::tempdir().unwrap();
    /// use awp::portal::sqlite::Sqlite;
    /// let store = Sqlite::open(&dir.path().join("portal.db")).unwrap();
    /// # drop(store);
    /// ```
    ///
    /// # Errors
    /// The file is foreign, damaged, of a newer program or cannot be written.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        make_private(path)?;
        let mut connection = connect(path, false)?;
        schema::migrate(&mut connection)?;
        let (head, _) = watch::channel(feed::last_seq(&connection).map_err(|e| failed(&e))?);
        let pool = Pool::new(
            (0..READERS)
                .map(|_| connect(path, true))
                .collect::<Result<_, _>>()?,
        );
        let writer = Writer::start(connection, head.clone())?;
        Ok(Self {
            path: path.to_owned(),
            pool,
            writer,
            head,
        })
    }

    fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Answer<'_, T> {
        Box::pin(self.pool.run(job))
    }

    fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Answer<'_, T> {
        Box::pin(self.writer.run(job))
    }
}

/// Makes a new file that only its owner reads; SQLite gives its companions the same rights.
fn make_private(path: &Path) -> Result<(), StorageError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StorageError::Failed(error.to_string())),
    }
}

fn connect(path: &Path, read_only: bool) -> Result<Connection, StorageError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = crate::sqlite::open(path, flags).map_err(|error| failed(&error))?;
    connection
        .busy_timeout(Duration::from_secs(5))
        .and_then(|()| {
            connection.set_prepared_statement_cache_capacity(64);
            // The library of the workstation's store prints to standard error unless told not to.
            connection.execute_batch(
                "PRAGMA cipher_log_level = NONE;
                 PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = FULL;
                 PRAGMA foreign_keys = ON;
                 PRAGMA trusted_schema = OFF;
                 PRAGMA cache_size = -16000;",
            )
        })
        .and_then(|()| {
            if read_only {
                connection.execute_batch("PRAGMA query_only = ON;")
            } else {
                Ok(())
            }
        })
        .map_err(|error| failed(&error))?;
    Ok(connection)
}

/// What a failure of the library means for the portal; never carries values, only names.
fn failed(error: &rusqlite::Error) -> StorageError {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StorageError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StorageError::Busy(text),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StorageError::Damaged(text),
        _ => StorageError::Failed(text),
    }
}

fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

#[cfg(test)]
impl Sqlite {
    /// Keeps the results of a write that is done already, in a transaction of their own: what a
    /// store must never do.
    pub(crate) async fn keep_results_apart(
        &self,
        write: Write,
        seqs: Vec<Seq>,
    ) -> Result<(), StorageError> {
        self.write(move |connection| {
            for op in &write.ops {
                feed::keep_result(connection, op, &write.puts[op.put].key, seqs[op.put])?;
            }
            Ok(())
        })
        .await
    }
}

impl Storage for Sqlite {
    fn head(&self) -> Answer<'_, Head> {
        Box::pin(async {
            let head = self.pool.run(feed::head).await?;
            // Another process may have written to the same file.
            let seq = head.seq;
            self.head.send_if_modified(|known| {
                let newer = seq > *known;
                *known = seq.max(*known);
                newer
            });
            Ok(head)
        })
    }

    fn watch(&self) -> watch::Receiver<Seq> {
        self.head.subscribe()
    }

    fn changes(
        &self,
        audience: Audience,
        since: Seq,
        limit: PageLimit,
    ) -> Answer<'_, (Page, Head)> {
        self.read(move |connection| feed::changes(connection, &audience, since, limit))
    }

    fn marks(&self, of: Listened, since: Seq, limit: usize) -> Answer<'_, (Vec<Mark>, Head)> {
        self.read(move |connection| feed::marks(connection, &of, since, limit))
    }

    fn snapshot(
        &self,
        audience: Audience,
        after: Option<SnapshotPlace>,
        limit: PageLimit,
    ) -> Answer<'_, (Page, Option<SnapshotPlace>)> {
        self.read(move |connection| feed::snapshot(connection, &audience, after, limit))
    }

    fn count(&self, audience: Audience) -> Answer<'_, u64> {
        self.read(move |connection| feed::count(connection, &audience))
    }

    fn entities(&self, keys: Vec<EntityKey>) -> Answer<'_, Vec<Option<EntityRow>>> {
        self.read(move |connection| feed::entities(connection, &keys))
    }

    fn all(&self, kind: EntityKind) -> Answer<'_, Vec<EntityRow>> {
        self.read(move |connection| feed::all(connection, &kind))
    }

    fn walk(&self, kind: EntityKind, after: String, limit: usize) -> Answer<'_, Vec<EntityRow>> {
        self.read(move |connection| feed::walk(connection, &kind, &after, limit))
    }

    fn rules_seq(&self) -> Answer<'_, Seq> {
        self.read(feed::rules_seq)
    }

    fn known(&self, wanted: Wanted) -> Answer<'_, KnownRows> {
        self.read(move |connection| {
            let tx = connection.unchecked_transaction()?;
            let parents = wanted.parents.iter();
            let known = KnownRows {
                ops: feed::ops(&tx, &wanted.ops)?,
                refusals: refusals::of(&tx, &wanted.ops)?,
                entities: feed::entities(&tx, &wanted.keys)?,
                children: parents
                    .map(|parent| feed::children(&tx, parent))
                    .collect::<Result<_, _>>()?,
            };
            tx.finish()?;
            Ok(known)
        })
    }

    fn due(
        &self,
        now: Timestamp,
        after: Option<EntityKey>,
        limit: usize,
    ) -> Answer<'_, Vec<EntityRow>> {
        self.read(move |connection| feed::due(connection, now, after.as_ref(), limit))
    }

    fn happened(&self, once: Once) -> Answer<'_, bool> {
        self.read(move |connection| feed::happened(connection, &once))
    }

    fn highest_copies(&self, serials: Vec<u64>) -> Answer<'_, Vec<u16>> {
        self.read(move |connection| feed::highest_copies(connection, &serials))
    }

    fn requester_token(&self, number: String) -> Answer<'_, Option<Digest>> {
        self.read(move |connection| feed::requester_token(connection, &number))
    }

    fn commit(&self, write: Write) -> Answer<'_, Commit> {
        Box::pin(async {
            let done = self
                .writer
                .run_or_undo(move |connection| feed::commit(connection, &write))
                .await?;
            Ok(done.map_or(Commit::Stale, Commit::Done))
        })
    }

    fn reserve_serials(&self, kind: ItemKind, count: u64) -> Answer<'_, u64> {
        self.write(move |connection| feed::reserve_serials(connection, kind, count))
    }

    fn account(&self, user: UserName) -> Answer<'_, Option<AccountRow>> {
        self.read(move |connection| accounts::account(connection, &user))
    }

    fn add_account(&self, account: AccountRow, at: Timestamp) -> Answer<'_, bool> {
        self.write(move |connection| accounts::add(connection, &account, at))
    }

    fn set_first_password(&self, user: UserName, password: String) -> Answer<'_, bool> {
        self.write(move |connection| accounts::set_first_password(connection, &user, &password))
    }

    fn change_account(&self, account: AccountRow) -> Answer<'_, bool> {
        self.write(move |connection| accounts::change(connection, &account))
    }

    fn open_session(
        &self,
        user: UserName,
        device: DeviceId,
        tokens: TokenPair,
        at: Timestamp,
    ) -> Answer<'_, ()> {
        self.write(move |connection| accounts::open(connection, &user, device, tokens, at))
    }

    fn rotate(
        &self,
        presented: Digest,
        device: DeviceId,
        tokens: TokenPair,
        at: Timestamp,
    ) -> Answer<'_, Rotation> {
        self.write(move |connection| accounts::rotate(connection, presented, device, tokens, at))
    }

    fn close_session(&self, refresh: Digest, at: Timestamp) -> Answer<'_, ()> {
        self.write(move |connection| accounts::close(connection, refresh, at))
    }

    fn revoke(&self, user: Option<UserName>, at: Timestamp) -> Answer<'_, u64> {
        self.write(move |connection| accounts::revoke(connection, user.as_ref(), at))
    }

    fn access(&self, token: Digest) -> Answer<'_, Option<Access>> {
        self.read(move |connection| accounts::access(connection, token))
    }

    fn keep_device_keys(
        &self,
        user: UserName,
        device: DeviceId,
        keys: PublicKeys,
        at: Timestamp,
    ) -> Answer<'_, ()> {
        self.write(move |connection| keys::keep_device(connection, &user, device, keys, at))
    }

    fn device_keys(&self, user: UserName, device: DeviceId) -> Answer<'_, Option<DeviceKeys>> {
        self.read(move |connection| keys::device(connection, &user, device))
    }

    fn portal_keys(&self) -> Answer<'_, Option<SecretKeys>> {
        self.read(keys::portal)
    }

    fn keep_portal_keys(&self, keys: SecretKeys, at: Timestamp) -> Answer<'_, SecretKeys> {
        self.write(move |connection| keys::keep_portal(connection, &keys, at))
    }

    fn rotate_epoch(&self) -> Answer<'_, String> {
        self.write(feed::rotate_epoch)
    }

    fn backup(&self, to: PathBuf) -> Answer<'_, ()> {
        let from = self.path.clone();
        Box::pin(async {
            // The connections of the pool may not write, not even to another file.
            let copying = tokio::task::spawn_blocking(move || {
                make_private(&to)?;
                connect(&from, false)?
                    .execute("VACUUM INTO ?1", [to.to_string_lossy()])
                    .map(|_| ())
                    .map_err(|error| failed(&error))
            });
            copying
                .await
                .map_err(|error| StorageError::Busy(error.to_string()))?
        })
    }

    fn restore(&self, from: PathBuf) -> Answer<'_, bool> {
        let into = self.path.clone();
        Box::pin(async move {
            let filling = tokio::task::spawn_blocking(move || copy::restore(&into, &from));
            let filled = filling
                .await
                .map_err(|error| StorageError::Busy(error.to_string()))??;
            self.head().await?;
            Ok(filled)
        })
    }

    fn maintain(&self, retention: Retention) -> Answer<'_, ()> {
        self.write(move |connection| {
            feed::forget(connection, retention)?;
            refusals::forget(connection, retention.ops_before)?;
            accounts::forget(connection, retention.tokens_before)
        })
    }
}

#[cfg(test)]
mod tests;
