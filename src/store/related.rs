//! Requests related to one: near-duplicates and those of the same author.
//!
//! Candidates come from the search index by a few of the longest phrases of the text, newest
//! first, and from the key of the author; how alike they are is then counted word by word.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::prepare::text_of;
use super::project::{number_of, written};
use crate::domain::fold::tokens;
use crate::domain::ids::Number;
use crate::domain::person::Requester;
use crate::domain::request::Request;
use crate::domain::similar::{ALIKE, Related, percent};
use crate::wire::feed::EntityKind;

/// So many phrases are looked for.
const PHRASES: usize = 6;
/// Words of a phrase.
const WORDS: usize = 3;
/// So many candidates are compared at most.
const CANDIDATES: usize = 150;
/// So many requests of the same author are listed at most.
const OF_AUTHOR: usize = 50;

/// The key under which the requests of one author are found; `None` of a nameless one. It is a
/// digest, so that the identifier stands nowhere else.
pub(super) fn author_key(requester: &Requester) -> Option<[u8; 8]> {
    let id = requester.iin.as_ref().or(requester.bin.as_ref())?;
    let digits: String = id.0.chars().filter(char::is_ascii_digit).collect();
    let digest = Sha256::digest(digits.as_bytes());
    (!digits.is_empty()).then(|| {
        let mut key = [0; 8];
        for (place, byte) in key.iter_mut().zip(digest.iter()) {
            *place = *byte;
        }
        key
    })
}

/// Notes the author of an entity.
pub(super) fn put_author(
    tx: &Connection,
    rid: i64,
    request: Option<&Request>,
) -> Result<(), StoreError> {
    let key = request.and_then(|request| author_key(&request.requester));
    match key {
        Some(key) => {
            tx.prepare_cached("INSERT OR REPLACE INTO author VALUES(?1, ?2)")?
                .execute(params![rid, key])?;
        }
        None => drop_author(tx, rid)?,
    }
    Ok(())
}

/// Forgets the author of an entity.
pub(super) fn drop_author(tx: &Connection, rid: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM author WHERE rid = ?1")?
        .execute([rid])?;
    Ok(())
}

/// The requests related to one, the most alike first, then those of the same author, newest
/// first.
pub(super) fn of(connection: &Connection, number: Number) -> Result<Vec<Related>, StoreError> {
    let Some((rid, request)) = request(connection, number)? else {
        return Ok(Vec::new());
    };
    let words = tokens(request.text.as_str());
    let author = author_key(&request.requester);
    let mut rids: BTreeSet<i64> = alike(connection, &words)?;
    rids.extend(of_author(connection, author)?);
    rids.remove(&rid);
    let mut found: BTreeMap<Number, Related> = BTreeMap::new();
    for rid in rids {
        let Some(other) = by_rid(connection, rid)? else {
            continue;
        };
        let same_author = author.is_some() && author_key(&other.requester) == author;
        let percent = percent(&words, &tokens(other.text.as_str()));
        if percent >= ALIKE || same_author {
            found.insert(other.number, related(other, percent, same_author));
        }
    }
    let mut found: Vec<Related> = found.into_values().collect();
    found.sort_by_key(|one| {
        let alike = if one.percent >= ALIKE { one.percent } else { 0 };
        std::cmp::Reverse((alike, one.received_at))
    });
    Ok(found)
}

fn related(request: Request, percent: u8, same_author: bool) -> Related {
    let told = request.history.iter().rev();
    let answer = told
        .filter_map(|entry| entry.event.outward_text())
        .find(|text| !text.is_blank())
        .cloned();
    Related {
        number: request.number,
        state: request.state,
        received_at: request.received_at,
        category: request.category,
        percent,
        same_author,
        text: request.text,
        answer,
    }
}

/// Entities whose text has one of the longest phrases, newest first.
fn alike(connection: &Connection, words: &[String]) -> Result<BTreeSet<i64>, StoreError> {
    let phrases = phrases(words);
    if phrases.is_empty() {
        return Ok(BTreeSet::new());
    }
    let query = phrases.join(" OR ");
    let mut statement = connection.prepare_cached(
        "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
    )?;
    let limit = i64::try_from(CANDIDATES).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![query, limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The phrases with the most letters, which are the rarest; none overlaps another.
fn phrases(words: &[String]) -> Vec<String> {
    let size = WORDS.min(words.len().max(1));
    let letters =
        |phrase: &[String]| -> usize { phrase.iter().map(|word| word.chars().count()).sum() };
    let mut all: Vec<(usize, usize)> = words
        .windows(size)
        .enumerate()
        .map(|(at, phrase)| (letters(phrase), at))
        .collect();
    all.sort_by_key(|(letters, at)| (std::cmp::Reverse(*letters), *at));
    let mut taken: Vec<usize> = Vec::new();
    for (_, at) in all {
        if taken.len() == PHRASES {
            break;
        }
        if taken.iter().all(|other| at.abs_diff(*other) >= size) {
            taken.push(at);
        }
    }
    taken
        .into_iter()
        .filter_map(|at| words.get(at..at + size))
        .map(|phrase| format!("\"{}\"", phrase.join(" ")))
        .collect()
}

fn of_author(connection: &Connection, key: Option<[u8; 8]>) -> Result<Vec<i64>, StoreError> {
    let Some(key) = key else {
        return Ok(Vec::new());
    };
    let mut statement = connection
        .prepare_cached("SELECT rid FROM author WHERE key = ?1 ORDER BY rid DESC LIMIT ?2")?;
    let limit = i64::try_from(OF_AUTHOR).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![key, limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn request(connection: &Connection, number: Number) -> Result<Option<(i64, Request)>, StoreError> {
    let id = number.to_string();
    let rid: Option<i64> = connection
        .prepare_cached(
            "SELECT rid FROM entity WHERE kind = 'request' AND id = ?1 AND deleted = 0",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(rid) = rid else {
        return Ok(None);
    };
    Ok(by_rid(connection, rid)?.map(|request| (rid, request)))
}

/// The request of an entity, if it is one that this program understands.
pub(super) fn by_rid(connection: &Connection, rid: i64) -> Result<Option<Request>, StoreError> {
    let found: Option<(String, Option<Vec<u8>>)> = connection
        .prepare_cached("SELECT id, body FROM entity WHERE rid = ?1 AND deleted = 0")?
        .query_row([rid], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.and_then(|(id, body)| {
        let number = number_of(&EntityKind::Request, &id)?;
        written(text_of(&body.unwrap_or_default()), number)?
            .request()
            .cloned()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text)
    }

    #[test]
    fn the_longest_phrases_stand_for_a_text_and_do_not_overlap() {
        let phrases = phrases(&words(
            "а б в мемлекеттік бағдарламасының қатысушылары г д е",
        ));
        assert_eq!(phrases[0], "\"мемлекеттик багдарламасынын катысушылары\"");
        assert_eq!(phrases.len(), 3);
    }

    #[test]
    fn a_text_of_a_word_is_looked_for_by_it() {
        assert_eq!(phrases(&words("Сәлем")), ["\"салем\""]);
        assert_eq!(phrases(&words("")), Vec::<String>::new());
    }
}
