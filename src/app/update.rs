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
mod export;
mod filter;
mod forms;
mod gate;
mod groups;
mod inbox;
mod input;
mod items;
mod law;
mod line;
mod list;
mod moved;
mod navigate;
mod news;
mod note;
mod operations;
mod operator;
mod overlay;
mod package;
mod pointer;
mod preferences;
mod reading;
mod related;
mod search;
mod settings;
mod start;
mod template;
mod timers;
mod travel;
mod type_ahead;
mod views;
mod ways;

#[cfg(test)]
pub(crate) mod tests;

pub(in crate::app) use operations::recall_target;
pub use start::start;

use jiff::SignedDuration;

use super::detail::{LONG_REST, REST};
use super::effect::Effect;
use super::model::{Model, QUIET};
use super::msg::Msg;
use super::notice::{NoticeText, Severity};

/// Takes one message and gives the orders that follow.
///
/// Never fails and never waits. Time passes only by `Msg::Clock`.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut out = Vec::new();
    take(model, msg, &mut out);
    desk::follow(model, &mut out);
    out
}

fn take(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) {
    match msg {
        Msg::Clock(now) => timers::clock(model, now, out),
        Msg::Key(key) => input::key(model, key, out),
        Msg::Pointed(pointed) => pointer::pointed(model, pointed, out),
        Msg::Line(text) => line::line(model, text, out),
        Msg::LineRefused(fault) => line::refused(model, fault),
        Msg::Paste(text) => input::paste(model, &text, out),
        Msg::Focus(gained) => quiet(model, gained),
        Msg::SlowLink(slow) => model.rest = rest(slow),
        Msg::Resize { width, height } => navigate::resize(model, width, height, out),
        Msg::Measured { detail, overlay } => navigate::measured(model, detail, overlay),
        Msg::Window(answer) => list::answer(model, answer, out),
        Msg::Counts { revision, counts } => news::counts(model, revision, counts, out),
        Msg::Item {
            revision,
            number,
            item,
        } => detail::answer(model, revision, number, item, out),
        Msg::Outbox { revision, entries } => operations::answer(model, revision, entries, out),
        Msg::Begun(kind) => operator::begun(model, kind),
        Msg::Accounts(accounts) => operator::accounts(model, accounts),
        Msg::Exported { number, result } => export::written(model, number, result),
        Msg::Packaged { what, result } => package::done(model, what, result, out),
        Msg::Inbox { revision, head } => inbox::head(model, revision, head, out),
        Msg::NextFound { revision, number } => navigate::next_found(model, revision, number, out),
        Msg::Queued { revision, result } => decide::queued(model, revision, result, out),
        Msg::Recalled { op_id, result } => operations::recalled(model, op_id, result, out),
        Msg::Settled {
            number,
            act,
            choice,
            result,
            ..
        } => operations::settled(model, number, act, choice, result, out),
        Msg::Draft { key, draft } => forms::draft(model, key, draft, out),
        Msg::Numbers(query, numbers) => batch::numbers(model, &query, numbers),
        Msg::Items { act, items } => batch::items(model, act, items),
        Msg::Related(answer) => related::found(model, answer),
        Msg::House(house) => desk::house(model, *house),
        Msg::WasRead(read) => reading::was_read(model, read),
        Msg::Absence { request, result } => away::said(model, request, result, out),
        Msg::IndexRenewing => news::tell(model, NoticeText::IndexRenewing, Severity::Info),
        Msg::Views(kept) => views::kept(model, kept, out),
        Msg::ViewCount { revision, items } => views::counted(model, revision, items, out),
        Msg::Groups { revision, groups } => groups::counted(model, revision, groups, out),
        Msg::Found { revision, found } => search::found(model, revision, found, out),
        Msg::Profile(result) => preferences::found(model, *result),
        Msg::ProfileChanged { request, result } => {
            preferences::changed(model, *request, *result, out);
        }
        Msg::Handover { revision, lines } => away::found(model, revision, lines),
        Msg::Desk {
            number,
            order,
            result,
        } => desk::done(model, number, &order, result, out),
        Msg::Watched(number) => desk::watched(model, number),
        Msg::Movement(movement) => moved::found(model, *movement),
        Msg::TermsMoved(count) => moved::told(model, count, out),
        Msg::Acts(entries) => operations::acts(model, entries),
        Msg::Edited(text) => compose::edited(&mut *model, text),
        Msg::StoreChanged => news::refresh(model, out),
        Msg::Link(link) => news::link(model, link, out),
        Msg::Verdict {
            number,
            act,
            outcome,
            ..
        } => operations::verdict(model, number, act, outcome),
        Msg::ResetQuestion { deleting, of } => news::reset_question(model, deleting, of),
        Msg::Portal { running } => news::portal(model, running),
        Msg::Rules(rules) => news::rules(model, *rules, out),
        Msg::Settings(read) => settings::reload(model, *read),
        Msg::ClockMovedBack => model.clock_moved_back = true,
        Msg::Failed(failure) => news::failed(model, failure),
        Msg::ReadFailed { revision, failure } => {
            news::read_failed(model, revision, failure, out);
        }
        Msg::Shutdown => forms::shutdown(model, out),
    }
}

/// On a slow link each item that is passed would be waited for.
const fn rest(slow_link: bool) -> SignedDuration {
    if slow_link { LONG_REST } else { REST }
}

/// Coming back to the window starts the moment in which no key triggers anything outward.
fn quiet(model: &mut Model, gained: bool) {
    if gained {
        model.quiet_until = model.now.checked_add(QUIET).ok();
    }
}
