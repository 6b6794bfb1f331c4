//! The check of the keyboard: the key to press, shown among its neighbours.

use ratatui::layout::Rect;

use super::Stage;
use crate::app::keyboard_check::KeyboardCheck;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::frame;
use crate::ui::widget::sheet::Sheet;

/// What is printed on the keys, row by row.
const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
/// Columns of one key.
const KEY: u16 = 4;
/// The keyboard is this much wider at the left in each row.
const STAGGER: u16 = 2;
/// The widest a dialog with a keyboard needs to be, and its height.
const WIDTH: u16 = 64;
const HEIGHT: u16 = 14;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, check: &KeyboardCheck) {
    let texts = stage.texts;
    let part = stage.layout.overlay(WIDTH, HEIGHT);
    let area = stage.framed(canvas, part, &texts.keyboard_check_title());
    let inner = frame::inside(area);
    let key = check.asked.to_uppercase().to_string();
    let mut sheet = Sheet::new(inner.width);
    sheet.text(
        texts.keyboard_check_ask(key.clone()).into(),
        Role::TextStrong,
    );
    sheet.text(texts.keyboard_check_why().into(), Role::TextMuted);
    if check.latin {
        sheet.text(texts.keyboard_check_latin().into(), Role::TextWarning);
    } else if check.missed {
        sheet.text(texts.keyboard_check_missed(key).into(), Role::TextWarning);
    }
    let rows = u16::try_from(ROWS.len()).unwrap_or(u16::MAX);
    let place = Rect {
        height: inner.height.saturating_sub(rows),
        ..inner
    };
    sheet.draw(canvas, place, 0);
    for (at, row) in (0..).zip(ROWS) {
        let pen = Pen::at(inner, place.height + at).skip(1 + STAGGER * at);
        keys(canvas, pen, row, check.asked);
    }
}

fn keys(canvas: &mut Canvas<'_>, mut pen: Pen, row: &str, asked: char) {
    for c in row.chars() {
        let name = c.to_uppercase();
        let (words, role) = if c == asked {
            (format!("[{name}]"), Role::ButtonFocused)
        } else {
            (format!(" {name} "), Role::TextMuted)
        };
        canvas.cell(&mut pen, KEY.saturating_sub(1), &words, role);
        pen = pen.skip(1);
    }
}
