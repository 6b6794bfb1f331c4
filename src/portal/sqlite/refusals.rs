//! Statements on operations that were refused for good.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::storage::{RefusalRecord, StoredRefusal};
use super::millis;
use crate::domain::ids::OpId;

/// Keeps a refusal; the first one stands. Whether the operation was not applied meanwhile.
pub(super) fn keep(connection: &Connection, refused: &RefusalRecord) -> rusqlite::Result<bool> {
    let applied = connection
        .prepare_cached("SELECT 1 FROM ops WHERE op_id = ?1")?
        .exists([refused.op_id.0.as_bytes()])?;
    if applied {
        return Ok(false);
    }
    connection
        .prepare_cached("INSERT OR IGNORE INTO refusals VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            refused.op_id.0.as_bytes(),
            refused.digest,
            refused.refusal,
            millis(refused.received_at),
        ])?;
    Ok(true)
}

/// Whether an operation was refused.
pub(super) fn is_refused(connection: &Connection, op: OpId) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM refusals WHERE op_id = ?1")?
        .exists([op.0.as_bytes()])
}

/// The refusals of operations, in the order asked.
pub(super) fn of(
    connection: &Connection,
    ids: &[OpId],
) -> rusqlite::Result<Vec<Option<StoredRefusal>>> {
    let mut statement =
        connection.prepare_cached("SELECT digest, refusal FROM refusals WHERE op_id = ?1")?;
    ids.iter()
        .map(|op| {
            statement
                .query_row([op.0.as_bytes()], |row| {
                    Ok(StoredRefusal {
                        digest: row.get(0)?,
                        refusal: row.get(1)?,
                    })
                })
                .optional()
        })
        .collect()
}

/// Drops those received before a moment.
pub(super) fn forget(connection: &Connection, before: Timestamp) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM refusals WHERE received_at < ?1",
        [millis(before)],
    )?;
    Ok(())
}
