//! What the search index is told, gathered until the end of a transaction.
//!
//! Between two changes of the index any other statement makes it write out what it has gathered
//! and later merge the pieces, so a page of changes tells it everything in one go.
//! Invariant: at the end of a transaction the index knows every text whose checksum is kept in
//! the line of the item.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::error::StoreError;
use super::project::Stored;
use super::schema;
use super::state::{meta, set_meta};
use crate::domain::fold::fold;

/// The indexed text of one entity.
#[derive(Debug)]
struct Text {
    plain: String,
    /// The index holds an older text of the entity.
    replaces: bool,
}

/// Texts that wait for the end of the transaction, in the order of storage.
#[derive(Debug, Default)]
pub(super) struct Unindexed(BTreeMap<i64, Text>);

impl Unindexed {
    /// Takes the text of an entity; `replaces` tells that the entity had another one before.
    pub(super) fn put(&mut self, rid: i64, plain: String, replaces: bool) {
        // A text that never reached the index is not replaced there.
        let replaces = self.0.get(&rid).map_or(replaces, |text| text.replaces);
        self.0.insert(rid, Text { plain, replaces });
    }

    /// Forgets the text of an entity; whether the index can hold an older one.
    pub(super) fn remove(&mut self, rid: i64) -> bool {
        self.0.remove(&rid).is_none_or(|text| text.replaces)
    }

    /// Forgets everything, as at the end of a transaction that failed.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Tells the index everything that was gathered.
    pub(super) fn flush(&mut self, tx: &Connection) -> Result<(), StoreError> {
        for (rid, text) in std::mem::take(&mut self.0) {
            if text.replaces {
                drop_text(tx, rid)?;
            }
            tx.prepare_cached("INSERT INTO words(rowid, plain) VALUES(?1, ?2)")?
                .execute(rusqlite::params![rid, fold(&text.plain)])?;
        }
        Ok(())
    }
}

/// The checksum of a text that the index does not know yet.
pub(super) const UNKNOWN: i64 = 0;

/// Up to which entity the index was renewed, in the order of storage; absent once it is whole.
const RENEWED: &str = "index-renewed";

/// So many texts are put into the index at a time: a decision waits at most for these.
const BATCH: i64 = 200;

/// Empties the index, as a change of its spelling does; it is renewed from then on.
pub(super) fn outdate(tx: &Connection) -> Result<(), StoreError> {
    Ok(tx.execute_batch(schema::V4)?)
}

/// Says that the texts of entities from `first` on may have to be put into the index later.
pub(super) fn defer(tx: &Connection, first: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO meta VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE
         SET value = min(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))",
    )?
    .execute((RENEWED, (first - 1).to_string()))?;
    Ok(())
}

/// Whether some texts are not in the index yet.
pub(super) fn is_partial(connection: &Connection) -> Result<bool, StoreError> {
    Ok(meta(connection, RENEWED)?.is_some())
}

/// The next texts that the index does not know.
pub(super) fn unknown(tx: &Connection) -> Result<Vec<Stored>, StoreError> {
    let done = meta(tx, RENEWED)?.and_then(|done| done.parse().ok());
    let mut statement = tx.prepare_cached(
        "SELECT rid, entity.kind, id, body FROM item JOIN entity USING(rid)
         WHERE rid > ?1 AND text_sum = ?2 ORDER BY rid LIMIT ?3",
    )?;
    let rows = statement.query_map([done.unwrap_or(0), UNKNOWN, BATCH], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes how far the index was renewed; `None` to its end.
pub(super) fn renewed(tx: &Connection, upto: Option<i64>) -> Result<(), StoreError> {
    if let Some(rid) = upto {
        return set_meta(tx, RENEWED, &rid.to_string());
    }
    tx.prepare_cached("DELETE FROM meta WHERE key = ?1")?
        .execute([RENEWED])?;
    Ok(())
}

/// Removes the text of an entity from the index.
pub(super) fn drop_text(tx: &Connection, rid: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM words WHERE rowid = ?1")?
        .execute([rid])?;
    Ok(())
}
