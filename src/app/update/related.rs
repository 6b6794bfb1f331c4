//! Near-duplicates and the other requests of an author: seen side by side, linked, answered
//! together, or left as they are. Nothing closes by itself.

use super::{batch, news, overlay, travel};
use crate::app::effect::Effect;
use crate::app::model::{Model, Screen};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::{Overlay, RelatedAnswer, RelatedState};
use crate::domain::act::Act;
use crate::domain::ids::Number;

/// Looks for the requests related to the shown one.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(number) = model.item().map(crate::app::detail::Item::number) else {
        return;
    };
    let state = RelatedState {
        number,
        found: None,
        partial: false,
        selected: 0,
        top: 0,
    };
    overlay::push(model, Overlay::Related(Box::new(state)));
    out.push(Effect::LoadRelated(number));
}

fn state(model: &mut Model) -> Option<&mut RelatedState> {
    match model.overlays.last_mut() {
        Some(Overlay::Related(state)) => Some(state),
        Some(_) | None => None,
    }
}

/// They were found.
pub(super) fn found(model: &mut Model, answer: RelatedAnswer) {
    if let Some(state) = state(model).filter(|state| state.number == answer.number) {
        state.selected = state.selected.min(answer.found.len().saturating_sub(1));
        state.found = Some(answer.found);
        state.partial = answer.partial;
    }
}

/// Moves the selection.
pub(super) fn travel(model: &mut Model, way: travel::Travel) {
    let rows = model.layout.related_rows();
    if let Some(state) = state(model) {
        let last = state.found.as_ref().map_or(0, Vec::len).saturating_sub(1);
        state.selected = way.step(state.selected, rows, last);
        state.top = travel::window_top(state.top, state.selected, usize::from(rows));
    }
}

/// Links the selected request with the one looked at, or parts them.
pub(super) fn link(model: &mut Model, out: &mut Vec<Effect>) {
    let Some((one, other)) = pair(model) else {
        return;
    };
    let Some(shown) = &mut model.detail.shown else {
        return;
    };
    let linked = &mut shown.item.linked;
    let on = !linked.contains(&other);
    if on {
        linked.push(other);
    } else {
        linked.retain(|number| *number != other);
    }
    out.push(Effect::Link { one, other, on });
    let text = if on {
        NoticeText::Linked(other)
    } else {
        NoticeText::Parted(other)
    };
    news::tell(model, text, Severity::Info);
}

fn pair(model: &mut Model) -> Option<(Number, Number)> {
    let state = state(model)?;
    Some((state.number, state.selected()?.number))
}

/// One letter about both: they are marked and the answer to both is composed.
pub(super) fn answer_together(model: &mut Model, out: &mut Vec<Effect>) {
    let Some((one, other)) = pair(model) else {
        return;
    };
    overlay::pop(model);
    if model.screen == Screen::Request {
        model.screen = model.origin;
    }
    if let Some(id) = model.list_id() {
        model.list_mut(id).marked = [one, other].into_iter().collect();
        batch::begin(model, Act::Answer, out);
    }
}
