//! The requests and the outbox of the workstation of the tests.

use jiff::SignedDuration;
use uuid::Uuid;

use super::fixture::{at, rules};
use crate::app::outbox::{OpStatus, OutboxEntry};
use crate::domain::act::{Act, Role as Account};
use crate::domain::conflict::Conflict;
use crate::domain::history::{InTime, Stamp};
use crate::domain::ids::{CategoryId, CheckId, Number, OpId, UserName};
use crate::domain::person::{Contacts, Requester, Signature};
use crate::domain::privacy::Private;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request, RequestState, TextLang};
use crate::domain::term::{Start as Count, registered_on};
use crate::domain::text::CitizenText;
use crate::domain::work::Work;
use crate::domain::zone;

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

/// Every request of the workstation.
pub(super) fn requests() -> Vec<Request> {
    LINES.iter().map(request).collect()
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

/// Two returns of one request that did not know of each other.
fn conflict(number: u64) -> Conflict {
    let base = requests()
        .into_iter()
        .find(|one| one.number == Number::request(number))
        .unwrap();
    let returned = |user: &str, decided: &str, motive: &str| {
        let mut request = base.clone();
        let when = at(decided);
        let event = Event::Returned {
            reasons: vec![CheckId("A3".into())],
            motive: CitizenText::parse(motive).unwrap(),
            in_time: InTime::Yes,
        };
        let stamp = Stamp {
            by: Some(UserName(user.into())),
            role: Some(Account::Administrator),
            ..Stamp::of_portal(when)
        };
        request.apply(event, stamp);
        Work::from(request)
    };
    Conflict {
        mine: Some(returned(
            "akimshi",
            "2026-03-18T17:20:00+05:00",
            "Пошталық мекенжай көрсетілмеген. Толықтырып, қайта жіберіңіз.",
        )),
        portal: returned(
            "zhauapty",
            "2026-03-18T17:05:00+05:00",
            "Пошталық мекенжай мен телефон көрсетілмеген. Толықтырып, қайта жіберіңіз.",
        ),
        base: Some(base.into()),
    }
}

pub(super) fn outbox() -> Vec<OutboxEntry> {
    let entry =
        |at_index: u128, number: u64, act: Act, decided: &str, status: OpStatus| OutboxEntry {
            op_id: OpId(Uuid::from_u128(at_index)),
            number: Number::request(number),
            act,
            decided_at: at(decided),
            sent_at: matches!(
                status,
                OpStatus::Applied { .. } | OpStatus::Conflict { .. } | OpStatus::Rejected { .. }
            )
            .then(|| at(decided) + SignedDuration::from_mins(2)),
            accepted_at: matches!(status, OpStatus::Applied { .. })
                .then(|| at(decided) + SignedDuration::from_mins(2)),
            due: (act == Act::Return).then(|| jiff::civil::date(2026, 3, 18)),
            tries: 1,
            conflict: matches!(status, OpStatus::Conflict { .. })
                .then(|| Box::new(conflict(number))),
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
