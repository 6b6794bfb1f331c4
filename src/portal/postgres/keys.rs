//! Statements on the keys of packages: those of workstations, and the portal's own.

use deadpool_postgres::Client;
use jiff::Timestamp;
use tokio_postgres::Error;
use zeroize::Zeroizing;

use super::super::storage::DeviceKeys;
use super::value::{Stored, StoredKeys, sought};
use super::{accounts, millis};
use crate::domain::ids::{DeviceId, UserName};
use crate::package::SecretKeys;
use crate::wire::package::{PublicKey, PublicKeys};

type Sql<T> = Result<T, Error>;

pub(super) async fn keep_device(
    client: &Client,
    user: &UserName,
    device: DeviceId,
    keys: PublicKeys,
    at: Timestamp,
) -> Sql<()> {
    let statement = client
        .prepare_cached(
            "INSERT INTO device_keys (login, device, sign, seal, confirmed_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (login, device) DO UPDATE SET sign = excluded.sign,
                 seal = excluded.seal, confirmed_at = excluded.confirmed_at,
                 revoked_at = NULL",
        )
        .await?;
    client
        .execute(
            &statement,
            &[
                &user.0,
                &device.0.to_string(),
                &&keys.sign.0[..],
                &&keys.seal.0[..],
                &millis(at),
            ],
        )
        .await
        .map(drop)
}

pub(super) async fn device(
    client: &Client,
    user: &UserName,
    device: DeviceId,
) -> Sql<Option<DeviceKeys>> {
    let statement = client
        .prepare_cached(
            "SELECT a.login, a.role, a.holder, a.password, a.disabled, k.sign, k.seal,
                    k.revoked_at IS NOT NULL
             FROM device_keys k JOIN accounts a USING (login)
             WHERE k.login = $1 AND k.device = $2",
        )
        .await?;
    let (login, device) = (sought(&user.0), device.0.to_string());
    let Some(row) = client.query_opt(&statement, &[&login, &device]).await? else {
        return Ok(None);
    };
    let (Stored(sign), Stored(seal)) = (row.try_get(5)?, row.try_get(6)?);
    Ok(Some(DeviceKeys {
        account: accounts::account_row(&row)?,
        keys: PublicKeys {
            sign: PublicKey(sign),
            seal: PublicKey(seal),
        },
        revoked: row.try_get(7)?,
    }))
}

pub(super) async fn portal(client: &Client) -> Sql<Option<SecretKeys>> {
    let row = client.query_opt("SELECT secret FROM portal_keys", &[]);
    let Some(row) = row.await? else {
        return Ok(None);
    };
    let StoredKeys(keys) = row.try_get(0)?;
    Ok(Some(keys))
}

pub(super) async fn keep_portal(
    client: &Client,
    keys: &SecretKeys,
    at: Timestamp,
) -> Sql<SecretKeys> {
    let secret: Zeroizing<Vec<u8>> = keys.to_keep();
    // The statement gives the row that stands afterwards, whoever wrote it.
    let row = client
        .query_one(
            "INSERT INTO portal_keys VALUES (1, $1, $2)
             ON CONFLICT (one) DO UPDATE SET one = 1 RETURNING secret",
            &[&secret.as_slice(), &millis(at)],
        )
        .await?;
    let StoredKeys(kept) = row.try_get(0)?;
    Ok(kept)
}
