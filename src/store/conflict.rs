//! A decision that met another one: the item as its author saw it, and as it stands now.

use rusqlite::{Connection, OptionalExtension as _};

use super::error::StoreError;
use super::outbox;
use super::project::{Projector, effective_at, lay_over, number_of, parsed, readable};
use super::reader::Reader;
use super::surroundings::Surroundings;
use crate::domain::conflict::Conflict;
use crate::domain::decide::DecideContext;
use crate::domain::ids::Number;
use crate::domain::work::Work;
use crate::wire::ops::Verdict;
use crate::wire::replica::OutboxEntry;

impl Reader {
    /// The three states of an item about which an operation met another decision; `None` if the
    /// item is gone or not understood.
    ///
    /// # Errors
    /// The database failed.
    pub fn conflict(&self, entry: &OutboxEntry) -> Result<Option<Conflict>, StoreError> {
        let key = &entry.op.entity;
        let Some(number) = number_of(&key.kind, &key.id) else {
            return Ok(None);
        };
        self.with(|side| {
            let Some(portal) = portal(&side.connection, entry, number)? else {
                return Ok(None);
            };
            let base = outbox::base(&side.connection, entry.op.op_id)?;
            let base = base.and_then(|base| readable(&base, number));
            let mine = match base.clone() {
                Some(base) => mine(&mut side.projector, &side.connection, entry, base)?,
                None => None,
            };
            Ok(Some(Conflict { base, mine, portal }))
        })
    }
}

/// The item as the portal has it: as the feed told it last, or as the verdict did.
fn portal(
    connection: &Connection,
    entry: &OutboxEntry,
    number: Number,
) -> Result<Option<Work>, StoreError> {
    let key = &entry.op.entity;
    let here: Option<(i64, Option<Vec<u8>>)> = connection
        .prepare_cached(
            "SELECT version, body FROM entity WHERE kind = ?1 AND id = ?2 AND deleted = 0",
        )?
        .query_row([key.kind.id(), &key.id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let (here, body) = here.map_or((-1, None), |(version, body)| (version, body));
    if let Some(Verdict::Conflict {
        current, version, ..
    }) = &entry.verdict
        && i64::try_from(version.0).is_ok_and(|version| version > here)
    {
        // Receipts may come without the item: the one here is not what the decision met.
        let told = readable(current, number);
        return Ok(told.or_else(|| {
            let is_told = !current.is_null();
            is_told.then(|| readable(&parsed(body), number)).flatten()
        }));
    }
    Ok(readable(&parsed(body), number))
}

/// The item with the decision; `None` if it cannot be carried out on it any more.
fn mine(
    projector: &mut Projector,
    connection: &Connection,
    entry: &OutboxEntry,
    mut work: Work,
) -> Result<Option<Work>, StoreError> {
    let seen = Surroundings::of(connection, &work, &entry.op)?;
    let cx = DecideContext {
        rules: &*projector.lens.rules(connection)?,
        policy: &*projector.lens.policy(connection, work.holder())?,
        role: projector.lens.role(connection)?,
        effective_at: effective_at(&entry.op),
        received_at: None,
        around: seen.around(&entry.op),
    };
    lay_over(&mut work, &entry.op, &cx);
    Ok(work.contains(entry.op.op_id).then_some(work))
}
