//! Moving between screens; another size of the terminal.

use super::{detail, list, news, operations, travel, type_ahead, views};
use crate::app::action::ActionId;
use crate::app::effect::{Effect, Setting};
use crate::app::layout::Layout;
use crate::app::list::{ListId, Revision};
use crate::app::model::{Awaited, Model, Screen};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::config::ListShare;
use crate::domain::ids::Number;
use crate::domain::row::{Inbox, InboxOrder};

/// Another size of the terminal: only what is seen changes.
pub(super) fn resize(model: &mut Model, width: u16, height: u16, out: &mut Vec<Effect>) {
    lay_out(model, model.layout.resized(width, height));
    if let Some(id) = model.list_id() {
        list::ask_if_near_edge(model, id, out);
    }
}

/// Other parts of the screen: what is seen changes, nothing that is decided or selected.
pub(super) fn lay_out(model: &mut Model, layout: Layout) {
    if model.layout == layout {
        return;
    }
    model.layout = layout;
    let page = u64::from(model.list_rows());
    for id in ListId::ALL {
        list::keep_visible(model.list_mut(id), page);
    }
    operations::keep_visible(model);
    model.detail.scroll_end = None;
    model.overlay_end = None;
    let layout = model.layout;
    for overlay in &mut model.overlays {
        fit(overlay, layout);
    }
    if layout.is_split() {
        // Where the list stood alone, nothing was loaded for the detail.
        detail::follow(model);
    }
}

/// Gives the list another share of the columns.
pub(super) fn share(model: &mut Model, share: ListShare, out: &mut Vec<Effect>) {
    if share != model.layout.share {
        lay_out(model, model.layout.with_share(share));
        out.push(Effect::SaveSetting(Setting::ListShare(share)));
    }
}

/// Gives what lies over the screen the room there is now.
fn fit(overlay: &mut Overlay, layout: Layout) {
    match overlay {
        Overlay::Return(form) => {
            let (width, rows) = layout.editor();
            form.motive.resize(width, rows);
            if let Some(late) = &mut form.late {
                late.reason.resize(width, rows);
            }
        }
        Overlay::Compose(composer) => composer.fit(layout),
        Overlay::Item(form) => form.fit(layout.annex_editor()),
        Overlay::Note(note) => {
            let (width, rows) = layout.note();
            note.text.resize(width, rows);
        }
        Overlay::Acts(state) => {
            let rows = usize::from(layout.list_rows());
            state.top = travel::window_top(state.top, state.selected, rows);
        }
        Overlay::Handover(state) => {
            let rows = usize::from(layout.acts_rows());
            state.top = travel::window_top(state.top, state.selected, rows);
        }
        Overlay::Search(state) => {
            let rows = usize::from(layout.search_rows());
            state.top = travel::window_top(state.top, state.selected, rows);
        }
        Overlay::Moved(state) => {
            let rows = usize::from(layout.moved_rows());
            state.top = travel::window_top(state.top, state.selected, rows);
        }
        Overlay::Holders(state) => {
            let rows = usize::from(layout.acts_rows());
            state.top = travel::window_top(state.top, state.selected, rows);
        }
        Overlay::Settings(state) => {
            let rows = usize::from(layout.settings_rows());
            state.top = travel::window_top(state.top, state.selected, rows);
        }
        Overlay::Palette(palette) => {
            let rows = usize::from(layout.palette_rows());
            palette.top = travel::window_top(palette.top, palette.selected, rows);
        }
        Overlay::Templates(state) => {
            let rows = usize::from(layout.palette_rows());
            state.top = travel::window_top(state.top, state.selected, rows);
        }
        Overlay::Law(state) => {
            let rows = usize::from(layout.law_rows());
            state.top = travel::window_top(state.top, state.selected, rows);
        }
        Overlay::Groups(state) => {
            let rows = usize::from(layout.palette_rows());
            state.top = travel::window_top(state.top, state.selected, rows);
        }
        Overlay::KeyboardCheck(_)
        | Overlay::Batch(_)
        | Overlay::Export(_)
        | Overlay::Package(_)
        | Overlay::ProfileMoves(_)
        | Overlay::Accept(_)
        | Overlay::Why(_)
        | Overlay::Help(_)
        | Overlay::Confirm(_)
        | Overlay::Filter(_)
        | Overlay::Message(_)
        | Overlay::Related(_)
        | Overlay::Colleagues(_)
        | Overlay::Views(_)
        | Overlay::Reading(_)
        | Overlay::Absence(_)
        | Overlay::Gate(_)
        | Overlay::Preview(_)
        | Overlay::Request(_)
        | Overlay::Decision(_) => {}
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
        Some(Overlay::Reading(state)) => state.scroll = state.scroll.min(overlay),
        Some(Overlay::Message(state)) => state.scroll = state.scroll.min(overlay),
        Some(Overlay::Batch(batch)) => batch.scroll = batch.scroll.min(overlay),
        Some(Overlay::ProfileMoves(moves)) => moves.scroll = moves.scroll.min(overlay),
        Some(Overlay::Preview(state) | Overlay::Request(state) | Overlay::Decision(state)) => {
            state.scroll = state.scroll.min(overlay);
        }
        Some(
            Overlay::Accept(_)
            | Overlay::Return(_)
            | Overlay::Item(_)
            | Overlay::Compose(_)
            | Overlay::Palette(_)
            | Overlay::Gate(_)
            | Overlay::Templates(_)
            | Overlay::Note(_)
            | Overlay::Acts(_)
            | Overlay::Moved(_)
            | Overlay::Holders(_)
            | Overlay::KeyboardCheck(_)
            | Overlay::Law(_)
            | Overlay::Groups(_)
            | Overlay::Export(_)
            | Overlay::Package(_)
            | Overlay::Settings(_)
            | Overlay::Related(_)
            | Overlay::Colleagues(_)
            | Overlay::Absence(_)
            | Overlay::Handover(_)
            | Overlay::Search(_)
            | Overlay::Views(_)
            | Overlay::Confirm(_)
            | Overlay::Filter(_),
        )
        | None => {}
    }
}

/// Goes to a screen of the tabs.
pub(super) fn show(model: &mut Model, screen: Screen, out: &mut Vec<Effect>) {
    model.screen = screen;
    if let Some(id) = model.list_id() {
        let list = model.list(id);
        if !list.loaded || list.dirty {
            list::ask(model, id, out);
        } else {
            list::ask_if_near_edge(model, id, out);
        }
        detail::follow(model);
    } else {
        detail::forget_ahead(model);
        detail::leave(model);
        operations::ask(model, out);
    }
}

/// The tab beside the lit one, round the ends; views stand after the screens.
pub(super) fn tab(model: &mut Model, action: ActionId, out: &mut Vec<Effect>) {
    let tabs = Screen::tabs(model.role);
    let count = tabs.len() + model.views.all.len();
    let lit = model.lit_tab();
    let screen = tabs.iter().position(|screen| *screen == lit);
    let view = model.open_view().map(|view| tabs.len() + view);
    let at = view.or(screen).unwrap_or(0);
    let step = if action == ActionId::NextTab {
        1
    } else {
        count - 1
    };
    tab_at(model, (at + step) % count, out);
}

/// The tab at a place of the line of tabs.
pub(super) fn tab_at(model: &mut Model, at: usize, out: &mut Vec<Effect>) {
    let tabs = Screen::tabs(model.role);
    match tabs.get(at) {
        Some(Screen::Requests) => views::all_requests(model, out),
        Some(screen) => show(model, *screen, out),
        None => views::open_view(model, at - tabs.len(), out),
    }
}

/// Opens the selected item.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(number) = model.to_open() {
        open_item(model, number, out);
    }
}

/// Opens an item.
pub(super) fn open_item(model: &mut Model, number: Number, out: &mut Vec<Effect>) {
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
    let served = model.inbox.shown.filter(|_| model.tab() == Screen::Inbox);
    let inbox = served.map(|inbox| Inbox {
        order: InboxOrder::NextUp,
        hide_done: true,
        until: None,
        ..inbox
    });
    out.push(Effect::FindNext {
        revision,
        after,
        inbox,
    });
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
            open_item(model, number, out);
            if let Some(id) = model.list_id() {
                list::jump(model, id, number, out);
            }
        }
        None => news::tell(model, NoticeText::NothingNext, Severity::Info),
    }
    type_ahead::came(model, Awaited::Next, out);
}
