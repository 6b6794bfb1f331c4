//! Statements on the keys of packages: those of workstations, and the portal's own.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::storage::DeviceKeys;
use super::{accounts, millis};
use crate::domain::ids::{DeviceId, UserName};
use crate::package::{PackageError, SecretKeys};
use crate::wire::package::{PublicKey, PublicKeys};

pub(super) fn keep_device(
    connection: &Connection,
    user: &UserName,
    device: DeviceId,
    keys: PublicKeys,
    at: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO device_keys (user, device, sign, seal, confirmed_at)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET sign = excluded.sign, seal = excluded.seal,
             confirmed_at = excluded.confirmed_at, revoked_at = NULL",
        params![
            user.0,
            device.0.to_string(),
            keys.sign.0,
            keys.seal.0,
            millis(at)
        ],
    )?;
    Ok(())
}

pub(super) fn device(
    connection: &Connection,
    user: &UserName,
    device: DeviceId,
) -> rusqlite::Result<Option<DeviceKeys>> {
    connection
        .prepare_cached(
            "SELECT a.user, a.role, a.holder, a.password, a.disabled, k.sign, k.seal,
                    k.revoked_at IS NOT NULL
             FROM device_keys k JOIN accounts a USING (user)
             WHERE k.user = ?1 AND k.device = ?2",
        )?
        .query_row(params![user.0, device.0.to_string()], |row| {
            Ok(DeviceKeys {
                account: accounts::account_row(row)?,
                keys: PublicKeys {
                    sign: PublicKey(row.get(5)?),
                    seal: PublicKey(row.get(6)?),
                },
                revoked: row.get(7)?,
            })
        })
        .optional()
}

pub(super) fn portal(connection: &Connection) -> rusqlite::Result<Option<SecretKeys>> {
    connection
        .prepare_cached("SELECT secret FROM portal_keys")?
        .query_row([], |row| {
            let secret = zeroize::Zeroizing::new(row.get::<_, Vec<u8>>(0)?);
            SecretKeys::kept(&secret).ok_or_else(|| {
                let damaged = Box::new(PackageError::Damaged);
                rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, damaged)
            })
        })
        .optional()
}

pub(super) fn keep_portal(
    connection: &Connection,
    keys: &SecretKeys,
    at: Timestamp,
) -> rusqlite::Result<SecretKeys> {
    connection.execute(
        "INSERT INTO portal_keys VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING",
        params![keys.to_keep().as_slice(), millis(at)],
    )?;
    portal(connection)?.ok_or(rusqlite::Error::QueryReturnedNoRows)
}
