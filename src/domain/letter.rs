//! What a letter to the user of information has to carry besides its text.
//!
//! A letter is an answer, a refusal or a word that the information is already published. Its
//! requisites are frozen with the decision: a signatory who leaves or an address that changes
//! later does not change what was sent. Number and registration date are those of the request
//! and are printed from it `[law art. 11 ¶14]`.

use serde::{Deserialize, Serialize};

use super::holder::Holder;
use super::local_text::{Lang, LocalText};
use super::refusal::Refusal;
use super::request::{Request, TextLang};

/// Who signs the letters of a holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Surname and initials, as printed.
    pub name: String,
    /// Position `[law art. 11 ¶14]`.
    pub position: LocalText,
}

/// The requisites of a letter in the language it is written in `[law art. 11 ¶14]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requisites {
    /// The language of the letter.
    pub lang: Lang,
    /// The holder's name.
    pub holder: String,
    /// The holder's postal address.
    pub address: String,
    /// The position of the signatory.
    pub position: String,
    /// The name of the signatory.
    pub signatory: String,
}

/// A requisite that a letter lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requisite {
    /// The holder's name.
    Holder,
    /// The holder's postal address.
    Address,
    /// The position of the signatory.
    Position,
    /// The name of the signatory.
    Signatory,
}

impl Requisite {
    /// Every requisite, for tests of the texts.
    pub const ALL: [Self; 4] = [Self::Holder, Self::Address, Self::Position, Self::Signatory];

    /// The kebab-case code, the tail of the Fluent id `requisite-…`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Address => "address",
            Self::Position => "position",
            Self::Signatory => "signatory",
        }
    }
}

impl Requisites {
    /// No requisites at all, which the rules refuse.
    #[must_use]
    pub const fn blank(lang: Lang) -> Self {
        Self {
            lang,
            holder: String::new(),
            address: String::new(),
            position: String::new(),
            signatory: String::new(),
        }
    }

    /// The requisites of a holder's letter, signed by its first signatory.
    ///
    /// ```
    /// use awp::domain::letter::Requisites;
    /// use awp::domain::local_text::Lang;
    /// # fn example(holder: &awp::domain::holder::Holder) {
    /// let requisites = Requisites::of(holder, Lang::Kk);
    /// assert_eq!(requisites.address, holder.address.kk);
    /// # }
    /// ```
    #[must_use]
    pub fn of(holder: &Holder, lang: Lang) -> Self {
        let signatory = holder.signatories.first();
        Self {
            lang,
            holder: holder.name.get(lang).to_owned(),
            address: holder.address.get(lang).to_owned(),
            position: signatory
                .map(|signatory| signatory.position.get(lang).to_owned())
                .unwrap_or_default(),
            signatory: signatory
                .map(|signatory| signatory.name.clone())
                .unwrap_or_default(),
        }
    }

    /// The first requisite that is blank.
    #[must_use]
    pub fn lacking(&self) -> Option<Requisite> {
        [
            (&self.holder, Requisite::Holder),
            (&self.address, Requisite::Address),
            (&self.position, Requisite::Position),
            (&self.signatory, Requisite::Signatory),
        ]
        .into_iter()
        .find_map(|(text, requisite)| text.trim().is_empty().then_some(requisite))
    }
}

/// The language a letter about a request is written in; one of a request in both languages may
/// be either `[law art. 11 ¶12]`.
#[must_use]
pub const fn language_of(asked: TextLang, preferred: Lang) -> Lang {
    match asked {
        TextLang::Kk => Lang::Kk,
        TextLang::Ru => Lang::Ru,
        TextLang::En => Lang::En,
        TextLang::Mixed => match preferred {
            Lang::Ru => Lang::Ru,
            Lang::Kk | Lang::En => Lang::Kk,
        },
    }
}

/// Whether the requisites fit the request: complete, and in its language.
///
/// # Errors
/// [`Refusal::RequisiteMissing`] or [`Refusal::WrongLanguage`].
pub(super) fn check(request: &Request, requisites: &Requisites) -> Result<(), Refusal> {
    if language_of(request.lang, requisites.lang) != requisites.lang {
        return Err(Refusal::WrongLanguage {
            asked: request.lang,
            given: requisites.lang,
        });
    }
    match requisites.lacking() {
        Some(requisite) => Err(Refusal::RequisiteMissing { requisite }),
        None => Ok(()),
    }
}
