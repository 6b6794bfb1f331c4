//! The thread that reads the store, so that a key never waits for a query.
//!
//! Questions are answered in the order in which they were asked, each as one message that
//! repeats the revision. The thread ends when the asking side is gone, which waits for it: the
//! cipher library is taken down when the process ends, and a thread that still reads then would
//! fall over it.

use std::io;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::UnboundedSender;

use super::question::Question;
use super::{desk, drafts, failure, operations};
use crate::app::detail::{Item, Surroundings};
use crate::app::effect::DraftKey;
use crate::app::house::HandoverLine;
use crate::app::inbox::InboxHead;
use crate::app::list::{ListQuery, Revision};
use crate::app::model::Counts;
use crate::app::msg::{Msg, WindowAnswer};
use crate::app::outbox::OutboxEntry;
use crate::app::overlay::RelatedAnswer;
use crate::app::search;
use crate::app::staff::Account;
use crate::clock::Clock;
use crate::domain::burn::{Burn, Hours};
use crate::domain::colleague::Colleague;
use crate::domain::filter::{Facet, Filter, Owner, Term, Test};
use crate::domain::ids::{DeviceId, ItemKind, Number, UserName};
use crate::domain::request::RequestState;
use crate::domain::row::{Ending, Inbox, Scope};
use crate::domain::work::{State, Work};
use crate::domain::zone;
use crate::store::{Reader, RowQuery, StoreError};
use crate::wire::draft::{draft_kind, is_act_draft};
use crate::wire::replica::OutboxEntry as Stored;

/// So many of the last decisions are listed.
const ACTS: usize = 200;

/// The setting of the store that keeps the saved views.
pub(super) const VIEWS: &str = "views";

/// The day by the portal's clock as far as known.
pub(super) struct PortalTime {
    /// The clock of this computer.
    pub(super) clock: Arc<dyn Clock>,
    /// Portal clock minus clock of this computer, in seconds.
    pub(super) offset: Arc<AtomicI64>,
}

impl PortalTime {
    fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_secs(self.offset.load(Ordering::Relaxed));
        let now = self.clock.now();
        now.checked_add(offset).unwrap_or(now)
    }

    fn today(&self) -> Date {
        zone::date(self.now())
    }
}

/// Where questions are put.
#[derive(Clone)]
pub(super) struct Asking {
    /// `None` at the end.
    questions: Arc<Mutex<Option<mpsc::Sender<Question>>>>,
}

impl Asking {
    /// Asks; the answer comes as a message.
    pub(super) fn ask(&self, question: Question) {
        // The thread lives as long as its receiver of messages does.
        if let Ok(questions) = self.questions.lock()
            && let Some(questions) = questions.as_ref()
        {
            let _ = questions.send(question);
        }
    }

    fn end(&self) {
        if let Ok(mut questions) = self.questions.lock() {
            *questions = None;
        }
    }
}

/// The asking side.
pub(super) struct Reads {
    asking: Asking,
    thread: Option<thread::JoinHandle<()>>,
}

impl Reads {
    /// Starts the thread.
    ///
    /// # Errors
    /// No thread can be started.
    pub(super) fn start(
        reader: Reader,
        (user, device): (Option<UserName>, DeviceId),
        time: PortalTime,
        to: UnboundedSender<Msg>,
    ) -> io::Result<Self> {
        let (questions, asked) = mpsc::channel::<Question>();
        let answering = Answering {
            reader,
            user,
            device,
            time,
        };
        let thread = thread::Builder::new()
            .name("awp-reader".into())
            .spawn(move || {
                for question in asked {
                    if to.send(answering.answer(&question)).is_err() {
                        break;
                    }
                }
            })?;
        Ok(Self {
            asking: Asking {
                questions: Arc::new(Mutex::new(Some(questions))),
            },
            thread: Some(thread),
        })
    }

    /// Asks; the answer comes as a message.
    pub(super) fn ask(&self, question: Question) {
        self.asking.ask(question);
    }

    /// The same for a task that has to wait first.
    pub(super) fn asking(&self) -> Asking {
        self.asking.clone()
    }
}

impl Drop for Reads {
    fn drop(&mut self) {
        self.asking.end();
        if let Some(thread) = self.thread.take() {
            // Questions that wait are still answered, to nobody; a thread that panicked is gone.
            let _ = thread.join();
        }
    }
}

struct Answering {
    reader: Reader,
    user: Option<UserName>,
    device: DeviceId,
    time: PortalTime,
}

impl Answering {
    fn answer(&self, question: &Question) -> Msg {
        self.try_answer(question).unwrap_or_else(|error| {
            let failure = failure::read(&error);
            match question.revision() {
                Some(revision) => Msg::ReadFailed { revision, failure },
                None => Msg::Failed(failure),
            }
        })
    }

    fn related(&self, number: Number) -> Result<RelatedAnswer, StoreError> {
        // Asked first: if the index is whole, so is what is found afterwards.
        let partial = self.reader.index_is_partial()?;
        Ok(RelatedAnswer {
            number,
            found: self.reader.related(number)?,
            partial,
        })
    }

    fn try_answer(&self, question: &Question) -> Result<Msg, StoreError> {
        match question {
            Question::Window {
                revision,
                query,
                offset,
                limit,
                anchor,
            } => self
                .window(*revision, query, *offset, *limit, *anchor)
                .map(Msg::Window),
            Question::Counts { revision } => Ok(Msg::Counts {
                revision: *revision,
                counts: self.counts()?,
            }),
            Question::Item { revision, number } => Ok(Msg::Item {
                revision: *revision,
                number: *number,
                item: self.item(*number)?,
            }),
            Question::Outbox { revision } => {
                let stored = self.reader.outbox()?;
                Ok(Msg::Outbox {
                    revision: *revision,
                    entries: self.listed(&stored),
                })
            }
            Question::Next {
                revision,
                after,
                inbox,
            } => Ok(Msg::NextFound {
                revision: *revision,
                number: self.next(*after, *inbox)?,
            }),
            Question::Inbox { revision, inbox } => Ok(Msg::Inbox {
                revision: *revision,
                head: self.head(*inbox)?.map(Box::new),
            }),
            Question::Acts => Ok(Msg::Acts(self.acts()?)),
            Question::House => {
                let now = self.time.now();
                let house = desk::house(&self.reader, self.device, now)?;
                Ok(Msg::House(Box::new(house)))
            }
            Question::Handover { revision, user } => Ok(Msg::Handover {
                revision: *revision,
                lines: self.handover(user)?,
            }),
            Question::Views => {
                let kept = self.reader.setting(VIEWS)?;
                let views = kept.and_then(|text| serde_json::from_str(&text).ok());
                Ok(Msg::Views(views.unwrap_or_default()))
            }
            Question::CountView { revision, filter } => Ok(Msg::ViewCount {
                revision: *revision,
                items: self.requests_of(filter)?,
            }),
            Question::Groups {
                revision,
                query,
                facet,
            } => self.groups(*revision, query, *facet),
            Question::Search { revision, query } => Ok(Msg::Found {
                revision: *revision,
                found: self.reader.search(query, search::LIMIT)?,
            }),
            Question::Accounts => Ok(Msg::Accounts(self.accounts()?)),
            Question::Movement => Ok(Msg::Movement(Box::new(self.reader.movement()?))),
            Question::Related(number) => Ok(Msg::Related(self.related(*number)?)),
            Question::Numbers { query, most } => {
                Ok(Msg::Numbers(query.clone(), self.numbers(query, *most)?))
            }
            Question::Items { act, numbers } => Ok(Msg::Items {
                act: *act,
                items: self.items(numbers)?,
            }),
            Question::Draft { key } => self.draft(*key),
        }
    }

    fn groups(
        &self,
        revision: Revision,
        asked: &ListQuery,
        facet: Facet,
    ) -> Result<Msg, StoreError> {
        let query = self.query(scope_of(asked), asked.filter.clone());
        let groups = self.reader.groups(&query, facet)?;
        Ok(Msg::Groups { revision, groups })
    }

    fn draft(&self, key: DraftKey) -> Result<Msg, StoreError> {
        let drafts = self.reader.drafts_of(key.number, draft_kind(key.act))?;
        let draft = drafts::restored(&drafts, key);
        Ok(Msg::Draft { key, draft })
    }

    fn query(&self, scope: Scope, filter: Filter) -> RowQuery {
        RowQuery {
            scope,
            filter,
            today: self.time.today(),
            me: self.user.clone(),
            offset: 0,
            limit: 0,
        }
    }

    fn window(
        &self,
        revision: Revision,
        asked: &ListQuery,
        offset: u64,
        limit: u32,
        anchor: Option<Number>,
    ) -> Result<WindowAnswer, StoreError> {
        let mut query = self.query(scope_of(asked), asked.filter.clone());
        query.limit = usize::try_from(limit).unwrap_or(usize::MAX);
        query.offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let anchor_at = match anchor {
            Some(number) => self.reader.position_of(number, &query)?,
            None => None,
        };
        let end = query.offset.saturating_add(query.limit);
        if let Some(at) = anchor_at.filter(|at| !(query.offset..end).contains(at)) {
            query.offset = at.saturating_sub(query.limit / 2);
        }
        let mut window = self.reader.rows(&query)?;
        if window.rows.is_empty() && window.total > 0 {
            // The list became shorter than the place asked for: its end is shown.
            query.offset = window.total.saturating_sub(query.limit);
            window = self.reader.rows(&query)?;
        }
        Ok(WindowAnswer {
            list: asked.list,
            revision,
            total: wide(window.total),
            offset: wide(window.offset),
            rows: window.rows,
            anchor_at: anchor_at.map(wide),
        })
    }

    fn counts(&self) -> Result<Counts, StoreError> {
        let stored = self.reader.counts(self.time.today())?;
        Ok(Counts {
            open: wide(stored.open),
            requests: wide(self.reader.open_of(ItemKind::Request)?),
            topics: wide(self.reader.open_of(ItemKind::Topic)?),
            conferences: wide(self.reader.open_of(ItemKind::Conference)?),
            access: wide(self.reader.open_of(ItemKind::Access)?),
            circulars: wide(self.reader.open_of(ItemKind::Circular)?),
            today: wide(stored.due_today),
            overdue: wide(stored.overdue),
            outbox: wide(stored.unsent + stored.conflicts),
            unsent: wide(stored.unsent),
            unsent_due: wide(stored.unsent_due_today),
            stuck_due: wide(stored.stuck_due_today),
            ending: Ending::next(&self.reader.endings(self.time.now())?, self.time.now()),
        })
    }

    fn item(&self, number: Number) -> Result<Option<Box<Item>>, StoreError> {
        let Some(stored) = self.reader.item(number)? else {
            return Ok(None);
        };
        let Some(work) = stored.work else {
            return Ok(None);
        };
        let around = self.around(&work)?;
        Ok(Some(Box::new(Item {
            work,
            around,
            version: stored.version,
            base: stored.base,
            pending: stored.pending.iter().map(|entry| entry.op.op_id).collect(),
            desk: self.reader.desk(number)?,
            linked: drafts::links(&self.reader, number)?,
            note: drafts::note(&self.reader, number)?,
            remark: drafts::remark(&self.reader, number)?,
        })))
    }

    /// The accounts of all holders.
    fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let accounts = self.reader.accounts()?.into_iter();
        let account = |(holder, colleague): (String, Colleague)| Account {
            holder,
            role: colleague.role,
            user: colleague.user,
        };
        Ok(accounts.map(account).collect())
    }

    /// What stands around an item.
    fn around(&self, work: &Work) -> Result<Surroundings, StoreError> {
        let conference = match work.question() {
            Some(question) => self.reader.item(question.conference)?,
            None => None,
        };
        let conference = conference.and_then(|item| item.work);
        Ok(Surroundings {
            conference: match conference {
                Some(Work::Conference(conference)) => Some(conference),
                Some(_) | None => None,
            },
            open_questions: self.reader.open_questions(work.number())?,
            tally: match work.conference().filter(|held| held.has_opened()) {
                Some(held) => Some(self.reader.tally(held.number)?),
                None => None,
            },
        })
    }

    /// Items; those that are not there are left out.
    fn items(&self, numbers: &[Number]) -> Result<Vec<Item>, StoreError> {
        let items = numbers.iter().map(|number| self.item(*number));
        let items = items.collect::<Result<Vec<_>, _>>()?.into_iter().flatten();
        Ok(items.map(|item| *item).collect())
    }

    /// How many requests a filter finds.
    fn requests_of(&self, filter: &Filter) -> Result<u64, StoreError> {
        let query = self.query(Scope::Kind(ItemKind::Request), filter.clone());
        Ok(wide(self.reader.rows(&query)?.total))
    }

    /// The numbers of a list, at most so many.
    fn numbers(&self, asked: &ListQuery, most: usize) -> Result<Vec<Number>, StoreError> {
        let mut query = self.query(scope_of(asked), asked.filter.clone());
        query.limit = most;
        let rows = self.reader.rows(&query)?.rows;
        Ok(rows.into_iter().map(|row| row.number).collect())
    }

    /// The open work of a colleague, the most urgent first.
    fn handover(&self, user: &UserName) -> Result<Vec<HandoverLine>, StoreError> {
        let filter = Filter {
            terms: vec![Term {
                negated: false,
                test: Test::Owner(Owner::User(user.clone())),
            }],
        };
        let mut query = self.query(Scope::Home, filter);
        query.limit = usize::MAX;
        let rows = self.reader.rows(&query)?.rows.into_iter();
        rows.map(|row| {
            let drafts = self.reader.drafts_about(row.number)?;
            let draft = drafts.iter().any(|draft| is_act_draft(&draft.kind));
            Ok(HandoverLine { row, draft })
        })
        .collect()
    }

    fn listed(&self, stored: &[Stored]) -> Vec<OutboxEntry> {
        operations::listed(stored, self.user.as_ref(), |entry| {
            let conflict = self.reader.conflict(entry);
            conflict.unwrap_or_else(|error| {
                // The decision is listed all the same; what it met is in the item.
                tracing::warn!(%error, "the two decisions cannot be compared");
                None
            })
        })
    }

    /// The last decisions of this computer, on their way or ended, newest first.
    fn acts(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        let mut stored = self.reader.outbox()?;
        stored.extend(self.reader.outbox_history(ACTS)?);
        let mut acts = self.listed(&stored);
        acts.sort_by_key(|entry| std::cmp::Reverse(entry.decided_at));
        acts.truncate(ACTS);
        Ok(acts)
    }

    /// What the head of an inbox tells.
    fn head(&self, inbox: Inbox) -> Result<Option<InboxHead>, StoreError> {
        let item = self.reader.item(inbox.conference)?;
        let Some(Work::Conference(conference)) = item.and_then(|item| item.work) else {
            return Ok(None);
        };
        let facts = self.reader.inbox(inbox)?;
        let form = conference.valid_form();
        let hours = form.opening().zip(form.closing());
        let burn = hours.map_or_else(Burn::default, |(opening, closing)| {
            Burn::of(&facts.times, Hours { opening, closing }, self.time.now())
        });
        Ok(Some(InboxHead {
            at: self.time.clock.now(),
            conference: inbox.conference,
            name: form.name.in_each(),
            state: conference.state,
            closes: conference.closing().map(zone::local),
            burn,
            new: wide(facts.new),
            newest: facts.newest,
        }))
    }

    /// The most urgent item that waits for a decision and has none pending: a request, or the
    /// question of an inbox.
    fn next(
        &self,
        after: Option<Number>,
        inbox: Option<Inbox>,
    ) -> Result<Option<Number>, StoreError> {
        let scope = inbox.map_or(Scope::Kind(ItemKind::Request), Scope::Inbox);
        let term = |negated, test| Term { negated, test };
        let filter = Filter {
            terms: vec![
                term(
                    true,
                    Test::State(State::Request(RequestState::Consideration)),
                ),
                term(true, Test::Pending),
            ],
        };
        let mut query = self.query(scope, filter);
        query.limit = 50;
        let rows = self.reader.rows(&query)?.rows;
        let mut decidable = rows
            .iter()
            .filter(|row| row.is_open() && !row.is_unreadable())
            .map(|row| row.number);
        Ok(match after {
            Some(shown) => decidable.find(|number| *number != shown),
            None => decidable.next(),
        })
    }
}

const fn scope_of(query: &ListQuery) -> Scope {
    match (query.list.kind(), query.inbox) {
        (Some(ItemKind::Question), Some(inbox)) => Scope::Inbox(inbox),
        (Some(kind), _) => Scope::Kind(kind),
        (None, _) => Scope::Home,
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
