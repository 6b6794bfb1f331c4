//! The small form of an act on a topic, a conference or a question.

use ratatui::layout::{Position, Rect};

use super::{Stage, form};
use crate::app::form::Focus;
use crate::app::item_form::{Ask, FormLine, ItemForm, Value};
use crate::app::layout::ANNEX_ROWS;
use crate::app::pointer::Target;
use crate::i18n::words as codes;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;
use crate::ui::widget::{field, frame};

const WIDTH: u16 = 72;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, of: &ItemForm) -> Option<Position> {
    let texts = stage.texts;
    let act = codes::act_on(texts, of.number.kind, of.act);
    let title = if of.number == ItemForm::NEW_CIRCULAR {
        act.clone()
    } else {
        texts.compose_title(act.clone(), of.number.to_string())
    };
    let refusal = of.refusal.as_ref().map(|one| codes::refusal(texts, one));
    let room = stage.layout.overlay(WIDTH, 3).width.saturating_sub(4);
    let told: Vec<&str> = refusal
        .as_deref()
        .map(|words| text::wrap(words, room).collect())
        .unwrap_or_default();
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let reach = addressee(stage, of);
    let below = rows(told.len()).max(1 + u16::from(reach.is_some()));
    let lines: u16 = of.lines.iter().map(rows_of).sum();
    let height = lines + below + 4;
    let area = stage.framed(canvas, stage.layout.overlay(WIDTH, height), &title);
    let inner = frame::inside(area);
    let mut cursor = None;
    let mut row = 0;
    for (at, line) in of.lines.iter().enumerate() {
        let focused = of.focus == Focus::Line(at);
        let place = Rect {
            y: inner.y + row,
            height: rows_of(line).min(inner.height.saturating_sub(row)),
            ..inner
        };
        canvas.target(place, target(line, at));
        cursor = draw_line(canvas, stage, place, line, of, focused).or(cursor);
        row += rows_of(line);
    }
    let after = lines;
    for (at, words) in (after..).zip(&told) {
        let mut pen = Pen::at(inner, at).skip(1);
        canvas.write(&mut pen, words, Role::NoticeRefusal);
    }
    if told.is_empty() {
        form::note(canvas, stage, Pen::at(inner, after), None, None);
        if let Some(words) = reach {
            let mut pen = Pen::at(inner, after + 1).skip(1);
            canvas.write(&mut pen, &words, Role::Text);
        }
    }
    let pen = Pen::at(inner, inner.height.saturating_sub(1));
    form::buttons(canvas, stage, pen, of.focus, &act);
    cursor
}

/// Who will receive the circular being written.
fn addressee(stage: &Stage<'_>, of: &ItemForm) -> Option<String> {
    if of.number != ItemForm::NEW_CIRCULAR {
        return None;
    }
    let (texts, directory) = (stage.texts, &stage.model.rules.directory);
    let Some(bin) = of.addressee() else {
        let count = directory.all().count();
        return Some(texts.circular_to_all(u64::try_from(count).unwrap_or(u64::MAX)));
    };
    let named = directory
        .by_bin(bin)
        .map(|holder| holder.name.get(texts.lang()));
    Some(named.map_or_else(String::new, |name| texts.circular_to_one(name)))
}

/// The rows of a line: a text of some length has several below its name.
const fn rows_of(line: &FormLine) -> u16 {
    match line.value {
        Value::Written(_) => 1 + ANNEX_ROWS,
        Value::Typed(_) | Value::Chosen(_) => 1,
    }
}

/// A choice is changed by another click, a text only gets the focus.
const fn target(line: &FormLine, at: usize) -> Target {
    match line.value {
        Value::Chosen(_) => Target::Check(Focus::Line(at)),
        Value::Typed(_) | Value::Written(_) => Target::Field(Focus::Line(at)),
    }
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    area: Rect,
    line: &FormLine,
    of: &ItemForm,
    focused: bool,
) -> Option<Position> {
    let texts = stage.texts;
    let mut pen = Pen::at(area, 0);
    let marker = canvas.marker(focused);
    canvas.cell(&mut pen, 1, marker, Role::RowMarker);
    let label = codes::ask(texts, line.ask.id());
    canvas.write(&mut pen, &format!("{label}: "), Role::Label);
    match &line.value {
        Value::Typed(typed) => {
            let place = field::line(canvas, pen, typed, form::field_role(focused));
            focused.then_some(place)
        }
        Value::Written(editor) => {
            let place = Rect {
                x: area.x + 2,
                y: area.y + 1,
                width: area.width.saturating_sub(4),
                height: area.height.saturating_sub(1),
            };
            let place = field::editor(canvas, place, editor, form::field_role(focused));
            place.filter(|_| focused)
        }
        Value::Chosen(_) => {
            debug_assert_eq!(line.ask, Ask::Reason);
            let word = codes::decline(texts, of.reason());
            canvas.write(&mut pen, &word, form::field_role(focused));
            None
        }
    }
}
