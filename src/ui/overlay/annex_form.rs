//! The form of annex 1: its fields, the completeness of its texts, what keeps it from being sent.
//!
//! The focused field is always in sight; what is said of it stands below. Cancel stands before
//! the deciding button.

use ratatui::layout::{Position, Rect};

use super::{Stage, form};
use crate::app::form::Focus;
use crate::app::item_form::{Ask, FormLine, ItemForm, Value};
use crate::app::layout::ANNEX_ROWS;
use crate::app::pointer::Target;
use crate::domain::annex::{ConferenceForm, Field, Finding, Weight, findings};
use crate::domain::privacy;
use crate::domain::work::Work;
use crate::i18n::words as codes;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::screen::detail::matrix;
use crate::ui::text;
use crate::ui::widget::sheet::Sheet;
use crate::ui::widget::{field, frame};

/// Head and three parts.
const MATRIX: u16 = 4;
/// What is said of the focused field.
const SAID: u16 = 2;
const LABEL: u16 = 34;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, of: &ItemForm) -> Option<Position> {
    let texts = stage.texts;
    let act = codes::act_on(texts, of.number.kind, of.act);
    let title = texts.compose_title(act.clone(), of.number.to_string());
    let area = stage.framed(canvas, stage.layout.form(), &title);
    let inner = frame::inside(area);
    let below = MATRIX + SAID + 1;
    let fields = Rect {
        height: inner.height.saturating_sub(below),
        ..inner
    };
    let cursor = draw_lines(canvas, stage, fields, of);
    let at = |row: u16| Pen::at(inner, fields.height + row);
    let form = of.readable();
    let found = judged(stage, &form);
    let mut sheet = Sheet::new(inner.width.saturating_sub(1));
    matrix(&mut sheet, texts, &form, &found);
    let place = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(1),
        y: inner.y + fields.height,
        height: MATRIX.min(inner.height.saturating_sub(fields.height)),
    };
    sheet.draw(canvas, place, 0);
    let unreadable = of.annex().err();
    let words = match of.refusal.as_ref().or(unreadable.as_ref()) {
        Some(why) => (codes::refusal(texts, why), Role::NoticeRefusal),
        None => said(stage, of, &found),
    };
    let lines = text::wrap(&words.0, inner.width.saturating_sub(2));
    for (line, row) in lines.zip(0..SAID) {
        canvas.write(&mut at(MATRIX + row).skip(1), line, words.1);
    }
    form::buttons(canvas, stage, at(MATRIX + SAID), of.focus, &act);
    cursor
}

/// What keeps the form as typed from being sent.
fn judged(stage: &Stage<'_>, form: &ConferenceForm) -> Vec<Finding> {
    let model = stage.model;
    let Some(Work::Conference(conference)) = model.item().map(|item| &item.work) else {
        return Vec::new();
    };
    let rules = &model.rules;
    let today = model.today();
    findings(form, &conference.pack, today, &rules.set, &rules.policy)
}

/// What is said of the field under the focus; else how much is missing.
fn said(stage: &Stage<'_>, of: &ItemForm, found: &[Finding]) -> (String, Role) {
    let texts = stage.texts;
    let field = focused_field(of);
    let about = found.iter().find(|finding| Some(finding.field) == field);
    if let Some(finding) = about {
        let role = match finding.weight() {
            Weight::Error => Role::TextWarning,
            Weight::Warning => Role::TextMuted,
        };
        return (codes::finding(texts, finding), role);
    }
    let errors = found
        .iter()
        .filter(|finding| finding.weight() == Weight::Error);
    match u64::try_from(errors.count()).unwrap_or(u64::MAX) {
        0 => (texts.conference_complete(), Role::Text),
        missing => (texts.conference_missing(missing), Role::TextMuted),
    }
}

fn focused_field(of: &ItemForm) -> Option<Field> {
    let Focus::Line(at) = of.focus else {
        return None;
    };
    match of.lines.get(at)?.ask {
        Ask::Field(field) => Some(field),
        Ask::Link
        | Ask::On
        | Ask::Closes
        | Ask::Why
        | Ask::Reason
        | Ask::Note
        | Ask::Expert
        | Ask::Until
        | Ask::Into
        | Ask::Late
        | Ask::Login
        | Ask::To
        | Ask::Circular => None,
    }
}

/// Who looks over the shoulder sees the officer's identifiers only while they are typed.
fn masked(field: Field, text: &str) -> String {
    match field {
        Field::Iin | Field::Phone => privacy::mask_tail(text),
        Field::Email => privacy::mask_email(text),
        Field::Opens
        | Field::OpensAt
        | Field::Closes
        | Field::ClosesAt
        | Field::Text(..)
        | Field::Surname
        | Field::GivenName
        | Field::Patronymic
        | Field::Position => text.to_owned(),
    }
}

/// The rows of a line: a text of some length is opened under the focus.
fn rows(line: &FormLine, focused: bool) -> u16 {
    match line.value {
        Value::Written(_) if focused => 1 + ANNEX_ROWS,
        Value::Written(_) | Value::Typed(_) | Value::Chosen(_) => 1,
    }
}

fn draw_lines(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    area: Rect,
    of: &ItemForm,
) -> Option<Position> {
    let focus = match of.focus {
        Focus::Line(at) => at,
        // On a button the end of the form is in sight.
        Focus::Cancel | Focus::Submit => of.lines.len().saturating_sub(1),
        Focus::Motive
        | Focus::Text(_)
        | Focus::Secret
        | Focus::Portion
        | Focus::ReviewOn
        | Focus::Days
        | Focus::Search
        | Focus::Approval
        | Focus::Notice
        | Focus::Signatory
        | Focus::LateReason => 0,
    };
    let is_focused = |at: usize| of.focus == Focus::Line(at);
    let mut first = focus;
    let mut room = area.height;
    for (at, line) in of.lines.iter().enumerate().take(focus + 1).rev() {
        match room.checked_sub(rows(line, is_focused(at))) {
            Some(rest) => room = rest,
            None => break,
        }
        first = at;
    }
    let mut cursor = None;
    let mut row = 0;
    for (at, line) in of.lines.iter().enumerate().skip(first) {
        let height = rows(line, is_focused(at));
        if row + height > area.height {
            break;
        }
        let place = Rect {
            y: area.y + row,
            height,
            ..area
        };
        canvas.target(place, Target::Field(Focus::Line(at)));
        cursor = draw_line(canvas, stage, place, line, is_focused(at)).or(cursor);
        row += height;
    }
    cursor
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    place: Rect,
    line: &FormLine,
    focused: bool,
) -> Option<Position> {
    let mut pen = Pen::at(place, 0);
    let marker = canvas.marker(focused);
    canvas.cell(&mut pen, 1, marker, Role::RowMarker);
    let Ask::Field(of) = line.ask else {
        return None;
    };
    canvas.cell(&mut pen, LABEL, &codes::field(stage.texts, of), Role::Label);
    let role = form::field_role(focused);
    match &line.value {
        Value::Typed(typed) if focused => Some(field::line(canvas, pen, typed, role)),
        Value::Typed(typed) => {
            canvas.write(&mut pen, &masked(of, typed.text()), role);
            None
        }
        Value::Written(editor) if focused => {
            let (width, rows) = stage.layout.annex_editor();
            let area = Rect {
                x: place.x.saturating_add(2),
                y: place.y.saturating_add(1),
                width,
                height: rows,
            };
            field::editor(canvas, area, editor, role)
        }
        Value::Written(editor) => {
            canvas.write(&mut pen, editor.first_line(), role);
            None
        }
        Value::Chosen(_) => None,
    }
}
