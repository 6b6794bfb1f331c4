//! A row of buttons; the one in focus is told by brackets as well as by style.

use crate::app::form::Focus;
use crate::app::pointer::Target;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;

/// One button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Button<'a> {
    /// Which one it is.
    pub id: Focus,
    /// What it does.
    pub label: &'a str,
    /// Enter presses it.
    pub focused: bool,
}

/// Draws buttons from the pen on, in the order given: Cancel stands first.
pub fn row(canvas: &mut Canvas<'_>, pen: &mut Pen, buttons: &[Button<'_>]) {
    for button in buttons {
        let (role, words) = if button.focused {
            let mark = canvas.mark(Role::RowMarker);
            (Role::ButtonFocused, format!("{mark}[ {} ]", button.label))
        } else {
            (Role::Button, format!(" [ {} ]", button.label))
        };
        canvas.target_row(pen.within(text::width(&words)), Target::Button(button.id));
        canvas.write(pen, &words, role);
        *pen = pen.skip(2);
    }
}

/// The columns a row of buttons takes.
#[must_use]
pub fn width(labels: &[&str]) -> u16 {
    labels
        .iter()
        .map(|label| text::width(label).saturating_add(7))
        .sum()
}
