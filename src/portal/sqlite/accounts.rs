//! Statements on accounts, sessions and tokens. Tokens are here only as digests.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::storage::{Access, AccountChange, AccountRow, Digest, Rotation, TokenPair};
use super::{instant, millis};
use crate::domain::act::Role;
use crate::domain::ids::{DeviceId, UserName};

pub(super) fn account_row(row: &Row<'_>) -> rusqlite::Result<AccountRow> {
    let role: String = row.get(1)?;
    let role = Role::from_str(&role).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(1, Type::Text, Box::new(error))
    })?;
    Ok(AccountRow {
        user: UserName(row.get(0)?),
        role,
        holder: row.get(2)?,
        password: row.get(3)?,
        disabled: row.get(4)?,
    })
}

pub(super) fn account(
    connection: &Connection,
    user: &UserName,
) -> rusqlite::Result<Option<AccountRow>> {
    connection
        .prepare_cached(
            "SELECT user, role, holder, password, disabled FROM accounts WHERE user = ?1",
        )?
        .query_row([&user.0], account_row)
        .optional()
}

pub(super) fn add(
    connection: &Connection,
    account: &AccountRow,
    at: Timestamp,
) -> rusqlite::Result<bool> {
    let added = connection.execute(
        "INSERT OR IGNORE INTO accounts VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            account.user.0,
            account.role.id(),
            account.holder,
            account.password,
            account.disabled,
            millis(at)
        ],
    )?;
    Ok(added == 1)
}

/// Opens or closes an account as part of a write; `false` if the login name is taken.
pub(super) fn apply(
    connection: &Connection,
    change: &AccountChange,
    at: Timestamp,
) -> rusqlite::Result<bool> {
    match change {
        AccountChange::Open(account) => add(connection, account, at),
        AccountChange::Close(user) => {
            connection.execute(
                "UPDATE accounts SET disabled = 1 WHERE user = ?1",
                [&user.0],
            )?;
            revoke(connection, Some(user), at)?;
            Ok(true)
        }
    }
}

/// Gives an account its first password, unless it has one or was closed meanwhile.
pub(super) fn set_first_password(
    connection: &Connection,
    user: &UserName,
    password: &str,
) -> rusqlite::Result<bool> {
    let changed = connection.execute(
        "UPDATE accounts SET password = ?2 WHERE user = ?1 AND password = '' AND disabled = 0",
        params![user.0, password],
    )?;
    Ok(changed == 1)
}

pub(super) fn change(connection: &Connection, account: &AccountRow) -> rusqlite::Result<bool> {
    let changed = connection.execute(
        "UPDATE accounts SET role = ?2, holder = ?3, password = ?4, disabled = ?5 WHERE user = ?1",
        params![
            account.user.0,
            account.role.id(),
            account.holder,
            account.password,
            account.disabled
        ],
    )?;
    Ok(changed == 1)
}

pub(super) fn open(
    connection: &Connection,
    user: &UserName,
    device: DeviceId,
    tokens: TokenPair,
    at: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO sessions (user, device, current, expires_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            user.0,
            device.0.to_string(),
            tokens.refresh,
            millis(tokens.refresh_expires),
            millis(at)
        ],
    )?;
    give(connection, connection.last_insert_rowid(), tokens)
}

fn give(connection: &Connection, session: i64, tokens: TokenPair) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO refresh_tokens VALUES (?1, ?2)",
        params![tokens.refresh, session],
    )?;
    connection.execute(
        "INSERT INTO access_tokens VALUES (?1, ?2, ?3)",
        params![tokens.access, session, millis(tokens.access_expires)],
    )?;
    Ok(())
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

fn session_of(connection: &Connection, refresh: Digest) -> rusqlite::Result<Option<Session>> {
    connection
        .prepare_cached(
            "SELECT a.user, a.role, a.holder, a.password, a.disabled,
                    s.session, s.device, s.current, s.previous, s.expires_at,
                    s.revoked_at IS NOT NULL
             FROM refresh_tokens t JOIN sessions s USING (session) JOIN accounts a USING (user)
             WHERE t.digest = ?1",
        )?
        .query_row([refresh], |row| {
            Ok(Session {
                account: account_row(row)?,
                id: row.get(5)?,
                device: row.get(6)?,
                current: row.get(7)?,
                previous: row.get(8)?,
                expires_at: row.get(9)?,
                revoked: row.get(10)?,
            })
        })
        .optional()
}

pub(super) fn rotate(
    connection: &Connection,
    presented: Digest,
    device: DeviceId,
    tokens: TokenPair,
    at: Timestamp,
) -> rusqlite::Result<Rotation> {
    let Some(session) = session_of(connection, presented)? else {
        return Ok(Rotation::Unknown);
    };
    if session.revoked || session.account.disabled {
        return Ok(Rotation::Revoked);
    }
    let is_current = presented == session.current;
    let is_predecessor = session.previous == Some(presented);
    if session.device != device.0.to_string() || !(is_current || is_predecessor) {
        end(connection, session.id, at)?;
        return Ok(Rotation::Reused);
    }
    if session.expires_at <= millis(at) {
        return Ok(Rotation::Expired);
    }
    connection.execute(
        "UPDATE sessions SET current = ?2, previous = ?3, expires_at = ?4 WHERE session = ?1",
        params![
            session.id,
            tokens.refresh,
            presented,
            millis(tokens.refresh_expires)
        ],
    )?;
    give(connection, session.id, tokens)?;
    Ok(Rotation::Done(session.account))
}

pub(super) fn close(
    connection: &Connection,
    refresh: Digest,
    at: Timestamp,
) -> rusqlite::Result<()> {
    match session_of(connection, refresh)? {
        Some(session) => end(connection, session.id, at),
        None => Ok(()),
    }
}

fn end(connection: &Connection, session: i64, at: Timestamp) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE sessions SET revoked_at = coalesce(revoked_at, ?2) WHERE session = ?1",
        params![session, millis(at)],
    )?;
    connection.execute("DELETE FROM access_tokens WHERE session = ?1", [session])?;
    // Until somebody signs in there again, its packages are not taken either.
    connection.execute(
        "UPDATE device_keys SET revoked_at = coalesce(revoked_at, ?2)
         WHERE (user, device) IN (SELECT user, device FROM sessions WHERE session = ?1)",
        params![session, millis(at)],
    )?;
    Ok(())
}

pub(super) fn revoke(
    connection: &Connection,
    user: Option<&UserName>,
    at: Timestamp,
) -> rusqlite::Result<u64> {
    let sessions: Vec<i64> = connection
        .prepare(
            "SELECT session FROM sessions
             WHERE revoked_at IS NULL AND (?1 IS NULL OR user = ?1)",
        )?
        .query_map([user.map(|user| user.0.as_str())], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for session in &sessions {
        end(connection, *session, at)?;
    }
    // Those too whose sessions have ended by age and are forgotten.
    connection.execute(
        "UPDATE device_keys SET revoked_at = coalesce(revoked_at, ?2)
         WHERE ?1 IS NULL OR user = ?1",
        params![user.map(|user| user.0.as_str()), millis(at)],
    )?;
    Ok(u64::try_from(sessions.len()).unwrap_or(u64::MAX))
}

pub(super) fn access(connection: &Connection, token: Digest) -> rusqlite::Result<Option<Access>> {
    connection
        .prepare_cached(
            "SELECT a.user, a.role, a.holder, a.password, a.disabled, t.digest, t.expires_at
             FROM access_tokens t JOIN sessions s USING (session) JOIN accounts a USING (user)
             WHERE t.digest = ?1 AND s.revoked_at IS NULL AND a.disabled = 0",
        )?
        .query_row([token], |row| {
            Ok(Access {
                account: account_row(row)?,
                digest: row.get(5)?,
                expires_at: instant(row.get(6)?),
            })
        })
        .optional()
}

pub(super) fn forget(connection: &Connection, before: Timestamp) -> rusqlite::Result<()> {
    let before = millis(before);
    connection.execute("DELETE FROM access_tokens WHERE expires_at < ?1", [before])?;
    connection.execute(
        "DELETE FROM sessions WHERE expires_at < ?1 OR revoked_at < ?1",
        [before],
    )?;
    Ok(())
}
