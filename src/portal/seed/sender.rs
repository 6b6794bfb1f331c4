//! Who sends: people and companies that do not exist, complete or with what is missing.

use jiff::{SignedDuration, Timestamp};

use super::ages::{Fate, Plan};
use super::corpus::{Corpus, Group, Text};
use crate::dice::Dice;
use crate::domain::person::{
    Contacts, Letter, Representative, Requester, Signature, check_digit_of,
};
use crate::domain::privacy::Private;
use crate::domain::request::TextLang;
use crate::domain::zone;

/// What kind of sender a request has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A person, complete.
    Person,
    /// A company with its letter.
    Company,
    /// A person about whom something is missing that art. 11 asks for.
    Flawed,
}

impl Kind {
    /// A sender that fits the fate of the request: only flawed ones are returned.
    pub(super) fn pick(plan: &Plan, dice: &mut Dice) -> Self {
        match plan.fate {
            Fate::Returned => Self::Flawed,
            Fate::New | Fate::Moderation if dice.chance(22) => Self::Flawed,
            Fate::New
            | Fate::Moderation
            | Fate::Consideration
            | Fate::Answered
            | Fate::Withdrawn => {
                if dice.chance(12) {
                    Self::Company
                } else {
                    Self::Person
                }
            }
        }
    }
}

/// Makes the sender of a text.
pub(super) fn make(
    kind: Kind,
    text: &Text,
    received_at: Timestamp,
    corpus: &Corpus,
    dice: &mut Dice,
) -> Requester {
    match kind {
        Kind::Company => company(text.lang, received_at, corpus, dice),
        Kind::Person => person(text.lang, corpus, dice),
        Kind::Flawed => {
            let flaw = text.flaw.clone().unwrap_or_else(|| {
                let flaws = ["A1", "A3", "A4", "A4", "A5", "A6"];
                dice.one(&flaws).map_or("A4", |flaw| *flaw).to_owned()
            });
            flawed(
                person(text.lang, corpus, dice),
                &flaw,
                text.lang,
                corpus,
                dice,
            )
        }
    }
}

pub(super) fn person(lang: TextLang, corpus: &Corpus, dice: &mut Dice) -> Requester {
    let woman = dice.chance(52);
    let mut iin = iin(woman, dice);
    if dice.chance(3) {
        // A typing error: the pre-check warns, the law does not forbid it.
        iin = mistyped(&iin);
    }
    let signature = if dice.chance(60) {
        Signature::Eds
    } else {
        Signature::Account
    };
    let representative = dice.chance(4).then(|| Representative {
        of: Private(name(dice.chance(50), corpus, dice)),
        authority_attached: true,
    });
    Requester {
        name: Some(Private(name(woman, corpus, dice))),
        iin: Some(Private(iin)),
        bin: None,
        letter: None,
        representative,
        contacts: contacts(lang, corpus, dice),
        signature,
    }
}

fn flawed(
    mut one: Requester,
    flaw: &str,
    lang: TextLang,
    corpus: &Corpus,
    dice: &mut Dice,
) -> Requester {
    match flaw {
        "A1" if dice.chance(50) => one.iin = None,
        "A1" => {
            one.name = one
                .name
                .map(|name| Private(name.0.split(' ').next().unwrap_or_default().to_owned()));
        }
        "A3" => one.contacts = Contacts::default(),
        "A5" => {
            one.name = None;
            one.iin = None;
            one.signature = Signature::None;
        }
        "A6" => {
            one.representative = Some(Representative {
                of: Private(name(dice.chance(50), corpus, dice)),
                authority_attached: false,
            });
        }
        _ => {
            one.signature = Signature::None;
            one.contacts = contacts(lang, corpus, dice);
        }
    }
    one
}

fn company(lang: TextLang, received_at: Timestamp, corpus: &Corpus, dice: &mut Dice) -> Requester {
    let written = SignedDuration::from_hours(24 * dice.between(0, 4));
    let date = zone::date(received_at.checked_sub(written).unwrap_or(received_at));
    let company = dice.one(&corpus.people.company);
    let legal_entity = company.is_none_or(super::corpus::Company::is_legal_entity);
    let title = company.map(|company| company.name.of(lang).to_owned());
    let woman = dice.chance(40);
    let signatory = name(woman, corpus, dice);
    let position = dice.one(&corpus.people.position);
    let letter = Letter {
        outgoing_number: Private(format!("{}-{}", dice.between(1, 20), dice.between(10, 900))),
        outgoing_date: Private(date),
        signatory: Private(initials(&signatory)),
        position: Private(
            position
                .map(|one| one.of(lang).to_owned())
                .unwrap_or_default(),
        ),
    };
    Requester {
        name: title.map(Private),
        iin: (!legal_entity).then(|| Private(iin(woman, dice))),
        bin: legal_entity.then(|| Private(bin(dice))),
        letter: legal_entity.then_some(letter),
        representative: None,
        contacts: contacts(lang, corpus, dice),
        signature: Signature::Eds,
    }
}

/// «Есенова А. Қ.»
fn initials(name: &str) -> String {
    let mut words = name.split(' ');
    let surname = words.next().unwrap_or_default().to_owned();
    words.fold(surname, |mut out, word| {
        if let Some(letter) = word.chars().next() {
            out.push(' ');
            out.push(letter);
            out.push('.');
        }
        out
    })
}

fn name(woman: bool, corpus: &Corpus, dice: &mut Dice) -> String {
    let Some(group) = group(corpus, dice) else {
        return String::new();
    };
    let of = |pair: &[String; 2]| {
        let [man, lady] = pair;
        if woman { lady.clone() } else { man.clone() }
    };
    let given = if woman { &group.women } else { &group.men };
    let mut words = vec![
        dice.one(&group.surnames).map(of).unwrap_or_default(),
        dice.one(given).cloned().unwrap_or_default(),
    ];
    if dice.chance(80) {
        words.extend(dice.one(&group.patronymics).map(of));
    }
    words.join(" ")
}

fn group<'c>(corpus: &'c Corpus, dice: &mut Dice) -> Option<&'c Group> {
    let mut mark = dice.between(1, 100);
    let groups = &corpus.people.group;
    groups
        .iter()
        .find(|group| {
            mark -= i64::from(group.weight);
            mark <= 0
        })
        .or_else(|| groups.first())
}

fn contacts(lang: TextLang, corpus: &Corpus, dice: &mut Dice) -> Contacts {
    let people = &corpus.people;
    let (Some(city), Some(street)) = (dice.one(&people.city), dice.one(&people.street)) else {
        return Contacts::default();
    };
    let (city, street) = (city.of(lang), street.of(lang));
    let (house, flat) = (dice.between(1, 140), dice.between(1, 220));
    let address = match lang {
        TextLang::Kk | TextLang::Mixed => {
            format!("{city} қаласы, {street}, {house}-үй, {flat}-пәтер")
        }
        TextLang::Ru | TextLang::En => {
            format!("город {city}, {street}, дом {house}, квартира {flat}")
        }
    };
    let email = format!("oquly{}@poshta.example", dice.between(100, 99_999));
    let (area, a, b, c) = (
        dice.between(700, 708),
        dice.between(0, 9),
        dice.between(0, 99),
        dice.between(0, 99),
    );
    // As people type them: a mask must not know one format only.
    let phone = match dice.between(0, 3) {
        0 => format!("+7 {area} 00{a} {b:02} {c:02}"),
        1 => format!("8{area}00{a}{b:02}{c:02}"),
        2 => format!("8 ({area}) 00{a}-{b:02}-{c:02}"),
        _ => format!("+7({area})00{a}-{b:02}{c:02}"),
    };
    Contacts {
        address: dice.chance(85).then_some(Private(address)),
        email: Some(Private(email)),
        phone: Some(Private(phone)),
    }
}

/// A valid IIN of a grown-up.
fn iin(woman: bool, dice: &mut Dice) -> String {
    loop {
        let year = dice.between(1948, 2006);
        let century = if year < 2000 { 3 } else { 5 } + i64::from(woman);
        let date = format!(
            "{:02}{:02}{:02}{century}",
            year % 100,
            dice.between(1, 12),
            dice.between(1, 28)
        );
        if let Some(full) = completed(&date, dice) {
            return full;
        }
    }
}

/// A valid BIN of a legal entity.
fn bin(dice: &mut Dice) -> String {
    loop {
        let head = format!("{:02}{:02}40", dice.between(0, 24), dice.between(1, 12));
        if let Some(full) = completed(&head, dice) {
            return full;
        }
    }
}

/// Fills up with random digits and the check digit, where there is one.
fn completed(head: &str, dice: &mut Dice) -> Option<String> {
    let mut digits: Vec<u32> = head.chars().filter_map(|c| c.to_digit(10)).collect();
    while digits.len() < 11 {
        digits.push(dice.digit());
    }
    let first = <[u32; 11]>::try_from(digits.as_slice()).ok()?;
    digits.push(check_digit_of(&first)?);
    digits
        .into_iter()
        .map(|digit| char::from_digit(digit, 10))
        .collect()
}

/// The last digit one off.
fn mistyped(id: &str) -> String {
    let mut digits: Vec<char> = id.chars().collect();
    if let Some(last) = digits.last_mut() {
        *last = match *last {
            '9' => '0',
            digit => char::from_digit(digit.to_digit(10).unwrap_or(0) + 1, 10).unwrap_or('0'),
        };
    }
    digits.into_iter().collect()
}
