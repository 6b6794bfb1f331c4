//! What the search index is told, gathered until the end of a transaction.
//!
//! Between two changes of the index any other statement makes it write out what it has gathered
//! and later merge the pieces, so a page of changes tells it everything in one go.
//! Invariant: at the end of a transaction the index knows every text whose checksum is kept in
//! the line of the item.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::error::StoreError;
use crate::domain::fold::spell;

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
                .execute(rusqlite::params![rid, spell(&text.plain)])?;
        }
        Ok(())
    }
}

/// Removes the text of an entity from the index.
pub(super) fn drop_text(tx: &Connection, rid: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM words WHERE rowid = ?1")?
        .execute([rid])?;
    Ok(())
}
