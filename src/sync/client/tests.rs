//! How answers and failures of the line are told apart.

use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

async fn portal(answer: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let client = client(&server.uri());
    (server, client)
}

fn client(uri: &str) -> Client {
    let settings = ClientSettings {
        bypass_proxy: true,
        call: Duration::from_millis(500),
        ..ClientSettings::new(uri)
    };
    Client::new(&settings).unwrap()
}

async fn changes(client: &Client) -> Result<ChangesPage, TransportError> {
    client
        .changes(
            &"token".into(),
            &Cursor("e1.4.h1".into()),
            50,
            Duration::ZERO,
        )
        .await
}

async fn kind(answer: ResponseTemplate) -> (FailureKind, Reached) {
    let (_server, client) = portal(answer).await;
    let error = changes(&client).await.unwrap_err();
    (error.kind, error.reached)
}

fn problem(status: u16, kind: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(serde_json::json!({
        "type": kind, "title": kind, "status": status,
    }))
}

#[tokio::test]
async fn a_page_is_asked_for_with_place_limit_token_and_protocol() {
    let server = MockServer::start().await;
    let page = serde_json::json!({
        "cursor": "e1.5.h1", "has_more": false, "server_time": "2026-03-06T07:00:00Z",
        "changes": [],
    });
    Mock::given(path("/v1/changes"))
        .and(query_param("since", "e1.4.h1"))
        .and(query_param("limit", "50"))
        .and(query_param("wait", "0"))
        .and(header("authorization", "Bearer token"))
        .and(header("awp-protocol", wire::PROTOCOL))
        .respond_with(ResponseTemplate::new(200).set_body_json(page))
        .mount(&server)
        .await;
    let page = changes(&client(&server.uri())).await.unwrap();
    assert_eq!(page.cursor, Cursor("e1.5.h1".into()));
}

#[tokio::test]
async fn each_answer_is_told_apart() {
    use FailureKind as K;
    let cases = [
        (problem(401, "token-expired"), K::Unauthorized, Reached::No),
        (problem(426, "protocol-not-spoken"), K::TooOld, Reached::No),
        (problem(429, "too-many"), K::Busy, Reached::No),
        (problem(503, "draining"), K::Busy, Reached::Perhaps),
        (problem(500, "internal"), K::Server(500), Reached::Perhaps),
        (
            problem(410, "cursor-expired"),
            K::Problem("cursor-expired".into()),
            Reached::No,
        ),
        (
            ResponseTemplate::new(404).set_body_string("<html>proxy</html>"),
            K::Nonsense,
            Reached::No,
        ),
        (
            ResponseTemplate::new(302).insert_header("location", "http://127.0.0.1:1/"),
            K::Nonsense,
            Reached::Perhaps,
        ),
        (
            ResponseTemplate::new(200).set_body_string("{\"cursor\":"),
            K::Nonsense,
            Reached::Perhaps,
        ),
        (
            ResponseTemplate::new(200).set_delay(Duration::from_secs(30)),
            K::Timeout,
            Reached::Perhaps,
        ),
    ];
    for (answer, expected, reached) in cases {
        assert_eq!(kind(answer).await, (expected, reached));
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let answer = ResponseTemplate::new(200).set_body_bytes(vec![b' '; MOST_BYTES + 1]);
    let (_server, client) = portal(answer).await;
    let patient = Client {
        call: Duration::from_secs(30),
        ..client
    };
    let error = changes(&patient).await.unwrap_err();
    assert_eq!(error.kind, FailureKind::TooLarge);
}

#[tokio::test]
async fn nobody_at_the_address_is_certainly_not_reached() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let error = changes(&client(&format!("http://{address}")))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind, error.reached),
        (FailureKind::Unreachable, Reached::No)
    );
}

#[tokio::test]
async fn what_the_portal_asks_to_wait_is_read() {
    let answer = problem(429, "too-many").insert_header("retry-after", "17");
    let (_server, client) = portal(answer).await;
    let error = changes(&client).await.unwrap_err();
    assert_eq!(error.retry_after, Some(Duration::from_secs(17)));
}

#[test]
fn only_loopback_is_spoken_to_in_the_clear() {
    for (text, code) in [
        ("https://portal.example", None),
        ("http://127.0.0.1:8080", None),
        ("http://localhost:1/", None),
        ("http://[::1]:9", None),
        ("http://portal.example", Some("not-private")),
        ("ftp://portal.example", Some("bad-address")),
        ("portal", Some("bad-address")),
    ] {
        let error = Client::new(&ClientSettings::new(text)).err();
        assert_eq!(error.as_ref().map(ClientError::code), code, "{text}");
    }
}

#[test]
fn an_unreadable_authority_is_an_error_at_once() {
    let settings = ClientSettings {
        authority: Some(b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n".to_vec()),
        ..ClientSettings::new("https://portal.example")
    };
    assert!(Client::new(&settings).is_err());
}
