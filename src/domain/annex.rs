//! Annex 1: the template of an Internet conference `[145 ¶7, annex 1]`.
//!
//! Responsible for what the form holds, for what is still missing or wrong in it, and for the
//! days between which it can be sent, announced and opened. Whether a form may be sent is
//! judged by [`decide`](super::decide); this module gives the findings.
//!
//! Invariants: Kazakh and Russian are mandatory; English is given everywhere or nowhere.

mod check;
mod days;
#[cfg(test)]
pub(crate) mod tests;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use super::local_text::{Lang, LocalText};
use super::privacy::Private;
use super::text::CitizenText;
use super::zone;

pub use check::{Finding, Problem, Weight, findings, is_complete};
pub use days::{DaysAround, days_around, earliest_days};

/// The hour at which a conference opens where the holder names no other.
const USUAL_OPENING: Time = Time::constant(9, 0, 0, 0);

/// The hour at which a conference closes where the holder names no other.
const USUAL_CLOSING: Time = Time::constant(18, 30, 0, 0);

/// The language a form is printed in: the annexes exist in Kazakh and Russian.
///
/// ```
/// use awp::domain::annex::official;
/// use awp::domain::local_text::Lang;
/// assert_eq!(official(Lang::En), Lang::Ru);
/// ```
#[must_use]
pub const fn official(lang: Lang) -> Lang {
    match lang {
        Lang::Kk => Lang::Kk,
        Lang::Ru | Lang::En => Lang::Ru,
    }
}

/// One text in the languages of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FormText {
    /// Kazakh, mandatory.
    pub kk: CitizenText,
    /// Russian, mandatory.
    pub ru: CitizenText,
    /// English, if necessary.
    pub en: CitizenText,
}

impl FormText {
    /// The first line of the text in each language, of the best there is.
    #[must_use]
    pub fn in_each(&self) -> LocalText {
        let best = |lang| self.best(lang).headline().to_owned();
        LocalText {
            kk: best(Lang::Kk),
            ru: best(Lang::Ru),
            en: best(Lang::En),
        }
    }

    /// The text in one language.
    #[must_use]
    pub const fn get(&self, lang: Lang) -> &CitizenText {
        match lang {
            Lang::Kk => &self.kk,
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }

    /// The same, to be written into.
    pub const fn get_mut(&mut self, lang: Lang) -> &mut CitizenText {
        match lang {
            Lang::Kk => &mut self.kk,
            Lang::Ru => &mut self.ru,
            Lang::En => &mut self.en,
        }
    }

    /// The text in a language, else in the first one that has it.
    ///
    /// ```
    /// use awp::domain::annex::FormText;
    /// use awp::domain::local_text::Lang;
    /// use awp::domain::text::CitizenText;
    /// let name = FormText { ru: CitizenText::parse("Жильё").unwrap(), ..FormText::default() };
    /// assert_eq!(name.best(Lang::Kk).as_str(), "Жильё");
    /// ```
    #[must_use]
    pub fn best(&self, lang: Lang) -> &CitizenText {
        let mut found = self.get(lang);
        for other in Lang::ALL {
            if found.is_blank() {
                found = self.get(other);
            }
        }
        found
    }
}

/// The responsible officer, the moderator of the conference `[annex 1]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Officer {
    /// Surname.
    pub surname: Private<String>,
    /// Name.
    pub name: Private<String>,
    /// Patronymic, if any.
    pub patronymic: Private<String>,
    /// Individual identification number.
    pub iin: Private<String>,
    /// Position.
    pub position: String,
    /// Work e-mail.
    pub email: Private<String>,
    /// Telephone.
    pub phone: Private<String>,
}

/// The filled form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConferenceForm {
    /// Opening date, a local date of Asia/Almaty.
    pub opens: Option<Date>,
    /// Closing date, a local date of Asia/Almaty.
    pub closes: Option<Date>,
    /// The hour of opening; the annex has none, the house sets it.
    pub opens_at: Time,
    /// The hour of closing; the annex has none, the house sets it.
    pub closes_at: Time,
    /// Name.
    pub name: FormText,
    /// Short description.
    pub short: FormText,
    /// Description.
    pub description: FormText,
    /// Responsible officer (moderator).
    pub officer: Officer,
}

impl Default for ConferenceForm {
    fn default() -> Self {
        Self {
            opens: None,
            closes: None,
            opens_at: USUAL_OPENING,
            closes_at: USUAL_CLOSING,
            name: FormText::default(),
            short: FormText::default(),
            description: FormText::default(),
            officer: Officer::default(),
        }
    }
}

/// A text part of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Name.
    Name,
    /// Short description.
    Short,
    /// Description.
    Description,
}

impl Part {
    /// The parts in the order of the annex.
    pub const ALL: [Self; 3] = [Self::Name, Self::Short, Self::Description];

    /// The most characters the part may have in one language.
    #[must_use]
    pub const fn most(self) -> usize {
        match self {
            Self::Name => 300,
            Self::Short => 1_000,
            Self::Description => 20_000,
        }
    }
}

/// One field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Opening date.
    Opens,
    /// Hour of opening.
    OpensAt,
    /// Closing date.
    Closes,
    /// Hour of closing.
    ClosesAt,
    /// A text in one language.
    Text(Part, Lang),
    /// Surname of the officer.
    Surname,
    /// Name of the officer.
    GivenName,
    /// Patronymic of the officer.
    Patronymic,
    /// IIN of the officer.
    Iin,
    /// Position of the officer.
    Position,
    /// Work e-mail of the officer.
    Email,
    /// Telephone of the officer.
    Phone,
}

impl Field {
    /// Every field in the order of the annex, a text in all its languages.
    pub const ALL: [Self; 20] = [
        Self::Opens,
        Self::OpensAt,
        Self::Closes,
        Self::ClosesAt,
        Self::Text(Part::Name, Lang::Kk),
        Self::Text(Part::Name, Lang::Ru),
        Self::Text(Part::Name, Lang::En),
        Self::Text(Part::Short, Lang::Kk),
        Self::Text(Part::Short, Lang::Ru),
        Self::Text(Part::Short, Lang::En),
        Self::Text(Part::Description, Lang::Kk),
        Self::Text(Part::Description, Lang::Ru),
        Self::Text(Part::Description, Lang::En),
        Self::Surname,
        Self::GivenName,
        Self::Patronymic,
        Self::Iin,
        Self::Position,
        Self::Email,
        Self::Phone,
    ];

    /// The kebab-case name, as commands and the Fluent messages `field-…` have it; the language
    /// of a text is its last part: `name-kk`.
    ///
    /// ```
    /// use awp::domain::annex::{Field, Part};
    /// use awp::domain::local_text::Lang;
    /// assert_eq!(Field::Text(Part::Short, Lang::Ru).id(), "short-ru");
    /// ```
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Opens => "opens",
            Self::OpensAt => "opens-at",
            Self::Closes => "closes",
            Self::ClosesAt => "closes-at",
            Self::Text(Part::Name, Lang::Kk) => "name-kk",
            Self::Text(Part::Name, Lang::Ru) => "name-ru",
            Self::Text(Part::Name, Lang::En) => "name-en",
            Self::Text(Part::Short, Lang::Kk) => "short-kk",
            Self::Text(Part::Short, Lang::Ru) => "short-ru",
            Self::Text(Part::Short, Lang::En) => "short-en",
            Self::Text(Part::Description, Lang::Kk) => "description-kk",
            Self::Text(Part::Description, Lang::Ru) => "description-ru",
            Self::Text(Part::Description, Lang::En) => "description-en",
            Self::Surname => "surname",
            Self::GivenName => "given-name",
            Self::Patronymic => "patronymic",
            Self::Iin => "iin",
            Self::Position => "position",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }
}

impl ConferenceForm {
    /// A text part.
    #[must_use]
    pub const fn part(&self, part: Part) -> &FormText {
        match part {
            Part::Name => &self.name,
            Part::Short => &self.short,
            Part::Description => &self.description,
        }
    }

    /// The same, to be written into.
    pub const fn part_mut(&mut self, part: Part) -> &mut FormText {
        match part {
            Part::Name => &mut self.name,
            Part::Short => &mut self.short,
            Part::Description => &mut self.description,
        }
    }

    /// A field as a person writes it: days as `26.03.2026`, hours as `09:00`; blank where nothing
    /// is set.
    ///
    /// ```
    /// use awp::domain::annex::{ConferenceForm, Field};
    /// let form = ConferenceForm { opens: Some(jiff::civil::date(2026, 3, 26)), ..Default::default() };
    /// assert_eq!(form.written(Field::Opens), "26.03.2026");
    /// assert_eq!(form.written(Field::OpensAt), "09:00");
    /// ```
    #[must_use]
    pub fn written(&self, field: Field) -> String {
        let day = |day: Option<Date>| {
            day.map_or_else(String::new, |day| day.strftime("%d.%m.%Y").to_string())
        };
        let hour = |time: Time| time.strftime("%H:%M").to_string();
        let officer = &self.officer;
        match field {
            Field::Opens => day(self.opens),
            Field::OpensAt => hour(self.opens_at),
            Field::Closes => day(self.closes),
            Field::ClosesAt => hour(self.closes_at),
            Field::Text(part, lang) => self.part(part).get(lang).as_str().to_owned(),
            Field::Surname => officer.surname.0.clone(),
            Field::GivenName => officer.name.0.clone(),
            Field::Patronymic => officer.patronymic.0.clone(),
            Field::Iin => officer.iin.0.clone(),
            Field::Position => officer.position.clone(),
            Field::Email => officer.email.0.clone(),
            Field::Phone => officer.phone.0.clone(),
        }
    }

    /// When the conference opens; `None` while the date is not set.
    #[must_use]
    pub fn opens_on(&self) -> Option<DateTime> {
        self.opens.map(|date| date.to_datetime(self.opens_at))
    }

    /// When it stops taking questions; `None` while the date is not set.
    #[must_use]
    pub fn closes_on(&self) -> Option<DateTime> {
        self.closes.map(|date| date.to_datetime(self.closes_at))
    }

    /// The instant of opening.
    #[must_use]
    pub fn opening(&self) -> Option<Timestamp> {
        zone::instant(self.opens_on()?).ok()
    }

    /// The instant of closing: from it on no question is taken.
    #[must_use]
    pub fn closing(&self) -> Option<Timestamp> {
        zone::instant(self.closes_on()?).ok()
    }

    /// Whether anything is given in English: then everything has to be.
    #[must_use]
    pub fn has_english(&self) -> bool {
        Part::ALL
            .into_iter()
            .any(|part| !self.part(part).en.is_blank())
    }

    /// The form without people, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            officer: Officer {
                position: self.officer.position.clone(),
                ..Officer::default()
            },
            ..self.clone()
        }
    }
}
