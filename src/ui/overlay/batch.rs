//! The plan of one act on many items, and what became of each.

use ratatui::layout::{Position, Rect};

use super::{Stage, form};
use crate::app::batch::{Batch, BatchLine, Outcome};
use crate::app::form::Focus;
use crate::app::pointer::Target;
use crate::app::words;
use crate::domain::act::Act;
use crate::domain::command::Command;
use crate::domain::ids::ItemKind;
use crate::i18n::words as codes;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::field;
use crate::ui::widget::frame::{self, Place};
use crate::ui::widget::sheet::Sheet;

const WIDTH: u16 = 100;
const HEIGHT: u16 = 30;

/// Draws the plan; gives the greatest useful first line and the cursor.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    batch: &Batch,
) -> (u16, Option<Position>) {
    let texts = stage.texts;
    let kind = batch.lines.first().map(|line| line.number.kind);
    let kind = kind.unwrap_or(ItemKind::Request);
    let title = texts.batch_title(codes::act_on(texts, kind, batch.act));
    let area = stage.framed(canvas, stage.layout.overlay(WIDTH, HEIGHT), &title);
    let inner = frame::inside(area);
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let summary = texts.batch_summary(count(batch.impossible()), count(batch.possible()));
    canvas.write(&mut Pen::at(inner, 0).skip(1), &summary, Role::TextStrong);
    let list = Rect {
        y: inner.y.saturating_add(1),
        height: inner.height.saturating_sub(3),
        ..inner
    };
    let mut sheet = Sheet::new(list.width);
    if batch.act == Act::Accept && batch.is_planned() && kind == ItemKind::Request {
        confirmed(stage, &mut sheet);
    }
    for line in &batch.lines {
        let (mut words, role) = verdict(stage, line);
        if let Some(into) = line.command.as_ref().ok().and_then(Command::merges_into) {
            words = format!("{}: {into} · {words}", texts.question_into());
        }
        let mark = canvas.mark(role);
        let mark = if mark.is_empty() { " " } else { mark };
        let number = line.number.to_string();
        sheet.indented(14, &format!(" {mark} {number:<10} {words}"), role);
    }
    let top = sheet.draw(canvas, list, batch.scroll);
    let place = Place {
        top: u64::from(top),
        shown: u64::from(list.height),
        total: count(sheet.len()),
    };
    frame::scroll(canvas, area, place);
    let below = inner.height.saturating_sub(2);
    let cursor = note(canvas, stage, batch, Pen::at(inner, below));
    let pen = Pen::at(inner, below + 1);
    if batch.fields().contains(&Focus::Submit) {
        let send = texts.batch_send(count(batch.possible()));
        form::two_buttons(canvas, pen, batch.focus, (&texts.form_cancel(), &send));
    } else {
        form::one_button(
            canvas,
            pen,
            &texts.batch_close(),
            batch.focus == Focus::Cancel,
        );
    }
    (sheet.end(list), cursor)
}

/// What an acceptance of many confirms for each of them, because no data can tell.
fn confirmed(stage: &Stage<'_>, sheet: &mut Sheet<'_>) {
    let texts = stage.texts;
    let checklist = &stage.model.rules.set.checklist;
    let asked = ["A7", "A8"].into_iter().filter_map(|id| checklist.item(id));
    sheet.text(
        format!(" {}", texts.batch_confirms()).into(),
        Role::TextWarning,
    );
    for item in asked {
        let text = item.text.get(texts.lang());
        sheet.indented(8, &format!("    {} {text}", item.id), Role::Text);
    }
}

fn verdict(stage: &Stage<'_>, line: &BatchLine) -> (String, Role) {
    let texts = stage.texts;
    match (&line.command, &line.outcome) {
        (Err(refusal), _) => (words::refusal(refusal, texts), Role::TextWarning),
        (Ok(_), Outcome::Planned) => (texts.batch_can(), Role::Text),
        (Ok(_), Outcome::Storing(_)) => (texts.batch_storing(), Role::TextMuted),
        (Ok(_), Outcome::Stored(_)) => (texts.batch_stored(), Role::Text),
        (Ok(_), Outcome::Failed(failure)) => (words::failure(failure, texts), Role::Alarm),
    }
}

/// The number to be typed where it is asked for, else how long all of it can be recalled.
fn note(canvas: &mut Canvas<'_>, stage: &Stage<'_>, batch: &Batch, pen: Pen) -> Option<Position> {
    let texts = stage.texts;
    let mut pen = pen.skip(1);
    if batch.is_planned() && batch.asks_number() {
        let count = u64::try_from(batch.possible()).unwrap_or(u64::MAX);
        canvas.write(&mut pen, &texts.batch_type_number(count), Role::Label);
        let focused = batch.focus == Focus::Search;
        canvas.target_row(pen, Target::Field(Focus::Search));
        let role = form::field_role(focused);
        let cursor = field::line(canvas, pen.skip(1).within(6), &batch.typed, role);
        return Some(cursor).filter(|_| focused);
    }
    let words = if batch.is_planned() {
        texts.form_recall_note(stage.model.recall_seconds)
    } else {
        texts.batch_recall()
    };
    canvas.write(&mut pen, &words, Role::TextMuted);
    None
}
