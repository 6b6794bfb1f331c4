//! What letters are written with: templates, the levels of the gate, which templates are liked.

use std::collections::BTreeMap;
use std::sync::Arc;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use serde::Serialize;

use super::notice::Failure;
use crate::domain::act::Act;
use crate::domain::gate::Levels;
use crate::domain::ids::ItemKind;
use crate::domain::local_text::Lang;
use crate::domain::template::{Template, Templates};

/// What letters are written with.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
pub struct Writing {
    /// The templates, the user's own among them.
    #[serde(skip)]
    pub templates: Arc<Templates>,
    /// What the gate blocks and warns of.
    pub gate: Levels,
    /// How often each template was taken on this computer, by id.
    pub uses: BTreeMap<String, u64>,
    /// The user's own templates could not be read; the built-in ones serve.
    pub failure: Option<Failure>,
}

impl std::fmt::Debug for Writing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Writing({:?}, {:?})", self.gate, self.uses)
    }
}

impl Writing {
    /// The ids of the templates that match, best first: by the words looked for, then by own use.
    #[must_use]
    pub fn search(&self, query: &str, (kind, act): (ItemKind, Act), lang: Lang) -> Vec<String> {
        let uses = |template: &Template| self.uses.get(&template.id).copied().unwrap_or(0);
        let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut found: Vec<(u32, u64, &Template)> = self
            .templates
            .of(kind, act, lang)
            .filter_map(|template| {
                Some((
                    score(template, &pattern, &mut matcher)?,
                    uses(template),
                    template,
                ))
            })
            .collect();
        found.sort_by_key(|(score, uses, _)| std::cmp::Reverse((*score, *uses)));
        found
            .into_iter()
            .map(|(_, _, template)| template.id.clone())
            .collect()
    }
}

/// How well a template matches; an empty pattern fits every one alike.
fn score(template: &Template, pattern: &Pattern, matcher: &mut Matcher) -> Option<u32> {
    let mut buffer = Vec::new();
    Lang::ALL
        .into_iter()
        .map(|lang| template.title.get(lang))
        .chain([template.id.as_str()])
        .filter_map(|text| pattern.score(Utf32Str::new(text, &mut buffer), matcher))
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writing() -> Writing {
        Writing {
            templates: Arc::new(Templates::builtin().unwrap()),
            ..Writing::default()
        }
    }

    #[test]
    fn what_is_used_most_stands_first_until_something_is_looked_for() {
        let mut writing = writing();
        let first = |writing: &Writing, query| {
            writing.search(query, (ItemKind::Request, Act::Answer), Lang::Kk)[0].clone()
        };
        assert_eq!(first(&writing, ""), "answer");
        writing.uses.insert("answer-figures".into(), 3);
        assert_eq!(first(&writing, ""), "answer-figures");
        assert_eq!(first(&writing, "отсутств"), "no-information");
    }

    #[test]
    fn a_template_that_is_not_written_in_the_language_is_not_offered() {
        let found = writing().search("", (ItemKind::Request, Act::Answer), Lang::En);
        assert_eq!(found, ["answer"]);
    }
}
