//! What another system holds, brought in through the checks of the intake.
//!
//! CSV (UTF-8, header, RFC 4180) or NDJSON, read as a stream. Each record is taken whole or not
//! at all, and each that is not taken is told with its line; the rest go on. Records without a
//! number get the next free ones.
//!
//! Invariant: nothing told about a rejected record repeats what stands in it.

mod csv;
mod record;

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::directory::{Directory, DirectoryCache, DirectoryError};
use super::entity::put_of;
use super::intake::Checked;
use super::storage::{Commit, Put, Storage, StorageError, Write};
use crate::clock::Clock;
use crate::domain::ids::{ItemKind, Number};
use csv::CsvReader;

pub use csv::HeaderError;
pub use record::COLUMNS;

/// Records taken in one transaction, when all of them can be.
const BATCH: usize = 500;

/// The longest line, a record of several lines taken together.
const MAX_RECORD: usize = 2 * 1024 * 1024;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated with a header.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

/// A record that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Rejection {
    /// The line its record begins on, from 1.
    pub line: u64,
    /// A kebab-case code.
    pub code: String,
    /// The column, where one is at fault.
    pub field: Option<String>,
    /// English text; commands word the code themselves.
    pub message: String,
}

impl Rejection {
    fn new(line: u64, code: &str, field: Option<&str>, message: &str) -> Self {
        Self {
            line,
            code: code.to_owned(),
            field: field.map(str::to_owned),
            message: message.to_owned(),
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Imported {
    /// Records taken.
    pub accepted: u64,
    /// Records not taken.
    pub rejected: u64,
}

/// Why an import ended before the end of the file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The header of a CSV file cannot be used; nothing was taken.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// The store failed; records told as taken are.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The rules in the store cannot be used.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

/// The cells of one record by column; empty cells are left out.
type Cells = HashMap<&'static str, String>;

/// One record as read: its line and its cells, or why it cannot be understood.
struct Read {
    line: u64,
    cells: Result<Cells, Rejection>,
}

/// Brings in a file; `reject` is told of every record that is not taken, in order.
///
/// # Errors
/// The file cannot be read, its header cannot be used, or the store failed.
pub async fn import(
    storage: &dyn Storage,
    clock: &dyn Clock,
    source: impl BufRead + Send,
    format: Format,
    mut reject: impl FnMut(&Rejection) + Send,
) -> Result<Imported, ImportError> {
    super::directory::plant(storage, clock.now()).await?;
    let directory = DirectoryCache::default().current(storage).await?;
    let mut records = Records::open(source, format)?;
    let mut done = Imported::default();
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        let mut rejections = Vec::new();
        while batch.len() < BATCH {
            let Some(read) = records.next()? else { break };
            let checked = read
                .cells
                .and_then(|cells| record::check(read.line, &cells, clock.now(), &directory));
            match checked {
                Ok(ready) => batch.push(ready),
                Err(rejection) => rejections.push(rejection),
            }
        }
        if batch.is_empty() && rejections.is_empty() {
            return Ok(done);
        }
        let taken = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        let refused = take(storage, &directory, batch).await?;
        let late = u64::try_from(refused.len()).unwrap_or(u64::MAX);
        done.accepted += taken - late;
        rejections.extend(refused);
        rejections.sort_by_key(|rejection| rejection.line);
        for rejection in &rejections {
            done.rejected += 1;
            reject(rejection);
        }
    }
}

/// A record that passed the checks.
struct Ready {
    line: u64,
    number: Option<Number>,
    checked: Checked,
}

/// Stores records, all at once if that is possible, else one by one.
async fn take(
    storage: &dyn Storage,
    directory: &Directory,
    batch: Vec<Ready>,
) -> Result<Vec<Rejection>, ImportError> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let unnumbered = batch.iter().filter(|ready| ready.number.is_none()).count();
    let mut free = if unnumbered > 0 {
        let count = u64::try_from(unnumbered).unwrap_or(u64::MAX);
        storage.reserve_serials(ItemKind::Request, count).await?
    } else {
        0
    };
    let mut all = Write::default();
    for ready in &batch {
        let number = ready.number.unwrap_or_else(|| {
            free += 1;
            Number::request(free - 1)
        });
        add(&mut all, put(ready, number, directory)?, number);
    }
    if let Commit::Done(_) = storage.commit(all).await? {
        return Ok(Vec::new());
    }
    // A number is taken: find out whose.
    let mut refused = Vec::new();
    for ready in batch {
        if !take_one(storage, directory, &ready).await? {
            refused.push(Rejection::new(
                ready.line,
                "number-taken",
                Some("number"),
                "a request of this number is there already",
            ));
        }
    }
    Ok(refused)
}

async fn take_one(
    storage: &dyn Storage,
    directory: &Directory,
    ready: &Ready,
) -> Result<bool, ImportError> {
    loop {
        let number = match ready.number {
            Some(number) => number,
            None => Number::request(storage.reserve_serials(ItemKind::Request, 1).await?),
        };
        let mut write = Write::default();
        add(&mut write, put(ready, number, directory)?, number);
        match storage.commit(write).await? {
            Commit::Done(_) => return Ok(true),
            Commit::Stale if ready.number.is_some() => return Ok(false),
            // The next free number was given from outside: take the one after it.
            Commit::Stale => {}
        }
    }
}

fn put(ready: &Ready, number: Number, directory: &Directory) -> Result<Put, StorageError> {
    put_of(&ready.checked.clone().numbered(number).into(), directory)
}

fn add(write: &mut Write, put: Put, number: Number) {
    write.puts.push(put);
    write.serial_at_least = write.serial_at_least.max(Some(number.serial));
}

/// The records of a file.
enum Records<S> {
    Csv(CsvReader<S>),
    Ndjson(Lines<S>),
}

impl<S: BufRead> Records<S> {
    fn open(source: S, format: Format) -> Result<Self, ImportError> {
        let lines = Lines::new(source);
        Ok(match format {
            Format::Csv => Self::Csv(CsvReader::open(lines)?),
            Format::Ndjson => Self::Ndjson(lines),
        })
    }

    fn next(&mut self) -> Result<Option<Read>, ImportError> {
        match self {
            Self::Csv(csv) => csv.next(),
            Self::Ndjson(lines) => {
                while let Some(line) = lines.next()? {
                    if line.cut || line.bytes.iter().any(|byte| !byte.is_ascii_whitespace()) {
                        return Ok(Some(record::of_json(&line)));
                    }
                }
                Ok(None)
            }
        }
    }
}

/// One physical line without its end.
struct Line {
    number: u64,
    bytes: Vec<u8>,
    /// The line is longer than any record may be; its tail was passed over.
    cut: bool,
}

/// The physical lines of a file, the byte order mark left out.
struct Lines<S> {
    source: S,
    number: u64,
}

impl<S: BufRead> Lines<S> {
    const fn new(source: S) -> Self {
        Self { source, number: 0 }
    }

    fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut cut = false;
        let mut any = false;
        loop {
            let chunk = self.source.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            any = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(chunk.len(), |end| end + 1);
            if bytes.len() + used <= MAX_RECORD {
                bytes.extend(chunk.iter().take(used));
            } else {
                cut = true;
            }
            self.source.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
        }
        if self.number == 0 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        self.number += 1;
        Ok(Some(Line {
            number: self.number,
            bytes,
            cut,
        }))
    }
}

#[cfg(test)]
mod tests;
