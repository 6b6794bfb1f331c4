//! Taking pages of the feed and of a snapshot into the replica.
//!
//! Each page is one transaction. A page may come twice, a snapshot may tell less than the feed
//! already told: the newer version wins, so the result is the same.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::error::StoreError;
use super::prepare::{Arrival, PreparedPage};
use super::project::{Projector, Subject, lens_changed, written};
use super::state::{SnapshotState, SyncState, set_sync_state, sync_state};
use super::{Reply, Store, desk, index, item, movement, outbox, question, session};
use crate::domain::desk::{Desk, WasRead};
use crate::domain::ids::{Number, Seq};
use crate::wire::feed::{Change, ChangesPage, Cursor, EntityKind};
use crate::wire::replica::ResetKind;

/// What a page did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// Entities that are newer than before.
    pub changed: usize,
    /// Entities of the page that the replica already had.
    pub known: usize,
    /// Operations that the feed has passed and that left the overlay.
    pub settled: usize,
    /// Rules, calendars or policies changed.
    pub rules_changed: bool,
    /// Open items whose date is another one because of it.
    pub moved: usize,
    /// The directory of holders changed.
    pub directory_changed: bool,
    /// The watched items that somebody else changed.
    pub watched: Vec<Number>,
    /// Texts of the account that a second reader has said something about.
    pub read: Vec<WasRead>,
}

/// What a page would do, asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PageEffect {
    /// Entities of the replica it would delete.
    pub deleting: usize,
    /// Entities of the replica.
    pub of: usize,
}

impl Store {
    /// Takes a page of the feed: entities, place in the feed and settled operations at once.
    pub fn apply_changes(&self, page: ChangesPage) -> Reply<Applied> {
        self.submit(move |tx, projector| {
            let mut state = sync_state(tx)?;
            enter_epoch(tx, &mut state, &page.cursor)?;
            let arrivals = page.changes.into_iter().map(Arrival::from).collect();
            let mut applied = take(tx, projector, arrivals, state.sweep, true)?;
            applied.settled = pass(tx, projector, &page.cursor)?;
            state.cursor = Some(page.cursor);
            state.question = None;
            set_sync_state(tx, &state)?;
            Ok(applied)
        })
    }

    /// Takes rules that came by another way than the feed, whose place stays where it is: what
    /// the feed tells of them later is known then. All packs and years in force; entities of
    /// other kinds are left out. `anew`: the portal counts anew, what it does not name is gone.
    pub fn apply_rules(&self, mut rules: Vec<Change>, anew: bool) -> Reply<Applied> {
        rules.retain(|change| EntityKind::OF_A_RULES_HASH.contains(&change.key.kind));
        self.submit(move |tx, projector| {
            let state = sync_state(tx)?;
            let kinds = EntityKind::OF_A_RULES_HASH.each_ref().map(EntityKind::id);
            if anew {
                let older = "UPDATE entity SET version = 0, seq = 0 WHERE kind IN (?1, ?2)";
                tx.execute(older, kinds)?;
            }
            let arrivals = rules.into_iter().map(Arrival::from).collect();
            let mut applied = take(tx, projector, arrivals, state.sweep, true)?;
            if anew {
                let gone = "DELETE FROM entity WHERE kind IN (?1, ?2) AND version = 0";
                if tx.execute(gone, kinds)? > 0 {
                    lens_changed(tx, projector)?;
                    applied.rules_changed = true;
                    applied.moved += projector.catch_up(tx)?;
                }
            }
            Ok(applied)
        })
    }

    /// Begins a snapshot, or goes on with the one under way.
    pub fn begin_snapshot(&self) -> Reply<SnapshotState> {
        self.submit(|tx, _| {
            let mut state = sync_state(tx)?;
            if let Some(snapshot) = state.snapshot {
                return Ok(snapshot);
            }
            let snapshot = fresh_snapshot(&mut state, false);
            set_sync_state(tx, &state)?;
            Ok(snapshot)
        })
    }

    /// Takes a page of the snapshot under way. The last page drops what no page named and sets
    /// the place in the feed.
    pub fn apply_snapshot_page(&self, page: PreparedPage) -> Reply<Applied> {
        self.submit(move |tx, projector| {
            let mut state = sync_state(tx)?;
            let Some(mut snapshot) = state.snapshot.take() else {
                // The snapshot was given up meanwhile: a late page changes nothing.
                return Ok(Applied::default());
            };
            enter_epoch(tx, &mut state, &page.cursor)?;
            projector.begin_filling(tx, page.lens)?;
            let count = u64::try_from(page.len()).unwrap_or(u64::MAX);
            let mut applied = take(tx, projector, page.arrivals, state.sweep, false)?;
            snapshot.received = snapshot.received.saturating_add(count);
            snapshot.total = page.total;
            let cursor = snapshot.cursor.get_or_insert(page.cursor).clone();
            snapshot.next = page.next;
            if snapshot.next.is_some() {
                state.snapshot = Some(snapshot);
            } else {
                applied.changed += sweep(tx, projector, state.sweep)?;
                applied.settled = pass(tx, projector, &cursor)?;
                state.cursor = Some(cursor);
                state.question = None;
            }
            set_sync_state(tx, &state)?;
            Ok(applied)
        })
    }

    /// Puts the next texts that wait for it into the search index; tells whether there may be
    /// more. The writer does the same by itself while nothing else is to do.
    pub fn renew_index(&self) -> Reply<bool> {
        self.submit(|tx, projector| Ok(index::is_partial(tx)? && projector.renew_index(tx)?))
    }

    /// Starts over. Outbox and drafts stay; after a change of scope nothing else does.
    pub fn reset(&self, kind: ResetKind) -> Reply<()> {
        self.submit(move |tx, projector| {
            let mut state = sync_state(tx)?;
            state.cursor = None;
            state.question = None;
            match kind {
                ResetKind::CursorExpired => {}
                // The epoch known stays: what is sent before the first page may meet another one.
                ResetKind::EpochChanged => leave_epoch(tx, &state)?,
                ResetKind::ScopeChanged => {
                    wipe(tx)?;
                    lens_changed(tx, projector)?;
                }
            }
            fresh_snapshot(&mut state, kind == ResetKind::ScopeChanged);
            set_sync_state(tx, &state)
        })
    }

    /// Gives up the snapshot under way and begins another one, because its token expired.
    pub fn restart_snapshot(&self) -> Reply<()> {
        self.submit(|tx, _| {
            let mut state = sync_state(tx)?;
            let wiped = state.snapshot.as_ref().is_some_and(|old| old.wiped);
            fresh_snapshot(&mut state, wiped);
            set_sync_state(tx, &state)
        })
    }
}

/// Notes the epoch of a page. Another one than before means what the answer `epoch-changed` means,
/// also when the replica started over for another reason and was never given that answer.
fn enter_epoch(tx: &Connection, state: &mut SyncState, cursor: &Cursor) -> Result<(), StoreError> {
    let epoch = cursor.epoch();
    if state.epoch.as_deref().is_some_and(|known| known != epoch) {
        leave_epoch(tx, state)?;
    }
    state.epoch = Some(epoch.to_owned());
    Ok(())
}

/// Versions and sequences of an old epoch mean nothing in a new one, and what was applied in it
/// may be lost: it is offered again under its old id.
fn leave_epoch(tx: &Connection, state: &SyncState) -> Result<(), StoreError> {
    tx.execute("UPDATE entity SET version = 0, seq = 0", [])?;
    outbox::offer_again(tx, state.high_water)
}

fn fresh_snapshot(state: &mut SyncState, wiped: bool) -> SnapshotState {
    state.sweep += 1;
    let snapshot = SnapshotState {
        next: None,
        cursor: None,
        received: 0,
        total: 0,
        wiped,
    };
    state.snapshot = Some(snapshot.clone());
    snapshot
}

/// Takes the entities of a page; `fresh` tells news from a first filling, of which nobody is told.
fn take(
    tx: &Connection,
    projector: &mut Projector,
    arrivals: Vec<Arrival>,
    sweep: u64,
    fresh: bool,
) -> Result<Applied, StoreError> {
    projector.lens.refresh(tx)?;
    let mut applied = Applied::default();
    // Rules first: the lines of the same page are computed under them.
    let (rules, items): (Vec<Arrival>, Vec<Arrival>) = arrivals
        .into_iter()
        .partition(|arrival| arrival.change.key.kind.is_rules());
    for arrival in rules {
        if keep(tx, &arrival.change, sweep)?.is_some() {
            applied.changed += 1;
            applied.rules_changed = true;
        } else {
            applied.known += 1;
        }
    }
    if applied.rules_changed {
        lens_changed(tx, projector)?;
        applied.moved = projector.catch_up(tx)?;
    }
    for Arrival { change, row } in items {
        let change = &change;
        let said = fresh.then(|| desk::said(tx, change)).transpose()?;
        let Some((rid, kept)) = keep(tx, change, sweep)? else {
            applied.known += 1;
            continue;
        };
        applied.changed += 1;
        applied.read.extend(said.flatten());
        applied.directory_changed |= change.key.kind == EntityKind::Holder;
        if change.deleted {
            projector.remove(tx, rid)?;
        } else {
            let subject = Subject {
                rid,
                is_new: kept == Kept::New,
                kind: &change.key.kind,
                id: &change.key.id,
                body: change.body.text(),
            };
            if subject.is_new {
                projector.add(tx, subject, row)?;
            } else {
                projector.project(tx, subject)?;
            }
            if change.key.kind == EntityKind::Votes {
                question::take_votes(tx, &change.body)?;
            } else if change.key.kind == EntityKind::Desk {
                take_desk(tx, projector, rid, change)?;
            } else if fresh && desk::is_watched(tx, &change.key.id)? {
                applied.watched.extend(changed_by_others(tx, change)?);
            }
        }
    }
    Ok(applied)
}

/// Notes a desk, and draws the line of its item anew: who works on it may have changed.
fn take_desk(
    tx: &Connection,
    projector: &mut Projector,
    rid: i64,
    change: &Change,
) -> Result<(), StoreError> {
    projector.note_desk();
    match change.body.read::<Desk>() {
        Ok(desk) if desk.number.to_string() == change.key.id => desk::note(tx, rid, &desk)?,
        // Of a newer portal, or filed under another number.
        Ok(_) | Err(_) => desk::drop_note(tx, rid)?,
    }
    match change.key.id.parse::<Number>() {
        Ok(number) => projector.again(tx, number.kind.id(), &change.key.id),
        Err(_unreadable) => Ok(()),
    }
}

/// The number of a changed item, unless the account changed it itself.
fn changed_by_others(tx: &Connection, change: &Change) -> Result<Option<Number>, StoreError> {
    let Ok(number) = change.key.id.parse() else {
        return Ok(None);
    };
    let me = session::session(tx)?.map(|session| session.account.user);
    let work = written(change.body.text(), number);
    let own = work
        .as_ref()
        .and_then(|work| work.stamps().next_back())
        .is_some_and(|stamp| stamp.by == me);
    Ok((!own).then_some(number))
}

/// How an entity was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// The replica had none of this name.
    New,
    /// It replaced an older state.
    Newer,
}

/// Stores an entity if it is newer than what is there; tells where it lies.
fn keep(tx: &Connection, change: &Change, sweep: u64) -> Result<Option<(i64, Kept)>, StoreError> {
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    let body = (!change.deleted).then(|| change.body.text().as_bytes());
    let (kind, id) = (change.key.kind.id(), change.key.id.as_str());
    let state = params![
        kind,
        id,
        number(change.version.0),
        number(change.seq.0),
        change.deleted,
        number(sweep),
        body
    ];
    // Most of what fills a replica is new, and a statement that only adds is the cheapest.
    let added = tx
        .prepare_cached(
            "INSERT INTO entity(kind, id, version, seq, deleted, sweep, body)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(kind, id) DO NOTHING",
        )?
        .execute(state)?;
    if added > 0 {
        return Ok(Some((tx.last_insert_rowid(), Kept::New)));
    }
    let replaced = tx
        .prepare_cached(
            "UPDATE entity SET version = ?3, seq = ?4, deleted = ?5, sweep = ?6, body = ?7
             WHERE kind = ?1 AND id = ?2 AND (?3, ?4) > (version, seq) RETURNING rid",
        )?
        .query_row(state, |row| row.get(0))
        .optional()?;
    if replaced.is_none() {
        tx.prepare_cached("UPDATE entity SET sweep = ?3 WHERE kind = ?1 AND id = ?2")?
            .execute(params![kind, id, number(sweep)])?;
    }
    Ok(replaced.map(|rid| (rid, Kept::Newer)))
}

/// Drops the entities that the finished snapshot did not name.
fn sweep(tx: &Connection, projector: &mut Projector, round: u64) -> Result<usize, StoreError> {
    let number = i64::try_from(round).unwrap_or(i64::MAX);
    let stale: Vec<(i64, String)> = tx
        .prepare_cached("SELECT rid, kind FROM entity WHERE sweep < ?1")?
        .query_map([number], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (rid, _) in &stale {
        projector.remove(tx, *rid)?;
        tx.prepare_cached("DELETE FROM entity WHERE rid = ?1")?
            .execute([rid])?;
    }
    if stale.iter().any(|(_, kind)| kind != "request") {
        lens_changed(tx, projector)?;
        projector.catch_up(tx)?;
    }
    Ok(stale.len())
}

/// Lets the operations leave the overlay that the feed has passed.
fn pass(tx: &Connection, projector: &mut Projector, cursor: &Cursor) -> Result<usize, StoreError> {
    let Some(Seq(seq)) = cursor.seq() else {
        return Ok(0);
    };
    let settled = outbox::settle(tx, seq)?;
    let entities: BTreeSet<&(String, String)> = settled.iter().collect();
    for (kind, id) in entities {
        projector.again(tx, kind, id)?;
    }
    Ok(settled.len())
}

fn wipe(tx: &Connection) -> Result<(), StoreError> {
    movement::forget(tx)?;
    tx.execute_batch(
        "DELETE FROM item; DELETE FROM tally; DELETE FROM facet; DELETE FROM entity; DELETE FROM desk;
         DELETE FROM reading;
         DELETE FROM question;
         DELETE FROM star;
         DELETE FROM watch;
         DELETE FROM author;
         INSERT INTO words(words) VALUES('delete-all');",
    )?;
    Ok(())
}

/// How much of the replica a page of the feed would delete.
pub(super) fn effect_of(
    connection: &Connection,
    changes: &[Change],
) -> Result<PageEffect, StoreError> {
    let mut deleting = 0;
    let mut there = connection
        .prepare_cached("SELECT 1 FROM entity WHERE kind = ?1 AND id = ?2 AND deleted = 0")?;
    for change in changes.iter().filter(|change| change.deleted) {
        deleting += usize::from(there.exists([change.key.kind.id(), &change.key.id])?);
    }
    Ok(PageEffect {
        deleting,
        of: if deleting == 0 { 0 } else { live(connection)? },
    })
}

/// How much of the replica the last page of a snapshot would drop.
pub(super) fn effect_of_last_page(
    connection: &Connection,
    page: &PreparedPage,
) -> Result<PageEffect, StoreError> {
    let state = sync_state(connection)?;
    let number = i64::try_from(state.sweep).unwrap_or(i64::MAX);
    let unnamed = connection
        .prepare_cached("SELECT count(*) FROM entity WHERE sweep < ?1 AND deleted = 0")?
        .query_row([number], |row| item::count(row, 0))?;
    if unnamed == 0 {
        return Ok(PageEffect::default());
    }
    let mut mentioned = 0;
    let mut there = connection.prepare_cached(
        "SELECT 1 FROM entity WHERE kind = ?1 AND id = ?2 AND deleted = 0 AND sweep <> ?3",
    )?;
    for arrival in &page.arrivals {
        let key = &arrival.change.key;
        mentioned += usize::from(there.exists(params![key.kind.id(), key.id, number])?);
    }
    Ok(PageEffect {
        deleting: unnamed.saturating_sub(mentioned),
        of: live(connection)?,
    })
}

pub(super) fn live(connection: &Connection) -> Result<usize, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM entity)
                  - (SELECT count(*) FROM entity WHERE deleted = 1)",
        )?
        .query_row([], |row| item::count(row, 0))?)
}
