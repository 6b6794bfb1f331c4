//! A day of a conference on the real loop and a real portal.

use std::time::Duration;

use super::desk::Desk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_is_let_through_from_the_inbox_by_keys() {
    let desk = Desk::at_conference(2).await;
    desk.journey(async |robot, portal| {
        robot.sees("Conferences 1").await;
        robot.presses("C").sees("(2)").await;
        robot.presses("i").sees("2 of 2 left").await;
        robot.presses("a").sees("Let the question through").await;
        robot
            .presses("Tab Tab Enter")
            .sees("can be recalled until")
            .await;
        robot.waits(Duration::from_mins(2));
        robot
            .until(async || portal.state_of("question", "Q-1").await.as_deref() == Some("accepted"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_questions_are_counted_and_come_into_the_list_when_asked_for() {
    let desk = Desk::at_conference(1).await;
    desk.journey(async |robot, portal| {
        robot.sees("Conferences 1").await;
        robot.presses("C").sees("(1)").await;
        robot.presses("i").sees("1 of 1 left").await;
        portal.asks_question(7, "Жаңа сұрақ").await;
        robot.sees("1 new (r)").await;
        robot.sees(" 1 / 1 ").await;
        robot.presses("r").sees("Жаңа сұрақ").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_conference_comes_back_with_its_number() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await;
        robot.presses("N").sees("[ Begin ]").await;
        robot
            .presses("Tab Enter")
            .sees("on its way to the portal")
            .await;
        robot.presses("C").sees("K-1").await;
        robot
            .until(async || portal.state_of("conference", "K-1").await.as_deref() == Some("draft"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_template_is_filled_by_keys_and_comes_to_the_portal() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await;
        robot.presses("N Tab Enter").sees("on its way").await;
        robot.presses("C").sees("K-1").await;
        robot.presses("e").sees("Fill the template").await;
        robot.presses("Tab Tab Tab Tab").types("Тұрғын үй кезегі");
        robot.presses("Tab").types("Жилищная очередь");
        robot.sees("Жилищная очередь").await;
        robot.presses("Esc").sees("draft").await;
        robot.presses("e").sees("Жилищная очередь").await;
        robot.presses(&"Tab ".repeat(21)).presses("Enter");
        robot.sees("can be recalled").await;
        robot.waits(Duration::from_mins(2));
        robot
            .until(async || {
                let form = portal.form("K-1").await;
                form["name"]["kk"] == "Тұрғын үй кезегі" && form["opens"].is_string()
            })
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn marked_questions_are_merged_into_the_oldest_of_them() {
    let desk = Desk::at_conference(3).await;
    desk.journey(async |robot, portal| {
        robot.sees("Conferences 1").await;
        robot.presses("C").sees("(3)").await;
        robot.presses("i").sees("3 of 3 left").await;
        robot.presses("Space Space").sees("marked").await;
        robot.presses("f").sees("Repeats: Q-1").await;
        robot
            .presses("Tab Enter")
            .sees("decided, in the outbox")
            .await;
        robot.waits(Duration::from_mins(2));
        robot
            .until(async || portal.state_of("question", "Q-2").await.as_deref() == Some("merged"))
            .await;
        assert_eq!(
            portal.state_of("question", "Q-1").await.as_deref(),
            Some("new")
        );
    })
    .await;
}
