//! The item beside the list: when it is read and when it is shown, what the rules say about it.

use super::{decide, news, reading, type_ahead};
use crate::app::detail::{DetailState, Item, READ_REST, ReadAhead, Shown};
use crate::app::effect::Effect;
use crate::app::list::Revision;
use crate::app::model::{Awaited, Model, Screen};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::ids::Number;
use crate::domain::privacy::mask_text;
use crate::domain::row;
use crate::domain::text::CitizenText;

/// Lets the detail follow the selection of the list, after a rest; never under a form or an
/// explanation, which are about the item that is shown.
pub(super) fn follow(model: &mut Model) {
    if !model.screen.is_list() || model.is_item_covered() {
        return;
    }
    let number = model.current_list().and_then(|list| list.anchor);
    let same = number == model.detail.number;
    let rests = same && model.detail.show_at.is_some();
    if same && (is_read(model) || model.shown().is_some() && (rests || !model.detail.is_old())) {
        return;
    }
    aim(model, number);
    let wanted = number.is_some() && model.layout.is_split();
    let after = |rest| model.now.checked_add(rest).ok().filter(|_| wanted);
    model.detail.read_at = after(READ_REST);
    // A store that keeps changing does not put the end of the rest off.
    if !rests {
        model.detail.show_at = after(model.rest);
    }
}

/// Whether the item of the detail was read ahead or is on its way.
const fn is_read(model: &Model) -> bool {
    model.detail.asked.is_some() || model.detail.ahead.is_some()
}

/// Turns to another item without loading it yet.
fn aim(model: &mut Model, number: Option<Number>) {
    if model.detail.number != number {
        // What was to be done with the item that was awaited is not done with another one.
        if let Some(Awaited::Item(awaited, _)) = model.type_ahead.awaited
            && Some(awaited) != number
        {
            type_ahead::give_up(model);
        }
        model.detail.number = number;
        model.detail.fresh_from = Some(model.next_revision());
        model.detail.missing = false;
        model.detail.asked = None;
        model.detail.ahead = None;
        model.detail.scroll = 0;
        model.detail.scroll_end = None;
    }
}

/// Loads an item now.
pub(super) fn ask(model: &mut Model, number: Number, out: &mut Vec<Effect>) {
    aim(model, Some(number));
    leave(model);
    read(model, number, out);
}

fn read(model: &mut Model, number: Number, out: &mut Vec<Effect>) {
    let revision = model.next_revision();
    model.detail.revision = revision;
    model.detail.asked = Some(revision);
    out.push(Effect::LoadItem { revision, number });
}

/// Loads an item now unless it is there or on its way. What is there since before the selection
/// came back to it is loaded too: it may be old.
pub(super) fn want(model: &mut Model, number: Number, out: &mut Vec<Effect>) {
    if model.detail.number != Some(number) {
        ask(model, number, out);
    } else if is_read(model) {
        hasten(model, out);
    } else if model.detail.is_old() || model.shown().is_none() {
        ask(model, number, out);
    }
}

/// Loads an item now that has to be as it is after all that was decided or taken back here, unless
/// it is on its way or was read ahead since then.
pub(super) fn want_fresh(model: &mut Model, number: Number, out: &mut Vec<Effect>) {
    let DetailState {
        asked,
        ahead,
        fresh_from,
        ..
    } = &model.detail;
    let since = |ahead: &ReadAhead| fresh_from.is_none_or(|from| ahead.revision >= from);
    if asked.is_some() || ahead.as_ref().is_some_and(since) {
        hasten(model, out);
    } else {
        ask(model, number, out);
    }
}

/// What is shown is old until what was asked for last has come.
pub(super) fn await_fresh(model: &mut Model) {
    let detail = &mut model.detail;
    detail.fresh_from = detail.asked.or(detail.fresh_from);
}

/// Shows what was read ahead, or as soon as it has been read.
fn hasten(model: &mut Model, out: &mut Vec<Effect>) {
    let ahead = model.detail.ahead.take();
    leave(model);
    if let (Some(number), Some(ReadAhead { revision, shown })) = (model.detail.number, ahead) {
        show(model, revision, (number, shown), out);
    }
}

/// The selection has rested so long that its item is read.
pub(super) fn read_ahead(model: &mut Model, out: &mut Vec<Effect>) {
    model.detail.read_at = None;
    if let Some(number) = model.detail.number.filter(|_| !is_read(model)) {
        read(model, number, out);
    }
}

/// The selection has rested so long that its item is shown.
pub(super) fn rested(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(number) = model.detail.number {
        want(model, number, out);
    }
    leave(model);
}

/// The rest of the selection is over: what was read ahead is dropped, what is on its way is shown
/// when it comes.
pub(super) fn leave(model: &mut Model) {
    model.detail.read_at = None;
    model.detail.show_at = None;
    model.detail.ahead = None;
}

/// The store changed: what was read ahead, or is on its way, is old. It is read again when the list
/// has come, at the latest when the rest ends.
pub(super) fn forget_ahead(model: &mut Model) {
    if model.detail.show_at.is_some() {
        model.detail.ahead = None;
        model.detail.asked = None;
    }
}

/// Whether it was a reading ahead that failed: it is tried again when the rest ends.
pub(super) fn failed_ahead(model: &mut Model, revision: Revision) -> bool {
    let detail = &mut model.detail;
    let is_ahead = detail.show_at.is_some() && detail.asked == Some(revision);
    if is_ahead {
        detail.asked = None;
    }
    is_ahead
}

/// Takes an item in.
pub(super) fn answer(
    model: &mut Model,
    revision: Revision,
    number: Number,
    item: Option<Box<Item>>,
    out: &mut Vec<Effect>,
) {
    let newest = model.detail.asked == Some(revision);
    // The store answers in order: an earlier answer about the same item is newer than what is
    // shown, and while the store keeps changing it may be the only one for a while.
    let same = model.detail.asked.is_some_and(|asked| revision < asked)
        && model.detail.number == Some(number)
        && model.detail.show_at.is_none()
        && item.is_some();
    if !newest && !same {
        return;
    }
    if newest {
        model.detail.asked = None;
    }
    let shown = item.map(|item| Box::new(judged(model, *item)));
    if model.detail.show_at.is_some() {
        model.detail.ahead = Some(ReadAhead { revision, shown });
    } else {
        show(model, revision, (number, shown), out);
    }
}

/// Shows the answer to a question about an item; none: it is missing.
fn show(
    model: &mut Model,
    revision: Revision,
    (number, shown): (Number, Option<Box<Shown>>),
    out: &mut Vec<Effect>,
) {
    model.detail.missing = shown.is_none();
    let fresh = |from: Revision| revision >= from;
    model.detail.fresh_from = model.detail.fresh_from.filter(|from| !fresh(*from));
    let is_there = shown.is_some();
    model.detail.shown = shown;
    if is_there {
        clamp_why(model);
        decide::item_changed(model);
        reading::take_approval(model);
    } else if model.screen == Screen::Request || is_awaited(model, number) {
        news::tell(model, NoticeText::NotFound(number), Severity::Warning);
    }
    type_ahead::item_loaded(model, number, out);
}

/// Whether something is to be done with an item once it is loaded.
fn is_awaited(model: &Model, number: Number) -> bool {
    let awaited = &model.type_ahead.awaited;
    matches!(awaited, Some(Awaited::Item(item, _)) if *item == number)
}

/// The item with its clocks under the present rules.
fn judged(model: &Model, item: Item) -> Shown {
    let (rules, policy) = (&model.rules.set, &model.rules.policy);
    let (clocks, calendar_missing) = match row::clocks(&item.work, rules, policy) {
        Ok(clocks) => (clocks, None),
        Err(missing) => (Vec::new(), Some(missing.date)),
    };
    Shown {
        item,
        clocks,
        calendar_missing,
    }
}

/// Computes the clocks anew after a change of the rules.
pub(super) fn judge_again(model: &mut Model) {
    if let Some(shown) = model.detail.shown.take() {
        let shown = judged(model, shown.item);
        model.detail.shown = Some(Box::new(shown));
        clamp_why(model);
    }
}

/// The clocks may have become fewer under an open explanation.
fn clamp_why(model: &mut Model) {
    let clocks = model.shown().map_or(0, |shown| shown.clocks.len());
    let number = model.detail.number;
    for overlay in &mut model.overlays {
        if let Overlay::Why(why) = overlay
            && Some(why.number) == number
        {
            why.clock = why.clock.min(clocks.saturating_sub(1));
        }
    }
}

/// The longest text that is copied, in bytes: many terminals drop what is longer whole.
const MOST_COPIED: usize = 74_000;

/// Puts the number of the item onto the clipboard.
pub(super) fn copy_number(model: &mut Model, out: &mut Vec<Effect>) {
    let number = model.subject().map(|number| number.to_string());
    let text = number.and_then(|number| CitizenText::parse(&number).ok());
    copy(model, text, out);
}

/// Puts the text of the item onto the clipboard, as it is seen: identifiers and telephones in it
/// are masked, and nothing tells who wrote it.
pub(super) fn copy_text(model: &mut Model, out: &mut Vec<Effect>) {
    let shown = model.shown();
    let text = shown.and_then(|shown| shown.item.work.texts().first().copied());
    let seen = text.and_then(|text| CitizenText::parse(&mask_text(text.as_str())).ok());
    copy(model, seen, out);
}

fn copy(model: &mut Model, text: Option<CitizenText>, out: &mut Vec<Effect>) {
    let Some(text) = text else {
        return;
    };
    if text.as_str().len() > MOST_COPIED {
        news::tell(model, NoticeText::TooLongToCopy, Severity::Warning);
        return;
    }
    out.push(Effect::Copy(text));
    news::tell(model, NoticeText::Copied, Severity::Info);
}
