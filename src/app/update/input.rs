//! From a key to what the user wants.
//!
//! Overlays first, then the screen, all through the table of actions. Text fields take what was
//! produced before a letter is looked up as a command.

use super::{
    batch, compose, desk, forms, items, news, note, overlay, reading, related, type_ahead, ways,
};
use crate::app::action::{ACTIONS, ActionId, DisabledReason, disabled};
use crate::app::effect::Effect;
use crate::app::key::{Key, KeyCode};
use crate::app::keymap::{Chord, position};
use crate::app::model::{Ahead, Awaited, Model, Prefix};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::app::pointer::Hand;
use crate::app::text_mode::TextMode;
use crate::domain::text::CitizenText;

/// Takes a key.
pub(super) fn key(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    let quiet = model.is_quiet();
    model.hand = Hand::default();
    if let Some(ahead) = type_ahead::keep(model, Ahead::Key { key, quiet }) {
        type_ahead::take(model, ahead, out);
    }
}

/// Acts on a key now; `quiet` tells that it was pressed too soon to decide anything.
pub(super) fn act_on(model: &mut Model, key: Key, quiet: bool, out: &mut Vec<Effect>) {
    if is_held(model, key, 'z') && model.text_mode() != TextMode::Lines {
        perform(model, ActionId::Suspend, out);
    } else if let Some(prefix) = model.prefix.take() {
        second(model, prefix.place, key, quiet, out);
    } else if is_interrupt(model, key) {
        let action = match model.overlays.last().map(Overlay::scope) {
            None => ActionId::Quit,
            Some(_) if lookup(model, Key::new(KeyCode::Esc)) == Some(ActionId::Close) => {
                ActionId::Close
            }
            Some(_) => ActionId::Cancel,
        };
        perform_guarded(model, action, quiet, out);
    } else if model.text_mode().takes(key) {
        let key = by_place(model, key);
        overlay::input(model, key, out);
    } else if let Some(action) = lookup(model, key) {
        perform_guarded(model, action, quiet, out);
    } else if let Some(place) = begins(model, key) {
        model.prefix = Some(Prefix::new(place, model.now));
    }
}

/// A letter held with Ctrl or Alt in a field of one line, by the place of its key: what it does
/// does not hang on the layout. An editor looks after that itself.
fn by_place(model: &Model, key: Key) -> Key {
    if model.text_mode() != TextMode::Line || !(key.ctrl || key.alt) {
        return key;
    }
    match position(key, model.keyboard) {
        Some((place, _)) => Key {
            code: KeyCode::Char(place),
            ..key
        },
        None => key,
    }
}

/// The place of a key that begins two at this place of the program.
fn begins(model: &Model, key: Key) -> Option<char> {
    let (place, _) = position(key, model.keyboard).filter(|_| !key.ctrl && !key.alt)?;
    (!model.continuations(place).is_empty()).then_some(place)
}

/// The second of two keys: asks for its action, or gives both up.
fn second(model: &mut Model, first: char, key: Key, quiet: bool, out: &mut Vec<Effect>) {
    if key.code == KeyCode::Esc || is_interrupt(model, key) {
        return;
    }
    let place = position(key, model.keyboard).filter(|_| !key.ctrl && !key.alt);
    let asked = place.and_then(|(place, _)| {
        let mut keys = model.continuations(first).into_iter();
        keys.find_map(|(then, action)| (then == place).then_some(action.id))
    });
    match asked {
        Some(action) => perform_guarded(model, action, quiet, out),
        None => news::tell(model, NoticeText::NoSuchKeys(first), Severity::Info),
    }
}

/// Ctrl+C: leave what lies on top, or the program.
fn is_interrupt(model: &Model, key: Key) -> bool {
    model.text_mode() != TextMode::Lines && is_held(model, key, 'c')
}

/// Whether the key at a place is pressed with Ctrl.
fn is_held(model: &Model, key: Key, place: char) -> bool {
    let pressed = position(key, model.keyboard).map(|(place, _)| place);
    key.ctrl && !key.alt && pressed == Some(place)
}

/// The action a key asks for at this place.
///
/// A letter under Shift or Caps Lock means the plain letter, unless Shift has a meaning of its
/// own there.
pub(super) fn lookup(model: &Model, key: Key) -> Option<ActionId> {
    let scopes = model.scopes();
    let active = || ACTIONS.iter().filter(|action| action.is_at(&scopes));
    let exact = active().find(|action| {
        let mut keys = model.keys.of(action).iter();
        keys.any(|chord| chord.prefix().is_none() && chord.matches(key, model.keyboard))
    });
    let loose = || {
        let (place, _) = position(key, model.keyboard).filter(|_| !key.ctrl && !key.alt)?;
        active().find(|action| model.keys.of(action).contains(&Chord::Pos(place)))
    };
    exact.or_else(loose).map(|action| action.id)
}

/// Whether an action can be asked for at this place.
pub(super) fn is_active(model: &Model, id: ActionId) -> bool {
    let scopes = model.scopes();
    let mut active = ACTIONS.iter().filter(|action| action.is_at(&scopes));
    active.any(|action| action.id == id)
}

/// The same, unless it was asked too soon to decide anything.
pub(super) fn perform_guarded(
    model: &mut Model,
    action: ActionId,
    quiet: bool,
    out: &mut Vec<Effect>,
) {
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
    if let Some(number) = outdated(model).filter(|_| looks_at_item(model, action)) {
        type_ahead::await_for(model, Awaited::Item(number, action));
        super::detail::want_fresh(model, number, out);
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
    if let Some(way) = ways::of(action) {
        way(model, action, out);
    }
}

/// Whether the action looks at what is known of the item: an act is judged by the item as it is
/// after what was decided or taken back just now.
fn looks_at_item(model: &Model, action: ActionId) -> bool {
    match action.act() {
        Some(_) => !batch::is_meant(model),
        None => matches!(
            action,
            ActionId::Why
                | ActionId::Note
                | ActionId::CopyText
                | ActionId::Related
                | ActionId::Colleagues
                | ActionId::Reading
        ),
    }
}

/// Whether the action means the selected row while that row is on its way.
fn needs_row(model: &Model, action: ActionId) -> bool {
    let on_list = model.overlays.is_empty() && model.screen.is_list();
    let Some(list) = model
        .current_list()
        .filter(|list| on_list && list.asked.is_some())
    else {
        return false;
    };
    let about_item = action.act().is_some()
        || matches!(
            action,
            ActionId::Why
                | ActionId::Note
                | ActionId::CopyNumber
                | ActionId::CopyText
                | ActionId::Related
                | ActionId::Colleagues
                | ActionId::Reading
                | ActionId::Open
                | ActionId::ConferenceInbox
                | ActionId::ConferenceExport
                | ActionId::Star
                | ActionId::Mark
                | ActionId::MarkRange
        );
    if about_item {
        list.anchor.is_none()
    } else {
        NEED_LIST.contains(&action) && !list.loaded
    }
}

/// What means nothing until it is known how long the list is.
const NEED_LIST: [ActionId; 6] = [
    ActionId::Down,
    ActionId::Up,
    ActionId::PageDown,
    ActionId::PageUp,
    ActionId::First,
    ActionId::Last,
];

/// Opens what an action on an item opens, once the item is loaded.
pub(super) fn open_about(model: &mut Model, action: ActionId, out: &mut Vec<Effect>) {
    if let Some(act) = action.act().filter(|_| batch::is_meant(model)) {
        batch::begin(model, act, out);
        return;
    }
    if let Some(number) = needs_item(model) {
        type_ahead::await_for(model, Awaited::Item(number, action));
        super::detail::want(model, number, out);
    } else if let Some(act) = action.act().filter(|_| !about_request(model)) {
        items::open(model, act, out);
    } else if action == ActionId::Accept {
        forms::accept(model);
    } else if action == ActionId::Return {
        forms::give_back(model, &[], out);
    } else if action == ActionId::Note {
        note::open(model);
    } else if action == ActionId::CopyText {
        super::detail::copy_text(model, out);
    } else if action == ActionId::Related {
        related::open(model, out);
    } else if action == ActionId::Colleagues {
        desk::open(model);
    } else if action == ActionId::Reading {
        reading::open(model);
    } else if let Some(act) = action.act() {
        compose::open(model, act, out);
    } else {
        overlay::open_why(model);
    }
}

/// Whether the shown item is a request.
fn about_request(model: &Model) -> bool {
    model.item().is_some_and(|item| item.request().is_some())
}

/// The shown item, while it is older than what was decided or taken back here, or may be old
/// because the selection has only come back to it.
fn outdated(model: &Model) -> Option<crate::domain::ids::Number> {
    let detail = &model.detail;
    let waits = detail.is_old() && model.shown().is_some();
    let number = model
        .subject()
        .filter(|_| model.overlays.is_empty() && waits)?;
    (detail.number == Some(number)).then_some(number)
}

/// The item an action needs and that is not loaded.
fn needs_item(model: &Model) -> Option<crate::domain::ids::Number> {
    let number = model.subject().filter(|_| model.overlays.is_empty())?;
    let there = model
        .shown()
        .is_some_and(|shown| shown.item.number() == number);
    (!there).then_some(number)
}

/// Takes pasted text: into a text field or nowhere.
pub(super) fn paste(model: &mut Model, text: &CitizenText, out: &mut Vec<Effect>) {
    super::quiet(model, true);
    model.prefix = None;
    overlay::paste(model, text, out);
}

/// Says why something is not possible.
pub(super) fn refuse(model: &mut Model, reason: DisabledReason) {
    news::tell(model, NoticeText::Disabled(reason), Severity::Warning);
}
