//! The lines around a screen: header, tabs, message line, footer.
//!
//! What matters most stays when room is short: alarms and the link before names, the clock
//! always. The footer shows what can be done here; what cannot is dimmed.

use ratatui::layout::Rect;

use crate::app::action::{ACTIONS, Action, ActionId, action, disabled};
use crate::app::keymap::Chord;
use crate::app::model::{Alarm, Counts, Demo, Link, LinkState, ReadOnly, Screen};
use crate::app::notice::Severity;
use crate::app::overlay::Overlay;
use crate::app::pointer::Target;
use crate::app::{Model, words as app_words};
use crate::domain::act::{self, Role::Operator};
use crate::domain::holder::Holder;
use crate::domain::local_text::LocalText;
use crate::domain::zone;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::memo::Minute;
use crate::ui::widget::keys::{self, Hint};
use crate::ui::{countdown, text, words};

type Piece = (String, Role);

/// All that the header line tells.
#[derive(Debug)]
pub(super) struct Told {
    minute: Minute,
    /// What ends next need not end with a minute.
    ending: Option<Piece>,
    is_pressing: bool,
    link: Link,
    counts: Counts,
    role: act::Role,
    holder: Option<Holder>,
    demo: Option<Demo>,
    read_only: Option<ReadOnly>,
}

impl Told {
    pub(super) fn of(model: &Model, texts: &Texts) -> Self {
        Self {
            minute: Minute::of(model.now),
            ending: ending(model, texts),
            is_pressing: model.ending_without_link().is_some(),
            link: model.link.clone(),
            counts: model.counts,
            role: model.role,
            holder: model.holder.clone(),
            demo: model.demo,
            read_only: model.read_only,
        }
    }

    /// Whether a model tells the same.
    pub(super) fn is_told_by(&self, model: &Model, texts: &Texts) -> bool {
        let Self {
            minute,
            ending: last,
            is_pressing,
            link,
            counts,
            role,
            holder,
            demo,
            read_only,
        } = self;
        *minute == Minute::of(model.now)
            && *last == ending(model, texts)
            && *is_pressing == model.ending_without_link().is_some()
            && *link == model.link
            && *counts == model.counts
            && *role == model.role
            && *holder == model.holder
            && *demo == model.demo
            && *read_only == model.read_only
    }
}

/// From this width on the header names things in full.
const ROOMY: u16 = 80;

/// The header line: program, holder, counts, link, clock, unsent acts.
pub fn header(canvas: &mut Canvas<'_>, area: Rect, model: &Model, texts: &Texts) {
    canvas.fill(area, Role::Header);
    let roomy = area.width >= ROOMY;
    let mut right = link(canvas, model, texts, roomy);
    right.push((
        format!(" {}", words::clock(model.local_time())),
        Role::Header,
    ));
    right.extend(unsent(canvas, model, texts, roomy));
    let mut pen = Pen::at(area, 0).skip(1);
    let end = pen.end.saturating_sub(1);
    let mut tail = Pen {
        x: end.saturating_sub(width(&right)),
        y: area.y,
        end,
    };
    pen.end = tail.x.saturating_sub(2);
    write_all(canvas, &mut tail, &right);
    left(canvas, pen, model, texts);
}

/// Program, holder and counts in the room there is: counts go before names, alarms last.
fn left(canvas: &mut Canvas<'_>, mut pen: Pen, model: &Model, texts: &Texts) {
    let bar = if canvas.theme().ascii() {
        " | "
    } else {
        " │ "
    };
    let bar_width = text::width(bar);
    let name = name(model, texts);
    let mut counts = counts(model, texts);
    let fits = |counts: &[Vec<Piece>]| {
        text::width(&name) + bar_width + width(&joined(counts)) <= pen.room()
    };
    while counts.len() > 1 && !fits(&counts) {
        counts.remove(0);
    }
    let counts = joined(&counts);
    let spare = pen
        .room()
        .saturating_sub(text::width(&name) + bar_width + width(&counts));
    canvas.write(&mut pen, &name, Role::HeaderMark);
    let portal = texts.header_portal();
    let holder = model
        .holder
        .as_ref()
        .map(|holder| holder_name(&holder.name, texts));
    let holder_width = holder.map_or(0, text::width) + bar_width;
    if spare > text::width(&portal) + holder_width {
        canvas.write(&mut pen, &format!("  {portal}"), Role::Header);
    }
    if let Some(holder) = holder
        && spare >= holder_width.min(HOLDER_LEAST)
    {
        canvas.write(&mut pen, bar, Role::Header);
        let mut room = pen;
        room.end = pen.end.saturating_sub(bar_width + width(&counts));
        canvas.write(&mut room, holder, Role::Header);
        pen.x = room.x;
    }
    canvas.write(&mut pen, bar, Role::Header);
    write_all(canvas, &mut pen, &counts);
}

/// A holder's name cut to less than this says nothing.
const HOLDER_LEAST: u16 = 12;

fn write_all(canvas: &mut Canvas<'_>, pen: &mut Pen, pieces: &[Piece]) {
    for (piece, role) in pieces {
        canvas.write(pen, piece, *role);
    }
}

fn holder_name<'m>(name: &'m LocalText, texts: &Texts) -> &'m str {
    name.get(texts.lang())
}

fn width(pieces: &[Piece]) -> u16 {
    pieces.iter().map(|(words, _)| text::width(words)).sum()
}

fn name(model: &Model, texts: &Texts) -> String {
    let mut name = texts.header_mark();
    if model.demo.is_some() {
        name = format!("{name} {}", texts.header_demo());
    }
    if model.read_only.is_some() {
        name = format!("{name} [{}]", texts.header_read_only());
    }
    name
}

/// The counts, the least urgent first.
fn counts(model: &Model, texts: &Texts) -> Vec<Vec<Piece>> {
    let counts = &model.counts;
    let mut pieces = vec![vec![(texts.header_open(counts.open), Role::Header)]];
    if counts.today > 0 {
        pieces.push(vec![(texts.header_today(counts.today), Role::Header)]);
    }
    if counts.overdue > 0 {
        pieces.push(vec![(
            texts.header_overdue(counts.overdue),
            Role::HeaderAlarm,
        )]);
    }
    pieces.extend(ending(model, texts).map(|piece| vec![piece]));
    pieces
}

/// The countdown of the conference that ends next; the Operator has no part in its questions.
pub(super) fn ending(model: &Model, texts: &Texts) -> Option<Piece> {
    let ending = model.counts.ending?;
    if model.role == Operator {
        return None;
    }
    let now = model.portal_now();
    let number = ending.conference.to_string();
    let left = ending.closes.duration_since(now).as_secs();
    if left <= 0 {
        let open = u64::try_from(ending.open).unwrap_or(u64::MAX);
        let over = || (texts.header_ending_over(number, open), Role::HeaderAlarm);
        return (open > 0).then(over);
    }
    let role = if ending.is_pressing(now) {
        Role::HeaderAlarm
    } else {
        Role::Header
    };
    Some((
        texts.header_ending(number, countdown::duration(left / 60, texts)),
        role,
    ))
}

fn joined(counts: &[Vec<Piece>]) -> Vec<Piece> {
    counts.join(&(" · ".to_owned(), Role::Header))
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
        LinkState::Failing { code, .. } if code.is_of_the_store() => {
            (Role::Alarm, texts.link_store_failing())
        }
        LinkState::Failing { .. } => (Role::Alarm, texts.link_failing()),
        LinkState::SignedOut => (Role::Alarm, texts.link_signed_out()),
        LinkState::AsksReset => (Role::Alarm, texts.link_asks_reset()),
    };
    let role = if model.ending_without_link().is_some() {
        Role::Alarm
    } else {
        role
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
    let role = if model.stranded_due() > 0 {
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

/// The name of a view on its tab is cut to so many columns.
const VIEW_NAME: u16 = 16;

/// All that the line of tabs tells.
#[derive(Debug)]
pub(super) struct Tabs {
    role: act::Role,
    lit: Screen,
    open: Option<usize>,
    counts: Counts,
    views: Vec<(String, Option<u64>)>,
}

impl Tabs {
    pub(super) fn of(model: &Model) -> Self {
        let views = saved_views(model).map(|(name, count)| (name.to_owned(), count));
        Self {
            role: model.role,
            lit: model.lit_tab(),
            open: model.open_view(),
            counts: model.counts,
            views: views.collect(),
        }
    }

    /// Whether a model tells the same.
    pub(super) fn is_told_by(&self, model: &Model) -> bool {
        let Self {
            role,
            lit,
            open,
            counts,
            views,
        } = self;
        let views = views.iter().map(|(name, count)| (name.as_str(), *count));
        *role == model.role
            && *lit == model.lit_tab()
            && *open == model.open_view()
            && *counts == model.counts
            && views.eq(saved_views(model))
    }
}

/// The saved views with their counts.
fn saved_views(model: &Model) -> impl Iterator<Item = (&str, Option<u64>)> {
    let views = model.views.all.iter().enumerate();
    views.map(|(at, view)| (view.name.as_str(), model.views.count(at)))
}

/// Draws the line of tabs with their counts.
pub(super) fn tabs(canvas: &mut Canvas<'_>, area: Rect, model: &Model, texts: &Texts) {
    let tabs: Vec<(String, bool)> = screens(model, texts).chain(views(model)).collect();
    let mut pen = Pen::at(area, 0).skip(1);
    let lit = tabs.iter().position(|(_, lit)| *lit).unwrap_or(0);
    let first = first_tab(&tabs, lit, pen.room());
    for (at, (words, lit)) in tabs.iter().enumerate().skip(first) {
        if text::width(words) > pen.room() {
            return;
        }
        let role = if *lit { Role::TabSelected } else { Role::Tab };
        canvas.target_row(pen.within(text::width(words)), Target::Tab(at));
        canvas.write(&mut pen, words, role);
        pen = pen.skip(1);
    }
}

/// The tab to begin with so that the lit one is seen in full.
fn first_tab(tabs: &[(String, bool)], lit: usize, room: u16) -> usize {
    let mut left = room;
    let mut first = lit;
    for (at, (words, _)) in tabs.iter().enumerate().take(lit + 1).rev() {
        match left.checked_sub(text::width(words)) {
            Some(rest) => left = rest.saturating_sub(1),
            None => return first,
        }
        first = at;
    }
    first
}

/// The tabs of the screens, and which of them is lit.
fn screens<'m>(model: &'m Model, texts: &'m Texts) -> impl Iterator<Item = (String, bool)> + 'm {
    let view = model.open_view();
    let screens = Screen::tabs(model.role).iter().copied();
    screens.map(move |screen| {
        let (name, count) = tab(screen, model, texts);
        let words = match count.filter(|count| *count > 0) {
            Some(count) => format!(" {name} {count} "),
            None => format!(" {name} "),
        };
        (words, model.lit_tab() == screen && view.is_none())
    })
}

/// The tabs of the saved views, which stand after the screens.
fn views(model: &Model) -> impl Iterator<Item = (String, bool)> + '_ {
    let open = model.open_view();
    saved_views(model)
        .enumerate()
        .map(move |(at, (name, count))| {
            let name = text::truncate(name, VIEW_NAME);
            let words = match count {
                Some(count) => format!(" {name} {count} "),
                None => format!(" {name} "),
            };
            (words, open == Some(at))
        })
}

fn tab(screen: Screen, model: &Model, texts: &Texts) -> (String, Option<u64>) {
    match screen {
        Screen::Home => (texts.tab_home(), Some(model.counts.open)),
        Screen::Requests | Screen::Request => (texts.tab_requests(), Some(model.counts.requests)),
        Screen::Topics => (texts.tab_topics(), Some(model.counts.topics)),
        Screen::Conferences | Screen::Inbox => {
            (texts.tab_conferences(), Some(model.counts.conferences))
        }
        Screen::Access => (texts.tab_access(), Some(model.counts.access)),
        Screen::Circulars => (texts.tab_circulars(), Some(model.counts.circulars)),
        Screen::Outbox => (texts.tab_outbox(), Some(model.counts.outbox)),
    }
}

/// Draws the message line: the message of the moment, else a standing alarm. One that has no room
/// ends with the key that shows it whole.
pub(super) fn draw_message(canvas: &mut Canvas<'_>, area: Rect, message: Option<&Message>) {
    let Some(Message { words, role, whole }) = message else {
        return;
    };
    let mark = canvas.mark(*role);
    let lead = if mark.is_empty() {
        String::new()
    } else {
        format!("{mark} ")
    };
    let mut pen = Pen::at(area, 0).skip(1);
    let words = format!(" {lead}{words} ");
    let key = whole.filter(|_| text::width(&words) > pen.room());
    let key = key.map_or_else(String::new, |key| key.to_string());
    let mut end = pen;
    end.x = pen.end.saturating_sub(text::width(&key));
    if !key.is_empty() {
        pen.end = end.x.saturating_sub(1);
    }
    canvas.write(&mut pen, &words, *role);
    canvas.write(&mut end, &key, Role::Key);
}

/// What the message line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) words: String,
    pub(super) role: Role,
    /// The key that shows it whole.
    pub(super) whole: Option<Chord>,
}

/// The message of the moment, else a standing alarm.
pub(super) fn message(model: &Model, texts: &Texts) -> Option<Message> {
    match (&model.notice, model.alarm()) {
        (Some(notice), _) => {
            let role = match notice.severity {
                Severity::Info => Role::Notice,
                Severity::Warning => Role::NoticeRefusal,
                Severity::Error => Role::NoticeFailure,
            };
            Some(Message {
                words: app_words::notice(notice, texts),
                role,
                whole: key_of_whole(model),
            })
        }
        (None, Some(alarm)) => Some(Message {
            words: alarm_words(alarm, texts),
            role: Role::Alarm,
            whole: None,
        }),
        (None, None) => None,
    }
}

/// The key that shows the message of the moment whole, unless it is shown so already.
fn key_of_whole(model: &Model) -> Option<Chord> {
    let is_shown = matches!(model.overlays.last(), Some(Overlay::Message(_)));
    let key = model.key_here(action(ActionId::Message));
    key.filter(|_| !is_shown)
}

fn alarm_words(alarm: Alarm, texts: &Texts) -> String {
    match alarm {
        Alarm::EndingWithoutLink(ending) => {
            let time = zone::local(ending.closes).strftime("%H:%M").to_string();
            texts.alarm_ending_without_link(ending.conference.to_string(), time)
        }
        Alarm::UnsentDue(count) => texts.alarm_unsent_due(count, words::key(ActionId::Sync)),
        Alarm::ClockWrong(seconds) => texts.alarm_clock_wrong(off(seconds, texts)),
        Alarm::ClockMovedBack => texts.alarm_clock_moved_back(),
    }
}

/// How far a clock is off, in the largest unit that says it.
fn off(seconds: i64, texts: &Texts) -> String {
    let minutes = seconds.unsigned_abs().div_ceil(60);
    match minutes {
        0..120 => texts.countdown_minutes(minutes),
        120..2_880 => texts.countdown_hours(minutes / 60),
        _ => texts.clock_off_days(minutes / 1_440),
    }
}

/// The keys of this place.
#[must_use]
pub fn hints(model: &Model) -> Vec<Hint> {
    let scopes = model.scopes();
    let mut here: Vec<&Action> = ACTIONS
        .iter()
        .filter(|action| action.footer > 0)
        .filter(|action| action.scopes.iter().any(|scope| scopes.contains(scope)))
        .collect();
    here.sort_by_key(|action| action.footer);
    here.iter()
        .filter_map(|action| {
            Some(Hint {
                action: action.id,
                key: model.key_here(action)?,
                enabled: disabled(model, action.id).is_none(),
                kept: is_way_out(action.id),
            })
        })
        .collect()
}

/// Draws the footer.
pub fn draw_hints(canvas: &mut Canvas<'_>, area: Rect, hints: &[Hint], texts: &Texts) {
    keys::row(canvas, Pen::at(area, 0).skip(1), hints, texts);
}

const fn is_way_out(id: ActionId) -> bool {
    matches!(
        id,
        ActionId::Quit | ActionId::Close | ActionId::Cancel | ActionId::Back
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;

    #[test]
    fn a_wrong_clock_is_off_by_the_largest_unit_that_says_it() {
        let told = |seconds| off(seconds, Texts::of(Lang::Kk));
        assert_eq!(told(-301), "6 мин");
        assert_eq!(told(119 * 60), "119 мин");
        assert_eq!(told(-5 * 3_600), "5 сағ");
        assert_eq!(told(356_291 * 60), "247 күн");
    }
}
