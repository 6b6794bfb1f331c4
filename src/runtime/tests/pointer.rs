//! The mouse on the real loop: off until it is asked for, then enough to decide a request.

use std::time::Duration;

use super::desk::Desk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_accepted_with_the_mouse_once_it_is_listened_to() {
    let desk = Desk::with_requests(1).await;
    desk.has_mouse();
    desk.journey(async |robot, portal| {
        robot.sees("online").await;
        robot.clicks("Accept").sees("[?] A7").await;
        robot.clicks("A7").sees("[x] A7").await;
        robot.clicks("A8").sees("▸[?] A8").await;
        robot.clicks("A8").sees("[x] A8").await;
        robot.clicks("[ Accept ]").sees("▸[ Accept ]").await;
        robot
            .clicks("[ Accept ]")
            .sees("can be recalled until")
            .await;
        robot.waits(Duration::from_mins(2));
        let number = &portal.numbers[0];
        robot
            .until(async || portal.events(number, "accepted").await == 1)
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_click_nobody_asked_for_does_nothing() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, _| {
        robot.sees("online").await;
        robot.clicks("Outbox").clicks("Accept").presses("w");
        robot.sees("Esc Close").await;
        robot.presses("Esc").sees("Accept").await;
    })
    .await;
}
