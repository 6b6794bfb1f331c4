//! The search over everything, and the index that is renewed behind it.

use super::*;
use crate::domain::ids::Number;
use crate::domain::local_text::Lang;
use crate::domain::privacy::Private;
use crate::domain::search::{Found, Place, Query};
use crate::store::state::{set_sync_state, sync_state};
use crate::wire::draft::NOTE;
use crate::wire::replica::Draft;
use crate::wire::replica::ResetKind;

fn about(serial: u64, text: &str) -> Change {
    let body = body(serial, "2026-03-05T05:00:00Z", "new", text);
    change(&serial.to_string(), 1, serial, body)
}

fn search(rig: &Rig, query: &str) -> Found {
    let query = Query::parse(query).unwrap();
    rig.store.reader().search(&query, 20).unwrap()
}

fn places(rig: &Rig, query: &str) -> Vec<(Place, u64)> {
    let hits = search(rig, query).hits.into_iter();
    hits.map(|hit| (hit.place, hit.number.unwrap().serial))
        .collect()
}

fn keep(rig: &Rig, serial: u64, kind: &str, text: &str) {
    let draft = Draft {
        number: Number::request(serial),
        kind: kind.to_owned(),
        lang: Lang::Kk,
        cursor: 0,
        text: Private(text.to_owned()),
        updated_at: at(NOON),
    };
    rig.store.save_draft(draft).wait().unwrap();
}

#[test]
fn a_word_typed_without_kazakh_letters_finds_the_kazakh_one() {
    let rig = Rig::new();
    rig.pull(1, vec![about(1, "Тұрғын үй кезегі"), about(2, "Су құбыры")]);
    assert_eq!(places(&rig, "тургын уй"), [(Place::Request, 1)]);
    assert_eq!(places(&rig, "ҚҰБЫРЫ"), [(Place::Request, 2)]);
    assert_eq!(rig.numbers("тургын"), ["1"], "filters too");
}

#[test]
fn what_was_sent_is_told_apart_from_what_was_asked() {
    let rig = Rig::new();
    let mut sent = about(1, "Кезек туралы");
    let mut body = sent.body.value();
    body["state"] = json!("answered");
    body["history"] = json!([{
        "event": "answered", "answer": "Орныңыз он жетінші.",
        "stamp": {
            "by": "aigul", "role": "administrator", "decided_at": NOON, "received_at": NOON,
            "effective_at": NOON, "op": null,
        },
    }]);
    sent.body = body.into();
    rig.pull(1, vec![sent]);
    let found = search(&rig, "жетінші");
    assert_eq!(found.hits[0].place, Place::Answer);
    assert_eq!(found.hits[0].snippet.found, "жетінші");
    assert_eq!(places(&rig, "кезек"), [(Place::Request, 1)]);
}

#[test]
fn notes_and_drafts_are_found_after_requests() {
    let rig = Rig::new();
    rig.pull(1, vec![about(1, "Кезек"), about(2, "Жол")]);
    keep(&rig, 2, NOTE, "Кезек бойынша қоңырау шалу");
    keep(&rig, 2, "answer", "{\"text\": \"Кезек туралы жауап\"}");
    keep(&rig, 2, "link:1", "1");
    let draft = Place::Draft(crate::domain::act::Act::Answer);
    assert_eq!(
        places(&rig, "кезек"),
        [(Place::Request, 1), (Place::Note, 2), (draft, 2)]
    );
}

#[test]
fn more_than_was_asked_for_is_told_and_not_read() {
    let rig = Rig::new();
    let all = (1..=30).map(|serial| about(serial, "Кезек туралы"));
    rig.pull(1, all.collect());
    let found = search(&rig, "кезек");
    assert_eq!((found.hits.len(), found.more), (20, true));
    assert_eq!(found.hits[0].number, Some(Number::request(30)), "newest");
}

#[test]
fn the_newest_come_first_in_whatever_order_they_arrived() {
    let rig = Rig::new();
    let serials = [3, 20, 1, 12, 5, 9, 16, 2, 14, 7, 11];
    let all = serials.map(|serial| about(serial, "Кезек туралы"));
    rig.pull(1, all.to_vec());
    let numbers: Vec<u64> = places(&rig, "кезек")
        .iter()
        .map(|(_, serial)| *serial)
        .collect();
    assert_eq!(numbers, [20, 16, 14, 12, 11, 9, 7, 5, 3, 2, 1]);
    assert_eq!(places(&rig, "12"), [(Place::Request, 12)], "by number");
}

#[test]
fn a_snippet_masks_numbers_of_persons() {
    let rig = Rig::new();
    rig.pull(
        1,
        vec![about(1, "Кезек, ИИН 900101300017, тел. 8 701 000 11 22")],
    );
    let shown = &search(&rig, "кезек").hits[0].snippet;
    assert_eq!(shown.after, ", ИИН ••••••••••17, тел. • ••• ••• •• 22");
}

fn opened_again(rig: Rig) -> Rig {
    let Rig { dir, key, store } = rig;
    drop(store);
    let store = Store::open(dir.path(), &key, OpenMode::Write).unwrap();
    Rig { dir, key, store }
}

fn count(rig: &Rig, filter: &str) -> usize {
    rig.store.reader().rows(&query(filter)).unwrap().total
}

#[test]
fn an_index_of_an_earlier_version_is_renewed_behind_the_first_screen() {
    let rig = Rig::new();
    let all = (1..=450).map(|serial| about(serial, "Кезек туралы"));
    rig.pull(1, all.collect());
    rig.store.outdate_index().wait().unwrap();
    let rig = opened_again(rig);
    rig.renewed();
    assert_eq!(count(&rig, "кезек"), 450);
}

#[test]
fn a_renewal_that_was_interrupted_goes_on_and_knows_what_came_meanwhile() {
    let rig = Rig::new();
    let all = (1..=450).map(|serial| about(serial, "Кезек туралы"));
    rig.pull(1, all.collect());
    rig.store.outdate_index().wait().unwrap();
    // Held up by a replica that is being filled, or the writer would go on by itself.
    rig.store.begin_snapshot().wait().unwrap();
    let more = rig.store.submit(|tx, projector| projector.renew_index(tx));
    assert!(more.wait().unwrap());
    assert!(search(&rig, "кезек").partial);
    let mut newer = about(449, "Жол туралы");
    newer.version = Version(2);
    newer.seq = Seq(451);
    rig.pull(2, vec![newer]);
    let filled = rig.store.submit(|tx, _| {
        let mut state = sync_state(tx)?;
        state.snapshot = None;
        set_sync_state(tx, &state)
    });
    filled.wait().unwrap();
    let rig = opened_again(rig);
    rig.renewed();
    assert_eq!(count(&rig, "кезек"), 449);
    assert_eq!(rig.numbers("жол"), ["449"]);
}

#[test]
fn texts_of_a_first_filling_are_found_when_the_filling_is_over() {
    let rig = Rig::new();
    rig.store.begin_snapshot().wait().unwrap();
    let page = |next: Option<&str>, from: u64| {
        let requests = (from..from + 250).map(|serial| about(serial, "Кезек туралы"));
        rig.fill(next, 500, requests.collect());
    };
    page(Some("t2"), 1);
    rig.store.flush().wait().unwrap();
    let early = search(&rig, "кезек");
    assert!(early.partial && early.hits.is_empty());
    page(None, 251);
    rig.renewed();
    assert_eq!(count(&rig, "кезек"), 500);
}

#[test]
fn a_replica_that_is_filled_anew_keeps_its_index() {
    let rig = Rig::new();
    rig.pull(2, vec![about(1, "Кезек туралы"), about(2, "Жол туралы")]);
    rig.store.reset(ResetKind::CursorExpired).wait().unwrap();
    rig.fill(Some("t2"), 2, vec![about(1, "Кезек туралы")]);
    assert!(!search(&rig, "кезек").partial);
    assert_eq!(rig.numbers("кезек"), ["1"]);
}

#[test]
fn a_text_that_comes_back_while_the_replica_is_filled_anew_is_found() {
    let rig = Rig::new();
    rig.pull(2, vec![about(1, "Кезек туралы"), about(2, "Жол туралы")]);
    rig.pull(3, vec![gone(1, 2, 3)]);
    rig.store.reset(ResetKind::CursorExpired).wait().unwrap();
    let mut back = about(1, "Кезек туралы");
    (back.version, back.seq) = (Version(3), Seq(4));
    rig.fill(None, 4, vec![back, about(2, "Жол туралы")]);
    rig.renewed();
    assert_eq!(rig.numbers("кезек"), ["1"]);
}

#[test]
fn a_text_that_waits_for_the_index_can_be_replaced_and_removed() {
    let rig = Rig::new();
    rig.store.begin_snapshot().wait().unwrap();
    let all = (1..=3).map(|serial| about(serial, "Кезек туралы"));
    rig.fill(Some("t2"), 3, all.collect());
    let mut newer = about(2, "Жол туралы");
    (newer.version, newer.seq) = (Version(2), Seq(4));
    let mut gone = about(3, "");
    (gone.version, gone.seq, gone.deleted) = (Version(2), Seq(5), true);
    rig.fill(None, 5, vec![newer, gone]);
    rig.renewed();
    assert_eq!(rig.numbers("кезек"), ["1"]);
    assert_eq!(rig.numbers("жол"), ["2"]);
}
