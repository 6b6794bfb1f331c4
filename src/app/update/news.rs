//! What the shell tells unasked: changes of the store, the link, the rules, failures; and the
//! messages that the user is shown about them.

use jiff::SignedDuration;

use super::{
    away, detail, groups, inbox, list, operations, overlay, preferences, search, type_ahead, views,
};
use crate::app::effect::Effect;
use crate::app::list::{ListId, Revision};
use crate::app::model::{Awaited, Bell, Counts, Demo, Link, LinkState, Model, Rules, Screen};
use crate::app::notice::{Failure, Notice, NoticeText, Severity};
use crate::app::overlay::Question;

/// Shows a message; it leaves by itself, the graver the later.
pub(super) fn tell(model: &mut Model, text: NoticeText, severity: Severity) {
    let seconds = match severity {
        Severity::Info => 6,
        Severity::Warning => 12,
        Severity::Error => 60,
    };
    let whole = model.now.checked_add(SignedDuration::from_secs(seconds));
    let until = if let NoticeText::Held { until, .. } = text {
        Some(until)
    } else if matches!(text, NoticeText::TermsMoved(_)) {
        // Nobody may be at the desk: it stays until it is seen or something else happens.
        None
    } else {
        whole.ok()
    };
    let notice = Notice {
        text,
        severity,
        at: model.now,
        until,
    };
    model.last_notice = Some(notice.clone());
    model.notice = Some(notice);
}

/// Reads again what is shown; the rest is read when it is shown next.
pub(super) fn refresh(model: &mut Model, out: &mut Vec<Effect>) {
    let visible = model.list_id();
    for id in ListId::ALL {
        if visible == Some(id) {
            list::ask(model, id, out);
        } else if model.list(id).loaded {
            model.list_mut(id).dirty = true;
        }
    }
    ask_counts(model, out);
    out.push(Effect::LoadHouse);
    views::stale(model, out);
    groups::refresh(model, out);
    inbox::refresh(model, out);
    operations::ask(model, out);
    detail::forget_ahead(model);
    // What is on its way may have been read before the change.
    let detail = &model.detail;
    let is_asked = detail.missing || detail.asked.is_some() || model.shown().is_some();
    if let Some(number) = detail.number.filter(|_| is_asked) {
        detail::ask(model, number, out);
    }
}

/// Asks for the counts, or remembers to.
pub(super) fn ask_counts(model: &mut Model, out: &mut Vec<Effect>) {
    if model.counts_asked.is_some() {
        model.counts_dirty = true;
        return;
    }
    let revision = model.next_revision();
    model.counts_asked = Some(revision);
    model.counts_dirty = false;
    out.push(Effect::LoadCounts {
        revision,
        today: model.today(),
    });
}

/// Takes the counts in.
pub(super) fn counts(model: &mut Model, revision: Revision, counts: Counts, out: &mut Vec<Effect>) {
    if model.counts_asked != Some(revision) {
        return;
    }
    model.counts_asked = None;
    model.counts = counts;
    ring(model, out);
    if model.counts_dirty {
        ask_counts(model, out);
    }
}

/// Rings for what is due and cannot be sent: once, until all that was due has left. Another one
/// that joins, and a link that comes and goes, are no reason to ring again.
fn ring(model: &mut Model, out: &mut Vec<Effect>) {
    if model.counts.unsent_due == 0 {
        model.bell = Bell::Ready;
    } else if model.stranded_due() > 0 && model.bell == Bell::Ready {
        model.bell = Bell::Rung;
        out.push(Effect::Ring);
    }
}

/// The link stands otherwise.
pub(super) fn link(model: &mut Model, link: Link, out: &mut Vec<Effect>) {
    let believed = model.today();
    if link.state != LinkState::AsksReset {
        model.reset = None;
    }
    let was = std::mem::replace(&mut model.link, link).state;
    if was != model.link.state {
        preferences::linked(model, out);
        ring(model, out);
    }
    if model.today() != believed {
        // The portal told that this computer has another day: what is due is counted anew.
        refresh(model, out);
    }
}

/// The portal of the demo runs or not.
pub(super) fn portal(model: &mut Model, running: bool) {
    if model.demo.is_none() {
        return;
    }
    model.demo = Some(Demo {
        portal_running: running,
    });
    let text = if running {
        NoticeText::PortalStarted
    } else {
        NoticeText::PortalStopped
    };
    tell(model, text, Severity::Info);
}

/// New rules: dates are computed anew.
pub(super) fn rules(model: &mut Model, rules: Rules, out: &mut Vec<Effect>) {
    // Who the holder is comes with them: its address and signatories stand in letters.
    if let Some(bin) = model.holder.as_ref().map(|holder| holder.bin.clone())
        && let Some(holder) = rules.directory.by_bin(&bin)
    {
        model.holder = Some(holder.clone());
    }
    model.rules = rules;
    detail::judge_again(model);
    preferences::renew(model, out);
    refresh(model, out);
}

/// The portal would have most of the replica deleted. The question never pushes itself between
/// a user and a form: it waits for the screen and is asked again with the key of the exchange.
pub(super) fn reset_question(model: &mut Model, deleting: u64, of: u64) {
    model.reset = Some((deleting, of));
    model.link.state = LinkState::AsksReset;
    if model.overlays.is_empty() {
        ask_reset(model);
    }
}

/// Puts the question of the reset.
pub(super) fn ask_reset(model: &mut Model) {
    if let Some((deleting, of)) = model.reset {
        overlay::ask(model, Question::Reset { deleting, of });
        super::quiet(model, true);
    }
}

/// Something failed.
pub(super) fn failed(model: &mut Model, failure: Failure) {
    tell(model, NoticeText::Failed(failure), Severity::Error);
}

/// A read failed: its question is open again.
pub(super) fn read_failed(
    model: &mut Model,
    revision: Revision,
    failure: Failure,
    out: &mut Vec<Effect>,
) {
    if detail::failed_ahead(model, revision) {
        return;
    }
    let mut ours = false;
    for id in ListId::ALL {
        let list = model.list_mut(id);
        if list.asked.is_some_and(|asked| asked.revision == revision) {
            list.asked = None;
            list.dirty = true;
            list.failed = Some(failure.clone());
            ours = true;
        }
    }
    for asked in [
        &mut model.detail.asked,
        &mut model.outbox.asked,
        &mut model.counts_asked,
        &mut model.next_asked,
    ] {
        if *asked == Some(revision) {
            *asked = None;
            ours = true;
        }
    }
    ours |= views::not_counted(model, revision);
    ours |= search::failed(model, revision);
    ours |= groups::failed(model, revision);
    ours |= inbox::failed(model, revision);
    ours |= away::failed(model, revision);
    if !ours {
        return;
    }
    let waits = matches!(
        model.type_ahead.awaited,
        Some(Awaited::Row(_) | Awaited::Item(..) | Awaited::Next)
    );
    if waits {
        type_ahead::give_up(model);
    }
    // What failed while a request was opened must not look like an item being loaded.
    if model.screen == Screen::Request && model.shown().is_none() && model.detail.asked.is_none() {
        super::navigate::back(model, out);
    }
    failed(model, failure);
}
