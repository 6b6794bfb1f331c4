//! The groups of a list in words.

use jiff::civil::Date;

use super::{Texts, date, words};
use crate::domain::filter::{Day, Due, Facet, Owner, Test};
use crate::domain::rules::RuleSet;

/// What items are grouped by.
#[must_use]
pub fn by(texts: &Texts, facet: Facet) -> String {
    let id = format!("groups-by-{}", facet.field());
    texts.by_id(&id, None).unwrap_or_default()
}

/// What the items of a group have in common; `today` is a local date of Asia/Almaty.
#[must_use]
pub fn name(texts: &Texts, rules: &RuleSet, today: Date, test: &Test) -> String {
    match test {
        Test::Act(rule) => words::rule(texts, rules, rule),
        Test::Due(Due::Compared(_, Day::Date(day))) => date::day(texts, today, *day),
        Test::Due(_) => texts.filter_due_none(),
        Test::Overdue => texts.filter_flag_overdue(),
        Test::Category(id) => {
            let known = rules.categories.iter().find(|one| one.id == id.0);
            let name = known.map_or(id.0.as_str(), |one| one.name.get(texts.lang()));
            name.to_owned()
        }
        Test::Owner(Owner::User(user)) => user.0.clone(),
        Test::Owner(_) => texts.filter_owner_none(),
        Test::Lang(lang) => words::text_lang(texts, *lang),
        Test::State(state) => words::stands(texts, *state),
        Test::Kind(kind) => {
            let id = format!("filter-kind-{}", kind.id());
            texts.by_id(&id, None).unwrap_or_default()
        }
        Test::Lacks(_) => texts.groups_lacking(),
        Test::Word(_)
        | Test::Phrase(_)
        | Test::Number(_)
        | Test::Pending
        | Test::Conflict
        | Test::Watched
        | Test::ToRead => test.to_string(),
    }
}
