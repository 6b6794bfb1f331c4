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
use crate::app::detail::Shown;
use crate::app::layout::{Area, Layout};
use crate::app::model::Screen;
use crate::app::pointer::Target;
use crate::i18n::Texts;
use crate::theme::{Role, Theme};
pub use memo::Memo;

use canvas::{Canvas, Pen};
use memo::Ground;
use screen::detail::Prepared;

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

/// As [`view`] on the sheet that was drawn on last: parts that tell what they told then stay as
/// they stand. One memo serves one sheet and one theme.
pub fn view_again(
    memo: &mut Memo,
    model: &Model,
    theme: &Theme,
    texts: &Texts,
    area: Rect,
    buf: &mut Buffer,
) -> Drawn {
    let sheet = buf.area;
    let area = area.intersection(sheet);
    let mut drawn = Drawn::default();
    let mut canvas = Canvas::new(buf, theme);
    let layout = model.layout.resized(area.width, area.height);
    let ground = Ground::of(model, (sheet, area), layout, texts);
    let above = [layout.message(), layout.footer()].map(|part| placed(area, part));
    memo.begin(&mut canvas, area, ground, (is_covered(model), above));
    if area.is_empty() || layout.is_too_small() {
        let words = texts.too_small(u64::from(area.height), u64::from(area.width));
        canvas.write(&mut Pen::at(area, 0), &words, Role::Text);
    } else {
        parts(&mut canvas, memo, (area, layout), model, texts, &mut drawn);
    }
    let (targets, touched) = canvas.finish();
    memo.end(touched);
    drawn.targets = targets;
    drawn
}

fn parts(
    canvas: &mut Canvas<'_>,
    memo: &mut Memo,
    (area, layout): (Rect, Layout),
    model: &Model,
    texts: &Texts,
    drawn: &mut Drawn,
) {
    let place = |part: Area| placed(area, part);
    let lines = [layout.header(), layout.tabs()].map(place);
    first_lines(canvas, memo, lines, model, texts);
    // Line mode tells what is on top, and nothing of what it covers.
    if !layout.paper || model.overlays.is_empty() {
        body(canvas, memo, (area, layout), model, texts, drawn);
        canvas.target(place(layout.border()), Target::Border);
    }
    if is_covered(model) {
        let parts = canvas.take_touched();
        overlay::draw(canvas, area, layout, model, texts, drawn);
        which_key::draw(canvas, area, layout, model, texts);
        let covered = canvas.take_touched();
        canvas.add_touched(&parts);
        canvas.add_touched(&covered);
        memo.cover(covered);
    }
    let lines = [layout.message(), layout.footer()].map(place);
    last_lines(canvas, memo, lines, model, texts);
}

/// Whether something lies over the parts, or may.
const fn is_covered(model: &Model) -> bool {
    !model.overlays.is_empty() || model.prefix.is_some()
}

/// Header and tabs.
fn first_lines(
    canvas: &mut Canvas<'_>,
    memo: &mut Memo,
    [line, tabs]: [Rect; 2],
    model: &Model,
    texts: &Texts,
) {
    memo.header.show(
        canvas,
        line,
        |last| last.is_told_by(model, texts),
        || header::Told::of(model, texts),
        |canvas| header::header(canvas, line, model, texts),
    );
    memo.tabs.show(
        canvas,
        tabs,
        |last| last.is_told_by(model),
        || header::Tabs::of(model),
        |canvas| header::tabs(canvas, tabs, model, texts),
    );
}

/// Message line and footer, which stand above dialogs.
fn last_lines(
    canvas: &mut Canvas<'_>,
    memo: &mut Memo,
    [line, footer]: [Rect; 2],
    model: &Model,
    texts: &Texts,
) {
    let message = header::message(model, texts);
    memo.message.show_value(canvas, line, &message, |canvas| {
        header::draw_message(canvas, line, message.as_ref());
    });
    let hints = header::hints(model);
    memo.footer.show_value(canvas, footer, &hints, |canvas| {
        header::draw_hints(canvas, footer, &hints, texts);
    });
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
        screen::list::draw(canvas, &mut memo.list, left, model, texts, list);
    }
    if alone || layout.is_split() {
        canvas.target(right, Target::Detail);
        drawn.detail_end = detail(canvas, memo, right, model, texts);
    }
}

/// The detail; one that is still to come is drawn in every frame. Writes the lines of an item that
/// was read ahead, so that they are there when it is shown.
fn detail(
    canvas: &mut Canvas<'_>,
    memo: &mut Memo,
    area: Rect,
    model: &Model,
    texts: &Texts,
) -> u16 {
    let shown = screen::detail::shown(model);
    let ready = prepared(memo, area, model, shown).map(Prepared::into_parts);
    let (told, sheet) = ready.unzip();
    let end = memo.detail.show(
        canvas,
        area,
        |last| {
            shown
                .zip(last.as_ref())
                .is_some_and(|(shown, last)| last.is_told_by(model, shown))
        },
        || told.or_else(|| shown.map(|shown| screen::detail::Told::of(model, shown))),
        |canvas| screen::detail::draw(canvas, area, model, texts, sheet),
    );
    let ahead = model.detail.ahead.as_ref();
    let ahead = ahead.and_then(|ahead| ahead.shown.as_deref());
    let ahead = ahead.filter(|ahead| shown != Some(*ahead));
    memo.ahead = prepared(memo, area, model, ahead)
        .or_else(|| ahead.map(|shown| Prepared::of(model, texts, shown, area)));
    end
}

/// The lines of an item that were written before, if they are of this one.
fn prepared(memo: &mut Memo, area: Rect, model: &Model, shown: Option<&Shown>) -> Option<Prepared> {
    let serves = |ahead: &mut Prepared| shown.is_some_and(|shown| ahead.serves(model, shown, area));
    memo.ahead.take_if(serves)
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
