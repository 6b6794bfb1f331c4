//! The forms of deciding: accept and return.
//!
//! The checklist shows what the data say about every line; the focused line is always in
//! sight. Cancel stands before the deciding button.

use ratatui::layout::{Position, Rect};

use super::Stage;
use crate::app::form::{AcceptForm, CheckLine, Focus, ReturnForm};
use crate::app::overlay::Overlay;
use crate::app::pointer::Target;
use crate::domain::checklist::{Note, Status};
use crate::domain::refusal::Refusal;
use crate::domain::rules::CheckFailure;
use crate::domain::zone;
use crate::i18n::{Texts, date, words as codes};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::button::{self, Button};
use crate::ui::widget::sheet::Sheet;
use crate::ui::widget::{field, frame};
use crate::ui::words;

/// Marker, box, id: where the wording of a check begins.
const INDENT: u16 = 9;

pub(super) fn accept(canvas: &mut Canvas<'_>, stage: &Stage<'_>, form: &AcceptForm) {
    let texts = stage.texts;
    let number = form.number.to_string();
    let area = stage.framed(
        canvas,
        stage.layout.form(),
        &texts.form_accept_title(number),
    );
    let inner = frame::inside(area);
    let rows = inner.height.saturating_sub(2);
    let list = Checks {
        texts,
        lines: &form.lines,
        focus: form.focus,
        accepting: true,
    };
    list.draw(canvas, part(inner, 0, rows), &texts.form_accept_intro());
    let open = form.open_lines();
    let open = (open > 0).then(|| texts.form_open(u64::try_from(open).unwrap_or(u64::MAX)));
    note(
        canvas,
        stage,
        Pen::at(inner, rows),
        form.refusal.as_ref(),
        open,
    );
    buttons(
        canvas,
        stage,
        Pen::at(inner, rows + 1),
        form.focus,
        &texts.form_accept(),
    );
}

pub(super) fn give_back(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    form: &ReturnForm,
) -> Option<Position> {
    let texts = stage.texts;
    let number = form.number.to_string();
    let area = stage.framed(
        canvas,
        stage.layout.form(),
        &texts.form_return_title(number),
    );
    let inner = frame::inside(area);
    let parts = Parts::new(stage, inner, form);
    let list = Checks {
        texts,
        lines: &form.lines,
        focus: form.focus,
        accepting: false,
    };
    list.draw(canvas, parts.checks, &texts.form_return_intro());
    let lang = codes::text_lang(texts, form.lang);
    label(
        canvas,
        parts.motive_label,
        &texts.form_motive(lang),
        form.focus == Focus::Motive,
    );
    let focused = form.focus == Focus::Motive;
    canvas.target(parts.motive_label, Target::Field(Focus::Motive));
    canvas.target(parts.motive, Target::Field(Focus::Motive));
    let motive = field::editor(canvas, parts.motive, &form.motive, field_role(focused));
    let mut cursor = motive.filter(|_| focused);
    if let Some(late) = &form.late {
        let focused = form.focus == Focus::LateReason;
        let question = texts.form_late(codes::clause(texts, &late.clause), date::numeric(late.due));
        label(canvas, parts.late_label, &question, focused);
        canvas.target(parts.late_label, Target::Field(Focus::LateReason));
        canvas.target(parts.late, Target::Field(Focus::LateReason));
        let reason = field::editor(canvas, parts.late, &late.reason, field_role(focused));
        cursor = reason.filter(|_| focused).or(cursor);
    }
    let named: Vec<String> = form
        .clauses()
        .into_iter()
        .map(|clause| codes::clause(texts, clause))
        .collect();
    let clauses = Some(texts.form_clauses(named.join(", ")));
    let below = inner.height.saturating_sub(2);
    note(
        canvas,
        stage,
        Pen::at(inner, below),
        form.refusal.as_ref(),
        clauses,
    );
    let pen = Pen::at(inner, below + 1);
    buttons(canvas, stage, pen, form.focus, &texts.form_return());
    cursor
}

/// Fewer rows than this leave no room for both editors: the focused one is shown.
const BOTH_EDITORS: u16 = 18;

/// Rows of an area from `line` on.
fn part(inner: Rect, line: u16, rows: u16) -> Rect {
    let line = line.min(inner.height);
    Rect {
        y: inner.y.saturating_add(line),
        height: rows.min(inner.height - line),
        ..inner
    }
}

/// Where the parts of the form of return stand.
struct Parts {
    checks: Rect,
    motive_label: Rect,
    motive: Rect,
    late_label: Rect,
    late: Rect,
}

impl Parts {
    fn new(stage: &Stage<'_>, inner: Rect, form: &ReturnForm) -> Self {
        let (width, rows) = stage.layout.editor();
        let asks_reason = u16::from(form.late.is_some());
        let both = inner.height >= BOTH_EDITORS;
        let late_focused = form.focus == Focus::LateReason;
        let motive_rows = if both || !late_focused { rows } else { 0 };
        let late_rows = if form.late.is_some() && (both || late_focused) {
            rows
        } else {
            0
        };
        // Labels, editors, note and buttons are set; the checklist gets the rest.
        let fixed = 1 + motive_rows + asks_reason + late_rows + 2;
        let checks = inner.height.saturating_sub(fixed);
        let editor = |line: u16, rows: u16| {
            let place = part(inner, line, rows);
            Rect {
                x: place.x.saturating_add(1),
                width: width.min(place.width),
                ..place
            }
        };
        let after_motive = checks + 1 + motive_rows;
        Self {
            checks: part(inner, 0, checks),
            motive_label: part(inner, checks, 1),
            motive: editor(checks + 1, motive_rows),
            late_label: part(inner, after_motive, asks_reason),
            late: editor(after_motive + asks_reason, late_rows),
        }
    }
}

pub(super) const fn field_role(focused: bool) -> Role {
    if focused {
        Role::FieldFocused
    } else {
        Role::Field
    }
}

fn label(canvas: &mut Canvas<'_>, area: Rect, words: &str, focused: bool) {
    let mut pen = Pen::at(area, 0);
    let marker = canvas.marker(focused);
    canvas.cell(&mut pen, 1, marker, Role::RowMarker);
    canvas.write(&mut pen, words, Role::Label);
}

/// Why the last attempt was refused, else what is still to do, else how long it can be recalled.
pub(super) fn note(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    mut pen: Pen,
    refusal: Option<&Refusal>,
    other: Option<String>,
) {
    let texts = stage.texts;
    pen = pen.skip(1);
    if let Some(refusal) = refusal {
        let words = codes::refusal(texts, refusal);
        let mark = canvas.mark(Role::NoticeRefusal);
        canvas.write(&mut pen, &format!(" {mark} {words} "), Role::NoticeRefusal);
        return;
    }
    let words = other.unwrap_or_else(|| recall(stage));
    canvas.write(&mut pen, &words, Role::TextMuted);
}

/// How long the decision can be recalled; a window that its last day cuts says so.
fn recall(stage: &Stage<'_>) -> String {
    let (model, texts) = (stage.model, stage.texts);
    let act = model.overlays.last().and_then(Overlay::act);
    let (now, whole) = (model.portal_now(), i64::from(model.recall_seconds));
    let until = act.map(|act| model.recall_until(act));
    match until {
        Some(until) if until <= now => texts.form_recall_none(),
        Some(until) if until.duration_since(now).as_secs() < whole => {
            let time = zone::local(until).time();
            let time = format!("{}:{:02}", words::clock(time), time.second());
            texts.form_recall_cut(time)
        }
        Some(_) if whole > 0 => texts.form_recall_note(model.recall_seconds),
        Some(_) | None => texts.form_recall_none(),
    }
}

pub(super) fn buttons(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    pen: Pen,
    focus: Focus,
    submit: &str,
) {
    two_buttons(canvas, pen, focus, (&stage.texts.form_cancel(), submit));
}

/// The button that goes back, and the one that decides.
pub(super) fn two_buttons(
    canvas: &mut Canvas<'_>,
    pen: Pen,
    focus: Focus,
    (back, submit): (&str, &str),
) {
    let buttons = [
        Button {
            id: Focus::Cancel,
            label: back,
            focused: focus == Focus::Cancel,
        },
        Button {
            id: Focus::Submit,
            label: submit,
            focused: focus == Focus::Submit,
        },
    ];
    button::row(canvas, &mut pen.skip(1), &buttons);
}

/// The button that goes back, alone.
pub(super) fn one_button(canvas: &mut Canvas<'_>, pen: Pen, label: &str, focused: bool) {
    let id = Focus::Cancel;
    button::row(canvas, &mut pen.skip(1), &[Button { id, label, focused }]);
}

struct Checks<'a> {
    texts: &'a Texts,
    lines: &'a [CheckLine],
    focus: Focus,
    accepting: bool,
}

impl Checks<'_> {
    /// Draws the lines so that the focused one is seen whole, if it fits.
    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, intro: &str) {
        let mut sheet = Sheet::new(area.width);
        sheet.text(format!(" {intro}").into(), Role::TextMuted);
        let mut seen = (0, 0);
        for (index, line) in self.lines.iter().enumerate() {
            let focused = self.focus == Focus::Line(index);
            let from = sheet.len();
            self.line(canvas, &mut sheet, line, focused);
            sheet.target(from, Target::Check(Focus::Line(index)));
            if focused {
                seen = (if index == 0 { 0 } else { from }, sheet.len());
            }
        }
        let cells = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
        let scroll = cells(seen.1).saturating_sub(area.height).min(cells(seen.0));
        let top = sheet.draw(canvas, area, scroll);
        let place = frame::Place {
            top: u64::from(top),
            shown: u64::from(area.height),
            total: u64::from(cells(sheet.len())),
        };
        let edge = Rect {
            x: area.x.saturating_sub(1),
            y: area.y.saturating_sub(1),
            width: area.width + 2,
            height: area.height + 2,
        };
        frame::scroll(canvas, edge, place);
    }

    fn line(&self, canvas: &Canvas<'_>, sheet: &mut Sheet<'_>, line: &CheckLine, focused: bool) {
        let marker = canvas.marker(focused);
        let choosable = self.accepting || line.failure == CheckFailure::Return;
        let sign = match (line.marked, line.finding.status) {
            (true, _) => "x",
            (false, _) if !choosable => "-",
            (false, Status::Ask | Status::Doubt) if self.accepting => "?",
            (false, _) => " ",
        };
        let text = line.text.get(self.texts.lang());
        let words = format!("{marker}[{sign}] {:<3} {text}", line.finding.check.0);
        let role = match (focused, choosable) {
            (true, _) => Role::TextStrong,
            (false, true) => Role::Text,
            (false, false) => Role::TextDisabled,
        };
        sheet.indented(INDENT, &words, role);
        let (remark, role) = self.remark(line, choosable);
        let lead = " ".repeat(usize::from(INDENT));
        let clause = codes::clause(self.texts, &line.clause);
        sheet.indented(INDENT, &format!("{lead}{remark} · {clause}"), role);
    }

    /// What the data say, or why the line leads to no return.
    fn remark(&self, line: &CheckLine, choosable: bool) -> (String, Role) {
        let texts = self.texts;
        if !choosable {
            let why = match line.failure {
                CheckFailure::Forward => texts.check_failure_forward(),
                CheckFailure::NotAReturn | CheckFailure::Return => {
                    texts.check_failure_not_a_return()
                }
            };
            return (why, Role::TextMuted);
        }
        let (status, role) = match line.finding.status {
            Status::Met | Status::NotApplicable => (texts.check_status_met(), Role::CheckMet),
            Status::Failed => (texts.check_status_failed(), Role::CheckFailed),
            Status::Doubt => (texts.check_status_doubt(), Role::CheckFailed),
            Status::Ask => (texts.check_status_ask(), Role::TextMuted),
        };
        if line.finding.note == Note::Nothing {
            return (status, role);
        }
        (
            format!("{status}: {}", remark(texts, line.finding.note)),
            role,
        )
    }
}

fn remark(texts: &Texts, note: Note) -> String {
    match note {
        Note::Nothing => texts.check_note_nothing(),
        Note::NameMissing => texts.check_note_name_missing(),
        Note::NameIncomplete => texts.check_note_name_incomplete(),
        Note::IdentifierMissing => texts.check_note_identifier_missing(),
        Note::IdentifierLength => texts.check_note_identifier_length(),
        Note::IdentifierCheckDigit => texts.check_note_identifier_check_digit(),
        Note::IdentifierImpossible => texts.check_note_identifier_impossible(),
        Note::LetterMissing => texts.check_note_letter_missing(),
        Note::AddressMissing => texts.check_note_address_missing(),
        Note::MeansMissing => texts.check_note_means_missing(),
        Note::NotSigned => texts.check_note_not_signed(),
        Note::AuthorityMissing => texts.check_note_authority_missing(),
    }
}
