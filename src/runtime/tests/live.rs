//! A change at the portal comes over the stream.

use super::desk::Desk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_in_at_the_portal_is_told_over_the_stream_and_nothing_is_polled_for() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        robot.presses("2").sees("online").await;
        robot.until(async || portal.open("streams") == 1).await;
        let polled = portal.open("long_polls");
        let number = portal.receives("Жаңа сұрау салу").await;
        robot.sees(&number).await;
        assert_eq!((polled, portal.open("long_polls")), (0, 0));
    })
    .await;
}
