//! The internal note of an item: it is kept on this computer and is part of no decision.

use super::overlay;
use crate::app::editor::Editor;
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::model::Model;
use crate::app::overlay::{NoteState, Overlay};
use crate::domain::text::CitizenText;

/// Opens the note of the shown item.
pub(super) fn open(model: &mut Model) {
    let Some(item) = model.item() else {
        return;
    };
    let text = item.note.as_ref().map_or("", CitizenText::as_str);
    let mut state = NoteState {
        number: item.number(),
        text: Editor::new(text),
        save_at: None,
    };
    let (width, rows) = model.layout.note();
    state.text.resize(width, rows);
    overlay::push(model, Overlay::Note(Box::new(state)));
}

fn state(model: &mut Model) -> Option<&mut NoteState> {
    model.overlays.iter_mut().find_map(|overlay| {
        if let Overlay::Note(state) = overlay {
            Some(&mut **state)
        } else {
            None
        }
    })
}

/// Types a key into the note.
pub(super) fn type_into(model: &mut Model, key: Key, place: Option<char>) {
    let save_at = super::forms::save_at(model);
    if let Some(state) = state(model)
        && state.text.input(key, place)
        && state.save_at.is_none()
    {
        state.save_at = save_at;
    }
}

/// Pastes into the note.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    let save_at = super::forms::save_at(model);
    if let Some(state) = state(model) {
        state.text.paste(text);
        state.save_at = state.save_at.or(save_at);
    }
}

/// Saves the note when its time has come.
pub(super) fn autosave(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    if state(model).is_some_and(|state| state.save_at.is_some_and(|at| at <= now)) {
        save(model, out);
    }
}

/// Saves what was typed and not saved yet.
pub(super) fn save(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(state) = state(model) else {
        return;
    };
    if state.save_at.take().is_none() {
        return;
    }
    let number = state.number;
    // A text that is too long stays in the editor; what was saved before stays saved.
    let Ok(text) = state.text.read() else {
        return;
    };
    if let Some(shown) = &mut model.detail.shown
        && shown.item.number() == number
    {
        shown.item.note = Some(text.clone()).filter(|text| !text.is_blank());
    }
    out.push(Effect::SaveNote { number, text });
}
