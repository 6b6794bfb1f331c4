//! What the last change of rules moved: kept, so that it can be looked at after a restart too.
//!
//! Each open item counts once, with the term that drives its line. The portal has the record of
//! the change itself; here stands what it meant for this replica.

use rusqlite::{Connection, OptionalExtension};

use super::error::StoreError;
use super::item::Term;
use super::state::{meta, set_meta};
use crate::domain::moved::Moved;
use crate::domain::row::Row;
use crate::wire::feed::EntityKind;
use crate::wire::replica::Movement;
use crate::wire::rules_change::RulesChange;

const MOVED: &str = "moved";

/// No more lines are kept; the nearest ones are.
const MOST: usize = 1000;

/// The move of a line, if its date is another one.
pub(super) fn of((before, after): (Term, Row)) -> Option<Moved> {
    if before.due == after.due || !after.is_open() {
        return None;
    }
    Some(Moved {
        number: after.number,
        rule: after.act.or(before.act)?,
        drives: true,
        old: before.due,
        new: after.due,
    })
}

/// Notes what moved; a change that moved nothing leaves the list of the one before.
///
/// `rules_hash` names the packs and years it follows from, if they are others than before.
pub(super) fn note(
    tx: &Connection,
    mut moved: Vec<Moved>,
    rules_hash: Option<String>,
) -> Result<usize, StoreError> {
    let total = moved.len();
    if total == 0 {
        return Ok(0);
    }
    moved.sort_by_key(|moved| (moved.new.or(moved.old), moved.number));
    moved.truncate(MOST);
    let movement = Movement {
        total,
        moved,
        rules_hash,
        change: None,
    };
    let text = serde_json::to_string(&movement)
        .map_err(|_impossible| StoreError::Unexpected { what: "movement" })?;
    set_meta(tx, MOVED, &text)?;
    Ok(total)
}

/// Forgets it, with the items it is about.
pub(super) fn forget(tx: &Connection) -> Result<(), StoreError> {
    tx.execute("DELETE FROM meta WHERE key = ?1", [MOVED])?;
    Ok(())
}

/// What the last change moved, with the record of that change.
pub(super) fn read(connection: &Connection) -> Result<Movement, StoreError> {
    let Some(text) = meta(connection, MOVED)? else {
        return Ok(Movement::default());
    };
    let movement: Movement = serde_json::from_str(&text)
        .map_err(|_not_ours| StoreError::Unexpected { what: "movement" })?;
    // A change of a policy has a record of another kind, and the newest of these may be about
    // something later.
    let change = newest(connection)?
        .filter(|change| movement.rules_hash.as_ref() == Some(&change.hash_after));
    Ok(Movement { change, ..movement })
}

fn newest(connection: &Connection) -> Result<Option<RulesChange>, StoreError> {
    let body: Option<Option<Vec<u8>>> = connection
        .prepare_cached(
            "SELECT body FROM entity WHERE kind = ?1 AND deleted = 0 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([EntityKind::RulesChange.id()], |row| row.get(0))
        .optional()?;
    Ok(body
        .flatten()
        .and_then(|body| serde_json::from_slice(&body).ok()))
}
