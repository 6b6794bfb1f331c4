//! Pictures of the screen: a buffer of cells as an SVG file.
//!
//! Deterministic: the same cells give the same bytes, so that a test can compare pictures.
//! Responsible for the drawing only; what is on the picture is the real view on real data.
//! Letters stand at exact columns whatever monospaced font a reader has; lines of frames are
//! drawn as lines, so that they join.
//! Several buffers after one another are one picture that moves: [`animated`].

mod tour;

pub use tour::{Frame, animated};

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;

use crate::theme::color::{Rgb, rgb_of};
use crate::ui::text;

/// Width and height of a cell in pixels.
const CELL: (u16, u16) = (9, 19);
/// The base line of the letters below the upper edge of their cell.
const BASE: u16 = 14;
const PADDING: u16 = 10;
/// Signs and background of the terminal pictured.
const DEFAULT: (Rgb, Rgb) = (Rgb(213, 217, 222), Rgb(22, 26, 31));

const FONTS: &str =
    "'DejaVu Sans Mono','Noto Sans Mono','Liberation Mono',Menlo,Consolas,monospace";

/// How a run of cells looks.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    fg: Rgb,
    bg: Option<Rgb>,
    modifier: Modifier,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let fg = rgb_of(cell.fg);
        let bg = rgb_of(cell.bg);
        let (fg, bg) = if cell.modifier.contains(Modifier::REVERSED) {
            (bg.unwrap_or(DEFAULT.1), Some(fg.unwrap_or(DEFAULT.0)))
        } else {
            (fg.unwrap_or(DEFAULT.0), bg)
        };
        Self {
            fg,
            bg,
            modifier: cell.modifier,
        }
    }

    const fn has(self, modifier: Modifier) -> bool {
        self.modifier.contains(modifier)
    }

    fn attributes(self) -> String {
        let mut out = String::new();
        if self.fg != DEFAULT.0 {
            let _ = write!(out, " fill=\"{}\"", hex(self.fg));
        }
        for (modifier, attribute) in [
            (Modifier::BOLD, " font-weight=\"bold\""),
            (Modifier::DIM, " fill-opacity=\"0.6\""),
            (Modifier::ITALIC, " font-style=\"italic\""),
        ] {
            if self.has(modifier) {
                out.push_str(attribute);
            }
        }
        out
    }
}

fn hex(Rgb(red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The picture of a buffer; `title` is its text for readers who do not see it.
///
/// ```
/// use awp::pictures::svg;
/// use ratatui::{buffer::Buffer, layout::Rect};
/// let picture = svg(&Buffer::empty(Rect::new(0, 0, 80, 24)), "Басты");
/// assert!(picture.starts_with("<svg ") && picture.contains("<title>Басты</title>"));
/// ```
#[must_use]
pub fn svg(buf: &Buffer, title: &str) -> String {
    let ground = ground(buf);
    let (width, height) = (buf.area.width, buf.area.height);
    let mut out = opening((width, height), title, ground, "");
    for y in 0..height {
        row(&mut out, buf, y, PADDING + y * CELL.1, ground);
    }
    out.push_str(CLOSING);
    out
}

/// The beginning of a picture of so many columns and rows; `head` stands before what is drawn.
fn opening((columns, rows): (u16, u16), title: &str, ground: Rgb, head: &str) -> String {
    let width = columns * CELL.0 + 2 * PADDING;
    let height = rows * CELL.1 + 2 * PADDING;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\">\n<title>{}</title>\n{head}\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\"/>\n\
         <g font-family=\"{FONTS}\" font-size=\"15\" fill=\"{}\" xml:space=\"preserve\">\n",
        escaped(title),
        hex(ground),
        hex(DEFAULT.0),
    )
}

const CLOSING: &str = "</g>\n</svg>\n";

/// What the picture stands on: the background of the last cell, which no part of a screen fills.
fn ground(buf: &Buffer) -> Rgb {
    let last = buf.content().last();
    last.and_then(|cell| rgb_of(cell.bg)).unwrap_or(DEFAULT.1)
}

/// The cells of a row that show something, with their column.
fn cells(buf: &Buffer, y: u16) -> impl Iterator<Item = (u16, &Cell)> {
    let mut hidden = 0;
    (0..buf.area.width).filter_map(move |x| {
        let cell = buf.cell((buf.area.x + x, buf.area.y + y))?;
        if hidden > 0 {
            hidden -= 1;
            return None;
        }
        hidden = text::width(cell.symbol()).saturating_sub(1);
        Some((x, cell))
    })
}

/// Writes a row of a buffer, its upper edge at `top`.
fn row(out: &mut String, buf: &Buffer, y: u16, top: u16, ground: Rgb) {
    let mut grounds: Vec<(u16, u16, Rgb)> = Vec::new();
    let mut runs: Vec<Run> = Vec::new();
    let mut lines = String::new();
    for (x, cell) in cells(buf, y) {
        let look = Look::of(cell);
        let columns = text::width(cell.symbol()).max(1);
        if let Some(bg) = look.bg.filter(|bg| *bg != ground) {
            match grounds.last_mut() {
                Some((from, wide, color)) if *from + *wide == x && *color == bg => *wide += columns,
                _ => grounds.push((x, columns, bg)),
            }
        }
        if let Some(path) = stroke(cell.symbol(), left(x), top) {
            let _ = writeln!(
                lines,
                "<path d=\"{path}\" stroke=\"{}\"{} fill=\"none\"/>",
                hex(look.fg),
                if look.has(Modifier::DIM) {
                    " stroke-opacity=\"0.5\""
                } else {
                    ""
                },
            );
            continue;
        }
        if cell.symbol() == " " && !look.has(Modifier::UNDERLINED) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.takes(x, cell, look) => run.push(x, cell),
            _ => runs.push(Run::new(x, cell, look)),
        }
    }
    for (x, columns, color) in grounds {
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            left(x),
            columns * CELL.0,
            CELL.1,
            hex(color),
        );
    }
    out.push_str(&lines);
    for run in runs {
        run.write(out, top);
    }
}

const fn left(x: u16) -> u16 {
    PADDING + x * CELL.0
}

/// Letters of one look that follow each other, each at its own place.
struct Run {
    look: Look,
    places: Vec<u16>,
    /// The column after the last letter.
    end: u16,
    words: String,
    /// One code point each, so that the list of places fits the letters.
    simple: bool,
}

impl Run {
    fn new(x: u16, cell: &Cell, look: Look) -> Self {
        let mut run = Self {
            look,
            places: Vec::new(),
            end: x,
            words: String::new(),
            simple: true,
        };
        run.push(x, cell);
        run
    }

    fn takes(&self, x: u16, cell: &Cell, look: Look) -> bool {
        let follows = x <= self.end + 1;
        self.simple && self.look == look && follows && cell.symbol().chars().nth(1).is_none()
    }

    fn push(&mut self, x: u16, cell: &Cell) {
        // Some readers know only the first place: the blank between two words stays a letter.
        if x > self.end {
            self.places.push(self.end);
            self.words.push(' ');
        }
        self.places.push(x);
        self.end = x + text::width(cell.symbol()).max(1);
        self.simple &= cell.symbol().chars().nth(1).is_none();
        self.words.push_str(cell.symbol());
    }

    fn write(&self, out: &mut String, top: u16) {
        let base = top + BASE;
        let places: Vec<String> = self.places.iter().map(|x| left(*x).to_string()).collect();
        let places = if self.simple {
            places.join(" ")
        } else {
            places.first().cloned().unwrap_or_default()
        };
        let _ = writeln!(
            out,
            "<text x=\"{places}\" y=\"{base}\"{}>{}</text>",
            self.look.attributes(),
            escaped(&self.words),
        );
        if let (true, Some(first)) = (self.look.has(Modifier::UNDERLINED), self.places.first()) {
            let line = base + 2;
            let _ = writeln!(
                out,
                "<path d=\"M{} {line}H{}\" stroke=\"{}\"/>",
                left(*first),
                left(self.end),
                hex(self.look.fg),
            );
        }
    }
}

/// The path of a frame's sign; `None` for letters.
fn stroke(symbol: &str, x: u16, y: u16) -> Option<String> {
    let (right, bottom) = (x + CELL.0, y + CELL.1);
    let half = f32::from(CELL.0) / 2.0;
    let (cx, cy) = (f32::from(x) + half, f32::from(y) + f32::from(CELL.1) / 2.0);
    Some(match symbol {
        "─" => format!("M{x} {cy}H{right}"),
        "│" => format!("M{cx} {y}V{bottom}"),
        "┌" => format!("M{cx} {bottom}V{cy}H{right}"),
        "┐" => format!("M{x} {cy}H{cx}V{bottom}"),
        "└" => format!("M{cx} {y}V{cy}H{right}"),
        "┘" => format!("M{cx} {y}V{cy}H{x}"),
        "┃" => format!(
            "M{cx} {y}V{bottom}M{} {y}V{bottom}M{} {y}V{bottom}",
            cx - 1.0,
            cx + 1.0
        ),
        _ => return None,
    })
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;
    use crate::theme::Paint;

    fn pictured(words: &str, style: Style) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        buf.set_string(0, 0, words, style);
        svg(&buf, "t")
    }

    #[test]
    fn every_letter_has_its_own_place() {
        assert!(pictured("ән", Style::new()).contains("<text x=\"10 19\" y=\"24\">ән</text>"));
    }

    #[test]
    fn text_is_escaped() {
        let picture = pictured("<b>&\"", Style::new());
        assert!(picture.contains(">&lt;b&gt;&amp;&quot;<"), "{picture}");
    }

    #[test]
    fn a_reversed_cell_has_the_colours_the_other_way_round() {
        let picture = pictured("a", Style::new().reversed());
        assert!(picture.contains("fill=\"#d5d9de\"/>"), "{picture}");
        assert!(picture.contains("fill=\"#161a1f\">a<"), "{picture}");
    }

    #[test]
    fn a_picture_stands_on_the_background_of_its_theme() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
        let paper = Paint::Rgb(Rgb(250, 250, 240)).color();
        buf.set_string(0, 0, "abcd", Style::new().bg(paper));
        let picture = svg(&buf, "t");
        assert_eq!(picture.matches("#fafaf0").count(), 1, "{picture}");
    }

    #[test]
    fn a_wide_sign_is_drawn_once() {
        let picture = pictured("日a", Style::new());
        assert!(
            picture.contains("<text x=\"10 28\" y=\"24\">日a</text>"),
            "{picture}"
        );
    }

    #[test]
    fn frames_are_lines() {
        assert!(pictured("─", Style::new()).contains("<path d=\"M10 19.5H19\""));
    }
}
