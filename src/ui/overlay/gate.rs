//! What was found in a letter before it leaves.

use super::{Stage, form};
use crate::app::compose::Section;
use crate::app::form::Focus;
use crate::app::overlay::GateState;
use crate::app::pointer::Target;
use crate::domain::gate::{Concern, Finding, Level};
use crate::i18n::{Texts, words as codes};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::frame;
use crate::ui::widget::sheet::Sheet;

const WIDTH: u16 = 90;
/// Frame, introduction, note and buttons.
const FIXED: u16 = 6;
/// Marker and sign before the words of a finding.
const INDENT: u16 = 4;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, gate: &GateState) {
    let texts = stage.texts;
    let count = u16::try_from(gate.findings.len()).unwrap_or(u16::MAX);
    let height = count.saturating_mul(2).saturating_add(FIXED);
    let part = stage.layout.overlay(WIDTH, height);
    let area = stage.framed(canvas, part, &texts.gate_title());
    let inner = frame::inside(area);
    canvas.write(
        &mut Pen::at(inner, 0).skip(1),
        &texts.gate_intro(),
        Role::TextMuted,
    );
    let mut list = inner;
    list.y = list.y.saturating_add(1);
    list.height = inner.height.saturating_sub(3);
    let mut sheet = Sheet::new(list.width);
    let mut seen = (0, 0);
    for (index, (field, finding)) in gate.findings.iter().enumerate() {
        let focused = gate.focus == Focus::Line(index);
        let from = sheet.len();
        line(canvas, texts, &mut sheet, (*field, finding), focused);
        sheet.target(from, Target::Button(Focus::Line(index)));
        if focused {
            seen = (from, sheet.len());
        }
    }
    let cells = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
    let scroll = cells(seen.1).saturating_sub(list.height).min(cells(seen.0));
    sheet.draw(canvas, list, scroll);
    let note = if gate.blocks() {
        texts.gate_blocked()
    } else {
        texts.gate_warned()
    };
    let below = inner.height.saturating_sub(2);
    canvas.write(&mut Pen::at(inner, below).skip(1), &note, Role::TextWarning);
    let pen = Pen::at(inner, below + 1);
    if gate.blocks() {
        form::one_button(canvas, pen, &texts.gate_back(), gate.focus == Focus::Cancel);
    } else {
        form::two_buttons(
            canvas,
            pen,
            gate.focus,
            (&texts.gate_back(), &texts.gate_send()),
        );
    }
}

fn line(
    canvas: &Canvas<'_>,
    texts: &Texts,
    sheet: &mut Sheet<'_>,
    (field, finding): (Focus, &Finding),
    focused: bool,
) {
    let marker = canvas.marker(focused);
    let (sign, role) = match finding.level {
        Level::Block => ("!", Role::CheckFailed),
        Level::Warn | Level::Off => ("?", Role::Text),
    };
    let role = if focused { Role::TextStrong } else { role };
    let words = words(texts, finding);
    sheet.indented(INDENT, &format!("{marker}{sign}  {words}"), role);
    let place = place(texts, field, finding);
    sheet.words(vec![(format!("    {place}").into(), Role::TextMuted)]);
}

/// What is wrong, with the words meant.
fn words(texts: &Texts, finding: &Finding) -> String {
    let meant = finding.words.as_str();
    match finding.concern {
        Concern::Language => texts.gate_language(),
        Concern::Placeholder => texts.gate_placeholder(meant),
        Concern::LookAlike => texts.gate_look_alike(meant),
        Concern::Identifier => texts.gate_identifier(meant),
        Concern::OwnData => texts.gate_own_data(meant),
        Concern::Telephone => texts.gate_telephone(meant),
        Concern::Clause => texts.gate_clause(),
        Concern::Length => texts.gate_length(),
        Concern::Reader => texts.gate_reader(meant),
    }
}

fn place(texts: &Texts, field: Focus, finding: &Finding) -> String {
    let name = match Section::of(field) {
        Some(Section::Text(lang)) => codes::text_lang(texts, lang.into()),
        Some(Section::Notice) => texts.compose_extension_notice(),
        Some(Section::Approval) => texts.compose_approval(),
        Some(Section::Late) => texts.gate_late_reason(),
        Some(_) | None => texts.gate_motive(),
    };
    let line = u64::try_from(finding.line + 1).unwrap_or(u64::MAX);
    texts.gate_place(line, name)
}
