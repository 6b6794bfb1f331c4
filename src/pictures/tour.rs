//! A picture that moves: frames shown after one another, without a script.
//!
//! A row that several frames share is stored once, and is on screen from the first of them to the
//! last, so that a file holds little more than what changes. Only CSS animates it; readers who
//! want no motion, and programs that know no animation, are shown the last frame.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{CELL, CLOSING, PADDING, ground, opening, row};

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The screen; of one size in all frames.
    pub screen: Buffer,
    /// What is told about it below the screen, as wide as the screen at most.
    pub caption: String,
    /// How long it stays, in milliseconds.
    pub millis: u32,
}

/// Rows between the screen and its caption.
const GAP: u16 = 1;

/// From a frame up to another one that is not of it.
type Span = (usize, usize);

/// The picture of frames in their order, begun anew after the last one; `title` is its text for
/// readers who do not see it.
///
/// ```
/// use awp::pictures::{Frame, animated};
/// use ratatui::{buffer::Buffer, layout::Rect};
/// let frame = |caption: &str| Frame {
///     screen: Buffer::empty(Rect::new(0, 0, 80, 24)),
///     caption: caption.to_owned(),
///     millis: 1500,
/// };
/// let picture = animated(&[frame("Басты"), frame("Нормалар")], "АЖО");
/// assert!(picture.contains("animation:3s step-end infinite"));
/// ```
#[must_use]
pub fn animated(frames: &[Frame], title: &str) -> String {
    let Some(first) = frames.first() else {
        return String::new();
    };
    let ground = ground(&first.screen);
    let (columns, height) = (first.screen.area.width, first.screen.area.height);
    let mut rows = Rows::default();
    for y in 0..height {
        let drawn = frames.iter().map(|frame| {
            let mut out = String::new();
            row(&mut out, &frame.screen, y, 0, ground);
            out
        });
        rows.add(PADDING + y * CELL.1, drawn);
    }
    let captions = frames.iter().map(|frame| {
        let mut out = String::new();
        row(&mut out, &caption(&frame.caption, columns), 0, 0, ground);
        out
    });
    rows.add(PADDING + (height + GAP) * CELL.1, captions);
    let head = rows.style(frames);
    let mut out = opening((columns, height + GAP + 1), title, ground, &head);
    rows.write(&mut out);
    out.push_str(CLOSING);
    out
}

/// The row of a caption.
fn caption(words: &str, columns: u16) -> Buffer {
    let mut buf = Buffer::empty(Rect::new(0, 0, columns, 1));
    buf.set_string(0, 0, words, Style::new().add_modifier(Modifier::BOLD));
    buf
}

/// What stands on the rows of a picture, each in which frames.
#[derive(Default)]
struct Rows {
    /// How many frames there are.
    frames: usize,
    /// Each drawing of a row once, with its number.
    drawn: BTreeMap<String, usize>,
    /// In the frames of a span: at which height which drawing is.
    shown: BTreeMap<Span, Vec<(u16, usize)>>,
}

impl Rows {
    /// The row at `top`, drawn for every frame.
    fn add(&mut self, top: u16, drawn: impl Iterator<Item = String>) {
        let mut begun: Option<(usize, usize)> = None;
        let mut at = 0;
        for drawing in drawn {
            let next = self.drawn.len();
            let number = *self.drawn.entry(drawing).or_insert(next);
            if let Some((from, before)) = begun.filter(|(_, before)| *before != number) {
                self.show((from, at), top, before);
                begun = None;
            }
            begun = begun.or(Some((at, number)));
            at += 1;
        }
        if let Some((from, number)) = begun {
            self.show((from, at), top, number);
        }
        self.frames = at;
    }

    fn show(&mut self, span: Span, top: u16, number: usize) {
        self.shown.entry(span).or_default().push((top, number));
    }

    /// When each span is seen; by itself only what is in the last frame.
    fn style(&self, frames: &[Frame]) -> String {
        let total = total(frames);
        let mut out = String::from("<style>\n");
        let _ = writeln!(
            out,
            "[class]{{animation:{} step-end infinite}}",
            seconds(total)
        );
        for (from, to) in self.shown.keys().filter(|span| !self.always(**span)) {
            let (begin, end) = (percent(frames, *from), percent(frames, *to));
            let (before, after) = match (*from, *to == self.frames) {
                (0, _) => (String::new(), format!("{end}{{visibility:hidden}}")),
                (_, true) => ("0%{visibility:hidden}".to_owned(), String::new()),
                (_, false) => (
                    "0%{visibility:hidden}".to_owned(),
                    format!("{end}{{visibility:hidden}}"),
                ),
            };
            let _ = writeln!(
                out,
                "@keyframes s{from}-{to}{{{before}{begin}{{visibility:visible}}{after}}}",
            );
            let still = if *to == self.frames {
                "visible"
            } else {
                "hidden"
            };
            let _ = writeln!(
                out,
                ".s{from}-{to}{{animation-name:s{from}-{to};visibility:{still}}}",
            );
        }
        out.push_str("@media (prefers-reduced-motion:reduce){[class]{animation:none}}\n</style>\n");
        out
    }

    const fn always(&self, (from, to): Span) -> bool {
        from == 0 && to == self.frames
    }

    fn write(&self, out: &mut String) {
        let mut drawn: Vec<(&String, usize)> =
            self.drawn.iter().map(|(row, n)| (row, *n)).collect();
        drawn.sort_by_key(|(_, number)| *number);
        out.push_str("<defs>\n");
        for (row, number) in drawn.iter().filter(|(row, _)| !row.is_empty()) {
            let _ = writeln!(out, "<g id=\"r{number}\">\n{row}</g>");
        }
        out.push_str("</defs>\n");
        let blank = self.drawn.get("");
        for (span, uses) in &self.shown {
            if self.always(*span) {
                out.push_str("<g>\n");
            } else {
                let _ = writeln!(out, "<g class=\"s{}-{}\">", span.0, span.1);
            }
            for (top, number) in uses.iter().filter(|(_, number)| blank != Some(number)) {
                let _ = writeln!(out, "<use href=\"#r{number}\" y=\"{top}\"/>");
            }
            out.push_str("</g>\n");
        }
    }
}

/// How long all frames take.
fn total(frames: &[Frame]) -> u64 {
    frames.iter().map(|frame| u64::from(frame.millis)).sum()
}

/// Milliseconds as CSS writes them.
fn seconds(millis: u64) -> String {
    decimal(millis, 3, "s")
}

/// When a frame begins, in per cent of the whole.
fn percent(frames: &[Frame], at: usize) -> String {
    let before: u64 = total(frames.get(..at).unwrap_or(frames));
    decimal(before * 100_000 / total(frames).max(1), 3, "%")
}

/// A number of so many decimal places, the last zeros left out.
fn decimal(number: u64, places: u32, unit: &str) -> String {
    let whole = 10_u64.pow(places);
    let part = format!("{:0width$}", number % whole, width = places as usize);
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{}{point}{part}{unit}", number / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of one row and two columns each, half a second long.
    fn frames(rows: &[&str]) -> Vec<Frame> {
        let frame = |words: &&str| {
            let mut screen = Buffer::empty(Rect::new(0, 0, 12, 1));
            screen.set_string(0, 0, words, Style::new());
            Frame {
                screen,
                caption: "c".to_owned(),
                millis: 500,
            }
        };
        rows.iter().map(frame).collect()
    }

    #[test]
    fn each_frame_is_seen_from_its_beginning_to_the_next() {
        let picture = animated(&frames(&["a", "b", "c", "d"]), "t");
        assert_eq!(picture.matches("@keyframes").count(), 4, "{picture}");
        for keyframes in [
            "s0-1{0%{visibility:visible}25%{visibility:hidden}}",
            "s1-2{0%{visibility:hidden}25%{visibility:visible}50%{visibility:hidden}}",
            "s3-4{0%{visibility:hidden}75%{visibility:visible}}",
        ] {
            assert!(picture.contains(keyframes), "{picture}");
        }
    }

    #[test]
    fn the_whole_lasts_as_long_as_its_frames() {
        let picture = animated(&frames(&["a", "b", "c"]), "t");
        assert!(
            picture.contains("{animation:1.5s step-end infinite}"),
            "{picture}"
        );
    }

    #[test]
    fn a_row_that_comes_back_is_stored_once_and_one_that_stays_is_not_animated() {
        let picture = animated(&frames(&["a", "b", "a"]), "t");
        assert_eq!(picture.matches(">a</text>").count(), 1, "{picture}");
        assert_eq!(picture.matches("<use href=\"#r0\"").count(), 2, "{picture}");
        assert!(
            picture.contains("<g>\n<use href=\"#r2\" y=\"48\"/>\n</g>"),
            "{picture}"
        );
    }

    #[test]
    fn what_stands_still_is_the_last_frame() {
        let picture = animated(&frames(&["a", "b"]), "t");
        assert!(
            picture.contains(".s0-1{animation-name:s0-1;visibility:hidden}"),
            "{picture}"
        );
        assert!(
            picture.contains(".s1-2{animation-name:s1-2;visibility:visible}"),
            "{picture}"
        );
        let still = "@media (prefers-reduced-motion:reduce){[class]{animation:none";
        assert!(picture.contains(still), "{picture}");
    }

    #[test]
    fn text_is_escaped() {
        let mut frames = frames(&["<b>"]);
        frames[0].caption = "a & b".to_owned();
        let picture = animated(&frames, "<t>");
        assert!(picture.contains("&lt;b&gt;</text>"), "{picture}");
        assert!(picture.contains("a &amp; b</text>"), "{picture}");
        assert!(picture.contains("<title>&lt;t&gt;</title>"), "{picture}");
    }

    #[test]
    fn a_part_of_a_second_is_written_without_needless_zeros() {
        assert_eq!(seconds(40_000), "40s");
        assert_eq!(seconds(1_050), "1.05s");
    }
}
