//! The groups of a list in words.

use jiff::civil::Date;

use super::{Texts, date, words};
use crate::domain::filter::{Day, Due, Facet, Owner, Test};
use crate::domain::ids::ItemKind;
use crate::domain::rules::RuleSet;
use crate::domain::work::State;

/// What items are grouped by.
#[must_use]
pub fn by(texts: &Texts, facet: Facet) -> String {
    let id = format!("groups-by-{}", facet.field());
    texts.by_id(&id, None).unwrap_or_default()
}

/// What the items of a group have in common; `today` is a local date of Asia/Almaty. Kinds share
/// the ids of states, not their names: `kind` is that of the list, if it has but one.
///
/// ```
/// use awp::domain::filter::{Comparison, Day, Due, Test};
/// use awp::domain::local_text::Lang;
/// use awp::domain::rules::RuleSet;
/// use awp::i18n::{Texts, groups};
/// let (rules, today) = (RuleSet::builtin().unwrap(), jiff::civil::date(2026, 3, 19));
/// let due = Test::Due(Due::Compared(Comparison::On, Day::Date(today)));
/// assert_eq!(groups::name(Texts::of(Lang::Kk), &rules, today, None, &due), "бүгін");
/// ```
#[must_use]
pub fn name(
    texts: &Texts,
    rules: &RuleSet,
    today: Date,
    kind: Option<ItemKind>,
    test: &Test,
) -> String {
    match test {
        Test::Act(rule) => words::rule(texts, rules, rule),
        Test::Due(Due::Compared(_, Day::Date(day))) if *day == today => texts.filter_due_today(),
        Test::Due(Due::Compared(_, Day::Date(day))) => date::day(texts, today, *day),
        Test::Due(_) => texts.filter_due_none(),
        Test::Overdue => texts.filter_flag_overdue(),
        Test::Category(id) => words::category(texts, rules, &id.0).to_owned(),
        Test::Owner(Owner::User(user)) => user.0.clone(),
        Test::Owner(_) => texts.filter_owner_none(),
        Test::Lang(lang) => words::text_lang(texts, *lang),
        Test::State(state) => {
            let own = kind.and_then(|kind| State::of(kind, state.id()));
            words::stands(texts, own.unwrap_or(*state))
        }
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
