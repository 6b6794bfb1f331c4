//! What a change of the profile would move, before it is decided.

use jiff::civil::Date;
use ratatui::layout::Rect;

use super::{Stage, form, settings};
use crate::app::preferences::ProfileMoves;
use crate::domain::moved::Moved;
use crate::domain::profile::Line;
use crate::i18n::date;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::frame::{self, Place};
use crate::ui::widget::sheet::Sheet;
use crate::ui::words;

const WIDTH: u16 = 100;
const HEIGHT: u16 = 30;
/// No more terms are listed; the nearest ones are.
const MOST: usize = 300;

/// Draws the preview; gives the greatest useful first line.
pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, of: &ProfileMoves) -> u16 {
    let texts = stage.texts;
    let items = u64::try_from(of.outcome.items).unwrap_or(u64::MAX);
    let title = texts.moves_title(items);
    let area = stage.framed(canvas, stage.layout.overlay(WIDTH, HEIGHT), &title);
    let inner = frame::inside(area);
    let list = Rect {
        height: inner.height.saturating_sub(2),
        ..inner
    };
    let mut sheet = Sheet::new(list.width);
    changes(&mut sheet, stage, of);
    terms(&mut sheet, stage, of);
    let top = sheet.draw(canvas, list, of.scroll);
    let place = Place {
        top: u64::from(top),
        shown: u64::from(list.height),
        total: u64::try_from(sheet.len()).unwrap_or(u64::MAX),
    };
    frame::scroll(canvas, area, place);
    let pen = Pen::at(inner, inner.height.saturating_sub(1));
    if of.sent {
        canvas.write(&mut pen.skip(1), &texts.moves_sent(), Role::TextStrong);
    } else {
        let buttons = (&*texts.form_cancel(), &*texts.moves_send());
        form::two_buttons(canvas, pen, of.focus, buttons);
    }
    sheet.end(list)
}

fn changes(sheet: &mut Sheet<'_>, stage: &Stage<'_>, of: &ProfileMoves) {
    let texts = stage.texts;
    sheet.title(texts.moves_changes());
    let open = stage.model.open_settings();
    let old = open.and_then(|state| state.view.as_ref().map(|view| &view.profile));
    if let Some(old) = old {
        let new = of.request.change.laid_on(old);
        let longer = if old.signatories.len() > new.signatories.len() {
            old
        } else {
            &new
        };
        // Line by line, as they were changed: a text in each of its languages.
        let lines = Line::all(longer).into_iter();
        for line in lines.filter(|line| settings::is_changed(*line, old, &new)) {
            let name = settings::label(texts, line, longer);
            let said = |of| settings::value(texts, line, of);
            let words = texts.moves_change(name, said(&new), said(old));
            sheet.hanging(" ", words.into(), Role::Text);
        }
    }
    if !of.outcome.takes_requests {
        sheet.hanging(" ", texts.profile_takes_none().into(), Role::TextWarning);
    }
}

fn terms(sheet: &mut Sheet<'_>, stage: &Stage<'_>, of: &ProfileMoves) {
    let texts = stage.texts;
    sheet.title(texts.moves_terms());
    if of.outcome.moved.is_empty() {
        let open = u64::try_from(of.outcome.open).unwrap_or(u64::MAX);
        sheet.hanging(" ", texts.moves_none(open).into(), Role::TextMuted);
    }
    for moved in of.outcome.moved.iter().take(MOST) {
        let role = if moved.drives {
            Role::Text
        } else {
            Role::TextMuted
        };
        sheet.hanging(" ", line(stage, moved).into(), role);
    }
    let more = of.outcome.moved.len().saturating_sub(MOST);
    if more > 0 {
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        sheet.hanging(" ", texts.moves_more(more).into(), Role::TextMuted);
    }
}

fn line(stage: &Stage<'_>, moved: &Moved) -> String {
    let (texts, model) = (stage.texts, stage.model);
    let day = |day: Option<Date>| day.map_or_else(|| "—".to_owned(), |day| date::short(texts, day));
    let act = words::row_act(model, texts, &moved.rule);
    let (new, old) = (day(moved.new), day(moved.old));
    texts.profile_moved(new, moved.number.to_string(), old, act)
}
