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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn look_around() {
    let desk = Desk::with_requests(3).await;
    desk.journey(async |robot, portal| {
        robot.sees(&portal.numbers[0]).await;
        for keys in ["Down", "Enter", "w", "Esc", "a", "Tab", "Esc", "r", "Esc", "F2", "Esc", "F1"] {
            robot.presses(keys).waits(Duration::from_millis(500));
            tokio::time::sleep(Duration::from_millis(300)).await;
            println!("=== {keys}\n{}", robot.glass.text());
        }
    })
    .await;
}
