//! From entities and pending decisions to what the lists show.
//!
//! The line of an item is the newest body the portal told with the pending operations decided
//! on it once more. An operation that the body already contains, or that is no longer possible
//! on it, changes nothing; the portal will say what becomes of it.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::desk;
use super::error::StoreError;
use super::index::{self, Unindexed};
use super::item::{self, Added};
use super::lens::{self, Lens};
use super::movement;
use super::outbox;
use super::prepare::text_of;
use super::question;
use super::related;
use super::state::{meta, set_meta};
use super::surroundings::Surroundings;
use super::word::Words;
use crate::domain::decide::DecideContext;
use crate::domain::history::Stamp;
use crate::domain::ids::Number;
use crate::domain::refusal::Refusal;
use crate::domain::row::{self, Row};
use crate::domain::text::CitizenText;
use crate::domain::work::Work;
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::ops::Op;
use crate::wire::replica::{OpState, OutboxEntry};

/// Under which rules the lines were computed.
const PROJECTED: &str = "projected";

/// The hash of the packs and calendar years among them.
const RULES: &str = "projected-rules";

/// The writer's knowledge: the rules and the names it has looked up.
#[derive(Debug, Default)]
pub(super) struct Projector {
    pub(super) lens: Lens,
    pub(super) words: Words,
    unindexed: Unindexed,
    added: Added,
    /// The replica is being filled.
    filling: Option<Filling>,
}

/// What is known of a replica that is being filled, so that it need not be asked of each of a
/// million lines. Texts and authors of new lines are left to the renewal of the index.
#[derive(Debug)]
struct Filling {
    /// The stamp of the lens that the lines of the page were computed through.
    lens: u64,
    /// Some decision may lie over an item.
    pending: bool,
    /// Somebody may have sat at an item.
    desks: bool,
    /// The first entity whose text and author were left to the renewal.
    deferred: Option<i64>,
}

impl Filling {
    fn defer(&mut self, rid: i64) {
        self.deferred = Some(self.deferred.map_or(rid, |first| first.min(rid)));
    }

    /// Whether an item is not just as its body tells it.
    fn is_covered(&self, tx: &Connection, subject: Subject<'_>) -> Result<bool, StoreError> {
        let Subject { kind, id, .. } = subject;
        Ok(
            (self.pending && !outbox::of_entity(tx, kind.id(), id)?.is_empty())
                || (self.desks && desk::is_at(tx, id)?),
        )
    }
}

/// An entity whose line is to be computed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) rid: i64,
    /// It has just come into the replica, so that it has no line yet.
    pub(super) is_new: bool,
    pub(super) kind: &'a EntityKind,
    pub(super) id: &'a str,
    /// JSON text.
    pub(super) body: &'a str,
}

impl Projector {
    /// Forgets everything that a failed transaction may have taught.
    pub(super) fn forget(&mut self) {
        self.lens.forget();
        self.words.forget();
        self.unindexed.forget();
        self.added.forget();
        self.filling = None;
    }

    /// Says that the replica is being filled until the end of the transaction, with lines that
    /// were computed through a lens of this stamp.
    pub(super) fn begin_filling(&mut self, tx: &Connection, lens: u64) -> Result<(), StoreError> {
        self.filling = Some(Filling {
            lens,
            pending: outbox::has_live(tx)?,
            desks: desk::is_any(tx)?,
            deferred: None,
        });
        Ok(())
    }

    /// Adds a new item with the line that was computed for it, if nothing lies over the item and
    /// the lens is the same; otherwise computes the line.
    pub(super) fn add(
        &mut self,
        tx: &Connection,
        subject: Subject<'_>,
        row: Option<Row>,
    ) -> Result<(), StoreError> {
        let (Some(row), Some(filling)) = (row, &mut self.filling) else {
            return self.project(tx, subject);
        };
        if filling.lens != self.lens.stamp() || filling.is_covered(tx, subject)? {
            return self.project(tx, subject);
        }
        filling.defer(subject.rid);
        let (words, added) = (&mut self.words, &mut self.added);
        item::add(tx, words, added, subject.rid, &row, index::UNKNOWN)
    }

    /// Says that somebody sat at an item.
    pub(super) const fn note_desk(&mut self) {
        if let Some(filling) = &mut self.filling {
            filling.desks = true;
        }
    }

    /// Completes the search index; to be called before a transaction is committed.
    pub(super) fn finish(&mut self, tx: &Connection) -> Result<(), StoreError> {
        if let Some(first) = self.filling.take().and_then(|filling| filling.deferred) {
            index::defer(tx, first)?;
        }
        self.added.count(tx)?;
        self.unindexed.flush(tx)
    }

    /// Removes the line and the indexed text of an entity.
    pub(super) fn remove(&mut self, tx: &Connection, rid: i64) -> Result<(), StoreError> {
        related::drop_author(tx, rid)?;
        desk::drop_note(tx, rid)?;
        question::remove(tx, rid)?;
        let indexed = self.unindexed.remove(rid);
        if item::remove(tx, rid)? && indexed {
            index::drop_text(tx, rid)?;
        }
        Ok(())
    }

    /// Computes the line of an entity and its place in the search index.
    pub(super) fn project(
        &mut self,
        tx: &Connection,
        subject: Subject<'_>,
    ) -> Result<(), StoreError> {
        self.projected(tx, subject).map(drop)
    }

    fn projected(
        &mut self,
        tx: &Connection,
        subject: Subject<'_>,
    ) -> Result<Option<Row>, StoreError> {
        let Some(number) = number_of(subject.kind, subject.id) else {
            return Ok(None);
        };
        let pending = outbox::of_entity(tx, subject.kind.id(), subject.id)?;
        let work = written(subject.body, number);
        let sum = self.known(tx, subject, work.as_ref())?;
        let row = match work {
            Some(work) => {
                let (row, work) = self.line(tx, work, &pending)?;
                if let Some(question) = work.question() {
                    question::write(tx, question)?;
                }
                row
            }
            None => marked(
                Row::unreadable(number, &value(subject.body.as_bytes())),
                &pending,
            ),
        };
        let (words, added) = (&mut self.words, &mut self.added);
        item::write(tx, words, added, subject.rid, &row, sum)?;
        Ok(Some(row))
    }

    /// The line of an item and the item itself with the pending operations laid over it.
    pub(super) fn line(
        &mut self,
        connection: &Connection,
        mut work: Work,
        pending: &[OutboxEntry],
    ) -> Result<(Row, Work), StoreError> {
        let rules = self.lens.rules(connection)?;
        let policy = self.lens.policy(connection, work.holder())?;
        let role = self.lens.role(connection)?;
        let overlaid = pending.iter().filter(|entry| entry.state.is_overlaid());
        for entry in overlaid {
            let seen = Surroundings::of(connection, &work, &entry.op)?;
            let cx = DecideContext {
                rules: &rules,
                policy: &policy,
                role,
                effective_at: effective_at(&entry.op),
                received_at: None,
                around: seen.around(&entry.op),
            };
            lay_over(&mut work, &entry.op, &cx);
        }
        if let Some(desk) = desk::of_item(connection, work.number())? {
            let owner = desk.owner(work.owner());
            work.set_owner(owner);
        }
        // A year without calendar data leaves the line without a date rather than with a guess.
        let driver = row::driver(&work, &rules, &policy).unwrap_or_default();
        Ok((marked(Row::of(&work, driver), pending), work))
    }

    /// Decides an operation once more on the newest body, earlier pending operations included.
    pub(super) fn judge(
        &mut self,
        connection: &Connection,
        entry: &OutboxEntry,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let key = &entry.op.entity;
        let body: Option<Value> = lens::body(connection, key.kind.id(), &key.id)?;
        let work = body
            .zip(number_of(&key.kind, &key.id))
            .and_then(|(body, number)| readable(&body, number));
        let Some(work) = work else {
            return Ok(Err(Refusal::NotUnderstood));
        };
        let mut earlier = outbox::of_entity(connection, key.kind.id(), &key.id)?;
        earlier.retain(|other| other.position < entry.position);
        let (_, work) = self.line(connection, work, &earlier)?;
        let seen = Surroundings::of(connection, &work, &entry.op)?;
        let cx = DecideContext {
            rules: &*self.lens.rules(connection)?,
            policy: &*self.lens.policy(connection, work.holder())?,
            role: self.lens.role(connection)?,
            effective_at: effective_at(&entry.op),
            received_at: None,
            around: seen.around(&entry.op),
        };
        Ok(work.decide(&entry.op.command, &cx).map(drop))
    }

    /// An item as the user sees it, pending operations included; `None` if it is not there or
    /// not understood.
    pub(super) fn seen(
        &mut self,
        connection: &Connection,
        key: &EntityKey,
    ) -> Result<Option<Work>, StoreError> {
        let body: Option<Value> = lens::body(connection, key.kind.id(), &key.id)?;
        let work = body
            .zip(number_of(&key.kind, &key.id))
            .and_then(|(body, number)| readable(&body, number));
        let Some(work) = work else {
            return Ok(None);
        };
        let pending = outbox::of_entity(connection, key.kind.id(), &key.id)?;
        Ok(Some(self.line(connection, work, &pending)?.1))
    }

    /// Makes an item known to the search index and to its author, or leaves that to the renewal
    /// of the index; answers with the checksum of the text that is known.
    fn known(
        &mut self,
        tx: &Connection,
        subject: Subject<'_>,
        work: Option<&Work>,
    ) -> Result<i64, StoreError> {
        let before = if subject.is_new {
            None
        } else {
            item::text_sum(tx, subject.rid)?
        };
        if before == Some(index::UNKNOWN) {
            // The renewal will come to it: a change of the rules must not gather every text.
            return Ok(index::UNKNOWN);
        }
        if let (Some(filling), None) = (&mut self.filling, before) {
            filling.defer(subject.rid);
            return Ok(index::UNKNOWN);
        }
        related::put_author(tx, subject.rid, work.and_then(Work::request))?;
        let text = work.map(indexed_text).unwrap_or_default();
        let sum = sum_of(&text);
        if before != Some(sum) {
            self.unindexed.put(subject.rid, text, before.is_some());
        }
        Ok(sum)
    }

    /// Computes the line of one entity anew from what is stored.
    pub(super) fn again(
        &mut self,
        tx: &Connection,
        kind: &str,
        id: &str,
    ) -> Result<(), StoreError> {
        let found = tx
            .prepare_cached(
                "SELECT rid, body FROM entity WHERE kind = ?1 AND id = ?2 AND deleted = 0",
            )?
            .query_row([kind, id], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
            });
        match found {
            Ok((rid, body)) => {
                let body = body.unwrap_or_default();
                let subject = Subject {
                    rid,
                    is_new: false,
                    kind: &EntityKind::from(kind),
                    id,
                    body: text_of(&body),
                };
                self.project(tx, subject)
            }
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts the next texts into an index that is being renewed; tells whether there may be more.
    pub(super) fn renew_index(&mut self, tx: &Connection) -> Result<bool, StoreError> {
        let batch = index::unknown(tx)?;
        let last = batch.last().map(|(rid, ..)| *rid);
        for (rid, kind, id, body) in batch {
            let body = body.unwrap_or_default();
            let number = number_of(&EntityKind::from(kind.as_str()), &id);
            let work = number.and_then(|number| written(text_of(&body), number));
            related::put_author(tx, rid, work.as_ref().and_then(Work::request))?;
            let text = work.as_ref().map(indexed_text).unwrap_or_default();
            item::set_text_sum(tx, rid, sum_of(&text))?;
            self.unindexed.put(rid, text, false);
        }
        index::renewed(tx, last)?;
        Ok(last.is_some())
    }

    /// Computes every line anew if the rules are not those under which the lines were computed;
    /// notes which terms of open items moved by it, and tells how many.
    pub(super) fn catch_up(&mut self, tx: &Connection) -> Result<usize, StoreError> {
        self.lens.refresh(tx)?;
        let under = self.under(tx)?;
        let known = meta(tx, PROJECTED)?;
        if known.as_deref() == Some(&under) {
            return Ok(0);
        }
        let mut moved = Vec::new();
        let mut last = i64::MIN;
        loop {
            let batch = batch_after(tx, last)?;
            let Some(end) = batch.last().map(|(rid, ..)| *rid) else {
                break;
            };
            last = end;
            for (rid, kind, id, body) in batch {
                let body = body.unwrap_or_default();
                let before = item::term(tx, &mut self.words, rid)?;
                let subject = Subject {
                    rid,
                    is_new: false,
                    kind: &EntityKind::from(kind.as_str()),
                    id: &id,
                    body: text_of(&body),
                };
                let after = self.projected(tx, subject)?;
                moved.extend(before.zip(after).and_then(movement::of));
            }
        }
        set_meta(tx, PROJECTED, &under)?;
        let rules = self.lens.rules(tx)?.hash();
        let before = meta(tx, RULES)?;
        set_meta(tx, RULES, &rules)?;
        // Lines without rules they were computed under are those of a replica being filled.
        if known.is_none() {
            return Ok(0);
        }
        let changed = before.is_some_and(|before| before != rules);
        movement::note(tx, moved, changed.then_some(rules))
    }

    /// What the lines depend on besides bodies and operations: rules and policies, not the
    /// account.
    fn under(&mut self, tx: &Connection) -> Result<String, StoreError> {
        let mut sum = Sha256::new();
        sum.update(self.lens.rules(tx)?.hash().as_bytes());
        let mut policies = tx.prepare_cached(
            "SELECT id, body FROM entity WHERE kind = 'policy' AND deleted = 0 ORDER BY id",
        )?;
        let mut rows = policies.query([])?;
        while let Some(row) = rows.next()? {
            sum.update(row.get::<_, String>(0)?.as_bytes());
            sum.update(row.get::<_, Option<Vec<u8>>>(1)?.unwrap_or_default());
        }
        Ok(format!("1:{}", hex::encode(sum.finalize())))
    }
}

/// The number of an entity in the order of storage, its kind, its name and its body.
pub(super) type Stored = (i64, String, String, Option<Vec<u8>>);

/// The next entities of lists, in the order of their storage; bounded, so that memory is.
fn batch_after(tx: &Connection, last: i64) -> Result<Vec<Stored>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT rid, kind, id, body FROM entity
         WHERE rid > ?1 AND deleted = 0
           AND kind IN ('request', 'topic', 'conference', 'question')
         ORDER BY rid LIMIT 500",
    )?;
    let rows = statement.query_map([last], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The number under which an entity stands in lists; other kinds of entities have no line.
pub(super) fn number_of(kind: &EntityKind, id: &str) -> Option<Number> {
    let key = EntityKey {
        kind: kind.clone(),
        id: id.to_owned(),
    };
    key.number()
}

/// The item, if this program understands all of it and it is the one it is filed as.
pub(super) fn readable(body: &Value, number: Number) -> Option<Work> {
    Work::read(number.kind, body).filter(|work| work.number() == number)
}

/// As [`readable`], of JSON text.
pub(super) fn written(body: &str, number: Number) -> Option<Work> {
    Work::parse(number.kind, body).filter(|work| work.number() == number)
}

pub(super) fn parsed(body: Option<Vec<u8>>) -> Value {
    value(&body.unwrap_or_default())
}

fn value(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or(Value::Null)
}

fn marked(mut row: Row, pending: &[OutboxEntry]) -> Row {
    row.pending = pending.iter().any(|entry| entry.state.is_overlaid());
    row.conflict = pending.iter().any(|entry| entry.state == OpState::Conflict);
    row
}

pub(super) fn lay_over(work: &mut Work, op: &Op, cx: &DecideContext<'_>) {
    if work.contains(op.op_id) {
        return;
    }
    let Ok(facts) = work.decide(&op.command, cx) else {
        return;
    };
    let basis = work.basis(op.command.act(), cx.rules, cx.policy);
    for fact in facts {
        let stamp = Stamp {
            by: Some(op.actor.clone()),
            role: Some(cx.role),
            decided_at: op.decided_at,
            received_at: None,
            effective_at: cx.effective_at,
            outside_window: false,
            basis: basis.clone(),
            op: Some(op.op_id),
        };
        work.apply(fact, stamp);
    }
}

/// Decision time by the portal's clock.
pub(super) fn effective_at(op: &Op) -> Timestamp {
    op.decided_at
        .checked_add(SignedDuration::from_secs(op.clock_offset))
        .unwrap_or(op.decided_at)
}

/// What can be found: the item and what was written to citizens about it.
fn indexed_text(work: &Work) -> String {
    let texts: Vec<&str> = work
        .texts()
        .into_iter()
        .map(CitizenText::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    texts.join("\n")
}

fn sum_of(text: &str) -> i64 {
    let sum = Sha256::digest(text.as_bytes());
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(sum) {
        *to = from;
    }
    i64::from_be_bytes(first)
}

/// Says that the lens changed: the next transaction reads rules and role anew.
pub(super) fn lens_changed(tx: &Connection, projector: &mut Projector) -> Result<(), StoreError> {
    lens::touch(tx)?;
    projector.lens.forget();
    projector.lens.refresh(tx)
}
