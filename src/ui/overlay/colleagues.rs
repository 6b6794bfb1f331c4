//! The colleagues: their open work, who is away and who stands in; the desk of the item below.

use ratatui::layout::Rect;

use super::Stage;
use crate::app::action::ActionId;
use crate::app::detail::Item;
use crate::app::house::{ColleaguesState, Mate, Purpose};
use crate::app::pointer::Target;
use crate::i18n::{reader, words as codes};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::frame;
use crate::ui::widget::sheet::Sheet;
use crate::ui::words;

pub(super) fn draw(canvas: &mut Canvas<'_>, stage: &Stage<'_>, list: &ColleaguesState) {
    let texts = stage.texts;
    let number = list.number.to_string();
    let title = match list.purpose {
        Purpose::Work => texts.colleagues_title(number),
        Purpose::Read { .. } => texts.colleagues_choose_reader(number),
    };
    let area = stage.framed(canvas, stage.layout.colleagues(), &title);
    let inner = frame::inside(area);
    let mates = &stage.model.house.colleagues;
    if mates.is_empty() {
        let words = texts.colleagues_none();
        canvas.write(&mut Pen::at(inner, 0).skip(1), &words, Role::TextMuted);
    }
    let rows = stage.layout.colleagues_rows();
    let seen = mates.iter().enumerate().skip(list.top);
    for (line, (index, mate)) in (0..rows).zip(seen) {
        let pen = Pen::at(inner, line);
        canvas.target_row(pen, Target::Line(index));
        row(canvas, stage, pen, mate, index == list.selected);
    }
    let below = Rect {
        y: inner.y.saturating_add(rows),
        height: inner.height.saturating_sub(rows),
        ..inner
    };
    let mut sheet = Sheet::new(below.width);
    if let Some(item) = stage.model.item() {
        desk(&mut sheet, stage, item, &list.purpose);
    }
    sheet.draw(canvas, below, 0);
}

fn row(canvas: &mut Canvas<'_>, stage: &Stage<'_>, mut pen: Pen, mate: &Mate, selected: bool) {
    let (texts, model) = (stage.texts, stage.model);
    let marker = canvas.marker(selected);
    canvas.cell(&mut pen, 2, marker, Role::RowMarker);
    let role = Role::row(selected);
    let user = &mate.colleague.user;
    // Who stands in is worth more room than the role.
    let roomy = pen.room() >= 72;
    canvas.cell(&mut pen, 18, &user.0, role);
    if roomy {
        pen = pen.skip(1);
        let words = codes::role(texts, mate.colleague.role);
        canvas.cell(&mut pen, 14, &words, Role::Row);
    }
    pen = pen.skip(1);
    canvas.cell(&mut pen, 12, &texts.colleagues_open(mate.open), Role::Row);
    if model.user.as_ref() == Some(user) {
        canvas.write(&mut pen, &texts.colleagues_you(), Role::TextMuted);
    } else if let Some(other) = model.house.stand_in(user, model.today()) {
        let words = texts.colleagues_away(other.0.as_str());
        canvas.write(&mut pen, &words, Role::TextWarning);
    }
}

/// What colleagues do with the item.
fn desk(sheet: &mut Sheet<'_>, stage: &Stage<'_>, item: &Item, purpose: &Purpose) {
    let (texts, model, desk) = (stage.texts, stage.model, &item.desk);
    sheet.title(texts.colleagues_desk());
    let owner = item.work.owner();
    let owner = owner.map(|user| format!("{}: {user}", texts.request_owner()));
    let owner = owner.unwrap_or_else(|| texts.colleagues_owner_none());
    sheet.text(owner.into(), Role::Text);
    if let Some(writes) = words::writer(model, texts, desk.number) {
        sheet.text(writes.into(), Role::TextWarning);
    }
    for given in desk.assignments.iter().rev().take(5) {
        let at = words::moment(texts, model.today(), given.at);
        let words = match &given.to {
            Some(to) => texts.colleagues_given(at, given.by.0.as_str(), to.0.as_str()),
            None => texts.colleagues_given_to_nobody(at, given.by.0.as_str()),
        };
        sheet.text(words.into(), Role::Text);
    }
    if !desk.watchers.is_empty() {
        let names: Vec<&str> = desk.watchers.iter().map(|user| user.0.as_str()).collect();
        let words = texts.colleagues_watchers(names.join(", "));
        sheet.text(words.into(), Role::Text);
    }
    if let Some(reading) = desk.readings.last() {
        let words = reader::opinion(texts, model.today(), reading, None);
        sheet.text(words.into(), Role::Text);
    }
    let key = words::key(ActionId::Activate);
    let hint = match purpose {
        Purpose::Work => texts.colleagues_hint(key),
        Purpose::Read { .. } => texts.colleagues_reader_hint(key),
    };
    sheet.text(hint.into(), Role::TextMuted);
}
