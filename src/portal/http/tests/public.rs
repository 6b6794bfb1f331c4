//! The intake as the citizens' side sees it.

use serde_json::{Value, json};

use crate::domain::act::Role;
use crate::portal::Config;
use crate::portal::limit::Rate;
use crate::portal::rig::{BIN, Rig, STATE_BODY, request_body};
use crate::portal::secrets::Cost;

const PATH: &str = "/v1/public/requests";

fn with(change: impl FnOnce(&mut Value)) -> Value {
    let mut body = request_body(BIN, "Кезек нешінші?");
    change(&mut body);
    body
}

/// The newest request of a page.
fn last_request(page: &Value) -> &Value {
    let changes = page["changes"].as_array().unwrap();
    let mut requests = changes.iter().filter(|change| change["kind"] == "request");
    requests.next_back().unwrap()
}

#[tokio::test]
async fn a_received_request_has_number_moment_pin_and_a_token() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let reply = rig
        .post(PATH, Some(&intake), &request_body(BIN, "Кезек нешінші?"))
        .await;
    assert_eq!(reply.status, 201);
    let created = reply.ok();
    assert_eq!(created["number"], "766001");
    assert_eq!(created["received_at"], "2026-03-06T05:00:00Z");
    assert!(created["requester_token"].as_str().unwrap().len() > 40);
    let admin = rig.sign_in(Role::Administrator).await;
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    let body = last_request(&page)["body"].clone();
    assert_eq!(body["state"], "new");
    assert_eq!(body["registered_on"], "2026-03-06");
    assert_eq!(body["lang"], "kk");
    assert_eq!(body["pack"], "order145-2023");
    assert_eq!(body["history"][0]["event"], "received");
    assert!(
        !page
            .to_string()
            .contains(created["requester_token"].as_str().unwrap())
    );
}

#[tokio::test]
async fn what_cannot_be_a_request_is_refused_field_by_field() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let table: Vec<(Value, &str, &str)> = vec![
        (with(|b| b["holder"] = json!("")), "holder", "missing"),
        (
            with(|b| b["holder"] = json!("12345")),
            "holder",
            "not-twelve-digits",
        ),
        (
            with(|b| b["holder"] = json!("050140000099")),
            "holder",
            "unknown-holder",
        ),
        (
            with(|b| b["category"] = json!("weather")),
            "category",
            "unknown-category",
        ),
        (with(|b| b["text"] = json!("  \n\t ")), "text", "missing"),
        (
            with(|b| b["text"] = json!("\u{200b}\u{feff}\u{1b}[2J")),
            "text",
            "missing",
        ),
        (
            with(|b| b["text"] = json!("а".repeat(100_001))),
            "text",
            "too-long",
        ),
        (
            with(|b| b["requester"]["iin"] = json!("90010130001")),
            "requester.iin",
            "not-twelve-digits",
        ),
        (
            with(|b| b["requester"]["iin"] = json!("90010130001x")),
            "requester.iin",
            "not-twelve-digits",
        ),
        (
            with(|b| b["requester"]["bin"] = json!("1")),
            "requester.bin",
            "not-twelve-digits",
        ),
        (
            with(|b| b["requester"]["name"] = json!("А".repeat(301))),
            "requester.name",
            "too-long",
        ),
        (
            with(|b| b["requester"]["contacts"]["phone"] = json!("7".repeat(300))),
            "requester.contacts.phone",
            "too-long",
        ),
        (
            with(|b| b["requester"]["representative"] = represented(&"А".repeat(301))),
            "requester.representative.of",
            "too-long",
        ),
        (
            with(|b| b["requester"]["representative"] = represented(" \n ")),
            "requester.representative.of",
            "missing",
        ),
    ];
    for (body, field, code) in table {
        let reply = rig.post(PATH, Some(&intake), &body).await;
        assert_eq!(reply.problem(), (422, "validation"), "{field} {code}");
        let errors = reply.body["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(
            (&errors[0]["field"], &errors[0]["code"]),
            (&json!(field), &json!(code))
        );
    }
    let admin = rig.sign_in(Role::Administrator).await;
    let page = rig.get("/v1/changes", Some(&admin)).await.text;
    assert!(!page.contains("\"kind\":\"request\""));
}

fn represented(of: &str) -> Value {
    json!({"of": of, "authority_attached": true})
}

#[tokio::test]
async fn all_faults_of_a_request_are_told_at_once() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let body = with(|b| {
        b["category"] = json!("weather");
        b["text"] = json!("");
        b["requester"]["iin"] = json!("1");
    });
    let reply = rig.post(PATH, Some(&intake), &body).await;
    assert_eq!(reply.body["errors"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_request_to_a_state_body_is_shown_the_way_to_e_otinish() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let reply = rig
        .post(PATH, Some(&intake), &request_body(STATE_BODY, "Сұрақ"))
        .await;
    assert_eq!(reply.problem(), (422, "holder-takes-no-requests"));
    assert!(reply.body["detail"].as_str().unwrap().contains("e-Otinish"));
}

#[tokio::test]
async fn what_the_administrator_has_to_judge_is_accepted() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    for body in [
        with(|b| b["requester"] = json!({"signature": "none"})),
        with(|b| b["requester"]["iin"] = json!("900101300018")),
        with(|b| b["requester"]["contacts"] = json!({})),
        with(|b| b["lang"] = json!("mixed")),
    ] {
        assert_eq!(
            rig.post(PATH, Some(&intake), &body).await.status,
            201,
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_hostile_text_arrives_clean() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let hostile = "Сәлем\u{1b}[31m!\u{1b}]0;title\u{7}\r\n\u{202e}txt\u{0}";
    let body = with(|b| {
        b["text"] = json!(hostile);
        b["requester"]["name"] = json!("Есен\u{1b}[2J\nов");
    });
    assert_eq!(rig.post(PATH, Some(&intake), &body).await.status, 201);
    let admin = rig.sign_in(Role::Administrator).await;
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    let body = last_request(&page)["body"].clone();
    assert_eq!(body["text"], "Сәлем!\n[U+202E]txt");
    assert_eq!(body["requester"]["name"], "Есен ов");
}

#[tokio::test]
async fn a_body_that_is_not_a_request_says_where_and_repeats_nothing() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let unknown = with(|b| b["secret-field"] = json!("secret-value"));
    let wrong = with(|b| b["requester"]["signature"] = json!("secret-value"));
    for body in [unknown, wrong, json!("secret-value"), json!({})] {
        let reply = rig.post(PATH, Some(&intake), &body).await;
        assert_eq!(reply.problem(), (400, "bad-json"));
        assert!(!reply.text.contains("secret"), "{}", reply.text);
    }
}

#[tokio::test]
async fn a_megabyte_is_refused_by_its_length_and_three_by_their_size() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let long = with(|b| b["text"] = json!("a".repeat(1_000_000)));
    let reply = rig.post(PATH, Some(&intake), &long).await;
    assert_eq!(reply.problem(), (422, "validation"));
    let huge = with(|b| b["text"] = json!("a".repeat(3_000_000)));
    let reply = rig.post(PATH, Some(&intake), &huge).await;
    assert_eq!(reply.problem(), (413, "too-large"));
}

#[tokio::test]
async fn a_request_of_a_hundred_thousand_letters_is_whole() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let text = "ә".repeat(100_000);
    rig.receive(&intake, BIN, &text).await;
    let admin = rig.sign_in(Role::Administrator).await;
    let page = rig.get("/v1/changes", Some(&admin)).await.ok();
    assert_eq!(last_request(&page)["body"]["text"], json!(text));
}

#[tokio::test]
async fn an_open_intake_needs_no_credential_but_refuses_a_wrong_one() {
    let config = Config {
        cost: Cost::LEAST,
        open_intake: true,
        ..Config::default()
    };
    let rig = Rig::with(config).await;
    let body = request_body(BIN, "Сұрақ");
    assert_eq!(rig.post(PATH, None, &body).await.status, 201);
    let reply = rig.post(PATH, Some("forged"), &body).await;
    assert_eq!(reply.problem(), (401, "token-invalid"));
}

#[tokio::test]
async fn a_caller_that_is_too_fast_has_to_wait() {
    let config = Config {
        cost: Cost::LEAST,
        intake_rate: Rate {
            burst: 2,
            every_ms: 5_000,
        },
        ..Config::default()
    };
    let rig = Rig::with(config).await;
    let intake = rig.sign_in(Role::Intake).await;
    let body = request_body(BIN, "Сұрақ");
    for status in [201, 201, 429] {
        assert_eq!(rig.post(PATH, Some(&intake), &body).await.status, status);
    }
}

/// A received request: its number and the token of its author.
async fn received(rig: &Rig, intake: &str) -> (String, String) {
    let reply = rig
        .post(PATH, Some(intake), &request_body(BIN, "Кезек нешінші?"))
        .await;
    let created = reply.ok();
    (
        created["number"].as_str().unwrap().to_owned(),
        created["requester_token"].as_str().unwrap().to_owned(),
    )
}

fn later(number: &str, what: &str) -> String {
    format!("{PATH}/{}/{what}", number.replace('/', "%2F"))
}

async fn answered(rig: &Rig, admin: &str, number: &str) {
    let requisites = json!({
        "lang": "kk", "holder": "а", "address": "а", "position": "а", "signatory": "а",
    });
    let args = json!({"text": "Он жетінші.", "requisites": requisites});
    let op = rig.op(number, "answer", args).await;
    let results = rig.ops(admin, &[op]).await;
    assert_eq!(results[0]["verdict"], "applied", "{results:?}");
}

async fn body_of(rig: &Rig, admin: &str, number: &str) -> Value {
    let page = rig.get("/v1/snapshot?limit=1000", Some(admin)).await.ok();
    let all = page["entities"].as_array().unwrap();
    let found = all.iter().find(|entity| entity["id"] == *number);
    found.unwrap()["body"].clone()
}

#[tokio::test]
async fn only_the_author_withdraws_and_only_once() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let admin = rig.sign_in(Role::Administrator).await;
    let (number, token) = received(&rig, &intake).await;
    let path = later(&number, "withdraw");
    for (wrong, at) in [
        (json!({"requester_token": "wrong"}), path.clone()),
        (
            json!({"requester_token": token}),
            later("766999", "withdraw"),
        ),
        (json!({"requester_token": token}), later("x", "withdraw")),
    ] {
        let reply = rig.post(&at, Some(&intake), &wrong).await;
        assert_eq!(reply.problem(), (404, "no-such-request"));
    }
    let body = json!({"requester_token": token});
    let reply = rig.post(&path, Some(&intake), &body).await.ok();
    assert_eq!(reply["state"], "withdrawn");
    let again = rig.post(&path, Some(&intake), &body).await;
    assert_eq!(again.problem(), (409, "closed"));
    assert_eq!(body_of(&rig, &admin, &number).await["state"], "withdrawn");
}

#[tokio::test]
async fn a_dislike_says_why_and_opens_a_follow_up_that_the_administrator_closes() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let admin = rig.sign_in(Role::Administrator).await;
    let (number, token) = received(&rig, &intake).await;
    let path = later(&number, "rating");
    let rating = |rating: &str, reason: Option<&str>| json!({"requester_token": token, "rating": rating, "reason": reason});
    let early = rig.post(&path, Some(&intake), &rating("like", None)).await;
    assert_eq!(early.problem(), (409, "nothing-to-rate"));
    answered(&rig, &admin, &number).await;
    let mute = rig
        .post(&path, Some(&intake), &rating("dislike", Some(" ")))
        .await;
    assert_eq!(mute.problem(), (409, "rating-reason-missing"));
    let why = rating("dislike", Some("Сұраққа жауап жоқ"));
    rig.post(&path, Some(&intake), &why).await.ok();
    let body = body_of(&rig, &admin, &number).await;
    assert_eq!(
        (&body["state"], &body["follow_up"]),
        (&json!("answered"), &json!(true))
    );
    let mut op = rig
        .op(&number, "close", json!({"note": "Қайта түсіндірілді"}))
        .await;
    op["base"] = json!({"version": 3});
    let results = rig.ops(&admin, &[op]).await;
    assert_eq!(results[0]["verdict"], "applied", "{results:?}");
    let body = body_of(&rig, &admin, &number).await;
    assert_eq!(body.get("follow_up"), None);
    let mut again = rig.op(&number, "close", json!({"note": "тағы"})).await;
    again["base"] = json!({"version": 4});
    let results = rig.ops(&admin, &[again]).await;
    assert_eq!(results[0]["refusal"]["code"], "nothing-to-follow-up");
}

#[tokio::test]
async fn the_author_of_a_forwarded_request_acts_on_its_copy() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let (number, token) = received(&rig, &intake).await;
    let admin = rig.sign_in(Role::Administrator).await;
    let args = json!({"to": crate::portal::rig::OTHER_BIN, "notice": "Жіберілді"});
    let op = rig.op(&number, "forward", args).await;
    let results = rig.ops(&admin, &[op]).await;
    assert_eq!(results[0]["verdict"], "applied", "{results:?}");
    let body = json!({"requester_token": token});
    let path = later(&format!("{number}/1"), "withdraw");
    let reply = rig.post(&path, Some(&intake), &body).await.ok();
    assert_eq!(reply["state"], "withdrawn");
    let closed = rig
        .post(&later(&number, "withdraw"), Some(&intake), &body)
        .await;
    assert_eq!(closed.problem(), (409, "closed"));
}
