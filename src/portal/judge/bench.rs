//! The items a batch works on, as they are while it is judged.
//!
//! An item is taken from what the store holds the first time it is needed and changes with each
//! operation of the batch; questions that a merge of the same batch brought together count as
//! brought together.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Known;
use crate::domain::conference::Conference;
use crate::domain::decide::carried;
use crate::domain::history::Stamp;
use crate::domain::ids::{Number, Seq, Version};
use crate::domain::question::Question;
use crate::domain::work::{Fact, Work};
use crate::portal::conference::{keeps_open, question};
use crate::portal::storage::{EntityRow, Write};
use crate::wire::feed::EntityKey;

/// An item while the batch works on it.
pub(super) struct Desk {
    pub(super) work: Work,
    pub(super) version: Version,
    /// The version the store has.
    pub(super) expected: Version,
    /// The place of its row in the write.
    pub(super) put: Option<usize>,
}

/// The items of a batch.
pub(super) struct Bench<'a> {
    known: &'a Known,
    desks: HashMap<EntityKey, Desk>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(known: &'a Known) -> Self {
        Self {
            known,
            desks: HashMap::new(),
        }
    }

    /// Takes an item from the store unless it is here; `None` if it is not understood.
    pub(super) fn take(&mut self, row: &EntityRow) -> Option<&mut Desk> {
        if !self.desks.contains_key(&row.key) {
            let desk = Desk {
                work: read(row)?,
                version: row.version,
                expected: row.version,
                put: None,
            };
            self.desks.insert(row.key.clone(), desk);
        }
        self.desks.get_mut(&row.key)
    }

    pub(super) fn get(&self, key: &EntityKey) -> Option<&Desk> {
        self.desks.get(key)
    }

    pub(super) fn get_mut(&mut self, key: &EntityKey) -> Option<&mut Desk> {
        self.desks.get_mut(key)
    }

    /// Applies facts to an item: one version more.
    pub(super) fn apply(&mut self, key: &EntityKey, facts: Vec<Fact>, stamp: &Stamp) {
        if let Some(desk) = self.desks.get_mut(key) {
            for fact in facts {
                desk.work.apply(fact, stamp.clone());
            }
            desk.version = Version(desk.version.0 + 1);
        }
    }

    /// An item as it is now, whether or not the batch changed it.
    fn work(&self, number: Number) -> Option<Cow<'_, Work>> {
        let key = EntityKey::of(number);
        if let Some(desk) = self.desks.get(&key) {
            return Some(Cow::Borrowed(&desk.work));
        }
        let row = self.known.entities.get(&key).filter(|row| !row.deleted)?;
        read(row).map(Cow::Owned)
    }

    /// The conference of a question.
    pub(super) fn conference_of(&self, work: &Work) -> Option<Box<Conference>> {
        let work = self.work(work.question()?.conference)?.into_owned();
        match work {
            Work::Conference(one) => Some(one),
            Work::Request(_)
            | Work::Topic(_)
            | Work::Question(_)
            | Work::Access(_)
            | Work::Circular(_) => None,
        }
    }

    /// A question by its number.
    pub(super) fn question(&self, number: Option<Number>) -> Option<Box<Question>> {
        match self.work(number?)?.into_owned() {
            Work::Question(one) => Some(one),
            Work::Request(_)
            | Work::Topic(_)
            | Work::Conference(_)
            | Work::Access(_)
            | Work::Circular(_) => None,
        }
    }

    /// The questions carried by an item, as they are now.
    fn children(&self, parent: &str) -> Vec<Question> {
        let stored = self.known.children.get(parent).into_iter().flatten();
        let mut keys: Vec<EntityKey> = stored.map(|row| row.key.clone()).collect();
        for key in self.desks.keys() {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        let rows = |key: &EntityKey| {
            let stored = self.known.children.get(parent)?;
            stored.iter().find(|row| row.key == *key).and_then(read)
        };
        let now = |key: &EntityKey| {
            let desk = self.desks.get(key).map(|desk| desk.work.clone());
            desk.or_else(|| rows(key))
        };
        let mut children: Vec<Question> = keys
            .iter()
            .filter_map(now)
            .filter_map(|work| work.question().cloned())
            .filter(|question| question.carrier().to_string() == parent)
            .collect();
        children.sort_by_key(|question| question.number);
        children
    }

    /// The questions of a conference that are neither answered nor declined.
    pub(super) fn open_questions(&self, parent: &str) -> Vec<Number> {
        let readable = self.children(parent);
        let stored = self.known.children.get(parent).into_iter().flatten();
        let unreadable = stored
            .filter(|row| keeps_open(question(row).as_ref()) && read(row).is_none())
            .filter_map(|row| row.key.number());
        let open = readable.iter().filter(|one| keeps_open(Some(one)));
        let mut numbers: Vec<Number> = open.map(|one| one.number).chain(unreadable).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Whether a question of a conference was answered after the end.
    pub(super) fn answered_late(&self, parent: &str) -> bool {
        let late = |one: &Question| one.answer.as_ref().is_some_and(|answer| answer.late);
        self.children(parent).iter().any(late)
    }

    /// What follows from facts about a question for those merged into it; they are taken onto
    /// the bench.
    pub(super) fn carried(
        &mut self,
        key: &EntityKey,
        facts: &[Fact],
    ) -> Vec<(EntityKey, Vec<Fact>)> {
        let mut all = Vec::new();
        let Some(main) = key.number() else {
            return all;
        };
        for child in self.children(&key.id) {
            let events: Vec<Fact> = facts
                .iter()
                .filter_map(|fact| match fact {
                    Fact::Question(event) => carried(main, event).map(Fact::Question),
                    Fact::Request(_)
                    | Fact::Topic(_)
                    | Fact::Conference(_)
                    | Fact::Access(_)
                    | Fact::Circular(_) => None,
                })
                .collect();
            let child = EntityKey::of(child.number);
            if events.is_empty() || !self.take_child(&key.id, &child) {
                continue;
            }
            all.push((child, events));
        }
        all
    }

    fn take_child(&mut self, parent: &str, child: &EntityKey) -> bool {
        let known: &'a Known = self.known;
        let rows = known.children.get(parent).into_iter().flatten();
        let row = rows.into_iter().find(|row| row.key == *child);
        self.desks.contains_key(child) || row.is_some_and(|row| self.take(row).is_some())
    }

    /// What a decision on an item was looked at with must still stand when it is written: the
    /// children of the item, of a question its conference and the one it repeats or is merged
    /// `into` now.
    pub(super) fn guard(&self, key: &EntityKey, into: Option<Number>, write: &mut Write) {
        if let Some(children) = self.known.children.get(&key.id) {
            let newest = children.iter().map(|row| row.seq).max();
            let family = (key.id.clone(), newest.unwrap_or(Seq(0)));
            if !write.families.contains(&family) {
                write.families.push(family);
            }
        }
        let work = self.desks.get(key).map(|desk| &desk.work);
        let Some(question) = work.and_then(Work::question) else {
            return;
        };
        for number in [Some(question.conference), question.into, into]
            .into_iter()
            .flatten()
        {
            let key = EntityKey::of(number);
            // What the batch itself changes is expected at its version anyway.
            let changed = self.desks.get(&key).is_some_and(|desk| desk.put.is_some());
            let row = self.known.entities.get(&key);
            if let (false, Some(row)) = (changed, row) {
                let guard = (key, row.version);
                if !write.guards.contains(&guard) {
                    write.guards.push(guard);
                }
            }
        }
    }
}

fn read(row: &EntityRow) -> Option<Work> {
    let body = serde_json::from_str(&row.body).ok()?;
    Work::read(row.key.kind.item()?, &body)
}
