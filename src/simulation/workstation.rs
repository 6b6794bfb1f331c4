//! One workstation of a world: a real store, a real engine, a user who decides at random.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::link::{Call, Link};
use super::site::{morning, scratch};
use crate::clock::{Clock as _, ManualClock};
use crate::dice::Dice;
use crate::domain::act::Role;
use crate::domain::command::{Command, ConferenceCommand, QuestionCommand, TopicCommand};
use crate::domain::decide::{Around, DecideContext};
use crate::domain::filter::Filter;
use crate::domain::ids::{CheckId, ItemKind, Number, OpId, UserName, Version};
use crate::domain::letter::Requisites;
use crate::domain::local_text::Lang;
use crate::domain::privacy::Private;
use crate::domain::question::DeclineReason;
use crate::domain::row::Scope;
use crate::domain::rules::RuleSet;
use crate::domain::text::CitizenText;
use crate::domain::work::Work;
use crate::domain::zone;
use crate::portal::seed::MAIN_HOLDER;
use crate::store::{DataKey, KdfParams, OpenMode, RowQuery, Store, StoreError, Vault};
use crate::sync::engine::{Engine, Settings, SyncFailure};
use crate::sync::status::SyncEvent;
use crate::wire::feed::EntityKey;
use crate::wire::ops::{Base, Op};
use crate::wire::replica::{Draft, OpState, OutboxEntry, Resolution};

/// A text that is kept as a draft; no act of the simulation writes one of this kind.
const DRAFT: &str = "correct";

/// What the workstation does in a round before it exchanges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Decide,
    Recall,
    Settle,
    Type,
}

/// One workstation.
pub(super) struct Workstation {
    pub(super) user: UserName,
    pub(super) role: Role,
    pub(super) clock: Arc<ManualClock>,
    pub(super) store: Store,
    /// What the user was told to be stored.
    pub(super) promised: BTreeSet<OpId>,
    pub(super) drafts: BTreeMap<Number, String>,
    pub(super) link: Link,
    dir: TempDir,
    key: DataKey,
    pub(super) engine: Engine<Link>,
    pub(super) told: mpsc::UnboundedReceiver<SyncEvent>,
    /// Operations so far, for ids that are the same in every run.
    made: u128,
    hashes: Vec<(Arc<RuleSet>, String)>,
}

impl Workstation {
    pub(super) fn new(
        from: usize,
        (user, role): (&str, Role),
        calls: mpsc::UnboundedSender<Call>,
    ) -> Self {
        let dir = scratch();
        let key = Vault::at(dir.path())
            .create(&"сөз".into(), KdfParams::TINY)
            .unwrap();
        let store = Store::open(dir.path(), &key, OpenMode::Write).unwrap();
        let link = Link { from, calls };
        let clock = Arc::new(ManualClock::at(morning()));
        let (engine, told) = engine(&store, &link, &clock);
        Self {
            user: UserName(user.to_owned()),
            role,
            clock,
            store,
            promised: BTreeSet::new(),
            drafts: BTreeMap::new(),
            link,
            dir,
            key,
            engine,
            told,
            made: 0,
            hashes: Vec::new(),
        }
    }

    /// The program ends and starts again on the same directory.
    pub(super) fn restart(&mut self) {
        // The engine holds the store, and the store its lock.
        let (placeholder, _) = mpsc::unbounded_channel();
        let parked = Store::open(self.dir.path(), &self.key, OpenMode::Read).unwrap();
        self.engine = Engine::new(
            parked.clone(),
            self.link.clone(),
            self.clock.clone(),
            placeholder,
            settings(),
        );
        self.store = parked;
        let store = Store::open(self.dir.path(), &self.key, OpenMode::Write).unwrap();
        (self.engine, self.told) = engine(&store, &self.link, &self.clock);
        self.store = store;
    }

    /// What became of its decisions.
    pub(super) fn outcomes(&self) -> Vec<OpState> {
        let reader = self.store.reader();
        let entries = self
            .promised
            .iter()
            .filter_map(|op| reader.operation(*op).unwrap());
        entries.map(|entry| entry.state).collect()
    }

    /// Whether a failure is the end of the store.
    pub(super) const fn has_crashed(failure: &SyncFailure) -> bool {
        matches!(failure, SyncFailure::Store(StoreError::Closed))
    }

    /// Does one thing; `Err` when the store ended while it was done.
    pub(super) async fn act(&mut self, deed: Deed, dice: &mut Dice) -> Result<(), StoreError> {
        while self.told.try_recv().is_ok() {}
        match deed {
            Deed::Decide => self.decide(dice).await,
            Deed::Recall => self.recall(dice).await,
            Deed::Settle => self.settle(dice).await,
            Deed::Type => self.type_on(dice).await,
        }
    }

    fn items(&self) -> Vec<Number> {
        let query = |kind| RowQuery {
            scope: Scope::Kind(kind),
            filter: Filter::default(),
            today: zone::date(self.clock.now()),
            me: None,
            offset: 0,
            limit: 60,
        };
        let kinds = [
            ItemKind::Request,
            ItemKind::Question,
            ItemKind::Topic,
            ItemKind::Conference,
        ];
        let reader = self.store.reader();
        let rows = |kind| reader.rows(&query(kind)).unwrap().rows;
        kinds
            .into_iter()
            .flat_map(rows)
            .map(|row| row.number)
            .collect()
    }

    async fn decide(&mut self, dice: &mut Dice) -> Result<(), StoreError> {
        let items = self.items();
        for _ in 0..4 {
            // Everybody takes the first of the queue now and then, so that decisions meet.
            let number = if dice.chance(40) {
                items.first()
            } else {
                dice.one(&items)
            };
            let Some(number) = number else {
                return Ok(());
            };
            let Some(item) = self.store.reader().item(*number)? else {
                continue;
            };
            let Some(work) = &item.work else { continue };
            let command = self.command(work, &items, dice);
            if !self.may(work, &command)? {
                continue;
            }
            let hold = dice.chance(40).then(|| self.clock.now() + minutes(1));
            let op = self.op(item.key.clone(), item.base, command).await?;
            let id = op.op_id;
            self.store.queue(op, hold).await?;
            self.promised.insert(id);
            return Ok(());
        }
        Ok(())
    }

    async fn op(
        &mut self,
        entity: EntityKey,
        base: Base,
        command: Command,
    ) -> Result<Op, StoreError> {
        self.made += 1;
        let id = (u128::try_from(self.link.from + 1).unwrap() << 64) + self.made;
        Ok(Op {
            op_id: OpId(Uuid::from_u128(id)),
            entity,
            base,
            command,
            actor: self.user.clone(),
            device: self.store.device().await?,
            rules_hash: self.rules_hash()?,
            decided_at: self.clock.now(),
            clock_offset: 0,
        })
    }

    /// The hash is worth keeping: it is that of everything in force.
    fn rules_hash(&mut self) -> Result<String, StoreError> {
        let rules = self.store.reader().rules()?;
        let known = self
            .hashes
            .iter()
            .find(|(known, _)| Arc::ptr_eq(known, &rules));
        if let Some((_, hash)) = known {
            return Ok(hash.clone());
        }
        let hash = rules.hash();
        self.hashes.push((rules, hash.clone()));
        Ok(hash)
    }

    /// Whether the rules allow it here, as the screen asks them before it queues.
    fn may(&self, work: &Work, command: &Command) -> Result<bool, StoreError> {
        let reader = self.store.reader();
        let seen = reader.surroundings(work, command)?;
        let cx = DecideContext {
            rules: &*reader.rules()?,
            policy: &*reader.policy(MAIN_HOLDER)?,
            role: self.role,
            effective_at: self.clock.now(),
            received_at: None,
            around: Around {
                actor: Some(&self.user),
                ..seen.known()
            },
        };
        Ok(work.decide(command, &cx).is_ok())
    }

    fn command(&self, work: &Work, items: &[Number], dice: &mut Dice) -> Command {
        match work {
            Work::Question(_) => question(items, dice),
            Work::Topic(_) => Command::Topic(TopicCommand::AcceptTopic {
                late_reason: dice.chance(50).then(|| text("Жүйе істен шықты")),
            }),
            Work::Conference(_) => Command::Conference(ConferenceCommand::CloseConference),
            Work::Request(_) | Work::Access(_) | Work::Circular(_) => self.on_request(dice),
        }
    }

    fn on_request(&self, dice: &mut Dice) -> Command {
        let late_reason = dice.chance(50).then(|| text("Жүйе істен шықты"));
        let words = text("Құжаттарыңыз қаралды, жауап осы хатта.");
        let holder = self.store.reader().holder(MAIN_HOLDER).unwrap();
        let requisites = holder.map_or_else(
            || Requisites::blank(Lang::Kk),
            |holder| Requisites::of(&holder, Lang::Kk),
        );
        match dice.between(0, 6) {
            0 | 1 => Command::Accept { confirmed: vec![] },
            2 => Command::Return {
                reasons: vec![CheckId("A3".to_owned())],
                motive: text("Мекенжайыңызды көрсетіңіз."),
                late_reason,
            },
            3 | 4 => Command::Answer {
                text: words,
                requisites,
                late_reason,
            },
            5 => Command::Extend {
                days: 5,
                reason: text("Басқа органның деректері керек."),
                approval: Some(text("Басшы келісті.")),
                notice: dice.chance(50).then(|| text("Мерзім ұзартылды.")),
            },
            _ => Command::Clarify {
                text: text("Қай қала екенін нақтылаңыз."),
            },
        }
    }

    async fn recall(&self, dice: &mut Dice) -> Result<(), StoreError> {
        let entries = self.in_state(&[OpState::Held, OpState::Ready])?;
        if let Some(entry) = dice.one(&entries) {
            let recalled = self.store.recall(entry.op.op_id, self.clock.now());
            // Too late is an answer too.
            let _ = recalled.await?;
        }
        Ok(())
    }

    async fn settle(&mut self, dice: &mut Dice) -> Result<(), StoreError> {
        let entries = self.in_state(&[OpState::Conflict, OpState::Rejected])?;
        let Some(entry) = dice.one(&entries).cloned() else {
            return Ok(());
        };
        let number = entry.number();
        let item = number.and_then(|number| self.store.reader().item(number).unwrap());
        let again = item.filter(|item| {
            let may = |work: &Work| self.may(work, &entry.op.command).unwrap_or(false);
            item.work.as_ref().is_some_and(may)
        });
        let (resolution, again) = match (dice.between(0, 2), again) {
            (0, Some(item)) => {
                let command = entry.op.command.clone();
                let op = self.op(item.key.clone(), item.base, command).await?;
                (Resolution::DecidedAgain(op.op_id), Some(op))
            }
            (1, _) => (Resolution::KeptAsDraft, None),
            _ => (Resolution::Drop, None),
        };
        let id = again.as_ref().map(|op| op.op_id);
        let again = again.map(|op| (op, None));
        self.store
            .resolve(entry.op.op_id, resolution, again, self.clock.now())
            .await?;
        self.promised.extend(id);
        Ok(())
    }

    async fn type_on(&mut self, dice: &mut Dice) -> Result<(), StoreError> {
        let items = self.items();
        let Some(number) = dice.one(&items).copied() else {
            return Ok(());
        };
        let words = format!("Ұсыныс {}", dice.between(1, 1_000_000));
        // What was on its way to the disk when the end came may be there or not.
        self.drafts.remove(&number);
        self.store
            .save_draft(Draft {
                number,
                kind: DRAFT.to_owned(),
                lang: Lang::Kk,
                text: Private(words.clone()),
                cursor: 3,
                updated_at: self.clock.now(),
            })
            .await?;
        self.drafts.insert(number, words);
        Ok(())
    }

    /// The draft of an item as it lies in the store.
    pub(super) fn draft(&self, number: Number) -> Option<String> {
        let draft = self.store.reader().draft(number, DRAFT).unwrap();
        draft.map(|draft| draft.text.0)
    }

    fn in_state(&self, states: &[OpState]) -> Result<Vec<OutboxEntry>, StoreError> {
        let mut outbox = self.store.reader().outbox()?;
        outbox.retain(|entry| states.contains(&entry.state));
        Ok(outbox)
    }

    /// The clock is put wrong, or right again.
    pub(super) fn jump(&self, portal: Timestamp, dice: &mut Dice) {
        let off = if dice.chance(40) {
            0
        } else {
            dice.between(-180, 180)
        };
        self.clock.set(portal + minutes(off));
    }
}

fn engine(
    store: &Store,
    link: &Link,
    clock: &Arc<ManualClock>,
) -> (Engine<Link>, mpsc::UnboundedReceiver<SyncEvent>) {
    let (events, told) = mpsc::unbounded_channel();
    let engine = Engine::new(
        store.clone(),
        link.clone(),
        clock.clone(),
        events,
        settings(),
    );
    (engine, told)
}

fn settings() -> Settings {
    Settings {
        page: 25,
        largest_page: 50,
        ..Settings::default()
    }
}

fn question(items: &[Number], dice: &mut Dice) -> Command {
    let others: Vec<Number> = items
        .iter()
        .filter(|number| number.kind == ItemKind::Question)
        .copied()
        .collect();
    let words = text("Кезек тіркелген күн бойынша жылжиды.");
    Command::Question(match dice.between(0, 7) {
        0 | 1 => QuestionCommand::AcceptQuestion,
        2 => QuestionCommand::DeclineQuestion {
            reason: DeclineReason::Spam,
            note: None,
        },
        3 => QuestionCommand::DraftAnswer { text: words },
        4 | 5 => QuestionCommand::AnswerQuestion { text: words },
        6 => QuestionCommand::PartQuestion,
        _ => QuestionCommand::MergeQuestion {
            into: dice
                .one(&others)
                .copied()
                .unwrap_or(Number::new(ItemKind::Question, 1)),
        },
    })
}

fn text(words: &str) -> CitizenText {
    CitizenText::parse(words).unwrap()
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// The version of an item that the portal gave, as the replica knows it.
pub(super) fn version(store: &Store, number: Number) -> Option<Version> {
    let item = store.reader().item(number).unwrap();
    item.map(|item| item.version)
}
