//! What was decided on this computer lately.

use super::Stage;
use crate::app::overlay::ActsState;
use crate::app::pointer::Target;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::screen::outbox;
use crate::ui::widget::frame::{self, Place};

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, acts: &ActsState) {
    let (texts, model) = (stage.texts, stage.model);
    let area = stage.framed(canvas, stage.layout.acts(), &texts.acts_title());
    let inner = frame::inside(area);
    let Some(entries) = &acts.entries else {
        canvas.write(
            &mut Pen::at(inner, 0).skip(1),
            &texts.queue_loading(),
            Role::TextMuted,
        );
        return;
    };
    if entries.is_empty() {
        canvas.write(
            &mut Pen::at(inner, 0).skip(1),
            &texts.acts_empty(),
            Role::TextMuted,
        );
        return;
    }
    let seen = entries.iter().enumerate().skip(acts.top);
    for (line, (index, entry)) in (0..inner.height).zip(seen) {
        let pen = Pen::at(inner, line);
        canvas.target_row(pen, Target::Line(index));
        outbox::row(canvas, pen, model, texts, entry, index == acts.selected);
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(acts.top),
        shown: u64::from(inner.height),
        total: count(entries.len()),
    };
    frame::scroll(canvas, area, place);
    frame::foot(
        canvas,
        area,
        &texts.queue_place(count(acts.selected + 1), count(entries.len())),
    );
}
