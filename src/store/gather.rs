//! What the search index finds, as sets of rows that the engine fills and asks itself.
//!
//! Millions of rows handed over one by one are what a search would spend its time on, so two
//! functions are given to the engine: `gather(rid)` makes a set of the rows of a query,
//! `within(set, rid)` asks one. A set of few rows is walked instead of the list.
//!
//! Sets are kept until the database changes: a list is asked for its length, for a window and
//! for the place of an item, all with the same words.

use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::search;
use crate::domain::filter::Test;

/// Up to so many rows are looked up one by one; more are met on the walk along the list. Tests
/// have few rows and are to go both ways.
const FEW: usize = if cfg!(test) { 8 } else { 2_000 };

/// So many sets are kept.
const KEPT: usize = 4;

/// A row beyond has no place in a set: there are never so many.
const MOST: usize = 1 << 31;

/// A set of rows, a bit a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RowSet(Vec<u8>);

impl RowSet {
    fn insert(&mut self, rid: i64) {
        let Ok(rid) = usize::try_from(rid) else {
            return;
        };
        if rid >= MOST {
            return;
        }
        let byte = rid / 8;
        if byte >= self.0.len() {
            self.0.resize(byte + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(byte) {
            *bits |= 1 << (rid % 8);
        }
    }

    /// The rows that are in another set too.
    fn and(mut self, other: &Self) -> Self {
        self.0.truncate(other.0.len());
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits &= more;
        }
        self
    }

    /// The rows, if they are few.
    pub(super) fn few(&self) -> Option<Vec<i64>> {
        let ones = |bits: &u8| usize::try_from(bits.count_ones()).unwrap_or(0);
        if self.0.iter().map(ones).sum::<usize>() > FEW {
            return None;
        }
        let rows = self.0.iter().enumerate().flat_map(|(byte, bits)| {
            (0..8)
                .filter(move |bit| bits >> bit & 1 == 1)
                .filter_map(move |bit| i64::try_from(byte * 8 + bit).ok())
        });
        Some(rows.collect())
    }

    /// The set as the engine is given it.
    pub(super) fn bits(&self) -> Vec<u8> {
        self.0.clone()
    }
}

fn has(bits: &[u8], rid: i64) -> bool {
    usize::try_from(rid)
        .ok()
        .and_then(|rid| Some(bits.get(rid / 8)? >> (rid % 8) & 1 == 1))
        .unwrap_or(false)
}

struct Gather;

impl Aggregate<RowSet, Option<Vec<u8>>> for Gather {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<RowSet> {
        Ok(RowSet::default())
    }

    fn step(&self, call: &mut Context<'_>, set: &mut RowSet) -> rusqlite::Result<()> {
        if let ValueRef::Integer(rid) = call.get_raw(0) {
            set.insert(rid);
        }
        Ok(())
    }

    fn finalize(
        &self,
        _: &mut Context<'_>,
        set: Option<RowSet>,
    ) -> rusqlite::Result<Option<Vec<u8>>> {
        Ok(set.map(|RowSet(bits)| bits))
    }
}

/// Teaches a connection the two functions.
pub(super) fn teach(connection: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_aggregate_function("gather", 1, flags, Gather)?;
    connection.create_scalar_function("within", 2, flags, |call| {
        Ok(match (call.get_raw(0), call.get_raw(1)) {
            (ValueRef::Blob(bits), ValueRef::Integer(rid)) => has(bits, rid),
            _ => false,
        })
    })?;
    Ok(())
}

/// What is looked for in the index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wanted {
    /// What all texts have: queries of the index, joined by AND.
    pub(super) matching: Vec<String>,
    /// What a text has or an item has as its number.
    pub(super) numbers: Vec<(String, i64)>,
}

impl Wanted {
    /// Adds a word or a phrase; other tests are not for the index.
    pub(super) fn add(&mut self, test: &Test) {
        if let Test::Word(word) = test {
            let query = search::word_query(word);
            match word.parse() {
                Ok(serial) => self.numbers.push((query, serial)),
                Err(_no_number) => self.matching.push(query),
            }
        } else if let Test::Phrase(phrase) = test {
            self.matching.push(search::phrase_query(phrase));
        }
    }

    /// Whether nothing is looked for.
    pub(super) const fn is_empty(&self) -> bool {
        self.matching.is_empty() && self.numbers.is_empty()
    }
}

/// The sets found lately.
#[derive(Debug, Default)]
pub(super) struct Sets {
    /// The state of the database they are of.
    state: i64,
    kept: Vec<(Wanted, RowSet)>,
}

impl Sets {
    /// The rows that have all that is wanted.
    pub(super) fn of(
        &mut self,
        connection: &Connection,
        wanted: Wanted,
    ) -> Result<RowSet, StoreError> {
        let state = data_version(connection)?;
        if self.state != state {
            self.kept.clear();
            self.state = state;
        }
        if let Some((_, set)) = self.kept.iter().find(|(known, _)| *known == wanted) {
            return Ok(set.clone());
        }
        let set = gathered(connection, &wanted)?;
        if self.kept.len() == KEPT {
            self.kept.remove(0);
        }
        self.kept.push((wanted, set.clone()));
        Ok(set)
    }
}

/// A number that changes with every commit of another connection, in this process or not.
pub(super) fn data_version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))?)
}

pub(super) fn gathered(connection: &Connection, wanted: &Wanted) -> Result<RowSet, StoreError> {
    let mut all: Option<RowSet> = None;
    let mut narrow = |set: RowSet| {
        all = Some(match all.take() {
            Some(known) => set.and(&known),
            None => set,
        });
    };
    if !wanted.matching.is_empty() {
        narrow(matching(connection, &wanted.matching.join(" "))?);
    }
    for (query, serial) in &wanted.numbers {
        let mut set = matching(connection, query)?;
        let mut statement = connection
            .prepare_cached("SELECT rid FROM item WHERE kind BETWEEN 0 AND 6 AND serial = ?1")?;
        let rids = statement.query_map(params![serial], |row| row.get(0))?;
        for rid in rids {
            set.insert(rid?);
        }
        narrow(set);
    }
    Ok(all.unwrap_or_default())
}

fn matching(connection: &Connection, query: &str) -> Result<RowSet, StoreError> {
    let bits: Option<Vec<u8>> = connection
        .prepare_cached("SELECT gather(rowid) FROM words WHERE words MATCH ?1")?
        .query_row([query], |row| row.get(0))?;
    Ok(RowSet(bits.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(rows: &[i64]) -> RowSet {
        let mut set = RowSet::default();
        for row in rows {
            set.insert(*row);
        }
        set
    }

    #[test]
    fn a_set_of_many_rows_is_not_listed() {
        let many: Vec<i64> = (0..=i64::try_from(FEW).unwrap()).collect();
        assert_eq!(set(&many).few(), None);
        assert_eq!(set(&many[1..]).few().unwrap().len(), FEW);
    }

    #[test]
    fn what_is_no_row_is_in_no_set() {
        let set = set(&[-1, i64::MAX]);
        assert_eq!(set, RowSet::default());
        assert!(!has(&set.0, -1) && !has(&set.0, i64::MAX));
    }

    proptest! {
        #[test]
        fn the_engine_fills_and_asks_the_same_set(
            one in proptest::collection::btree_set(0i64..300, 0..60),
            other in proptest::collection::btree_set(0i64..300, 0..60),
        ) {
            let list = |rows: &std::collections::BTreeSet<i64>| rows.iter().copied().collect::<Vec<_>>();
            let connection = crate::sqlite::in_memory().unwrap();
            teach(&connection).unwrap();
            let told = serde_json::to_string(&list(&one)).unwrap();
            let bits: Option<Vec<u8>> = connection
                .query_row("SELECT gather(value) FROM json_each(?1)", [told], |row| row.get(0))
                .unwrap();
            let gathered = RowSet(bits.unwrap_or_default());
            prop_assert_eq!(&gathered, &set(&list(&one)));
            let both = gathered.clone().and(&set(&list(&other)));
            for rid in 0..300 {
                let within: bool = connection
                    .query_row("SELECT within(?1, ?2)", params![gathered.bits(), rid], |row| row.get(0))
                    .unwrap();
                prop_assert_eq!(within, one.contains(&rid));
                prop_assert_eq!(has(&both.0, rid), within && other.contains(&rid));
            }
        }
    }
}
