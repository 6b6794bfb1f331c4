//! What one pack has and another has not, rule by rule.
//!
//! Responsible for the comparison alone: it works on the serialised form, so that a field added
//! to a rule is compared from that day on. Wording is the business of who shows it.

use serde::Serialize;
use serde_json::{Map, Value};

use super::RulePack;

/// What of a pack differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The pack itself: act, time in force, reading.
    Pack,
    /// A term or demand.
    Rule,
    /// A recurring duty of openness.
    Duty,
}

/// How it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Only the second pack has it.
    Added,
    /// Only the first pack has it.
    Removed,
    /// Both have it, with other content.
    Changed,
}

/// One field with its two values; `null` where a side has none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldChange {
    /// The name of the field, as in the file.
    pub field: String,
    /// The value in the first pack.
    pub old: Value,
    /// The value in the second.
    pub new: Value,
}

/// One difference between two packs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// What differs.
    pub part: Part,
    /// The id of the rule or duty; of the second pack for the pack itself.
    pub id: String,
    /// How.
    pub change: Change,
    /// The fields; of something added or removed all of them.
    pub fields: Vec<FieldChange>,
}

/// The differences of two packs: the packs themselves first, then rules, then duties, each in
/// the order of the first pack with what is new behind. Ids of the packs are not compared.
///
/// ```
/// use awp::domain::rules::{Change, PackId, RuleSet, diff};
/// let rules = RuleSet::builtin().unwrap();
/// let law = rules.pack(&PackId::from("law401")).unwrap();
/// let order = rules.pack(&PackId::from("order145-2023")).unwrap();
/// let found = diff(law, order);
/// let returned = found.iter().find(|one| one.id == "return").unwrap();
/// assert_eq!(returned.change, Change::Added); // the Law knows no return
/// assert!(diff(law, law).is_empty());
/// ```
#[must_use]
pub fn diff(old: &RulePack, new: &RulePack) -> Vec<Difference> {
    let (mut before, mut after) = (fields(old), fields(new));
    let mut found = Vec::new();
    let rules = (taken(&mut before, "rule"), taken(&mut after, "rule"));
    let duties = (taken(&mut before, "duty"), taken(&mut after, "duty"));
    let own = changes(&before, &after);
    if !own.is_empty() {
        found.push(Difference {
            part: Part::Pack,
            id: new.id.to_string(),
            change: Change::Changed,
            fields: own,
        });
    }
    lists(Part::Rule, rules, &mut found);
    lists(Part::Duty, duties, &mut found);
    found
}

fn fields(data: &impl Serialize) -> Map<String, Value> {
    // Plain structs with string keys always serialise to an object.
    match serde_json::to_value(data) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) | Err(_) => Map::new(),
    }
}

fn taken(fields: &mut Map<String, Value>, list: &str) -> Vec<Map<String, Value>> {
    let all = fields.remove(list).unwrap_or_default();
    let all = all.as_array().cloned().unwrap_or_default();
    all.iter()
        .filter_map(|one| one.as_object().cloned())
        .collect()
}

fn id_of(fields: &Map<String, Value>) -> &str {
    fields.get("id").and_then(Value::as_str).unwrap_or_default()
}

type Lists = (Vec<Map<String, Value>>, Vec<Map<String, Value>>);

fn lists(part: Part, (old, new): Lists, found: &mut Vec<Difference>) {
    let nothing = Map::new();
    let mut tell = |id: &str, change, fields: Vec<FieldChange>| {
        if !fields.is_empty() {
            found.push(Difference {
                part,
                id: id.to_owned(),
                change,
                fields,
            });
        }
    };
    for one in &old {
        match new.iter().find(|other| id_of(other) == id_of(one)) {
            Some(other) => tell(id_of(one), Change::Changed, changes(one, other)),
            None => tell(id_of(one), Change::Removed, changes(one, &nothing)),
        }
    }
    for one in &new {
        if old.iter().all(|other| id_of(other) != id_of(one)) {
            tell(id_of(one), Change::Added, changes(&nothing, one));
        }
    }
}

fn changes(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<FieldChange> {
    let added = new.keys().filter(|field| !old.contains_key(*field));
    let names = old.keys().chain(added);
    names
        .filter(|field| *field != "id")
        .filter_map(|field| {
            let value = |of: &Map<String, Value>| of.get(field).cloned().unwrap_or_default();
            let (old, new) = (value(old), value(new));
            (old != new).then(|| FieldChange {
                field: field.clone(),
                old,
                new,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::rules::{Counting, PackId, Rule, RuleId, RuleSet, StartKind};

    fn pack() -> RulePack {
        let rules = RuleSet::builtin().unwrap();
        rules.pack(&PackId::from("order145-2023")).unwrap().clone()
    }

    fn rule<'p>(pack: &'p mut RulePack, id: &str) -> &'p mut Rule {
        pack.rules
            .iter_mut()
            .find(|rule| rule.id.as_str() == id)
            .unwrap()
    }

    fn told(new: &RulePack) -> Vec<(String, Change, Vec<String>)> {
        diff(&pack(), new)
            .into_iter()
            .map(|one| {
                let fields = one.fields.into_iter().map(|field| field.field);
                (one.id, one.change, fields.collect())
            })
            .collect()
    }

    #[test]
    fn a_term_and_its_clause_that_changed_are_told_as_two_fields_of_the_rule() {
        let mut new = pack();
        let answer = rule(&mut new, "answer");
        answer.clause = "146 ¶5(1)".to_owned();
        answer.count = Counting::CalendarDays {
            days: 10,
            from: StartKind::Receipt,
        };
        let found = diff(&pack(), &new);
        assert_eq!(found.len(), 1);
        let days = |fields: &[FieldChange], name: &str| {
            let field = fields.iter().find(|field| field.field == name).unwrap();
            (field.old.clone(), field.new.clone())
        };
        let (old, new) = days(&found[0].fields, "count");
        assert_eq!((&old["days"], &new["days"]), (&json!(15), &json!(10)));
        let (_, clause) = days(&found[0].fields, "clause");
        assert_eq!(clause, "146 ¶5(1)");
    }

    #[test]
    fn a_rule_of_one_pack_only_is_added_or_removed_with_all_its_fields() {
        let mut new = pack();
        new.rules.retain(|rule| rule.id != RuleId::RETURN);
        let mut fresh = rule(&mut new, "forward").clone();
        fresh.id = RuleId::from("notice");
        new.rules.push(fresh);
        let found = told(&new);
        assert_eq!(found[0].0, "return");
        assert_eq!(found[0].1, Change::Removed);
        assert_eq!((found[1].0.as_str(), found[1].1), ("notice", Change::Added));
        assert!(found[1].2.contains(&"count".to_owned()), "{found:?}");
    }

    #[test]
    fn the_time_in_force_is_told_of_the_pack_itself() {
        let mut new = pack();
        new.in_force.until = None;
        let fields = vec!["in_force".to_owned()];
        let whole = ("order145-2023".to_owned(), Change::Changed, fields);
        assert_eq!(told(&new), [whole]);
    }

    #[test]
    fn the_order_of_the_rules_is_no_difference() {
        let mut new = pack();
        new.rules.reverse();
        assert_eq!(told(&new), []);
    }
}
