//! From what a terminal shows to what it shall show, in few bytes.
//!
//! Pure: grids in, bytes out. Responsible for the choice between writing over and erasing, and
//! for a scrolled region; what is scrolled is found in `scroll`.

use std::io::Write as _;
use std::ops::Range;

use super::grid::Grid;
use super::pen::Pen;
use super::scroll::{self, Scroll};
use super::tile::Tile;

/// The fewest bytes for which a scrolled region is looked for: cheaper ones it cannot beat.
const WORTH_SCROLLING: usize = 100;
/// The fewest cells to be made blank for which erasing is looked at.
const WORTH_ERASING: usize = 4;

/// Writes what changes `shown` into `next`. `regions` says whether the terminal scrolls parts of
/// its screen.
///
/// Rows that are not `touched` are as they were.
pub(super) fn paint(
    pen: &mut Pen,
    shown: &Grid,
    next: &Grid,
    touched: &[bool],
    regions: bool,
) -> Vec<u8> {
    let mut over = *pen;
    let mut bytes = Vec::new();
    for (y, _) in (0..).zip(touched).filter(|(_, touched)| **touched) {
        row(&mut over, &mut bytes, y, shown.row(y), next.row(y));
    }
    if regions
        && bytes.len() >= WORTH_SCROLLING
        && let Some(scroll) = scroll::find(shown, next)
    {
        let mut scrolled = *pen;
        let mut fewer = Vec::new();
        turn(&mut scrolled, &mut fewer, &scroll);
        scrolled_rows(&mut scrolled, &mut fewer, shown, next, &scroll);
        if fewer.len() < bytes.len() {
            *pen = scrolled;
            return fewer;
        }
    }
    *pen = over;
    bytes
}

/// Scrolls a region. Line feeds at its lower edge and reverse ones at its upper edge are all that
/// a vt100 and the Linux console have; for the few rows of a scrolled list nothing is shorter.
fn turn(pen: &mut Pen, out: &mut Vec<u8>, scroll: &Scroll) {
    // Rows that come in are erased in the present look.
    pen.undress(out);
    let (top, bottom) = (scroll.rows.start, scroll.rows.end.saturating_sub(1));
    // Writing to memory does not fail.
    let _ = write!(out, "\x1b[{};{}r", top + 1, bottom + 1);
    // Some put the cursor into the corner of the screen, some into that of the region.
    pen.lose();
    let (edge, step): (u16, &[u8]) = if scroll.up > 0 {
        (bottom, b"\n")
    } else {
        (top, b"\x1bM")
    };
    pen.go(out, 0, edge, &[]);
    for _ in 0..scroll.up.unsigned_abs() {
        out.extend_from_slice(step);
    }
    out.extend_from_slice(b"\x1b[r");
    pen.lose();
}

fn scrolled_rows(pen: &mut Pen, out: &mut Vec<u8>, shown: &Grid, next: &Grid, scroll: &Scroll) {
    let blank = vec![Tile::EMPTY; usize::from(next.size().width)];
    for y in 0..next.size().height {
        let old = scroll.source(y).map_or(&blank[..], |from| shown.row(from));
        row(pen, out, y, old, next.row(y));
    }
}

/// Turns one row into another one: written over, or from some column on erased and written anew.
fn row(pen: &mut Pen, out: &mut Vec<u8>, y: u16, old: &[Tile], new: &[Tile]) {
    if old == new {
        return;
    }
    let mut erasing = Vec::new();
    let mut from = 0;
    for column in blanked(old, new) {
        tiles(pen, out, y, old, new, from..column);
        from = column;
        erasing.push((column, *pen, out.len()));
    }
    tiles(pen, out, y, old, new, from..new.len());
    let mut best = (*pen, out.len(), Vec::new());
    for (column, mut pen, kept) in erasing {
        let most = (best.1 + best.2.len()).saturating_sub(kept);
        if ERASE.len() + seen(new.get(column..)) < most {
            let rest = erased(&mut pen, y, column, new);
            if rest.len() < most {
                best = (pen, kept, rest);
            }
        }
    }
    *pen = best.0;
    out.truncate(best.1);
    out.extend(best.2);
}

/// Erases a row from a column on and writes what is seen there.
fn erased(pen: &mut Pen, y: u16, from: usize, new: &[Tile]) -> Vec<u8> {
    let mut bytes = Vec::new();
    pen.undress(&mut bytes);
    pen.go(&mut bytes, column(from), y, new);
    bytes.extend_from_slice(ERASE);
    for (x, tile) in new.iter().enumerate().skip(from) {
        if !tile.is_erased() {
            put(pen, &mut bytes, (x, y), new);
        }
    }
    bytes
}

/// Erases from the cursor to the end of the row.
const ERASE: &[u8] = b"\x1b[K";

/// At least so many bytes show what is seen of tiles.
fn seen(tiles: Option<&[Tile]>) -> usize {
    let seen = tiles.unwrap_or_default().iter();
    let seen = seen.filter(|tile| !tile.is_erased());
    seen.map(|tile| tile.sign().len()).sum()
}

/// The beginnings of what becomes blank, where that is enough to be erased.
fn blanked(old: &[Tile], new: &[Tile]) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut start, mut changed) = (None, 0);
    let both = old.iter().zip(new).map(Some).chain([None]);
    for (x, both) in both.enumerate() {
        match both {
            Some((old, new)) if new.is_erased() => {
                start = start.or(Some(x));
                changed += usize::from(old != new);
            }
            Some(_) | None => {
                let run = start.take().filter(|_| changed >= WORTH_ERASING);
                found.extend(run);
                changed = 0;
            }
        }
    }
    found
}

/// Writes the tiles of some columns that differ.
fn tiles(
    pen: &mut Pen,
    out: &mut Vec<u8>,
    y: u16,
    old: &[Tile],
    new: &[Tile],
    columns: Range<usize>,
) {
    let both = old.iter().zip(new).enumerate();
    for (x, (was, is)) in both.take(columns.end).skip(columns.start) {
        if was != is {
            put(pen, out, (x, y), new);
        }
    }
}

/// Writes the tile of a place; the second half of a wide sign comes with the first.
fn put(pen: &mut Pen, out: &mut Vec<u8>, (x, y): (usize, u16), new: &[Tile]) {
    if let Some(tile) = new.get(x).filter(|tile| !tile.is_second_half()) {
        pen.go(out, column(x), y, new);
        pen.write(out, tile);
    }
}

fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}
