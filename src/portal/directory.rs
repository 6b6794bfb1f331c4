//! The rules, holders and policies that are in force on this portal.
//!
//! They are entities of the feed like any other; this is a copy of them in memory, renewed when
//! one of them has changed. Built-in packs and years that the store lacks are planted when a
//! portal opens it; what is there already is never touched.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::storage::{Commit, Place, Put, Storage, StorageError, Write};
use crate::domain::calendar::CalendarYear;
use crate::domain::holder::{Holder, Policy};
use crate::domain::ids::{Seq, Version};
use crate::domain::rules::{RulePack, RuleSet, RulesError};
use crate::wire::feed::{EntityKey, EntityKind};

/// A state of the directory.
pub struct Directory {
    seq: Seq,
    /// The rules.
    pub rules: RuleSet,
    /// Their hash, as operations name it.
    pub hash: String,
    holders: HashMap<String, Holder>,
    policies: HashMap<String, Policy>,
}

impl Directory {
    /// A holder by BIN.
    #[must_use]
    pub fn holder(&self, bin: &str) -> Option<&Holder> {
        self.holders.get(bin)
    }

    /// The BIN of every holder, in order.
    #[must_use]
    pub fn bins(&self) -> Vec<String> {
        let mut bins: Vec<String> = self.holders.keys().cloned().collect();
        bins.sort_unstable();
        bins
    }

    /// The policy of a holder; the default of the law if it set none.
    #[must_use]
    pub fn policy(&self, bin: &str) -> Policy {
        self.policies.get(bin).cloned().unwrap_or_default()
    }
}

/// Why the directory is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The rules in the store contradict each other.
    #[error("the rules in the database cannot be used: {0}")]
    Rules(#[from] RulesError),
}

impl From<DirectoryError> for StorageError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Storage(error) => error,
            DirectoryError::Rules(error) => Self::Damaged(error.to_string()),
        }
    }
}

/// Holds the newest state of the directory.
#[derive(Default)]
pub struct DirectoryCache {
    newest: RwLock<Option<Arc<Directory>>>,
}

impl DirectoryCache {
    /// The directory as it stands in the store.
    ///
    /// # Errors
    /// The store failed, or holds rules that cannot be used.
    pub async fn current(&self, storage: &dyn Storage) -> Result<Arc<Directory>, StorageError> {
        let seq = storage.rules_seq().await?;
        let known = self
            .newest
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(known) = known.filter(|known| known.seq == seq) {
            return Ok(known);
        }
        let read = Arc::new(load(storage, seq).await?);
        *self.newest.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&read));
        Ok(read)
    }
}

async fn load(storage: &dyn Storage, seq: Seq) -> Result<Directory, DirectoryError> {
    let packs: Vec<RulePack> = bodies(storage, EntityKind::Pack)
        .await?
        .into_values()
        .collect();
    let years: Vec<CalendarYear> = bodies(storage, EntityKind::Calendar)
        .await?
        .into_values()
        .collect();
    let rules = RuleSet::from_entities(packs, years)?;
    Ok(Directory {
        seq,
        hash: rules.hash(),
        rules,
        holders: bodies(storage, EntityKind::Holder).await?,
        policies: bodies(storage, EntityKind::Policy).await?,
    })
}

async fn bodies<T: DeserializeOwned>(
    storage: &dyn Storage,
    kind: EntityKind,
) -> Result<HashMap<String, T>, StorageError> {
    let rows = storage.all(kind).await?;
    rows.into_iter()
        .map(|row| {
            let body = serde_json::from_str(&row.body)
                .map_err(|error| StorageError::Damaged(format!("{}: {error}", row.key)))?;
            Ok((row.key.id, body))
        })
        .collect()
}

/// Puts the built-in packs and calendar years into a store that lacks them.
///
/// # Errors
/// The store failed, or the built-in rules are not valid.
pub async fn plant(storage: &dyn Storage, at: Timestamp) -> Result<(), DirectoryError> {
    let rules = RuleSet::builtin()?;
    let packs = rules
        .packs
        .iter()
        .map(|pack| public(EntityKind::Pack, pack.id.0.clone(), pack, at));
    let years = rules
        .calendar
        .years()
        .map(|year| public(EntityKind::Calendar, year.year.to_string(), year, at));
    let all: Vec<Put> = packs.chain(years).collect::<Result<_, _>>()?;
    let keys = all.iter().map(|put| put.key.clone()).collect();
    let there = storage.entities(keys).await?;
    let puts: Vec<Put> = all
        .into_iter()
        .zip(there)
        .filter_map(|(put, there)| there.is_none().then_some(put))
        .collect();
    if puts.is_empty() {
        return Ok(());
    }
    let write = Write {
        puts,
        ..Write::default()
    };
    // Stale means that another process planted them at the same moment.
    let (Commit::Done(_) | Commit::Stale) = storage.commit(write).await?;
    Ok(())
}

/// Adds or replaces a holder, with the default policy if it has none.
///
/// # Errors
/// The store failed.
pub async fn put_holder(
    storage: &dyn Storage,
    holder: &Holder,
    at: Timestamp,
) -> Result<(), StorageError> {
    let key = |kind| EntityKey {
        kind,
        id: holder.bin.clone(),
    };
    loop {
        let keys = vec![key(EntityKind::Holder), key(EntityKind::Policy)];
        let mut there = storage.entities(keys).await?.into_iter();
        let mut put = public(EntityKind::Holder, holder.bin.clone(), holder, at)?;
        if let Some(Some(row)) = there.next() {
            put.expected = Some(row.version);
            put.version = Version(row.version.0 + 1);
        }
        let mut puts = vec![put];
        if let Some(None) = there.next() {
            let mut policy = public(
                EntityKind::Policy,
                holder.bin.clone(),
                &Policy::default(),
                at,
            )?;
            policy.holder.clone_from(&holder.bin);
            puts.push(policy);
        }
        let write = Write {
            puts,
            ..Write::default()
        };
        if let Commit::Done(_) = storage.commit(write).await? {
            return Ok(());
        }
    }
}

/// The first version of an entity that every account sees.
pub(super) fn public(
    kind: EntityKind,
    id: String,
    body: &impl Serialize,
    at: Timestamp,
) -> Result<Put, StorageError> {
    let body =
        serde_json::to_string(body).map_err(|error| StorageError::Failed(error.to_string()))?;
    Ok(Put {
        key: EntityKey { kind, id },
        expected: None,
        version: Version(1),
        holder: String::new(),
        // Rules come first in a snapshot: no deadline can be shown without them.
        urgency: i64::MIN,
        place: Place::default(),
        body: Some(body),
        at,
        by: None,
    })
}
