//! Who does the work of a colleague, and on which days.

use ratatui::layout::{Position, Rect};

use super::Stage;
use crate::app::action::ActionId;
use crate::app::house::AbsenceState;
use crate::app::pointer::Target;
use crate::i18n::date;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::sheet::Sheet;
use crate::ui::widget::{field, frame};
use crate::ui::words;

/// Draws the dialog; gives the place of the cursor.
pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, of: &AbsenceState) -> Position {
    let texts = stage.texts;
    let title = texts.absence_title(of.user.0.as_str());
    let area = stage.framed(canvas, stage.layout.palette(), &title);
    let inner = frame::inside(area);
    let mut pen = Pen::at(inner, 0).skip(1);
    let label = format!("{} ", texts.absence_days());
    canvas.write(&mut pen, &label, Role::Label);
    let cursor = field::line(canvas, pen, &of.days, Role::FieldFocused);
    let mut pen = Pen::at(inner, 1).skip(1);
    if of.no_days {
        let mark = canvas.mark(Role::NoticeRefusal);
        let words = texts.absence_no_days();
        canvas.write(&mut pen, &format!("{mark} {words}"), Role::NoticeRefusal);
    } else {
        canvas.write(&mut pen, &texts.absence_days_hint(), Role::TextMuted);
    }
    let below = Rect {
        y: inner.y.saturating_add(2),
        height: inner.height.saturating_sub(2),
        ..inner
    };
    let mut sheet = Sheet::new(below.width);
    substitutes(canvas, &mut sheet, stage, of);
    known(&mut sheet, stage, of);
    sheet.draw(canvas, below, 0);
    cursor
}

fn substitutes(canvas: &Canvas<'_>, sheet: &mut Sheet<'_>, stage: &Stage<'_>, of: &AbsenceState) {
    let (texts, house) = (stage.texts, &stage.model.house);
    sheet.title(texts.absence_substitute());
    let all = house.substitutes(&of.user);
    if all.is_empty() {
        sheet.text(texts.absence_nobody().into(), Role::TextMuted);
        return;
    }
    // A long house scrolls: the selected one is always among the five that are seen.
    let top = of.selected.saturating_sub(4);
    for (index, name) in all.iter().enumerate().skip(top).take(5) {
        let selected = index == of.selected;
        let marker = canvas.marker(selected);
        let line = format!("{marker} {name}");
        let from = sheet.len();
        sheet.words(vec![(line.into(), Role::row(selected))]);
        sheet.target(from, Target::Line(index));
    }
    let hint = texts.absence_hint(words::key(ActionId::Activate));
    sheet.text(hint.into(), Role::TextMuted);
}

/// The days that were said before.
fn known(sheet: &mut Sheet<'_>, stage: &Stage<'_>, of: &AbsenceState) {
    let (texts, house) = (stage.texts, &stage.model.house);
    sheet.title(texts.absence_known());
    let colleague = house.colleague(&of.user);
    let absences = colleague.map(|one| one.absences.as_slice());
    let absences = absences.unwrap_or_default();
    if absences.is_empty() {
        sheet.text(texts.absence_none_known().into(), Role::TextMuted);
    }
    for absence in absences {
        let line = texts.absence_line(
            date::numeric(absence.from),
            absence.substitute.0.as_str(),
            date::numeric(absence.to),
            of.user.0.as_str(),
        );
        sheet.text(line.into(), Role::Text);
    }
}
