//! A whole database to a portal's SQLite file and from one, table by table in bounded memory.
//!
//! The file is the one that the SQLite store itself writes, so that a copy of one kind of
//! database can be brought into the other. Rows stream in PostgreSQL's binary form on one side
//! and through a thread of their own on the other, which may block on the disk.

use std::path::Path;

use deadpool_postgres::{Client, Transaction};
use futures_util::{StreamExt, pin_mut};
use tokio::sync::mpsc;
use tokio_postgres::binary_copy::{BinaryCopyInWriter, BinaryCopyOutStream};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Error, IsolationLevel};
use tokio_util::bytes::BytesMut;
use uuid::Uuid;

use super::super::sqlite::copy::{Column, Kind, Reader, Row, TABLES, Table, Value, Writer};
use super::super::storage::StorageError;

type BoxError = Box<dyn std::error::Error + Sync + Send>;

/// Rows under way between the server and the file.
const UNDER_WAY: usize = 256;

/// What ended a copy.
pub(super) enum Failure {
    /// The server failed.
    Server(Error),
    /// The file failed.
    File(StorageError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Server(error)
    }
}

/// A table as the server has it. Where its columns differ from those of the file, `from` is what
/// is read in their stead.
fn select(table: &Table) -> String {
    let columns: Vec<&str> = table.columns.iter().map(name).collect();
    let columns = columns.join(", ");
    match table.name {
        // The last number of requests stands with those of the other kinds.
        "counter" => "SELECT one::bigint, seq, floor, (SELECT last FROM serials WHERE \
                      kind = 'request') AS serial, epoch FROM counter"
            .to_owned(),
        "serials" => format!("SELECT {columns} FROM serials WHERE kind <> 'request'"),
        name => format!("SELECT {columns} FROM {name}"),
    }
}

/// The name of a column on the server, where `user` is a word of the language.
fn name(column: &Column) -> &'static str {
    if column.name == "user" {
        "login"
    } else {
        column.name
    }
}

fn types(table: &Table) -> Vec<Type> {
    let of = |column: &Column| match column.kind {
        Kind::Number => Type::INT8,
        Kind::Flag => Type::BOOL,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
        Kind::Id => Type::UUID,
    };
    table.columns.iter().map(of).collect()
}

/// Writes a consistent copy to a file.
pub(super) async fn backup(client: &mut Client, to: &Path) -> Result<(), Failure> {
    let (rows, mut queue) = mpsc::channel::<(usize, Row)>(UNDER_WAY);
    let to = to.to_owned();
    let writing = tokio::task::spawn_blocking(move || {
        let writer = Writer::create(&to)?;
        while let Some((table, row)) = queue.blocking_recv() {
            writer.put(table, &row)?;
        }
        Ok(writer)
    });
    let read = read_all(client, rows).await;
    let written = joined(writing.await);
    // A file that was not filled is left unfinished, and goes.
    read?;
    let finishing = tokio::task::spawn_blocking(move || written?.finish());
    joined(finishing.await).map_err(Failure::File)
}

fn joined<T>(
    done: Result<Result<T, StorageError>, tokio::task::JoinError>,
) -> Result<T, StorageError> {
    done.map_err(|error| StorageError::Failed(error.to_string()))?
}

async fn read_all(client: &mut Client, rows: mpsc::Sender<(usize, Row)>) -> Result<(), Error> {
    let tx = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    unlimited(&tx).await?;
    for (index, table) in TABLES.iter().enumerate() {
        let out = tx
            .copy_out(&format!(
                "COPY ({}) TO STDOUT (FORMAT binary)",
                select(table)
            ))
            .await?;
        let stream = BinaryCopyOutStream::new(out, &types(table));
        pin_mut!(stream);
        while let Some(row) = stream.next().await {
            let row = row?;
            let mut values = Row::with_capacity(table.columns.len());
            for (place, column) in table.columns.iter().enumerate() {
                values.push(value(&row, place, column)?);
            }
            if rows.send((index, values)).await.is_err() {
                // The file failed, which is told instead.
                return Ok(());
            }
        }
    }
    tx.commit().await
}

/// A copy takes as long as it takes.
async fn unlimited(tx: &Transaction<'_>) -> Result<(), Error> {
    tx.batch_execute(
        "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
    )
    .await
}

fn value(
    row: &tokio_postgres::binary_copy::BinaryCopyOutRow,
    place: usize,
    column: &Column,
) -> Result<Value, Error> {
    let some = |value: Option<Value>| value.unwrap_or(Value::Null);
    Ok(some(match column.kind {
        Kind::Number => row.try_get::<Option<i64>>(place)?.map(Value::Number),
        Kind::Flag => row.try_get::<Option<bool>>(place)?.map(Value::Flag),
        Kind::Text => row.try_get::<Option<String>>(place)?.map(Value::Text),
        Kind::Bytes => row.try_get::<Option<Vec<u8>>>(place)?.map(Value::Bytes),
        Kind::Id => row.try_get::<Option<Uuid>>(place)?.map(Value::Id),
    }))
}

/// Fills an empty database from a file and begins a new epoch; `false` if it has data.
pub(super) async fn restore(client: &mut Client, from: &Path) -> Result<bool, Failure> {
    let (rows, mut queue) = mpsc::channel::<(usize, Row)>(UNDER_WAY);
    let from = from.to_owned();
    let reading = tokio::task::spawn_blocking(move || {
        let reader = Reader::open(&from)?;
        for (index, table) in TABLES.iter().enumerate() {
            // Who no longer listens has failed, which is told instead.
            reader.rows(table, |row| rows.blocking_send((index, row)).is_ok())?;
        }
        Ok(())
    });
    let tx = client.transaction().await?;
    unlimited(&tx).await?;
    if !is_empty(&tx).await? {
        drop(queue);
        // Whatever the file is, the database is the reason.
        let _ = reading.await;
        return Ok(false);
    }
    tx.execute("DELETE FROM portal_keys", &[]).await?;
    let filled = fill(&tx, &mut queue).await;
    drop(queue);
    joined(reading.await).map_err(Failure::File)?;
    filled?;
    tx.batch_execute(
        "UPDATE counter SET epoch = left(md5(gen_random_uuid()::text), 8);
         SELECT setval(pg_get_serial_sequence('sessions', 'session'),
                       (SELECT max(session) FROM sessions));",
    )
    .await?;
    tx.commit().await?;
    // The planner knows nothing of what came in one go.
    client.batch_execute("ANALYZE").await?;
    Ok(true)
}

async fn is_empty(tx: &Transaction<'_>) -> Result<bool, Error> {
    // Nobody may begin to write meanwhile.
    tx.batch_execute("LOCK TABLE counter, accounts IN EXCLUSIVE MODE")
        .await?;
    let row = tx
        .query_one(
            "SELECT seq = 0 AND NOT EXISTS (SELECT FROM entities)
                    AND NOT EXISTS (SELECT FROM accounts) FROM counter",
            &[],
        )
        .await?;
    row.try_get(0)
}

async fn fill(tx: &Transaction<'_>, queue: &mut mpsc::Receiver<(usize, Row)>) -> Result<(), Error> {
    let mut next = queue.recv().await;
    for (index, table) in TABLES.iter().enumerate() {
        if table.name == "counter" {
            // One row, in two tables here.
            while let Some((_, row)) = next.take_if(|(of, _)| *of == index) {
                set_counter(tx, &row).await?;
                next = queue.recv().await;
            }
            continue;
        }
        let columns: Vec<&str> = table.columns.iter().map(name).collect();
        let copy = format!(
            "COPY {} ({}) FROM STDIN (FORMAT binary)",
            table.name,
            columns.join(", ")
        );
        let writer = BinaryCopyInWriter::new(tx.copy_in(&copy).await?, &types(table));
        pin_mut!(writer);
        while let Some((_, row)) = next.take_if(|(of, _)| *of == index) {
            let values: Vec<Parameter<'_>> = row.iter().map(Parameter).collect();
            writer.as_mut().write_raw(values).await?;
            next = queue.recv().await;
        }
        writer.finish().await?;
    }
    Ok(())
}

async fn set_counter(tx: &Transaction<'_>, row: &Row) -> Result<(), Error> {
    if let [_, seq, floor, serial, _] = &row[..] {
        tx.execute(
            "UPDATE counter SET seq = $1, floor = $2",
            &[&Parameter(seq), &Parameter(floor)],
        )
        .await?;
        tx.execute(
            "UPDATE serials SET last = $1 WHERE kind = 'request'",
            &[&Parameter(serial)],
        )
        .await?;
    }
    Ok(())
}

/// A value on its way to the server; the column says what a missing one is of.
#[derive(Debug)]
struct Parameter<'a>(&'a Value);

impl ToSql for Parameter<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Number(number) => number.to_sql(kind, out),
            Value::Flag(flag) => flag.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
            Value::Id(id) => id.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
