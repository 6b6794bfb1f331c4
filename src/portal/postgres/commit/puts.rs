//! The last statement of a write: the counter, and the entities and results it numbers.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use deadpool_postgres::Client;
use tokio_postgres::{Error, Row, Statement};
use uuid::Uuid;

use super::super::super::storage::{OpRecord, Put, Write};
use super::super::{millis, signed, unsigned};
use super::Steps;

/// `$1` is added to the counter; the sequences end with `$2` places.
///
/// The counter is one statement with what it numbers, so that its row is locked as late as can
/// be. All rows that are changed are locked already, and nobody inserts a row without having
/// taken the counter first: nothing in here waits for another write.
const LAST: &str = "
    WITH taken AS (
        UPDATE counter SET seq = seq + $1 RETURNING seq - $2 AS base
    ), put AS (
        SELECT * FROM unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
                $8::bool[], $9::text[], $10::bigint[], $11::bigint[], $12::text[], $13::text[],
                $14::text[], $15::bigint[], $16::bool[])
            AS put (place, kind, id, expected, version, deleted, holder, urgency, updated_at,
                updated_by, body, parent, wakes_at, shared)
    ), added AS (
        INSERT INTO entities (kind, id, version, seq, deleted, holder, urgency, updated_at,
            updated_by, body, parent, wakes_at, shared)
        SELECT kind, id, version, base + place, deleted, holder, urgency, updated_at,
            updated_by, body, parent, wakes_at, shared
        FROM put, taken WHERE expected IS NULL
        ON CONFLICT DO NOTHING RETURNING 1
    ), changed AS (
        UPDATE entities e SET version = put.version, seq = base + place, deleted = put.deleted,
            urgency = put.urgency, updated_at = put.updated_at, updated_by = put.updated_by,
            body = put.body, parent = put.parent, wakes_at = put.wakes_at, shared = put.shared
        FROM put, taken
        WHERE e.kind = put.kind AND e.id = put.id AND e.version = put.expected
            AND e.holder = put.holder
        RETURNING 1
    ), kept AS (
        INSERT INTO ops (op_id, digest, kind, id, version, seq, receipt, effective_at,
            received_at)
        SELECT op_id, digest, kind, id, version, base + place, receipt, effective_at, received_at
        FROM unnest($17::uuid[], $18::bytea[], $19::text[], $20::text[], $21::bigint[],
                $22::bigint[], $23::text[], $24::bigint[], $25::bigint[])
            AS op (op_id, digest, kind, id, version, place, receipt, effective_at, received_at),
            taken
        WHERE NOT EXISTS (SELECT FROM refusals WHERE refusals.op_id = op.op_id)
        ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT base, (SELECT count(*) FROM added) + (SELECT count(*) FROM changed),
        (SELECT count(*) FROM kept)
    FROM taken";

/// Adds the last statement; one more for each time an entity is put again by the same write.
/// Gives the place where it leaves what the counter stood at before.
pub(super) async fn add<'a>(
    steps: &mut Steps<'a>,
    client: &'a Client,
    write: &'a Write,
) -> Result<Arc<AtomicU64>, Error> {
    let base = Arc::new(AtomicU64::new(0));
    let rounds = rounds(&write.puts);
    let last = rounds.len().saturating_sub(1);
    let total = count(write.puts.len());
    for (round, puts) in rounds.into_iter().enumerate() {
        let statement = client.prepare_cached(LAST).await?;
        let taken = if round == 0 { total } else { 0 };
        let ops: &[OpRecord] = if round == last { &write.ops } else { &[] };
        let expected = (puts.len(), ops.len());
        let before = Arc::clone(&base);
        steps.add(
            async move { ask(client, &statement, (taken, total), &puts, ops, &write.puts).await },
            move |rows| {
                let Some(row) = rows.first() else {
                    return Ok(false);
                };
                before.store(unsigned(row.try_get(0)?), Ordering::Relaxed);
                Ok((got(row, 1)?, got(row, 2)?) == expected)
            },
        );
    }
    Ok(base)
}

fn got(row: &Row, column: usize) -> Result<usize, Error> {
    let count: i64 = row.try_get(column)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The puts with their places, counted from one: first those of entities that come up for the
/// first time, then those that come up again.
fn rounds(puts: &[Put]) -> Vec<Vec<(i64, &Put)>> {
    let mut times: HashMap<(&str, &str), usize> = HashMap::new();
    let mut rounds: Vec<Vec<(i64, &Put)>> = Vec::new();
    for (place, put) in (1..).zip(puts) {
        let time = times.entry((put.key.kind.id(), &put.key.id)).or_insert(0);
        if rounds.len() == *time {
            rounds.push(Vec::new());
        }
        if let Some(round) = rounds.get_mut(*time) {
            round.push((place, put));
        }
        *time += 1;
    }
    rounds
}

async fn ask(
    client: &Client,
    statement: &Statement,
    (taken, total): (i64, i64),
    puts: &[(i64, &Put)],
    ops: &[OpRecord],
    all: &[Put],
) -> Result<Vec<Row>, Error> {
    fn column<'p, T>(puts: &[(i64, &'p Put)], of: impl Fn(&'p Put) -> T) -> Vec<T> {
        puts.iter().map(|(_, put)| of(put)).collect()
    }
    fn result<'o, T>(ops: &'o [OpRecord], of: impl Fn(&'o OpRecord) -> T) -> Vec<T> {
        ops.iter().map(of).collect()
    }
    let key = |op: &OpRecord| all.get(op.put).map(|put| &put.key);
    client
        .query(
            statement,
            &[
                &taken,
                &total,
                &puts.iter().map(|(place, _)| *place).collect::<Vec<_>>(),
                &column(puts, |put| put.key.kind.id()),
                &column(puts, |put| put.key.id.as_str()),
                &column(puts, |put| put.expected.map(|version| signed(version.0))),
                &column(puts, |put| signed(put.version.0)),
                &column(puts, |put| put.body.is_none()),
                &column(puts, |put| put.holder.as_str()),
                &column(puts, |put| put.urgency),
                &column(puts, |put| millis(put.at)),
                &column(puts, |put| put.by.as_ref().map(|user| user.0.as_str())),
                &column(puts, |put| put.body.as_deref().unwrap_or_default()),
                &column(puts, |put| put.place.parent.as_deref()),
                &column(puts, |put| put.place.wakes_at.map(millis)),
                &column(puts, |put| put.place.shared),
                &result(ops, |op| op.op_id.0) as &Vec<Uuid>,
                &result(ops, |op| &op.digest[..]),
                &result(ops, |op| key(op).map(|key| key.kind.id())),
                &result(ops, |op| key(op).map(|key| key.id.as_str())),
                &result(ops, |op| signed(op.version.0)),
                &result(ops, |op| count(op.put) + 1),
                &result(ops, |op| op.receipt.as_str()),
                &result(ops, |op| millis(op.effective_at)),
                &result(ops, |op| millis(op.received_at)),
            ],
        )
        .await
}
