//! Access to the workstation, and what the Operator tells holders.

use serde_json::{Value, json};

use crate::domain::act::Role;
use crate::domain::ids::UserName;
use crate::portal::rig::stage::{Stage, person};
use crate::portal::rig::{BIN, OTHER_BIN, PASSWORD, Reply};

/// Hands an application in; gives the token of its applicant.
async fn applied_for(stage: &Stage, n: u32) -> String {
    let body = json!({
        "holder": BIN, "applicant": person(n), "position": "бас маман", "role": "head",
    });
    let reply = stage
        .rig
        .post("/v1/public/access", Some(&stage.token("intake")), &body)
        .await;
    reply.ok()["requester_token"].as_str().unwrap().to_owned()
}

async fn set_password(stage: &Stage, token: &str) -> Reply {
    let body = json!({"requester_token": token, "password": PASSWORD});
    let path = "/v1/public/access/A-1/password";
    let intake = stage.token("intake");
    stage.rig.post(path, Some(&intake), &body).await
}

/// The kinds and ids that an account sees.
async fn seen(stage: &Stage, token: &str) -> Vec<(String, String)> {
    let page = stage.rig.get("/v1/snapshot?limit=1000", Some(token)).await;
    let page = page.ok();
    let entities = page["entities"].as_array().unwrap().iter();
    let text = |entity: &Value, field: &str| entity[field].as_str().unwrap().to_owned();
    entities
        .map(|entity| (text(entity, "kind"), text(entity, "id")))
        .collect()
}

async fn sees(stage: &Stage, token: &str, kind: &str) -> usize {
    let all = seen(stage, token).await;
    all.iter().filter(|(one, _)| one == kind).count()
}

#[tokio::test]
async fn access_is_applied_for_granted_entered_once_and_revoked() {
    let stage = Stage::new().await;
    let token = applied_for(&stage, 1).await;
    let early = set_password(&stage, &token).await;
    assert_eq!(early.problem().1, "not-granted");
    let grant = json!({"user": "bolat.head"});
    Stage::applied(&stage.act("operator", "A-1", "grant-access", grant).await);
    // Nobody knows a password of it yet, not even an empty one.
    let device = uuid::Uuid::nil();
    let before = stage.rig.login("bolat.head", "", device).await;
    assert_eq!(before.problem().1, "bad-credentials");
    let foreign = set_password(&stage, "x").await;
    assert_eq!(foreign.problem().1, "no-such-item");
    assert!(set_password(&stage, &token).await.status.is_success());
    let again = set_password(&stage, &token).await;
    assert_eq!(again.problem().1, "done-before");
    let head = stage.rig.login("bolat.head", PASSWORD, device).await.ok();
    assert_eq!(head["account"]["role"], "head");
    let head = head["access_token"].as_str().unwrap().to_owned();
    let colleague = ("colleague".to_owned(), format!("{BIN}:bolat.head"));
    assert!(
        seen(&stage, &stage.token("operator"))
            .await
            .contains(&colleague)
    );
    let reason = json!({"reason": "Қызметтен кетті"});
    Stage::applied(&stage.act("operator", "A-1", "revoke-access", reason).await);
    let ended = stage.rig.get("/v1/snapshot", Some(&head)).await;
    assert_eq!(ended.status, axum::http::StatusCode::UNAUTHORIZED);
    let closed = stage.rig.login("bolat.head", PASSWORD, device).await;
    assert_eq!(closed.problem().1, "bad-credentials");
    assert!(
        !seen(&stage, &stage.token("operator"))
            .await
            .contains(&colleague)
    );
}

#[tokio::test]
async fn a_login_name_that_is_taken_is_refused_and_nothing_is_granted() {
    let stage = Stage::new().await;
    applied_for(&stage, 1).await;
    let grant = json!({"user": "moderator"});
    let refused = stage.act("operator", "A-1", "grant-access", grant).await;
    assert_eq!(refused["refusal"]["code"], "login-name-taken");
    assert_eq!(stage.body("A-1").await["state"], "new");
}

#[tokio::test]
async fn an_application_is_the_operator_s_alone() {
    let stage = Stage::new().await;
    applied_for(&stage, 1).await;
    assert_eq!(sees(&stage, &stage.token("operator"), "access").await, 1);
    for role in ["administrator", "moderator"] {
        assert_eq!(
            sees(&stage, &stage.token(role), "access").await,
            0,
            "{role}"
        );
    }
    let grant = json!({"user": "x"});
    let foreign = stage
        .act("administrator", "A-1", "grant-access", grant)
        .await;
    assert_eq!(foreign["refusal"]["code"], "no-such-item");
}

#[tokio::test]
async fn an_application_says_for_whom_and_as_what() {
    let stage = Stage::new().await;
    let body = json!({
        "holder": "000000000000", "applicant": {"signature": "eds"}, "position": " ",
        "role": "operator",
    });
    let intake = stage.token("intake");
    let reply = stage
        .rig
        .post("/v1/public/access", Some(&intake), &body)
        .await;
    let fields: Vec<&str> = reply.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|error| error["field"].as_str())
        .collect();
    assert_eq!(fields, ["holder", "role", "position", "applicant.name"]);
}

#[tokio::test]
async fn a_circular_to_every_holder_is_one_for_each_and_read_by_each() {
    let stage = Stage::new().await;
    let other = stage
        .rig
        .sign_in_as("other", Role::Administrator, Some(OTHER_BIN))
        .await;
    let circular = json!({"text": "Оқыту бейсенбіде"});
    let sent = stage
        .act("operator", "new:circular", "send-circular", circular)
        .await;
    Stage::applied(&sent);
    assert_eq!(
        sees(&stage, &stage.token("administrator"), "circular").await,
        1
    );
    assert_eq!(sees(&stage, &other, "circular").await, 1);
    assert_eq!(sees(&stage, &stage.token("moderator"), "circular").await, 0);
    let all = seen(&stage, &stage.token("administrator")).await;
    let own = all.iter().find(|(kind, _)| kind == "circular").unwrap();
    let read = stage
        .act("administrator", &own.1, "read-circular", Value::Null)
        .await;
    Stage::applied(&read);
    assert_eq!(stage.body(&own.1).await["state"], "read");
    let operator = stage.token("operator");
    assert!(sees(&stage, &operator, "circular").await >= 2);
}

#[tokio::test]
async fn a_circular_to_nobody_or_from_nobody_is_refused() {
    let stage = Stage::new().await;
    let text = "Оқыту бейсенбіде";
    let unknown = json!({"to": "000000000000", "text": text});
    let refused = stage
        .act("operator", "new:circular", "send-circular", unknown)
        .await;
    assert_eq!(refused["refusal"]["code"], "unknown-addressee");
    let own = json!({"text": text});
    let refused = stage
        .act("administrator", "new:circular", "send-circular", own)
        .await;
    assert_eq!(refused["refusal"]["code"], "role-may-not");
}

#[tokio::test]
async fn a_password_set_while_the_access_is_revoked_opens_nothing() {
    let stage = Stage::new().await;
    let token = applied_for(&stage, 1).await;
    let grant = json!({"user": "bolat.head"});
    Stage::applied(&stage.act("operator", "A-1", "grant-access", grant).await);
    let reason = json!({"reason": "Қызметтен кетті"});
    Stage::applied(&stage.act("operator", "A-1", "revoke-access", reason).await);
    // The call that read the account before the revocation writes after it.
    let user = UserName("bolat.head".into());
    let late = stage.rig.storage.set_first_password(user, "hash".into());
    assert_eq!(late.await, Ok(false));
    assert_eq!(
        set_password(&stage, &token).await.problem().1,
        "not-granted"
    );
}

#[tokio::test]
async fn access_granted_and_revoked_in_one_batch_leaves_no_account_open() {
    let stage = Stage::new().await;
    applied_for(&stage, 1).await;
    let grant = json!({"user": "bolat.head"});
    let grant = stage.op("operator", "A-1", "grant-access", grant).await;
    let reason = json!({"reason": "Қате берілді"});
    let mut revoke = stage.op("operator", "A-1", "revoke-access", reason).await;
    revoke["base"] = json!({"op": grant["op_id"]});
    let results = stage
        .rig
        .ops(&stage.token("operator"), &[grant, revoke])
        .await;
    results.iter().for_each(Stage::applied);
    let user = UserName("bolat.head".into());
    let account = stage.rig.storage.account(user).await.unwrap().unwrap();
    assert!(account.disabled);
    let colleague = ("colleague".to_owned(), format!("{BIN}:bolat.head"));
    assert!(
        !seen(&stage, &stage.token("administrator"))
            .await
            .contains(&colleague)
    );
}

#[tokio::test]
async fn who_may_not_grant_does_not_learn_which_login_names_there_are() {
    let stage = Stage::new().await;
    let number = stage.open().await;
    let grant = json!({"user": "moderator"});
    let told = stage
        .act("administrator", &number, "grant-access", grant)
        .await;
    assert_eq!(told["refusal"]["code"], "foreign-act");
}

#[tokio::test]
async fn the_operator_does_not_see_who_is_away() {
    let stage = Stage::new().await;
    let administrator = Role::Administrator;
    stage
        .rig
        .sign_in_as("dauren", administrator, Some(BIN))
        .await;
    let body = json!({
        "user": "administrator", "substitute": "dauren", "from": "2026-03-16",
        "to": "2026-03-20", "device": uuid::Uuid::nil(),
    });
    let own = stage.token("administrator");
    stage.rig.post("/v1/absences", Some(&own), &body).await.ok();
    let page = stage
        .rig
        .get("/v1/snapshot?limit=1000", Some(&stage.token("operator")))
        .await;
    let page = page.ok();
    let colleagues = page["entities"].as_array().unwrap().iter();
    let colleagues: Vec<&Value> = colleagues
        .filter(|entity| entity["kind"] == "colleague")
        .collect();
    assert!(!colleagues.is_empty());
    for colleague in colleagues {
        let mut known = vec!["role", "user"];
        known.retain(|field| colleague["body"][field].is_null());
        assert!(known.is_empty(), "{colleague}");
        assert!(colleague["body"]["absences"].is_null(), "{colleague}");
    }
}

#[tokio::test]
async fn a_circular_read_by_two_at_the_same_time_is_no_conflict() {
    let stage = Stage::new().await;
    let circular = json!({"to": BIN, "text": "Оқыту бейсенбіде"});
    Stage::applied(
        &stage
            .act("operator", "new:circular", "send-circular", circular)
            .await,
    );
    let first = stage
        .op("administrator", "N-1", "read-circular", Value::Null)
        .await;
    let second = stage
        .op("administrator", "N-1", "read-circular", Value::Null)
        .await;
    let token = stage.token("administrator");
    for op in [first, second] {
        Stage::applied(&stage.rig.ops(&token, &[op]).await[0]);
    }
    let history = stage.body("N-1").await["history"].as_array().unwrap().len();
    assert_eq!(history, 2);
}

#[tokio::test]
async fn a_circular_that_is_refused_holds_no_other_up() {
    let stage = Stage::new().await;
    let unknown = json!({"to": "000000000000", "text": "Хат"});
    let wrong = stage
        .op("operator", "new:circular", "send-circular", unknown)
        .await;
    let good = json!({"to": BIN, "text": "Хат"});
    let good = stage
        .op("operator", "new:circular", "send-circular", good)
        .await;
    let results = stage
        .rig
        .ops(&stage.token("operator"), &[wrong, good])
        .await;
    assert_eq!(results[0]["verdict"], "rejected");
    Stage::applied(&results[1]);
}
