//! A text read as its second reader: the whole text, below it the remark.

use ratatui::layout::{Position, Rect};

use super::{HEIGHT, Stage, WIDTH};
use crate::app::action::ActionId;
use crate::app::house::ReadingState;
use crate::i18n::words as codes;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::sheet::Sheet;
use crate::ui::widget::{field, frame};
use crate::ui::words;

/// Who gave it above the text; a rule, the remark and what the keys do below it.
const ABOVE: u16 = 1;
const BELOW: u16 = 3;

/// Draws the dialog; gives the greatest useful first line of the text and the cursor.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    read: &ReadingState,
) -> (u16, Option<Position>) {
    let (texts, reading) = (stage.texts, &read.reading);
    let act = codes::act(texts, reading.act);
    let title = texts.reading_title(act, read.number.to_string());
    let area = stage.framed(canvas, stage.layout.overlay(WIDTH, HEIGHT), &title);
    let inner = frame::inside(area);
    let at = words::moment(texts, stage.model.today(), reading.asked_at);
    let from = texts.reading_from(at, reading.by.0.as_str());
    canvas.write(&mut Pen::at(inner, 0).skip(1), &from, Role::TextMuted);
    let body = Rect {
        x: inner.x.saturating_add(1),
        y: inner.y.saturating_add(ABOVE),
        width: inner.width.saturating_sub(2),
        height: inner.height.saturating_sub(ABOVE + BELOW),
    };
    let mut sheet = Sheet::new(body.width);
    sheet.text(reading.text.as_str().into(), Role::Text);
    sheet.draw(canvas, body, read.scroll);
    let end = sheet.end(body);
    let below = inner.height.saturating_sub(BELOW);
    let across = frame::across(canvas);
    canvas.line(&mut Pen::at(inner, below), across, Role::Border);
    let mut pen = Pen::at(inner, below + 1).skip(1);
    let label = format!("{} ", texts.reading_remark());
    canvas.write(&mut pen, &label, Role::Label);
    let cursor = field::line(canvas, pen, &read.remark, Role::FieldFocused);
    let mut pen = Pen::at(inner, below + 2).skip(1);
    if let Some(refusal) = read.refusal {
        let words = codes::desk_refusal(texts, refusal);
        let mark = canvas.mark(Role::NoticeRefusal);
        canvas.write(&mut pen, &format!(" {mark} {words} "), Role::NoticeRefusal);
    } else {
        let keys = texts.reading_keys(
            words::key(ActionId::SendBack),
            words::key(ActionId::ReadGood),
        );
        canvas.write(&mut pen, &keys, Role::TextMuted);
    }
    (end, Some(cursor))
}
