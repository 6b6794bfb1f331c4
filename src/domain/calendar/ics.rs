//! Calendar files of other programs (RFC 5545) as days of the working calendar.
//!
//! Responsible for reading such a file strictly and for laying its days over the years that are
//! known. Strict, because a day that is read otherwise than meant moves terms: a repeated event,
//! an hour or a day of unknown kind is an error with its line and remedy, never a guess. Reads
//! no files itself.
//!
//! An event is a whole day, or several in a row. Its kind stands in `X-AWP-DAY`, or as one of
//! the `CATEGORIES`: `holiday` (on a weekend it moves the day off on), `day-off` (it never
//! moves), `moved-off` and `moved-work` (the two halves of a transfer, paired in the order of
//! their dates). `STATUS:TENTATIVE` marks an estimate, `STATUS:CANCELLED` takes a day out. Names
//! and acts in one language are `X-AWP-NAME` and `X-AWP-ACT` with `LANGUAGE`.

mod days;
mod lines;
mod overlay;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

use crate::domain::local_text::LocalText;

pub use overlay::Overlay;

/// What an event says about its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// A holiday; on a free day of the week it moves the day off on.
    Holiday,
    /// A day off that never moves.
    DayOff,
    /// A working day that became free by an act.
    MovedOff,
    /// A weekend day worked instead.
    MovedWork,
}

impl DayKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Holiday, Self::DayOff, Self::MovedOff, Self::MovedWork];

    /// The word in a file.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::DayOff => "day-off",
            Self::MovedOff => "moved-off",
            Self::MovedWork => "moved-work",
        }
    }

    fn of(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        Self::ALL.into_iter().find(|kind| kind.id() == word)
    }
}

/// A file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem:?}")]
pub struct IcsError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: IcsProblem,
}

/// What is wrong with a calendar file. Texts are what the file has there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IcsProblem {
    /// The file does not begin with `BEGIN:VCALENDAR`.
    NotACalendar,
    /// A component is not closed, or another one is.
    Unfinished(String),
    /// The line is not `NAME:VALUE`.
    BadLine(String),
    /// The component is not an event.
    OtherComponent(String),
    /// The event repeats.
    Recurrence(String),
    /// The event has no first day.
    NoStart,
    /// The event begins or ends at an hour.
    NotAllDay(String),
    /// Not a date or length.
    BadDate(String),
    /// The event ends before it begins.
    EndBeforeStart(String),
    /// The event is longer than a holiday can be.
    TooLong(String),
    /// A property, or a day, is there twice.
    Twice(String),
    /// Nothing says what kind of day it is.
    KindMissing(String),
    /// The kind is not one of the four.
    UnknownKind(String),
    /// The day has no name.
    NameMissing,
    /// No act is named for a moved day or a new year.
    ActMissing(String),
    /// A moved day has no other half.
    Unpaired(String),
    /// The day that is taken out was not there.
    NothingToCancel(String),
    /// There are no data of the year the day could be laid over.
    YearUnknown(String),
    /// The day contradicts the rest of the year.
    Contradiction(String),
    /// The file has no event.
    Empty,
}

impl IcsProblem {
    /// A stable kebab-case code for messages in the language of the user.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotACalendar => "not-a-calendar",
            Self::Unfinished(_) => "unfinished",
            Self::BadLine(_) => "bad-line",
            Self::OtherComponent(_) => "other-component",
            Self::Recurrence(_) => "recurrence",
            Self::NoStart => "no-start",
            Self::NotAllDay(_) => "not-all-day",
            Self::BadDate(_) => "bad-date",
            Self::EndBeforeStart(_) => "end-before-start",
            Self::TooLong(_) => "too-long",
            Self::Twice(_) => "twice",
            Self::KindMissing(_) => "kind-missing",
            Self::UnknownKind(_) => "unknown-kind",
            Self::NameMissing => "name-missing",
            Self::ActMissing(_) => "act-missing",
            Self::Unpaired(_) => "unpaired",
            Self::NothingToCancel(_) => "nothing-to-cancel",
            Self::YearUnknown(_) => "year-unknown",
            Self::Contradiction(_) => "contradiction",
            Self::Empty => "empty",
        }
    }

    /// What the problem is about.
    #[must_use]
    pub fn subject(&self) -> &str {
        match self {
            Self::NotACalendar | Self::NoStart | Self::NameMissing | Self::Empty => "",
            Self::Unfinished(subject)
            | Self::BadLine(subject)
            | Self::OtherComponent(subject)
            | Self::Recurrence(subject)
            | Self::NotAllDay(subject)
            | Self::BadDate(subject)
            | Self::EndBeforeStart(subject)
            | Self::TooLong(subject)
            | Self::Twice(subject)
            | Self::KindMissing(subject)
            | Self::UnknownKind(subject)
            | Self::ActMissing(subject)
            | Self::Unpaired(subject)
            | Self::NothingToCancel(subject)
            | Self::YearUnknown(subject)
            | Self::Contradiction(subject) => subject,
        }
    }
}

/// What the file itself leaves open.
#[derive(Debug, Clone, Default)]
pub struct IcsChoices {
    /// The kind of the days that name none.
    pub plain: Option<DayKind>,
    /// The act, where the file names none.
    pub act: Option<String>,
    /// Whether the file holds the whole year: what is known of it is dropped.
    pub whole_year: bool,
}

/// One day of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IcsDay {
    /// The day.
    pub date: Date,
    /// Its kind; `None` only for a day that is taken out.
    pub kind: Option<DayKind>,
    /// Its name; empty texts for moved days without one.
    pub name: LocalText,
    /// The act.
    pub act: Option<LocalText>,
    /// The date is not announced yet.
    pub estimate: bool,
    /// The line its event begins in.
    pub line: usize,
}

/// Reads the days of a file, in order of date.
///
/// # Errors
/// The file is not what the module describes.
///
/// ```
/// use awp::domain::calendar::ics::{IcsChoices, days};
/// let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261130\n\
///     X-AWP-DAY:day-off\nSUMMARY:Day off\nEND:VEVENT\nEND:VCALENDAR\n";
/// let days = days(text, &IcsChoices::default()).unwrap();
/// assert_eq!(days[0].date, jiff::civil::date(2026, 11, 30));
/// ```
pub fn days(text: &str, choices: &IcsChoices) -> Result<Vec<IcsDay>, IcsError> {
    days::read(text, choices)
}
