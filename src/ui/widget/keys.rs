//! Hints of keys: what can be done here, and, dimmed, what cannot.

use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;

/// A key and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The name of the key.
    pub key: String,
    /// What it does.
    pub label: String,
    /// Whether it can be done here and now.
    pub enabled: bool,
}

impl Hint {
    fn width(&self) -> u16 {
        text::width(&self.key) + 1 + text::width(&self.label)
    }
}

const GAP: u16 = 2;

/// Draws as many hints as fit whole; a hint is never cut.
///
/// The last ones are kept: the way out of a place must always be seen.
pub fn row(canvas: &mut Canvas<'_>, mut pen: Pen, hints: &[Hint], kept: usize) {
    let shown = fitting(hints, pen.room(), kept);
    for hint in shown {
        let (key, label) = if hint.enabled {
            (Role::Key, Role::KeyLabel)
        } else {
            (Role::KeyDisabled, Role::KeyDisabled)
        };
        canvas.write(&mut pen, &hint.key, key);
        pen = pen.skip(1);
        canvas.write(&mut pen, &hint.label, label);
        pen = pen.skip(GAP);
    }
}

/// The hints that fit: the last `kept` always, the others from the first on.
fn fitting(hints: &[Hint], room: u16, kept: usize) -> Vec<&Hint> {
    let (front, tail) = hints.split_at(hints.len().saturating_sub(kept));
    let wide = |hint: &Hint| hint.width() + GAP;
    let mut left = (room + GAP).saturating_sub(tail.iter().map(wide).sum());
    let mut shown = Vec::with_capacity(hints.len());
    for hint in front {
        // Whether it can be done now plays no part, so that hints never jump about.
        if wide(hint) > left {
            break;
        }
        left -= wide(hint);
        shown.push(hint);
    }
    shown.extend(tail);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(key: &str, label: &str) -> Hint {
        Hint {
            key: key.into(),
            label: label.into(),
            enabled: true,
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
            fitting(&hints, room, 1)
                .iter()
                .map(|hint| hint.key.as_str())
                .collect()
        };
        assert_eq!(names(80), ["F1", "a", "r", "F10"]);
        assert_eq!(names(33), ["F1", "a", "F10"]);
        assert_eq!(names(10), ["F10"]);
    }
}
