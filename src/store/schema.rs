//! The schema of the replica and its migrations, counted by `user_version`.
//!
//! A migration is one SQL text that is run once, inside one transaction with the new number; a
//! killed migration leaves the old schema. Texts that were released are never edited.

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;

#[cfg(test)]
mod tests;

/// The migrations; the schema after the last is the one the code works with.
const MIGRATIONS: [&str; 11] = [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11];

/// First release.
///
/// * `entity` is the replica proper: bodies as they came, newest state only. `sweep` is the
///   number of the snapshot that last named it, so that a new snapshot can drop the others.
/// * `item` is what lists show: the entity with pending operations laid over it. Names are
///   numbers of `word`, so that the covering index `item_order` stays small enough to be cached
///   whole; dates are numbers `yyyymmdd`; an `urgency` without a date is 99999999.
/// * `tally` is kept by triggers: how many items have which urgency. Counts and deep offsets are
///   taken from it.
/// * `words` is the search index; it keeps no copy of the texts.
const V1: &str = "
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE entity(
  rid INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,
  version INTEGER NOT NULL, seq INTEGER NOT NULL, deleted INTEGER NOT NULL,
  sweep INTEGER NOT NULL, body BLOB,
  UNIQUE(kind, id));
CREATE TABLE item(
  rid INTEGER PRIMARY KEY REFERENCES entity(rid),
  closed INTEGER NOT NULL, urgency INTEGER NOT NULL,
  kind INTEGER NOT NULL, serial INTEGER NOT NULL, copy INTEGER NOT NULL,
  state INTEGER, act INTEGER, category INTEGER, lang INTEGER, owner INTEGER,
  extended INTEGER NOT NULL, pending INTEGER NOT NULL, conflict INTEGER NOT NULL,
  safe INTEGER, text_sum INTEGER NOT NULL);
CREATE UNIQUE INDEX item_number ON item(kind, serial, copy);
CREATE INDEX item_order ON item(closed, urgency, kind, serial, copy,
  state, act, category, lang, owner, extended, pending, conflict, safe);
CREATE TABLE tally(
  closed INTEGER NOT NULL, urgency INTEGER NOT NULL, kind INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(closed, urgency, kind)) WITHOUT ROWID;
CREATE TRIGGER item_added AFTER INSERT ON item BEGIN
  INSERT INTO tally VALUES(new.closed, new.urgency, new.kind, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER item_gone AFTER DELETE ON item BEGIN
  UPDATE tally SET n = n - 1
    WHERE closed = old.closed AND urgency = old.urgency AND kind = old.kind;
END;
CREATE TRIGGER item_moved AFTER UPDATE OF closed, urgency, kind ON item
  WHEN (old.closed, old.urgency, old.kind) IS NOT (new.closed, new.urgency, new.kind) BEGIN
  UPDATE tally SET n = n - 1
    WHERE closed = old.closed AND urgency = old.urgency AND kind = old.kind;
  INSERT INTO tally VALUES(new.closed, new.urgency, new.kind, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE VIRTUAL TABLE words USING fts5(
  plain, content='', contentless_delete=1,
  tokenize='unicode61 remove_diacritics 0', prefix='2 3');
CREATE TABLE outbox(
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  op_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, id TEXT NOT NULL,
  op BLOB NOT NULL, actor TEXT NOT NULL, state TEXT NOT NULL, hold_until INTEGER,
  queued_at INTEGER NOT NULL, decided_at INTEGER NOT NULL, sent_at INTEGER, settled_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT, verdict BLOB, seq INTEGER, due INTEGER,
  resolution TEXT);
CREATE INDEX outbox_live ON outbox(kind, id, position)
  WHERE state IN ('held', 'ready', 'sending', 'applied', 'conflict');
CREATE INDEX outbox_state ON outbox(state, position);
CREATE TABLE draft(
  number TEXT NOT NULL, kind TEXT NOT NULL, lang TEXT NOT NULL,
  text TEXT NOT NULL, cursor INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY(number, kind, lang)) WITHOUT ROWID;
CREATE TABLE account(
  one INTEGER PRIMARY KEY CHECK(one = 1), portal TEXT NOT NULL, user TEXT NOT NULL,
  role TEXT NOT NULL, holder TEXT, refresh_token TEXT, access_token TEXT,
  access_expires_at INTEGER);
";

/// Who wrote a request, as a digest: the requests of one author are found together. The lines
/// are computed anew, which notes the authors of what is there.
const V2: &str = "
CREATE TABLE author(rid INTEGER PRIMARY KEY, key BLOB NOT NULL);
CREATE INDEX author_key ON author(key, rid);
DELETE FROM meta WHERE key = 'projected';
";

/// What lists and watchers need of the desks of items, by the entity of the desk. The next page
/// fills them; desks from before were stored without being understood.
const V3: &str = "
CREATE TABLE desk(rid INTEGER PRIMARY KEY, number TEXT NOT NULL, writer TEXT, device TEXT,
  until INTEGER, author TEXT, reader TEXT);
CREATE TABLE watch(number TEXT NOT NULL, user TEXT NOT NULL, rid INTEGER NOT NULL,
  PRIMARY KEY(number, user)) WITHOUT ROWID;
CREATE INDEX watch_rid ON watch(rid);
";

/// The search index in the spelling that every keyboard can type. A text whose checksum is 0 is
/// not in it yet: the writer puts those there little by little, while nothing else is to do.
pub(super) const V4: &str = "
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5(
  plain, content='', contentless_delete=1,
  tokenize='unicode61 remove_diacritics 0', prefix='2 3');
UPDATE item SET text_sum = 0;
INSERT OR REPLACE INTO meta SELECT 'index-renewed', '0' WHERE EXISTS (SELECT 1 FROM item);
";

/// The texts that wait for a reader, as many as an item has; `desk` had room for one.
const V5: &str = "
CREATE TABLE reading(rid INTEGER NOT NULL, number TEXT NOT NULL, author TEXT NOT NULL,
  reader TEXT NOT NULL);
CREATE INDEX reading_rid ON reading(rid);
INSERT INTO reading SELECT rid, number, author, reader FROM desk
  WHERE author IS NOT NULL AND reader IS NOT NULL;
";

/// Questions by conference, and the items starred on this computer.
const V6: &str = "
CREATE TABLE question(serial INTEGER PRIMARY KEY, conference INTEGER NOT NULL, main INTEGER,
  open INTEGER NOT NULL, votes INTEGER NOT NULL, asked_at INTEGER NOT NULL,
  settled_at INTEGER);
CREATE INDEX question_conference ON question(conference, open);
CREATE TABLE star(number TEXT PRIMARY KEY) WITHOUT ROWID;
DELETE FROM meta WHERE key = 'projected';
";

/// What a decision was made on, kept until it is done, and who chose what after a conflict.
const V7: &str = "
ALTER TABLE outbox ADD COLUMN base BLOB;
ALTER TABLE outbox ADD COLUMN settled_by TEXT;
";

/// The keys of this workstation and those of its portal, and when an operation was first written
/// into a package: the file may come to the portal at any time.
const V8: &str = "
CREATE TABLE device_key(one INTEGER PRIMARY KEY CHECK(one = 1), secret BLOB NOT NULL);
CREATE TABLE portal_key(
  one INTEGER PRIMARY KEY CHECK(one = 1), portal TEXT NOT NULL,
  sign BLOB NOT NULL, seal BLOB NOT NULL);
ALTER TABLE outbox ADD COLUMN packaged_at INTEGER;
";

/// What a finished snapshot did not name, and what is gone, is counted and found without a look
/// at every body. Sweeps only ever count up.
const V9: &str = "
CREATE INDEX entity_sweep ON entity(sweep);
CREATE INDEX entity_gone ON entity(deleted) WHERE deleted = 1;
";

/// Lines that are added are counted by the writer, together at the end of a transaction: a trigger
/// made each of a million lines cost a copy of every page it touched. What is moved or removed
/// before that may leave a count below nothing until then. And what is in a package is on its way,
/// also where receipts had put it off.
const V10: &str = "
UPDATE outbox SET state = 'sending' WHERE state = 'ready' AND packaged_at IS NOT NULL;
DROP TRIGGER item_added;
DROP TRIGGER item_gone;
DROP TRIGGER item_moved;
CREATE TRIGGER item_gone AFTER DELETE ON item BEGIN
  INSERT INTO tally VALUES(old.closed, old.urgency, old.kind, -1)
    ON CONFLICT DO UPDATE SET n = n - 1;
END;
CREATE TRIGGER item_moved AFTER UPDATE OF closed, urgency, kind ON item
  WHEN (old.closed, old.urgency, old.kind) IS NOT (new.closed, new.urgency, new.kind) BEGIN
  INSERT INTO tally VALUES(old.closed, old.urgency, old.kind, -1)
    ON CONFLICT DO UPDATE SET n = n - 1;
  INSERT INTO tally VALUES(new.closed, new.urgency, new.kind, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
";

/// How a field of the lines is counted: those that are there, and those that change or go. What
/// is added is counted by the writer.
macro_rules! counted {
    ($number:literal, $column:literal) => {
        concat!(
            "INSERT INTO facet SELECT ",
            $number,
            ", closed, kind, ifnull(",
            $column,
            ", -1),
               count(*) FROM item GROUP BY closed, kind, ",
            $column,
            ";
             CREATE TRIGGER item_gone_",
            $column,
            " AFTER DELETE ON item BEGIN
               INSERT INTO facet
                 VALUES(",
            $number,
            ", old.closed, old.kind, ifnull(old.",
            $column,
            ", -1), -1)
                 ON CONFLICT DO UPDATE SET n = n - 1;
             END;
             CREATE TRIGGER item_moved_",
            $column,
            " AFTER UPDATE OF closed, kind, ",
            $column,
            "
               ON item WHEN (old.closed, old.kind, old.",
            $column,
            ")
                 IS NOT (new.closed, new.kind, new.",
            $column,
            ") BEGIN
               INSERT INTO facet
                 VALUES(",
            $number,
            ", old.closed, old.kind, ifnull(old.",
            $column,
            ", -1), -1)
                 ON CONFLICT DO UPDATE SET n = n - 1;
               INSERT INTO facet
                 VALUES(",
            $number,
            ", new.closed, new.kind, ifnull(new.",
            $column,
            ", -1), 1)
                 ON CONFLICT DO UPDATE SET n = n + 1;
             END;"
        )
    };
}

/// How many lines have which state, act, category, language, owner (fields 0 to 4): the groups of
/// a list are there at once, however long it is. A name that is missing counts as -1.
const V11: &str = concat!(
    "CREATE TABLE facet(
       field INTEGER NOT NULL, closed INTEGER NOT NULL, kind INTEGER NOT NULL,
       value INTEGER NOT NULL, n INTEGER NOT NULL,
       PRIMARY KEY(field, closed, kind, value)) WITHOUT ROWID;",
    counted!(0, "state"),
    counted!(1, "act"),
    counted!(2, "category"),
    counted!(3, "lang"),
    counted!(4, "owner"),
);

/// The newest schema this program knows.
pub(super) const NEWEST: u32 = 11;

/// The schema of an open database; 0 of an empty one.
pub(super) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings a database to the newest schema.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    check_not_newer(version(connection)?)?;
    loop {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Read again inside: another instance may have migrated in between.
        let found = version(&transaction)?;
        let Some(step) = usize::try_from(found)
            .ok()
            .and_then(|found| MIGRATIONS.get(found))
        else {
            return Ok(());
        };
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", found + 1)?;
        transaction.commit()?;
    }
}

/// For an instance that may only read: the schema must be exactly the one known.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    check_not_newer(found)?;
    if found < NEWEST {
        return Err(StoreError::OlderSchema { found });
    }
    Ok(())
}

fn check_not_newer(found: u32) -> Result<(), StoreError> {
    if found > NEWEST {
        return Err(StoreError::NewerSchema {
            found,
            known: NEWEST,
        });
    }
    Ok(())
}
