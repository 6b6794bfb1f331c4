//! The line of an item as it lies in the table `item`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Params, Row as SqlRow};

use super::error::StoreError;
use super::word::Words;
use crate::domain::filter::Facet;
use crate::domain::ids::{CategoryId, ItemKind, Number, UserName};
use crate::domain::request::TextLang;
use crate::domain::row::{Caption, Row};
use crate::domain::rules::RuleId;
use crate::domain::work::State;

/// The fields that the table `facet` counts, by their numbers there; never changes.
pub(super) const FIELDS: [(i64, Facet); 5] = [
    (0, Facet::State),
    (1, Facet::Act),
    (2, Facet::Category),
    (3, Facet::Lang),
    (4, Facet::Owner),
];

/// What stands in the table `facet` for a field of a line that has nothing in it.
pub(super) const NOTHING: i64 = -1;

/// The urgency of a line without a date: after every date.
pub(super) const NO_DATE: i64 = 99_999_999;

/// The columns that [`read`] takes, in its order.
pub(super) const COLUMNS: &str = "kind, serial, copy, state, act, urgency, safe, category, lang, \
                                  owner, extended, pending, conflict";

const KINDS: [ItemKind; 9] = [
    ItemKind::Request,
    ItemKind::Topic,
    ItemKind::Conference,
    ItemKind::Question,
    ItemKind::Survey,
    ItemKind::Duty,
    ItemKind::Op,
    ItemKind::Access,
    ItemKind::Circular,
];

const LANGS: [TextLang; 4] = [TextLang::Kk, TextLang::Ru, TextLang::En, TextLang::Mixed];

/// The number of a kind; never changes.
pub(super) const fn kind_number(kind: ItemKind) -> i64 {
    match kind {
        ItemKind::Request => 0,
        ItemKind::Topic => 1,
        ItemKind::Conference => 2,
        ItemKind::Question => 3,
        ItemKind::Survey => 4,
        ItemKind::Duty => 5,
        ItemKind::Op => 6,
        ItemKind::Access => 7,
        ItemKind::Circular => 8,
    }
}

/// The kind of a number.
pub(super) fn kind_of(number: i64) -> Option<ItemKind> {
    KINDS.into_iter().find(|kind| kind_number(*kind) == number)
}

/// The language of an id.
pub(super) fn lang_of(id: &str) -> Option<TextLang> {
    LANGS.into_iter().find(|lang| lang.id() == id)
}

/// Whether an item is there and closed.
pub(super) fn is_closed(connection: &Connection, number: Number) -> Result<bool, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT closed FROM item WHERE kind = ?1 AND serial = ?2 AND copy = ?3")?;
    let place = (
        kind_number(number.kind),
        serial_number(number),
        copy_number(number),
    );
    let closed: Option<bool> = statement.query_row(place, |row| row.get(0)).optional()?;
    Ok(closed.unwrap_or(false))
}

/// A date as a number that sorts: 20260319.
pub(super) fn date_number(date: Date) -> i64 {
    (i64::from(date.year()) * 100 + i64::from(date.month())) * 100 + i64::from(date.day())
}

fn date_of(number: i64) -> Option<Date> {
    let part = |value: i64| i8::try_from(value).ok();
    let year = i16::try_from(number / 10_000).ok()?;
    Date::new(year, part(number / 100 % 100)?, part(number % 100)?).ok()
}

/// The date in a column that may be empty.
pub(super) fn date_from(number: Option<i64>) -> Option<Date> {
    number.and_then(date_of)
}

/// The serial as the database keeps it; no portal counts beyond.
pub(super) fn serial_number(number: Number) -> i64 {
    i64::try_from(number.serial).unwrap_or(i64::MAX)
}

/// The number of a copy; an original has 0.
pub(super) fn copy_number(number: Number) -> i64 {
    number.copy.map_or(0, i64::from)
}

/// What a line says about time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// The rule that drives it.
    pub(super) act: Option<RuleId>,
    /// The date that turns red.
    pub(super) due: Option<Date>,
}

/// The names in a line as numbers of `word`.
struct Names {
    state: Option<i64>,
    act: Option<i64>,
    category: i64,
    lang: Option<i64>,
    owner: Option<i64>,
}

impl Names {
    fn of(tx: &Connection, words: &mut Words, row: &Row) -> Result<Self, StoreError> {
        let mut number = |text: Option<&str>| text.map(|text| words.number(tx, text)).transpose();
        Ok(Self {
            state: number(row.state.map(State::id))?,
            act: number(row.act.as_ref().map(RuleId::as_str))?,
            lang: number(row.lang.map(TextLang::id))?,
            owner: number(row.owner.as_ref().map(|owner| owner.0.as_str()))?,
            category: words.number(tx, row.category.0.as_str())?,
        })
    }

    /// What the table `facet` counts, each with the number of its field.
    fn counted(&self) -> impl Iterator<Item = (i64, Option<i64>)> {
        let values = [
            self.state,
            self.act,
            Some(self.category),
            self.lang,
            self.owner,
        ];
        FIELDS.into_iter().map(|(field, _)| field).zip(values)
    }
}

/// Lines added since the beginning of a transaction, by what `tally` and `facet` count.
#[derive(Debug, Default)]
pub(super) struct Added {
    due: BTreeMap<(bool, i64, i64), i64>,
    facets: BTreeMap<(i64, bool, i64, i64), i64>,
}

impl Added {
    fn note(&mut self, row: &Row, names: &Names) {
        let (closed, kind) = (!row.is_open(), kind_number(row.number.kind));
        *self.due.entry((closed, urgency(row), kind)).or_default() += 1;
        for (field, value) in names.counted() {
            let value = value.unwrap_or(NOTHING);
            *self.facets.entry((field, closed, kind, value)).or_default() += 1;
        }
    }

    /// Counts them; to be called before the transaction is committed.
    pub(super) fn count(&mut self, tx: &Connection) -> Result<(), StoreError> {
        for ((closed, urgency, kind), n) in std::mem::take(&mut self.due) {
            tx.prepare_cached(
                "INSERT INTO tally VALUES(?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET n = n + excluded.n",
            )?
            .execute((closed, urgency, kind, n))?;
        }
        for ((field, closed, kind, value), n) in std::mem::take(&mut self.facets) {
            tx.prepare_cached(
                "INSERT INTO facet VALUES(?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET n = n + excluded.n",
            )?
            .execute((field, closed, kind, value, n))?;
        }
        Ok(())
    }

    /// Forgets everything, as at the end of a transaction that failed.
    pub(super) fn forget(&mut self) {
        self.due.clear();
        self.facets.clear();
    }
}

fn urgency(row: &Row) -> i64 {
    row.due.map_or(NO_DATE, date_number)
}

/// Adds the line of an entity that has none.
pub(super) fn add(
    tx: &Connection,
    words: &mut Words,
    added: &mut Added,
    rid: i64,
    row: &Row,
    text_sum: i64,
) -> Result<(), StoreError> {
    let names = Names::of(tx, words, row)?;
    insert(tx, added, rid, (row, &names), text_sum)
}

fn insert(
    tx: &Connection,
    added: &mut Added,
    rid: i64,
    (row, names): (&Row, &Names),
    text_sum: i64,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO item VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
           ?15, ?16)",
    )?
    .execute(columns(names, rid, row, text_sum))?;
    added.note(row, names);
    Ok(())
}

/// Writes the line of an entity, whether it has one already or not.
pub(super) fn write(
    tx: &Connection,
    words: &mut Words,
    added: &mut Added,
    rid: i64,
    row: &Row,
    text_sum: i64,
) -> Result<(), StoreError> {
    let names = Names::of(tx, words, row)?;
    let changed = tx
        .prepare_cached(
            "UPDATE item SET closed = ?2, urgency = ?3, state = ?7, act = ?8, category = ?9,
               lang = ?10, owner = ?11, extended = ?12, pending = ?13, conflict = ?14,
               safe = ?15, text_sum = ?16 WHERE rid = ?1",
        )?
        .execute(columns(&names, rid, row, text_sum))?;
    if changed > 0 {
        return Ok(());
    }
    insert(tx, added, rid, (row, &names), text_sum)
}

/// A line in the order of the columns of the table.
fn columns(names: &Names, rid: i64, row: &Row, text_sum: i64) -> impl Params {
    (
        rid,
        !row.is_open(),
        urgency(row),
        kind_number(row.number.kind),
        serial_number(row.number),
        copy_number(row.number),
        names.state,
        names.act,
        names.category,
        names.lang,
        names.owner,
        row.extended,
        row.pending,
        row.conflict,
        row.safe.map(date_number),
        text_sum,
    )
}

/// The act and the date of a line, if the entity has one.
pub(super) fn term(
    connection: &Connection,
    words: &mut Words,
    rid: i64,
) -> Result<Option<Term>, StoreError> {
    let found = connection
        .prepare_cached("SELECT act, urgency FROM item WHERE rid = ?1")?
        .query_row([rid], |row| {
            Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, i64>(1)?))
        })
        .optional()?;
    let Some((act, urgency)) = found else {
        return Ok(None);
    };
    let act = act.map(|id| words.text(connection, id).map(RuleId::from));
    Ok(Some(Term {
        act: act.transpose()?,
        due: date_of(urgency).filter(|_| urgency != NO_DATE),
    }))
}

/// The checksum of the indexed text of an entity, if it has a line.
pub(super) fn text_sum(tx: &Connection, rid: i64) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .prepare_cached("SELECT text_sum FROM item WHERE rid = ?1")?
        .query_row([rid], |row| row.get(0))
        .optional()?)
}

/// Notes the text of an entity that the index knows now.
pub(super) fn set_text_sum(tx: &Connection, rid: i64, sum: i64) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE item SET text_sum = ?2 WHERE rid = ?1")?
        .execute([rid, sum])?;
    Ok(())
}

/// Removes the line of an entity; whether it had one.
pub(super) fn remove(tx: &Connection, rid: i64) -> Result<bool, StoreError> {
    let gone = tx
        .prepare_cached("DELETE FROM item WHERE rid = ?1")?
        .execute([rid])?;
    Ok(gone > 0)
}

/// Reads a line selected with [`COLUMNS`].
pub(super) fn read(
    connection: &Connection,
    words: &mut Words,
    record: &SqlRow<'_>,
) -> Result<Row, StoreError> {
    const BROKEN: StoreError = StoreError::Unexpected { what: "item" };
    let kind: i64 = record.get(0)?;
    let serial: i64 = record.get(1)?;
    let copy: i64 = record.get(2)?;
    let number = Number {
        kind: kind_of(kind).ok_or(BROKEN)?,
        serial: u64::try_from(serial).map_err(|_negative| BROKEN)?,
        copy: u16::try_from(copy).ok().filter(|copy| *copy > 0),
    };
    let mut text = |column: usize| -> Result<Option<String>, StoreError> {
        let id: Option<i64> = record.get(column)?;
        id.map(|id| words.text(connection, id).map(str::to_owned))
            .transpose()
    };
    let (state, act) = (text(3)?, text(4)?);
    let (category, lang, owner) = (text(7)?, text(8)?, text(9)?);
    let urgency: i64 = record.get(5)?;
    Ok(Row {
        number,
        state: state.and_then(|id| State::of(number.kind, &id)),
        extended: record.get(10)?,
        act: act.map(RuleId::from),
        due: date_of(urgency).filter(|_| urgency != NO_DATE),
        safe: date_from(record.get(6)?),
        category: CategoryId(category.unwrap_or_default()),
        lang: lang.as_deref().and_then(lang_of),
        owner: owner.map(UserName),
        pending: record.get(11)?,
        conflict: record.get(12)?,
        caption: Caption::default(),
    })
}

/// A count in a column; a negative one cannot be and is none.
pub(super) fn count(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<usize> {
    let n: i64 = row.get(column)?;
    Ok(usize::try_from(n).unwrap_or(0))
}
