//! The groups of a list: counted anew with every change, chosen to narrow the list.

use super::{list, overlay, travel};
use crate::app::action::ActionId;
use crate::app::effect::Effect;
use crate::app::field::LineField;
use crate::app::groups::{GroupsState, facets};
use crate::app::list::{ListQuery, Revision};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::domain::filter::{Facet, Filter, Group};

/// Shows the groups of the list on screen, by what they were looked at last.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(list) = model.list_id() else {
        return;
    };
    let shown = model.list(list);
    let state = GroupsState {
        list,
        facet: shown.grouped_by,
        within: shown.query.filter.without(shown.grouped_by),
        groups: None,
        asked: None,
        stale: false,
        taking: false,
        selected: 0,
        top: 0,
    };
    overlay::push(model, Overlay::Groups(Box::new(state)));
    ask(model, out);
}

fn state(model: &mut Model) -> Option<&mut GroupsState> {
    model
        .overlays
        .iter_mut()
        .rev()
        .find_map(Overlay::groups_mut)
}

fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    let revision = model.next_revision();
    let Some(state) = state(model) else {
        return;
    };
    (state.asked, state.stale) = (Some((revision, state.facet)), false);
    let (id, facet, filter) = (state.list, state.facet, state.within.clone());
    let query = ListQuery {
        filter,
        ..model.list(id).query.clone()
    };
    out.push(Effect::LoadGroups {
        revision,
        query,
        facet,
    });
}

/// Counts anew what is shown, after the answer that is on its way: of many changes, and of many
/// fields that are passed, only the last is asked for, and no list waits behind the others.
pub(super) fn refresh(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(state) = state(model) else {
        return;
    };
    if state.asked.is_some() {
        state.stale = true;
    } else {
        ask(model, out);
    }
}

/// Groups by the next or the previous facet.
pub(super) fn other_facet(model: &mut Model, action: ActionId, out: &mut Vec<Effect>) {
    let Some(state) = state(model) else {
        return;
    };
    let offered = facets(state.list);
    let at = offered.iter().position(|facet| *facet == state.facet);
    let back = action == ActionId::PreviousFacet;
    let step = if back { offered.len() - 1 } else { 1 };
    let next = offered.get((at.unwrap_or(0) + step) % offered.len());
    if let Some(facet) = next.copied() {
        group_by(model, facet, out);
    }
}

fn group_by(model: &mut Model, facet: Facet, out: &mut Vec<Effect>) {
    let Some(id) = state(model).map(|state| state.list) else {
        return;
    };
    let list = model.list_mut(id);
    list.grouped_by = facet;
    let within = list.query.filter.without(facet);
    if let Some(state) = state(model) {
        (state.facet, state.within) = (facet, within);
        (state.groups, state.taking) = (None, false);
        (state.selected, state.top) = (0, 0);
    }
    refresh(model, out);
}

/// Takes the groups in; the selection stays on its group wherever that is now.
pub(super) fn counted(
    model: &mut Model,
    revision: Revision,
    groups: Vec<Group>,
    out: &mut Vec<Effect>,
) {
    let rows = usize::from(model.layout.palette_rows());
    let Some((state, facet)) = answered(model, revision) else {
        return;
    };
    let (again, is_other) = (state.stale, facet != state.facet);
    if !is_other {
        let before = state.selected().map(|group| group.test.clone());
        let place = groups
            .iter()
            .position(|group| Some(&group.test) == before.as_ref());
        let last = groups.len().saturating_sub(1);
        state.selected = place.unwrap_or(state.selected).min(last);
        state.top = travel::window_top(state.top, state.selected, rows);
        state.groups = Some(groups);
        if std::mem::take(&mut state.taking) {
            take(model, out);
        }
    }
    if again || is_other {
        refresh(model, out);
    }
}

/// Whether it was the groups that could not be counted.
pub(super) fn failed(model: &mut Model, revision: Revision) -> bool {
    let Some((state, _)) = answered(model, revision) else {
        return false;
    };
    state.taking = false;
    true
}

/// The groups whose question this was, and what it grouped by; it is answered now.
fn answered(model: &mut Model, revision: Revision) -> Option<(&mut GroupsState, Facet)> {
    let state = state(model)?;
    let (_, facet) = state.asked.take_if(|(asked, _)| *asked == revision)?;
    Some((state, facet))
}

/// Moves the selection.
pub(super) fn travel(model: &mut Model, way: travel::Travel) {
    let rows = model.layout.palette_rows();
    if let Some(state) = state(model) {
        // Among groups that are still to come the answer tells how far one can go.
        let last = match state.groups.as_ref() {
            Some(groups) => groups.len().saturating_sub(1),
            None => usize::from(u16::MAX),
        };
        state.selected = way.step(state.selected, rows, last);
        state.top = travel::window_top(state.top, state.selected, usize::from(rows));
    }
}

/// Narrows the list to the selected group.
pub(super) fn take(model: &mut Model, out: &mut Vec<Effect>) {
    if !matches!(model.overlays.last(), Some(Overlay::Groups(_))) {
        return;
    }
    let Some(state) = state(model) else {
        return;
    };
    state.taking = state.is_waiting();
    let Some(group) = state.selected() else {
        return;
    };
    let filter: Filter = state.within.clone().and(group.test.clone());
    let id = state.list;
    overlay::pop(model);
    model.list_mut(id).filter_text = LineField::new(&filter.to_string());
    list::filter(model, id, filter, out);
}
