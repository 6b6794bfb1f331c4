//! Every act in every state by every role, as the portal answers it.

use serde_json::{Value, json};

use crate::domain::act::{Act, Role, permit};
use crate::domain::ids::{Number, Version};
use crate::domain::request::{Request, RequestState};
use crate::portal::entity::put_of;
use crate::portal::rig::{BIN, OTHER_BIN, Rig};
use crate::portal::storage::{Commit, Write};
use crate::wire::feed::{EntityKey, EntityKind};

/// What somebody who does the act says; good where the act is lawful and needs no more.
fn arguments(act: Act) -> Value {
    let text = "Заңның 11-бабына сәйкес хабарлаймыз.";
    let requisites = json!({
        "lang": "kk", "holder": "«Сынақ» АҚ", "address": "Астана", "position": "Төраға",
        "signatory": "А. Сынақ",
    });
    match act {
        Act::Accept => json!({}),
        Act::Return => json!({"reasons": ["A4"], "motive": text}),
        Act::Forward => json!({"to": OTHER_BIN, "notice": text}),
        Act::Answer | Act::AlreadyPublished | Act::Correct => {
            json!({"text": text, "requisites": requisites})
        }
        Act::Refuse => json!({"grounds": ["B1"], "motive": text, "requisites": requisites}),
        Act::Extend => json!({"days": 15, "reason": text, "approval": text}),
        Act::Notify | Act::Clarify => json!({"text": text}),
        Act::Close => json!({"note": text}),
        Act::Withdraw
        | Act::Plan
        | Act::Send
        | Act::Publish
        | Act::Announce
        | Act::Decline
        | Act::Assign
        | Act::Draft
        | Act::Merge
        | Act::Part
        | Act::Grant
        | Act::Revoke
        | Act::Read => Value::Null,
    }
}

/// Puts a request into a state, whatever it was in; gives its version.
async fn put(rig: &Rig, number: &str, state: RequestState) -> u64 {
    let key = EntityKey {
        kind: EntityKind::Request,
        id: number.to_owned(),
    };
    let rows = rig.storage.entities(vec![key]).await.unwrap();
    let row = rows.into_iter().flatten().next().unwrap();
    let mut request: Request = serde_json::from_str(&row.body).unwrap();
    request.state = state;
    (request.extended, request.extension) = (false, None);
    let directory = rig.portal.directory.current(rig.storage.as_ref());
    let mut put = put_of(&request.into(), &directory.await.unwrap()).unwrap();
    put.expected = Some(row.version);
    put.version = Version(row.version.0 + 1);
    let version = put.version.0;
    let write = Write {
        puts: vec![put],
        ..Write::default()
    };
    let done = rig.storage.commit(write).await.unwrap();
    assert!(matches!(done, Commit::Done(_)));
    version
}

#[tokio::test]
async fn what_the_law_does_not_permit_is_rejected_in_every_state_and_for_every_role() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let acts: Vec<Act> = Act::OF_REQUEST
        .into_iter()
        .filter(|act| *act != Act::Withdraw)
        .collect();
    let mut numbers = Vec::new();
    for _ in &acts {
        numbers.push(rig.receive(&intake, BIN, "Кезек нешінші?").await);
    }
    for role in [Role::Administrator, Role::Head, Role::Moderator] {
        let token = rig.sign_in(role).await;
        for state in RequestState::ALL {
            let mut ops = Vec::new();
            for (act, number) in acts.iter().zip(&numbers) {
                let version = put(&rig, number, state).await;
                let mut op = rig.op(number, act.id(), arguments(*act)).await;
                op["base"] = json!({"version": version});
                op["actor"] = json!(role.id());
                ops.push(op);
            }
            let results = rig.ops(&token, &ops).await;
            for (act, result) in acts.iter().zip(&results) {
                let code = result["refusal"]["code"].as_str();
                if role == Role::Moderator {
                    assert_eq!(code, Some("no-such-item"), "{act:?} {state:?}");
                    continue;
                }
                match permit(role, state, false, *act) {
                    Err(refusal) => {
                        assert_eq!(code, Some(refusal.code()), "{act:?} {state:?} {role:?}");
                    }
                    Ok(()) => assert!(lawful(*act, result), "{act:?} {state:?} {role:?}: {result}"),
                }
            }
        }
    }
}

/// Applied, or lacking what only a longer history has.
fn lawful(act: Act, result: &Value) -> bool {
    let lacking = match act {
        Act::Notify => Some("nothing-to-notify"),
        Act::Close => Some("nothing-to-follow-up"),
        Act::Accept
        | Act::Return
        | Act::Forward
        | Act::Answer
        | Act::AlreadyPublished
        | Act::Refuse
        | Act::Extend
        | Act::Clarify
        | Act::Correct
        | Act::Withdraw
        | Act::Plan
        | Act::Send
        | Act::Publish
        | Act::Announce
        | Act::Decline
        | Act::Assign
        | Act::Draft
        | Act::Merge
        | Act::Part
        | Act::Grant
        | Act::Revoke
        | Act::Read => None,
    };
    match lacking {
        Some(code) => result["refusal"]["code"] == code,
        None => result["verdict"] == "applied",
    }
}

#[tokio::test]
async fn a_rejected_act_leaves_the_request_as_it_was() {
    let rig = Rig::new().await;
    let intake = rig.sign_in(Role::Intake).await;
    let token = rig.sign_in(Role::Administrator).await;
    let number = rig.receive(&intake, BIN, "Кезек нешінші?").await;
    let version = put(&rig, &number, RequestState::Returned).await;
    let mut op = rig.op(&number, "answer", arguments(Act::Answer)).await;
    op["base"] = json!({"version": version});
    rig.ops(&token, &[op]).await;
    let key = EntityKey {
        kind: EntityKind::Request,
        id: number.parse::<Number>().unwrap().to_string(),
    };
    let rows = rig.storage.entities(vec![key]).await.unwrap();
    assert_eq!(rows[0].as_ref().unwrap().version, Version(version));
}
