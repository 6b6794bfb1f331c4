//! How a topic application comes in `[145 ¶10]`.

use jiff::Timestamp;

use super::directory::Directory;
use super::entity::put_of;
use super::intake::{Faults, check_requester, received};
use super::storage::{Commit, Storage, StorageError, Write};
use crate::domain::ids::{CategoryId, ItemKind, Number};
use crate::domain::request::TextLang;
use crate::domain::text::{CitizenText, clean_line};
use crate::domain::topic::{Event, MAX_TITLE, Topic, TopicState};
use crate::wire::intake::NewTopic;
use crate::wire::problem::FieldError;

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
    let holder = faults.holder(&new.holder, directory);
    if holder.is_some_and(|holder| !holder.holds_conferences()) {
        faults.add(
            "holder",
            "holder-holds-no-conferences",
            "only state bodies and quasi-public entities hold conferences",
        );
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
    let (_, pack) = faults.pinned(holder, now, directory)?;
    Ok(Topic {
        number: Number::new(ItemKind::Topic, 0),
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
        topic.number = Number::new(ItemKind::Topic, serial);
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
