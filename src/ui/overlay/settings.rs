//! The settings: those of this workstation, and the profile of its holder.

use ratatui::layout::{Position, Rect};

use super::Stage;
use crate::app::action::ActionId;
use crate::app::pointer::Target;
use crate::app::preferences::{Part, Preference, SettingsState};
use crate::app::words as told;
use crate::config::{ColorDepth, SlowLink};
use crate::domain::local_text::Lang;
use crate::domain::profile::{Field, HolderProfile, Line};
use crate::domain::zone;
use crate::i18n::{Texts, date, profile as worded};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::field;
use crate::ui::widget::frame::{self, Place};
use crate::ui::words;

/// Columns of the name of a setting, and of one in a narrow window.
const NAME: u16 = 34;
const NAME_NARROW: u16 = 24;
/// Columns below which the window is narrow.
const NARROW: u16 = 70;
/// The end of a day in the sample of deadlines.
const SAMPLE_TIME: &str = "18:30";

/// Draws the settings; gives the cursor of a value that is typed.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    of: &SettingsState,
) -> Option<Position> {
    let texts = stage.texts;
    let area = stage.framed(canvas, stage.layout.settings(), &texts.settings_title());
    let inner = frame::inside(area);
    parts(canvas, Pen::at(inner, 0), texts, of.part);
    let rows = stage.layout.settings_rows();
    let list = Rect {
        y: inner.y.saturating_add(2),
        height: rows.min(inner.height.saturating_sub(2)),
        ..inner
    };
    let (cursor, total) = match of.part {
        Part::Workstation => (None, workstation(canvas, list, stage, of)),
        Part::Holder => holder(canvas, list, stage, of),
    };
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let place = Place {
        top: count(of.top),
        shown: u64::from(rows),
        total: count(total),
    };
    frame::scroll(canvas, area, place);
    let below = inner.height.saturating_sub(2);
    hint(canvas, Pen::at(inner, below).skip(1), stage, of);
    let foot = Pen::at(inner, below + 1).skip(1);
    match of.part {
        Part::Workstation => sample(canvas, foot, texts),
        Part::Holder => standing(canvas, foot, stage, of),
    }
    cursor
}

fn parts(canvas: &mut Canvas<'_>, pen: Pen, texts: &Texts, shown: Part) {
    let mut pen = pen.skip(1);
    for (part, name) in [
        (Part::Workstation, texts.settings_part_workstation()),
        (Part::Holder, texts.settings_part_holder()),
    ] {
        let (role, words) = if part == shown {
            (Role::TabSelected, format!("[{name}]"))
        } else {
            (Role::Tab, format!(" {name} "))
        };
        canvas.write(&mut pen, &words, role);
        pen = pen.skip(1);
    }
}

/// The beginning of a line: marker and name; gives where the value stands.
fn name(canvas: &mut Canvas<'_>, mut pen: Pen, name: &str, selected: bool) -> Pen {
    canvas.cell(&mut pen, 1, canvas.marker(selected), Role::RowMarker);
    pen = pen.skip(1);
    let room = if pen.room() < NARROW {
        NAME_NARROW
    } else {
        NAME
    };
    canvas.cell(&mut pen, room, name, Role::row(selected));
    pen.skip(1)
}

fn workstation(
    canvas: &mut Canvas<'_>,
    list: Rect,
    stage: &Stage<'_>,
    of: &SettingsState,
) -> usize {
    let seen = Preference::ALL.into_iter().enumerate().skip(of.top);
    for ((index, one), at) in seen.zip(0..list.height) {
        let (label, value) = preference(stage, one);
        let selected = index == of.selected;
        canvas.target_row(Pen::at(list, at), Target::Line(index));
        let mut pen = name(canvas, Pen::at(list, at), &label, selected);
        canvas.write(&mut pen, &value, Role::Text);
    }
    Preference::ALL.len()
}

/// Every look of a deadline, the most urgent first: a theme is chosen by what it makes of them.
fn sample(canvas: &mut Canvas<'_>, mut pen: Pen, texts: &Texts) {
    for (role, words) in [
        (Role::Overdue, texts.countdown_overdue()),
        (Role::Today, texts.countdown_today(SAMPLE_TIME.to_owned())),
        (Role::Soon, texts.countdown_days_hours(1, 4)),
        (Role::Later, texts.countdown_days(9)),
    ] {
        let mark = canvas.mark(role);
        let words = if mark.is_empty() {
            words
        } else {
            format!("{mark} {words}")
        };
        canvas.write(&mut pen, &words, role);
        pen = pen.skip(2);
    }
}

fn yes_or_no(texts: &Texts, yes: bool) -> String {
    if yes {
        texts.settings_on()
    } else {
        texts.settings_off()
    }
}

fn preference(stage: &Stage<'_>, one: Preference) -> (String, String) {
    let (texts, model) = (stage.texts, stage.model);
    match one {
        Preference::Language => {
            let value = match model.lang {
                Lang::Kk => texts.settings_lang_kk(),
                Lang::Ru => texts.settings_lang_ru(),
                Lang::En => texts.settings_lang_en(),
            };
            (texts.settings_language(), value)
        }
        Preference::Theme => (texts.settings_theme(), told::theme(&model.theme, texts)),
        Preference::Keyboard => {
            let value = told::keyboard(model.keyboard, texts);
            (texts.settings_keyboard(), value)
        }
        Preference::Recall => {
            let value = texts.settings_seconds(model.recall_seconds);
            (texts.settings_recall(), value)
        }
        Preference::Color => {
            let value = match model.appearance.color {
                ColorDepth::Auto => texts.settings_color_auto(),
                ColorDepth::Mono => texts.settings_color_mono(),
                ColorDepth::Ansi => texts.settings_color_ansi(),
                ColorDepth::Indexed => texts.settings_color_indexed(),
                ColorDepth::Rgb => texts.settings_color_rgb(),
            };
            (texts.settings_color(), value)
        }
        Preference::Ascii => {
            let value = yes_or_no(texts, model.appearance.ascii);
            (texts.settings_ascii(), value)
        }
        Preference::Mouse => {
            let value = yes_or_no(texts, model.terminal.mouse);
            (texts.settings_mouse(), value)
        }
        Preference::SlowLink => {
            let value = match model.terminal.slow_link {
                SlowLink::Auto => texts.settings_slow_auto(),
                SlowLink::Slow => texts.settings_on(),
                SlowLink::Fast => texts.settings_off(),
            };
            (texts.settings_slow_link(), value)
        }
    }
}

/// Draws the lines of the profile; gives the cursor and how many lines there are.
fn holder(
    canvas: &mut Canvas<'_>,
    list: Rect,
    stage: &Stage<'_>,
    of: &SettingsState,
) -> (Option<Position>, usize) {
    let texts = stage.texts;
    let Some(profile) = stage.model.profile() else {
        let pen = &mut Pen::at(list, 0).skip(1);
        canvas.write(pen, &texts.settings_no_holder(), Role::TextMuted);
        return (None, 0);
    };
    let before = of.view.as_ref().map(|view| &view.profile);
    let lines = Line::all(&profile);
    let mut cursor = None;
    let seen = lines.iter().enumerate().skip(of.top);
    for ((index, line), at) in seen.zip(0..list.height) {
        let selected = index == of.selected;
        let label = label(texts, *line, &profile);
        canvas.target_row(Pen::at(list, at), Target::Line(index));
        let mut pen = name(canvas, Pen::at(list, at), &label, selected);
        if let Some(typed) = of.typed.as_ref().filter(|_| selected) {
            cursor = Some(field::line(canvas, pen, typed, Role::FieldFocused));
            continue;
        }
        let changed = before.is_some_and(|before| is_changed(*line, before, &profile));
        let role = if changed {
            Role::TextStrong
        } else {
            Role::Text
        };
        canvas.write(&mut pen, &value(texts, *line, &profile), role);
        if changed {
            let mark = format!(" · {}", texts.settings_changed());
            canvas.write(&mut pen, &mark, Role::TextWarning);
        }
    }
    (cursor, lines.len())
}

pub(super) fn is_changed(line: Line, before: &HolderProfile, now: &HolderProfile) -> bool {
    match line.written(now) {
        Some(written) => line.written(before).as_ref() != Some(&written),
        None => line.field().differs(before, now),
    }
}

pub(super) fn label(texts: &Texts, line: Line, profile: &HolderProfile) -> String {
    match line {
        Line::Field(field) => worded::field(texts, field),
        Line::AddressKk => texts.settings_address_kk(),
        Line::AddressRu => texts.settings_address_ru(),
        Line::BlogKk => texts.settings_blog_kk(),
        Line::BlogRu => texts.settings_blog_ru(),
        Line::Signatory(at) if at < profile.signatories.len() => {
            texts.settings_signatory(u64::try_from(at + 1).unwrap_or(u64::MAX))
        }
        Line::Signatory(_) => texts.settings_signatory_new(),
    }
}

pub(super) fn value(texts: &Texts, line: Line, profile: &HolderProfile) -> String {
    match line {
        Line::Field(field) => worded::value(texts, field, profile),
        Line::AddressKk | Line::AddressRu | Line::BlogKk | Line::BlogRu | Line::Signatory(_) => {
            let written = line.written(profile).filter(|text| !text.is_empty());
            written.unwrap_or_else(|| "—".to_owned())
        }
    }
}

/// What is wrong with what was typed, or what can be done with the line.
fn hint(canvas: &mut Canvas<'_>, mut pen: Pen, stage: &Stage<'_>, of: &SettingsState) {
    let texts = stage.texts;
    if let Some(fault) = of.fault {
        let mark = canvas.mark(Role::NoticeRefusal);
        let words = worded::fault(texts, fault);
        canvas.write(&mut pen, &format!("{mark} {words}"), Role::NoticeRefusal);
        return;
    }
    let key = words::key;
    let (previous, next) = (key(ActionId::PreviousValue), key(ActionId::NextValue));
    let send = key(ActionId::SendProfile);
    let line = stage.model.profile_lines().get(of.selected).copied();
    let locked = stage.model.profile_locked();
    let words = match (of.part, locked, line) {
        (Part::Workstation, ..) => texts.settings_hint_workstation(next, previous),
        (Part::Holder, Some(reason), _) => told::disabled(&reason, texts),
        (Part::Holder, None, Some(Line::Field(Field::Hours))) => texts.settings_hint_hours(),
        (Part::Holder, None, Some(Line::Signatory(_))) => texts.settings_hint_signatory(),
        (Part::Holder, None, Some(Line::BlogKk | Line::BlogRu)) => texts.settings_hint_break(),
        (Part::Holder, None, Some(Line::AddressKk | Line::AddressRu)) => {
            texts.settings_hint_type(key(ActionId::Activate), send)
        }
        (
            Part::Holder,
            None,
            Some(Line::Field(Field::StateShare | Field::DraftDays | Field::CutOff)),
        ) => texts.settings_hint_type(key(ActionId::Activate), send),
        (Part::Holder, None, Some(Line::Field(_)) | None) => {
            texts.settings_hint_choose(next, previous, send)
        }
    };
    canvas.write(&mut pen, &words, Role::TextMuted);
}

/// Whose profile it is, whether requests may be addressed to it, and who changed it last.
fn standing(canvas: &mut Canvas<'_>, mut pen: Pen, stage: &Stage<'_>, of: &SettingsState) {
    let texts = stage.texts;
    if of.asked {
        canvas.write(&mut pen, &texts.settings_asked(), Role::TextStrong);
        return;
    }
    let Some(holder) = &stage.model.holder else {
        return;
    };
    let name = holder.name.get(texts.lang());
    let mut told = vec![texts.settings_holder(holder.bin.as_str(), name)];
    if let Some(last) = of.view.as_ref().and_then(|view| view.last.as_ref()) {
        let local = zone::local(last.at);
        let day = date::numeric(local.date());
        let when = format!("{day} {}", local.strftime("%H:%M"));
        told.push(texts.profile_last(last.by.0.as_str(), when));
    }
    canvas.write(&mut pen, &told.join(" · "), Role::TextMuted);
}
