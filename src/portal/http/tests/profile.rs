//! The profile of a holder as its accounts read and change it.

use serde_json::{Value, json};

use crate::domain::act::Role;
use crate::portal::profile::records;
use crate::portal::rig::{BIN, OTHER_BIN, Reply, Rig};

/// Counted from the day of the start on, every term of working days ends a day earlier.
fn stricter() -> Value {
    json!({"switches": {"day_counting": "from-start"}})
}

async fn post(rig: &Rig, who: &str, base: u64, change: Value, dry: bool) -> Reply {
    let body = json!({"base_version": base, "change": change, "dry_run": dry});
    rig.post("/v1/profile", Some(who), &body).await
}

async fn view(rig: &Rig, who: &str) -> Value {
    rig.get("/v1/profile", Some(who)).await.ok()
}

async fn rig_with_request() -> (Rig, String, String) {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let intake = rig.sign_in(Role::Intake).await;
    let number = rig.receive(&intake, BIN, "Кезек нешінші?").await;
    rig.receive(&intake, OTHER_BIN, "Басқаға сұрақ").await;
    (rig, admin, number)
}

#[tokio::test]
async fn administrator_and_head_change_the_profile_of_their_holder_and_nobody_else() {
    let rig = Rig::new().await;
    let mut base = 2;
    for role in Role::ALL {
        let token = rig.sign_in(role).await;
        let reply = post(&rig, &token, base, json!({"state_share": base}), false).await;
        if matches!(role, Role::Administrator | Role::Head) {
            base = reply.ok()["version"].as_u64().unwrap();
        } else {
            assert_eq!(reply.problem(), (403, "role-may-not"), "{role:?}");
        }
    }
    let reply = rig.post("/v1/profile", None, &json!({})).await;
    assert_eq!(reply.problem(), (401, "token-missing"));
}

#[tokio::test]
async fn who_works_for_the_holder_reads_its_profile_and_nobody_else() {
    let rig = Rig::new().await;
    for role in Role::ALL {
        let token = rig.sign_in(role).await;
        let reply = rig.get("/v1/profile", Some(&token)).await;
        if matches!(role, Role::Administrator | Role::Head | Role::Moderator) {
            assert_eq!(reply.ok()["bin"], BIN);
        } else {
            assert_eq!(reply.problem(), (403, "role-may-not"), "{role:?}");
        }
    }
}

#[tokio::test]
async fn a_dry_run_tells_what_would_move_and_leaves_nothing() {
    let (rig, admin, number) = rig_with_request().await;
    let (before, head) = (view(&rig, &admin).await, rig.storage.head().await.unwrap());
    let told = post(&rig, &admin, 2, stricter(), true).await.ok();
    assert_eq!(
        (&told["applied"], &told["version"]),
        (&json!(false), &json!(2))
    );
    assert_eq!((&told["open"], &told["items"]), (&json!(1), &json!(1)));
    assert_eq!(told["changed"], json!(["day-counting"]));
    let moved = told["moved"].as_array().unwrap();
    let back = moved.iter().find(|one| one["rule"] == "return").unwrap();
    assert_eq!(back["number"].as_str().unwrap(), number);
    assert_eq!(
        (&back["old"], &back["new"]),
        (&json!("2026-03-10"), &json!("2026-03-06"))
    );
    assert_eq!(rig.storage.head().await.unwrap(), head);
    assert_eq!(view(&rig, &admin).await, before);
}

#[tokio::test]
async fn a_change_is_recorded_with_before_and_after_and_comes_in_the_feed() {
    let (rig, admin, _) = rig_with_request().await;
    let told = post(&rig, &admin, 2, stricter(), false).await.ok();
    assert_eq!(
        (&told["applied"], &told["version"]),
        (&json!(true), &json!(3))
    );
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    let changes = page["changes"].as_array().unwrap();
    let body = |kind: &str| {
        let last = changes.iter().rev().find(|change| change["kind"] == kind);
        last.unwrap()["body"].clone()
    };
    assert_eq!(body("policy")["switches"]["day_counting"], "from-start");
    let record = body("profile-change");
    assert_eq!(record["by"], "administrator");
    assert_eq!(record["at"], "2026-03-06T05:00:00Z");
    assert_eq!(record["before"]["switches"]["day_counting"], "after-start");
    assert_eq!(record["after"]["switches"]["day_counting"], "from-start");
    assert_eq!((&record["open"], &record["moved"]), (&json!(1), &json!(1)));
    assert_eq!(view(&rig, &admin).await["last"]["by"], "administrator");
}

#[tokio::test]
async fn the_record_is_seen_by_the_holder_alone() {
    let (rig, admin, _) = rig_with_request().await;
    let stranger = rig
        .sign_in_as("stranger", Role::Administrator, Some(OTHER_BIN))
        .await;
    post(&rig, &admin, 2, stricter(), false).await.ok();
    let page = rig.get("/v1/changes", Some(&stranger)).await.ok();
    let changes = page["changes"].as_array().unwrap();
    assert!(
        changes
            .iter()
            .all(|change| change["kind"] != "profile-change")
    );
}

#[tokio::test]
async fn a_change_decided_on_another_version_is_a_conflict_and_leaves_nothing() {
    let (rig, admin, _) = rig_with_request().await;
    let head = rig.sign_in(Role::Head).await;
    post(&rig, &head, 2, json!({"draft_days": 3}), false)
        .await
        .ok();
    for dry in [true, false] {
        let reply = post(&rig, &admin, 2, json!({"draft_days": 4}), dry).await;
        assert_eq!(reply.problem(), (409, "profile-changed"));
    }
    assert_eq!(view(&rig, &admin).await["profile"]["draft_days"], 3);
    let kept = records(rig.storage.as_ref(), BIN).await.unwrap();
    assert_eq!(kept.len(), 1);
}

#[tokio::test]
async fn bad_values_are_refused_by_field_and_leave_nothing() {
    let (rig, admin, _) = rig_with_request().await;
    let head = rig.storage.head().await.unwrap();
    let change = json!({"state_share": 101, "draft_days": 30, "signatories": []});
    let reply = post(&rig, &admin, 2, change, false).await;
    assert_eq!(reply.problem(), (422, "validation"));
    let errors = reply.body["errors"].as_array().unwrap();
    let told: Vec<(&str, &str)> = errors
        .iter()
        .map(|error| {
            (
                error["field"].as_str().unwrap(),
                error["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("state-share", "percent"),
            ("signatories", "no-signatory"),
            ("draft-days", "draft-days"),
        ]
    );
    for change in [
        json!({"kind": "XX"}),
        json!({"state_share": -1}),
        json!({"switches": {"roll": "forward"}}),
        json!({"name": "Басқа"}),
    ] {
        let reply = post(&rig, &admin, 2, change.clone(), false).await;
        assert_eq!(reply.problem(), (400, "bad-json"), "{change}");
    }
    assert_eq!(rig.storage.head().await.unwrap(), head);
}

#[tokio::test]
async fn a_change_that_changes_nothing_writes_nothing() {
    let (rig, admin, _) = rig_with_request().await;
    let head = rig.storage.head().await.unwrap();
    let told = post(&rig, &admin, 2, json!({"draft_days": 2}), false)
        .await
        .ok();
    assert_eq!(
        (&told["applied"], &told["changed"]),
        (&json!(false), &json!([]))
    );
    assert_eq!(rig.storage.head().await.unwrap(), head);
}

#[tokio::test]
async fn a_holder_whose_state_share_becomes_whole_takes_no_more_requests_at_once() {
    let (rig, admin, _) = rig_with_request().await;
    let intake = rig.login("intake", crate::portal::rig::PASSWORD, uuid::Uuid::nil());
    let intake = intake.await.ok()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let told = post(&rig, &admin, 2, json!({"state_share": 100}), false)
        .await
        .ok();
    assert_eq!(told["takes_requests"], false);
    let body = crate::portal::rig::request_body(BIN, "Тағы бір сұрақ");
    let reply = rig.post("/v1/public/requests", Some(&intake), &body).await;
    assert_eq!(reply.status.as_u16(), 422, "{}", reply.text);
}
