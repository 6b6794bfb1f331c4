//! The orders of colleagues, one rule a test.

use jiff::ToSpan;
use uuid::Uuid;

use super::*;

fn name(text: &str) -> UserName {
    UserName(text.into())
}

fn device(number: u128) -> DeviceId {
    DeviceId(Uuid::from_u128(number))
}

fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

fn at(minutes: i64) -> Timestamp {
    "2026-03-18T05:00:00Z".parse::<Timestamp>().unwrap() + minutes.minutes()
}

fn house() -> Vec<Colleague> {
    [
        ("aigul", Role::Administrator),
        ("bolat", Role::Administrator),
        ("head", Role::Head),
    ]
    .map(|(user, role)| Colleague {
        user: name(user),
        role,
        absences: vec![],
    })
    .to_vec()
}

/// Who gives orders, from the installation that is their own.
struct Person(&'static str, u128);

const AIGUL: Person = Person("aigul", 1);
const BOLAT: Person = Person("bolat", 2);

fn give(
    desk: &mut Desk,
    Person(user, on): &Person,
    minutes: i64,
    order: &DeskOrder,
) -> Result<bool, DeskRefusal> {
    let (user, house) = (name(user), house());
    desk.apply(
        order,
        &DeskContext {
            user: &user,
            role: Role::Administrator,
            device: device(*on),
            now: at(minutes),
            closed: false,
            colleagues: &house,
        },
    )
}

fn desk() -> Desk {
    Desk::new(Number::request(766_301))
}

fn ask(reader: &str, what: &str) -> DeskOrder {
    DeskOrder::AskReading {
        reader: name(reader),
        act: Act::Answer,
        lang: Lang::Kk,
        text: text(what),
    }
}

#[test]
fn a_lease_lasts_five_minutes_and_is_renewed() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &DeskOrder::Take).unwrap();
    assert!(desk.foreign_lease(device(2), at(4)).is_some());
    assert!(desk.foreign_lease(device(2), at(5)).is_none());
    give(&mut desk, &AIGUL, 4, &DeskOrder::Take).unwrap();
    assert!(desk.foreign_lease(device(2), at(8)).is_some());
}

#[test]
fn what_another_one_holds_stays_theirs_until_it_is_taken_over() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &DeskOrder::Take).unwrap();
    assert_eq!(give(&mut desk, &BOLAT, 1, &DeskOrder::Take), Ok(false));
    assert_eq!(desk.lease.as_ref().unwrap().user, name("aigul"));
    assert_eq!(give(&mut desk, &BOLAT, 1, &DeskOrder::TakeOver), Ok(true));
    let lease = desk.lease.as_ref().unwrap();
    assert_eq!(lease.user, name("bolat"));
    assert_eq!(lease.taken_from, Some(name("aigul")));
}

#[test]
fn a_lease_that_ended_is_taken_without_taking_over() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &DeskOrder::Take).unwrap();
    give(&mut desk, &BOLAT, 5, &DeskOrder::Take).unwrap();
    let lease = desk.lease.as_ref().unwrap();
    assert_eq!((&lease.user, &lease.taken_from), (&name("bolat"), &None));
}

#[test]
fn only_the_holder_of_a_lease_releases_it() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &DeskOrder::Take).unwrap();
    assert_eq!(give(&mut desk, &BOLAT, 1, &DeskOrder::Release), Ok(false));
    assert_eq!(give(&mut desk, &AIGUL, 1, &DeskOrder::Release), Ok(true));
    assert_eq!(desk.lease, None);
}

#[test]
fn who_was_given_the_item_last_works_on_it() {
    let mut desk = desk();
    assert_eq!(desk.owner(Some(&name("aigul"))), Some(name("aigul")));
    let to = |to: Option<&str>| DeskOrder::Assign { to: to.map(name) };
    give(&mut desk, &AIGUL, 0, &to(Some("bolat"))).unwrap();
    assert_eq!(desk.owner(Some(&name("aigul"))), Some(name("bolat")));
    give(&mut desk, &BOLAT, 1, &to(None)).unwrap();
    assert_eq!(desk.owner(Some(&name("aigul"))), None);
    assert_eq!(desk.assignments.len(), 2);
    assert_eq!(give(&mut desk, &BOLAT, 2, &to(None)), Ok(false));
}

#[test]
fn an_item_is_given_to_an_administrator_of_the_house_only() {
    for (to, refusal) in [
        ("nobody", DeskRefusal::NoSuchColleague),
        ("head", DeskRefusal::NotAnAdministrator),
    ] {
        let order = DeskOrder::Assign { to: Some(name(to)) };
        assert_eq!(give(&mut desk(), &AIGUL, 0, &order), Err(refusal));
    }
}

#[test]
fn a_closed_item_is_given_to_nobody_and_read_by_nobody() {
    let (user, house) = (name("aigul"), house());
    let cx = DeskContext {
        user: &user,
        role: Role::Administrator,
        device: device(1),
        now: at(0),
        closed: true,
        colleagues: &house,
    };
    for order in [
        DeskOrder::Assign {
            to: Some(name("bolat")),
        },
        ask("bolat", "Жауап"),
    ] {
        assert_eq!(desk().apply(&order, &cx), Err(DeskRefusal::Closed));
    }
}

#[test]
fn who_only_looks_gives_no_orders() {
    let (user, house) = (name("aigul"), house());
    for role in [Role::Support, Role::Moderator, Role::Operator, Role::Intake] {
        let cx = DeskContext {
            user: &user,
            role,
            device: device(1),
            now: at(0),
            closed: false,
            colleagues: &house,
        };
        let refused = desk().apply(&DeskOrder::Take, &cx);
        assert_eq!(refused, Err(DeskRefusal::RoleOnlyLooks), "{role:?}");
    }
}

#[test]
fn the_second_reader_is_another_one_and_the_only_one_who_answers() {
    let mut desk = desk();
    let good = DeskOrder::Read {
        asked_at: at(0),
        good: true,
        remark: CitizenText::default(),
    };
    let own = give(&mut desk, &AIGUL, 0, &ask("aigul", "Жауап"));
    assert_eq!(own, Err(DeskRefusal::ReaderIsAuthor));
    give(&mut desk, &AIGUL, 0, &ask("bolat", "Жауап")).unwrap();
    let by_author = give(&mut desk, &AIGUL, 1, &good);
    assert_eq!(by_author, Err(DeskRefusal::NothingToRead));
    give(&mut desk, &BOLAT, 1, &good).unwrap();
    assert_eq!(desk.waiting().count(), 0);
    assert!(desk.readings[0].said.as_ref().unwrap().good);
    let again = give(&mut desk, &BOLAT, 2, &good);
    assert_eq!(again, Err(DeskRefusal::NothingToRead));
}

#[test]
fn a_text_goes_back_only_with_a_word_why() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &ask("bolat", "Жауап")).unwrap();
    let back = |remark: &str| DeskOrder::Read {
        asked_at: at(0),
        good: false,
        remark: text(remark),
    };
    let silent = give(&mut desk, &BOLAT, 1, &back(" "));
    assert_eq!(silent, Err(DeskRefusal::RemarkMissing));
    assert_eq!(give(&mut desk, &BOLAT, 1, &back("Күні қате")), Ok(true));
}

#[test]
fn a_newer_text_replaces_the_one_that_was_not_read() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &ask("bolat", "Бірінші")).unwrap();
    give(&mut desk, &AIGUL, 1, &ask("bolat", "Екінші")).unwrap();
    assert_eq!(desk.readings.len(), 1);
    assert_eq!(desk.readings[0].text, text("Екінші"));
}

#[test]
fn only_the_approved_wording_is_approved() {
    let read = |good| DeskOrder::Read {
        asked_at: at(0),
        good,
        remark: text("Күні қате"),
    };
    let cases = [
        (None, "Жауап", Opinion::Waits, false),
        (Some(true), "Жауап", Opinion::Good, true),
        (Some(true), "Жауап!", Opinion::Good, false),
        (Some(false), "Жауап", Opinion::SentBack, false),
    ];
    for (said, wording, opinion, approved) in cases {
        let mut desk = desk();
        give(&mut desk, &AIGUL, 0, &ask("bolat", "Жауап")).unwrap();
        if let Some(good) = said {
            give(&mut desk, &BOLAT, 1, &read(good)).unwrap();
        }
        let reading = desk.reading(Act::Answer, Lang::Kk).unwrap();
        let found = (reading.opinion(), reading.approves(wording));
        assert_eq!(found, (opinion, approved), "{said:?} {wording}");
        assert_eq!(desk.reading(Act::Answer, Lang::Ru), None);
    }
}

#[test]
fn what_the_reader_has_not_seen_is_not_approved() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &ask("bolat", "Жауап")).unwrap();
    give(&mut desk, &AIGUL, 1, &ask("bolat", "Басқа жауап")).unwrap();
    let read = |asked_at| DeskOrder::Read {
        asked_at,
        good: true,
        remark: CitizenText::default(),
    };
    let earlier = give(&mut desk, &BOLAT, 2, &read(at(0)));
    assert_eq!(earlier, Err(DeskRefusal::ReadingReplaced));
    assert_eq!(give(&mut desk, &BOLAT, 2, &read(at(1))), Ok(true));
}

#[test]
fn a_page_in_another_language_or_of_another_author_waits_beside_the_first() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &ask("bolat", "Жауап")).unwrap();
    let page = DeskOrder::AskReading {
        reader: name("bolat"),
        act: Act::Answer,
        lang: Lang::Ru,
        text: text("Ответ"),
    };
    give(&mut desk, &AIGUL, 1, &page).unwrap();
    give(&mut desk, &BOLAT, 2, &ask("aigul", "Жауап")).unwrap();
    assert_eq!(desk.waiting().count(), 3);
    assert_eq!(desk.waiting_for(&name("bolat")).unwrap().asked_at, at(0));
}

#[test]
fn a_wording_too_long_to_be_a_text_is_not_the_approved_one() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &ask("bolat", "Жауап")).unwrap();
    let read = DeskOrder::Read {
        asked_at: at(0),
        good: true,
        remark: CitizenText::default(),
    };
    give(&mut desk, &BOLAT, 1, &read).unwrap();
    let long = "а".repeat(crate::domain::text::MAX_CHARS + 1);
    assert!(!desk.reading(Act::Answer, Lang::Kk).unwrap().approves(&long));
}

#[test]
fn support_gets_no_text_of_a_reading() {
    let mut desk = desk();
    give(&mut desk, &AIGUL, 0, &ask("bolat", "Құпия")).unwrap();
    let back = DeskOrder::Read {
        asked_at: at(0),
        good: false,
        remark: text("Құпия"),
    };
    give(&mut desk, &BOLAT, 1, &back).unwrap();
    let body = serde_json::to_string(&desk.redacted()).unwrap();
    assert!(!body.contains("Құпия"), "{body}");
}

#[test]
fn every_refusal_is_found_by_its_code() {
    for refusal in DeskRefusal::ALL {
        assert_eq!(DeskRefusal::of_code(refusal.code()), Some(refusal));
    }
}
