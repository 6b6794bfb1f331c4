//! A change of rules on a portal that goes on serving.

use jiff::civil::date;
use serde_json::json;

use super::*;
use crate::clock::Clock;
use crate::domain::act::Role;
use crate::domain::calendar::Transfer;
use crate::domain::rules::{Counting, RuleId, StartKind};
use crate::portal::rig::{BIN, Rig, morning};

fn builtin() -> RuleSet {
    RuleSet::builtin().unwrap()
}

/// Tuesday 10 March 2026 becomes free against Saturday 14 March.
fn tuesday_off() -> Proposal {
    let mut year = builtin().calendar.year(2026).unwrap().clone();
    let act = year.source.clone();
    let (off, work) = (date(2026, 3, 10), date(2026, 3, 14));
    year.transfers.push(Transfer { off, work, act });
    Proposal {
        years: vec![year],
        ..Proposal::default()
    }
}

fn pack(id: &str, change: impl FnOnce(&mut RulePack)) -> Proposal {
    let mut pack = builtin().pack(&PackId::from(id)).unwrap().clone();
    change(&mut pack);
    Proposal {
        packs: vec![pack],
        ..Proposal::default()
    }
}

async fn rig_with_requests(count: usize) -> (Rig, Vec<String>) {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let mut numbers = Vec::new();
    for index in 0..count {
        let text = format!("Тұрғын үй кезегі туралы, {index}-сұрау салу.");
        numbers.push(rig.receive(&intake, BIN, &text).await);
    }
    (rig, numbers)
}

fn files() -> Vec<ChangeFile> {
    let name = "2026.toml".to_owned();
    vec![ChangeFile {
        name,
        sha256: "ab".repeat(32),
    }]
}

async fn applied(storage: &dyn Storage, proposal: Proposal) -> Result<RulesChange, ChangeError> {
    let plan = plan(storage, proposal, morning()).await?;
    let by = UserName("operator".to_owned());
    apply(storage, &plan, by, files(), morning()).await
}

fn refused(result: Result<RulesChange, ChangeError>) -> (String, usize) {
    match result {
        Err(ChangeError::InUse { what, items, .. }) => (what, items),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_preview_names_every_open_item_that_moves_and_writes_nothing() {
    let (rig, numbers) = rig_with_requests(3).await;
    let admin = rig.sign_in(Role::Administrator).await;
    let op = rig.op(&numbers[0], "accept", json!({})).await;
    let closed = rig
        .op(
            &numbers[1],
            "return",
            json!({"reasons": ["A4"], "motive": "Қол қойылмаған."}),
        )
        .await;
    let verdicts = rig.ops(&admin, &[op, closed]).await;
    assert_eq!(verdicts[1]["verdict"], "applied", "{verdicts:?}");
    let head = rig.storage.head().await.unwrap();

    let plan = plan(rig.storage.as_ref(), tuesday_off(), morning())
        .await
        .unwrap();
    assert_eq!((plan.open, plan.items()), (2, 2));
    assert_eq!(rig.storage.head().await.unwrap(), head);
    let told: Vec<(String, &str, i8, i8)> = plan
        .moved
        .iter()
        .filter(|moved| moved.rule == RuleId::RETURN || moved.rule == RuleId::FORWARD)
        .map(|moved| {
            let day = |date: Option<jiff::civil::Date>| date.unwrap().day();
            let number = moved.number.to_string();
            (number, moved.rule.as_str(), day(moved.old), day(moved.new))
        })
        .collect();
    // Accepted: no return any more. Returned: closed, nothing moves. Untouched: both.
    assert_eq!(
        told,
        [
            (numbers[2].clone(), "return", 10, 11),
            (numbers[0].clone(), "forward", 12, 13),
            (numbers[2].clone(), "forward", 12, 13),
        ]
    );
}

#[tokio::test]
async fn a_node_that_serves_decides_under_the_change_of_another_process_at_once() {
    let (rig, numbers) = rig_with_requests(1).await;
    let admin = rig.sign_in(Role::Administrator).await;
    let decided_before = rig.op(&numbers[0], "accept", json!({})).await;
    let before = rig.rules_hash().await;

    let record = applied(&rig.other_process(), tuesday_off()).await.unwrap();
    assert_eq!(
        (record.moved, record.hash_before.as_str()),
        (1, before.as_str())
    );
    assert_eq!(rig.rules_hash().await, record.hash_after);
    let verdicts = rig.ops(&admin, &[decided_before]).await;
    assert_eq!(verdicts[0]["verdict"], "retry");
    let now = rig.op(&numbers[0], "accept", json!({})).await;
    let verdicts = rig.ops(&admin, &[now]).await;
    assert_eq!(verdicts[0]["verdict"], "applied");
}

#[tokio::test]
async fn a_change_and_its_record_travel_in_the_feed_together() {
    let (rig, _) = rig_with_requests(1).await;
    let admin = rig.sign_in(Role::Administrator).await;
    let page = rig.get("/v1/changes?limit=1000", Some(&admin)).await.ok();
    let since = page["cursor"].as_str().unwrap().to_owned();
    let record = applied(rig.storage.as_ref(), tuesday_off()).await.unwrap();
    let path = format!("/v1/changes?since={since}");
    let page = rig.get(&path, Some(&admin)).await.ok();
    let kinds: Vec<&str> = page["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["calendar", "rules-change"]);
    assert_eq!(page["changes"][1]["body"]["by"], "operator");
    assert_eq!(records(rig.storage.as_ref()).await.unwrap(), [record]);
}

#[tokio::test]
async fn a_verdict_given_before_stays_what_it_was() {
    let (rig, numbers) = rig_with_requests(1).await;
    let admin = rig.sign_in(Role::Administrator).await;
    let args = json!({"reasons": ["A4"], "motive": "Қол қойылмаған."});
    let op = rig.op(&numbers[0], "return", args).await;
    rig.ops(&admin, &[op]).await;
    let body = async || {
        let page = rig.get("/v1/snapshot?limit=1000", Some(&admin)).await.ok();
        let all = page["entities"].as_array().unwrap().clone();
        let found = all.into_iter().find(|one| one["id"] == *numbers[0]);
        found.unwrap()
    };
    let before = body().await;
    assert_eq!(
        before["body"]["history"][1]["stamp"]["basis"]["due"],
        "2026-03-10"
    );
    applied(rig.storage.as_ref(), tuesday_off()).await.unwrap();
    assert_eq!(body().await, before);
}

#[tokio::test]
async fn a_pack_that_items_are_pinned_to_keeps_its_terms() {
    let (rig, _) = rig_with_requests(2).await;
    let storage = rig.storage.as_ref();
    let days = |id: &'static str, pack_id: &str| {
        pack(pack_id, |pack| {
            let rule = pack.rules.iter_mut().find(|rule| rule.id.as_str() == id);
            rule.unwrap().count = Counting::WorkingDaysAfter {
                days: 9,
                from: StartKind::Receipt,
            };
        })
    };
    let proposal = days("return", "order145-2023");
    assert_eq!(
        refused(applied(storage, proposal).await),
        ("return.count".to_owned(), 2)
    );
    // The items rest on the Law as well.
    let proposal = days("already-published", "law401");
    assert_eq!(
        refused(applied(storage, proposal).await).0,
        "already-published.count"
    );
    let removed = pack("order145-2023", |pack| {
        pack.rules.retain(|rule| rule.id != RuleId::RETURN);
    });
    assert_eq!(refused(applied(storage, removed).await).0, "return");
    let sooner = pack("order145-2023", |pack| {
        pack.in_force.from = Some(date(2023, 1, 1));
    });
    assert_eq!(refused(applied(storage, sooner).await).0, "in_force");
    assert_eq!(records(storage).await.unwrap(), []);
}

#[tokio::test]
async fn an_addition_a_correction_of_words_and_a_pack_without_items_go_in() {
    let (rig, _) = rig_with_requests(1).await;
    let storage = rig.storage.as_ref();
    let added = pack("order145-2023", |pack| {
        let mut rule = pack.rules[0].clone();
        rule.id = RuleId::from("notice-of-receipt");
        pack.rules.push(rule);
        pack.rules[0].title.en = "Return it".to_owned();
    });
    applied(storage, added).await.unwrap();
    let unused = pack("order145-2021", |pack| pack.rules.truncate(3));
    applied(storage, unused).await.unwrap();
    let fresh = pack("order145-2023", |pack| {
        pack.id = PackId::from("order146-2026");
        pack.precedence = 0;
        pack.in_force.from = Some(date(2026, 3, 9));
        pack.in_force.until = None;
        pack.repeal = None;
    });
    let record = applied(storage, fresh).await.unwrap();
    assert_eq!(record.moved, 0);

    // What comes in from then on is pinned to the new pack, what was there is not.
    rig.clock.advance(std::time::Duration::from_hours(96));
    let intake = rig.login("intake", crate::portal::rig::PASSWORD, uuid::Uuid::nil());
    let intake = intake.await.ok()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    rig.receive(&intake, BIN, "Кезек туралы мәлімет беріңіз, қазір ше.")
        .await;
    let rows = storage.all(EntityKind::Request).await.unwrap();
    let pins: Vec<String> = rows
        .iter()
        .map(|row| serde_json::from_str::<Request>(&row.body).unwrap().pack.0)
        .collect();
    assert_eq!(pins, ["order145-2023", "order146-2026"]);
    assert!(rig.clock.now() > morning());
}

#[tokio::test]
async fn what_contradicts_itself_or_was_overtaken_is_not_written() {
    let (rig, _) = rig_with_requests(1).await;
    let storage = rig.storage.as_ref();
    let mut twice = tuesday_off();
    twice.years[0].transfers[0].work = date(2026, 3, 9);
    assert!(matches!(
        applied(storage, twice).await,
        Err(ChangeError::Rules(_))
    ));
    let dangling = pack("order145-2021", |pack| {
        pack.rests_on = vec![PackId::from("law402")];
    });
    assert!(matches!(
        applied(storage, dangling).await,
        Err(ChangeError::Rules(_))
    ));
    let mut doubled = tuesday_off();
    doubled.years.push(doubled.years[0].clone());
    assert!(matches!(
        applied(storage, doubled).await,
        Err(ChangeError::Twice(_))
    ));

    let late = plan(storage, tuesday_off(), morning()).await.unwrap();
    let other = pack("order145-2021", |pack| pack.note = None);
    applied(storage, other).await.unwrap();
    let by = UserName("operator".to_owned());
    let result = apply(storage, &late, by, files(), morning()).await;
    assert!(matches!(result, Err(ChangeError::Stale)));
}
