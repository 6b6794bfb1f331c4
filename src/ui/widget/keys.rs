//! Hints of keys: what can be done here, and, dimmed, what cannot.

use crate::app::action::ActionId;
use crate::app::pointer::Target;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;

/// A key and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The action.
    pub action: ActionId,
    /// The name of the key.
    pub key: String,
    /// What it does.
    pub label: String,
    /// Whether it can be done here and now.
    pub enabled: bool,
    /// The way out of a place, which must always be seen.
    pub kept: bool,
}

impl Hint {
    fn width(&self) -> u16 {
        text::width(&self.key) + 1 + text::width(&self.label)
    }
}

const GAP: u16 = 2;

/// Draws as many hints as fit whole; a hint is never cut. The ways out stand last.
pub fn row(canvas: &mut Canvas<'_>, mut pen: Pen, hints: &[Hint]) {
    for hint in fitting(hints, pen.room()) {
        let (key, label) = if hint.enabled {
            (Role::Key, Role::KeyLabel)
        } else {
            (Role::KeyDisabled, Role::KeyDisabled)
        };
        canvas.target_row(pen.within(hint.width()), Target::Hint(hint.action));
        canvas.write(&mut pen, &hint.key, key);
        pen = pen.skip(1);
        canvas.write(&mut pen, &hint.label, label);
        pen = pen.skip(GAP);
    }
}

/// The hints that fit: the kept ones always, the others from the first on.
///
/// Whether one can be done now plays no part, so that hints never jump about.
fn fitting(hints: &[Hint], room: u16) -> Vec<&Hint> {
    let (kept, others): (Vec<&Hint>, Vec<&Hint>) = hints.iter().partition(|hint| hint.kept);
    let wide = |hint: &Hint| hint.width() + GAP;
    let mut left = (room + GAP).saturating_sub(kept.iter().map(|hint| wide(hint)).sum());
    let mut shown = Vec::with_capacity(hints.len());
    for hint in others {
        if wide(hint) > left {
            break;
        }
        left -= wide(hint);
        shown.push(hint);
    }
    shown.extend(kept);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(key: &str, label: &str) -> Hint {
        Hint {
            action: ActionId::Quit,
            key: key.into(),
            label: label.into(),
            enabled: true,
            kept: key == "F10",
        }
    }

    #[test]
    fn hints_that_do_not_fit_are_left_out_whole_and_the_last_stays() {
        let hints = [
            hint("F1", "Анықтама"),
            hint("a", "Қабылдау"),
            hint("r", "Қайтару"),
            hint("F10", "Шығу"),
        ];
        let names = |room| -> Vec<&str> {
            fitting(&hints, room)
                .iter()
                .map(|hint| hint.key.as_str())
                .collect()
        };
        assert_eq!(names(80), ["F1", "a", "r", "F10"]);
        assert_eq!(names(33), ["F1", "a", "F10"]);
        assert_eq!(names(10), ["F10"]);
    }
}
