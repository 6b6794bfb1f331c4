//! Journeys: the real loop on a real portal over HTTP, with a clock moved by hand and a robot
//! at the keys.

mod desk;
mod robot;

use std::time::Duration;

use desk::Desk;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrived_at_the_portal_is_on_the_screen() {
    let desk = Desk::with_requests(3).await;
    desk.journey(async |robot, portal| {
        for number in &portal.numbers {
            robot.sees(number).await;
        }
    })
    .await;
}
