//! Colours as a theme writes them, what a terminal can show of them, and how readable they are.
//!
//! The only module that names palette and 24-bit colours of the terminal library: everything
//! else asks for a role. Conversions go to the nearest colour and never fail.

use ratatui::style::Color;

use super::Depth;

/// The usual sixteen colours of xterm.
pub const XTERM: [Rgb; 16] = [
    Rgb(0, 0, 0),
    Rgb(205, 0, 0),
    Rgb(0, 205, 0),
    Rgb(205, 205, 0),
    Rgb(0, 0, 238),
    Rgb(205, 0, 205),
    Rgb(0, 205, 205),
    Rgb(229, 229, 229),
    Rgb(127, 127, 127),
    Rgb(255, 0, 0),
    Rgb(0, 255, 0),
    Rgb(255, 255, 0),
    Rgb(92, 92, 255),
    Rgb(255, 0, 255),
    Rgb(0, 255, 255),
    Rgb(255, 255, 255),
];

/// The sixteen colours of the Linux console.
pub const LINUX: [Rgb; 16] = [
    Rgb(0, 0, 0),
    Rgb(170, 0, 0),
    Rgb(0, 170, 0),
    Rgb(170, 85, 0),
    Rgb(0, 0, 170),
    Rgb(170, 0, 170),
    Rgb(0, 170, 170),
    Rgb(170, 170, 170),
    Rgb(85, 85, 85),
    Rgb(255, 85, 85),
    Rgb(85, 255, 85),
    Rgb(255, 255, 85),
    Rgb(85, 85, 255),
    Rgb(255, 85, 255),
    Rgb(85, 255, 255),
    Rgb(255, 255, 255),
];

const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// Red, green and blue, 0–255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Relative luminance, 0 (black) to 1 (white), as WCAG 2 defines it.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// The contrast of two colours, 1 to 21.
    ///
    /// ```
    /// use awp::theme::color::Rgb;
    /// assert!((Rgb(0, 0, 0).contrast(Rgb(255, 255, 255)) - 21.0).abs() < 0.01);
    /// ```
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn distance(self, other: Self) -> u32 {
        let part = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        2 * part(self.0, other.0) + 4 * part(self.1, other.1) + 3 * part(self.2, other.2)
    }
}

/// A colour as a theme names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paint {
    /// What the terminal uses by default.
    Reset,
    /// One of the sixteen ANSI colours.
    Ansi(u8),
    /// One of the 256.
    Indexed(u8),
    /// 24-bit.
    Rgb(Rgb),
}

impl Paint {
    /// Reads `reset`, an ANSI name (`red`, `bright-red`), a number of the 256, or `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "reset" {
            return Some(Self::Reset);
        }
        if let Some(at) = NAMES.iter().position(|name| *name == text) {
            return u8::try_from(at).ok().map(Self::Ansi);
        }
        if let Some(hex) = text.strip_prefix('#') {
            let value = u32::from_str_radix(hex, 16).ok()?;
            let [_, red, green, blue] = value.to_be_bytes();
            return (hex.len() == 6).then_some(Self::Rgb(Rgb(red, green, blue)));
        }
        text.parse().ok().map(Self::Indexed)
    }

    /// The colour under a palette of sixteen; `None` for the terminal's own.
    #[must_use]
    pub fn rgb(self, sixteen: &[Rgb; 16]) -> Option<Rgb> {
        match self {
            Self::Reset => None,
            Self::Ansi(at) => sixteen.get(usize::from(at)).copied(),
            Self::Indexed(at) => Some(indexed(at, sixteen)),
            Self::Rgb(rgb) => Some(rgb),
        }
    }

    /// The nearest a terminal of this depth can show.
    #[must_use]
    pub fn at_depth(self, depth: Depth) -> Self {
        match (depth, self) {
            (Depth::Mono, _) => Self::Reset,
            (Depth::Ansi, Self::Indexed(at)) => nearest(indexed(at, &XTERM), 0..16, Self::Ansi),
            (Depth::Ansi, Self::Rgb(rgb)) => nearest(rgb, 0..16, Self::Ansi),
            // The first sixteen are the user's own and no safe target.
            (Depth::Indexed, Self::Rgb(rgb)) => nearest(rgb, 16..=255, Self::Indexed),
            (_, paint) => paint,
        }
    }

    /// The colour of the terminal library.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that makes palette and 24-bit colours"
    )]
    pub fn color(self) -> Color {
        match self {
            Self::Reset => Color::Reset,
            Self::Ansi(at) => ansi(at),
            Self::Indexed(at) => Color::Indexed(at),
            Self::Rgb(Rgb(red, green, blue)) => Color::Rgb(red, green, blue),
        }
    }
}

/// A colour of a theme, and which of the sixteen stands for it where there are no more.
///
/// The nearest of sixteen may be unreadable on the nearest of its background: then the theme says
/// which one it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shade {
    paint: Paint,
    ansi: Option<Paint>,
}

impl Shade {
    /// A colour with the ANSI colour that stands for it.
    #[must_use]
    pub const fn with_ansi(paint: Paint, ansi: Paint) -> Self {
        Self {
            paint,
            ansi: Some(ansi),
        }
    }

    /// What a terminal of this depth shows of it.
    #[must_use]
    pub fn at_depth(self, depth: Depth) -> Paint {
        match (depth, self.ansi) {
            (Depth::Ansi, Some(ansi)) => ansi,
            _ => self.paint.at_depth(depth),
        }
    }
}

impl From<Paint> for Shade {
    fn from(paint: Paint) -> Self {
        Self { paint, ansi: None }
    }
}

/// The red, green and blue of a colour of the terminal library, in the palette of xterm.
#[must_use]
pub fn rgb_of(color: Color) -> Option<Rgb> {
    paint_of(color).rgb(&XTERM)
}

/// What a theme calls a colour of the terminal library.
#[must_use]
pub const fn paint_of(color: Color) -> Paint {
    match color {
        Color::Reset => Paint::Reset,
        Color::Black => Paint::Ansi(0),
        Color::Red => Paint::Ansi(1),
        Color::Green => Paint::Ansi(2),
        Color::Yellow => Paint::Ansi(3),
        Color::Blue => Paint::Ansi(4),
        Color::Magenta => Paint::Ansi(5),
        Color::Cyan => Paint::Ansi(6),
        Color::Gray => Paint::Ansi(7),
        Color::DarkGray => Paint::Ansi(8),
        Color::LightRed => Paint::Ansi(9),
        Color::LightGreen => Paint::Ansi(10),
        Color::LightYellow => Paint::Ansi(11),
        Color::LightBlue => Paint::Ansi(12),
        Color::LightMagenta => Paint::Ansi(13),
        Color::LightCyan => Paint::Ansi(14),
        Color::White => Paint::Ansi(15),
        Color::Indexed(at) => Paint::Indexed(at),
        Color::Rgb(red, green, blue) => Paint::Rgb(Rgb(red, green, blue)),
    }
}

const fn ansi(at: u8) -> Color {
    match at {
        0 => Color::Black,
        1 => Color::Red,
        2 => Color::Green,
        3 => Color::Yellow,
        4 => Color::Blue,
        5 => Color::Magenta,
        6 => Color::Cyan,
        7 => Color::Gray,
        8 => Color::DarkGray,
        9 => Color::LightRed,
        10 => Color::LightGreen,
        11 => Color::LightYellow,
        12 => Color::LightBlue,
        13 => Color::LightMagenta,
        14 => Color::LightCyan,
        _ => Color::White,
    }
}

/// One of the 256 colours: sixteen, a cube of 6×6×6, a ramp of greys.
fn indexed(at: u8, sixteen: &[Rgb; 16]) -> Rgb {
    if let Some(color) = sixteen.get(usize::from(at)) {
        return *color;
    }
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    if let 16..=231 = at {
        let at = at - 16;
        return Rgb(level(at / 36), level(at / 6 % 6), level(at % 6));
    }
    let grey = 8 + 10 * (at - 232);
    Rgb(grey, grey, grey)
}

fn nearest(rgb: Rgb, among: impl Iterator<Item = u8>, paint: fn(u8) -> Paint) -> Paint {
    among
        .min_by_key(|at| rgb.distance(indexed(*at, &XTERM)))
        .map_or(Paint::Reset, paint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_colour_is_read() {
        assert_eq!(Paint::parse("reset"), Some(Paint::Reset));
        assert_eq!(Paint::parse("bright-red"), Some(Paint::Ansi(9)));
        assert_eq!(Paint::parse("208"), Some(Paint::Indexed(208)));
        assert_eq!(Paint::parse("#0a141e"), Some(Paint::Rgb(Rgb(10, 20, 30))));
        for wrong in ["", "#fff", "#gggggg", "256", "redd", "-1"] {
            assert_eq!(Paint::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_colour_becomes_the_nearest_the_terminal_has() {
        let orange = Paint::Rgb(Rgb(250, 20, 10));
        assert_eq!(orange.at_depth(Depth::Rgb), orange);
        assert_eq!(orange.at_depth(Depth::Indexed), Paint::Indexed(196));
        assert_eq!(orange.at_depth(Depth::Ansi), Paint::Ansi(9));
        assert_eq!(orange.at_depth(Depth::Mono), Paint::Reset);
    }

    #[test]
    fn a_wanted_ansi_colour_stands_in_only_where_there_are_sixteen() {
        let orange = Paint::Rgb(Rgb(250, 20, 10));
        let shade = Shade::with_ansi(orange, Paint::Ansi(3));
        assert_eq!(shade.at_depth(Depth::Ansi), Paint::Ansi(3));
        for depth in [Depth::Mono, Depth::Indexed, Depth::Rgb] {
            assert_eq!(shade.at_depth(depth), orange.at_depth(depth));
        }
    }

    #[test]
    fn a_colour_of_the_terminal_library_is_the_one_it_was_made_of() {
        let sixteen = (0..16).map(Paint::Ansi);
        let others = [Paint::Reset, Paint::Indexed(200), Paint::Rgb(Rgb(1, 2, 3))];
        for paint in sixteen.chain(others) {
            assert_eq!(paint_of(paint.color()), paint);
        }
    }
}
