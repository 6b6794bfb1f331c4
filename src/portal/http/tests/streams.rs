//! Open streams: what they tell, what they cost, when they end.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Request;
use futures_util::StreamExt;
use tower::ServiceExt;

use crate::domain::act::Role;
use crate::portal::rig::{BIN, OTHER_BIN, Rig};

/// An open stream that has told its first event.
struct Stream(BodyDataStream);

impl Stream {
    async fn open(rig: &Rig, token: &str) -> Self {
        let request = Request::builder()
            .uri("/v1/stream")
            .header("authorization", format!("Bearer {token}"))
            .body(Body::empty())
            .unwrap();
        let response = rig.routes.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        let mut stream = Self(response.into_body().into_data_stream());
        let first = stream.next().await.unwrap();
        assert!(first.starts_with("event: cursor\n"), "{first}");
        stream
    }

    /// What comes next, a comment or an event; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        let bytes = self.0.next().await?.unwrap();
        Some(String::from_utf8(bytes.to_vec()).unwrap())
    }
}

/// How often the store was asked, by the metrics.
fn asked(rig: &Rig, call: &str) -> u64 {
    let start = format!("awp_store_call_duration_seconds_count{{call=\"{call}\"}} ");
    let text = rig.portal.metrics_text();
    let count = text.lines().find_map(|line| line.strip_prefix(&start));
    count.map_or(0, |count| count.parse().unwrap())
}

#[tokio::test]
async fn a_silent_stream_asks_the_store_nothing() {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let mut stream = Stream::open(&rig, &admin).await;
    let before = ["access", "head", "changes", "marks"].map(|call| asked(&rig, call));
    tokio::time::pause();
    assert_eq!(stream.next().await.unwrap(), ":\n\n");
    // From the first sign on no time passes but that of the streams.
    let started = tokio::time::Instant::now();
    for _ in 0..2 {
        assert_eq!(stream.next().await.unwrap(), ":\n\n");
    }
    let passed = started.elapsed();
    assert!(passed >= Duration::from_secs(30) && passed < Duration::from_secs(31));
    let after = ["access", "head", "changes", "marks"].map(|call| asked(&rig, call));
    assert_eq!(after, before);
}

#[tokio::test]
async fn one_write_is_one_question_however_many_listen() {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let other = rig.sign_in_as("other", Role::Head, Some(OTHER_BIN)).await;
    let intake = rig.sign_in(Role::Intake).await;
    let mut streams = Vec::new();
    for _ in 0..40 {
        streams.push(Stream::open(&rig, &admin).await);
    }
    let mut deaf = Stream::open(&rig, &other).await;
    let before = (asked(&rig, "marks"), asked(&rig, "access"));
    rig.receive(&intake, BIN, "Сұрақ").await;
    let head = rig.storage.head().await.unwrap();
    for stream in &mut streams {
        let told = stream.next().await.unwrap();
        let cursor = format!("{}.{}.h{BIN}", head.epoch, head.seq.0);
        assert!(told.contains(&cursor), "{told}");
    }
    assert_eq!(asked(&rig, "marks"), before.0 + 1);
    // The intake showed its own token; no stream was looked at again so soon.
    assert_eq!(asked(&rig, "access"), before.1 + 1);
    tokio::time::pause();
    assert_eq!(deaf.next().await.unwrap(), ":\n\n");
}

#[tokio::test]
async fn the_stream_of_a_revoked_account_ends_within_a_minute() {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let mut stream = Stream::open(&rig, &admin).await;
    let account = crate::domain::ids::UserName("administrator".to_owned());
    rig.storage
        .revoke(Some(account), crate::portal::rig::morning())
        .await
        .unwrap();
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    while let Some(comment) = stream.next().await {
        assert_eq!(comment, ":\n\n");
    }
    assert!(started.elapsed() < Duration::from_secs(61));
    assert_eq!(rig.portal.news.audiences(), 0);
}

#[tokio::test]
async fn a_write_about_accounts_ends_the_stream_of_one_that_was_moved_at_once() {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let mut stream = Stream::open(&rig, &admin).await;
    rig.move_account("administrator", Role::Head, Some(OTHER_BIN))
        .await;
    // The holder hears of a new colleague.
    rig.add("colleague", Role::Head, Some(BIN)).await;
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn a_stream_ends_with_its_token() {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let mut stream = Stream::open(&rig, &admin).await;
    rig.clock.advance(Duration::from_mins(15));
    tokio::time::pause();
    while let Some(comment) = stream.next().await {
        assert_eq!(comment, ":\n\n");
    }
}

#[tokio::test]
async fn streams_and_polls_are_counted_while_they_last_and_end_with_the_node() {
    let rig = Rig::new().await;
    let admin = rig.sign_in(Role::Administrator).await;
    let open = |rig: &Rig, name: &str, count: usize| {
        let text = rig.portal.metrics_text();
        assert!(text.contains(&format!("\n{name} {count}\n")), "{text}");
    };
    let mut stream = Stream::open(&rig, &admin).await;
    let left = Stream::open(&rig, &admin).await;
    open(&rig, "awp_streams", 2);
    drop(left);
    open(&rig, "awp_streams", 1);
    assert_eq!(rig.portal.news.audiences(), 1);
    let head = rig.storage.head().await.unwrap();
    let path = format!(
        "/v1/changes?wait=60&since={}.{}.h{BIN}",
        head.epoch, head.seq.0
    );
    let closing = async {
        while !rig.portal.metrics_text().contains("\nawp_long_polls 1\n") {
            tokio::task::yield_now().await;
        }
        rig.portal.close();
    };
    let (poll, ()) = tokio::join!(rig.get(&path, Some(&admin)), closing);
    poll.ok();
    assert_eq!(stream.next().await, None);
    drop(stream);
    open(&rig, "awp_streams", 0);
    open(&rig, "awp_long_polls", 0);
    assert_eq!(rig.portal.news.audiences(), 0);
}
