//! The lines of a page, computed beside the thread that writes.
//!
//! Taking a body apart and computing its dates costs more than storing both: a replica is filled
//! twice as fast when another core does it. The writer takes a line as it is only where nothing
//! can have changed it meanwhile, and computes it anew everywhere else.

use std::collections::HashMap;
use std::sync::Arc;

use super::error::StoreError;
use super::project::{number_of, written};
use super::reader::Reader;
use crate::domain::holder::Policy;
use crate::domain::row::{self, Row};
use crate::domain::rules::RuleSet;
use crate::wire::feed::{Change, Cursor, SnapshotPage};

/// A stored body as text; one that is none says nothing.
pub(super) fn text_of(body: &[u8]) -> &str {
    simdutf8::basic::from_utf8(body).unwrap_or_default()
}

/// A change, and the line of the item it tells as long as nothing lies over it.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) change: Change,
    pub(super) row: Option<Row>,
}

impl From<Change> for Arrival {
    fn from(change: Change) -> Self {
        Self { change, row: None }
    }
}

/// A page of a snapshot with the lines of its items, ready to be stored.
#[derive(Debug)]
pub struct PreparedPage {
    pub(super) cursor: Cursor,
    pub(super) next: Option<String>,
    pub(super) total: u64,
    /// The stamp of the lens that the lines were computed through.
    pub(super) lens: u64,
    pub(super) arrivals: Vec<Arrival>,
}

impl PreparedPage {
    /// The token of the next page, `None` on the last.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// Whether no page follows.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        self.next.is_none()
    }

    /// Entities of the whole snapshot.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// Entities of the page.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.arrivals.len()
    }

    /// Whether the page has no entities.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.arrivals.is_empty()
    }
}

impl Reader {
    /// Computes the lines of a page of a snapshot. Takes a processor for a while: not for the
    /// thread that shows the screen.
    ///
    /// # Errors
    /// The database failed.
    pub fn prepare(&self, page: SnapshotPage) -> Result<PreparedPage, StoreError> {
        let mut lines = Lines::seen_through(self)?;
        let mut arrivals = Vec::with_capacity(page.entities.len());
        for change in page.entities {
            let row = lines.line(&change)?;
            arrivals.push(Arrival { change, row });
        }
        Ok(PreparedPage {
            cursor: page.cursor,
            next: page.next,
            total: page.total,
            lens: lines.lens,
            arrivals,
        })
    }
}

/// Computes lines through the rules and policies of one moment. A policy that changes while it
/// works changes the stamp of the lens too.
struct Lines<'r> {
    reader: &'r Reader,
    lens: u64,
    rules: Arc<RuleSet>,
    policies: HashMap<String, Arc<Policy>>,
}

impl<'r> Lines<'r> {
    fn seen_through(reader: &'r Reader) -> Result<Self, StoreError> {
        let (lens, rules) = reader.with(|side| {
            let lens = &mut side.projector.lens;
            Ok((lens.stamp(), lens.rules(&side.connection)?))
        })?;
        Ok(Self {
            reader,
            lens,
            rules,
            policies: HashMap::new(),
        })
    }

    /// The line of an entity; `None` where the writer has to look itself.
    fn line(&mut self, change: &Change) -> Result<Option<Row>, StoreError> {
        if change.deleted {
            return Ok(None);
        }
        let key = &change.key;
        let work = number_of(&key.kind, &key.id)
            .and_then(|number| written(change.body.text(), number))
            // A question is noted with its conference besides.
            .filter(|work| work.question().is_none());
        let Some(work) = work else {
            return Ok(None);
        };
        let policy = self.policy(work.holder())?;
        let driver = row::driver(&work, &self.rules, &policy).unwrap_or_default();
        Ok(Some(Row::of(&work, driver)))
    }

    fn policy(&mut self, holder: &str) -> Result<Arc<Policy>, StoreError> {
        if let Some(policy) = self.policies.get(holder) {
            return Ok(Arc::clone(policy));
        }
        let policy = self
            .reader
            .with(|side| side.projector.lens.policy(&side.connection, holder))?;
        self.policies.insert(holder.to_owned(), Arc::clone(&policy));
        Ok(policy)
    }
}
