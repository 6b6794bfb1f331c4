//! Changing packs and calendar years of a running portal: planned, looked at, then applied.
//!
//! A plan says which open items move, from which day to which, before anything is written. To
//! apply it writes the new entities and the record of the change in one transaction; nodes and
//! workstations see it as they see any change of the feed.
//!
//! Invariants: the rules after a change are valid as a whole; a pack that items are pinned to
//! gains rules or an end, but none of its terms becomes another; the record is never rewritten.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::directory::{Directory, DirectoryCache, DirectoryError, public};
use super::storage::{Commit, Put, Storage, StorageError, Write};
use crate::domain::calendar::CalendarYear;
use crate::domain::ids::{Seq, UserName, Version};
use crate::domain::moved::{Moved, moves};
use crate::domain::request::Request;
use crate::domain::rules::{Change, Difference, PackId, Part, RulePack, RuleSet, RulesError, diff};
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::rules_change::{ChangeFile, RulesChange};

/// How many requests are looked at together.
const STEP: usize = 500;

/// Fields of a pack in use that may change: they cite and explain, or end it.
const PACK_FREE: [&str; 6] = [
    "source",
    "note",
    "numbering_unverified",
    "roll_source",
    "in_force",
    "repeal",
];

/// Fields of its rules that may change: words.
const RULE_FREE: [&str; 4] = ["also", "our_reading", "short", "title"];

/// What is to be in force: complete packs and years.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// Packs added, or in place of those of their id.
    pub packs: Vec<RulePack>,
    /// Years added, or in place of those of their number.
    pub years: Vec<CalendarYear>,
}

/// What a proposal would do.
pub struct Plan {
    /// The rules as they are.
    pub before: RuleSet,
    /// The rules as they would be.
    pub after: RuleSet,
    /// The packs and years that differ.
    pub changed: Vec<EntityKey>,
    /// Open items.
    pub open: usize,
    /// The terms that move, item by item.
    pub moved: Vec<Moved>,
    puts: Vec<Put>,
    seq: Seq,
}

impl Plan {
    /// How many items move.
    #[must_use]
    pub fn items(&self) -> usize {
        let numbers: BTreeSet<_> = self.moved.iter().map(|moved| moved.number).collect();
        numbers.len()
    }
}

/// Why rules are not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The rules would contradict themselves.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// The same pack or year was proposed twice.
    #[error("{0} is proposed twice")]
    Twice(EntityKey),
    /// Items are pinned to the pack, and the change is more than an addition.
    #[error("{items} items are pinned to {pack}: {what} cannot change")]
    InUse {
        /// The pack.
        pack: PackId,
        /// The rule or field, as `answer.count`.
        what: String,
        /// Items pinned to it, or to a pack that rests on it.
        items: usize,
    },
    /// The rules were changed since they were planned for.
    #[error("the rules were changed meanwhile")]
    Stale,
}

impl From<DirectoryError> for ChangeError {
    fn from(error: DirectoryError) -> Self {
        Self::Storage(error.into())
    }
}

/// Works out what a proposal would do; writes nothing.
///
/// # Errors
/// As [`ChangeError`], but `Stale`.
pub async fn plan(
    storage: &dyn Storage,
    proposal: Proposal,
    at: Timestamp,
) -> Result<Plan, ChangeError> {
    let seq = storage.rules_seq().await?;
    let directory = DirectoryCache::default().current(storage).await?;
    let before = directory.rules.clone();
    let puts = puts(storage, &before, &proposal, at).await?;
    let changed: Vec<EntityKey> = puts.iter().map(|put| put.key.clone()).collect();
    if let Some(key) = twice(&changed) {
        return Err(ChangeError::Twice(key.clone()));
    }
    let mut packs = before.packs.clone();
    packs.retain(|old| proposal.packs.iter().all(|new| new.id != old.id));
    packs.extend(proposal.packs.iter().cloned());
    let mut years: Vec<CalendarYear> = before.calendar.years().cloned().collect();
    years.retain(|old| proposal.years.iter().all(|new| new.year != old.year));
    years.extend(proposal.years.iter().cloned());
    let after = RuleSet::from_entities(packs, years)?;
    let mut seen = Seen::default();
    seen.look(storage, &directory, &after).await?;
    check_packs(&before, &proposal.packs, &seen.pins)?;
    Ok(Plan {
        before,
        after,
        changed,
        open: seen.open,
        moved: seen.moved,
        puts,
        seq,
    })
}

/// Writes what was planned, with its record.
///
/// # Errors
/// The store failed, or the rules are others than those planned for.
pub async fn apply(
    storage: &dyn Storage,
    plan: &Plan,
    by: UserName,
    files: Vec<ChangeFile>,
    at: Timestamp,
) -> Result<RulesChange, ChangeError> {
    if storage.rules_seq().await? != plan.seq {
        return Err(ChangeError::Stale);
    }
    let record = RulesChange {
        at,
        by: by.0.clone(),
        files,
        changed: plan.changed.clone(),
        open: plan.open,
        moved: plan.items(),
        hash_before: plan.before.hash(),
        hash_after: plan.after.hash(),
    };
    let mut puts = plan.puts.clone();
    // Two changes at one instant are told apart by what came of them.
    let result: String = record.hash_after.chars().take(8).collect();
    let mut written = public(
        EntityKind::RulesChange,
        format!("{at}-{result}"),
        &record,
        at,
    )?;
    // Behind the rules and before any request: a replica being filled can wait for it.
    written.urgency = i64::MIN + 1;
    puts.push(written);
    for put in &mut puts {
        put.by = Some(by.clone());
        put.at = at;
    }
    let write = Write {
        puts,
        ..Write::default()
    };
    match storage.commit(write).await? {
        Commit::Done(_) => Ok(record),
        Commit::Stale => Err(ChangeError::Stale),
    }
}

/// The changes so far, oldest first.
///
/// # Errors
/// The store failed, or a record cannot be read.
pub async fn records(storage: &dyn Storage) -> Result<Vec<RulesChange>, StorageError> {
    let rows = storage.all(EntityKind::RulesChange).await?;
    let mut records = rows
        .iter()
        .map(|row| {
            serde_json::from_str(&row.body)
                .map_err(|error| StorageError::Damaged(format!("{}: {error}", row.key)))
        })
        .collect::<Result<Vec<RulesChange>, _>>()?;
    records.sort_by_key(|record| record.at);
    Ok(records)
}

fn twice(keys: &[EntityKey]) -> Option<&EntityKey> {
    let mut seen = BTreeSet::new();
    keys.iter().find(|key| !seen.insert(*key))
}

/// The entities that differ from what is there.
async fn puts(
    storage: &dyn Storage,
    before: &RuleSet,
    proposal: &Proposal,
    at: Timestamp,
) -> Result<Vec<Put>, StorageError> {
    let packs = proposal
        .packs
        .iter()
        .filter(|pack| before.pack(&pack.id) != Some(*pack))
        .map(|pack| public(EntityKind::Pack, pack.id.0.clone(), pack, at));
    let years = proposal
        .years
        .iter()
        .filter(|year| before.calendar.year(year.year) != Some(*year))
        .map(|year| public(EntityKind::Calendar, year.year.to_string(), year, at));
    let mut puts: Vec<Put> = packs.chain(years).collect::<Result<_, _>>()?;
    let keys = puts.iter().map(|put| put.key.clone()).collect();
    let there = storage.entities(keys).await?;
    for (put, row) in puts.iter_mut().zip(there) {
        if let Some(row) = row {
            put.expected = Some(row.version);
            put.version = Version(row.version.0 + 1);
        }
    }
    Ok(puts)
}

/// What was seen of the requests.
#[derive(Default)]
struct Seen {
    open: usize,
    moved: Vec<Moved>,
    pins: BTreeMap<PackId, usize>,
}

impl Seen {
    async fn look(
        &mut self,
        storage: &dyn Storage,
        directory: &Directory,
        after: &RuleSet,
    ) -> Result<(), StorageError> {
        let mut last = String::new();
        loop {
            let rows = storage
                .walk(EntityKind::Request, last.clone(), STEP)
                .await?;
            let Some(end) = rows.last() else {
                self.moved
                    .sort_by_key(|moved| (moved.new.or(moved.old), moved.number));
                return Ok(());
            };
            last.clone_from(&end.key.id);
            for row in &rows {
                let request: Request = serde_json::from_str(&row.body)
                    .map_err(|error| StorageError::Damaged(format!("{}: {error}", row.key)))?;
                *self.pins.entry(request.pack.clone()).or_default() += 1;
                self.open += usize::from(!request.state.is_closed());
                let policy = directory.policy(&request.holder);
                self.moved
                    .extend(moves(&request, &directory.rules, after, &policy));
            }
        }
    }
}

/// A pack that items are pinned to, also through a pack that rests on it, only gains.
fn check_packs(
    before: &RuleSet,
    proposed: &[RulePack],
    pins: &BTreeMap<PackId, usize>,
) -> Result<(), ChangeError> {
    for new in proposed {
        let Some(old) = before.pack(&new.id) else {
            continue;
        };
        let governed = |pin: &PackId| {
            let rests = before.pack(pin).map(|pack| &pack.rests_on);
            *pin == new.id || rests.is_some_and(|bases| bases.contains(&new.id))
        };
        let items = pins
            .iter()
            .filter(|(pin, _)| governed(pin))
            .map(|(_, count)| count)
            .sum();
        let what = diff(old, new).iter().find_map(|one| touches(one, old, new));
        if let (Some(what), true) = (what, items > 0) {
            return Err(ChangeError::InUse {
                pack: new.id.clone(),
                what,
                items,
            });
        }
    }
    Ok(())
}

/// What of a difference would decide an item otherwise.
fn touches(difference: &Difference, old: &RulePack, new: &RulePack) -> Option<String> {
    let free: &[&str] = match (difference.part, difference.change) {
        // No item is decided by a duty of openness.
        (Part::Duty, _) | (Part::Rule, Change::Added) => return None,
        (Part::Rule, Change::Removed) => return Some(difference.id.clone()),
        (Part::Rule, Change::Changed) => &RULE_FREE,
        (Part::Pack, _) => &PACK_FREE,
    };
    let moved_start = old.in_force.from != new.in_force.from;
    let mut fields = difference.fields.iter().map(|one| one.field.as_str());
    let field =
        fields.find(|field| !free.contains(field) || (*field == "in_force" && moved_start))?;
    Some(match difference.part {
        Part::Pack => field.to_owned(),
        Part::Rule | Part::Duty => format!("{}.{field}", difference.id),
    })
}

#[cfg(test)]
mod tests;
