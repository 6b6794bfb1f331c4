//! The internal note of an item, in a frame of its own.

use ratatui::layout::{Position, Rect};

use super::Stage;
use crate::app::overlay::NoteState;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::{field, frame};

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    note: &NoteState,
) -> Option<Position> {
    let texts = stage.texts;
    let area = stage.place(stage.layout.note_frame());
    canvas.fill(area, Role::Text);
    let title = texts.note_title(note.number.to_string());
    let inner = frame::draw_internal(canvas, area, &title);
    let mut pen = Pen::at(inner, 0).skip(1);
    canvas.write(&mut pen, &texts.note_prompt(), Role::TextWarning);
    let (width, rows) = stage.layout.note();
    let place = Rect {
        x: inner.x.saturating_add(1),
        y: inner.y.saturating_add(1),
        width,
        height: rows,
    };
    field::editor(canvas, place, &note.text, Role::FieldFocused)
}
