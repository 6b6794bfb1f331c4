//! Operations as a workstation sends them.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::Clock;
use crate::domain::act::Role;
use crate::domain::rules::HolderKind;
use crate::portal::directory::put_holder;
use crate::portal::rig::{BIN, OTHER_BIN, Rig, holder};
use crate::wire::ops::OpsResponse;

async fn rig_with_a_request() -> (Rig, String) {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let intake = rig.sign_in(Role::Intake).await;
    rig.receive(&intake, BIN, "Кезек нешінші?").await;
    (rig, admin)
}

fn verdicts(results: &[Value]) -> Vec<&str> {
    results
        .iter()
        .map(|result| result["verdict"].as_str().unwrap())
        .collect()
}

fn returned() -> Value {
    json!({"reasons": ["A4"], "motive": "Қол қойылмаған."})
}

#[tokio::test]
async fn an_applied_operation_changes_the_request_and_gives_a_receipt() {
    let (rig, admin) = rig_with_a_request().await;
    let op = rig
        .op("766001", "accept", json!({"confirmed": ["A1"]}))
        .await;
    let reply = rig
        .post("/v1/ops", Some(&admin), &json!({"ops": [op]}))
        .await;
    let answer: OpsResponse = serde_json::from_str(&reply.text).unwrap();
    assert_eq!(answer.results[0].verdict.id(), "applied");
    let result = &reply.ok()["results"][0];
    assert_eq!(result["version"], 2);
    assert_eq!(result["receipt"]["effective_at"], "2026-03-06T05:00:00Z");
    assert_eq!(result["receipt"]["outside_window"], false);
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    let request = page["changes"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(request["seq"], result["seq"]);
    assert_eq!(request["body"]["state"], "consideration");
    let last = request["body"]["history"][1].clone();
    assert_eq!(
        (&last["event"], &last["stamp"]["by"]),
        (&json!("accepted"), &json!("administrator"))
    );
    assert_eq!(last["stamp"]["op"], op_id(&op));
}

fn op_id(op: &Value) -> Value {
    op["op_id"].clone()
}

#[tokio::test]
async fn the_same_operation_again_is_answered_same_with_the_same_receipt() {
    let (rig, admin) = rig_with_a_request().await;
    let op = rig.op("766001", "accept", json!({})).await;
    let first = rig.ops(&admin, std::slice::from_ref(&op)).await;
    rig.clock.advance(Duration::from_mins(1));
    let second = rig.ops(&admin, &[op]).await;
    assert_eq!(
        (verdicts(&first), verdicts(&second)),
        (vec!["applied"], vec!["same"])
    );
    for field in ["receipt", "seq", "version"] {
        assert_eq!(first[0][field], second[0][field]);
    }
}

#[tokio::test]
async fn an_operation_twice_in_one_batch_is_applied_once() {
    let (rig, admin) = rig_with_a_request().await;
    let op = rig.op("766001", "accept", json!({})).await;
    let results = rig.ops(&admin, &[op.clone(), op]).await;
    assert_eq!(verdicts(&results), ["applied", "same"]);
    assert_eq!(results[0]["seq"], results[1]["seq"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_operation_from_many_connections_is_applied_once() {
    let (rig, admin) = rig_with_a_request().await;
    let rig = Arc::new(rig);
    let op = rig.op("766001", "accept", json!({})).await;
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (rig, admin, op) = (rig.clone(), admin.clone(), op.clone());
            #[expect(clippy::disallowed_methods, reason = "a test that sends beside itself")]
            tokio::spawn(async move { rig.ops(&admin, &[op]).await })
        })
        .collect();
    let mut told = Vec::new();
    for task in tasks {
        told.push(
            task.await.unwrap()[0]["verdict"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    told.sort();
    assert_eq!(
        told.iter().filter(|verdict| *verdict == "applied").count(),
        1,
        "{told:?}"
    );
    assert_eq!(
        told.iter().filter(|verdict| *verdict == "same").count(),
        15,
        "{told:?}"
    );
}

#[tokio::test]
async fn a_repetition_is_same_even_after_rules_and_versions_moved_on() {
    let (rig, admin) = rig_with_a_request().await;
    let mut op = rig.op("766001", "accept", json!({})).await;
    rig.ops(&admin, std::slice::from_ref(&op)).await;
    op["rules_hash"] = json!("newer");
    op["base"] = json!({"version": 7});
    assert_eq!(verdicts(&rig.ops(&admin, &[op]).await), ["same"]);
}

#[tokio::test]
async fn an_id_with_another_decision_is_rejected_and_holds_up_nothing() {
    let (rig, admin) = rig_with_a_request().await;
    let intake = rig.sign_in_as("intake-2", Role::Intake, None).await;
    rig.receive(&intake, BIN, "Екінші").await;
    let op = rig.op("766001", "accept", json!({})).await;
    rig.ops(&admin, std::slice::from_ref(&op)).await;
    let mut other = rig.op("766001", "return", returned()).await;
    other["op_id"] = op_id(&op);
    let third = rig.op("766002", "accept", json!({})).await;
    let results = rig.ops(&admin, &[other, third]).await;
    assert_eq!(verdicts(&results), ["rejected", "applied"]);
    assert_eq!(results[0]["refusal"]["code"], "op-id-reused");
}

#[tokio::test]
async fn a_base_that_moved_on_is_a_conflict_with_the_present_state() {
    let (rig, admin) = rig_with_a_request().await;
    let first = rig.op("766001", "accept", json!({})).await;
    rig.ops(&admin, &[first]).await;
    let late = rig.op("766001", "return", returned()).await;
    let results = rig.ops(&admin, &[late]).await;
    assert_eq!(verdicts(&results), ["conflict"]);
    assert_eq!(results[0]["version"], 2);
    assert_eq!(results[0]["current"]["state"], "consideration");
    assert_eq!(results[0]["by"], "administrator");
    assert_eq!(results[0]["at"], "2026-03-06T05:00:00Z");
}

#[tokio::test]
async fn another_set_of_rules_is_a_retry() {
    let (rig, admin) = rig_with_a_request().await;
    let mut op = rig.op("766001", "accept", json!({})).await;
    op["rules_hash"] = json!("older");
    let results = rig.ops(&admin, std::slice::from_ref(&op)).await;
    assert_eq!(verdicts(&results), ["retry"]);
    assert_eq!(results[0]["reason"], "rules-changed");
    op["rules_hash"] = json!(rig.rules_hash().await);
    assert_eq!(verdicts(&rig.ops(&admin, &[op]).await), ["applied"]);
}

#[tokio::test]
async fn what_the_law_forbids_is_rejected_with_its_reason() {
    let (rig, admin) = rig_with_a_request().await;
    let mut op = rig
        .op(
            "766001",
            "return",
            json!({"reasons": ["A7"], "motive": "x"}),
        )
        .await;
    let results = rig.ops(&admin, std::slice::from_ref(&op)).await;
    assert_eq!(results[0]["refusal"]["code"], "forward-instead");
    op["actor"] = json!("head");
    op["op_id"] = json!(Uuid::now_v7());
    let head = rig.sign_in(Role::Head).await;
    let results = rig.ops(&head, &[op]).await;
    assert_eq!(results[0]["refusal"]["code"], "role-may-not");
}

#[tokio::test]
async fn only_the_author_sends_an_operation() {
    let (rig, _) = rig_with_a_request().await;
    let op = rig.op("766001", "accept", json!({})).await;
    let other = rig
        .sign_in_as("bolat", Role::Administrator, Some(BIN))
        .await;
    let results = rig.ops(&other, &[op]).await;
    assert_eq!(results[0]["refusal"]["code"], "foreign-op");
}

#[tokio::test]
async fn a_request_of_another_holder_does_not_exist() {
    let (rig, _) = rig_with_a_request().await;
    let mut op = rig.op("766001", "accept", json!({})).await;
    op["actor"] = json!("stranger");
    let stranger = rig
        .sign_in_as("stranger", Role::Administrator, Some(OTHER_BIN))
        .await;
    let results = rig.ops(&stranger, std::slice::from_ref(&op)).await;
    assert_eq!(results[0]["refusal"]["code"], "no-such-item");
    op["entity"]["id"] = json!("999999");
    op["op_id"] = json!(Uuid::now_v7());
    assert_eq!(
        rig.ops(&stranger, &[op]).await[0]["refusal"]["code"],
        "no-such-item"
    );
}

#[tokio::test]
async fn a_stuck_operation_blocks_only_its_own_entity() {
    let (rig, admin) = rig_with_a_request().await;
    let intake = rig.sign_in_as("intake-2", Role::Intake, None).await;
    rig.receive(&intake, BIN, "Екінші").await;
    let bad = rig
        .op("766001", "return", json!({"reasons": [], "motive": "x"}))
        .await;
    let behind = rig.op("766001", "accept", json!({})).await;
    let mut after = rig.op("766001", "accept", json!({})).await;
    after["base"] = json!({"op": op_id(&bad)});
    let free = rig.op("766002", "accept", json!({})).await;
    let results = rig
        .ops(&admin, &[bad.clone(), behind, after.clone(), free])
        .await;
    assert_eq!(
        verdicts(&results),
        ["rejected", "blocked", "blocked", "applied"]
    );
    assert_eq!(results[1]["by"], op_id(&bad));
    // Alone, it still waits for the operation that was never applied.
    assert_eq!(rig.ops(&admin, &[after]).await[0]["by"], op_id(&bad));
}

#[tokio::test]
async fn operations_based_on_each_other_are_applied_in_one_batch_or_two() {
    let (rig, admin) = rig_with_a_request().await;
    let first = rig.op("766001", "accept", json!({})).await;
    let mut second = rig.op("766001", "return", returned()).await;
    second["base"] = json!({"op": op_id(&first)});
    let results = rig.ops(&admin, &[first.clone(), second.clone()]).await;
    // The chain holds: the second was judged on the state after the first.
    assert_eq!(verdicts(&results), ["applied", "rejected"]);
    assert_eq!(results[1]["refusal"]["code"], "already-accepted");
    let results = rig.ops(&admin, &[second]).await;
    assert_eq!(results[0]["refusal"]["code"], "already-accepted");
}

#[tokio::test]
async fn the_effective_time_is_the_claim_inside_its_window() {
    let (rig, admin) = rig_with_a_request().await;
    rig.clock.advance(Duration::from_mins(10));
    let now = rig.clock.now();
    for (claimed, offset, effective, outside) in [
        ("2026-03-06T05:04:00Z", 0, "2026-03-06T05:04:00Z", false),
        ("2026-03-06T05:04:00Z", 60, "2026-03-06T05:05:00Z", false),
        ("2026-03-06T03:00:00Z", 0, "2026-03-06T05:00:00Z", true),
        ("2026-03-07T05:04:00Z", 0, "2026-03-06T05:10:00Z", true),
        ("2026-03-06T05:10:01Z", 0, "2026-03-06T05:10:00Z", false),
    ] {
        let intake = rig
            .sign_in_as(&Uuid::new_v4().to_string(), Role::Intake, None)
            .await;
        rig.clock.set(crate::portal::rig::morning());
        let number = rig.receive(&intake, BIN, "Тағы").await;
        rig.clock.set(now);
        let mut op = rig.op(&number, "accept", json!({})).await;
        op["decided_at"] = json!(claimed);
        op["clock_offset"] = json!(offset);
        let results = rig.ops(&admin, &[op]).await;
        let receipt = &results[0]["receipt"];
        assert_eq!(receipt["effective_at"], effective, "{claimed} {offset}");
        assert_eq!(receipt["outside_window"], outside, "{claimed} {offset}");
        assert_eq!(receipt["received_at"], "2026-03-06T05:10:00Z");
    }
}

#[tokio::test]
async fn an_act_decided_in_time_is_applied_though_it_arrives_late() {
    let (rig, _) = rig_with_a_request().await;
    let mut op = rig.op("766001", "return", returned()).await;
    op["decided_at"] = json!("2026-03-10T12:00:00Z");
    rig.clock.set("2026-03-12T05:00:00Z".parse().unwrap());
    let login = rig
        .login("administrator", crate::portal::rig::PASSWORD, Uuid::nil())
        .await
        .ok();
    let admin = login["access_token"].as_str().unwrap();
    let results = rig.ops(admin, &[op]).await;
    assert_eq!(verdicts(&results), ["applied"]);
    assert_eq!(results[0]["receipt"]["late_on_receipt"], true);
}

#[tokio::test]
async fn an_operation_of_a_newer_workstation_holds_up_nothing() {
    let (rig, admin) = rig_with_a_request().await;
    let strange = rig.op("766001", "levitate", json!({"height": 3})).await;
    let good = rig.op("766001", "accept", json!({})).await;
    let results = rig.ops(&admin, &[strange, good]).await;
    assert_eq!(verdicts(&results), ["rejected", "applied"]);
    assert_eq!(results[0]["refusal"]["code"], "not-understood");
}

#[tokio::test]
async fn a_batch_has_a_hundred_operations_at_most_and_each_an_id() {
    let (rig, admin) = rig_with_a_request().await;
    let op = rig.op("766001", "accept", json!({})).await;
    let many = json!({"ops": vec![op; 101]});
    let reply = rig.post("/v1/ops", Some(&admin), &many).await;
    assert_eq!(reply.problem(), (422, "too-many-ops"));
    let reply = rig
        .post("/v1/ops", Some(&admin), &json!({"ops": [{"op_id": 7}]}))
        .await;
    assert_eq!(reply.problem(), (422, "bad-op"));
}

fn forward(to: &str) -> Value {
    json!({"to": to, "notice": "Сұрау салуыңыз тиісті иеленушіге жіберілді."})
}

/// Of a holder that the directory does not have yet.
const NEW_BIN: &str = "970340000014";

#[tokio::test]
async fn an_operation_that_was_refused_stays_refused_when_it_would_be_possible() {
    let (rig, admin) = rig_with_a_request().await;
    let op = rig.op("766001", "forward", forward(NEW_BIN)).await;
    let refused = rig.ops(&admin, std::slice::from_ref(&op)).await;
    assert_eq!(verdicts(&refused), ["rejected"]);
    let added = holder(NEW_BIN, HolderKind::Qp);
    put_holder(rig.storage.as_ref(), &added, rig.clock.now())
        .await
        .unwrap();
    // A copy that arrives late.
    assert_eq!(rig.ops(&admin, std::slice::from_ref(&op)).await, refused);
    let mut other = op.clone();
    other["decided_at"] = json!("2026-03-06T04:00:00Z");
    let told = rig.ops(&admin, &[other]).await;
    assert_eq!(told[0]["refusal"]["code"], "op-id-reused");
    let again = rig.op("766001", "forward", forward(NEW_BIN)).await;
    assert_eq!(verdicts(&rig.ops(&admin, &[again]).await), ["applied"]);
}

#[tokio::test]
async fn what_follows_an_operation_refused_before_is_blocked_by_it() {
    let (rig, admin) = rig_with_a_request().await;
    let bad = rig.op("766001", "forward", forward(NEW_BIN)).await;
    rig.ops(&admin, std::slice::from_ref(&bad)).await;
    let behind = rig.op("766001", "accept", json!({})).await;
    let results = rig.ops(&admin, &[bad, behind]).await;
    assert_eq!(verdicts(&results), ["rejected", "blocked"]);
}

/// The body of a request as the account of a token sees it.
async fn seen(rig: &Rig, token: &str, number: &str) -> Option<Value> {
    let page = rig.get("/v1/snapshot?limit=1000", Some(token)).await.ok();
    let all = page["entities"].as_array().unwrap();
    let found = all.iter().find(|entity| entity["id"] == *number);
    found.map(|entity| entity["body"].clone())
}

#[tokio::test]
async fn a_forwarded_request_arrives_at_the_other_holder_as_a_copy_with_its_own_receipt() {
    let (rig, admin) = rig_with_a_request().await;
    let other = rig
        .sign_in_as("other", Role::Administrator, Some(OTHER_BIN))
        .await;
    rig.clock.advance(Duration::from_mins(10));
    let op = rig.op("766001", "forward", forward(OTHER_BIN)).await;
    assert_eq!(
        verdicts(&rig.ops(&admin, std::slice::from_ref(&op)).await),
        ["applied"]
    );
    assert_eq!(verdicts(&rig.ops(&admin, &[op]).await), ["same"]);
    let original = seen(&rig, &admin, "766001").await.unwrap();
    assert_eq!(original["state"], "forwarded");
    assert_eq!(original["history"][1]["copy"], "766001/1");
    assert_eq!(seen(&rig, &admin, "766001/1").await, None);
    assert_eq!(seen(&rig, &other, "766001").await, None);
    let copy = seen(&rig, &other, "766001/1").await.unwrap();
    assert_eq!(
        (&copy["state"], &copy["holder"], &copy["forwarded_from"]),
        (&json!("new"), &json!(OTHER_BIN), &json!("766001"))
    );
    assert_eq!(copy["passed_by"], json!([BIN]));
    assert_eq!(copy["text"], original["text"]);
    assert_eq!(copy["history"].as_array().unwrap().len(), 1);
    assert_ne!(copy["received_at"], original["received_at"]);
    assert_eq!(seen(&rig, &other, "766001/2").await, None);
}

#[tokio::test]
async fn a_copy_that_goes_back_to_its_first_holder_is_refused() {
    let (rig, admin) = rig_with_a_request().await;
    let other = rig
        .sign_in_as("other", Role::Administrator, Some(OTHER_BIN))
        .await;
    let op = rig.op("766001", "forward", forward(OTHER_BIN)).await;
    rig.ops(&admin, &[op]).await;
    let mut back = rig.op("766001/1", "forward", forward(BIN)).await;
    back["actor"] = json!("other");
    let told = rig.ops(&other, &[back]).await;
    assert_eq!(told[0]["refusal"]["code"], "addressee-passed-it");
}

#[tokio::test]
async fn two_forwards_at_the_same_moment_make_one_copy() {
    let (rig, admin) = rig_with_a_request().await;
    let first = rig.op("766001", "forward", forward(OTHER_BIN)).await;
    let second = rig.op("766001", "forward", forward(OTHER_BIN)).await;
    let told = rig.ops(&admin, &[first, second]).await;
    assert_eq!(verdicts(&told), ["applied", "conflict"]);
    assert_eq!(
        rig.storage.highest_copies(vec![766_001]).await.unwrap(),
        [1]
    );
}
