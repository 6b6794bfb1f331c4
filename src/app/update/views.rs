//! Saved views: opening, saving, naming, ordering, counting.

use super::{list, navigate, news, overlay, travel};
use crate::app::effect::Effect;
use crate::app::field::LineField;
use crate::app::key::Key;
use crate::app::list::{ListId, Revision};
use crate::app::model::{Model, Screen};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::app::views::{MAX_NAME, MOST, Naming, View, ViewsState};
use crate::domain::filter::Filter;
use crate::domain::privacy::Private;
use crate::domain::text::CitizenText;

/// The views that were kept.
pub(super) fn kept(model: &mut Model, views: Vec<View>, out: &mut Vec<Effect>) {
    model.views.all = views;
    model.views.all.truncate(MOST);
    changed(model, out);
}

/// The views are others: their counts are not known any more.
fn changed(model: &mut Model, out: &mut Vec<Effect>) {
    let views = &mut model.views;
    views.counts = vec![None; views.all.len()];
    (views.counting, views.counted_at, views.stale) = (None, None, true);
    recount(model, out);
}

/// Notes that counts may be others, and counts when it is time.
pub(super) fn stale(model: &mut Model, out: &mut Vec<Effect>) {
    model.views.stale = true;
    recount(model, out);
}

/// Begins to count if it is time; one view after another, so that no list waits for all.
pub(super) fn recount(model: &mut Model, out: &mut Vec<Effect>) {
    let due = model.views.count_at().is_some_and(|at| at <= model.now);
    if due {
        model.views.stale = false;
        count(model, 0, out);
    }
}

fn count(model: &mut Model, at: usize, out: &mut Vec<Effect>) {
    let categories = &model.rules.set.categories;
    let mut views = model.views.all.iter().enumerate().skip(at);
    // A view that cannot be read any more has no count.
    let next =
        views.find_map(|(at, view)| Some((at, Filter::parse(&view.filter, categories).ok()?)));
    if let Some((at, filter)) = next {
        let revision = model.next_revision();
        model.views.counting = Some((at, revision));
        out.push(Effect::CountView { revision, filter });
    } else {
        model.views.counting = None;
        model.views.counted_at = Some(model.now);
    }
}

/// How many items a view has.
pub(super) fn counted(model: &mut Model, revision: Revision, items: u64, out: &mut Vec<Effect>) {
    let Some((at, _)) = model.views.counting.filter(|(_, asked)| *asked == revision) else {
        return;
    };
    if let Some(known) = model.views.counts.get_mut(at) {
        *known = Some(items);
    }
    count(model, at + 1, out);
}

/// Whether a count failed; the next change tries again.
pub(super) fn not_counted(model: &mut Model, revision: Revision) -> bool {
    let ours = model
        .views
        .counting
        .is_some_and(|(_, asked)| asked == revision);
    if ours {
        model.views.counting = None;
        model.views.counted_at = Some(model.now);
    }
    ours
}

/// Opens a view: the list of requests under its filter.
pub(super) fn open_view(model: &mut Model, at: usize, out: &mut Vec<Effect>) {
    let Some(view) = model.views.all.get(at) else {
        return;
    };
    let text = LineField::new(&view.filter);
    match Filter::parse(&view.filter, &model.rules.set.categories) {
        Ok(filter) => {
            navigate::show(model, Screen::Requests, out);
            model.list_mut(ListId::Requests).filter_text = text;
            list::filter(model, ListId::Requests, filter, out);
        }
        Err(_says_the_filter_line) => {
            let text = NoticeText::ViewUnreadable(Private(view.name.clone()));
            news::tell(model, text, Severity::Warning);
        }
    }
}

/// Opens the list of views.
pub(super) fn open(model: &mut Model) {
    let state = ViewsState {
        selected: model.open_view().unwrap_or(0),
        naming: None,
        taken: false,
    };
    overlay::push(model, Overlay::Views(Box::new(state)));
}

fn state(model: &mut Model) -> Option<&mut ViewsState> {
    match model.overlays.last_mut() {
        Some(Overlay::Views(state)) => Some(state),
        Some(_) | None => None,
    }
}

/// Types a key into the name.
pub(super) fn type_into(model: &mut Model, key: Key) {
    let Some(state) = state(model) else {
        return;
    };
    if let Some((_, name)) = &mut state.naming {
        name.input(key);
        state.taken = false;
    }
}

/// Pastes into the name.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    if let Some((_, name)) = state(model).and_then(|state| state.naming.as_mut()) {
        name.insert(text.as_str());
    }
}

/// Moves the selection.
pub(super) fn travel(model: &mut Model, way: travel::Travel) {
    let last = model.views.all.len().saturating_sub(1);
    if let Some(state) = state(model).filter(|state| state.naming.is_none()) {
        state.selected = way.step(state.selected, 5, last);
    }
}

/// Asks for the name of a view with the filter of the list.
pub(super) fn save(model: &mut Model) {
    let filter = model
        .current_list()
        .map(|list| list.filter_text.text().trim().to_owned());
    if let (Some(filter), Some(state)) = (filter, state(model)) {
        let name: String = filter.chars().take(MAX_NAME).collect();
        let name = LineField::new(&name);
        state.naming = Some((Naming::New(Private(filter)), name));
    }
}

/// Asks for another name of the selected view.
pub(super) fn rename(model: &mut Model) {
    let views = model.views.all.clone();
    if let Some(state) = state(model)
        && let Some(view) = views.get(state.selected)
    {
        state.naming = Some((Naming::Rename(state.selected), LineField::new(&view.name)));
    }
}

/// Drops the selected view.
pub(super) fn delete(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(at) = state(model).map(|state| state.selected) else {
        return;
    };
    if at < model.views.all.len() {
        model.views.all.remove(at);
        let last = model.views.all.len().saturating_sub(1);
        if let Some(state) = state(model) {
            state.selected = at.min(last);
        }
        keep(model, out);
    }
}

/// Moves the selected view one tab to the left.
pub(super) fn earlier(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(at) = state(model).map(|state| state.selected) else {
        return;
    };
    if at > 0 && at < model.views.all.len() {
        model.views.all.swap(at, at - 1);
        if let Some(state) = state(model) {
            state.selected = at - 1;
        }
        keep(model, out);
    }
}

/// Takes the typed name, or opens the selected view.
pub(super) fn activate(model: &mut Model, out: &mut Vec<Effect>) {
    let views = model.views.all.clone();
    let Some(state) = state(model) else {
        return;
    };
    if let Some((naming, name)) = &state.naming {
        let name: String = name.text().trim().chars().take(MAX_NAME).collect();
        let naming = naming.clone();
        let own = |at: usize| naming == Naming::Rename(at);
        let mut others = views.iter().enumerate();
        state.taken = others.any(|(at, view)| view.name == name && !own(at));
        if !name.is_empty() && !state.taken {
            state.naming = None;
            named(model, naming, name, out);
        }
    } else {
        let at = state.selected;
        overlay::pop(model);
        open_view(model, at, out);
    }
}

fn named(model: &mut Model, naming: Naming, name: String, out: &mut Vec<Effect>) {
    match naming {
        Naming::New(Private(filter)) => {
            model.views.all.push(View { name, filter });
            model.views.all.truncate(MOST);
        }
        Naming::Rename(at) => {
            if let Some(view) = model.views.all.get_mut(at) {
                view.name = name;
            }
        }
    }
    let last = model.views.all.len().saturating_sub(1);
    if let Some(state) = state(model) {
        state.selected = state.selected.min(last);
    }
    keep(model, out);
}

fn keep(model: &mut Model, out: &mut Vec<Effect>) {
    out.push(Effect::SaveViews(model.views.all.clone()));
    changed(model, out);
}

/// Leaves the name; tells whether one was being typed.
pub(super) fn leave_name(model: &mut Model) -> bool {
    state(model).is_some_and(|state| state.naming.take().is_some())
}

/// Shows all requests: a view that was open is left.
pub(super) fn all_requests(model: &mut Model, out: &mut Vec<Effect>) {
    let viewed = model.open_view().is_some();
    navigate::show(model, Screen::Requests, out);
    if viewed {
        overlay::clear_filter(model, out);
    }
}
