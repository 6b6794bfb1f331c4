//! The windows of the lists: what to load, what an answer means for the selection.

use super::{detail, type_ahead};
use crate::app::effect::Effect;
use crate::app::list::{Asked, ListId, ListState, WINDOW, Window};
use crate::app::model::Model;
use crate::app::msg::WindowAnswer;
use crate::domain::filter::Filter;
use crate::domain::ids::Number;

/// Asks for the rows around the selection, or remembers to, if a question is on its way.
pub(super) fn ask(model: &mut Model, id: ListId, out: &mut Vec<Effect>) {
    if model.list(id).asked.is_some() {
        model.list_mut(id).dirty = true;
        return;
    }
    ask_now(model, id, false, out);
}

fn ask_now(model: &mut Model, id: ListId, jump: bool, out: &mut Vec<Effect>) {
    let revision = model.next_revision();
    let page = model.list_rows();
    let list = model.list_mut(id);
    let (offset, limit) = wanted_rows(list, page, jump);
    list.revision = revision;
    list.dirty = false;
    list.asked = Some(Asked {
        revision,
        anchor: list.anchor,
        anchor_at: list.selected,
        jump,
    });
    out.push(Effect::LoadWindow {
        revision,
        query: list.query.clone(),
        offset,
        limit,
        anchor: list.anchor,
    });
}

/// From where on how many rows. Where nothing is seen yet, the user waits: no more than can be seen;
/// a jump to an item, whose place the store finds, sees a page on either side of it at most.
fn wanted_rows(list: &ListState, page: u16, jump: bool) -> (u64, u32) {
    let page = u32::from(page.max(1));
    let limit = match (list.selected_row(), jump) {
        (None, false) => return (list.top, page),
        (None, true) => page * 2,
        // On a tall screen too the rows end beyond the edge at which more are asked for.
        (Some(_), _) => WINDOW.max(page * 4),
    };
    let last_start = list.total.saturating_sub(u64::from(limit));
    let offset = list.selected.saturating_sub(u64::from(limit) / 2);
    (offset.min(last_start), limit)
}

/// Asks for rows when the selection comes near the edge of the loaded ones.
pub(super) fn ask_if_near_edge(model: &mut Model, id: ListId, out: &mut Vec<Effect>) {
    let page = u64::from(model.list_rows());
    let list = model.list(id);
    if list.asked.is_some() || list.total == 0 {
        return;
    }
    let before = list.window.offset > 0 && list.selected < list.window.offset + page;
    let after = list.window.end() < list.total && list.selected + page >= list.window.end();
    if before || after {
        ask_now(model, id, false, out);
    }
}

/// Moves the selection to an index, clamped; what is not loaded is asked for.
pub(super) fn select(model: &mut Model, id: ListId, index: u64, out: &mut Vec<Effect>) {
    let page = u64::from(model.list_rows());
    let is_split = model.layout.is_split();
    let list = model.list_mut(id);
    let is_step = list.selected.abs_diff(index) == 1;
    list.selected = index.min(list.total.saturating_sub(1));
    list.anchor = list.selected_row().map(|row| row.number);
    if is_split && is_step {
        scroll_half(list, page);
    }
    keep_visible(list, page);
    ask_if_near_edge(model, id, out);
    detail::follow(model);
}

/// Scrolls half a page where a step has just left what is seen. Beside the detail a terminal
/// cannot scroll the list alone, every row is written anew: so that happens seldom.
const fn scroll_half(list: &mut ListState, page: u64) {
    if list.selected >= list.top + page {
        list.top += page / 2;
    } else if list.selected < list.top {
        list.top = list.top.saturating_sub(page / 2);
    }
}

/// Scrolls so that the selected row is on screen and no room is wasted at the end.
pub(super) fn keep_visible(list: &mut ListState, page: u64) {
    if list.selected < list.top {
        list.top = list.selected;
    } else if list.selected >= list.top + page {
        list.top = list.selected + 1 - page;
    }
    list.top = list.top.min(list.total.saturating_sub(page));
}

/// Puts the selection on an item found elsewhere, once the list knows where it is.
pub(super) fn jump(model: &mut Model, id: ListId, number: Number, out: &mut Vec<Effect>) {
    if let Some(index) = model.list(id).window.find(number) {
        select(model, id, index, out);
        return;
    }
    let list = model.list_mut(id);
    list.anchor = Some(number);
    list.asked = None;
    ask_now(model, id, true, out);
}

/// Shows another selection of the items, from its beginning.
pub(super) fn filter(model: &mut Model, id: ListId, filter: Filter, out: &mut Vec<Effect>) {
    let list = model.list_mut(id);
    list.query.filter = filter;
    (list.selected, list.top, list.anchor) = (0, 0, None);
    (list.total, list.window, list.loaded) = (0, Window::default(), false);
    list.asked = None;
    ask_now(model, id, false, out);
    detail::follow(model);
}

/// Takes rows in; the selection stays on its item wherever that is now.
pub(super) fn answer(model: &mut Model, answer: WindowAnswer, out: &mut Vec<Effect>) {
    let id = answer.list;
    let page = u64::from(model.list_rows());
    let list = model.list_mut(id);
    let Some(asked) = list.asked.filter(|asked| asked.revision == answer.revision) else {
        return;
    };
    list.asked = None;
    list.loaded = true;
    list.failed = None;
    list.total = answer.total;
    list.window = Window {
        offset: answer.offset,
        rows: answer.rows,
    };
    let before = list.selected;
    list.selected = place(list, asked, answer.anchor_at).min(list.total.saturating_sub(1));
    // The row stays where it is on screen, but who is at the top sees what arrives there.
    list.top = if list.top == 0 {
        0
    } else if list.selected >= before {
        list.top + (list.selected - before)
    } else {
        list.top.saturating_sub(before - list.selected)
    };
    keep_visible(list, page);
    list.anchor = list.selected_row().map(|row| row.number);
    let dirty = std::mem::take(&mut list.dirty);
    if dirty {
        ask_now(model, id, false, out);
    } else {
        ask_if_near_edge(model, id, out);
    }
    detail::follow(model);
    type_ahead::row_loaded(model, out);
}

/// The index the selection belongs on after an answer.
fn place(list: &ListState, asked: Asked, anchor_at: Option<u64>) -> u64 {
    let Some(anchor) = list.anchor else {
        // On a row nobody has seen: its place is all there is.
        return list.selected;
    };
    if let Some(index) = list.window.find(anchor) {
        return index;
    }
    let Some(now_at) = anchor_at else {
        return list.selected;
    };
    if asked.anchor == Some(anchor) {
        now_at
    } else if asked.jump {
        list.selected
    } else if now_at >= asked.anchor_at {
        list.selected + (now_at - asked.anchor_at)
    } else {
        list.selected.saturating_sub(asked.anchor_at - now_at)
    }
}
