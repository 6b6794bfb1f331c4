//! What a write locks before it looks: families and operations, then rows in the order of their
//! keys.

use std::collections::BTreeMap;

use deadpool_postgres::Client;
use sha2::{Digest as _, Sha256};
use tokio_postgres::Error;

use super::super::super::storage::Write;
use super::super::{signed, sought};
use super::Steps;
use crate::domain::ids::{OpId, Version};
use crate::wire::feed::EntityKey;

/// Operations share so many locks: refusing one of them is rare, and a write holds few.
const OF_OPS: u8 = 64;

/// How a row is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// Others may rely on it too.
    Shared,
    /// It is going to be changed.
    Alone,
}

impl Hold {
    const fn sql(self) -> &'static str {
        match self {
            Self::Shared => "FOR SHARE",
            Self::Alone => "FOR UPDATE",
        }
    }
}

/// The locks of a write, each in the order in which every write takes them.
pub(super) struct Locks<'w> {
    /// Keys of advisory locks of families and operations, `true` for those held alone.
    advisory: BTreeMap<i64, bool>,
    /// Rows by kind and id, with the version they must have.
    rows: BTreeMap<(&'w str, &'w str), (Version, Hold)>,
}

/// The locks of a write; `None` if it contradicts itself and cannot stand.
pub(super) fn of(write: &Write) -> Option<Locks<'_>> {
    let mut locks = Locks {
        advisory: BTreeMap::new(),
        rows: BTreeMap::new(),
    };
    for parent in write
        .puts
        .iter()
        .filter_map(|put| put.place.parent.as_deref())
    {
        locks.advisory.entry(lock_of(parent)).or_insert(false);
    }
    for (parent, _) in &write.families {
        locks.advisory.insert(lock_of(parent), true);
    }
    // One node may apply what another one refuses, and neither sees what is not committed.
    for op in &write.ops {
        locks.advisory.entry(lock_of_op(op.op_id)).or_insert(false);
    }
    for refused in &write.refusals {
        locks.advisory.insert(lock_of_op(refused.op_id), true);
    }
    for (key, version) in &write.guards {
        let there = locks.rows.insert(name(key), (*version, Hold::Shared));
        if there.is_some_and(|(other, _)| other != *version) {
            return None;
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for put in &write.puts {
        // What a write puts twice must have the expected version before the first time.
        if !seen.insert(name(&put.key)) {
            continue;
        }
        let guarded = locks.rows.get(&name(&put.key)).map(|(version, _)| *version);
        if guarded.is_some() && guarded != put.expected {
            return None;
        }
        if let Some(expected) = put.expected {
            locks.rows.insert(name(&put.key), (expected, Hold::Alone));
        }
    }
    Some(locks)
}

fn name(key: &EntityKey) -> (&str, &str) {
    (sought(key.kind.id()), sought(&key.id))
}

/// The advisory lock of a family; two families with one lock only wait for each other in vain.
fn lock_of(parent: &str) -> i64 {
    let digest: [u8; 32] = Sha256::digest(parent).into();
    let first = digest.first_chunk().copied().unwrap_or_default();
    i64::from_be_bytes(first)
}

/// The advisory lock of an operation and of many others.
fn lock_of_op(op: OpId) -> i64 {
    let [.., last] = op.0.into_bytes();
    lock_of(&format!("op/{}", last % OF_OPS))
}

/// Adds the statements that take the locks and check the versions.
pub(super) async fn add<'a>(
    steps: &mut Steps<'a>,
    client: &'a Client,
    locks: &'a Locks<'a>,
) -> Result<(), Error> {
    if !locks.advisory.is_empty() {
        let statement = client
            .prepare_cached(
                "SELECT CASE WHEN alone THEN pg_advisory_xact_lock(lock)
                             ELSE pg_advisory_xact_lock_shared(lock) END
                 FROM unnest($1::bigint[], $2::bool[]) AS held (lock, alone)",
            )
            .await?;
        let (keys, alone): (Vec<i64>, Vec<bool>) = locks.advisory.iter().unzip();
        steps.simply(async move { client.query(&statement, &[&keys, &alone]).await });
    }
    let rows: Vec<_> = locks.rows.iter().collect();
    // Runs of one kind of lock: taken one behind the other they are in the order of the keys.
    for run in rows.chunk_by(|(_, one), (_, next)| one.1 == next.1) {
        let Some((_, (_, hold))) = run.first() else {
            continue;
        };
        let statement = client
            .prepare_cached(&format!(
                "SELECT FROM entities e
                 JOIN unnest($1::text[], $2::text[], $3::bigint[]) AS asked (kind, id, version)
                   ON e.kind = asked.kind AND e.id = asked.id
                 WHERE e.version = asked.version
                 ORDER BY e.kind, e.id {} OF e",
                hold.sql()
            ))
            .await?;
        let kinds: Vec<&str> = run.iter().map(|((kind, _), _)| *kind).collect();
        let ids: Vec<&str> = run.iter().map(|((_, id), _)| *id).collect();
        let versions: Vec<i64> = run
            .iter()
            .map(|(_, (version, _))| signed(version.0))
            .collect();
        steps.touching(run.len(), async move {
            client.query(&statement, &[&kinds, &ids, &versions]).await
        });
    }
    Ok(())
}
