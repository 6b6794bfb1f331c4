//! The forms of acceptance and return: opening, filling in, drafts.
//!
//! Nothing is decided here; the deciding button leads to [`super::decide`].

use jiff::SignedDuration;

use super::{compose, decide, export, input, items, news, note, overlay, reading, type_ahead};
use crate::app::action::{ActionId, disabled};
use crate::app::editor::Editor;
use crate::app::effect::{DraftKey, Effect};
use crate::app::form::{AcceptForm, CheckLine, Focus, ReturnForm};
use crate::app::key::Key;
use crate::app::model::{Awaited, Model};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::act::Act;
use crate::domain::checklist::{Status, precheck};
use crate::domain::ids::CheckId;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::rules::CheckFailure;
use crate::domain::text::CitizenText;
use crate::wire::draft::LetterDraft;

/// Typed text is saved as a draft at most this long after typing.
const SAVE_WITHIN: SignedDuration = SignedDuration::from_millis(900);

/// The lines of checklist A that are about this requester.
fn check_lines(model: &Model, request: &Request) -> Vec<CheckLine> {
    precheck(&request.requester)
        .into_iter()
        .filter(|finding| finding.status != Status::NotApplicable)
        .filter_map(|finding| {
            let item = model.rules.set.checklist.item(&finding.check.0)?;
            Some(CheckLine {
                clause: item.clause.clone(),
                text: item.text.clone(),
                failure: item.failure,
                marked: false,
                finding,
            })
        })
        .collect()
}

/// Opens the form of acceptance for the shown item.
pub(super) fn accept(model: &mut Model) {
    let Some(shown) = model.shown() else {
        return;
    };
    let Some(request) = shown.item.request() else {
        return;
    };
    let mut lines = check_lines(model, request);
    for line in &mut lines {
        line.marked = line.finding.status == Status::Met;
    }
    let mut form = AcceptForm {
        number: shown.item.number(),
        base: shown.item.base,
        lines,
        focus: Focus::Cancel,
        refusal: None,
    };
    form.focus = next_open_line(&form);
    overlay::push(model, Overlay::Accept(Box::new(form)));
}

/// The first line that still has to be confirmed, else the button that closes.
fn next_open_line(form: &AcceptForm) -> Focus {
    form.lines
        .iter()
        .position(|line| !line.marked)
        .map_or(Focus::Cancel, Focus::Line)
}

/// Opens the form of return; `chosen` lines are marked beside those that the data fail.
pub(super) fn give_back(model: &mut Model, chosen: &[CheckId], out: &mut Vec<Effect>) {
    let Some(shown) = model.shown() else {
        return;
    };
    let Some(request) = shown.item.request() else {
        return;
    };
    let number = request.number;
    let mut lines = check_lines(model, request);
    for line in &mut lines {
        let failed = line.finding.status == Status::Failed || chosen.contains(&line.finding.check);
        line.marked = failed && line.failure == CheckFailure::Return;
    }
    let mut form = ReturnForm {
        number,
        base: shown.item.base,
        lang: request.lang,
        lines,
        motive: Editor::new(""),
        motive_touched: false,
        late: decide::lateness(model, request, Act::Return),
        focus: Focus::Line(0),
        refusal: None,
        save_at: None,
        draft_asked: true,
    };
    rewrite_motive(model, &mut form);
    fit(model, &mut form);
    let key = form.draft_key();
    overlay::push(model, Overlay::Return(Box::new(form)));
    out.push(Effect::LoadDraft(key));
    type_ahead::await_for(model, Awaited::Draft(key));
}

/// The model letter for the chosen lines, until the motive was edited by hand.
fn rewrite_motive(model: &Model, form: &mut ReturnForm) {
    if !form.motive_touched {
        let text = model.rules.motives.draft(&form.reasons(), form.lang);
        form.motive = Editor::new(&text);
    }
}

/// Tells the editors their size.
fn fit(model: &Model, form: &mut ReturnForm) {
    let (width, rows) = model.layout.editor();
    form.motive.resize(width, rows);
    if let Some(late) = &mut form.late {
        late.reason.resize(width, rows);
    }
}

fn return_form(model: &mut Model) -> Option<&mut ReturnForm> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Return(form) => Some(&mut **form),
        Overlay::Accept(_)
        | Overlay::Compose(_)
        | Overlay::Item(_)
        | Overlay::Why(_)
        | Overlay::Help(_)
        | Overlay::Palette(_)
        | Overlay::Confirm(_)
        | Overlay::Filter(_)
        | Overlay::Message(_)
        | Overlay::Related(_)
        | Overlay::Colleagues(_)
        | Overlay::Reading(_)
        | Overlay::Absence(_)
        | Overlay::Handover(_)
        | Overlay::Search(_)
        | Overlay::Views(_)
        | Overlay::Note(_)
        | Overlay::Acts(_)
        | Overlay::Moved(_)
        | Overlay::Holders(_)
        | Overlay::KeyboardCheck(_)
        | Overlay::Law(_)
        | Overlay::Groups(_)
        | Overlay::Export(_)
        | Overlay::Package(_)
        | Overlay::Settings(_)
        | Overlay::ProfileMoves(_)
        | Overlay::Batch(_)
        | Overlay::Gate(_)
        | Overlay::Preview(_)
        | Overlay::Request(_)
        | Overlay::Decision(_)
        | Overlay::Templates(_) => None,
    })
}

/// The draft found for a form that was just opened.
pub(super) fn draft(
    model: &mut Model,
    key: DraftKey,
    draft: Option<LetterDraft>,
    out: &mut Vec<Effect>,
) {
    compose::draft(model, key, draft.as_ref());
    items::draft(model, key, draft.as_ref());
    let size = model.layout.editor();
    if let (Some(form), Some(draft)) = (return_form(model), draft)
        && form.draft_key() == key
        && std::mem::take(&mut form.draft_asked)
        && !form.motive_touched
    {
        take_draft(form, &draft, size);
    }
    type_ahead::came(model, Awaited::Draft(key), out);
}

fn take_draft(form: &mut ReturnForm, draft: &LetterDraft, (width, rows): (u16, u16)) {
    for line in &mut form.lines {
        line.marked =
            draft.reasons.contains(&line.finding.check.0) && line.failure == CheckFailure::Return;
    }
    form.motive = Editor::new(draft.text.as_str());
    form.motive.resize(width, rows);
    form.motive_touched = draft.touched;
    if let (Some(late), Some(reason)) = (&mut form.late, &draft.late_reason) {
        late.reason = Editor::new(reason.as_str());
        late.reason.resize(width, rows);
    }
}

/// The focus of the form on top.
pub(super) fn focus(model: &Model) -> Option<Focus> {
    model.overlays.last().and_then(Overlay::focus)
}

/// The next or previous field; the ends do not meet, so that no key runs into a button. By parts
/// the lines of a checklist count as one field.
pub(super) fn other_field(model: &mut Model, action: ActionId) {
    if compose::travel_found(model, action) {
        return;
    }
    let Some(overlay) = model.overlays.last_mut() else {
        return;
    };
    let fields = overlay.fields();
    let focus = overlay.focus();
    let at = fields.iter().position(|field| Some(*field) == focus);
    let at = at.unwrap_or(0);
    // The lines of a checklist are one part; lines that are typed into are fields.
    let by_parts = matches!(action, ActionId::NextPart | ActionId::PreviousPart)
        && !matches!(
            overlay,
            Overlay::Item(_) | Overlay::Export(_) | Overlay::Package(_)
        );
    let counts = |field: &Focus| {
        let both_lines = matches!((focus, field), (Some(Focus::Line(_)), Focus::Line(_)));
        !(by_parts && both_lines)
    };
    let target = if matches!(action, ActionId::NextPart | ActionId::NextField) {
        fields.iter().skip(at + 1).find(|field| counts(field))
    } else {
        fields.iter().take(at).rev().find(|field| counts(field))
    };
    if let Some(field) = target {
        overlay.set_focus(*field);
        compose::fit(model);
    }
}

/// Marks or unmarks the line under the focus.
pub(super) fn toggle(model: &mut Model) {
    if let Some(Overlay::Compose(_)) = model.overlays.last() {
        compose::toggle(model);
        return;
    }
    if items::toggle(model) || export::toggle(model) {
        return;
    }
    let Some(Focus::Line(at)) = focus(model) else {
        return;
    };
    let motives = model.rules.motives.clone();
    let size = model.layout.editor();
    if let Some(Overlay::Accept(form)) = model.overlays.last_mut() {
        confirm_line(form, at);
    } else if let Some(form) = return_form(model) {
        choose_line(form, at);
        if !form.motive_touched {
            form.motive = Editor::new(&motives.draft(&form.reasons(), form.lang));
            form.motive.resize(size.0, size.1);
        }
    }
}

/// Confirms a line as met and goes to the next one that is open.
fn confirm_line(form: &mut AcceptForm, at: usize) {
    form.refusal = None;
    if let Some(line) = form.lines.get_mut(at) {
        line.marked = !line.marked;
        if line.marked {
            form.focus = next_open_line(form);
        }
    }
}

/// Chooses a line as not met; what is no ground of return says what to do instead.
fn choose_line(form: &mut ReturnForm, at: usize) {
    if let Some(line) = form.lines.get_mut(at) {
        form.refusal = match line.failure {
            CheckFailure::Return => {
                line.marked = !line.marked;
                None
            }
            CheckFailure::Forward => Some(Refusal::ForwardInstead),
            CheckFailure::NotAReturn => Some(Refusal::NotAGroundOfReturn {
                id: line.finding.check.0.clone(),
            }),
        };
    }
}

/// The editor under the focus, and whether it is the motive.
fn editor(form: &mut ReturnForm) -> Option<(&mut Editor, bool)> {
    if form.focus == Focus::Motive {
        Some((&mut form.motive, true))
    } else if form.focus == Focus::LateReason {
        form.late.as_mut().map(|late| (&mut late.reason, false))
    } else {
        None
    }
}

/// When what is typed now is to be saved.
pub(super) fn save_at(model: &Model) -> Option<jiff::Timestamp> {
    model.now.checked_add(SAVE_WITHIN).ok()
}

/// Types a key into the editor under the focus.
pub(super) fn type_into(model: &mut Model, key: Key, place: Option<char>) {
    let save_at = save_at(model);
    if let Some(form) = return_form(model)
        && let Some((editor, is_motive)) = editor(form)
        && editor.input(key, place)
    {
        touched(form, is_motive, save_at);
    }
}

/// Pastes into the editor under the focus.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    let save_at = save_at(model);
    if let Some(form) = return_form(model)
        && let Some((editor, is_motive)) = editor(form)
    {
        editor.paste(text);
        touched(form, is_motive, save_at);
    }
}

const fn touched(form: &mut ReturnForm, is_motive: bool, save_at: Option<jiff::Timestamp>) {
    if is_motive {
        form.motive_touched = true;
    }
    if form.save_at.is_none() {
        form.save_at = save_at;
    }
}

/// Whether there is anything typed that a draft would keep.
fn worth_keeping(form: &ReturnForm) -> bool {
    let late = form.late.as_ref();
    form.motive_touched || late.is_some_and(|late| !late.reason.is_blank())
}

/// Saves the draft when its time has come.
pub(super) fn autosave(model: &mut Model, out: &mut Vec<Effect>) {
    compose::autosave(model, out);
    note::autosave(model, out);
    items::autosave(model, out);
    reading::autosave(model, out);
    let now = model.now;
    if let Some(form) = return_form(model)
        && form.save_at.is_some_and(|at| at <= now)
    {
        form.save_at = None;
        out.push(Effect::SaveDraft {
            key: form.draft_key(),
            draft: form.draft(),
        });
    }
}

/// The form is left without deciding: what was typed stays.
pub(super) fn keep_draft(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(form) = return_form(model) else {
        return;
    };
    if worth_keeping(form) {
        form.save_at = None;
        let number = form.number;
        out.push(Effect::SaveDraft {
            key: form.draft_key(),
            draft: form.draft(),
        });
        news::tell(model, NoticeText::DraftKept(number), Severity::Info);
    }
}

/// The program must end: typed text first.
pub(super) fn shutdown(model: &mut Model, out: &mut Vec<Effect>) {
    compose::shutdown(model, out);
    note::save(model, out);
    items::save(model, out);
    reading::save(model, out);
    if let Some(form) = return_form(model)
        && worth_keeping(form)
    {
        out.push(Effect::SaveDraft {
            key: form.draft_key(),
            draft: form.draft(),
        });
    }
    overlay::end(model, out);
}

/// From the form of acceptance to that of return, the unconfirmed lines chosen.
pub(super) fn return_instead(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Accept(form)) = model.overlays.last() else {
        return;
    };
    let chosen: Vec<CheckId> = form
        .lines
        .iter()
        .filter(|line| !line.marked && line.failure == CheckFailure::Return)
        .map(|line| line.finding.check.clone())
        .collect();
    overlay::pop(model);
    match disabled(model, ActionId::Return) {
        Some(reason) => input::refuse(model, reason),
        None => give_back(model, &chosen, out),
    }
}
