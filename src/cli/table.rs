//! A table of text for people: columns aligned by display width, nothing drawn around them.
//!
//! Not for scripts: those read `--json`. On a terminal a row is cut at its right edge, elsewhere
//! it is whole.

use super::Output;
use crate::ui::text;

/// Rows under their headings; the last column is not padded.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with its headings.
    #[must_use]
    pub fn new(headings: Vec<String>) -> Self {
        Self {
            rows: vec![headings],
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The lines, every column as wide as its widest cell.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<u16> = (0..columns)
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| text::width(cell)).max().unwrap_or(0)
            })
            .collect();
        let line = |row: &Vec<String>| {
            let padded: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| text::pad(cell, *width))
                .collect();
            padded.join("  ").trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }

    /// Prints the table.
    pub fn print(&self, output: &Output) {
        let columns = output
            .is_terminal()
            .then(|| crossterm::terminal::size().ok())
            .flatten()
            .map(|(columns, _)| columns);
        for line in self.lines() {
            match columns {
                Some(columns) => output.line(&text::truncate(&line, columns)),
                None => output.line(&line),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_what_is_seen() {
        let mut table = Table::new(vec!["№".into(), "Әрекет".into(), "a".into()]);
        table.row(vec!["766301".into(), "日本".into(), "b".into()]);
        assert_eq!(table.lines(), ["№       Әрекет  a", "766301  日本    b"]);
    }
}
