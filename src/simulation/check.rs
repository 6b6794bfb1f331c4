//! What must hold when the link has been quiet for a while.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::site::Site;
use super::workstation::{Workstation, version};
use crate::domain::act::Role;
use crate::domain::ids::{Number, OpId, Seq};
use crate::portal::seed::MAIN_HOLDER;
use crate::portal::storage::{Audience, EntityRow, PageLimit};
use crate::wire::ops::Verdict;
use crate::wire::replica::{OpState, OutboxEntry};

/// A promise that was broken, in words.
pub(super) type Violation = String;

const ALL: PageLimit = PageLimit {
    rows: 1_000_000,
    bytes: usize::MAX,
};

/// Looks at everything.
pub(super) async fn all(site: &Site, stations: &[Workstation]) -> Result<(), Violation> {
    let done = done(site).await?;
    for station in stations {
        promises(site, station, &done)?;
        drafts(station)?;
        replica(site, station).await?;
    }
    authors(site, stations, &done)
}

/// The operations in the histories of the portal, each with the facts it brought about.
///
/// A history that tells a fact of an operation twice is a violation.
async fn done(site: &Site) -> Result<BTreeSet<OpId>, Violation> {
    let mut done = BTreeSet::new();
    for row in rows(site, Audience::Holder(MAIN_HOLDER.to_owned())).await {
        let body: Value = serde_json::from_str(&row.body).unwrap_or_default();
        let mut told = BTreeSet::new();
        for entry in body["history"].as_array().into_iter().flatten() {
            let Some(op) = op_of(entry) else { continue };
            done.insert(op);
            let mut fact = entry.clone();
            fact["stamp"] = Value::Null;
            if !told.insert((op, fact.to_string())) {
                return Err(format!("{:?} tells a fact of {op} twice", row.key));
            }
        }
    }
    Ok(done)
}

fn op_of(entry: &Value) -> Option<OpId> {
    serde_json::from_value(entry["stamp"]["op"].clone()).ok()
}

/// What was promised is in the outbox, and what it says is true at the portal.
fn promises(site: &Site, station: &Workstation, done: &BTreeSet<OpId>) -> Result<(), Violation> {
    let user = &station.user.0;
    for op in &station.promised {
        let entry = station.store.reader().operation(*op).unwrap();
        let Some(entry) = entry else {
            return Err(format!("{user}: {op} was stored and is gone"));
        };
        let state = entry.state;
        let ended = !matches!(
            state,
            OpState::Held | OpState::Ready | OpState::Sending | OpState::Applied
        );
        if !ended && !waits_for_a_choice(station, &entry) {
            let why = entry.verdict.as_ref().map(|verdict| {
                if let Verdict::Blocked { by } = verdict {
                    let by = station.store.reader().operation(*by).unwrap();
                    format!("blocked by one that is {:?}", by.map(|by| by.state))
                } else {
                    format!("{verdict:?}")
                }
            });
            return Err(format!(
                "{user}: {op} is still {state:?} without a reason: {why:?}"
            ));
        }
        // One that was sent before the portal fell back, and now waits behind a choice, is honestly
        // not known to be there.
        let is_unknown = state == OpState::Sending && site.fell_back();
        if !is_unknown && (state == OpState::Done) != done.contains(op) {
            return Err(format!(
                "{user}: {op} ({:?} of {}) is {state:?} here and {} at the portal",
                entry.op.command.act(),
                entry.op.entity.id,
                if done.contains(op) { "done" } else { "unknown" }
            ));
        }
    }
    Ok(())
}

/// Whether an earlier operation of its entity waits for a choice of the user.
fn waits_for_a_choice(station: &Workstation, entry: &OutboxEntry) -> bool {
    let outbox = station.store.reader().outbox().unwrap();
    outbox.iter().any(|other| {
        other.op.entity == entry.op.entity
            && other.position < entry.position
            && other.state == OpState::Conflict
    })
}

/// Nothing happened at the portal that no workstation knows of.
fn authors(site: &Site, stations: &[Workstation], done: &BTreeSet<OpId>) -> Result<(), Violation> {
    for op in done {
        let known = |station: &Workstation| {
            let entry = station.store.reader().operation(*op).unwrap();
            entry.is_some_and(|entry| {
                let is_offered_again = entry.state == OpState::Sending && site.fell_back();
                entry.state == OpState::Done
                    || is_offered_again && waits_for_a_choice(station, &entry)
            })
        };
        // The seed decides too, before anybody signs in.
        let ours = op.0.as_u128() >> 64 <= 3 && op.0.as_u128() >> 64 > 0;
        if ours && !stations.iter().any(known) {
            return Err(format!("{op} happened and nobody is told so"));
        }
    }
    Ok(())
}

/// What was typed is there.
fn drafts(station: &Workstation) -> Result<(), Violation> {
    for (number, words) in &station.drafts {
        if station.draft(*number).as_ref() != Some(words) {
            return Err(format!("{}: the draft of {number} is lost", station.user.0));
        }
    }
    Ok(())
}

/// The replica is what the portal has for it.
async fn replica(site: &Site, station: &Workstation) -> Result<(), Violation> {
    let audience = if station.role == Role::Moderator {
        Audience::Moderators(MAIN_HOLDER.to_owned())
    } else {
        Audience::Holder(MAIN_HOLDER.to_owned())
    };
    let user = &station.user.0;
    let there: BTreeMap<_, _> = rows(site, audience)
        .await
        .into_iter()
        .filter(|row| !row.deleted)
        .map(|row| (row.key.clone(), row))
        .collect();
    let reader = station.store.reader();
    let here = reader.entities().unwrap();
    if here != there.len() {
        return Err(format!(
            "{user}: {here} entities here, {} there",
            there.len()
        ));
    }
    if let Some(wrong) = station.store.derived_wrongly().await.unwrap().first() {
        return Err(format!("{user}: {wrong}"));
    }
    for row in there.values() {
        let Some(number) = numbered(row) else {
            let known = reader.stored(&row.key).unwrap();
            let told = serde_json::from_str(&row.body).unwrap_or_default();
            if known != Some((row.version, told)) {
                return Err(format!("{user}: {:?} is another one here", row.key));
            }
            continue;
        };
        let known = version(&station.store, number);
        if known != Some(row.version) {
            return Err(format!(
                "{user}: {number} has version {known:?} here, {:?} there",
                row.version
            ));
        }
        let item = reader.item(number).unwrap();
        let same = item.is_some_and(|item| {
            let pending = item.pending.iter().any(|one| one.state.is_overlaid());
            let body: Value = serde_json::from_str(&row.body).unwrap_or_default();
            pending
                || item
                    .work
                    .is_some_and(|work| serde_json::to_value(&work).unwrap() == body)
        });
        if !same {
            return Err(format!("{user}: {number} has another body here than there"));
        }
    }
    Ok(())
}

fn numbered(row: &EntityRow) -> Option<Number> {
    row.key.kind.item()?;
    row.key.id.parse().ok()
}

async fn rows(site: &Site, audience: Audience) -> Vec<EntityRow> {
    let (page, _) = site.storage.changes(audience, Seq(0), ALL).await.unwrap();
    page.rows
}
