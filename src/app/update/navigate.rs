//! Moving: between screens, in lists, through long texts.

use super::{detail, list, news, operations, type_ahead};
use crate::app::action::ActionId;
use crate::app::effect::Effect;
use crate::app::layout::Layout;
use crate::app::list::{ListId, Revision};
use crate::app::model::{Awaited, Model, Screen};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::ids::Number;

/// Scrolling ends here while no drawing has told where.
const UNKNOWN_END: u16 = 10_000;

/// Another size of the terminal: only what is seen changes.
pub(super) fn resize(model: &mut Model, width: u16, height: u16) {
    model.layout = Layout::new(width, height);
    let page = u64::from(model.layout.list_rows());
    for id in [ListId::Home, ListId::Requests] {
        list::keep_visible(model.list_mut(id), page);
    }
    operations::keep_visible(model);
    model.detail.scroll_end = None;
    model.overlay_end = None;
    for overlay in &mut model.overlays {
        match overlay {
            Overlay::Return(form) => {
                let (width, rows) = model.layout.editor();
                form.motive.resize(width, rows);
                if let Some(late) = &mut form.late {
                    late.reason.resize(width, rows);
                }
            }
            Overlay::Palette(palette) => {
                let rows = usize::from(model.layout.palette_rows());
                palette.top = window_top(palette.top, palette.selected, rows);
            }
            Overlay::Accept(_)
            | Overlay::Why(_)
            | Overlay::Help(_)
            | Overlay::Confirm(_)
            | Overlay::Filter(_)
            | Overlay::Message(_) => {}
        }
    }
    detail::follow(model);
}

/// The first entry on screen so that the selected one is seen.
pub(super) const fn window_top(top: usize, selected: usize, rows: usize) -> usize {
    if selected < top {
        selected
    } else if selected >= top + rows {
        selected + 1 - rows
    } else {
        top
    }
}

/// A drawing told how far it can be scrolled.
pub(super) fn measured(model: &mut Model, detail: u16, overlay: u16) {
    model.detail.scroll_end = Some(detail);
    model.detail.scroll = model.detail.scroll.min(detail);
    model.overlay_end = Some(overlay);
    match model.overlays.last_mut() {
        Some(Overlay::Why(state)) => state.scroll = state.scroll.min(overlay),
        Some(Overlay::Help(state)) => state.scroll = state.scroll.min(overlay),
        Some(Overlay::Message(state)) => state.scroll = state.scroll.min(overlay),
        Some(
            Overlay::Accept(_)
            | Overlay::Return(_)
            | Overlay::Palette(_)
            | Overlay::Confirm(_)
            | Overlay::Filter(_),
        )
        | None => {}
    }
}

/// Carries out a move where it belongs: the top overlay, a list, the outbox, the detail.
pub(super) fn travel(model: &mut Model, action: ActionId, out: &mut Vec<Effect>) {
    if !model.overlays.is_empty() {
        travel_overlay(model, action);
        return;
    }
    match model.screen {
        Screen::Home | Screen::Requests => {
            if let Some(id) = model.list_id() {
                travel_list(model, id, action, out);
            }
        }
        Screen::Request => {
            let end = model.detail.scroll_end.unwrap_or(UNKNOWN_END);
            let page = model.layout.detail_rows();
            model.detail.scroll = scrolled(model.detail.scroll, action, page, end);
        }
        Screen::Outbox => operations::travel(model, action),
    }
}

fn travel_list(model: &mut Model, id: ListId, action: ActionId, out: &mut Vec<Effect>) {
    let page = u64::from(model.layout.list_rows());
    let list = model.list(id);
    let (at, last) = (list.selected, list.total.saturating_sub(1));
    let target = match action {
        ActionId::Down => at + 1,
        ActionId::Up => at.saturating_sub(1),
        ActionId::PageDown => at + page,
        ActionId::PageUp => at.saturating_sub(page),
        ActionId::First => 0,
        _ => last,
    };
    list::select(model, id, target.min(last), out);
}

fn travel_overlay(model: &mut Model, action: ActionId) {
    let end = model.overlay_end.unwrap_or(UNKNOWN_END);
    let page = model.layout.body().height.saturating_sub(4).max(1);
    let rows = usize::from(model.layout.palette_rows());
    match model.overlays.last_mut() {
        Some(Overlay::Why(state)) => state.scroll = scrolled(state.scroll, action, page, end),
        Some(Overlay::Help(state)) => state.scroll = scrolled(state.scroll, action, page, end),
        Some(Overlay::Message(state)) => state.scroll = scrolled(state.scroll, action, page, end),
        Some(Overlay::Palette(state)) => {
            let last = state.found.len().saturating_sub(1);
            state.selected = stepped(state.selected, action, rows, last);
            state.top = window_top(state.top, state.selected, rows);
        }
        Some(
            Overlay::Accept(_) | Overlay::Return(_) | Overlay::Confirm(_) | Overlay::Filter(_),
        )
        | None => {}
    }
}

/// A scroll position after a move.
fn scrolled(at: u16, action: ActionId, page: u16, end: u16) -> u16 {
    let target = match action {
        ActionId::Down => at.saturating_add(1),
        ActionId::Up => at.saturating_sub(1),
        ActionId::PageDown => at.saturating_add(page),
        ActionId::PageUp => at.saturating_sub(page),
        ActionId::First => 0,
        _ if end == UNKNOWN_END => at,
        _ => end,
    };
    target.min(end)
}

/// An index after a move.
pub(super) fn stepped(at: usize, action: ActionId, page: usize, last: usize) -> usize {
    let target = match action {
        ActionId::Down => at + 1,
        ActionId::Up => at.saturating_sub(1),
        ActionId::PageDown => at + page,
        ActionId::PageUp => at.saturating_sub(page),
        ActionId::First => 0,
        _ => last,
    };
    target.min(last)
}

/// Goes to a screen of the tabs.
pub(super) fn show(model: &mut Model, screen: Screen, out: &mut Vec<Effect>) {
    model.screen = screen;
    if let Some(id) = model.list_id() {
        let list = model.list(id);
        if !list.loaded || list.dirty {
            list::ask(model, id, out);
        }
        detail::follow(model);
    } else {
        model.detail.ask_at = None;
        operations::ask(model, out);
    }
}

/// The tab beside the lit one, round the ends.
pub(super) fn tab(model: &mut Model, action: ActionId, out: &mut Vec<Effect>) {
    let count = Screen::TABS.len();
    let lit = model.tab();
    let at = Screen::TABS
        .iter()
        .position(|screen| *screen == lit)
        .unwrap_or(0);
    let step = if action == ActionId::NextTab {
        1
    } else {
        count - 1
    };
    if let Some(screen) = Screen::TABS.get((at + step) % count) {
        show(model, *screen, out);
    }
}

/// Opens the selected item.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let number = match model.screen {
        Screen::Home | Screen::Requests => model.subject(),
        Screen::Outbox => model.outbox.selected_entry().map(|entry| entry.number),
        Screen::Request => None,
    };
    if let Some(number) = number {
        open_request(model, number, out);
    }
}

/// Opens a request.
pub(super) fn open_request(model: &mut Model, number: Number, out: &mut Vec<Effect>) {
    if model.screen != Screen::Request {
        model.origin = model.screen;
    }
    model.screen = Screen::Request;
    detail::want(model, number, out);
}

/// Back to where the request was opened from.
pub(super) fn back(model: &mut Model, out: &mut Vec<Effect>) {
    let origin = model.origin;
    show(model, origin, out);
}

/// Asks for the most urgent item that waits for a decision.
pub(super) fn next(model: &mut Model, out: &mut Vec<Effect>) {
    let revision = model.next_revision();
    model.next_asked = Some(revision);
    type_ahead::await_for(model, Awaited::Next);
    let after = (model.screen == Screen::Request)
        .then_some(model.detail.number)
        .flatten();
    out.push(Effect::FindNext { revision, after });
}

/// Opens the item found and takes the list along.
pub(super) fn next_found(
    model: &mut Model,
    revision: Revision,
    number: Option<Number>,
    out: &mut Vec<Effect>,
) {
    if model.next_asked != Some(revision) {
        return;
    }
    model.next_asked = None;
    let awaited = model.type_ahead.awaited == Some(Awaited::Next);
    match number {
        // The user went on meanwhile: nothing jumps under their hands.
        Some(_) if !awaited => {}
        Some(number) => {
            open_request(model, number, out);
            if let Some(id) = model.list_id() {
                list::jump(model, id, number, out);
            }
        }
        None => news::tell(model, NoticeText::NothingNext, Severity::Info),
    }
    type_ahead::came(model, Awaited::Next, out);
}
