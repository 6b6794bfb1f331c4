//! The palette: all commands by name.

use ratatui::layout::{Position, Rect};

use super::Stage;
use crate::app::action::{ActionId, action, disabled};
use crate::app::palette::PaletteState;
use crate::app::pointer::Target;
use crate::app::words;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;
use crate::ui::widget::field;
use crate::ui::widget::frame::{self, Place};

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, palette: &PaletteState) -> Position {
    let texts = stage.texts;
    let area = stage.framed(canvas, stage.layout.palette(), &texts.palette_title());
    let inner = frame::inside(area);
    let mut pen = Pen::at(inner, 0);
    canvas.write(
        &mut pen,
        &format!("{}: ", texts.palette_prompt()),
        Role::Label,
    );
    let cursor = field::line(canvas, pen, &palette.query, Role::FieldFocused);
    let rows = stage.layout.palette_rows();
    if palette.found.is_empty() {
        canvas.write(
            &mut Pen::at(inner, 2),
            &texts.palette_empty(),
            Role::TextMuted,
        );
        return cursor;
    }
    let seen = palette.found.iter().enumerate().skip(palette.top);
    for (line, (index, id)) in (0..rows).zip(seen) {
        let selected = index == palette.selected;
        canvas.target_row(Pen::at(inner, line + 2), Target::Line(index));
        row(canvas, stage, Pen::at(inner, line + 2), *id, selected);
    }
    canvas.line(&mut Pen::at(inner, 1), frame::across(canvas), Role::Border);
    if let Some(id) = palette.found.get(palette.selected) {
        explain(canvas, stage, area, *id);
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(palette.top),
        shown: u64::from(rows),
        total: count(palette.found.len()),
    };
    frame::scroll(canvas, area, place);
    cursor
}

fn row(canvas: &mut Canvas<'_>, stage: &Stage<'_>, mut pen: Pen, id: ActionId, selected: bool) {
    let entry = action(id);
    let possible = disabled(stage.model, id).is_none();
    let marker = canvas.marker(selected);
    canvas.cell(&mut pen, 2, marker, Role::RowMarker);
    let (title, keys) = match (possible, selected) {
        (true, true) => (Role::RowSelected, Role::Key),
        (true, false) => (Role::Row, Role::Key),
        (false, true) => (Role::RowSelected, Role::KeyDisabled),
        (false, false) => (Role::TextDisabled, Role::KeyDisabled),
    };
    canvas.write_right(&mut pen, &stage.model.keys.label(entry), keys);
    pen.end = pen.end.saturating_sub(2);
    canvas.write(&mut pen, &words::title(entry, stage.texts), title);
}

/// What the selected command does, or why it is not possible now, in the lower edge.
fn explain(canvas: &mut Canvas<'_>, stage: &Stage<'_>, area: Rect, id: ActionId) {
    let (words, role) = match disabled(stage.model, id) {
        None => (words::hint(action(id), stage.texts), Role::TextMuted),
        Some(reason) => {
            let why = words::disabled(&reason, stage.texts);
            (stage.texts.help_disabled(why), Role::TextWarning)
        }
    };
    let mut pen = Pen::at(area, area.height.saturating_sub(1)).skip(2);
    pen.end = pen.end.saturating_sub(2);
    let words = text::truncate(&words, pen.room().saturating_sub(2));
    canvas.write(&mut pen, &format!(" {words} "), role);
}
