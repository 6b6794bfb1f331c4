//! The outbox: decisions on their way to the portal.
//!
//! An operation is queued durably before anyone is told that it is decided. Operations of one
//! entity go in their order; one that is stuck holds up only those of its own entity. Nothing
//! is ever removed here: an operation ends in a state that tells what became of it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, Transaction, params};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::StoreError;
use super::project::Projector;
use super::{Reply, Store, draft, item};
use crate::domain::ids::{ItemKind, Number, OpId, UserName};
use crate::domain::refusal::Refusal;
use crate::wire::draft::{LetterDraft, draft_kind};
use crate::wire::feed::{EntityKind, UNNUMBERED};
use crate::wire::ops::{Op, OpResult, Verdict};
use crate::wire::replica::{OpState, OutboxEntry, Resolution};

const COLUMNS: &str = "position, op, state, hold_until, queued_at, sent_at, settled_at, attempts, \
                       last_error, verdict, due, resolution, settled_by, packaged_at";

/// Whether an operation could be taken back.
pub type Recalled = Result<Op, Refusal>;

impl Store {
    /// Puts an operation into the outbox; with a time, it can be recalled and is not sent until
    /// then. Done means: on the disk. The same operation again changes nothing. The draft that
    /// a return was written in goes in the same step.
    pub fn queue(&self, op: Op, hold_until: Option<Timestamp>) -> Reply<()> {
        self.submit(move |tx, projector| insert(tx, projector, &op, hold_until))
    }

    /// Takes back an operation that was not handed to the network yet, and those decided on it.
    /// A return becomes a draft, unless there is one newer than the decision.
    pub fn recall(&self, op_id: OpId, now: Timestamp) -> Reply<Recalled> {
        self.submit(move |tx, projector| {
            let entry = one(tx, op_id)?.ok_or(StoreError::NoSuchOp)?;
            let waits = matches!(entry.state, OpState::Held | OpState::Ready);
            if !waits {
                return Ok(Err(Refusal::AlreadySent));
            }
            let (kind, id) = entity_of(&entry);
            // What was decided on top of it cannot stand without it.
            let later: Vec<OutboxEntry> = of_entity(tx, kind, id)?
                .into_iter()
                .filter(|other| other.position > entry.position && other.state.is_unsent())
                // Items without a number yet have nothing to do with each other.
                .filter(|_| id != UNNUMBERED)
                .collect();
            for entry in later.iter().chain([&entry]) {
                settle_as(tx, entry, OpState::Recalled, now)?;
                keep_text(tx, &entry.op, now)?;
            }
            projector.lens.refresh(tx)?;
            projector.again(tx, kind, id)?;
            Ok(Ok(entry.op))
        })
    }

    /// Keeps the portal's verdicts.
    pub fn record_verdicts(&self, results: Vec<OpResult>, now: Timestamp) -> Reply<()> {
        self.submit(move |tx, projector| {
            projector.lens.refresh(tx)?;
            let mut touched = BTreeSet::new();
            for result in &results {
                if let Some(entry) = one(tx, result.op_id)? {
                    record(tx, &entry, &result.verdict, now)?;
                    let (kind, id) = entity_of(&entry);
                    touched.insert((kind.to_owned(), id.to_owned()));
                }
            }
            for (kind, id) in &touched {
                projector.again(tx, kind, id)?;
            }
            Ok(())
        })
    }

    /// Gives an operation that was never applied a new form under its old id: the portal asked
    /// for a decision under newer rules.
    pub fn replace_rules_hash(&self, op_id: OpId, rules_hash: String) -> Reply<()> {
        self.submit(move |tx, _| {
            let entry = one(tx, op_id)?.ok_or(StoreError::NoSuchOp)?;
            let op = Op {
                rules_hash,
                ..entry.op
            };
            tx.prepare_cached("UPDATE outbox SET op = ?2 WHERE op_id = ?1")?
                .execute(params![op_id.to_string(), json(&op)?])?;
            Ok(())
        })
    }

    /// Refuses an operation on this side: under newer rules it is no longer possible.
    pub fn reject(&self, op_id: OpId, refusal: Refusal, now: Timestamp) -> Reply<()> {
        let verdict = Verdict::Rejected { refusal };
        self.record_verdicts(vec![OpResult { op_id, verdict }], now)
    }

    /// Ends a conflict, or puts away a rejected operation, as the user chose. A new decision is
    /// queued in the same transaction.
    pub fn resolve(
        &self,
        op_id: OpId,
        resolution: Resolution,
        again: Option<(Op, Option<Timestamp>)>,
        now: Timestamp,
    ) -> Reply<()> {
        self.submit(move |tx, projector| {
            let entry = one(tx, op_id)?.ok_or(StoreError::NoSuchOp)?;
            if !matches!(entry.state, OpState::Conflict | OpState::Rejected) {
                return Ok(());
            }
            tx.prepare_cached(
                "UPDATE outbox SET resolution = ?2, settled_by = (SELECT user FROM account)
                 WHERE op_id = ?1",
            )?
            .execute(params![op_id.to_string(), json(&resolution)?])?;
            settle_as(tx, &entry, OpState::Dropped, now)?;
            if resolution == Resolution::KeptAsDraft {
                keep_text(tx, &entry.op, now)?;
            }
            if let Some((op, hold_until)) = again {
                insert(tx, projector, &op, hold_until)?;
            }
            let (kind, id) = entity_of(&entry);
            projector.lens.refresh(tx)?;
            projector.again(tx, kind, id)
        })
    }
}

fn insert(
    tx: &Transaction<'_>,
    projector: &mut Projector,
    op: &Op,
    hold_until: Option<Timestamp>,
) -> Result<(), StoreError> {
    let body = json(op)?;
    if let Some(there) = one(tx, op.op_id)? {
        return if there.op == *op {
            Ok(())
        } else {
            Err(StoreError::OpIdTaken)
        };
    }
    let (kind, id) = (op.entity.kind.id(), op.entity.id.as_str());
    let state = if hold_until.is_some() {
        OpState::Held
    } else {
        OpState::Ready
    };
    let base = projector.seen(tx, &op.entity)?;
    tx.prepare_cached(
        "INSERT INTO outbox(op_id, kind, id, op, actor, state, hold_until, queued_at, decided_at,
           due, base)
         VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10)",
    )?
    .execute(params![
        op.op_id.to_string(),
        kind,
        id,
        body,
        op.actor.0,
        state.id(),
        hold_until.map(Timestamp::as_millisecond),
        op.decided_at.as_millisecond(),
        due(tx, kind, id)?,
        base.as_ref().map(json).transpose()?
    ])?;
    note_decided_again(tx, op)?;
    draft::drop_all(tx, &draft_id(op), draft_kind(op.command.act()))?;
    projector.lens.refresh(tx)?;
    projector.again(tx, kind, id)
}

/// A decision like one that was put away as a draft is that one, decided again.
fn note_decided_again(tx: &Transaction<'_>, op: &Op) -> Result<(), StoreError> {
    if op.entity.id == UNNUMBERED {
        return Ok(());
    }
    let entries = entries(
        tx,
        &format!(
            "SELECT {COLUMNS} FROM outbox WHERE kind = ?1 AND id = ?2 AND state = 'dropped'
             AND resolution = ?3 ORDER BY position DESC"
        ),
        params![
            op.entity.kind.id(),
            op.entity.id,
            json(&Resolution::KeptAsDraft)?
        ],
    )?;
    let same = |entry: &&OutboxEntry| entry.op.command.act() == op.command.act();
    if let Some(before) = entries.iter().find(same) {
        tx.prepare_cached("UPDATE outbox SET resolution = ?2 WHERE op_id = ?1")?
            .execute(params![
                before.op.op_id.to_string(),
                json(&Resolution::DecidedAgain(op.op_id))?
            ])?;
    }
    Ok(())
}

/// What the author of an operation saw, until it is done.
pub(super) fn base(connection: &Connection, op: OpId) -> Result<Option<Value>, StoreError> {
    let base: Option<Option<Vec<u8>>> = connection
        .prepare_cached("SELECT base FROM outbox WHERE op_id = ?1")?
        .query_row([op.to_string()], |row| row.get(0))
        .optional()?;
    from_json(base.flatten())
}

/// The last day of an item as its line shows it; of a question that of its conference, if that
/// comes first.
fn due(tx: &Connection, kind: &str, id: &str) -> Result<Option<i64>, StoreError> {
    let due: Option<i64> = tx
        .prepare_cached(
            "WITH own AS (SELECT item.* FROM item JOIN entity USING(rid)
               WHERE entity.kind = ?1 AND entity.id = ?2)
             SELECT min(urgency) FROM (
               SELECT urgency FROM own
               UNION ALL
               SELECT held.urgency FROM own JOIN question USING(serial)
                 JOIN item held ON held.kind = ?4 AND held.serial = question.conference
               WHERE own.kind = ?3)
             WHERE urgency < ?5",
        )?
        .query_row(
            params![
                kind,
                id,
                item::kind_number(ItemKind::Question),
                item::kind_number(ItemKind::Conference),
                item::NO_DATE
            ],
            |row| row.get(0),
        )?;
    Ok(due)
}

fn record(
    tx: &Connection,
    entry: &OutboxEntry,
    verdict: &Verdict,
    now: Timestamp,
) -> Result<(), StoreError> {
    if !matches!(entry.state, OpState::Sending | OpState::Ready) {
        // A verdict that comes twice finds the story already told.
        return Ok(());
    }
    // This attempt has its answer. An earlier one without an answer, or a package, may still
    // arrive and be applied, so that the operation is not recallable again.
    let waiting = if entry.attempts > 1 || entry.packaged_at.is_some() {
        OpState::Sending
    } else {
        OpState::Ready
    };
    let (state, seq, error) = match verdict {
        Verdict::Applied { seq, .. } | Verdict::Same { seq, .. } => {
            (OpState::Applied, Some(seq.0), None)
        }
        Verdict::Conflict { .. } => (OpState::Conflict, None, Some("conflict")),
        Verdict::Rejected { refusal } => (OpState::Rejected, None, Some(refusal.code())),
        Verdict::Blocked { by } => match one(tx, *by)?.map(|blocker| blocker.state) {
            // It follows the other one into its choice, or waits for it to be sent again.
            Some(OpState::Conflict | OpState::Rejected | OpState::Dropped) | None => {
                (OpState::Conflict, None, Some("blocked"))
            }
            Some(_) => (waiting, None, Some("blocked")),
        },
        Verdict::Retry { reason, .. } => (waiting, None, Some(reason.as_str())),
    };
    let settled = (state != waiting).then(|| now.as_millisecond());
    tx.prepare_cached(
        "UPDATE outbox SET state = ?2, seq = ?3, last_error = ?4, settled_at = ?5, verdict = ?6,
           attempts = CASE WHEN ?7 THEN max(attempts - 1, 0) ELSE attempts END
         WHERE op_id = ?1",
    )?
    .execute(params![
        entry.op.op_id.to_string(),
        state.id(),
        seq.map(|seq| i64::try_from(seq).unwrap_or(i64::MAX)),
        error,
        settled,
        json(verdict)?,
        state == waiting
    ])?;
    Ok(())
}

fn settle_as(
    tx: &Connection,
    entry: &OutboxEntry,
    state: OpState,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE outbox SET state = ?2, settled_at = ?3 WHERE op_id = ?1")?
        .execute(params![
            entry.op.op_id.to_string(),
            state.id(),
            now.as_millisecond()
        ])?;
    Ok(())
}

/// The number that drafts of a decision are kept under; zero of an item without one.
fn draft_id(op: &Op) -> String {
    if op.entity.id == UNNUMBERED {
        Number::unnumbered(op.command.kind()).to_string()
    } else {
        op.entity.id.clone()
    }
}

/// What was chosen and written for a decision that was then not sent is not lost: it is a draft
/// again.
fn keep_text(tx: &Connection, op: &Op, now: Timestamp) -> Result<(), StoreError> {
    let Some((lang, draft)) = LetterDraft::of(&op.command) else {
        return Ok(());
    };
    let kind = draft_kind(op.command.act());
    let text = serde_json::to_string(&draft)
        .map_err(|_impossible| StoreError::Unexpected { what: "draft" })?;
    draft::put_back(tx, &draft_id(op), (kind, lang), text, op.decided_at, now)
}

/// Lets the applied operations end that the feed has passed; tells their entities.
pub(super) fn settle(tx: &Connection, seq: u64) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = tx.prepare_cached(
        "UPDATE outbox SET state = 'done', base = NULL WHERE state = 'applied' AND seq <= ?1
         RETURNING kind, id",
    )?;
    let rows = statement.query_map([i64::try_from(seq).unwrap_or(i64::MAX)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// For so long an operation is offered again to a portal that was restored; the portal keeps its
/// results longer than that and tells a repetition by them.
const OFFERED_AGAIN: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Offers applied operations again, seen in the feed or not: a restored portal may have lost
/// them, and one that has not answers `same`. They were promised to be done: even one that the
/// portal puts off now cannot be recalled.
pub(super) fn offer_again(tx: &Connection, now: Option<Timestamp>) -> Result<(), StoreError> {
    let since = now.and_then(|now| now.checked_sub(OFFERED_AGAIN).ok());
    tx.execute(
        "UPDATE outbox SET state = 'sending', seq = NULL, attempts = attempts + 1
         WHERE state = 'applied' OR state = 'done' AND settled_at >= ?1",
        [since.map_or(0, Timestamp::as_millisecond)],
    )?;
    Ok(())
}

/// Whether any operation is live, whatever it is about.
pub(super) fn has_live(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM outbox
             WHERE state IN ('held', 'ready', 'sending', 'applied', 'conflict'))",
        )?
        .query_row([], |row| row.get(0))?)
}

/// The live operations about one entity, in order.
pub(super) fn of_entity(
    connection: &Connection,
    kind: &str,
    id: &str,
) -> Result<Vec<OutboxEntry>, StoreError> {
    entries(
        connection,
        &format!(
            "SELECT {COLUMNS} FROM outbox WHERE kind = ?1 AND id = ?2
             AND state IN ('held', 'ready', 'sending', 'applied', 'conflict') ORDER BY position"
        ),
        params![kind, id],
    )
}

/// The operations that can be sent for a user: none of an entity whose earlier operation is
/// held, in conflict or of another user. What is done with questions goes first, because their
/// conference ends to the minute, unless something decided earlier about the conference itself,
/// a later end of it, is on its way too. Operations of one entity keep their order.
pub(super) fn sendable(
    connection: &Connection,
    user: &UserName,
    limit: usize,
) -> Result<Vec<OutboxEntry>, StoreError> {
    entries(
        connection,
        &format!(
            "SELECT {COLUMNS} FROM outbox o WHERE state IN ('ready', 'sending') AND actor = ?1
             AND NOT EXISTS(SELECT 1 FROM outbox e WHERE e.kind = o.kind AND e.id = o.id
               AND e.id <> ?4
               AND e.position < o.position
               AND (e.state IN ('held', 'conflict')
                 OR e.state IN ('ready', 'sending') AND e.actor <> ?1))
             ORDER BY o.kind <> ?3 OR EXISTS(SELECT 1 FROM question q JOIN outbox c
                 ON c.kind = ?5 AND c.id = 'K-' || q.conference
                 WHERE 'Q-' || q.serial = o.id AND c.position < o.position
                   AND c.state IN ('held', 'ready', 'sending')),
               position LIMIT ?2"
        ),
        params![
            user.0,
            i64::try_from(limit).unwrap_or(i64::MAX),
            EntityKind::Question.id(),
            UNNUMBERED,
            EntityKind::Conference.id()
        ],
    )
}

/// Operations of the outbox page: the live ones first come first, or the ended ones, newest
/// first.
pub(super) fn list(
    connection: &Connection,
    live: bool,
    limit: usize,
) -> Result<Vec<OutboxEntry>, StoreError> {
    let ended = "('done', 'recalled', 'dropped')";
    let sql = if live {
        format!(
            "SELECT {COLUMNS} FROM outbox WHERE state NOT IN {ended} ORDER BY position LIMIT ?1"
        )
    } else {
        format!(
            "SELECT {COLUMNS} FROM outbox WHERE state IN {ended} ORDER BY position DESC LIMIT ?1"
        )
    };
    entries(
        connection,
        &sql,
        params![i64::try_from(limit).unwrap_or(i64::MAX)],
    )
}

/// The operations about an item whose conflict or refusal somebody has settled, oldest first.
pub(super) fn settled(
    connection: &Connection,
    number: Number,
) -> Result<Vec<OutboxEntry>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM outbox WHERE id = ?1 AND resolution IS NOT NULL ORDER BY position"
    );
    entries(connection, &sql, params![number.to_string()])
}

/// One operation.
pub(super) fn one(connection: &Connection, op: OpId) -> Result<Option<OutboxEntry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM outbox WHERE op_id = ?1");
    Ok(entries(connection, &sql, params![op.to_string()])?.pop())
}

/// The end of the next recall window.
pub(super) fn next_release(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let at: Option<i64> = connection
        .prepare_cached("SELECT min(hold_until) FROM outbox WHERE state = 'held'")?
        .query_row([], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(at.and_then(|at| Timestamp::from_millisecond(at).ok()))
}

/// Unsent, held and conflicting operations, and the unsent ones about items due by `today`.
pub(super) fn counts(connection: &Connection, today: Date) -> Result<[usize; 5], StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE state IN ('held', 'ready', 'sending')),
               count(*) FILTER (WHERE state = 'held'),
               count(*) FILTER (WHERE state = 'conflict'),
               count(*) FILTER (WHERE state IN ('held', 'ready', 'sending') AND due <= ?1),
               count(*) FILTER (WHERE state IN ('ready', 'sending') AND due <= ?1
                 AND last_error IS NOT NULL)
             FROM outbox WHERE state IN ('held', 'ready', 'sending', 'conflict')",
        )?
        .query_row([item::date_number(today)], |row| {
            Ok([
                item::count(row, 0)?,
                item::count(row, 1)?,
                item::count(row, 2)?,
                item::count(row, 3)?,
                item::count(row, 4)?,
            ])
        })?)
}

fn entries(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<OutboxEntry>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(entry(row)?);
    }
    Ok(all)
}

fn entry(row: &SqlRow<'_>) -> Result<OutboxEntry, StoreError> {
    const BROKEN: StoreError = StoreError::Unexpected { what: "operation" };
    let time = |column: usize| -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = row.get(column)?;
        Ok(at.and_then(|at| Timestamp::from_millisecond(at).ok()))
    };
    let state: String = row.get(2)?;
    let position: i64 = row.get(0)?;
    Ok(OutboxEntry {
        position: u64::try_from(position).map_err(|_negative| BROKEN)?,
        op: from_json(row.get::<_, Option<Vec<u8>>>(1)?)?.ok_or(BROKEN)?,
        state: OpState::ALL
            .into_iter()
            .find(|one| one.id() == state)
            .ok_or(BROKEN)?,
        hold_until: time(3)?,
        queued_at: time(4)?.ok_or(BROKEN)?,
        sent_at: time(5)?,
        settled_at: time(6)?,
        attempts: row.get(7)?,
        last_error: row.get(8)?,
        verdict: from_json(row.get(9)?)?,
        due: item::date_from(row.get(10)?),
        resolution: from_json(row.get(11)?)?,
        settled_by: row.get::<_, Option<String>>(12)?.map(UserName),
        packaged_at: time(13)?,
    })
}

fn entity_of(entry: &OutboxEntry) -> (&str, &str) {
    (entry.op.entity.kind.id(), &entry.op.entity.id)
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|_impossible| StoreError::Unexpected { what: "operation" })
}

fn from_json<T: DeserializeOwned>(text: Option<Vec<u8>>) -> Result<Option<T>, StoreError> {
    text.map(|text| serde_json::from_slice(&text))
        .transpose()
        .map_err(|_not_ours| StoreError::Unexpected { what: "operation" })
}
