//! The outbox: decisions on their way, and what became of them.
//!
//! The list holds one line a decision; beside it, where there is room, the selected one in
//! full; in narrow windows it stands below a short list.

mod conflict;

use jiff::civil::Date;
use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::action::ActionId;
use crate::app::outbox::{OpStatus, OutboxEntry};
use crate::app::pointer::Target;
use crate::domain::act::Act;
use crate::domain::ids::ItemKind;
use crate::domain::zone;
use crate::i18n::{Texts, date, words as codes};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::screen::list;
use crate::ui::widget::frame::{self, Place};
use crate::ui::widget::sheet::Sheet;
use crate::ui::words;

const NUMBER: u16 = 8;
const ACT: u16 = 12;
const TIME: u16 = 16;
/// Fewer rows under the list are not worth the selected decision in full.
const BELOW_LEAST: u16 = 4;
/// From this width on a row also tells when it was decided.
const WIDE: u16 = 76;

/// Draws the list with its frame; `alone` when nothing stands beside it.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, model: &Model, texts: &Texts, alone: bool) {
    let inner = frame::draw(canvas, area, &texts.outbox_title());
    let outbox = &model.outbox;
    if outbox.entries.is_empty() {
        if outbox.loaded {
            let hint = texts.outbox_empty_hint();
            list::notice(canvas, inner, &texts.outbox_empty(), &hint);
        } else {
            list::notice(canvas, inner, &texts.queue_loading(), "");
        }
        return;
    }
    let seen = outbox.entries.iter().enumerate().skip(outbox.top);
    for (line, (index, entry)) in (0..inner.height).zip(seen) {
        let pen = Pen::at(inner, line);
        canvas.target_row(pen, Target::Line(index));
        row(canvas, pen, model, texts, entry, index == outbox.selected);
    }
    if alone {
        draw_below(canvas, inner, model, texts);
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(outbox.top),
        shown: u64::from(inner.height),
        total: count(outbox.entries.len()),
    };
    frame::scroll(canvas, area, place);
    let at = texts.queue_place(count(outbox.selected + 1), count(outbox.entries.len()));
    frame::foot(canvas, area, &at);
}

/// Draws one decision on a line.
pub fn row(
    canvas: &mut Canvas<'_>,
    mut pen: Pen,
    model: &Model,
    texts: &Texts,
    entry: &OutboxEntry,
    selected: bool,
) {
    let marker = canvas.marker(selected);
    canvas.cell(&mut pen, 1, marker, Role::RowMarker);
    let role = status_role(&entry.status);
    canvas.cell(&mut pen, 1, canvas.mark(role), role);
    pen = pen.skip(1);
    let number = Role::row(selected);
    canvas.cell(&mut pen, NUMBER, &words::number(entry.number), number);
    pen = pen.skip(1);
    canvas.cell(
        &mut pen,
        ACT,
        &short_act(texts, entry.number.kind, entry.act),
        Role::Row,
    );
    pen = pen.skip(1);
    let today = model.today();
    if pen.room() + 24 >= WIDE {
        let at = words::moment(texts, today, entry.decided_at);
        canvas.cell(&mut pen, TIME, &at, Role::TextMuted);
        pen = pen.skip(1);
    }
    let words = if role == Role::Alarm {
        Role::TextWarning
    } else {
        Role::Row
    };
    canvas.write(&mut pen, &status(texts, today, &entry.status), words);
}

/// An act in the few letters of a button.
fn short_act(texts: &Texts, kind: ItemKind, act: Act) -> String {
    if kind != ItemKind::Request {
        return codes::act_on(texts, kind, act);
    }
    match act {
        Act::Accept => texts.form_accept(),
        Act::Return => texts.form_return(),
        Act::Forward
        | Act::Answer
        | Act::Extend
        | Act::Notify
        | Act::Refuse
        | Act::AlreadyPublished
        | Act::Clarify
        | Act::Correct
        | Act::Close
        | Act::Withdraw
        | Act::Plan
        | Act::Send
        | Act::Publish
        | Act::Announce
        | Act::Decline
        | Act::Assign
        | Act::Draft
        | Act::Merge
        | Act::Part
        | Act::Grant
        | Act::Revoke
        | Act::Read => codes::act(texts, act),
    }
}

const fn status_role(status: &OpStatus) -> Role {
    match status {
        OpStatus::Held { .. }
        | OpStatus::Waiting
        | OpStatus::Blocked
        | OpStatus::Sending
        | OpStatus::Packaged
        | OpStatus::OtherUser { .. } => Role::RowPending,
        OpStatus::Applied {
            late_on_receipt: false,
            ..
        }
        | OpStatus::Recalled
        | OpStatus::Dropped { .. } => Role::Row,
        OpStatus::Applied { .. } => Role::TextWarning,
        OpStatus::Rejected { .. } | OpStatus::Conflict { .. } => Role::Alarm,
    }
}

/// Where a decision stands, in one sentence.
#[must_use]
pub fn status(texts: &Texts, today: Date, status: &OpStatus) -> String {
    match status {
        OpStatus::Held { until } => {
            let time = zone::local(*until).time();
            texts.outbox_held(format!("{}:{:02}", words::clock(time), time.second()))
        }
        OpStatus::Waiting => texts.outbox_waiting(),
        OpStatus::Blocked => texts.outbox_blocked(),
        OpStatus::Sending => texts.outbox_sending(),
        OpStatus::Packaged => texts.outbox_packaged(),
        OpStatus::Applied {
            receipt,
            late_on_receipt: false,
        } => texts.outbox_applied(receipt.as_str()),
        OpStatus::Applied { receipt, .. } => texts.outbox_applied_late(receipt.as_str()),
        OpStatus::Rejected { refusal } => texts.outbox_rejected(codes::refusal(texts, refusal)),
        OpStatus::Conflict {
            by: Some(user),
            at: Some(at),
        } => texts.outbox_conflict(words::moment(texts, today, *at), user.0.as_str()),
        OpStatus::Conflict { .. } => texts.outbox_conflict_unknown(),
        OpStatus::Recalled => texts.op_state_recalled(),
        OpStatus::Dropped {
            resolution: Some(resolution),
            by: Some(user),
            at: Some(at),
        } => {
            let at = words::moment(texts, today, *at);
            codes::settled(texts, *resolution, &user.0, at)
        }
        OpStatus::Dropped { .. } => texts.op_state_dropped(),
        OpStatus::OtherUser { user } => texts.outbox_other_user(user.0.as_str()),
    }
}

/// Draws the selected decision in full.
pub fn draw_selected(canvas: &mut Canvas<'_>, area: Rect, model: &Model, texts: &Texts) {
    let Some(entry) = model.outbox.selected_entry() else {
        frame::draw(canvas, area, "");
        return;
    };
    frame::draw(canvas, area, &title(texts, entry));
    let mut sheet = Sheet::new(frame::inside(area).width);
    fill(&mut sheet, model, texts, entry);
    sheet.draw_framed(canvas, area, 0);
}

/// The title of a decision in full.
#[must_use]
pub fn title(texts: &Texts, entry: &OutboxEntry) -> String {
    let number = texts.request_number(words::number(entry.number));
    let act = codes::act_on(texts, entry.number.kind, entry.act);
    format!("{number} · {act}")
}

/// Under a short list in a narrow window: the selected decision in full.
fn draw_below(canvas: &mut Canvas<'_>, area: Rect, model: &Model, texts: &Texts) {
    let rows = model.outbox.entries.len().saturating_sub(model.outbox.top);
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    let Some(entry) = model.outbox.selected_entry() else {
        return;
    };
    if rows.saturating_add(BELOW_LEAST) > area.height {
        return;
    }
    let below = Rect {
        y: area.y.saturating_add(rows),
        height: area.height - rows,
        ..area
    };
    canvas.line(&mut Pen::at(below, 0), frame::across(canvas), Role::Border);
    let place = Rect {
        y: below.y.saturating_add(1),
        height: below.height - 1,
        ..below
    };
    let mut sheet = Sheet::new(area.width);
    fill(&mut sheet, model, texts, entry);
    sheet.draw(canvas, place, 0);
}

/// Writes a decision in full onto a sheet.
pub fn fill(sheet: &mut Sheet<'_>, model: &Model, texts: &Texts, entry: &OutboxEntry) {
    let today = model.today();
    sheet.text(status(texts, today, &entry.status).into(), Role::TextStrong);
    let key = |id| model.keys.first(id);
    if entry.status.needs_choice() {
        let choice = texts.outbox_choice(
            key(ActionId::Again),
            key(ActionId::Drop),
            key(ActionId::Keep),
        );
        sheet.text(choice.into(), Role::Text);
    } else if entry.status.is_recallable() {
        sheet.text(
            texts.outbox_recall(key(ActionId::Recall)).into(),
            Role::Text,
        );
    }
    if let Some(conflict) = &entry.conflict {
        conflict::fill(sheet, (model, texts), conflict);
    }
    let decided = words::moment(texts, today, entry.decided_at);
    sheet.text(texts.outbox_decided(decided).into(), Role::Text);
    if let Some(sent) = entry.sent_at {
        let sent = words::moment(texts, today, sent);
        sheet.text(texts.outbox_sent(sent).into(), Role::Text);
    }
    if let Some(accepted) = entry.accepted_at {
        let accepted = words::moment(texts, today, accepted);
        sheet.text(texts.outbox_accepted(accepted).into(), Role::Text);
    }
    if let Some(due) = entry.due {
        let due = date::day(texts, today, due);
        sheet.text(texts.outbox_due(due).into(), Role::Text);
    }
    sheet.text(texts.outbox_tries(entry.tries).into(), Role::TextMuted);
}
