//! The small form of an act on a topic, a conference or a question: a few lines, Cancel first.
//!
//! Long texts are written in the composer. Enter on a line only moves on and never ends on the
//! deciding button; nothing is judged here but what is no day or no number at all.

mod command;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::Serialize;

use super::annex_form::{self, Typed};
use super::editor::Editor;
use super::effect::DraftKey;
use super::field::LineField;
use super::form::Focus;
use super::typed;
use crate::domain::act::Act;
use crate::domain::annex::{ConferenceForm, Field};
use crate::domain::conference::Conference;
use crate::domain::hours::WorkingHours;
use crate::domain::ids::{ItemKind, Number, UserName};
use crate::domain::local_text::Lang;
use crate::domain::question::DeclineReason;
use crate::domain::refusal::Refusal;
use crate::domain::text::CitizenText;
use crate::wire::draft::LetterDraft;
use crate::wire::ops::Base;

/// What a line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// The link to a public notice.
    Link,
    /// The day of a public notice.
    On,
    /// The new closing date.
    Closes,
    /// Why the closing date moves.
    Why,
    /// The reason of declining.
    Reason,
    /// A note for the house.
    Note,
    /// The name of the expert.
    Expert,
    /// Until when the expert has time.
    Until,
    /// The question to merge into.
    Into,
    /// Why the act comes late.
    Late,
    /// The login name of a new account.
    Login,
    /// BIN of the holder a circular is for; blank: every holder.
    To,
    /// The text of a circular.
    Circular,
    /// A field of annex 1.
    Field(Field),
}

impl Ask {
    /// The kebab-case name, the tail of the Fluent id `ask-…`; of a field `field-…`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::On => "on",
            Self::Closes => "closes",
            Self::Why => "why",
            Self::Reason => "reason",
            Self::Note => "note",
            Self::Expert => "expert",
            Self::Until => "until",
            Self::Into => "into",
            Self::Late => "late",
            Self::Login => "login",
            Self::To => "to",
            Self::Circular => "circular",
            Self::Field(field) => field.id(),
        }
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormLine {
    /// What it asks for.
    pub ask: Ask,
    /// What was typed; of a choice its place among the reasons.
    pub value: Value,
}

/// What a line holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Typed text.
    Typed(LineField),
    /// A text of some length.
    Written(Box<Editor>),
    /// One of the reasons of declining, by its place.
    Chosen(usize),
}

/// The form of one act.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemForm {
    /// The act.
    pub act: Act,
    /// The item.
    pub number: Number,
    /// What the decision is based on.
    pub base: Base,
    /// The lines.
    pub lines: Vec<FormLine>,
    /// The focus.
    pub focus: Focus,
    /// Why the last attempt was refused.
    pub refusal: Option<Refusal>,
    /// What stood in the lines when the form was opened.
    pub origin: Typed,
    /// The accounts that moderate the conference, which the form leaves as they are.
    pub team: Vec<UserName>,
    /// When what was typed is to be saved.
    pub save_at: Option<Timestamp>,
    /// Something was typed.
    pub touched: bool,
    /// The draft was asked for and has not come.
    pub draft_asked: bool,
    /// The hour at which a time ends where only a day was typed.
    pub day_ends: Time,
}

impl ItemForm {
    /// What stands for a circular that the portal has not numbered yet.
    pub const NEW_CIRCULAR: Number = Number::unnumbered(ItemKind::Circular);

    /// The form of annex 1 of a conference; where it has no days yet, some are proposed.
    #[must_use]
    pub fn of_annex(conference: &Conference, base: Base, proposed: Option<(Date, Date)>) -> Self {
        let lines = annex_form::lines(&conference.form, proposed);
        Self {
            act: Act::Plan,
            number: conference.number,
            base,
            origin: annex_form::typed(&lines),
            lines,
            focus: Focus::Line(0),
            refusal: None,
            team: conference.team.clone(),
            save_at: None,
            touched: false,
            draft_asked: true,
            day_ends: WorkingHours::default().end,
        }
    }

    /// What the draft of the form is kept under.
    #[must_use]
    pub fn draft_key(&self) -> DraftKey {
        DraftKey {
            number: self.number,
            act: self.act,
            lang: Lang::default(),
        }
    }

    /// What was typed, as a draft keeps it: what a colleague changes
    /// elsewhere meanwhile is not put back by it.
    #[must_use]
    pub fn draft(&self) -> Option<LetterDraft> {
        let mut typed = annex_form::typed(&self.lines);
        typed.retain(|field, text| self.origin.get(field) != Some(text));
        let text = serde_json::to_string(&typed).unwrap_or_default();
        // What is too long to be kept does not take the place of what is kept already.
        Some(LetterDraft {
            text: CitizenText::parse(&text).ok()?,
            touched: true,
            ..LetterDraft::default()
        })
    }

    /// Puts what a draft kept into the form.
    pub fn restore(&mut self, draft: &LetterDraft) {
        if let Ok(kept) = serde_json::from_str(draft.text.as_str()) {
            annex_form::restore(&mut self.lines, &kept);
        }
    }

    /// The form of annex 1 as far as it can be read.
    #[must_use]
    pub fn readable(&self) -> ConferenceForm {
        annex_form::readable(&self.lines)
    }

    /// The form of annex 1 as typed so far.
    ///
    /// # Errors
    /// A day or an hour cannot be read.
    pub fn annex(&self) -> Result<ConferenceForm, Refusal> {
        annex_form::form(&self.lines)
    }

    /// Tells the editors their size.
    pub fn fit(&mut self, (width, rows): (u16, u16)) {
        for line in &mut self.lines {
            if let Value::Written(editor) = &mut line.value {
                editor.resize(width, rows);
            }
        }
    }

    /// The editor under the focus.
    pub fn editor_mut(&mut self) -> Option<&mut Editor> {
        match &mut self.line_mut()?.value {
            Value::Written(editor) => Some(editor),
            Value::Typed(_) | Value::Chosen(_) => None,
        }
    }

    /// Whether the focus is in a text of some length.
    #[must_use]
    pub fn is_writing(&self) -> bool {
        let Focus::Line(at) = self.focus else {
            return false;
        };
        let line = self.lines.get(at);
        line.is_some_and(|line| matches!(line.value, Value::Written(_)))
    }

    /// The form of an act; its lines are empty but for what is usual.
    #[must_use]
    pub fn new(act: Act, number: Number, base: Base, today: Date) -> Self {
        let asks: &[Ask] = match (number.kind, act) {
            (ItemKind::Conference, Act::Announce) => &[Ask::Link, Ask::On],
            (ItemKind::Conference, Act::Extend) => &[Ask::Closes, Ask::Why],
            (ItemKind::Question, Act::Decline) => &[Ask::Reason, Ask::Note],
            (ItemKind::Question, Act::Assign) => &[Ask::Expert, Ask::Until],
            (ItemKind::Question, Act::Merge) => &[Ask::Into],
            (ItemKind::Access, Act::Grant) => &[Ask::Login],
            (ItemKind::Circular, Act::Send) => &[Ask::To, Ask::Circular],
            _ => &[],
        };
        let usual = |ask: Ask| match ask {
            Ask::Reason => Value::Chosen(0),
            Ask::Circular => Value::Written(Box::new(Editor::new(""))),
            Ask::On => Value::Typed(LineField::new(&today.strftime("%d.%m.%Y").to_string())),
            Ask::Link
            | Ask::Closes
            | Ask::Why
            | Ask::Note
            | Ask::Expert
            | Ask::Until
            | Ask::Into
            | Ask::Late
            | Ask::Login
            | Ask::To
            | Ask::Field(_) => Value::Typed(LineField::default()),
        };
        let lines: Vec<FormLine> = asks
            .iter()
            .map(|ask| FormLine {
                ask: *ask,
                value: usual(*ask),
            })
            .collect();
        let focus = if lines.is_empty() {
            Focus::Cancel
        } else {
            Focus::Line(0)
        };
        Self {
            act,
            number,
            base,
            focus,
            refusal: None,
            origin: annex_form::typed(&lines),
            draft_asked: lines
                .iter()
                .any(|line| !matches!(line.value, Value::Chosen(_))),
            lines,
            team: Vec::new(),
            save_at: None,
            touched: false,
            day_ends: WorkingHours::default().end,
        }
    }

    /// The same with the hour at which the holder's day ends.
    #[must_use]
    pub fn in_hours(mut self, hours: &WorkingHours) -> Self {
        self.day_ends = hours.end;
        self
    }

    /// BIN of the holder a circular is for; `None`: every holder.
    #[must_use]
    pub fn addressee(&self) -> Option<&str> {
        Some(self.typed(Ask::To)).filter(|bin| !bin.is_empty())
    }

    /// The first line that holds a day or an hour which cannot be read.
    #[must_use]
    pub fn unreadable(&self) -> Option<Focus> {
        let bad = |line: &FormLine| {
            let Value::Typed(typed) = &line.value else {
                return false;
            };
            let typed = typed.text().trim();
            match line.ask {
                Ask::On | Ask::Closes => typed::day(typed).is_none(),
                Ask::Until => !typed.is_empty() && moment(typed, self.day_ends).is_none(),
                Ask::Field(field) => !annex_form::is_readable(field, typed),
                Ask::Link
                | Ask::Why
                | Ask::Reason
                | Ask::Note
                | Ask::Expert
                | Ask::Into
                | Ask::Late
                | Ask::Login
                | Ask::To
                | Ask::Circular => false,
            }
        };
        self.lines.iter().position(bad).map(Focus::Line)
    }

    /// The fields in the order of Tab.
    #[must_use]
    pub fn fields(&self) -> Vec<Focus> {
        (0..self.lines.len())
            .map(Focus::Line)
            .chain([Focus::Cancel, Focus::Submit])
            .collect()
    }

    /// The line under the focus.
    pub fn line_mut(&mut self) -> Option<&mut FormLine> {
        let Focus::Line(at) = self.focus else {
            return None;
        };
        self.lines.get_mut(at)
    }

    /// Whether the focus is where text is typed.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        let Focus::Line(at) = self.focus else {
            return false;
        };
        let line = self.lines.get(at);
        line.is_some_and(|line| matches!(line.value, Value::Typed(_)))
    }

    /// Asks why the act comes late, once.
    pub fn ask_lateness(&mut self) {
        if self.lines.iter().all(|line| line.ask != Ask::Late) {
            self.lines.push(FormLine {
                ask: Ask::Late,
                value: Value::Typed(LineField::default()),
            });
        }
        self.focus = Focus::Line(self.lines.len() - 1);
    }

    /// The chosen reason of declining.
    #[must_use]
    pub fn reason(&self) -> DeclineReason {
        let chosen = self.lines.iter().find_map(|line| match line.value {
            Value::Chosen(at) => Some(at),
            Value::Typed(_) | Value::Written(_) => None,
        });
        let reasons = DeclineReason::ALL;
        let at = chosen.unwrap_or(0) % reasons.len();
        reasons.get(at).copied().unwrap_or(DeclineReason::Spam)
    }
}

/// `26.03.2026 16:00`, or a day, which ends with its work.
fn moment(typed: &str, day_ends: Time) -> Option<jiff::civil::DateTime> {
    let Some((day, time)) = typed.trim().rsplit_once([' ', 'T']) else {
        return Some(typed::day(typed)?.to_datetime(day_ends));
    };
    let time = typed::hour(time)?;
    Some(typed::day(day)?.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::ids::Version;

    pub(super) fn form(act: Act, number: &str, typed: &[(Ask, &str)]) -> ItemForm {
        let base = Base::Version(Version(1));
        let mut form = ItemForm::new(act, number.parse().unwrap(), base, date(2026, 3, 26));
        for line in &mut form.lines {
            if let Some((_, text)) = typed.iter().find(|(ask, _)| *ask == line.ask) {
                line.value = Value::Typed(LineField::new(text));
            }
        }
        form
    }

    #[test]
    fn a_time_is_typed_with_or_without_its_hour() {
        for (typed, due) in [
            ("26.03.2026 16:00", Some(date(2026, 3, 26).at(16, 0, 0, 0))),
            ("2026-03-26T9.30", Some(date(2026, 3, 26).at(9, 30, 0, 0))),
            ("26.03.2026", Some(date(2026, 3, 26).at(18, 0, 0, 0))),
            ("26.03.2026 25:00", None),
            ("ертең", None),
        ] {
            let day_ends = Time::constant(18, 0, 0, 0);
            assert_eq!(moment(typed, day_ends), due, "{typed}");
        }
    }

    #[test]
    fn the_line_whose_day_or_hour_cannot_be_read_is_told() {
        for (act, number, typed, line) in [
            (Act::Announce, "K-12", (Ask::On, "ертең"), Some(1)),
            (Act::Extend, "K-12", (Ask::Closes, "31.02.2026"), Some(0)),
            (
                Act::Assign,
                "Q-7",
                (Ask::Until, "26.03.2026 25:00"),
                Some(1),
            ),
            (Act::Assign, "Q-7", (Ask::Until, ""), None),
        ] {
            let found = form(act, number, &[typed]).unreadable();
            assert_eq!(found, line.map(Focus::Line), "{typed:?}");
        }
    }

    #[test]
    fn an_act_without_lines_begins_on_cancel() {
        let form = form(Act::Close, "K-12", &[]);
        assert_eq!(form.focus, Focus::Cancel);
        assert_eq!(form.fields(), [Focus::Cancel, Focus::Submit]);
    }
}
