//! A conference on the real portal: from the topic to the last answer.

use serde_json::{Value, json};

use crate::domain::act::Role;
use crate::portal::rig::stage::{Stage, form, person};
use crate::portal::rig::{BIN, OTHER_BIN};

#[tokio::test]
async fn an_accepted_topic_begins_the_draft_of_a_conference() {
    let stage = Stage::new().await;
    let topic = json!({
        "holder": BIN, "category": "mortgage", "title": "Ипотека", "text": "Шарттар туралы",
        "applicant": person(1),
    });
    let path = "/v1/public/topics";
    let taken = stage
        .rig
        .post(path, Some(&stage.token("intake")), &topic)
        .await
        .ok();
    assert_eq!(taken["number"], "T-1");
    Stage::applied(
        &stage
            .act("administrator", "T-1", "accept-topic", json!({}))
            .await,
    );
    assert_eq!(stage.body("T-1").await["conference"], "K-1");
    let begun = stage.body("K-1").await;
    assert_eq!(
        (&begun["state"], &begun["topic"]),
        (&json!("draft"), &json!("T-1"))
    );
    assert_eq!(begun["owner"], "administrator");
}

#[tokio::test]
async fn a_draft_is_begun_once_however_often_the_order_comes() {
    let stage = Stage::new().await;
    let order = stage
        .op("administrator", "new", "create-conference", Value::Null)
        .await;
    let first = stage
        .rig
        .ops(&stage.token("administrator"), std::slice::from_ref(&order))
        .await
        .remove(0);
    Stage::applied(&first);
    let again = stage
        .rig
        .ops(&stage.token("administrator"), &[order])
        .await
        .remove(0);
    assert_eq!(again["verdict"], "same");
    assert_eq!(stage.version("K-2").await, 0);
}

#[tokio::test]
async fn a_conference_goes_from_the_draft_to_the_archive_on_the_hour() {
    let stage = Stage::new().await;
    let id = stage.open().await;
    assert_eq!(stage.body(&id).await["state"], "open");
    stage.at("2026-03-17T17:59").await;
    assert_eq!(stage.body(&id).await["state"], "open");
    stage.at("2026-03-17T18:00").await;
    assert_eq!(stage.body(&id).await["state"], "closed");
    stage.at("2026-04-16T18:00").await;
    assert_eq!(stage.body(&id).await["state"], "archived");
}

#[tokio::test]
async fn the_operator_sees_what_was_sent_and_no_draft_and_no_question() {
    let stage = Stage::new().await;
    Stage::applied(
        &stage
            .act("administrator", "new", "create-conference", Value::Null)
            .await,
    );
    let seen = |page: Value| -> Vec<String> {
        let changes = page["changes"].as_array().unwrap().iter();
        let items = changes.filter(|change| {
            matches!(
                change["kind"].as_str(),
                Some("conference" | "question" | "request")
            )
        });
        items
            .map(|change| change["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let page = stage
        .rig
        .get("/v1/changes", Some(&stage.token("operator")))
        .await
        .ok();
    assert!(seen(page).is_empty());
    let remarks = json!({"remarks": "Сипаттамасы қысқа"});
    let early = stage
        .act("operator", "K-1", "return-template", remarks.clone())
        .await;
    assert_eq!(early["refusal"]["code"], "no-such-item");
    let plan = |name: &str| {
        let mut form = form();
        form["name"]["ru"] = json!(name);
        json!({"form": form})
    };
    Stage::applied(
        &stage
            .act("administrator", "K-1", "plan-conference", plan("Первое"))
            .await,
    );
    Stage::applied(
        &stage
            .act("administrator", "K-1", "send-template", Value::Null)
            .await,
    );
    Stage::applied(
        &stage
            .act("operator", "K-1", "return-template", remarks)
            .await,
    );
    Stage::applied(
        &stage
            .act("administrator", "K-1", "plan-conference", plan("Второе"))
            .await,
    );
    let page = stage
        .rig
        .get("/v1/changes", Some(&stage.token("operator")))
        .await
        .ok();
    let text = page.to_string();
    assert_eq!(seen(page), ["K-1"]);
    assert!(
        text.contains("Первое") && !text.contains("Второе"),
        "{text}"
    );
}

#[tokio::test]
async fn a_moderator_sees_conferences_and_questions_and_no_request() {
    let stage = Stage::new().await;
    stage
        .rig
        .receive(&stage.token("intake"), BIN, "Құпия сұрау салу")
        .await;
    stage.open().await;
    stage.ask(1, "Кезек қашан жылжиды?").await.ok();
    for path in ["/v1/changes", "/v1/snapshot"] {
        let page = stage
            .rig
            .get(path, Some(&stage.token("moderator")))
            .await
            .ok();
        let text = page.to_string();
        assert!(
            text.contains("Кезек қашан") && !text.contains("Құпия"),
            "{path}: {text}"
        );
    }
    let foreign = stage
        .rig
        .sign_in_as("far", Role::Moderator, Some(OTHER_BIN))
        .await;
    let page = stage.rig.get("/v1/changes", Some(&foreign)).await.ok();
    assert!(!page.to_string().contains("Кезек қашан"));
}

#[tokio::test]
async fn questions_are_taken_between_the_hours_only_and_clean() {
    let stage = Stage::new().await;
    let early = stage.ask(1, "Ерте ме?").await;
    assert_eq!(early.problem(), (404, "no-such-item"));
    stage.open().await;
    stage.ask(1, "\u{1b}[31mҚызыл сұрақ\u{1b}[0m").await.ok();
    assert_eq!(stage.body("Q-1").await["text"], "Қызыл сұрақ");
    stage.ask(2, &"ұ".repeat(10_000)).await.ok();
    let long = stage.ask(3, &"ұ".repeat(10_001)).await;
    assert_eq!(long.problem(), (422, "validation"));
    let same = stage.ask(1, "қызыл   СҰРАҚ!").await;
    assert_eq!(same.problem(), (409, "done-before"));
    stage.ask(4, "Қызыл сұрақ").await.ok();
    stage.at("2026-03-17T18:00").await;
    let late = stage.ask(5, "Кеш пе?").await;
    assert_eq!(late.problem(), (409, "conference-not-open"));
}

#[tokio::test]
async fn at_the_hour_no_question_is_taken_even_before_the_portal_has_looked() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.clock("2026-03-17T18:00").await;
    let late = stage.ask(1, "Кеш пе?").await;
    assert_eq!(late.problem(), (409, "conference-not-open"));
}

#[tokio::test]
async fn a_conference_with_untouched_questions_closes_only_after_the_last_late_answer() {
    let stage = Stage::new().await;
    stage.open().await;
    for n in 1..=3 {
        stage.ask(n, &format!("Сұрақ {n}")).await.ok();
    }
    let spam = json!({"reason": "spam"});
    Stage::applied(
        &stage
            .act("moderator", "Q-1", "decline-question", spam)
            .await,
    );
    let close = || stage.act("moderator", "K-1", "close-conference", Value::Null);
    assert_eq!(close().await["refusal"]["code"], "still-open");
    stage.at("2026-03-17T18:00").await;
    assert_eq!(stage.body("K-1").await["state"], "closing");
    let refused = close().await;
    assert_eq!(refused["refusal"]["code"], "questions-open");
    assert_eq!(refused["refusal"]["numbers"], json!(["Q-2", "Q-3"]));
    let answer = json!({"text": "Жауап"});
    for id in ["Q-2", "Q-3"] {
        Stage::applied(
            &stage
                .act("moderator", id, "answer-question", answer.clone())
                .await,
        );
    }
    assert_eq!(stage.body("Q-2").await["answer"]["late"], true);
    Stage::applied(&close().await);
    let history = stage.body("K-1").await["history"].clone();
    let last = history.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["event"], &last["late"]),
        (&json!("closed"), &json!(true))
    );
}

#[tokio::test]
async fn the_portal_closes_a_late_conference_by_itself_once_nothing_is_open() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.ask(1, "Сұрақ").await.ok();
    stage.at("2026-03-17T18:00").await;
    let answer = json!({"text": "Жауап"});
    Stage::applied(
        &stage
            .act("moderator", "Q-1", "answer-question", answer)
            .await,
    );
    stage.at("2026-03-17T18:05").await;
    assert_eq!(stage.body("K-1").await["state"], "closed");
}

#[tokio::test]
async fn an_answer_decided_before_the_end_and_sent_after_it_is_told_apart() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.ask(1, "Сұрақ").await.ok();
    stage.clock("2026-03-17T17:55").await;
    let answer = json!({"text": "Жауап"});
    let op = stage
        .op("moderator", "Q-1", "answer-question", answer)
        .await;
    stage.at("2026-03-17T18:20").await;
    let sent = stage
        .rig
        .ops(&stage.token("moderator"), &[op])
        .await
        .remove(0);
    Stage::applied(&sent);
    assert_eq!(sent["receipt"]["late_on_receipt"], true);
    let history = stage.body("Q-1").await["history"].clone();
    assert_eq!(history[1]["in_time"]["verdict"], "late-on-receipt");
}

#[tokio::test]
async fn conferences_that_wait_for_their_last_answer_keep_no_other_from_its_hour() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.ask(1, "Сұрақ").await.ok();
    stage.at("2026-03-17T18:00").await;
    let mut waiting = stage.body("K-1").await;
    waiting["state"] = json!("closing");
    // None of them has a question of its own, and one is of a newer portal.
    let mut bodies = vec![("K-2".to_owned(), json!({"state": "balloon"}))];
    for n in 3..160 {
        waiting["number"] = json!(format!("K-{n}"));
        bodies.push((format!("K-{n}"), waiting.clone()));
    }
    waiting["number"] = json!("K-999");
    waiting["state"] = json!("announced");
    bodies.push(("K-999".to_owned(), waiting));
    for (id, body) in bodies {
        stage.plant(&id, &body, "2026-03-17T18:00").await;
    }
    stage.at("2026-03-17T18:01").await;
    assert_eq!(stage.body("K-3").await["state"], "closed");
    assert_eq!(stage.body("K-999").await["state"], "closed");
    assert_eq!(stage.body("K-1").await["state"], "closing");
}

#[tokio::test]
async fn one_answer_reaches_every_asker_of_a_merged_question() {
    let stage = Stage::new().await;
    stage.open().await;
    for n in 1..=4 {
        stage
            .ask(n, &format!("Кезек қашан жылжиды, {n}?"))
            .await
            .ok();
    }
    // Q-4 into Q-3 first, then Q-3 with it into Q-1; Q-2 in the batch that answers.
    let into = |n: u32| json!({"into": format!("Q-{n}")});
    Stage::applied(
        &stage
            .act("moderator", "Q-4", "merge-question", into(3))
            .await,
    );
    Stage::applied(
        &stage
            .act("moderator", "Q-3", "merge-question", into(1))
            .await,
    );
    assert_eq!(stage.body("Q-4").await["into"], "Q-1");
    let batch = [
        stage
            .op("moderator", "Q-2", "merge-question", into(1))
            .await,
        stage
            .op(
                "moderator",
                "Q-1",
                "answer-question",
                json!({"text": "Сәуірде"}),
            )
            .await,
    ];
    for result in stage.rig.ops(&stage.token("moderator"), &batch).await {
        Stage::applied(&result);
    }
    for id in ["Q-1", "Q-2", "Q-3", "Q-4"] {
        let body = stage.body(id).await;
        assert_eq!(body["state"], "answered", "{id}");
        assert_eq!(body["answer"]["text"], "Сәуірде", "{id}");
        let last = body["history"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["event"], "answered", "{id}");
    }
    stage.at("2026-03-17T18:00").await;
    assert_eq!(stage.body("K-1").await["state"], "closed");
}

#[tokio::test]
async fn a_correction_reaches_every_asker_too() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.ask(1, "Бірінші").await.ok();
    stage.ask(2, "Екінші").await.ok();
    let into = json!({"into": "Q-1"});
    Stage::applied(&stage.act("moderator", "Q-2", "merge-question", into).await);
    let answer = |text: &str| json!({"text": text});
    Stage::applied(
        &stage
            .act("moderator", "Q-1", "answer-question", answer("Қате"))
            .await,
    );
    Stage::applied(
        &stage
            .act("moderator", "Q-1", "correct-answer", answer("Дұрыс"))
            .await,
    );
    assert_eq!(stage.body("Q-2").await["answer"]["text"], "Дұрыс");
}

#[tokio::test]
async fn of_two_moderators_who_answer_one_question_one_meets_a_conflict() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.ask(1, "Сұрақ").await.ok();
    let answer = |text: &str| json!({"text": text});
    let first = stage
        .op("moderator", "Q-1", "answer-question", answer("Бірі"))
        .await;
    let second = stage
        .op(
            "administrator",
            "Q-1",
            "answer-question",
            answer("Екіншісі"),
        )
        .await;
    Stage::applied(&stage.rig.ops(&stage.token("moderator"), &[first]).await[0]);
    let conflict = stage
        .rig
        .ops(&stage.token("administrator"), &[second])
        .await
        .remove(0);
    assert_eq!(conflict["verdict"], "conflict");
    assert_eq!(conflict["current"]["answer"]["text"], "Бірі");
}

#[tokio::test]
async fn a_vote_counts_once_a_person_and_collides_with_no_decision() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.ask(1, "Сұрақ").await.ok();
    let vote = async |n: u32| {
        let body = json!({"voter": person(n)});
        let path = "/v1/public/conferences/K-1/questions/Q-1/votes";
        stage
            .rig
            .post(path, Some(&stage.token("intake")), &body)
            .await
    };
    let unseen = vote(2).await;
    assert_eq!(unseen.problem(), (404, "no-such-item"));
    Stage::applied(
        &stage
            .act("moderator", "Q-1", "accept-question", Value::Null)
            .await,
    );
    let answer = stage
        .op(
            "moderator",
            "Q-1",
            "answer-question",
            json!({"text": "Жауап"}),
        )
        .await;
    assert_eq!(vote(2).await.ok()["votes"], 1);
    assert_eq!(vote(3).await.ok()["votes"], 2);
    assert_eq!(vote(3).await.problem(), (409, "done-before"));
    Stage::applied(&stage.rig.ops(&stage.token("moderator"), &[answer]).await[0]);
    let page = stage
        .rig
        .get("/v1/changes", Some(&stage.token("moderator")))
        .await
        .ok();
    let changes = page["changes"].as_array().unwrap();
    let votes: Vec<&Value> = changes
        .iter()
        .filter(|one| one["kind"] == "votes")
        .collect();
    assert_eq!(votes.len(), 1);
    assert_eq!(votes[0]["body"]["counts"]["1"], 2);
}

#[tokio::test]
async fn the_public_reads_what_was_let_through_and_nobody_s_name() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.ask(1, "Бірінші сұрақ").await.ok();
    stage.ask(2, "Екінші сұрақ").await.ok();
    let answer = json!({"text": "Жауап мәтіні"});
    Stage::applied(
        &stage
            .act("moderator", "Q-1", "answer-question", answer)
            .await,
    );
    let page = stage.rig.get("/v1/public/conferences/K-1", None).await.ok();
    let text = page.to_string();
    assert!(text.contains("Бірінші сұрақ") && text.contains("Жауап мәтіні"));
    for word in ["Екінші", "Азамат", "9001013", "Сейітова", "example.kz"] {
        assert!(!text.contains(word), "{word}");
    }
    let listed = stage.rig.get("/v1/public/conferences", None).await.ok();
    assert_eq!(listed["conferences"][0]["number"], "K-1");
    let draft = stage.rig.get("/v1/public/conferences/K-9", None).await;
    assert_eq!(draft.problem(), (404, "no-such-item"));
}

#[tokio::test]
async fn support_sees_conferences_without_people_and_words() {
    let stage = Stage::new().await;
    stage.open().await;
    stage.ask(1, "Құпия сұрақ").await.ok();
    let support = stage.rig.sign_in(Role::Support).await;
    let page = stage.rig.get("/v1/changes", Some(&support)).await.ok();
    let text = page.to_string();
    assert!(text.contains("Q-1") && text.contains("K-1"));
    for word in ["Құпия", "Азамат 1", "Сейітова", "9001013"] {
        assert!(!text.contains(word), "{word}");
    }
}
