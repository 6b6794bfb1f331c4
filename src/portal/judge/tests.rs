//! What a judgement was decided on has to stand when it is written.

use serde_json::json;

use super::*;
use crate::portal::rig::stage::Stage;

fn key(id: &str) -> EntityKey {
    EntityKey::of(id.parse().unwrap())
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
    let op: Op = serde_json::from_value(op).unwrap();
    let keys = vec![key("K-1"), key("Q-1"), key("Q-2")];
    let rows = stage.rig.storage.entities(keys.clone()).await.unwrap();
    let rows: Vec<EntityRow> = rows.into_iter().flatten().collect();
    let known = Known {
        entities: keys.iter().cloned().zip(rows.iter().cloned()).collect(),
        ..Known::default()
    };
    let user = UserName("moderator".into());
    let account = stage.rig.storage.account(user).await.unwrap().unwrap();
    let scope = Scope::of(&account).unwrap();
    let sender = Sender {
        account: &account,
        scope: &scope,
        received_at: crate::clock::Clock::now(stage.rig.clock.as_ref()),
    };
    let storage = stage.rig.storage.as_ref();
    let cache = crate::portal::directory::DirectoryCache::default();
    let directory = cache.current(storage).await.unwrap();
    let judged = judge(&[Incoming::Op(Box::new(op))], &known, &directory, &sender);
    let version = |id: &str| {
        let row = rows.iter().find(|row| row.key == key(id)).unwrap();
        (row.key.clone(), row.version)
    };
    let mut guards = judged.write.guards;
    guards.sort_by_key(|(key, _)| key.id.clone());
    assert_eq!(guards, [version("K-1"), version("Q-1")]);
}
