//! The terms that a change of rules moved: told at once, looked at when there is time.

use super::{news, overlay};
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::{MovedState, Overlay};
use crate::wire::replica::Movement;

/// Dates have changed while the program ran.
pub(super) fn told(model: &mut Model, count: u64, out: &mut Vec<Effect>) {
    news::tell(model, NoticeText::TermsMoved(count), Severity::Warning);
    if matches!(model.overlays.last(), Some(Overlay::Moved(_))) {
        out.push(Effect::LoadMovement);
    }
}

/// Shows what moved.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let is_told = |text: &NoticeText| matches!(text, NoticeText::TermsMoved(_));
    if model
        .notice
        .as_ref()
        .is_some_and(|notice| is_told(&notice.text))
    {
        model.notice = None;
    }
    overlay::push(model, Overlay::Moved(Box::default()));
    out.push(Effect::LoadMovement);
}

/// What moved has been read.
pub(super) fn found(model: &mut Model, movement: Movement) {
    if let Some(Overlay::Moved(state)) = model.overlays.last_mut() {
        **state = MovedState {
            movement: Some(movement),
            ..MovedState::default()
        };
    }
}
