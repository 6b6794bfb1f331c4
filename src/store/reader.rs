//! The reading half of a store.
//!
//! Two connections, so that a long search does not hold up the list on the screen. Each
//! question sees one state of the database, never a half-applied page.

mod operations;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use super::connection::{self, Use};
use super::error::StoreError;
use super::feed::{self, PageEffect};
use super::gather::{self, Sets};
use super::lens;
use super::movement;
use super::prepare::PreparedPage;
use super::project::{Projector, parsed, readable};
use super::query::{Looking, RowQuery};
use super::question;
use super::related;
use super::session::{self, Session};
use super::state::{self, SyncState};
use super::surroundings::Surroundings;
use super::vault::DataKey;
use super::{draft, item, outbox, schema};
use crate::domain::command::Command;
use crate::domain::filter::{Facet, Group};
use crate::domain::holder::{Holder, Policy};
use crate::domain::ids::{DeviceId, ItemKind, Number, Version};
use crate::domain::question::{Question, Tally};
use crate::domain::row::{Counts, Ending, Inbox, Row, Window};
use crate::domain::rules::RuleSet;
use crate::domain::similar::Related;
use crate::domain::work::Work;
use crate::wire::auth::Account;
use crate::wire::feed::{Change, Cursor, EntityKey, EntityKind};
use crate::wire::ops::Base;
use crate::wire::replica::{Draft, InboxFacts, Item, Movement, OpState};

/// Answers questions about the replica. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Reader {
    sides: Arc<[Mutex<Side>; 2]>,
    generation: Arc<AtomicU64>,
}

/// One connection and what was looked up on it.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) connection: Connection,
    pub(super) projector: Projector,
    /// What the search index found lately.
    sets: Sets,
    /// The last count: the state of the database it is of, the list and the number.
    total: Option<(i64, RowQuery, usize)>,
}

impl Reader {
    pub(super) fn open(
        path: &Path,
        key: &DataKey,
        generation: Arc<AtomicU64>,
    ) -> Result<Self, StoreError> {
        let side = || -> Result<Mutex<Side>, StoreError> {
            let connection = connection::open(path, key, Use::Read)?;
            schema::check(&connection)?;
            Ok(Mutex::new(Side {
                connection,
                projector: Projector::default(),
                sets: Sets::default(),
                total: None,
            }))
        };
        Ok(Self {
            sides: Arc::new([side()?, side()?]),
            generation,
        })
    }

    /// A number that grows with every change of this instance, for telling whether a list may
    /// be kept; an instance that only reads does not see it grow.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// A part of a list, most urgent first, then by number. Closed items only when the filter
    /// names a state.
    ///
    /// # Errors
    /// The database failed, or a day of the filter has no calendar data.
    pub fn rows(&self, query: &RowQuery) -> Result<Window, StoreError> {
        self.with(|side| {
            let total = side.total(query)?;
            let rows = side.looking().rows(query)?;
            Ok(Window {
                total,
                offset: query.offset,
                rows,
            })
        })
    }

    /// How many lines a list has.
    ///
    /// # Errors
    /// As [`Reader::rows`].
    pub fn total(&self, query: &RowQuery) -> Result<usize, StoreError> {
        self.with(|side| side.total(query))
    }

    /// What the lines of a list have in common, and how many have it: days in their order, else
    /// the largest group first. What the filter asks of the facet itself holds too. By state
    /// closed items are counted as well.
    ///
    /// # Errors
    /// As [`Reader::rows`].
    pub fn groups(&self, query: &RowQuery, facet: Facet) -> Result<Vec<Group>, StoreError> {
        self.with(|side| side.looking().groups(query, facet))
    }

    /// The place of an item in a list; `None` if it is not in it.
    ///
    /// # Errors
    /// As [`Reader::rows`].
    pub fn position_of(
        &self,
        number: Number,
        query: &RowQuery,
    ) -> Result<Option<usize>, StoreError> {
        self.with(|side| side.looking().position(number, query))
    }

    /// An item as the user sees it, pending decisions included.
    ///
    /// # Errors
    /// The database failed.
    pub fn item(&self, number: Number) -> Result<Option<Item>, StoreError> {
        self.with(|side| side.item(number))
    }

    /// The requests related to one: near-duplicates, the most alike first, then others of the
    /// same author.
    ///
    /// # Errors
    /// The database failed.
    pub fn related(&self, number: Number) -> Result<Vec<Related>, StoreError> {
        self.with(|side| related::of(&side.connection, number))
    }

    /// The numbers of the header.
    ///
    /// # Errors
    /// The database failed.
    pub fn counts(&self, today: Date) -> Result<Counts, StoreError> {
        self.with(|side| {
            let (open, due_today, overdue) = side
                .connection
                .prepare_cached(
                    "SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (WHERE urgency = ?1), 0),
                       coalesce(sum(n) FILTER (WHERE urgency < ?1), 0)
                     FROM tally WHERE closed = 0 AND kind <> 3",
                )?
                .query_row([item::date_number(today)], |row| {
                    Ok((
                        item::count(row, 0)?,
                        item::count(row, 1)?,
                        item::count(row, 2)?,
                    ))
                })?;
            let [unsent, held, conflicts, unsent_due_today, stuck_due_today] =
                outbox::counts(&side.connection, today)?;
            Ok(Counts {
                open,
                due_today,
                overdue,
                unsent,
                held,
                conflicts,
                unsent_due_today,
                stuck_due_today,
            })
        })
    }

    /// How the questions of a conference stand, as the portal has them.
    ///
    /// # Errors
    /// The database failed.
    pub fn tally(&self, conference: Number) -> Result<Tally, StoreError> {
        self.with(|side| question::tally(&side.connection, conference))
    }

    /// The conferences that end today or should have ended, the earliest first.
    ///
    /// # Errors
    /// The database failed.
    pub fn endings(&self, now: Timestamp) -> Result<Vec<Ending>, StoreError> {
        self.with(|side| question::endings(&side.connection, now))
    }

    /// How many open items of each kind there are, for the tabs.
    ///
    /// # Errors
    /// The database failed.
    pub fn open_of(&self, kind: ItemKind) -> Result<usize, StoreError> {
        self.with(|side| {
            Ok(side
                .connection
                .prepare_cached(
                    "SELECT coalesce(sum(n), 0) FROM tally WHERE closed = 0 AND kind = ?1",
                )?
                .query_row([item::kind_number(kind)], |row| item::count(row, 0))?)
        })
    }

    /// The newest draft of a kind about an item.
    ///
    /// # Errors
    /// The database failed.
    pub fn draft(&self, number: Number, kind: &str) -> Result<Option<Draft>, StoreError> {
        self.with(|side| {
            Ok(draft::of_item(&side.connection, number, kind)?
                .into_iter()
                .next())
        })
    }

    /// The drafts of a kind about an item, one a language, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub fn drafts_of(&self, number: Number, kind: &str) -> Result<Vec<Draft>, StoreError> {
        self.with(|side| draft::of_item(&side.connection, number, kind))
    }

    /// All drafts, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        self.with(|side| draft::all(&side.connection))
    }

    /// The rules the replica is seen under: those of the portal, else the built-in ones.
    ///
    /// # Errors
    /// The database failed.
    pub fn rules(&self) -> Result<Arc<RuleSet>, StoreError> {
        self.with(|side| side.projector.lens.rules(&side.connection))
    }

    /// The rules as they came from the portal; `None` while they are incomplete.
    ///
    /// # Errors
    /// The database failed.
    pub fn received_rules(&self) -> Result<Option<RuleSet>, StoreError> {
        self.with(|side| lens::received(&side.connection))
    }

    /// What the last change of rules moved.
    ///
    /// # Errors
    /// The database failed.
    pub fn movement(&self) -> Result<Movement, StoreError> {
        self.with(|side| movement::read(&side.connection))
    }

    /// What a decision on an item has to look at besides it.
    ///
    /// # Errors
    /// The database failed.
    pub fn surroundings(&self, work: &Work, command: &Command) -> Result<Surroundings, StoreError> {
        self.with(|side| Surroundings::around_command(&side.connection, work, command))
    }

    /// The questions of a conference that are neither answered nor declined; none of another
    /// item.
    ///
    /// # Errors
    /// The database failed.
    pub fn open_questions(&self, of: Number) -> Result<Vec<Number>, StoreError> {
        if of.kind != ItemKind::Conference {
            return Ok(Vec::new());
        }
        self.with(|side| question::open(&side.connection, of))
    }

    /// Every question of a conference as it is seen here, pending decisions included, in the order
    /// in which they were asked; those of a newer protocol are left out.
    ///
    /// # Errors
    /// The database failed.
    pub fn questions_of(&self, conference: Number) -> Result<Vec<Question>, StoreError> {
        if conference.kind != ItemKind::Conference {
            return Ok(Vec::new());
        }
        let numbers = self.with(|side| question::all(&side.connection, conference))?;
        let mut questions = Vec::with_capacity(numbers.len());
        for number in numbers {
            let item = self.item(number)?;
            if let Some(Work::Question(question)) = item.and_then(|item| item.work) {
                questions.push(*question);
            }
        }
        Ok(questions)
    }

    /// What the head of an inbox tells of its conference.
    ///
    /// # Errors
    /// The database failed.
    pub fn inbox(&self, inbox: Inbox) -> Result<InboxFacts, StoreError> {
        self.with(|side| question::facts(&side.connection, inbox))
    }

    /// The policy of a holder; the default one if none came.
    ///
    /// # Errors
    /// The database failed.
    pub fn policy(&self, bin: &str) -> Result<Arc<Policy>, StoreError> {
        self.with(|side| side.projector.lens.policy(&side.connection, bin))
    }

    /// A holder of the directory.
    ///
    /// # Errors
    /// The database failed.
    pub fn holder(&self, bin: &str) -> Result<Option<Holder>, StoreError> {
        self.with(|side| lens::body(&side.connection, EntityKind::Holder.id(), bin))
    }

    /// Everything kept about one item: drafts of every kind, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub fn drafts_about(&self, number: Number) -> Result<Vec<Draft>, StoreError> {
        self.with(|side| draft::about(&side.connection, number))
    }

    /// The directory of holders; those of a newer portal that cannot be read are left out.
    ///
    /// # Errors
    /// The database failed.
    pub fn holders(&self) -> Result<Vec<Holder>, StoreError> {
        self.with(|side| lens::readable(&side.connection, EntityKind::Holder.id()))
    }

    /// The account of this store, signed in or not.
    ///
    /// # Errors
    /// The database failed.
    pub fn account(&self) -> Result<Option<Account>, StoreError> {
        Ok(self.session()?.map(|session| session.account))
    }

    /// The account with its tokens.
    ///
    /// # Errors
    /// The database failed.
    pub fn session(&self) -> Result<Option<Session>, StoreError> {
        self.with(|side| session::session(&side.connection))
    }

    /// Where the replica stands against the portal.
    ///
    /// # Errors
    /// The database failed.
    pub fn sync_state(&self) -> Result<SyncState, StoreError> {
        self.with(|side| state::sync_state(&side.connection))
    }

    /// The place in the feed.
    ///
    /// # Errors
    /// The database failed.
    pub fn cursor(&self) -> Result<Option<Cursor>, StoreError> {
        Ok(self.sync_state()?.cursor)
    }

    /// The id of this installation, once it was made.
    ///
    /// # Errors
    /// The database failed.
    pub fn device(&self) -> Result<Option<DeviceId>, StoreError> {
        self.with(|side| state::device(&side.connection))
    }

    /// A setting, or a mark of what was seen.
    ///
    /// # Errors
    /// The database failed.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.with(|side| state::meta(&side.connection, &state::setting_key(key)))
    }

    /// What a page of the feed would delete.
    ///
    /// # Errors
    /// The database failed.
    pub fn effect_of(&self, changes: &[Change]) -> Result<PageEffect, StoreError> {
        self.with(|side| feed::effect_of(&side.connection, changes))
    }

    /// What the last page of the snapshot under way would drop.
    ///
    /// # Errors
    /// The database failed.
    pub fn effect_of_last_page(&self, page: &PreparedPage) -> Result<PageEffect, StoreError> {
        self.with(|side| feed::effect_of_last_page(&side.connection, page))
    }

    /// An entity of any kind as it came: its version and its body.
    #[cfg(test)]
    pub(crate) fn stored(
        &self,
        key: &EntityKey,
    ) -> Result<Option<(Version, serde_json::Value)>, StoreError> {
        self.on(|connection| {
            let found = connection
                .prepare_cached(
                    "SELECT version, body FROM entity
                     WHERE kind = ?1 AND id = ?2 AND deleted = 0",
                )?
                .query_row([key.kind.id(), &key.id], |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
                })
                .optional()?;
            Ok(found.map(|(version, body)| (Version(version.unsigned_abs()), parsed(body))))
        })
    }

    /// How many entities the replica has, of every kind.
    ///
    /// # Errors
    /// The database failed.
    pub fn entities(&self) -> Result<usize, StoreError> {
        self.with(|side| feed::live(&side.connection))
    }

    /// Checks the database page by page; for `doctor` and after a crash, slow on purpose.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], or the check itself failed.
    pub fn check(&self) -> Result<(), StoreError> {
        self.with(|side| {
            for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check"] {
                let mut statement = side.connection.prepare(pragma)?;
                let mut lines = statement.query([])?;
                while let Some(line) = lines.next()? {
                    if line.get::<_, String>(0)? != "ok" {
                        return Err(StoreError::Damaged { source: None });
                    }
                }
            }
            Ok(())
        })
    }

    /// Asks the database alone.
    pub(super) fn on<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.with(|side| ask(&side.connection))
    }

    pub(super) fn with<T>(
        &self,
        ask: impl FnOnce(&mut Side) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut side = self.free_side();
        side.connection.prepare_cached("BEGIN")?.execute([])?;
        let Side {
            connection,
            projector,
            ..
        } = &mut *side;
        let answer = projector
            .lens
            .refresh(connection)
            .and_then(|()| ask(&mut side));
        side.connection.prepare_cached("ROLLBACK")?.execute([])?;
        answer
    }

    fn free_side(&self) -> MutexGuard<'_, Side> {
        let [first, second] = &*self.sides;
        // A question that panicked left a connection in a read transaction at worst; the next
        // one would fail on BEGIN and say so.
        first
            .try_lock()
            .or_else(|_taken| second.try_lock())
            .unwrap_or_else(|_both_taken| first.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Side {
    pub(super) fn looking(&mut self) -> Looking<'_> {
        Looking {
            connection: &self.connection,
            lens: &mut self.projector.lens,
            words: &mut self.projector.words,
            sets: &mut self.sets,
        }
    }

    fn total(&mut self, query: &RowQuery) -> Result<usize, StoreError> {
        let state = gather::data_version(&self.connection)?;
        let key = RowQuery {
            offset: 0,
            limit: 0,
            ..query.clone()
        };
        if let Some((at, known, total)) = &self.total
            && *at == state
            && *known == key
        {
            return Ok(*total);
        }
        let total = self.looking().total(query)?;
        self.total = Some((state, key, total));
        Ok(total)
    }

    fn item(&mut self, number: Number) -> Result<Option<Item>, StoreError> {
        let EntityKey { kind, id } = EntityKey::of(number);
        if kind.item().is_none() {
            return Ok(None);
        }
        let found: Option<(i64, Option<Vec<u8>>)> = self
            .connection
            .prepare_cached(
                "SELECT version, body FROM entity WHERE kind = ?1 AND id = ?2 AND deleted = 0",
            )?
            .query_row([kind.id(), &id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((version, body)) = found else {
            return Ok(None);
        };
        let version = Version(u64::try_from(version).unwrap_or(0));
        let pending = outbox::of_entity(&self.connection, kind.id(), &id)?;
        let body = parsed(body);
        let (mut row, work) = match readable(&body, number) {
            Some(work) => {
                let (row, work) = self.projector.line(&self.connection, work, &pending)?;
                (row, Some(work))
            }
            None => (Row::unreadable(number, &body), None),
        };
        question::complete(&self.connection, &mut row)?;
        let base = pending
            .iter()
            .rev()
            .find(|entry| entry.state.is_overlaid())
            .map_or(Base::Version(version), |entry| Base::Op(entry.op.op_id));
        Ok(Some(Item {
            row: Row {
                pending: pending.iter().any(|entry| entry.state.is_overlaid()),
                conflict: pending.iter().any(|entry| entry.state == OpState::Conflict),
                ..row
            },
            key: EntityKey { kind, id },
            version,
            base,
            work,
            pending,
        }))
    }
}
