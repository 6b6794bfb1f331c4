//! Colleagues on the real loop and a real portal.

use serde_json::{Value, json};

use super::desk::Desk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colleague_who_writes_is_seen_in_the_list_warned_of_and_taken_over_from() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = &portal.numbers[0];
        robot.sees(number).await;
        let bolat = portal.colleague("bolat").await;
        let take = json!({"order": "take"});
        portal.asks(&bolat, "/v1/leases", number, take).await;
        robot.sees("bolat").await;
        robot.presses("e").sees("bolat is writing (until").await;
        robot.presses("F4").sees("is yours now").await;
        assert_eq!(portal.desk(number).await["lease"]["user"], "aigul");
        assert_eq!(portal.desk(number).await["lease"]["taken_from"], "bolat");
        robot.presses("Esc");
        robot
            .until(async || portal.desk(number).await["lease"] == Value::Null)
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lease_ends_with_the_program() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = &portal.numbers[0];
        robot.sees(number).await;
        robot.presses("e").sees("[ Answer ]").await;
        robot
            .until(async || portal.desk(number).await["lease"]["user"] == "aigul")
            .await;
    })
    .await;
    let after = desk.site().desk(&desk.site().numbers[0]).await;
    assert_eq!(after["lease"], Value::Null, "{after}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_given_to_a_colleague_and_shows_it() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = &portal.numbers[0];
        robot.sees(number).await;
        portal.colleague("bolat").await;
        robot.presses("A").sees("bolat").await;
        robot.presses("Down Enter").sees("bolat works on it").await;
        robot.presses("Enter").sees("Works on it: bolat").await;
        assert_eq!(portal.desk(number).await["assignments"][0]["by"], "aigul");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_one_does_to_a_watched_request_is_told() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = &portal.numbers[0];
        robot.sees(number).await;
        robot.presses("A").sees("colleagues").await;
        robot.presses("v").sees("is watched").await;
        let bolat = portal.colleague("bolat").await;
        portal.accepts("bolat", &bolat, number).await;
        robot.sees("the request you watch changed").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_goes_to_its_second_reader_and_comes_back_with_a_remark() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = &portal.numbers[0];
        robot.sees(number).await;
        let bolat = portal.colleague("bolat").await;
        portal.accepts("bolat", &bolat, number).await;
        robot.sees("Answer ").await;
        robot.presses("A").sees("bolat").await;
        robot.presses("Esc").presses("e").sees("[ Answer ]").await;
        robot.types("Your place is 17.").presses("F12");
        robot.sees("who reads the text?").await;
        robot
            .presses("Enter")
            .sees("Second reader: bolat reads it")
            .await;
        let reading = portal.desk(number).await["readings"][0].clone();
        assert_eq!(reading["text"], "Your place is 17.");
        let back = json!({
            "order": "read", "asked_at": reading["asked_at"], "good": false,
            "remark": "Name the day.",
        });
        portal.asks(&bolat, "/v1/desks", number, back).await;
        robot.sees("bolat sent your text back").await;
        robot.sees("Name the day.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_given_to_me_is_read_and_approved() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = &portal.numbers[0];
        robot.sees(number).await;
        let bolat = portal.colleague("bolat").await;
        let ask = json!({
            "order": "ask-reading", "reader": "aigul", "act": "answer", "lang": "en",
            "text": "Your place is 17.",
        });
        portal.asks(&bolat, "/v1/desks", number, ask).await;
        robot.sees("bolat gave you a text to read").await;
        robot.presses("R").sees("Your place is 17.").await;
        robot.presses("F4").sees("the text is approved").await;
        let said = portal.desk(number).await["readings"][0]["said"].clone();
        assert_eq!(said["good"], true);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_substitute_is_named_on_screen_and_the_handover_sheet_opens() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = &portal.numbers[0];
        robot.sees(number).await;
        portal.colleague("bolat").await;
        robot.presses("A").sees("bolat").await;
        robot.presses("F5").sees("Who stands in").await;
        robot.types("19.03.2026 – 31.03.2026").presses("Enter");
        robot.sees("bolat stands in for aigul").await;
        robot.presses("F7").sees("Handover sheet: aigul").await;
        robot.sees("has no open work").await;
    })
    .await;
}
