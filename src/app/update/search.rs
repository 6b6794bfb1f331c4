//! The search over everything: a question with every key, the newest answer shown.

use super::{navigate, overlay, travel};
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::list::Revision;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::search::SearchState;
use crate::domain::search::{Found, Query, in_templates};
use crate::domain::text::CitizenText;

/// Opens the search.
pub(super) fn open(model: &mut Model) {
    overlay::push(model, Overlay::Search(Box::default()));
}

fn state(model: &mut Model) -> Option<&mut SearchState> {
    match model.overlays.last_mut() {
        Some(Overlay::Search(state)) => Some(state),
        Some(_) | None => None,
    }
}

/// Types a key into the query.
pub(super) fn type_into(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    if state(model).is_some_and(|state| state.query.input(key)) {
        ask(model, out);
    }
}

/// Pastes into the query.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText, out: &mut Vec<Effect>) {
    if let Some(state) = state(model) {
        state.query.insert(text.as_str());
        ask(model, out);
    }
}

fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    let revision = model.next_revision();
    let Some(state) = state(model) else {
        return;
    };
    state.opening = false;
    if let Some(query) = Query::parse(state.query.text()) {
        state.asked = Some(revision);
        out.push(Effect::Search { revision, query });
    } else {
        *state = SearchState {
            query: state.query.clone(),
            ..SearchState::default()
        };
    }
}

/// What the store found; an answer to an older question than the last one shown is dropped.
pub(super) fn found(
    model: &mut Model,
    revision: Revision,
    mut found: Found,
    out: &mut Vec<Effect>,
) {
    let (templates, lang) = (model.writing.templates.clone(), model.lang);
    let Some(state) = state(model) else {
        return;
    };
    if state.asked != Some(revision) {
        return;
    }
    state.asked = None;
    if let Some(query) = Query::parse(state.query.text()) {
        found.hits.extend(in_templates(&query, &templates, lang));
    }
    (state.selected, state.top) = (0, 0);
    state.found = Some(found);
    if std::mem::take(&mut state.opening) {
        open_hit(model, out);
    }
}

/// Whether it was the search that failed; nothing is listed that is not of this query.
pub(super) fn failed(model: &mut Model, revision: Revision) -> bool {
    let Some(state) = state(model).filter(|state| state.asked == Some(revision)) else {
        return false;
    };
    state.asked = None;
    state.found = None;
    true
}

/// Moves through what was found.
pub(super) fn travel(model: &mut Model, way: travel::Travel) {
    let rows = model.layout.search_rows();
    if let Some(state) = state(model) {
        let last = state.hits().len().saturating_sub(1);
        state.selected = way.step(state.selected, rows, last);
        state.top = travel::window_top(state.top, state.selected, usize::from(rows));
    }
}

/// Opens the request of the selected hit.
pub(super) fn open_hit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(state) = state(model) else {
        return;
    };
    // What is listed until the answer has come is of an earlier query.
    if state.asked.is_some() {
        state.opening = true;
        return;
    }
    let number = state.selected().and_then(|hit| hit.number);
    if let Some(number) = number {
        overlay::pop(model);
        navigate::open_item(model, number, out);
    }
}
