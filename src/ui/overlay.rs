//! What lies over a screen: explanations, forms, help, palette, questions.
//!
//! Only the top overlay is drawn; it covers what is below it in its own frame.

mod absence;
mod acts;
mod annex_form;
mod batch;
mod colleagues;
mod compose;
mod confirm;
mod export;
mod filter;
mod form;
mod gate;
mod groups;
mod handover;
mod help;
mod holders;
mod item_form;
mod keyboard_check;
mod law;
mod message;
mod moved;
mod note;
mod package;
mod palette;
mod preview;
mod profile_moves;
mod reading;
mod related;
mod search;
mod settings;
mod templates;
mod views;
mod why;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::widget::frame;
use super::widget::sheet::Sheet;
use super::{Drawn, placed};
use crate::app::Model;
use crate::app::layout::{Area, Layout};
use crate::app::overlay::Overlay;
use crate::app::pointer::Target;
use crate::domain::act::Act;
use crate::i18n::Texts;
use crate::theme::Role;

/// The widest a sheet gets; longer lines are hard to read.
const WIDTH: u16 = 100;
/// The highest a sheet gets.
const HEIGHT: u16 = 36;

/// Where an overlay draws and what it draws from.
struct Stage<'a> {
    area: Rect,
    layout: Layout,
    model: &'a Model,
    texts: &'a Texts,
}

impl Stage<'_> {
    const fn place(&self, part: Area) -> Rect {
        placed(self.area, part)
    }

    /// Clears a part and draws a frame around it; gives the frame's area.
    fn framed(&self, canvas: &mut Canvas<'_>, part: Area, title: &str) -> Rect {
        let area = self.place(part);
        // A blank column at each side sets the dialog off from what it covers.
        let around = Rect {
            x: area.x.saturating_sub(1),
            width: area.width.saturating_add(2),
            ..area
        };
        canvas.fill(around.intersection(self.area), Role::Text);
        frame::draw(canvas, area, title);
        area
    }

    /// Clears a part and frames it where another part of the screen stands beside it.
    fn beside(&self, canvas: &mut Canvas<'_>, part: Area, title: &str) {
        let area = self.place(part);
        canvas.fill(area, Role::Text);
        frame::draw(canvas, area, title);
    }

    /// A dialog whose whole content is one scrolled sheet; gives the greatest useful first line.
    fn scrolled<'t>(
        &self,
        canvas: &mut Canvas<'_>,
        title: &str,
        scroll: u16,
        fill: impl FnOnce(&mut Sheet<'t>),
    ) -> u16 {
        let height = if self.layout.paper { u16::MAX } else { HEIGHT };
        let area = self.framed(canvas, self.layout.overlay(WIDTH, height), title);
        let mut sheet = Sheet::new(frame::inside(area).width);
        fill(&mut sheet);
        sheet.draw_framed(canvas, area, scroll)
    }
}

/// Draws the top overlay, if there is one.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    layout: Layout,
    model: &Model,
    texts: &Texts,
    drawn: &mut Drawn,
) {
    let stage = Stage {
        area,
        layout,
        model,
        texts,
    };
    if !model.overlays.is_empty() {
        canvas.cover();
        canvas.target(stage.place(layout.body()), Target::Sheet);
    }
    match model.overlays.last() {
        None => {}
        Some(Overlay::Why(why)) => drawn.overlay_end = why::draw(canvas, &stage, why),
        Some(Overlay::Accept(form)) => form::accept(canvas, &stage, form),
        Some(Overlay::Return(form)) => drawn.cursor = form::give_back(canvas, &stage, form),
        Some(Overlay::Item(of)) if of.act == Act::Plan => {
            drawn.cursor = annex_form::draw(canvas, &stage, of);
        }
        Some(Overlay::Item(of)) => drawn.cursor = item_form::draw(canvas, &stage, of),
        Some(Overlay::Export(of)) => drawn.cursor = export::draw(canvas, &stage, of),
        Some(Overlay::Package(of)) => drawn.cursor = package::draw(canvas, &stage, of),
        Some(Overlay::Compose(composer)) => {
            drawn.cursor = compose::draw(canvas, &stage, composer);
        }
        Some(Overlay::Help(help)) => drawn.overlay_end = help::draw(canvas, &stage, help),
        Some(Overlay::Palette(palette)) => {
            drawn.cursor = Some(palette::draw(canvas, &stage, palette));
        }
        Some(Overlay::Confirm(question)) => confirm::draw(canvas, &stage, question),
        Some(Overlay::Filter(filter)) => drawn.cursor = Some(filter::draw(canvas, &stage, filter)),
        Some(Overlay::Note(note)) => drawn.cursor = note::draw(canvas, &stage, note),
        Some(Overlay::Acts(list)) => acts::draw(canvas, &stage, list),
        Some(Overlay::Moved(list)) => moved::draw(canvas, &stage, list),
        Some(Overlay::Holders(list)) => holders::draw(canvas, &stage, list),
        Some(Overlay::KeyboardCheck(check)) => keyboard_check::draw(canvas, &stage, check),
        Some(Overlay::Batch(batch)) => {
            (drawn.overlay_end, drawn.cursor) = batch::draw(canvas, &stage, batch);
        }
        Some(Overlay::Colleagues(list)) => colleagues::draw(canvas, &stage, list),
        Some(Overlay::Reading(read)) => {
            (drawn.overlay_end, drawn.cursor) = reading::draw(canvas, &stage, read);
        }
        Some(Overlay::Absence(days)) => drawn.cursor = Some(absence::draw(canvas, &stage, days)),
        Some(Overlay::Views(list)) => drawn.cursor = views::draw(canvas, &stage, list),
        Some(Overlay::Groups(groups)) => groups::draw(canvas, &stage, groups),
        Some(Overlay::Law(list)) => drawn.cursor = Some(law::draw(canvas, &stage, list)),
        Some(Overlay::Search(list)) => drawn.cursor = Some(search::draw(canvas, &stage, list)),
        Some(Overlay::Settings(open)) => drawn.cursor = settings::draw(canvas, &stage, open),
        Some(Overlay::ProfileMoves(moves)) => {
            drawn.overlay_end = profile_moves::draw(canvas, &stage, moves);
        }
        Some(Overlay::Handover(sheet)) => handover::draw(canvas, &stage, sheet),
        Some(Overlay::Related(list)) => related::draw(canvas, &stage, list),
        Some(Overlay::Gate(gate)) => gate::draw(canvas, &stage, gate),
        Some(Overlay::Preview(sheet)) => {
            drawn.overlay_end = preview::letter(canvas, &stage, *sheet);
        }
        Some(Overlay::Request(sheet)) => {
            drawn.overlay_end = preview::request(canvas, &stage, *sheet);
        }
        Some(Overlay::Decision(sheet)) => {
            drawn.overlay_end = preview::decision(canvas, &stage, *sheet);
        }
        Some(Overlay::Templates(picker)) => {
            drawn.cursor = Some(templates::draw(canvas, &stage, picker));
        }
        Some(Overlay::Message(message)) => {
            drawn.overlay_end = message::draw(canvas, &stage, message);
        }
    }
}
