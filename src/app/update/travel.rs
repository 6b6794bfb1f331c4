//! Moving inside a place: through a list, the outbox, a long text, the palette.

use super::{
    away, desk, filter, groups, law, list, operations, preferences, related, search, views,
};
use crate::app::effect::Effect;
use crate::app::list::ListId;
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;

/// Scrolling ends here while no drawing has told where.
const UNKNOWN_END: u16 = 10_000;

/// One move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Travel {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
}

impl Travel {
    /// The index after the move, at most `last`.
    pub(super) fn from(self, start: u64, page: u64, last: u64) -> u64 {
        let target = match self {
            Self::Down => start + 1,
            Self::Up => start.saturating_sub(1),
            Self::PageDown => start + page,
            Self::PageUp => start.saturating_sub(page),
            Self::First => 0,
            Self::Last => last,
        };
        target.min(last)
    }

    /// The same for what is held whole.
    pub(super) fn step(self, start: usize, page: u16, last: usize) -> usize {
        let wide = |index: usize| u64::try_from(index).unwrap_or(u64::MAX);
        let target = self.from(wide(start), u64::from(page), wide(last));
        usize::try_from(target).unwrap_or(last)
    }

    /// A scroll position after the move; to an end nobody knows there is no way.
    fn scroll(self, start: u16, page: u16, end: Option<u16>) -> u16 {
        match (self, end) {
            (Self::Last, None) => start,
            (_, end) => {
                let end = u64::from(end.unwrap_or(UNKNOWN_END));
                let target = self.from(u64::from(start), u64::from(page), end);
                u16::try_from(target).unwrap_or(UNKNOWN_END)
            }
        }
    }
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

/// Carries out a move where it belongs: the top overlay, a list, the outbox, the detail.
pub(super) fn travel(model: &mut Model, way: Travel, out: &mut Vec<Effect>) {
    if !model.overlays.is_empty() {
        travel_overlay(model, way);
        return;
    }
    match model.screen {
        Screen::Home
        | Screen::Requests
        | Screen::Topics
        | Screen::Conferences
        | Screen::Inbox
        | Screen::Access
        | Screen::Circulars => {
            if let Some(id) = model.list_id() {
                travel_list(model, id, way, out);
            }
        }
        Screen::Request => scroll_detail(model, way),
        Screen::Outbox => operations::travel(model, way),
    }
}

/// Scrolls the detail.
pub(super) fn scroll_detail(model: &mut Model, way: Travel) {
    let page = model.layout.detail_rows();
    let detail = &mut model.detail;
    detail.scroll = way.scroll(detail.scroll, page, detail.scroll_end);
}

fn travel_list(model: &mut Model, id: ListId, way: Travel, out: &mut Vec<Effect>) {
    let page = u64::from(model.list_rows());
    let list = model.list(id);
    let target = way.from(list.selected, page, list.total.saturating_sub(1));
    list::select(model, id, target, out);
}

/// Moves in an overlay that looks after its list itself; tells whether there is one.
fn travel_list_of(model: &mut Model, way: Travel) -> bool {
    match model.overlays.last() {
        Some(Overlay::Related(_)) => related::travel(model, way),
        Some(Overlay::Colleagues(_)) => desk::travel(model, way),
        Some(Overlay::Filter(_)) => filter::travel(model, way),
        Some(Overlay::Absence(_)) => away::travel(model, way),
        Some(Overlay::Settings(_)) => preferences::travel(model, way),
        Some(Overlay::Handover(_)) => away::travel_sheet(model, way),
        Some(Overlay::Search(_)) => search::travel(model, way),
        Some(Overlay::Law(_)) => law::travel(model, way),
        Some(Overlay::Views(_)) => views::travel(model, way),
        Some(Overlay::Groups(_)) => groups::travel(model, way),
        Some(_) | None => return false,
    }
    true
}

fn travel_overlay(model: &mut Model, way: Travel) {
    if travel_list_of(model, way) {
        return;
    }
    let end = model.overlay_end;
    let page = model.layout.body().height.saturating_sub(4).max(1);
    let rows = model.layout.palette_rows();
    match model.overlays.last_mut() {
        Some(Overlay::Why(state)) => state.scroll = way.scroll(state.scroll, page, end),
        Some(Overlay::Help(state)) => state.scroll = way.scroll(state.scroll, page, end),
        Some(Overlay::Reading(state)) => state.scroll = way.scroll(state.scroll, page, end),
        Some(Overlay::Message(state)) => state.scroll = way.scroll(state.scroll, page, end),
        Some(Overlay::Preview(state) | Overlay::Request(state) | Overlay::Decision(state)) => {
            state.scroll = way.scroll(state.scroll, page, end);
        }
        Some(Overlay::Batch(batch)) => batch.scroll = way.scroll(batch.scroll, page, end),
        Some(Overlay::ProfileMoves(moves)) => moves.scroll = way.scroll(moves.scroll, page, end),
        Some(Overlay::Acts(state)) => {
            let last = state.entries.as_ref().map_or(0, Vec::len).saturating_sub(1);
            let rows = model.layout.acts_rows();
            state.selected = way.step(state.selected, rows, last);
            state.top = window_top(state.top, state.selected, usize::from(rows));
        }
        Some(Overlay::Moved(state)) => {
            let last = state.lines().len().saturating_sub(1);
            let rows = model.layout.moved_rows();
            state.selected = way.step(state.selected, rows, last);
            state.top = window_top(state.top, state.selected, usize::from(rows));
        }
        Some(Overlay::Holders(state)) => {
            let last = state.lines.as_ref().map_or(0, Vec::len).saturating_sub(1);
            let rows = model.layout.acts_rows();
            state.selected = way.step(state.selected, rows, last);
            state.top = window_top(state.top, state.selected, usize::from(rows));
        }
        Some(Overlay::Templates(state)) => {
            let last = state.found.len().saturating_sub(1);
            state.selected = way.step(state.selected, rows, last);
            state.top = window_top(state.top, state.selected, usize::from(rows));
        }
        Some(Overlay::Palette(state)) => {
            let last = state.found.len().saturating_sub(1);
            state.selected = way.step(state.selected, rows, last);
            state.top = window_top(state.top, state.selected, usize::from(rows));
        }
        Some(
            Overlay::KeyboardCheck(_)
            | Overlay::Law(_)
            | Overlay::Groups(_)
            | Overlay::Accept(_)
            | Overlay::Return(_)
            | Overlay::Item(_)
            | Overlay::Export(_)
            | Overlay::Package(_)
            | Overlay::Compose(_)
            | Overlay::Gate(_)
            | Overlay::Note(_)
            | Overlay::Related(_)
            | Overlay::Colleagues(_)
            | Overlay::Absence(_)
            | Overlay::Settings(_)
            | Overlay::Handover(_)
            | Overlay::Search(_)
            | Overlay::Views(_)
            | Overlay::Confirm(_)
            | Overlay::Filter(_),
        )
        | None => {}
    }
}
