//! The outbox by file on the real loop: written, judged at the portal, receipts taken in.

use super::desk::Desk;
use super::{ACCEPT, MINUTE};
use crate::portal::package::take;

/// Empties the name that the form proposes.
const CLEAR: &str = "Backspace";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_outbox_goes_by_file_and_its_receipts_come_to_the_screen() {
    let desk = Desk::with_requests(1).await;
    let stick = tempfile::tempdir().unwrap();
    let (outbox, receipts) = (stick.path().join("o.awp"), stick.path().join("r.awp"));
    desk.journey(async |robot, portal| {
        let number = portal.numbers[0].clone();
        robot.sees(&number).await.sees("online").await;
        robot
            .presses("F2")
            .types("Stop the portal")
            .presses("Enter");
        robot.sees("The portal of the demo is stopped").await;
        robot.presses(ACCEPT).sees("can be recalled until").await;
        robot.waits(MINUTE + MINUTE).presses("3");
        robot.sees("waits for the link").await;
        robot.presses("E").sees("The outbox into a file").await;
        robot.presses(&format!("{CLEAR} ").repeat(40));
        // No disk takes such a name, and the decision is beyond recall before that is known.
        let unheard_of = stick.path().join("x".repeat(256));
        robot
            .types(unheard_of.to_str().unwrap())
            .presses("Tab Tab Enter");
        robot.sees("go with the next package").await;
        robot.presses("Esc E").sees("The outbox into a file").await;
        robot.presses(&format!("{CLEAR} ").repeat(40));
        robot
            .types(outbox.to_str().unwrap())
            .presses("Tab Tab Enter");
        robot.sees("in a package").await;
        let package = std::fs::read(&outbox).unwrap();
        let taken = Box::pin(take(&portal.rig.portal, &package)).await.unwrap();
        std::fs::write(&receipts, taken.receipts).unwrap();
        robot.presses("R").sees("Receipts from a file").await;
        robot
            .types(receipts.to_str().unwrap())
            .presses("Tab Tab Enter");
        robot.sees("applied by the portal").await;
        assert_eq!(portal.state(&number).await, ("consideration".into(), 2));
        robot
            .presses("F2")
            .types("Start the portal")
            .presses("Enter");
        robot.sees("The outbox is empty").await;
        assert_eq!(portal.events(&number, "accepted").await, 1);
    })
    .await;
}
