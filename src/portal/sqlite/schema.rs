//! The tables, and how an older file becomes a newer one.
//!
//! `user_version` counts the migrations applied; each runs once, in its own transaction, and
//! is never changed afterwards.

use rusqlite::Connection;

use super::super::storage::StorageError;
use super::failed;

/// `awpp`: told apart from the replica of a workstation and from foreign databases.
const APPLICATION_ID: i64 = 0x6177_7070;

/// The migrations in order.
const MIGRATIONS: [&str; 4] = [FIRST, CONFERENCES, PACKAGES, REFUSALS];

const FIRST: &str = "
    -- Entities, newest state only. `holder` is empty for what every account sees.
    CREATE TABLE entities (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        holder TEXT NOT NULL,
        urgency INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        updated_by TEXT,
        body TEXT NOT NULL,
        PRIMARY KEY (kind, id)
    );
    CREATE UNIQUE INDEX entities_by_seq ON entities (holder, seq);
    CREATE INDEX entities_by_urgency ON entities (holder, urgency, kind, id) WHERE deleted = 0;
    CREATE INDEX entities_by_kind ON entities (kind, seq);
    CREATE INDEX entities_tombstones ON entities (updated_at) WHERE deleted = 1;

    -- The one counter row, updated as the last statement of each writing transaction: a serial
    -- column loses rows, because sequences would become visible out of order.
    CREATE TABLE counter (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        seq INTEGER NOT NULL,
        floor INTEGER NOT NULL,
        serial INTEGER NOT NULL,
        epoch TEXT NOT NULL
    );
    INSERT INTO counter VALUES (1, 0, 0, 766000, lower(hex(randomblob(4))));

    -- Results of applied operations, written together with their effect.
    CREATE TABLE ops (
        op_id BLOB PRIMARY KEY,
        digest BLOB NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        receipt TEXT NOT NULL,
        effective_at INTEGER NOT NULL,
        received_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX ops_by_age ON ops (received_at);

    CREATE TABLE requester_tokens (
        number TEXT PRIMARY KEY,
        digest BLOB NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE accounts (
        user TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        holder TEXT,
        password TEXT NOT NULL,
        disabled INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL
    ) WITHOUT ROWID;

    -- A session is a family of refresh tokens: `current` serves, `previous` may come once more
    -- until `current` was used, any other token of the family ends it.
    CREATE TABLE sessions (
        session INTEGER PRIMARY KEY,
        user TEXT NOT NULL REFERENCES accounts (user),
        device TEXT NOT NULL,
        current BLOB NOT NULL,
        previous BLOB,
        expires_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        revoked_at INTEGER
    );
    CREATE INDEX sessions_by_user ON sessions (user);
    CREATE TABLE refresh_tokens (
        digest BLOB PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES sessions (session) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session);
    CREATE TABLE access_tokens (
        digest BLOB PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES sessions (session) ON DELETE CASCADE,
        expires_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX access_tokens_by_session ON access_tokens (session);
";

/// Items that carry others, that the portal looks at by itself, and that the Operator sees.
const CONFERENCES: &str = "
    ALTER TABLE entities ADD COLUMN parent TEXT;
    ALTER TABLE entities ADD COLUMN wakes_at INTEGER;
    ALTER TABLE entities ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX entities_by_parent ON entities (parent, seq) WHERE parent IS NOT NULL;
    CREATE INDEX entities_by_wake ON entities (wakes_at) WHERE wakes_at IS NOT NULL;
    CREATE INDEX entities_shared ON entities (seq) WHERE shared = 1;

    -- The last number given to items of a kind; those of requests are in `counter`.
    CREATE TABLE serials (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;

    -- What a person does once: votes, the same question.
    CREATE TABLE once (what TEXT NOT NULL, who BLOB NOT NULL, PRIMARY KEY (what, who)) WITHOUT ROWID;
";

/// What packages are signed and sealed with.
const PACKAGES: &str = "
    -- The public keys of a workstation, as an account last signed in there.
    CREATE TABLE device_keys (
        user TEXT NOT NULL REFERENCES accounts (user),
        device TEXT NOT NULL,
        sign BLOB NOT NULL,
        seal BLOB NOT NULL,
        confirmed_at INTEGER NOT NULL,
        revoked_at INTEGER,
        PRIMARY KEY (user, device)
    ) WITHOUT ROWID;

    -- The portal's own secret keys, made once.
    CREATE TABLE portal_keys (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        secret BLOB NOT NULL,
        made_at INTEGER NOT NULL
    );
";

const REFUSALS: &str = "
    -- Operations refused for good: a copy that arrives later meets the same.
    CREATE TABLE refusals (
        op_id BLOB PRIMARY KEY,
        digest BLOB NOT NULL,
        refusal TEXT NOT NULL,
        received_at INTEGER NOT NULL
    );
    CREATE INDEX refusals_by_age ON refusals (received_at);
";

/// Brings a file to the newest schema; a new file gets all of it.
///
/// # Errors
/// The file is foreign, newer than the program, or cannot be written.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StorageError> {
    let tx = connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(|error| failed(&error))?;
    let found = look(&tx)?;
    for sql in MIGRATIONS.iter().skip(found) {
        tx.execute_batch(sql).map_err(|error| failed(&error))?;
    }
    let known = MIGRATIONS.len();
    tx.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {known};"
    ))
    .map_err(|error| failed(&error))?;
    tx.commit().map_err(|error| failed(&error))
}

/// Whether a file has the newest schema.
///
/// # Errors
/// The file is foreign, older or newer than the program.
pub(super) fn check(connection: &Connection) -> Result<(), StorageError> {
    if look(connection)? < MIGRATIONS.len() {
        let what = "the file is of an older version of the program: bring it to the newest form";
        return Err(StorageError::Damaged(what.to_owned()));
    }
    Ok(())
}

/// How many migrations a file has.
fn look(connection: &Connection) -> Result<usize, StorageError> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let number = |sql: &str| -> Result<i64, StorageError> {
        connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|error| failed(&error))
    };
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if tables > 0 && number("PRAGMA application_id")? != APPLICATION_ID {
        return Err(StorageError::Damaged(
            "the file belongs to another program".to_owned(),
        ));
    }
    let found = number("PRAGMA user_version")?;
    if found > known {
        return Err(StorageError::Newer { found, known });
    }
    Ok(usize::try_from(found).unwrap_or(0))
}
