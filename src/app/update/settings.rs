//! Settings that change while the program runs.

use super::news;
use crate::app::effect::{Effect, Setting};
use crate::app::model::{Model, Settings};
use crate::app::notice::{NoticeText, Severity};
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

/// The layouts in the order in which the switch walks through them.
pub(super) const LAYOUTS: [Keyboard; 4] = [
    Keyboard::Us,
    Keyboard::Ru,
    Keyboard::Kz,
    Keyboard::KzKikkarin,
];

/// The next keyboard layout.
pub(super) fn keyboard(model: &mut Model, out: &mut Vec<Effect>) {
    model.keyboard = beside(&LAYOUTS, &model.keyboard, true);
    out.push(Effect::SaveSetting(Setting::Keyboard(model.keyboard)));
    news::tell(
        model,
        NoticeText::KeyboardChanged(model.keyboard),
        Severity::Info,
    );
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
    model.recall_seconds = read.recall_seconds;
    model.appearance = read.appearance;
    let uses = std::mem::take(&mut model.writing.uses);
    model.writing = Writing {
        uses,
        ..read.writing
    };
    news::tell(model, NoticeText::SettingsRead, Severity::Info);
    tell_failure(model);
}

/// Tells that the user's own templates could not be read.
pub(super) fn tell_failure(model: &mut Model) {
    if let Some(failure) = model.writing.failure.clone() {
        news::failed(model, failure);
    }
}
