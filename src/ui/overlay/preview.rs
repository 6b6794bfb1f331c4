//! The letter as the user will read it, the request it answers, a decision of the outbox.

use std::borrow::Cow;

use super::Stage;
use crate::app::overlay::SheetState;
use crate::app::words;
use crate::theme::Role;
use crate::ui::canvas::Canvas;
use crate::ui::screen::{detail, outbox};

pub(super) fn letter(canvas: &mut Canvas<'_>, stage: &Stage<'_>, sheet: SheetState) -> u16 {
    let texts = stage.texts;
    stage.scrolled(canvas, &texts.preview_title(), sheet.scroll, |lines| {
        let command = match stage.model.composed() {
            Some(Ok(command)) => command,
            Some(Err(refusal)) => {
                lines.text(words::refusal(&refusal, texts).into(), Role::TextWarning);
                return;
            }
            None => return,
        };
        let letter = stage.model.letter(&command);
        if letter.is_empty() {
            lines.text(texts.preview_nothing().into(), Role::TextMuted);
        }
        for line in letter {
            if line.is_empty() {
                lines.blank();
            } else {
                lines.text(Cow::Owned(line), Role::Text);
            }
        }
    })
}

pub(super) fn request(canvas: &mut Canvas<'_>, stage: &Stage<'_>, sheet: SheetState) -> u16 {
    let (model, texts) = (stage.model, stage.texts);
    let Some(shown) = model.shown() else {
        return 0;
    };
    let title = detail::title(&shown.item.work, texts);
    stage.scrolled(canvas, &title, sheet.scroll, |lines| {
        detail::fill(lines, model, texts, shown);
    })
}

pub(super) fn decision(canvas: &mut Canvas<'_>, stage: &Stage<'_>, sheet: SheetState) -> u16 {
    let (model, texts) = (stage.model, stage.texts);
    let Some(entry) = model.outbox.selected_entry() else {
        return 0;
    };
    stage.scrolled(
        canvas,
        &outbox::title(texts, entry),
        sheet.scroll,
        |lines| {
            outbox::fill(lines, model, texts, entry);
        },
    )
}
