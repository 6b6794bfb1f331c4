//! Line mode: what stands on the screen as lines, and of them only what is news.
//!
//! The same view draws the same model on a long sheet without lines and colours; what is on it is
//! told in full when the place changes and by its changed lines while the place stays. Nothing
//! here moves a cursor: a screen reader, a printer and a dumb terminal read from top to bottom.
//! Not here: where lines go and where they come from.

use std::collections::HashSet;
use std::mem::discriminant;

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{Drawn, header, text, view};
use crate::app::Model;
use crate::app::compose::Composer;
use crate::app::layout::Layout;
use crate::app::model::{LinkState, Screen};
use crate::app::overlay::Overlay;
use crate::app::preferences::Part;
use crate::app::text_mode::TextMode;
use crate::domain::local_text::Lang;
use crate::domain::zone;
use crate::i18n::Texts;
use crate::theme::{Role, Theme};

/// Columns in which the whole state fits.
const STATE_WIDTH: u16 = 240;

/// Where one is: while it stays, only changed lines are told.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    screen: Screen,
    /// How many things lie over the screen, and which is on top.
    over: usize,
    top: Option<std::mem::Discriminant<Overlay>>,
    /// The part of it that is shown.
    part: usize,
    /// The item that is shown, or the filter of the list: of another one everything is told, also
    /// what is the same by chance.
    about: String,
    said_again: u64,
    lang: Lang,
}

impl Place {
    /// Whether another place lies over this one.
    fn is_below(&self, other: &Self) -> bool {
        let whole = |place: &Self| (place.screen, place.lang, place.said_again);
        whole(self) == whole(other) && self.about == other.about && self.over < other.over
    }

    fn of(model: &Model) -> Self {
        let number = model
            .detail
            .number
            .filter(|_| model.screen == Screen::Request);
        let filter = model.current_list().map(|list| list.filter_text.text());
        let about = match number {
            Some(number) => number.to_string(),
            None => filter.unwrap_or_default().to_owned(),
        };
        Self {
            about,
            screen: model.screen,
            over: model.overlays.len(),
            top: model.overlays.last().map(discriminant),
            part: model.overlays.last().map_or(0, part),
            said_again: model.line_mode.said_again,
            lang: model.lang,
        }
    }
}

/// Which of its parts something shows: of another one everything is told, also what both have.
fn part(overlay: &Overlay) -> usize {
    if let Overlay::Why(why) = overlay {
        why.clock
    } else if let Overlay::Help(help) = overlay {
        usize::from(help.all)
    } else if let Some(settings) = overlay.settings() {
        usize::from(settings.part == Part::Holder)
    } else if let Some(page) = overlay.composer().and_then(Composer::page) {
        Lang::ALL
            .into_iter()
            .position(|lang| lang == page.lang)
            .unwrap_or(0)
    } else {
        0
    }
}

/// What was told so far.
#[derive(Debug, Default)]
pub struct Told {
    /// The places one came through, the present one last, each with the lines told there.
    places: Vec<(Place, Vec<String>)>,
    message: Option<Message>,
    state: State,
}

/// A message; the same words said again later are another one.
#[derive(Debug, PartialEq, Eq)]
struct Message {
    words: String,
    at: Option<Timestamp>,
}

/// The state as it was told last: without what only goes on with the time.
#[derive(Debug, Default, PartialEq, Eq)]
struct State {
    words: String,
    is_pressing: bool,
}

/// What is to be told now.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct News {
    /// The lines, in order.
    pub lines: Vec<String>,
    /// What stands before the cursor, where the next line is typed.
    pub prompt: String,
    /// The greatest useful first lines of the scrolled parts.
    pub drawn: Drawn,
}

impl Told {
    /// What is news since the last time.
    pub fn news(&mut self, model: &Model, texts: &Texts) -> News {
        let theme = Theme::of_lines();
        let area = Rect::new(0, 0, model.layout.width, model.layout.height);
        let mut buf = Buffer::empty(area);
        let drawn = view(model, &theme, texts, area, &mut buf);
        let body = body(&buf, model.layout);
        let mut lines = Vec::new();
        self.state(model, texts, &theme, &mut lines);
        let mut footer = vec![row(&buf, model.layout.footer().y)];
        if model.text_mode() != TextMode::None {
            footer.push(texts.help_lines_text());
        }
        self.place(Place::of(model), body, footer, &theme, &mut lines);
        self.message(model, texts, &theme, &mut lines);
        News {
            lines,
            prompt: prompt(&buf, model, &drawn),
            drawn,
        }
    }

    /// The lines of a place: all of them where one has come, those that are news where one is or
    /// has come back to.
    fn place(
        &mut self,
        place: Place,
        body: Vec<String>,
        footer: Vec<String>,
        theme: &Theme,
        lines: &mut Vec<String>,
    ) {
        let here = self.places.last().is_some_and(|(last, _)| *last == place);
        let known = self.places.iter().position(|(one, _)| *one == place);
        if let Some(at) = known {
            if !here {
                lines.push(String::new());
                lines.extend(body.first().cloned());
            }
            let told = self.places.get(at).map_or(&[][..], |(_, told)| told);
            lines.extend(news(told, &body, theme.mark(Role::RowMarker)));
            if !here {
                lines.extend(footer);
            }
            self.places.truncate(at);
        } else {
            lines.push(String::new());
            lines.extend(body.iter().cloned());
            lines.extend(footer);
            // What lies over another screen, or was said before, is not come back to.
            self.places.retain(|(one, _)| one.is_below(&place));
        }
        self.places.push((place, body));
    }

    /// What is said at the moment. It may hold words that came from elsewhere; nothing but signs
    /// goes to the terminal.
    fn message(&mut self, model: &Model, texts: &Texts, theme: &Theme, lines: &mut Vec<String>) {
        let message = header::message(model, texts).map(|told| {
            let mark = theme.mark(told.role);
            let words = format!("{mark} {}", told.words).replace(char::is_control, " ");
            Message {
                words: words.trim_start().to_owned(),
                at: model.notice.as_ref().map(|notice| notice.at),
            }
        });
        if message != self.message {
            lines.extend(message.as_ref().map(|message| message.words.clone()));
            self.message = message;
        }
    }

    /// The state of the link and what waits, when it is another one.
    fn state(&mut self, model: &Model, texts: &Texts, theme: &Theme, lines: &mut Vec<String>) {
        // The clock alone is no news, nor is an exchange that comes and goes by itself.
        if matches!(model.link.state, LinkState::Syncing { total: None, .. }) {
            return;
        }
        let area = Rect::new(0, 0, STATE_WIDTH, 1);
        let mut buf = Buffer::empty(area);
        header::header(&mut Canvas::new(&mut buf, theme), area, model, texts);
        let clock = zone::local(model.now).strftime(" %H:%M").to_string();
        let told = row(&buf, 0).replace(&clock, "");
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        // A countdown is told when it becomes pressing, not every minute.
        let ending = header::ending(model, texts);
        let (left, is_pressing) = match &ending {
            Some((words, role)) => (words.as_str(), *role == Role::HeaderAlarm),
            None => ("", false),
        };
        let state = State {
            words: told.replace(left, ""),
            is_pressing,
        };
        if state != self.state {
            lines.push(told);
            self.state = state;
        }
    }
}

/// The lines that were not there before; a line that only lost the mark of the chosen one is none.
fn news(told: &[String], body: &[String], marker: &str) -> Vec<String> {
    let unmarked = |line: &str| line.replacen(marker, " ", 1);
    let before: HashSet<&str> = told.iter().map(String::as_str).collect();
    let known: HashSet<String> = told.iter().map(|line| unmarked(line)).collect();
    let button = format!("{marker}[");
    let is_news = |line: &&String| {
        let is_chosen = line.trim_start().starts_with(marker) || line.contains(&button);
        !before.contains(line.as_str()) && (is_chosen || !known.contains(&unmarked(line)))
    };
    body.iter().filter(is_news).cloned().collect()
}

/// The lines between tabs and message, blank ones folded.
fn body(buf: &Buffer, layout: Layout) -> Vec<String> {
    let area = layout.body();
    let mut lines: Vec<String> = Vec::new();
    for y in area.y..area.y.saturating_add(area.height) {
        let line = row(buf, y);
        let blank_again = line.is_empty() && lines.last().is_none_or(String::is_empty);
        if !blank_again {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A row of the sheet without the column of the frame.
fn row(buf: &Buffer, y: u16) -> String {
    let area = buf.area;
    let line = signs(buf, y, area.right());
    let line = line.trim_end();
    line.strip_prefix(' ').unwrap_or(line).to_owned()
}

/// The signs of a row up to a column; the blank behind a wide one is part of it.
fn signs(buf: &Buffer, y: u16, end: u16) -> String {
    let mut line = String::new();
    let mut x = buf.area.left();
    while let Some(cell) = buf.cell((x, y)).filter(|_| x < end) {
        line.push_str(cell.symbol());
        x = x.saturating_add(text::width(cell.symbol()).max(1));
    }
    line
}

/// What stands before the cursor of a text field, else only a mark.
fn prompt(buf: &Buffer, model: &Model, drawn: &Drawn) -> String {
    match (model.text_mode(), drawn.cursor) {
        (TextMode::Line, Some(cursor)) => {
            format!("{} ", signs(buf, cursor.y, cursor.x).trim())
        }
        (TextMode::Lines, _) => "| ".to_owned(),
        (TextMode::Line | TextMode::None, _) => "> ".to_owned(),
    }
}
