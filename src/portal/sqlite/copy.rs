//! A portal's file as rows: how another kind of store writes one and reads one.
//!
//! The tables are named here once, in an order in which each refers only to those before it.

use std::path::{Path, PathBuf};

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, params_from_iter};
use uuid::Uuid;

use super::super::storage::StorageError;
use super::{connect, failed, make_private, schema};

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub(in crate::portal) enum Kind {
    Number,
    Flag,
    Text,
    Bytes,
    Id,
}

/// A column.
#[derive(Debug)]
pub(in crate::portal) struct Column {
    pub(in crate::portal) name: &'static str,
    pub(in crate::portal) kind: Kind,
}

/// A table.
#[derive(Debug)]
pub(in crate::portal) struct Table {
    pub(in crate::portal) name: &'static str,
    pub(in crate::portal) columns: &'static [Column],
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::portal) enum Value {
    Null,
    Number(i64),
    Flag(bool),
    Text(String),
    Bytes(Vec<u8>),
    Id(Uuid),
}

/// The values of a row in the order of the columns.
pub(in crate::portal) type Row = Vec<Value>;

macro_rules! table {
    ($table:literal: $($name:literal $kind:ident),+) => {
        Table {
            name: $table,
            columns: &[$(Column { name: $name, kind: Kind::$kind }),+],
        }
    };
}

/// Every table with all its columns.
pub(in crate::portal) const TABLES: [Table; 13] = [
    table!("entities": "kind" Text, "id" Text, "version" Number, "seq" Number, "deleted" Flag,
        "holder" Text, "urgency" Number, "updated_at" Number, "updated_by" Text, "body" Text,
        "parent" Text, "wakes_at" Number, "shared" Flag),
    table!("counter": "one" Number, "seq" Number, "floor" Number, "serial" Number, "epoch" Text),
    table!("serials": "kind" Text, "last" Number),
    table!("ops": "op_id" Id, "digest" Bytes, "kind" Text, "id" Text, "version" Number,
        "seq" Number, "receipt" Text, "effective_at" Number, "received_at" Number),
    table!("refusals": "op_id" Id, "digest" Bytes, "refusal" Text, "received_at" Number),
    table!("once": "what" Text, "who" Bytes),
    table!("requester_tokens": "number" Text, "digest" Bytes),
    table!("accounts": "user" Text, "role" Text, "holder" Text, "password" Text,
        "disabled" Flag, "created_at" Number),
    table!("sessions": "session" Number, "user" Text, "device" Text, "current" Bytes,
        "previous" Bytes, "expires_at" Number, "created_at" Number, "revoked_at" Number),
    table!("refresh_tokens": "digest" Bytes, "session" Number),
    table!("access_tokens": "digest" Bytes, "session" Number, "expires_at" Number),
    table!("device_keys": "user" Text, "device" Text, "sign" Bytes, "seal" Bytes,
        "confirmed_at" Number, "revoked_at" Number),
    table!("portal_keys": "one" Number, "secret" Bytes, "made_at" Number),
];

fn columns(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    names.join(", ")
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Null => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Flag(flag) => ValueRef::Integer(i64::from(*flag)),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Id(id) => ValueRef::Blob(id.as_bytes()),
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

fn value(row: &rusqlite::Row<'_>, place: usize, kind: Kind) -> rusqlite::Result<Value> {
    let some = match kind {
        Kind::Number => row.get::<_, Option<i64>>(place)?.map(Value::Number),
        Kind::Flag => row.get::<_, Option<bool>>(place)?.map(Value::Flag),
        Kind::Text => row.get::<_, Option<String>>(place)?.map(Value::Text),
        Kind::Bytes => row.get::<_, Option<Vec<u8>>>(place)?.map(Value::Bytes),
        Kind::Id => row.get::<_, Option<Uuid>>(place)?.map(Value::Id),
    };
    Ok(some.unwrap_or(Value::Null))
}

/// Writes a file row by row; without [`Writer::finish`] the file goes.
pub(in crate::portal) struct Writer {
    connection: Option<Connection>,
    path: PathBuf,
}

impl Writer {
    /// A new file with empty tables.
    pub(in crate::portal) fn create(path: &Path) -> Result<Self, StorageError> {
        if path.exists() {
            return Err(StorageError::Failed("there is such a file".to_owned()));
        }
        make_private(path)?;
        let mut writer = Self {
            connection: None,
            path: path.to_owned(),
        };
        let mut connection = connect(path, false)?;
        schema::migrate(&mut connection)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = DELETE; PRAGMA foreign_keys = OFF;
                 BEGIN; DELETE FROM counter",
            )
            .map_err(|error| failed(&error))?;
        writer.connection = Some(connection);
        Ok(writer)
    }

    /// Adds a row to a table by its place in [`TABLES`].
    pub(in crate::portal) fn put(&self, table: usize, row: &Row) -> Result<(), StorageError> {
        let (Some(connection), Some(table)) = (&self.connection, TABLES.get(table)) else {
            return Ok(());
        };
        let marks = vec!["?"; table.columns.len()].join(", ");
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({marks})",
            table.name,
            columns(table)
        );
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.execute(params_from_iter(row)))
            .map(drop)
            .map_err(|error| failed(&error))
    }

    /// Puts everything on the disk.
    pub(in crate::portal) fn finish(mut self) -> Result<(), StorageError> {
        if let Some(connection) = &self.connection {
            connection
                .execute_batch("COMMIT")
                .map_err(|error| failed(&error))?;
        }
        self.connection = None;
        self.path.clear();
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.connection = None;
        if !self.path.as_os_str().is_empty() {
            // Half a copy is worse than none; one that cannot be removed is told of already.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Opens a file for reading only and checks that it is a portal's of this schema.
fn look_at(path: &Path) -> Result<Connection, StorageError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = crate::sqlite::open(path, flags).map_err(|error| failed(&error))?;
    connection
        .execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA trusted_schema = OFF;")
        .map_err(|error| failed(&error))?;
    schema::check(&connection)?;
    Ok(connection)
}

/// Reads a file row by row.
pub(in crate::portal) struct Reader(Connection);

impl Reader {
    /// Opens a file.
    pub(in crate::portal) fn open(path: &Path) -> Result<Self, StorageError> {
        look_at(path).map(Self)
    }

    /// Hands over the rows of a table as long as `take` wants them.
    pub(in crate::portal) fn rows(
        &self,
        table: &Table,
        mut take: impl FnMut(Row) -> bool,
    ) -> Result<(), StorageError> {
        let sql = format!("SELECT {} FROM {}", columns(table), table.name);
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = self.0.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let values = table.columns.iter().enumerate();
                let values = values.map(|(place, column)| value(row, place, column.kind));
                if !take(values.collect::<rusqlite::Result<_>>()?) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|error| failed(&error))
    }
}

/// Fills an empty database from a file and begins a new epoch; `false` if it has data.
pub(super) fn restore(into: &Path, from: &Path) -> Result<bool, StorageError> {
    look_at(from)?;
    let connection = connect(into, false)?;
    let restored = || -> rusqlite::Result<bool> {
        connection.execute("ATTACH ?1 AS copy", [from.to_string_lossy()])?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let empty: bool = connection.query_row(
            "SELECT seq = 0 AND NOT EXISTS (SELECT 1 FROM main.entities)
                    AND NOT EXISTS (SELECT 1 FROM main.accounts) FROM main.counter",
            [],
            |row| row.get(0),
        )?;
        if !empty {
            return Ok(false);
        }
        connection.execute_batch(
            "DELETE FROM main.counter; DELETE FROM main.serials; DELETE FROM main.portal_keys",
        )?;
        for table in &TABLES {
            let (name, columns) = (table.name, columns(table));
            connection.execute(
                &format!("INSERT INTO main.{name} ({columns}) SELECT {columns} FROM copy.{name}"),
                [],
            )?;
        }
        super::feed::rotate_epoch(&connection)?;
        connection.execute_batch("COMMIT")?;
        Ok(true)
    };
    // What was not committed is undone with the connection.
    restored().map_err(|error| failed(&error))
}
