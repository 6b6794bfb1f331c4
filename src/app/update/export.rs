//! The form that writes a conference into a file.

use super::{forms, news, overlay};
use crate::app::action::ActionId;
use crate::app::effect::Effect;
use crate::app::export_form::{ExportForm, ExportOrder, ExportTrouble};
use crate::app::form::Focus;
use crate::app::key::Key;
use crate::app::model::Model;
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::annex::official;
use crate::domain::conference::ConferenceState;
use crate::domain::ids::{ItemKind, Number};
use crate::domain::privacy::Private;
use crate::domain::text::CitizenText;
use crate::domain::work::State;

/// Opens the form for the selected or shown conference.
pub(super) fn open(model: &mut Model) {
    let conference = model.subject();
    let Some(number) = conference.filter(|number| number.kind == ItemKind::Conference) else {
        return;
    };
    let form = ExportForm::new(number, has_questions(model, number), official(model.lang));
    overlay::push(model, Overlay::Export(Box::new(form)));
}

/// Whether questions could have been asked by now.
fn has_questions(model: &Model, number: Number) -> bool {
    let rows = model.current_list().map(|list| list.window.rows.as_slice());
    let row = rows.unwrap_or_default().iter();
    let listed = row.into_iter().find(|row| row.number == number);
    let state = listed.and_then(|row| row.state);
    let shown = model.item().filter(|item| item.number() == number);
    let state = state.or_else(|| shown.map(|item| item.work.state()));
    matches!(
        state,
        Some(State::Conference(
            ConferenceState::Open
                | ConferenceState::Closing
                | ConferenceState::Closed
                | ConferenceState::Archived
        ))
    )
}

fn form(model: &mut Model) -> Option<&mut ExportForm> {
    let mut overlays = model.overlays.iter_mut();
    overlays.find_map(|overlay| {
        if let Overlay::Export(form) = overlay {
            Some(&mut **form)
        } else {
            None
        }
    })
}

/// Types a key into the name.
pub(super) fn type_into(model: &mut Model, key: Key) {
    if let Some(form) = form(model).filter(|form| form.is_typing())
        && form.file.input(key)
    {
        form.trouble = None;
    }
}

/// Pastes into the name.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    if let Some(form) = form(model).filter(|form| form.is_typing()) {
        form.file.insert(text.as_str());
        form.trouble = None;
    }
}

/// With questions, or without; tells whether the form is open.
pub(super) fn toggle(model: &mut Model) -> bool {
    let Some(Overlay::Export(form)) = model.overlays.last_mut() else {
        return false;
    };
    if form.is_on_questions() {
        form.questions = !form.questions;
    }
    true
}

/// Presses the button under the focus, or moves on.
pub(super) fn activate(model: &mut Model, out: &mut Vec<Effect>) {
    let focus = forms::focus(model);
    if focus == Some(Focus::Submit) {
        submit(model, out);
    } else if focus == Some(Focus::Cancel) {
        overlay::pop(model);
    } else {
        forms::other_field(model, ActionId::NextField);
    }
}

/// Orders the file to be written, once.
fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    let lang = model.lang;
    let Some(form) = form(model).filter(|form| !form.writing) else {
        return;
    };
    let file = form.file.text().trim().to_owned();
    if file.is_empty() {
        form.trouble = Some(ExportTrouble::Nameless);
        return;
    }
    (form.writing, form.trouble) = (true, None);
    out.push(Effect::Export(ExportOrder {
        number: form.number,
        file,
        questions: form.questions,
        lang,
    }));
}

/// How it went: the form goes with the file written, and stays to be mended otherwise.
pub(super) fn written(
    model: &mut Model,
    number: Number,
    result: Result<Private<String>, ExportTrouble>,
) {
    let waits = form(model).is_some_and(|form| form.writing && form.number == number);
    match result {
        Ok(file) => {
            if waits {
                // It may lie under the help.
                model
                    .overlays
                    .retain(|overlay| !matches!(overlay, Overlay::Export(_)));
            }
            news::tell(model, NoticeText::Exported(file), Severity::Info);
        }
        Err(trouble) => {
            if let Some(form) = form(model).filter(|_| waits) {
                (form.writing, form.trouble) = (false, Some(trouble));
            } else {
                news::tell(model, NoticeText::NotExported(trouble), Severity::Error);
            }
        }
    }
}
