//! What the people who run a portal see of it: metrics, readiness, the log, its patience.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use serde_json::json;

use crate::domain::act::Role;
use crate::portal::limit::Rate;
use crate::portal::problem::MEDIA_TYPE;
use crate::portal::rig::{self, BIN, PASSWORD, Rig, Written, request_body};
use crate::portal::storage::measured::held::{Held, Stall};
use crate::portal::{Config, log};

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

/// Words that must stay in the store.
const SECRETS: [&str; 14] = [
    "Есенова",
    "Айгүл",
    "900101300017",
    "esenova@",
    "701 000",
    "Құпия",
    "%D2%9A",
    "766001",
    "administrator-aliya",
    "intake-of-the-house",
    BIN,
    "cursor-of-mine",
    "K-77",
    "192.0.2.7",
];

async fn a_day_of_everything(rig: &Rig) {
    let admin = rig
        .sign_in_as("administrator-aliya", Role::Administrator, Some(BIN))
        .await;
    let intake = rig
        .sign_in_as("intake-of-the-house", Role::Intake, None)
        .await;
    rig.receive(&intake, BIN, "Құпия мәтін").await;
    let why = json!({"reasons": ["A4"], "motive": "Құпия себеп"});
    let mut op = rig.op("766001", "return", why).await;
    op["actor"] = json!("administrator-aliya");
    rig.ops(&admin, &[op]).await;
    let document = rig.get("/v1/openapi.json", None).await.ok();
    let body = request_body(BIN, "Құпия мәтін").to_string();
    for (path, methods) in document["paths"].as_object().unwrap() {
        // Names, numbers and texts in every place of a request.
        let path = path
            .replace("{no}", "766001")
            .replace("{id}", "K-77")
            .replace(['{', '}'], "");
        let path = format!("{path}?since=cursor-of-mine&next=%D2%9A900101300017&holder={BIN}");
        for method in methods.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            if path.starts_with("/v1/stream") {
                continue;
            }
            for token in [None, Some(admin.as_str()), Some(intake.as_str())] {
                for body in [body.as_str(), "{\"Құпия\": 900101300017", "\"Есенова\""] {
                    let named = [JSON[0], ("x-forwarded-for", "192.0.2.7")];
                    let body = Body::from(body.to_owned());
                    rig.send(&method, &path, token, &named, body).await;
                }
            }
        }
    }
    rig.login(
        "administrator-aliya",
        "Құпия-900101300017",
        uuid::Uuid::nil(),
    )
    .await;
    rig.login("administrator-aliya", PASSWORD, uuid::Uuid::nil())
        .await
        .ok();
    rig.get(
        "/v1/Есенова/766001".replace("Есенова", "%D2%9A").as_str(),
        None,
    )
    .await;
    assert_eq!(rig.stream_status(&admin).await, 200);
}

#[tokio::test]
async fn the_log_tells_of_every_request_and_of_nobody() {
    let rig = Rig::new().await;
    let written = Written::default();
    let logged = tracing::subscriber::set_default(log::json(Some("awp=trace"), written.clone()));
    a_day_of_everything(&rig).await;
    drop(logged);
    let text = written.text();
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in the log");
    }
    let fields: BTreeSet<&str> = ["timestamp", "level", "message", "target"].into();
    let of_request = ["id", "method", "route", "status", "ms", "role"];
    let mut routes = BTreeSet::new();
    let mut roles = BTreeSet::new();
    for line in written
        .lines()
        .iter()
        .filter(|line| line["message"] == "request")
    {
        let line = line.as_object().unwrap();
        let named: BTreeSet<&str> = line.keys().map(String::as_str).collect();
        assert_eq!(named, &fields | &of_request.into());
        routes.insert(line["route"].as_str().unwrap().to_owned());
        roles.insert(line["role"].as_str().unwrap().to_owned());
    }
    let document = rig.get("/v1/openapi.json", None).await.ok();
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(routes.contains(path), "no line of {path}");
    }
    assert!(routes.contains("-"));
    assert_eq!(
        roles,
        ["-", "administrator", "intake"].map(str::to_owned).into()
    );
}

#[tokio::test]
async fn the_metrics_count_what_happens_and_name_nobody() {
    let rig = Rig::new().await;
    a_day_of_everything(&rig).await;
    let reply = rig.get("/metrics", None).await;
    assert_eq!(reply.status, 200);
    assert!(
        reply.headers["content-type"]
            .to_str()
            .unwrap()
            .contains("openmetrics-text")
    );
    let text = reply.text;
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    assert!(text.ends_with("# EOF\n"), "{text}");
    for sample in [
        "awp_ops_total{verdict=\"applied\"} 1\n",
        "awp_requests_total{route=\"/v1/ops\",method=\"POST\",status=\"2xx\"} 1\n",
        "awp_requests_total{route=\"-\",method=\"GET\",status=\"4xx\"} 1\n",
        "awp_request_duration_seconds_count{route=\"/v1/auth/login\"}",
        "awp_store_call_duration_seconds_count{call=\"commit\"}",
        "awp_feed_lag_seconds 0.0\n",
        "awp_connections 0\n",
        "awp_connections_limit 4096\n",
        "awp_store_pool_in_use 0\n",
        concat!(
            "awp_build_info{version=\"",
            env!("CARGO_PKG_VERSION"),
            "\"} 1\n"
        ),
    ] {
        assert!(text.contains(sample), "{sample} in\n{text}");
    }
    let label = |line: &str, name: &str| {
        let rest = line.split(&format!("{name}=\"")).nth(1)?;
        rest.split('"').next().map(str::to_owned)
    };
    let methods: BTreeSet<String> = text
        .lines()
        .filter_map(|line| label(line, "method"))
        .collect();
    assert!(methods.len() < 9, "{methods:?}");
}

#[tokio::test]
async fn a_made_up_method_is_no_label() {
    let rig = Rig::new().await;
    rig.send("ESENOVA", "/v1/changes", None, &[], Body::empty())
        .await;
    let text = rig.get("/metrics", None).await.text;
    assert!(
        text.contains("method=\"other\"") && !text.contains("ESENOVA"),
        "{text}"
    );
}

#[tokio::test]
async fn the_metrics_are_for_this_machine() {
    let mut rig = Rig::new().await;
    let passed_on = [("x-forwarded-for", "203.0.113.9")];
    let reply = rig
        .send("GET", "/metrics", None, &passed_on, Body::empty())
        .await;
    assert_eq!(reply.problem(), (404, "not-found"));
    for (peer, status) in [
        ("203.0.113.9:1", 404),
        ("10.0.0.1:1", 404),
        ("[::1]:1", 200),
        ("[::ffff:127.0.0.1]:1", 200),
    ] {
        rig.peer = peer.parse().unwrap();
        assert_eq!(rig.get("/metrics", None).await.status, status, "{peer}");
    }
    let apart = Rig::with(Config {
        metrics_apart: true,
        ..rig::config()
    })
    .await;
    let reply = apart.get("/metrics", None).await;
    assert_eq!(reply.problem(), (404, "not-found"));
    let failed = apart.get("/livez", None).await.status;
    assert_eq!(failed, 200);
}

#[tokio::test]
async fn a_node_whose_store_does_not_answer_is_not_ready() {
    let whole = Rig::new().await;
    let stall = Arc::new(Stall::default());
    let store = Arc::new(Held::new(whole.storage.clone(), stall.clone()));
    let rig = Rig::over(store, whole.clock.clone(), rig::config()).await;
    rig.get("/readyz", None).await.ok();
    stall.begin();
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    let reply = rig.get("/readyz", None).await;
    assert_eq!(reply.problem(), (503, "unavailable"));
    assert!(started.elapsed() < Duration::from_secs(3));
    rig.get("/livez", None).await.ok();
}

#[tokio::test]
async fn an_account_that_asks_too_much_waits_and_no_other() {
    let rig = Rig::with(Config {
        account_rate: Rate {
            burst: 2,
            every_ms: 5_000,
        },
        ..rig::config()
    })
    .await;
    let admin = rig.sign_in(Role::Administrator).await;
    let head = rig.sign_in(Role::Head).await;
    for status in [200, 200, 429] {
        let reply = rig.get("/v1/changes", Some(&admin)).await;
        assert_eq!(reply.status, status);
    }
    for path in ["/v1/snapshot", "/v1/stream"] {
        let reply = rig.get(path, Some(&admin)).await;
        assert_eq!(reply.problem(), (429, "too-many-requests"), "{path}");
    }
    let body = json!({"ops": []});
    let reply = rig.post("/v1/ops", Some(&admin), &body).await;
    assert_eq!(reply.problem(), (429, "too-many-requests"));
    assert_eq!(reply.headers["retry-after"], "5");
    rig.post("/v1/ops", Some(&head), &body).await.ok();
    rig.clock.advance(Duration::from_secs(5));
    rig.post("/v1/ops", Some(&admin), &body).await.ok();
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let rig = Rig::new().await;
    let body = Body::from(vec![b' '; super::super::MAX_BODY + 1]);
    let reply = rig.send("POST", "/v1/auth/login", None, &JSON, body).await;
    assert_eq!(reply.problem(), (413, "too-large"));
}

#[tokio::test]
async fn a_body_that_never_ends_is_not_waited_for() {
    let rig = Rig::new().await;
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    let never = futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>();
    let body = Body::from_stream(never);
    let reply = rig.send("POST", "/v1/auth/login", None, &JSON, body).await;
    assert_eq!(reply.problem(), (408, "timeout"));
    assert_eq!(reply.headers["content-type"], MEDIA_TYPE);
    assert!(started.elapsed() < Duration::from_secs(31));
}

#[tokio::test]
async fn the_metrics_are_those_of_the_page_for_administrators() {
    let rig = Rig::new().await;
    a_day_of_everything(&rig).await;
    let failed = crate::portal::storage::StorageError::Full;
    rig.portal
        .metrics
        .call("commit", Duration::ZERO, Some(&failed));
    let text = rig.get("/metrics", None).await.text;
    let is_sample = |line: &&str| !line.starts_with('#');
    let told: BTreeSet<String> = text
        .lines()
        .filter(is_sample)
        .filter_map(|line| line.split(['{', ' ']).next())
        .map(|name| {
            let parts = ["_bucket", "_count", "_sum"];
            let family = parts.iter().find_map(|part| name.strip_suffix(part));
            family.unwrap_or(name).to_owned()
        })
        .collect();
    let page = include_str!("../../../../docs/deployment.md");
    let named: BTreeSet<String> = page
        .split('`')
        .filter(|word| word.starts_with("awp_"))
        .map(str::to_owned)
        .collect();
    assert_eq!(named, told);
}
