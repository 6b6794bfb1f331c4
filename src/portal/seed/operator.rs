//! Applications for access that wait for the Operator, and a circular that nobody has read.

use jiff::ToSpan;
use serde::Deserialize;

use super::corpus::Corpus;
use super::{MAIN_HOLDER, Seed, SeedError, not_accepted, sender};
use crate::dice::Dice;
use crate::domain::act::Role;
use crate::domain::circular::{Circular, CircularState, Event};
use crate::domain::history::Stamp;
use crate::domain::ids::{ItemKind, Number, UserName};
use crate::domain::request::TextLang;
use crate::domain::text::CitizenText;
use crate::domain::work::Work;
use crate::domain::zone;
use crate::portal::access;
use crate::portal::directory::Directory;
use crate::portal::entity::put_of;
use crate::portal::intake::received;
use crate::portal::storage::{Commit, Storage, Write};
use crate::wire::intake::NewAccess;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    access: Vec<Asked>,
    circular: Told,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    lang: TextLang,
    position: String,
    role: Role,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    text: String,
}

/// Adds the applications and the circular to a portal that was filled before.
///
/// # Errors
/// The store failed, or the texts of the seed are not valid.
pub(super) async fn play(
    storage: &dyn Storage,
    seed: Seed,
    directory: &Directory,
    corpus: &Corpus,
) -> Result<(), SeedError> {
    let texts: Texts = toml::from_str(include_str!("operator.toml"))?;
    let at = seed.at.checked_sub(3.hours()).unwrap_or(seed.at);
    let mut works = Vec::new();
    let count = u64::try_from(texts.access.len()).unwrap_or(0);
    let first = storage.reserve_serials(ItemKind::Access, count).await?;
    for (serial, asked) in (first..).zip(texts.access) {
        let mut dice = Dice::of(seed.seed, serial.wrapping_add(1 << 34));
        let new = NewAccess {
            holder: MAIN_HOLDER.to_owned(),
            applicant: sender::person(asked.lang, corpus, &mut dice),
            position: asked.position,
            role: asked.role,
        };
        let mut one = access::check(new, at, directory).map_err(not_accepted)?;
        one.number = Number::new(ItemKind::Access, serial);
        one.apply(crate::domain::access::Event::Submitted, received(at));
        works.push(Work::from(one));
    }
    let serial = storage.reserve_serials(ItemKind::Circular, 1).await?;
    works.extend(circular(serial, &texts.circular.text, at, directory));
    let puts = works.iter().map(|work| put_of(work, directory));
    let write = Write {
        puts: puts.collect::<Result<_, _>>()?,
        ..Write::default()
    };
    match storage.commit(write).await? {
        Commit::Stale => Err(SeedError::NumbersTaken),
        Commit::Done(_) => Ok(()),
    }
}

/// A circular to the holder; `None` if no rules apply on its day.
fn circular(serial: u64, text: &str, at: jiff::Timestamp, directory: &Directory) -> Option<Work> {
    let policy = directory.policy(MAIN_HOLDER);
    let mut one = Circular {
        number: Number::new(ItemKind::Circular, serial),
        holder: MAIN_HOLDER.to_owned(),
        sent_at: at,
        pack: directory.rules.pin(zone::date(at), policy.after_repeal)?,
        lang: TextLang::detect(text),
        text: CitizenText::parse(text).ok()?,
        state: CircularState::New,
        owner: None,
        history: vec![],
        unknown: serde_json::Map::new(),
    };
    let stamp = Stamp {
        by: Some(UserName("operator".to_owned())),
        role: Some(Role::Operator),
        ..received(at)
    };
    one.apply(Event::Sent, stamp);
    Some(one.into())
}
