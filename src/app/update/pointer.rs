//! The mouse: a click chooses, a second one on the same thing opens or presses it, also where keys
//! had chosen it before: nobody decides with a first click.
//!
//! Everything goes the way of the keys that do the same, with their conditions and refusals.
//! What was seen is not what is there any more after another screen or dialog came: such a click
//! does nothing, and so does one while an answer is waited for.

use super::{compose, input, list, navigate, travel};
use crate::app::effect::{Effect, Setting};
use crate::app::form::Focus;
use crate::app::key::{Key, KeyCode};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::pointer::{Border, Gesture, Pointed, Target};
use crate::domain::ids::Number;
use travel::Travel;

/// Lines that a step of the wheel moves.
const WHEEL: usize = 3;
/// A line farther away than this is on no screen.
const FAR: usize = 500;

/// Takes what the mouse did.
pub(super) fn pointed(model: &mut Model, pointed: Pointed, out: &mut Vec<Effect>) {
    match pointed.gesture {
        Gesture::Release => release(model, out),
        Gesture::Drag => drag(model, pointed.column),
        Gesture::Press | Gesture::WheelDown | Gesture::WheelUp => {
            let is_seen = pointed.place == model.place() && model.type_ahead.awaited.is_none();
            let target = pointed
                .target
                .filter(|target| is_seen && is_there(model, *target));
            if let Some(target) = target {
                let was_prefix = model.prefix.take().is_some();
                // A click elsewhere only gives up the first of two keys.
                if was_prefix && !matches!(target, Target::Hint(_)) {
                    return;
                }
                act_on(model, pointed.gesture, target, out);
            }
        }
    }
}

/// Whether the target belongs to what takes the keys.
fn is_there(model: &Model, target: Target) -> bool {
    match target {
        Target::Tab(_) | Target::List | Target::Row { .. } | Target::Detail | Target::Border => {
            model.overlays.is_empty()
        }
        Target::Hint(action) => input::is_active(model, action),
        Target::Sheet | Target::Field(_) | Target::Check(_) | Target::Button(_) => {
            !model.overlays.is_empty()
        }
        Target::Line(_) => chosen(model).is_some(),
    }
}

fn act_on(model: &mut Model, gesture: Gesture, target: Target, out: &mut Vec<Effect>) {
    match gesture {
        Gesture::Press => press(model, target, out),
        Gesture::WheelDown => wheel(model, Travel::Down, target, out),
        Gesture::WheelUp => wheel(model, Travel::Up, target, out),
        Gesture::Drag | Gesture::Release => {}
    }
}

fn press(model: &mut Model, target: Target, out: &mut Vec<Effect>) {
    let quiet = model.is_quiet();
    let place = model.place();
    let again = model.hand.clicked.replace((target, place)) == Some((target, place));
    model.hand.border = Border::Free;
    match target {
        Target::Tab(at) => navigate::tab_at(model, at, out),
        Target::Row { index, number } => row(model, (index, number), again, out),
        Target::Border if model.layout.has_shares() => model.hand.border = Border::Held,
        Target::Line(at) => line(model, at, again, out),
        Target::Field(focus) => {
            focus_on(model, focus);
        }
        Target::Check(focus) if focus_on(model, focus) => {
            key(model, KeyCode::Char(' '), out);
        }
        Target::Button(focus) => {
            if focus_on(model, focus) && again {
                key(model, KeyCode::Enter, out);
            }
        }
        Target::Hint(action) => input::perform_guarded(model, action, quiet, out),
        Target::Check(_) | Target::Border | Target::List | Target::Detail | Target::Sheet => {}
    }
}

fn key(model: &mut Model, code: KeyCode, out: &mut Vec<Effect>) {
    let quiet = model.is_quiet();
    input::act_on(model, Key::new(code), quiet, out);
}

/// A row is selected; the selected one is opened. An item that is elsewhere by now is left alone.
fn row(
    model: &mut Model,
    (index, number): (u64, Option<Number>),
    again: bool,
    out: &mut Vec<Effect>,
) {
    if model.screen == Screen::Request {
        navigate::back(model, out);
    }
    let Some(id) = model.list_id() else {
        return;
    };
    let list = model.list(id);
    if list.window.row(index).map(|row| row.number) != number {
        return;
    }
    if number.is_some() && list.anchor == number {
        if again {
            key(model, KeyCode::Enter, out);
        }
    } else {
        list::select(model, id, index, out);
    }
}

/// A line is chosen step by step, as with the arrows; the chosen one is opened.
fn line(model: &mut Model, at: usize, again: bool, out: &mut Vec<Effect>) {
    if chosen(model) == Some(at) {
        // Enter applies a filter as it was typed; a candidate is taken with Tab.
        let is_candidate = matches!(model.overlays.last(), Some(Overlay::Filter(_)));
        let takes = if is_candidate {
            KeyCode::Tab
        } else {
            KeyCode::Enter
        };
        if again {
            key(model, takes, out);
        }
        return;
    }
    for _ in 0..FAR {
        let Some(before) = chosen(model).filter(|chosen| *chosen != at) else {
            return;
        };
        let towards = if before < at {
            KeyCode::Down
        } else {
            KeyCode::Up
        };
        key(model, towards, out);
        if chosen(model) == Some(before) {
            return;
        }
    }
}

/// The chosen line of what lies on top, else of the outbox.
fn chosen(model: &Model) -> Option<usize> {
    match model.overlays.last() {
        Some(overlay) => overlay.chosen(),
        None => (model.screen == Screen::Outbox).then_some(model.outbox.selected),
    }
}

/// Moves the focus; tells whether it was there before.
fn focus_on(model: &mut Model, focus: Focus) -> bool {
    let Some(overlay) = model.overlays.last_mut() else {
        return false;
    };
    if let Overlay::Confirm(confirm) = overlay {
        let on_ok = focus == Focus::Submit;
        return std::mem::replace(&mut confirm.on_ok, on_ok) == on_ok;
    }
    if overlay.focus() == Some(focus) {
        return true;
    }
    if overlay.fields().contains(&focus) {
        overlay.set_focus(focus);
        compose::fit(model);
    }
    false
}

/// The wheel moves what is under it; what is typed or chosen in a form stays.
fn wheel(model: &mut Model, way: Travel, target: Target, out: &mut Vec<Effect>) {
    match target {
        Target::List | Target::Row { .. } if model.screen.is_list() => {
            (0..WHEEL).for_each(|_| travel::travel(model, way, out));
        }
        // Under the number of the item that comes, the one before may still be seen.
        Target::Detail if model.screen != Screen::Outbox && model.shown().is_some() => {
            (0..WHEEL).for_each(|_| travel::scroll_detail(model, way));
        }
        Target::Line(_) | Target::Sheet => {
            (0..WHEEL).for_each(|_| travel::travel(model, way, out));
        }
        Target::Tab(_)
        | Target::List
        | Target::Row { .. }
        | Target::Detail
        | Target::Border
        | Target::Field(_)
        | Target::Check(_)
        | Target::Button(_)
        | Target::Hint(_) => {}
    }
}

fn drag(model: &mut Model, column: u16) {
    if model.hand.border == Border::Held && model.layout.has_shares() {
        let share = model.layout.share_at(column.saturating_add(1));
        navigate::lay_out(model, model.layout.with_share(share));
    }
}

fn release(model: &mut Model, out: &mut Vec<Effect>) {
    if std::mem::take(&mut model.hand.border) == Border::Held {
        out.push(Effect::SaveSetting(Setting::ListShare(model.layout.share)));
    }
}
