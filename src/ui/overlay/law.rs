//! The rules: what is looked for, the clauses that have it, and the chosen one in full.

use ratatui::layout::{Position, Rect};

use super::Stage;
use crate::app::law::{Clause, LawState, found};
use crate::app::pointer::Target;
use crate::i18n::{date, rules as worded};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::field;
use crate::ui::widget::frame::{self, Place};
use crate::ui::widget::sheet::Sheet;

/// Columns of a clause in the list.
const CLAUSE: u16 = 20;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, law: &LawState) -> Position {
    let texts = stage.texts;
    let area = stage.framed(canvas, stage.layout.acts(), &texts.law_title());
    let inner = frame::inside(area);
    let mut pen = Pen::at(inner, 0).skip(1);
    let prompt = format!("{}: ", texts.law_prompt());
    canvas.write(&mut pen, &prompt, Role::Label);
    let cursor = field::line(canvas, pen, &law.query, Role::FieldFocused);
    canvas.line(&mut Pen::at(inner, 1), frame::across(canvas), Role::Border);
    let clauses = found(&stage.model.rules.set, law.query.text());
    let rows = stage.layout.law_rows();
    let seen = clauses.iter().enumerate().skip(law.top);
    for (line, (index, clause)) in (0..rows).zip(seen) {
        canvas.target_row(Pen::at(inner, 2 + line), Target::Line(index));
        row(
            canvas,
            stage,
            Pen::at(inner, 2 + line),
            clause,
            index == law.selected,
        );
    }
    let below = rows.saturating_add(2);
    canvas.line(
        &mut Pen::at(inner, below),
        frame::across(canvas),
        Role::Border,
    );
    let rest = Rect {
        y: inner.y.saturating_add(below).saturating_add(1),
        height: inner.height.saturating_sub(below).saturating_sub(1),
        ..inner
    };
    let mut sheet = Sheet::new(rest.width);
    match clauses.get(law.selected) {
        Some(clause) => in_full(&mut sheet, stage, clause),
        None => sheet.text(texts.law_nothing().into(), Role::TextMuted),
    }
    sheet.draw(canvas, rest, 0);
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(law.top),
        shown: u64::from(rows),
        total: count(clauses.len()),
    };
    frame::scroll(canvas, area, place);
    cursor
}

fn row(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    mut pen: Pen,
    clause: &Clause<'_>,
    chosen: bool,
) {
    let marker = canvas.marker(chosen);
    canvas.cell(&mut pen, 2, marker, Role::RowMarker);
    canvas.cell(&mut pen, CLAUSE, clause.clause, Role::row(chosen));
    pen = pen.skip(1);
    let words = clause.text.get(stage.model.lang);
    canvas.write(&mut pen, words, Role::Row);
}

fn in_full(sheet: &mut Sheet<'_>, stage: &Stage<'_>, clause: &Clause<'_>) {
    let (texts, lang) = (stage.texts, stage.model.lang);
    sheet.text(clause.text.get(lang).to_owned().into(), Role::TextStrong);
    let mut place = vec![clause.clause.to_owned(), clause.id.to_owned()];
    let rule = clause.pack.and_then(|(_, rule)| rule);
    if let Some(rule) = rule {
        place.extend(rule.also.clone());
        place.push(worded::nature(texts, rule));
    }
    sheet.text(place.join(" · ").into(), Role::Text);
    let Some((pack, _)) = clause.pack else {
        return;
    };
    sheet.text(pack.act.get(lang).to_owned().into(), Role::Text);
    sheet.text(worded::force(texts, &pack.in_force).into(), Role::TextMuted);
    if let Some(repeal) = &pack.repeal {
        let words = texts.rules_repealed(repeal.act.get(lang), date::numeric(repeal.on));
        sheet.text(words.into(), Role::TextMuted);
    }
}
