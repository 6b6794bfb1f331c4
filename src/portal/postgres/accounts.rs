//! Statements on accounts, sessions and tokens. Tokens are here only as digests.

use deadpool_postgres::{Client, Transaction};
use jiff::Timestamp;
use tokio_postgres::{Error, Row, Statement};

use super::super::storage::{Access, AccountRow, Digest, Rotation, TokenPair};
use super::value::{Stored, StoredRole, sought};
use super::{instant, millis};
use crate::domain::ids::{DeviceId, UserName};

type Sql<T> = Result<T, Error>;

/// Adds an account unless its name is taken.
pub(super) const ADD: &str =
    "INSERT INTO accounts (login, role, holder, password, disabled, created_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING 1";

/// Closes an account and ends its sessions, those that come first locked first.
pub(super) const CLOSE: &str = "
    WITH closed AS (
        UPDATE accounts SET disabled = true WHERE login = $1
    ), open AS MATERIALIZED (
        SELECT session FROM sessions WHERE login = $1 AND revoked_at IS NULL
        ORDER BY session FOR UPDATE
    ), ended AS (
        UPDATE sessions SET revoked_at = $2 WHERE session IN (SELECT session FROM open)
    ), keys AS (
        UPDATE device_keys SET revoked_at = coalesce(revoked_at, $2) WHERE login = $1
    )
    DELETE FROM access_tokens WHERE session IN (SELECT session FROM open) RETURNING 1";

const REVOKE: &str = "
    WITH open AS MATERIALIZED (
        SELECT session FROM sessions
        WHERE revoked_at IS NULL AND ($1::text IS NULL OR login = $1)
        ORDER BY session FOR UPDATE
    ), ended AS (
        UPDATE sessions SET revoked_at = $2 WHERE session IN (SELECT session FROM open)
    ), keys AS (
        UPDATE device_keys SET revoked_at = coalesce(revoked_at, $2)
        WHERE $1::text IS NULL OR login = $1
    ), gone AS (
        DELETE FROM access_tokens WHERE session IN (SELECT session FROM open)
    )
    SELECT count(*) FROM open";

const OPEN: &str = "
    WITH opened AS (
        INSERT INTO sessions (login, device, current, expires_at, created_at)
        VALUES ($1, $2, $3, $4, $5) RETURNING session
    ), refresh AS (
        INSERT INTO refresh_tokens SELECT $3, session FROM opened
    )
    INSERT INTO access_tokens SELECT $6, session, $7::bigint FROM opened";

/// The session of a refresh token; locked, so that of two that present it one comes second.
const SESSION: &str = "SELECT a.login, a.role, a.holder, a.password, a.disabled,
            s.session, s.device, s.current, s.previous, s.expires_at, s.revoked_at IS NOT NULL
     FROM refresh_tokens t JOIN sessions s USING (session) JOIN accounts a USING (login)
     WHERE t.digest = $1 FOR UPDATE OF s";

const END: &str = "
    WITH ended AS (
        UPDATE sessions SET revoked_at = coalesce(revoked_at, $2) WHERE session = $1
        RETURNING login, device
    ), keys AS (
        UPDATE device_keys SET revoked_at = coalesce(revoked_at, $2)
        WHERE (login, device) IN (SELECT login, device FROM ended)
    )
    DELETE FROM access_tokens WHERE session = $1";

const NEXT: &str = "
    WITH turned AS (
        UPDATE sessions SET current = $2, previous = $3, expires_at = $4 WHERE session = $1
    ), refresh AS (
        INSERT INTO refresh_tokens VALUES ($2, $1)
    )
    INSERT INTO access_tokens VALUES ($5, $1, $6)";

pub(super) fn account_row(row: &Row) -> Sql<AccountRow> {
    let StoredRole(role) = row.try_get(1)?;
    Ok(AccountRow {
        user: UserName(row.try_get(0)?),
        role,
        holder: row.try_get(2)?,
        password: row.try_get(3)?,
        disabled: row.try_get(4)?,
    })
}

pub(super) async fn account(client: &Client, user: &UserName) -> Sql<Option<AccountRow>> {
    let statement = client
        .prepare_cached(
            "SELECT login, role, holder, password, disabled FROM accounts WHERE login = $1",
        )
        .await?;
    let row = client.query_opt(&statement, &[&sought(&user.0)]).await?;
    row.as_ref().map(account_row).transpose()
}

pub(super) async fn add_with(
    client: &Client,
    statement: Statement,
    account: &AccountRow,
    at: Timestamp,
) -> Sql<Vec<Row>> {
    let (role, at) = (account.role.id(), millis(at));
    client
        .query(
            &statement,
            &[
                &account.user.0,
                &role,
                &account.holder,
                &account.password,
                &account.disabled,
                &at,
            ],
        )
        .await
}

pub(super) async fn close_with(
    client: &Client,
    statement: Statement,
    user: &UserName,
    at: Timestamp,
) -> Sql<Vec<Row>> {
    client.query(&statement, &[&user.0, &millis(at)]).await
}

pub(super) async fn add(client: &Client, account: &AccountRow, at: Timestamp) -> Sql<bool> {
    let statement = client.prepare_cached(ADD).await?;
    let added = add_with(client, statement, account, at).await?;
    Ok(added.len() == 1)
}

/// Gives an account its first password, unless it has one or was closed meanwhile.
pub(super) async fn set_first_password(
    client: &Client,
    user: &UserName,
    password: &str,
) -> Sql<bool> {
    let changed = client
        .execute(
            "UPDATE accounts SET password = $2
             WHERE login = $1 AND password = '' AND NOT disabled",
            &[&sought(&user.0), &password],
        )
        .await?;
    Ok(changed == 1)
}

pub(super) async fn change(client: &Client, account: &AccountRow) -> Sql<bool> {
    let changed = client
        .execute(
            "UPDATE accounts SET role = $2, holder = $3, password = $4, disabled = $5
             WHERE login = $1",
            &[
                &sought(&account.user.0),
                &account.role.id(),
                &account.holder,
                &account.password,
                &account.disabled,
            ],
        )
        .await?;
    Ok(changed == 1)
}

pub(super) async fn open(
    client: &Client,
    user: &UserName,
    device: DeviceId,
    tokens: TokenPair,
    at: Timestamp,
) -> Sql<()> {
    let statement = client.prepare_cached(OPEN).await?;
    client
        .execute(
            &statement,
            &[
                &user.0,
                &device.0.to_string(),
                &&tokens.refresh[..],
                &millis(tokens.refresh_expires),
                &millis(at),
                &&tokens.access[..],
                &millis(tokens.access_expires),
            ],
        )
        .await
        .map(drop)
}

struct Session {
    id: i64,
    device: String,
    current: Digest,
    previous: Option<Digest>,
    expires_at: i64,
    revoked: bool,
    account: AccountRow,
}

async fn session_of(tx: &Transaction<'_>, refresh: Digest) -> Sql<Option<Session>> {
    let statement = tx.prepare_cached(SESSION).await?;
    let Some(row) = tx.query_opt(&statement, &[&&refresh[..]]).await? else {
        return Ok(None);
    };
    let Stored(current) = row.try_get(7)?;
    let previous: Option<Stored> = row.try_get(8)?;
    Ok(Some(Session {
        account: account_row(&row)?,
        id: row.try_get(5)?,
        device: row.try_get(6)?,
        current,
        previous: previous.map(|Stored(previous)| previous),
        expires_at: row.try_get(9)?,
        revoked: row.try_get(10)?,
    }))
}

pub(super) async fn rotate(
    client: &mut Client,
    presented: Digest,
    device: DeviceId,
    tokens: TokenPair,
    at: Timestamp,
) -> Sql<Rotation> {
    let tx = client.transaction().await?;
    let rotation = match session_of(&tx, presented).await? {
        None => Rotation::Unknown,
        Some(session) => next(&tx, session, presented, device, tokens, at).await?,
    };
    tx.commit().await?;
    Ok(rotation)
}

async fn next(
    tx: &Transaction<'_>,
    session: Session,
    presented: Digest,
    device: DeviceId,
    tokens: TokenPair,
    at: Timestamp,
) -> Sql<Rotation> {
    if session.revoked || session.account.disabled {
        return Ok(Rotation::Revoked);
    }
    let is_current = presented == session.current;
    let is_predecessor = session.previous == Some(presented);
    if session.device != device.0.to_string() || !(is_current || is_predecessor) {
        tx.execute(END, &[&session.id, &millis(at)]).await?;
        return Ok(Rotation::Reused);
    }
    if session.expires_at <= millis(at) {
        return Ok(Rotation::Expired);
    }
    let statement = tx.prepare_cached(NEXT).await?;
    tx.execute(
        &statement,
        &[
            &session.id,
            &&tokens.refresh[..],
            &&presented[..],
            &millis(tokens.refresh_expires),
            &&tokens.access[..],
            &millis(tokens.access_expires),
        ],
    )
    .await?;
    Ok(Rotation::Done(session.account))
}

pub(super) async fn close(client: &mut Client, refresh: Digest, at: Timestamp) -> Sql<()> {
    let tx = client.transaction().await?;
    if let Some(session) = session_of(&tx, refresh).await? {
        tx.execute(END, &[&session.id, &millis(at)]).await?;
    }
    tx.commit().await
}

pub(super) async fn revoke(client: &Client, user: Option<&UserName>, at: Timestamp) -> Sql<u64> {
    let user = user.map(|user| sought(&user.0));
    let row = client.query_one(REVOKE, &[&user, &millis(at)]).await?;
    let ended: i64 = row.try_get(0)?;
    Ok(super::unsigned(ended))
}

pub(super) async fn access(client: &Client, token: Digest) -> Sql<Option<Access>> {
    let statement = client
        .prepare_cached(
            "SELECT a.login, a.role, a.holder, a.password, a.disabled, t.digest, t.expires_at
             FROM access_tokens t JOIN sessions s USING (session) JOIN accounts a USING (login)
             WHERE t.digest = $1 AND s.revoked_at IS NULL AND NOT a.disabled",
        )
        .await?;
    let Some(row) = client.query_opt(&statement, &[&&token[..]]).await? else {
        return Ok(None);
    };
    let Stored(digest) = row.try_get(5)?;
    Ok(Some(Access {
        account: account_row(&row)?,
        digest,
        expires_at: instant(row.try_get(6)?),
    }))
}
