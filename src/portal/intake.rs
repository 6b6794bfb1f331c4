//! How a request comes in: checked once, whoever hands it over.
//!
//! The public route, the import and the seed pass through [`check`]. It refuses what cannot be a
//! request at all (no text, an unknown holder, an identifier that is not twelve digits); whether
//! a request meets article 11 is not judged here, that is the administrator's act. A check digit
//! that does not agree is therefore accepted: the pre-check of the workstation warns of it.

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use super::directory::Directory;
use super::entity::put_of;
use super::forward;
use super::secrets;
use super::storage::{Commit, Storage, StorageError, Write};
use crate::domain::act::Role;
use crate::domain::history::Stamp;
use crate::domain::holder::{Holder, Policy};
use crate::domain::ids::{CategoryId, ItemKind, Number};
use crate::domain::person::{
    Contacts, IdFault, Letter, Representative, Requester, check_bin, check_iin,
};
use crate::domain::privacy::Private;
use crate::domain::request::{Request, RequestState, TextLang};
use crate::domain::rules::PackId;
use crate::domain::term::{Start, registered_on};
use crate::domain::text::{CitizenText, clean_line};
use crate::domain::zone;
use crate::wire::intake::NewRequest;
use crate::wire::problem::FieldError;

/// The code of a request to a holder that takes none; its answer names the other way.
pub const TAKES_NO_REQUESTS: &str = "holder-takes-no-requests";

/// Clocks of callers may run ahead by this much.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// The most characters of each line of a requester.
const MAX_NAME: usize = 300;
const MAX_ADDRESS: usize = 500;
const MAX_CONTACT: usize = 254;

/// A request that passed every check and waits for its number.
#[derive(Debug, Clone)]
pub struct Checked {
    holder: String,
    received_at: Timestamp,
    registered_on: jiff::civil::Date,
    category: CategoryId,
    lang: TextLang,
    text: CitizenText,
    requester: Requester,
    pack: PackId,
}

impl Checked {
    /// The request under its number, as it stands on receipt.
    #[must_use]
    pub fn numbered(self, number: Number) -> Request {
        Request {
            number,
            holder: self.holder,
            received_at: self.received_at,
            registered_on: self.registered_on,
            category: self.category,
            lang: self.lang,
            text: self.text,
            requester: self.requester,
            state: RequestState::New,
            extended: false,
            extension: None,
            repeated: false,
            follow_up: false,
            forwarded_from: None,
            passed_by: vec![],
            pack: self.pack,
            owner: None,
            history: vec![forward::received(self.received_at)],
            unknown: serde_json::Map::new(),
        }
    }
}

/// Checks a request received at a moment; `now` bounds moments given from outside.
///
/// # Errors
/// Every field that was not accepted.
pub fn check(
    new: NewRequest,
    received_at: Timestamp,
    now: Timestamp,
    directory: &Directory,
) -> Result<Checked, Vec<FieldError>> {
    let mut faults = Faults::default();
    check_holder(&new.holder, directory, &mut faults);
    if !directory
        .rules
        .categories
        .iter()
        .any(|known| known.id == new.category)
    {
        faults.add("category", "unknown-category", "no such category");
    }
    let text = match CitizenText::parse(&new.text) {
        Ok(text) => {
            if text.is_blank() {
                faults.add("text", "missing", "the text is empty");
            }
            text
        }
        Err(error) => {
            faults.add("text", "too-long", &error.to_string());
            CitizenText::default()
        }
    };
    let requester = check_requester(new.requester, &mut faults);
    let policy = directory.policy(&new.holder);
    let dates = check_receipt(received_at, now, directory, &policy, &mut faults);
    match dates {
        Some((registered_on, pack)) if faults.0.is_empty() => Ok(Checked {
            holder: new.holder,
            received_at,
            registered_on,
            category: CategoryId(new.category),
            lang: new.lang.unwrap_or_else(|| TextLang::detect(text.as_str())),
            text,
            requester,
            pack,
        }),
        _ => Err(faults.0),
    }
}

/// The fields that were not accepted.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<FieldError>);

impl Faults {
    pub(super) fn add(&mut self, field: &str, code: &str, message: &str) {
        self.0.push(FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }

    /// The holder of a BIN; unknown is a fault.
    pub(super) fn holder<'d>(&mut self, bin: &str, directory: &'d Directory) -> Option<&'d Holder> {
        let holder = directory.holder(bin);
        if holder.is_none() {
            self.add(
                "holder",
                "unknown-holder",
                "no such holder in the directory",
            );
        }
        holder
    }

    /// The holder with the rules of a moment; every fault if there is any.
    pub(super) fn pinned<'d>(
        mut self,
        holder: Option<&'d Holder>,
        now: Timestamp,
        directory: &Directory,
    ) -> Result<(&'d Holder, PackId), Vec<FieldError>> {
        let Some(holder) = holder.filter(|_| self.0.is_empty()) else {
            return Err(self.0);
        };
        let policy = directory.policy(&holder.bin);
        let pack = directory.rules.pin(zone::date(now), policy.after_repeal);
        if pack.is_none() {
            self.add("holder", "rule-not-in-force", "no rules apply today");
        }
        pack.map(|pack| (holder, pack)).ok_or(self.0)
    }
}

/// The first line of the history of an item that came in through the intake.
pub(super) fn received(at: Timestamp) -> Stamp {
    Stamp {
        role: Some(Role::Intake),
        ..Stamp::of_portal(at)
    }
}

fn check_holder(bin: &str, directory: &Directory, faults: &mut Faults) {
    if bin.is_empty() {
        faults.add("holder", "missing", "the BIN of the holder is missing");
    } else if check_bin(bin) == Err(IdFault::NotTwelveDigits) {
        faults.add("holder", "not-twelve-digits", "a BIN has exactly 12 digits");
    } else {
        let holder = faults.holder(bin, directory);
        if holder.is_some_and(|holder| !holder.takes_requests()) {
            faults.add(
                "holder",
                TAKES_NO_REQUESTS,
                "this holder takes no requests here: send it through e-Otinish (eotinish.kz)",
            );
        }
    }
}

fn check_receipt(
    received_at: Timestamp,
    now: Timestamp,
    directory: &Directory,
    policy: &Policy,
    faults: &mut Faults,
) -> Option<(jiff::civil::Date, PackId)> {
    if received_at.duration_since(now) > AHEAD {
        faults.add(
            "received_at",
            "in-the-future",
            "the moment of receipt lies ahead",
        );
    }
    let rules = &directory.rules;
    let registered = registered_on(Start::At(received_at), &rules.calendar, &policy.switches);
    let pack = rules.pin(zone::date(received_at), policy.after_repeal);
    match (registered, pack) {
        (Ok(registered_on), Some(pack)) => Some((registered_on, pack)),
        (Err(missing), _) => {
            faults.add("received_at", "calendar-missing", &missing.to_string());
            None
        }
        (_, None) => {
            faults.add(
                "received_at",
                "rule-not-in-force",
                "no rules apply on that day",
            );
            None
        }
    }
}

/// A value cleaned to one line; blank is as good as absent.
fn line(
    value: Option<Private<String>>,
    field: &str,
    most: usize,
    faults: &mut Faults,
) -> Option<Private<String>> {
    let clean = clean_line(&value?.0);
    if clean.chars().count() > most {
        faults.add(
            field,
            "too-long",
            &format!("at most {most} characters are accepted"),
        );
    }
    (!clean.is_empty()).then_some(Private(clean))
}

/// A requester with clean lines.
pub(super) fn check_requester(given: Requester, faults: &mut Faults) -> Requester {
    let name = line(given.name, "requester.name", MAX_NAME, faults);
    let iin = line(given.iin, "requester.iin", MAX_CONTACT, faults);
    let bin = line(given.bin, "requester.bin", MAX_CONTACT, faults);
    let form = |id: &Option<Private<String>>, check: fn(&str) -> Result<(), IdFault>| {
        id.as_ref()
            .is_some_and(|id| check(&id.0) == Err(IdFault::NotTwelveDigits))
    };
    if form(&iin, check_iin) {
        faults.add(
            "requester.iin",
            "not-twelve-digits",
            "an IIN has exactly 12 digits",
        );
    }
    if form(&bin, check_bin) {
        faults.add(
            "requester.bin",
            "not-twelve-digits",
            "a BIN has exactly 12 digits",
        );
    }
    let contacts = given.contacts;
    Requester {
        name,
        iin,
        bin,
        letter: given.letter.map(|letter| check_letter(letter, faults)),
        representative: given
            .representative
            .map(|one| check_representative(one, faults)),
        contacts: Contacts {
            address: line(
                contacts.address,
                "requester.contacts.address",
                MAX_ADDRESS,
                faults,
            ),
            email: line(
                contacts.email,
                "requester.contacts.email",
                MAX_CONTACT,
                faults,
            ),
            phone: line(
                contacts.phone,
                "requester.contacts.phone",
                MAX_CONTACT,
                faults,
            ),
        },
        signature: given.signature,
    }
}

fn check_representative(one: Representative, faults: &mut Faults) -> Representative {
    let field = "requester.representative.of";
    let of = line(Some(one.of), field, MAX_NAME, faults).unwrap_or_default();
    if of.0.is_empty() {
        faults.add(field, "missing", "whom the requester represents is missing");
    }
    Representative { of, ..one }
}

fn check_letter(letter: Letter, faults: &mut Faults) -> Letter {
    let mut part = |value: Private<String>, field: &str| {
        line(Some(value), field, MAX_NAME, faults).unwrap_or_default()
    };
    Letter {
        outgoing_number: part(letter.outgoing_number, "requester.letter.outgoing_number"),
        outgoing_date: letter.outgoing_date,
        signatory: part(letter.signatory, "requester.letter.signatory"),
        position: part(letter.position, "requester.letter.position"),
    }
}

/// Why a checked request was not stored.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// No random numbers for the token.
    #[error(transparent)]
    Secret(#[from] secrets::SecretError),
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Stores a request under the next free number and gives the token of its author.
///
/// # Errors
/// The store failed or there were no random numbers.
pub async fn store(
    checked: Checked,
    storage: &dyn Storage,
    directory: &Directory,
) -> Result<(Number, SecretString), IntakeError> {
    let (token, digest) = secrets::token()?;
    loop {
        let number = Number::request(storage.reserve_serials(ItemKind::Request, 1).await?);
        let request = checked.clone().numbered(number);
        let write = Write {
            puts: vec![put_of(&request.into(), directory)?],
            requester_tokens: vec![(number.to_string(), digest)],
            ..Write::default()
        };
        // A number already given by an import is passed over.
        if let Commit::Done(_) = storage.commit(write).await? {
            return Ok((number, token));
        }
    }
}
