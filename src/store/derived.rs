//! What lists show, compared with what is stored: for tests.

use rusqlite::Connection;

use super::error::StoreError;
use super::prepare::text_of;
use super::project::{Projector, number_of, written};
use super::{Reply, Store, index, item, outbox};
use crate::domain::row::{Caption, Row};
use crate::wire::feed::EntityKind;

impl Store {
    /// What is wrong with lines, counts and the search index; nothing when they are as if they
    /// had just been computed.
    pub(crate) fn derived_wrongly(&self) -> Reply<Vec<String>> {
        self.submit(|tx, projector| {
            projector.lens.refresh(tx)?;
            let mut wrong = lines(tx, projector)?;
            wrong.extend(counts(tx)?);
            wrong.extend(texts(tx)?);
            Ok(wrong)
        })
    }
}

fn lines(tx: &Connection, projector: &mut Projector) -> Result<Vec<String>, StoreError> {
    let mut wrong = Vec::new();
    let mut statement = tx.prepare(&format!(
        "SELECT {}, entity.kind, entity.id, body FROM entity JOIN item USING(rid)
         WHERE deleted = 0",
        item::COLUMNS
            .split(", ")
            .map(|column| format!("item.{}", column.trim()))
            .collect::<Vec<_>>()
            .join(", ")
    ))?;
    let mut rows = statement.query([])?;
    while let Some(record) = rows.next()? {
        let line = item::read(tx, &mut projector.words, record)?;
        let kind = EntityKind::from(record.get::<_, String>(13)?.as_str());
        let id: String = record.get(14)?;
        let body: Option<Vec<u8>> = record.get(15)?;
        let body = body.unwrap_or_default();
        let pending = outbox::of_entity(tx, kind.id(), &id)?;
        let work = number_of(&kind, &id).and_then(|number| written(text_of(&body), number));
        let Some(work) = work else { continue };
        let fresh = projector.line(tx, work, &pending)?.0;
        let fresh = Row {
            caption: Caption::default(),
            ..fresh
        };
        if line != fresh {
            wrong.push(format!(
                "the line of {id} is {line:?} and should be {fresh:?}"
            ));
        }
    }
    Ok(wrong)
}

fn counts(tx: &Connection) -> Result<Vec<String>, StoreError> {
    let mut wrong = Vec::new();
    let due = "SELECT closed, urgency, kind, count(*) FROM item GROUP BY closed, urgency, kind";
    if differ(
        tx,
        "SELECT closed, urgency, kind, n FROM tally WHERE n <> 0",
        due,
    )? {
        wrong.push("the counts by due date are wrong".to_owned());
    }
    for (field, facet) in item::FIELDS {
        let column = facet.field();
        let kept = format!(
            "SELECT closed, kind, nullif(value, {}), n FROM facet WHERE n <> 0 AND field = {field}",
            item::NOTHING
        );
        let counted = format!(
            "SELECT closed, kind, {column}, count(*) FROM item GROUP BY closed, kind, {column}"
        );
        if differ(tx, &kept, &counted)? {
            wrong.push(format!("the counts by {column} are wrong"));
        }
    }
    Ok(wrong)
}

fn differ(tx: &Connection, kept: &str, counted: &str) -> Result<bool, StoreError> {
    Ok(tx.query_row(
        &format!(
            "SELECT EXISTS (SELECT * FROM ({kept}) EXCEPT SELECT * FROM ({counted}))
                 OR EXISTS (SELECT * FROM ({counted}) EXCEPT SELECT * FROM ({kept}))"
        ),
        [],
        |row| row.get(0),
    )?)
}

fn texts(tx: &Connection) -> Result<Vec<String>, StoreError> {
    let unknown = "SELECT EXISTS (SELECT 1 FROM item WHERE text_sum = ?1)";
    let unknown: bool = tx.query_row(unknown, [index::UNKNOWN], |row| row.get(0))?;
    let lost = unknown && !index::is_partial(tx)?;
    Ok(lost
        .then(|| "a text is not in the index".to_owned())
        .into_iter()
        .collect())
}
