//! Questions by conference: what the inbox, the votes and the countdown of a conference need.
//!
//! The table `question` follows the lines of questions, pending decisions included. Votes come
//! as an entity of the conference and stars are marks of this computer; both stand beside the
//! bodies, so that neither changes a version.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::error::StoreError;
use super::{Reply, Store, item, lens};
use crate::domain::conference::Conference;
use crate::domain::ids::{ItemKind, Number};
use crate::domain::question::{Event, Question, Tally};
use crate::domain::row::{Ending, Inbox, Row};
use crate::domain::work::Work;
use crate::domain::zone;
use crate::wire::body::Body;
use crate::wire::feed::EntityKind;
use crate::wire::replica::InboxFacts;
use crate::wire::votes::Votes;

/// Notes a question as it is seen.
pub(super) fn write(tx: &Connection, question: &Question) -> Result<(), StoreError> {
    let conference = question.conference.to_string();
    let votes: Option<Votes> = lens::body(tx, EntityKind::Votes.id(), &conference)?;
    let votes = votes.map_or(0, |votes| votes.of(question.number));
    tx.prepare_cached(
        "INSERT INTO question VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT(serial) DO UPDATE SET conference = ?2, main = ?3, open = ?4, votes = ?5,
           asked_at = ?6, settled_at = ?7",
    )?
    .execute(params![
        item::serial_number(question.number),
        item::serial_number(question.conference),
        question.into.map(item::serial_number),
        question.state.is_open(),
        votes,
        question.asked_at.as_millisecond(),
        settled_at(question),
    ])?;
    Ok(())
}

/// When a question was answered, declined or merged; `None` while it is open.
fn settled_at(question: &Question) -> Option<i64> {
    // Neither a correction nor the answer to the question it repeats settles it a second time.
    let settles = |event: &Event| match event {
        Event::Answered { with, .. } => with.is_none(),
        Event::Declined { .. } | Event::Merged { .. } => true,
        Event::Asked
        | Event::Accepted
        | Event::Assigned { .. }
        | Event::Drafted { .. }
        | Event::Corrected { .. }
        | Event::Parted => false,
    };
    let mut history = question.history.iter().rev();
    let settled = history.find(|entry| settles(&entry.event));
    let settled = settled.filter(|_| !question.state.is_open())?;
    Some(settled.stamp.effective_at.as_millisecond())
}

/// What the head of an inbox tells of a conference.
pub(super) fn facts(connection: &Connection, inbox: Inbox) -> Result<InboxFacts, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT item.rid, asked_at, settled_at, open FROM question
         JOIN item ON item.kind = ?2 AND item.serial = question.serial WHERE conference = ?1",
    )?;
    let mut rows = statement.query(params![
        item::serial_number(inbox.conference),
        item::kind_number(ItemKind::Question)
    ])?;
    let mut facts = InboxFacts::default();
    while let Some(row) = rows.next()? {
        let place = u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
        let instant = |millis: i64| Timestamp::from_millisecond(millis).unwrap_or_default();
        let asked_at = instant(row.get(1)?);
        let settled_at = row.get::<_, Option<i64>>(2)?.map(instant);
        let open: bool = row.get(3)?;
        facts.times.push((asked_at, settled_at));
        facts.newest = facts.newest.max(place);
        facts.open += usize::from(open);
        let listed = open || !inbox.hide_done;
        if listed && inbox.until.is_some_and(|until| place > until) {
            facts.new += 1;
        }
    }
    Ok(facts)
}

/// Forgets the question of an entity; other entities have none.
pub(super) fn remove(tx: &Connection, rid: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "DELETE FROM question WHERE serial =
           (SELECT serial FROM item WHERE rid = ?1 AND kind = 3)",
    )?
    .execute([rid])?;
    Ok(())
}

/// Takes the votes of a conference.
pub(super) fn take_votes(tx: &Connection, body: &Body) -> Result<(), StoreError> {
    // Of a newer portal: the votes known stay.
    let Ok(votes) = body.read::<Votes>() else {
        return Ok(());
    };
    let mut update =
        tx.prepare_cached("UPDATE question SET votes = ?2 WHERE serial = ?1 AND votes <> ?2")?;
    for (serial, count) in &votes.counts {
        update.execute(params![i64::try_from(*serial).unwrap_or(i64::MAX), count])?;
    }
    Ok(())
}

/// The questions of a conference that are neither answered nor declined, in their order.
pub(super) fn open(connection: &Connection, conference: Number) -> Result<Vec<Number>, StoreError> {
    numbers(
        connection,
        conference,
        "SELECT serial FROM question WHERE conference = ?1 AND open ORDER BY serial",
    )
}

/// Every question of a conference in the order in which they were asked.
pub(super) fn all(connection: &Connection, conference: Number) -> Result<Vec<Number>, StoreError> {
    numbers(
        connection,
        conference,
        "SELECT serial FROM question WHERE conference = ?1 ORDER BY serial",
    )
}

/// The questions of a conference, counted as the portal has them.
pub(super) fn tally(connection: &Connection, conference: Number) -> Result<Tally, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT entity.body FROM question
         JOIN item ON item.kind = ?2 AND item.serial = question.serial
         JOIN entity ON entity.rid = item.rid WHERE conference = ?1 AND entity.deleted = 0",
    )?;
    let mut rows = statement.query(params![
        item::serial_number(conference),
        item::kind_number(ItemKind::Question)
    ])?;
    let mut tally = Tally::default();
    while let Some(row) = rows.next()? {
        let body: Option<Vec<u8>> = row.get(0)?;
        let read = body.and_then(|body| serde_json::from_slice(&body).ok());
        if let Some(question) = read {
            tally.add(&question);
        }
    }
    Ok(tally)
}

fn numbers(
    connection: &Connection,
    conference: Number,
    sql: &str,
) -> Result<Vec<Number>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let serials = statement.query_map([item::serial_number(conference)], |row| {
        row.get::<_, i64>(0)
    })?;
    let mut numbers = Vec::new();
    for serial in serials {
        numbers.push(question_number(serial?));
    }
    Ok(numbers)
}

/// The conferences that end today or should have ended, the earliest first.
pub(super) fn endings(connection: &Connection, now: Timestamp) -> Result<Vec<Ending>, StoreError> {
    let today = zone::date(now);
    let mut statement = connection.prepare_cached(
        "SELECT entity.body, (SELECT count(*) FROM question
           WHERE question.conference = item.serial AND open)
         FROM item JOIN entity USING(rid)
         WHERE item.closed = 0 AND item.urgency <= ?1 AND item.kind = ?2 AND entity.deleted = 0",
    )?;
    let kind = item::kind_number(ItemKind::Conference);
    let mut rows = statement.query(params![item::date_number(today), kind])?;
    let mut endings = Vec::new();
    while let Some(row) = rows.next()? {
        let body: Option<Vec<u8>> = row.get(0)?;
        let held = body.and_then(|body| serde_json::from_slice::<Conference>(&body).ok());
        let Some(held) = held.filter(|held| held.takes_answers(now)) else {
            continue;
        };
        let closing = held.closing().filter(|at| zone::date(*at) <= today);
        if let Some(closes) = closing {
            endings.push(Ending {
                conference: held.number,
                closes,
                open: item::count(row, 1)?,
            });
        }
    }
    endings.sort_by_key(|ending| (ending.closes, ending.conference));
    Ok(endings)
}

fn question_number(serial: i64) -> Number {
    Number::new(ItemKind::Question, u64::try_from(serial).unwrap_or(0))
}

/// Completes a line with what its kind says besides its number.
pub(super) fn complete(connection: &Connection, row: &mut Row) -> Result<(), StoreError> {
    let kind = row.number.kind;
    if kind == ItemKind::Request {
        return Ok(());
    }
    let id = row.number.to_string();
    let body: Option<Value> = lens::body(connection, kind.id(), &id)?;
    let work = body.and_then(|body| Work::read(kind, &body));
    row.caption.title = work.as_ref().and_then(Work::title);
    row.caption.until = work.as_ref().and_then(Work::until);
    row.caption.starred = is_starred(connection, row.number)?;
    let serial = item::serial_number(row.number);
    if kind == ItemKind::Conference {
        row.caption.weight = connection
            .prepare_cached("SELECT count(*) FROM question WHERE conference = ?1 AND open")?
            .query_row([serial], |record| record.get(0))?;
    } else if kind == ItemKind::Question {
        let found: Option<(i64, Option<i64>, u32)> = connection
            .prepare_cached("SELECT conference, main, votes FROM question WHERE serial = ?1")?
            .query_row([serial], |record| {
                Ok((record.get(0)?, record.get(1)?, record.get(2)?))
            })
            .optional()?;
        if let Some((conference, main, votes)) = found {
            row.caption.weight = votes;
            row.caption.parent = Some(main.map_or_else(
                || Number {
                    kind: ItemKind::Conference,
                    ..question_number(conference)
                },
                question_number,
            ));
        }
    }
    Ok(())
}

/// Whether the user of this computer starred an item.
fn is_starred(connection: &Connection, number: Number) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM star WHERE number = ?1)")?
        .query_row([number.to_string()], |row| row.get(0))?)
}

impl Store {
    /// Stars an item on this computer, or takes the star away where it has one.
    pub fn star(&self, number: Number) -> Reply<()> {
        self.submit(move |tx, _| {
            let sql = if is_starred(tx, number)? {
                "DELETE FROM star WHERE number = ?1"
            } else {
                "INSERT INTO star VALUES(?1)"
            };
            tx.prepare_cached(sql)?.execute([number.to_string()])?;
            Ok(())
        })
    }
}
