//! A workstation on Thursday 19 March 2026, 10:42, with a shell that answers at once.

use std::sync::{Arc, OnceLock};

use jiff::{SignedDuration, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use uuid::Uuid;

use super::conference;
use super::requests::{outbox, requests};
use crate::app::detail::Item;
use crate::app::effect::Effect;
use crate::app::key::{Key, KeyCode};
use crate::app::keymap::Keys;
use crate::app::layout::Layout;
use crate::app::list::{ListId, ListQuery, Revision};
use crate::app::model::{Counts, Demo, Link, LinkState, Model, Rules, Start};
use crate::app::msg::{Msg, WindowAnswer};
use crate::app::outbox::{OpStatus, OutboxEntry};
use crate::app::update::tests::{directory, writing};
use crate::app::update::{start, update};
use crate::config::Keyboard;
use crate::domain::act::Role as Account;
use crate::domain::desk;
use crate::domain::holder::{Holder, Policy};
use crate::domain::ids::{ItemKind, Number, OpId, UserName, Version};
use crate::domain::local_text::{Lang, LocalText};
use crate::domain::motive::Motives;
use crate::domain::request::Request;
use crate::domain::row::{self, Row};
use crate::domain::rules::{HolderKind, RuleSet};
use crate::domain::work::Work;
use crate::i18n::Texts;
use crate::theme::{BUILT_IN_NAMES, Theme};
use crate::ui::{Drawn, view};
use crate::wire::ops::Base;

pub(super) const NOW: &str = "2026-03-19T10:42:00+05:00";

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The built-in rules, read once for all tests.
pub(super) fn rules() -> Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    let read = || {
        let set = RuleSet::builtin().unwrap();
        Rules {
            hash: set.hash(),
            set: Arc::new(set),
            policy: Policy::default(),
            motives: Arc::new(Motives::builtin().unwrap()),
            directory: Arc::new(directory()),
        }
    };
    RULES.get_or_init(read).clone()
}

/// The shell: data, and answers to whatever the program asks.
pub(super) struct Desk {
    pub(super) model: Model,
    works: Vec<Work>,
    outbox: Vec<OutboxEntry>,
    /// The texts given to a second reader, one for an item.
    readings: Vec<(Number, desk::Reading)>,
}

impl Desk {
    /// A workstation with work, its list loaded.
    pub(super) fn new(lang: Lang, size: (u16, u16)) -> Self {
        let works = requests().into_iter().map(Work::from);
        Self::with(begin(lang, size), works.collect(), outbox())
    }

    /// A workstation with so many requests, made of the few.
    pub(super) fn busy(lang: Lang, size: (u16, u16), count: u64) -> Self {
        let few = requests();
        let works = (0..count).zip(few.into_iter().cycle()).map(|(nth, few)| {
            let later = SignedDuration::from_mins(i64::try_from(nth * 53).unwrap());
            Work::from(Request {
                number: Number::request(770_001 + nth * 37),
                received_at: few.received_at.checked_add(later).unwrap(),
                forwarded_from: None,
                ..few
            })
        });
        Self::with(begin(lang, size), works.collect(), outbox())
    }

    /// A workstation without any work.
    pub(super) fn empty(lang: Lang, size: (u16, u16)) -> Self {
        Self::with(begin(lang, size), Vec::new(), Vec::new())
    }

    /// A moderator's workstation in the midst of a conference.
    pub(super) fn at_conference(lang: Lang, size: (u16, u16)) -> Self {
        Self::with(begin(lang, size), conference::works(), Vec::new())
    }

    /// The workstation of the Operator: what was sent and no more.
    pub(super) fn of_operator(lang: Lang, size: (u16, u16)) -> Self {
        let mut start = begin(lang, size);
        (start.role, start.holder) = (Account::Operator, None);
        Self::with(start, conference::sent(), Vec::new())
    }

    fn with(start_value: Start, works: Vec<Work>, outbox: Vec<OutboxEntry>) -> Self {
        let (model, effects) = start(start_value);
        let mut desk = Self {
            model,
            works,
            outbox,
            readings: Vec::new(),
        };
        desk.carry_out(effects);
        desk.rest();
        desk
    }

    /// Types a key, lets answers come and the selection rest.
    pub(super) fn key(&mut self, key: impl Into<Key>) -> &mut Self {
        self.tell(Msg::Key(key.into()));
        self
    }

    /// Types keys of the table by their letters.
    pub(super) fn keys(&mut self, letters: &str) -> &mut Self {
        for c in letters.chars() {
            self.key(Key::char(c));
        }
        self
    }

    /// Moves the selection down.
    pub(super) fn down(&mut self, rows: usize) -> &mut Self {
        for _ in 0..rows {
            self.key(KeyCode::Down);
        }
        self.rest();
        self
    }

    /// Lets the selection rest, so that the detail follows.
    pub(super) fn rest(&mut self) -> &mut Self {
        let later = self.model.now.checked_add(SignedDuration::from_millis(200));
        self.tell(Msg::Clock(later.unwrap()));
        self
    }

    /// The last minutes of the open conference, the portal out of reach.
    pub(super) fn last_minutes(&mut self) -> &mut Self {
        let now = at("2026-03-19T18:23:00+05:00");
        self.tell(Msg::Clock(now));
        self.tell(Msg::Link(Link {
            state: LinkState::Offline { since: now },
            last_exchange: Some(now),
            clock_offset: 0,
        }));
        self.rest()
    }

    pub(super) fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if effect == Effect::LoadAccounts {
                self.tell(Msg::Accounts(conference::accounts()));
            } else if let Some(answer) = self.answer(effect) {
                self.tell(answer);
            }
        }
    }

    fn answer(&self, effect: Effect) -> Option<Msg> {
        Some(match effect {
            Effect::LoadWindow {
                revision,
                query,
                anchor,
                ..
            } => self.window(revision, &query, anchor),
            Effect::LoadCounts { revision, today } => Msg::Counts {
                revision,
                counts: self.counts(today),
            },
            Effect::LoadItem { revision, number } => {
                let item = self.item(number).map(Box::new);
                Msg::Item {
                    revision,
                    number,
                    item,
                }
            }
            Effect::LoadItems { act, numbers } => {
                let items = self.items(&numbers);
                Msg::Items { act, items }
            }
            Effect::LoadOutbox { revision } => Msg::Outbox {
                revision,
                entries: self.outbox.clone(),
            },
            Effect::LoadInbox { revision, inbox } => {
                conference::answer(revision, inbox, self.model.now)
            }
            Effect::LoadDraft(key) => Msg::Draft { key, draft: None },
            Effect::FindNext { .. }
            | Effect::Queue(_)
            | Effect::Recall { .. }
            | Effect::HoldEnded { .. }
            | Effect::Settle { .. }
            | Effect::SaveDraft { .. }
            | Effect::DeleteDraft { .. }
            | Effect::SaveTemplateUse { .. }
            | Effect::EditOutside(_)
            | Effect::Ring
            | Effect::Suspend
            | Effect::Copy(_)
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
            | Effect::LoadActs
            | Effect::LoadMovement
            | Effect::LoadRelated(_)
            | Effect::Link { .. }
            | Effect::LoadNumbers { .. }
            | Effect::Star(_)
            | Effect::Begin { .. }
            | Effect::LoadAccounts
            | Effect::Export(_)
            | Effect::Package(_)
            | Effect::SyncNow
            | Effect::AnswerReset { .. }
            | Effect::StopPortal
            | Effect::StartPortal
            | Effect::SaveSetting(_)
            | Effect::Quit => return None,
        })
    }

    fn window(&self, revision: Revision, query: &ListQuery, anchor: Option<Number>) -> Msg {
        let rows = self.rows(query);
        let anchor_at = anchor.and_then(|number| {
            let at = rows.iter().position(|row| row.number == number)?;
            u64::try_from(at).ok()
        });
        Msg::Window(WindowAnswer {
            list: query.list,
            revision,
            total: u64::try_from(rows.len()).unwrap(),
            offset: 0,
            rows,
            anchor_at,
        })
    }

    fn items(&self, numbers: &[Number]) -> Vec<Item> {
        let items = numbers.iter().filter_map(|number| self.item(*number));
        items.collect()
    }

    fn rows(&self, query: &ListQuery) -> Vec<Row> {
        let rules = rules();
        let filtered = !query.filter.is_empty();
        let listed = |work: &&Work| match query.list {
            ListId::Home => work.number().kind != ItemKind::Question,
            ListId::Requests => work.number().kind == ItemKind::Request,
            ListId::Topics => work.number().kind == ItemKind::Topic,
            ListId::Conferences => work.number().kind == ItemKind::Conference,
            ListId::Questions => work.number().kind == ItemKind::Question,
            ListId::Access => work.number().kind == ItemKind::Access,
            ListId::Circulars => work.number().kind == ItemKind::Circular,
        };
        let works = self.works.iter().filter(|_| !filtered).filter(listed);
        let mut rows: Vec<Row> = works
            .map(|work| {
                let driver = row::driver(work, &rules.set, &rules.policy).unwrap();
                let mut row = Row::of(work, driver);
                conference::complete(&mut row, work);
                let mut entries = self.outbox.iter();
                row.pending = entries.any(|entry| entry.number == row.number);
                row.conflict = self
                    .outbox
                    .iter()
                    .any(|entry| entry.number == row.number && entry.status.needs_choice());
                row
            })
            .collect();
        if !filtered && !rows.is_empty() && query.list == ListId::Requests {
            let body = serde_json::json!({"category": "ict"});
            rows.push(Row::unreadable(Number::request(766_399), &body));
        }
        match query.inbox {
            Some(inbox) => conference::in_order(&mut rows, inbox.order),
            None => rows.sort_by_key(Row::urgency),
        }
        rows
    }

    fn counts(&self, today: jiff::civil::Date) -> Counts {
        let query = ListQuery {
            list: ListId::Home,
            filter: crate::domain::filter::Filter::default(),
            inbox: None,
        };
        let rows = self.rows(&query);
        let count = |test: &dyn Fn(&Row) -> bool| {
            u64::try_from(rows.iter().filter(|row| test(row)).count()).unwrap()
        };
        let unsent = self.outbox.iter().filter(|entry| entry.status.is_unsent());
        Counts {
            open: count(&|_| true),
            requests: count(&|row| row.number.kind == ItemKind::Request),
            topics: count(&|row| row.number.kind == ItemKind::Topic),
            conferences: count(&|row| row.number.kind == ItemKind::Conference),
            access: count(&|row| row.number.kind == ItemKind::Access),
            circulars: count(&|row| row.number.kind == ItemKind::Circular),
            today: count(&|row| row.due == Some(today)),
            overdue: count(&|row| row.is_overdue(today)),
            outbox: u64::try_from(self.outbox.len()).unwrap(),
            unsent: u64::try_from(unsent.count()).unwrap(),
            unsent_due: 0,
            stuck_due: 0,
            ending: conference::ending(&self.works, today),
        }
    }

    fn item(&self, number: Number) -> Option<Item> {
        let work = self.works.iter().find(|one| one.number() == number)?;
        let mut desk = desk::Desk::new(number);
        let readings = self.readings.iter();
        desk.readings = readings
            .filter(|(of, _)| *of == number)
            .map(|(_, one)| one.clone())
            .collect();
        Some(Item {
            work: work.clone(),
            around: conference::around(work, &self.works),
            version: Version(3),
            base: Base::Version(Version(3)),
            pending: Vec::new(),
            desk,
            linked: Vec::new(),
            note: None,
            remark: None,
        })
    }

    /// A text that was given to a second reader.
    pub(super) fn given_to_read(&mut self, number: Number, reading: desk::Reading) -> &mut Self {
        self.readings.push((number, reading));
        self
    }

    /// Lets the decision that was made be safely stored.
    pub(super) fn stored(&mut self) -> &mut Self {
        let order = self.model.queueing.unwrap();
        let op_id = OpId(Uuid::from_u128(
            100 + u128::try_from(self.outbox.len()).unwrap(),
        ));
        let until = order.until.unwrap_or(self.model.now);
        self.outbox.push(OutboxEntry {
            op_id,
            number: order.number,
            act: order.act,
            decided_at: self.model.now,
            sent_at: None,
            accepted_at: None,
            due: None,
            tries: 0,
            status: OpStatus::Held { until },
            conflict: None,
        });
        let (revision, result) = (order.revision, Ok(op_id));
        self.tell(Msg::Queued { revision, result });
        self.rest()
    }

    /// Selects a request of the list.
    pub(super) fn select(&mut self, serial: u64) -> &mut Self {
        while self.model.home.anchor != Some(Number::request(serial)) {
            self.key(KeyCode::Down);
        }
        self.rest()
    }

    /// Draws the model at the size it was told.
    pub(super) fn draw(&self, theme: &Theme) -> (Buffer, Drawn) {
        let area = Rect::new(0, 0, self.model.layout.width, self.model.layout.height);
        let mut buf = Buffer::empty(area);
        let drawn = view(
            &self.model,
            theme,
            Texts::of(self.model.lang),
            area,
            &mut buf,
        );
        (buf, drawn)
    }
}

fn begin(lang: Lang, size: (u16, u16)) -> Start {
    Start {
        now: at(NOW),
        layout: Layout::new(size.0, size.1),
        lang,
        theme: "default".into(),
        themes: BUILT_IN_NAMES.map(str::to_owned).to_vec(),
        keyboard: Keyboard::Us,
        check_keyboard: false,
        keys: Keys::default(),
        recall_seconds: 60,
        appearance: crate::app::preferences::Appearance::default(),
        terminal: crate::app::preferences::TerminalUse::default(),
        user: Some(UserName("akimshi".into())),
        role: Account::Administrator,
        holder: Some(holder()),
        rules: rules(),
        read_only: None,
        demo: Some(Demo {
            portal_running: true,
        }),
        link: Link {
            state: LinkState::Online,
            last_exchange: Some(at(NOW)),
            clock_offset: 0,
        },
        writing: writing(),
    }
}

fn holder() -> Holder {
    Holder {
        bin: "990240000018".into(),
        name: LocalText {
            kk: "«Тұрғын үй қоры» АҚ".into(),
            ru: "АО «Жилищный фонд»".into(),
            en: "Housing Fund JSC".into(),
        },
        kind: HolderKind::Qp,
        state_share: 51,
        address: LocalText {
            kk: "Астана".into(),
            ru: "Астана".into(),
            en: "Astana".into(),
        },
        signatories: vec![],
        blog: crate::domain::holder::BlogTexts::default(),
    }
}
