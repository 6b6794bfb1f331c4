//! The lines around a screen: header, tabs, message line, footer.
//!
//! What matters most stays when room is short: alarms and the link before names, the clock
//! always. The footer shows what can be done here; what cannot is dimmed.

use ratatui::layout::Rect;

use crate::app::action::{ACTIONS, Action, ActionId, disabled};
use crate::app::model::{Alarm, LinkState, Screen};
use crate::app::notice::Severity;
use crate::app::{Model, words as app_words};
use crate::domain::local_text::LocalText;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::widget::keys::{self, Hint};
use crate::ui::{text, words};

type Piece = (String, Role);

/// From this width on the header names things in full.
const ROOMY: u16 = 80;

/// The header line: program, holder, counts, link, clock, unsent acts.
pub fn header(canvas: &mut Canvas<'_>, area: Rect, model: &Model, texts: &Texts) {
    canvas.fill(area, Role::Header);
    let mut right = link(canvas, model, texts, area.width >= ROOMY);
    right.push((
        format!(" {}", words::clock(model.local_time())),
        Role::Header,
    ));
    right.extend(unsent(canvas, model, texts, area.width >= ROOMY));
    let counts = counts(model, texts);
    let mut pen = Pen::at(area, 0).skip(1);
    let end = pen.end.saturating_sub(1);
    let mut tail = Pen {
        x: end.saturating_sub(width(&right)),
        y: area.y,
        end,
    };
    pen.end = tail.x.saturating_sub(2);
    for (piece, role) in &right {
        canvas.write(&mut tail, piece, *role);
    }
    let mut room = pen;
    room.end = pen.end.saturating_sub(width(&counts) + 3);
    canvas.write(&mut room, &name(model, texts, area.width), Role::HeaderMark);
    if let Some(holder) = &model.holder
        && room.room() > 8
    {
        canvas.write(&mut room, " │ ", Role::Header);
        canvas.write(&mut room, holder_name(&holder.name, texts), Role::Header);
    }
    pen.x = room.x;
    if width(&counts) + 3 > pen.room() {
        return;
    }
    let bar = if canvas.theme().ascii() {
        " | "
    } else {
        " │ "
    };
    canvas.write(&mut pen, bar, Role::Header);
    for (piece, role) in &counts {
        canvas.write(&mut pen, piece, *role);
    }
}

fn holder_name<'m>(name: &'m LocalText, texts: &Texts) -> &'m str {
    name.get(texts.lang())
}

fn width(pieces: &[Piece]) -> u16 {
    pieces.iter().map(|(words, _)| text::width(words)).sum()
}

fn name(model: &Model, texts: &Texts, columns: u16) -> String {
    let mut name = texts.header_mark();
    if columns >= 100 {
        name = format!("{name}  {}", texts.header_portal());
    }
    if model.demo.is_some() {
        name = format!("{name} {}", texts.header_demo());
    }
    if model.read_only.is_some() {
        name = format!("{name} [{}]", texts.header_read_only());
    }
    name
}

fn counts(model: &Model, texts: &Texts) -> Vec<Piece> {
    let counts = &model.counts;
    let mut pieces = vec![(texts.header_open(counts.open), Role::Header)];
    if counts.today > 0 {
        pieces.push((" · ".to_owned(), Role::Header));
        pieces.push((texts.header_today(counts.today), Role::Header));
    }
    if counts.overdue > 0 {
        pieces.push((" · ".to_owned(), Role::Header));
        pieces.push((texts.header_overdue(counts.overdue), Role::HeaderAlarm));
    }
    pieces
}

fn link(canvas: &Canvas<'_>, model: &Model, texts: &Texts, roomy: bool) -> Vec<Piece> {
    let (role, words) = match &model.link.state {
        LinkState::Starting => (Role::Offline, texts.link_starting()),
        LinkState::Online => (Role::Online, texts.link_online()),
        LinkState::Syncing {
            done,
            total: Some(total),
        } => (Role::Online, texts.link_filling(*done, *total)),
        LinkState::Syncing { .. } => (Role::Online, texts.link_syncing()),
        LinkState::Offline { .. } => (Role::Offline, texts.link_offline()),
        LinkState::Failing { .. } => (Role::Alarm, texts.link_failing()),
        LinkState::SignedOut => (Role::Alarm, texts.link_signed_out()),
        LinkState::AsksReset => (Role::Alarm, texts.link_asks_reset()),
    };
    let mark = canvas.mark(role);
    // The usual state needs no word; whatever is unusual is told in full.
    let told = roomy || !matches!(model.link.state, LinkState::Online);
    let words = if told {
        format!("{mark} {words}")
    } else {
        mark.to_owned()
    };
    vec![(words, role)]
}

fn unsent(canvas: &Canvas<'_>, model: &Model, texts: &Texts, roomy: bool) -> Option<Piece> {
    let count = model.counts.unsent;
    if count == 0 {
        return None;
    }
    let role = if model.counts.unsent_due > 0 {
        Role::HeaderAlarm
    } else {
        Role::Header
    };
    let words = if roomy {
        format!("  {}", texts.header_unsent(count))
    } else {
        format!(" {}{count}", canvas.mark(Role::RowPending))
    };
    Some((words, role))
}

/// The line of tabs with their counts; the open one is marked.
pub fn tabs(canvas: &mut Canvas<'_>, area: Rect, model: &Model, texts: &Texts) {
    let mut pen = Pen::at(area, 0).skip(1);
    for screen in Screen::TABS {
        let (name, count) = tab(screen, model, texts);
        let count = count.filter(|count| *count > 0);
        let words = count.map_or_else(|| name.clone(), |count| format!("{name} {count}"));
        let role = if model.tab() == screen {
            Role::TabSelected
        } else {
            Role::Tab
        };
        canvas.write(&mut pen, &format!(" {words} "), role);
        pen = pen.skip(1);
    }
}

fn tab(screen: Screen, model: &Model, texts: &Texts) -> (String, Option<u64>) {
    match screen {
        Screen::Home => (texts.tab_home(), Some(model.counts.open)),
        Screen::Requests | Screen::Request => (texts.tab_requests(), Some(model.counts.requests)),
        Screen::Outbox => (texts.tab_outbox(), Some(model.counts.outbox)),
    }
}

/// The message line: the message of the moment, else a standing alarm.
pub fn message(canvas: &mut Canvas<'_>, area: Rect, model: &Model, texts: &Texts) {
    let shown = match (&model.notice, model.alarm()) {
        (Some(notice), _) => {
            let role = match notice.severity {
                Severity::Info => Role::Notice,
                Severity::Warning => Role::NoticeRefusal,
                Severity::Error => Role::NoticeFailure,
            };
            Some((app_words::notice(notice, texts), role))
        }
        (None, Some(alarm)) => Some((alarm_words(alarm, texts), Role::Alarm)),
        (None, None) => None,
    };
    let Some((words, role)) = shown else { return };
    let mark = canvas.mark(role);
    let lead = if mark.is_empty() {
        String::new()
    } else {
        format!("{mark} ")
    };
    let mut pen = Pen::at(area, 0).skip(1);
    canvas.write(&mut pen, &format!(" {lead}{words} "), role);
}

fn alarm_words(alarm: Alarm, texts: &Texts) -> String {
    match alarm {
        Alarm::UnsentDue(count) => texts.alarm_unsent_due(count),
        Alarm::ClockWrong(seconds) => texts.alarm_clock_wrong(seconds.unsigned_abs().div_ceil(60)),
        Alarm::ClockMovedBack => texts.alarm_clock_moved_back(),
    }
}

/// The footer: the keys of this place.
pub fn footer(canvas: &mut Canvas<'_>, area: Rect, model: &Model, texts: &Texts) {
    let scopes = model.scopes();
    let mut here: Vec<&Action> = ACTIONS
        .iter()
        .filter(|action| action.footer > 0)
        .filter(|action| action.scopes.iter().any(|scope| scopes.contains(scope)))
        .collect();
    here.sort_by_key(|action| action.footer);
    let way_out = here.iter().rev().take_while(|action| is_way_out(action.id));
    let kept = way_out.count();
    let hints: Vec<Hint> = here
        .iter()
        .filter_map(|action| {
            Some(Hint {
                key: action.first_key()?,
                label: app_words::title(action, texts),
                enabled: disabled(model, action.id).is_none(),
            })
        })
        .collect();
    keys::row(canvas, Pen::at(area, 0).skip(1), &hints, kept);
}

const fn is_way_out(id: ActionId) -> bool {
    matches!(
        id,
        ActionId::Quit | ActionId::Close | ActionId::Cancel | ActionId::Back
    )
}
