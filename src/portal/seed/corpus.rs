//! The texts, names and places the seed draws from.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::sender::Kind;
use crate::dice::Dice;
use crate::domain::request::TextLang;
use crate::domain::zone;

/// Every so many requests one is hostile.
const HOSTILE_EVERY: u64 = 29;

/// Everything the seed draws from.
pub(super) struct Corpus {
    requests: Vec<Text>,
    hostile: Vec<Text>,
    pub people: People,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    request: Vec<Text>,
}

/// One text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub lang: TextLang,
    pub category: String,
    shape: Shape,
    /// The line of checklist A that the text itself gives reason to fail.
    #[serde(default)]
    pub flaw: Option<String>,
    #[serde(rename = "text")]
    pub words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Short,
    Long,
    Lines,
    Quotes,
    Table,
    Email,
    Mixed,
    Markup,
    Flaw,
    Hostile,
}

/// Names, places, companies and positions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    pub group: Vec<Group>,
    pub city: Vec<Both>,
    pub street: Vec<Both>,
    pub company: Vec<Company>,
    pub position: Vec<Both>,
}

/// Names that go together.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    #[serde(rename = "id")]
    _name: String,
    pub weight: u32,
    pub surnames: Vec<[String; 2]>,
    pub men: Vec<String>,
    pub women: Vec<String>,
    pub patronymics: Vec<[String; 2]>,
}

/// A word in the two languages of the requests.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Both {
    pub kk: String,
    pub ru: String,
}

impl Both {
    /// The word in the language of a text.
    pub(super) fn of(&self, lang: TextLang) -> &str {
        match lang {
            TextLang::Kk | TextLang::Mixed => &self.kk,
            TextLang::Ru | TextLang::En => &self.ru,
        }
    }
}

/// A company or a sole trader.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Company {
    form: Form,
    #[serde(flatten)]
    pub name: Both,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Form {
    Llp,
    Jsc,
    Sole,
}

impl Company {
    /// Whether it has a BIN; a sole trader is a natural person with an IIN.
    pub(super) fn is_legal_entity(&self) -> bool {
        self.form != Form::Sole
    }
}

impl Corpus {
    /// Reads the files that ship inside the program.
    pub(super) fn read() -> Result<Self, toml::de::Error> {
        let requests: Texts = toml::from_str(include_str!("requests.toml"))?;
        let hostile: Texts = toml::from_str(include_str!("hostile.toml"))?;
        Ok(Self {
            requests: requests.request,
            hostile: hostile.request,
            people: toml::from_str(include_str!("people.toml"))?,
        })
    }

    /// A text that fits a sender.
    pub(super) fn pick(&self, index: u64, sender: Kind, dice: &mut Dice) -> &Text {
        let hostile_turn = index % HOSTILE_EVERY == 7;
        let turn = usize::try_from(index / HOSTILE_EVERY).unwrap_or(0);
        if hostile_turn && let Some(text) = self.hostile.get(turn % self.hostile.len().max(1)) {
            return text;
        }
        let fits: Vec<&Text> = self
            .requests
            .iter()
            .filter(|text| text.fits(sender))
            .collect();
        let fallback = self.requests.first().unwrap_or(&NO_TEXT);
        dice.one(&fits).copied().unwrap_or(fallback)
    }

    /// A text with its placeholders filled in; other braces stay.
    pub(super) fn fill(&self, text: &str, received_at: Timestamp, dice: &mut Dice) -> String {
        let mut out = text.to_owned();
        let city = dice.one(&self.people.city);
        let before = SignedDuration::from_hours(24 * dice.between(20, 400));
        let date = zone::date(received_at.checked_sub(before).unwrap_or(received_at));
        let millions = dice.between(1, 48);
        let thousands = dice.between(100, 999);
        let values = [
            ("{amount}", format!("{millions} {thousands} 000")),
            ("{year}", date.year().to_string()),
            (
                "{city_kk}",
                city.map(|city| city.kk.clone()).unwrap_or_default(),
            ),
            (
                "{city_ru}",
                city.map(|city| city.ru.clone()).unwrap_or_default(),
            ),
            (
                "{contract}",
                format!("{}-{:05}", date.year() % 100, dice.between(100, 99_999)),
            ),
            (
                "{date}",
                format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
            ),
        ];
        for (name, value) in values {
            if out.contains(name) {
                out = out.replace(name, &value);
            }
        }
        out
    }
}

/// Stands in for a corpus without texts, which a test rules out.
static NO_TEXT: Text = Text {
    lang: TextLang::Ru,
    category: String::new(),
    shape: Shape::Short,
    flaw: None,
    words: String::new(),
};

impl Text {
    /// Whether a sender would write this: companies write nothing private, and a text with a
    /// flaw belongs to a sender with the same flaw.
    fn fits(&self, sender: Kind) -> bool {
        match sender {
            Kind::Company => matches!(self.shape, Shape::Table | Shape::Email),
            Kind::Person => {
                self.shape != Shape::Flaw || matches!(self.flaw.as_deref(), Some("A7" | "A8"))
            }
            Kind::Flawed => {
                self.shape != Shape::Flaw || !matches!(self.flaw.as_deref(), Some("A7" | "A8"))
            }
        }
    }
}
