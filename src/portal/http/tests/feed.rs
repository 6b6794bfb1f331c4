//! The feed and the snapshot as a replica sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::domain::act::Role;
use crate::domain::ids::Seq;
use crate::portal::rig::{BIN, OTHER_BIN, Rig};
use crate::portal::storage::{Audience, PageLimit};
use crate::wire::feed::{ChangesPage, EntityKind, SnapshotPage};

/// A replica that only remembers versions.
#[derive(Default)]
struct Replica {
    versions: BTreeMap<String, u64>,
    cursor: String,
}

impl Replica {
    fn take(&mut self, changes: &Value) {
        for change in changes.as_array().unwrap() {
            let key = format!(
                "{}/{}",
                change["kind"].as_str().unwrap(),
                change["id"].as_str().unwrap()
            );
            let version = change["version"].as_u64().unwrap();
            let known = self.versions.entry(key).or_default();
            *known = version.max(*known);
        }
    }

    async fn follow(&mut self, rig: &Rig, token: &str, limit: usize) {
        loop {
            let since = match self.cursor.as_str() {
                "" => String::new(),
                cursor => format!("&since={cursor}"),
            };
            let path = format!("/v1/changes?limit={limit}{since}");
            let page = rig.get(&path, Some(token)).await.ok();
            self.take(&page["changes"]);
            page["cursor"]
                .as_str()
                .unwrap()
                .clone_into(&mut self.cursor);
            if page["has_more"] == json!(false) {
                return;
            }
        }
    }
}

async fn rig_with_requests(count: usize) -> (Rig, String, String) {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let intake = rig.sign_in(Role::Intake).await;
    for index in 0..count {
        rig.receive(&intake, BIN, &format!("Сұрақ № {index}")).await;
    }
    (rig, admin, intake)
}

#[tokio::test]
async fn a_page_is_what_the_protocol_says() {
    let (rig, admin, _) = rig_with_requests(1).await;
    let reply = rig.get("/v1/changes", Some(&admin)).await;
    let page: ChangesPage = serde_json::from_str(&reply.text).unwrap();
    let last = page.changes.last().unwrap();
    assert_eq!(last.key.to_string(), "request/766001");
    assert_eq!(last.body.value()["text"], "Сұрақ № 0");
    assert_eq!(page.cursor.seq(), Some(last.seq));
    assert_eq!(reply.headers["awp-protocol"], "awp-sync/1");
}

#[tokio::test]
async fn an_account_sees_the_rules_and_the_requests_of_its_holder_only() {
    let (rig, admin, intake) = rig_with_requests(1).await;
    rig.receive(&intake, OTHER_BIN, "Басқа иеленушіге").await;
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for change in page["changes"].as_array().unwrap() {
        *kinds.entry(change["kind"].as_str().unwrap()).or_default() += 1;
        let holder = &change["body"]["holder"];
        assert!(holder.is_null() || holder == BIN);
    }
    assert_eq!(
        (kinds["request"], kinds["policy"], kinds["holder"]),
        (1, 1, 3)
    );
    assert!(kinds["pack"] >= 5 && kinds["calendar"] >= 7);
    let operator = rig.sign_in(Role::Operator).await;
    let page = rig.get("/v1/changes", Some(&operator)).await.ok();
    let requests = page["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["kind"] == "request");
    assert_eq!(requests.count(), 0);
}

#[tokio::test]
async fn pages_of_any_size_add_up_to_the_same() {
    let (rig, admin, _) = rig_with_requests(7).await;
    let mut whole = Replica::default();
    whole.follow(&rig, &admin, 1000).await;
    for limit in [1, 2, 3, 5] {
        let mut paged = Replica::default();
        paged.follow(&rig, &admin, limit).await;
        assert_eq!(paged.versions, whole.versions, "limit {limit}");
        assert_eq!(paged.cursor, whole.cursor, "limit {limit}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_beside_many_writers_loses_nothing() {
    let (rig, admin, intake) = rig_with_requests(0).await;
    let rig = Arc::new(rig);
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let (rig, intake) = (rig.clone(), intake.clone());
            #[expect(
                clippy::disallowed_methods,
                reason = "a test that writes beside itself"
            )]
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                for _ in 0..25 {
                    numbers.push(rig.receive(&intake, BIN, "Сұрақ").await);
                }
                numbers
            })
        })
        .collect();
    let mut replica = Replica::default();
    while writers.iter().any(|writer| !writer.is_finished()) {
        replica.follow(&rig, &admin, 3).await;
    }
    replica.follow(&rig, &admin, 3).await;
    let mut written = BTreeSet::new();
    for writer in writers {
        written.extend(writer.await.unwrap());
    }
    assert_eq!(written.len(), 200);
    for number in written {
        assert!(
            replica.versions.contains_key(&format!("request/{number}")),
            "{number}"
        );
    }
}

#[tokio::test]
async fn support_gets_bodies_without_people_and_texts() {
    let (rig, admin, _) = rig_with_requests(1).await;
    let args = json!({"reasons": ["A4"], "motive": "Құпия себеп"});
    let op = rig.op("766001", "return", args).await;
    assert_eq!(rig.ops(&admin, &[op]).await[0]["verdict"], "applied");
    let support = rig.sign_in(Role::Support).await;
    for path in ["/v1/changes", "/v1/snapshot"] {
        let text = rig.get(path, Some(&support)).await.text;
        for secret in [
            "Есенова",
            "900101300017",
            "esenova@",
            "701 000",
            "Сұрақ № 0",
            "Құпия себеп",
        ] {
            assert!(!text.contains(secret), "{path} shows {secret}");
        }
        assert!(
            text.contains("\"state\":\"returned\"") && text.contains("766001"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_reason_to_start_over_is_a_410() {
    let (rig, admin, _) = rig_with_requests(1).await;
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    let cursor = page["cursor"].as_str().unwrap().to_owned();
    let with = |cursor: String| format!("/v1/changes?since={cursor}");
    let future = cursor.replacen('.', ".9", 1);
    let reply = rig.get(&with(future), Some(&admin)).await;
    assert_eq!(reply.problem(), (410, "epoch-changed"));
    let elsewhere = cursor.replace(BIN, OTHER_BIN);
    let reply = rig.get(&with(elsewhere), Some(&admin)).await;
    assert_eq!(reply.problem(), (410, "scope-changed"));
    for nonsense in ["", "1", "a.b.c", "..."] {
        let reply = rig.get(&with(nonsense.to_owned()), Some(&admin)).await;
        assert_eq!(reply.problem(), (400, "bad-cursor"), "{nonsense}");
    }
    let snapshot = rig.get("/v1/snapshot?limit=1", Some(&admin)).await.ok();
    rig.storage.rotate_epoch().await.unwrap();
    let reply = rig.get(&with(cursor), Some(&admin)).await;
    assert_eq!(reply.problem(), (410, "epoch-changed"));
    let next = format!("/v1/snapshot?next={}", snapshot["next"].as_str().unwrap());
    let reply = rig.get(&next, Some(&admin)).await;
    assert_eq!(reply.problem(), (410, "epoch-changed"));
}

#[tokio::test]
async fn a_cursor_older_than_the_tombstones_has_expired() {
    use crate::domain::ids::Version;
    use crate::portal::storage::{Put, Retention, Write};
    let (rig, admin, intake) = rig_with_requests(1).await;
    let old = rig.get("/v1/changes", Some(&admin)).await.ok();
    let now = crate::portal::rig::morning();
    let gone = Put {
        key: serde_json::from_value(json!({"kind": "request", "id": "766001"})).unwrap(),
        expected: Some(Version(1)),
        version: Version(2),
        holder: BIN.to_owned(),
        urgency: 0,
        place: crate::portal::storage::Place::default(),
        body: None,
        at: now,
        by: None,
    };
    let write = Write {
        puts: vec![gone],
        ..Write::default()
    };
    rig.storage.commit(write).await.unwrap();
    let path = format!("/v1/changes?since={}", old["cursor"].as_str().unwrap());
    let page = rig.get(&path, Some(&admin)).await.ok();
    let tombstone = &page["changes"][0];
    assert_eq!(
        (&tombstone["deleted"], &tombstone["body"]),
        (&json!(true), &Value::Null)
    );
    rig.receive(&intake, BIN, "Кейінгі").await;
    let later = now.checked_add(Duration::from_secs(1)).unwrap();
    let retention = Retention {
        tombstones_before: later,
        ops_before: now,
        tokens_before: now,
    };
    rig.storage.maintain(retention).await.unwrap();
    let reply = rig.get(&path, Some(&admin)).await;
    assert_eq!(reply.problem(), (410, "cursor-expired"));
    let path = format!("/v1/changes?since={}", page["cursor"].as_str().unwrap());
    rig.get(&path, Some(&admin)).await.ok();
}

#[tokio::test]
async fn a_snapshot_begins_with_the_rules_and_goes_on_by_urgency() {
    let (rig, admin, intake) = rig_with_requests(1).await;
    rig.clock.advance(Duration::from_hours(5 * 24));
    let admin_again = rig
        .sign_in_as("later", Role::Administrator, Some(BIN))
        .await;
    let intake_again = rig.sign_in_as("intake-2", Role::Intake, None).await;
    drop((admin, intake));
    rig.receive(&intake_again, BIN, "Кейін келген").await;
    let reply = rig.get("/v1/snapshot", Some(&admin_again)).await;
    let page: SnapshotPage = serde_json::from_str(&reply.text).unwrap();
    let first_request = page
        .entities
        .iter()
        .position(|one| !one.key.kind.is_rules())
        .unwrap();
    assert!(
        page.entities
            .iter()
            .skip(first_request)
            .all(|one| !one.key.kind.is_rules())
    );
    let numbers: Vec<_> = page
        .entities
        .iter()
        .filter(|one| one.key.kind == EntityKind::Request)
        .map(|one| &one.key.id)
        .collect();
    assert_eq!(numbers, ["766001", "766002"]);
    assert_eq!(page.total, u64::try_from(page.entities.len()).unwrap());
    assert_eq!(page.next, None);
}

#[tokio::test]
async fn a_snapshot_resumes_and_misses_nothing_written_meanwhile() {
    let (rig, admin, intake) = rig_with_requests(6).await;
    let mut replica = Replica::default();
    let mut next = String::new();
    let mut cursor = String::new();
    for round in 0.. {
        let path = format!("/v1/snapshot?limit=4{next}");
        let page = rig.get(&path, Some(&admin)).await.ok();
        // Asked again after a broken connection, a page is the same.
        let again = rig.get(&path, Some(&admin)).await.ok();
        assert_eq!(page["entities"], again["entities"]);
        replica.take(&page["entities"]);
        if round == 0 {
            page["cursor"].as_str().unwrap().clone_into(&mut cursor);
        }
        assert_eq!(page["cursor"], json!(cursor));
        // Meanwhile one request is decided and another arrives.
        if round == 1 {
            let op = rig.op("766002", "accept", json!({})).await;
            assert_eq!(rig.ops(&admin, &[op]).await[0]["verdict"], "applied");
            rig.receive(&intake, BIN, "Жаңа").await;
        }
        match page["next"].as_str() {
            Some(token) => next = format!("&next={token}"),
            None => break,
        }
    }
    replica.cursor = cursor;
    replica.follow(&rig, &admin, 2).await;
    let mut fresh = Replica::default();
    fresh.follow(&rig, &admin, 1000).await;
    assert_eq!(replica.versions, fresh.versions);
    assert_eq!(replica.versions["request/766002"], 2);
}

#[tokio::test]
async fn a_snapshot_comes_compressed_when_asked() {
    let (rig, admin, _) = rig_with_requests(1).await;
    for coding in ["gzip", "zstd"] {
        let headers = [("accept-encoding", coding)];
        let body = axum::body::Body::empty();
        let reply = rig
            .send("GET", "/v1/snapshot", Some(&admin), &headers, body)
            .await;
        assert_eq!(reply.headers["content-encoding"], coding);
    }
}

#[tokio::test]
async fn a_long_poll_is_answered_by_the_write_it_waits_for() {
    let (rig, admin, intake) = rig_with_requests(0).await;
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    let path = format!(
        "/v1/changes?wait=60&since={}",
        page["cursor"].as_str().unwrap()
    );
    let poll = rig.get(&path, Some(&admin));
    let writing = async {
        tokio::task::yield_now().await;
        rig.receive(&intake, BIN, "Жаңа").await
    };
    let (page, number) = tokio::join!(poll, writing);
    assert_eq!(page.ok()["changes"][0]["id"], json!(number));
}

#[tokio::test]
async fn a_long_poll_without_news_ends_empty_in_time() {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    let path = format!(
        "/v1/changes?wait=30&since={}",
        page["cursor"].as_str().unwrap()
    );
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    let empty = rig.get(&path, Some(&admin)).await.ok();
    assert_eq!(empty["changes"], json!([]));
    assert_eq!(empty["cursor"], page["cursor"]);
    let waited = started.elapsed();
    assert!(
        waited >= Duration::from_secs(30) && waited < Duration::from_secs(31),
        "{waited:?}"
    );
}

#[tokio::test]
async fn a_long_poll_ends_when_the_portal_closes() {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    let path = format!(
        "/v1/changes?wait=60&since={}",
        page["cursor"].as_str().unwrap()
    );
    let closing = async { rig.portal.close() };
    let (reply, ()) = tokio::join!(rig.get(&path, Some(&admin)), closing);
    assert_eq!(reply.ok()["changes"], json!([]));
}

#[tokio::test]
async fn the_stream_tells_cursors_and_no_data() {
    use axum::body::Body;
    use axum::http::Request;
    use futures_util::StreamExt;
    use tower::ServiceExt;
    let (rig, admin, intake) = rig_with_requests(0).await;
    let request = Request::builder()
        .uri("/v1/stream")
        .header("authorization", format!("Bearer {admin}"))
        .body(Body::empty())
        .unwrap();
    let response = rig.routes.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut events = response.into_body().into_data_stream();
    let mut told = String::new();
    let first = events.next().await.unwrap().unwrap();
    told.push_str(&String::from_utf8_lossy(&first));
    let next = async { events.next().await.unwrap().unwrap() };
    let write = rig.receive(&intake, BIN, "Құпия мәтін");
    let (next, _) = tokio::join!(next, write);
    told.push_str(&String::from_utf8_lossy(&next));
    assert_eq!(told.matches("event: cursor\ndata: ").count(), 2, "{told}");
    assert!(!told.contains("Құпия"));
    let head = rig.storage.head().await.unwrap();
    assert!(
        told.contains(&format!("{}.{}.h{BIN}", head.epoch, head.seq.0)),
        "{told}"
    );
}

#[tokio::test]
async fn the_store_gives_a_page_and_its_head_together() {
    let (rig, ..) = rig_with_requests(2).await;
    let limit = PageLimit {
        rows: 10_000,
        bytes: usize::MAX,
    };
    let (page, head) = rig
        .storage
        .changes(Audience::Holder(BIN.to_owned()), Seq(0), limit)
        .await
        .unwrap();
    assert_eq!(page.rows.last().map(|row| row.seq), Some(head.seq));
}
