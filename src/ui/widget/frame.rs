//! A frame of lines around a part, with its title and the place in a long list.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};

struct Lines {
    across: &'static str,
    down: &'static str,
    corners: [&'static str; 4],
    thumb: &'static str,
}

const THIN: Lines = Lines {
    across: "─",
    down: "│",
    corners: ["┌", "┐", "└", "┘"],
    thumb: "┃",
};

const ASCII: Lines = Lines {
    across: "-",
    down: "|",
    corners: ["+", "+", "+", "+"],
    thumb: "#",
};

/// Line mode tells titles and texts, no lines around them.
const NONE: Lines = Lines {
    across: " ",
    down: " ",
    corners: [" ", " ", " ", " "],
    thumb: " ",
};

const DOUBLE: Lines = Lines {
    across: "═",
    down: "║",
    corners: ["╔", "╗", "╚", "╝"],
    thumb: "┃",
};

const DOUBLE_ASCII: Lines = Lines {
    across: "=",
    down: "#",
    corners: ["#", "#", "#", "#"],
    thumb: "#",
};

const fn lines(canvas: &Canvas<'_>) -> &'static Lines {
    if canvas.theme().bare() {
        &NONE
    } else if canvas.theme().ascii() {
        &ASCII
    } else {
        &THIN
    }
}

/// The sign of a line across, in the character set of the theme.
#[must_use]
pub const fn across(canvas: &Canvas<'_>) -> &'static str {
    lines(canvas).across
}

/// The area inside a frame.
#[must_use]
pub const fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x.saturating_add(1),
        y: area.y.saturating_add(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

/// Draws a frame with a title and gives the area inside, which is left as it was.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, title: &str) -> Rect {
    let signs = lines(canvas);
    draw_with(canvas, area, title, signs)
}

/// The same with double lines: what is inside never leaves this computer.
pub fn draw_internal(canvas: &mut Canvas<'_>, area: Rect, title: &str) -> Rect {
    let signs = if canvas.theme().bare() {
        &NONE
    } else if canvas.theme().ascii() {
        &DOUBLE_ASCII
    } else {
        &DOUBLE
    };
    draw_with(canvas, area, title, signs)
}

fn draw_with(canvas: &mut Canvas<'_>, area: Rect, title: &str, signs: &'static Lines) -> Rect {
    if area.width < 2 || area.height < 2 {
        return Rect::ZERO;
    }
    draw_top(canvas, area, title, signs);
    side(canvas, left_edge(area), signs);
    side(canvas, right_edge(area), signs);
    draw_bottom(canvas, area, signs);
    inside(area)
}

/// Draws the upper edge of a frame alone, with its title.
pub fn top(canvas: &mut Canvas<'_>, area: Rect, title: &str) {
    let signs = lines(canvas);
    draw_top(canvas, area, title, signs);
}

/// Draws the left edge of a frame alone.
pub fn left(canvas: &mut Canvas<'_>, area: Rect) {
    side(canvas, left_edge(area), lines(canvas));
}

/// Draws the right edge of a frame alone.
pub fn right(canvas: &mut Canvas<'_>, area: Rect) {
    side(canvas, right_edge(area), lines(canvas));
}

/// The left edge of a frame without its corners.
#[must_use]
pub const fn left_edge(area: Rect) -> Rect {
    Rect {
        width: 1,
        x: area.x,
        ..inside(area)
    }
}

/// The right edge of a frame without its corners.
#[must_use]
pub const fn right_edge(area: Rect) -> Rect {
    Rect {
        x: area.x.saturating_add(area.width.saturating_sub(1)),
        ..left_edge(area)
    }
}

/// Draws the lower edge of a frame alone.
pub fn bottom(canvas: &mut Canvas<'_>, area: Rect) {
    let signs = lines(canvas);
    draw_bottom(canvas, area, signs);
}

fn draw_top(canvas: &mut Canvas<'_>, area: Rect, title: &str, signs: &Lines) {
    let [left, right, ..] = signs.corners;
    edge(canvas, area, 0, signs.across, (left, right));
    if !title.is_empty() && area.width > 6 {
        let mut pen = Pen::at(area, 0).skip(2).within(area.width - 4);
        canvas.write(&mut pen.within(1), " ", Role::Title);
        pen = pen.skip(1);
        pen.end = pen.end.saturating_sub(1);
        canvas.write(&mut pen, title, Role::Title);
        pen.end = pen.end.saturating_add(1);
        canvas.write(&mut pen, " ", Role::Title);
    }
}

fn side(canvas: &mut Canvas<'_>, edge: Rect, signs: &Lines) {
    for line in 0..edge.height {
        canvas.write(&mut Pen::at(edge, line), signs.down, Role::Border);
    }
}

fn draw_bottom(canvas: &mut Canvas<'_>, area: Rect, signs: &Lines) {
    let [.., left, right] = signs.corners;
    let last = area.height.saturating_sub(1);
    edge(canvas, area, last, signs.across, (left, right));
}

fn edge(canvas: &mut Canvas<'_>, area: Rect, line: u16, across: &str, corners: (&str, &str)) {
    let mut pen = Pen::at(area, line);
    canvas.write(&mut pen, corners.0, Role::Border);
    pen.end = pen.end.saturating_sub(1);
    canvas.line(&mut pen, across, Role::Border);
    pen.end = pen.end.saturating_add(1);
    canvas.write(&mut pen, corners.1, Role::Border);
}

/// Writes a short text into the lower edge, at its right end.
pub fn foot(canvas: &mut Canvas<'_>, area: Rect, words: &str) {
    if area.height < 2 || area.width < 8 || words.is_empty() {
        return;
    }
    let mut pen = Pen::at(area, area.height - 1).skip(2);
    pen.end = pen.end.saturating_sub(2);
    canvas.write_right(&mut pen, &format!(" {words} "), Role::Scroll);
}

/// Where a window of `shown` of `total` lines begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The first line shown.
    pub top: u64,
    /// Lines shown.
    pub shown: u64,
    /// All lines.
    pub total: u64,
}

/// Marks on the right edge which part of a long list is seen; nothing where all of it is.
pub fn scroll(canvas: &mut Canvas<'_>, area: Rect, place: Place) {
    let sign = lines(canvas).thumb;
    for line in thumb(area, place) {
        let mut pen = Pen::at(area, line).skip(area.width.saturating_sub(1));
        canvas.write(&mut pen, sign, Role::Scroll);
    }
}

/// The lines of a frame that [`scroll`] marks.
#[must_use]
pub fn thumb(area: Rect, place: Place) -> Range<u16> {
    let track = u64::from(area.height.saturating_sub(2));
    if place.total <= place.shown || track == 0 || area.width < 2 {
        return 0..0;
    }
    let length = (track * place.shown / place.total.max(1)).clamp(1, track);
    let hidden = place.total - place.shown;
    let at = (track - length) * place.top.min(hidden) / hidden.max(1);
    let line = |step: u64| u16::try_from(step).unwrap_or(u16::MAX).saturating_add(1);
    line(at)..line(at + length)
}
