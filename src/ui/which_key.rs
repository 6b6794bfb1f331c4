//! What may come after the first of two keys, shown above the message line.

use ratatui::layout::Rect;

use super::canvas::{Canvas, Pen};
use super::placed;
use super::widget::frame;
use crate::app::Model;
use crate::app::action::disabled;
use crate::app::layout::Layout;
use crate::app::pointer::Target;
use crate::app::words;
use crate::i18n::Texts;
use crate::theme::Role;

/// Columns of a key with what it does: titles are at most twenty.
const COLUMN: u16 = 25;

/// Draws the keys, if the first one has waited long enough.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    layout: Layout,
    model: &Model,
    texts: &Texts,
) {
    let keys = model.which_keys();
    let Some(prefix) = model.prefix.filter(|_| !keys.is_empty()) else {
        return;
    };
    let message = placed(area, layout.message());
    let columns = (area.width.saturating_sub(2) / COLUMN).max(1);
    let count = u16::try_from(keys.len()).unwrap_or(u16::MAX);
    let height = count.div_ceil(columns).saturating_add(2);
    let panel = Rect {
        y: message.y.saturating_sub(height),
        height: height.min(message.y),
        ..message
    };
    canvas.fill(panel, Role::Text);
    canvas.target(panel, Target::Sheet);
    frame::draw(
        canvas,
        panel,
        &texts.which_key_title(prefix.place.to_string()),
    );
    let inside = frame::inside(panel);
    let rows = usize::from(inside.height.max(1));
    for (at, (then, action)) in keys.iter().enumerate() {
        let (column, line) = (at / rows, at % rows);
        let across = u16::try_from(column).unwrap_or(u16::MAX);
        let down = u16::try_from(line).unwrap_or(u16::MAX);
        let mut pen = Pen::at(inside, down).skip(across.saturating_mul(COLUMN).saturating_add(1));
        let (key, label) = if disabled(model, action.id).is_none() {
            (Role::Key, Role::KeyLabel)
        } else {
            (Role::KeyDisabled, Role::KeyDisabled)
        };
        canvas.target_row(
            pen.within(COLUMN.saturating_sub(1)),
            Target::Hint(action.id),
        );
        canvas.write(&mut pen, &then.to_string(), key);
        pen = pen.skip(1).within(COLUMN.saturating_sub(3));
        canvas.write(&mut pen, &words::title(action, texts), label);
    }
}
