//! Near-duplicates and the other requests of an author.

use super::*;
use crate::domain::ids::Number;

fn of(author: &str, serial: u64, text: &str) -> Change {
    let mut body = body(serial, "2026-03-05T05:00:00Z", "new", text);
    body["requester"] = json!({"signature": "account", "iin": author});
    change(&serial.to_string(), 1, serial, body)
}

fn filled() -> Rig {
    let rig = Rig::new();
    let alike = "Тұрғын үй кезегіндегі орнымның неге өзгергенін түсіндіріп беруіңізді сұраймын";
    let changes = vec![
        of("900101300017", 1, alike),
        of("850505350017", 2, &format!("{alike} тездетіп")),
        of("900101300017", 3, "Жол жөндеу қашан басталады"),
        of("850505350017", 4, "Су құбыры туралы мәлімет керек"),
    ];
    rig.pull(4, changes);
    rig
}

fn found(rig: &Rig, serial: u64) -> Vec<(u64, bool, bool)> {
    let related = rig.store.reader().related(Number::request(serial)).unwrap();
    related
        .into_iter()
        .map(|one| (one.number.serial, one.percent >= 80, one.same_author))
        .collect()
}

#[test]
fn alike_texts_come_first_then_the_others_of_the_author() {
    let rig = filled();
    assert_eq!(found(&rig, 1), [(2, true, false), (3, false, true)]);
    assert_eq!(found(&rig, 4), [(2, false, true)]);
}

#[test]
fn a_request_that_nothing_is_related_to_and_an_unknown_one_find_nothing() {
    let rig = filled();
    rig.pull(5, vec![of("911111300016", 5, "Мүлде бөлек мәселе жөнінде")]);
    assert_eq!(found(&rig, 5), []);
    assert_eq!(found(&rig, 99), []);
}

#[test]
fn authors_of_a_first_filling_are_known_when_the_filling_is_over() {
    let rig = Rig::new();
    rig.store.begin_snapshot().wait().unwrap();
    let (first, second) = ("900101300017", "850505350017");
    rig.fill(Some("t2"), 3, vec![of(first, 1, "Су құбыры туралы")]);
    let of_both = vec![of(second, 2, "Кезек"), of(first, 3, "Жол жөндеу")];
    rig.fill(None, 3, of_both);
    rig.renewed();
    assert_eq!(found(&rig, 1), [(3, false, true)]);
}

#[test]
fn a_request_that_has_gone_is_found_no_more() {
    let rig = filled();
    rig.pull(6, vec![gone(2, 2, 6), gone(3, 2, 6)]);
    assert_eq!(found(&rig, 1), []);
}

#[test]
fn a_replica_of_an_earlier_version_learns_the_authors_when_it_is_opened() {
    let rig = filled();
    let Rig { dir, key, store } = rig;
    store
        .submit(|tx, _| {
            tx.execute_batch("DELETE FROM author; DELETE FROM meta WHERE key = 'projected'")?;
            Ok(())
        })
        .wait()
        .unwrap();
    drop(store);
    let store = Store::open(dir.path(), &key, OpenMode::Write).unwrap();
    store.flush().wait().unwrap();
    let rig = Rig { dir, key, store };
    assert_eq!(found(&rig, 1), [(2, true, false), (3, false, true)]);
}
