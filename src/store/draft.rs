//! Texts that are being written; kept within a second of typing and never sent.

use jiff::Timestamp;
use rusqlite::{Connection, Row as SqlRow, params};

use super::error::StoreError;
use super::{Reply, Store};
use crate::domain::ids::Number;
use crate::domain::local_text::Lang;
use crate::domain::privacy::Private;
use crate::wire::replica::Draft;

impl Store {
    /// Keeps a draft, replacing the one of the same item, kind and language.
    pub fn save_draft(&self, draft: Draft) -> Reply<()> {
        self.submit(move |tx, _| put(tx, &draft))
    }

    /// Drops a draft in every language, because it was sent or given up.
    pub fn drop_draft(&self, number: Number, kind: &str) -> Reply<()> {
        let kind = kind.to_owned();
        self.submit(move |tx, _| drop_all(tx, &number.to_string(), &kind))
    }
}

/// Drops a draft in every language.
pub(super) fn drop_all(tx: &Connection, number: &str, kind: &str) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM draft WHERE number = ?1 AND kind = ?2")?
        .execute([number, kind])?;
    Ok(())
}

/// Makes the text of a decision that was not sent a draft again, unless one was written after
/// the decision. Those from before, in whatever language, went into it.
pub(super) fn put_back(
    tx: &Connection,
    id: &str,
    (kind, lang): (&str, Lang),
    text: String,
    decided_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Ok(number) = id.parse() else {
        return Ok(());
    };
    let there = of_item(tx, number, kind)?;
    if there.iter().any(|draft| draft.updated_at > decided_at) {
        return Ok(());
    }
    drop_all(tx, id, kind)?;
    put(
        tx,
        &Draft {
            number,
            kind: kind.to_owned(),
            lang,
            cursor: text.chars().count(),
            text: Private(text),
            updated_at: now,
        },
    )
}

fn put(tx: &Connection, draft: &Draft) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO draft VALUES(?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            draft.number.to_string(),
            draft.kind,
            draft.lang.code(),
            draft.text.0,
            i64::try_from(draft.cursor).unwrap_or(i64::MAX),
            draft.updated_at.as_millisecond()
        ])?;
    Ok(())
}

/// The drafts of one kind about an item, newest first.
pub(super) fn of_item(
    connection: &Connection,
    number: Number,
    kind: &str,
) -> Result<Vec<Draft>, StoreError> {
    read(
        connection,
        "SELECT * FROM draft WHERE number = ?1 AND kind = ?2 ORDER BY updated_at DESC",
        params![number.to_string(), kind],
    )
}

/// The drafts of every kind about an item, newest first.
pub(super) fn about(connection: &Connection, number: Number) -> Result<Vec<Draft>, StoreError> {
    read(
        connection,
        "SELECT * FROM draft WHERE number = ?1 ORDER BY updated_at DESC",
        params![number.to_string()],
    )
}

/// All drafts, newest first.
pub(super) fn all(connection: &Connection) -> Result<Vec<Draft>, StoreError> {
    read(
        connection,
        "SELECT * FROM draft ORDER BY updated_at DESC",
        [],
    )
}

fn read(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Draft>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(draft(row)?);
    }
    Ok(all)
}

fn draft(row: &SqlRow<'_>) -> Result<Draft, StoreError> {
    const BROKEN: StoreError = StoreError::Unexpected { what: "draft" };
    let number: String = row.get(0)?;
    let lang: String = row.get(2)?;
    let cursor: i64 = row.get(4)?;
    Ok(Draft {
        number: number.parse().map_err(|_not_a_number| BROKEN)?,
        kind: row.get(1)?,
        lang: lang.parse().map_err(|_not_a_language| BROKEN)?,
        text: Private(row.get(3)?),
        cursor: usize::try_from(cursor).unwrap_or(0),
        updated_at: Timestamp::from_millisecond(row.get(5)?).map_err(|_out_of_range| BROKEN)?,
    })
}
