//! Checklist A looked at by the program before the administrator confirms it.
//!
//! The data answers some lines of art. 11 ¶5–8; the others are asked. Nothing here decides:
//! a failed line is a proposal, and a doubtful identifier only warns, because the check digit
//! comes from public libraries and not from the law `[law art. 11 ¶5]`.

use serde::{Deserialize, Serialize};

use super::ids::CheckId;
use super::person::{IdFault, Requester, Signature, check_bin, check_iin};

/// What the data say about one line of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The data meet the line.
    Met,
    /// The data do not meet the line.
    Failed,
    /// The data look wrong, but that alone is no ground.
    Doubt,
    /// Only a person can tell.
    Ask,
    /// The line is about another kind of requester.
    NotApplicable,
}

/// What exactly was noticed, for the words beside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// Nothing to say.
    Nothing,
    /// The name is missing.
    NameMissing,
    /// The name has one word only.
    NameIncomplete,
    /// The identifier is missing.
    IdentifierMissing,
    /// The identifier has not twelve digits.
    IdentifierLength,
    /// The identifier's check digit does not agree.
    IdentifierCheckDigit,
    /// The identifier's date or kind cannot exist.
    IdentifierImpossible,
    /// Outgoing number, date, signatory or position is missing.
    LetterMissing,
    /// No address, neither postal nor e-mail.
    AddressMissing,
    /// No telephone, fax or other means.
    MeansMissing,
    /// Neither signature nor account.
    NotSigned,
    /// No document of authority is attached.
    AuthorityMissing,
}

impl Note {
    /// Every note, for tests of the texts.
    pub const ALL: [Self; 12] = [
        Self::Nothing,
        Self::NameMissing,
        Self::NameIncomplete,
        Self::IdentifierMissing,
        Self::IdentifierLength,
        Self::IdentifierCheckDigit,
        Self::IdentifierImpossible,
        Self::LetterMissing,
        Self::AddressMissing,
        Self::MeansMissing,
        Self::NotSigned,
        Self::AuthorityMissing,
    ];

    /// The kebab-case code, the tail of the Fluent id `check-note-…`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::NameMissing => "name-missing",
            Self::NameIncomplete => "name-incomplete",
            Self::IdentifierMissing => "identifier-missing",
            Self::IdentifierLength => "identifier-length",
            Self::IdentifierCheckDigit => "identifier-check-digit",
            Self::IdentifierImpossible => "identifier-impossible",
            Self::LetterMissing => "letter-missing",
            Self::AddressMissing => "address-missing",
            Self::MeansMissing => "means-missing",
            Self::NotSigned => "not-signed",
            Self::AuthorityMissing => "authority-missing",
        }
    }
}

/// One line as the program found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The line.
    pub check: CheckId,
    /// What the data say.
    pub status: Status,
    /// What was noticed.
    pub note: Note,
}

/// Looks at the requester, line by line, A1 to A8.
///
/// ```
/// use awp::domain::checklist::{Status, precheck};
/// use awp::domain::person::{Contacts, Requester, Signature};
/// let nobody = Requester {
///     name: None, iin: None, bin: None, letter: None, representative: None,
///     contacts: Contacts::default(), signature: Signature::None,
/// };
/// let failed: Vec<_> = precheck(&nobody).into_iter()
///     .filter(|finding| finding.status == Status::Failed)
///     .map(|finding| finding.check.0).collect();
/// assert_eq!(failed, ["A1", "A3", "A4", "A5"]);
/// ```
#[must_use]
pub fn precheck(requester: &Requester) -> Vec<Finding> {
    let lines = [
        ("A1", natural_person(requester)),
        ("A2", legal_entity(requester)),
        ("A3", contacts(requester)),
        ("A4", signature(requester)),
        ("A5", anonymity(requester)),
        ("A6", representative(requester)),
        ("A7", (Status::Ask, Note::Nothing)),
        ("A8", (Status::Ask, Note::Nothing)),
    ];
    lines
        .into_iter()
        .map(|(check, (status, note))| Finding {
            check: CheckId(check.to_owned()),
            status,
            note,
        })
        .collect()
}

type Line = (Status, Note);

const MET: Line = (Status::Met, Note::Nothing);

fn name_of(requester: &Requester) -> &str {
    requester.name.as_ref().map_or("", |name| name.0.trim())
}

fn natural_person(requester: &Requester) -> Line {
    if requester.is_legal_entity() {
        return (Status::NotApplicable, Note::Nothing);
    }
    let name = name_of(requester);
    if name.is_empty() {
        return (Status::Failed, Note::NameMissing);
    }
    if name.split_whitespace().count() < 2 {
        return (Status::Doubt, Note::NameIncomplete);
    }
    requester
        .iin
        .as_ref()
        .map_or((Status::Failed, Note::IdentifierMissing), |iin| {
            identifier(check_iin(&iin.0))
        })
}

fn legal_entity(requester: &Requester) -> Line {
    if !requester.is_legal_entity() {
        return (Status::NotApplicable, Note::Nothing);
    }
    if name_of(requester).is_empty() {
        return (Status::Failed, Note::NameMissing);
    }
    let Some(bin) = &requester.bin else {
        return (Status::Failed, Note::IdentifierMissing);
    };
    let complete = requester.letter.as_ref().is_some_and(|letter| {
        [&letter.outgoing_number, &letter.signatory, &letter.position]
            .into_iter()
            .all(|part| !part.0.trim().is_empty())
    });
    if complete {
        identifier(check_bin(&bin.0))
    } else {
        (Status::Failed, Note::LetterMissing)
    }
}

const fn identifier(checked: Result<(), IdFault>) -> Line {
    match checked {
        Ok(()) => MET,
        Err(IdFault::NotTwelveDigits) => (Status::Doubt, Note::IdentifierLength),
        Err(IdFault::CheckDigit) => (Status::Doubt, Note::IdentifierCheckDigit),
        Err(IdFault::Date | IdFault::Kind) => (Status::Doubt, Note::IdentifierImpossible),
    }
}

/// Any address (postal or e-mail) and any one of telephone, fax or other means.
fn contacts(requester: &Requester) -> Line {
    let contacts = &requester.contacts;
    let given = |value: &Option<super::privacy::Private<String>>| {
        value
            .as_ref()
            .is_some_and(|value| !value.0.trim().is_empty())
    };
    if !given(&contacts.address) && !given(&contacts.email) {
        (Status::Failed, Note::AddressMissing)
    } else if !given(&contacts.phone) {
        (Status::Failed, Note::MeansMissing)
    } else {
        MET
    }
}

const fn signature(requester: &Requester) -> Line {
    match requester.signature {
        Signature::Eds | Signature::Account => MET,
        Signature::None => (Status::Failed, Note::NotSigned),
    }
}

fn anonymity(requester: &Requester) -> Line {
    if name_of(requester).is_empty() {
        (Status::Failed, Note::NameMissing)
    } else {
        MET
    }
}

fn representative(requester: &Requester) -> Line {
    match &requester.representative {
        None => (Status::NotApplicable, Note::Nothing),
        Some(representative) if representative.authority_attached => MET,
        Some(_) => (Status::Failed, Note::AuthorityMissing),
    }
}

#[cfg(test)]
mod tests {
    use super::Status::{Ask, Met, NotApplicable};
    use super::*;
    use crate::domain::person::{Contacts, Letter, Representative};
    use crate::domain::privacy::Private;

    fn citizen() -> Requester {
        Requester {
            name: Some(Private("Тегі Аты".into())),
            iin: Some(Private("900101300017".into())),
            contacts: Contacts {
                address: Some(Private("Астана".into())),
                email: None,
                phone: Some(Private("8 701".into())),
            },
            ..Requester::of_account()
        }
    }

    fn finding(requester: &Requester, check: &str) -> (Status, Note) {
        let found = precheck(requester)
            .into_iter()
            .find(|f| f.check.0 == check)
            .unwrap();
        (found.status, found.note)
    }

    #[test]
    fn a_complete_citizen_meets_every_line_the_data_can_answer() {
        let statuses: Vec<_> = precheck(&citizen()).into_iter().map(|f| f.status).collect();
        assert_eq!(
            statuses,
            [Met, NotApplicable, Met, Met, Met, NotApplicable, Ask, Ask]
        );
    }

    #[test]
    fn a_wrong_check_digit_warns_and_does_not_fail() {
        let mut person = citizen();
        person.iin = Some(Private("900101300018".into()));
        assert_eq!(
            finding(&person, "A1"),
            (Status::Doubt, Note::IdentifierCheckDigit)
        );
    }

    #[test]
    fn an_e_mail_address_is_an_address_but_no_other_means() {
        let mut person = citizen();
        person.contacts.address = None;
        assert_eq!(
            finding(&person, "A3"),
            (Status::Failed, Note::AddressMissing)
        );
        person.contacts.email = Some(Private("a@mysal.example".into()));
        assert_eq!(finding(&person, "A3"), MET);
        person.contacts.phone = None;
        assert_eq!(finding(&person, "A3"), (Status::Failed, Note::MeansMissing));
    }

    #[test]
    fn a_legal_entity_needs_its_letter() {
        let mut company = citizen();
        company.iin = None;
        company.bin = Some(Private("990240000018".into()));
        assert_eq!(finding(&company, "A1").0, Status::NotApplicable);
        assert_eq!(
            finding(&company, "A2"),
            (Status::Failed, Note::LetterMissing)
        );
        company.letter = Some(Letter {
            outgoing_number: Private("12-3".into()),
            outgoing_date: Private(jiff::civil::date(2026, 3, 5)),
            signatory: Private("А. А.".into()),
            position: Private("директор".into()),
        });
        assert_ne!(finding(&company, "A2").0, Status::Failed);
    }

    #[test]
    fn a_representative_without_authority_fails() {
        let mut person = citizen();
        person.representative = Some(Representative {
            of: Private("Біреу".into()),
            authority_attached: false,
        });
        assert_eq!(
            finding(&person, "A6"),
            (Status::Failed, Note::AuthorityMissing)
        );
    }
}
