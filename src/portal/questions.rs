//! How questions and votes come in, and what the public reads of a conference `[145 ¶9]`.
//!
//! Questions are taken between the two hours of the conference by the portal's clock, whatever
//! is noted of its state. Invariant: no question comes in once its conference is noted as over:
//! the write of a question holds only while the conference has the version it was asked under.

use sha2::{Digest as _, Sha256};

use super::entity::put_of;
use super::intake::received;
use super::intake::{Faults, check_requester};
use super::storage::{Commit, EntityRow, Once, Place, Put, StorageError, Wanted, Write};
use super::{Portal, storage};
use crate::domain::conference::Conference;
use crate::domain::fold::tokens;
use crate::domain::ids::{ItemKind, Number, Version};
use crate::domain::person::Requester;
use crate::domain::question::{Event, MAX_QUESTION, Question};
use crate::domain::request::TextLang;
use crate::domain::text::CitizenText;
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::intake::{NewQuestion, NewVote, PublicConference, PublicQuestion};
use crate::wire::problem::FieldError;
use crate::wire::votes::Votes;

/// Others may write the same conference this often in between.
const TRIES: usize = 16;

/// Why a question or a vote was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// There is no such conference or question for the public.
    #[error("no such conference or question")]
    NoSuchItem,
    /// The conference takes no questions now.
    #[error("the conference takes no questions now")]
    NotOpen,
    /// The same person asked the same before, or voted before.
    #[error("this person did so before")]
    Before,
    /// Fields were not accepted.
    #[error("fields were not accepted")]
    Invalid(Vec<FieldError>),
    /// Too many others wrote at the same moment.
    #[error("too many others wrote at the same moment")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What a person did, as a digest: who, and the words where they matter.
fn once(what: String, person: &Requester, words: &str) -> Option<Once> {
    let id = person.iin.as_ref().or(person.bin.as_ref())?;
    let digits: String = id.0.chars().filter(char::is_ascii_digit).collect();
    let mut sum = Sha256::new();
    sum.update(digits.as_bytes());
    sum.update([0]);
    sum.update(words.as_bytes());
    Some(Once {
        what,
        who: sum.finalize().into(),
    })
}

/// Takes a question for a conference; gives its number and when it was received.
///
/// # Errors
/// [`NotTaken`].
pub async fn ask(
    portal: &Portal,
    conference: Number,
    new: NewQuestion,
) -> Result<(Number, jiff::Timestamp), NotTaken> {
    let storage = portal.storage.as_ref();
    let (text, person) = check(new)?;
    let words = tokens(text.as_str()).join(" ");
    let asked = once(format!("ask/{conference}"), &person, &words);
    if let Some(asked) = &asked
        && storage.happened(asked.clone()).await?
    {
        return Err(NotTaken::Before);
    }
    for _ in 0..TRIES {
        let now = portal.clock.now();
        let (row, held) = conference_row(portal, conference).await?;
        if !held.takes_questions(now) {
            return Err(NotTaken::NotOpen);
        }
        let serial = storage.reserve_serials(ItemKind::Question, 1).await?;
        let number = Number::new(ItemKind::Question, serial);
        let words = (TextLang::detect(text.as_str()), text.clone());
        let mut question = Question::new(number, &held, person.clone(), words, now);
        question.apply(Event::Asked, received(now));
        let directory = portal.directory.current(storage).await?;
        let write = Write {
            puts: vec![put_of(&question.into(), &directory)?],
            guards: vec![(row.key, row.version)],
            once: asked.clone().into_iter().collect(),
            ..Write::default()
        };
        if let Commit::Done(_) = storage.commit(write).await? {
            return Ok((number, now));
        }
        if let Some(asked) = &asked
            && storage.happened(asked.clone()).await?
        {
            return Err(NotTaken::Before);
        }
    }
    Err(NotTaken::Busy)
}

fn check(new: NewQuestion) -> Result<(CitizenText, Requester), NotTaken> {
    let mut faults = Faults::default();
    let text = match CitizenText::parse(&new.text) {
        Ok(text) => text,
        Err(error) => {
            faults.add("text", "too-long", &error.to_string());
            CitizenText::default()
        }
    };
    if faults.0.is_empty() && text.is_blank() {
        faults.add("text", "missing", "the text is empty");
    }
    if text.as_str().chars().count() > MAX_QUESTION {
        faults.add(
            "text",
            "too-long",
            "a question has at most 10000 characters",
        );
    }
    let asker = check_requester(new.asker, &mut faults);
    if faults.0.is_empty() {
        Ok((text, asker))
    } else {
        Err(NotTaken::Invalid(faults.0))
    }
}

/// Counts a vote for a question that the public sees; each person has one for each question.
///
/// # Errors
/// [`NotTaken`].
pub async fn vote(
    portal: &Portal,
    conference: Number,
    question: Number,
    new: NewVote,
) -> Result<u32, NotTaken> {
    let storage = portal.storage.as_ref();
    let mut faults = Faults::default();
    let person = check_requester(new.voter, &mut faults);
    let vote = once(format!("vote/{question}"), &person, "");
    let Some(vote) = vote.filter(|_| faults.0.is_empty()) else {
        faults.add("voter", "missing", "the identifier of the voter is missing");
        return Err(NotTaken::Invalid(faults.0));
    };
    for _ in 0..TRIES {
        if storage.happened(vote.clone()).await? {
            return Err(NotTaken::Before);
        }
        let now = portal.clock.now();
        let (_, held) = conference_row(portal, conference).await?;
        if !held.takes_questions(now) {
            return Err(NotTaken::NotOpen);
        }
        let keys = vec![EntityKey::of(question), votes_key(conference)];
        let mut rows = storage.entities(keys).await?.into_iter();
        let asked = rows.next().flatten().and_then(|row| read(&row));
        let asked: Question = asked.ok_or(NotTaken::NoSuchItem)?;
        if asked.conference != conference || !asked.state.is_public() {
            return Err(NotTaken::NoSuchItem);
        }
        let before = rows.next().flatten();
        let mut tally: Votes = before
            .as_ref()
            .and_then(read)
            .unwrap_or_else(|| Votes::none(conference));
        tally.add(question);
        let write = Write {
            puts: vec![votes_put(&tally, before.as_ref(), &held, now)?],
            once: vec![vote.clone()],
            ..Write::default()
        };
        if let Commit::Done(_) = storage.commit(write).await? {
            return Ok(tally.of(question));
        }
    }
    Err(NotTaken::Busy)
}

fn votes_key(conference: Number) -> EntityKey {
    EntityKey {
        kind: EntityKind::Votes,
        id: conference.to_string(),
    }
}

fn votes_put(
    votes: &Votes,
    before: Option<&EntityRow>,
    held: &Conference,
    at: jiff::Timestamp,
) -> Result<Put, StorageError> {
    let body =
        serde_json::to_string(votes).map_err(|error| StorageError::Failed(error.to_string()))?;
    Ok(Put {
        key: votes_key(votes.conference),
        expected: before.map(|row| row.version),
        version: Version(before.map_or(1, |row| row.version.0 + 1)),
        holder: held.holder.clone(),
        urgency: held.created_at.as_second(),
        place: Place::default(),
        body: Some(body),
        at,
        by: None,
    })
}

fn read<T: serde::de::DeserializeOwned>(row: &EntityRow) -> Option<T> {
    if row.deleted {
        return None;
    }
    serde_json::from_str(&row.body).ok()
}

/// A conference that the public may see.
async fn conference_row(
    portal: &Portal,
    number: Number,
) -> Result<(EntityRow, Conference), NotTaken> {
    let keys = vec![EntityKey::of(number)];
    let rows = portal.storage.entities(keys).await?;
    let row = rows.into_iter().flatten().next();
    let row = row.ok_or(NotTaken::NoSuchItem)?;
    let held: Conference = read(&row).ok_or(NotTaken::NoSuchItem)?;
    if held.state.is_public() {
        Ok((row, held))
    } else {
        Err(NotTaken::NoSuchItem)
    }
}

/// The conferences that the public sees, without their questions, the newest first.
///
/// # Errors
/// The store failed.
pub async fn listed(portal: &Portal) -> Result<Vec<PublicConference>, StorageError> {
    let rows = portal.storage.all(EntityKind::Conference).await?;
    let mut listed: Vec<Conference> = rows
        .iter()
        .filter_map(read::<Conference>)
        .filter(|held| held.state.is_public())
        .collect();
    listed.sort_by_key(|held| std::cmp::Reverse(held.number));
    Ok(listed.iter().map(|held| shown(held, vec![])).collect())
}

/// A conference with the questions that the public sees: let through, most votes first.
///
/// # Errors
/// [`NotTaken::NoSuchItem`], or the store failed.
pub async fn read_one(portal: &Portal, number: Number) -> Result<PublicConference, NotTaken> {
    let (_, held) = conference_row(portal, number).await?;
    let wanted = Wanted {
        parents: vec![number.to_string()],
        keys: vec![votes_key(number)],
        ..Wanted::default()
    };
    let storage::KnownRows {
        children, entities, ..
    } = portal.storage.known(wanted).await?;
    let votes = entities.into_iter().flatten().next();
    let votes: Votes = votes
        .as_ref()
        .and_then(read)
        .unwrap_or_else(|| Votes::none(number));
    let mut questions: Vec<PublicQuestion> = children
        .iter()
        .flatten()
        .filter_map(read::<Question>)
        .filter(|question| question.state.is_public())
        .map(|question| PublicQuestion {
            number: question.number,
            text: question.text,
            votes: votes.of(question.number),
            answer: question.answer.map(|answer| answer.text),
        })
        .collect();
    questions.sort_by_key(|question| (std::cmp::Reverse(question.votes), question.number));
    Ok(shown(&held, questions))
}

/// Nothing of the officer but the position is for the public.
fn shown(held: &Conference, questions: Vec<PublicQuestion>) -> PublicConference {
    let form = held.valid_form();
    PublicConference {
        number: held.number,
        holder: held.holder.clone(),
        state: held.state,
        opens: form.opens_on(),
        closes: form.closes_on(),
        name: form.name.clone(),
        short: form.short.clone(),
        description: form.description.clone(),
        questions,
    }
}
