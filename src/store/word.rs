//! Short names (states, rules, categories, accounts) kept once and told by number, so that the
//! index of a list stays small.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::error::StoreError;

/// Names already looked up on one connection.
#[derive(Debug, Default)]
pub(super) struct Words {
    by_text: HashMap<String, i64>,
    by_id: HashMap<i64, String>,
}

impl Words {
    /// The number of a name, giving it one if it has none.
    pub(super) fn number(&mut self, tx: &Connection, text: &str) -> Result<i64, StoreError> {
        if let Some(id) = self.find(tx, text)? {
            return Ok(id);
        }
        let id = tx
            .prepare_cached("INSERT INTO word(text) VALUES(?1) RETURNING id")?
            .query_row([text], |row| row.get(0))?;
        self.by_text.insert(text.to_owned(), id);
        Ok(id)
    }

    /// The number of a name, if it has one.
    pub(super) fn find(
        &mut self,
        connection: &Connection,
        text: &str,
    ) -> Result<Option<i64>, StoreError> {
        if let Some(id) = self.by_text.get(text) {
            return Ok(Some(*id));
        }
        let id = connection
            .prepare_cached("SELECT id FROM word WHERE text = ?1")?
            .query_row([text], |row| row.get(0))
            .optional()?;
        if let Some(id) = id {
            self.by_text.insert(text.to_owned(), id);
        }
        Ok(id)
    }

    /// The name of a number.
    pub(super) fn text(&mut self, connection: &Connection, id: i64) -> Result<&str, StoreError> {
        match self.by_id.entry(id) {
            std::collections::hash_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::hash_map::Entry::Vacant(unknown) => {
                let text = connection
                    .prepare_cached("SELECT text FROM word WHERE id = ?1")?
                    .query_row([id], |row| row.get(0))?;
                Ok(unknown.insert(text))
            }
        }
    }

    /// Forgets what a transaction that failed may have given numbers to.
    pub(super) fn forget(&mut self) {
        self.by_text.clear();
        self.by_id.clear();
    }
}
