//! The search over everything: a line of what and where, a line of the words around it.

use ratatui::layout::Position;

use super::Stage;
use crate::app::pointer::Target;
use crate::app::search::SearchState;
use crate::domain::search::Hit;
use crate::i18n::{found, words as codes};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::field;
use crate::ui::widget::frame::{self, Place};
use crate::ui::words;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, search: &SearchState) -> Position {
    let texts = stage.texts;
    let area = stage.framed(canvas, stage.layout.acts(), &texts.search_title());
    let inner = frame::inside(area);
    let mut pen = Pen::at(inner, 0).skip(1);
    let prompt = format!("{}: ", texts.search_prompt());
    canvas.write(&mut pen, &prompt, Role::Label);
    let cursor = field::line(canvas, pen, &search.query, Role::FieldFocused);
    canvas.line(&mut Pen::at(inner, 1), frame::across(canvas), Role::Border);
    let rows = stage.layout.search_rows();
    let seen = search.hits().iter().enumerate().skip(search.top);
    for (line, (index, hit)) in (0..rows).zip(seen) {
        let pens = (Pen::at(inner, 2 + 2 * line), Pen::at(inner, 3 + 2 * line));
        canvas.target_row(pens.0, Target::Line(index));
        canvas.target_row(pens.1, Target::Line(index));
        one(canvas, stage, pens, hit, index == search.selected);
    }
    let below = inner.height.saturating_sub(1);
    let (words, role) = note(stage, search);
    canvas.write(&mut Pen::at(inner, below).skip(1), &words, role);
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(search.top),
        shown: u64::from(rows),
        total: count(search.hits().len()),
    };
    frame::scroll(canvas, area, place);
    cursor
}

fn one(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    (mut head, body): (Pen, Pen),
    hit: &Hit,
    selected: bool,
) {
    let texts = stage.texts;
    let marker = canvas.marker(selected);
    canvas.cell(&mut head, 2, marker, Role::RowMarker);
    let name = match (&hit.number, &hit.title) {
        (Some(number), _) => texts.request_number(number.to_string()),
        (None, Some(title)) => title.clone(),
        (None, None) => String::new(),
    };
    canvas.write(&mut head, &name, Role::row(selected));
    let today = stage.model.today();
    let mut more = vec![found::place(texts, hit.place)];
    more.extend(hit.state.map(|now| codes::state(texts, now)));
    more.extend(hit.at.map(|at| words::moment(texts, today, at)));
    let more = format!("  {}", more.join(" · "));
    canvas.write(&mut head, &more, Role::TextMuted);
    let mut pen = body.skip(2);
    let snippet = &hit.snippet;
    canvas.write(&mut pen, &snippet.before, Role::Text);
    canvas.write(&mut pen, &snippet.found, Role::TextStrong);
    canvas.write(&mut pen, &snippet.after, Role::Text);
}

/// What is worth knowing about the answer.
fn note(stage: &Stage<'_>, search: &SearchState) -> (String, Role) {
    let texts = stage.texts;
    match &search.found {
        _ if search.asked.is_some() => (texts.queue_loading(), Role::TextMuted),
        None => (texts.search_hint(), Role::TextMuted),
        Some(found) if found.partial => (texts.search_partial(), Role::TextWarning),
        Some(found) if found.hits.is_empty() => (texts.search_nothing(), Role::TextMuted),
        Some(found) if found.more => (texts.search_more(), Role::TextMuted),
        Some(_) => (String::new(), Role::TextMuted),
    }
}
