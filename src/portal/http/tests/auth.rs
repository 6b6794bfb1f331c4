//! Signing in, staying in, being thrown out; roles on every route.

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::act::Role;
use crate::domain::ids::UserName;
use crate::portal::rig::{BIN, OTHER_BIN, PASSWORD, Rig};

const QUARTER: Duration = Duration::from_mins(15);

async fn refresh(rig: &Rig, token: &Value, device: Uuid) -> crate::portal::rig::Reply {
    let body = json!({"refresh_token": token, "device": device});
    rig.post("/v1/auth/refresh", None, &body).await
}

#[tokio::test]
async fn a_login_tells_who_signed_in() {
    let rig = Rig::new().await;
    rig.add("aliya", Role::Administrator, Some(BIN)).await;
    let tokens = rig.login("aliya", PASSWORD, Uuid::nil()).await.ok();
    assert_eq!(
        tokens["account"],
        json!({"user": "aliya", "role": "administrator", "holder": BIN})
    );
    assert_eq!(tokens["access_expires_at"], "2026-03-06T05:15:00Z");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_told_alike() {
    let rig = Rig::new().await;
    rig.add("aliya", Role::Administrator, Some(BIN)).await;
    for (user, password) in [("aliya", "wrong-password"), ("nobody", PASSWORD)] {
        let reply = rig.login(user, password, Uuid::nil()).await;
        assert_eq!(reply.problem(), (401, "bad-credentials"), "{user}");
    }
}

#[tokio::test]
async fn too_many_logins_of_a_name_have_to_wait() {
    let rig = Rig::new().await;
    rig.add("aliya", Role::Administrator, Some(BIN)).await;
    for _ in 0..10 {
        rig.login("aliya", "wrong-password", Uuid::nil()).await;
    }
    let reply = rig.login("aliya", PASSWORD, Uuid::nil()).await;
    assert_eq!(reply.problem(), (429, "too-many-logins"));
    assert_eq!(reply.headers["retry-after"], "30");
    rig.clock.advance(Duration::from_secs(30));
    rig.login("aliya", PASSWORD, Uuid::nil()).await.ok();
}

#[tokio::test]
async fn an_access_token_ends_after_a_quarter_of_an_hour() {
    let rig = Rig::new().await;
    let token = rig.sign_in(Role::Administrator).await;
    rig.clock
        .advance(QUARTER.saturating_sub(Duration::from_secs(1)));
    rig.get("/v1/changes", Some(&token)).await.ok();
    rig.clock.advance(Duration::from_secs(1));
    let reply = rig.get("/v1/changes", Some(&token)).await;
    assert_eq!(reply.problem(), (401, "token-expired"));
    assert_eq!(reply.headers["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn a_refresh_token_serves_once() {
    let rig = Rig::new().await;
    rig.add("aliya", Role::Administrator, Some(BIN)).await;
    let first = rig.login("aliya", PASSWORD, Uuid::nil()).await.ok();
    let second = refresh(&rig, &first["refresh_token"], Uuid::nil())
        .await
        .ok();
    let third = refresh(&rig, &second["refresh_token"], Uuid::nil())
        .await
        .ok();
    let stolen = refresh(&rig, &first["refresh_token"], Uuid::nil()).await;
    assert_eq!(stolen.problem(), (401, "refresh-reused"));
    let ended = refresh(&rig, &third["refresh_token"], Uuid::nil()).await;
    assert_eq!(ended.problem(), (401, "session-ended"));
    let access = third["access_token"].as_str();
    let reply = rig.get("/v1/changes", access).await;
    assert_eq!(reply.problem(), (401, "token-invalid"));
}

#[tokio::test]
async fn a_lost_answer_to_a_refresh_is_no_reuse() {
    let rig = Rig::new().await;
    rig.add("aliya", Role::Administrator, Some(BIN)).await;
    let first = rig.login("aliya", PASSWORD, Uuid::nil()).await.ok();
    let lost = refresh(&rig, &first["refresh_token"], Uuid::nil())
        .await
        .ok();
    let again = refresh(&rig, &first["refresh_token"], Uuid::nil())
        .await
        .ok();
    refresh(&rig, &again["refresh_token"], Uuid::nil())
        .await
        .ok();
    let reply = refresh(&rig, &lost["refresh_token"], Uuid::nil()).await;
    assert_eq!(reply.problem(), (401, "refresh-reused"));
}

#[tokio::test]
async fn a_refresh_token_on_another_device_ends_the_session() {
    let rig = Rig::new().await;
    rig.add("aliya", Role::Administrator, Some(BIN)).await;
    let tokens = rig.login("aliya", PASSWORD, Uuid::nil()).await.ok();
    let reply = refresh(&rig, &tokens["refresh_token"], Uuid::now_v7()).await;
    assert_eq!(reply.problem(), (401, "refresh-reused"));
    let reply = refresh(&rig, &tokens["refresh_token"], Uuid::nil()).await;
    assert_eq!(reply.problem(), (401, "session-ended"));
}

#[tokio::test]
async fn a_refresh_token_ends_after_thirty_days() {
    let rig = Rig::new().await;
    rig.add("aliya", Role::Administrator, Some(BIN)).await;
    let tokens = rig.login("aliya", PASSWORD, Uuid::nil()).await.ok();
    rig.clock.advance(Duration::from_hours(30 * 24));
    let reply = refresh(&rig, &tokens["refresh_token"], Uuid::nil()).await;
    assert_eq!(reply.problem(), (401, "refresh-expired"));
}

#[tokio::test]
async fn a_logout_ends_the_session_on_the_portal() {
    let rig = Rig::new().await;
    rig.add("aliya", Role::Administrator, Some(BIN)).await;
    let tokens = rig.login("aliya", PASSWORD, Uuid::nil()).await.ok();
    let body = json!({"refresh_token": tokens["refresh_token"], "device": Uuid::nil()});
    let reply = rig.post("/v1/auth/logout", None, &body).await;
    assert_eq!(reply.status, 204);
    let access = tokens["access_token"].as_str();
    let reply = rig.get("/v1/changes", access).await;
    assert_eq!(reply.problem(), (401, "token-invalid"));
}

#[tokio::test]
async fn revoking_an_account_ends_its_sessions_and_no_others() {
    let rig = Rig::new().await;
    let gone = rig
        .sign_in_as("aliya", Role::Administrator, Some(BIN))
        .await;
    let stays = rig
        .sign_in_as("bolat", Role::Administrator, Some(BIN))
        .await;
    let now = crate::portal::rig::morning();
    let ended = rig
        .storage
        .revoke(Some(UserName("aliya".into())), now)
        .await;
    assert_eq!(ended, Ok(1));
    let reply = rig.get("/v1/changes", Some(&gone)).await;
    assert_eq!(reply.problem(), (401, "token-invalid"));
    rig.get("/v1/changes", Some(&stays)).await.ok();
}

#[tokio::test]
async fn every_route_lets_only_its_roles_pass() {
    use Role::{Administrator, Head, Intake, Moderator, Operator, Support, Trainer};
    let readers = [Administrator, Head, Moderator, Operator, Trainer, Support];
    let deciders = [Administrator, Head, Moderator, Operator];
    let table: [(&str, &str, &[Role]); 5] = [
        ("GET", "/v1/changes", &readers),
        ("GET", "/v1/snapshot", &readers),
        ("GET", "/v1/stream", &readers),
        ("POST", "/v1/ops", &deciders),
        ("POST", "/v1/public/requests", &[Intake]),
    ];
    let rig = Rig::new().await;
    for role in Role::ALL {
        let token = rig.sign_in(role).await;
        for (method, path, allowed) in table {
            let status = match (method, path) {
                (_, "/v1/stream") => rig.stream_status(&token).await,
                ("GET", _) => rig.get(path, Some(&token)).await.status.as_u16(),
                _ => {
                    let body = match path {
                        "/v1/ops" => json!({"ops": []}),
                        _ => crate::portal::rig::request_body(BIN, "Сұрақ"),
                    };
                    rig.post(path, Some(&token), &body).await.status.as_u16()
                }
            };
            let passes = allowed.contains(&role);
            assert_eq!(status == 403, !passes, "{role:?} {path}: {status}");
            assert_eq!(status < 300, passes, "{role:?} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_open() {
    let rig = Rig::new().await;
    for path in ["/v1/changes", "/v1/snapshot", "/v1/stream"] {
        let reply = rig.get(path, None).await;
        assert_eq!(reply.problem(), (401, "token-missing"), "{path}");
    }
    for path in ["/v1/ops", "/v1/public/requests"] {
        let reply = rig.post(path, None, &json!({"ops": []})).await;
        assert_eq!(reply.status, 401, "{path}");
    }
    let reply = rig.get("/v1/changes", Some("forged")).await;
    assert_eq!(reply.problem(), (401, "token-invalid"));
}

#[tokio::test]
async fn an_account_moved_to_another_holder_starts_over() {
    let rig = Rig::new().await;
    let token = rig.sign_in(Role::Administrator).await;
    let page = rig.get("/v1/changes", Some(&token)).await.ok();
    let path = format!("/v1/changes?since={}", page["cursor"].as_str().unwrap());
    rig.get(&path, Some(&token)).await.ok();
    for (role, holder) in [
        (Role::Administrator, Some(OTHER_BIN)),
        (Role::Support, Some(BIN)),
        (Role::Operator, None),
    ] {
        rig.move_account("administrator", role, holder).await;
        let reply = rig.get(&path, Some(&token)).await;
        assert_eq!(reply.problem(), (410, "scope-changed"), "{role:?}");
    }
    rig.move_account("administrator", Role::Head, Some(BIN))
        .await;
    rig.get(&path, Some(&token)).await.ok();
}
