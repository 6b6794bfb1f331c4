//! What stands on a screen, place by place.
//!
//! Responsible for wide signs, whose second column is a tile without a sign. Not here: bytes.
//! Invariant: a tile without a sign stands only behind a wide sign.

use std::ops::Range;

use ratatui::buffer::Cell;
use ratatui::layout::Size;

use super::tile::Tile;

/// Rows of tiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    size: Size,
    tiles: Vec<Tile>,
}

impl Grid {
    /// A blank screen.
    pub(super) fn new(size: Size) -> Self {
        let count = usize::from(size.width) * usize::from(size.height);
        Self {
            size,
            tiles: vec![Tile::EMPTY; count],
        }
    }

    /// Columns and rows.
    pub(super) const fn size(&self) -> Size {
        self.size
    }

    /// The tiles of a row; of a row that does not exist, none.
    pub(super) fn row(&self, y: u16) -> &[Tile] {
        self.tiles.get(self.places(y)).unwrap_or_default()
    }

    fn places(&self, y: u16) -> Range<usize> {
        let width = usize::from(self.size.width);
        let start = usize::from(y) * width;
        start..start + width
    }

    /// Puts a sign at a place, and blanks where it cuts a wide one in half; whether anything
    /// changed.
    pub(super) fn put(&mut self, x: u16, y: u16, cell: &Cell) -> bool {
        self.lay(x, y, Tile::of(cell))
    }

    fn lay(&mut self, x: u16, y: u16, tile: Tile) -> bool {
        let places = self.places(y);
        let Some(row) = self.tiles.get_mut(places) else {
            return false;
        };
        let at = usize::from(x);
        if row.get(at).is_none_or(|stands| *stands == tile) {
            return false;
        }
        let end = at + tile.columns();
        // The halves of the wide signs that reach over either edge.
        if row.get(at).is_some_and(Tile::is_second_half)
            && let Some(before) = row.get_mut(at.saturating_sub(1))
        {
            *before = Tile::EMPTY;
        }
        if let Some(after) = row.get_mut(end).filter(|after| after.is_second_half()) {
            *after = Tile::EMPTY;
        }
        let is_blank = end > row.len() || tile.is_too_long();
        for (nth, place) in row.iter_mut().take(end).skip(at).enumerate() {
            *place = match nth {
                _ if is_blank => Tile::EMPTY,
                0 => tile,
                _ => tile.second_half(),
            };
        }
        true
    }

    /// Takes over what another grid shows, as far as there is room.
    pub(super) fn take(&mut self, other: &Self) {
        for y in 0..other.size.height {
            for (x, tile) in (0..).zip(other.row(y)) {
                if !tile.is_second_half() {
                    self.lay(x, y, *tile);
                }
            }
        }
    }

    /// Makes a row blank from a column up to another one.
    pub(super) fn erase(&mut self, y: u16, columns: Range<u16>) {
        for x in columns {
            self.lay(x, y, Tile::EMPTY);
        }
    }

    /// Becomes as another one of the same size is; rows that are not `touched` are so already.
    pub(super) fn follow(&mut self, other: &Self, touched: &[bool]) {
        if self.size != other.size {
            self.clone_from(other);
            return;
        }
        let width = usize::from(self.size.width).max(1);
        let rows = self.tiles.chunks_mut(width).zip(other.tiles.chunks(width));
        for ((row, other), _) in rows.zip(touched).filter(|(_, touched)| **touched) {
            row.copy_from_slice(other);
        }
    }

    /// Moves the rows of a region up by so many, down where negative; blank ones follow.
    pub(super) fn shift(&mut self, region: &Range<u16>, up: i32) {
        let before = self.clone();
        let height = self.size.height;
        for y in region.start..region.end.min(height) {
            let from = moved(y, up).filter(|from| region.contains(from) && *from < height);
            let places = self.places(y);
            let row = self.tiles.get_mut(places).unwrap_or_default();
            match from {
                Some(from) => row.copy_from_slice(before.row(from)),
                None => row.fill(Tile::EMPTY),
            }
        }
    }
}

/// The row so many further down, up where negative.
pub(super) fn moved(y: u16, by: i32) -> Option<u16> {
    u16::try_from(i32::from(y) + by).ok()
}
