//! Line mode: what is typed comes as whole lines and does what keys do.

use super::{input, navigate, news, overlay, type_ahead};
use crate::app::action::ActionId;
use crate::app::effect::Effect;
use crate::app::field::LineField;
use crate::app::key::{Key, KeyCode};
use crate::app::model::{Ahead, Model};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::app::text_mode::TextMode;
use crate::app::typed_line::{self, Asked, LineFault};
use crate::domain::text::CitizenText;

/// Begins a line that is a command although a text field has the focus.
const COMMAND: char = ':';
/// Ends a text of several lines: the field is left.
const END: &str = ".";

/// A line could not be taken; nothing of it is done.
pub(super) fn refused(model: &mut Model, fault: LineFault) {
    model.line_mode.taken += 1;
    news::tell(model, NoticeText::LineFault(fault), Severity::Error);
}

/// Takes a line.
pub(super) fn line(model: &mut Model, text: CitizenText, out: &mut Vec<Effect>) {
    model.line_mode.taken += 1;
    if let Some(ahead) = type_ahead::keep(model, Ahead::Line(text)) {
        type_ahead::take(model, ahead, out);
    }
}

/// Acts on a line now.
pub(super) fn act_on(model: &mut Model, line: &str, out: &mut Vec<Effect>) {
    let mode = model.text_mode();
    let command = line.trim_start().strip_prefix(COMMAND);
    match (mode, command) {
        (TextMode::None, _) | (_, Some(_)) => ask(model, command.unwrap_or(line), out),
        (TextMode::Line | TextMode::Lines, None) if ends_field(model, line) => {
            press(model, KeyCode::Tab, out);
        }
        (TextMode::Line, None) if is_filter(model, line) => filter(model, line, out),
        (TextMode::Line, None) => type_line(model, line, out),
        (TextMode::Lines, None) => type_lines(model, line, out),
    }
}

fn press(model: &mut Model, key: impl Into<Key>, out: &mut Vec<Effect>) {
    input::key(model, key.into(), out);
}

/// The words of a field of one line, in the place of those before; an empty line is Enter.
fn type_line(model: &mut Model, line: &str, out: &mut Vec<Effect>) {
    if line.trim().is_empty() {
        press(model, KeyCode::Enter, out);
        return;
    }
    if !matches!(model.overlays.last(), Some(Overlay::KeyboardCheck(_))) {
        press(model, KeyCode::End, out);
        press(model, Key::char('u').with_ctrl(), out);
    }
    for sign in line.trim().chars() {
        press(model, Key::char(sign), out);
    }
}

/// A line of a longer text, and its end.
fn type_lines(model: &mut Model, line: &str, out: &mut Vec<Effect>) {
    // What came as a line has been read already.
    if let Ok(text) = CitizenText::parse(line) {
        overlay::paste(model, &text, out);
    }
    press(model, KeyCode::Enter, out);
}

/// Whether the field of a form is left; where there is but one field, a full stop is a word.
fn ends_field(model: &Model, line: &str) -> bool {
    let has_fields = |overlay: &Overlay| !overlay.fields().is_empty();
    let many =
        model.text_mode() == TextMode::Lines || model.overlays.last().is_some_and(has_fields);
    many && line.trim() == END
}

/// Whether another filter is given while the line of the filter is open.
fn is_filter(model: &Model, line: &str) -> bool {
    matches!(model.overlays.last(), Some(Overlay::Filter(_))) && line.trim().starts_with('/')
}

/// Filters the list by these words; where there is no list, or something lies over it, nothing
/// else is done instead.
fn filter(model: &mut Model, words: &str, out: &mut Vec<Effect>) {
    if !matches!(model.overlays.last(), Some(Overlay::Filter(_))) {
        if !input::is_active(model, ActionId::Filter) {
            news::tell(model, NoticeText::NoListHere, Severity::Warning);
            return;
        }
        overlay::open_filter(model);
    }
    if let Some(Overlay::Filter(state)) = model.overlays.last_mut() {
        state.text = LineField::new(words.trim().trim_start_matches('/'));
        overlay::activate(model, out);
    }
}

fn ask(model: &mut Model, line: &str, out: &mut Vec<Effect>) {
    match typed_line::read(line, &model.scopes()) {
        Asked::Keys(keys) => {
            for key in keys {
                press(model, key, out);
            }
        }
        Asked::Filter(words) => filter(model, &words, out),
        Asked::Item(number) => open(model, number, out),
        Asked::Action(action) => input::perform(model, action, out),
        Asked::OneOf(actions) => {
            news::tell(model, NoticeText::WhichCommand(actions), Severity::Info);
        }
        Asked::Again => model.line_mode.said_again += 1,
        Asked::Unknown => news::tell(model, NoticeText::UnknownLine, Severity::Warning),
    }
}

/// Opens an item by its number, unless something else is open.
fn open(model: &mut Model, number: crate::domain::ids::Number, out: &mut Vec<Effect>) {
    match model.overlays.last() {
        None => navigate::open_item(model, number, out),
        Some(Overlay::Help(_) | Overlay::Why(_) | Overlay::Message(_)) => {
            overlay::pop(model);
            navigate::open_item(model, number, out);
        }
        Some(_) => news::tell(model, NoticeText::CloseFirst, Severity::Info),
    }
}
