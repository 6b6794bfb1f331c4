//! The rules as the program has them, to be looked up: terms, duties, checks, grounds, by clause
//! and by words in any of the three languages.

use serde::Serialize;

use super::field::LineField;
use crate::domain::fold::fold;
use crate::domain::local_text::{Lang, LocalText};
use crate::domain::rules::{Rule, RulePack, RuleSet};

/// What is looked for among the rules.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LawState {
    /// What is looked for.
    pub query: LineField,
    /// Index of the selected clause.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

/// One thing that an act says.
#[derive(Debug, Clone, Copy)]
pub struct Clause<'a> {
    /// The id: of a rule, a duty, a line of checklist A, a ground of B.
    pub id: &'a str,
    /// The clause as it is shown, `145 ¶4(3)`.
    pub clause: &'a str,
    /// What it says.
    pub text: &'a LocalText,
    /// The pack and, for a term, its rule.
    pub pack: Option<(&'a RulePack, Option<&'a Rule>)>,
}

impl Clause<'_> {
    /// Whether each word stands somewhere in it: id, clause, text in any language, act.
    fn has(&self, words: &[String]) -> bool {
        let mut all = format!("{} {} ", self.id, self.clause);
        let also = self.pack.and_then(|(_, rule)| rule?.also.as_deref());
        all.push_str(also.unwrap_or_default());
        for lang in Lang::ALL {
            all.push(' ');
            all.push_str(self.text.get(lang));
        }
        if let Some((pack, _)) = self.pack {
            all.push(' ');
            all.push_str(&pack.id.to_string());
        }
        let all = fold(&all);
        words.iter().all(|word| all.contains(word.as_str()))
    }
}

/// The clauses that have every word of a query, in the order of the acts; all for an empty one.
///
/// ```
/// use awp::app::law::found;
/// use awp::domain::rules::RuleSet;
/// let rules = RuleSet::builtin().unwrap();
/// let clauses = found(&rules, "қайтару 145 ¶4(3)");
/// assert!(clauses.iter().any(|clause| clause.id == "return"));
/// ```
#[must_use]
pub fn found<'a>(rules: &'a RuleSet, query: &str) -> Vec<Clause<'a>> {
    let words: Vec<String> = query.split_whitespace().map(fold).collect();
    let of_packs = rules.packs.iter().flat_map(|pack| {
        let terms = pack.rules.iter().map(move |rule| Clause {
            id: rule.id.as_str(),
            clause: &rule.clause,
            text: &rule.title,
            pack: Some((pack, Some(rule))),
        });
        let duties = pack.duties.iter().map(move |duty| Clause {
            id: &duty.id,
            clause: duty.items.values().next().map_or("", String::as_str),
            text: &duty.title,
            pack: Some((pack, None)),
        });
        terms.chain(duties)
    });
    let checks = rules.checklist.items.iter().map(|item| Clause {
        id: &item.id,
        clause: &item.clause,
        text: &item.text,
        pack: None,
    });
    let grounds = rules.grounds.grounds.iter().map(|ground| Clause {
        id: &ground.id,
        clause: &ground.clause,
        text: &ground.text,
        pack: None,
    });
    of_packs
        .chain(checks)
        .chain(grounds)
        .filter(|clause| clause.has(&words))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_found_by_its_number_and_by_words_of_every_language_and_keyboard() {
        let rules = RuleSet::builtin().unwrap();
        for (query, id) in [
            ("145 ¶4(3)", "return"),
            ("B3", "B3"),
            ("a7", "A7"),
            ("кайтар", "return"),
            ("order145-2023 ¶4(3)", "return"),
            ("extension", "extension"),
        ] {
            let found = found(&rules, query);
            assert!(found.iter().any(|clause| clause.id == id), "{query}");
            assert!(found.len() < 40, "{query} finds {}", found.len());
        }
    }

    #[test]
    fn an_empty_query_shows_everything_and_nonsense_nothing() {
        let rules = RuleSet::builtin().unwrap();
        assert!(found(&rules, " ").len() > 60);
        assert!(found(&rules, "zzzz").is_empty());
    }
}
