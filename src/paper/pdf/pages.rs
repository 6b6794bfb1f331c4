//! A sheet laid out on A4 pages: which line of text stands where.
//!
//! Rows are a table of two columns with a rule above each; a value that is longer than a page
//! runs on. A heading never stands alone at the foot of a page. All measures are points from the
//! upper left corner.

use super::PaperError;
use super::face::{Faces, Weight};
use super::lines::{Style, broken};
use crate::paper::sheet::{Block, Sheet, Value};

/// A4.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;
/// 25 mm to bind at, 15 mm elsewhere, 20 mm above and below.
const LEFT: f32 = 70.87;
const RIGHT: f32 = 42.52;
const EDGE: f32 = 56.69;
const TEXT_WIDTH: f32 = WIDTH - LEFT - RIGHT;
/// The column of names, and the gap before that of values.
const NAMES: f32 = 150.0;
const GAP: f32 = 12.0;
/// What stands above the title at the right is no wider.
const ASIDE: f32 = 300.0;

/// How far apart the lines of letters of size 1 are.
const LEADING: f32 = 1.36;
/// How far the first line stands below the rule of its row.
const PADDING: f32 = 4.0;

const TEXT: Style = style(Weight::Regular, 10.5);
const NAME: Style = style(Weight::Bold, 10.5);
const SMALL: Style = style(Weight::Regular, 9.0);
const SECTION: Style = style(Weight::Bold, 11.5);
const TITLE: Style = style(Weight::Bold, 14.0);

const fn style(weight: Weight, size: f32) -> Style {
    Style { weight, size }
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Where it begins.
    pub(super) x: f32,
    /// Its base line.
    pub(super) y: f32,
    /// How it is set.
    pub(super) style: Style,
    /// The text.
    pub(super) text: String,
}

/// What stands on one page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct PageSheet {
    /// The lines of text.
    pub(super) runs: Vec<Run>,
    /// The rules: how far down they are drawn across the text.
    pub(super) rules: Vec<f32>,
}

/// From where to where a rule is drawn.
pub(super) const RULE: (f32, f32) = (LEFT, WIDTH - RIGHT);

/// Lays a sheet out.
pub(super) fn pages(sheet: &Sheet) -> Result<Vec<PageSheet>, PaperError> {
    let mut setter = Setter {
        faces: Faces::load()?,
        pages: vec![PageSheet::default()],
        y: EDGE,
        in_table: false,
    };
    for block in &sheet.blocks {
        setter.block(block);
    }
    setter.end_table();
    setter.feet(&sheet.number);
    Ok(setter.pages)
}

/// Where a line stands between the margins.
#[derive(Debug, Clone, Copy)]
enum Side {
    Left,
    Middle,
    Right,
}

struct Setter {
    faces: Faces,
    pages: Vec<PageSheet>,
    /// The upper edge of what comes next.
    y: f32,
    /// Rows came last: a rule closes them.
    in_table: bool,
}

impl Setter {
    fn block(&mut self, block: &Block) {
        if let Block::Row { name, value } = block {
            self.row(name, value);
            return;
        }
        self.end_table();
        match block {
            Block::Above(words) => self.aside(words),
            Block::Title(words) => {
                self.y += 14.0;
                self.set(words, TITLE, Side::Middle);
                self.y += 2.0;
            }
            Block::Below(words) => {
                self.set(words, SMALL, Side::Middle);
                self.y += 12.0;
            }
            Block::Section(words) => {
                self.y += 12.0;
                self.keep(SECTION, 3.0);
                self.set(words, SECTION, Side::Left);
                self.y += 4.0;
            }
            Block::Heading(words) => {
                self.y += 6.0;
                self.keep(NAME, 2.0);
                self.set(words, NAME, Side::Left);
            }
            Block::Text(text) => self.set(text, TEXT, Side::Left),
            Block::Note(words) => {
                self.y += 6.0;
                self.set(words, SMALL, Side::Left);
            }
            Block::Row { .. } => {}
        }
    }

    /// What the form belongs to stands at the right.
    fn aside(&mut self, words: &str) {
        for line in broken(&mut self.faces, words, SMALL, ASIDE) {
            self.line(line, SMALL, Side::Right);
        }
    }

    fn set(&mut self, text: &str, style: Style, side: Side) {
        for line in broken(&mut self.faces, text, style, TEXT_WIDTH) {
            self.line(line, style, side);
        }
    }

    fn line(&mut self, text: String, style: Style, side: Side) {
        self.room(style);
        let width = self.faces.width(&text, style.weight, style.size);
        let x = match side {
            Side::Left => LEFT,
            Side::Middle => LEFT + (TEXT_WIDTH - width) / 2.0,
            Side::Right => WIDTH - RIGHT - width,
        };
        self.put(x, self.y, style, text);
        self.y += style.size * LEADING;
    }

    /// Name and value side by side; both run on to the next page where they have to.
    fn row(&mut self, name: &str, value: &Value) {
        let names = broken(&mut self.faces, &bracketed(name), NAME, NAMES);
        let style = match value {
            Value::Filled(_) => TEXT,
            Value::Missing(_) => SMALL,
        };
        let room = TEXT_WIDTH - NAMES - GAP;
        let values = broken(&mut self.faces, &value.words(), style, room);
        let step = TEXT.size * LEADING;
        // A name is not parted, and stands with the first lines of its value.
        let first = names.len().max(values.len().min(2));
        self.fit(step * lines(first) + 2.0 * PADDING);
        self.rule();
        self.y += PADDING;
        let top = self.y;
        for (at, line) in (0..).zip(names) {
            self.put(LEFT, top + step * lines(at), NAME, line);
        }
        let name_end = top + step * lines(first);
        let page = self.pages.len();
        for line in values {
            self.room(TEXT);
            self.put(LEFT + NAMES + GAP, self.y, style, line);
            self.y += step;
        }
        if page == self.pages.len() {
            self.y = self.y.max(name_end);
        }
        self.y += PADDING;
        self.in_table = true;
    }

    fn put(&mut self, x: f32, top: f32, style: Style, text: String) {
        if text.is_empty() {
            return;
        }
        let run = Run {
            x,
            y: top + style.size,
            style,
            text,
        };
        if let Some(page) = self.pages.last_mut() {
            page.runs.push(run);
        }
    }

    fn rule(&mut self) {
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.rules.push(y);
        }
    }

    fn end_table(&mut self) {
        if std::mem::take(&mut self.in_table) {
            self.rule();
            self.y += PADDING;
        }
    }

    /// Turns the page where less is left than a line takes.
    fn room(&mut self, style: Style) {
        self.fit(style.size * LEADING);
    }

    /// Turns the page where a heading would stand without so many lines under it.
    fn keep(&mut self, style: Style, below: f32) {
        self.fit(style.size * LEADING + below * TEXT.size * LEADING);
    }

    fn fit(&mut self, height: f32) {
        if self.y > EDGE && self.y + height > HEIGHT - EDGE {
            self.pages.push(PageSheet::default());
            self.y = EDGE;
        }
    }

    /// The number of the item and of the page under each.
    fn feet(&mut self, number: &str) {
        let of = self.pages.len();
        for (at, page) in (1..).zip(&mut self.pages) {
            let text = format!("{number} · {at} / {of}");
            let width = self.faces.width(&text, SMALL.weight, SMALL.size);
            page.runs.push(Run {
                x: LEFT + (TEXT_WIDTH - width) / 2.0,
                y: HEIGHT - EDGE / 2.0,
                style: SMALL,
                text,
            });
        }
    }
}

/// A name whose words in brackets stay together: the language of a text on a line of its own.
fn bracketed(name: &str) -> String {
    name.split_once('(').map_or_else(
        || name.to_owned(),
        |(before, inside)| format!("{before}({}", inside.replace(' ', "\u{a0}")),
    )
}

/// So many lines as a factor; a page has no more than a few dozen.
fn lines(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
