//! What a judgement was decided on has to stand when it is written.

use serde_json::{Value, json};

use super::*;
use crate::portal::rig::stage::Stage;

fn key(id: &str) -> EntityKey {
    EntityKey::of(id.parse().unwrap())
}

/// What comes of an operation of the moderator by what is known.
async fn judged(stage: &Stage, op: &Value, known: &Known) -> Judgement {
    let user = UserName("moderator".into());
    let account = stage.rig.storage.account(user).await.unwrap().unwrap();
    let scope = Scope::of(&account).unwrap();
    let sender = Sender {
        account: &account,
        scope: &scope,
        received_at: crate::clock::Clock::now(stage.rig.clock.as_ref()),
    };
    let cache = crate::portal::directory::DirectoryCache::default();
    let directory = cache.current(stage.rig.storage.as_ref()).await.unwrap();
    let op: Op = serde_json::from_value(op.clone()).unwrap();
    judge(&[Incoming::Op(Box::new(op))], known, &directory, &sender)
}

#[tokio::test]
async fn a_merge_holds_only_while_the_other_question_and_the_conference_stand_as_they_were() {
    let stage = Stage::new().await;
    stage.open().await;
    for n in 1..=2 {
        stage.ask(n, &format!("Сұрақ {n}")).await.ok();
    }
    let merge = json!({"into": "Q-1"});
    let op = stage.op("moderator", "Q-2", "merge-question", merge).await;
    let keys = vec![key("K-1"), key("Q-1"), key("Q-2")];
    let rows = stage.rig.storage.entities(keys.clone()).await.unwrap();
    let rows: Vec<EntityRow> = rows.into_iter().flatten().collect();
    let known = Known {
        entities: keys.iter().cloned().zip(rows.iter().cloned()).collect(),
        ..Known::default()
    };
    let version = |id: &str| {
        let row = rows.iter().find(|row| row.key == key(id)).unwrap();
        (row.key.clone(), row.version)
    };
    let mut guards = judged(&stage, &op, &known).await.write.guards;
    guards.sort_by_key(|(key, _)| key.id.clone());
    assert_eq!(guards, [version("K-1"), version("Q-1")]);
}

#[tokio::test]
async fn a_refusal_that_could_not_be_kept_is_not_told() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.ask(1, "Сұрақ").await.ok();
    let merge = json!({"into": "Q-7"});
    let op = stage.op("moderator", "Q-1", "merge-question", merge).await;
    let nothing = Known::default();
    let kept = judged(&stage, &op, &nothing).await;
    assert_eq!(kept.write.refusals.len(), 1);
    assert!(matches!(
        kept.results(&[])[0].verdict,
        Verdict::Rejected { .. }
    ));
    let given_up = judged(&stage, &op, &nothing).await.given_up();
    assert!(matches!(given_up[0].verdict, Verdict::Retry { .. }));
}
