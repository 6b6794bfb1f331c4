//! A question with two buttons, Cancel first.

use super::Stage;
use crate::app::form::Focus;
use crate::app::overlay::{ConfirmState, Question};
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;
use crate::ui::widget::button::{self, Button};
use crate::ui::widget::frame;

const WIDTH: u16 = 64;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, confirm: &ConfirmState) {
    let (title, question, ok) = wording(stage.texts, &confirm.question);
    let room = stage.layout.overlay(WIDTH, 3).width.saturating_sub(4);
    let lines: Vec<&str> = text::wrap(&question, room).collect();
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let area = stage.framed(
        canvas,
        stage.layout.overlay(WIDTH, rows.saturating_add(5)),
        &title,
    );
    let inner = frame::inside(area);
    for (line, words) in (1..inner.height).zip(&lines) {
        canvas.write(&mut Pen::at(inner, line).skip(1), words, Role::Text);
    }
    let buttons = [
        Button {
            id: Focus::Cancel,
            label: &stage.texts.form_cancel(),
            focused: !confirm.on_ok,
        },
        Button {
            id: Focus::Submit,
            label: &ok,
            focused: confirm.on_ok,
        },
    ];
    let mut pen = Pen::at(inner, inner.height.saturating_sub(1)).skip(1);
    button::row(canvas, &mut pen, &buttons);
}

/// Title, question and the word of the deciding button.
fn wording(texts: &Texts, question: &Question) -> (String, String, String) {
    match question {
        Question::Quit { unsent } => (
            texts.confirm_quit_title(),
            texts.confirm_quit(*unsent),
            texts.confirm_quit_ok(),
        ),
        Question::Reset { deleting, of } => (
            texts.confirm_reset_title(),
            texts.confirm_reset(*deleting, *of),
            texts.confirm_reset_ok(),
        ),
        Question::BeginConference => (
            texts.confirm_conference_title(),
            texts.confirm_conference(),
            texts.confirm_conference_ok(),
        ),
        Question::DropOp { number, .. } => (
            texts.confirm_drop_title(),
            texts.confirm_drop(number.to_string()),
            texts.confirm_drop_ok(),
        ),
    }
}
