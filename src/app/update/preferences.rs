//! The settings on screen: looking through them, changing them, sending the profile.
//!
//! A setting of this workstation is applied at once and saved. The profile of the holder is
//! changed here first, then the portal tells what would move, then it is decided; the link is
//! needed for all of it and nothing is queued.

use super::{news, overlay, settings, travel};
use crate::app::action::{ActionId, DisabledReason};
use crate::app::effect::{Effect, Setting};
use crate::app::field::{LineField, MAX_CHARS};
use crate::app::form::Focus;
use crate::app::key::Key;
use crate::app::model::{LinkState, Model};
use crate::app::notice::{NoticeText, Severity};
use crate::app::overlay::Overlay;
use crate::app::preferences::{
    MOST_RECALL, Part, Preference, ProfileFailure, ProfileMoves, RECALL_STEP, SettingsState,
};
use crate::config::{ColorDepth, Keyboard, SlowLink};
use crate::domain::local_text::Lang;
use crate::domain::profile::{Fault, FaultKind, HolderProfile, Line, ProfileChange};
use crate::domain::text::CitizenText;
use crate::wire::profile::{ProfileOutcome, ProfileRequest, ProfileView};

/// Opens the settings and asks the portal for the profile.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    overlay::push(model, Overlay::Settings(Box::default()));
    ask(model, out);
}

/// Asks the portal for the profile that it has not told yet.
fn ask(model: &Model, out: &mut Vec<Effect>) {
    let missing = model
        .open_settings()
        .is_some_and(|state| state.view.is_none());
    if missing && model.read_only.is_none() && model.holder.is_some() {
        out.push(Effect::LoadProfile);
    }
}

/// The link is there again.
pub(super) fn linked(model: &Model, out: &mut Vec<Effect>) {
    if model.link.state == LinkState::Online {
        ask(model, out);
    }
}

fn state(model: &mut Model) -> Option<&mut SettingsState> {
    model.overlays.iter_mut().find_map(Overlay::settings_mut)
}

/// The settings, if nothing lies over them.
fn on_top(model: &Model) -> Option<&SettingsState> {
    model.overlays.last().and_then(Overlay::settings)
}

fn count(model: &Model, part: Part) -> usize {
    match part {
        Part::Workstation => Preference::ALL.len(),
        Part::Holder => model.profile_lines().len(),
    }
}

/// Moves through the lines; while a value is typed it stays.
pub(super) fn travel(model: &mut Model, way: travel::Travel) {
    let Some(part) = on_top(model)
        .filter(|state| state.typed.is_none())
        .map(|state| state.part)
    else {
        return;
    };
    let last = count(model, part).saturating_sub(1);
    let rows = model.layout.settings_rows();
    if let Some(state) = state(model) {
        state.fault = None;
        state.selected = way.step(state.selected, rows, last);
        state.top = travel::window_top(state.top, state.selected, usize::from(rows));
    }
}

/// Shows the other part.
pub(super) fn other_part(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(state) = state(model)
        && state.typed.is_none()
    {
        state.part = match state.part {
            Part::Workstation => Part::Holder,
            Part::Holder => Part::Workstation,
        };
        (state.selected, state.top, state.fault) = (0, 0, None);
        if state.part == Part::Holder {
            ask(model, out);
        }
    }
}

/// The line of the profile that is selected.
fn line(model: &Model) -> Option<Line> {
    let state = on_top(model).filter(|state| state.part == Part::Holder)?;
    model.profile_lines().get(state.selected).copied()
}

/// The next value of the selected line, or the one before.
pub(super) fn other_value(model: &mut Model, action: ActionId, out: &mut Vec<Effect>) {
    let forward = action == ActionId::NextValue;
    let Some(state) = on_top(model).filter(|state| state.typed.is_none()) else {
        return;
    };
    match state.part {
        Part::Workstation => {
            if let Some(one) = Preference::ALL.get(state.selected).copied() {
                prefer(model, one, forward, out);
            }
        }
        Part::Holder => choose(model, forward),
    }
}

/// Chooses a value of the profile; tells whether the line has values to choose.
fn choose(model: &mut Model, forward: bool) {
    let Some(line) = line(model) else {
        return;
    };
    if let Some(reason) = model.profile_locked() {
        news::tell(model, NoticeText::Disabled(reason), Severity::Warning);
        return;
    }
    let Some(mut new) = model.profile() else {
        return;
    };
    if line.choose(forward, &mut new) {
        keep(model, new);
    }
}

/// Enter: takes what was typed, begins to type, or chooses the next value.
pub(super) fn activate(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(state) = on_top(model) else {
        return;
    };
    if state.typed.is_some() {
        take(model);
        return;
    }
    if state.part == Part::Workstation {
        other_value(model, ActionId::NextValue, out);
        return;
    }
    let (Some(line), Some(profile)) = (line(model), model.profile()) else {
        return;
    };
    let Some(written) = line.written(&profile) else {
        choose(model, true);
        return;
    };
    let here = written.chars().count() <= MAX_CHARS && line.fits_a_line(&profile);
    let long = (!here).then_some(DisabledReason::TooLongHere);
    if let Some(reason) = model.profile_locked().or(long) {
        news::tell(model, NoticeText::Disabled(reason), Severity::Warning);
    } else if let Some(state) = self::state(model) {
        state.fault = None;
        state.typed = Some(LineField::new(&written));
    }
}

/// Takes what was typed, or says why not.
fn take(model: &mut Model) {
    let typed = on_top(model).and_then(|state| state.typed.clone());
    let (Some(typed), Some(line), Some(mut new)) = (typed, line(model), model.profile()) else {
        return;
    };
    // What was only looked at stays as it is, sign for sign.
    let before = line.written(&new).map(|written| LineField::new(&written));
    if before.is_some_and(|before| before.text() == typed.text()) {
        if let Some(state) = state(model) {
            (state.typed, state.fault) = (None, None);
        }
        return;
    }
    let taken = line.take(typed.text(), &mut new);
    let judged = taken.and_then(|()| judge(model, line, &new));
    let Some(state) = state(model) else {
        return;
    };
    state.fault = judged.err();
    if state.fault.is_none() {
        state.typed = None;
        keep(model, new);
    }
}

/// Whether the portal would take the line as it is now. A text is given language by language:
/// the half that is missing is asked for when the profile is sent.
fn judge(model: &Model, line: Line, new: &HolderProfile) -> Result<(), Fault> {
    let Some(view) = model.open_settings().and_then(|state| state.view.as_ref()) else {
        return Ok(());
    };
    let change = ProfileChange::between(&view.profile, new);
    let faults = change.on(&view.profile).err().unwrap_or_default();
    let of_line = faults.into_iter().find(|fault| {
        let halved = fault.kind == FaultKind::BothLanguages;
        !halved && (fault.field == line.field() || fault.kind == FaultKind::CutOff)
    });
    of_line.map_or(Ok(()), Err)
}

/// Keeps a changed profile; one that is as the portal has it is no change.
fn keep(model: &mut Model, new: HolderProfile) {
    let last = Line::all(&new).len().saturating_sub(1);
    if let Some(state) = state(model) {
        let same = state.view.as_ref().is_some_and(|view| view.profile == new);
        state.draft = (!same).then(|| Box::new(new));
        state.selected = state.selected.min(last);
    }
}

/// Types a key into the value.
pub(super) fn type_into(model: &mut Model, key: Key) {
    if let Some(state) = state(model)
        && let Some(typed) = &mut state.typed
        && typed.input(key)
    {
        state.fault = None;
    }
}

/// Pastes into the value.
pub(super) fn paste_into(model: &mut Model, text: &CitizenText) {
    if let Some(state) = state(model)
        && let Some(typed) = &mut state.typed
    {
        typed.insert(text.as_str());
        state.fault = None;
    }
}

/// Esc: leaves the value as it was, then what was changed here, then the settings; tells whether
/// the settings stay.
pub(super) fn stays(model: &mut Model) -> bool {
    let is_top = on_top(model).is_some();
    match state(model).filter(|_| is_top) {
        Some(state) if state.typed.is_some() => {
            (state.typed, state.fault) = (None, None);
            true
        }
        Some(state) if state.draft.is_some() => {
            (state.draft, state.fault) = (None, None);
            state.selected = 0;
            state.top = 0;
            news::tell(model, NoticeText::ProfileLeft, Severity::Info);
            true
        }
        Some(_) | None => false,
    }
}

/// Asks the portal what would move.
pub(super) fn send(model: &mut Model, out: &mut Vec<Effect>) {
    // What is being typed goes with it, or nothing goes.
    take(model);
    let Some(state) = state(model).filter(|state| state.typed.is_none() && !state.asked) else {
        return;
    };
    let (Some(view), Some(change)) = (&state.view, state.change()) else {
        return;
    };
    if let Err(faults) = change.on(&view.profile) {
        state.fault = faults.first().copied();
        return;
    }
    let request = ProfileRequest {
        base_version: view.base_version,
        change,
        dry_run: true,
    };
    state.asked = true;
    out.push(Effect::ChangeProfile(Box::new(request)));
}

/// The button under the focus of the preview.
pub(super) fn decide(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::ProfileMoves(moves)) = model.overlays.last_mut() else {
        return;
    };
    if moves.focus != Focus::Submit {
        overlay::pop(model);
    } else if !moves.sent {
        moves.sent = true;
        out.push(Effect::ChangeProfile(Box::new(moves.request.clone())));
    }
}

/// The profile as the portal has it. What was changed here is laid over it.
pub(super) fn found(model: &mut Model, result: Result<ProfileView, ProfileFailure>) {
    match result {
        Ok(view) => {
            let selected = selected_value(model);
            let Some(state) = state(model) else {
                return;
            };
            let mine = state.change();
            let before = state.view.take();
            let theirs = before.map(|old| ProfileChange::between(&old.profile, &view.profile));
            let of = view.profile.clone();
            state.view = Some(Box::new(view));
            state.draft = None;
            if let Some(mine) = mine {
                // A field that somebody else changed meanwhile is theirs: it is looked at anew.
                let (left, met) = mine.without(&theirs.unwrap_or_default());
                keep(model, left.laid_on(&of));
                if met {
                    told(model, ProfileFailure::Changed);
                }
            }
            leave_shifted(model, selected.as_ref());
        }
        Err(ProfileFailure::NoLink) if model.link.state == LinkState::Online => {
            told(model, ProfileFailure::Unread);
        }
        // Without the link the profile is shown as the last exchange left it.
        Err(ProfileFailure::NoLink) => {}
        Err(failure) => told(model, failure),
    }
}

/// The selected line with what it says.
fn selected_value(model: &Model) -> Option<(Line, Option<String>)> {
    let line = line(model)?;
    let profile = model.profile()?;
    Some((line, line.written(&profile)))
}

/// What is typed belongs to a line and its value: if another stands there now, it is not taken
/// for that one.
fn leave_shifted(model: &mut Model, selected: Option<&(Line, Option<String>)>) {
    if selected_value(model).as_ref() != selected
        && let Some(state) = state(model)
    {
        (state.typed, state.fault) = (None, None);
    }
}

/// Who the holder is or how it counts came anew: the profile that is open is read again.
pub(super) fn renew(model: &Model, out: &mut Vec<Effect>) {
    if model
        .open_settings()
        .is_some_and(|state| state.view.is_some())
    {
        out.push(Effect::LoadProfile);
    }
}

/// What became of a change, or would.
pub(super) fn changed(
    model: &mut Model,
    request: ProfileRequest,
    result: Result<ProfileOutcome, ProfileFailure>,
    out: &mut Vec<Effect>,
) {
    if let Some(state) = state(model) {
        state.asked = false;
    }
    let ours = matches!(
        model.overlays.last(),
        Some(Overlay::ProfileMoves(moves)) if moves.request == request
    );
    if ours {
        overlay::pop(model);
    }
    match result {
        Ok(outcome) if request.dry_run => {
            // Only over the settings it was asked from, and about what they still say.
            let same = |state: &SettingsState| state.change().as_ref() == Some(&request.change);
            if on_top(model).is_some_and(same) {
                let moves = ProfileMoves {
                    request: ProfileRequest {
                        dry_run: false,
                        ..request
                    },
                    outcome,
                    focus: Focus::Cancel,
                    scroll: 0,
                    sent: false,
                };
                overlay::push(model, Overlay::ProfileMoves(Box::new(moves)));
            }
        }
        Ok(outcome) => {
            // What was changed since it was sent stays to be sent.
            if let Some(state) = state(model)
                && state.change().as_ref() == Some(&request.change)
            {
                state.draft = None;
            }
            out.push(Effect::LoadProfile);
            let items = u64::try_from(outcome.items).unwrap_or(u64::MAX);
            news::tell(model, NoticeText::ProfileChanged(items), Severity::Info);
        }
        Err(failure) => {
            told(model, failure);
            if matches!(failure, ProfileFailure::Changed | ProfileFailure::Unknown) {
                out.push(Effect::LoadProfile);
            }
        }
    }
}

fn told(model: &mut Model, failure: ProfileFailure) {
    news::tell(model, NoticeText::ProfileFailed(failure), Severity::Warning);
}

/// Another value of a setting of this workstation, applied at once and saved.
fn prefer(model: &mut Model, one: Preference, forward: bool, out: &mut Vec<Effect>) {
    let setting = match one {
        Preference::Language => {
            model.lang = settings::beside(&Lang::ALL, &model.lang, forward);
            Setting::Lang(model.lang)
        }
        Preference::Theme => {
            let name = settings::beside(&model.themes, &model.theme, forward);
            model.theme.clone_from(&name);
            Setting::Theme(name)
        }
        Preference::Keyboard => {
            model.keyboard = settings::beside(&Keyboard::ALL, &model.keyboard, forward);
            Setting::Keyboard(model.keyboard)
        }
        Preference::Recall => {
            let old = model.recall_seconds;
            let new = if forward {
                old.saturating_add(RECALL_STEP)
            } else {
                old.saturating_sub(RECALL_STEP)
            };
            model.recall_seconds = new.min(MOST_RECALL.max(old));
            Setting::Recall(model.recall_seconds)
        }
        Preference::Color => {
            let look = &mut model.appearance;
            look.color = settings::beside(&COLORS, &look.color, forward);
            Setting::Color(look.color)
        }
        Preference::Ascii => {
            model.appearance.ascii = !model.appearance.ascii;
            Setting::Ascii(model.appearance.ascii)
        }
        Preference::Mouse => {
            model.terminal.mouse = !model.terminal.mouse;
            Setting::Mouse(model.terminal.mouse)
        }
        Preference::SlowLink => {
            let link = &mut model.terminal.slow_link;
            *link = settings::beside(&SlowLink::ALL, link, forward);
            Setting::SlowLink(*link)
        }
    };
    out.push(Effect::SaveSetting(setting));
}

const COLORS: [ColorDepth; 5] = [
    ColorDepth::Auto,
    ColorDepth::Mono,
    ColorDepth::Ansi,
    ColorDepth::Indexed,
    ColorDepth::Rgb,
];
