//! The head of an inbox: the conference, its end, how its questions dwindle.

use jiff::civil::DateTime;
use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::action::ActionId;
use crate::app::inbox::InboxHead;
use crate::app::model::INBOX_HEAD;
use crate::domain::burn::Burn;
use crate::domain::conference::ConferenceState;
use crate::domain::row::InboxOrder;
use crate::domain::zone;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::countdown::duration;
use crate::ui::text;

/// Minutes before the end from which on it is told in the colour of today.
const NEAR: i64 = 60;
/// Minutes before the end from which on it is told in the colour of an alarm.
const LAST: i64 = 10;
const DAY: i64 = 24 * 60;

/// Draws the head at the top of a list and gives what is left for the questions.
pub(super) fn head(canvas: &mut Canvas<'_>, inner: Rect, model: &Model, texts: &Texts) -> Rect {
    if inner.height <= INBOX_HEAD {
        return inner;
    }
    let lines = Rect {
        height: INBOX_HEAD,
        ..inner
    };
    canvas.fill(lines, Role::Text);
    if let Some(head) = model.inbox.head.as_deref() {
        first(canvas, Pen::at(inner, 0).skip(1), head, model, texts);
        second(canvas, Pen::at(inner, 1).skip(1), &head.burn, texts);
        let key = model.keys.first(ActionId::InboxNew);
        third(canvas, Pen::at(inner, 2).skip(1), head, &key, texts);
    }
    Rect {
        y: inner.y + INBOX_HEAD,
        height: inner.height - INBOX_HEAD,
        ..inner
    }
}

/// The name, cut where room is short, and the end, which never is.
fn first(canvas: &mut Canvas<'_>, mut pen: Pen, head: &InboxHead, model: &Model, texts: &Texts) {
    let (end, role) = end(head, zone::local(model.portal_now()), texts);
    let mut right = pen.skip(pen.room().saturating_sub(text::width(&end) + 1));
    pen.end = right.x.saturating_sub(1);
    canvas.write(&mut pen, head.name.get(texts.lang()), Role::TextStrong);
    canvas.write(&mut right, &end, role);
}

/// When the conference ends, and how near that is.
fn end(head: &InboxHead, now: DateTime, texts: &Texts) -> (String, Role) {
    match head.state {
        ConferenceState::Closed | ConferenceState::Archived => {
            return (texts.inbox_closed(), Role::TextMuted);
        }
        ConferenceState::Draft
        | ConferenceState::Sent
        | ConferenceState::Returned
        | ConferenceState::Published
        | ConferenceState::Announced
        | ConferenceState::Open
        | ConferenceState::Closing => {}
    }
    let Some(closes) = head.closes else {
        return (String::new(), Role::Text);
    };
    let left = now
        .until((jiff::Unit::Minute, closes))
        .map_or(0, |span| span.get_minutes());
    if closes <= now && head.burn.open == 0 {
        return (texts.inbox_closed(), Role::TextMuted);
    }
    if closes <= now {
        return (texts.inbox_over(), Role::Alarm);
    }
    let role = if left < LAST {
        Role::Overdue
    } else if left < NEAR {
        Role::Today
    } else {
        Role::Text
    };
    let words = if left >= DAY {
        texts.inbox_closes_on(closes.strftime("%d.%m %H:%M").to_string())
    } else {
        texts.inbox_closes(duration(left, texts))
    };
    (words, role)
}

/// What is left, the pace, and what stays unanswered at this pace.
fn second(canvas: &mut Canvas<'_>, mut pen: Pen, burn: &Burn, texts: &Texts) {
    canvas.write(
        &mut pen,
        &texts.inbox_left(u64::from(burn.asked), u64::from(burn.open)),
        Role::Text,
    );
    if burn.asked == 0 {
        return;
    }
    if let Some(unanswered) = burn.unanswered {
        let role = if unanswered == 0 {
            Role::TextMuted
        } else {
            Role::TextWarning
        };
        let words = texts.inbox_forecast(u64::from(unanswered));
        canvas.write(&mut pen, &format!(" · {words}"), role);
    }
    let pace = texts.inbox_pace(u64::from(burn.asked_lately), u64::from(burn.settled_lately));
    if pen.room() > text::width(&pace) + 3 {
        canvas.write(&mut pen, &format!(" · {pace}"), Role::TextMuted);
    }
}

/// The curve, and at its right what has come since.
fn third(canvas: &mut Canvas<'_>, mut pen: Pen, head: &InboxHead, key: &str, texts: &Texts) {
    if head.new > 0 {
        let words = texts.inbox_new(head.new, key.to_owned());
        let mut right = pen.skip(pen.room().saturating_sub(text::width(&words) + 1));
        pen.end = right.x.saturating_sub(1);
        canvas.write(&mut right, &words, Role::TextWarning);
    }
    let curve = curve(&head.burn, pen.room(), canvas.theme().ascii());
    canvas.write(&mut pen, &curve, Role::TextMuted);
}

const BARS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_BARS: [char; 9] = [' ', '_', '.', ':', '-', '=', '+', '*', '#'];

/// The newest points that fit, each as a bar; the greatest has full height.
fn curve(burn: &Burn, room: u16, ascii: bool) -> String {
    let bars = if ascii { ASCII_BARS } else { BARS };
    let most = burn.points.iter().copied().max().unwrap_or(0).max(1);
    let first = burn.points.len().saturating_sub(usize::from(room));
    let bar = |point: &u32| {
        let height = (u64::from(*point) * 8).div_ceil(u64::from(most));
        let height = usize::try_from(height).unwrap_or(0);
        bars.get(height).copied().unwrap_or(' ')
    };
    burn.points.iter().skip(first).map(bar).collect()
}

/// The order of an inbox in its title.
pub(super) fn order(texts: &Texts, order: InboxOrder) -> String {
    match order {
        InboxOrder::NextUp => texts.inbox_order_next_up(),
        InboxOrder::Votes => texts.inbox_order_votes(),
        InboxOrder::Age => texts.inbox_order_age(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_shows_the_newest_points_and_the_greatest_in_full() {
        let burn = Burn {
            points: vec![4, 0, 2, 8],
            ..Burn::default()
        };
        assert_eq!(curve(&burn, 10, false), "▄ ▂█");
        assert_eq!(curve(&burn, 2, true), ".#");
    }
}
