//! Leases, assignments, second readers and absences as workstations ask for them.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::act::Role;
use crate::portal::rig::{BIN, OTHER_BIN, Reply, Rig};

/// Two administrators, one request.
struct House {
    rig: Rig,
    aigul: String,
    bolat: String,
}

impl House {
    async fn new() -> Self {
        let rig = Rig::new().await;
        let aigul = rig
            .sign_in_as("aigul", Role::Administrator, Some(BIN))
            .await;
        let bolat = rig
            .sign_in_as("bolat", Role::Administrator, Some(BIN))
            .await;
        let intake = rig.sign_in(Role::Intake).await;
        rig.receive(&intake, BIN, "Кезек нешінші?").await;
        Self { rig, aigul, bolat }
    }

    async fn ask(&self, path: &str, who: &str, device: u128, order: Value) -> Reply {
        let mut body = json!({
            "entity": {"kind": "request", "id": "766001"},
            "device": Uuid::from_u128(device),
        });
        for (name, value) in order.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.rig.post(path, Some(who), &body).await
    }

    /// The newest body of a kind in the feed of a reader.
    async fn told(&self, reader: &str, kind: &str) -> Option<Value> {
        let page = self.rig.get("/v1/changes", Some(reader)).await.ok();
        let changes = page["changes"].as_array().unwrap();
        let last = changes.iter().rev().find(|change| change["kind"] == kind);
        last.map(|change| change["body"].clone())
    }
}

#[tokio::test]
async fn a_lease_reaches_the_colleague_through_the_feed_and_leaves_with_a_release() {
    let house = House::new().await;
    let take = json!({"order": "take"});
    house.ask("/v1/leases", &house.aigul, 1, take).await.ok();
    let desk = house.told(&house.bolat, "desk").await.unwrap();
    assert_eq!(desk["lease"]["user"], "aigul");
    assert_eq!(desk["lease"]["until"], "2026-03-06T05:05:00Z");
    let release = json!({"order": "release"});
    house.ask("/v1/leases", &house.aigul, 1, release).await.ok();
    let desk = house.told(&house.bolat, "desk").await.unwrap();
    assert_eq!(desk["lease"], Value::Null);
}

#[tokio::test]
async fn the_second_who_comes_learns_who_writes_and_may_take_over() {
    let house = House::new().await;
    let take = json!({"order": "take"});
    house
        .ask("/v1/leases", &house.aigul, 1, take.clone())
        .await
        .ok();
    let desk = house.ask("/v1/leases", &house.bolat, 2, take).await.ok();
    assert_eq!(desk["lease"]["user"], "aigul");
    let over = json!({"order": "take-over"});
    let desk = house.ask("/v1/leases", &house.bolat, 2, over).await.ok();
    assert_eq!(desk["lease"]["user"], "bolat");
    assert_eq!(desk["lease"]["taken_from"], "aigul");
}

#[tokio::test]
async fn a_lease_and_an_assignment_leave_the_version_of_the_request_alone() {
    let house = House::new().await;
    let op = house
        .rig
        .op("766001", "accept", json!({"confirmed": ["A1"]}))
        .await;
    let mut op = op;
    op["actor"] = json!("aigul");
    let take = json!({"order": "take"});
    house.ask("/v1/leases", &house.bolat, 2, take).await.ok();
    let assign = json!({"order": "assign", "to": "bolat"});
    house.ask("/v1/desks", &house.bolat, 2, assign).await.ok();
    let results = house.rig.ops(&house.aigul, &[op]).await;
    assert_eq!(results[0]["verdict"], "applied");
}

#[tokio::test]
async fn another_house_finds_no_item_and_sees_no_desk() {
    let house = House::new().await;
    let stranger = house
        .rig
        .sign_in_as("stranger", Role::Administrator, Some(OTHER_BIN))
        .await;
    let take = json!({"order": "take"});
    let reply = house.ask("/v1/leases", &stranger, 3, take.clone()).await;
    assert_eq!(reply.problem(), (404, "no-such-item"));
    house.ask("/v1/leases", &house.aigul, 1, take).await.ok();
    assert_eq!(house.told(&stranger, "desk").await, None);
    let assign = json!({"order": "assign", "to": "stranger"});
    let reply = house.ask("/v1/desks", &house.aigul, 1, assign).await;
    assert_eq!(reply.problem(), (409, "no-such-colleague"));
}

#[tokio::test]
async fn support_gives_no_orders_and_reads_no_text_of_a_reading() {
    let house = House::new().await;
    let support = house.rig.sign_in(Role::Support).await;
    let take = json!({"order": "take"});
    let reply = house.ask("/v1/leases", &support, 3, take).await;
    assert_eq!(reply.status.as_u16(), 403);
    let reading = json!({
        "order": "ask-reading", "reader": "bolat", "act": "answer", "lang": "kk",
        "text": "Құпия жауап",
    });
    house.ask("/v1/desks", &house.aigul, 1, reading).await.ok();
    let desk = house.told(&house.bolat, "desk").await.unwrap();
    assert_eq!(desk["readings"][0]["text"], "Құпия жауап");
    let desk = house.told(&support, "desk").await.unwrap();
    assert_eq!(desk["readings"][0]["text"], "");
}

#[tokio::test]
async fn a_chain_of_substitutes_that_comes_back_is_refused() {
    let house = House::new().await;
    let away = |user: &str, by: Value| json!({"user": user, "from": "2026-03-09", "to": "2026-03-13", "substitute": by});
    let rig = &house.rig;
    let there = away("aigul", json!("bolat"));
    rig.post("/v1/absences", Some(&house.aigul), &there)
        .await
        .ok();
    let back = away("bolat", json!("aigul"));
    let reply = rig.post("/v1/absences", Some(&house.bolat), &back).await;
    assert_eq!(reply.problem(), (409, "substitute-cycle"));
    let told = house.told(&house.bolat, "colleague").await.unwrap();
    assert_eq!(told["user"], "aigul");
    assert_eq!(told["absences"][0]["set_by"], "aigul");
    let withdrawn = away("aigul", Value::Null);
    rig.post("/v1/absences", Some(&house.bolat), &withdrawn)
        .await
        .ok();
    rig.post("/v1/absences", Some(&house.bolat), &back)
        .await
        .ok();
}

#[tokio::test]
async fn an_order_that_is_no_lease_has_its_own_place() {
    let house = House::new().await;
    let watch = json!({"order": "watch", "on": true});
    let reply = house
        .ask("/v1/leases", &house.aigul, 1, watch.clone())
        .await;
    assert_eq!(reply.problem(), (422, "not-a-lease"));
    let desk = house.ask("/v1/desks", &house.aigul, 1, watch).await.ok();
    assert_eq!(desk["watchers"], json!(["aigul"]));
}

#[tokio::test]
async fn only_who_works_on_requests_gives_orders_among_colleagues() {
    let house = House::new().await;
    let orders = [
        ("/v1/leases", json!({"order": "take"})),
        ("/v1/desks", json!({"order": "watch", "on": true})),
    ];
    let back = json!({
        "user": "bolat", "from": "2026-03-09", "to": "2026-03-09", "substitute": null,
    });
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Intake) {
        let token = house.rig.sign_in(role).await;
        let works = matches!(role, Role::Administrator | Role::Head);
        let expected = if works { 200 } else { 403 };
        for (path, order) in &orders {
            let reply = house.ask(path, &token, 7, order.clone()).await;
            assert_eq!(reply.status.as_u16(), expected, "{role:?} {path}");
        }
        let reply = house.rig.post("/v1/absences", Some(&token), &back).await;
        assert_eq!(reply.status.as_u16(), expected, "{role:?} /v1/absences");
    }
}
