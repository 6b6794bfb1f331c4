//! Statements on entities, operations and the counter.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::storage::{
    Audience, Digest, EntityRow, Head, Listened, Mark, Once, OpRecord, Page, PageLimit, Put,
    Retention, SnapshotPlace, StoredOp, Write,
};
use super::page::{COLUMNS, entity, page};
use super::{accounts, instant, millis, refusals, signed, unsigned};
use crate::domain::ids::{ItemKind, OpId, Seq, Version};
use crate::wire::feed::{EntityKey, EntityKind};

/// The rows that every audience sees.
const FOR_EVERYBODY: &str = "holder = ''";

/// As `Audience::sees`, for rows of the holder `?1`.
const FOR_MODERATORS: &str =
    "kind NOT IN ('request', 'topic', 'access', 'circular', 'profile-change')
    AND (kind <> 'desk' OR id GLOB '[KQ]*')";

/// The rows of an audience besides those that everybody sees; `?1` is the holder.
fn own_rows(audience: &Audience) -> String {
    match audience {
        Audience::Everybody => "0".to_owned(),
        Audience::Holder(_) => "holder = ?1 AND holder <> ''".to_owned(),
        Audience::Moderators(_) => {
            format!("holder = ?1 AND holder <> '' AND {FOR_MODERATORS}")
        }
        Audience::Operator => "(shared = 1 OR kind = 'colleague') AND holder <> ?1".to_owned(),
    }
}

pub(super) fn last_seq(connection: &Connection) -> rusqlite::Result<Seq> {
    connection
        .prepare_cached("SELECT seq FROM counter")?
        .query_row([], |row| row.get(0))
        .map(|seq| Seq(unsigned(seq)))
}

pub(super) fn head(connection: &Connection) -> rusqlite::Result<Head> {
    connection
        .prepare_cached("SELECT epoch, seq, floor FROM counter")?
        .query_row([], |row| {
            Ok(Head {
                epoch: row.get(0)?,
                seq: Seq(unsigned(row.get(1)?)),
                floor: Seq(unsigned(row.get(2)?)),
            })
        })
}

pub(super) fn rules_seq(connection: &Connection) -> rusqlite::Result<Seq> {
    connection
        .prepare_cached(
            // Each is the end of a walk of the index; one maximum of all would read every holder.
            "SELECT max(
                coalesce((SELECT max(seq) FROM entities WHERE kind = 'holder'), 0),
                coalesce((SELECT max(seq) FROM entities WHERE kind = 'policy'), 0),
                coalesce((SELECT max(seq) FROM entities WHERE kind = 'pack'), 0),
                coalesce((SELECT max(seq) FROM entities WHERE kind = 'calendar'), 0))",
        )?
        .query_row([], |row| row.get(0))
        .map(|seq| Seq(unsigned(seq)))
}

fn row_limit(limit: PageLimit) -> i64 {
    i64::try_from(limit.rows.saturating_add(1)).unwrap_or(i64::MAX)
}

pub(super) fn changes(
    connection: &Connection,
    audience: &Audience,
    since: Seq,
    limit: PageLimit,
) -> rusqlite::Result<(Page, Head)> {
    let tx = connection.unchecked_transaction()?;
    let head = head(&tx)?;
    let page = {
        let own = own_rows(audience);
        // Two short walks of one index, merged, instead of an OR over the whole table.
        let walk = |rows: &str| {
            tx.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM entities WHERE {rows} AND seq > ?2 ORDER BY seq LIMIT ?3"
            ))
        };
        let (mut everybody, mut own) = (walk(FOR_EVERYBODY)?, walk(&own)?);
        let from = params![audience.holder(), signed(since.0), row_limit(limit)];
        let walks = [&mut everybody.query(from)?, &mut own.query(from)?];
        page(walks, limit, |(entity, _)| entity.seq)?.0
    };
    tx.finish()?;
    Ok((page, head))
}

pub(super) fn marks(
    connection: &Connection,
    of: &Listened,
    since: Seq,
    limit: usize,
) -> rusqlite::Result<(Vec<Mark>, Head)> {
    let tx = connection.unchecked_transaction()?;
    let head = head(&tx)?;
    let marks = {
        // Each part is a short walk of an index.
        let mut statement = tx.prepare_cached(
            "SELECT kind, id, holder, shared FROM entities
                WHERE holder IN (SELECT value FROM json_each(?1)) AND seq > ?2
             UNION ALL
             SELECT kind, id, holder, shared FROM entities
                WHERE ?3 AND shared = 1 AND seq > ?2
             UNION ALL
             SELECT kind, id, holder, shared FROM entities
                WHERE ?3 AND kind = 'colleague' AND seq > ?2
             LIMIT ?4",
        )?;
        let holders: Vec<&str> = of.holders.iter().map(String::as_str).chain([""]).collect();
        let holders = serde_json::Value::from(holders).to_string();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let asked = params![holders, signed(since.0), of.operator, limit];
        let marks = statement.query_map(asked, |row| {
            let kind: String = row.get(0)?;
            Ok(Mark {
                key: EntityKey {
                    kind: EntityKind::from(kind.as_str()),
                    id: row.get(1)?,
                },
                holder: row.get(2)?,
                shared: row.get(3)?,
            })
        })?;
        marks.collect::<Result<_, _>>()?
    };
    tx.finish()?;
    Ok((marks, head))
}

pub(super) fn snapshot(
    connection: &Connection,
    audience: &Audience,
    after: Option<SnapshotPlace>,
    limit: PageLimit,
) -> rusqlite::Result<(Page, Option<SnapshotPlace>)> {
    let after = after.unwrap_or(SnapshotPlace {
        urgency: i64::MIN,
        kind: String::new(),
        id: String::new(),
    });
    let own = own_rows(audience);
    let walk = |rows: &str| {
        connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM entities WHERE deleted = 0 AND {rows}
                AND (urgency, kind, id) > (?2, ?3, ?4) ORDER BY urgency, kind, id LIMIT ?5"
        ))
    };
    let (mut everybody, mut own) = (walk(FOR_EVERYBODY)?, walk(&own)?);
    let from = params![
        audience.holder(),
        after.urgency,
        after.kind,
        after.id,
        row_limit(limit)
    ];
    let walks = [&mut everybody.query(from)?, &mut own.query(from)?];
    let (page, urgency) = page(walks, limit, |(entity, urgency)| {
        let EntityKey { kind, id } = &entity.key;
        (*urgency, kind.id().to_owned(), id.clone())
    })?;
    let place = page
        .rows
        .last()
        .zip(urgency)
        .map(|(last, urgency)| SnapshotPlace {
            urgency,
            kind: last.key.kind.id().to_owned(),
            id: last.key.id.clone(),
        });
    Ok((page, place))
}

pub(super) fn count(connection: &Connection, audience: &Audience) -> rusqlite::Result<u64> {
    let own = own_rows(audience);
    connection
        .prepare_cached(&format!(
            "SELECT (SELECT count(*) FROM entities WHERE deleted = 0 AND holder = '')
                + (SELECT count(*) FROM entities WHERE deleted = 0 AND {own} AND ?1 IS NOT NULL)"
        ))?
        .query_row([audience.holder()], |row| row.get(0))
        .map(unsigned)
}

pub(super) fn entities(
    connection: &Connection,
    keys: &[EntityKey],
) -> rusqlite::Result<Vec<Option<EntityRow>>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM entities WHERE kind = ?1 AND id = ?2"
    ))?;
    keys.iter()
        .map(|key| {
            statement
                .query_row(params![key.kind.id(), key.id], entity)
                .optional()
        })
        .collect()
}

pub(super) fn all(connection: &Connection, kind: &EntityKind) -> rusqlite::Result<Vec<EntityRow>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM entities WHERE kind = ?1 AND deleted = 0 ORDER BY id"
        ))?
        .query_map([kind.id()], entity)?
        .collect()
}

pub(super) fn walk(
    connection: &Connection,
    kind: &EntityKind,
    after: &str,
    limit: usize,
) -> rusqlite::Result<Vec<EntityRow>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM entities
             WHERE kind = ?1 AND id > ?2 AND deleted = 0 ORDER BY id LIMIT ?3"
        ))?
        .query_map(params![kind.id(), after, limit], entity)?
        .collect()
}

/// The live children of a parent, in the order of their ids.
pub(super) fn children(connection: &Connection, parent: &str) -> rusqlite::Result<Vec<EntityRow>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM entities WHERE parent = ?1 AND deleted = 0
             ORDER BY length(id), id"
        ))?
        .query_map([parent], entity)?
        .collect()
}

/// The entities that the portal has to look at by itself.
pub(super) fn due(
    connection: &Connection,
    now: Timestamp,
    after: Option<&EntityKey>,
    limit: usize,
) -> rusqlite::Result<Vec<EntityRow>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let (kind, id) = after.map_or(("", ""), |key| (key.kind.id(), key.id.as_str()));
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM entities
             WHERE wakes_at IS NOT NULL AND wakes_at <= ?1 AND deleted = 0
               AND (kind, id) > (?3, ?4)
             ORDER BY kind, id LIMIT ?2"
        ))?
        .query_map(params![millis(now), limit, kind, id], entity)?
        .collect()
}

/// Whether something that happens once has happened.
pub(super) fn happened(connection: &Connection, once: &Once) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM once WHERE what = ?1 AND who = ?2)")?
        .query_row(params![once.what, once.who], |row| row.get(0))
}

/// Whether everything a write was decided on still stands, its own entities apart.
fn still_stands(connection: &Connection, write: &Write) -> rusqlite::Result<bool> {
    for (key, version) in &write.guards {
        let now: Option<i64> = connection
            .prepare_cached("SELECT version FROM entities WHERE kind = ?1 AND id = ?2")?
            .query_row(params![key.kind.id(), key.id], |row| row.get(0))
            .optional()?;
        if now != Some(signed(version.0)) {
            return Ok(false);
        }
    }
    for (parent, seq) in &write.families {
        let newest: i64 = connection
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM entities WHERE parent = ?1")?
            .query_row([parent], |row| row.get(0))?;
        if newest > signed(seq.0) {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn ops(
    connection: &Connection,
    ids: &[OpId],
) -> rusqlite::Result<Vec<Option<StoredOp>>> {
    let mut statement = connection.prepare_cached(
        "SELECT digest, kind, id, version, seq, receipt, effective_at FROM ops WHERE op_id = ?1",
    )?;
    ids.iter()
        .map(|op| {
            statement
                .query_row([op.0.as_bytes()], |row| {
                    let kind: String = row.get(1)?;
                    Ok(StoredOp {
                        digest: row.get(0)?,
                        key: EntityKey {
                            kind: EntityKind::from(kind.as_str()),
                            id: row.get(2)?,
                        },
                        version: Version(unsigned(row.get(3)?)),
                        seq: Seq(unsigned(row.get(4)?)),
                        receipt: row.get(5)?,
                        effective_at: instant(row.get(6)?),
                    })
                })
                .optional()
        })
        .collect()
}

pub(super) fn highest_copies(
    connection: &Connection,
    serials: &[u64],
) -> rusqlite::Result<Vec<u16>> {
    // `766301/` to `7663010` are the copies of 766301: the sign behind `/` is `0`.
    let mut statement = connection.prepare_cached(
        "SELECT coalesce(max(CAST(substr(id, length(?1) + 2) AS INTEGER)), 0) FROM entities
         WHERE kind = 'request' AND id > ?1 || '/' AND id < ?1 || '0'",
    )?;
    serials
        .iter()
        .map(|serial| {
            let highest = statement.query_row([serial.to_string()], |row| row.get::<_, i64>(0))?;
            Ok(u16::try_from(highest).unwrap_or(u16::MAX))
        })
        .collect()
}

/// Carries out a write; `None` if something it was decided on has changed.
pub(super) fn commit(connection: &Connection, write: &Write) -> rusqlite::Result<Option<Vec<Seq>>> {
    if !still_stands(connection, write)? {
        return Ok(None);
    }
    let mut next = last_seq(connection)?.0;
    let mut seqs = Vec::with_capacity(write.puts.len());
    for put in &write.puts {
        next += 1;
        if !write_entity(connection, put, next)? {
            return Ok(None);
        }
        seqs.push(Seq(next));
    }
    for refused in &write.refusals {
        if !refusals::keep(connection, refused)? {
            return Ok(None);
        }
    }
    for op in &write.ops {
        if refusals::is_refused(connection, op.op_id)? {
            return Ok(None);
        }
        let (Some(put), Some(seq)) = (write.puts.get(op.put), seqs.get(op.put)) else {
            return Ok(None);
        };
        if !keep_result(connection, op, &put.key, *seq)? {
            return Ok(None);
        }
    }
    for once in &write.once {
        let added = connection
            .prepare_cached("INSERT OR IGNORE INTO once VALUES (?1, ?2)")?
            .execute(params![once.what, once.who])?;
        if added == 0 {
            return Ok(None);
        }
    }
    let at = write
        .puts
        .first()
        .map_or(Timestamp::UNIX_EPOCH, |put| put.at);
    for change in &write.accounts {
        if !accounts::apply(connection, change, at)? {
            return Ok(None);
        }
    }
    for (number, digest) in &write.requester_tokens {
        connection
            .prepare_cached("INSERT INTO requester_tokens VALUES (?1, ?2)")?
            .execute(params![number, digest])?;
    }
    connection
        .prepare_cached("UPDATE counter SET seq = ?1, serial = max(serial, ?2)")?
        .execute(params![
            signed(next),
            signed(write.serial_at_least.unwrap_or(0))
        ])?;
    Ok(Some(seqs))
}

/// Keeps the result of an operation; whether there was none under its id.
pub(super) fn keep_result(
    connection: &Connection,
    op: &OpRecord,
    key: &EntityKey,
    seq: Seq,
) -> rusqlite::Result<bool> {
    let added = connection
        .prepare_cached("INSERT OR IGNORE INTO ops VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
        .execute(params![
            op.op_id.0.as_bytes(),
            op.digest,
            key.kind.id(),
            key.id,
            signed(op.version.0),
            signed(seq.0),
            op.receipt,
            millis(op.effective_at),
            millis(op.received_at),
        ])?;
    Ok(added > 0)
}

/// Writes one entity if its expected version is the present one.
fn write_entity(connection: &Connection, put: &Put, seq: u64) -> rusqlite::Result<bool> {
    let body = put.body.as_deref().unwrap_or_default();
    let by = put.by.as_ref().map(|user| user.0.as_str());
    let place = &put.place;
    let written = match put.expected {
        None => connection
            .prepare_cached(
                "INSERT OR IGNORE INTO entities
                 (kind, id, version, seq, deleted, holder, urgency, updated_at, updated_by, body,
                  parent, wakes_at, shared)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                put.key.kind.id(),
                put.key.id,
                signed(put.version.0),
                signed(seq),
                put.body.is_none(),
                put.holder,
                put.urgency,
                millis(put.at),
                by,
                body,
                place.parent,
                place.wakes_at.map(millis),
                place.shared,
            ])?,
        Some(expected) => connection
            .prepare_cached(
                "UPDATE entities SET version = ?3, seq = ?4, deleted = ?5, urgency = ?6,
                 updated_at = ?7, updated_by = ?8, body = ?9, parent = ?12, wakes_at = ?13,
                 shared = ?14
                 WHERE kind = ?1 AND id = ?2 AND version = ?10 AND holder = ?11",
            )?
            .execute(params![
                put.key.kind.id(),
                put.key.id,
                signed(put.version.0),
                signed(seq),
                put.body.is_none(),
                put.urgency,
                millis(put.at),
                by,
                body,
                signed(expected.0),
                put.holder,
                place.parent,
                place.wakes_at.map(millis),
                place.shared,
            ])?,
    };
    Ok(written == 1)
}

pub(super) fn reserve_serials(
    connection: &Connection,
    kind: ItemKind,
    count: u64,
) -> rusqlite::Result<u64> {
    let last = if kind == ItemKind::Request {
        connection
            .prepare_cached("UPDATE counter SET serial = serial + ?1 RETURNING serial")?
            .query_row([signed(count)], |row| row.get(0))
    } else {
        connection
            .prepare_cached(
                "INSERT INTO serials VALUES (?1, ?2)
                 ON CONFLICT (kind) DO UPDATE SET last = last + ?2 RETURNING last",
            )?
            .query_row(params![kind.id(), signed(count)], |row| row.get(0))
    };
    last.map(|last| unsigned(last).saturating_sub(count).saturating_add(1))
}

pub(super) fn rotate_epoch(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row(
        "UPDATE counter SET epoch = lower(hex(randomblob(4))) RETURNING epoch",
        [],
        |row| row.get(0),
    )
}

/// Drops tombstones and results of operations that have become too old.
pub(super) fn forget(connection: &Connection, retention: Retention) -> rusqlite::Result<()> {
    let before = millis(retention.tombstones_before);
    connection.execute(
        "UPDATE counter SET floor = max(floor, coalesce((SELECT max(seq) FROM entities
             WHERE deleted = 1 AND updated_at < ?1), 0))",
        [before],
    )?;
    connection.execute(
        "DELETE FROM entities WHERE deleted = 1 AND updated_at < ?1",
        [before],
    )?;
    connection.execute(
        "DELETE FROM ops WHERE received_at < ?1",
        [millis(retention.ops_before)],
    )?;
    Ok(())
}

/// The digest of the token given to the author of a request.
pub(super) fn requester_token(
    connection: &Connection,
    number: &str,
) -> rusqlite::Result<Option<Digest>> {
    connection
        .prepare_cached("SELECT digest FROM requester_tokens WHERE number = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()
}
