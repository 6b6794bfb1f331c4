//! Work among colleagues: leases that follow what is open, assignments, watching.

use super::{news, overlay, reading, travel};
use crate::app::effect::Effect;
use crate::app::house::{ColleaguesState, DeskFailure, Editing, House, Purpose, RENEW_AFTER};
use crate::app::model::Model;
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::domain::desk::{DeskOrder, Lease};
use crate::domain::ids::{Number, UserName};

/// Takes, renews and releases leases as forms are opened and closed.
pub(super) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    if model.read_only.is_some() {
        return;
    }
    let open = model.overlays.iter().find_map(Overlay::decides_on);
    if open != model.editing.number {
        let before = std::mem::take(&mut model.editing);
        if let Some(number) = before.number {
            out.push(order(number, DeskOrder::Release));
        }
        if let Some(number) = open.filter(|_| !model.quitting) {
            take(model, number, out);
            warn_of_writer(model, number);
        }
    } else if let Some(number) = open
        && model.editing.renew_at.is_some_and(|at| at <= model.now)
    {
        let held = model.editing.held;
        take(model, number, out);
        model.editing.held = held;
    }
}

fn take(model: &mut Model, number: Number, out: &mut Vec<Effect>) {
    model.editing = Editing {
        number: Some(number),
        renew_at: model.now.checked_add(RENEW_AFTER).ok(),
        held: false,
    };
    out.push(order(number, DeskOrder::Take));
}

pub(super) const fn order(number: Number, order: DeskOrder) -> Effect {
    Effect::Desk { number, order }
}

fn warn_of_writer(model: &mut Model, number: Number) {
    if let Some(lease) = model.house.writer(number, model.portal_now()).cloned() {
        tell_writer(model, number, lease);
    }
}

fn tell_writer(model: &mut Model, number: Number, lease: Lease) {
    let text = NoticeText::WrittenBy {
        number,
        user: lease.user,
        until: lease.until,
    };
    news::tell(model, text, Severity::Warning);
}

/// What was read about colleagues.
pub(super) fn house(model: &mut Model, house: House) {
    let now = model.portal_now();
    let lost = model
        .editing
        .number
        .filter(|_| model.editing.held)
        .and_then(|number| {
            house
                .writer(number, now)
                .map(|lease| (number, lease.clone()))
        });
    let me = model.user.clone();
    let fresh = house.marks.values().find(|mark| {
        let before = model.house.marks.get(&mark.number);
        let known = before.is_some_and(|before| before.waits_for(me.as_ref()).is_some());
        mark.waits_for(me.as_ref()).is_some() && !known
    });
    let to_read = fresh.and_then(|mark| {
        let waits = mark.waits_for(me.as_ref())?;
        Some((mark.number, waits.author.clone()))
    });
    model.house = house;
    if let Some((number, lease)) = lost {
        model.editing.held = false;
        let text = NoticeText::TakenOver {
            number,
            user: lease.user,
        };
        news::tell(model, text, Severity::Warning);
    } else if let Some((number, user)) = to_read {
        news::tell(
            model,
            NoticeText::ToRead { number, user },
            Severity::Warning,
        );
    }
}

/// An order was carried out or not.
pub(super) fn done(
    model: &mut Model,
    number: Number,
    order: &DeskOrder,
    result: Result<Option<Lease>, DeskFailure>,
    out: &mut Vec<Effect>,
) {
    if let DeskOrder::Read { good, .. } = order {
        reading::said(model, number, *good, &result.map(|_lease| ()), out);
        return;
    }
    match result {
        Ok(foreign) => carried_out(model, number, order, foreign),
        // A lease only warns: without one the work goes on.
        Err(_) if matches!(order, DeskOrder::Take | DeskOrder::Release) => {}
        Err(failure) => failed(model, &failure),
    }
}

/// Tells why colleagues cannot have it so.
pub(super) fn failed(model: &mut Model, failure: &DeskFailure) {
    let text = match failure {
        DeskFailure::Refused(refusal) => NoticeText::DeskRefused(*refusal),
        DeskFailure::NoLink => NoticeText::DeskNeedsLink,
    };
    news::tell(model, text, Severity::Warning);
}

fn carried_out(model: &mut Model, number: Number, order: &DeskOrder, foreign: Option<Lease>) {
    match order {
        DeskOrder::Take | DeskOrder::TakeOver => {
            let ours = model.editing.number == Some(number);
            if let Some(lease) = foreign {
                let known = model.house.writer(number, model.portal_now());
                if ours && known.is_none_or(|known| known.user != lease.user) {
                    tell_writer(model, number, lease);
                }
            } else if ours {
                model.editing.held = true;
                model.house.marks.remove(&number);
                if *order == DeskOrder::TakeOver {
                    news::tell(model, NoticeText::TookOver(number), Severity::Info);
                }
            }
        }
        DeskOrder::Assign { to } => {
            let text = match to {
                Some(user) => NoticeText::Assigned {
                    number,
                    user: user.clone(),
                },
                None => NoticeText::AssignedToNobody(number),
            };
            news::tell(model, text, Severity::Info);
        }
        DeskOrder::Watch { on: true } => {
            news::tell(model, NoticeText::Watching(number), Severity::Info);
        }
        DeskOrder::Watch { on: false } => {
            news::tell(model, NoticeText::WatchingNoMore(number), Severity::Info);
        }
        DeskOrder::AskReading { reader, .. } => {
            let user = reader.clone();
            news::tell(
                model,
                NoticeText::ReadingAsked { number, user },
                Severity::Info,
            );
        }
        DeskOrder::Release | DeskOrder::Read { .. } => {}
    }
}

/// Somebody else changed a watched item.
pub(super) fn watched(model: &mut Model, number: Number) {
    news::tell(model, NoticeText::WatchedChanged(number), Severity::Info);
}

/// Opens the colleagues over the shown item.
pub(super) fn open(model: &mut Model) {
    let Some(item) = model.item() else {
        return;
    };
    let (number, owner) = (item.number(), item.work.owner().cloned());
    let mates = &model.house.colleagues;
    let selected = mates
        .iter()
        .position(|mate| Some(&mate.colleague.user) == owner.as_ref());
    let state = ColleaguesState {
        number,
        purpose: Purpose::Work,
        selected: selected.unwrap_or(0),
        top: 0,
    };
    overlay::push(model, Overlay::Colleagues(state));
}

/// Moves the selection.
pub(super) fn travel(model: &mut Model, way: travel::Travel) {
    let rows = model.layout.colleagues_rows();
    let last = model.house.colleagues.len().saturating_sub(1);
    if let Some(Overlay::Colleagues(state)) = model.overlays.last_mut() {
        state.selected = way.step(state.selected, rows, last);
        state.top = travel::window_top(state.top, state.selected, usize::from(rows));
    }
}

fn state(model: &Model) -> Option<&ColleaguesState> {
    match model.overlays.last() {
        Some(Overlay::Colleagues(state)) => Some(state),
        Some(_) | None => None,
    }
}

/// The selected colleague.
pub(super) fn selected(model: &Model) -> Option<UserName> {
    let mate = model.house.colleagues.get(state(model)?.selected)?;
    Some(mate.colleague.user.clone())
}

/// Gives the item, or the text, to the selected colleague.
pub(super) fn give(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(state) = state(model) else {
        return;
    };
    let Some(user) = selected(model) else {
        return;
    };
    let given = match state.purpose.clone() {
        Purpose::Work => DeskOrder::Assign { to: Some(user) },
        Purpose::Read { act, lang, text } => DeskOrder::AskReading {
            reader: user,
            act,
            lang,
            text,
        },
    };
    out.push(order(state.number, given));
    overlay::pop(model);
}

/// Gives the item to nobody in particular.
pub(super) fn give_to_nobody(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(number) = state(model).map(|state| state.number) {
        out.push(order(number, DeskOrder::Assign { to: None }));
        overlay::pop(model);
    }
}

/// Watches the item, or no more.
pub(super) fn watch(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(number) = state(model).map(|state| state.number) else {
        return;
    };
    let watches = model
        .item()
        .zip(model.user.as_ref())
        .is_some_and(|(item, me)| item.desk.watchers.contains(me));
    out.push(order(number, DeskOrder::Watch { on: !watches }));
    overlay::pop(model);
}

/// Takes the lease of the open item over.
pub(super) fn take_over(model: &Model, out: &mut Vec<Effect>) {
    if let Some(number) = model.editing.number {
        out.push(order(number, DeskOrder::TakeOver));
    }
}
