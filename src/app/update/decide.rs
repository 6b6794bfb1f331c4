//! Deciding: from the deciding button to the stored operation.
//!
//! A decision is judged by `domain::decide` before it is queued; a refusal is shown in the form
//! with its clause. The form stays until the decision is safely stored: nothing typed is lost.

use jiff::SignedDuration;

use super::{batch, detail, gate, input, news, operator, type_ahead};
use crate::app::action::DisabledReason;
use crate::app::editor::Editor;
use crate::app::effect::{Effect, QueueOrder};
use crate::app::form::{Focus, Lateness};
use crate::app::list::Revision;
use crate::app::model::{Awaited, Held, Model, Queueing};
use crate::app::notice::{Failure, NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::act::Act;
use crate::domain::command::Command;
use crate::domain::decide::{Around, DecideContext, Target, last_day};
use crate::domain::ids::OpId;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::wire::ops::Base;

/// The reason for lateness, asked for once the last day of an act has passed.
pub(super) fn lateness(model: &Model, request: &Request, act: Act) -> Option<Lateness> {
    let rules = &model.rules;
    let (due, clause) = last_day(request, &act.rule()?, &rules.set, &rules.policy)?;
    (crate::domain::zone::date(model.portal_now()) > due).then(|| Lateness {
        due,
        clause,
        reason: Editor::new(""),
    })
}

/// The item under a form changed: the decision is made anew on what it is now.
pub(super) fn item_changed(model: &mut Model) {
    let Some(shown) = model.detail.shown.as_deref() else {
        return;
    };
    let (work, base) = (&shown.item.work, shown.item.base);
    let number = work.number();
    let verdict = |act| work.permit(model.role, act).err();
    let last = work.stamps().next_back().and_then(|stamp| stamp.op);
    // The portal's word on a decision that the form was opened on changes nothing but the base.
    let by_others = |was: Base| !matches!(was, Base::Op(op) if last == Some(op));
    let mut changed = false;
    for overlay in &mut model.overlays {
        changed |= match overlay {
            Overlay::Accept(form) if form.number == number && form.base != base => {
                let was = std::mem::replace(&mut form.base, base);
                form.refusal = verdict(Act::Accept);
                by_others(was)
            }
            Overlay::Return(form) if form.number == number && form.base != base => {
                let was = std::mem::replace(&mut form.base, base);
                form.refusal = verdict(Act::Return);
                by_others(was)
            }
            // The whole form is sent: on another version of it the portal has to tell the conflict.
            Overlay::Item(form) if form.act == Act::Plan => false,
            Overlay::Item(form) if form.number == number && form.base != base => {
                let was = std::mem::replace(&mut form.base, base);
                form.refusal = verdict(form.act);
                by_others(was)
            }
            Overlay::Compose(composer) if composer.number == number && composer.base != base => {
                let was = std::mem::replace(&mut composer.base, base);
                composer.refusal = verdict(composer.act);
                by_others(was)
            }
            Overlay::Accept(_)
            | Overlay::Return(_)
            | Overlay::Item(_)
            | Overlay::Compose(_)
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
            | Overlay::Templates(_) => false,
        };
        if changed && overlay.focus() == Some(Focus::Submit) {
            overlay.set_focus(Focus::Cancel);
        }
    }
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
    model.composed().unwrap_or(Err(Refusal::ReasonMissing))
}

/// The deciding button was pressed: what the gate finds is shown first.
pub(super) fn submit(model: &mut Model, out: &mut Vec<Effect>) {
    decide_on(model, true, out);
}

/// The author has seen what the gate found.
pub(super) fn submit_all_the_same(model: &mut Model, out: &mut Vec<Effect>) {
    decide_on(model, false, out);
}

fn decide_on(model: &mut Model, ask_gate: bool, out: &mut Vec<Effect>) {
    let composer = model.overlays.last().and_then(Overlay::composer);
    if composer.is_some_and(|composer| !composer.batch.is_empty()) {
        batch::plan(model, ask_gate);
        return;
    }
    if operator::is_writing(model) {
        send_circular(model, out);
        return;
    }
    if let Some(reason) = cannot_submit(model) {
        input::refuse(model, reason);
        return;
    }
    let Some(shown) = model.shown() else {
        return;
    };
    let judged = command(model).and_then(|command| {
        let addressee = command.addressee();
        let cx = DecideContext {
            rules: &model.rules.set,
            policy: &model.rules.policy,
            role: model.role,
            effective_at: model.portal_now(),
            received_at: None,
            around: Around {
                conference: shown.item.around.conference.as_deref(),
                target: Target::Elsewhere,
                open_questions: &shown.item.around.open_questions,
                answered_late: shown.item.around.answered_late(),
                addressee: addressee.and_then(|bin| model.rules.directory.by_bin(bin)),
                ..Around::default()
            },
        };
        shown.item.work.decide(&command, &cx)?;
        Ok(command)
    });
    match judged {
        Ok(command) => {
            if !gate::stops(model, ask_gate) {
                queue(model, command, out);
            }
        }
        Err(refusal) => refused(model, refusal),
    }
}

fn send_circular(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(why) = model.read_only {
        input::refuse(model, DisabledReason::ReadOnly(why));
    } else if let Err(refusal) = operator::send(model, out) {
        refused(model, refusal);
    }
}

fn cannot_submit(model: &Model) -> Option<DisabledReason> {
    let Some(number) = model.overlays.last().and_then(Overlay::decides_on) else {
        return Some(DisabledReason::NothingSelected);
    };
    let open = match model.overlays.last() {
        Some(Overlay::Accept(form)) => form.open_lines(),
        Some(_) | None => 0,
    };
    let shown = model.shown().map(|shown| shown.item.number());
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

pub(super) fn refused(model: &mut Model, refusal: Refusal) {
    // The last day may have passed while the form was open.
    let late = if let Refusal::LateReasonMissing { due, clause } = &refusal {
        Some(Lateness {
            due: *due,
            clause: clause.clone(),
            reason: Editor::new(""),
        })
    } else {
        None
    };
    let layout = model.layout;
    let size = model.layout.editor();
    if let Some(form) = model.overlays.last_mut().and_then(Overlay::item_form_mut) {
        if matches!(refusal, Refusal::LateReasonMissing { .. }) {
            form.ask_lateness();
        } else if let (Refusal::DayUnreadable, Some(line)) = (&refusal, form.unreadable()) {
            form.focus = line;
        } else {
            form.focus = form.fields().first().copied().unwrap_or(Focus::Cancel);
        }
        form.refusal = Some(refusal);
    } else if let Some(Overlay::Accept(form)) = model.overlays.last_mut() {
        form.refusal = Some(refusal);
    } else if let Some(Overlay::Compose(composer)) = model.overlays.last_mut() {
        if composer.late.is_none() {
            composer.late = late;
        }
        match composer.part_refused(&refusal) {
            Some(section) => composer.focus_on(section),
            None => composer.focus = Focus::Cancel,
        }
        composer.refusal = Some(refusal);
        composer.fit(layout);
    } else if let Some(Overlay::Return(form)) = model.overlays.last_mut() {
        if form.late.is_none() {
            form.late = late;
            if let Some(late) = &mut form.late {
                late.reason.resize(size.0, size.1);
            }
        }
        form.focus = if matches!(refusal, Refusal::LateReasonMissing { .. }) {
            Focus::LateReason
        } else if matches!(refusal, Refusal::MotiveMissing) {
            Focus::Motive
        } else if matches!(refusal, Refusal::ReasonMissing) {
            Focus::Line(0)
        } else {
            Focus::Cancel
        };
        form.refusal = Some(refusal);
    }
}

fn queue(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let Some(shown) = model.shown() else {
        return;
    };
    let act = command.act();
    // Midnight is the portal's; the window is kept by the clock of this machine.
    let offset = SignedDuration::from_secs(model.link.clock_offset);
    let until = model
        .recall_until(act)
        .checked_sub(offset)
        .unwrap_or(model.now);
    let number = shown.item.number();
    let base = match model.overlays.last() {
        Some(Overlay::Item(form)) => form.base,
        Some(_) | None => shown.item.base,
    };
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
    if batch::queued(model, revision, &result, out) {
        return;
    }
    let Some(order) = model.queueing.filter(|order| order.revision == revision) else {
        return;
    };
    model.queueing = None;
    match result {
        Ok(op_id) => {
            let done = Some(order.number);
            model
                .overlays
                .retain(|overlay| overlay.decides_on() != done);
            detail::follow(model);
            stored(model, order, op_id);
            if order.act != Act::Accept {
                let (number, act) = (order.number, order.act);
                out.push(Effect::DeleteDraft { number, act });
            }
            news::refresh(model, out);
            detail::await_fresh(model);
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
