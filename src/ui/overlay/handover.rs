//! The handover sheet: the open work of a colleague, the most urgent first.

use super::Stage;
use crate::app::house::{HandoverLine, HandoverState};
use crate::app::pointer::Target;
use crate::i18n::words as codes;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::countdown::Countdown;
use crate::ui::widget::frame::{self, Place};
use crate::ui::words;

/// Columns of a number, an act and the time that remains.
const NUMBER: u16 = 10;
const ACT: u16 = 20;
const REMAINS: u16 = 22;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, sheet: &HandoverState) {
    let texts = stage.texts;
    let title = texts.handover_heading(sheet.user.0.as_str());
    let area = stage.framed(canvas, stage.layout.acts(), &title);
    let inner = frame::inside(area);
    let Some(lines) = &sheet.lines else {
        let words = texts.queue_loading();
        canvas.write(&mut Pen::at(inner, 0).skip(1), &words, Role::TextMuted);
        return;
    };
    if lines.is_empty() {
        let words = texts.handover_empty(sheet.user.0.as_str());
        canvas.write(&mut Pen::at(inner, 0).skip(1), &words, Role::TextMuted);
        return;
    }
    let countdown = Countdown::new(stage.model, texts);
    let seen = lines.iter().enumerate().skip(sheet.top);
    for (line, (index, one)) in (0..inner.height).zip(seen) {
        let selected = index == sheet.selected;
        canvas.target_row(Pen::at(inner, line), Target::Line(index));
        row(
            canvas,
            stage,
            Pen::at(inner, line),
            (one, selected),
            &countdown,
        );
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(sheet.top),
        shown: u64::from(inner.height),
        total: count(lines.len()),
    };
    frame::scroll(canvas, area, place);
    frame::foot(canvas, area, &texts.colleagues_open(count(lines.len())));
}

fn row(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    mut pen: Pen,
    (line, selected): (&HandoverLine, bool),
    countdown: &Countdown<'_>,
) {
    let (texts, row) = (stage.texts, &line.row);
    let marker = canvas.marker(selected);
    canvas.cell(&mut pen, 2, marker, Role::RowMarker);
    canvas.cell(
        &mut pen,
        NUMBER,
        &row.number.to_string(),
        Role::row(selected),
    );
    pen = pen.skip(1);
    let act = match (&row.act, row.state) {
        (Some(rule), _) => words::row_act(stage.model, texts, rule),
        (None, Some(now)) => codes::stands(texts, now),
        (None, None) => texts.queue_newer(),
    };
    canvas.cell(&mut pen, ACT, &act, Role::Row);
    pen = pen.skip(1);
    if let Some(due) = row.due {
        let (remains, urgency) = countdown.to(due);
        canvas.cell(&mut pen, REMAINS, &remains, urgency);
        pen = pen.skip(1);
    }
    let mut marks = Vec::new();
    if line.draft {
        marks.push(texts.handover_draft());
    }
    if row.pending {
        marks.push(texts.handover_pending());
    }
    canvas.write(&mut pen, &marks.join(" · "), Role::TextWarning);
}
