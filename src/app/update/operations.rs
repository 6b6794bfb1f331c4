//! Decisions on their way: the outbox, recall, verdicts, choices after a conflict.

use super::travel::{self, Travel};
use super::{batch, detail, input, list, navigate, news, overlay, type_ahead};
use crate::app::action::{ActionId, DisabledReason};
use crate::app::effect::{Effect, Settle};
use crate::app::list::Revision;
use crate::app::model::{Awaited, Held, Model, Screen};
use crate::app::msg::{Outcome, Refused};
use crate::app::notice::{Failure, NoticeText, Severity};
use crate::app::outbox::OutboxEntry;
use crate::app::overlay::{Overlay, Question};
use crate::domain::act::Act;
use crate::domain::ids::{Number, OpId};

/// Asks for the outbox, or remembers to.
pub(super) fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    if model.outbox.asked.is_some() {
        model.outbox.dirty = true;
        return;
    }
    let revision = model.next_revision();
    model.outbox.revision = revision;
    model.outbox.asked = Some(revision);
    model.outbox.dirty = false;
    out.push(Effect::LoadOutbox { revision });
}

/// Takes the outbox in; the selection stays on its operation.
pub(super) fn answer(
    model: &mut Model,
    revision: Revision,
    entries: Vec<OutboxEntry>,
    out: &mut Vec<Effect>,
) {
    if model.outbox.asked != Some(revision) {
        return;
    }
    model.outbox.asked = None;
    model.outbox.loaded = true;
    let on = model.outbox.selected_entry().map(|entry| entry.op_id);
    model.outbox.entries = entries;
    let found = on.and_then(|op_id| {
        let mut entries = model.outbox.entries.iter();
        entries.position(|entry| entry.op_id == op_id)
    });
    let last = model.outbox.entries.len().saturating_sub(1);
    model.outbox.selected = found.unwrap_or(model.outbox.selected).min(last);
    keep_visible(model);
    if found.is_none() && matches!(model.overlays.last(), Some(Overlay::Decision(_))) {
        // The one that is read is not there any more; another must not stand in its place.
        model.overlays.pop();
    }
    if model.outbox.dirty {
        // What is newer than this answer is not in it yet.
        ask(model, out);
    } else if model.queueing.is_none() {
        model.held = held(model);
    }
}

/// The acts in their recall window, as the outbox tells.
fn held(model: &Model) -> Vec<Held> {
    let mut held: Vec<_> = model
        .outbox
        .entries
        .iter()
        .filter_map(|entry| {
            let until = entry
                .status
                .held_until()
                .filter(|until| *until > model.now)?;
            Some((
                entry.decided_at,
                Held {
                    op_id: entry.op_id,
                    number: entry.number,
                    act: entry.act,
                    until,
                },
            ))
        })
        .filter(|(_, held)| !model.recalling.iter().any(|one| one.op_id == held.op_id))
        .collect();
    held.sort_by_key(|(decided_at, _)| *decided_at);
    held.into_iter().map(|(_, held)| held).collect()
}

/// Scrolls so that the selected operation is on screen.
pub(super) fn keep_visible(model: &mut Model) {
    let rows = usize::from(model.layout.list_rows());
    let outbox = &mut model.outbox;
    outbox.top = travel::window_top(outbox.top, outbox.selected, rows)
        .min(outbox.entries.len().saturating_sub(rows));
}

/// Moves the selection.
pub(super) fn travel(model: &mut Model, way: Travel) {
    let rows = model.layout.list_rows();
    let last = model.outbox.entries.len().saturating_sub(1);
    model.outbox.selected = way.step(model.outbox.selected, rows, last);
    keep_visible(model);
}

/// What a recall means here: on the outbox the selected operation, on a request its own, else
/// the last one in its recall window.
///
/// # Errors
/// Why there is none.
pub(in crate::app) fn recall_target(model: &Model) -> Result<Held, DisabledReason> {
    let of = |entry: &OutboxEntry| Held {
        op_id: entry.op_id,
        number: entry.number,
        act: entry.act,
        until: entry.status.held_until().unwrap_or(entry.decided_at),
    };
    let mut entries = model.outbox.entries.iter();
    match model.screen {
        Screen::Outbox => match model.outbox.selected_entry() {
            Some(entry) if entry.status.is_recallable() => return Ok(of(entry)),
            Some(_) if model.held.is_empty() => return Err(DisabledReason::AlreadySent),
            Some(_) | None => {}
        },
        Screen::Request => {
            let own = entries.rfind(|entry| {
                Some(entry.number) == model.detail.number && entry.status.is_recallable()
            });
            if let Some(entry) = own {
                return Ok(of(entry));
            }
        }
        Screen::Home
        | Screen::Requests
        | Screen::Topics
        | Screen::Conferences
        | Screen::Inbox
        | Screen::Access
        | Screen::Circulars => {}
    }
    model
        .held
        .last()
        .copied()
        .ok_or(DisabledReason::NothingToRecall)
}

/// Asks for the recall.
pub(super) fn recall(model: &mut Model, out: &mut Vec<Effect>) {
    match recall_target(model) {
        Ok(target) => {
            // A batch is taken back as a whole, as far as it has not left.
            let held = batch::together(model, target.op_id)
                .into_iter()
                .filter_map(|op_id| model.held.iter().find(|held| held.op_id == op_id).copied());
            let mut targets: Vec<Held> = held.collect();
            if !targets.iter().any(|one| one.op_id == target.op_id) {
                targets.push(target);
            }
            for target in targets {
                take_back(model, target, out);
            }
        }
        Err(reason) => input::refuse(model, reason),
    }
}

fn take_back(model: &mut Model, target: Held, out: &mut Vec<Effect>) {
    model.held.retain(|held| held.op_id != target.op_id);
    if !model.recalling.iter().any(|one| one.op_id == target.op_id) {
        model.recalling.push(target);
        out.push(Effect::Recall {
            op_id: target.op_id,
        });
    }
}

/// The recall is done, or came too late.
pub(super) fn recalled(
    model: &mut Model,
    op_id: OpId,
    result: Result<(), Refused>,
    out: &mut Vec<Effect>,
) {
    let Some(at) = model.recalling.iter().position(|one| one.op_id == op_id) else {
        return;
    };
    let target = model.recalling.remove(at);
    match result {
        Ok(()) => {
            let text = NoticeText::Recalled {
                number: target.number,
                act: target.act,
            };
            news::tell(model, text, Severity::Info);
            come_back(model, target.number, out);
            news::refresh(model, out);
            detail::await_fresh(model);
            return;
        }
        Err(Refused::Refusal(refusal)) => {
            news::tell(model, NoticeText::Refused(refusal), Severity::Warning);
        }
        Err(Refused::Failure(failure)) => {
            if target.until > model.now {
                model.held.push(target);
            }
            news::failed(model, failure);
        }
    }
    news::refresh(model, out);
}

/// What was taken back alone is under the hand again.
fn come_back(model: &mut Model, number: Number, out: &mut Vec<Effect>) {
    let on_list = model.overlays.is_empty() && model.screen.is_list();
    if let Some(id) = model
        .list_id()
        .filter(|_| on_list && model.batch_ops.is_empty())
    {
        list::jump(model, id, number, out);
    }
}

/// Drops (after a question), decides again or keeps the text of the selected operation.
pub(super) fn choose(model: &mut Model, choice: Settle, out: &mut Vec<Effect>) {
    let Some(entry) = model.outbox.selected_entry() else {
        return;
    };
    let (op_id, number) = (entry.op_id, entry.number);
    match choice {
        Settle::Drop => overlay::ask(model, Question::DropOp { op_id, number }),
        Settle::Again | Settle::KeepDraft => out.push(Effect::Settle { op_id, choice }),
    }
}

/// The drop was confirmed.
pub(super) fn drop_op(op_id: OpId, out: &mut Vec<Effect>) {
    out.push(Effect::Settle {
        op_id,
        choice: Settle::Drop,
    });
}

/// What was chosen is done; to decide again, the form opens on the new state.
pub(super) fn settled(
    model: &mut Model,
    number: Number,
    act: Act,
    choice: Settle,
    result: Result<(), Failure>,
    out: &mut Vec<Effect>,
) {
    if let Err(failure) = result {
        news::failed(model, failure);
        return;
    }
    news::tell(model, NoticeText::Settled(number), Severity::Info);
    news::refresh(model, out);
    let action = ActionId::of(act);
    let stayed = model.overlays.is_empty() && model.screen == Screen::Outbox;
    if let (Settle::Again, true, Some(action)) = (choice, stayed, action) {
        navigate::open_item(model, number, out);
        detail::ask(model, number, out);
        type_ahead::await_for(model, Awaited::Item(number, action));
    }
}

/// What was decided on this computer lately has been read.
pub(super) fn acts(model: &mut Model, entries: Vec<OutboxEntry>) {
    if let Some(Overlay::Acts(state)) = model.overlays.last_mut() {
        state.selected = state.selected.min(entries.len().saturating_sub(1));
        state.entries = Some(entries);
    }
}

/// The portal has spoken.
pub(super) fn verdict(model: &mut Model, number: Number, act: Act, outcome: Outcome) {
    let (text, severity) = match outcome {
        Outcome::Applied { receipt } => (
            NoticeText::Applied {
                number,
                act,
                receipt,
            },
            Severity::Info,
        ),
        Outcome::Conflict => (NoticeText::Conflict { number, act }, Severity::Error),
        Outcome::Rejected(refusal) => (
            NoticeText::Rejected {
                number,
                act,
                refusal,
            },
            Severity::Error,
        ),
    };
    // The counts are read anew right after this; a way out asked for meanwhile must not speak of
    // an act that has arrived.
    model.counts.unsent = model.counts.unsent.saturating_sub(1);
    news::tell(model, text, severity);
}

/// Exchanges now, or puts the question on which the exchange waits.
pub(super) fn sync(model: &mut Model, out: &mut Vec<Effect>) {
    if model.reset.is_some() {
        news::ask_reset(model);
    } else {
        out.push(Effect::SyncNow);
        news::tell(model, NoticeText::SyncAsked, Severity::Info);
    }
}
