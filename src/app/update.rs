//! The one function that changes the program.
//!
//! Here messages are only handed on; the logic of a screen or an overlay is in the file of its
//! name. Orders are pushed to `out` in the order in which the shell shall carry them out.

mod away;
mod batch;
mod compose;
mod decide;
mod desk;
mod detail;
mod filter;
mod forms;
mod gate;
mod input;
mod list;
mod moved;
mod navigate;
mod news;
mod note;
mod operations;
mod overlay;
mod preferences;
mod reading;
mod related;
mod settings;
mod start;
mod template;
mod timers;
mod travel;
mod type_ahead;
mod ways;

#[cfg(test)]
pub(crate) mod tests;

pub(in crate::app) use operations::recall_target;
pub use start::start;

use super::effect::Effect;
use super::model::{Model, QUIET};
use super::msg::Msg;

/// Takes one message and gives the orders that follow.
///
/// Never fails and never waits. Time passes only by `Msg::Clock`.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut out = Vec::new();
    match msg {
        Msg::Clock(now) => timers::clock(model, now, &mut out),
        Msg::Key(key) => input::key(model, key, &mut out),
        Msg::Paste(text) => input::paste(model, &text),
        Msg::Focus(gained) => {
            if gained {
                quiet(model);
            }
        }
        Msg::Resize { width, height } => navigate::resize(model, width, height),
        Msg::Measured { detail, overlay } => navigate::measured(model, detail, overlay),
        Msg::Window(answer) => list::answer(model, answer, &mut out),
        Msg::Counts { revision, counts } => news::counts(model, revision, counts, &mut out),
        Msg::Item {
            revision,
            number,
            item,
        } => detail::answer(model, revision, number, item, &mut out),
        Msg::Outbox { revision, entries } => {
            operations::answer(model, revision, entries, &mut out);
        }
        Msg::NextFound { revision, number } => {
            navigate::next_found(model, revision, number, &mut out);
        }
        Msg::Queued { revision, result } => decide::queued(model, revision, result, &mut out),
        Msg::Recalled { op_id, result } => operations::recalled(model, op_id, result, &mut out),
        Msg::Settled {
            number,
            act,
            choice,
            result,
            ..
        } => operations::settled(model, number, act, choice, result, &mut out),
        Msg::Draft { key, draft } => forms::draft(model, key, draft, &mut out),
        Msg::Numbers(id, numbers) => batch::numbers(model, id, numbers),
        Msg::Items { act, items } => batch::items(model, act, items),
        Msg::Related(number, found) => related::found(model, number, found),
        Msg::House(house) => desk::house(model, *house),
        Msg::WasRead(read) => reading::was_read(model, read),
        Msg::Absence { request, result } => away::said(model, request, result, &mut out),
        Msg::Profile(result) => preferences::found(model, *result),
        Msg::ProfileChanged { request, result } => {
            preferences::changed(model, *request, *result, &mut out);
        }
        Msg::Handover(user, lines) => away::found(model, &user, lines),
        Msg::Desk {
            number,
            order,
            result,
        } => desk::done(model, number, &order, result, &mut out),
        Msg::Watched(number) => desk::watched(model, number),
        Msg::Movement(movement) => moved::found(model, *movement),
        Msg::TermsMoved(count) => moved::told(model, count, &mut out),
        Msg::Acts(entries) => operations::acts(model, entries),
        Msg::Edited(text) => compose::edited(&mut *model, text),
        Msg::StoreChanged => news::refresh(model, &mut out),
        Msg::Link(link) => news::link(model, link, &mut out),
        Msg::Verdict {
            number,
            act,
            outcome,
            ..
        } => operations::verdict(model, number, act, outcome),
        Msg::ResetQuestion { deleting, of } => news::reset_question(model, deleting, of),
        Msg::Portal { running } => news::portal(model, running),
        Msg::Rules(rules) => news::rules(model, *rules, &mut out),
        Msg::Settings(read) => settings::reload(model, *read),
        Msg::ClockMovedBack => model.clock_moved_back = true,
        Msg::Failed(failure) => news::failed(model, failure),
        Msg::ReadFailed { revision, failure } => {
            news::read_failed(model, revision, failure, &mut out);
        }
        Msg::Shutdown => forms::shutdown(model, &mut out),
    }
    desk::follow(model, &mut out);
    out
}

/// Starts the moment in which no key triggers anything outward.
fn quiet(model: &mut Model) {
    model.quiet_until = model.now.checked_add(QUIET).ok();
}
