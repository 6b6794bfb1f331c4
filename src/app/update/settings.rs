//! Settings that change while the program runs.

use super::{navigate, news, overlay};
use crate::app::effect::{Effect, Setting};
use crate::app::key::Key;
use crate::app::keyboard_check::KeyboardCheck;
use crate::app::model::{Model, Settings};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::app::writing::Writing;
use crate::config::Keyboard;

/// The next language.
pub(super) fn language(model: &mut Model, out: &mut Vec<Effect>) {
    model.lang = model.lang.next();
    out.push(Effect::SaveSetting(Setting::Lang(model.lang)));
    news::tell(model, NoticeText::LanguageChanged, Severity::Info);
}

/// The next theme.
pub(super) fn theme(model: &mut Model, out: &mut Vec<Effect>) {
    let name = beside(&model.themes, &model.theme, true);
    model.theme.clone_from(&name);
    out.push(Effect::SaveSetting(Setting::Theme(name.clone())));
    news::tell(model, NoticeText::ThemeChanged(name), Severity::Info);
}

/// The next keyboard layout.
pub(super) fn keyboard(model: &mut Model, out: &mut Vec<Effect>) {
    let next = beside(&Keyboard::ALL, &model.keyboard, true);
    take_keyboard(model, next, out);
}

fn take_keyboard(model: &mut Model, keyboard: Keyboard, out: &mut Vec<Effect>) {
    model.keyboard = keyboard;
    out.push(Effect::SaveSetting(Setting::Keyboard(keyboard)));
    let text = NoticeText::KeyboardChanged(keyboard);
    news::tell(model, text, Severity::Info);
}

/// Asks which layout is on the keyboard.
pub(super) fn check_keyboard(model: &mut Model) {
    overlay::push(model, Overlay::KeyboardCheck(KeyboardCheck::default()));
}

/// Takes a key that the check of the keyboard asked for.
pub(super) fn checked(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    if let Some(Overlay::KeyboardCheck(check)) = model.overlays.last_mut()
        && let Some(keyboard) = check.pressed(key)
    {
        overlay::pop(model);
        take_keyboard(model, keyboard, out);
    }
}

/// Ends the check of the keyboard once it is known that Latin is all there is.
pub(super) fn latin_only(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(Overlay::KeyboardCheck(check)) = model.overlays.last()
        && check.latin
    {
        overlay::pop(model);
        take_keyboard(model, Keyboard::Us, out);
    }
}

/// Leaves the check of the keyboard: the layout that is set stays and is not asked for again.
pub(super) fn keep_keyboard(model: &Model, out: &mut Vec<Effect>) {
    out.push(Effect::SaveSetting(Setting::Keyboard(model.keyboard)));
}

/// The value beside one, round the ends.
pub(super) fn beside<T: Clone + PartialEq>(all: &[T], value: &T, forward: bool) -> T {
    let at = all.iter().position(|one| one == value);
    let target = match at {
        Some(at) if forward => (at + 1) % all.len().max(1),
        Some(at) => (at + all.len().saturating_sub(1)) % all.len().max(1),
        None => 0,
    };
    all.get(target).unwrap_or(value).clone()
}

/// Takes settings that were read anew; nothing is saved, nothing typed or chosen is lost.
pub(super) fn reload(model: &mut Model, read: Settings) {
    model.lang = read.lang;
    model.theme = read.theme;
    model.themes = read.themes;
    model.keyboard = read.keyboard;
    model.keys = read.keys;
    model.recall_seconds = read.recall_seconds;
    model.appearance = read.appearance;
    model.terminal = read.terminal;
    navigate::lay_out(model, model.layout.with_share(read.list_share));
    let uses = std::mem::take(&mut model.writing.uses);
    model.writing = Writing {
        uses,
        ..read.writing
    };
    news::tell(model, NoticeText::SettingsRead, Severity::Info);
    tell_failure(model);
}

/// Tells that the user's own templates or keys could not be read.
pub(super) fn tell_failure(model: &mut Model) {
    let failure = model.writing.failure.clone();
    if let Some(failure) = failure.or_else(|| model.keys.failure.clone()) {
        news::failed(model, failure);
    }
}
