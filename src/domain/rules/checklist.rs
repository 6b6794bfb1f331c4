//! Words an administrator chooses from: checks, grounds, secrets, categories.
//!
//! Data types only; official Kazakh and Russian wording is kept to the letter.

use serde::{Deserialize, Serialize};

use crate::domain::local_text::LocalText;

/// Checklist A: does the request meet article 11 of the Law?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// The act.
    pub source: LocalText,
    /// The lines, A1 to A8.
    #[serde(rename = "item")]
    pub items: Vec<CheckItem>,
    /// What is never a reason of return or refusal.
    #[serde(default)]
    pub never: Vec<NeverReason>,
}

impl Checklist {
    /// The line of an id such as `A3`.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&CheckItem> {
        self.items.iter().find(|item| item.id == id)
    }
}

/// One line of checklist A.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckItem {
    /// The id, `A1`.
    pub id: String,
    /// The clause.
    pub clause: String,
    /// Whom the line is about.
    pub applies_to: Addressee,
    /// What follows when the line fails.
    pub failure: CheckFailure,
    /// The program can look at the data first; the administrator confirms.
    pub prechecked: bool,
    /// The official wording.
    pub text: LocalText,
}

/// Whom a line of checklist A is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// A natural person.
    NaturalPerson,
    /// A legal entity.
    LegalEntity,
    /// A representative, if there is one.
    Representative,
    /// Every request.
    Anyone,
}

/// What follows when a line of checklist A fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckFailure {
    /// The request is returned.
    Return,
    /// The request is forwarded to the competent holder, never returned.
    Forward,
    /// It is no request for information: the user is told the right procedure.
    NotAReturn,
}

/// Something that is never a reason of return or refusal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeverReason {
    /// The id.
    pub id: String,
    /// The clause.
    pub clause: String,
    /// The non-reason.
    pub text: LocalText,
}

/// Checklist B: the closed list of grounds of refusal [Law art. 11 ¶16].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grounds {
    /// The act.
    pub source: LocalText,
    /// The grounds, B1 to B7.
    #[serde(rename = "ground")]
    pub grounds: Vec<Ground>,
    /// The kinds of secrets a ground may ask for.
    #[serde(default, rename = "secret")]
    pub secrets: Vec<Secret>,
}

impl Grounds {
    /// The ground of an id such as `B3`.
    #[must_use]
    pub fn ground(&self, id: &str) -> Option<&Ground> {
        self.grounds.iter().find(|ground| ground.id == id)
    }

    /// The kind of secret of an id such as `bank`.
    #[must_use]
    pub fn secret(&self, id: &str) -> Option<&Secret> {
        self.secrets.iter().find(|secret| secret.id == id)
    }
}

/// One ground of refusal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// The id, `B1`.
    pub id: String,
    /// The clause.
    pub clause: String,
    /// The ground passes with time: a review date is asked for.
    pub temporary: bool,
    /// Which secret, and whether only a part can be withheld, is asked for (art. 5 ¶3).
    pub asks_secret: bool,
    /// The official wording; the Kazakh sentence ends «… бас тартылады».
    pub text: LocalText,
}

/// A kind of restricted information.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// The id.
    pub id: String,
    /// The name.
    pub text: LocalText,
}

/// A category of requests on the public portal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// The stable id, `mortgage`.
    pub id: String,
    /// The name.
    pub name: LocalText,
}
