//! What all routes have in common, and that none is missing in the description.

use std::collections::BTreeSet;

use axum::body::Body;
use serde_json::{Value, json};

use crate::domain::act::Role;
use crate::portal::problem::MEDIA_TYPE;
use crate::portal::rig::{BIN, Rig, request_body};
use crate::wire::package::{PublicKey, PublicKeys};

#[tokio::test]
async fn every_error_is_a_problem_with_the_id_of_its_request() {
    let rig = Rig::new().await;
    let json = [("content-type", "application/json")];
    let text = [("content-type", "text/plain")];
    let old = [("awp-protocol", "awp-sync/0")];
    let coded = [
        ("content-type", "application/json"),
        ("content-encoding", "br"),
    ];
    let login = "/v1/auth/login";
    for (method, path, headers, body, problem) in [
        ("GET", "/v1/nothing", &json[..], "", (404, "not-found")),
        (
            "DELETE",
            "/v1/changes",
            &json[..],
            "",
            (405, "method-not-allowed"),
        ),
        (
            "GET",
            "/v1/changes",
            &old[..],
            "",
            (426, "protocol-not-spoken"),
        ),
        (
            "POST",
            login,
            &text[..],
            "{}",
            (415, "unsupported-media-type"),
        ),
        (
            "POST",
            login,
            &coded[..],
            "{}",
            (415, "unsupported-media-type"),
        ),
        ("POST", login, &json[..], "{", (400, "bad-json")),
        ("GET", "/v1/snapshot", &json[..], "", (401, "token-missing")),
    ] {
        let reply = rig
            .send(method, path, None, headers, Body::from(body))
            .await;
        assert_eq!(reply.problem(), problem, "{method} {path}");
        assert_eq!(reply.headers["content-type"], MEDIA_TYPE);
        assert_eq!(reply.headers["awp-protocol"], "awp-sync/1");
        let id = reply.headers["x-request-id"].to_str().unwrap();
        assert_eq!(reply.body["request_id"], id);
        assert_eq!(reply.body["status"], problem.0);
    }
}

#[tokio::test]
async fn a_wrong_method_names_the_right_ones() {
    let rig = Rig::new().await;
    let reply = rig
        .send("DELETE", "/v1/changes", None, &[], Body::empty())
        .await;
    assert_eq!(reply.headers["allow"], "GET,HEAD");
}

#[tokio::test]
async fn a_small_body_that_unpacks_to_a_huge_one_is_refused() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let mut body = request_body(BIN, "");
    body["text"] = json!("a".repeat(3_000_000));
    let packed = packed(body.to_string()).await;
    assert!(packed.len() < 100_000);
    let headers = [
        ("content-type", "application/json"),
        ("content-encoding", "gzip"),
    ];
    let path = "/v1/public/requests";
    let reply = rig
        .send("POST", path, Some(&intake), &headers, Body::from(packed))
        .await;
    assert_eq!(reply.problem(), (413, "too-large"));
}

/// Packs a text as the portal's own answers are packed.
async fn packed(text: String) -> axum::body::Bytes {
    use tower::ServiceExt;
    let routes = axum::Router::new()
        .fallback(async move || text)
        .layer(tower_http::compression::CompressionLayer::new());
    let request = axum::http::Request::builder().header("accept-encoding", "gzip");
    let answer = routes
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    axum::body::to_bytes(answer.into_body(), usize::MAX)
        .await
        .unwrap()
}

#[tokio::test]
async fn health_needs_no_credential_and_follows_the_close() {
    let rig = Rig::new().await;
    for path in ["/livez", "/readyz"] {
        rig.get(path, None).await.ok();
    }
    rig.portal.close();
    rig.get("/livez", None).await.ok();
    assert_eq!(
        rig.get("/readyz", None).await.problem(),
        (503, "unavailable")
    );
}

#[tokio::test]
async fn every_described_route_exists() {
    let rig = Rig::new().await;
    let document = rig.get("/v1/openapi.json", None).await.ok();
    assert_eq!(document["openapi"], "3.1.0");
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            let reply = rig.send(&method, path, None, &[], Body::empty()).await;
            let status = reply.status.as_u16();
            // A handler that finds nothing of that name says so by a type of its own.
            let found_nothing = reply.body["type"] == "no-such-item";
            let missing = [404, 405].contains(&status) && !found_nothing;
            assert!(!missing, "{method} {path}: {status}");
        }
    }
}

/// Routes come into the router only through `routes!`, which also describes them; a route added
/// past it would be missing in the document.
#[test]
fn every_route_is_described() {
    let document = serde_json::to_value(crate::portal::http::openapi()).unwrap();
    let described: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let sources = [
        include_str!("../../http.rs"),
        include_str!("../access.rs"),
        include_str!("../auth.rs"),
        include_str!("../conferences.rs"),
        include_str!("../desk.rs"),
        include_str!("../feed.rs"),
        include_str!("../health.rs"),
        include_str!("../ops.rs"),
        include_str!("../packages.rs"),
        include_str!("../profile.rs"),
        include_str!("../public.rs"),
        include_str!("../stream.rs"),
    ];
    for source in sources {
        for past in [".route(", ".route_service(", ".nest(", ".nest_service("] {
            assert!(!source.contains(past), "a route is added with {past}");
        }
    }
    let written: BTreeSet<String> = sources
        .iter()
        .flat_map(|source| source.split("path = \"").skip(1))
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect();
    assert_eq!(described, written);
}

#[test]
fn the_shapes_of_the_document_are_those_of_the_types() {
    let document = serde_json::to_value(crate::portal::http::openapi()).unwrap();
    let schemas = &document["components"]["schemas"];
    let fields = |name: &str| -> BTreeSet<String> {
        schemas[name]["properties"]
            .as_object()
            .unwrap_or_else(|| panic!("{name}"))
            .keys()
            .cloned()
            .collect()
    };
    let keys = |value: &Value| -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    let mut request = request_body(BIN, "Сұрақ");
    request["lang"] = json!("kk");
    assert_eq!(fields("NewRequest"), keys(&request));
    let requester = json!({
        "name": "", "iin": "", "bin": "",
        "letter": {"outgoing_number": "", "outgoing_date": "2026-01-01", "signatory": "", "position": ""},
        "representative": {"of": "", "authority_attached": true},
        "contacts": {"address": "", "email": "", "phone": ""},
        "signature": "none",
    });
    let typed: crate::domain::person::Requester = serde_json::from_value(requester).unwrap();
    let typed = serde_json::to_value(typed).unwrap();
    assert_eq!(fields("Requester"), keys(&typed));
    assert_eq!(fields("Contacts"), keys(&typed["contacts"]));
    assert_eq!(fields("Letter"), keys(&typed["letter"]));
    assert_eq!(fields("Representative"), keys(&typed["representative"]));
    let (sign, seal) = (PublicKey([1; 32]), PublicKey([2; 32]));
    let public = serde_json::to_value(PublicKeys { sign, seal }).unwrap();
    assert_eq!(fields("PublicKeys"), keys(&public));
}
