//! What was drawn last, shown again while everything that it tells is the same.
//!
//! A move in the list changes two of its rows; the detail beside it, the dearest part of a frame,
//! stays as it is until another item is read. Invariant: what is shown again is what would be
//! drawn (tests draw both and compare).

use std::sync::Arc;

use jiff::Timestamp;
use ratatui::buffer::Cell;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::screen::detail;
use crate::app::Model;
use crate::app::detail::Shown;
use crate::app::model::Rules;
use crate::app::pointer::Target;
use crate::domain::desk::Lease;
use crate::domain::local_text::Lang;
use crate::i18n::Texts;

/// The last drawing of the detail, as long as there is one; any difference is a reason to draw
/// anew. Another theme needs another memo.
#[derive(Debug, Default)]
pub struct Memo(Option<Box<Remembered>>);

#[derive(Debug)]
struct Remembered {
    told: Told,
    cells: Vec<Cell>,
    targets: Vec<(Rect, Target)>,
    end: u16,
}

/// All that the detail tells.
#[derive(Debug, Clone)]
struct Told {
    /// The whole sheet and the part of it.
    place: (Rect, Rect),
    scroll: u16,
    lang: Lang,
    shown: Shown,
    rules: Rules,
    writer: Option<Lease>,
    /// Terms are told to the minute; a second more often is no harm.
    second: i64,
}

impl Told {
    /// Whether the model tells the same in an area.
    fn is_told_by(&self, model: &Model, texts: &Texts, place: (Rect, Rect), shown: &Shown) -> bool {
        let (rules, now) = (&model.rules, model.portal_now());
        self.place == place
            && self.scroll == model.detail.scroll
            && self.lang == texts.lang()
            && self.second == now.as_second()
            && Arc::ptr_eq(&self.rules.set, &rules.set)
            && Arc::ptr_eq(&self.rules.directory, &rules.directory)
            && self.rules.policy == rules.policy
            && self.writer.as_ref() == writer(model, now, shown)
            && self.shown == *shown
    }
}

fn writer<'m>(model: &'m Model, now: Timestamp, shown: &Shown) -> Option<&'m Lease> {
    model.house.writer(shown.item.number(), now)
}

impl Memo {
    /// Draws the detail, or shows it as it was drawn last; gives the greatest useful first line.
    pub(super) fn detail(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        model: &Model,
        texts: &Texts,
    ) -> u16 {
        let Some(shown) = detail::shown(model) else {
            self.0 = None;
            return detail::draw(canvas, area, model, texts);
        };
        let place = (canvas.area(), area);
        if let Some(last) = &self.0
            && last.told.is_told_by(model, texts, place, shown)
        {
            canvas.put_back(area, &last.cells);
            for (at, target) in &last.targets {
                canvas.target(*at, *target);
            }
            return last.end;
        }
        let before = canvas.targets().len();
        let end = detail::draw(canvas, area, model, texts);
        let now = model.portal_now();
        self.0 = Some(Box::new(Remembered {
            told: Told {
                place,
                scroll: model.detail.scroll,
                lang: texts.lang(),
                shown: shown.clone(),
                rules: model.rules.clone(),
                writer: writer(model, now, shown).cloned(),
                second: now.as_second(),
            },
            cells: canvas.cells(area),
            targets: canvas.targets().iter().skip(before).copied().collect(),
            end,
        }));
        end
    }
}
