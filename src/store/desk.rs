//! Desks of items in the replica: who writes, who reads, who watches, who stands in for whom.
//!
//! The bodies are entities like any other; two small tables say which desks matter now, so that
//! a list learns its marks and a change its watchers without reading bodies.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::lens;
use super::{Reader, item, session};
use crate::domain::act::Role;
use crate::domain::colleague::{Colleague, stands_for};
use crate::domain::desk::{Desk, DeskMark, Lease, Reading, Waiting, WasRead};
use crate::domain::ids::{DeviceId, Number, UserName};
use crate::wire::feed::{Change, EntityKind};

impl Reader {
    /// What colleagues do with an item; an empty desk if nobody sat at it.
    ///
    /// # Errors
    /// The database failed.
    pub fn desk(&self, number: Number) -> Result<Desk, StoreError> {
        self.on(|connection| {
            let desk = lens::body(connection, EntityKind::Desk.id(), &number.to_string())?;
            Ok(desk.unwrap_or_else(|| Desk::new(number)))
        })
    }

    /// The colleagues of the holder, by name.
    ///
    /// # Errors
    /// The database failed.
    pub fn colleagues(&self) -> Result<Vec<Colleague>, StoreError> {
        self.on(colleagues)
    }

    /// The accounts of every holder whose accounts are seen, with the BIN of their holder.
    ///
    /// # Errors
    /// The database failed.
    pub fn accounts(&self) -> Result<Vec<(String, Colleague)>, StoreError> {
        self.on(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT id, body FROM entity WHERE kind = ?1 AND deleted = 0")?;
            let mut rows = statement.query([EntityKind::Colleague.id()])?;
            let mut accounts = Vec::new();
            while let Some(row) = rows.next()? {
                let (id, body): (String, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
                let read = body.and_then(|body| serde_json::from_slice(&body).ok());
                if let (Some((holder, _)), Some(colleague)) = (id.split_once(':'), read) {
                    accounts.push((holder.to_owned(), colleague));
                }
            }
            Ok(accounts)
        })
    }

    /// How many open items each user works on, and how many nobody does (`None`).
    ///
    /// # Errors
    /// The database failed.
    pub fn open_by_owner(&self) -> Result<Vec<(Option<UserName>, usize)>, StoreError> {
        self.on(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT word.text, count(*) FROM item LEFT JOIN word ON word.id = item.owner
                 WHERE closed = 0 GROUP BY item.owner ORDER BY word.text",
            )?;
            let rows = statement.query_map([], |row| {
                let user: Option<String> = row.get(0)?;
                Ok((user.map(UserName), item::count(row, 1)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The items that somebody writes about at `now` or whose text waits for a reader; a text
    /// about a closed item waits for nobody.
    ///
    /// # Errors
    /// The database failed.
    pub fn desk_marks(&self, now: Timestamp) -> Result<Vec<DeskMark>, StoreError> {
        self.on(|connection| {
            let mut marks: BTreeMap<Number, DeskMark> = BTreeMap::new();
            for (number, lease) in live_leases(connection, now)? {
                marks.entry(number).or_insert_with(|| mark(number)).lease = Some(lease);
            }
            for (number, waits) in waiting(connection)? {
                if !item::is_closed(connection, number)? {
                    let mark = marks.entry(number).or_insert_with(|| mark(number));
                    mark.waiting.push(waits);
                }
            }
            Ok(marks.into_values().collect())
        })
    }
}

const fn mark(number: Number) -> DeskMark {
    DeskMark {
        number,
        lease: None,
        waiting: Vec::new(),
    }
}

fn live_leases(
    connection: &Connection,
    now: Timestamp,
) -> Result<Vec<(Number, Lease)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT number, writer, device, until FROM desk WHERE until > ?1")?;
    let mut rows = statement.query([now.as_millisecond()])?;
    let mut leases = Vec::new();
    while let Some(row) = rows.next()? {
        let number: String = row.get(0)?;
        let lease = lease_of(row)?.filter(|lease| lease.is_live(now));
        leases.extend(number.parse().ok().zip(lease));
    }
    Ok(leases)
}

/// The texts that wait for a reader, oldest first.
fn waiting(connection: &Connection) -> Result<Vec<(Number, Waiting)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT number, author, reader FROM reading ORDER BY rowid")?;
    let mut rows = statement.query([])?;
    let mut waiting = Vec::new();
    while let Some(row) = rows.next()? {
        let number: String = row.get(0)?;
        let waits = Waiting {
            author: UserName(row.get(1)?),
            reader: UserName(row.get(2)?),
        };
        waiting.extend(number.parse().ok().map(|number| (number, waits)));
    }
    Ok(waiting)
}

fn lease_of(row: &rusqlite::Row<'_>) -> Result<Option<Lease>, StoreError> {
    let user: Option<String> = row.get(1)?;
    let device: Option<String> = row.get(2)?;
    let until: Option<i64> = row.get(3)?;
    let device = device.and_then(|device| device.parse().ok()).map(DeviceId);
    let until = until.and_then(|until| Timestamp::from_millisecond(until).ok());
    Ok(match (user, device, until) {
        (Some(user), Some(device), Some(until)) => Some(Lease {
            user: UserName(user),
            device,
            until,
            taken_from: None,
        }),
        _ => None,
    })
}

/// The colleagues of the holder, by name; the Operator, who sees those of every holder, has none.
pub(super) fn colleagues(connection: &Connection) -> Result<Vec<Colleague>, StoreError> {
    let session = session::session(connection)?;
    if session.is_some_and(|session| session.account.role == Role::Operator) {
        return Ok(Vec::new());
    }
    lens::readable(connection, EntityKind::Colleague.id())
}

/// Those whose work the account does on a day, the account itself included.
pub(super) fn worked_for(
    connection: &Connection,
    me: &UserName,
    on: Date,
) -> Result<Vec<UserName>, StoreError> {
    let mut all = stands_for(me, on, &colleagues(connection)?);
    all.push(me.clone());
    Ok(all)
}

/// The items that a user watches.
pub(super) fn watched_by(
    connection: &Connection,
    user: &UserName,
) -> Result<Vec<Number>, StoreError> {
    numbers(connection, "SELECT number FROM watch WHERE user = ?1", user)
}

/// The items with a text that waits for a user to read it.
pub(super) fn to_be_read_by(
    connection: &Connection,
    user: &UserName,
) -> Result<Vec<Number>, StoreError> {
    numbers(
        connection,
        "SELECT DISTINCT number FROM reading WHERE reader = ?1",
        user,
    )
}

fn numbers(connection: &Connection, sql: &str, user: &UserName) -> Result<Vec<Number>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let numbers = statement.query_map([&user.0], |row| row.get::<_, String>(0))?;
    let numbers = numbers.collect::<Result<Vec<_>, _>>()?;
    Ok(numbers
        .iter()
        .filter_map(|number| number.parse().ok())
        .collect())
}

/// The desk of an item, if anybody sat at it.
pub(super) fn of_item(connection: &Connection, number: Number) -> Result<Option<Desk>, StoreError> {
    lens::body(connection, EntityKind::Desk.id(), &number.to_string())
}

/// Whether anybody sat at any item.
pub(super) fn is_any(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM entity WHERE kind = ?1)")?
        .query_row([EntityKind::Desk.id()], |row| row.get(0))?)
}

/// Whether anybody sat at the item of this name.
pub(super) fn is_at(connection: &Connection, id: &str) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM entity WHERE kind = ?1 AND id = ?2)")?
        .query_row([EntityKind::Desk.id(), id], |row| row.get(0))?)
}

/// Notes what a desk that arrived means for lists and watchers.
pub(super) fn note(tx: &Connection, rid: i64, desk: &Desk) -> Result<(), StoreError> {
    drop_note(tx, rid)?;
    let number = desk.number.to_string();
    if let Some(lease) = &desk.lease {
        tx.prepare_cached("INSERT INTO desk VALUES(?1, ?2, ?3, ?4, ?5, NULL, NULL)")?
            .execute(params![
                rid,
                number,
                lease.user.0,
                lease.device.0.to_string(),
                lease.until.as_millisecond(),
            ])?;
    }
    let mut reading = tx.prepare_cached("INSERT INTO reading VALUES(?1, ?2, ?3, ?4)")?;
    for waits in desk.waiting() {
        reading.execute(params![rid, number, waits.by.0, waits.reader.0])?;
    }
    let mut watch = tx.prepare_cached("INSERT INTO watch VALUES(?1, ?2, ?3)")?;
    for user in &desk.watchers {
        watch.execute(params![number, user.0, rid])?;
    }
    Ok(())
}

/// Forgets what a desk meant.
pub(super) fn drop_note(tx: &Connection, rid: i64) -> Result<(), StoreError> {
    for table in ["desk", "reading"] {
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE rid = ?1"))?
            .execute([rid])?;
    }
    tx.prepare_cached("DELETE FROM watch WHERE rid = ?1")?
        .execute([rid])?;
    Ok(())
}

/// What a second reader says about a text of the account in a desk that has just come, and did
/// not say before; to be asked before the desk is kept.
pub(super) fn said(tx: &Connection, change: &Change) -> Result<Option<WasRead>, StoreError> {
    if change.key.kind != EntityKind::Desk || change.deleted {
        return Ok(None);
    }
    let (Ok(desk), Some(session)) = (change.body.read::<Desk>(), session::session(tx)?) else {
        return Ok(None);
    };
    let before = of_item(tx, desk.number)?;
    let known = |reading: &Reading| {
        let before = before.as_ref();
        before.is_some_and(|before| before.readings.contains(reading))
    };
    let own = |reading: &&Reading| reading.by == session.account.user && !known(reading);
    let mut said = desk.readings.iter().filter(own);
    Ok(said.find_map(|reading| {
        let said = reading.said.as_ref()?;
        Some(WasRead {
            number: desk.number,
            user: reading.reader.clone(),
            good: said.good,
        })
    }))
}

/// Whether the account wants to be told of changes of an item.
pub(super) fn is_watched(tx: &Connection, id: &str) -> Result<bool, StoreError> {
    let Some(session) = session::session(tx)? else {
        return Ok(false);
    };
    Ok(tx
        .prepare_cached("SELECT 1 FROM watch WHERE number = ?1 AND user = ?2")?
        .exists([id, &session.account.user.0])?)
}
