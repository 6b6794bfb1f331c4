//! The inbox of a conference: opened, ordered, looked at anew.

use jiff::SignedDuration;

use super::{list, navigate};
use crate::app::effect::Effect;
use crate::app::inbox::InboxHead;
use crate::app::list::{ListId, Revision};
use crate::app::model::{Model, Screen};
use crate::domain::command::{Command, ConferenceCommand};
use crate::domain::ids::{ItemKind, Number};
use crate::domain::row::Inbox;

/// The forecast is as old as this at most.
const HEAD_AGE: SignedDuration = SignedDuration::from_secs(60);

/// Opens the questions of the selected or shown conference.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let conference = model.subject();
    if let Some(number) = conference.filter(|number| number.kind == ItemKind::Conference) {
        open_of(model, number, out);
    }
}

fn open_of(model: &mut Model, conference: Number, out: &mut Vec<Effect>) {
    let known = model.inbox.shown.map(|inbox| inbox.conference);
    if known != Some(conference) {
        (model.inbox.head, model.inbox.asked) = (None, None);
        model.questions = crate::app::list::ListState::new(ListId::Questions);
    }
    model.inbox.shown = Some(Inbox {
        conference,
        order: model.inbox.order,
        hide_done: !model.inbox.with_done,
        until: None,
    });
    look_again(model, out);
    navigate::show(model, Screen::Inbox, out);
}

/// Lists what the inbox now asks for, from the line the selection is on.
fn look_again(model: &mut Model, out: &mut Vec<Effect>) {
    model.questions.query.inbox = model.inbox.shown;
    model.questions.dirty = true;
    if model.screen == Screen::Inbox {
        list::ask(model, ListId::Questions, out);
    }
    ask_head(model, out);
}

/// Changes what is listed.
fn change(model: &mut Model, change: impl FnOnce(&mut Inbox), out: &mut Vec<Effect>) {
    if let Some(inbox) = &mut model.inbox.shown {
        change(inbox);
        look_again(model, out);
    }
}

/// Takes the next order.
pub(super) fn order(model: &mut Model, out: &mut Vec<Effect>) {
    let next = model.inbox.order.next();
    model.inbox.order = next;
    change(model, |inbox| inbox.order = next, out);
}

/// Shows what is done, or hides it.
pub(super) fn done(model: &mut Model, out: &mut Vec<Effect>) {
    let hide = model.inbox.with_done;
    model.inbox.with_done = !hide;
    change(model, |inbox| inbox.hide_done = hide, out);
}

/// Shows the questions that have come since; the cursor stays on its question.
pub(super) fn show_new(model: &mut Model, out: &mut Vec<Effect>) {
    let newest = model.inbox.head.as_ref().map(|head| head.newest);
    change(model, |inbox| inbox.until = newest, out);
}

/// Stars the selected or shown question, or takes the star away.
pub(super) fn star(model: &Model, out: &mut Vec<Effect>) {
    out.extend(model.subject().map(Effect::Star));
}

/// Asks for the head, or remembers to.
pub(super) fn ask_head(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(inbox) = model.inbox.shown else {
        return;
    };
    if model.inbox.asked.is_some() {
        model.inbox.dirty = true;
        return;
    }
    let revision = model.next_revision();
    model.inbox.asked = Some(revision);
    model.inbox.dirty = false;
    out.push(Effect::LoadInbox { revision, inbox });
}

/// Takes the head in; what is known at first is what was looked at.
pub(super) fn head(
    model: &mut Model,
    revision: Revision,
    head: Option<Box<InboxHead>>,
    out: &mut Vec<Effect>,
) {
    if model.inbox.asked != Some(revision) {
        return;
    }
    model.inbox.asked = None;
    let shown = model.inbox.shown.as_mut();
    if let (Some(inbox), Some(head)) = (shown, &head)
        && inbox.conference == head.conference
    {
        // After a reset of the replica the places begin anew.
        let looked_at = inbox.until.filter(|until| *until <= head.newest);
        inbox.until = looked_at.or(Some(head.newest));
        model.questions.query.inbox = Some(*inbox);
    }
    model.inbox.head = head;
    if model.inbox.dirty {
        ask_head(model, out);
    }
}

/// Nothing told the head: it is asked for again with the next change.
pub(super) fn failed(model: &mut Model, revision: Revision) -> bool {
    let ours = model.inbox.asked == Some(revision);
    if ours {
        model.inbox.asked = None;
    }
    ours
}

/// The forecast changes with the time alone.
pub(super) fn follow_time(model: &mut Model, out: &mut Vec<Effect>) {
    let head = model.inbox.head.as_ref();
    let old = head.is_some_and(|head| model.now.duration_since(head.at) >= HEAD_AGE);
    if old && is_shown(model) {
        ask_head(model, out);
    }
}

/// The inbox, or a question opened from it, is on screen.
pub(super) fn is_shown(model: &Model) -> bool {
    model.tab() == Screen::Inbox
}

/// Out of the inbox, to the conferences.
pub(super) fn leave(model: &mut Model, out: &mut Vec<Effect>) {
    navigate::show(model, Screen::Conferences, out);
}

/// Something changed: the head is read again while it is looked at.
pub(super) fn refresh(model: &mut Model, out: &mut Vec<Effect>) {
    if is_shown(model) {
        ask_head(model, out);
    }
}

/// Begins the draft of a conference.
pub(super) fn begin_conference(model: &Model, out: &mut Vec<Effect>) {
    out.push(Effect::Begin {
        command: Command::Conference(ConferenceCommand::CreateConference),
        rules_hash: model.rules.hash.clone(),
        decided_at: model.now,
        hold_until: None,
    });
}
