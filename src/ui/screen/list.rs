//! A list of work: what is to be done, by when, most urgent first.
//!
//! One row an item: mark, number, act, remaining working time, category, who and what waits.
//! The remaining time is never cut; the category gives way. Selecting changes the marker and
//! the number only, so that moving costs few bytes.

mod told;

use std::borrow::Cow;

use ratatui::layout::Rect;

pub(in crate::ui) use told::Memo;

use self::told::{Manner, Told};
use super::inbox;
use crate::app::Model;
use crate::app::action::ActionId;
use crate::app::list::{ListId, ListState};
use crate::app::pointer::Target;
use crate::app::words as app_words;
use crate::domain::ids::{ItemKind, Number};
use crate::domain::request::TextLang;
use crate::domain::row::Row;
use crate::domain::zone;
use crate::i18n::{Texts, words as codes};
use crate::theme::Role;
use crate::ui::canvas::{Canvas, Pen};
use crate::ui::countdown::{self, Countdown};
use crate::ui::memo::Part;
use crate::ui::widget::frame::{self, Place};
use crate::ui::{text, words};

const NUMBER: u16 = 8;
const ACT: u16 = 12;
/// The states of conferences and questions have longer names than the acts on requests.
const STATE: u16 = 16;
/// From this width on a row also shows the language and the letters of the owner.
const WIDE: u16 = 70;

/// Draws a list with its frame.
pub(in crate::ui) fn draw(
    canvas: &mut Canvas<'_>,
    memo: &mut Memo,
    area: Rect,
    model: &Model,
    texts: &Texts,
    list: &ListState,
) {
    canvas.target(area, Target::List);
    if list.is_empty() {
        let inner = frame::draw(canvas, area, &title(texts, list));
        let inner = below_head(canvas, inner, model, texts, list);
        empty(canvas, inner, texts, list);
        return;
    }
    let inner = below_head(canvas, frame::inside(area), model, texts, list);
    let view = View::new(model, texts, list, inner);
    view.rows(canvas, memo, inner, list);
    edges(canvas, memo, area, texts, list, inner.height);
}

/// Draws what stands above the rows, in an inbox; gives what is left for them.
fn below_head(
    canvas: &mut Canvas<'_>,
    inner: Rect,
    model: &Model,
    texts: &Texts,
    list: &ListState,
) -> Rect {
    match list.query.list {
        ListId::Questions => inbox::head(canvas, inner, model, texts),
        ListId::Home
        | ListId::Requests
        | ListId::Topics
        | ListId::Conferences
        | ListId::Access
        | ListId::Circulars => inner,
    }
}

/// Draws the frame: the title above, the place in the list below and at the right.
fn edges(
    canvas: &mut Canvas<'_>,
    memo: &mut Memo,
    area: Rect,
    texts: &Texts,
    list: &ListState,
    shown: u16,
) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let title = title(texts, list);
    let line = |y| Rect {
        y,
        height: 1,
        ..area
    };
    memo.title
        .show_value(canvas, line(area.y), &title, |canvas| {
            frame::top(canvas, area, &title);
        });
    memo.left
        .show_value(canvas, frame::left_edge(area), &(), |canvas| {
            frame::left(canvas, area);
        });
    let place = Place {
        top: list.top,
        shown: u64::from(shown),
        total: list.total,
    };
    let thumb = frame::thumb(area, place);
    memo.right
        .show_value(canvas, frame::right_edge(area), &thumb, |canvas| {
            frame::right(canvas, area);
            frame::scroll(canvas, area, place);
        });
    let mut foot = texts.queue_place(list.selected + 1, list.total);
    if !list.marked.is_empty() {
        let marked = u64::try_from(list.marked.len()).unwrap_or(u64::MAX);
        foot = format!("{} · {foot}", texts.queue_marked(marked));
    }
    let lowest = line(area.bottom().saturating_sub(1));
    memo.foot.show_value(canvas, lowest, &foot, |canvas| {
        frame::bottom(canvas, area);
        frame::foot(canvas, area, &foot);
    });
}

/// The time a line has left: to the hour where it ends within a day.
fn left(countdown: &Countdown<'_>, row: &Row) -> (String, Role) {
    match (row.caption.until, row.due) {
        (Some(until), _) => countdown.until(until),
        (None, Some(due)) => countdown.to(due),
        (None, None) => (String::new(), Role::Later),
    }
}

fn title(texts: &Texts, list: &ListState) -> String {
    let name = match list.query.list {
        ListId::Home => texts.queue_title_home(),
        ListId::Requests => texts.queue_title_requests(),
        ListId::Topics => texts.queue_title_topics(),
        ListId::Conferences => texts.queue_title_conferences(),
        ListId::Questions => questions_title(texts, list),
        ListId::Access => texts.queue_title_access(),
        ListId::Circulars => texts.queue_title_circulars(),
    };
    let filter = list.filter_text.text();
    if filter.is_empty() {
        name
    } else {
        texts.queue_title_filtered(filter, name)
    }
}

/// The questions and their order.
fn questions_title(texts: &Texts, list: &ListState) -> String {
    let name = texts.queue_title_questions();
    match list.query.inbox {
        Some(shown) => format!("{name}, {}", inbox::order(texts, shown.order)),
        None => name,
    }
}

fn empty(canvas: &mut Canvas<'_>, inner: Rect, texts: &Texts, list: &ListState) {
    let (what, hint) = if let Some(failure) = &list.failed {
        (
            app_words::failure(failure, texts),
            app_words::failure_hint(failure, texts),
        )
    } else if !list.loaded {
        (texts.queue_loading(), String::new())
    } else if list.query.filter.is_empty() {
        (
            texts.queue_empty(),
            texts.queue_empty_hint(words::key(ActionId::Sync)),
        )
    } else {
        (
            texts.queue_empty_filter(),
            texts.queue_empty_filter_hint(
                words::key(ActionId::ClearFilter),
                words::key(ActionId::Filter),
            ),
        )
    };
    notice(canvas, inner, &what, &hint);
}

/// Two sentences in the place of content: what is so, and what to do.
pub fn notice(canvas: &mut Canvas<'_>, inner: Rect, what: &str, hint: &str) {
    let room = inner.width.saturating_sub(2);
    let what = text::wrap(what, room).map(|line| (line, Role::Text));
    let hint = text::wrap(hint, room).map(|line| (line, Role::TextMuted));
    for (line, (words, role)) in (1..inner.height).zip(what.chain(hint)) {
        canvas.write(&mut Pen::at(inner, line).skip(1), words, role);
    }
}

struct View<'a> {
    model: &'a Model,
    texts: &'a Texts,
    countdown: Countdown<'a>,
    remaining: u16,
    act: u16,
    wide: bool,
}

impl<'a> View<'a> {
    fn new(model: &'a Model, texts: &'a Texts, list: &'a ListState, inner: Rect) -> Self {
        let countdown = Countdown::new(model, texts);
        Self {
            model,
            texts,
            remaining: match list.query.list {
                // Only a question with an expert has a time, and the room is needed for its words.
                ListId::Questions | ListId::Access | ListId::Circulars => 0,
                // Few lines with long names: no more room than the longest of them takes.
                ListId::Conferences => {
                    let rows = list.window.rows.iter();
                    let widths = rows.map(|row| text::width(&left(&countdown, row).0));
                    widths.max().unwrap_or(0)
                }
                ListId::Home | ListId::Requests | ListId::Topics => countdown::columns(texts),
            },
            act: match list.query.list {
                ListId::Conferences | ListId::Questions | ListId::Access | ListId::Circulars => {
                    STATE
                }
                ListId::Home | ListId::Requests | ListId::Topics => ACT,
            },
            wide: inner.width >= WIDE,
            countdown,
        }
    }

    /// Draws the rows that tell something else than they did.
    fn rows(&self, canvas: &mut Canvas<'_>, memo: &mut Memo, inner: Rect, list: &ListState) {
        let manner = memo.manner.as_ref();
        if !manner.is_some_and(|last| last.is_of(self.model, inner, self.remaining)) {
            if manner.is_some() {
                canvas.fill(inner, Role::Text);
            }
            memo.manner = Some(Manner::of(self.model, inner, self.remaining));
            memo.rows.clear();
            memo.rows
                .resize_with(usize::from(inner.height), Part::default);
        }
        for (line, part) in (0..inner.height).zip(&mut memo.rows) {
            let pen = Pen::at(inner, line);
            let told = self.told(canvas, pen, list, list.top + u64::from(line));
            let area = Rect::new(pen.x, pen.y, pen.room(), 1);
            part.show(
                canvas,
                area,
                |last| *last == told,
                || told.as_ref().map(Told::kept),
                |canvas| self.line(canvas, pen, told.as_ref()),
            );
        }
    }

    /// What the line at an index of the list tells.
    fn told<'l>(
        &self,
        canvas: &mut Canvas<'_>,
        pen: Pen,
        list: &'l ListState,
        index: u64,
    ) -> Option<Told<'l>> {
        if index >= list.total {
            return None;
        }
        let row = list.window.row(index);
        let number = row.map(|row| row.number);
        canvas.target_row(pen, Target::Row { index, number });
        let until = row.and_then(|row| row.caption.until);
        Some(Told {
            row: row.map(Cow::Borrowed),
            selected: index == list.selected,
            marked: number.is_some_and(|number| list.marked.contains(&number)),
            desk: number.and_then(|number| self.desk(canvas, number)),
            ending: until.map(|until| self.countdown.until(until)),
        })
    }

    fn line(&self, canvas: &mut Canvas<'_>, pen: Pen, told: Option<&Told<'_>>) {
        let Some(told) = told else {
            return;
        };
        match &told.row {
            None => self.unloaded(canvas, pen, told.selected),
            Some(row) => self.row(canvas, pen, row, told),
        }
    }

    fn marker(canvas: &mut Canvas<'_>, pen: &mut Pen, selected: bool) {
        let mark = canvas.marker(selected);
        canvas.cell(pen, 1, mark, Role::RowMarker);
    }

    fn unloaded(&self, canvas: &mut Canvas<'_>, mut pen: Pen, selected: bool) {
        Self::marker(canvas, &mut pen, selected);
        canvas.write(
            &mut pen.skip(2),
            &self.texts.queue_loading(),
            Role::TextDisabled,
        );
    }

    fn row(&self, canvas: &mut Canvas<'_>, mut pen: Pen, row: &Row, told: &Told<'_>) {
        let (words, urgency) = left(&self.countdown, row);
        Self::marker(canvas, &mut pen, told.selected);
        canvas.cell(&mut pen, 1, canvas.mark(urgency), urgency);
        let mark = if told.marked { "+" } else { " " };
        canvas.cell(&mut pen, 1, mark, Role::RowMarker);
        let number = row.number.to_string();
        let role = Role::row(told.selected);
        canvas.cell(&mut pen, NUMBER, &number, role);
        pen = pen.skip(1);
        canvas.cell(&mut pen, self.act, &self.act(row), Role::Row);
        pen = pen.skip(1);
        let remaining = self.remaining.max(text::width(&words));
        canvas.cell(&mut pen, remaining, &words, urgency);
        pen = pen.skip(1);
        self.tail(canvas, &mut pen, row);
        if let Some(words) = &told.desk {
            canvas.write(&mut pen, words, Role::TextWarning);
        } else {
            self.subject(canvas, pen, row);
        }
    }

    /// What it is about: of a request its category, else its caption.
    fn subject(&self, canvas: &mut Canvas<'_>, mut pen: Pen, row: &Row) {
        let caption = &row.caption;
        let Some(title) = &caption.title else {
            let category = words::category(self.model, self.texts, &row.category);
            canvas.write(&mut pen, category, Role::Row);
            return;
        };
        if caption.starred {
            canvas.write(&mut pen, "* ", Role::RowMarker);
        }
        if caption.weight > 0 {
            let weight = format!("{} ", Self::weight(row));
            canvas.write(&mut pen, &weight, Role::TextMuted);
        }
        canvas.write(&mut pen, title.get(self.texts.lang()), Role::Row);
    }

    /// The votes of a question, or the open questions of a conference.
    fn weight(row: &Row) -> String {
        let weight = row.caption.weight;
        if row.number.kind == ItemKind::Question {
            format!("+{weight}")
        } else {
            format!("({weight})")
        }
    }

    /// Who writes about the item or has its text to read, in the place of the category.
    fn desk(&self, canvas: &Canvas<'_>, number: Number) -> Option<String> {
        let (model, texts) = (self.model, self.texts);
        if let Some(lease) = model.house.writer(number, model.portal_now()) {
            let until = words::clock(zone::local(lease.until).time());
            let mark = canvas.mark(Role::RowWriting);
            return Some(format!("{mark} {until} {}", lease.user));
        }
        let mark = model.house.marks.get(&number)?;
        // What waits for the user comes before what waits for others.
        let own = mark.waits_for(model.user.as_ref());
        let waits = own.or_else(|| mark.waiting.first())?;
        Some(texts.queue_reads(waits.reader.0.as_str()))
    }

    fn act(&self, row: &Row) -> String {
        let staged = matches!(row.number.kind, ItemKind::Conference | ItemKind::Question);
        match (&row.act, row.state) {
            (Some(_), Some(state)) if staged => codes::stands(self.texts, state),
            (Some(rule), _) => words::row_act(self.model, self.texts, rule),
            (None, Some(state)) => codes::stands(self.texts, state),
            (None, None) => self.texts.queue_newer(),
        }
    }

    /// Marks at the right end: what waits, the owner, in wide rows the language.
    fn tail(&self, canvas: &mut Canvas<'_>, pen: &mut Pen, row: &Row) {
        let pending = if row.conflict {
            (canvas.mark(Role::Alarm), Role::Alarm)
        } else if row.pending {
            (canvas.mark(Role::RowPending), Role::RowPending)
        } else {
            (" ", Role::Row)
        };
        let owner = row.owner.as_ref().map_or_else(String::new, |owner| {
            let letters = if self.wide {
                text::head(&owner.0, 2).0
            } else {
                ""
            };
            format!("{}{letters}", canvas.mark(Role::RowOwner))
        });
        let columns = if self.wide { 11 } else { 3 };
        let mut place = pen.skip(pen.room().saturating_sub(columns));
        pen.end = place.x;
        place = place.skip(1);
        canvas.cell(&mut place, 1, pending.0, pending.1);
        canvas.cell(
            &mut place,
            if self.wide { 3 } else { 1 },
            &owner,
            Role::RowOwner,
        );
        if let Some(lang) = row.lang.filter(|_| self.wide) {
            let lang = short_lang(self.texts, lang);
            canvas.write(&mut place.skip(1), &lang, Role::TextMuted);
        }
    }
}

fn short_lang(texts: &Texts, lang: TextLang) -> String {
    match lang {
        TextLang::Kk => texts.queue_lang_kk(),
        TextLang::Ru => texts.queue_lang_ru(),
        TextLang::En => texts.queue_lang_en(),
        TextLang::Mixed => texts.queue_lang_mixed(),
    }
}
