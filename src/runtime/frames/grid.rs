//! What stands on a screen, cell by cell.
//!
//! Responsible for cells in the one form in which two of them that look the same are equal, and
//! for wide signs, whose second column is a cell without a sign. Not here: bytes.
//! Invariant: a cell without a sign stands only behind a wide sign.

use std::ops::Range;

use ratatui::buffer::{Cell, CellDiffOption, CellWidth as _};
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier};

/// What can be seen where no sign is.
pub(super) const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// Rows of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    size: Size,
    cells: Vec<Cell>,
}

impl Grid {
    /// A blank screen.
    pub(super) fn new(size: Size) -> Self {
        let count = usize::from(size.width) * usize::from(size.height);
        Self {
            size,
            cells: vec![Cell::EMPTY; count],
        }
    }

    /// Columns and rows.
    pub(super) const fn size(&self) -> Size {
        self.size
    }

    /// The cells of a row; of a row that does not exist, none.
    pub(super) fn row(&self, y: u16) -> &[Cell] {
        self.cells.get(self.places(y)).unwrap_or_default()
    }

    fn places(&self, y: u16) -> Range<usize> {
        let width = usize::from(self.size.width);
        let start = usize::from(y) * width;
        start..start + width
    }

    /// Puts a sign at a place, and blanks where it cuts a wide one in half.
    pub(super) fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        let places = self.places(y);
        let Some(row) = self.cells.get_mut(places) else {
            return;
        };
        let at = usize::from(x);
        if at >= row.len() {
            return;
        }
        let cell = normal(cell);
        let width = usize::from(cell.cell_width());
        let end = (at + width).min(row.len());
        // The halves of the wide signs that reach over either edge.
        if row.get(at).is_some_and(is_second_half)
            && let Some(before) = row.get_mut(at.saturating_sub(1))
        {
            *before = Cell::EMPTY;
        }
        if let Some(after) = row.get_mut(end).filter(|after| is_second_half(after)) {
            *after = Cell::EMPTY;
        }
        let is_cut = at + width > row.len();
        for (nth, place) in row.iter_mut().take(end).skip(at).enumerate() {
            place.clone_from(if is_cut { &Cell::EMPTY } else { &cell });
            if nth > 0 && !is_cut {
                place.set_symbol("");
            }
        }
    }

    /// Makes a row blank from a column up to another one.
    pub(super) fn erase(&mut self, y: u16, columns: Range<u16>) {
        for x in columns {
            self.put(x, y, &Cell::EMPTY);
        }
    }

    /// Becomes as another one of the same size is; rows that are not `touched` are so already.
    pub(super) fn follow(&mut self, other: &Self, touched: &[bool]) {
        if self.size != other.size {
            self.clone_from(other);
            return;
        }
        let width = usize::from(self.size.width).max(1);
        let rows = self.cells.chunks_mut(width).zip(other.cells.chunks(width));
        for ((row, other), _) in rows.zip(touched).filter(|(_, touched)| **touched) {
            row.clone_from_slice(other);
        }
    }

    /// Moves the rows of a region up by so many, down where negative; blank ones follow.
    pub(super) fn shift(&mut self, region: &Range<u16>, up: i32) {
        let before = self.clone();
        let height = self.size.height;
        for y in region.start..region.end.min(height) {
            let from = moved(y, up).filter(|from| region.contains(from) && *from < height);
            let places = self.places(y);
            let row = self.cells.get_mut(places).unwrap_or_default();
            match from {
                Some(from) => row.clone_from_slice(before.row(from)),
                None => row.fill(Cell::EMPTY),
            }
        }
    }
}

/// The row so many further down, up where negative.
pub(super) fn moved(y: u16, by: i32) -> Option<u16> {
    u16::try_from(i32::from(y) + by).ok()
}

/// Whether this is the second column of a wide sign.
pub(super) fn is_second_half(cell: &Cell) -> bool {
    cell.symbol().is_empty()
}

/// Whether nothing can be seen but the background.
pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && !cell.modifier.intersects(SEEN_ON_BLANK)
}

/// Whether it is as an erased cell is.
pub(super) fn is_erased(cell: &Cell) -> bool {
    is_blank(cell) && cell.bg == Color::Reset
}

/// A cell in the one form of all that look like it.
fn normal(cell: &Cell) -> Cell {
    let mut cell = cell.clone();
    cell.set_diff_option(CellDiffOption::None);
    if cell.cell_width() == 0 {
        // A sign without a width would move all that follow it.
        cell.set_symbol(" ");
    }
    if is_blank(&cell) {
        let mut blank = Cell::EMPTY;
        blank.bg = cell.bg;
        return blank;
    }
    if !cell.modifier.contains(Modifier::UNDERLINED) {
        cell.underline_color = Color::Reset;
    }
    cell
}
