//! The cheapest bytes that move the cursor and change the look of what is written.
//!
//! Responsible for what the terminal is known to be at: place of the cursor and look. Not here:
//! which cells are written.
//! Invariants: a place is trusted only as long as all terminals agree on it, which they do not
//! behind a sign of two columns or of several code points; nothing here is beyond a vt100 but
//! colours and the codes that end one attribute.

use ratatui::style::Modifier;

use super::tile::{Look, SEEN_ON_BLANK, Shade, Tile, Tint};

/// Where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Not known.
    Lost,
    /// Behind the last column of a row, where the next sign would wrap.
    Behind(u16),
    /// Column and row.
    At(u16, u16),
}

/// Writes for a terminal whose state it knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    place: Place,
    look: Option<Look>,
    width: u16,
    /// Whether one attribute can be ended alone; a vt100 only resets them all.
    ends_one: bool,
}

/// How far the cheapest bytes were looked for: a longer way is never the cheapest.
const FEW: u16 = 8;

impl Pen {
    /// A pen of a terminal of which nothing is known.
    pub(super) const fn new(width: u16, ends_one: bool) -> Self {
        Self {
            place: Place::Lost,
            look: None,
            width,
            ends_one,
        }
    }

    /// The same terminal in another width, or after others have written on it.
    pub(super) const fn anew(self, width: u16) -> Self {
        Self::new(width, self.ends_one)
    }

    /// Makes the whole screen blank and begins at its upper left corner.
    pub(super) fn clear(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[m\x1b[H\x1b[2J");
        self.look = Some(Look::PLAIN);
        self.place = Place::At(0, 0);
    }

    /// The cursor may be anywhere.
    pub(super) const fn lose(&mut self) {
        self.place = Place::Lost;
    }

    /// Moves the cursor; `row` holds the tiles of the row as they stand there now.
    pub(super) fn go(&mut self, out: &mut Vec<u8>, x: u16, y: u16, row: &[Tile]) {
        if self.place == Place::At(x, y) {
            return;
        }
        let ways = [
            self.forward(x, y, row),
            self.back(x, y),
            self.down(x, y),
            Some(Way::absolute(x, y)),
        ];
        let ways = ways.into_iter().flatten();
        if let Some(way) = ways.min_by_key(|way| way.bytes().len()) {
            out.extend_from_slice(way.bytes());
        }
        self.place = Place::At(x, y);
    }

    /// Over what stands there, or by columns.
    fn forward(&self, x: u16, y: u16, row: &[Tile]) -> Option<Way> {
        let Place::At(from, at) = self.place else {
            return None;
        };
        let count = x.checked_sub(from).filter(|_| at == y)?;
        let columns = Way::sequence(count, b'C');
        let over = || {
            let look = self.look?;
            let mut over = Way::default();
            for tile in row.get(usize::from(from)..usize::from(x))? {
                let sign = tile.sign();
                let is_cheap = over.bytes().len() + sign.len() <= columns.bytes().len();
                if !is_cheap || !look.serves(tile) || !tile.is_sure() {
                    return None;
                }
                for byte in sign {
                    over.push(*byte);
                }
            }
            Some(over)
        };
        let over = (count <= FEW).then(over).flatten();
        Some(over.unwrap_or(columns))
    }

    fn back(&self, x: u16, y: u16) -> Option<Way> {
        let Place::At(from, at) = self.place else {
            return None;
        };
        let count = from.checked_sub(x).filter(|_| at == y)?;
        if count >= 4 {
            return Some(Way::sequence(count, b'D'));
        }
        let mut way = Way::default();
        for _ in 0..count {
            way.push(b'\x08');
        }
        Some(way)
    }

    /// To the beginning of the row, or of one further down, and on by columns. Behind a line
    /// feed the column is not trusted: the device may add a carriage return.
    fn down(&self, x: u16, y: u16) -> Option<Way> {
        let (Place::At(_, from) | Place::Behind(from)) = self.place else {
            return None;
        };
        let count = y.checked_sub(from).filter(|count| *count <= FEW)?;
        let mut way = Way::default();
        way.push(b'\r');
        for _ in 0..count {
            way.push(b'\n');
        }
        if x > 0 {
            way.count(x, b'C');
        }
        Some(way)
    }

    /// Writes the sign of a tile at the cursor, in its look.
    pub(super) fn write(&mut self, out: &mut Vec<u8>, tile: &Tile) {
        self.dress(out, tile);
        out.extend_from_slice(tile.sign());
        self.place = match self.place {
            Place::At(x, y) if tile.is_sure() && x + 1 < self.width => Place::At(x + 1, y),
            Place::At(x, y) if tile.is_sure() && x + 1 == self.width => Place::Behind(y),
            Place::At(..) | Place::Behind(_) | Place::Lost => Place::Lost,
        };
    }

    /// Takes the look of a tile.
    fn dress(&mut self, out: &mut Vec<u8>, tile: &Tile) {
        if self.look.is_some_and(|look| look.serves(tile)) {
            return;
        }
        if tile.is_blank() {
            let near = self.look.map(|look| Look {
                bg: tile.look.bg,
                modifier: look.modifier.difference(SEEN_ON_BLANK),
                ..look
            });
            let plain = Look {
                bg: tile.look.bg,
                ..Look::PLAIN
            };
            let near = near.map(|near| (self.change(near), near));
            let plain = (self.change(plain), plain);
            let (bytes, look) = match near {
                Some(near) if near.0.bytes().len() < plain.0.bytes().len() => near,
                Some(_) | None => plain,
            };
            out.extend_from_slice(bytes.bytes());
            self.look = Some(look);
        } else {
            let look = tile.look;
            out.extend_from_slice(self.change(look).bytes());
            self.look = Some(look);
        }
    }

    /// Takes the look in which what is erased is blank.
    pub(super) fn undress(&mut self, out: &mut Vec<u8>) {
        if !self.look.is_some_and(|look| look.serves(&Tile::EMPTY)) {
            out.extend_from_slice(self.change(Look::PLAIN).bytes());
            self.look = Some(Look::PLAIN);
        }
    }

    /// The fewest bytes from the present look to another one.
    fn change(&self, to: Look) -> Attributes {
        let mut anew = Attributes::begun();
        if to != Look::PLAIN {
            anew.code(&[0]);
        }
        anew.turn(Look::PLAIN, to);
        anew.end();
        let can_step = |from: &Look| {
            *from != to && (self.ends_one || from.modifier.difference(to.modifier).is_empty())
        };
        let step = self.look.filter(can_step).map(|from| {
            let mut step = Attributes::begun();
            step.turn(from, to);
            step.end();
            step
        });
        match step {
            Some(step) if step.bytes().len() < anew.bytes().len() => step,
            Some(_) | None => anew,
        }
    }
}

/// The bytes of one change of the look.
type Attributes = Code<128>;

impl Attributes {
    fn begun() -> Self {
        let mut attributes = Self::default();
        attributes.push(b'\x1b');
        attributes.push(b'[');
        attributes
    }

    fn end(&mut self) {
        self.push(b'm');
    }

    /// A code of one or more numbers.
    fn code(&mut self, numbers: &[u8]) {
        for number in numbers {
            if self.length > BEGIN {
                self.push(b';');
            }
            self.number(u16::from(*number));
        }
    }

    /// The codes that turn one look into another.
    fn turn(&mut self, from: Look, to: Look) {
        let mut now = from.modifier;
        let gone = from.modifier.difference(to.modifier);
        for (modifier, _, end) in ATTRIBUTES {
            if gone.contains(modifier) && now.contains(modifier) {
                self.code(&[end]);
                for (other, _, also) in ATTRIBUTES {
                    if also == end {
                        now.remove(other);
                    }
                }
            }
        }
        for (modifier, begin, _) in ATTRIBUTES {
            if to.modifier.difference(now).contains(modifier) {
                self.code(&[begin]);
            }
        }
        if from.fg != to.fg {
            self.color(to.fg, 30);
        }
        if from.bg != to.bg {
            self.color(to.bg, 40);
        }
        if from.line != to.line {
            self.color(to.line, LINE);
        }
    }

    /// The code of a colour; `base` is 30 for signs, 40 for backgrounds, 50 for underlines.
    fn color(&mut self, color: Tint, base: u8) {
        match color.shade() {
            Shade::Reset => self.code(&[base + 9]),
            Shade::Rgb(red, green, blue) => self.code(&[base + 8, 2, red, green, blue]),
            Shade::Indexed(place) => self.code(&[base + 8, 5, place]),
            // The colours of underlines have no short names.
            Shade::Named(place) if base == LINE => self.code(&[base + 8, 5, place]),
            Shade::Named(place @ 0..=7) => self.code(&[base + place]),
            Shade::Named(place) => self.code(&[base + 60 + place - 8]),
        }
    }
}

/// So many bytes begin a control sequence.
const BEGIN: usize = 2;

/// Each attribute with the codes that begin and end it; those that one code ends stand together.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// The base of the codes of the colours of underlines.
const LINE: u8 = 50;

/// Bytes put together without the heap, because there are many of them; `LONGEST` are more than
/// there ever are.
#[derive(Debug, Clone, Copy)]
struct Code<const LONGEST: usize> {
    bytes: [u8; LONGEST],
    length: usize,
}

impl<const LONGEST: usize> Default for Code<LONGEST> {
    fn default() -> Self {
        Self {
            bytes: [0; LONGEST],
            length: 0,
        }
    }
}

impl<const LONGEST: usize> Code<LONGEST> {
    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }

    fn number(&mut self, number: u16) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
    }
}

/// The bytes of one move of the cursor; the longest is one by rows and columns, of 17 bytes.
type Way = Code<24>;

impl Way {
    /// A control sequence with a count, which is left out where it is one.
    fn count(&mut self, count: u16, end: u8) {
        self.push(b'\x1b');
        self.push(b'[');
        if count != 1 {
            self.number(count);
        }
        self.push(end);
    }

    fn sequence(count: u16, end: u8) -> Self {
        let mut way = Self::default();
        if count > 0 {
            way.count(count, end);
        }
        way
    }

    fn absolute(x: u16, y: u16) -> Self {
        let mut way = Self::default();
        way.push(b'\x1b');
        way.push(b'[');
        if y > 0 {
            way.number(y.saturating_add(1));
        }
        if x > 0 {
            way.push(b';');
            way.number(x.saturating_add(1));
        }
        way.push(b'H');
        way
    }
}
