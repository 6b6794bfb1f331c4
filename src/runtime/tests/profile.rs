//! The profile of the holder and the settings of the workstation on the real loop and a real
//! portal; nothing is started again.

use serde_json::json;

use super::desk::Desk;
use crate::config::ColorDepth;

/// From the first line of the holder's part to the counting of days.
const TO_COUNTING: &str = "P Tab Down Down Down Down Down Down Down Down Down Down Down Down";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_term_of_an_open_item_moves_after_the_profile_was_changed_on_the_screen() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        robot.sees("online").await;
        robot.presses("Enter").sees("10.03").await;
        robot.presses(TO_COUNTING).sees("choose a value").await;
        robot.presses("Right").sees("(stricter than the law)").await;
        robot.presses("F11").sees("1 open item moves").await;
        robot.sees("10.03 Tue → 06.03 Fri").await;
        // Nothing is decided by looking.
        assert_eq!(portal.profile_version().await, 2);
        robot.presses("Tab Enter").sees("Last change:").await;
        robot.presses("Esc").sees("06.03").await;
        assert_eq!(portal.profile_version().await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_colleague_changed_moves_the_row_and_is_laid_under_ones_own_change() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, portal| {
        robot.sees("online").await;
        robot.presses("Enter").sees("10.03").await;
        robot.presses(TO_COUNTING).sees("choose a value").await;
        robot.presses("Up Right").sees("six days · changed").await;
        let bolat = portal.colleague("bolat").await;
        let stricter = json!({"switches": {"day_counting": "from-start"}});
        portal.changes_profile(&bolat, stricter).await;
        robot.sees("1 term moved").await;
        robot.sees("(stricter than the law)").await;
        robot.sees("six days · changed").await;
        robot
            .presses("F11")
            .sees("Working week: five days → six days")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_link_the_profile_is_seen_and_not_changed() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, _| {
        robot.sees("online").await;
        robot.presses("P Esc F2").types("stop").presses("Enter");
        robot.sees("offline").await;
        robot
            .presses("P Tab")
            .sees("There is no link to the portal")
            .await;
        robot.sees("State share").await.sees("75 %").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_setting_of_the_workstation_is_written_to_its_file() {
    let desk = Desk::with_requests(1).await;
    desk.journey(async |robot, _| {
        robot.sees("online").await;
        robot.presses("P Down Down Down Right").sees("70 s").await;
        robot.presses("Down Down Right").sees("yes").await;
        robot.presses("Up Right").sees("16 colours").await;
        let saved = || desk.config().unwrap_or_default();
        robot
            .until(async || {
                let config = saved();
                let seconds = config.recall_seconds == 70;
                seconds && config.ascii && config.color == ColorDepth::Ansi
            })
            .await;
    })
    .await;
}
