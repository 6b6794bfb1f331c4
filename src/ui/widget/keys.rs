//! Hints of keys: what can be done here, and, dimmed, what cannot.

use crate::app::action::{ActionId, action};
use crate::app::keymap::Chord;
use crate::app::pointer::Target;
use crate::app::words;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;

/// A key and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    /// The action.
    pub action: ActionId,
    /// The key.
    pub key: Chord,
    /// Whether it can be done here and now.
    pub enabled: bool,
    /// The way out of a place, which must always be seen.
    pub kept: bool,
}

/// A hint in words.
struct Worded {
    hint: Hint,
    key: String,
    label: String,
}

impl Worded {
    fn of(hint: Hint, texts: &Texts) -> Self {
        Self {
            hint,
            key: hint.key.to_string(),
            label: words::title(action(hint.action), texts),
        }
    }

    fn width(&self) -> u16 {
        text::width(&self.key) + 1 + text::width(&self.label)
    }
}

const GAP: u16 = 2;

/// Draws as many hints as fit whole; a hint is never cut. The ways out stand last.
pub fn row(canvas: &mut Canvas<'_>, mut pen: Pen, hints: &[Hint], texts: &Texts) {
    let hints = hints.iter().map(|hint| Worded::of(*hint, texts)).collect();
    for worded in fitting(hints, pen.room()) {
        let (key, label) = if worded.hint.enabled {
            (Role::Key, Role::KeyLabel)
        } else {
            (Role::KeyDisabled, Role::KeyDisabled)
        };
        canvas.target_row(pen.within(worded.width()), Target::Hint(worded.hint.action));
        canvas.write(&mut pen, &worded.key, key);
        pen = pen.skip(1);
        canvas.write(&mut pen, &worded.label, label);
        pen = pen.skip(GAP);
    }
}

/// The hints that fit: the kept ones always, the others from the first on.
///
/// Whether one can be done now plays no part, so that hints never jump about.
fn fitting(hints: Vec<Worded>, room: u16) -> Vec<Worded> {
    let (kept, others): (Vec<_>, Vec<_>) = hints.into_iter().partition(|worded| worded.hint.kept);
    let wide = |worded: &Worded| worded.width() + GAP;
    let mut left = (room + GAP).saturating_sub(kept.iter().map(wide).sum());
    let mut shown = Vec::with_capacity(others.len() + kept.len());
    for worded in others {
        if wide(&worded) > left {
            break;
        }
        left -= wide(&worded);
        shown.push(worded);
    }
    shown.extend(kept);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(key: &str, label: &str) -> Worded {
        Worded {
            hint: Hint {
                action: ActionId::Quit,
                key: Chord::Produced('q'),
                enabled: true,
                kept: key == "F10",
            },
            key: key.into(),
            label: label.into(),
        }
    }

    #[test]
    fn hints_that_do_not_fit_are_left_out_whole_and_the_last_stays() {
        let names = |room| -> Vec<String> {
            let hints = vec![
                hint("F1", "Анықтама"),
                hint("a", "Қабылдау"),
                hint("r", "Қайтару"),
                hint("F10", "Шығу"),
            ];
            let shown = fitting(hints, room).into_iter();
            shown.map(|hint| hint.key).collect()
        };
        assert_eq!(names(80), ["F1", "a", "r", "F10"]);
        assert_eq!(names(33), ["F1", "a", "F10"]);
        assert_eq!(names(10), ["F10"]);
    }
}
