//! The rules looked up: what is typed is looked for at once.

use super::{overlay, travel};
use crate::app::key::Key;
use crate::app::law::{LawState, found};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::domain::text::CitizenText;

/// Opens the rules.
pub(super) fn open(model: &mut Model) {
    overlay::push(model, Overlay::Law(LawState::default()));
}

fn state(model: &mut Model) -> Option<&mut LawState> {
    match model.overlays.last_mut() {
        Some(Overlay::Law(state)) => Some(state),
        Some(_) | None => None,
    }
}

/// Types a key into the query.
pub(super) fn type_into(model: &mut Model, key: Key) {
    if let Some(state) = state(model)
        && state.query.input(key)
    {
        (state.selected, state.top) = (0, 0);
    }
}

/// Pastes into the query.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    if let Some(state) = state(model) {
        state.query.insert(text.as_str());
        (state.selected, state.top) = (0, 0);
    }
}

/// Moves through what was found.
pub(super) fn travel(model: &mut Model, way: travel::Travel) {
    let rows = model.layout.law_rows();
    let query = state(model).map(|state| state.query.text().to_owned());
    let count = found(&model.rules.set, &query.unwrap_or_default()).len();
    if let Some(state) = state(model) {
        state.selected = way.step(state.selected, rows, count.saturating_sub(1));
        state.top = travel::window_top(state.top, state.selected, usize::from(rows));
    }
}
