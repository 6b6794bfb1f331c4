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
                Some(near) if near.0.len() < plain.0.len() => near,
                Some(_) | None => plain,
            };
            out.extend(bytes);
            self.look = Some(look);
        } else {
            let look = tile.look;
            out.extend(self.change(look));
            self.look = Some(look);
        }
    }

    /// Takes the look in which what is erased is blank.
    pub(super) fn undress(&mut self, out: &mut Vec<u8>) {
        if !self.look.is_some_and(|look| look.serves(&Tile::EMPTY)) {
            out.extend(self.change(Look::PLAIN));
            self.look = Some(Look::PLAIN);
        }
    }

    /// The fewest bytes from the present look to another one.
    fn change(&self, to: Look) -> Vec<u8> {
        let mut anew = Vec::new();
        if to != Look::PLAIN {
            anew.push("0".to_owned());
        }
        anew.extend(codes(Look::PLAIN, to).unwrap_or_default());
        let anew = attributes(&anew);
        let step = self.look.and_then(|from| codes(from, to));
        let step = step.filter(|_| {
            let gone = |from: Look| from.modifier.difference(to.modifier).is_empty();
            self.ends_one || self.look.is_some_and(gone)
        });
        match step.map(|step| attributes(&step)) {
            Some(step) if step.len() < anew.len() => step,
            Some(_) | None => anew,
        }
    }
}

fn attributes(codes: &[String]) -> Vec<u8> {
    format!("\x1b[{}m", codes.join(";")).into_bytes()
}

/// Each attribute with the codes that begin and end it; those that one code ends stand together.
const ATTRIBUTES: [(Modifier, &str, &str); 9] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

/// The codes that turn one look into another, or `None` where there are none to turn.
fn codes(from: Look, to: Look) -> Option<Vec<String>> {
    let mut codes: Vec<String> = Vec::new();
    let mut now = from.modifier;
    let gone = from.modifier.difference(to.modifier);
    for (modifier, _, end) in ATTRIBUTES {
        if gone.contains(modifier) && now.contains(modifier) {
            codes.push(end.to_owned());
            for (other, _, also) in ATTRIBUTES {
                if also == end {
                    now.remove(other);
                }
            }
        }
    }
    for (modifier, begin, _) in ATTRIBUTES {
        if to.modifier.difference(now).contains(modifier) {
            codes.push(begin.to_owned());
        }
    }
    if from.fg != to.fg {
        codes.push(color(to.fg, 30));
    }
    if from.bg != to.bg {
        codes.push(color(to.bg, 40));
    }
    if from.line != to.line {
        codes.push(color(to.line, LINE));
    }
    (!codes.is_empty()).then_some(codes)
}

/// The colours of underlines have no short names.
const LINE: u8 = 50;

/// The code of a colour; `base` is 30 for signs, 40 for backgrounds, 50 for underlines.
fn color(color: Tint, base: u8) -> String {
    let place = match color.shade() {
        Shade::Reset => return (base + 9).to_string(),
        Shade::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
        Shade::Indexed(place) => return format!("{};5;{place}", base + 8),
        Shade::Named(place) => place,
    };
    match place {
        place if base == LINE => format!("{};5;{place}", base + 8),
        0..=7 => (base + place).to_string(),
        place => (base + 60 + place - 8).to_string(),
    }
}

/// The bytes of one move of the cursor; there are many of them, so they are put together without
/// the heap.
#[derive(Debug, Clone, Copy, Default)]
struct Way {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl Way {
    /// The longest move is one by rows and columns, of 17 bytes.
    const LONGEST: usize = 24;

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
