//! Text of the data (rules, categories, holders) in the three languages of the program.
//!
//! Labels of the program itself are Fluent messages; this type is for words that travel
//! with data. Invariant: Kazakh and Russian are never empty, English may repeat Russian.

use serde::{Deserialize, Serialize};

/// A language of the screens and of the data texts.
///
/// ```
/// use awp::domain::local_text::Lang;
/// assert_eq!("kk".parse::<Lang>().unwrap(), Lang::Kk);
/// assert_eq!(Lang::Ru.code(), "ru");
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Kazakh, the first language of the program.
    #[default]
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Lang {
    /// All languages in the order in which the language switch walks through them.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The two-letter code, `kk`, `ru` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The next language of the switch: kk → ru → en → kk.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Kk => Self::Ru,
            Self::Ru => Self::En,
            Self::En => Self::Kk,
        }
    }
}

/// The text does not name one of the three languages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language: {0:?} (kk, ru or en)")]
pub struct UnknownLang(pub String);

impl std::str::FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.code() == code)
            .ok_or_else(|| UnknownLang(code.to_owned()))
    }
}

/// One text in Kazakh, Russian and English.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalText {
    /// Kazakh text.
    pub kk: String,
    /// Russian text.
    pub ru: String,
    /// English text.
    pub en: String,
}

impl LocalText {
    /// The text in one language.
    ///
    /// ```
    /// use awp::domain::local_text::{Lang, LocalText};
    /// let day = LocalText { kk: "күн".into(), ru: "день".into(), en: "day".into() };
    /// assert_eq!(day.get(Lang::Kk), "күн");
    /// ```
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Kk => &self.kk,
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }

    /// Whether one of the three texts equals `name`, letter case aside.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        [&self.kk, &self.ru, &self.en]
            .into_iter()
            .any(|text| text.to_lowercase() == name)
    }
}
