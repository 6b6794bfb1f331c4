//! One place of a screen in the one form of all that look like it.
//!
//! A screen is compared place by place many times a frame, so that a tile is a few numbers and
//! no text on the heap: two tiles look the same if they are equal.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use crate::ui::text;

/// What can be seen where no sign is.
pub(super) const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// A colour in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tint(u32);

/// What a [`Tint`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shade {
    /// The terminal's own colour.
    Reset,
    /// One of the sixteen.
    Named(u8),
    /// One of 256.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

impl Tint {
    /// The terminal's own colour.
    pub(super) const RESET: Self = Self(0);

    const fn of(color: Color) -> Self {
        let named = match color {
            Color::Reset => return Self::RESET,
            Color::Indexed(place) => return Self(u32::from_be_bytes([2, 0, 0, place])),
            Color::Rgb(red, green, blue) => {
                return Self(u32::from_be_bytes([3, red, green, blue]));
            }
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        Self(u32::from_be_bytes([1, 0, 0, named]))
    }

    /// The colour.
    pub(super) const fn shade(self) -> Shade {
        match self.0.to_be_bytes() {
            [1, _, _, place] => Shade::Named(place),
            [2, _, _, place] => Shade::Indexed(place),
            [3, red, green, blue] => Shade::Rgb(red, green, blue),
            _ => Shade::Reset,
        }
    }
}

/// How a sign looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// The colour of the sign.
    pub(super) fg: Tint,
    /// The colour behind it.
    pub(super) bg: Tint,
    /// The colour of its underline.
    pub(super) line: Tint,
    /// The attributes.
    pub(super) modifier: Modifier,
}

impl Look {
    /// The look after a reset.
    pub(super) const PLAIN: Self = Self {
        fg: Tint::RESET,
        bg: Tint::RESET,
        line: Tint::RESET,
        modifier: Modifier::empty(),
    };

    /// Whether a tile written in this look is as it shall be.
    pub(super) fn serves(self, tile: &Tile) -> bool {
        if tile.is_blank() {
            self.bg == tile.look.bg && !self.modifier.intersects(SEEN_ON_BLANK)
        } else {
            self == tile.look
        }
    }
}

/// The longest sign, in bytes; a longer one is not shown.
const LONGEST: usize = text::LONGEST;
/// So many bytes of a sign are in its digest.
const DIGESTED: usize = size_of::<u64>();

/// A sign with its look.
#[derive(Debug, Clone, Copy, Eq)]
pub(super) struct Tile {
    /// UTF-8, zeros behind it.
    sign: [u8; LONGEST],
    length: u8,
    columns: u8,
    /// How it looks.
    pub(super) look: Look,
}

/// By the few bytes that nearly all signs have before the many that hardly one has: tiles are
/// compared more often than anything else.
impl PartialEq for Tile {
    fn eq(&self, other: &Self) -> bool {
        self.digest() == other.digest()
            && self.length == other.length
            && self.columns == other.columns
            && self.look == other.look
            && (usize::from(self.length) <= DIGESTED || self.sign == other.sign)
    }
}

impl Tile {
    /// A blank in the terminal's own colours.
    pub(super) const EMPTY: Self = {
        let mut sign = [0; LONGEST];
        sign[0] = b' ';
        Self {
            sign,
            length: 1,
            columns: 1,
            look: Look::PLAIN,
        }
    };

    /// The tile of a cell.
    pub(super) fn of(cell: &Cell) -> Self {
        let blank = Self {
            look: Look {
                bg: Tint::of(cell.bg),
                ..Look::PLAIN
            },
            ..Self::EMPTY
        };
        let seen = cell.modifier.intersects(SEEN_ON_BLANK);
        let symbol = cell.symbol();
        if symbol == " " && !seen {
            return blank;
        }
        let columns = u8::try_from(text::width(symbol)).unwrap_or(u8::MAX);
        // A sign without a width would move all that follow it.
        if columns == 0 && !seen {
            return blank;
        }
        let is_underlined = cell.modifier.contains(Modifier::UNDERLINED);
        let look = Look {
            fg: Tint::of(cell.fg),
            bg: blank.look.bg,
            line: if is_underlined {
                Tint::of(cell.underline_color)
            } else {
                Tint::RESET
            },
            modifier: cell.modifier,
        };
        if columns == 0 {
            return Self { look, ..blank };
        }
        let mut tile = Self {
            sign: [0; LONGEST],
            length: u8::try_from(symbol.len()).unwrap_or(u8::MAX),
            columns,
            look,
        };
        if symbol.len() > LONGEST {
            tile.length = 0;
            return tile;
        }
        for (place, byte) in tile.sign.iter_mut().zip(symbol.bytes()) {
            *place = byte;
        }
        tile
    }

    /// What stands in the second column of a wide sign.
    pub(super) const fn second_half(self) -> Self {
        Self {
            sign: [0; LONGEST],
            length: 0,
            columns: 0,
            look: self.look,
        }
    }

    /// The sign in UTF-8.
    pub(super) fn sign(&self) -> &[u8] {
        self.sign
            .get(..usize::from(self.length))
            .unwrap_or_default()
    }

    /// The beginning of the sign in one number, the same for the same sign.
    pub(super) fn digest(&self) -> u64 {
        let beginning = self.sign.first_chunk();
        beginning.map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// The columns it takes; none of the second half of a wide sign.
    pub(super) fn columns(&self) -> usize {
        usize::from(self.columns)
    }

    /// Whether this is the second column of a wide sign.
    pub(super) const fn is_second_half(&self) -> bool {
        self.length == 0 && self.columns == 0
    }

    /// Whether the sign is too long to be shown: its columns stay blank.
    pub(super) const fn is_too_long(&self) -> bool {
        self.length == 0 && self.columns > 0
    }

    /// Whether nothing can be seen but the background.
    pub(super) const fn is_blank(&self) -> bool {
        self.length == 1 && self.sign[0] == b' ' && !self.look.modifier.intersects(SEEN_ON_BLANK)
    }

    /// Whether it is as an erased place is.
    pub(super) fn is_erased(&self) -> bool {
        self.is_blank() && self.look.bg == Tint::RESET
    }

    /// Whether every terminal moves by one column when it shows this sign.
    pub(super) fn is_sure(&self) -> bool {
        let is_start = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
        self.length == 1 || (self.columns == 1 && self.sign().iter().filter(is_start).count() == 1)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn tile(sign: &'static str, style: Style) -> Tile {
        let mut cell = Cell::new(sign);
        cell.set_style(style);
        Tile::of(&cell)
    }

    #[test]
    fn blanks_that_look_the_same_are_equal() {
        assert_eq!(tile(" ", Style::new().bold().red()), Tile::EMPTY);
        assert_ne!(tile(" ", Style::new().on_red()), Tile::EMPTY);
        assert_ne!(tile(" ", Style::new().underlined()), Tile::EMPTY);
    }

    #[test]
    fn a_sign_without_a_width_is_a_blank_in_its_look() {
        assert_eq!(tile("\u{200b}", Style::new()), Tile::EMPTY);
        let reversed = Style::new().reversed();
        assert_eq!(tile("\u{200b}", reversed), tile(" ", reversed));
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "every kind of colour is told apart"
    )]
    fn each_colour_is_another_one() {
        let colors = [
            Color::Reset,
            Color::Black,
            Color::White,
            Color::Indexed(0),
            Color::Indexed(15),
            Color::Rgb(0, 0, 0),
            Color::Rgb(0, 0, 15),
        ];
        let shades = colors.map(|color| Tint::of(color).shade());
        assert_eq!(
            shades,
            [
                Shade::Reset,
                Shade::Named(0),
                Shade::Named(15),
                Shade::Indexed(0),
                Shade::Indexed(15),
                Shade::Rgb(0, 0, 0),
                Shade::Rgb(0, 0, 15),
            ]
        );
    }

    #[test]
    fn a_sign_of_many_characters_is_whole_or_too_long() {
        let family = "👨🏽\u{200d}👩🏽\u{200d}👧🏽\u{200d}👦🏽";
        let shown = tile(family, Style::new());
        assert_eq!((shown.sign(), shown.is_sure()), (family.as_bytes(), false));
        let heaped = format!("e{}", "\u{301}".repeat(23));
        assert!(Tile::of(Cell::default().set_symbol(&heaped)).is_too_long());
        assert!(tile("ә", Style::new()).is_sure());
    }
}
