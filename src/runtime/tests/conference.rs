//! A day of a conference on the real loop and a real portal.

use std::time::Duration;

use super::desk::Desk;
use crate::wire::replica::Resolution;

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

/// Stops or starts the portal from the palette.
async fn switches(robot: &mut super::robot::Robot, order: &str, told: &str) {
    robot.presses("F2").types(order).presses("Enter");
    robot.sees(told).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_link_in_the_last_minutes_answers_wait_and_go_first() {
    let desk = Desk::at_conference(2).await;
    desk.site().clock_at("2026-03-17T17:52");
    desk.journey(async |robot, portal| {
        robot.sees("K-1: 8 min left").await;
        switches(
            robot,
            "Stop the portal",
            "The portal of the demo is stopped",
        )
        .await;
        robot.waits(Duration::from_secs(10));
        robot.sees("No link, K-1 ends at 18:00").await;
        // Something else was decided before the answer.
        robot.presses("N Tab Enter").sees("on its way").await;
        robot.presses("C").sees("(2)").await;
        robot.presses("i").sees("2 of 2 left").await;
        robot
            .presses("e")
            .types("Сәуірдің соңында жылжиды")
            .presses("Tab Tab Enter");
        robot.sees("can be recalled until").await;
        robot.waits(Duration::from_mins(2));
        robot.sees("1 of 2 left").await;
        switches(
            robot,
            "Start the portal",
            "The portal of the demo is running",
        )
        .await;
        robot
            .until(async || {
                let answered = portal.seq_of("question", "Q-1", "answered").await;
                let begun = portal.seq_of("conference", "K-2", "draft").await;
                answered.is_some() && answered < begun
            })
            .await;
        let question = portal.body("question", "Q-1").await;
        assert_eq!(question["answer"]["late"], serde_json::Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_moderators_who_answered_apart_one_is_asked_what_to_do() {
    let desk = Desk::at_conference(1).await;
    desk.journey(async |robot, portal| {
        robot.sees("Conferences 1").await;
        switches(
            robot,
            "Stop the portal",
            "The portal of the demo is stopped",
        )
        .await;
        robot.presses("C").sees("(1)").await;
        robot.presses("i").sees("1 of 1 left").await;
        robot
            .presses("e")
            .types("Сәуірде жылжиды")
            .presses("Tab Tab Enter");
        robot.sees("can be recalled until").await;
        portal.answers("dauren", "Q-1", "Мамырда жылжиды").await;
        robot.waits(Duration::from_mins(2));
        switches(robot, "Start the portal", "conflict, changed elsewhere").await;
        robot.presses("3").sees("CONFLICT: changed by dauren").await;
        robot.presses("i").sees("[Сәуірде]").await;
        robot.sees("[Мамырда]").await;
        robot.presses("Esc d Tab Enter");
        robot.sees_no("CONFLICT").await;
        robot.presses("v").sees("settled by aigul").await;
        let question = portal.body("question", "Q-1").await;
        assert_eq!(question["answer"]["text"], "Мамырда жылжиды");
    })
    .await;
    let settled = desk.onlooker().reader().settled("Q-1".parse().unwrap());
    let [settled] = &settled.unwrap()[..] else {
        panic!("one decision did not stand");
    };
    assert_eq!(settled.resolution, Some(Resolution::Drop));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_question_is_shown_as_words_and_moves_nothing() {
    let desk = Desk::at_conference(1).await;
    desk.journey(async |robot, portal| {
        robot.sees("Conferences 1").await;
        robot.presses("C").sees("(1)").await;
        robot.presses("i").sees("1 of 1 left").await;
        let long = "сұрақ ".repeat(1_600);
        let hostile =
            format!("\u{1b}[2J\u{1b}]0;pwned\u{7}\u{202e}кері\u{202c}\r\n\u{8}\u{8}{long}");
        portal.asks_question(7, &hostile).await;
        robot.sees("1 new (r)").await;
        robot.presses("r").sees("Q-2").await;
        robot.presses("Down").sees("2 / 2").await;
        robot.waits(Duration::from_secs(1));
        robot.sees("Question Q-2").await.sees("[U+202E]кері").await;
        let seen = robot.glass.text();
        for forbidden in ['\u{1b}', '\u{7}', '\u{202e}', '\u{202c}', '\u{8}', '\r'] {
            assert!(!seen.contains(forbidden), "{forbidden:?}");
        }
        assert!(!seen.contains("pwned"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_clock_is_told_and_the_end_of_a_conference_is_the_portal_s() {
    let mut desk = Desk::at_conference(1).await;
    desk.site().clock_at("2026-03-17T17:52");
    desk.clock_ahead(Duration::from_mins(5));
    desk.journey(async |robot, _portal| {
        robot.sees("Conferences 1").await;
        robot.sees("K-1: 8 min left").await;
        robot.sees("differs from the portal's by 5 min").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conference_is_written_into_a_file_that_was_not_there() {
    let desk = Desk::at_conference(1).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("K-1-ru.pdf");
    let before = format!("{}/", folder.path().display());
    desk.journey(async |robot, _| {
        robot.sees("Conferences 1").await;
        robot.presses("C").sees("(1)").await;
        robot.presses("E").sees("K-1: into a file").await;
        robot.presses("Home").types(&before);
        robot.presses("Tab Tab Tab Enter").sees("Written: ").await;
        robot.presses("E").sees("Personal data are masked").await;
        robot.presses("Home").types(&before);
        robot
            .presses("Tab Tab Tab Enter")
            .sees("is not written over")
            .await;
        robot.presses("Esc");
    })
    .await;
    assert!(std::fs::read(path).unwrap().starts_with(b"%PDF-"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_into_a_small_form_is_there_when_it_is_opened_again() {
    let desk = Desk::at_conference(1).await;
    desk.journey(async |robot, _portal| {
        robot.sees("Conferences 1").await;
        robot.presses("C").sees("(1)").await;
        robot.presses("i").sees("1 of 1 left").await;
        robot
            .presses("x Tab")
            .types("бірдей сұрақ")
            .sees("бірдей сұрақ")
            .await;
        robot.presses("Esc").sees("draft").await;
        robot.presses("x").sees("бірдей сұрақ").await;
    })
    .await;
}
