//! What the replica is seen through: the rules, the policies and the role that are in it.
//!
//! Read once and kept until the stamp in the database says that something changed. A replica
//! without rules, or with rules this program cannot read, is seen through the built-in ones.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;

use super::error::StoreError;
use super::state::{meta, set_meta};
use crate::domain::act::Role;
use crate::domain::calendar::CalendarYear;
use crate::domain::command::Command;
use crate::domain::holder::{Holder, Policy};
use crate::domain::rules::{RulePack, RuleSet};

/// Counts the changes to rules, policies and the account.
const STAMP: &str = "lens";

/// Rules, policies and role, as one connection last saw them.
#[derive(Debug, Default)]
pub(super) struct Lens {
    stamp: Option<u64>,
    rules: Option<Arc<RuleSet>>,
    policies: HashMap<String, Arc<Policy>>,
    role: Option<Role>,
}

impl Lens {
    /// Drops what is out of date; to be called at the beginning of a transaction.
    pub(super) fn refresh(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let stamp = stamp(connection)?;
        if self.stamp != Some(stamp) {
            let rules_known = self.stamp.is_some();
            self.policies.clear();
            self.role = None;
            if rules_known {
                self.rules = None;
            }
            self.stamp = Some(stamp);
        }
        Ok(())
    }

    /// The number of changes that were taken into account.
    pub(super) fn stamp(&self) -> u64 {
        self.stamp.unwrap_or_default()
    }

    /// Forgets everything.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The rules.
    pub(super) fn rules(&mut self, connection: &Connection) -> Result<Arc<RuleSet>, StoreError> {
        if let Some(rules) = &self.rules {
            return Ok(Arc::clone(rules));
        }
        let rules = match received(connection)? {
            Some(rules) => rules,
            None => builtin()?,
        };
        let rules = Arc::new(rules);
        self.rules = Some(Arc::clone(&rules));
        Ok(rules)
    }

    /// The policy of a holder; the default one if none was received.
    pub(super) fn policy(
        &mut self,
        connection: &Connection,
        bin: &str,
    ) -> Result<Arc<Policy>, StoreError> {
        if let Some(policy) = self.policies.get(bin) {
            return Ok(Arc::clone(policy));
        }
        let policy = Arc::new(body(connection, "policy", bin)?.unwrap_or_default());
        self.policies.insert(bin.to_owned(), Arc::clone(&policy));
        Ok(policy)
    }

    /// The role of the account; an administrator's before anyone signed in.
    pub(super) fn role(&mut self, connection: &Connection) -> Result<Role, StoreError> {
        if let Some(role) = self.role {
            return Ok(role);
        }
        let id: Option<String> = connection
            .prepare_cached("SELECT role FROM account")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let role = id
            .and_then(|id| Role::ALL.into_iter().find(|role| role.id() == id))
            .unwrap_or(Role::Administrator);
        self.role = Some(role);
        Ok(role)
    }
}

/// The holder an act is addressed to; `None` for an act without one, or if it is unknown.
pub(super) fn addressee(
    connection: &Connection,
    command: &Command,
) -> Result<Option<Holder>, StoreError> {
    match command.addressee() {
        Some(bin) => body(connection, "holder", bin),
        None => Ok(None),
    }
}

/// Says that rules, policies or the account changed.
pub(super) fn touch(tx: &Connection) -> Result<(), StoreError> {
    let next = stamp(tx)? + 1;
    set_meta(tx, STAMP, &next.to_string())
}

/// The number of changes so far.
pub(super) fn stamp(connection: &Connection) -> Result<u64, StoreError> {
    Ok(meta(connection, STAMP)?
        .and_then(|text| text.parse().ok())
        .unwrap_or(0))
}

/// The rules that came from the portal, if they are complete and readable.
pub(super) fn received(connection: &Connection) -> Result<Option<RuleSet>, StoreError> {
    let packs: Option<Vec<RulePack>> = bodies(connection, "pack")?;
    let years: Option<Vec<CalendarYear>> = bodies(connection, "calendar")?;
    let (Some(packs), Some(years)) = (packs, years) else {
        return Ok(None);
    };
    if packs.is_empty() || years.is_empty() {
        return Ok(None);
    }
    Ok(RuleSet::from_entities(packs, years).ok())
}

fn builtin() -> Result<RuleSet, StoreError> {
    RuleSet::builtin().map_err(|_tested_elsewhere| StoreError::Unexpected {
        what: "built-in rules",
    })
}

/// All bodies of a kind; `None` if one of them cannot be read.
fn bodies<T: DeserializeOwned>(
    connection: &Connection,
    kind: &str,
) -> Result<Option<Vec<T>>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT body FROM entity WHERE kind = ?1 AND deleted = 0 ORDER BY id")?;
    let mut rows = statement.query([kind])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let body: Option<Vec<u8>> = row.get(0)?;
        match serde_json::from_slice(&body.unwrap_or_default()) {
            Ok(one) => all.push(one),
            Err(_newer) => return Ok(None),
        }
    }
    Ok(Some(all))
}

/// The bodies of a kind that can be read.
pub(super) fn readable<T: DeserializeOwned>(
    connection: &Connection,
    kind: &str,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT body FROM entity WHERE kind = ?1 AND deleted = 0 ORDER BY id")?;
    let bodies = statement.query_map([kind], |row| row.get::<_, Option<Vec<u8>>>(0))?;
    let mut all = Vec::new();
    for body in bodies {
        all.extend(serde_json::from_slice::<T>(&body?.unwrap_or_default()).ok());
    }
    Ok(all)
}

/// One body; `None` if it is not there or cannot be read.
pub(super) fn body<T: DeserializeOwned>(
    connection: &Connection,
    kind: &str,
    id: &str,
) -> Result<Option<T>, StoreError> {
    let body: Option<Option<Vec<u8>>> = connection
        .prepare_cached("SELECT body FROM entity WHERE kind = ?1 AND id = ?2 AND deleted = 0")?
        .query_row([kind, id], |row| row.get(0))
        .optional()?;
    Ok(body
        .flatten()
        .and_then(|body| serde_json::from_slice(&body).ok()))
}
