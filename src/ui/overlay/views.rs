//! The saved views: digit, name, count, filter.

use ratatui::layout::Position;

use super::Stage;
use crate::app::action::ActionId;
use crate::app::pointer::Target;
use crate::app::views::{Naming, View, ViewsState};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::{field, frame};
use crate::ui::words;

/// The digit of the first view.
const FIRST_DIGIT: usize = 4;

/// Columns of a digit, a name and a count.
const DIGIT: u16 = 2;
const NAME: u16 = 26;
const COUNT: u16 = 8;

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    list: &ViewsState,
) -> Option<Position> {
    let texts = stage.texts;
    let area = stage.framed(canvas, stage.layout.palette(), &texts.views_title());
    let inner = frame::inside(area);
    let views = &stage.model.views.all;
    if views.is_empty() {
        let words = texts.views_none(words::key(ActionId::SaveView));
        canvas.write(&mut Pen::at(inner, 0).skip(1), &words, Role::TextMuted);
    }
    for (line, (at, view)) in (0..inner.height).zip(views.iter().enumerate()) {
        canvas.target_row(Pen::at(inner, line), Target::Line(at));
        row(
            canvas,
            stage,
            Pen::at(inner, line),
            (at, view),
            at == list.selected,
        );
    }
    let (naming, name) = list.naming.as_ref()?;
    let below = inner.height.saturating_sub(2);
    let mut rule = Pen::at(inner, below);
    if list.taken {
        let mark = canvas.mark(Role::NoticeRefusal);
        let words = format!(" {mark} {} ", texts.views_name_taken());
        canvas.write(&mut rule.skip(1), &words, Role::NoticeRefusal);
    } else {
        canvas.line(&mut rule, frame::across(canvas), Role::Border);
    }
    let mut pen = Pen::at(inner, below + 1).skip(1);
    let label = match naming {
        Naming::New(_) => texts.views_name_new(),
        Naming::Rename(_) => texts.views_name(),
    };
    canvas.write(&mut pen, &format!("{label} "), Role::Label);
    Some(field::line(canvas, pen, name, Role::FieldFocused))
}

fn row(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    mut pen: Pen,
    (at, view): (usize, &View),
    selected: bool,
) {
    let marker = canvas.marker(selected);
    canvas.cell(&mut pen, 2, marker, Role::RowMarker);
    let digit = (at + FIRST_DIGIT).to_string();
    canvas.cell(&mut pen, DIGIT, &digit, Role::Label);
    canvas.cell(&mut pen, NAME, &view.name, Role::row(selected));
    pen = pen.skip(1);
    let count = stage.model.views.count(at);
    let count = count.map_or_else(String::new, |count| count.to_string());
    canvas.cell(&mut pen, COUNT, &count, Role::Row);
    canvas.write(&mut pen, &view.filter, Role::TextMuted);
}
