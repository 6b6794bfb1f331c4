//! A workstation on Thursday 19 March 2026, 10:42, with a shell that answers at once.

use std::sync::{Arc, OnceLock};

use jiff::{SignedDuration, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use uuid::Uuid;

use crate::app::detail::Item;
use crate::app::effect::Effect;
use crate::app::key::{Key, KeyCode};
use crate::app::list::{ListId, ListQuery};
use crate::app::model::{Counts, Demo, Link, LinkState, Model, Rules, Start};
use crate::app::msg::{Msg, WindowAnswer};
use crate::app::outbox::{OpStatus, OutboxEntry};
use crate::app::update::tests::{directory, writing};
use crate::app::update::{start, update};
use crate::config::Keyboard;
use crate::domain::act::{Act, Role as Account};
use crate::domain::desk;
use crate::domain::history::Stamp;
use crate::domain::holder::{Holder, Policy};
use crate::domain::ids::{CategoryId, Number, OpId, UserName, Version};
use crate::domain::local_text::{Lang, LocalText};
use crate::domain::motive::Motives;
use crate::domain::person::{Contacts, Requester, Signature};
use crate::domain::privacy::Private;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request, RequestState, TextLang};
use crate::domain::row::{self, Row};
use crate::domain::rules::{HolderKind, RuleSet};
use crate::domain::term::{Start as Count, registered_on};
use crate::domain::text::CitizenText;
use crate::domain::zone;
use crate::i18n::Texts;
use crate::theme::Theme;
use crate::ui::{Drawn, view};
use crate::wire::ops::Base;

pub(super) const NOW: &str = "2026-03-19T10:42:00+05:00";

const KK: &str = "Құрметті бірінші басшы!\n\nИпотека бойынша тұрғын үй кезегіндегі орнымның неге \
    өзгергенін түсіндіріп беруіңізді сұраймын. Өткен айда жеке кабинетте 412-орын тұрған еді, \
    бүгін 508-орын көрсетіліп тұр.\n\n1. Орын қандай құжаттың негізінде ауысты?\n2. Кезекті кім \
    және қай күні қайта есептеді?\n\nХабарласу үшін: 8 (701) 000-11-22, aigul@mysal.example";
const RU: &str = "Прошу сообщить:\n\n— сколько обращений по теме «Транспорт» поступило в 2025 \
    году;\n— какие из них рассмотрены с нарушением срока;\n— где опубликован годовой отчёт.\n\n\
    Ответ прошу направить на электронную почту, указанную в заявке. ИИН 900101300017.";

type Line = (
    &'static str,
    &'static str,
    &'static str,
    RequestState,
    TextLang,
    Option<&'static str>,
);

const NEW: RequestState = RequestState::New;
const MODERATION: RequestState = RequestState::Moderation;
const TAKEN: RequestState = RequestState::Consideration;

/// Number, receipt, category, state, language, owner.
const LINES: &[Line] = &[
    (
        "751932",
        "2025-04-02T11:20:00+05:00",
        "land",
        TAKEN,
        TextLang::Kk,
        Some("zhauapty"),
    ),
    (
        "764410",
        "2026-02-09T16:45:00+05:00",
        "construction",
        TAKEN,
        TextLang::Ru,
        None,
    ),
    (
        "766297",
        "2026-03-13T16:05:00+05:00",
        "mortgage",
        NEW,
        TextLang::Kk,
        None,
    ),
    (
        "766299",
        "2026-03-17T09:02:00+05:00",
        "social",
        NEW,
        TextLang::Ru,
        None,
    ),
    (
        "766301",
        "2026-03-18T09:14:00+05:00",
        "mortgage",
        MODERATION,
        TextLang::Kk,
        Some("akimshi"),
    ),
    (
        "766302",
        "2026-03-18T17:58:00+05:00",
        "transport",
        NEW,
        TextLang::Ru,
        None,
    ),
    (
        "766303",
        "2026-03-18T18:50:00+05:00",
        "finance",
        NEW,
        TextLang::Mixed,
        None,
    ),
    (
        "766190/1",
        "2026-03-19T09:31:00+05:00",
        "regions",
        NEW,
        TextLang::Kk,
        None,
    ),
    (
        "766304",
        "2026-03-19T10:05:00+05:00",
        "ict",
        NEW,
        TextLang::En,
        None,
    ),
    (
        "766305",
        "2026-03-19T10:40:00+05:00",
        "health",
        NEW,
        TextLang::Ru,
        None,
    ),
    (
        "766288",
        "2026-03-05T10:00:00+05:00",
        "transport",
        TAKEN,
        TextLang::Ru,
        Some("akimshi"),
    ),
    (
        "766289",
        "2026-03-06T12:30:00+05:00",
        "education",
        TAKEN,
        TextLang::Kk,
        None,
    ),
    (
        "766290",
        "2026-03-09T08:15:00+05:00",
        "employment",
        TAKEN,
        TextLang::Ru,
        None,
    ),
    (
        "766291",
        "2026-03-10T15:10:00+05:00",
        "youth",
        TAKEN,
        TextLang::Kk,
        Some("zhauapty"),
    ),
    (
        "766292",
        "2026-03-11T11:11:00+05:00",
        "culture",
        TAKEN,
        TextLang::Kk,
        None,
    ),
    (
        "766293",
        "2026-03-12T10:10:00+05:00",
        "tourism",
        TAKEN,
        TextLang::Ru,
        None,
    ),
    (
        "766294",
        "2026-03-12T18:05:00+05:00",
        "national-companies",
        TAKEN,
        TextLang::Ru,
        None,
    ),
    (
        "766295",
        "2026-03-13T09:00:00+05:00",
        "law-enforcement",
        TAKEN,
        TextLang::Kk,
        None,
    ),
    (
        "766296",
        "2026-03-13T13:30:00+05:00",
        "state-bodies",
        TAKEN,
        TextLang::Ru,
        None,
    ),
    (
        "766298",
        "2026-03-16T10:25:00+05:00",
        "free-topic",
        TAKEN,
        TextLang::Kk,
        None,
    ),
    (
        "766300",
        "2026-03-17T14:40:00+05:00",
        "science",
        TAKEN,
        TextLang::Mixed,
        None,
    ),
];

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The built-in rules, read once for all tests.
fn rules() -> Rules {
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
    requests: Vec<Request>,
    outbox: Vec<OutboxEntry>,
    /// The texts given to a second reader, one for an item.
    readings: Vec<(Number, desk::Reading)>,
}

impl Desk {
    /// A workstation with work, its list loaded.
    pub(super) fn new(lang: Lang, size: (u16, u16)) -> Self {
        Self::with(lang, size, LINES.iter().map(request).collect(), outbox())
    }

    /// A workstation without any work.
    pub(super) fn empty(lang: Lang, size: (u16, u16)) -> Self {
        Self::with(lang, size, Vec::new(), Vec::new())
    }

    fn with(
        lang: Lang,
        size: (u16, u16),
        requests: Vec<Request>,
        outbox: Vec<OutboxEntry>,
    ) -> Self {
        let (model, effects) = start(begin(lang, size));
        let mut desk = Self {
            model,
            requests,
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

    pub(super) fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Some(answer) = self.answer(effect) {
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
            } => {
                let rows = self.rows(&query);
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
            Effect::LoadCounts { revision, today } => Msg::Counts {
                revision,
                counts: self.counts(today),
            },
            Effect::LoadItem { revision, number } => Msg::Item {
                revision,
                number,
                item: self.item(number).map(Box::new),
            },
            Effect::LoadItems { act, numbers } => Msg::Items {
                act,
                items: numbers
                    .iter()
                    .filter_map(|number| self.item(*number))
                    .collect(),
            },
            Effect::LoadOutbox { revision } => Msg::Outbox {
                revision,
                entries: self.outbox.clone(),
            },
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
            | Effect::LoadHouse
            | Effect::Desk { .. }
            | Effect::LoadActs
            | Effect::LoadMovement
            | Effect::LoadRelated(_)
            | Effect::Link { .. }
            | Effect::LoadNumbers { .. }
            | Effect::LoadInbox { .. }
            | Effect::Star { .. }
            | Effect::BeginConference { .. }
            | Effect::SyncNow
            | Effect::AnswerReset { .. }
            | Effect::StopPortal
            | Effect::StartPortal
            | Effect::SaveSetting(_)
            | Effect::Quit => return None,
        })
    }

    fn rows(&self, query: &ListQuery) -> Vec<Row> {
        let rules = rules();
        let words = !query.filter.is_empty();
        let mut rows: Vec<Row> = self
            .requests
            .iter()
            .filter(|_| !words)
            .map(|request| {
                let work = request.clone().into();
                let driver = row::driver(&work, &rules.set, &rules.policy).unwrap();
                let mut row = Row::of(&work, driver);
                row.pending = self.outbox.iter().any(|entry| entry.number == row.number);
                row.conflict = self
                    .outbox
                    .iter()
                    .any(|entry| entry.number == row.number && entry.status.needs_choice());
                row
            })
            .collect();
        if !words && !rows.is_empty() && query.list == ListId::Requests {
            let body = serde_json::json!({"category": "ict"});
            rows.push(Row::unreadable(Number::request(766_399), &body));
        }
        rows.sort_by_key(Row::urgency);
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
            requests: count(&|_| true),
            topics: 0,
            conferences: 0,
            today: count(&|row| row.due == Some(today)),
            overdue: count(&|row| row.is_overdue(today)),
            outbox: u64::try_from(self.outbox.len()).unwrap(),
            unsent: u64::try_from(unsent.count()).unwrap(),
            unsent_due: 0,
        }
    }

    fn item(&self, number: Number) -> Option<Item> {
        let request = self.requests.iter().find(|one| one.number == number)?;
        let mut desk = desk::Desk::new(number);
        let readings = self.readings.iter();
        desk.readings = readings
            .filter(|(of, _)| *of == number)
            .map(|(_, one)| one.clone())
            .collect();
        Some(Item {
            work: request.clone().into(),
            around: crate::app::detail::Surroundings::default(),
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
        size,
        lang,
        theme: "default".into(),
        themes: vec!["default".into(), "mono".into()],
        keyboard: Keyboard::Us,
        recall_seconds: 60,
        appearance: crate::app::preferences::Appearance::default(),
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

fn request(line: &Line) -> Request {
    let (number, received, category, state, lang, owner) = *line;
    let rules = rules();
    let received_at = at(received);
    let text = if lang == TextLang::Kk { KK } else { RU };
    let pack = rules
        .set
        .pin(zone::date(received_at), rules.policy.after_repeal)
        .unwrap();
    let mut request = Request {
        number: number.parse().unwrap(),
        holder: "990240000018".into(),
        received_at,
        registered_on: registered_on(
            Count::At(received_at),
            &rules.set.calendar,
            &rules.policy.switches,
        )
        .unwrap(),
        category: CategoryId(category.into()),
        lang,
        text: CitizenText::parse(text).unwrap(),
        requester: requester(lang),
        state: NEW,
        extended: false,
        extension: None,
        repeated: false,
        follow_up: false,
        forwarded_from: None,
        passed_by: vec![],
        pack,
        owner: owner.map(|owner| UserName(owner.into())),
        history: Vec::new(),
        unknown: serde_json::Map::new(),
    };
    let steps = match state {
        RequestState::New => vec![Event::Received],
        RequestState::Moderation => vec![Event::Received, Event::Opened],
        RequestState::Consideration
        | RequestState::Returned
        | RequestState::Forwarded
        | RequestState::Refused
        | RequestState::Answered
        | RequestState::Withdrawn => vec![Event::Received, Event::Accepted { confirmed: vec![] }],
    };
    for (event, hours) in steps.into_iter().zip([0, 2]) {
        let when = received_at
            .checked_add(SignedDuration::from_hours(hours))
            .unwrap();
        let by = (hours > 0).then(|| UserName("akimshi".into()));
        request.apply(
            event,
            Stamp {
                role: by.as_ref().map(|_| Account::Administrator),
                by,
                decided_at: when,
                received_at: when.checked_add(SignedDuration::from_mins(1)).ok(),
                effective_at: when,
                outside_window: false,
                basis: None,
                op: None,
            },
        );
    }
    request
}

fn requester(lang: TextLang) -> Requester {
    let kk = lang == TextLang::Kk;
    let own = |text: &str| Some(Private(text.to_owned()));
    Requester {
        name: own(if kk {
            "Есенова Айгүл Болатқызы"
        } else {
            "Болатов Данияр"
        }),
        iin: own(if kk { "900101300018" } else { "900101300017" }),
        bin: None,
        letter: None,
        representative: None,
        contacts: Contacts {
            address: kk.then(|| Private("Астана, Сарыарқа көшесі, 1".to_owned())),
            email: own("aigul@mysal.example"),
            phone: kk.then(|| Private("8 (701) 000-11-22".to_owned())),
        },
        signature: if kk {
            Signature::Account
        } else {
            Signature::None
        },
    }
}

fn outbox() -> Vec<OutboxEntry> {
    let entry =
        |at_index: u128, number: u64, act: Act, decided: &str, status: OpStatus| OutboxEntry {
            op_id: OpId(Uuid::from_u128(at_index)),
            number: Number::request(number),
            act,
            decided_at: at(decided),
            due: (act == Act::Return).then(|| jiff::civil::date(2026, 3, 18)),
            tries: 1,
            status,
        };
    vec![
        entry(
            1,
            766_299,
            Act::Return,
            "2026-03-18T17:20:00+05:00",
            OpStatus::Conflict {
                by: Some(UserName("zhauapty".into())),
                at: Some(at("2026-03-18T17:05:00+05:00")),
            },
        ),
        entry(
            2,
            766_291,
            Act::Accept,
            "2026-03-18T18:01:00+05:00",
            OpStatus::Rejected {
                refusal: Refusal::AlreadyAccepted { act: Act::Accept },
            },
        ),
        entry(
            3,
            766_302,
            Act::Accept,
            "2026-03-19T09:58:00+05:00",
            OpStatus::Applied {
                receipt: "K7P-4M2".into(),
                late_on_receipt: false,
            },
        ),
        entry(
            4,
            766_303,
            Act::Return,
            "2026-03-19T10:30:00+05:00",
            OpStatus::Waiting,
        ),
        entry(
            5,
            766_304,
            Act::Accept,
            "2026-03-19T10:41:40+05:00",
            OpStatus::Held {
                until: at("2026-03-19T10:42:40+05:00"),
            },
        ),
    ]
}
