//! A package at the portal: judged as over the link, or refused whole and told why.

use std::time::Duration;

use axum::body::Body;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::domain::act::Role;
use crate::package::SecretKeys;
use crate::portal::rig::{BIN, PASSWORD, Reply, Rig};
use crate::wire::package::OutboxBody;

/// A workstation that signed in once and has no link since.
struct Workstation {
    keys: SecretKeys,
    device: Uuid,
    user: &'static str,
    portal: PublicKeys,
    refresh: String,
}

impl Workstation {
    async fn signed_in(rig: &Rig) -> Self {
        rig.add("administrator", Role::Administrator, Some(BIN))
            .await;
        Self::at(rig, "administrator", Uuid::from_u128(1)).await
    }

    async fn at(rig: &Rig, user: &'static str, device: Uuid) -> Self {
        let keys = SecretKeys::generate().unwrap();
        let body = json!({
            "user": user, "password": PASSWORD, "device": device,
            "device_keys": keys.public().unwrap(),
        });
        let tokens = rig.post("/v1/auth/login", None, &body).await.ok();
        Self {
            keys,
            device,
            user,
            portal: serde_json::from_value(tokens["portal_keys"].clone()).unwrap(),
            refresh: tokens["refresh_token"].as_str().unwrap().to_owned(),
        }
    }

    /// An operation decided here.
    async fn op(&self, rig: &Rig, number: &str) -> Value {
        let mut op = rig.op(number, "accept", json!({})).await;
        op["actor"] = self.user.into();
        op["device"] = self.device.to_string().into();
        op
    }

    /// The body of a package with these operations.
    fn body(&self, rig: &Rig, ops: &[Value]) -> Value {
        json!({
            "id": Uuid::from_u128(7), "user": self.user, "device": self.device,
            "made_at": crate::clock::Clock::now(rig.clock.as_ref()),
            "protocol": PROTOCOL, "ops": ops,
        })
    }

    fn sealed(&self, body: &Value) -> Vec<u8> {
        package::seal(Content::Outbox, body, &self.keys, &self.portal).unwrap()
    }

    fn package(&self, rig: &Rig, ops: &[Value]) -> Vec<u8> {
        self.sealed(&self.body(rig, ops))
    }

    fn receipts(&self, file: &[u8]) -> ReceiptsBody {
        let opened = package::open(file, Content::Receipts, &self.keys).unwrap();
        opened.by(&self.portal).unwrap()
    }
}

async fn judged(rig: &Rig, file: &[u8]) -> Vec<&'static str> {
    let taken = take(&rig.portal, file).await.unwrap();
    let verdicts = taken.results.iter();
    verdicts.map(|result| result.verdict.id()).collect()
}

async fn refused(rig: &Rig, file: &[u8]) -> Refused {
    take(&rig.portal, file).await.map(drop).unwrap_err()
}

async fn handed_over(rig: &Rig, file: Vec<u8>) -> Reply {
    let json = [("content-type", "application/json")];
    rig.send("POST", "/v1/packages", None, &json, Body::from(file))
        .await
}

/// A portal with a request, and a workstation with a decision on it.
async fn decided() -> (Rig, Workstation, Value) {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let workstation = Workstation::signed_in(&rig).await;
    let number = rig.receive(&intake, BIN, "Кезек қалай жүреді?").await;
    let op = workstation.op(&rig, &number).await;
    (rig, workstation, op)
}

#[test]
fn what_a_workstation_writes_is_what_a_portal_reads() {
    let body = OutboxBody {
        id: Uuid::from_u128(7),
        user: UserName("aigul".into()),
        device: DeviceId(Uuid::nil()),
        made_at: crate::portal::rig::morning(),
        protocol: PROTOCOL.to_owned(),
        ops: vec![],
    };
    let read: ReadOutboxBody = serde_json::from_value(json!(body)).unwrap();
    assert!(read.id == body.id && read.user == body.user && read.device == body.device);
    assert!(read.made_at == body.made_at && read.protocol == body.protocol);
}

#[tokio::test]
async fn a_package_is_judged_and_its_receipts_open_at_its_workstation() {
    let (rig, workstation, op) = decided().await;
    let file = workstation.package(&rig, std::slice::from_ref(&op));
    let taken = take(&rig.portal, &file).await.unwrap();
    let receipts = workstation.receipts(&taken.receipts);
    assert_eq!(receipts.results, taken.results);
    assert_eq!(receipts.results[0].verdict.id(), "applied");
    assert_eq!(receipts.id, Uuid::from_u128(7));
    assert_eq!(receipts.epoch, rig.storage.head().await.unwrap().epoch);
}

#[tokio::test]
async fn the_same_package_changes_nothing_a_second_time() {
    let (rig, workstation, op) = decided().await;
    let file = workstation.package(&rig, &[op]);
    assert_eq!(judged(&rig, &file).await, ["applied"]);
    let head = rig.storage.head().await.unwrap().seq;
    assert_eq!(judged(&rig, &file).await, ["same"]);
    assert_eq!(rig.storage.head().await.unwrap().seq, head);
}

#[tokio::test]
async fn what_came_over_the_link_is_the_same_in_a_package() {
    let (rig, workstation, op) = decided().await;
    let tokens = rig.login(workstation.user, PASSWORD, workstation.device);
    let tokens = tokens.await.ok();
    let token = tokens["access_token"].as_str().unwrap();
    let over_the_link = rig.ops(token, std::slice::from_ref(&op)).await;
    assert_eq!(over_the_link[0]["verdict"], "applied");
    // Signed in without keys, as an older program: those it had still hold.
    let file = workstation.package(&rig, &[op]);
    assert_eq!(judged(&rig, &file).await, ["same"]);
}

#[tokio::test]
async fn more_than_a_batch_is_judged_in_order() {
    let (rig, workstation, op) = decided().await;
    let unknown = |n: u128| {
        let mut other = op.clone();
        other["op_id"] = Uuid::from_u128(n).to_string().into();
        other["entity"]["id"] = format!("{}", 900_000 + n).into();
        other
    };
    let mut ops: Vec<Value> = (1..=150).map(unknown).collect();
    ops.push(op.clone());
    let verdicts = judged(&rig, &workstation.package(&rig, &ops)).await;
    assert_eq!(verdicts.len(), 151);
    assert_eq!(verdicts.last(), Some(&"applied"));
    assert!(verdicts[..150].iter().all(|verdict| *verdict == "rejected"));
}

#[tokio::test]
async fn an_operation_that_is_not_understood_holds_up_no_other() {
    let (rig, workstation, op) = decided().await;
    let mut newer = op.clone();
    newer["op_id"] = Uuid::from_u128(3).to_string().into();
    newer["action"] = "teleport".into();
    let file = workstation.package(&rig, &[newer, op]);
    assert_eq!(judged(&rig, &file).await, ["rejected", "applied"]);
}

#[tokio::test]
async fn a_package_for_another_portal_is_refused() {
    let (rig, mut workstation, op) = decided().await;
    let other = Rig::new().await;
    workstation.portal = Workstation::signed_in(&other).await.portal;
    let file = workstation.package(&rig, &[op]);
    let expected = Refused::File(PackageError::NotForUs);
    assert_eq!(refused(&rig, &file).await, expected);
}

#[tokio::test]
async fn a_package_signed_with_another_key_is_refused() {
    let (rig, mut workstation, op) = decided().await;
    workstation.keys = SecretKeys::generate().unwrap();
    let file = workstation.package(&rig, &[op]);
    let expected = Refused::File(PackageError::NotGenuine);
    assert_eq!(refused(&rig, &file).await, expected);
}

#[tokio::test]
async fn a_workstation_that_never_gave_its_keys_is_not_known() {
    let (rig, mut workstation, op) = decided().await;
    workstation.device = Uuid::from_u128(9);
    let file = workstation.package(&rig, &[op]);
    assert_eq!(refused(&rig, &file).await, Refused::UnknownWorkstation);
}

#[tokio::test]
async fn an_operation_of_somebody_else_refuses_the_whole_package() {
    let (rig, workstation, op) = decided().await;
    let head = rig.storage.head().await.unwrap().seq;
    for (field, value) in [
        ("actor", json!("head")),
        ("device", json!(Uuid::from_u128(2))),
        ("actor", json!(null)),
    ] {
        let mut foreign = op.clone();
        foreign["op_id"] = Uuid::from_u128(4).to_string().into();
        foreign[field] = value;
        let file = workstation.package(&rig, &[op.clone(), foreign]);
        assert_eq!(refused(&rig, &file).await, Refused::ForeignOp, "{field}");
    }
    assert_eq!(rig.storage.head().await.unwrap().seq, head);
}

#[tokio::test]
async fn ended_sessions_end_the_packages_until_the_next_login() {
    let (rig, workstation, op) = decided().await;
    let file = workstation.package(&rig, &[op]);
    let user = UserName(workstation.user.into());
    let now = crate::clock::Clock::now(rig.clock.as_ref());
    rig.storage.revoke(Some(user), now).await.unwrap();
    assert_eq!(refused(&rig, &file).await, Refused::SessionEnded);
    let body = json!({
        "user": workstation.user, "password": PASSWORD, "device": workstation.device,
        "device_keys": workstation.keys.public().unwrap(),
    });
    rig.post("/v1/auth/login", None, &body).await.ok();
    assert_eq!(judged(&rig, &file).await, ["applied"]);
}

#[tokio::test]
async fn a_logout_ends_the_packages_of_that_workstation_only() {
    let (rig, workstation, op) = decided().await;
    let other = Workstation::at(&rig, workstation.user, Uuid::from_u128(2)).await;
    let body = json!({"refresh_token": workstation.refresh, "device": workstation.device});
    rig.post("/v1/auth/logout", None, &body).await.ok();
    let file = workstation.package(&rig, std::slice::from_ref(&op));
    assert_eq!(refused(&rig, &file).await, Refused::SessionEnded);
    let mut there = op;
    there["device"] = other.device.to_string().into();
    assert_eq!(
        judged(&rig, &other.package(&rig, &[there])).await,
        ["applied"]
    );
}

#[tokio::test]
async fn a_closed_account_hands_over_nothing() {
    let (rig, workstation, op) = decided().await;
    let file = workstation.package(&rig, &[op]);
    let user = UserName(workstation.user.into());
    let account = rig.storage.account(user).await.unwrap().unwrap();
    let closed = crate::portal::storage::AccountRow {
        disabled: true,
        ..account
    };
    assert!(rig.storage.change_account(closed).await.unwrap());
    assert_eq!(refused(&rig, &file).await, Refused::AccountClosed);
}

#[tokio::test]
async fn a_role_that_decides_nothing_hands_over_nothing() {
    let (rig, workstation, op) = decided().await;
    let file = workstation.package(&rig, &[op]);
    rig.move_account(workstation.user, Role::Support, Some(BIN))
        .await;
    assert_eq!(refused(&rig, &file).await, Refused::RoleMayNot);
}

#[tokio::test]
async fn only_the_workstation_is_told_of_its_account() {
    let (rig, mut workstation, op) = decided().await;
    let user = UserName(workstation.user.into());
    let now = crate::clock::Clock::now(rig.clock.as_ref());
    rig.storage.revoke(Some(user), now).await.unwrap();
    workstation.keys = SecretKeys::generate().unwrap();
    let file = workstation.package(&rig, &[op]);
    let expected = Refused::File(PackageError::NotGenuine);
    assert_eq!(refused(&rig, &file).await, expected);
}

#[tokio::test]
async fn another_protocol_is_refused() {
    let (rig, workstation, op) = decided().await;
    for protocol in ["awp-sync/0", "awp-sync/2", ""] {
        let mut body = workstation.body(&rig, std::slice::from_ref(&op));
        body["protocol"] = protocol.into();
        let file = workstation.sealed(&body);
        assert_eq!(refused(&rig, &file).await, Refused::OtherProtocol);
    }
}

#[tokio::test]
async fn a_package_serves_for_ninety_days() {
    let (rig, workstation, op) = decided().await;
    let file = workstation.package(&rig, &[op]);
    let day = Duration::from_hours(24);
    rig.clock.advance(day * 90 + Duration::from_secs(1));
    assert_eq!(refused(&rig, &file).await, Refused::TooOld);
}

#[tokio::test]
async fn a_workstation_without_a_link_is_heard_after_its_session_has_aged() {
    let (rig, workstation, op) = decided().await;
    rig.clock.advance(Duration::from_hours(24 * 60));
    let file = workstation.package(&rig, &[op]);
    assert_eq!(judged(&rig, &file).await, ["applied"]);
}

#[tokio::test]
async fn a_package_from_the_future_is_refused() {
    let (rig, workstation, op) = decided().await;
    let mut body = workstation.body(&rig, &[op]);
    body["made_at"] = "2026-03-09T05:00:01Z".into();
    let file = workstation.sealed(&body);
    assert_eq!(refused(&rig, &file).await, Refused::FromTheFuture);
}

#[tokio::test]
async fn a_package_of_too_many_operations_is_refused() {
    let (rig, workstation, op) = decided().await;
    let ops: Vec<Value> = std::iter::repeat_n(op, MOST_OPS + 1).collect();
    let file = workstation.package(&rig, &ops);
    assert_eq!(refused(&rig, &file).await, Refused::TooManyOps);
}

#[tokio::test]
async fn anybody_may_hand_a_package_over_and_gets_what_only_its_workstation_reads() {
    let (rig, workstation, op) = decided().await;
    let reply = handed_over(&rig, workstation.package(&rig, &[op])).await;
    assert!(reply.status.is_success(), "{}", reply.text);
    assert_eq!(reply.headers["content-type"], "application/json");
    let receipts = workstation.receipts(reply.text.as_bytes());
    assert_eq!(receipts.results[0].verdict.id(), "applied");
}

#[tokio::test]
async fn what_is_wrong_with_a_package_is_the_type_of_the_problem() {
    let (rig, workstation, op) = decided().await;
    let file = workstation.package(&rig, &[op]);
    let cut = handed_over(&rig, file[..file.len() / 2].to_vec()).await;
    assert_eq!(cut.problem(), (422, "package-cut-short"));
    let stranger = Workstation {
        keys: SecretKeys::generate().unwrap(),
        ..workstation
    };
    let forged = handed_over(&rig, stranger.package(&rig, &[])).await;
    assert_eq!(forged.problem(), (403, "package-not-genuine"));
    let other = rig.post("/v1/packages", None, &json!({"x": 1})).await;
    assert_eq!(other.problem(), (422, "not-a-package"));
    let large = handed_over(&rig, vec![b' '; crate::portal::http::MAX_BODY + 1]).await;
    assert_eq!(large.problem(), (413, "too-large"));
}

#[tokio::test]
async fn one_address_has_to_wait_after_many_packages() {
    let rig = Rig::new().await;
    for _ in 0..30 {
        handed_over(&rig, b"{}".to_vec()).await;
    }
    let reply = handed_over(&rig, b"{}".to_vec()).await;
    assert_eq!(reply.problem(), (429, "too-many-requests"));
    rig.clock.advance(Duration::from_secs(2));
    let reply = handed_over(&rig, b"{}".to_vec()).await;
    assert_eq!(reply.problem(), (422, "not-a-package"));
}

#[tokio::test]
async fn the_keys_of_a_portal_stay_the_same() {
    let rig = Rig::new().await;
    let first = Workstation::signed_in(&rig).await.portal;
    let again = Workstation::at(&rig, "administrator", Uuid::from_u128(2)).await;
    assert_eq!(again.portal, first);
}

#[tokio::test]
async fn a_refresh_brings_the_keys_too() {
    let (rig, mut workstation, op) = decided().await;
    workstation.keys = SecretKeys::generate().unwrap();
    let body = json!({
        "refresh_token": workstation.refresh, "device": workstation.device,
        "device_keys": workstation.keys.public().unwrap(),
    });
    let tokens = rig.post("/v1/auth/refresh", None, &body).await.ok();
    assert_eq!(tokens["portal_keys"], json!(workstation.portal));
    let file = workstation.package(&rig, &[op]);
    assert_eq!(judged(&rig, &file).await, ["applied"]);
}

#[tokio::test]
async fn keys_that_are_none_are_a_bad_request() {
    let rig = Rig::new().await;
    let body = json!({
        "user": "aliya", "password": PASSWORD, "device": Uuid::nil(),
        "device_keys": {"sign": "AAAA", "seal": "AAAA"},
    });
    let reply = rig.post("/v1/auth/login", None, &body).await;
    assert_eq!(reply.problem(), (400, "bad-json"));
}

#[test]
fn receipts_that_would_be_too_large_come_without_the_largest_items() {
    let (own, workstation) = (
        SecretKeys::generate().unwrap(),
        SecretKeys::generate().unwrap(),
    );
    let result = |n, bytes| OpResult {
        op_id: crate::domain::ids::OpId(Uuid::from_u128(n)),
        verdict: Verdict::Conflict {
            current: "x".repeat(bytes).into(),
            version: crate::domain::ids::Version(2),
            by: None,
            at: None,
        },
    };
    let mut receipts = ReceiptsBody {
        id: Uuid::from_u128(7),
        user: UserName("administrator".to_owned()),
        device: DeviceId(Uuid::from_u128(1)),
        epoch: "e".to_owned(),
        server_time: Timestamp::UNIX_EPOCH,
        results: vec![
            result(1, 100),
            result(2, MOST_RECEIPTS_BYTES),
            result(3, MOST_ITEM_BYTES - 200),
        ],
        rules: vec![],
    };
    let file = sealed(&mut receipts, &own, &workstation.public().unwrap()).unwrap();
    let opened = package::open(&file, Content::Receipts, &workstation).unwrap();
    let read: ReceiptsBody = opened.by(&own.public().unwrap()).unwrap();
    let without = read.results.iter().map(|result| {
        let nothing = Value::Null;
        matches!(&result.verdict, Verdict::Conflict { current, .. } if *current == nothing)
    });
    assert_eq!(without.collect::<Vec<_>>(), [false, true, false]);
}
