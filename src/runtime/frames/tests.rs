//! What a terminal shows after frames, and what they cost.

use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};

use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::*;
use crate::theme::{Role, Theme};
use crate::ui::canvas::{Canvas, Pen as CanvasPen};

#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Vec<Vec<u8>>>>);

impl Wire {
    fn take(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().push(bytes.to_owned());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Draws on a terminal in memory and compares what it shows.
struct Screen {
    term: &'static str,
    terminal: Terminal<Frames<Wire>>,
    wire: Wire,
    parser: vt100::Parser,
}

impl Screen {
    fn new(term: &'static str, width: u16, height: u16) -> Self {
        let wire = Wire::default();
        let size = Size::new(width, height);
        let frames = Frames::of_size(wire.clone(), Abilities::of(term), size);
        Self {
            term,
            terminal: Terminal::new(frames).unwrap(),
            wire,
            parser: vt100::Parser::new(some(height), some(width), 0),
        }
    }

    /// Draws a buffer and gives the bytes that took.
    fn draw(&mut self, buffer: &Buffer, cursor: Option<(u16, u16)>) -> Vec<u8> {
        let draw = |frame: &mut ratatui::Frame<'_>| {
            frame.buffer_mut().merge(buffer);
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        };
        self.terminal.draw(draw).unwrap();
        let bytes = self.wire.take().concat();
        self.parser.process(&bytes);
        bytes
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(Size::new(width, height));
        self.parser.screen_mut().set_size(some(height), some(width));
    }

    /// Others write on the terminal, after which it is drawn anew.
    fn disturb(&mut self) {
        if Abilities::of(self.term).regions {
            self.parser.process(b"\x1b[3;7r");
        }
        self.parser.process(b"\x1b[5;5H\x1b[1;7;31mnoise\x1b[?25h");
        self.terminal.clear().unwrap();
    }

    /// Fails where the terminal shows another cell than the buffer has.
    fn check(&self, buffer: &Buffer, cursor: Option<(u16, u16)>, told: &str) {
        let screen = self.parser.screen();
        for y in 0..buffer.area.height {
            let mut behind = 0;
            for x in 0..buffer.area.width {
                if behind > 0 {
                    behind -= 1;
                    continue;
                }
                let wanted = &buffer[(x, y)];
                behind = usize::from(ratatui::buffer::CellWidth::cell_width(wanted)) - 1;
                let shown = screen.cell(y, x).unwrap();
                assert_eq!(seen(shown), wished(wanted), "{told} at {x}, {y}");
            }
        }
        assert_eq!(screen.hide_cursor(), cursor.is_none(), "{told}");
        if let Some((x, y)) = cursor {
            assert_eq!(screen.cursor_position(), (y, x), "{told}");
        }
    }
}

fn some(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// What can be seen of a cell: sign, colours, bold, dim, italic, underlined, reversed.
type Seen = (String, vt100::Color, vt100::Color, [bool; 5]);

fn seen(cell: &vt100::Cell) -> Seen {
    let sign = if cell.has_contents() {
        cell.contents()
    } else {
        " "
    };
    let flags = [
        cell.bold(),
        cell.dim(),
        cell.italic(),
        cell.underline(),
        cell.inverse(),
    ];
    only_seen(sign, cell.fgcolor(), cell.bgcolor(), flags)
}

fn wished(cell: &Cell) -> Seen {
    let flags = [
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
    ];
    let flags = flags.map(|flag| cell.modifier.contains(flag));
    only_seen(cell.symbol(), color(cell.fg), color(cell.bg), flags)
}

/// Of a blank neither the colour nor the weight of signs is seen.
fn only_seen(sign: &str, fg: vt100::Color, bg: vt100::Color, flags: [bool; 5]) -> Seen {
    if sign == " " && !flags[3] && !flags[4] {
        return (sign.to_owned(), vt100::Color::Default, bg, [false; 5]);
    }
    (sign.to_owned(), fg, bg, flags)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the test draws in no other colours"
)]
fn color(color: Color) -> vt100::Color {
    match color {
        Color::Reset => vt100::Color::Default,
        Color::Red => vt100::Color::Idx(1),
        Color::Cyan => vt100::Color::Idx(6),
        Color::LightYellow => vt100::Color::Idx(11),
        Color::White => vt100::Color::Idx(15),
        Color::Indexed(place) => vt100::Color::Idx(place),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        other => panic!("{other:?} is not among the colours of the test"),
    }
}

/// Numbers that look as if by chance, the same ones for a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u16) -> u16 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        u16::try_from((self.0 >> 33) % u64::from(sides.max(1))).unwrap()
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::from(self.roll(u16::try_from(all.len()).unwrap()))]
    }

    fn style(&mut self, term: &str) -> Style {
        let mut style = Style::new();
        let modifiers = if term == "vt100" {
            // The others a vt100 does not have.
            vec![Modifier::empty(), Modifier::BOLD, Modifier::REVERSED]
        } else {
            style = style.fg(self.of(&COLORS)).bg(self.of(&COLORS));
            vec![
                Modifier::empty(),
                Modifier::BOLD,
                Modifier::DIM | Modifier::ITALIC,
                Modifier::REVERSED | Modifier::BOLD,
                Modifier::UNDERLINED,
            ]
        };
        let modifier = self.of(&modifiers);
        style
            .remove_modifier(Modifier::all())
            .add_modifier(modifier)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "what a theme resolves is written here"
)]
const COLORS: [Color; 8] = [
    Color::Reset,
    Color::Reset,
    Color::Red,
    Color::Cyan,
    Color::LightYellow,
    Color::White,
    Color::Indexed(77),
    Color::Rgb(1, 2, 3),
];

const WORDS: [&str; 9] = [
    "Тұрғын үй",
    "e\u{301}t\u{301}",
    "漢字",
    "         ",
    "│",
    "a",
    "қ ғ",
    "ＡＢ",
    " №766301 ",
];

/// Changes a frame somewhere, or moves a part of it.
fn change(dice: &mut Dice, buffer: &mut Buffer, term: &str) {
    let area = buffer.area;
    match dice.roll(6) {
        0 => {
            let (top, by) = (dice.roll(area.height), dice.roll(3) + 1);
            let old = buffer.clone();
            let down = dice.roll(2) == 0;
            for y in top..area.height {
                let from = if down {
                    y.checked_sub(by)
                } else {
                    Some(y + by)
                };
                let from = from.filter(|from| (top..area.height).contains(from));
                for x in 0..area.width {
                    buffer[(x, y)] = from.map_or(Cell::EMPTY, |from| old[(x, from)].clone());
                }
            }
        }
        1 => {
            let place = Rect::new(dice.roll(area.width), dice.roll(area.height), 30, 4);
            for at in place.intersection(area).positions() {
                buffer[at] = Cell::EMPTY;
            }
        }
        _ => {
            let (x, y) = (dice.roll(area.width), dice.roll(area.height));
            let style = dice.style(term);
            for _ in 0..=dice.roll(4) {
                let word = dice.of(&WORDS);
                let right = area.width.saturating_sub(x);
                buffer.set_stringn(x, y, word.repeat(3), usize::from(right), style);
            }
        }
    }
    mend(buffer);
}

/// A wide sign that lost its second column is no wide sign, nor is one at the edge.
fn mend(buffer: &mut Buffer) {
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            let width = ratatui::buffer::CellWidth::cell_width(&buffer[(x, y)]);
            let is_cut =
                width == 2 && (x + 1 == buffer.area.width || buffer[(x + 1, y)].symbol() != " ");
            if is_cut {
                buffer[(x, y)] = Cell::EMPTY;
            }
        }
    }
}

#[test]
fn whatever_frames_follow_each_other_a_terminal_shows_the_last_one() {
    for term in ["xterm-256color", "vt100", "dumb"] {
        for seed in 0..20 {
            let mut dice = Dice(seed);
            let (width, height) = (20 + dice.roll(70), 5 + dice.roll(25));
            let mut screen = Screen::new(term, width, height);
            let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
            for frame in 0..40 {
                match dice.roll(20) {
                    0 => {
                        let size = (20 + dice.roll(70), 5 + dice.roll(25));
                        buffer.resize(Rect::new(0, 0, size.0, size.1));
                        buffer.reset();
                        screen.resize(size.0, size.1);
                    }
                    1 => screen.disturb(),
                    _ => {}
                }
                for _ in 0..=dice.roll(6) {
                    change(&mut dice, &mut buffer, term);
                }
                let cursor = (dice.roll(3) == 0)
                    .then(|| (dice.roll(buffer.area.width), dice.roll(buffer.area.height)));
                screen.draw(&buffer, cursor);
                screen.check(&buffer, cursor, &format!("{term} {seed} {frame}"));
            }
        }
    }
}

fn lines(lines: &[String], width: u16, height: u16) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    for (y, line) in (0..height).zip(lines) {
        buffer.set_string(0, y, line, Style::new());
    }
    buffer
}

/// Lines of a list from one on, inside a frame.
fn list(from: usize) -> Buffer {
    let row = |nth: usize| {
        format!(
            "│ №{:06} Тұрғын үй {:>40} │",
            nth * 7_919 % 999_983,
            nth * nth
        )
    };
    let mut all = vec!["заголовок".to_owned()];
    all.extend((from..from + 20).map(row));
    all.push("подвал".to_owned());
    lines(&all, 72, 22)
}

#[test]
fn a_list_that_moves_by_one_row_is_scrolled_and_not_written_anew() {
    for term in ["xterm", "linux", "screen", "tmux-256color", "vt100"] {
        let mut screen = Screen::new(term, 72, 22);
        screen.draw(&list(100), None);
        for at in [101, 102, 103, 102, 101] {
            let bytes = screen.draw(&list(at), None);
            screen.check(&list(at), None, term);
            assert!(bytes.len() < 120, "{term} {at}: {} bytes", bytes.len());
        }
    }
}

#[test]
fn a_dumb_terminal_gets_no_regions() {
    let mut screen = Screen::new("dumb", 72, 22);
    screen.draw(&list(100), None);
    let bytes = screen.draw(&list(101), None);
    assert!(
        !bytes.contains(&b'r'),
        "{}",
        String::from_utf8_lossy(&bytes)
    );
    screen.check(&list(101), None, "dumb");
}

#[test]
fn a_large_frame_is_one_write_inside_synchronized_output_and_a_small_one_is_one_write() {
    let mut screen = Screen::new("xterm", 72, 22);
    let mut draw = |buffer: &Buffer| {
        let draw = |frame: &mut ratatui::Frame<'_>| frame.buffer_mut().merge(buffer);
        screen.terminal.draw(draw).unwrap();
        screen.wire.take()
    };
    let large = draw(&list(1));
    assert_eq!(large.len(), 1);
    assert!(large[0].starts_with(BEGIN) && large[0].ends_with(END));
    let small = draw(&list(2));
    assert_eq!(small.len(), 1);
    assert!(!small[0].starts_with(BEGIN) && small[0].len() < WHOLE);
}

#[test]
fn a_frame_without_a_change_writes_nothing() {
    let mut screen = Screen::new("xterm", 72, 22);
    let cursor = Some((3, 3));
    screen.draw(&list(1), cursor);
    assert_eq!(screen.draw(&list(1), cursor), b"");
}

#[test]
fn a_cursor_that_others_may_have_shown_is_hidden_again() {
    let mut screen = Screen::new("xterm", 72, 22);
    screen.draw(&list(1), None);
    screen.disturb();
    screen.draw(&list(1), None);
    screen.check(&list(1), None, "after a disturbance");
}

#[test]
fn a_typed_letter_is_the_letter_alone() {
    let mut screen = Screen::new("xterm", 72, 22);
    let typed = |text: &str| lines(&[String::new(), text.to_owned()], 72, 22);
    screen.draw(&typed("қала"), Some((4, 1)));
    assert_eq!(screen.draw(&typed("қалай"), Some((5, 1))), "й".as_bytes());
}

#[test]
fn behind_a_wide_sign_that_moves_nothing_of_its_field_is_missing() {
    let theme = Theme::built_in(crate::theme::Depth::Rgb, false);
    let area = Rect::new(0, 0, 12, 1);
    let mut screen = Screen::new("xterm-256color", 12, 1);
    for words in ["a漢", "漢", "ab漢", "漢漢", "b漢", "x"] {
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut buffer, &theme);
        canvas.fill(area, Role::FieldFocused);
        canvas.write(&mut CanvasPen::at(area, 0), words, Role::FieldFocused);
        screen.draw(&buffer, None);
        screen.check(&buffer, None, words);
    }
}
