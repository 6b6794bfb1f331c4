//! Who is signed in, and the tokens of that account.
//!
//! The refresh token is a secret and lies only in the encrypted database. Signing out removes
//! the tokens and keeps the name: queued operations wait for the same user.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use secrecy::{ExposeSecret, SecretString};

use super::error::StoreError;
use super::project::lens_changed;
use super::{Reply, Store, keys};
use crate::domain::act::Role;
use crate::domain::ids::UserName;
use crate::wire::auth::{Account, Tokens};

/// The account of this store and what it takes to speak for it.
#[derive(Debug)]
pub struct Session {
    /// The portal's address.
    pub portal: String,
    /// The account.
    pub account: Account,
    /// For the next refresh; `None` after signing out or being signed out.
    pub refresh_token: Option<SecretString>,
    /// For calls to the portal, and when it ends.
    pub access: Option<(SecretString, Timestamp)>,
}

impl Store {
    /// Keeps the tokens of a login or a refresh; the old ones are gone afterwards.
    pub fn set_session(&self, portal: &str, tokens: &Tokens) -> Reply<()> {
        let portal = portal.to_owned();
        let account = tokens.account.clone();
        let refresh = tokens.refresh_token.clone();
        let access = tokens.access_token.clone();
        let expires = tokens.access_expires_at;
        let keys = tokens.portal_keys;
        self.submit(move |tx, projector| {
            let before = session(tx)?.map(|session| session.account);
            tx.prepare_cached(
                "INSERT OR REPLACE INTO account VALUES(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                portal,
                account.user.0,
                account.role.id(),
                account.holder,
                refresh.expose_secret(),
                access.expose_secret(),
                expires.as_millisecond()
            ])?;
            keys::set_portal(tx, &portal, keys)?;
            if before.is_none_or(|before| before.role != account.role) {
                lens_changed(tx, projector)?;
            }
            Ok(())
        })
    }

    /// Removes the tokens; the account stays known.
    pub fn clear_session(&self) -> Reply<()> {
        self.submit(|tx, _| {
            tx.execute(
                "UPDATE account SET refresh_token = NULL, access_token = NULL,
                   access_expires_at = NULL",
                [],
            )?;
            Ok(())
        })
    }
}

/// Reads the account and its tokens.
pub(super) fn session(connection: &Connection) -> Result<Option<Session>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT portal, user, role, holder, refresh_token, access_token, access_expires_at
         FROM account",
    )?;
    let found = statement
        .query_row([], |row| {
            let role: String = row.get(2)?;
            let access: Option<String> = row.get(5)?;
            let expires: Option<i64> = row.get(6)?;
            Ok((
                role,
                Session {
                    portal: row.get(0)?,
                    account: Account {
                        user: UserName(row.get(1)?),
                        role: Role::Support,
                        holder: row.get(3)?,
                    },
                    refresh_token: row.get::<_, Option<String>>(4)?.map(SecretString::from),
                    access: access
                        .map(SecretString::from)
                        .zip(expires.and_then(|expires| Timestamp::from_millisecond(expires).ok())),
                },
            ))
        })
        .optional()?;
    found
        .map(|(role, mut session)| {
            session.account.role = Role::ALL
                .into_iter()
                .find(|one| one.id() == role)
                .ok_or(StoreError::Unexpected { what: "role" })?;
            Ok(session)
        })
        .transpose()
}
