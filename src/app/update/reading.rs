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
    let Ok(text) = CitizenText::parse(&composer.wording(page)) else {
        let told = NoticeText::DeskRefused(DeskRefusal::ReadingText);
        news::tell(model, told, Severity::Warning);
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

/// Records the approval of the head in an extension while its wording is the one the head has
/// approved, unless something else was written there `[145 ¶5(2)]`.
pub(super) fn take_approval(model: &mut Model) {
    let composer = model.overlays.iter().find_map(Overlay::composer);
    let Some(written) = composer.and_then(|one| Some(one.approval.as_ref()?.text())) else {
        return;
    };
    let words = approval(model);
    let layout = model.layout;
    let Some(composer) = super::compose::composer(model) else {
        return;
    };
    let own = composer.recorded.as_ref() == Some(&written);
    if let Some(words) = words.filter(|_| own || written.trim().is_empty()) {
        composer.approval = Some(Editor::new(&words));
        composer.recorded = Some(words);
        composer.fit(layout);
    } else if own && !written.is_empty() {
        // Another wording is not what the head approved.
        composer.approval = Some(Editor::new(""));
        composer.recorded = None;
        composer.fit(layout);
    }
}

fn approval(model: &Model) -> Option<String> {
    let composer = model.overlays.iter().find_map(Overlay::composer)?;
    let page = composer.page()?;
    let item = model.item()?;
    let same = item.number() == composer.number;
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
    let me = model.user.as_ref();
    let Some(reading) = me.and_then(|me| item.desk.waiting_for(me)) else {
        let text = NoticeText::DeskRefused(DeskRefusal::NothingToRead);
        news::tell(model, text, Severity::Warning);
        return;
    };
    let remark = item.remark.as_ref().map_or("", CitizenText::as_str);
    let state = ReadingState {
        number: item.number(),
        reading: reading.clone(),
        remark: LineField::new(remark),
        scroll: 0,
        save_at: None,
        sent: false,
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
        && shown.item.number() == number
    {
        shown.item.remark = Some(text.clone()).filter(|text| !text.is_blank());
    }
    out.push(Effect::SaveRemark { number, text });
}

/// Says that the text may leave, or sends it back. The dialog stays until the portal has heard.
pub(super) fn say(model: &mut Model, good: bool, out: &mut Vec<Effect>) {
    save(model, out);
    let Some(state) = state(model).filter(|state| !state.sent) else {
        return;
    };
    let remark = CitizenText::parse(state.remark.text()).unwrap_or_default();
    if !good && remark.is_blank() {
        state.refusal = Some(DeskRefusal::RemarkMissing);
        return;
    }
    state.sent = true;
    let order = DeskOrder::Read {
        asked_at: state.reading.asked_at,
        good,
        remark,
    };
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
            model.overlay_end = None;
            let read = |overlay: &Overlay| matches!(overlay, Overlay::Reading(state) if state.number == number);
            model.overlays.retain(|overlay| !read(overlay));
            remember(model, number, "", out);
            let text = if good {
                NoticeText::ReadGood(number)
            } else {
                NoticeText::ReadBack(number)
            };
            news::tell(model, text, Severity::Info);
        }
        Err(failure) => {
            let open = state(model).filter(|state| state.number == number);
            if let Some(state) = open {
                state.sent = false;
                if let DeskFailure::Refused(refusal) = failure {
                    state.refusal = Some(*refusal);
                    return;
                }
            }
            desk::failed(model, failure);
        }
    }
}
