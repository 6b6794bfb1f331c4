//! How this process opens databases of SQLite.
//!
//! The library calls itself started before the cipher in it has started. Whoever opens the first
//! database while another thread does finds a library that does not know how to take a key, so
//! that the start is made here, once, and waited for. Used by the store of the workstation and by
//! the portal; what is in the databases is theirs.

use std::path::Path;
use std::sync::Once;

use rusqlite::{Connection, OpenFlags, Result};

/// Opens a file.
///
/// # Errors
/// The file cannot be opened.
#[expect(clippy::disallowed_methods, reason = "the library is started")]
pub(crate) fn open(path: &Path, flags: OpenFlags) -> Result<Connection> {
    start();
    Connection::open_with_flags(path, flags)
}

/// A database that is gone with its connection.
///
/// # Errors
/// There is no memory for it.
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the library is started")]
pub(crate) fn in_memory() -> Result<Connection> {
    start();
    Connection::open_in_memory()
}

/// Starts the library, or waits for the thread that does.
#[expect(clippy::disallowed_methods, reason = "this one starts the library")]
fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        // What fails here fails again, and with its reason, for the one who opens a database.
        drop(Connection::open_in_memory());
    });
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::in_memory;

    /// Without the start it fails in one process of a hundred and fifty, where each test is a
    /// process of its own.
    #[test]
    fn the_first_databases_of_a_process_take_a_key_at_the_same_moment() {
        const THREADS: usize = 32;
        let together = Barrier::new(THREADS);
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    together.wait();
                    let connection = in_memory().unwrap();
                    connection
                        .execute_batch("PRAGMA cipher_log_level=NONE; PRAGMA key='k'; SELECT 1;")
                        .unwrap();
                });
            }
        });
    }
}
