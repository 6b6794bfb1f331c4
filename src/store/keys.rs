//! The keys that packages are signed and sealed with: this workstation's and its portal's.
//!
//! The secret half lies only in the encrypted database.

use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use super::error::StoreError;
use super::{Reader, Reply, Store};
use crate::package::SecretKeys;
use crate::wire::package::{PublicKey, PublicKeys};

const BROKEN: StoreError = StoreError::Unexpected { what: "keys" };

impl Store {
    /// The keys of this workstation, made when they are first asked for.
    pub fn device_keys(&self) -> Reply<SecretKeys> {
        if let Ok(Some(keys)) = self.reader().device_keys() {
            return Reply::ready(Ok(keys));
        }
        self.submit(|tx, _| {
            if let Some(keys) = device(tx)? {
                return Ok(keys);
            }
            let fresh = SecretKeys::generate().map_err(|_no_source| StoreError::Randomness)?;
            tx.execute(
                "INSERT INTO device_key VALUES(1, ?1)",
                [fresh.to_keep().as_slice()],
            )?;
            Ok(fresh)
        })
    }
}

impl Reader {
    /// The keys of this workstation; `None` before they were first asked for.
    ///
    /// # Errors
    /// The database failed.
    pub fn device_keys(&self) -> Result<Option<SecretKeys>, StoreError> {
        self.with(|side| device(&side.connection))
    }

    /// What the portal said of its keys; `None` before it did.
    ///
    /// # Errors
    /// The database failed.
    pub fn portal_keys(&self) -> Result<Option<PublicKeys>, StoreError> {
        self.with(|side| portal(&side.connection))
    }
}

/// Keeps what a portal said of its keys. One that says nothing keeps those it said before; of
/// another portal they mean nothing.
pub(super) fn set_portal(
    tx: &Connection,
    portal: &str,
    keys: Option<PublicKeys>,
) -> Result<(), StoreError> {
    if let Some(keys) = keys {
        tx.execute(
            "INSERT OR REPLACE INTO portal_key VALUES(1, ?1, ?2, ?3)",
            params![portal, keys.sign.0, keys.seal.0],
        )?;
    } else {
        tx.execute("DELETE FROM portal_key WHERE portal <> ?1", [portal])?;
    }
    Ok(())
}

/// Reads the keys of this workstation.
pub(super) fn device(connection: &Connection) -> Result<Option<SecretKeys>, StoreError> {
    let secret: Option<Vec<u8>> = connection
        .query_row("SELECT secret FROM device_key", [], |row| row.get(0))
        .optional()?;
    secret
        .map(Zeroizing::new)
        .map(|secret| SecretKeys::kept(&secret).ok_or(BROKEN))
        .transpose()
}

/// Reads the keys of the portal.
pub(super) fn portal(connection: &Connection) -> Result<Option<PublicKeys>, StoreError> {
    Ok(connection
        .query_row("SELECT sign, seal FROM portal_key", [], |row| {
            Ok(PublicKeys {
                sign: PublicKey(row.get(0)?),
                seal: PublicKey(row.get(1)?),
            })
        })
        .optional()?)
}
