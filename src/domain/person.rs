//! Who asks: a natural person or a legal entity, with identifiers and contacts.
//!
//! Identifiers are checked as the public libraries do; a failed check digit warns and never
//! refuses, because the rule of the digit is not part of the law `[law art. 11 ¶5]`.
//! All fields are [`Private`]; a redacted requester has them empty.

use serde::{Deserialize, Serialize};

use super::privacy::Private;

/// How a request was signed `[145 ¶3, law art. 11 ¶5]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signature {
    /// Electronic digital signature.
    Eds,
    /// An e-government account with a linked mobile number: no signature is needed.
    Account,
    /// Neither.
    None,
}

/// What is wrong with a 12-digit identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    /// Not exactly twelve digits.
    #[error("an identifier has exactly 12 digits")]
    NotTwelveDigits,
    /// The check digit does not follow from the others.
    #[error("the check digit does not agree with the other digits")]
    CheckDigit,
    /// Month or day cannot exist.
    #[error("the date inside the identifier does not exist")]
    Date,
    /// The seventh digit (IIN: century and sex) or the fifth (BIN: kind) is out of range.
    #[error("the digit that tells the kind is out of range")]
    Kind,
}

/// Checks an individual identification number (IIN, ЖСН).
///
/// ```
/// use awp::domain::person::{IdFault, check_iin};
/// assert_eq!(check_iin("900101300017"), Ok(()));
/// assert_eq!(check_iin("900101300018"), Err(IdFault::CheckDigit));
/// ```
///
/// # Errors
/// The first fault found.
pub fn check_iin(text: &str) -> Result<(), IdFault> {
    let digits = digits(text)?;
    let [_, _, m1, m2, d1, d2, century, ..] = digits;
    if !(1..=12).contains(&(m1 * 10 + m2)) || !(1..=31).contains(&(d1 * 10 + d2)) {
        return Err(IdFault::Date);
    }
    if !(1..=6).contains(&century) {
        return Err(IdFault::Kind);
    }
    check_digit(&digits)
}

/// Checks a business identification number (BIN, БСН).
///
/// # Errors
/// The first fault found.
pub fn check_bin(text: &str) -> Result<(), IdFault> {
    let digits = digits(text)?;
    let [_, _, m1, m2, kind, ..] = digits;
    if !(1..=12).contains(&(m1 * 10 + m2)) {
        return Err(IdFault::Date);
    }
    if !(4..=6).contains(&kind) {
        return Err(IdFault::Kind);
    }
    check_digit(&digits)
}

/// The twelfth digit that makes the first eleven a valid identifier; `None` if there is none.
#[must_use]
pub fn check_digit_of(first: &[u32; 11]) -> Option<u32> {
    let sum = |weights: [u32; 11]| -> u32 {
        first
            .iter()
            .zip(weights)
            .map(|(digit, weight)| digit * weight)
            .sum::<u32>()
            % 11
    };
    match sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
        10 => Some(sum([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])).filter(|digit| *digit < 10),
        digit => Some(digit),
    }
}

fn check_digit(digits: &[u32; 12]) -> Result<(), IdFault> {
    let [first @ .., last] = digits;
    if check_digit_of(first) == Some(*last) {
        Ok(())
    } else {
        Err(IdFault::CheckDigit)
    }
}

fn digits(text: &str) -> Result<[u32; 12], IdFault> {
    let digits: Option<Vec<u32>> = text
        .chars()
        .map(|c| {
            if c.is_ascii_digit() {
                c.to_digit(10)
            } else {
                None
            }
        })
        .collect();
    digits
        .and_then(|digits| <[u32; 12]>::try_from(digits).ok())
        .ok_or(IdFault::NotTwelveDigits)
}

/// Contacts of a requester; any may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contacts {
    /// Postal address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Private<String>>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Private<String>>,
    /// Telephone, fax or another means, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Private<String>>,
}

/// The letter of a legal entity: outgoing number and date, signatory `[law art. 11 ¶5(2)]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Outgoing number.
    pub outgoing_number: Private<String>,
    /// Outgoing date.
    pub outgoing_date: Private<jiff::civil::Date>,
    /// Surname and initials of the signatory.
    pub signatory: Private<String>,
    /// Position of the signatory.
    pub position: Private<String>,
}

/// A representative who asks in the name of another `[law art. 11 ¶8]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Name of the represented.
    pub of: Private<String>,
    /// Whether a document of authority is attached.
    pub authority_attached: bool,
}

/// The requester as the portal identified them; empty fields were not given or are redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requester {
    /// Surname, name, patronymic; of a legal entity its full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Private<String>>,
    /// IIN as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iin: Option<Private<String>>,
    /// BIN as given: the requester is a legal entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Private<String>>,
    /// The letter of a legal entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
    /// A representative, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<Representative>,
    /// How to reach the requester.
    #[serde(default)]
    pub contacts: Contacts,
    /// How the request was signed.
    pub signature: Signature,
}

impl Requester {
    /// Whether a legal entity asks: it gave a BIN or a letter and no IIN.
    #[must_use]
    pub const fn is_legal_entity(&self) -> bool {
        self.iin.is_none() && (self.bin.is_some() || self.letter.is_some())
    }

    /// Somebody of whom nothing is known but an account.
    #[cfg(test)]
    pub(crate) fn of_account() -> Self {
        Self {
            name: None,
            iin: None,
            bin: None,
            letter: None,
            representative: None,
            contacts: Contacts::default(),
            signature: Signature::Account,
        }
    }

    /// The requester without names, identifiers and contacts, as `support` receives it.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            name: None,
            iin: None,
            bin: None,
            letter: None,
            representative: None,
            contacts: Contacts::default(),
            signature: self.signature,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_identifiers_pass() {
        for iin in ["900101300017", "000229500050"] {
            assert!(
                matches!(check_iin(iin), Ok(()) | Err(IdFault::CheckDigit)),
                "{iin}"
            );
        }
        assert_eq!(check_iin("900101300017"), Ok(()));
    }

    #[test]
    fn the_second_weights_serve_when_the_first_give_ten() {
        let first = [0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 5];
        assert_eq!((4 + 6 + 7 + 55) % 11, 6);
        assert_eq!(check_digit_of(&first), Some(6));
        let ten_then_three = [0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0];
        assert_eq!(check_digit_of(&ten_then_three), Some((6 + 8) % 11));
    }

    #[test]
    fn each_fault_is_named() {
        assert_eq!(check_iin("90010130001"), Err(IdFault::NotTwelveDigits));
        assert_eq!(check_iin("90010130001٧"), Err(IdFault::NotTwelveDigits));
        assert_eq!(check_iin("901301300017"), Err(IdFault::Date));
        assert_eq!(check_iin("900101900017"), Err(IdFault::Kind));
        assert_eq!(check_iin("900101300018"), Err(IdFault::CheckDigit));
        assert_eq!(check_bin("901390000017"), Err(IdFault::Date));
        assert_eq!(check_bin("900110000017"), Err(IdFault::Kind));
    }

    #[test]
    fn a_redacted_requester_keeps_only_the_way_of_signing() {
        let person = Requester {
            name: Some(Private("Есім".into())),
            iin: Some(Private("900101300017".into())),
            bin: None,
            letter: None,
            representative: None,
            contacts: Contacts {
                phone: Some(Private("8".into())),
                ..Contacts::default()
            },
            signature: Signature::Eds,
        };
        let json = serde_json::to_string(&person.redacted()).unwrap();
        assert_eq!(json, r#"{"contacts":{},"signature":"eds"}"#);
    }
}
