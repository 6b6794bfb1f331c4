//! The filter line: what is offered while an expression is typed, and taking it.
//!
//! Enter always applies what was typed; a candidate is put in only when it is taken.

use super::travel::{Travel, window_top};
use crate::app::key::{Key, KeyCode};
use crate::app::model::Model;
use crate::app::overlay::{FilterState, Overlay};
use crate::domain::filter::complete::complete;
use crate::domain::ids::UserName;
use crate::domain::text::CitizenText;

fn state(model: &mut Model) -> Option<&mut FilterState> {
    match model.overlays.last_mut() {
        Some(Overlay::Filter(state)) => Some(state),
        Some(_) | None => None,
    }
}

/// Takes a key; Right at the end takes the selected candidate as Tab does.
pub(super) fn type_into(model: &mut Model, key: Key) {
    let Some(state) = state(model) else { return };
    let at_end = state.text.cursor() == state.text.text().chars().count();
    let is_right = key.code == KeyCode::Right && !key.shift && !key.ctrl && !key.alt;
    if is_right && at_end && !state.completion.candidates.is_empty() {
        take(model);
        return;
    }
    let before = state.text.cursor();
    if state.text.input(key) {
        state.error = None;
    } else if state.text.cursor() == before {
        return;
    }
    offer(model);
}

/// Takes pasted text.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    if let Some(state) = state(model) {
        state.text.insert(text.as_str());
        state.error = None;
        offer(model);
    }
}

/// Offers what can be written at the cursor.
pub(super) fn offer(model: &mut Model) {
    let owners = owners(model);
    let rules = model.rules.set.clone();
    if let Some(state) = state(model) {
        let text = &state.text;
        state.completion = complete(text.text(), text.cursor(), &rules, &owners);
        (state.selected, state.top) = (0, 0);
    }
}

/// The accounts that work on what the list shows.
fn owners(model: &Model) -> Vec<UserName> {
    let rows = model.current_list().map(|list| list.window.rows.iter());
    let rows = rows.into_iter().flatten();
    let mut owners: Vec<UserName> = rows.filter_map(|row| row.owner.clone()).collect();
    owners.sort();
    owners.dedup();
    owners
}

/// Puts the selected candidate in the place of the piece at the cursor.
pub(super) fn take(model: &mut Model) {
    let Some(state) = state(model) else { return };
    let Some(candidate) = state.completion.candidates.get(state.selected) else {
        return;
    };
    let put_in = candidate.put_in();
    state.text.replace_from(state.completion.from, &put_in);
    state.error = None;
    offer(model);
}

/// Moves through the candidates.
pub(super) fn travel(model: &mut Model, way: Travel) {
    let rows = model.layout.filter_rows();
    if let Some(state) = state(model) {
        let last = state.completion.candidates.len().saturating_sub(1);
        state.selected = way.step(state.selected, rows, last);
        state.top = window_top(state.top, state.selected, usize::from(rows));
    }
}
