//! The palette: all commands by name.

use ratatui::layout::Position;

use super::Stage;
use crate::app::action::{action, disabled};
use crate::app::overlay::PaletteState;
use crate::app::words;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::frame::{self, Place};
use crate::ui::widget::field;

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    palette: &PaletteState,
) -> Position {
    let texts = stage.texts;
    let area = stage.dialog(canvas, &texts.palette_title());
    let inner = frame::inside(area);
    let mut pen = Pen::at(inner, 0);
    canvas.write(&mut pen, &format!("{}: ", texts.palette_prompt()), Role::Label);
    let cursor = field::line(canvas, pen, &palette.query, Role::FieldFocused);
    let rows = stage.layout.palette_rows();
    if palette.found.is_empty() {
        canvas.write(&mut Pen::at(inner, 2), &texts.palette_empty(), Role::TextMuted);
        return cursor;
    }
    let seen = palette.found.iter().enumerate().skip(palette.top);
    for (line, (index, id)) in (0..rows).zip(seen) {
        let selected = index == palette.selected;
        row(canvas, stage, Pen::at(inner, line + 1), *id, selected);
    }
    if let Some(id) = palette.found.get(palette.selected) {
        explain(canvas, stage, Pen::at(inner, rows + 2), *id);
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

fn row(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    mut pen: Pen,
    id: crate::app::action::ActionId,
    selected: bool,
) {
    let entry = action(id);
    let possible = disabled(stage.model, id).is_none();
    let marker = if selected {
        canvas.mark(Role::RowMarker)
    } else {
        " "
    };
    canvas.cell(&mut pen, 2, marker, Role::RowMarker);
    let (title, keys) = match (possible, selected) {
        (true, true) => (Role::RowSelected, Role::Key),
        (true, false) => (Role::Row, Role::Key),
        (false, true) => (Role::RowSelected, Role::KeyDisabled),
        (false, false) => (Role::TextDisabled, Role::KeyDisabled),
    };
    canvas.write_right(&mut pen, &entry.keys_label(), keys);
    pen.end = pen.end.saturating_sub(2);
    canvas.write(&mut pen, &words::title(entry, stage.texts), title);
}

/// What the selected command does, or why it is not possible now.
fn explain(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    mut pen: Pen,
    id: crate::app::action::ActionId,
) {
    match disabled(stage.model, id) {
        None => canvas.write(&mut pen, &words::hint(action(id), stage.texts), Role::TextMuted),
        Some(reason) => {
            let why = words::disabled(&reason, stage.texts);
            canvas.write(&mut pen, &stage.texts.help_disabled(why), Role::TextWarning);
        }
    }
}
