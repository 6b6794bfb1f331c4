//! The lock that lets only one instance write to a store.
//!
//! An advisory lock on the file `lock`, held by the open file: it ends with the process,
//! however that ends, so a file left behind by a killed instance locks nobody out.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::error::StoreError;

/// The held lock; dropping it lets another instance write.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Who may write.
#[derive(Debug)]
pub(super) enum Locking {
    /// This instance.
    Held(Lock),
    /// Another one; its process id where the file tells it.
    Taken {
        /// The process id.
        by: Option<u32>,
    },
}

pub(super) fn acquire(dir: &Path) -> Result<Locking, StoreError> {
    let path = dir.join("lock");
    let fail = |error| StoreError::io("locking the store", &path, error);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(fail)?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0).map_err(fail)?;
            file.seek(SeekFrom::Start(0)).map_err(fail)?;
            write!(file, "{}", std::process::id()).map_err(fail)?;
            Ok(Locking::Held(Lock { _file: file }))
        }
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            // The number is a courtesy; a file without it is just as locked.
            let by = file
                .read_to_string(&mut text)
                .ok()
                .and_then(|_| text.trim().parse().ok());
            Ok(Locking::Taken { by })
        }
        Err(TryLockError::Error(error)) => Err(fail(error)),
    }
}
