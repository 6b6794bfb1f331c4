//! The encrypted replica of a workstation: what the portal told, what was decided and not yet
//! acknowledged, what is being typed.
//!
//! A directory with `vault.json` (the wrapped key), `replica.db` (SQLCipher) and `lock`.
//! Responsible for keeping all of it durable, private and consistent, and for answering lists
//! in constant memory. It knows no network and decides nothing: the law is asked through
//! [`crate::domain::decide`], only to lay pending decisions over the replica.
//!
//! Invariants: one thread writes, each change is one transaction that is on the disk before it
//! is reported as done; readers never block the writer; a second instance only reads; an
//! acknowledged operation leaves the overlay only when the feed has passed it; what a newer
//! portal wrote is kept byte for byte in meaning, shown and not acted on.

mod conflict;
mod connection;
#[cfg(test)]
mod derived;
mod desk;
mod draft;
mod error;
mod feed;
mod found;
#[cfg(test)]
mod fuse;
mod gather;
mod index;
mod item;
mod keys;
mod lens;
mod lock;
mod movement;
mod outbox;
mod packaged;
mod prepare;
mod project;
mod query;
mod question;
mod reader;
mod related;
mod schema;
mod search;
mod sending;
mod session;
mod state;
mod surroundings;
mod vault;
mod word;
mod writer;

#[cfg(test)]
pub(crate) mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

pub use error::StoreError;
pub use feed::{Applied, PageEffect};
pub use prepare::PreparedPage;
pub use query::RowQuery;
pub use reader::Reader;
pub use session::Session;
pub use state::{OffsetSample, SnapshotState, SyncState};
pub use surroundings::Surroundings;
pub use vault::{DataKey, KdfParams, SlotKind, Vault};
pub use writer::Reply;

use connection::Use;
use lock::{Lock, Locking};
use project::Projector;
use writer::WriterThread;

/// The name of the database inside the directory of a store.
pub const DATABASE: &str = "replica.db";

/// What an instance asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OpenMode {
    /// To write, if nobody else does.
    #[default]
    Write,
    /// To read only (`--read-only`).
    Read,
}

/// What an instance got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It writes.
    Write,
    /// It reads, as it asked.
    ReadAsked,
    /// It reads, because another instance writes.
    ReadTaken {
        /// The process id of that instance, where it told.
        by: Option<u32>,
    },
}

/// An open store. Cheap to clone; the database is closed when the last clone is dropped.
///
/// ```
/// use awp::store::{Access, KdfParams, OpenMode, Store, Vault};
/// let dir = tempfile::tempdir().unwrap();
/// let key = Vault::at(dir.path()).create(&"құпия сөз".into(), KdfParams::TINY).unwrap();
/// let store = Store::open(dir.path(), &key, OpenMode::Write).unwrap();
/// assert_eq!(store.access(), Access::Write);
/// store.set_setting("theme", "mono").wait().unwrap();
/// assert_eq!(store.reader().setting("theme").unwrap().as_deref(), Some("mono"));
/// ```
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    dir: PathBuf,
    access: Access,
    /// `None` in an instance that only reads.
    writer: Option<WriterThread>,
    reader: Reader,
    _lock: Option<Lock>,
}

impl Store {
    /// Opens the store of a directory with its data key, making the database when there is none.
    ///
    /// A second instance gets [`Access::ReadTaken`] instead of an error.
    ///
    /// # Errors
    /// A damaged, newer or (read-only) missing or older database; a full disk.
    pub fn open(dir: &Path, key: &DataKey, mode: OpenMode) -> Result<Self, StoreError> {
        let path = dir.join(DATABASE);
        let (access, lock) = match mode {
            OpenMode::Read => (Access::ReadAsked, None),
            OpenMode::Write => match lock::acquire(dir)? {
                Locking::Held(lock) => (Access::Write, Some(lock)),
                Locking::Taken { by } => (Access::ReadTaken { by }, None),
            },
        };
        let generation = Arc::new(AtomicU64::new(0));
        let writer = if access == Access::Write {
            let mut connection = connection::open(&path, key, Use::Write)?;
            schema::migrate(&mut connection)?;
            Some(WriterThread::start(
                connection,
                Projector::default(),
                Arc::clone(&generation),
            )?)
        } else {
            if !path.exists() {
                return Err(StoreError::Missing {
                    dir: dir.to_path_buf(),
                });
            }
            None
        };
        let reader = Reader::open(&path, key, generation)?;
        let store = Self {
            inner: Arc::new(Inner {
                dir: dir.to_path_buf(),
                access,
                writer,
                reader,
                _lock: lock,
            }),
        };
        if access == Access::Write {
            // Lines computed under the rules of another version of the program are computed
            // anew behind the first screen, not before it.
            drop(store.submit(|tx, projector| projector.catch_up(tx)));
        }
        Ok(store)
    }

    /// Empties the search index as an upgrade does; the next opening renews it little by little.
    /// For repair, and to measure how long that takes.
    pub fn outdate_index(&self) -> Reply<()> {
        self.submit(|tx, _| index::outdate(tx))
    }

    /// What this instance may do.
    #[must_use]
    pub fn access(&self) -> Access {
        self.inner.access
    }

    /// The directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// The reading half; safe to use from several threads at once.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.inner.reader.clone()
    }

    /// Ends the program, for a test, after so many writes; `one_more` is done, its answer is lost.
    #[cfg(test)]
    pub(crate) fn end_after(&self, writes: i64, one_more: bool) {
        if let Some(writer) = &self.inner.writer {
            writer.fuse().light(writes, one_more);
        }
    }

    /// The planned end does not come.
    #[cfg(test)]
    pub(crate) fn end_never(&self) {
        if let Some(writer) = &self.inner.writer {
            writer.fuse().put_out();
        }
    }

    /// Waits until everything given to the writer so far is on the disk.
    pub fn flush(&self) -> Reply<()> {
        self.submit(|_, _| Ok(()))
    }

    fn submit<T, F>(&self, job: F) -> Reply<T>
    where
        T: Send + 'static,
        F: FnOnce(&rusqlite::Transaction<'_>, &mut Projector) -> Result<T, StoreError>
            + Send
            + 'static,
    {
        match &self.inner.writer {
            Some(writer) => writer.submit(job),
            None => Reply::ready(Err(StoreError::ReadOnly)),
        }
    }
}
