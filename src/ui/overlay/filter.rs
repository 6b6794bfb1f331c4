//! The filter line of a list.

use ratatui::layout::Position;

use super::Stage;
use crate::app::overlay::FilterState;
use crate::domain::filter::FilterProblem;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::text;
use crate::ui::widget::{field, frame};

const WIDTH: u16 = 100;
const HEIGHT: u16 = 7;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, filter: &FilterState) -> Position {
    let texts = stage.texts;
    let part = stage.layout.overlay(WIDTH, HEIGHT);
    let area = stage.framed(canvas, part, &texts.filter_title());
    let inner = frame::inside(area);
    let pen = Pen::at(inner, 0);
    let start = pen.x;
    let cursor = field::line(canvas, pen, &filter.text, Role::FieldFocused);
    if let Some(error) = &filter.error {
        // The mark stands under the place that is meant, as far as the line is seen from its start.
        let before: String = filter.text.text().chars().take(error.at).collect();
        let mut mark = Pen::at(inner, 1);
        mark.x = start.saturating_add(text::width(&before));
        canvas.write(&mut mark, "^", Role::TextWarning);
        let words = problem(texts, &error.problem);
        canvas.write(&mut Pen::at(inner, 2), &words, Role::TextWarning);
        return cursor;
    }
    let help = texts.filter_help();
    for (line, words) in (2..inner.height).zip(text::wrap(&help, inner.width)) {
        canvas.write(&mut Pen::at(inner, line), words, Role::TextMuted);
    }
    cursor
}

fn problem(texts: &Texts, problem: &FilterProblem) -> String {
    match problem {
        FilterProblem::OpenQuote => texts.filter_error_open_quote(),
        FilterProblem::UnknownField(value) => texts.filter_error_unknown_field(value.as_str()),
        FilterProblem::MissingValue => texts.filter_error_missing_value(),
        FilterProblem::BadValue { field, value } => {
            texts.filter_error_bad_value(*field, value.as_str())
        }
        FilterProblem::UnknownCategory(value) => {
            texts.filter_error_unknown_category(value.as_str())
        }
        FilterProblem::NothingToFind => texts.filter_error_nothing_to_find(),
    }
}
