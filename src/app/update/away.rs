//! Who is away and who stands in; the handover sheet of a colleague.

use super::{desk, navigate, news, overlay, travel};
use crate::app::effect::Effect;
use crate::app::field::LineField;
use crate::app::house::{AbsenceState, DeskFailure, HandoverLine, HandoverState};
use crate::app::key::Key;
use crate::app::list::Revision;
use crate::app::model::Model;
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::app::typed;
use crate::domain::colleague::Absence;
use crate::domain::ids::UserName;
use crate::domain::text::CitizenText;
use crate::wire::desk::AbsenceRequest;

/// Opens the days of the selected colleague; those that come next are in the field.
pub(super) fn open(model: &mut Model) {
    let Some(user) = desk::selected(model) else {
        return;
    };
    let today = model.today();
    let colleague = model.house.colleague(&user);
    let next = colleague.and_then(|one| one.absences.iter().find(|days| days.to >= today));
    let substitutes = model.house.substitutes(&user);
    let chosen = next.and_then(|next| {
        let mut names = substitutes.iter();
        names.position(|name| **name == next.substitute)
    });
    let state = AbsenceState {
        days: LineField::new(&next.map(written).unwrap_or_default()),
        selected: chosen.unwrap_or(0),
        no_days: false,
        user,
    };
    overlay::push(model, Overlay::Absence(state));
}

/// The days of an absence as they are typed.
fn written(absence: &Absence) -> String {
    let (from, to) = (
        absence.from.strftime("%d.%m.%Y"),
        absence.to.strftime("%d.%m.%Y"),
    );
    format!("{from} – {to}")
}

fn state(model: &mut Model) -> Option<&mut AbsenceState> {
    match model.overlays.last_mut() {
        Some(Overlay::Absence(state)) => Some(state),
        Some(_) | None => None,
    }
}

/// Types a key into the days.
pub(super) fn type_into(model: &mut Model, key: Key) {
    if let Some(state) = state(model)
        && state.days.input(key)
    {
        state.no_days = false;
    }
}

/// Pastes into the days.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    if let Some(state) = state(model) {
        state.days.insert(text.as_str());
        state.no_days = false;
    }
}

/// Moves among those who can stand in.
pub(super) fn travel(model: &mut Model, way: travel::Travel) {
    let Some(Overlay::Absence(state)) = model.overlays.last() else {
        return;
    };
    let last = model.house.substitutes(&state.user).len().saturating_sub(1);
    if let Some(state) = self::state(model) {
        state.selected = way.step(state.selected, 5, last);
    }
}

/// Says that the selected one stands in on the typed days.
pub(super) fn stand_in(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Absence(state)) = model.overlays.last() else {
        return;
    };
    let substitutes = model.house.substitutes(&state.user);
    let substitute = substitutes.get(state.selected).map(|name| (*name).clone());
    if let Some(substitute) = substitute {
        say(model, Some(substitute), out);
    }
}

/// Takes back what was said about the typed days.
pub(super) fn take_back(model: &mut Model, out: &mut Vec<Effect>) {
    say(model, None, out);
}

fn say(model: &mut Model, substitute: Option<UserName>, out: &mut Vec<Effect>) {
    let Some(state) = state(model) else {
        return;
    };
    let Some((from, to)) = typed::days(state.days.text()) else {
        state.no_days = true;
        return;
    };
    out.push(Effect::Absence(AbsenceRequest {
        user: state.user.clone(),
        from,
        to,
        substitute,
    }));
}

/// The portal took it, or not; the dialog stays open for what has to be mended.
pub(super) fn said(
    model: &mut Model,
    request: AbsenceRequest,
    result: Result<(), DeskFailure>,
    out: &mut Vec<Effect>,
) {
    if let Err(failure) = result {
        desk::failed(model, &failure);
        return;
    }
    if matches!(model.overlays.last(), Some(Overlay::Absence(state)) if state.user == request.user)
    {
        overlay::pop(model);
    }
    out.push(Effect::LoadHouse);
    let AbsenceRequest {
        user,
        from,
        to,
        substitute,
    } = request;
    let text = match substitute {
        Some(substitute) => NoticeText::StandsIn {
            user,
            substitute,
            from,
            to,
        },
        None => NoticeText::StandsInNoMore { user, from, to },
    };
    news::tell(model, text, Severity::Info);
}

/// Opens the handover sheet of the selected colleague.
pub(super) fn handover(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(user) = desk::selected(model) else {
        return;
    };
    let asked = model.next_revision();
    out.push(Effect::LoadHandover {
        revision: asked,
        user: user.clone(),
    });
    let state = HandoverState {
        user,
        asked,
        lines: None,
        selected: 0,
        top: 0,
    };
    overlay::push(model, Overlay::Handover(Box::new(state)));
}

fn sheet(model: &mut Model, asked: Revision) -> Option<&mut HandoverState> {
    model.overlays.iter_mut().find_map(|overlay| {
        if let Overlay::Handover(state) = overlay
            && state.asked == asked
        {
            Some(&mut **state)
        } else {
            None
        }
    })
}

/// The open work that was read.
pub(super) fn found(model: &mut Model, asked: Revision, lines: Vec<HandoverLine>) {
    if let Some(state) = sheet(model, asked) {
        state.lines = Some(lines);
    }
}

/// Whether it was the open work that could not be read; a sheet of nothing is closed.
pub(super) fn failed(model: &mut Model, asked: Revision) -> bool {
    let ours = sheet(model, asked).is_some();
    if ours && matches!(model.overlays.last(), Some(Overlay::Handover(_))) {
        overlay::pop(model);
    }
    ours
}

/// Moves through the sheet.
pub(super) fn travel_sheet(model: &mut Model, way: travel::Travel) {
    let rows = model.layout.acts_rows();
    if let Some(Overlay::Handover(state)) = model.overlays.last_mut() {
        let last = state.lines.as_ref().map_or(0, Vec::len).saturating_sub(1);
        state.selected = way.step(state.selected, rows, last);
        state.top = travel::window_top(state.top, state.selected, usize::from(rows));
    }
}

/// Opens the selected item of the sheet.
pub(super) fn open_line(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Handover(state)) = model.overlays.last() else {
        return;
    };
    let line = state
        .lines
        .as_ref()
        .and_then(|lines| lines.get(state.selected));
    if let Some(number) = line.map(|line| line.row.number) {
        // The colleagues below belong to the item that was shown before.
        model.overlays.clear();
        navigate::open_item(model, number, out);
    }
}
