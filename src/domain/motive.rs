//! Model motives of a return, data of `rules/motives.toml`.
//!
//! The administrator starts from the model text in the language of the request and edits it;
//! nothing is sent unread. Invariant: every check that can lead to a return has a model.

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

    /// The model of one check.
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

    /// The text to start from: the models of the failed checks in the language of the request;
    /// a mixed request gets Kazakh, then Russian.
    #[must_use]
    pub fn draft(&self, failed: &[CheckId], lang: TextLang) -> String {
        let langs: &[Lang] = match lang {
            TextLang::Kk => &[Lang::Kk],
            TextLang::Ru => &[Lang::Ru],
            TextLang::En => &[Lang::En],
            TextLang::Mixed => &[Lang::Kk, Lang::Ru],
        };
        let mut parts = Vec::new();
        for lang in langs {
            for check in failed {
                parts.extend(self.get(check).map(|text| text.get(*lang).to_owned()));
            }
        }
        parts.join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_that_can_lead_to_a_return_has_a_model_in_each_language() {
        let motives = Motives::builtin().unwrap();
        for check in ["A1", "A2", "A3", "A4", "A5", "A6"] {
            let text = motives.get(&CheckId(check.to_owned())).unwrap();
            for lang in Lang::ALL {
                assert!(!text.get(lang).is_empty(), "{check} {lang:?}");
            }
        }
    }

    #[test]
    fn a_mixed_request_is_drafted_in_kazakh_then_russian() {
        let motives = Motives::builtin().unwrap();
        let failed = [CheckId("A3".to_owned())];
        let draft = motives.draft(&failed, TextLang::Mixed);
        let kk = motives.draft(&failed, TextLang::Kk);
        let ru = motives.draft(&failed, TextLang::Ru);
        assert_eq!(draft, format!("{kk}\n\n{ru}"));
    }

    #[test]
    fn an_unknown_name_is_an_error_with_its_line() {
        let error = Motives::parse("[[motive]]\ncheck = \"A1\"\nkz = \"\"\n").unwrap_err();
        assert!(error.to_string().contains("line 3"), "{error}");
    }
}
