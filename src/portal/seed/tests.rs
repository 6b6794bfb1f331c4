//! A made portal looks like a real one and is the same every time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::*;
use crate::domain::calendar::Profile;
use crate::domain::checklist::{Status, precheck};
use crate::domain::clock::{Facts, Phase, driver};
use crate::domain::person::{Contacts, Signature, check_bin, check_iin};
use crate::domain::request::{Request, RequestState};
use crate::domain::term::Switches;
use crate::domain::zone;
use crate::portal::sqlite::Sqlite;
use crate::wire::feed::EntityKind;

fn afternoon() -> Timestamp {
    "2026-03-19T15:00+05:00".parse().unwrap()
}

fn make(seed: u64, requests: u64, at: Timestamp) -> Seed {
    Seed {
        seed,
        requests,
        conference: true,
        at,
    }
}

async fn requests(seed: Seed, dir: &Path) -> Vec<Request> {
    let storage = Sqlite::open(&dir.join("portal.db")).unwrap();
    let made = super::seed(&storage, seed).await.unwrap();
    assert_eq!(made.requests, seed.requests);
    let rows = storage.all(EntityKind::Request).await.unwrap();
    rows.iter()
        .map(|row| serde_json::from_str(&row.body).unwrap())
        .collect()
}

async fn fingerprint(seed: Seed) -> String {
    let dir = tempfile::tempdir().unwrap();
    let storage = Sqlite::open(&dir.path().join("portal.db")).unwrap();
    super::seed(&storage, seed).await.unwrap();
    let mut hash = Sha256::new();
    for kind in ["request", "holder", "policy", "pack", "calendar"] {
        for row in storage.all(EntityKind::from(kind)).await.unwrap() {
            hash.update(format!(
                "{} {} {} {}",
                row.key, row.version.0, row.seq.0, row.body
            ));
        }
    }
    hex::encode(hash.finalize())
}

#[tokio::test]
async fn the_same_seed_makes_the_same_portal_and_another_another() {
    let one = fingerprint(make(7, 60, afternoon())).await;
    assert_eq!(one, fingerprint(make(7, 60, afternoon())).await);
    assert_ne!(one, fingerprint(make(8, 60, afternoon())).await);
}

#[tokio::test]
async fn two_hundred_requests_have_some_of_everything() {
    let dir = tempfile::tempdir().unwrap();
    let at = afternoon();
    let all = requests(make(1, 200, at), dir.path()).await;
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for request in &all {
        *states.entry(request.state.id()).or_default() += 1;
    }
    let count = |state: RequestState| states.get(state.id()).copied().unwrap_or(0);
    let closed = all
        .iter()
        .filter(|request| request.state.is_closed())
        .count();
    assert!((105..=125).contains(&closed), "{states:?}");
    for state in [
        "new",
        "moderation",
        "consideration",
        "returned",
        "answered",
        "withdrawn",
    ] {
        assert!(
            states.get(state).is_some_and(|count| *count >= 4),
            "{states:?}"
        );
    }
    assert_eq!(
        count(RequestState::Forwarded) + count(RequestState::Refused),
        0
    );
    let rules = crate::domain::rules::RuleSet::builtin().unwrap();
    let (mut long_overdue, mut moderation_overdue, mut today) = (0, 0, 0);
    for request in all.iter().filter(|request| !request.state.is_closed()) {
        let phase = if request.state == RequestState::Consideration {
            Phase::Consideration
        } else {
            Phase::Moderation
        };
        let facts = Facts {
            received_at: request.received_at,
            pin: &request.pack,
            phase,
            extended: None,
            repeated: false,
        };
        let due = driver(&facts, &rules, &Switches::default())
            .unwrap()
            .unwrap()
            .due;
        let late = (zone::date(at) - due).get_days();
        long_overdue += usize::from(late >= 100 && phase == Phase::Consideration);
        moderation_overdue += usize::from(late > 0 && phase == Phase::Moderation);
        today += usize::from(late == 0);
    }
    assert!(long_overdue >= 5, "{long_overdue}");
    assert!(
        (5..=30).contains(&moderation_overdue),
        "{moderation_overdue}"
    );
    let oldest = all
        .iter()
        .filter(|one| matches!(one.state, RequestState::New | RequestState::Moderation))
        .map(|one| (zone::date(at) - zone::date(one.received_at)).get_days())
        .max();
    assert!(
        oldest.is_some_and(|days| days <= 45),
        "a return was refused: {oldest:?}"
    );
    assert!(today >= 8, "{today}");
}

#[tokio::test]
async fn numbers_ascend_with_receipt_and_nothing_lies_ahead() {
    let dir = tempfile::tempdir().unwrap();
    let at = afternoon();
    let mut all = requests(make(3, 200, at), dir.path()).await;
    all.sort_by_key(|request| request.number);
    assert_eq!(all[0].number.to_string(), "766001");
    let rules = crate::domain::rules::RuleSet::builtin().unwrap();
    let (mut nights, mut free_days) = (0, 0);
    for pair in all.windows(2) {
        assert!(pair[0].received_at <= pair[1].received_at);
    }
    for request in &all {
        let local = zone::local(request.received_at);
        nights += usize::from(!(7..20).contains(&local.hour()));
        let working = rules
            .calendar
            .is_working(local.date(), Profile::default())
            .unwrap();
        free_days += usize::from(!working);
        let moments: Vec<_> = request
            .history
            .iter()
            .map(|entry| entry.stamp.effective_at)
            .collect();
        assert!(moments.is_sorted(), "{}", request.number);
        assert!(
            moments.iter().all(|moment| *moment < at),
            "{}",
            request.number
        );
        assert_eq!(
            request.history.last().unwrap().event.state(),
            Some(request.state)
        );
        assert_eq!(request.history[0].stamp.effective_at, request.received_at);
    }
    assert!(nights >= 10 && free_days >= 10, "{nights} {free_days}");
}

#[tokio::test]
async fn senders_are_of_all_kinds_and_what_was_returned_had_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let all = requests(make(5, 400, afternoon()), dir.path()).await;
    let signatures: BTreeSet<_> = all
        .iter()
        .map(|request| format!("{:?}", request.requester.signature))
        .collect();
    assert_eq!(signatures.len(), 3);
    let count = |test: &dyn Fn(&Request) -> bool| all.iter().filter(|one| test(one)).count();
    assert!(count(&|one| one.requester.is_legal_entity()) >= 10);
    assert!(count(&|one| one.requester.representative.is_some()) >= 4);
    assert!(count(&|one| one.requester.contacts == Contacts::default()) >= 2);
    assert!(
        count(&|one| one.text.as_str().contains("[U+")) >= 1,
        "no hostile text"
    );
    let valid = |one: &Request| {
        one.requester
            .iin
            .as_ref()
            .is_some_and(|iin| check_iin(&iin.0).is_ok())
            || one
                .requester
                .bin
                .as_ref()
                .is_some_and(|bin| check_bin(&bin.0).is_ok())
    };
    let mistyped = count(&|one| one.requester.iin.is_some() && !valid(one));
    assert!((2..=40).contains(&mistyped), "{mistyped}");
    for request in all.iter().filter(|one| one.state == RequestState::Returned) {
        let findings = precheck(&request.requester);
        assert!(
            findings
                .iter()
                .any(|finding| matches!(finding.status, Status::Failed | Status::Doubt)),
            "{} was returned without a reason",
            request.number
        );
    }
    assert!(count(&|one| one.requester.signature == Signature::None) >= 10);
}

#[tokio::test]
async fn no_placeholder_is_left_in_a_text() {
    let dir = tempfile::tempdir().unwrap();
    for request in requests(make(11, 300, afternoon()), dir.path()).await {
        for name in [
            "{amount}",
            "{year}",
            "{city_kk}",
            "{city_ru}",
            "{contract}",
            "{date}",
        ] {
            assert!(!request.text.as_str().contains(name), "{}", request.number);
        }
    }
}

#[tokio::test]
async fn any_day_can_be_the_present_one() {
    for at in [
        "2026-01-04T03:00+05:00",
        "2023-07-01T18:29+06:00",
        "2027-05-16T12:00+05:00",
    ] {
        let dir = tempfile::tempdir().unwrap();
        let all = requests(make(2, 80, at.parse().unwrap()), dir.path()).await;
        assert_eq!(all.len(), 80, "{at}");
    }
}

#[test]
fn the_main_holder_takes_requests_and_all_identifiers_are_valid() {
    let holders = holders::all();
    assert!(holders[0].takes_requests() && holders[0].bin == MAIN_HOLDER);
    assert_eq!(
        holders
            .iter()
            .filter(|holder| holder.takes_requests())
            .count(),
        2
    );
    for holder in holders {
        assert_eq!(check_bin(&holder.bin), Ok(()), "{}", holder.bin);
    }
}

#[tokio::test]
async fn a_conference_is_in_the_midst_of_its_questions() {
    let dir = tempfile::tempdir().unwrap();
    let storage = Sqlite::open(&dir.path().join("portal.db")).unwrap();
    super::seed(&storage, make(7, 1, afternoon()))
        .await
        .unwrap();
    let states = async |kind: &str| {
        let rows = storage.all(EntityKind::from(kind)).await.unwrap();
        let mut states: Vec<String> = rows
            .iter()
            .map(|row| {
                let body: serde_json::Value = serde_json::from_str(&row.body).unwrap();
                body["state"].as_str().unwrap().to_owned()
            })
            .collect();
        states.sort_unstable();
        states.dedup();
        (rows.len(), states.join(" "))
    };
    assert_eq!(states("conference").await, (2, "draft open".into()));
    assert_eq!(states("topic").await, (2, "new".into()));
    let questions = "accepted answered assigned declined new";
    assert_eq!(states("question").await, (20, questions.into()));
}
