//! From a key to what the user wants.
//!
//! Overlays first, then the screen, all through the table of actions. Text fields take what was
//! produced before a letter is looked up as a command.

use super::{decide, navigate, news, operations, overlay, settings, type_ahead};
use crate::app::action::{ACTIONS, ActionId, DisabledReason, disabled};
use crate::app::effect::Effect;
use crate::app::form::Focus;
use crate::app::key::{Key, KeyCode};
use crate::app::keymap::{Chord, position};
use crate::app::model::{Awaited, Model, Screen};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::text::CitizenText;

/// Takes a key.
pub(super) fn key(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    let quiet = model.is_quiet();
    if !type_ahead::keep(model, key, quiet) {
        act_on(model, key, quiet, out);
    }
}

/// Acts on a key now; `quiet` tells that it was pressed too soon to decide anything.
pub(super) fn act_on(model: &mut Model, key: Key, quiet: bool, out: &mut Vec<Effect>) {
    if is_interrupt(model, key) {
        let action = match model.overlays.last().map(Overlay::scope) {
            None => ActionId::Quit,
            Some(_) if lookup(model, Key::new(KeyCode::Esc)) == Some(ActionId::Close) => {
                ActionId::Close
            }
            Some(_) => ActionId::Cancel,
        };
        perform_guarded(model, action, quiet, out);
    } else if takes_text(model, key) {
        overlay::input(model, key);
    } else if let Some(action) = lookup(model, key) {
        perform_guarded(model, action, quiet, out);
    }
}

/// Ctrl+C: leave what lies on top, or the program.
fn is_interrupt(model: &Model, key: Key) -> bool {
    key.ctrl
        && !key.alt
        && text_mode(model) != TextMode::Lines
        && position(key, model.keyboard).is_some_and(|(place, _)| place == 'c')
}

/// How much of the keyboard belongs to a text field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextMode {
    /// There is none.
    None,
    /// A field of one line.
    Line,
    /// An editor of several lines.
    Lines,
}

fn text_mode(model: &Model) -> TextMode {
    match model.overlays.last() {
        Some(Overlay::Palette(_) | Overlay::Filter(_)) => TextMode::Line,
        Some(Overlay::Return(form)) if matches!(form.focus, Focus::Motive | Focus::LateReason) => {
            TextMode::Lines
        }
        Some(
            Overlay::Return(_)
            | Overlay::Accept(_)
            | Overlay::Why(_)
            | Overlay::Help(_)
            | Overlay::Confirm(_)
            | Overlay::Message(_),
        )
        | None => TextMode::None,
    }
}

fn takes_text(model: &Model, key: Key) -> bool {
    match text_mode(model) {
        TextMode::None => false,
        TextMode::Line => matches!(
            key.code,
            KeyCode::Char(_)
                | KeyCode::Left
                | KeyCode::Right
                | KeyCode::Home
                | KeyCode::End
                | KeyCode::Backspace
                | KeyCode::Delete
        ),
        TextMode::Lines => !matches!(
            key.code,
            KeyCode::F(_) | KeyCode::Esc | KeyCode::Tab | KeyCode::BackTab
        ),
    }
}

/// The action a key asks for at this place.
///
/// A letter under Shift or Caps Lock means the plain letter, unless Shift has a meaning of its
/// own there.
pub(super) fn lookup(model: &Model, key: Key) -> Option<ActionId> {
    let scopes = model.scopes();
    let active = || {
        ACTIONS
            .iter()
            .filter(|action| action.scopes.iter().any(|scope| scopes.contains(scope)))
    };
    let exact = active().find(|action| {
        action
            .keys
            .iter()
            .any(|chord| chord.matches(key, model.keyboard))
    });
    let loose = || {
        let (place, _) = position(key, model.keyboard).filter(|_| !key.ctrl && !key.alt)?;
        active().find(|action| action.keys.contains(&Chord::Pos(place)))
    };
    exact.or_else(loose).map(|action| action.id)
}

fn perform_guarded(model: &mut Model, action: ActionId, quiet: bool, out: &mut Vec<Effect>) {
    if quiet && overlay::decides(model, action) {
        news::tell(model, NoticeText::TooSoon, Severity::Warning);
    } else {
        perform(model, action, out);
    }
}

/// Carries an action out, or says why not.
pub(super) fn perform(model: &mut Model, action: ActionId, out: &mut Vec<Effect>) {
    if needs_row(model, action) {
        type_ahead::await_for(model, Awaited::Row(action));
        return;
    }
    if let Some(reason) = disabled(model, action) {
        // Esc with nothing to clear is no mistake worth a word, except to take a message away.
        if action == ActionId::ClearFilter {
            model.notice = None;
        } else {
            news::tell(model, NoticeText::Disabled(reason), Severity::Warning);
        }
        return;
    }
    match action {
        ActionId::Accept | ActionId::Return | ActionId::Why => {
            if let Some(number) = needs_item(model, action) {
                type_ahead::await_for(model, Awaited::Item(number, action));
                super::detail::want(model, number, out);
            } else {
                decide::open(model, action, out);
            }
        }
        ActionId::Down
        | ActionId::Up
        | ActionId::PageDown
        | ActionId::PageUp
        | ActionId::First
        | ActionId::Last => navigate::travel(model, action, out),
        ActionId::Home => navigate::show(model, Screen::Home, out),
        ActionId::Requests => navigate::show(model, Screen::Requests, out),
        ActionId::Outbox => navigate::show(model, Screen::Outbox, out),
        ActionId::NextTab | ActionId::PreviousTab => navigate::tab(model, action, out),
        ActionId::Open => navigate::open(model, out),
        ActionId::Back => navigate::back(model, out),
        ActionId::Next => navigate::next(model, out),
        ActionId::Sync => operations::sync(model, out),
        ActionId::Recall => operations::recall(model, out),
        ActionId::Drop | ActionId::Again | ActionId::Keep => {
            operations::choose(model, action, out);
        }
        ActionId::StopPortal => out.push(Effect::StopPortal),
        ActionId::StartPortal => out.push(Effect::StartPortal),
        ActionId::Language => settings::language(model, out),
        ActionId::Theme => settings::theme(model, out),
        ActionId::Keyboard => settings::keyboard(model, out),
        ActionId::ClearFilter => overlay::clear_filter(model, out),
        ActionId::Quit => overlay::quit(model, out),
        ActionId::Help
        | ActionId::Palette
        | ActionId::Message
        | ActionId::Filter
        | ActionId::NextClock
        | ActionId::PreviousClock
        | ActionId::Close
        | ActionId::HelpAll
        | ActionId::NextField
        | ActionId::PreviousField
        | ActionId::Toggle
        | ActionId::Activate
        | ActionId::Cancel
        | ActionId::ReturnInstead => overlay::perform(model, action, out),
    }
}

/// Whether the action means the selected row while that row is on its way.
fn needs_row(model: &Model, action: ActionId) -> bool {
    let on_list =
        model.overlays.is_empty() && matches!(model.screen, Screen::Home | Screen::Requests);
    let Some(list) = model
        .current_list()
        .filter(|list| on_list && list.asked.is_some())
    else {
        return false;
    };
    match action {
        ActionId::Accept | ActionId::Return | ActionId::Why | ActionId::Open => {
            list.anchor.is_none()
        }
        ActionId::Down
        | ActionId::Up
        | ActionId::PageDown
        | ActionId::PageUp
        | ActionId::First
        | ActionId::Last => !list.loaded,
        _ => false,
    }
}

/// The item an action needs and that is not loaded.
fn needs_item(model: &Model, _action: ActionId) -> Option<crate::domain::ids::Number> {
    let number = model.subject().filter(|_| model.overlays.is_empty())?;
    let there = model
        .shown()
        .is_some_and(|shown| shown.item.request.number == number);
    (!there).then_some(number)
}

/// Takes pasted text: into a text field or nowhere.
pub(super) fn paste(model: &mut Model, text: &CitizenText) {
    super::quiet(model);
    overlay::paste(model, text);
}

/// Says why something is not possible.
pub(super) fn refuse(model: &mut Model, reason: DisabledReason) {
    news::tell(model, NoticeText::Disabled(reason), Severity::Warning);
}
