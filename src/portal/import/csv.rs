//! Strict reading of CSV that survives a broken record.
//!
//! A lenient reader takes a forgotten quote for the start of a text and swallows the rest of the
//! file with it. Here a record that breaks the rules of RFC 4180 is rejected by its first line,
//! and reading goes on with the line after that one.

use std::collections::VecDeque;
use std::io::BufRead;

use super::record::COLUMNS;
use super::{Cells, ImportError, Line, Lines, MAX_RECORD, Read, Rejection};

/// The columns a header must have.
const REQUIRED: [&str; 4] = ["received_at", "holder", "category", "text"];

/// The header cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// There is no header.
    #[error("the file is empty: the first line names the columns")]
    Missing,
    /// The header is not valid CSV or not UTF-8.
    #[error("the header is not valid CSV in UTF-8")]
    Broken,
    /// A column nobody knows.
    #[error("unknown column {0:?}: the columns are {columns}", columns = COLUMNS.join(", "))]
    Unknown(String),
    /// A column stands twice.
    #[error("column {0:?} stands twice")]
    Twice(String),
    /// A column without which no record can be taken is missing.
    #[error("column {0:?} is missing")]
    Absent(&'static str),
}

/// The records of a CSV file.
pub(super) struct CsvReader<S> {
    lines: Lines<S>,
    /// Lines taken back after a broken record.
    again: VecDeque<Line>,
    columns: Vec<&'static str>,
}

/// Why the lines so far are no record.
enum Broken {
    /// A quoted cell goes on beyond them.
    Open,
    /// They break the rules.
    Quote,
}

impl<S: BufRead> CsvReader<S> {
    /// Reads and checks the header.
    pub(super) fn open(mut lines: Lines<S>) -> Result<Self, ImportError> {
        let header = loop {
            let line = lines.next()?.ok_or(HeaderError::Missing)?;
            if !is_blank(&line) {
                break line;
            }
        };
        let cells = cells(&header.bytes).map_err(|_broken| HeaderError::Broken)?;
        let mut columns = Vec::with_capacity(cells.len());
        for cell in cells {
            let name = String::from_utf8(cell).map_err(|_bytes| HeaderError::Broken)?;
            let known = COLUMNS.iter().find(|column| **column == name.trim());
            let column = known.ok_or_else(|| {
                HeaderError::Unknown(name.chars().filter(|c| !c.is_control()).take(40).collect())
            })?;
            if columns.contains(column) {
                return Err(HeaderError::Twice(name).into());
            }
            columns.push(*column);
        }
        if let Some(absent) = REQUIRED.into_iter().find(|one| !columns.contains(one)) {
            return Err(HeaderError::Absent(absent).into());
        }
        Ok(Self {
            lines,
            again: VecDeque::new(),
            columns,
        })
    }

    fn line(&mut self) -> std::io::Result<Option<Line>> {
        match self.again.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    /// The next record, blank lines passed over.
    pub(super) fn next(&mut self) -> Result<Option<Read>, ImportError> {
        let first = loop {
            match self.line()? {
                None => return Ok(None),
                Some(line) if is_blank(&line) => {}
                Some(line) => break line,
            }
        };
        let number = first.number;
        let rejected = |code: &str, message: &str| {
            Ok(Some(Read {
                line: number,
                cells: Err(Rejection::new(number, code, None, message)),
            }))
        };
        if first.cut {
            return rejected("too-long", "the record is longer than 2 MiB");
        }
        let mut text = first.bytes;
        let mut more: VecDeque<Line> = VecDeque::new();
        let cells = loop {
            match cells(&text) {
                Ok(cells) => break cells,
                Err(Broken::Quote) => {
                    self.take_back(more);
                    return rejected("bad-quote", "a quote stands where none may");
                }
                Err(Broken::Open) => {
                    let next = self.line()?.filter(|line| !line.cut);
                    let fits = next
                        .as_ref()
                        .is_some_and(|line| text.len() + line.bytes.len() < MAX_RECORD);
                    let Some(line) = next.filter(|_| fits) else {
                        self.take_back(more);
                        return rejected("unclosed-quote", "a quoted cell is never closed");
                    };
                    text.push(b'\n');
                    text.extend_from_slice(&line.bytes);
                    more.push_back(line);
                }
            }
        };
        if cells.len() != self.columns.len() {
            self.take_back(more);
            return rejected(
                "wrong-columns",
                "the record has more or fewer cells than the header",
            );
        }
        Ok(Some(Read {
            line: number,
            cells: self.named(number, cells),
        }))
    }

    fn take_back(&mut self, mut lines: VecDeque<Line>) {
        lines.append(&mut self.again);
        self.again = lines;
    }

    fn named(&self, line: u64, cells: Vec<Vec<u8>>) -> Result<Cells, Rejection> {
        let mut named = Cells::new();
        for (column, cell) in self.columns.iter().zip(cells) {
            let text = String::from_utf8(cell).map_err(|_bytes| {
                Rejection::new(line, "not-utf8", Some(column), "the cell is not UTF-8")
            })?;
            if !text.trim().is_empty() {
                named.insert(*column, text);
            }
        }
        Ok(named)
    }
}

fn is_blank(line: &Line) -> bool {
    !line.cut && line.bytes.iter().all(u8::is_ascii_whitespace)
}

/// Splits a record into its cells.
fn cells(text: &[u8]) -> Result<Vec<Vec<u8>>, Broken> {
    let mut cells = Vec::new();
    let mut bytes = text.iter().copied().peekable();
    loop {
        let mut cell = Vec::new();
        if bytes.next_if_eq(&b'"').is_some() {
            loop {
                match bytes.next() {
                    None => return Err(Broken::Open),
                    Some(b'"') if bytes.next_if_eq(&b'"').is_some() => cell.push(b'"'),
                    Some(b'"') => break,
                    Some(byte) => cell.push(byte),
                }
            }
            if !matches!(bytes.peek(), None | Some(b',')) {
                return Err(Broken::Quote);
            }
        } else {
            while let Some(byte) = bytes.next_if(|byte| *byte != b',') {
                if byte == b'"' {
                    return Err(Broken::Quote);
                }
                cell.push(byte);
            }
        }
        cells.push(cell);
        if bytes.next().is_none() {
            return Ok(cells);
        }
    }
}
