//! Model motives of a return, data of `rules/motives.toml`.
//!
//! The administrator starts from the model text in the language of the request and edits it;
//! nothing is sent unread. A letter is the opening, one part for each failed check and the
//! closing, so that several failed checks still make one letter with one greeting.
//! Invariant: every check that can lead to a return has a model.

use serde::{Deserialize, Serialize};

use super::ids::CheckId;
use super::local_text::{Lang, LocalText};
use super::request::TextLang;

/// The model text for one failed check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Motive {
    check: CheckId,
    kk: String,
    ru: String,
    en: String,
}

/// The file of model motives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motives {
    opening: LocalText,
    closing: LocalText,
    motive: Vec<Motive>,
}

/// The file is not valid; the message names line and cause.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rules/motives.toml: {0}")]
pub struct MotivesError(String);

impl Motives {
    /// The models that ship inside the program.
    ///
    /// # Errors
    /// The built-in file is not valid; a test keeps this from being released.
    pub fn builtin() -> Result<Self, MotivesError> {
        Self::parse(include_str!("../../rules/motives.toml"))
    }

    /// Reads the text of a file strictly.
    ///
    /// # Errors
    /// Unknown names and missing values, with the line.
    pub fn parse(text: &str) -> Result<Self, MotivesError> {
        toml::from_str(text).map_err(|error| MotivesError(error.to_string()))
    }

    /// The part of the letter that tells of one check, without greeting and closing.
    #[must_use]
    pub fn get(&self, check: &CheckId) -> Option<LocalText> {
        self.motive
            .iter()
            .find(|motive| motive.check == *check)
            .map(|motive| LocalText {
                kk: motive.kk.trim().to_owned(),
                ru: motive.ru.trim().to_owned(),
                en: motive.en.trim().to_owned(),
            })
    }

    /// The letter to start from: opening, the parts of the failed checks and closing in the
    /// language of the request; a mixed request gets Kazakh, then Russian. Empty when no failed
    /// check has a model: there is nothing to say then.
    #[must_use]
    pub fn draft(&self, failed: &[CheckId], lang: TextLang) -> String {
        let langs: &[Lang] = match lang {
            TextLang::Kk => &[Lang::Kk],
            TextLang::Ru => &[Lang::Ru],
            TextLang::En => &[Lang::En],
            TextLang::Mixed => &[Lang::Kk, Lang::Ru],
        };
        let parts: Vec<LocalText> = failed.iter().filter_map(|check| self.get(check)).collect();
        if parts.is_empty() {
            return String::new();
        }
        let mut letter = Vec::new();
        for lang in langs {
            letter.push(self.opening.get(*lang).trim());
            letter.extend(parts.iter().map(|part| part.get(*lang)));
            letter.push(self.closing.get(*lang).trim());
        }
        letter.join("\n\n")
    }
}

#[cfg(test)]
mod tests;
