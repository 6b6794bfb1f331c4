//! The form that writes a conference into a file.

use ratatui::layout::Position;

use super::{Stage, form};
use crate::app::export_form::ExportForm;
use crate::app::form::Focus;
use crate::app::pointer::Target;
use crate::app::words;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;
use crate::ui::widget::{field, frame};

const WIDTH: u16 = 72;

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    of: &ExportForm,
) -> Option<Position> {
    let texts = stage.texts;
    let (told, role) = match of.trouble {
        Some(trouble) => (words::export_trouble(trouble, texts), Role::NoticeRefusal),
        None => (texts.export_masked(), Role::TextMuted),
    };
    let room = stage.layout.overlay(WIDTH, 3).width.saturating_sub(4);
    let told: Vec<&str> = text::wrap(&told, room).collect();
    let rows = u16::try_from(told.len()).unwrap_or(u16::MAX);
    let title = texts.export_title(of.number.to_string());
    let area = stage.framed(canvas, stage.layout.overlay(WIDTH, rows + 6), &title);
    let inner = frame::inside(area);

    let typing = of.focus == Focus::Line(0);
    canvas.target_row(Pen::at(inner, 0), Target::Field(Focus::Line(0)));
    canvas.target_row(Pen::at(inner, 1), Target::Check(Focus::Line(1)));
    let pen = label(canvas, Pen::at(inner, 0), &texts.export_file(), typing);
    let place = field::line(canvas, pen, &of.file, form::field_role(typing));
    let asked = of.focus == Focus::Line(1);
    let mut pen = label(canvas, Pen::at(inner, 1), &texts.export_questions(), asked);
    let answer = if of.questions {
        texts.export_with()
    } else {
        texts.export_without()
    };
    canvas.write(&mut pen, &answer, form::field_role(asked));
    for (at, words) in (2..).zip(told) {
        let mut pen = Pen::at(inner, at).skip(1);
        canvas.write(&mut pen, words, role);
    }
    let pen = Pen::at(inner, inner.height.saturating_sub(1));
    form::buttons(canvas, stage, pen, of.focus, &texts.export_write());
    typing.then_some(place)
}

fn label(canvas: &mut Canvas<'_>, mut pen: Pen, words: &str, focused: bool) -> Pen {
    let marker = canvas.marker(focused);
    canvas.cell(&mut pen, 1, marker, Role::RowMarker);
    canvas.write(&mut pen, &format!("{words}: "), Role::Label);
    pen
}
