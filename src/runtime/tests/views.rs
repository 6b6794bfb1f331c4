//! Saved views and the search on the real loop and a real replica.

use super::desk::Desk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filter_becomes_a_tab_with_its_count_and_stays_for_the_next_run() {
    let desk = Desk::with_requests(2).await;
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await;
        robot
            .presses("F7")
            .types("кезегі")
            .presses("Enter V F4 Enter");
        robot.sees("кезегі 2").await;
        robot.presses("Esc 1").presses("4");
        robot.sees("Requests: кезегі").await;
    })
    .await;
    let kept = desk.store().reader().setting("views").unwrap();
    assert!(kept.unwrap().contains("кезегі"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_without_kazakh_letters_opens_the_request() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        let number = &portal.numbers[0];
        robot.sees(number).await;
        robot.presses("S").types("туралы акпарат");
        robot.sees("Тұрғын үй кезегі туралы").await;
        robot.presses("Enter").sees("─ History").await;
    })
    .await;
}
