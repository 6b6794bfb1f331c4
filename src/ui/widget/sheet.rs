//! A scrolled sheet of lines: the detail, the help, a ledger.
//!
//! Lines are collected with the roles of their words, long ones wrapped; then those on screen
//! are drawn. Lines borrow where they can.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::layout::Rect;

use super::frame::{self, Place};
use crate::app::pointer::Target;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;

/// Words in one role.
pub type Span<'t> = (Cow<'t, str>, Role);

/// One line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line<'t> {
    /// Words from the left.
    Words(Vec<Span<'t>>),
    /// Words from the left and words that end at the right edge and are never cut.
    Ends(Vec<Span<'t>>, Span<'t>),
    /// A line across with a title in it.
    Title(Cow<'t, str>),
}

impl Line<'_> {
    fn into_owned(self) -> Line<'static> {
        let owned = |(words, role): Span<'_>| (Cow::Owned(words.into_owned()), role);
        let each = |spans: Vec<Span<'_>>| spans.into_iter().map(owned).collect();
        match self {
            Self::Words(spans) => Line::Words(each(spans)),
            Self::Ends(left, right) => Line::Ends(each(left), owned(right)),
            Self::Title(words) => Line::Title(Cow::Owned(words.into_owned())),
        }
    }
}

/// Lines under a width.
#[derive(Debug)]
pub struct Sheet<'t> {
    width: u16,
    lines: Vec<Line<'t>>,
    targets: Vec<(Range<usize>, Target)>,
}

impl<'t> Sheet<'t> {
    /// An empty sheet of a width.
    #[must_use]
    pub const fn new(width: u16) -> Self {
        Self {
            width,
            lines: Vec::new(),
            targets: Vec::new(),
        }
    }

    /// The same with lines of its own.
    #[must_use]
    pub fn into_owned(self) -> Sheet<'static> {
        Sheet {
            width: self.width,
            lines: self.lines.into_iter().map(Line::into_owned).collect(),
            targets: self.targets,
        }
    }

    /// Tells what the lines from one on stand for.
    pub fn target(&mut self, from: usize, target: Target) {
        self.targets.push((from..self.lines.len(), target));
    }

    /// The width it was made for.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// How many lines there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A blank line.
    pub fn blank(&mut self) {
        self.lines.push(Line::Words(Vec::new()));
    }

    /// A line across with a title.
    pub fn title(&mut self, words: impl Into<Cow<'t, str>>) {
        self.lines.push(Line::Title(words.into()));
    }

    /// One line of words; cut at the right edge.
    pub fn words(&mut self, spans: Vec<Span<'t>>) {
        self.lines.push(Line::Words(spans));
    }

    /// Words at the left, others at the right edge.
    pub fn ends(&mut self, left: Vec<Span<'t>>, right: Span<'t>) {
        self.lines.push(Line::Ends(left, right));
    }

    /// A text of any length, wrapped.
    pub fn text(&mut self, words: Cow<'t, str>, role: Role) {
        self.hanging("", words, role);
    }

    /// A text of any length, wrapped, every line after `lead`.
    pub fn hanging(&mut self, lead: &'t str, words: Cow<'t, str>, role: Role) {
        let room = self.width.saturating_sub(text::width(lead));
        let mut push = |line: Cow<'t, str>| {
            let lead = (!lead.is_empty()).then_some((Cow::Borrowed(lead), role));
            let spans = lead.into_iter().chain([(line, role)]).collect();
            self.lines.push(Line::Words(spans));
        };
        match words {
            Cow::Borrowed(words) => text::wrap(words, room).for_each(|line| push(line.into())),
            Cow::Owned(words) => {
                text::wrap(&words, room).for_each(|line| push(line.to_owned().into()));
            }
        }
    }

    /// A name and its value, which goes on in the next line where it has no room.
    pub fn fact(&mut self, name: &str, value: Cow<'t, str>) {
        let lead = format!("{name}: ");
        let room = self.width.saturating_sub(text::width(&lead));
        if text::width(&value) <= room {
            self.words(vec![(lead.into(), Role::TextMuted), (value, Role::Text)]);
            return;
        }
        let (first, rest) = text::first_line(&value, room);
        self.words(vec![
            (lead.into(), Role::TextMuted),
            (first.to_owned().into(), Role::Text),
        ]);
        if !rest.is_empty() {
            self.text(rest.to_owned().into(), Role::Text);
        }
    }

    /// A text whose first line starts at the edge and whose other lines start at `indent`.
    pub fn indented(&mut self, indent: u16, words: &str, role: Role) {
        let (first, rest) = text::first_line(words, self.width);
        self.words(vec![(first.to_owned().into(), role)]);
        if rest.is_empty() {
            return;
        }
        let lead = " ".repeat(usize::from(indent));
        let room = self.width.saturating_sub(indent);
        for line in text::wrap(rest, room) {
            self.words(vec![(format!("{lead}{line}").into(), role)]);
        }
    }

    /// The greatest first line that leaves no row of an area blank.
    #[must_use]
    pub fn end(&self, area: Rect) -> u16 {
        let all = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        all.saturating_sub(area.height)
    }

    /// Draws the lines from `scroll` on into an area; gives the first line that was possible.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, scroll: u16) -> u16 {
        let top = scroll.min(self.end(area));
        let seen = self.lines.iter().skip(usize::from(top));
        for (line, at) in seen.zip(0..area.height) {
            draw_line(canvas, Pen::at(area, at), line);
        }
        for (lines, target) in &self.targets {
            canvas.target(rows_of(area, top, lines), *target);
        }
        top
    }

    /// Draws inside a frame, with a mark of the place in the frame's right edge; gives the
    /// greatest useful first line.
    pub fn draw_framed(&self, canvas: &mut Canvas<'_>, framed: Rect, scroll: u16) -> u16 {
        let inner = frame::inside(framed);
        let top = self.draw(canvas, inner, scroll);
        let place = Place {
            top: u64::from(top),
            shown: u64::from(inner.height),
            total: u64::try_from(self.lines.len()).unwrap_or(u64::MAX),
        };
        frame::scroll(canvas, framed, place);
        self.end(inner)
    }
}

/// The rows of an area in which some lines are seen when the first one is `top`.
fn rows_of(area: Rect, top: u16, lines: &Range<usize>) -> Rect {
    let row = |line: usize| {
        let line = u16::try_from(line).unwrap_or(u16::MAX);
        line.saturating_sub(top).min(area.height)
    };
    let (from, to) = (row(lines.start), row(lines.end));
    Rect {
        y: area.y.saturating_add(from),
        height: to - from,
        ..area
    }
}

fn draw_line(canvas: &mut Canvas<'_>, mut pen: Pen, line: &Line<'_>) {
    match line {
        Line::Words(spans) => draw_spans(canvas, &mut pen, spans),
        Line::Ends(left, (words, role)) => {
            canvas.write_right(&mut pen, words, *role);
            pen.end = pen.end.saturating_sub(1);
            draw_spans(canvas, &mut pen, left);
        }
        Line::Title(words) => {
            let sign = frame::across(canvas);
            canvas.write(&mut pen, sign, Role::Border);
            canvas.write(&mut pen, &format!(" {words} "), Role::Title);
            canvas.line(&mut pen, sign, Role::Border);
        }
    }
}

/// The lead of a text in signs of ASCII.
fn plain(lead: &str) -> &str {
    match lead {
        "│ " => "| ",
        "  │ " => "  | ",
        "║ " => "# ",
        other => other,
    }
}

fn draw_spans(canvas: &mut Canvas<'_>, pen: &mut Pen, spans: &[Span<'_>]) {
    let ascii = canvas.theme().ascii();
    for (words, role) in spans {
        let words = if ascii { plain(words) } else { words };
        canvas.write(pen, words, *role);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_goes_on_in_the_next_line_instead_of_losing_its_end() {
        let value = "«Қоныс» тұрғын үй операторы» АҚ, 060340000178";
        for width in [40, 58, 78] {
            let mut sheet = Sheet::new(width);
            sheet.fact("Ақпарат иеленуші", value.into());
            let mut told = Vec::new();
            for line in &sheet.lines {
                let Line::Words(spans) = line else {
                    panic!("{line:?}");
                };
                let words: String = spans.iter().map(|(words, _)| words.as_ref()).collect();
                assert!(text::width(&words) <= width, "{words}");
                told.push(words.trim().to_owned());
            }
            assert_eq!(told.join(" "), format!("Ақпарат иеленуші: {value}"));
        }
    }
}
