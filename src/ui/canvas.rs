//! The sheet a view draws on: cells, roles and texts that never leave their place.
//!
//! Everything drawn goes through here. Invariants: nothing is written outside the area of the
//! buffer; no control character reaches a cell; a wide sign is never cut in half.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text;
use crate::app::pointer::Target;
use crate::theme::{Role, Theme};

/// Of each row of a buffer the columns between which something was drawn, counted from its edge.
pub type Touched = Vec<Range<u16>>;

/// A buffer with the theme its cells are drawn in.
pub struct Canvas<'a> {
    buf: &'a mut Buffer,
    theme: &'a Theme,
    targets: Vec<(Rect, Target)>,
    touched: Touched,
}

/// A place on one row from which text runs to the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pen {
    /// The next column.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// The first column that is not to be written.
    pub end: u16,
}

impl Pen {
    /// The row `line` of an area, from its left edge.
    #[must_use]
    pub const fn at(area: Rect, line: u16) -> Self {
        Self {
            x: area.x,
            y: area.y.saturating_add(line),
            end: if line < area.height {
                area.x.saturating_add(area.width)
            } else {
                area.x
            },
        }
    }

    /// Columns left.
    #[must_use]
    pub const fn room(self) -> u16 {
        self.end.saturating_sub(self.x)
    }

    /// Leaves columns blank.
    #[must_use]
    pub const fn skip(self, columns: u16) -> Self {
        Self {
            x: self.x.saturating_add(columns),
            ..self
        }
    }

    /// Ends `columns` after the present place, or where it ended before.
    #[must_use]
    pub fn within(self, columns: u16) -> Self {
        Self {
            end: self.end.min(self.x.saturating_add(columns)),
            ..self
        }
    }
}

impl<'a> Canvas<'a> {
    /// A canvas over a buffer.
    #[must_use]
    pub fn new(buf: &'a mut Buffer, theme: &'a Theme) -> Self {
        let rows = usize::from(buf.area.height);
        Self {
            buf,
            theme,
            targets: Vec::new(),
            touched: vec![0..0; rows],
        }
    }

    /// Tells what an area stands for; a later one lies over those before.
    pub fn target(&mut self, area: Rect, target: Target) {
        if !area.is_empty() {
            self.targets.push((area, target));
        }
    }

    /// Tells what the rest of a row stands for.
    pub fn target_row(&mut self, pen: Pen, target: Target) {
        self.target(Rect::new(pen.x, pen.y, pen.room(), 1), target);
    }

    /// Nothing drawn so far can be pointed at any more: something lies over it.
    pub fn cover(&mut self) {
        self.targets.clear();
    }

    /// What was told of areas so far.
    #[must_use]
    pub fn targets(&self) -> &[(Rect, Target)] {
        &self.targets
    }

    /// Where the cells of one row of an area lie in the buffer.
    fn row(&self, area: Rect, y: u16) -> Range<usize> {
        if area.is_empty() {
            return 0..0;
        }
        let start = self.buf.index_of(area.left(), y);
        start..start + usize::from(area.width)
    }

    /// What was told of areas, and where something was drawn.
    #[must_use]
    pub fn finish(self) -> (Vec<(Rect, Target)>, Touched) {
        (self.targets, self.touched)
    }

    /// Where something was drawn so far; from here on nothing was.
    pub fn take_touched(&mut self) -> Touched {
        let rows = self.touched.len();
        std::mem::replace(&mut self.touched, vec![0..0; rows])
    }

    /// Where something was drawn before.
    pub fn add_touched(&mut self, touched: &[Range<u16>]) {
        for (sum, touched) in self.touched.iter_mut().zip(touched) {
            *sum = both(sum, touched);
        }
    }

    /// Something is drawn from a column up to another one.
    fn touch(&mut self, y: u16, from: u16, to: u16) {
        let area = self.buf.area;
        let row = y.checked_sub(area.y).map(usize::from);
        let Some(touched) = row.and_then(|row| self.touched.get_mut(row)) else {
            return;
        };
        // The halves of wide signs that are cut in two stand on either side.
        let column = |x: u16| x.saturating_sub(area.x).min(area.width);
        let (from, to) = (column(from.saturating_sub(1)), column(to.saturating_add(1)));
        *touched = both(touched, &(from..to));
    }

    /// The theme.
    #[must_use]
    pub const fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// The mark of a role.
    #[must_use]
    pub fn mark(&self, role: Role) -> &'a str {
        self.theme.mark(role)
    }

    /// What stands before a line: the mark of the chosen one, else a blank.
    #[must_use]
    pub fn marker(&self, chosen: bool) -> &'a str {
        if chosen {
            self.mark(Role::RowMarker)
        } else {
            " "
        }
    }

    /// Makes an area blank in the style of a role.
    pub fn fill(&mut self, area: Rect, role: Role) {
        let mut blank = Cell::EMPTY;
        paint(&mut blank, self.theme.style(role));
        let area = area.intersection(self.buf.area);
        for y in area.top()..area.bottom() {
            self.touch(y, area.left(), area.right());
            self.split(area.left(), y);
            self.split(area.right(), y);
            let cells = self.row(area, y);
            if let Some(cells) = self.buf.content.get_mut(cells) {
                cells.fill(blank.clone());
            }
        }
    }

    /// Writes a text, cut with an ellipsis where it does not fit; moves the pen behind it.
    pub fn write(&mut self, pen: &mut Pen, words: &str, role: Role) {
        if pen.room() == 0 || words.is_empty() {
            return;
        }
        let fitted = self.fitted(words, pen.room());
        self.raw(pen, &fitted, role);
    }

    fn fitted<'t>(&self, words: &'t str, room: u16) -> Cow<'t, str> {
        let sign = if self.theme.ascii() {
            text::ASCII_ELLIPSIS
        } else {
            text::ELLIPSIS
        };
        text::truncate_with(words, room, sign)
    }

    /// Writes a text and blanks up to `columns` columns.
    pub fn cell(&mut self, pen: &mut Pen, columns: u16, words: &str, role: Role) {
        let mut inner = pen.within(columns);
        self.write(&mut inner, words, role);
        *pen = pen.skip(columns);
    }

    /// Writes a text so that it ends with the pen's last column.
    pub fn write_right(&mut self, pen: &mut Pen, words: &str, role: Role) {
        let fitted = self.fitted(words, pen.room());
        let mut place = pen.skip(pen.room().saturating_sub(text::width(&fitted)));
        self.raw(&mut place, &fitted, role);
        pen.end = pen.end.saturating_sub(text::width(&fitted));
    }

    /// Repeats a sign of one column to the end of the pen.
    pub fn line(&mut self, pen: &mut Pen, sign: &str, role: Role) {
        if pen.room() == 0 {
            return;
        }
        let style = self.theme.style(role);
        self.touch(pen.y, pen.x, pen.end);
        self.split(pen.x, pen.y);
        self.split(pen.end, pen.y);
        while pen.room() > 0 {
            if let Some(cell) = self.buf.cell_mut((pen.x, pen.y)) {
                cell.set_symbol(sign);
                paint(cell, style);
            }
            pen.x = pen.x.saturating_add(1);
        }
    }

    /// Gives the cells of an area the style of a role without changing their signs.
    pub fn restyle(&mut self, area: Rect, role: Role) {
        let style = self.theme.style(role);
        let area = area.intersection(self.buf.area);
        for y in area.top()..area.bottom() {
            self.touch(y, area.left(), area.right());
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut((x, y)) {
                    paint(cell, style);
                }
            }
        }
    }

    /// The area of the buffer.
    #[must_use]
    pub const fn area(&self) -> Rect {
        self.buf.area
    }

    fn raw(&mut self, pen: &mut Pen, words: &str, role: Role) {
        let style = self.theme.style(role);
        let begin = pen.x;
        self.split(pen.x, pen.y);
        for sign in text::signs(words) {
            if sign.width > pen.room() {
                break;
            }
            if let Some(cell) = self.buf.cell_mut((pen.x, pen.y)) {
                cell.set_symbol(sign.text);
                paint(cell, style);
            }
            for behind in 1..sign.width {
                // The second half of a wide sign is no blank: one that comes there is a change.
                if let Some(cell) = self.buf.cell_mut((pen.x.saturating_add(behind), pen.y)) {
                    cell.set_symbol("");
                    paint(cell, style);
                }
            }
            pen.x = pen.x.saturating_add(sign.width);
        }
        // Of a wide sign whose first half was written over the second one is left.
        if let Some(cell) = self
            .buf
            .cell_mut((pen.x, pen.y))
            .filter(|cell| is_half(cell))
        {
            cell.set_symbol(" ");
        }
        self.touch(pen.y, begin, pen.x);
    }

    /// Blanks a wide sign that stands on both sides of the left edge of a cell.
    fn split(&mut self, x: u16, y: u16) {
        if !self.buf.cell((x, y)).is_some_and(is_half) {
            return;
        }
        for x in [x.saturating_sub(1), x] {
            if let Some(cell) = self.buf.cell_mut((x, y)) {
                cell.set_symbol(" ");
            }
        }
    }
}

/// The columns from the first to the last of two ranges.
fn both(one: &Range<u16>, other: &Range<u16>) -> Range<u16> {
    if one.start == one.end {
        other.clone()
    } else if other.start == other.end {
        one.clone()
    } else {
        one.start.min(other.start)..one.end.max(other.end)
    }
}

/// Whether this is the second column of a wide sign.
fn is_half(cell: &Cell) -> bool {
    cell.symbol().is_empty()
}

fn paint(cell: &mut Cell, style: Style) {
    cell.fg = style.fg.unwrap_or_default();
    cell.bg = style.bg.unwrap_or_default();
    cell.modifier = style.add_modifier;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Depth;

    fn drawn(width: u16, words: &str) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
        let theme = Theme::built_in(Depth::Mono, false);
        let mut canvas = Canvas::new(&mut buf, &theme);
        let area = canvas.area();
        canvas.write(&mut Pen::at(area, 0), words, Role::Text);
        buf.content().iter().map(Cell::symbol).collect()
    }

    #[test]
    fn a_text_that_does_not_fit_ends_with_an_ellipsis() {
        assert_eq!(drawn(6, "Сауалнамалар"), "Сауал…");
    }

    #[test]
    fn no_control_character_reaches_a_cell() {
        assert_eq!(drawn(8, "a\u{1b}[2J\u{7}b\n"), "a[2Jb   ");
    }

    #[test]
    fn of_a_wide_sign_that_an_edge_cuts_no_half_is_left() {
        let theme = Theme::built_in(Depth::Mono, false);
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 1));
        let mut canvas = Canvas::new(&mut buf, &theme);
        let area = canvas.area();
        canvas.write(&mut Pen::at(area, 0), "漢漢漢漢", Role::Text);
        canvas.fill(Rect::new(1, 0, 2, 1), Role::Text);
        canvas.write(&mut Pen::at(area, 0).skip(5), "│", Role::Border);
        let signs: Vec<&str> = buf.content().iter().map(Cell::symbol).collect();
        assert_eq!(signs, [" ", " ", " ", " ", " ", "│", "漢", ""]);
    }

    #[test]
    fn a_letter_over_the_first_half_of_a_wide_sign_stays() {
        let theme = Theme::built_in(Depth::Mono, false);
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
        let mut canvas = Canvas::new(&mut buf, &theme);
        let area = canvas.area();
        canvas.write(&mut Pen::at(area, 0), "漢漢", Role::Text);
        canvas.write(&mut Pen::at(area, 0), "а", Role::Text);
        let signs: Vec<&str> = buf.content().iter().map(Cell::symbol).collect();
        assert_eq!(signs, ["а", " ", "漢", ""]);
    }

    #[test]
    fn writing_outside_the_buffer_is_nothing() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
        let theme = Theme::built_in(Depth::Mono, false);
        let mut canvas = Canvas::new(&mut buf, &theme);
        canvas.write(
            &mut Pen {
                x: 2,
                y: 5,
                end: 90,
            },
            "абв",
            Role::Text,
        );
        canvas.fill(Rect::new(1, 0, 50, 50), Role::Text);
        for edge in [
            Rect::new(3, 0, 0, 1),
            Rect::new(0, 1, 3, 0),
            Rect::new(9, 9, 4, 4),
        ] {
            canvas.fill(edge, Role::Text);
        }
        assert_eq!(buf, Buffer::empty(Rect::new(0, 0, 3, 1)));
    }
}
