//! Finds the region of a screen whose rows moved up or down.
//!
//! Pure. Pieces of rows that stand elsewhere than before tell how far; the region is the one that
//! saves most by the bytes of its rows. A terminal scrolls whole rows only, so that beside a list
//! everything else in them moves too and has to be written again: the bytes decide.

use std::collections::HashMap;
use std::ops::Range;

use ratatui::layout::Size;

use super::grid::{Grid, moved};
use super::tile::{Look, Tile};

/// Columns of the pieces that are looked for: narrow enough to miss the marks of a list.
const PIECE: usize = 12;
/// So many ways that most pieces went are tried.
const TRIED: usize = 2;
/// A way on which fewer pieces went saves nothing, nor does one on which went but a small part of
/// those that moved at all: of two pages of a list many a piece is the same by chance.
const FEWEST: u32 = 4;
const PART: u32 = 6;
/// A piece with fewer signs, such as the blank end of a row before a frame, stands in too many
/// rows to tell of any.
const FEWEST_SIGNS: usize = 3;

/// Rows that move together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The region.
    pub(super) rows: Range<u16>,
    /// By how many rows it moves up; down where negative.
    pub(super) up: i32,
}

impl Scroll {
    /// The row that stands at `y` after the scrolling; none is a blank one.
    pub(super) fn source(&self, y: u16) -> Option<u16> {
        if self.rows.contains(&y) {
            moved(y, self.up).filter(|from| self.rows.contains(from))
        } else {
            Some(y)
        }
    }
}

/// The scrolling that saves most, if any does.
pub(super) fn find(shown: &Grid, next: &Grid) -> Option<Scroll> {
    let height = next.size().height;
    let ways = ways(shown, next);
    if ways.is_empty() {
        return None;
    }
    let each = |price: &dyn Fn(u16) -> i64| (0..height).map(price).collect::<Vec<i64>>();
    let still = each(&|y| price(shown.row(y), next.row(y)));
    let fresh = each(&|y| price(&[], next.row(y)));
    let found = ways.into_iter().filter_map(|up| {
        let after = each(&|y| match moved(y, up).filter(|from| *from < height) {
            Some(from) => price(shown.row(from), next.row(y)),
            None => price(&[], next.row(y)),
        });
        region(&still, &fresh, &after, up)
    });
    found.max_by_key(|(saved, _)| *saved).map(|(_, way)| way)
}

/// The bytes of a change of place, and of a change of look, before signs that are written.
const MOVE: usize = 4;
const DRESS: usize = 5;
/// As many blanks as their erasing and what stands behind them cost.
const ERASED: usize = 12;

/// About how many bytes turn one row into another; cells that are missing are blank. The real
/// ones depend on all that is written before and decide later.
fn price(old: &[Tile], new: &[Tile]) -> i64 {
    let old = old.iter().chain(std::iter::repeat(&Tile::EMPTY));
    let (mut bytes, mut writes) = (0, false);
    let (mut look, mut blanks) = (Look::PLAIN, 0);
    for (was, is) in old.zip(new) {
        let differs = was != is;
        blanks = if is.is_erased() { blanks + 1 } else { 0 };
        // A long blank is erased.
        if differs && blanks <= ERASED {
            bytes += is.sign().len();
            if !writes {
                bytes += MOVE;
            }
            if !look.serves(is) {
                bytes += DRESS;
                look = is.look;
            }
        }
        writes = differs;
    }
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// The region that saves most when moved `up`, and what it saves: `still`, `fresh` and `after`
/// are the bytes of each row over what stands there, over a blank one and over what moves there.
fn region(still: &[i64], fresh: &[i64], after: &[i64], up: i32) -> Option<(i64, Scroll)> {
    let height = still.len();
    let count = usize::try_from(up.unsigned_abs()).ok()?;
    let saved = |instead: &[i64]| {
        let mut sums = vec![0];
        let mut sum = 0;
        for (still, instead) in still.iter().zip(instead) {
            sum += still - instead;
            sums.push(sum);
        }
        sums
    };
    let (kept, new) = (saved(after), saved(fresh));
    let between = |sums: &[i64], from: usize, to: usize| Some(sums.get(to)? - sums.get(from)?);
    let mut best: Option<(i64, Scroll)> = None;
    for top in 0..height {
        for bottom in top + count + 1..=height {
            let (moved, bare) = if up > 0 {
                (top..bottom - count, bottom - count..bottom)
            } else {
                (top + count..bottom, top..top + count)
            };
            let saved =
                between(&kept, moved.start, moved.end)? + between(&new, bare.start, bare.end)?;
            if saved > best.as_ref().map_or(0, |(saved, _)| *saved) {
                let rows = u16::try_from(top).ok()?..u16::try_from(bottom).ok()?;
                best = Some((saved, Scroll { rows, up }));
            }
        }
    }
    best
}

/// The ways by which most pieces of rows went, the most travelled first.
fn ways(shown: &Grid, next: &Grid) -> Vec<i32> {
    let (before, after) = (Pieces::of(shown), Pieces::of(next));
    let (votes, changed) = votes(&before, &after);
    let mut ways: Vec<(i32, u32)> = votes.into_iter().collect();
    ways.retain(|(_, votes)| *votes >= FEWEST.max(changed / PART));
    ways.sort_by_key(|(up, votes)| (std::cmp::Reverse(*votes), up.unsigned_abs(), *up));
    ways.into_iter().take(TRIED).map(|(up, _)| up).collect()
}

/// For each way how many pieces went it, and how many pieces do not stand where they stood.
fn votes(before: &Pieces, after: &Pieces) -> (HashMap<i32, u32>, u32) {
    let mut stood: Vec<(Piece, u16)> = before.all().collect();
    stood.sort_unstable();
    let mut votes: HashMap<i32, u32> = HashMap::new();
    let mut changed = 0;
    for (piece, y) in after.all() {
        if before.at(y, piece.0) == Some(piece.1) {
            continue;
        }
        changed += 1;
        let first = stood.partition_point(|(other, _)| *other < piece);
        let same = stood.iter().skip(first);
        for (_, from) in same.take_while(|(other, _)| *other == piece) {
            *votes.entry(i32::from(*from) - i32::from(y)).or_default() += 1;
        }
    }
    (votes, changed)
}

/// A piece of a row: its place and its signs in one number.
type Piece = (usize, u64);

/// The pieces of a screen, those in which next to nothing is seen left out.
struct Pieces {
    across: usize,
    digests: Vec<Option<u64>>,
}

impl Pieces {
    fn of(grid: &Grid) -> Self {
        let Size { width, height } = grid.size();
        let rows = (0..height).flat_map(|y| grid.row(y).chunks(PIECE));
        let told = |piece: &[Tile]| {
            let seen = piece.iter().filter(|tile| !tile.is_erased());
            seen.take(FEWEST_SIGNS).count() == FEWEST_SIGNS
        };
        Self {
            across: usize::from(width).div_ceil(PIECE).max(1),
            digests: rows
                .map(|piece| told(piece).then(|| digest(piece)))
                .collect(),
        }
    }

    fn height(&self) -> u16 {
        u16::try_from(self.digests.len() / self.across).unwrap_or(u16::MAX)
    }

    fn at(&self, y: u16, nth: usize) -> Option<u64> {
        *self.digests.get(usize::from(y) * self.across + nth)?
    }

    fn row(&self, y: u16) -> impl Iterator<Item = Piece> {
        let start = usize::from(y) * self.across;
        let row = self.digests.iter().skip(start).take(self.across);
        row.enumerate()
            .filter_map(|(nth, digest)| Some((nth, (*digest)?)))
    }

    /// Each piece with its row.
    fn all(&self) -> impl Iterator<Item = (Piece, u16)> {
        (0..self.height()).flat_map(|y| self.row(y).map(move |piece| (piece, y)))
    }
}

/// Signs in one number; who tries it out gets nothing but a scrolling that is not taken.
fn digest(piece: &[Tile]) -> u64 {
    piece.iter().fold(FNV_START, |digest, tile| {
        (digest ^ tile.digest()).wrapping_mul(FNV_PRIME)
    })
}

/// The constants of FNV-1a.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

#[cfg(test)]
mod tests {
    use ratatui::buffer::Cell;

    use super::*;

    fn grid(rows: &[&str]) -> Grid {
        let width = u16::try_from(rows[0].chars().count()).unwrap();
        let mut grid = Grid::new(Size::new(width, u16::try_from(rows.len()).unwrap()));
        for (y, row) in (0..).zip(rows) {
            for (x, sign) in (0..).zip(row.chars()) {
                let mut cell = Cell::EMPTY;
                cell.set_char(sign);
                grid.put(x, y, &cell);
            }
        }
        grid
    }

    fn found(before: [usize; 5], after: [usize; 5]) -> Option<Scroll> {
        find(&screen(before), &screen(after))
    }

    const HEAD: &str = "the head of the list 123";
    const ROWS: [&str; 6] = [
        "an administrator answers",
        "by the third working day",
        "citizens ask of housings",
        "documents are sent along",
        "experts are asked before",
        "further they may not go ",
    ];

    /// A screen of the head and the rows of these numbers.
    fn screen(rows: [usize; 5]) -> Grid {
        let rows = rows.map(|nth| ROWS[nth]);
        grid(&[&[HEAD], &rows[..]].concat())
    }

    #[test]
    fn rows_that_moved_up_below_a_head_are_a_region() {
        let before = [0, 1, 2, 3, 4];
        let scroll = found(before, [1, 2, 3, 4, 5]).unwrap();
        assert_eq!(scroll, Scroll { rows: 1..6, up: 1 });
        let scroll = found(before, [2, 3, 4, 5, 0]).unwrap();
        assert_eq!(scroll, Scroll { rows: 1..6, up: 2 });
    }

    #[test]
    fn rows_that_moved_down_above_one_that_stays_are_a_region() {
        let scroll = found([1, 2, 3, 4, 5], [0, 1, 2, 3, 5]).unwrap();
        assert_eq!(scroll, Scroll { rows: 1..5, up: -1 });
    }

    #[test]
    fn where_nothing_moved_nothing_is_found() {
        assert_eq!(found([0, 1, 2, 3, 4], [0, 1, 2, 3, 5]), None);
        assert_eq!(found([0, 1, 2, 3, 4], [0, 1, 2, 3, 4]), None);
    }

    #[test]
    fn a_row_that_comes_into_the_region_is_blank() {
        let scroll = Scroll { rows: 2..5, up: 1 };
        let sources: Vec<Option<u16>> = (0..6).map(|y| scroll.source(y)).collect();
        assert_eq!(sources, [Some(0), Some(1), Some(3), Some(4), None, Some(5)]);
    }
}
