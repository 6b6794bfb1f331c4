//! Numbers, epochs, and what has become too old.

use deadpool_postgres::Client;
use tokio_postgres::Error;

use super::super::storage::Retention;
use super::{millis, signed, unsigned};
use crate::domain::ids::ItemKind;

type Sql<T> = Result<T, Error>;

/// Rows dropped by one statement, so that none holds up others for long.
const AT_ONCE: u64 = 5000;

pub(super) async fn reserve_serials(client: &Client, kind: ItemKind, count: u64) -> Sql<u64> {
    let statement = client
        .prepare_cached(
            "INSERT INTO serials AS s VALUES ($1, $2)
             ON CONFLICT (kind) DO UPDATE SET last = s.last + $2 RETURNING last",
        )
        .await?;
    let row = client
        .query_one(&statement, &[&kind.id(), &signed(count)])
        .await?;
    let last = unsigned(row.try_get(0)?);
    Ok(last.saturating_sub(count).saturating_add(1))
}

pub(super) async fn rotate_epoch(client: &Client) -> Sql<String> {
    let row = client
        .query_one(
            "UPDATE counter SET epoch = left(md5(gen_random_uuid()::text), 8) RETURNING epoch",
            &[],
        )
        .await?;
    row.try_get(0)
}

/// Drops what has become too old. Another node may do the same: what it has locked is left to it.
pub(super) async fn forget(client: &Client, retention: Retention) -> Sql<()> {
    let (tombstones, ops, tokens) = (
        millis(retention.tombstones_before),
        millis(retention.ops_before),
        millis(retention.tokens_before),
    );
    // The floor rises with the rows it stands for.
    in_parts(
        client,
        "WITH gone AS (
             DELETE FROM entities WHERE (kind, id) IN (
                 SELECT kind, id FROM entities WHERE deleted AND updated_at < $1
                 LIMIT $2 FOR UPDATE SKIP LOCKED)
             RETURNING seq
         ), raised AS (
             UPDATE counter SET floor = greatest(floor, (SELECT max(seq) FROM gone))
             WHERE EXISTS (SELECT FROM gone)
         )
         SELECT count(*) FROM gone",
        tombstones,
    )
    .await?;
    for (table, key, is_old, before) in [
        ("ops", "op_id", "received_at < $1", ops),
        ("refusals", "op_id", "received_at < $1", ops),
        ("access_tokens", "digest", "expires_at < $1", tokens),
        (
            "sessions",
            "session",
            "expires_at < $1 OR revoked_at < $1",
            tokens,
        ),
    ] {
        let sql = format!(
            "WITH gone AS (
                 DELETE FROM {table} WHERE {key} IN (
                     SELECT {key} FROM {table} WHERE {is_old}
                     LIMIT $2 FOR UPDATE SKIP LOCKED)
                 RETURNING 1
             )
             SELECT count(*) FROM gone"
        );
        in_parts(client, &sql, before).await?;
    }
    Ok(())
}

async fn in_parts(client: &Client, sql: &str, before: i64) -> Sql<()> {
    loop {
        let row = client.query_one(sql, &[&before, &signed(AT_ONCE)]).await?;
        if unsigned(row.try_get(0)?) < AT_ONCE {
            return Ok(());
        }
    }
}
