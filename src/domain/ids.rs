//! Names of things: item numbers, entities, operations, accounts, devices.
//!
//! Newtypes so that a holder is never taken for a user or a version for a sequence.
//! Nothing here looks anything up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What kind of work an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// An information request to a first head's blog.
    Request,
    /// A proposed topic.
    Topic,
    /// An Internet conference.
    Conference,
    /// A question of a conference.
    Question,
    /// A survey.
    Survey,
    /// A recurring duty of openness.
    Duty,
    /// An application for access to the workstation.
    Access,
    /// A circular of the Operator to a holder.
    Circular,
    /// An operation waiting in the outbox.
    Op,
}

impl ItemKind {
    /// The kebab-case name used by `awp list --json` and the filter language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Topic => "topic",
            Self::Conference => "conference",
            Self::Question => "question",
            Self::Survey => "survey",
            Self::Duty => "duty",
            Self::Access => "access",
            Self::Circular => "circular",
            Self::Op => "op",
        }
    }
}

/// The public number of an item: `766301`, `766301/1`, `T-7`, `K-12`, `Q-345`, `S-3`, `D-88`,
/// `A-4`, `N-9`.
///
/// A forwarded copy of a request carries a suffix. Cyrillic look-alikes of the prefixes
/// (`Т`, `К`, `С`) are accepted and normalised, because that is what a keyboard gives.
///
/// ```
/// use awp::domain::ids::{ItemKind, Number};
/// let copy: Number = "766301/1".parse().unwrap();
/// assert_eq!((copy.kind, copy.serial, copy.copy), (ItemKind::Request, 766_301, Some(1)));
/// let conference: Number = "К-12".parse().unwrap(); // Cyrillic letter
/// assert_eq!(conference.to_string(), "K-12");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number {
    /// The kind told by the prefix.
    pub kind: ItemKind,
    /// The serial within the kind.
    pub serial: u64,
    /// The number of a forwarded copy, counted from 1.
    pub copy: Option<u16>,
}

impl Number {
    /// What stands for an item that the portal has not numbered yet.
    #[must_use]
    pub const fn unnumbered(kind: ItemKind) -> Self {
        Self::new(kind, 0)
    }

    /// The number of an original request.
    #[must_use]
    pub const fn request(serial: u64) -> Self {
        Self::new(ItemKind::Request, serial)
    }

    /// The number of an item that is no copy.
    #[must_use]
    pub const fn new(kind: ItemKind, serial: u64) -> Self {
        Self {
            kind,
            serial,
            copy: None,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match self.kind {
            ItemKind::Request | ItemKind::Op => "",
            ItemKind::Topic => "T-",
            ItemKind::Conference => "K-",
            ItemKind::Question => "Q-",
            ItemKind::Survey => "S-",
            ItemKind::Duty => "D-",
            ItemKind::Access => "A-",
            ItemKind::Circular => "N-",
        };
        write!(out, "{prefix}{}", self.serial)?;
        match self.copy {
            Some(copy) => write!(out, "/{copy}"),
            None => Ok(()),
        }
    }
}

/// The text is not the number of an item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an item number: {0:?} (766301, 766301/1, T-7, K-12, Q-345, S-3, D-88, A-4, N-9)")]
pub struct BadNumber(pub String);

impl FromStr for Number {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadNumber(text.chars().take(40).collect());
        let trimmed = text.trim().trim_start_matches('№').trim_start();
        let mut letters = trimmed.chars();
        let kind = match letters.next().ok_or_else(bad)? {
            'T' | 't' | 'Т' | 'т' => ItemKind::Topic,
            'K' | 'k' | 'К' | 'к' => ItemKind::Conference,
            'Q' | 'q' => ItemKind::Question,
            'S' | 's' | 'С' | 'с' => ItemKind::Survey,
            'D' | 'd' => ItemKind::Duty,
            'A' | 'a' | 'А' | 'а' => ItemKind::Access,
            'N' | 'n' => ItemKind::Circular,
            _ => ItemKind::Request,
        };
        let rest = if kind == ItemKind::Request {
            trimmed
        } else {
            letters.as_str().trim_start_matches('-')
        };
        let (serial, copy) = match rest.split_once('/') {
            Some((serial, copy)) if kind == ItemKind::Request => (serial, Some(copy)),
            Some(_) => return Err(bad()),
            None => (rest, None),
        };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(serial) || copy.is_some_and(|copy| !digits(copy)) {
            return Err(bad());
        }
        let serial = serial.parse().map_err(|_out_of_range| bad())?;
        let copy = copy
            .map(str::parse::<u16>)
            .transpose()
            .map_err(|_out_of_range| bad())?;
        if copy == Some(0) {
            return Err(bad());
        }
        Ok(Self { kind, serial, copy })
    }
}

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The `UUIDv7` of one durable operation; sent again, it is answered `same`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpId(pub Uuid);

impl fmt::Display for OpId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// The version of one entity; grows by one with every applied change.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Version(pub u64);

/// A place in the portal-wide order of changes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub u64);

/// The login name of an account of the portal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserName(pub String);

impl UserName {
    /// Whether it can be the name of a new account: 1 to 64 small letters of one alphabet, digits
    /// and `.`, `_`, `-`, `@`. Two names never differ by a letter that only looks like another.
    ///
    /// ```
    /// use awp::domain::ids::UserName;
    /// assert!(UserName("a.seitova".into()).is_fit());
    /// assert!(!UserName("a seitova".into()).is_fit());
    /// ```
    #[must_use]
    pub fn is_fit(&self) -> bool {
        let mut letters = self.0.chars().filter(|c| c.is_alphabetic());
        let latin = letters.clone().any(|c| c.is_ascii());
        let of_one_alphabet = letters.all(|c| c.is_lowercase() && c.is_ascii() == latin);
        let fits = |c: char| c.is_alphabetic() || c.is_ascii_digit() || "._-@".contains(c);
        let length = self.0.chars().count();
        (1..=64).contains(&length) && of_one_alphabet && self.0.chars().all(fits)
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The id of a category of requests, a key of `rules/categories.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CategoryId(pub String);

/// The id of a check of checklist A, `A1` … `A8`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CheckId(pub String);

/// The id of a ground of refusal of checklist B, `B1` … `B7`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroundId(pub String);

/// The random id of one installation of the workstation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceId(pub Uuid);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_prints_as_it_was_read() {
        for text in [
            "766301", "766301/1", "T-7", "K-12", "Q-345", "S-3", "D-88", "A-4", "N-9",
        ] {
            assert_eq!(text.parse::<Number>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_look_alike_prefix_is_accepted() {
        assert_eq!("Т-7".parse::<Number>().unwrap().kind, ItemKind::Topic);
        assert_eq!("с-3".parse::<Number>().unwrap().kind, ItemKind::Survey);
        assert_eq!(
            "№ 766301".parse::<Number>().unwrap(),
            Number::request(766_301)
        );
    }

    #[test]
    fn nonsense_is_no_number() {
        for text in [
            "",
            "-",
            "K-",
            "12a",
            "1/0",
            "1//2",
            "K-1/2",
            "99999999999999999999",
            "1/99999",
        ] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }
}
