//! The program played like a piece: keys in, orders out, a store that answers when told.

mod ahead;
mod batch;
mod compose;
mod decide;
mod desk;
mod filter;
mod groups;
mod inbox;
mod keyboard;
mod line;
mod lists;
mod monkey;
mod moved;
mod pointer;
mod preferences;
mod screens;
mod search;
mod views;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{start, update};
use crate::app::detail::Item;
use crate::app::directory::Directory;
use crate::app::effect::{DraftKey, Effect, QueueOrder, Settle};
use crate::app::key::{Key, KeyCode};
use crate::app::keymap::Keys;
use crate::app::layout::Layout;
use crate::app::list::{ListId, ListQuery, Revision};
use crate::app::model::{Counts, Demo, Link, LinkState, Model, Rules, Start};
use crate::app::msg::{Msg, WindowAnswer};
use crate::app::notice::{Failure, FailureCode};
use crate::app::outbox::{OpStatus, OutboxEntry};
use crate::app::writing::Writing;
use crate::config::Keyboard;
use crate::domain::act::Role;
use crate::domain::decide::{Around, DecideContext, decide};
use crate::domain::desk::Desk;
use crate::domain::history::Stamp;
use crate::domain::holder::{Holder, Policy};
use crate::domain::ids::{CategoryId, Number, OpId, Version};
use crate::domain::letter::Signatory;
use crate::domain::local_text::{Lang, LocalText};
use crate::domain::motive::Motives;
use crate::domain::person::{Contacts, Requester};
use crate::domain::privacy::Private;
use crate::domain::request::{Request, RequestState, TextLang};
use crate::domain::row::{Row, driver};
use crate::domain::rules::{HolderKind, PackId, RuleSet};
use crate::domain::template::Templates;
use crate::domain::text::CitizenText;
use crate::domain::work::State;
use crate::wire::draft::LetterDraft;
use crate::wire::ops::Base;

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Tuesday morning; what came on Friday the 6th is to be returned today.
pub(crate) const NOW: &str = "2026-03-10T10:00:00+05:00";

pub(crate) fn rules() -> Rules {
    let set = RuleSet::builtin().unwrap();
    Rules {
        hash: set.hash(),
        set: Arc::new(set),
        policy: Policy::default(),
        motives: Arc::new(Motives::builtin().unwrap()),
        directory: Arc::new(directory()),
    }
}

/// The holder the accounts of the tests belong to.
pub(crate) fn holder_of_tests() -> Holder {
    directory().by_bin("990240000018").unwrap().clone()
}

/// Two holders: one that takes requests here, one that does not.
pub(crate) fn directory() -> Directory {
    let holder = |bin: &str, kk: &str, ru: &str, kind| Holder {
        bin: bin.into(),
        name: LocalText {
            kk: kk.into(),
            ru: ru.into(),
            en: ru.into(),
        },
        kind,
        state_share: 60,
        address: LocalText {
            kk: "Астана қ., Сарыарқа к-сі, 1".into(),
            ru: "г. Астана, ул. Сарыарка, 1".into(),
            en: "1 Saryarka St, Astana".into(),
        },
        signatories: vec![Signatory {
            name: "Сериков А. Б.".into(),
            position: LocalText {
                kk: "басқарма төрағасы".into(),
                ru: "председатель правления".into(),
                en: "chairman of the board".into(),
            },
        }],
        blog: crate::domain::holder::BlogTexts::default(),
    };
    Directory::new(vec![
        holder(
            "990240000018",
            "«Отбасы үйі» АҚ",
            "АО «Отбасы үйі»",
            HolderKind::Qp,
        ),
        holder(
            "990240000029",
            "«Көлік желісі» АҚ",
            "АО «Көлік желісі»",
            HolderKind::Qp,
        ),
        holder(
            "990240000030",
            "Көлік министрлігі",
            "Министерство транспорта",
            HolderKind::Sb,
        ),
    ])
}

pub(crate) fn request(serial: u64, received_at: &str) -> Request {
    let received_at = at(received_at);
    Request {
        number: Number::request(serial),
        holder: "990240000018".into(),
        received_at,
        registered_on: crate::domain::zone::date(received_at),
        category: CategoryId("mortgage".into()),
        lang: TextLang::Ru,
        text: CitizenText::parse("Прошу сообщить порядок очереди").unwrap(),
        requester: Requester {
            name: Some(Private("Тегі Аты".into())),
            iin: Some(Private("900101300017".into())),
            contacts: Contacts {
                address: Some(Private("Астана".into())),
                email: None,
                phone: Some(Private("8 701 000 00 00".into())),
            },
            ..Requester::of_account()
        },
        state: RequestState::Moderation,
        extended: false,
        extension: None,
        repeated: false,
        follow_up: false,
        forwarded_from: None,
        passed_by: vec![],
        pack: PackId("order145-2023".into()),
        owner: None,
        history: Vec::new(),
        unknown: serde_json::Map::new(),
    }
}

/// What lies behind the program: a store in memory.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) requests: Vec<Request>,
    /// When set, the list has this many rows that no request stands behind.
    pub(crate) synthetic: Option<u64>,
    pub(crate) outbox: Vec<OutboxEntry>,
    pub(crate) orders: Vec<QueueOrder>,
    pub(crate) drafts: BTreeMap<DraftKey, LetterDraft>,
    pub(crate) disk_full: bool,
    pub(crate) desks: BTreeMap<Number, Desk>,
    rules: Rules,
}

impl World {
    fn rows(&self) -> Vec<Row> {
        let rules = &self.rules;
        let mut rows: Vec<Row> = self
            .requests
            .iter()
            .filter(|request| !request.state.is_closed())
            .map(|request| {
                let work = request.clone().into();
                Row::of(&work, driver(&work, &rules.set, &rules.policy).unwrap())
            })
            .collect();
        rows.sort_by_key(Row::urgency);
        rows
    }

    fn row_at(index: u64) -> Row {
        let mut row = Row::of(&request(1_000_000 + index, NOW).into(), None);
        row.due = Some(jiff::civil::date(2026, 3, 11));
        row
    }

    fn window(
        &self,
        query: &ListQuery,
        offset: u64,
        limit: u32,
        anchor: Option<Number>,
    ) -> (u64, u64, Vec<Row>, Option<u64>) {
        let limit = u64::from(limit);
        let _ = query;
        if let Some(total) = self.synthetic {
            let anchor_at = anchor
                .and_then(|anchor| anchor.serial.checked_sub(1_000_000))
                .filter(|index| *index < total);
            let offset = around(offset, limit, anchor_at, total);
            let end = (offset + limit).min(total);
            let rows = (offset..end).map(Self::row_at).collect();
            return (total, offset, rows, anchor_at);
        }
        let rows = self.rows();
        let total = rows.len() as u64;
        let anchor_at = anchor
            .and_then(|anchor| rows.iter().position(|row| row.number == anchor))
            .map(|index| index as u64);
        let offset = around(offset, limit, anchor_at, total);
        let rows = rows
            .into_iter()
            .skip(usize::try_from(offset).unwrap())
            .take(usize::try_from(limit).unwrap())
            .collect();
        (total, offset, rows, anchor_at)
    }

    fn item(&self, number: Number) -> Option<Item> {
        let request = match self.synthetic {
            Some(_) => request(number.serial, NOW),
            None => self
                .requests
                .iter()
                .find(|request| request.number == number)?
                .clone(),
        };
        let pending: Vec<OpId> = self
            .outbox
            .iter()
            .filter(|entry| entry.number == number)
            .map(|entry| entry.op_id)
            .collect();
        Some(Item {
            base: pending
                .last()
                .map_or(Base::Version(Version(1)), |op_id| Base::Op(*op_id)),
            work: request.into(),
            around: crate::app::detail::Surroundings::default(),
            version: Version(1),
            pending,
            desk: self
                .desks
                .get(&number)
                .cloned()
                .unwrap_or_else(|| Desk::new(number)),
            linked: Vec::new(),
            note: None,
            remark: None,
        })
    }

    fn queue(&mut self, order: &QueueOrder) -> Result<OpId, Failure> {
        if self.disk_full {
            return Err(Failure {
                code: FailureCode::DiskFull,
                detail: "write: no space".into(),
            });
        }
        let op_id = OpId(uuid::Uuid::from_u128(1 + self.orders.len() as u128));
        self.orders.push(order.clone());
        let cx = DecideContext {
            rules: &self.rules.set,
            policy: &self.rules.policy,
            role: Role::Administrator,
            effective_at: order.decided_at,
            received_at: None,
            around: Around {
                addressee: order
                    .command
                    .addressee()
                    .and_then(|bin| self.rules.directory.by_bin(bin)),
                ..Around::default()
            },
        };
        let request = self
            .requests
            .iter_mut()
            .find(|request| request.number == order.number)
            .unwrap();
        for event in decide(request, &order.command, &cx).unwrap() {
            let stamp = Stamp {
                by: None,
                role: None,
                decided_at: order.decided_at,
                received_at: None,
                effective_at: order.decided_at,
                outside_window: false,
                basis: None,
                op: Some(op_id),
            };
            request.apply(event, stamp);
        }
        self.outbox.push(OutboxEntry {
            op_id,
            number: order.number,
            act: order.command.act(),
            decided_at: order.decided_at,
            sent_at: None,
            accepted_at: None,
            due: None,
            tries: 0,
            status: OpStatus::Held {
                until: order.hold_until,
            },
            conflict: None,
        });
        Ok(op_id)
    }

    fn recall(&mut self, op_id: OpId) {
        if let Some(at) = self.outbox.iter().position(|entry| entry.op_id == op_id) {
            let entry = self.outbox.remove(at);
            let mut requests = self.requests.iter_mut();
            let request = requests
                .find(|request| request.number == entry.number)
                .unwrap();
            request.state = RequestState::Moderation;
            request.history.clear();
        }
    }

    fn counts(&self) -> Counts {
        let unsent = self
            .outbox
            .iter()
            .filter(|entry| entry.status.is_unsent())
            .count() as u64;
        Counts {
            open: self.rows().len() as u64,
            unsent,
            outbox: unsent,
            ..Counts::default()
        }
    }

    fn next(&self, after: Option<Number>) -> Option<Number> {
        let rows = self.rows();
        let mut waiting = rows.iter().filter(|row| {
            matches!(
                row.state,
                Some(State::Request(RequestState::New | RequestState::Moderation))
            )
        });
        let first = waiting.next()?.number;
        if Some(first) == after {
            Some(waiting.next().map_or(first, |row| row.number))
        } else {
            Some(first)
        }
    }

    fn settled(&mut self, op_id: OpId, choice: Settle) -> Option<Msg> {
        let at = self.outbox.iter().position(|entry| entry.op_id == op_id)?;
        let entry = self.outbox.remove(at);
        if choice == Settle::Again {
            let mut requests = self.requests.iter_mut();
            let request = requests.find(|request| request.number == entry.number);
            request?.state = RequestState::Moderation;
        }
        Some(Msg::Settled {
            op_id,
            number: entry.number,
            act: entry.act,
            choice,
            result: Ok(()),
        })
    }

    /// The answer to what is asked for one act on many items.
    fn many(&self, effect: &Effect) -> Option<Msg> {
        if let Effect::LoadNumbers { query, most } = effect {
            let rows = self.rows().into_iter().take(*most);
            let numbers = rows.map(|row| row.number).collect();
            return Some(Msg::Numbers(query.clone(), numbers));
        }
        let Effect::LoadItems { act, numbers } = effect else {
            return None;
        };
        let items = numbers.iter().filter_map(|number| self.item(*number));
        Some(Msg::Items {
            act: *act,
            items: items.collect(),
        })
    }

    fn recalled(&mut self, op_id: OpId) -> Msg {
        self.recall(op_id);
        Msg::Recalled {
            op_id,
            result: Ok(()),
        }
    }

    fn queued_acts(&self, revision: Revision) -> Msg {
        Msg::Outbox {
            revision,
            entries: self.outbox.clone(),
        }
    }

    fn keep_draft(&mut self, effect: &Effect) -> Option<Msg> {
        if let Effect::SaveDraft { key, draft } = effect {
            self.drafts.insert(*key, draft.clone());
        } else if let Effect::DeleteDraft { number, act } = effect {
            let other = |key: &DraftKey| (key.number, key.act) != (*number, *act);
            self.drafts.retain(|key, _| other(key));
        }
        None
    }

    fn shown(&self, revision: Revision, number: Number) -> Msg {
        Msg::Item {
            revision,
            number,
            item: self.item(number).map(Box::new),
        }
    }

    /// The answer of the store and the shell to an order.
    pub(crate) fn answer(&mut self, effect: &Effect) -> Option<Msg> {
        Some(match effect {
            Effect::LoadWindow {
                revision,
                query,
                offset,
                limit,
                anchor,
            } => {
                let (total, offset, rows, anchor_at) = self.window(query, *offset, *limit, *anchor);
                Msg::Window(WindowAnswer {
                    list: query.list,
                    revision: *revision,
                    total,
                    offset,
                    rows,
                    anchor_at,
                })
            }
            Effect::LoadAccounts => Msg::Accounts(Vec::new()),
            Effect::LoadCounts { revision, .. } => Msg::Counts {
                revision: *revision,
                counts: self.counts(),
            },
            Effect::LoadItem { revision, number } => self.shown(*revision, *number),
            Effect::LoadNumbers { .. } | Effect::LoadItems { .. } => self.many(effect)?,
            Effect::LoadOutbox { revision } => self.queued_acts(*revision),
            Effect::FindNext {
                revision, after, ..
            } => Msg::NextFound {
                revision: *revision,
                number: self.next(*after),
            },
            Effect::Queue(order) => Msg::Queued {
                revision: order.revision,
                result: self.queue(order),
            },
            Effect::Recall { op_id } => self.recalled(*op_id),
            Effect::Settle { op_id, choice } => self.settled(*op_id, *choice)?,
            Effect::LoadDraft(key) => Msg::Draft {
                key: *key,
                draft: self.drafts.get(key).cloned(),
            },
            Effect::SaveDraft { .. } | Effect::DeleteDraft { .. } => {
                return self.keep_draft(effect);
            }
            portal @ (Effect::StopPortal | Effect::StartPortal) => running(portal),
            Effect::SaveTemplateUse { .. }
            | Effect::Copy(_)
            | Effect::EditOutside(_)
            | Effect::Ring
            | Effect::Suspend
            | Effect::SaveNote { .. }
            | Effect::SaveRemark { .. }
            | Effect::Absence(_)
            | Effect::LoadProfile
            | Effect::ChangeProfile(_)
            | Effect::LoadHandover { .. }
            | Effect::Search { .. }
            | Effect::LoadViews
            | Effect::SaveViews(_)
            | Effect::CountView { .. }
            | Effect::LoadGroups { .. }
            | Effect::LoadHouse
            | Effect::Desk { .. }
            | Effect::LoadMovement
            | Effect::LoadActs
            | Effect::LoadRelated(_)
            | Effect::Link { .. }
            | Effect::LoadInbox { .. }
            | Effect::Star(_)
            | Effect::Begin { .. }
            | Effect::Export(_)
            | Effect::Package(_)
            | Effect::SyncNow
            | Effect::HoldEnded { .. }
            | Effect::AnswerReset { .. }
            | Effect::SaveSetting(_)
            | Effect::Quit => return None,
        })
    }
}

fn around(offset: u64, limit: u64, anchor_at: Option<u64>, total: u64) -> u64 {
    let offset = match anchor_at {
        Some(index) if index < offset || index >= offset + limit => index.saturating_sub(limit / 2),
        _ => offset,
    };
    offset.min(total.saturating_sub(1))
}

/// Somebody at the keyboard.
#[derive(Debug, Clone)]
pub(crate) struct Robot {
    pub(crate) model: Model,
    pub(crate) world: World,
    /// Every order given so far.
    pub(crate) log: Vec<Effect>,
    /// Orders not answered yet.
    pub(crate) pending: VecDeque<Effect>,
    /// The store does not answer by itself.
    pub(crate) slow: bool,
}

pub(crate) fn start_with(size: (u16, u16)) -> Start {
    Start {
        now: at(NOW),
        layout: Layout::new(size.0, size.1),
        lang: Lang::Kk,
        theme: "default".into(),
        themes: vec!["default".into(), "mono".into()],
        keyboard: Keyboard::Us,
        check_keyboard: false,
        keys: Keys::default(),
        recall_seconds: 60,
        appearance: crate::app::preferences::Appearance::default(),
        terminal: crate::app::preferences::TerminalUse::default(),
        user: None,
        role: Role::Administrator,
        holder: None,
        rules: rules(),
        read_only: None,
        demo: None,
        link: Link {
            state: LinkState::Online,
            last_exchange: None,
            clock_offset: 0,
        },
        writing: writing(),
    }
}

/// The built-in templates and the gate as it is without settings.
pub(crate) fn writing() -> Writing {
    Writing {
        templates: Arc::new(Templates::builtin().unwrap()),
        ..Writing::default()
    }
}

impl Robot {
    /// At a terminal of 120×40 with so many requests, the first due today, the rest later.
    pub(crate) fn at_work(requests: u64) -> Self {
        Self::at_terminal((120, 40), requests)
    }

    /// The same at a terminal of another size.
    pub(crate) fn at_terminal(size: (u16, u16), requests: u64) -> Self {
        let requests = (0..requests)
            .map(|serial| {
                let day = if serial == 0 { 6 } else { 10 };
                request(
                    766_301 + serial,
                    &format!("2026-03-{day:02}T09:14:00+05:00"),
                )
            })
            .collect();
        Self::with(start_with(size), requests)
    }

    pub(crate) fn with(start_value: Start, requests: Vec<Request>) -> Self {
        let world = World {
            requests,
            synthetic: None,
            outbox: Vec::new(),
            orders: Vec::new(),
            drafts: BTreeMap::new(),
            disk_full: false,
            desks: BTreeMap::new(),
            rules: start_value.rules.clone(),
        };
        let (model, effects) = start(start_value);
        let mut robot = Self {
            model,
            world,
            log: Vec::new(),
            pending: VecDeque::new(),
            slow: false,
        };
        robot.take(effects);
        robot.settle();
        robot
    }

    /// Before a list of synthetic rows.
    pub(crate) fn before_a_million() -> Self {
        let mut robot = Self::with(start_with((80, 24)), Vec::new());
        robot.world.synthetic = Some(1_000_000);
        robot.tell(Msg::StoreChanged);
        robot
    }

    fn take(&mut self, effects: Vec<Effect>) {
        self.log.extend(effects.iter().cloned());
        self.pending.extend(effects);
    }

    /// Lets the store answer everything that is asked.
    pub(crate) fn settle(&mut self) {
        while let Some(effect) = self.pending.pop_front() {
            if let Some(msg) = self.world.answer(&effect) {
                let effects = update(&mut self.model, msg);
                self.take(effects);
            }
        }
    }

    pub(crate) fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.take(effects);
        if !self.slow {
            self.settle();
        }
    }

    /// Presses one key.
    pub(crate) fn press(&mut self, key: impl Into<Key>) -> &mut Self {
        self.tell(Msg::Key(key.into()));
        self
    }

    /// Presses keys named by words: `j a Space Tab Enter F4 Esc Down`.
    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        for word in script.split_whitespace() {
            self.press(named(word));
        }
        self
    }

    /// Types characters.
    pub(crate) fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.press(Key::char(c));
        }
        self
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, duration: SignedDuration) -> &mut Self {
        let now = self.model.now.checked_add(duration).unwrap();
        self.tell(Msg::Clock(now));
        self
    }

    /// Opens a request, also one that no list has.
    pub(crate) fn open(&mut self, number: Number) -> &mut Self {
        let mut out = Vec::new();
        super::navigate::open_item(&mut self.model, number, &mut out);
        self.take(out);
        self.settle();
        self
    }

    pub(crate) fn rest(&mut self) -> &mut Self {
        self.wait(SignedDuration::from_millis(120))
    }

    /// The decisions that left the program.
    pub(crate) fn orders(&self) -> Vec<&QueueOrder> {
        self.log
            .iter()
            .filter_map(|effect| {
                if let Effect::Queue(order) = effect {
                    Some(order)
                } else {
                    None
                }
            })
            .collect()
    }

    pub(crate) fn selected(&self) -> Option<u64> {
        self.model
            .list(ListId::Home)
            .anchor
            .map(|number| number.serial)
    }
}

/// The key of a word in a script.
pub(crate) fn named(word: &str) -> Key {
    let code = match word {
        "Space" => KeyCode::Char(' '),
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        "Delete" => KeyCode::Delete,
        "Backspace" => KeyCode::Backspace,
        "Insert" => KeyCode::Insert,
        _ => match word
            .strip_prefix('F')
            .and_then(|number| number.parse().ok())
        {
            Some(number) => KeyCode::F(number),
            None => KeyCode::Char(word.chars().next().unwrap()),
        },
    };
    Key::new(code)
}

/// The demo, for screens that have it.
pub(crate) const DEMO: Demo = Demo {
    portal_running: true,
};

fn running(order: &Effect) -> Msg {
    let running = *order == Effect::StartPortal;
    Msg::Portal { running }
}
