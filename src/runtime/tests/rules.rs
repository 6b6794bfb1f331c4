//! The calendar changes at the portal while somebody works; nothing is started again.

use jiff::civil::date;

use super::desk::Desk;
use crate::domain::calendar::Transfer;
use crate::domain::rules::RuleSet;
use crate::portal::rules_change::Proposal;

/// Tuesday 10 March 2026 becomes free against Saturday 14 March.
fn tuesday_off() -> Proposal {
    let rules = RuleSet::builtin().unwrap();
    let mut year = rules.calendar.year(2026).unwrap().clone();
    let act = year.source.clone();
    let (off, work) = (date(2026, 3, 10), date(2026, 3, 14));
    year.transfers.push(Transfer { off, work, act });
    Proposal {
        years: vec![year],
        ..Proposal::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_that_becomes_free_moves_the_rows_and_shows_which() {
    let desk = Desk::with_requests(2).await;
    desk.journey(async |robot, portal| {
        robot.sees("online").await.presses("Enter");
        robot.sees("10.03").await;
        portal.changes(tuesday_off()).await;
        // What is on the screen follows by itself.
        robot.sees("2 terms moved").await.sees("11.03").await;
        robot.presses("M").sees("operator: 2026").await;
        robot.sees("10.03 Tu").await.sees("11.03 We").await;
        robot
            .presses("Down Enter w")
            .sees("day off, moved from")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_decided_before_the_change_keeps_its_verdict() {
    let desk = Desk::with_requests(2).await;
    desk.journey(async |robot, portal| {
        robot.sees("online").await;
        robot.presses("r Space Tab Tab Tab Enter");
        robot.sees("can be recalled until").await;
        robot.waits(std::time::Duration::from_mins(2));
        robot.sees("applied by the portal").await;
        let closed = portal.state(&portal.numbers[0]).await;
        portal.changes(tuesday_off()).await;
        robot.sees("1 term moved").await;
        assert_eq!(portal.state(&portal.numbers[0]).await, closed);
    })
    .await;
}
