//! A conference in the midst of its questions, a draft, topics; and what the Operator has of it.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::fixture::at;
use crate::app::detail::Surroundings;
use crate::app::inbox::InboxHead;
use crate::app::list::Revision;
use crate::app::msg::Msg;
use crate::app::staff::Account;
use crate::domain::act::Role;
use crate::domain::burn::{Burn, Hours};
use crate::domain::conference::Conference;
use crate::domain::ids::{ItemKind, UserName};
use crate::domain::question::Tally;
use crate::domain::row::{Ending, Inbox, InboxOrder, Row};
use crate::domain::work::Work;
use crate::domain::zone;

/// The conference that is open.
const OPEN: &str = "K-11";

fn work(kind: ItemKind, body: &Value) -> Work {
    Work::read(kind, body).unwrap()
}

fn person(name: &str) -> Value {
    json!({"name": name, "iin": "900101300017", "signature": "account"})
}

fn history(event: &str, when: &str) -> Value {
    let stamp = json!({"by": null, "role": null, "decided_at": when, "received_at": when,
        "effective_at": when, "op": null});
    json!([{"event": event, "topic": null, "stamp": stamp}])
}

fn form(kk: &str, ru: &str) -> Value {
    json!({
        "opens": "2026-03-18", "closes": "2026-03-19", "opens_at": "09:00:00",
        "closes_at": "18:30:00",
        "name": {"kk": kk, "ru": ru},
        "short": {"kk": "Кезек туралы", "ru": "Об очереди"},
        "description": {"kk": "Тұрғын үй кезегінің тәртібі", "ru": "О порядке очереди"},
        "officer": {"surname": "Сейітова", "name": "Айгүл", "iin": "900101300017",
            "position": "бас маман", "email": "a@mysal.example", "phone": "8 7172 000000"},
    })
}

fn conference(number: &str, state: &str, form: &Value) -> Work {
    let begun = "2026-03-02T10:00:00+05:00";
    let mut body = json!({
        "number": number, "holder": "990240000018", "created_at": begun,
        "pack": "order145-2023", "form": form, "state": state,
        "history": history("created", begun),
    });
    if state != "draft" {
        body["sent"] = json!({"form": form, "version": 1, "at": "2026-03-10T10:00:00+05:00"});
    }
    work(ItemKind::Conference, &body)
}

/// What stands around an item: of an opened conference how its questions stand.
pub(super) fn around(work: &Work, works: &[Work]) -> Surroundings {
    let opened = work.conference().is_some_and(Conference::has_opened);
    let mut tally = Tally::default();
    let questions = works.iter().filter_map(Work::question);
    questions.for_each(|question| tally.add(question));
    Surroundings {
        tally: opened.then_some(tally),
        ..Surroundings::default()
    }
}

/// The open conference as the header counts it down on its last day.
pub(super) fn ending(works: &[Work], today: jiff::civil::Date) -> Option<Ending> {
    let open = |work: &&Work| work.question().is_some_and(|one| one.state.is_open());
    let held = works.iter().filter_map(Work::conference);
    let mut held = held.filter(|held| held.state.takes_answers());
    let held = held.find(|held| held.closes() <= Some(today))?;
    Some(Ending {
        conference: held.number,
        closes: held.closing()?,
        open: works.iter().filter(open).count(),
    })
}

/// Number, text, state, votes, starred.
const QUESTIONS: [(u64, &str, &str, u32, bool); 9] = [
    (
        701,
        "Кезекке тұру үшін қандай құжаттар керек?",
        "assigned",
        4,
        false,
    ),
    (
        702,
        "Сколько квартир распределят до конца года?",
        "new",
        31,
        true,
    ),
    (
        703,
        "Көпбалалы отбасылар қашан баспана алады?",
        "accepted",
        17,
        false,
    ),
    (
        704,
        "Позвоните мне: 8 (701) 000-11-22, вопрос о переезде",
        "new",
        0,
        false,
    ),
    (705, "Зейнеткерлерге жеңілдік бар ма?", "new", 2, false),
    (
        706,
        "Можно ли сменить город, не теряя места в очереди?",
        "drafted",
        9,
        false,
    ),
    (707, "Кезек қашан жылжиды?", "new", 0, false),
    (
        708,
        "Нужна ли регистрация по месту жительства?",
        "new",
        0,
        false,
    ),
    (709, "Өтініш неше күнде қаралады?", "new", 1, false),
];

fn question(number: u64, text: &str, state: &str) -> Work {
    let asked = "2026-03-19T09:12:00+05:00";
    let mut body = json!({
        "number": format!("Q-{number}"), "conference": OPEN, "holder": "990240000018",
        "asked_at": asked, "pack": "order145-2023", "lang": "kk", "text": text,
        "asker": person("Есенова Айгүл Болатқызы"), "state": state,
        "history": history("asked", asked),
    });
    if state == "assigned" {
        body["expert"] = json!({"name": "Заң басқармасы", "due": "2026-03-19T16:00:00"});
    }
    work(ItemKind::Question, &body)
}

fn topic(number: &str, title: &str, submitted: &str) -> Work {
    work(
        ItemKind::Topic,
        &json!({
            "number": number, "holder": "990240000018", "submitted_at": submitted,
            "category": "mortgage", "lang": "kk", "title": title, "text": "Шарттар туралы",
            "applicant": person("Болатов Данияр"), "state": "new", "pack": "order145-2023",
            "history": history("submitted", submitted),
        }),
    )
}

/// What a moderator's workstation has.
pub(super) fn works() -> Vec<Work> {
    let housing = form("Тұрғын үй кезегі: 2026 жыл", "Жилищная очередь: 2026 год");
    let mut draft = form("", "Ипотечные программы");
    draft["description"]["kk"] = json!("");
    (draft["opens"], draft["closes"]) = (Value::Null, Value::Null);
    draft["officer"]["iin"] = json!("900101300018");
    let questions = QUESTIONS.iter();
    let mut works: Vec<Work> = questions
        .map(|(number, text, state, ..)| question(*number, text, state))
        .collect();
    works.push(conference(OPEN, "open", &housing));
    works.push(conference("K-12", "draft", &draft));
    works.push(topic(
        "T-5",
        "Жалдамалы баспана",
        "2026-03-13T11:00:00+05:00",
    ));
    works.push(topic(
        "T-6",
        "Капитальный ремонт",
        "2026-03-18T16:40:00+05:00",
    ));
    works
}

/// What the Operator has.
pub(super) fn sent() -> Vec<Work> {
    let sent = |number, kk, ru, state| {
        let mut form = form(kk, ru);
        if state != "open" {
            (form["opens"], form["closes"]) = (json!("2026-03-30"), json!("2026-03-31"));
        }
        conference(number, state, &form)
    };
    let mut works = vec![
        sent(
            "K-11",
            "Тұрғын үй кезегі: 2026 жыл",
            "Жилищная очередь: 2026 год",
            "open",
        ),
        sent("K-13", "Қоғамдық көлік", "Общественный транспорт", "sent"),
        sent(
            "K-14",
            "Ипотекалық бағдарламалар",
            "Ипотечные программы",
            "sent",
        ),
        sent(
            "K-15",
            "Мектеп асханалары",
            "Школьные столовые",
            "published",
        ),
    ];
    works.extend(for_operator());
    works
}

/// Applications for access and a circular.
fn for_operator() -> Vec<Work> {
    let came = "2026-03-19T09:20:00+05:00";
    let access = |number: &str, name: &str, position: &str, state: &str| {
        let body = json!({
            "number": number, "holder": "990240000018",
            "holder_name": {"kk": "«Тұрғын үй қоры» АҚ", "ru": "АО «Жилищный фонд»", "en": "Housing JSC"},
            "submitted_at": came, "pack": "order145-2023", "applicant": person(name),
            "position": position, "role": "administrator", "state": state,
            "account": (state == "granted").then_some("d.akhmetov"),
            "history": history("submitted", came),
        });
        work(ItemKind::Access, &body)
    };
    let text =
        "Бейсенбіде 15:00-де әкімшілерге арналған оқыту өтеді. Сілтеме жұмыс поштасына келеді.";
    let circular = json!({
        "number": "N-3", "holder": "990240000018", "sent_at": came, "pack": "order145-2023",
        "lang": "kk", "text": text, "state": "new", "history": history("sent", came),
    });
    vec![
        access("A-7", "Сейітова Айгүл Бекқызы", "бас маман", "new"),
        access("A-8", "Иманов Болат", "аппарат басшысы", "new"),
        access("A-5", "Ахметов Дәурен", "баспасөз хатшысы", "granted"),
        work(ItemKind::Circular, &circular),
    ]
}

/// The accounts of the holder.
pub(super) fn accounts() -> Vec<Account> {
    [
        (Role::Administrator, "aigul"),
        (Role::Administrator, "d.akhmetov"),
        (Role::Head, "marat.head"),
    ]
    .map(|(role, user)| Account {
        holder: "990240000018".to_owned(),
        role,
        user: UserName(user.to_owned()),
    })
    .to_vec()
}

/// The line of an item with its caption.
pub(super) fn complete(row: &mut Row, work: &Work) {
    row.caption.title = work.title();
    let known = QUESTIONS.iter().find(|one| row.number.serial == one.0);
    if let (ItemKind::Question, Some((.., votes, starred))) = (row.number.kind, known) {
        (row.caption.weight, row.caption.starred) = (*votes, *starred);
    }
}

/// The lines of an inbox, the starred first, then by the order.
pub(super) fn in_order(rows: &mut [Row], order: InboxOrder) {
    rows.sort_by_key(|row| {
        let votes = std::cmp::Reverse(row.caption.weight);
        match order {
            InboxOrder::NextUp => (!row.caption.starred, std::cmp::Reverse(0), row.number),
            InboxOrder::Votes => (false, votes, row.number),
            InboxOrder::Age => (false, std::cmp::Reverse(0), row.number),
        }
    });
}

/// The head of the inbox: 40 asked since the opening, 31 settled, the pace of the morning.
fn head(inbox: Inbox, now: jiff::Timestamp) -> InboxHead {
    let opening = at("2026-03-18T09:00:00+05:00");
    let closing = at("2026-03-19T18:30:00+05:00");
    let later = |from: jiff::Timestamp, minutes: i64| {
        from.checked_add(SignedDuration::from_mins(minutes))
            .unwrap()
    };
    let settled = (0..31).map(|n| (later(opening, n * 8), Some(later(opening, 60 + n * 47))));
    let open = (0..9).map(|n| (later(opening, 400 + n * 110), None));
    let times: Vec<_> = settled.chain(open).collect();
    let conference = works();
    let conference = conference.iter().find_map(|work| work.conference());
    InboxHead {
        at: now,
        conference: inbox.conference,
        name: conference.unwrap().form.name.in_each(),
        state: conference.unwrap().state,
        closes: Some(zone::local(closing)),
        burn: Burn::of(&times, Hours { opening, closing }, now),
        new: inbox.until.map_or(0, |until| 712 - until),
        newest: 712,
    }
}

/// The answer to the question for the head.
pub(super) fn answer(revision: Revision, inbox: Inbox, now: jiff::Timestamp) -> Msg {
    Msg::Inbox {
        revision,
        head: Some(Box::new(head(inbox, now))),
    }
}
