//! The second reader: a text is given to a colleague, read, approved or sent back.

use super::{desk, forms, news, overlay};
use crate::app::editor::Editor;
use crate::app::effect::Effect;
use crate::app::field::LineField;
use crate::app::house::{ColleaguesState, DeskFailure, Purpose, ReadingState};
use crate::app::key::Key;
use crate::app::model::Model;
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::act::Role;
use crate::domain::desk::{DeskOrder, DeskRefusal, WasRead};
use crate::domain::ids::Number;
use crate::domain::text::CitizenText;
use crate::domain::zone;
use crate::i18n::{Texts, date};

/// Lets a reader be chosen for the page of the composer that has the focus.
pub(super) fn choose_reader(model: &mut Model) {
    let composer = model.overlays.last().and_then(Overlay::composer);
    let Some((composer, page)) = composer.and_then(|one| Some((one, one.page()?))) else {
        return;
    };
    // A text that is too long is no text for a reader either; the gate says so.
    let Ok(text) = CitizenText::parse(&composer.wording(page)) else {
        return;
    };
    let purpose = Purpose::Read {
        act: composer.act,
        lang: page.lang,
        text,
    };
    let number = composer.number;
    let mates = &model.house.colleagues;
    let other = mates
        .iter()
        .position(|mate| Some(&mate.colleague.user) != model.user.as_ref());
    let state = ColleaguesState {
        number,
        purpose,
        selected: other.unwrap_or(0),
        top: 0,
    };
    overlay::push(model, Overlay::Colleagues(state));
}

/// Records the approval of the head in an extension whose wording the head has approved, unless
/// something else was written there `[145 ¶5(2)]`.
pub(super) fn take_approval(model: &mut Model) {
    let Some(words) = approval(model) else {
        return;
    };
    let layout = model.layout;
    if let Some(composer) = super::compose::composer(model) {
        composer.approval = Some(Editor::new(&words));
        composer.fit(layout);
    }
}

fn approval(model: &Model) -> Option<String> {
    let composer = model.overlays.iter().find_map(Overlay::composer)?;
    let unwritten = composer.approval.as_ref().is_some_and(Editor::is_blank);
    let page = composer.page().filter(|_| unwritten)?;
    let item = model.item()?;
    let same = item.request.number == composer.number;
    let reading = item
        .desk
        .reading(composer.act, page.lang)
        .filter(|_| same)?;
    let head = model.house.colleague(&reading.reader)?.role == Role::Head;
    let said = reading.said.as_ref().filter(|_| head)?;
    if !reading.approves(&composer.wording(page)) {
        return None;
    }
    let at = date::numeric(zone::date(said.at));
    let user = reading.reader.0.as_str();
    Some(Texts::of(page.lang).approval_recorded(at, user))
}

/// Opens the text that waits for the user.
pub(super) fn open(model: &mut Model) {
    let Some(item) = model.item() else {
        return;
    };
    let waiting = item.desk.waiting_reading();
    let Some(reading) = waiting.filter(|one| Some(&one.reader) == model.user.as_ref()) else {
        let text = NoticeText::DeskRefused(DeskRefusal::NothingToRead);
        news::tell(model, text, Severity::Warning);
        return;
    };
    let remark = item.remark.as_ref().map_or("", CitizenText::as_str);
    let state = ReadingState {
        number: item.request.number,
        reading: reading.clone(),
        remark: LineField::new(remark),
        scroll: 0,
        save_at: None,
        refusal: None,
    };
    overlay::push(model, Overlay::Reading(Box::new(state)));
}

fn state(model: &mut Model) -> Option<&mut ReadingState> {
    model.overlays.iter_mut().find_map(|overlay| {
        if let Overlay::Reading(state) = overlay {
            Some(&mut **state)
        } else {
            None
        }
    })
}

/// Types a key into the remark.
pub(super) fn type_into(model: &mut Model, key: Key) {
    change(model, |remark| remark.input(key));
}

/// Pastes into the remark.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    change(model, |remark| {
        remark.insert(text.as_str());
        true
    });
}

fn change(model: &mut Model, how: impl FnOnce(&mut LineField) -> bool) {
    let save_at = forms::save_at(model);
    if let Some(state) = state(model)
        && how(&mut state.remark)
    {
        state.refusal = None;
        state.save_at = state.save_at.or(save_at);
    }
}

/// Saves the remark when its time has come.
pub(super) fn autosave(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    if state(model).is_some_and(|state| state.save_at.is_some_and(|at| at <= now)) {
        save(model, out);
    }
}

/// Saves what was typed and not saved yet.
pub(super) fn save(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(state) = state(model)
        && state.save_at.take().is_some()
    {
        let (number, text) = (state.number, state.remark.text().to_owned());
        remember(model, number, &text, out);
    }
}

fn remember(model: &mut Model, number: Number, text: &str, out: &mut Vec<Effect>) {
    // One line of bounded length parses always.
    let text = CitizenText::parse(text).unwrap_or_default();
    if let Some(shown) = &mut model.detail.shown
        && shown.item.request.number == number
    {
        shown.item.remark = Some(text.clone()).filter(|text| !text.is_blank());
    }
    out.push(Effect::SaveRemark { number, text });
}

/// Says that the text may leave, or sends it back. The dialog stays until the portal has heard.
pub(super) fn say(model: &mut Model, good: bool, out: &mut Vec<Effect>) {
    save(model, out);
    let Some(state) = state(model) else {
        return;
    };
    let remark = CitizenText::parse(state.remark.text()).unwrap_or_default();
    if !good && remark.is_blank() {
        state.refusal = Some(DeskRefusal::RemarkMissing);
        return;
    }
    let order = DeskOrder::Read { good, remark };
    out.push(desk::order(state.number, order));
}

/// The second reader has said what they think of a text of the user.
pub(super) fn was_read(model: &mut Model, read: WasRead) {
    let severity = if read.good {
        Severity::Info
    } else {
        Severity::Warning
    };
    news::tell(model, NoticeText::WasRead(read), severity);
}

/// What the reader said was taken by the portal, or not.
pub(super) fn said(
    model: &mut Model,
    number: Number,
    good: bool,
    result: &Result<(), DeskFailure>,
    out: &mut Vec<Effect>,
) {
    match result {
        Ok(()) => {
            let on_top = matches!(
                model.overlays.last(),
                Some(Overlay::Reading(state)) if state.number == number
            );
            if on_top {
                overlay::pop(model);
            }
            remember(model, number, "", out);
            let text = if good {
                NoticeText::ReadGood(number)
            } else {
                NoticeText::ReadBack(number)
            };
            news::tell(model, text, Severity::Info);
        }
        Err(DeskFailure::Refused(refusal)) => {
            if let Some(state) = state(model) {
                state.refusal = Some(*refusal);
            } else {
                desk::failed(model, &DeskFailure::Refused(*refusal));
            }
        }
        Err(failure) => desk::failed(model, failure),
    }
}
