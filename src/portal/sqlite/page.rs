//! Rows of entities, and pages of them out of two walks.

use std::error::Error;

use rusqlite::{Row, Rows};

use super::super::storage::{EntityRow, Page, PageLimit};
use super::{instant, unsigned};
use crate::domain::ids::{Seq, UserName, Version};
use crate::wire::feed::{EntityKey, EntityKind};

/// The columns that [`entity`] takes, in its order.
pub(super) const COLUMNS: &str =
    "kind, id, version, seq, deleted, holder, updated_at, updated_by, body, urgency, shared";

pub(super) fn entity(row: &Row<'_>) -> rusqlite::Result<EntityRow> {
    let kind: String = row.get(0)?;
    Ok(EntityRow {
        key: EntityKey {
            kind: EntityKind::from(kind.as_str()),
            id: row.get(1)?,
        },
        version: Version(unsigned(row.get(2)?)),
        seq: Seq(unsigned(row.get(3)?)),
        deleted: row.get(4)?,
        holder: row.get(5)?,
        updated_at: instant(row.get(6)?),
        updated_by: row.get::<_, Option<String>>(7)?.map(UserName),
        body: text(row, 8)?,
        shared: row.get(10)?,
    })
}

/// A text that may be long: of bodies, checking the letters was most of the work of reading.
fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    let value = row.get_ref(column)?;
    let wrong = |error: Box<dyn Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(column, value.data_type(), error)
    };
    let bytes = value.as_bytes().map_err(|error| wrong(Box::new(error)))?;
    let text = simdutf8::basic::from_utf8(bytes).map_err(|error| wrong(Box::new(error)))?;
    Ok(text.to_owned())
}

/// A row and its urgency.
pub(super) type Found = (EntityRow, i64);

fn next(rows: &mut Rows<'_>) -> rusqlite::Result<Option<Found>> {
    let row = rows.next()?;
    row.map(|row| Ok((entity(row)?, row.get(9)?))).transpose()
}

/// Merges two walks in the same order up to the limit; one row more is looked at to know whether
/// the page is the last. Merged by the database, each body would be copied into a table first.
pub(super) fn page<K: Ord>(
    [first, second]: [&mut Rows<'_>; 2],
    limit: PageLimit,
    place: impl Fn(&Found) -> K,
) -> rusqlite::Result<(Page, Option<i64>)> {
    let mut page = Page::default();
    let mut urgency = None;
    let mut bytes = 0;
    let (mut one, mut other) = (next(first)?, next(second)?);
    loop {
        let is_first = match (&one, &other) {
            (None, None) => break,
            (Some(one), Some(other)) => place(one) <= place(other),
            (one, None | Some(_)) => one.is_some(),
        };
        if page.rows.len() >= limit.rows || (bytes >= limit.bytes && !page.rows.is_empty()) {
            page.more = true;
            break;
        }
        let taken = if is_first {
            std::mem::replace(&mut one, next(first)?)
        } else {
            std::mem::replace(&mut other, next(second)?)
        };
        if let Some((entity, found)) = taken {
            bytes += entity.body.len();
            urgency = Some(found);
            page.rows.push(entity);
        }
    }
    Ok((page, urgency))
}
