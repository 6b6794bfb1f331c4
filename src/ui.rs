//! The screens: a pure function from the model to the cells of a terminal.
//!
//! [`view`] draws the whole model and nothing else: it reads no clock and no store and changes
//! nothing. Screens are composed of widgets; colours come from roles, words from Fluent, widths
//! from [`text`]. Invariants: no size makes it panic, nothing leaves the area, the remaining
//! time of an item is never cut, personal identifiers are masked.

pub mod canvas;
pub mod countdown;
pub mod header;
mod memo;
pub mod overlay;
pub mod plain;
pub mod screen;
pub mod text;
mod which_key;
pub mod widget;
pub mod words;

#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::Model;
use crate::app::layout::{Area, Layout};
use crate::app::model::Screen;
use crate::app::pointer::Target;
use crate::i18n::Texts;
use crate::theme::{Role, Theme};
pub use memo::Memo;

use canvas::{Canvas, Pen};

/// What the drawing tells the shell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// Where the cursor belongs; hidden when nothing is typed into.
    pub cursor: Option<Position>,
    /// The greatest useful first line of the detail, for `Msg::Measured`.
    pub detail_end: u16,
    /// The greatest useful first line of the top overlay, for `Msg::Measured`.
    pub overlay_end: u16,
    /// What areas stand for; a later one lies over those before.
    pub targets: Vec<(Rect, Target)>,
}

impl Drawn {
    /// What a cell stands for.
    #[must_use]
    pub fn target(&self, column: u16, row: u16) -> Option<Target> {
        let place = Position::new(column, row);
        let mut under = self.targets.iter().rev();
        under.find_map(|(area, target)| area.contains(place).then_some(*target))
    }
}

/// Draws the model into an area of a buffer.
///
/// The area may be of any size, the buffer smaller than it. Cells are blanked first.
pub fn view(model: &Model, theme: &Theme, texts: &Texts, area: Rect, buf: &mut Buffer) -> Drawn {
    view_again(&mut Memo::default(), model, theme, texts, area, buf)
}

/// As [`view`]; parts that tell what they told in the last drawing are not made anew. One memo
/// serves one theme.
pub fn view_again(
    memo: &mut Memo,
    model: &Model,
    theme: &Theme,
    texts: &Texts,
    area: Rect,
    buf: &mut Buffer,
) -> Drawn {
    let area = area.intersection(buf.area);
    let mut drawn = Drawn::default();
    if area.is_empty() {
        return drawn;
    }
    let mut canvas = Canvas::new(buf, theme);
    canvas.fill(area, Role::Text);
    let layout = model.layout.resized(area.width, area.height);
    if layout.is_too_small() {
        let words = texts.too_small(u64::from(area.height), u64::from(area.width));
        canvas.write(&mut Pen::at(area, 0), &words, Role::Text);
        return drawn;
    }
    let place = |part: Area| placed(area, part);
    header::header(&mut canvas, place(layout.header()), model, texts);
    header::tabs(&mut canvas, place(layout.tabs()), model, texts);
    // Line mode tells what is on top, and nothing of what it covers.
    if !layout.paper || model.overlays.is_empty() {
        body(&mut canvas, memo, (area, layout), model, texts, &mut drawn);
        canvas.target(place(layout.border()), Target::Border);
    }
    overlay::draw(&mut canvas, area, layout, model, texts, &mut drawn);
    which_key::draw(&mut canvas, area, layout, model, texts);
    header::message(&mut canvas, place(layout.message()), model, texts);
    header::footer(&mut canvas, place(layout.footer()), model, texts);
    drawn.targets = canvas.into_targets();
    drawn
}

fn body(
    canvas: &mut Canvas<'_>,
    memo: &mut Memo,
    (area, layout): (Rect, Layout),
    model: &Model,
    texts: &Texts,
    drawn: &mut Drawn,
) {
    let left = placed(area, layout.list());
    let right = placed(area, layout.detail());
    if model.screen == Screen::Outbox {
        screen::outbox::draw(canvas, left, model, texts, !layout.is_split());
        if layout.is_split() {
            screen::outbox::draw_selected(canvas, right, model, texts);
        }
        return;
    }
    let alone = model.screen == Screen::Request && !layout.is_split();
    if let (Some(list), false) = (model.current_list(), alone) {
        screen::list::draw(canvas, left, model, texts, list);
    }
    if alone || layout.is_split() {
        canvas.target(right, Target::Detail);
        drawn.detail_end = memo.detail(canvas, right, model, texts);
    }
}

/// A part of the layout in the area drawn on.
const fn placed(area: Rect, part: Area) -> Rect {
    Rect {
        x: area.x.saturating_add(part.x),
        y: area.y.saturating_add(part.y),
        width: part.width,
        height: part.height,
    }
}
