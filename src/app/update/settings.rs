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
    let at = model.themes.iter().position(|name| *name == model.theme);
    let next = at.map_or(0, |at| at + 1);
    let Some(name) = model.themes.get(next).or_else(|| model.themes.first()) else {
        return;
    };
    let name = name.clone();
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
    model.keyboard = match model.keyboard {
        Keyboard::Us => Keyboard::Ru,
        Keyboard::Ru => Keyboard::Kz,
        Keyboard::Kz => Keyboard::KzKikkarin,
        Keyboard::KzKikkarin => Keyboard::Us,
    };
    out.push(Effect::SaveSetting(Setting::Keyboard(model.keyboard)));
    news::tell(
        model,
        NoticeText::KeyboardChanged(model.keyboard),
        Severity::Info,
    );
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
