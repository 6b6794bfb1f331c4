//! Fields that take typed text, and where their cursor stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use ratatui::widgets::Widget;

use crate::app::editor::Editor;
use crate::app::field::LineField;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;

/// Draws a line of typed text; its end is seen when it is longer than the place.
pub fn line(canvas: &mut Canvas<'_>, mut pen: Pen, field: &LineField, role: Role) -> Position {
    let before: String = field.text().chars().take(field.cursor()).collect();
    let room = pen.room().saturating_sub(1);
    let mut shown = field.text();
    let mut cursor = text::width(&before);
    while cursor > room {
        let Some(sign) = text::signs(shown).next() else {
            break;
        };
        cursor -= sign.width.min(cursor);
        shown = shown
            .split_at_checked(sign.text.len())
            .map_or("", |(_, rest)| rest);
    }
    let place = Position::new(pen.x.saturating_add(cursor), pen.y);
    let (fits, _) = text::head(shown, pen.room());
    canvas.write(&mut pen, fits, role);
    canvas.line(&mut pen, " ", role);
    place
}

/// Draws an editor; gives the place of its cursor.
pub fn editor(
    canvas: &mut Canvas<'_>,
    area: Rect,
    editor: &Editor,
    role: Role,
) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    // The widget wraps and scrolls by itself; only its signs are taken, in our own roles.
    let sheet = Rect::new(0, 0, area.width, area.height);
    let mut cells = Buffer::empty(sheet);
    editor.widget().render(sheet, &mut cells);
    let mut cursor = None;
    for y in 0..area.height {
        let mut pen = Pen::at(area, y);
        for x in 0..area.width {
            let Some(cell) = cells.cell((x, y)) else {
                continue;
            };
            if cursor.is_none() && cell.modifier.contains(Modifier::REVERSED) {
                cursor = Some(Position::new(area.x + x, area.y + y));
            }
            // The widget tells a selection by a background of its own.
            let selected = cell.bg != Color::Reset;
            let role = if selected { Role::RowSelected } else { role };
            pen.x = area.x + x;
            canvas.write(&mut pen, cell.symbol(), role);
        }
    }
    cursor
}
