//! A node on a real socket of the loopback.

use std::net::SocketAddr;

use serde_json::json;

use super::*;
use crate::domain::act::Role;
use crate::portal::rig::{BIN, PASSWORD, Rig};
use crate::portal::secrets::Cost;
use crate::portal::{Config, serve};

fn listener(address: &str) -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(address).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn a_node_serves_until_it_is_closed_and_lets_requests_finish() {
    let rig = Rig::new().await;
    rig.add("aliya", Role::Administrator, Some(BIN)).await;
    let (socket, address) = listener("127.0.0.1:0");
    let serving = serve(rig.portal.clone(), socket, None);
    let calling = async {
        let body = json!({"user": "aliya", "password": PASSWORD, "device": uuid::Uuid::nil()});
        let url = |path: &str| format!("http://{address}{path}");
        let login = client().post(url("/v1/auth/login")).json(&body).send();
        let tokens: serde_json::Value = login.await.unwrap().json().await.unwrap();
        let token = tokens["access_token"].as_str().unwrap();
        let head = rig.storage.head().await.unwrap();
        let waiting = format!(
            "/v1/changes?wait=60&since={}.{}.h{BIN}",
            head.epoch, head.seq.0
        );
        let poll = client().get(url(&waiting)).bearer_auth(token).send();
        let close = async {
            // The poll is under way before the close.
            client().get(url("/livez")).send().await.unwrap();
            rig.portal.close();
        };
        let (poll, ()) = tokio::join!(poll, close);
        poll.unwrap().status()
    };
    let (served, status) = tokio::join!(serving, calling);
    served.unwrap();
    assert_eq!(status, 200);
    assert!(
        client()
            .get(format!("http://{address}/livez"))
            .send()
            .await
            .is_err()
    );
}

#[tokio::test]
async fn one_connection_too_many_is_closed_and_the_others_are_counted() {
    let rig = Rig::with(Config {
        connections: 2,
        ..crate::portal::rig::config()
    })
    .await;
    let (socket, address) = listener("127.0.0.1:0");
    let serving = serve(rig.portal.clone(), socket, None);
    let calling = async {
        let url = format!("http://{address}/metrics");
        let (one, two, three) = (client(), client(), client());
        let told = |answer: reqwest::Response| async { answer.text().await.unwrap() };
        told(one.get(&url).send().await.unwrap()).await;
        let text = told(two.get(&url).send().await.unwrap()).await;
        assert!(text.contains("\nawp_connections 2\n"), "{text}");
        assert!(three.get(&url).send().await.is_err());
        rig.portal.close();
    };
    let (served, ()) = tokio::join!(serving, calling);
    served.unwrap();
}

#[tokio::test]
async fn a_client_that_never_finishes_the_head_of_its_request_is_left() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let rig = Rig::new().await;
    let (socket, address) = listener("127.0.0.1:0");
    let serving = serve(rig.portal.clone(), socket, None);
    let calling = async {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET /livez HTTP/1.1\r\nhost: a\r\n")
            .await
            .unwrap();
        tokio::time::pause();
        let mut rest = Vec::new();
        // However the connection ends: with a word of HTTP or without.
        let _ = stream.read_to_end(&mut rest).await;
        rig.portal.close();
    };
    let (served, ()) = tokio::join!(serving, calling);
    served.unwrap();
}

#[tokio::test]
async fn the_metrics_have_an_address_of_their_own_where_one_is_given() {
    let rig = Rig::with(Config {
        metrics_apart: true,
        ..crate::portal::rig::config()
    })
    .await;
    let (socket, address) = listener("127.0.0.1:0");
    let serving = serve_metrics(rig.portal.clone(), socket);
    let calling = async {
        let url = |path: &str| format!("http://{address}{path}");
        let answer = client().get(url("/metrics")).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let answer = client().get(url("/v1/openapi.json")).send().await.unwrap();
        assert_eq!(answer.status(), 404);
        rig.portal.close();
    };
    let (served, ()) = tokio::join!(serving, calling);
    served.unwrap();
}

#[tokio::test]
async fn an_address_that_others_reach_needs_tls() {
    let rig = Rig::new().await;
    let (socket, _) = listener("0.0.0.0:0");
    let error = serve(rig.portal.clone(), socket, None).await.unwrap_err();
    assert!(matches!(error, ServeError::TlsRequired(_)), "{error}");
}

#[tokio::test]
async fn an_open_intake_is_never_offered_to_others() {
    let rig = Rig::with(Config {
        cost: Cost::LEAST,
        open_intake: true,
        ..Config::default()
    })
    .await;
    let (socket, _) = listener("0.0.0.0:0");
    let tls = Tls {
        certificate: "none.pem".into(),
        key: "none.pem".into(),
    };
    let error = serve(rig.portal.clone(), socket, Some(tls))
        .await
        .unwrap_err();
    assert!(matches!(error, ServeError::OpenIntake(_)), "{error}");
}

#[tokio::test]
async fn a_certificate_that_cannot_be_read_is_told() {
    let rig = Rig::new().await;
    let (socket, _) = listener("127.0.0.1:0");
    let tls = Tls {
        certificate: "none.pem".into(),
        key: "none.pem".into(),
    };
    let error = serve(rig.portal.clone(), socket, Some(tls))
        .await
        .unwrap_err();
    assert!(matches!(error, ServeError::Certificate(_)), "{error}");
}
