//! A search over everything the replica holds: requests, what was sent, notes and drafts.
//!
//! The index says which requests have the words, newest first; only as many bodies are read as
//! are shown. Notes and drafts are few and are read whole.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::gather::{self, RowSet, Wanted};
use super::{Reader, draft, index, related, search};
use crate::domain::act::Act;
use crate::domain::ids::Number;
use crate::domain::privacy::mask_text;
use crate::domain::request::Request;
use crate::domain::search::{Found, Hit, Place, Query, Snippet};
use crate::wire::draft::{LetterDraft, NOTE, draft_kind};
use crate::wire::replica::Draft;

impl Reader {
    /// Whether some texts wait for the search index to be renewed after an upgrade, so that words
    /// find less than there is.
    ///
    /// # Errors
    /// The database failed.
    pub fn index_is_partial(&self) -> Result<bool, StoreError> {
        self.on(index::is_partial)
    }

    /// Searches texts of requests, what was sent to their users, internal notes and drafts, at
    /// most `limit` of requests and of what is kept beside them. Numbers of persons are masked.
    ///
    /// # Errors
    /// The database failed.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Found, StoreError> {
        self.on(|connection| {
            let (mut hits, more) = requests(connection, query, limit)?;
            let kept = beside(connection, query)?;
            let more = more || kept.len() > limit;
            hits.extend(kept.into_iter().take(limit));
            hits.sort_by_key(|hit| hit.place);
            Ok(Found {
                hits,
                more,
                partial: index::is_partial(connection)?,
            })
        })
    }
}

/// What the index finds, newest first, and whether it would find more.
fn requests(
    connection: &Connection,
    query: &Query,
    limit: usize,
) -> Result<(Vec<Hit>, bool), StoreError> {
    let set = gather::gathered(connection, &wanted(query))?;
    let most = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let mut rids = newest(connection, &set, most)?;
    let more = rids.len() > limit;
    rids.truncate(limit);
    let mut hits = Vec::new();
    for rid in rids {
        let request = related::by_rid(connection, rid)?;
        hits.extend(request.map(|request| in_request(query, &request)));
    }
    Ok((hits, more))
}

/// What the index is asked; a number is also the number of a request.
fn wanted(query: &Query) -> Wanted {
    let mut wanted = Wanted::default();
    for token in query.tokens() {
        let asked = search::word_query(token);
        match token.parse() {
            Ok(serial) => wanted.numbers.push((asked, serial)),
            Err(_no_number) => wanted.matching.push(asked),
        }
    }
    wanted
}

/// The newest requests of a set: few are sorted, many are met on a walk along the numbers.
fn newest(connection: &Connection, set: &RowSet, most: i64) -> Result<Vec<i64>, StoreError> {
    let row = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
    if let Some(few) = set.few() {
        let few = serde_json::Value::from(few).to_string();
        let mut statement = connection.prepare_cached(
            // The plus keeps SQLite from walking along all numbers of the kind instead.
            "SELECT rid FROM item WHERE rid IN (SELECT value FROM json_each(?1)) AND +kind = 0
             ORDER BY serial DESC, copy DESC LIMIT ?2",
        )?;
        let rids = statement.query_map(params![few, most], row)?;
        return Ok(rids.collect::<Result<_, _>>()?);
    }
    let mut statement = connection.prepare_cached(
        "SELECT rid FROM item WHERE kind = 0 AND within(?1, rid)
         ORDER BY serial DESC, copy DESC LIMIT ?2",
    )?;
    let rids = statement.query_map(params![set.bits(), most], row)?;
    Ok(rids.collect::<Result<_, _>>()?)
}

/// Where in a request the words stand: in its text, else in what was sent, the newest first.
fn in_request(query: &Query, request: &Request) -> Hit {
    let text = mask_text(request.text.as_str());
    let sent = request.history.iter().rev();
    let mut sent = sent.filter_map(|entry| entry.event.outward_text());
    let asked = query.touch(&text).map(|snippet| (Place::Request, snippet));
    let found = asked.or_else(|| {
        let snippet = sent.find_map(|text| query.touch(&mask_text(text.as_str())))?;
        Some((Place::Answer, snippet))
    });
    // A word may stand in a number that is masked, or be the number of the request.
    let (place, snippet) = found.unwrap_or_else(|| (Place::Request, Snippet::beginning(&text)));
    Hit {
        place,
        number: Some(request.number),
        state: Some(request.state),
        at: Some(request.received_at),
        title: None,
        snippet,
    }
}

/// Notes and drafts, newest first.
fn beside(connection: &Connection, query: &Query) -> Result<Vec<Hit>, StoreError> {
    let drafts = draft::all(connection)?;
    Ok(drafts
        .iter()
        .filter_map(|draft| kept(query, draft))
        .collect())
}

fn kept(query: &Query, draft: &Draft) -> Option<Hit> {
    let act = Act::ALL
        .into_iter()
        .find(|act| draft_kind(*act) == draft.kind);
    let (place, text) = if draft.kind == NOTE {
        (Place::Note, draft.text.0.clone())
    } else {
        let letter = LetterDraft::read(&draft.text.0)?;
        // A form is kept as its fields, which are no text to show.
        if act == Some(Act::Plan) {
            return None;
        }
        (Place::Draft(act?), letter.text.as_str().to_owned())
    };
    hit_beside(query, (place, &text), draft.number, draft.updated_at)
}

fn hit_beside(
    query: &Query,
    (place, text): (Place, &str),
    number: Number,
    at: Timestamp,
) -> Option<Hit> {
    Some(Hit {
        place,
        number: Some(number),
        state: None,
        at: Some(at),
        title: None,
        snippet: query.find(&mask_text(text))?,
    })
}
