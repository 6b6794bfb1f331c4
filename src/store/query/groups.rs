//! How many lines of a list have what in common.
//!
//! Without a filter the groups are read from the counts of `tally` and `facet`; a filter walks the
//! list once and counts on the way.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::params_from_iter;

use super::{Condition, Looking, RowQuery};
use crate::domain::filter::{Comparison, Day, Due, Facet, Group, Owner, Test};
use crate::domain::ids::{CategoryId, UserName};
use crate::domain::rules::RuleId;
use crate::domain::work::State;
use crate::store::error::StoreError;
use crate::store::item::{self, FIELDS, NO_DATE, NOTHING};

/// One value of a column and how many lines have it.
struct Counted {
    value: Option<i64>,
    /// Open and due before today.
    late: bool,
    items: u64,
}

impl Looking<'_> {
    /// The groups of a list by a facet, the largest first, days in their order. Groups by state
    /// count closed items too, as a list does that is asked for a state.
    pub(in crate::store) fn groups(
        &mut self,
        query: &RowQuery,
        facet: Facet,
    ) -> Result<Vec<Group>, StoreError> {
        let open_only = facet != Facet::State && !query.filter.names_state();
        let condition = self.condition_of(query, open_only)?;
        let mut groups = BTreeMap::new();
        for counted in self.counted(condition, facet, query.today)? {
            if let Some(test) = self.test_of(facet, &counted)? {
                let (_, items) = groups
                    .entry(order(facet, &counted, &test))
                    .or_insert((test, 0));
                *items += counted.items;
            }
        }
        let groups = groups.into_values();
        let mut groups: Vec<_> = groups.map(|(test, items)| Group { test, items }).collect();
        if facet != Facet::Due {
            groups.sort_by_key(|group| std::cmp::Reverse(group.items));
        }
        Ok(groups)
    }

    fn counted(
        &self,
        condition: Condition,
        facet: Facet,
        today: Date,
    ) -> Result<Vec<Counted>, StoreError> {
        let Condition {
            sql: passes,
            values,
            tallied,
            from,
        } = condition;
        let today = item::date_number(today);
        let (column, late) = if facet == Facet::Due {
            ("urgency", format!("closed = 0 AND urgency < {today}"))
        } else {
            (facet.field(), "FALSE".to_owned())
        };
        let field = FIELDS.iter().find(|(_, counted)| *counted == facet);
        let sql = match (tallied, field) {
            (true, Some((field, _))) => format!(
                "SELECT nullif(value, {NOTHING}), FALSE, sum(n) AS items FROM facet
                 WHERE {passes} AND field = {field} GROUP BY value HAVING items > 0"
            ),
            (true, None) => format!(
                "SELECT {column}, {late} AS late, sum(n) AS items FROM tally WHERE {passes}
                 GROUP BY {column}, late HAVING items > 0"
            ),
            (false, _) => format!(
                "SELECT {column}, {late} AS late, count(*) FROM {from} WHERE {passes}
                 GROUP BY {column}, late"
            ),
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        let read = statement.query_map(params_from_iter(values), |row| {
            Ok(Counted {
                value: row.get(0)?,
                late: row.get(1)?,
                items: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
            })
        })?;
        Ok(read.collect::<Result<_, _>>()?)
    }

    /// What the lines that were counted pass; `None`: a word of another version of the program.
    fn test_of(&mut self, facet: Facet, counted: &Counted) -> Result<Option<Test>, StoreError> {
        let Some(value) = counted.value else {
            return Ok(Some(facet.lacking()));
        };
        if facet == Facet::Due {
            return Ok(day(value, counted.late));
        }
        if facet == Facet::Kind {
            return Ok(item::kind_of(value).map(Test::Kind));
        }
        let word = self.words.text(self.connection, value)?;
        Ok(match facet {
            _ if word.is_empty() => Some(facet.lacking()),
            Facet::State => State::named(word).map(Test::State),
            Facet::Act => Some(Test::Act(RuleId::from(word.to_owned()))),
            Facet::Category => Some(Test::Category(CategoryId(word.to_owned()))),
            Facet::Lang => item::lang_of(word).map(Test::Lang),
            Facet::Owner => Some(Test::Owner(Owner::User(UserName(word.to_owned())))),
            Facet::Due | Facet::Kind => None,
        })
    }
}

fn day(urgency: i64, late: bool) -> Option<Test> {
    if late {
        Some(Test::Overdue)
    } else if urgency == NO_DATE {
        Some(Facet::Due.lacking())
    } else {
        let day = item::date_from(Some(urgency))?;
        Some(Test::Due(Due::Compared(Comparison::On, Day::Date(day))))
    }
}

/// Where a group stands, and which lines are one group: what is late comes before every day.
fn order(facet: Facet, counted: &Counted, test: &Test) -> (i64, String) {
    let is_day = facet == Facet::Due && !counted.late;
    let day = if is_day { counted.value } else { Some(0) };
    (day.unwrap_or(NO_DATE), test.to_string())
}
