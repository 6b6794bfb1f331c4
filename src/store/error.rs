//! What can go wrong with the encrypted replica, told apart by what the user has to do.

use std::io;
use std::path::PathBuf;

use jiff::civil::Date;

/// A technical failure of the store; a refusal of the law is never one of these.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no store in the directory yet.
    #[error("no store in {}: sign in once to create it", .dir.display())]
    Missing {
        /// The directory looked into.
        dir: PathBuf,
    },
    /// A store is already there; creating another would lose it.
    #[error("{} already holds a store", .dir.display())]
    AlreadyThere {
        /// The directory.
        dir: PathBuf,
    },
    /// The passphrase does not open the vault; the vault itself is whole.
    #[error("the passphrase does not open the store")]
    WrongPassphrase,
    /// The vault file is not what was written; the passphrase was not even tried.
    #[error("the vault file is damaged ({reason}): restore it from a backup")]
    VaultDamaged {
        /// What is wrong with it, without any secret.
        reason: &'static str,
    },
    /// The vault was written by a newer program.
    #[error("the vault has the format {found}, this program knows {known}: update the program")]
    NewerVault {
        /// The format of the file.
        found: u32,
        /// The newest format known.
        known: u32,
    },
    /// The key is right and the database still cannot be read.
    #[error("the database of the store is damaged: restore a backup or synchronise anew")]
    Damaged {
        /// The error of the database engine.
        #[source]
        source: Option<rusqlite::Error>,
    },
    /// The database was written by a newer program.
    #[error("the store has the schema {found}, this program knows {known}: update the program")]
    NewerSchema {
        /// The schema of the file.
        found: u32,
        /// The newest schema known.
        known: u32,
    },
    /// The database is older and this instance may not change it.
    #[error("the store has the older schema {found}: open it once in the first instance")]
    OlderSchema {
        /// The schema of the file.
        found: u32,
    },
    /// No room is left on the disk; nothing of the change was kept.
    #[error("the disk is full: free some space and repeat, nothing was half done")]
    DiskFull,
    /// This instance may only read: another one has the store, or it was asked for.
    #[error("this instance may only read the store")]
    ReadOnly,
    /// Another process held the database longer than the waiting time.
    #[error("the store is busy: try again")]
    Busy,
    /// The writer has stopped, so nothing can be stored any more.
    #[error("the store is closed")]
    Closed,
    /// A filter or count needs a day no calendar covers.
    #[error("no calendar data for {date}")]
    CalendarMissing {
        /// The day.
        date: Date,
    },
    /// The operation of that id is not in the outbox.
    #[error("no such operation in the outbox")]
    NoSuchOp,
    /// The same operation id was used for two different operations.
    #[error("this operation id is taken by another operation")]
    OpIdTaken,
    /// A file could not be read or written.
    #[error("{action} failed for {}", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// A value inside the database does not have the form this program writes.
    #[error("the store holds an unexpected value: {what}")]
    Unexpected {
        /// The place, without its content.
        what: &'static str,
    },
    /// Any other error of the database engine.
    #[error("the database failed")]
    Database(#[source] rusqlite::Error),
    /// The system's source of randomness failed.
    #[error("the system gives no randomness")]
    Randomness,
}

impl StoreError {
    /// The kebab-case code of logs and of `{"error":{"code":…}}`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "store-missing",
            Self::AlreadyThere { .. } => "store-exists",
            Self::WrongPassphrase => "passphrase",
            Self::VaultDamaged { .. } => "vault-damaged",
            Self::NewerVault { .. } | Self::NewerSchema { .. } => "store-newer",
            Self::OlderSchema { .. } => "store-older",
            Self::Damaged { .. } | Self::Unexpected { .. } => "store-damaged",
            Self::DiskFull => "disk-full",
            Self::ReadOnly => "store-locked",
            Self::Busy => "store-busy",
            Self::Closed => "store-closed",
            Self::CalendarMissing { .. } => "calendar-missing",
            Self::NoSuchOp => "not-found",
            Self::OpIdTaken => "op-id-taken",
            Self::Io { .. } => "store-io",
            Self::Database(_) => "store-database",
            Self::Randomness => "no-randomness",
        }
    }

    /// Wraps an input/output error; a full disk is told apart from every other cause.
    pub(super) fn io(action: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        if matches!(
            source.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        ) {
            return Self::DiskFull;
        }
        Self::Io {
            action,
            path: path.into(),
            source,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        // The shared memory of the log is a file too, and the first one a full disk refuses.
        let no_room = error
            .sqlite_error()
            .is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE);
        match error.sqlite_error_code() {
            _ if no_room => Self::DiskFull,
            Some(Code::DiskFull) => Self::DiskFull,
            Some(Code::NotADatabase | Code::DatabaseCorrupt) => Self::Damaged {
                source: Some(error),
            },
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::ReadOnly) => Self::ReadOnly,
            _ => Self::Database(error),
        }
    }
}
