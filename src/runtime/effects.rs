//! The orders of the core carried out: the only place of the workstation that starts work.
//!
//! Nothing here waits: reading goes to a thread of its own, writing to the writer of the store,
//! the exchange to its engine, everything else to a task. Every answer is a message that repeats
//! the revision or the id of its order; a failure is a message with a code, its technical text
//! is in the log under the same code.
//! Invariant: a decision is on the disk before it is reported as queued.

mod desk;
mod drafts;
mod exchange;
mod export;
mod failure;
mod news;
mod operations;
mod package;
mod profile;
mod question;
mod reads;
mod saves;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::task::TaskTracker;

use self::exchange::{Exchange, Orders};
use self::operations::Beginning;
use self::question::Question;
use self::reads::{PortalTime, Reads, VIEWS};
use crate::app::directory::Directory;
use crate::app::effect::{DraftKey, Effect, QueueOrder, Setting, Settle};
use crate::app::export_form::ExportOrder;
use crate::app::house::DeskFailure;
use crate::app::model::Rules;
use crate::app::msg::{Msg, Refused};
use crate::app::notice::FailureCode;
use crate::app::package_form::PackageOrder;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::command::Command;
use crate::domain::desk::DeskOrder;
use crate::domain::ids::{DeviceId, ItemKind, Number, OpId, UserName};
use crate::domain::motive::Motives;
use crate::runtime::event_loop::Carry;
use crate::runtime::templates;
use crate::runtime::workstation::Look;
use crate::store::{Store, StoreError};
use crate::sync::client::Client;
use crate::sync::engine::Order;
use crate::wire::desk::AbsenceRequest;
use crate::wire::draft::draft_kind;
use crate::wire::replica::Resolution;

/// How long the end of the program waits for the disk.
const FLUSH_WITHIN: Duration = Duration::from_secs(1);

/// The portal of a demonstration, which can be stopped and started.
pub trait PortalSwitch: Send + Sync {
    /// Stops it or starts it again, on the same address; blocks until done.
    ///
    /// # Errors
    /// It does not start.
    fn switch(&self, on: bool) -> io::Result<()>;
}

/// What the carrier works with.
pub struct Tools {
    /// The replica.
    pub store: Store,
    /// The account; `None` before the first login.
    pub user: Option<UserName>,
    /// The installation.
    pub device: DeviceId,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Portal clock minus the clock of this computer, in seconds, as last measured.
    pub clock_offset: Arc<AtomicI64>,
    /// The configuration file that screens write to.
    pub config: PathBuf,
    /// Look and keys, for settings read anew.
    pub look: Look,
    /// Set when the screens have to read the files of themes anew.
    pub reread: Arc<AtomicBool>,
    /// The portal of a demonstration.
    pub portal: Option<Arc<dyn PortalSwitch>>,
}

/// The carrier of orders.
pub struct Effects {
    tools: Arc<Tools>,
    /// `None` before the first login, in instances that only look, and at the end.
    exchange: Option<Exchange>,
    /// Orders among colleagues; `None` where there is no exchange.
    desk: Option<desk::Desk>,
    reads: Reads,
    /// `None` at the end.
    saves: Option<saves::Saves>,
    tasks: TaskTracker,
    to: UnboundedSender<Msg>,
}

/// A renewal of the search index is looked at so often: it may be another instance that renews.
const LOOK_AT_INDEX_EVERY: Duration = Duration::from_millis(500);

impl Effects {
    /// A carrier whose answers go to `to`. Has to be made inside the asynchronous runtime.
    ///
    /// # Errors
    /// The reading thread cannot be started.
    pub fn start(
        tools: Tools,
        client: Option<Client>,
        to: UnboundedSender<Msg>,
    ) -> io::Result<Self> {
        let reads = Reads::start(
            tools.store.reader(),
            (tools.user.clone(), tools.device),
            PortalTime {
                clock: Arc::clone(&tools.clock),
                offset: Arc::clone(&tools.clock_offset),
            },
            to.clone(),
        )?;
        let tools = Arc::new(tools);
        let desk = client.clone().map(|client| desk::Desk {
            client,
            reader: tools.store.reader(),
            device: tools.device,
            held: Arc::default(),
        });
        let exchange = client.map(|client| Exchange::start(client, &tools, to.clone()));
        let saves = saves::Saves::start(tools.config.clone(), to.clone());
        let effects = Self {
            saves: Some(saves),
            tools,
            exchange,
            desk,
            reads,
            tasks: TaskTracker::new(),
            to,
        };
        effects.follow_index();
        // What a run that was killed still held.
        if let Some(desk) = effects.desk.clone() {
            let now = effects.portal_now();
            effects.spawn(|_| async move {
                desk.release_all(now).await;
                None
            });
        }
        Ok(effects)
    }

    /// Tells that words find less than there is, and that they find all once the index is whole.
    fn follow_index(&self) {
        let partial = |tools: &Tools| tools.store.reader().index_is_partial().unwrap_or(false);
        if !partial(&self.tools) {
            return;
        }
        let _ = self.to.send(Msg::IndexRenewing);
        self.spawn(move |tools| async move {
            while partial(&tools) {
                tokio::time::sleep(LOOK_AT_INDEX_EVERY).await;
            }
            Some(Msg::StoreChanged)
        });
    }

    /// Gives an order among colleagues.
    fn desk(&self, number: Number, order: DeskOrder) {
        let Some(desk) = self.desk.clone() else {
            let result = Err(DeskFailure::NoLink);
            let _ = self.to.send(Msg::Desk {
                number,
                order,
                result,
            });
            return;
        };
        let now = self.portal_now();
        self.spawn(|_| async move { Some(desk.give(number, order, now).await) });
    }

    /// Says who does the work of a colleague.
    fn absence(&self, request: AbsenceRequest) {
        let desk = self.desk.clone();
        let orders = self.orders();
        self.spawn(|_| async move {
            let result = match desk {
                Some(desk) => desk.absence(&request).await,
                None => Err(DeskFailure::NoLink),
            };
            orders.give(Order::Look);
            Some(Msg::Absence { request, result })
        });
    }

    fn profiles(&self) -> profile::Profiles {
        profile::Profiles {
            desk: self.desk.clone(),
            orders: self.orders(),
        }
    }

    fn portal_now(&self) -> Timestamp {
        let offset = self.tools.clock_offset.load(Ordering::Relaxed);
        let now = self.tools.clock.now();
        now.checked_add(jiff::SignedDuration::from_secs(offset))
            .unwrap_or(now)
    }

    /// Stores a decision. It is given to the writer here and now, so that nothing ordered later
    /// is stored before it.
    fn queue(&self, order: &QueueOrder) {
        let revision = order.revision;
        let tools = &self.tools;
        let Some(user) = tools.user.clone() else {
            let result = Err(failure::write(&StoreError::ReadOnly));
            let _ = self.to.send(Msg::Queued { revision, result });
            return;
        };
        let op = operations::op(order, &self.author(user));
        let op_id = op.op_id;
        let hold_until = (order.hold_until > order.decided_at).then_some(order.hold_until);
        let stored = tools.store.queue(op, hold_until);
        let orders = self.orders();
        self.spawn(|_| async move {
            let result = match stored.await {
                Ok(()) => {
                    orders.give(Order::Look);
                    Ok(op_id)
                }
                Err(error) => Err(failure::write(&error)),
            };
            Some(Msg::Queued { revision, result })
        });
    }

    /// Who decides here.
    fn author(&self, user: UserName) -> operations::Author {
        operations::Author {
            user,
            device: self.tools.device,
            clock_offset: self.tools.clock_offset.load(Ordering::Relaxed),
        }
    }

    /// Begins the draft of a conference; it comes with its number in the feed.
    fn begin(&self, (command, kind): (Command, ItemKind), order: Beginning) {
        let Some(user) = self.tools.user.clone() else {
            let _ = self
                .to
                .send(Msg::Failed(failure::write(&StoreError::ReadOnly)));
            return;
        };
        let hold_until = order.hold_until;
        let op = operations::begin(command, order, &self.author(user));
        let stored = self.tools.store.queue(op, hold_until);
        let orders = self.orders();
        self.spawn(|_| async move {
            let stored = stored.await;
            orders.give(Order::Look);
            failed(stored).or(Some(Msg::Begun(kind)))
        });
    }

    /// Writes a conference into a file; a disk may take its time.
    fn export(&self, order: ExportOrder) {
        let now = self.portal_now();
        self.spawn(|tools| async move {
            let reader = tools.store.reader();
            let number = order.number;
            let write = move || export::export(&reader, &order, now);
            let written = tokio::task::spawn_blocking(write).await;
            Some(written.unwrap_or_else(|_| export::broken_off(number)))
        });
    }

    /// Writes the outbox into a file or takes receipts out of one; the engine looks at what is
    /// left to send.
    fn package(&self, order: PackageOrder) {
        let (orders, now) = (self.orders(), self.tools.clock.now());
        let to = self.to.clone();
        self.spawn(|tools| async move {
            let rules_came = |moved| {
                let moved = u64::try_from(moved).unwrap_or(u64::MAX);
                let moved = (moved > 0).then_some(Msg::TermsMoved(moved));
                for message in [exchange::new_rules(&tools)].into_iter().chain(moved) {
                    // The loop has ended: nobody waits for it any more.
                    let _ = to.send(message);
                }
            };
            let done = package::carry(&tools.store, &order, now, rules_came).await;
            orders.give(Order::Look);
            Some(done)
        });
    }

    /// Reads a draft once everything that was given to the disk before is on it: what was typed
    /// last is never missed.
    fn load_draft(&self, key: DraftKey) {
        let (written, asking) = (self.tools.store.flush(), self.reads.asking());
        self.spawn(|_| async move {
            // A store that only reads has nothing to wait for.
            let _ = written.await;
            asking.ask(Question::Draft { key });
            None
        });
    }

    /// Keeps what stays on this computer. It is given to the writer here and now, so that what
    /// is typed next cannot overtake it.
    fn keep(&self, effect: Effect) {
        let (store, now) = (&self.tools.store, self.tools.clock.now());
        let mut kept = Vec::new();
        if let Effect::SaveDraft { key, draft } = effect {
            let draft = drafts::stored(key, &draft, now);
            kept.extend(draft.map(|draft| store.save_draft(draft)));
        } else if let Effect::DeleteDraft { number, act } = effect {
            kept.push(store.drop_draft(number, draft_kind(act)));
        } else if let Effect::SaveNote { number, text } = effect {
            kept.push(drafts::keep_note(store, number, &text, now));
        } else if let Effect::SaveRemark { number, text } = effect {
            kept.push(drafts::keep_remark(store, number, &text, now));
        } else if let Effect::Star(number) = effect {
            kept.push(store.star(number));
        } else if let Effect::SaveViews(views) = effect {
            let views = serde_json::to_string(&views).unwrap_or_default();
            kept.push(store.set_setting(VIEWS, &views));
        } else if let Effect::Link { one, other, on } = effect {
            kept.push(drafts::keep_link(store, (one, other), on, now));
            kept.push(drafts::keep_link(store, (other, one), on, now));
        } else if let Effect::SaveTemplateUse { id, uses } = effect {
            match templates::noted(&store.reader(), &id, uses) {
                Ok((key, value)) => kept.push(store.set_setting(key, &value)),
                Err(error) => tracing::warn!(%error, "the use of a template was not noted"),
            }
        }
        for reply in kept {
            self.spawn(|_| async { failed(reply.await) });
        }
    }

    fn switch(&self, on: bool) {
        let orders = self.orders();
        self.spawn(|tools| switch(tools, orders, on));
    }

    /// What the exchange is told through; nothing hears it where there is no exchange.
    fn orders(&self) -> Orders {
        self.exchange
            .as_ref()
            .map(Exchange::orders)
            .unwrap_or_default()
    }

    fn set(&self, setting: Setting) {
        if let Some(saves) = &self.saves {
            saves.save(setting);
        }
    }

    /// Starts a task whose result is a message.
    fn spawn<F>(&self, work: impl FnOnce(Arc<Tools>) -> F)
    where
        F: Future<Output = Option<Msg>> + Send + 'static,
    {
        let to = self.to.clone();
        let work = work(Arc::clone(&self.tools));
        #[expect(
            clippy::disallowed_methods,
            reason = "the effects are what starts tasks"
        )]
        tokio::spawn(async move {
            if let Some(message) = work.await {
                // The loop has ended: nobody waits for the answer any more.
                let _ = to.send(message);
            }
        });
    }
}

impl Carry for Effects {
    fn carry(&mut self, effect: Effect) {
        match effect {
            Effect::LoadWindow { .. }
            | Effect::LoadCounts { .. }
            | Effect::LoadItem { .. }
            | Effect::LoadOutbox { .. }
            | Effect::FindNext { .. }
            | Effect::LoadInbox { .. }
            | Effect::LoadHouse
            | Effect::LoadViews
            | Effect::CountView { .. }
            | Effect::LoadGroups { .. }
            | Effect::Search { .. }
            | Effect::LoadHandover { .. }
            | Effect::LoadActs
            | Effect::LoadMovement
            | Effect::LoadAccounts
            | Effect::LoadRelated(_)
            | Effect::LoadNumbers { .. }
            | Effect::LoadItems { .. } => {
                if let Some(question) = Question::of(effect) {
                    self.reads.ask(question);
                }
            }
            Effect::LoadDraft(key) => self.load_draft(key),
            Effect::Queue(order) => self.queue(&order),
            Effect::Begin {
                command,
                rules_hash,
                decided_at,
                hold_until,
            } => {
                let kind = command.kind();
                let order = Beginning {
                    rules_hash,
                    decided_at,
                    hold_until,
                };
                self.begin((command, kind), order);
            }
            Effect::Export(order) => self.export(order),
            Effect::Package(order) => self.package(order),
            Effect::Recall { op_id } => self.spawn(|tools| recall(tools, op_id)),
            Effect::Settle { op_id, choice } => {
                let orders = self.orders();
                self.spawn(|tools| settle(tools, orders, op_id, choice));
            }
            // The engine lets go itself of what may go; it only has to look.
            Effect::HoldEnded { op_id: _ } => self.orders().give(Order::Look),
            Effect::SaveDraft { .. }
            | Effect::DeleteDraft { .. }
            | Effect::SaveNote { .. }
            | Effect::SaveRemark { .. }
            | Effect::Star(_)
            | Effect::SaveViews(_)
            | Effect::Link { .. }
            | Effect::SaveTemplateUse { .. } => self.keep(effect),
            Effect::SyncNow => self.orders().give(Order::Now),
            Effect::AnswerReset { accept: true } => self.orders().give(Order::AllowDeletion),
            Effect::StopPortal => self.switch(false),
            Effect::StartPortal => self.switch(true),
            Effect::SaveSetting(setting) => self.set(setting),
            Effect::Absence(request) => self.absence(request),
            Effect::LoadProfile => {
                let profiles = self.profiles();
                self.spawn(|_| async move { Some(profiles.load().await) });
            }
            Effect::ChangeProfile(request) => {
                let profiles = self.profiles();
                self.spawn(|_| async move { Some(profiles.change(*request).await) });
            }
            Effect::Desk { number, order } => self.desk(number, order),
            // The loop's own business, and a question that was declined.
            Effect::Quit
            | Effect::EditOutside(_)
            | Effect::Ring
            | Effect::Suspend
            | Effect::Copy(_)
            | Effect::AnswerReset { accept: false } => {}
        }
    }

    fn reload(&mut self) {
        self.spawn(reload);
    }

    async fn finish(&mut self) {
        let exchange = self.exchange.take();
        let saves = self.saves.take();
        let release = self
            .desk
            .take()
            .map(|desk| desk.release_all(self.portal_now()));
        self.tasks.close();
        let end = async {
            if let Some(exchange) = exchange {
                exchange.end().await;
            }
            if let Some(release) = release {
                release.await;
            }
            if let Some(saves) = saves {
                saves.end().await;
            }
            // Tasks wait for the writer, which does everything in its order.
            self.tasks.wait().await;
            self.tools.store.flush().await
        };
        let flushed = tokio::time::timeout(FLUSH_WITHIN, end).await;
        if !matches!(flushed, Ok(Ok(()) | Err(StoreError::ReadOnly))) {
            tracing::error!("the end of the program did not wait for the disk");
        }
    }
}

fn failed(result: Result<(), StoreError>) -> Option<Msg> {
    let error = result.err()?;
    Some(Msg::Failed(failure::write(&error)))
}

async fn recall(tools: Arc<Tools>, op_id: OpId) -> Option<Msg> {
    let result = match tools.store.recall(op_id, tools.clock.now()).await {
        Ok(Ok(_op)) => Ok(()),
        Ok(Err(refusal)) => Err(Refused::Refusal(refusal)),
        Err(error) => Err(Refused::Failure(failure::write(&error))),
    };
    Some(Msg::Recalled { op_id, result })
}

async fn settle(tools: Arc<Tools>, orders: Orders, op_id: OpId, choice: Settle) -> Option<Msg> {
    let entry = match tools.store.reader().operation(op_id) {
        Ok(entry) => entry?,
        Err(error) => return Some(Msg::Failed(failure::read(&error))),
    };
    let number: Number = entry.number()?;
    let resolution = match choice {
        Settle::Drop => Resolution::Drop,
        // The new decision is an operation of its own, made from the draft.
        Settle::Again | Settle::KeepDraft => Resolution::KeptAsDraft,
    };
    let now = tools.clock.now();
    let result = tools.store.resolve(op_id, resolution, None, now).await;
    orders.give(Order::Look);
    Some(Msg::Settled {
        op_id,
        number,
        act: entry.op.command.act(),
        choice,
        result: result.map_err(|error| failure::write(&error)),
    })
}

async fn switch(tools: Arc<Tools>, orders: Orders, on: bool) -> Option<Msg> {
    let portal = tools.portal.clone()?;
    let switched = tokio::task::spawn_blocking(move || portal.switch(on)).await;
    match switched {
        Ok(Ok(())) => {
            orders.give(Order::Now);
            Some(Msg::Portal { running: on })
        }
        Ok(Err(error)) => Some(portal_failed(&error)),
        Err(error) => Some(portal_failed(&error)),
    }
}

async fn reload(tools: Arc<Tools>) -> Option<Msg> {
    let path = tools.config.clone();
    let read = tokio::task::spawn_blocking(move || Config::load(&path, false)).await;
    let text = match read {
        Ok(Ok(config)) => {
            tools.reread.store(true, Ordering::Relaxed);
            return Some(Msg::Settings(Box::new(tools.look.settings(&config))));
        }
        Ok(Err(error)) => failure::chain(&error),
        Err(error) => failure::chain(&error),
    };
    Some(Msg::Failed(failure::told(FailureCode::Internal, text)))
}

fn portal_failed(error: &dyn std::error::Error) -> Msg {
    Msg::Failed(failure::told(
        FailureCode::DemoPortal,
        failure::chain(error),
    ))
}

/// The rules as the replica has them now.
pub(super) fn rules(store: &Store) -> Result<Rules, StoreError> {
    let reader = store.reader();
    let bin = reader.account()?.and_then(|account| account.holder);
    let set = reader.rules()?;
    let motives = Motives::builtin().map_err(|_kept_by_a_test| StoreError::Unexpected {
        what: "model motives",
    })?;
    Ok(Rules {
        policy: (*reader.policy(&bin.unwrap_or_default())?).clone(),
        hash: set.hash(),
        set,
        motives: Arc::new(motives),
        directory: Arc::new(Directory::new(reader.holders()?)),
    })
}
