//! Statements that read entities, operations and the counter.

use deadpool_postgres::Client;
use futures_util::future::{join, try_join, try_join3};
use jiff::Timestamp;
use tokio_postgres::{Error, Row};

use super::super::storage::{
    Audience, Digest, EntityRow, Head, KnownRows, Listened, Mark, Once, Page, PageLimit,
    SnapshotPlace, StoredOp, StoredRefusal, Wanted,
};
use super::value::{Stored, sought};
use super::{instant, millis, signed, unsigned};
use crate::domain::ids::{OpId, Seq, UserName, Version};
use crate::wire::feed::{EntityKey, EntityKind};

type Sql<T> = Result<T, Error>;

const COLUMNS: &str = "kind, id, version, seq, deleted, holder, updated_at, updated_by, body, \
                       urgency, shared";

/// One moment for several statements.
const AT_ONE_MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

const HEAD: &str = "SELECT epoch, seq, floor FROM counter";

/// As `Audience::sees`, for rows of the holder `$1`.
const FOR_MODERATORS: &str =
    "kind NOT IN ('request', 'topic', 'access', 'circular', 'profile-change')
    AND (kind <> 'desk' OR left(id, 1) IN ('K', 'Q'))";

/// The rows of an audience besides those that everybody sees; `$1` is the holder.
fn own_rows(audience: &Audience) -> String {
    match audience {
        Audience::Everybody => "false AND holder = $1".to_owned(),
        Audience::Holder(_) => "holder = $1 AND holder <> ''".to_owned(),
        Audience::Moderators(_) => format!("holder = $1 AND holder <> '' AND {FOR_MODERATORS}"),
        Audience::Operator => "(shared OR kind = 'colleague') AND holder <> $1".to_owned(),
    }
}

/// The entity whose columns begin at `from`.
fn entity(row: &Row, from: usize) -> Sql<EntityRow> {
    let kind: &str = row.try_get(from)?;
    Ok(EntityRow {
        key: EntityKey {
            kind: EntityKind::from(kind),
            id: row.try_get(from + 1)?,
        },
        version: Version(unsigned(row.try_get(from + 2)?)),
        seq: Seq(unsigned(row.try_get(from + 3)?)),
        deleted: row.try_get(from + 4)?,
        holder: row.try_get(from + 5)?,
        updated_at: instant(row.try_get(from + 6)?),
        updated_by: row.try_get::<_, Option<String>>(from + 7)?.map(UserName),
        body: row.try_get(from + 8)?,
        shared: row.try_get(from + 10)?,
    })
}

fn entity_rows(rows: &[Row]) -> Sql<Vec<EntityRow>> {
    rows.iter().map(|row| entity(row, 0)).collect()
}

fn head_of(row: &Row) -> Sql<Head> {
    Ok(Head {
        epoch: row.try_get(0)?,
        seq: Seq(unsigned(row.try_get(1)?)),
        floor: Seq(unsigned(row.try_get(2)?)),
    })
}

/// Runs statements in one transaction that reads; everything goes to the server in one go.
async fn at_one_moment<T>(client: &Client, asked: impl Future<Output = Sql<T>>) -> Sql<T> {
    let begin = client.batch_execute(AT_ONE_MOMENT);
    let ((opened, answers), ended) = join(join(begin, asked), client.batch_execute("COMMIT")).await;
    // The first failure is the one that tells.
    opened?;
    let answers = answers?;
    ended?;
    Ok(answers)
}

pub(super) async fn head(client: &Client) -> Sql<Head> {
    let statement = client.prepare_cached(HEAD).await?;
    head_of(&client.query_one(&statement, &[]).await?)
}

pub(super) async fn rules_seq(client: &Client) -> Sql<Seq> {
    // Four short walks of the index by kind.
    let newest = |kind| format!("(SELECT max(seq) FROM entities WHERE kind = '{kind}')");
    let kinds = ["holder", "policy", "pack", "calendar"]
        .map(newest)
        .join(", ");
    let sql = format!("SELECT coalesce(greatest({kinds}), 0)");
    let statement = client.prepare_cached(&sql).await?;
    let row = client.query_one(&statement, &[]).await?;
    Ok(Seq(unsigned(row.try_get(0)?)))
}

/// Takes rows up to the limit; one more was asked for to know whether the page is the last.
fn page(rows: &[Row], limit: PageLimit) -> Sql<(Page, Option<i64>)> {
    let mut page = Page::default();
    let mut urgency = None;
    let mut bytes = 0;
    for row in rows {
        if page.rows.len() >= limit.rows || (bytes >= limit.bytes && !page.rows.is_empty()) {
            page.more = true;
            break;
        }
        let entity = entity(row, 0)?;
        bytes += entity.body.len();
        urgency = Some(row.try_get(9)?);
        page.rows.push(entity);
    }
    Ok((page, urgency))
}

fn row_limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

pub(super) async fn changes(
    client: &Client,
    audience: &Audience,
    since: Seq,
    limit: PageLimit,
) -> Sql<(Page, Head)> {
    let own = own_rows(audience);
    // Two short walks of one index, merged, instead of an OR over the whole table.
    let sql = format!(
        "SELECT {COLUMNS} FROM (
            (SELECT {COLUMNS} FROM entities
                WHERE holder = '' AND seq > $2 ORDER BY seq LIMIT $3)
            UNION ALL
            (SELECT {COLUMNS} FROM entities WHERE {own} AND seq > $2 ORDER BY seq LIMIT $3)
         ) AS seen ORDER BY seq LIMIT $3"
    );
    let (head, rows) = try_join(client.prepare_cached(HEAD), client.prepare_cached(&sql)).await?;
    let (holder, since) = (sought(audience.holder()), signed(since.0));
    let limited = row_limit(limit.rows.saturating_add(1));
    let asked = async {
        try_join(
            client.query_one(&head, &[]),
            client.query(&rows, &[&holder, &since, &limited]),
        )
        .await
    };
    let (head, rows) = at_one_moment(client, asked).await?;
    Ok((page(&rows, limit)?.0, head_of(&head)?))
}

/// Each part is a short walk of an index.
const MARKS: &str = "SELECT kind, id, holder, shared FROM entities
        WHERE holder = ANY ($1) AND seq > $2
     UNION ALL
     SELECT kind, id, holder, shared FROM entities WHERE $3 AND shared AND seq > $2
     UNION ALL
     SELECT kind, id, holder, shared FROM entities WHERE $3 AND kind = 'colleague' AND seq > $2
     LIMIT $4";

pub(super) async fn marks(
    client: &Client,
    of: &Listened,
    since: Seq,
    limit: usize,
) -> Sql<(Vec<Mark>, Head)> {
    let (head, marks) = try_join(client.prepare_cached(HEAD), client.prepare_cached(MARKS)).await?;
    let holders: Vec<&str> = of
        .holders
        .iter()
        .map(|bin| sought(bin))
        .chain([""])
        .collect();
    let (since, limit) = (signed(since.0), row_limit(limit));
    let asked = async {
        try_join(
            client.query_one(&head, &[]),
            client.query(&marks, &[&holders, &since, &of.operator, &limit]),
        )
        .await
    };
    let (head, rows) = at_one_moment(client, asked).await?;
    let mark = |row: &Row| {
        let kind: &str = row.try_get(0)?;
        Ok(Mark {
            key: EntityKey {
                kind: EntityKind::from(kind),
                id: row.try_get(1)?,
            },
            holder: row.try_get(2)?,
            shared: row.try_get(3)?,
        })
    };
    let marks: Sql<Vec<Mark>> = rows.iter().map(mark).collect();
    Ok((marks?, head_of(&head)?))
}

pub(super) async fn snapshot(
    client: &Client,
    audience: &Audience,
    after: Option<&SnapshotPlace>,
    limit: PageLimit,
) -> Sql<(Page, Option<SnapshotPlace>)> {
    let (urgency, kind, id) = after.map_or((i64::MIN, "", ""), |after| {
        (after.urgency, after.kind.as_str(), after.id.as_str())
    });
    let own = own_rows(audience);
    let statement = client
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM (
                (SELECT {COLUMNS} FROM entities WHERE NOT deleted
                    AND holder = '' AND (urgency, kind, id) > ($2, $3, $4)
                    ORDER BY urgency, kind, id LIMIT $5)
                UNION ALL
                (SELECT {COLUMNS} FROM entities WHERE NOT deleted
                    AND {own} AND (urgency, kind, id) > ($2, $3, $4)
                    ORDER BY urgency, kind, id LIMIT $5)
             ) AS seen ORDER BY urgency, kind, id LIMIT $5"
        ))
        .await?;
    let holder = sought(audience.holder());
    let limited = row_limit(limit.rows.saturating_add(1));
    let (kind, id) = (sought(kind), sought(id));
    let rows = client
        .query(&statement, &[&holder, &urgency, &kind, &id, &limited])
        .await?;
    let (page, urgency) = page(&rows, limit)?;
    let last = page.rows.last().zip(urgency);
    let place = last.map(|(last, urgency)| SnapshotPlace {
        urgency,
        kind: last.key.kind.id().to_owned(),
        id: last.key.id.clone(),
    });
    Ok((page, place))
}

pub(super) async fn count(client: &Client, audience: &Audience) -> Sql<u64> {
    let own = own_rows(audience);
    let statement = client
        .prepare_cached(&format!(
            "SELECT (SELECT count(*) FROM entities WHERE NOT deleted AND holder = '')
                + (SELECT count(*) FROM entities WHERE NOT deleted AND {own})"
        ))
        .await?;
    let row = client
        .query_one(&statement, &[&sought(audience.holder())])
        .await?;
    Ok(unsigned(row.try_get(0)?))
}

const ENTITIES: &str =
    "SELECT e.kind, e.id, version, seq, deleted, holder, updated_at, updated_by, body, urgency,
            shared
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (kind, id, place)
     LEFT JOIN entities e ON e.kind = asked.kind AND e.id = asked.id ORDER BY asked.place";

fn columns(keys: &[EntityKey]) -> (Vec<&str>, Vec<&str>) {
    keys.iter()
        .map(|key| (sought(key.kind.id()), sought(&key.id)))
        .unzip()
}

fn found(rows: &[Row]) -> Sql<Vec<Option<EntityRow>>> {
    let there = |row: &Row| row.try_get::<_, Option<&str>>(0).map(|kind| kind.is_some());
    rows.iter()
        .map(|row| {
            if there(row)? {
                entity(row, 0).map(Some)
            } else {
                Ok(None)
            }
        })
        .collect()
}

pub(super) async fn entities(client: &Client, keys: &[EntityKey]) -> Sql<Vec<Option<EntityRow>>> {
    let statement = client.prepare_cached(ENTITIES).await?;
    let (kinds, ids) = columns(keys);
    found(&client.query(&statement, &[&kinds, &ids]).await?)
}

pub(super) async fn all(client: &Client, kind: &EntityKind) -> Sql<Vec<EntityRow>> {
    let statement = client
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM entities WHERE kind = $1 AND NOT deleted ORDER BY id"
        ))
        .await?;
    entity_rows(&client.query(&statement, &[&sought(kind.id())]).await?)
}

pub(super) async fn walk(
    client: &Client,
    kind: &EntityKind,
    after: &str,
    limit: usize,
) -> Sql<Vec<EntityRow>> {
    let statement = client
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM entities
             WHERE kind = $1 AND id > $2 AND NOT deleted ORDER BY id LIMIT $3"
        ))
        .await?;
    let (kind, after, limit) = (sought(kind.id()), sought(after), row_limit(limit));
    entity_rows(&client.query(&statement, &[&kind, &after, &limit]).await?)
}

/// The entities that the portal has to look at by itself.
pub(super) async fn due(
    client: &Client,
    now: Timestamp,
    after: Option<&EntityKey>,
    limit: usize,
) -> Sql<Vec<EntityRow>> {
    let (kind, id) = after.map_or(("", ""), |key| (sought(key.kind.id()), sought(&key.id)));
    let statement = client
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM entities
             WHERE wakes_at IS NOT NULL AND wakes_at <= $1 AND NOT deleted
               AND (kind, id) > ($3, $4)
             ORDER BY kind, id LIMIT $2"
        ))
        .await?;
    let (now, limit) = (millis(now), row_limit(limit));
    entity_rows(
        &client
            .query(&statement, &[&now, &limit, &kind, &id])
            .await?,
    )
}

const OPS: &str = "SELECT ops.digest, kind, id, version, seq, receipt, effective_at,
         refusals.digest, refusal
     FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (op_id, place)
     LEFT JOIN ops USING (op_id) LEFT JOIN refusals USING (op_id) ORDER BY asked.place";

fn stored_op(row: &Row) -> Sql<Option<StoredOp>> {
    let Some(Stored(digest)) = row.try_get(0)? else {
        return Ok(None);
    };
    let kind: &str = row.try_get(1)?;
    Ok(Some(StoredOp {
        digest,
        key: EntityKey {
            kind: EntityKind::from(kind),
            id: row.try_get(2)?,
        },
        version: Version(unsigned(row.try_get(3)?)),
        seq: Seq(unsigned(row.try_get(4)?)),
        receipt: row.try_get(5)?,
        effective_at: instant(row.try_get(6)?),
    }))
}

fn stored_refusal(row: &Row) -> Sql<Option<StoredRefusal>> {
    let Some(Stored(digest)) = row.try_get(7)? else {
        return Ok(None);
    };
    let refusal = row.try_get(8)?;
    Ok(Some(StoredRefusal { digest, refusal }))
}

/// The live children of parents, in the order of the parents and of their ids.
const CHILDREN: &str =
    "SELECT asked.place, kind, id, version, seq, deleted, holder, updated_at, updated_by, body,
            urgency, shared
     FROM unnest($1::text[]) WITH ORDINALITY AS asked (parent, place)
     JOIN entities e ON e.parent = asked.parent AND NOT e.deleted
     ORDER BY asked.place, length(id), id";

fn by_parent(rows: &[Row], parents: usize) -> Sql<Vec<Vec<EntityRow>>> {
    let mut children = vec![Vec::new(); parents];
    for row in rows {
        let place = usize::try_from(row.try_get::<_, i64>(0)?).unwrap_or(0);
        if let Some(family) = children.get_mut(place.wrapping_sub(1)) {
            family.push(entity(row, 1)?);
        }
    }
    Ok(children)
}

pub(super) async fn known(client: &Client, wanted: &Wanted) -> Sql<KnownRows> {
    let prepared = |sql| client.prepare_cached(sql);
    let (ops, entities, children) =
        try_join3(prepared(OPS), prepared(ENTITIES), prepared(CHILDREN)).await?;
    let ids: Vec<_> = wanted.ops.iter().map(|OpId(id)| *id).collect();
    let (kinds, keys) = columns(&wanted.keys);
    let parents: Vec<&str> = wanted.parents.iter().map(|one| sought(one)).collect();
    let asked = async {
        try_join3(
            client.query(&ops, &[&ids]),
            client.query(&entities, &[&kinds, &keys]),
            client.query(&children, &[&parents]),
        )
        .await
    };
    let (ops, entities, children) = at_one_moment(client, asked).await?;
    Ok(KnownRows {
        ops: ops.iter().map(stored_op).collect::<Sql<_>>()?,
        refusals: ops.iter().map(stored_refusal).collect::<Sql<_>>()?,
        entities: found(&entities)?,
        children: by_parent(&children, parents.len())?,
    })
}

/// Whether something that happens once has happened.
pub(super) async fn happened(client: &Client, once: &Once) -> Sql<bool> {
    let statement = client
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM once WHERE what = $1 AND who = $2)")
        .await?;
    let (what, who) = (sought(&once.what), &once.who[..]);
    client
        .query_one(&statement, &[&what, &who])
        .await?
        .try_get(0)
}

pub(super) async fn highest_copies(client: &Client, serials: &[u64]) -> Sql<Vec<u16>> {
    // `766301/` to `7663010` are the copies of 766301: the sign behind `/` is `0`.
    let statement = client
        .prepare_cached(
            "SELECT coalesce((
                 SELECT max(copy::bigint) FROM (
                     SELECT substr(id, length(serial) + 2) AS copy FROM entities
                     WHERE kind = 'request' AND id > serial || '/' AND id < serial || '0'
                 ) AS copies WHERE copy ~ '^[0-9]{1,9}$'
             ), 0)
             FROM unnest($1::text[]) WITH ORDINALITY AS asked (serial, place)
             ORDER BY place",
        )
        .await?;
    let serials: Vec<String> = serials.iter().map(u64::to_string).collect();
    let rows = client.query(&statement, &[&serials]).await?;
    let highest = |row: &Row| row.try_get::<_, i64>(0);
    rows.iter()
        .map(|row| Ok(u16::try_from(highest(row)?).unwrap_or(u16::MAX)))
        .collect()
}

/// The digest of the token given to the author of a request.
pub(super) async fn requester_token(client: &Client, number: &str) -> Sql<Option<Digest>> {
    let statement = client
        .prepare_cached("SELECT digest FROM requester_tokens WHERE number = $1")
        .await?;
    let row = client.query_opt(&statement, &[&sought(number)]).await?;
    row.map(|row| row.try_get(0).map(|Stored(digest)| digest))
        .transpose()
}
