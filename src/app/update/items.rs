//! Acts on topics, conferences and questions: which form opens, what is typed into it.

use super::{compose, forms, news, overlay, type_ahead};
use crate::app::editor::Editor;
use crate::app::effect::{DraftKey, Effect};
use crate::app::item_form::{FormLine, ItemForm, Value};
use crate::app::key::Key;
use crate::app::model::{Awaited, Model};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::act::Act;
use crate::domain::annex::earliest_days;
use crate::domain::conference::Conference;
use crate::domain::ids::ItemKind;
use crate::domain::text::CitizenText;
use crate::domain::work::Work;
use crate::wire::draft::LetterDraft;
use crate::wire::ops::Base;

/// Opens the form or the composer of an act for the shown item, which is no request.
pub(super) fn open(model: &mut Model, act: Act, out: &mut Vec<Effect>) {
    let Some(item) = model.item() else {
        return;
    };
    let (number, base) = (item.number(), item.base);
    if let (Act::Plan, Work::Conference(conference)) = (act, &item.work) {
        let form = annex(model, conference, base);
        open_form(model, form, out);
        return;
    }
    if is_composed(number.kind, act) {
        compose::open_about(model, act, out);
        return;
    }
    let form = ItemForm::new(act, number, base, model.today());
    let form = form.in_hours(&model.rules.policy.hours);
    open_form(model, form, out);
}

/// The form of annex 1 with the earliest lawful days proposed.
fn annex(model: &Model, conference: &Conference, base: Base) -> ItemForm {
    let rules = &model.rules;
    let days = earliest_days(&conference.pack, model.today(), &rules.set, &rules.policy);
    // Without calendar data nothing is proposed; the findings tell which day is missing.
    ItemForm::of_annex(conference, base, days.ok().flatten())
}

/// Shows a form; what was typed into it before and not sent comes back.
pub(super) fn open_form(model: &mut Model, mut form: ItemForm, out: &mut Vec<Effect>) {
    form.fit(model.layout.annex_editor());
    let (key, asked) = (form.draft_key(), form.draft_asked);
    overlay::push(model, Overlay::Item(Box::new(form)));
    if asked {
        out.push(Effect::LoadDraft(key));
        type_ahead::await_for(model, Awaited::Draft(key));
    }
}

/// The draft found for a form that was just opened.
pub(super) fn draft(model: &mut Model, key: DraftKey, draft: Option<&LetterDraft>) {
    let size = model.layout.annex_editor();
    let Some(form) = form(model).filter(|form| form.draft_key() == key) else {
        return;
    };
    let asked = std::mem::take(&mut form.draft_asked) && !form.touched;
    if let (true, Some(draft)) = (asked, draft) {
        form.restore(draft);
        form.fit(size);
    }
}

fn form(model: &mut Model) -> Option<&mut ItemForm> {
    let mut overlays = model.overlays.iter_mut();
    overlays.find_map(Overlay::item_form_mut)
}

/// Saves what was typed when its time has come.
pub(super) fn autosave(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    if form(model).is_some_and(|form| form.save_at.is_some_and(|at| at <= now)) {
        save(model, out);
    }
}

/// Saves what was typed and not saved yet.
pub(super) fn save(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(form) = form(model)
        && form.save_at.take().is_some()
        && let Some(draft) = form.draft()
    {
        let key = form.draft_key();
        out.push(Effect::SaveDraft { key, draft });
    }
}

/// The form is left without deciding: what was typed stays.
pub(super) fn keep_draft(model: &mut Model, out: &mut Vec<Effect>) {
    save(model, out);
    let touched = form(model).filter(|form| form.touched);
    if let Some(number) = touched.map(|form| form.number) {
        news::tell(model, NoticeText::DraftKept(number), Severity::Info);
    }
}

/// What is typed is saved soon.
fn touched(model: &mut Model) {
    let save_at = forms::save_at(model);
    if let Some(form) = form(model) {
        form.touched = true;
        form.save_at = form.save_at.or(save_at);
    }
}

/// Whether the act is a text of some length.
const fn is_composed(kind: ItemKind, act: Act) -> bool {
    matches!(
        (kind, act),
        (ItemKind::Topic, Act::Refuse)
            | (ItemKind::Conference, Act::Return | Act::Correct)
            | (ItemKind::Access, Act::Refuse | Act::Revoke)
            | (ItemKind::Question, Act::Answer | Act::Draft | Act::Correct)
    )
}

fn line(model: &mut Model) -> Option<&mut FormLine> {
    let form = model.overlays.last_mut()?.item_form_mut()?;
    form.refusal = None;
    form.line_mut()
}

/// The editor under the focus of the small form on top.
fn editor(model: &mut Model) -> Option<&mut Editor> {
    let form = model.overlays.last_mut()?.item_form_mut()?;
    form.refusal = None;
    form.editor_mut()
}

/// Types a key into the line under the focus.
pub(super) fn type_into(model: &mut Model, key: Key, place: Option<char>) {
    if let Some(editor) = editor(model) {
        if editor.input(key, place) {
            touched(model);
        }
        return;
    }
    if let Some(FormLine {
        value: Value::Typed(field),
        ..
    }) = line(model)
    {
        field.input(key);
        touched(model);
    }
}

/// Opens the text in focus in the editor of the system.
pub(super) fn edit_outside(model: &mut Model, out: &mut Vec<Effect>) {
    let text = editor(model).map(|editor| editor.read());
    match (text, form(model)) {
        (Some(Ok(text)), _) => out.push(Effect::EditOutside(text)),
        (Some(Err(refusal)), Some(form)) => form.refusal = Some(refusal),
        (Some(Err(_)) | None, _) => {}
    }
}

/// The editor of the system has ended.
pub(super) fn edited(model: &mut Model, text: &CitizenText) {
    let size = model.layout.annex_editor();
    if let Some(editor) = editor(model)
        && editor.text() != text.as_str()
    {
        *editor = Editor::new(text.as_str().trim_end_matches('\n'));
        editor.resize(size.0, size.1);
        touched(model);
    }
}

/// Pastes into the line under the focus.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    if let Some(editor) = editor(model) {
        editor.paste(text);
        touched(model);
        return;
    }
    if let Some(FormLine {
        value: Value::Typed(field),
        ..
    }) = line(model)
    {
        field.insert(text.as_str());
        touched(model);
    }
}

/// Takes the next reason; tells whether a small form is open.
pub(super) fn toggle(model: &mut Model) -> bool {
    if let Some(FormLine {
        value: Value::Chosen(at),
        ..
    }) = line(model)
    {
        *at += 1;
        touched(model);
    }
    matches!(model.overlays.last(), Some(Overlay::Item(_)))
}
