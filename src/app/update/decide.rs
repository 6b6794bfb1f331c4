//! Deciding: the forms of acceptance and return, from opening to the stored operation.
//!
//! A decision is judged by `domain::decide` before it is queued; a refusal is shown in the form
//! with its clause. The form stays until the decision is safely stored: nothing typed is lost.

use jiff::SignedDuration;

use super::{detail, input, news, overlay, type_ahead};
use crate::app::action::{ActionId, DisabledReason, disabled};
use crate::app::detail::Shown;
use crate::app::editor::Editor;
use crate::app::effect::{Effect, QueueOrder};
use crate::app::form::{AcceptForm, CheckLine, Focus, Lateness, ReturnDraft, ReturnForm};
use crate::app::hold::hold_until;
use crate::app::key::Key;
use crate::app::list::Revision;
use crate::app::model::{Awaited, Held, Model, Queueing};
use crate::app::notice::{Failure, NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::act::{Act, permit};
use crate::domain::checklist::{Status, precheck};
use crate::domain::command::Command;
use crate::domain::decide::{DecideContext, MAX_MOTIVE, decide, last_day};
use crate::domain::ids::{CheckId, Number, OpId};
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::rules::{CheckFailure, RuleId};
use crate::domain::text::{CitizenText, TextError};

/// Typed text is saved as a draft at most this long after typing.
const SAVE_WITHIN: SignedDuration = SignedDuration::from_millis(900);

/// Opens the form of an act, or the explanation of dates, for the shown item.
pub(super) fn open(model: &mut Model, action: ActionId, out: &mut Vec<Effect>) {
    match action {
        ActionId::Accept => open_accept(model),
        ActionId::Return => open_return(model, &[], out),
        _ => overlay::open_why(model),
    }
}

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

fn open_accept(model: &mut Model) {
    let Some(shown) = model.shown() else {
        return;
    };
    let mut lines = check_lines(model, &shown.item.request);
    for line in &mut lines {
        line.marked = line.finding.status == Status::Met;
    }
    let mut form = AcceptForm {
        number: shown.item.request.number,
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
fn open_return(model: &mut Model, chosen: &[CheckId], out: &mut Vec<Effect>) {
    let Some(shown) = model.shown() else {
        return;
    };
    let request = &shown.item.request;
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
        late: lateness(model, request),
        focus: Focus::Line(0),
        refusal: None,
        save_at: None,
        draft_asked: true,
    };
    rewrite_motive(model, &mut form);
    fit(model, &mut form);
    overlay::push(model, Overlay::Return(Box::new(form)));
    out.push(Effect::LoadDraft { number });
    type_ahead::await_for(model, Awaited::Draft(number));
}

/// The reason for lateness, asked for once the last day of a return has passed.
fn lateness(model: &Model, request: &Request) -> Option<Lateness> {
    let rules = &model.rules;
    let (due, clause) = last_day(request, &RuleId::RETURN, &rules.set, &rules.policy)?;
    (crate::domain::zone::date(effective_now(model)) > due).then(|| Lateness {
        due,
        clause,
        reason: Editor::new(""),
    })
}

/// The time at which a decision made now is judged: by the portal's clock as far as known.
fn effective_now(model: &Model) -> jiff::Timestamp {
    let offset = SignedDuration::from_secs(model.link.clock_offset);
    model.now.checked_add(offset).unwrap_or(model.now)
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
        | Overlay::Why(_)
        | Overlay::Help(_)
        | Overlay::Palette(_)
        | Overlay::Confirm(_)
        | Overlay::Filter(_)
        | Overlay::Message(_) => None,
    })
}

/// The draft found for a form that was just opened.
pub(super) fn draft(
    model: &mut Model,
    number: Number,
    draft: Option<ReturnDraft>,
    out: &mut Vec<Effect>,
) {
    let size = model.layout.editor();
    if let (Some(form), Some(draft)) = (return_form(model), draft)
        && form.number == number
        && std::mem::take(&mut form.draft_asked)
        && !form.motive_touched
    {
        take_draft(form, &draft, size);
    }
    type_ahead::came(model, Awaited::Draft(number), out);
}

fn take_draft(form: &mut ReturnForm, draft: &ReturnDraft, (width, rows): (u16, u16)) {
    for line in &mut form.lines {
        line.marked =
            draft.reasons.contains(&line.finding.check) && line.failure == CheckFailure::Return;
    }
    form.motive = Editor::new(draft.motive.as_str());
    form.motive.resize(width, rows);
    form.motive_touched = draft.touched;
    if let (Some(late), Some(reason)) = (&mut form.late, &draft.late_reason) {
        late.reason = Editor::new(reason.as_str());
        late.reason.resize(width, rows);
    }
}

/// The focus of the form on top.
pub(super) fn focus(model: &Model) -> Option<Focus> {
    match model.overlays.last() {
        Some(Overlay::Accept(form)) => Some(form.focus),
        Some(Overlay::Return(form)) => Some(form.focus),
        _ => None,
    }
}

/// The next or previous field; the ends do not meet, so that no key runs into a button.
pub(super) fn other_field(model: &mut Model, action: ActionId) {
    let (fields, focus) = match model.overlays.last_mut() {
        Some(Overlay::Accept(form)) => (form.fields(), &mut form.focus),
        Some(Overlay::Return(form)) => (form.fields(), &mut form.focus),
        _ => return,
    };
    let at = fields.iter().position(|field| field == focus).unwrap_or(0);
    let target = if action == ActionId::NextField {
        at + 1
    } else {
        at.saturating_sub(1)
    };
    if let Some(field) = fields.get(target) {
        *focus = *field;
    }
}

/// Marks or unmarks the line under the focus.
pub(super) fn toggle(model: &mut Model) {
    let motives = model.rules.motives.clone();
    let size = model.layout.editor();
    match model.overlays.last_mut() {
        Some(Overlay::Accept(form)) => {
            let Focus::Line(at) = form.focus else { return };
            let Some(line) = form.lines.get_mut(at) else {
                return;
            };
            line.marked = !line.marked;
            form.refusal = None;
            if line.marked {
                form.focus = next_open_line(form);
            }
        }
        Some(Overlay::Return(form)) => {
            let Focus::Line(at) = form.focus else { return };
            let Some(line) = form.lines.get_mut(at) else {
                return;
            };
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
            if !form.motive_touched {
                form.motive = Editor::new(&motives.draft(&form.reasons(), form.lang));
                form.motive.resize(size.0, size.1);
            }
        }
        _ => {}
    }
}

/// The editor under the focus, and whether it is the motive.
fn editor(form: &mut ReturnForm) -> Option<(&mut Editor, bool)> {
    match form.focus {
        Focus::Motive => Some((&mut form.motive, true)),
        Focus::LateReason => form.late.as_mut().map(|late| (&mut late.reason, false)),
        Focus::Line(_) | Focus::Cancel | Focus::Submit => None,
    }
}

/// Types a key into the editor under the focus.
pub(super) fn type_into(model: &mut Model, key: Key, place: Option<char>) {
    let save_at = model.now.checked_add(SAVE_WITHIN).ok();
    if let Some(form) = return_form(model)
        && let Some((editor, is_motive)) = editor(form)
        && editor.input(key, place)
    {
        touched(form, is_motive, save_at);
    }
}

/// Pastes into the editor under the focus.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    let save_at = model.now.checked_add(SAVE_WITHIN).ok();
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
    let now = model.now;
    if let Some(form) = return_form(model)
        && form.save_at.is_some_and(|at| at <= now)
    {
        form.save_at = None;
        out.push(Effect::SaveDraft {
            number: form.number,
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
        let (number, draft) = (form.number, form.draft());
        out.push(Effect::SaveDraft { number, draft });
        news::tell(model, NoticeText::DraftKept(number), Severity::Info);
    }
}

/// The program must end: typed text first.
pub(super) fn shutdown(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(form) = return_form(model)
        && worth_keeping(form)
    {
        out.push(Effect::SaveDraft {
            number: form.number,
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
        None => open_return(model, &chosen, out),
    }
}

/// The item under a form changed: the decision is made anew on what it is now.
pub(super) fn item_changed(model: &mut Model) {
    let Some(shown) = model.detail.shown.as_deref() else {
        return;
    };
    let (request, base) = (&shown.item.request, shown.item.base);
    let verdict = |act| permit(model.role, request.state, request.extended, act).err();
    let mut changed = false;
    for overlay in &mut model.overlays {
        let (number, old, focus, refusal, act) = match overlay {
            Overlay::Accept(form) => (
                form.number,
                &mut form.base,
                &mut form.focus,
                &mut form.refusal,
                Act::Accept,
            ),
            Overlay::Return(form) => (
                form.number,
                &mut form.base,
                &mut form.focus,
                &mut form.refusal,
                Act::Return,
            ),
            _ => continue,
        };
        if number == request.number && *old != base {
            *old = base;
            *refusal = verdict(act);
            if *focus == Focus::Submit {
                *focus = Focus::Cancel;
            }
            changed = true;
        }
    }
    let number = request.number;
    if changed && model.queueing.is_none() {
        news::tell(
            model,
            NoticeText::ChangedMeanwhile(number),
            Severity::Warning,
        );
    }
}

/// The command the form on top makes.
fn command(model: &Model) -> Result<Command, Refusal> {
    let text = |editor: &Editor| {
        CitizenText::parse(&editor.text()).map_err(|TextError::TooLong { chars }| {
            Refusal::MotiveTooLong {
                chars,
                max: MAX_MOTIVE,
            }
        })
    };
    match model.overlays.last() {
        Some(Overlay::Return(form)) => Ok(Command::Return {
            reasons: form.reasons(),
            motive: text(&form.motive)?,
            late_reason: match &form.late {
                Some(late) => Some(text(&late.reason)?).filter(|reason| !reason.is_blank()),
                None => None,
            },
        }),
        Some(Overlay::Accept(form)) => Ok(Command::Accept {
            confirmed: form
                .lines
                .iter()
                .map(|line| line.finding.check.clone())
                .collect(),
        }),
        _ => Err(Refusal::ReasonMissing),
    }
}

/// The deciding button was pressed.
pub(super) fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(reason) = cannot_submit(model) {
        input::refuse(model, reason);
        return;
    }
    let Some(shown) = model.shown() else {
        return;
    };
    let cx = DecideContext {
        rules: &model.rules.set,
        policy: &model.rules.policy,
        role: model.role,
        effective_at: effective_now(model),
        received_at: None,
    };
    let judged = command(model).and_then(|command| {
        decide(&shown.item.request, &command, &cx)?;
        Ok(command)
    });
    match judged {
        Ok(command) => queue(model, command, out),
        Err(refusal) => refused(model, refusal),
    }
}

fn cannot_submit(model: &Model) -> Option<DisabledReason> {
    let (number, open) = match model.overlays.last() {
        Some(Overlay::Accept(form)) => (form.number, form.open_lines()),
        Some(Overlay::Return(form)) => (form.number, 0),
        _ => return Some(DisabledReason::NothingSelected),
    };
    let shown = model.shown().map(|shown| shown.item.request.number);
    if let Some(why) = model.read_only {
        Some(DisabledReason::ReadOnly(why))
    } else if model.queueing.is_some() {
        Some(DisabledReason::BeingQueued)
    } else if shown != Some(number) {
        Some(DisabledReason::Loading)
    } else {
        (open > 0).then_some(DisabledReason::ChecksOpen(open))
    }
}

fn refused(model: &mut Model, refusal: Refusal) {
    // The last day may have passed while the form was open.
    let late = model
        .shown()
        .and_then(|shown| lateness(model, &shown.item.request));
    let size = model.layout.editor();
    match model.overlays.last_mut() {
        Some(Overlay::Accept(form)) => form.refusal = Some(refusal),
        Some(Overlay::Return(form)) => {
            if form.late.is_none() {
                form.late = late;
                if let Some(late) = &mut form.late {
                    late.reason.resize(size.0, size.1);
                }
            }
            form.focus = match refusal {
                Refusal::LateReasonMissing { .. } => Focus::LateReason,
                Refusal::MotiveMissing => Focus::Motive,
                Refusal::ReasonMissing => Focus::Line(0),
                _ => Focus::Cancel,
            };
            form.refusal = Some(refusal);
        }
        _ => {}
    }
}

/// The last day that the recall window must not cross: of the return itself, else the day that
/// the row shows.
fn due(model: &Model, shown: &Shown, act: Act) -> Option<jiff::civil::Date> {
    let rules = &model.rules;
    if act == Act::Return {
        return last_day(
            &shown.item.request,
            &RuleId::RETURN,
            &rules.set,
            &rules.policy,
        )
        .map(|(due, _)| due);
    }
    shown
        .clocks
        .iter()
        .find(|clock| clock.drives)
        .map(|clock| clock.term.due())
}

fn queue(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let Some(shown) = model.shown() else {
        return;
    };
    let act = command.act();
    let due = due(model, shown, act);
    let until = hold_until(model.now, model.recall_seconds, due);
    let (number, base) = (shown.item.request.number, shown.item.base);
    let revision = model.next_revision();
    model.queueing = Some(Queueing {
        revision,
        number,
        act,
        until: (until > model.now).then_some(until),
    });
    type_ahead::await_for(model, Awaited::Queued);
    out.push(Effect::Queue(QueueOrder {
        revision,
        number,
        command,
        base,
        decided_at: model.now,
        rules_hash: model.rules.hash.clone(),
        due,
        hold_until: until,
    }));
}

/// The decision is safely stored, or is not.
pub(super) fn queued(
    model: &mut Model,
    revision: Revision,
    result: Result<OpId, Failure>,
    out: &mut Vec<Effect>,
) {
    let Some(order) = model.queueing.filter(|order| order.revision == revision) else {
        return;
    };
    model.queueing = None;
    match result {
        Ok(op_id) => {
            model.overlays.retain(|overlay| match overlay {
                Overlay::Accept(form) => form.number != order.number,
                Overlay::Return(form) => form.number != order.number,
                _ => true,
            });
            detail::follow(model);
            stored(model, order, op_id);
            if order.act == Act::Return {
                let number = order.number;
                out.push(Effect::DeleteDraft { number });
            }
            news::refresh(model, out);
        }
        Err(failure) => news::failed(model, failure),
    }
    type_ahead::came(model, Awaited::Queued, out);
}

fn stored(model: &mut Model, order: Queueing, op_id: OpId) {
    let Queueing { number, act, .. } = order;
    match order.until.filter(|until| *until > model.now) {
        Some(until) => {
            model.held.push(Held {
                op_id,
                number,
                act,
                until,
            });
            news::tell(
                model,
                NoticeText::Held { number, act, until },
                Severity::Info,
            );
        }
        None => news::tell(model, NoticeText::Queued { number, act }, Severity::Info),
    }
}
