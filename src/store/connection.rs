//! One encrypted connection, opened the same way everywhere.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::error::StoreError;
use super::gather;
use super::vault::{DataKey, private_file};

/// Page cache of one connection in KiB.
const CACHE_KIB: u32 = 8 * 1024;

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Everything; makes the file if it is not there.
    Write,
    /// Reading only, enforced by the engine.
    Read,
}

/// Opens the database and proves the key on its first page.
///
/// The log of the cipher library goes to standard error and would tear the screen, so it is
/// silenced before the key is given.
pub(super) fn open(path: &Path, key: &DataKey, purpose: Use) -> Result<Connection, StoreError> {
    if path.metadata().is_ok_and(|file| file.len() == 0) {
        // Any key opens an empty file. One that is there already has lost what it held.
        return Err(StoreError::Damaged { source: None });
    }
    if purpose == Use::Write && !path.exists() {
        // Made here so that it, and the files SQLite derives from it, are private from birth.
        private_file(path).map_err(|error| StoreError::io("making the database", path, error))?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = crate::sqlite::open(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    // A plan does not depend on parameters, or each other limit would be planned anew.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    let key = Zeroizing::new(format!(
        "PRAGMA cipher_log_level=NONE; PRAGMA key = \"{}\";",
        key.pragma_literal().as_str()
    ));
    connection.execute_batch(&key)?;
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .map_err(StoreError::from)?;
    connection.execute_batch(&format!(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
         PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;
         PRAGMA cache_size=-{CACHE_KIB};"
    ))?;
    gather::teach(&connection)?;
    if purpose == Use::Read {
        connection.execute_batch("PRAGMA query_only=ON;")?;
    }
    Ok(connection)
}
