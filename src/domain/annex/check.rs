//! What is missing or wrong in a form, field by field.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::days::{DaysAround, days_around};
use super::{ConferenceForm, Field, Part};
use crate::domain::calendar::CalendarMissing;
use crate::domain::holder::Policy;
use crate::domain::local_text::Lang;
use crate::domain::person::{IdFault, check_iin};
use crate::domain::request::TextLang;
use crate::domain::rules::{PackId, RuleSet};

/// The most characters of one line about the officer.
const MAX_LINE: usize = 300;

/// Whether a finding keeps the form from being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The form can be sent all the same.
    Warning,
    /// The form cannot be sent.
    Error,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum Problem {
    /// It is empty and must not be.
    Empty,
    /// It is empty while English is given elsewhere: all of it or nothing.
    EnglishIncomplete,
    /// It is longer than the field takes.
    TooLong {
        /// Characters counted.
        chars: usize,
        /// The limit.
        most: usize,
    },
    /// It does not look like a text of its language.
    OtherLanguage {
        /// The language it looks like.
        looks: TextLang,
    },
    /// The identification number is not one.
    Iin {
        /// Only the check digit does not agree: the number may have been issued all the same.
        digit_only: bool,
    },
    /// It is no address of electronic mail.
    Email,
    /// The telephone has no digits to dial.
    Phone,
    /// The day is not a working day.
    DayOff,
    /// The conference would close before it opens.
    ClosesFirst,
    /// The opening leaves less time than the law wants before it `[145 ¶7]`.
    TooSoon {
        /// The earliest day on which it may open.
        earliest: Date,
    },
    /// Lawful by the latest reading, without a full working day to spare `[145 ¶7]`.
    Tight {
        /// The earliest day by the cautious reading.
        safe: Date,
    },
    /// It would last less than the law wants `[145 ¶9]`.
    TooShort {
        /// The earliest day on which it may close.
        earliest: Date,
    },
    /// A day that is needed has no calendar data.
    CalendarMissing {
        /// That day.
        date: Date,
    },
}

impl Problem {
    /// Whether it keeps the form from being sent.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        match self {
            Self::OtherLanguage { .. }
            | Self::DayOff
            | Self::Tight { .. }
            | Self::Iin { digit_only: true } => Weight::Warning,
            Self::Empty
            | Self::EnglishIncomplete
            | Self::TooLong { .. }
            | Self::Iin { digit_only: false }
            | Self::Email
            | Self::Phone
            | Self::ClosesFirst
            | Self::TooSoon { .. }
            | Self::TooShort { .. }
            | Self::CalendarMissing { .. } => Weight::Error,
        }
    }

    /// The kebab-case name, the tail of the Fluent id `problem-…`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::EnglishIncomplete => "english-incomplete",
            Self::TooLong { .. } => "too-long",
            Self::OtherLanguage { .. } => "other-language",
            Self::Iin { digit_only: true } => "iin-digit",
            Self::Iin { digit_only: false } => "iin",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::DayOff => "day-off",
            Self::ClosesFirst => "closes-first",
            Self::TooSoon { .. } => "too-soon",
            Self::Tight { .. } => "tight",
            Self::TooShort { .. } => "too-short",
            Self::CalendarMissing { .. } => "calendar-missing",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The field.
    pub field: Field,
    /// What is wrong.
    #[serde(flatten)]
    pub problem: Problem,
}

impl Finding {
    /// As [`Problem::weight`].
    #[must_use]
    pub const fn weight(&self) -> Weight {
        self.problem.weight()
    }
}

/// Everything found in a form that would be sent on `today`, in the order of the annex.
///
/// ```
/// use awp::domain::annex::{ConferenceForm, Problem, findings};
/// use awp::domain::holder::Policy;
/// use awp::domain::rules::{PackId, RuleSet};
/// let rules = RuleSet::builtin().unwrap();
/// let today = jiff::civil::date(2026, 3, 6);
/// let pin = PackId::from("order145-2023");
/// let found = findings(&ConferenceForm::default(), &pin, today, &rules, &Policy::default());
/// assert_eq!(found[0].problem, Problem::Empty); // the opening date
/// ```
#[must_use]
pub fn findings(
    form: &ConferenceForm,
    pin: &PackId,
    today: Date,
    rules: &RuleSet,
    policy: &Policy,
) -> Vec<Finding> {
    let mut found = Vec::new();
    dates(form, pin, today, rules, policy, &mut found);
    texts(form, &mut found);
    officer(form, &mut found);
    let place = |field: Field| Field::ALL.into_iter().position(|one| one == field);
    found.sort_by_key(|finding| place(finding.field));
    found
}

/// Whether nothing keeps the form from being sent.
#[must_use]
pub fn is_complete(findings: &[Finding]) -> bool {
    findings
        .iter()
        .all(|finding| finding.weight() == Weight::Warning)
}

fn dates(
    form: &ConferenceForm,
    pin: &PackId,
    today: Date,
    rules: &RuleSet,
    policy: &Policy,
    found: &mut Vec<Finding>,
) {
    let mut add = |field, problem| found.push(Finding { field, problem });
    for (field, date) in [(Field::Opens, form.opens), (Field::Closes, form.closes)] {
        let Some(date) = date else {
            add(field, Problem::Empty);
            continue;
        };
        match rules.calendar.is_working(date, policy.profile()) {
            Ok(true) => {}
            Ok(false) => add(field, Problem::DayOff),
            Err(CalendarMissing { date }) => add(field, Problem::CalendarMissing { date }),
        }
    }
    let ends_first = |form: &ConferenceForm| {
        let (opens, closes) = (form.opens_on()?, form.closes_on()?);
        (closes <= opens).then_some(())
    };
    if ends_first(form).is_some() {
        add(Field::Closes, Problem::ClosesFirst);
    }
    let days = match days_around(form, pin, today, rules, policy) {
        Ok(days) => days,
        // A day in between: what cannot be counted is no reason to let the form go.
        Err(CalendarMissing { date }) => {
            add(Field::Opens, Problem::CalendarMissing { date });
            return;
        }
    };
    let DaysAround {
        opening, closing, ..
    } = days;
    if let (Some(opens), Some(earliest)) = (form.opens, opening) {
        if opens < earliest.latest {
            let earliest = earliest.latest;
            add(Field::Opens, Problem::TooSoon { earliest });
        } else if opens < earliest.safe {
            let safe = earliest.safe;
            add(Field::Opens, Problem::Tight { safe });
        }
    }
    if let (Some(closes), Some(earliest)) = (form.closes, closing)
        && closes < earliest.latest
        && ends_first(form).is_none()
    {
        let earliest = earliest.latest;
        add(Field::Closes, Problem::TooShort { earliest });
    }
}

fn texts(form: &ConferenceForm, found: &mut Vec<Finding>) {
    let english = form.has_english();
    for part in Part::ALL {
        for lang in Lang::ALL {
            let text = form.part(part).get(lang);
            let chars = text.as_str().chars().count();
            let problem = if !text.is_blank() {
                if chars > part.most() {
                    let most = part.most();
                    Some(Problem::TooLong { chars, most })
                } else {
                    foreign(text.as_str(), part, lang)
                }
            } else if lang != Lang::En {
                Some(Problem::Empty)
            } else {
                english.then_some(Problem::EnglishIncomplete)
            };
            let field = Field::Text(part, lang);
            found.extend(problem.map(|problem| Finding { field, problem }));
        }
    }
}

/// A description in another language than its field; a name is too short to tell by letters.
fn foreign(text: &str, part: Part, lang: Lang) -> Option<Problem> {
    let looks = TextLang::detect(text);
    let tells = match lang {
        Lang::Kk => part == Part::Description || looks == TextLang::En,
        Lang::Ru => looks == TextLang::Kk || looks == TextLang::En,
        Lang::En => looks != TextLang::En,
    };
    (tells && looks != TextLang::from(lang)).then_some(Problem::OtherLanguage { looks })
}

fn officer(form: &ConferenceForm, found: &mut Vec<Finding>) {
    let officer = &form.officer;
    let lines = [
        (Field::Surname, &officer.surname.0, true),
        (Field::GivenName, &officer.name.0, true),
        (Field::Patronymic, &officer.patronymic.0, false),
        (Field::Iin, &officer.iin.0, true),
        (Field::Position, &officer.position, true),
        (Field::Email, &officer.email.0, true),
        (Field::Phone, &officer.phone.0, true),
    ];
    for (field, line, mandatory) in lines {
        let chars = line.chars().count();
        let problem = if line.trim().is_empty() {
            mandatory.then_some(Problem::Empty)
        } else if chars > MAX_LINE {
            let most = MAX_LINE;
            Some(Problem::TooLong { chars, most })
        } else {
            shape(field, line.trim())
        };
        found.extend(problem.map(|problem| Finding { field, problem }));
    }
}

fn shape(field: Field, line: &str) -> Option<Problem> {
    match field {
        Field::Iin => match check_iin(line) {
            Ok(()) => None,
            Err(IdFault::CheckDigit) => Some(Problem::Iin { digit_only: true }),
            Err(IdFault::NotTwelveDigits | IdFault::Date | IdFault::Kind) => {
                Some(Problem::Iin { digit_only: false })
            }
        },
        Field::Email => (!is_email(line)).then_some(Problem::Email),
        Field::Phone => {
            let digits = line.chars().filter(char::is_ascii_digit).count();
            (digits < 5).then_some(Problem::Phone)
        }
        Field::Opens
        | Field::OpensAt
        | Field::Closes
        | Field::ClosesAt
        | Field::Text(..)
        | Field::Surname
        | Field::GivenName
        | Field::Patronymic
        | Field::Position => None,
    }
}

/// One `@` with something before it and a name with a dot behind it.
fn is_email(line: &str) -> bool {
    let Some((user, host)) = line.split_once('@') else {
        return false;
    };
    let labels: Vec<&str> = host.split('.').collect();
    !user.is_empty()
        && !line.contains(char::is_whitespace)
        && !host.contains('@')
        && labels.len() > 1
        && labels.iter().all(|label| !label.is_empty())
}
