//! What lies over the screens: opening, typing into, moving in and closing it.

use super::{
    away, batch, compose, decide, desk, detail, export, filter, forms, gate, groups, input, items,
    law, list, navigate, note, operations, package, preferences, reading, search, settings,
    template, views,
};
use crate::app::action::{ActionId, Scope};
use crate::app::effect::Effect;
use crate::app::field::LineField;
use crate::app::form::Focus;
use crate::app::key::Key;
use crate::app::keymap::position;
use crate::app::model::Model;
use crate::app::overlay::{
    ActsState, ConfirmState, FilterState, HelpState, MessageState, Overlay, Question, SheetState,
    WhyState,
};
use crate::app::palette::{self, PaletteState};
use crate::domain::filter::Filter;
use crate::domain::filter::complete::Completion;
use crate::domain::ids::Number;
use crate::domain::text::CitizenText;

/// Puts an overlay on top.
pub(super) fn push(model: &mut Model, overlay: Overlay) {
    model.overlay_end = None;
    model.overlays.push(overlay);
}

/// Takes the top overlay away.
pub(super) fn pop(model: &mut Model) {
    model.overlay_end = None;
    model.overlays.pop();
    detail::follow(model);
}

/// Whether the action would press a button that decides something outward.
pub(super) fn decides(model: &Model, action: ActionId) -> bool {
    matches!(
        action,
        ActionId::ReadGood | ActionId::SendBack | ActionId::TakeBack
    ) || action == ActionId::Activate
        && match model.overlays.last() {
            Some(Overlay::Confirm(confirm)) => {
                confirm.on_ok || matches!(confirm.question, Question::Reset { .. })
            }
            Some(Overlay::Absence(_) | Overlay::Colleagues(_)) => true,
            Some(overlay) => overlay.focus() == Some(Focus::Submit),
            None => false,
        }
}

/// Types a key into the text field on top.
pub(super) fn input(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    let place = position(key, model.keyboard).map(|(place, _)| place);
    match model.overlays.last_mut() {
        Some(Overlay::Palette(state)) => {
            if state.query.input(key) {
                found_again(state);
            }
        }
        Some(Overlay::Filter(_)) => filter::type_into(model, key),
        Some(Overlay::Templates(state)) => {
            if state.query.input(key) {
                template::query_changed(model);
            }
        }
        Some(Overlay::Batch(batch)) => {
            batch.typed.input(key);
        }
        Some(Overlay::Note(_)) => note::type_into(model, key, place),
        Some(Overlay::Reading(_)) => reading::type_into(model, key),
        Some(Overlay::Absence(_)) => away::type_into(model, key),
        Some(Overlay::Search(_)) => search::type_into(model, key, out),
        Some(Overlay::Views(_)) => views::type_into(model, key),
        Some(Overlay::Settings(_)) => preferences::type_into(model, key),
        Some(Overlay::Return(_)) => forms::type_into(model, key, place),
        Some(Overlay::Item(_)) => items::type_into(model, key, place),
        Some(Overlay::Export(_)) => export::type_into(model, key),
        Some(Overlay::Package(_)) => package::type_into(model, key),
        Some(Overlay::Compose(_)) => compose::type_into(model, key, place),
        Some(Overlay::KeyboardCheck(_)) => settings::checked(model, key, out),
        Some(Overlay::Law(_)) => law::type_into(model, key),
        Some(
            Overlay::Accept(_)
            | Overlay::Why(_)
            | Overlay::Help(_)
            | Overlay::Confirm(_)
            | Overlay::Message(_)
            | Overlay::Related(_)
            | Overlay::Groups(_)
            | Overlay::Colleagues(_)
            | Overlay::Handover(_)
            | Overlay::Acts(_)
            | Overlay::Moved(_)
            | Overlay::Holders(_)
            | Overlay::ProfileMoves(_)
            | Overlay::Gate(_)
            | Overlay::Preview(_)
            | Overlay::Request(_)
            | Overlay::Decision(_),
        )
        | None => {}
    }
}

fn found_again(state: &mut PaletteState) {
    state.found = palette::search(state.query.text(), &state.scopes);
    (state.selected, state.top) = (0, 0);
}

/// Pastes into the text field on top.
pub(super) fn paste(model: &mut Model, text: &CitizenText, out: &mut Vec<Effect>) {
    match model.overlays.last_mut() {
        Some(Overlay::Palette(state)) => {
            state.query.insert(text.as_str());
            found_again(state);
        }
        Some(Overlay::Filter(_)) => filter::paste_into(model, text),
        Some(Overlay::Templates(state)) => {
            state.query.insert(text.as_str());
            template::query_changed(model);
        }
        Some(Overlay::Note(_)) => note::paste_into(model, text),
        Some(Overlay::Reading(_)) => reading::paste_into(model, text),
        Some(Overlay::Absence(_)) => away::paste_into(model, text),
        Some(Overlay::Search(_)) => search::paste_into(model, text, out),
        Some(Overlay::Law(_)) => law::paste_into(model, text),
        Some(Overlay::Views(_)) => views::paste_into(model, text),
        Some(Overlay::Settings(_)) => preferences::paste_into(model, text),
        Some(Overlay::Return(_)) => forms::paste_into(model, text),
        Some(Overlay::Item(_)) => items::paste_into(model, text),
        Some(Overlay::Export(_)) => export::paste_into(model, text),
        Some(Overlay::Package(_)) => package::paste_into(model, text),
        Some(Overlay::Compose(_)) => compose::paste_into(model, text),
        Some(
            Overlay::Accept(_)
            | Overlay::Why(_)
            | Overlay::Help(_)
            | Overlay::Confirm(_)
            | Overlay::Message(_)
            | Overlay::Related(_)
            | Overlay::Groups(_)
            | Overlay::Colleagues(_)
            | Overlay::Handover(_)
            | Overlay::Acts(_)
            | Overlay::Moved(_)
            | Overlay::Holders(_)
            | Overlay::KeyboardCheck(_)
            | Overlay::ProfileMoves(_)
            | Overlay::Batch(_)
            | Overlay::Gate(_)
            | Overlay::Preview(_)
            | Overlay::Request(_)
            | Overlay::Decision(_),
        )
        | None => {}
    }
}

/// Shows all keys in the help, or those of the place.
pub(super) fn help_all(model: &mut Model) {
    if let Some(Overlay::Help(state)) = model.overlays.last_mut() {
        state.all = !state.all;
        state.scroll = 0;
        model.overlay_end = None;
    }
}

/// Closes what only shows.
pub(super) fn close(model: &mut Model, out: &mut Vec<Effect>) {
    note::save(model, out);
    if matches!(model.overlays.last(), Some(Overlay::Message(_))) {
        model.notice = None;
    }
    pop(model);
}

/// The other button, or another field of a form.
pub(super) fn other_field(model: &mut Model, action: ActionId) {
    if let Some(Overlay::Confirm(confirm)) = model.overlays.last_mut() {
        confirm.on_ok = !confirm.on_ok;
    } else {
        forms::other_field(model, action);
    }
}

/// Opens the help of this place, or closes it.
pub(super) fn help(model: &mut Model) {
    if matches!(model.overlays.last(), Some(Overlay::Help(_))) {
        pop(model);
        return;
    }
    let scopes = model.scopes();
    push(
        model,
        Overlay::Help(HelpState {
            scopes,
            all: false,
            scroll: 0,
        }),
    );
}

/// Opens the palette.
pub(super) fn open_palette(model: &mut Model) {
    let scopes: Vec<Scope> = model.scopes();
    let found = palette::search("", &scopes);
    push(
        model,
        Overlay::Palette(PaletteState {
            scopes,
            query: LineField::default(),
            found,
            selected: 0,
            top: 0,
        }),
    );
}

/// Shows the last message in full.
pub(super) fn message(model: &mut Model) {
    if let Some(notice) = model.last_notice.clone() {
        push(model, Overlay::Message(MessageState { notice, scroll: 0 }));
    }
}

/// Shows what was decided on this computer lately.
pub(super) fn acts(model: &mut Model, out: &mut Vec<Effect>) {
    push(model, Overlay::Acts(ActsState::default()));
    out.push(Effect::LoadActs);
}

/// Shows the letter as the user will read it.
pub(super) fn preview(model: &mut Model) {
    push(model, Overlay::Preview(SheetState::default()));
}

/// Shows the request while its letter is written.
pub(super) fn show_request(model: &mut Model) {
    push(model, Overlay::Request(SheetState::default()));
}

/// Shows the selected decision of the outbox in full.
pub(super) fn show_decision(model: &mut Model) {
    push(model, Overlay::Decision(SheetState::default()));
}

/// Opens the explanation of the shown item's dates at the clock that drives it.
pub(super) fn open_why(model: &mut Model) {
    let Some(shown) = model.shown() else {
        return;
    };
    let clock = shown.clocks.iter().position(|clock| clock.drives);
    let state = WhyState {
        number: shown.item.number(),
        clock: clock.unwrap_or(0),
        scroll: 0,
    };
    push(model, Overlay::Why(state));
}

/// Shows the ledger of another clock.
pub(super) fn other_clock(model: &mut Model, action: ActionId) {
    let count = model.shown().map_or(0, |shown| shown.clocks.len());
    if let Some(Overlay::Why(state)) = model.overlays.last_mut()
        && count > 0
    {
        let step = if action == ActionId::NextClock {
            1
        } else {
            count - 1
        };
        state.clock = (state.clock + step) % count;
        state.scroll = 0;
        model.overlay_end = None;
    }
}

/// Opens the filter line of the list.
pub(super) fn open_filter(model: &mut Model) {
    if let Some(id) = model.list_id() {
        let text = LineField::new(model.list(id).filter_text.text());
        push(
            model,
            Overlay::Filter(FilterState {
                list: id,
                text,
                error: None,
                completion: Completion::default(),
                selected: 0,
                top: 0,
            }),
        );
        filter::offer(model);
    }
}

/// Shows the whole list again.
pub(super) fn clear_filter(model: &mut Model, out: &mut Vec<Effect>) {
    if batch::unmark(model) {
        return;
    }
    let list = model.current_list();
    let whole = list.is_none_or(|list| list.query.filter.is_empty());
    if whole && model.screen == crate::app::model::Screen::Inbox {
        super::inbox::leave(model, out);
        return;
    }
    if let Some(id) = model.list_id() {
        model.list_mut(id).filter_text = LineField::default();
        list::filter(model, id, Filter::default(), out);
    }
}

fn apply_filter(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Filter(state)) = model.overlays.last_mut() else {
        return;
    };
    match Filter::parse(state.text.text(), &model.rules.set.categories) {
        Ok(filter) => {
            let (id, text) = (state.list, state.text.clone());
            pop(model);
            model.list_mut(id).filter_text = text;
            list::filter(model, id, filter, out);
        }
        Err(error) => state.error = Some(error),
    }
}

/// Leaves a dialog without deciding.
pub(super) fn cancel(model: &mut Model, out: &mut Vec<Effect>) {
    if views::leave_name(model) || preferences::stays(model) {
        return;
    }
    match model.overlays.last() {
        Some(Overlay::Return(_)) => forms::keep_draft(model, out),
        Some(Overlay::Compose(_)) => compose::keep_draft(model, out),
        Some(Overlay::Reading(_)) => reading::save(model, out),
        Some(Overlay::Item(_)) => items::keep_draft(model, out),
        Some(Overlay::KeyboardCheck(_)) => settings::keep_keyboard(model, out),
        Some(
            Overlay::Accept(_)
            | Overlay::Why(_)
            | Overlay::Help(_)
            | Overlay::Palette(_)
            | Overlay::Confirm(_)
            | Overlay::Filter(_)
            | Overlay::Message(_)
            | Overlay::Related(_)
            | Overlay::Groups(_)
            | Overlay::Colleagues(_)
            | Overlay::Absence(_)
            | Overlay::Handover(_)
            | Overlay::Search(_)
            | Overlay::Views(_)
            | Overlay::Note(_)
            | Overlay::Acts(_)
            | Overlay::Moved(_)
            | Overlay::Law(_)
            | Overlay::Holders(_)
            | Overlay::Export(_)
            | Overlay::Package(_)
            | Overlay::Settings(_)
            | Overlay::ProfileMoves(_)
            | Overlay::Batch(_)
            | Overlay::Gate(_)
            | Overlay::Preview(_)
            | Overlay::Request(_)
            | Overlay::Decision(_)
            | Overlay::Templates(_),
        )
        | None => {}
    }
    let declined = matches!(
        model.overlays.last(),
        Some(Overlay::Confirm(confirm)) if matches!(confirm.question, Question::Reset { .. })
    );
    pop(model);
    if declined {
        out.push(Effect::AnswerReset { accept: false });
    }
}

/// Presses the button under the focus, takes the chosen line.
pub(super) fn activate(model: &mut Model, out: &mut Vec<Effect>) {
    match model.overlays.last() {
        Some(
            top
            @ (Overlay::Accept(_) | Overlay::Return(_) | Overlay::Item(_) | Overlay::Compose(_)),
        ) => {
            let composing = top.composer().is_some();
            match top.focus() {
                Some(Focus::Submit) => decide::submit(model, out),
                Some(Focus::Cancel) => cancel(model, out),
                Some(_) | None if composing => compose::enter_field(model),
                Some(_) | None => forms::other_field(model, ActionId::NextField),
            }
        }
        Some(Overlay::Export(_)) => export::activate(model, out),
        Some(Overlay::Package(_)) => package::activate(model, out),
        Some(Overlay::Palette(state)) => {
            let chosen = state.found.get(state.selected).copied();
            if let Some(action) = chosen {
                pop(model);
                input::perform(model, action, out);
            }
        }
        Some(Overlay::Confirm(confirm)) => {
            if confirm.on_ok {
                let question = confirm.question.clone();
                pop(model);
                confirmed(model, &question, out);
            } else {
                cancel(model, out);
            }
        }
        Some(Overlay::Filter(_)) => apply_filter(model, out),
        Some(Overlay::Related(state)) => {
            let number = state.selected().map(|one| one.number);
            open_chosen(model, number, out);
        }
        Some(Overlay::Colleagues(_)) => desk::give(model, out),
        Some(Overlay::Absence(_)) => away::stand_in(model, out),
        Some(Overlay::Settings(_)) => preferences::activate(model, out),
        Some(Overlay::ProfileMoves(_)) => preferences::decide(model, out),
        Some(Overlay::Handover(_)) => away::open_line(model, out),
        Some(Overlay::Search(_)) => search::open_hit(model, out),
        Some(Overlay::Views(_)) => views::activate(model, out),
        Some(Overlay::Groups(_)) => groups::take(model, out),
        Some(Overlay::Gate(_)) => gate::activate(model, out),
        Some(Overlay::Batch(batch)) => {
            let focus = batch.focus;
            activate_batch(model, focus, out);
        }
        Some(Overlay::Acts(state)) => {
            let entries = state.entries.as_ref();
            let number = entries.and_then(|entries| entries.get(state.selected));
            let number = number.map(|entry| entry.number);
            open_chosen(model, number, out);
        }
        Some(Overlay::Moved(state)) => {
            let number = state.lines().get(state.selected).map(|line| line.number);
            open_chosen(model, number, out);
        }
        Some(Overlay::Templates(_)) => template::take(model, out),
        Some(Overlay::KeyboardCheck(_)) => settings::latin_only(model, out),
        Some(
            Overlay::Why(_)
            | Overlay::Help(_)
            | Overlay::Message(_)
            | Overlay::Note(_)
            | Overlay::Reading(_)
            | Overlay::Preview(_)
            | Overlay::Law(_)
            | Overlay::Holders(_)
            | Overlay::Request(_)
            | Overlay::Decision(_),
        )
        | None => {}
    }
}

/// Opens the item of the chosen line in the place of the list it was chosen from.
fn open_chosen(model: &mut Model, number: Option<Number>, out: &mut Vec<Effect>) {
    if let Some(number) = number {
        pop(model);
        navigate::open_item(model, number, out);
    }
}

fn activate_batch(model: &mut Model, focus: Focus, out: &mut Vec<Effect>) {
    if focus == Focus::Submit {
        batch::decide_all(model, out);
    } else if focus == Focus::Cancel {
        pop(model);
    } else {
        forms::other_field(model, ActionId::NextField);
    }
}

fn confirmed(model: &mut Model, question: &Question, out: &mut Vec<Effect>) {
    match question {
        Question::Quit { .. } => end(model, out),
        Question::Reset { .. } => {
            model.reset = None;
            out.push(Effect::AnswerReset { accept: true });
        }
        Question::BeginConference => super::inbox::begin_conference(model, out),
        Question::DropOp { op_id, .. } => operations::drop_op(*op_id, out),
    }
}

/// Leaves the program; asks first when decisions have not been sent.
pub(super) fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    let held = u64::try_from(model.held.len()).unwrap_or(0);
    let unsent = model.counts.unsent.max(held);
    if unsent == 0 {
        end(model, out);
    } else {
        ask(model, Question::Quit { unsent });
    }
}

/// Ends the program.
pub(super) fn end(model: &mut Model, out: &mut Vec<Effect>) {
    model.quitting = true;
    out.push(Effect::Quit);
}

/// Puts a question; Cancel has the focus.
pub(super) fn ask(model: &mut Model, question: Question) {
    push(
        model,
        Overlay::Confirm(ConfirmState {
            question,
            on_ok: false,
        }),
    );
}
