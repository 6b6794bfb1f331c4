//! Changing the profile of a holder on a running portal: looked at, then applied.
//!
//! A profile is the holder and its policy, two entities of the feed; its version is the sum of
//! theirs, which grows with every change of either. A plan says which open items move, from
//! which day to which, before anything is written; to apply it writes the entities and the
//! record in one transaction, on the versions it was decided on.
//!
//! Invariants: a fault or a conflict leaves nothing behind; the record is never rewritten.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use jiff::Timestamp;

use super::Portal;
use super::directory::public;
use super::feed::Scope;
use super::problem::{ApiProblem, ApiResult};
use super::storage::{AccountRow, Commit, EntityRow, Put, Storage, StorageError, Write};
use crate::domain::holder::{Holder, Policy};
use crate::domain::ids::Version;
use crate::domain::moved::{Moved, moves_of_switches};
use crate::domain::profile::{Fault, HolderProfile, changed, may_change};
use crate::domain::request::Request;
use crate::domain::rules::RuleSet;
use crate::domain::term::Switches;
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::problem::FieldError;
use crate::wire::profile::{
    LastChange, ProfileOutcome, ProfileRecord, ProfileRequest, ProfileView,
};

/// How many requests are looked at together.
const STEP: usize = 500;

/// A profile as it stands in the store.
struct Stored {
    holder: Holder,
    policy: Policy,
    holder_row: EntityRow,
    policy_row: Option<EntityRow>,
}

impl Stored {
    async fn read(storage: &dyn Storage, bin: &str) -> ApiResult<Self> {
        let key = |kind| EntityKey {
            kind,
            id: bin.to_owned(),
        };
        let keys = vec![key(EntityKind::Holder), key(EntityKind::Policy)];
        let mut rows = storage.entities(keys).await?.into_iter();
        let holder_row = rows.next().flatten().filter(|row| !row.deleted);
        let holder_row = holder_row.ok_or_else(|| {
            ApiProblem::new(
                StatusCode::NOT_FOUND,
                "no-such-holder",
                "the holder of this account is not in the directory",
            )
        })?;
        let policy_row = rows.next().flatten();
        let policy = match policy_row.as_ref().filter(|row| !row.deleted) {
            Some(row) => body(row)?,
            None => Policy::default(),
        };
        Ok(Self {
            holder: body(&holder_row)?,
            policy,
            holder_row,
            policy_row,
        })
    }

    fn profile(&self) -> HolderProfile {
        HolderProfile::of(&self.holder, &self.policy)
    }

    /// Grows with every change of either entity, so that no two states share one.
    fn version(&self) -> u64 {
        let policy = self.policy_row.as_ref().map_or(0, |row| row.version.0);
        self.holder_row.version.0.saturating_add(policy)
    }

    fn last(&self) -> Option<LastChange> {
        let rows = [Some(&self.holder_row), self.policy_row.as_ref()];
        let newest = rows.into_iter().flatten().max_by_key(|row| row.updated_at);
        newest.and_then(|row| {
            let by = row.updated_by.clone()?;
            let at = row.updated_at;
            Some(LastChange { at, by })
        })
    }

    /// The entities that become others.
    fn puts(&self, new: &HolderProfile, at: Timestamp) -> Result<Vec<Put>, StorageError> {
        let (holder, policy) = (new.holder(&self.holder), new.policy(&self.policy));
        let bin = &self.holder.bin;
        let mut puts = Vec::new();
        if holder != self.holder {
            let put = public(EntityKind::Holder, bin.clone(), &holder, at)?;
            puts.push(on(put, Some(&self.holder_row)));
        }
        if policy != self.policy {
            let mut put = public(EntityKind::Policy, bin.clone(), &policy, at)?;
            put.holder.clone_from(bin);
            puts.push(on(put, self.policy_row.as_ref()));
        }
        Ok(puts)
    }
}

fn on(mut put: Put, there: Option<&EntityRow>) -> Put {
    put.expected = there.map(|row| row.version);
    put.version = Version(there.map_or(1, |row| row.version.0 + 1));
    put
}

fn body<T: serde::de::DeserializeOwned>(row: &EntityRow) -> Result<T, StorageError> {
    serde_json::from_str(&row.body)
        .map_err(|error| StorageError::Damaged(format!("{}: {error}", row.key)))
}

/// The profile of the caller's holder.
///
/// # Errors
/// The holder is not in the directory, or the store failed.
pub async fn view(portal: &Portal, scope: &Scope) -> ApiResult<ProfileView> {
    let stored = Stored::read(portal.storage.as_ref(), scope.holder()).await?;
    Ok(ProfileView {
        base_version: stored.version(),
        profile: stored.profile(),
        last: stored.last(),
        takes_requests: stored.holder.takes_requests(),
        bin: stored.holder.bin,
        name: stored.holder.name,
    })
}

/// Changes the profile, or says what the change would move.
///
/// # Errors
/// The role may not, the profile is another one than the change was decided on, a field cannot
/// be as it says, or the store failed; nothing was written then.
pub async fn change(
    portal: &Portal,
    account: &AccountRow,
    scope: &Scope,
    asked: &ProfileRequest,
) -> ApiResult<ProfileOutcome> {
    if !may_change(account.role) {
        return Err(ApiProblem::forbidden());
    }
    let storage = portal.storage.as_ref();
    let stored = Stored::read(storage, scope.holder()).await?;
    if stored.version() != asked.base_version {
        return Err(conflict());
    }
    let old = stored.profile();
    let new = asked.change.on(&old).map_err(|faults| invalid(&faults))?;
    let directory = portal.directory.current(storage).await?;
    let bin = &stored.holder.bin;
    let (was, is) = (&old.switches, &new.switches);
    let (open, moved) = moved(storage, bin, &directory.rules, was, is).await?;
    let mut outcome = ProfileOutcome {
        applied: false,
        version: stored.version(),
        changed: changed(&old, &new),
        takes_requests: new.holder(&stored.holder).takes_requests(),
        open,
        items: items(&moved),
        moved,
    };
    if asked.dry_run || outcome.changed.is_empty() {
        return Ok(outcome);
    }
    let at = portal.clock.now();
    let puts = stored.puts(&new, at)?;
    outcome.version = stored.version() + u64::try_from(puts.len()).unwrap_or(u64::MAX);
    let record = ProfileRecord {
        at,
        by: account.user.clone(),
        changed: outcome.changed.clone(),
        before: old,
        after: new,
        open,
        moved: outcome.items,
    };
    write(storage, puts, (bin, outcome.version), &record).await?;
    outcome.applied = true;
    Ok(outcome)
}

/// Writes the entities with the record, which is named after the version that came of it.
async fn write(
    storage: &dyn Storage,
    mut puts: Vec<Put>,
    (bin, version): (&str, u64),
    record: &ProfileRecord,
) -> ApiResult<()> {
    let id = format!("{bin}-{version}");
    let mut written = public(EntityKind::ProfileChange, id, record, record.at)?;
    written.holder = bin.to_owned();
    // Behind the rules and before any request: a replica being filled can wait for it.
    written.urgency = i64::MIN + 1;
    puts.push(written);
    for put in &mut puts {
        put.by = Some(record.by.clone());
    }
    let write = Write {
        puts,
        ..Write::default()
    };
    match storage.commit(write).await? {
        Commit::Done(_) => Ok(()),
        Commit::Stale => Err(conflict()),
    }
}

/// The records of a holder's changes, oldest first.
///
/// # Errors
/// The store failed, or a record cannot be read.
pub async fn records(storage: &dyn Storage, bin: &str) -> Result<Vec<ProfileRecord>, StorageError> {
    let rows = storage.all(EntityKind::ProfileChange).await?;
    let own = rows.iter().filter(|row| row.holder == bin);
    let mut records = own.map(body).collect::<Result<Vec<ProfileRecord>, _>>()?;
    records.sort_by_key(|record| record.at);
    Ok(records)
}

/// How many open items the holder has, and which of their terms move.
async fn moved(
    storage: &dyn Storage,
    bin: &str,
    rules: &RuleSet,
    old: &Switches,
    new: &Switches,
) -> Result<(usize, Vec<Moved>), StorageError> {
    let (mut open, mut moved) = (0, Vec::new());
    let mut last = String::new();
    loop {
        let step = storage.walk(EntityKind::Request, last.clone(), STEP);
        let rows = step.await?;
        let Some(end) = rows.last() else {
            moved.sort_by_key(|moved: &Moved| (moved.new.or(moved.old), moved.number));
            return Ok((open, moved));
        };
        last.clone_from(&end.key.id);
        for row in rows.iter().filter(|row| row.holder == bin) {
            let request: Request = body(row)?;
            open += usize::from(!request.state.is_closed());
            moved.extend(moves_of_switches(&request, rules, old, new));
        }
    }
}

fn items(moved: &[Moved]) -> usize {
    let numbers: BTreeSet<_> = moved.iter().map(|moved| moved.number).collect();
    numbers.len()
}

fn conflict() -> ApiProblem {
    ApiProblem::new(
        StatusCode::CONFLICT,
        "profile-changed",
        "the profile was changed meanwhile",
    )
    .detail("read it again and decide anew")
}

fn invalid(faults: &[Fault]) -> ApiProblem {
    let errors = faults.iter().map(|fault| FieldError {
        field: fault.field.id().to_owned(),
        code: fault.kind.code().to_owned(),
        message: fault.kind.to_string(),
    });
    ApiProblem::validation(errors.collect())
}
