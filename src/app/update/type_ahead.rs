//! Keys typed faster than the store answers act in the order in which they were typed.
//!
//! An action that needs a row, an item or an answer waits for it, and every key after it waits
//! behind. The waiting ends with the answer, or is given up after [`PATIENCE`].

use std::collections::VecDeque;

use jiff::SignedDuration;

use super::{input, line, news};
use crate::app::action::ActionId;
use crate::app::effect::Effect;
use crate::app::model::{Ahead, Awaited, Model, TypeAhead};
use crate::app::notice::{NoticeText, Severity};
use crate::domain::ids::Number;

/// How long an answer is waited for.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_secs(5);
/// More keys than this are not kept.
const MOST: usize = 256;

/// Starts to wait.
pub(super) fn await_for(model: &mut Model, awaited: Awaited) {
    model.type_ahead.awaited = Some(awaited);
    model.type_ahead.until = model.now.checked_add(PATIENCE).ok();
}

/// Keeps a key or a line for later if something is waited for; else gives it back.
pub(super) fn keep(model: &mut Model, ahead: Ahead) -> Option<Ahead> {
    if model.type_ahead.awaited.is_none() {
        return Some(ahead);
    }
    if model.type_ahead.waiting.len() < MOST {
        model.type_ahead.waiting.push_back(ahead);
    }
    None
}

/// A list has rows again.
pub(super) fn row_loaded(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(Awaited::Row(action)) = model.type_ahead.awaited {
        let still = model
            .current_list()
            .is_some_and(|list| list.asked.is_some() && list.anchor.is_none());
        if !still {
            end(model, Some(action), out);
        }
    }
}

/// An item was loaded, or is known not to be there.
pub(super) fn item_loaded(model: &mut Model, number: Number, out: &mut Vec<Effect>) {
    if let Some(Awaited::Item(awaited, action)) = model.type_ahead.awaited
        && awaited == number
    {
        let action = (!model.detail.missing).then_some(action);
        end(model, action, out);
    }
}

/// The answer to anything else has come.
pub(super) fn came(model: &mut Model, awaited: Awaited, out: &mut Vec<Effect>) {
    if model.type_ahead.awaited == Some(awaited) {
        end(model, None, out);
    }
}

/// Carries out what waited, then the keys behind it.
fn end(model: &mut Model, action: Option<ActionId>, out: &mut Vec<Effect>) {
    let TypeAhead { waiting, .. } = std::mem::take(&mut model.type_ahead);
    if let Some(action) = action {
        input::perform(model, action, out);
    }
    replay(model, waiting, out);
}

fn replay(model: &mut Model, mut waiting: VecDeque<Ahead>, out: &mut Vec<Effect>) {
    while let Some(ahead) = waiting.pop_front() {
        if model.type_ahead.awaited.is_some() {
            model.type_ahead.waiting.push_back(ahead);
        } else {
            take(model, ahead, out);
        }
    }
}

/// Acts on what came.
pub(super) fn take(model: &mut Model, ahead: Ahead, out: &mut Vec<Effect>) {
    match ahead {
        Ahead::Key { key, quiet } => input::act_on(model, key, quiet, out),
        Ahead::Line(text) => line::act_on(model, text.as_str(), out),
    }
}

/// Gives up waiting; the keys are dropped, because their meaning is not known.
pub(super) fn give_up(model: &mut Model) {
    let ahead = std::mem::take(&mut model.type_ahead);
    // The key that began the waiting is lost too, if it was to do something.
    let acts = matches!(ahead.awaited, Some(Awaited::Row(_) | Awaited::Item(..)));
    if acts || !ahead.waiting.is_empty() {
        news::tell(model, NoticeText::TypeAheadDropped, Severity::Warning);
    }
}
