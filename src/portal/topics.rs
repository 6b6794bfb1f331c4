//! How a topic application comes in `[145 ¶10]`.

use jiff::Timestamp;

use super::directory::Directory;
use super::entity::put_of;
use super::intake::{Faults, check_requester};
use super::storage::{Commit, Storage, StorageError, Write};
use crate::domain::act::Role;
use crate::domain::history::Stamp;
use crate::domain::ids::{CategoryId, ItemKind, Number};
use crate::domain::request::TextLang;
use crate::domain::text::{CitizenText, clean_line};
use crate::domain::topic::{Event, MAX_TITLE, Topic, TopicState};
use crate::domain::zone;
use crate::wire::intake::NewTopic;
use crate::wire::problem::FieldError;

/// The first line of the history of an item that came in through the intake.
pub(super) const fn received(at: Timestamp) -> Stamp {
    Stamp {
        by: None,
        role: Some(Role::Intake),
        decided_at: at,
        received_at: Some(at),
        effective_at: at,
        op: None,
        outside_window: false,
        basis: None,
    }
}

/// Checks an application received at a moment; its number is given when it is stored.
///
/// # Errors
/// Every field that was not accepted.
pub fn check(
    new: NewTopic,
    now: Timestamp,
    directory: &Directory,
) -> Result<Topic, Vec<FieldError>> {
    let mut faults = Faults::default();
    match directory.holder(&new.holder) {
        None => faults.add(
            "holder",
            "unknown-holder",
            "no such holder in the directory",
        ),
        Some(holder) if !holder.holds_conferences() => faults.add(
            "holder",
            "holder-holds-no-conferences",
            "only state bodies and quasi-public entities hold conferences",
        ),
        Some(_) => {}
    }
    let categories = &directory.rules.categories;
    if !categories.iter().any(|known| known.id == new.category) {
        faults.add("category", "unknown-category", "no such category");
    }
    let mut text = |field: &str, raw: &str| {
        let parsed = CitizenText::parse(raw);
        if let Err(error) = &parsed {
            faults.add(field, "too-long", &error.to_string());
        }
        let text = parsed.unwrap_or_default();
        if text.is_blank() {
            faults.add(field, "missing", "the text is empty");
        }
        text
    };
    let title = text("title", &clean_line(&new.title));
    let reasons = text("text", &new.text);
    if title.as_str().chars().count() > MAX_TITLE {
        faults.add("title", "too-long", "a title has at most 300 characters");
    }
    let applicant = check_requester(new.applicant, &mut faults);
    let policy = directory.policy(&new.holder);
    let pack = directory.rules.pin(zone::date(now), policy.after_repeal);
    let Some(pack) = pack.filter(|_| faults.0.is_empty()) else {
        if faults.0.is_empty() {
            faults.add("holder", "rule-not-in-force", "no rules apply today");
        }
        return Err(faults.0);
    };
    Ok(Topic {
        number: numbered(ItemKind::Topic, 0),
        holder: new.holder,
        submitted_at: now,
        category: CategoryId(new.category),
        lang: TextLang::detect(reasons.as_str()),
        title,
        text: reasons,
        applicant,
        state: TopicState::New,
        pack,
        conference: None,
        owner: None,
        history: vec![],
        unknown: serde_json::Map::new(),
    })
}

pub(super) const fn numbered(kind: ItemKind, serial: u64) -> Number {
    Number {
        kind,
        serial,
        copy: None,
    }
}

/// Stores an application under the next number.
///
/// # Errors
/// The store failed.
pub async fn store(
    mut topic: Topic,
    storage: &dyn Storage,
    directory: &Directory,
) -> Result<Number, StorageError> {
    let at = topic.submitted_at;
    topic.apply(Event::Submitted, received(at));
    loop {
        let serial = storage.reserve_serials(ItemKind::Topic, 1).await?;
        topic.number = numbered(ItemKind::Topic, serial);
        let number = topic.number;
        let write = Write {
            puts: vec![put_of(&topic.clone().into(), directory)?],
            ..Write::default()
        };
        if let Commit::Done(_) = storage.commit(write).await? {
            return Ok(number);
        }
    }
}
