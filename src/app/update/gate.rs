//! The gate: what is found in a letter before it leaves, and the way to its place.

use super::{compose, decide, overlay};
use crate::app::compose::{Composer, Page, Section};
use crate::app::effect::Effect;
use crate::app::form::{Focus, ReturnForm};
use crate::app::model::Model;
use crate::app::overlay::{GateState, Overlay};
use crate::domain::act::Act;
use crate::domain::desk::Desk;
use crate::domain::gate::{Finding, Level, Text, check};
use crate::domain::local_text::Lang;
use crate::domain::request::TextLang;
use crate::domain::template::VARIABLES;

/// Whether the letter on top is stopped; what was found is shown then. Warnings stop a letter
/// only while they are asked for.
pub(super) fn stops(model: &mut Model, ask: bool) -> bool {
    let findings = findings(model);
    let stops = findings
        .iter()
        .any(|(_, finding)| ask || finding.level == Level::Block);
    if stops {
        let focus = Focus::Line(0);
        overlay::push(model, Overlay::Gate(GateState { findings, focus }));
    }
    stops
}

/// A text of a form with the field it stands in.
struct Written {
    focus: Focus,
    lang: Option<Lang>,
    text: String,
    outward: bool,
    cites: bool,
    /// The second reader who did not approve this wording.
    reader: Option<String>,
}

/// What is found in the texts of the form on top, with the field of each.
fn findings(model: &Model) -> Vec<(Focus, Finding)> {
    let batch = model.overlays.last().and_then(Overlay::composer);
    let batch = batch.and_then(|composer| composer.batch.first());
    let Some(item) = batch.or_else(|| model.item()) else {
        return Vec::new();
    };
    let written = match model.overlays.last() {
        Some(Overlay::Compose(composer)) => of_composer(composer, &item.desk),
        Some(Overlay::Return(form)) => of_return(form),
        Some(_) | None => Vec::new(),
    };
    let texts: Vec<Text<'_>> = written
        .iter()
        .map(|one| Text {
            lang: one.lang,
            text: &one.text,
            outward: one.outward,
            cites: one.cites,
            reader: one.reader.as_deref(),
        })
        .collect();
    let Some(person) = item.work.person() else {
        return Vec::new();
    };
    check(&texts, person, &model.writing.gate)
        .into_iter()
        .filter_map(|finding| Some((written.get(finding.text)?.focus, finding)))
        .collect()
}

fn of_composer(composer: &Composer, desk: &Desk) -> Vec<Written> {
    // One page about a request in both languages may be in either.
    let either = composer.asked == TextLang::Mixed && composer.pages.len() == 1;
    let mut written: Vec<Written> = composer
        .pages
        .iter()
        .map(|page| Written {
            focus: Focus::Text(page.lang),
            lang: (!either && composer.act != Act::Close).then_some(page.lang),
            text: if composer.batch.is_empty() {
                page.text.text()
            } else {
                without_variables(&page.text.text())
            },
            outward: !matches!(composer.act, Act::Extend | Act::Close | Act::Draft),
            cites: composer.act == Act::Refuse,
            reader: unread(composer, desk, page),
        })
        .collect();
    for (section, focus, outward) in [
        (Section::Notice, Focus::Notice, true),
        (Section::Approval, Focus::Approval, false),
        (Section::Late, Focus::LateReason, false),
    ] {
        if let Some(editor) = composer.editor(section) {
            written.push(Written {
                focus,
                lang: None,
                text: editor.text(),
                outward,
                cites: false,
                reader: None,
            });
        }
    }
    written
}

/// The second reader of a page who did not approve its wording.
fn unread(composer: &Composer, desk: &Desk, page: &Page) -> Option<String> {
    if !composer.batch.is_empty() {
        return None;
    }
    let reading = desk.reading(composer.act, page.lang)?;
    (!reading.approves(&composer.wording(page))).then(|| reading.reader.0.clone())
}

/// A letter to many with its variables blotted out, place by place: they are no blanks.
fn without_variables(text: &str) -> String {
    VARIABLES.iter().fold(text.to_owned(), |text, name| {
        let variable = format!("{{{name}}}");
        let blot = "·".repeat(variable.chars().count());
        text.replace(&variable, &blot)
    })
}

fn of_return(form: &ReturnForm) -> Vec<Written> {
    let lang = match form.lang {
        TextLang::Kk => Some(Lang::Kk),
        TextLang::Ru => Some(Lang::Ru),
        TextLang::En => Some(Lang::En),
        TextLang::Mixed => None,
    };
    vec![Written {
        focus: Focus::Motive,
        lang,
        text: form.motive.text(),
        outward: true,
        cites: true,
        reader: None,
    }]
}

/// Enter in the gate: to the place of a finding, back, or on all the same.
pub(super) fn activate(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Gate(gate)) = model.overlays.last() else {
        return;
    };
    let (focus, found) = (gate.focus, gate.findings.clone());
    overlay::pop(model);
    if focus == Focus::Submit {
        decide::submit_all_the_same(model, out);
    } else if let Focus::Line(at) = focus
        && let Some((field, finding)) = found.get(at)
    {
        go_to(model, *field, finding);
    }
}

/// The cursor goes where something was found, the words selected.
fn go_to(model: &mut Model, field: Focus, finding: &Finding) {
    let Some(top) = model.overlays.last_mut() else {
        return;
    };
    top.set_focus(field);
    compose::fit(model);
    let editor = match model.overlays.last_mut() {
        Some(Overlay::Compose(composer)) => {
            Section::of(field).and_then(|section| composer.editor_mut(section))
        }
        Some(Overlay::Return(form)) => Some(&mut form.motive),
        Some(_) | None => None,
    };
    if let Some(editor) = editor {
        editor.select(finding.line, finding.column, finding.length);
    }
}
