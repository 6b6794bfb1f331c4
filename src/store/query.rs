//! From a list that is asked for to SQL with bound parameters.
//!
//! Lists without a filter are answered from the counts of `tally` and one seek in the index of
//! urgency; a filter walks that index, unless its words stand in a few items only, which are then
//! looked up. Nothing of an expression is ever part of the SQL text.

use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use super::desk;
use super::error::StoreError;
use super::gather::{Sets, Wanted};
use super::item::{self, COLUMNS, NO_DATE};
use super::lens::Lens;
use super::question;
use super::session;
use super::word::Words;
use crate::domain::filter::{Comparison, Day, Due, Facet, Filter, Owner, Term, Test};
use crate::domain::ids::{ItemKind, Number, UserName};
use crate::domain::request::TextLang;
use crate::domain::row::{Inbox, InboxOrder, Row, Scope};
use crate::domain::rules::RuleId;

mod groups;

/// A list that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowQuery {
    /// What it is about.
    pub scope: Scope,
    /// What must hold for every line.
    pub filter: Filter,
    /// Today, a local date of Asia/Almaty.
    pub today: Date,
    /// Who asks, for `owner:me`.
    pub me: Option<UserName>,
    /// The place of the first line wanted.
    pub offset: usize,
    /// The most lines wanted.
    pub limit: usize,
}

/// What the lines are looked up with.
pub(super) struct Looking<'a> {
    pub(super) connection: &'a Connection,
    pub(super) lens: &'a mut Lens,
    pub(super) words: &'a mut Words,
    pub(super) sets: &'a mut Sets,
}

/// A condition and its parameters.
struct Condition {
    sql: String,
    values: Vec<Value>,
    /// The whole condition is "open, of this kind": the tally knows the counts.
    tallied: bool,
    /// What is walked: the list in its order, or the few items that have the words.
    from: &'static str,
}

const ORDER: &str = "closed, urgency, kind, serial, copy";
const BACKWARDS: &str = "closed DESC, urgency DESC, kind DESC, serial DESC, copy DESC";
/// The sign is for the planner: a kind known to be one value is to it no part of the order any
/// more, and it would sort each day that the index gives in order.
const OF_KIND: &str = "+kind = ?";

/// A statement that reads lines, with its parameters.
pub(super) struct Reading {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
    /// The last line comes first.
    pub(super) backwards: bool,
}

/// Where the lines of one day that are asked for are walked to, from its nearer end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Walk {
    urgency: i64,
    skipped: usize,
    backwards: bool,
}

/// The questions with what only they have.
const INBOX: &str = "(SELECT item.*, question.conference AS held, question.votes AS votes,
    question.asked_at AS asked_at, EXISTS (SELECT 1 FROM star
      WHERE star.number = 'Q-' || item.serial) AS starred
  FROM item JOIN question ON question.serial = item.serial AND item.kind = 3)";

/// The order of a list.
const fn order_of(scope: Scope) -> &'static str {
    match scope {
        Scope::Inbox(Inbox {
            order: InboxOrder::NextUp,
            ..
        }) => "closed, starred DESC, urgency, asked_at, serial",
        Scope::Inbox(Inbox {
            order: InboxOrder::Votes,
            ..
        }) => "closed, votes DESC, asked_at, serial",
        Scope::Inbox(Inbox {
            order: InboxOrder::Age,
            ..
        }) => "closed, asked_at, serial",
        Scope::Home | Scope::Kind(_) | Scope::Pending | Scope::Conflicts => ORDER,
    }
}

impl Looking<'_> {
    /// How many lines there are.
    pub(super) fn total(&mut self, query: &RowQuery) -> Result<usize, StoreError> {
        let Condition {
            sql,
            values,
            tallied,
            from,
        } = self.condition(query)?;
        let sql = if tallied {
            format!("SELECT coalesce(sum(n), 0) FROM tally WHERE {sql}")
        } else {
            format!("SELECT count(*) FROM {from} WHERE {sql}")
        };
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(values), |row| item::count(row, 0))?)
    }

    /// The statement that reads the lines asked for.
    pub(super) fn reading(&mut self, query: &RowQuery) -> Result<Reading, StoreError> {
        let mut condition = self.condition(query)?;
        let (mut limit, mut offset) = (query.limit, query.offset);
        let mut backwards = false;
        if condition.tallied && offset > 0 {
            let (walk, lines) = self.seek(&condition, offset, limit)?;
            let side = if walk.backwards { "<=" } else { ">=" };
            condition.and(&format!("urgency {side} ?"), [Value::Integer(walk.urgency)]);
            (limit, offset, backwards) = (lines, walk.skipped, walk.backwards);
        }
        let Condition {
            sql,
            mut values,
            from,
            ..
        } = condition;
        let number = |value: usize| Value::Integer(i64::try_from(value).unwrap_or(i64::MAX));
        let order = if backwards {
            BACKWARDS
        } else {
            order_of(query.scope)
        };
        values.extend([number(limit), number(offset)]);
        let sql =
            format!("SELECT {COLUMNS} FROM {from} WHERE {sql} ORDER BY {order} LIMIT ? OFFSET ?");
        Ok(Reading {
            sql,
            values,
            backwards,
        })
    }

    /// The lines asked for.
    pub(super) fn rows(&mut self, query: &RowQuery) -> Result<Vec<Row>, StoreError> {
        let Reading {
            sql,
            values,
            backwards,
        } = self.reading(query)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut records = statement.query(params_from_iter(values))?;
        let mut rows = Vec::with_capacity(query.limit.min(1_000));
        while let Some(record) = records.next()? {
            rows.push(item::read(self.connection, self.words, record)?);
        }
        if backwards {
            rows.reverse();
        }
        for row in &mut rows {
            question::complete(self.connection, row)?;
        }
        Ok(rows)
    }

    /// The place of an item in the list, if it is in it.
    pub(super) fn position(
        &mut self,
        number: Number,
        query: &RowQuery,
    ) -> Result<Option<usize>, StoreError> {
        let condition = self.condition(query)?;
        if matches!(query.scope, Scope::Inbox(_)) {
            return self.place_in_inbox(number, query.scope, condition);
        }
        let [kind, serial, copy] = [
            item::kind_number(number.kind),
            item::serial_number(number),
            item::copy_number(number),
        ]
        .map(Value::Integer);
        let sql = format!(
            "SELECT closed, urgency FROM item WHERE kind = ? AND serial = ? AND copy = ? AND {}",
            condition.sql
        );
        let named = [kind.clone(), serial.clone(), copy.clone()];
        let there = self
            .connection
            .prepare_cached(&sql)?
            .query_row(
                params_from_iter(named.iter().chain(&condition.values)),
                |row| Ok([Value::Integer(row.get(0)?), Value::Integer(row.get(1)?)]),
            )
            .optional()?;
        let Some([closed, urgency]) = there else {
            return Ok(None);
        };
        let (earlier, order, place) = if condition.tallied {
            // The tally knows how many are due on days before; only one day is walked.
            let before = format!(
                "SELECT coalesce(sum(n), 0) FROM tally WHERE {} AND urgency < ?",
                condition.sql
            );
            let place = vec![urgency.clone(), kind, serial, copy];
            let earlier = self.count(&before, &condition.values, &[urgency])?;
            (
                earlier,
                "urgency = ? AND (kind, serial, copy) < (?, ?, ?)",
                place,
            )
        } else {
            let place = vec![closed, urgency, kind, serial, copy];
            (
                0,
                "(closed, urgency, kind, serial, copy) < (?, ?, ?, ?, ?)",
                place,
            )
        };
        let before = format!(
            "SELECT count(*) FROM {} WHERE {} AND {order}",
            condition.from, condition.sql
        );
        Ok(Some(
            earlier + self.count(&before, &condition.values, &place)?,
        ))
    }

    /// The place of a question in its inbox; a conference has few enough to number them all.
    fn place_in_inbox(
        &self,
        number: Number,
        scope: Scope,
        condition: Condition,
    ) -> Result<Option<usize>, StoreError> {
        let sql = format!(
            "SELECT at FROM (SELECT serial, row_number() OVER (ORDER BY {}) - 1 AS at
             FROM {} WHERE {}) WHERE serial = ?",
            order_of(scope),
            condition.from,
            condition.sql
        );
        let mut values = condition.values;
        values.push(Value::Integer(item::serial_number(number)));
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(values), |row| item::count(row, 0))
            .optional()?)
    }

    fn count(&self, sql: &str, values: &[Value], more: &[Value]) -> Result<usize, StoreError> {
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row(params_from_iter(values.iter().chain(more)), |row| {
                item::count(row, 0)
            })?)
    }

    /// How the lines from `offset` on, at most `limit` of them, are walked to, and how many there
    /// are. The walk begins with the day of the first line, or at the end of the day of the last.
    fn seek(
        &self,
        condition: &Condition,
        offset: usize,
        limit: usize,
    ) -> Result<(Walk, usize), StoreError> {
        let sql = format!(
            "SELECT urgency, sum(n) FROM tally WHERE {} GROUP BY urgency ORDER BY urgency",
            condition.sql
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut days = statement.query(params_from_iter(&condition.values))?;
        let (mut urgency, mut before) = (0, 0_usize);
        let mut forwards = None;
        let end = offset.saturating_add(limit);
        while let Some(day) = days.next()? {
            let n = item::count(day, 1)?;
            urgency = day.get(0)?;
            if forwards.is_none() && before + n > offset {
                forwards = Some(Walk {
                    urgency,
                    skipped: offset - before,
                    backwards: false,
                });
            }
            before += n;
            if before >= end {
                break;
            }
        }
        let Some(forwards) = forwards else {
            // Past the end: nothing is at or after the urgency behind the last.
            let behind = Walk {
                urgency: urgency + 1,
                skipped: 0,
                backwards: false,
            };
            return Ok((behind, 0));
        };
        let last = end.min(before);
        let backwards = Walk {
            urgency,
            skipped: before - last,
            backwards: true,
        };
        let nearer = if backwards.skipped < forwards.skipped {
            backwards
        } else {
            forwards
        };
        Ok((nearer, last - offset))
    }

    /// What a list shows: closed items only when the filter names a state.
    fn condition(&mut self, query: &RowQuery) -> Result<Condition, StoreError> {
        self.condition_of(query, !query.filter.names_state())
    }

    fn condition_of(
        &mut self,
        query: &RowQuery,
        mut open_only: bool,
    ) -> Result<Condition, StoreError> {
        let mut condition = Condition {
            sql: String::new(),
            values: Vec::new(),
            tallied: query.filter.is_empty(),
            from: "item",
        };
        match query.scope {
            // Questions are worked on in the inbox of their conference, which stands in the list.
            Scope::Home => condition.and("kind <> 3", []),
            Scope::Kind(kind) => condition.and(OF_KIND, [kind_value(kind)]),
            Scope::Inbox(inbox) => {
                condition.from = INBOX;
                let held = Value::Integer(item::serial_number(inbox.conference));
                condition.and("held = ?", [held]);
                if let Some(until) = inbox.until {
                    let until = i64::try_from(until).unwrap_or(i64::MAX);
                    condition.and("rid <= ?", [Value::Integer(until)]);
                }
                condition.tallied = false;
                open_only = inbox.hide_done && open_only;
            }
            Scope::Pending => {
                condition.and("pending", []);
                condition.tallied = false;
                open_only = false;
            }
            Scope::Conflicts => {
                condition.and("conflict", []);
                condition.tallied = false;
                open_only = false;
            }
        }
        if open_only {
            condition.and("closed = 0", []);
        }
        for term in &query.filter.terms {
            let Term { negated, test } = term;
            if !negated && matches!(test, Test::Word(_) | Test::Phrase(_)) {
                continue;
            }
            let (sql, values) = self.test(test, query)?;
            let sql = if *negated {
                format!("NOT ({sql})")
            } else {
                format!("({sql})")
            };
            condition.and(&sql, values);
        }
        self.all_words(&query.filter, &mut condition)?;
        if condition.sql.is_empty() {
            condition.sql.push_str("TRUE");
        }
        Ok(condition)
    }

    /// All words and phrases that are looked for, as one test; it stands last, because asking a
    /// set costs more than comparing a column.
    fn all_words(&mut self, filter: &Filter, condition: &mut Condition) -> Result<(), StoreError> {
        let mut wanted = Wanted::default();
        for term in filter.terms.iter().filter(|term| !term.negated) {
            wanted.add(&term.test);
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let set = self.sets.of(self.connection, wanted)?;
        if let Some(rids) = set.few() {
            let rids = serde_json::Value::from(rids).to_string();
            condition.and(
                "rid IN (SELECT value FROM json_each(?))",
                [Value::Text(rids)],
            );
            // The engine would walk the whole list and look for each of its items among the few.
            if condition.from == "item" {
                condition.from = "item NOT INDEXED";
            }
        } else {
            condition.and("within(?, rid)", [Value::Blob(set.bits())]);
        }
        Ok(())
    }

    fn test(&mut self, test: &Test, query: &RowQuery) -> Result<(String, Vec<Value>), StoreError> {
        let plain = |sql: &str, values: Vec<Value>| Ok((sql.to_owned(), values));
        match test {
            Test::Word(_) | Test::Phrase(_) => {
                let mut wanted = Wanted::default();
                wanted.add(test);
                let set = self.sets.of(self.connection, wanted)?;
                plain("within(?, rid)", vec![Value::Blob(set.bits())])
            }
            Test::Number(number) => plain(
                "kind = ? AND serial = ? AND copy = ?",
                vec![
                    kind_value(number.kind),
                    Value::Integer(item::serial_number(*number)),
                    Value::Integer(item::copy_number(*number)),
                ],
            ),
            Test::Kind(kind) => plain(OF_KIND, vec![kind_value(*kind)]),
            Test::State(state) => self.named("state", state.id()),
            Test::Act(rule) => self.named("act", RuleId::as_str(rule)),
            Test::Lang(lang) => self.named("lang", TextLang::id(*lang)),
            Test::Category(category) => self.named("category", &category.0),
            Test::Owner(Owner::Nobody) => plain("owner IS NULL", vec![]),
            Test::Owner(Owner::User(user)) => self.named("owner", &user.0),
            Test::Owner(Owner::Me) => self.own(query),
            Test::Overdue => plain(
                "closed = 0 AND urgency < ?",
                vec![Value::Integer(item::date_number(query.today))],
            ),
            Test::Pending => plain("pending", vec![]),
            Test::Conflict => plain("conflict", vec![]),
            Test::Watched => self.asked(query, desk::watched_by),
            Test::ToRead => self.asked(query, desk::to_be_read_by),
            Test::Due(due) => self.due(*due, query.today),
            Test::Lacks(facet) => self.lacking(*facet),
        }
    }

    /// The items that a note about the account that asks names.
    fn asked(
        &self,
        query: &RowQuery,
        of: fn(&Connection, &UserName) -> Result<Vec<Number>, StoreError>,
    ) -> Result<(String, Vec<Value>), StoreError> {
        let numbers = match &query.me {
            Some(me) => of(self.connection, me)?,
            None => Vec::new(),
        };
        if numbers.is_empty() {
            return Ok(("FALSE".to_owned(), Vec::new()));
        }
        let places = vec!["(?, ?, ?)"; numbers.len()].join(", ");
        let values = numbers.into_iter().flat_map(|number| {
            [
                kind_value(number.kind),
                Value::Integer(item::serial_number(number)),
                Value::Integer(item::copy_number(number)),
            ]
        });
        let sql = format!("(kind, serial, copy) IN (VALUES {places})");
        Ok((sql, values.collect()))
    }

    /// The account's own work and that of those it stands in for today.
    fn own(&mut self, query: &RowQuery) -> Result<(String, Vec<Value>), StoreError> {
        let mut either = (String::from("FALSE"), Vec::new());
        let Some(me) = &query.me else {
            return Ok(either);
        };
        for user in desk::worked_for(self.connection, me, query.today)? {
            let (sql, values) = self.named("owner", &user.0)?;
            either.0.push_str(" OR ");
            either.0.push_str(&sql);
            either.1.extend(values);
        }
        Ok(either)
    }

    fn named(&mut self, column: &str, text: &str) -> Result<(String, Vec<Value>), StoreError> {
        Ok(match self.words.find(self.connection, text)? {
            Some(id) => (format!("{column} IS ?"), vec![Value::Integer(id)]),
            None => ("FALSE".to_owned(), vec![]),
        })
    }

    /// Nothing in a field: a category is never missing, but may be empty.
    fn lacking(&mut self, facet: Facet) -> Result<(String, Vec<Value>), StoreError> {
        match facet {
            Facet::Act | Facet::Owner | Facet::Lang | Facet::State => {
                Ok((format!("{} IS NULL", facet.field()), vec![]))
            }
            Facet::Category => self.named("category", ""),
            Facet::Due => self.due(Due::None, Date::MIN),
            Facet::Kind => Ok(("FALSE".to_owned(), vec![])),
        }
    }

    fn due(&mut self, due: Due, today: Date) -> Result<(String, Vec<Value>), StoreError> {
        let Due::Compared(comparison, day) = due else {
            return Ok(("urgency = ?".to_owned(), vec![Value::Integer(NO_DATE)]));
        };
        let day = Value::Integer(item::date_number(self.day(day, today)?));
        let sign = match comparison {
            Comparison::On => "=",
            Comparison::Before => "<",
            Comparison::Until => "<=",
            Comparison::After => ">",
            Comparison::From => ">=",
        };
        Ok((
            format!("urgency {sign} ? AND urgency < {NO_DATE}"),
            vec![day],
        ))
    }

    fn day(&mut self, day: Day, today: Date) -> Result<Date, StoreError> {
        match day {
            Day::Date(date) => Ok(date),
            Day::Days(days) => Ok(today.saturating_add(i64::from(days).days())),
            Day::WorkingDays(0) => Ok(today),
            Day::WorkingDays(n) => {
                let holder = session::session(self.connection)?
                    .and_then(|session| session.account.holder)
                    .unwrap_or_default();
                let profile = self.lens.policy(self.connection, &holder)?.profile();
                let rules = self.lens.rules(self.connection)?;
                rules
                    .calendar
                    .nth_after(today, n, profile)
                    .map_err(|missing| StoreError::CalendarMissing { date: missing.date })
            }
        }
    }
}

impl Condition {
    fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        if !self.sql.is_empty() {
            self.sql.push_str(" AND ");
        }
        self.sql.push_str(sql);
        self.values.extend(values);
    }
}

fn kind_value(kind: ItemKind) -> Value {
    Value::Integer(item::kind_number(kind))
}
