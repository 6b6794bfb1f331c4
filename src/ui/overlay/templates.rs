//! The picker of templates.

use ratatui::layout::Position;

use super::Stage;
use crate::app::overlay::TemplatesState;
use crate::app::pointer::Target;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::field;
use crate::ui::widget::frame::{self, Place};

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    picker: &TemplatesState,
) -> Position {
    let texts = stage.texts;
    let area = stage.framed(canvas, stage.layout.palette(), &texts.templates_title());
    let inner = frame::inside(area);
    let mut pen = Pen::at(inner, 0);
    canvas.write(
        &mut pen,
        &format!("{}: ", texts.templates_prompt()),
        Role::Label,
    );
    let cursor = field::line(canvas, pen, &picker.query, Role::FieldFocused);
    canvas.line(&mut Pen::at(inner, 1), frame::across(canvas), Role::Border);
    if picker.found.is_empty() {
        let words = texts.templates_empty();
        canvas.write(&mut Pen::at(inner, 2), &words, Role::TextMuted);
        return cursor;
    }
    let rows = stage.layout.palette_rows();
    let seen = picker.found.iter().enumerate().skip(picker.top);
    for (line, (index, id)) in (0..rows).zip(seen) {
        canvas.target_row(Pen::at(inner, line + 2), Target::Line(index));
        row(
            canvas,
            stage,
            Pen::at(inner, line + 2),
            id,
            index == picker.selected,
        );
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(picker.top),
        shown: u64::from(rows),
        total: count(picker.found.len()),
    };
    frame::scroll(canvas, area, place);
    cursor
}

fn row(canvas: &mut Canvas<'_>, stage: &Stage<'_>, mut pen: Pen, id: &str, selected: bool) {
    let writing = &stage.model.writing;
    let Some(template) = writing.templates.get(id) else {
        return;
    };
    let marker = canvas.marker(selected);
    canvas.cell(&mut pen, 2, marker, Role::RowMarker);
    let role = Role::row(selected);
    if let Some(uses) = writing.uses.get(id) {
        let words = stage.texts.templates_uses(*uses);
        canvas.write_right(&mut pen, &words, Role::TextMuted);
        pen.end = pen.end.saturating_sub(2);
    }
    canvas.write(&mut pen, template.title.get(stage.texts.lang()), role);
}
