//! What happens only because time passes.

use jiff::Timestamp;

use super::{detail, forms, inbox, news, type_ahead, views};
use crate::app::effect::Effect;
use crate::app::model::Model;

/// Takes the time and does what has become due.
pub(super) fn clock(model: &mut Model, now: Timestamp, out: &mut Vec<Effect>) {
    let yesterday = model.today();
    model.now = now;
    if model.quiet_until.is_some_and(|until| until <= now) {
        model.quiet_until = None;
    }
    let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
    if due(model.notice.as_ref().and_then(|notice| notice.until)) {
        model.notice = None;
    }
    if due(model.detail.read_at) {
        detail::read_ahead(model, out);
    }
    if due(model.detail.show_at) {
        detail::rested(model, out);
    }
    let (ended, held) = model.held.iter().partition(|held| held.until <= now);
    model.held = held;
    let ended: Vec<crate::app::model::Held> = ended;
    out.extend(
        ended
            .into_iter()
            .map(|held| Effect::HoldEnded { op_id: held.op_id }),
    );
    forms::autosave(model, out);
    views::recount(model, out);
    inbox::follow_time(model, out);
    if due(model.type_ahead.until) {
        type_ahead::give_up(model);
    }
    if model.today() != yesterday {
        news::refresh(model, out);
    }
}
