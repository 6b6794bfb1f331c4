//! Acts on topics, conferences and questions: which form opens, what is typed into it.

use super::{compose, overlay};
use crate::app::effect::Effect;
use crate::app::item_form::{FormLine, ItemForm, Value};
use crate::app::key::Key;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::domain::act::Act;
use crate::domain::ids::ItemKind;
use crate::domain::text::CitizenText;

/// Opens the form or the composer of an act for the shown item, which is no request.
pub(super) fn open(model: &mut Model, act: Act, out: &mut Vec<Effect>) {
    let Some(item) = model.item() else {
        return;
    };
    let (number, base) = (item.number(), item.base);
    if is_composed(number.kind, act) {
        compose::open_about(model, act, out);
        return;
    }
    let form = ItemForm::new(act, number, base, model.today());
    overlay::push(model, Overlay::Item(Box::new(form)));
}

/// Whether the act is a text of some length.
const fn is_composed(kind: ItemKind, act: Act) -> bool {
    matches!(
        (kind, act),
        (ItemKind::Topic, Act::Refuse)
            | (ItemKind::Conference, Act::Return | Act::Correct)
            | (ItemKind::Question, Act::Answer | Act::Draft | Act::Correct)
    )
}

fn line(model: &mut Model) -> Option<&mut FormLine> {
    let form = model.overlays.last_mut()?.item_form_mut()?;
    form.refusal = None;
    form.line_mut()
}

/// Types a key into the line under the focus.
pub(super) fn type_into(model: &mut Model, key: Key) {
    if let Some(FormLine {
        value: Value::Typed(field),
        ..
    }) = line(model)
    {
        field.input(key);
    }
}

/// Pastes into the line under the focus.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    if let Some(FormLine {
        value: Value::Typed(field),
        ..
    }) = line(model)
    {
        field.insert(text.as_str());
    }
}

/// Takes the next reason; tells whether a small form is open.
pub(super) fn toggle(model: &mut Model) -> bool {
    if let Some(FormLine {
        value: Value::Chosen(at),
        ..
    }) = line(model)
    {
        *at += 1;
    }
    matches!(model.overlays.last(), Some(Overlay::Item(_)))
}
