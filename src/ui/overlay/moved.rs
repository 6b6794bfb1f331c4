//! The terms that the last change of rules moved: old day and new, item by item.

use jiff::civil::Date;

use super::Stage;
use crate::app::overlay::MovedState;
use crate::app::pointer::Target;
use crate::domain::moved::Moved;
use crate::i18n::date;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::frame::{self, Place};
use crate::ui::words;

/// Columns of a number, an act and a day.
const NUMBER: u16 = 10;
const ACT: u16 = 18;
const DAY: u16 = 13;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, list: &MovedState) {
    let texts = stage.texts;
    let area = stage.framed(canvas, stage.layout.acts(), &texts.moved_title());
    let inner = frame::inside(area);
    let mut say = |line: u16, text: &str, role: Role| {
        canvas.write(&mut Pen::at(inner, line).skip(1), text, role);
    };
    let Some(movement) = &list.movement else {
        say(0, &texts.queue_loading(), Role::TextMuted);
        return;
    };
    if movement.moved.is_empty() {
        say(0, &texts.moved_empty(), Role::TextMuted);
        return;
    }
    if let Some(change) = &movement.change {
        let what: Vec<&str> = change.changed.iter().map(|key| key.id.as_str()).collect();
        let when = words::moment(texts, stage.model.today(), change.at);
        let told = texts.moved_change(change.by.as_str(), what.join(", "), when);
        say(0, &told, Role::Row);
    }
    let head = stage
        .layout
        .acts()
        .inner()
        .height
        .saturating_sub(stage.layout.moved_rows());
    let seen = movement.moved.iter().enumerate().skip(list.top);
    for (line, (index, moved)) in (head..inner.height).zip(seen) {
        let pen = Pen::at(inner, line);
        canvas.target_row(pen, Target::Line(index));
        row(canvas, pen, stage, moved, index == list.selected);
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(list.top),
        shown: u64::from(inner.height.saturating_sub(head)),
        total: count(movement.moved.len()),
    };
    frame::scroll(canvas, area, place);
    frame::foot(
        canvas,
        area,
        &texts.queue_place(count(list.selected + 1), count(movement.total)),
    );
}

fn row(canvas: &mut Canvas<'_>, mut pen: Pen, stage: &Stage<'_>, moved: &Moved, selected: bool) {
    let (texts, model) = (stage.texts, stage.model);
    let marker = canvas.marker(selected);
    canvas.cell(&mut pen, 1, marker, Role::RowMarker);
    pen = pen.skip(1);
    let number = Role::row(selected);
    canvas.cell(&mut pen, NUMBER, &moved.number.to_string(), number);
    pen = pen.skip(1);
    canvas.cell(
        &mut pen,
        ACT,
        &words::row_act(model, texts, &moved.rule),
        Role::Row,
    );
    pen = pen.skip(1);
    let day = |day: Option<Date>| day.map_or_else(|| "—".to_owned(), |day| date::short(texts, day));
    canvas.cell(&mut pen, DAY, &day(moved.old), Role::TextMuted);
    canvas.cell(&mut pen, 2, "→", Role::TextMuted);
    let is_late = moved.new.is_some_and(|new| new < model.today());
    let (role, mark) = if is_late {
        (Role::Overdue, canvas.mark(Role::Overdue))
    } else {
        (Role::Row, " ")
    };
    canvas.cell(&mut pen, 2, mark, role);
    canvas.cell(&mut pen, DAY, &day(moved.new), role);
}
