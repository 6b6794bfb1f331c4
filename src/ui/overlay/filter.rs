//! The filter line of a list, and what can be written at its cursor.

use ratatui::layout::{Position, Rect};

use super::Stage;
use crate::app::overlay::FilterState;
use crate::app::pointer::Target;
use crate::domain::filter::FilterProblem;
use crate::domain::filter::complete::{Candidate, Meaning};
use crate::i18n::{Texts, words as codes};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::frame::Place;
use crate::ui::widget::{field, frame};
use crate::ui::{text, words};

/// Columns of what is written; what it means stands behind.
const WRITTEN: u16 = 22;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, filter: &FilterState) -> Position {
    let texts = stage.texts;
    let area = stage.framed(canvas, stage.layout.filter(), &texts.filter_title());
    let inner = frame::inside(area);
    let pen = Pen::at(inner, 0);
    let start = pen.x;
    let cursor = field::line(canvas, pen, &filter.text, Role::FieldFocused);
    let mut first = 2;
    if let Some(error) = &filter.error {
        // The mark stands under the place that is meant, as far as the line is seen from its start.
        let before: String = filter.text.text().chars().take(error.at).collect();
        let mut mark = Pen::at(inner, 1);
        mark.x = start.saturating_add(text::width(&before));
        canvas.write(&mut mark, "^", Role::TextWarning);
        let words = problem(texts, &error.problem);
        canvas.write(&mut Pen::at(inner, 2), &words, Role::TextWarning);
        first = 3;
    } else if filter.completion.candidates.is_empty() {
        let help = texts.filter_help();
        for (line, words) in (2..inner.height).zip(text::wrap(&help, inner.width)) {
            canvas.write(&mut Pen::at(inner, line), words, Role::TextMuted);
        }
        return cursor;
    }
    candidates(canvas, stage, area, first, filter);
    cursor
}

fn candidates(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    area: Rect,
    first: u16,
    filter: &FilterState,
) {
    let inner = frame::inside(area);
    let rows = stage.layout.filter_rows();
    let all = &filter.completion.candidates;
    let seen = all.iter().enumerate().skip(filter.top);
    for (line, (index, candidate)) in (first..first + rows).zip(seen) {
        let mut pen = Pen::at(inner, line);
        canvas.target_row(pen, Target::Line(index));
        let selected = index == filter.selected;
        let marker = canvas.marker(selected);
        canvas.cell(&mut pen, 2, marker, Role::RowMarker);
        let role = Role::row(selected);
        canvas.cell(&mut pen, WRITTEN, &candidate.text, role);
        canvas.write(
            &mut pen.skip(1),
            &meaning(stage, candidate),
            Role::TextMuted,
        );
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(filter.top),
        shown: u64::from(rows),
        total: count(all.len()),
    };
    frame::scroll(canvas, area, place);
}

/// What a candidate means, in words.
fn meaning(on: &Stage<'_>, candidate: &Candidate) -> String {
    let texts = on.texts;
    let worded = |group: &str, id: &str| {
        let told = texts.by_id(&format!("filter-{group}-{id}"), None);
        told.unwrap_or_default()
    };
    match &candidate.meaning {
        Meaning::Field(id) => worded("field", id),
        Meaning::Flag(id) => worded("flag", id),
        Meaning::State(state) => codes::stands(texts, *state),
        Meaning::Kind(kind) => worded("kind", kind.id()),
        Meaning::Act(rule) => words::rule_name(on.model, texts, rule),
        Meaning::Lang(lang) => codes::text_lang(texts, *lang),
        Meaning::Category(name) => name.get(texts.lang()).to_owned(),
        Meaning::Due(sample) => worded("due", due_word(sample)),
        Meaning::Me => texts.filter_owner_me(),
        Meaning::Nobody => texts.filter_owner_none(),
        Meaning::Owner(_) => String::new(),
    }
}

/// The message that words a sample of the due date: signs are no part of an id.
fn due_word(sample: &str) -> &str {
    match sample {
        "<=today" => "until-today",
        "<2wd" => "in-two",
        "<5wd" => "in-five",
        ">10d" => "after-ten",
        plain => plain,
    }
}

/// What is wrong with an expression, in words.
pub(super) fn problem(texts: &Texts, problem: &FilterProblem) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::filter::complete::DUE_SAMPLES;
    use crate::domain::filter::{FIELDS, FLAGS};
    use crate::domain::local_text::Lang;

    #[test]
    fn everything_that_is_offered_is_worded() {
        let kinds = [
            "request",
            "topic",
            "conference",
            "question",
            "survey",
            "duty",
            "op",
        ];
        let ids = FIELDS
            .map(|id| format!("filter-field-{id}"))
            .into_iter()
            .chain(FLAGS.map(|id| format!("filter-flag-{id}")))
            .chain(kinds.map(|id| format!("filter-kind-{id}")))
            .chain(DUE_SAMPLES.map(|id| format!("filter-due-{}", due_word(id))));
        for id in ids {
            for lang in Lang::ALL {
                assert!(Texts::of(lang).by_id(&id, None).is_some(), "{id} {lang:?}");
            }
        }
    }
}
