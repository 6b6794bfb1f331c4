//! The holders and their accounts, as the Operator lists them.

use super::Stage;
use crate::app::pointer::Target;
use crate::app::staff::{Account, HoldersLine, HoldersState};
use crate::i18n::{profile, words as codes};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;
use crate::ui::widget::frame::{self, Place};

/// Columns of a login name.
const USER: u16 = 28;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, list: &HoldersState) {
    let texts = stage.texts;
    let area = stage.framed(canvas, stage.layout.acts(), &texts.holders_title());
    let inner = frame::inside(area);
    let Some(lines) = &list.lines else {
        let mut pen = Pen::at(inner, 0).skip(1);
        canvas.write(&mut pen, &texts.queue_loading(), Role::TextMuted);
        return;
    };
    let seen = lines.iter().enumerate().skip(list.top);
    for (line, (index, shown)) in (0..inner.height).zip(seen) {
        let selected = index == list.selected;
        let mut pen = Pen::at(inner, line);
        canvas.target_row(pen, Target::Line(index));
        let marker = canvas.marker(selected);
        canvas.cell(&mut pen, 1, marker, Role::RowMarker);
        match shown {
            HoldersLine::Holder(place, accounts) => {
                holder(canvas, pen, stage, (*place, *accounts), selected);
            }
            HoldersLine::Account(one) => account(canvas, pen, stage, one, selected),
        }
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(list.top),
        shown: u64::from(inner.height),
        total: count(lines.len()),
    };
    frame::scroll(canvas, area, place);
    let selected = count(list.selected + 1).min(count(lines.len()));
    frame::foot(
        canvas,
        area,
        &texts.queue_place(selected, count(lines.len())),
    );
}

fn holder(
    canvas: &mut Canvas<'_>,
    mut pen: Pen,
    stage: &Stage<'_>,
    (place, accounts): (usize, usize),
    selected: bool,
) {
    let texts = stage.texts;
    let Some(holder) = stage.model.rules.directory.at(place) else {
        return;
    };
    let name = holder.name.get(texts.lang());
    let mut tail = holder.bin.clone();
    if accounts == 0 {
        tail = format!("{tail}, {}", texts.holders_no_accounts());
    }
    let full = format!("{}, {tail}", profile::kind(texts, holder.kind));
    // The kind is told where the name is whole all the same.
    if text::width(name) + text::width(&full) + 2 <= pen.room() {
        tail = full;
    }
    let room = pen.room().saturating_sub(text::width(&tail) + 2);
    let name = text::truncate(name, room);
    let role = if selected {
        Role::row(true)
    } else {
        Role::TextStrong
    };
    canvas.write(&mut pen, &name, role);
    canvas.write(&mut pen.skip(1), &tail, Role::TextMuted);
}

fn account(
    canvas: &mut Canvas<'_>,
    pen: Pen,
    stage: &Stage<'_>,
    account: &Account,
    selected: bool,
) {
    let mut pen = pen.skip(2);
    canvas.cell(&mut pen, USER, &account.user.0, Role::row(selected));
    let role = codes::role(stage.texts, account.role);
    canvas.write(&mut pen, &role, Role::Row);
}
