//! The search of the palette: actions by title in three languages and by id.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use serde::Serialize;

use super::action::{ACTIONS, Action, ActionId, Scope};
use super::field::LineField;
use crate::domain::local_text::Lang;
use crate::i18n::Texts;

/// What is looked for among the actions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaletteState {
    /// The scopes of the place the palette was opened from.
    pub scopes: Vec<Scope>,
    /// What is looked for.
    pub query: LineField,
    /// The actions found, best first.
    pub found: Vec<ActionId>,
    /// Index of the selected one.
    pub selected: usize,
    /// Index of the first one on screen.
    pub top: usize,
}

/// The actions that match a query, best first; all of them for an empty query, in table order.
///
/// ```
/// use awp::app::action::{ActionId, Scope};
/// use awp::app::palette::search;
/// let found = search("lang", &[Scope::Global, Scope::Anywhere]);
/// assert_eq!(found.first(), Some(&ActionId::Language));
/// ```
#[must_use]
pub fn search(query: &str, scopes: &[Scope]) -> Vec<ActionId> {
    let listed = ACTIONS.iter().filter(|action| {
        action.in_palette && action.scopes.iter().any(|scope| scopes.contains(scope))
    });
    if query.trim().is_empty() {
        return listed.map(|action| action.id).collect();
    }
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut found: Vec<(u32, ActionId)> = listed
        .filter_map(|action| Some((best(action, &pattern, &mut matcher)?, action.id)))
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, id)| id).collect()
}

fn best(action: &Action, pattern: &Pattern, matcher: &mut Matcher) -> Option<u32> {
    let titles = Lang::ALL
        .into_iter()
        .filter_map(|lang| Texts::of(lang).by_id(&action.title_id(), None));
    let mut buffer = Vec::new();
    titles
        .chain([action.name.to_owned()])
        .filter_map(|text| pattern.score(Utf32Str::new(&text, &mut buffer), matcher))
        .max()
}
