//! Which questions of an inbox count as new.

use super::{NOW, Robot, at};
use crate::app::inbox::InboxHead;
use crate::app::msg::Msg;
use crate::domain::burn::Burn;
use crate::domain::conference::ConferenceState;
use crate::domain::local_text::LocalText;
use crate::domain::row::{Inbox, InboxOrder};

/// An inbox of which the replica has told a head for each newest place.
fn until(newest: &[u64]) -> Option<u64> {
    let mut robot = Robot::at_work(1);
    let conference = "K-12".parse().unwrap();
    robot.model.inbox.shown = Some(Inbox {
        conference,
        order: InboxOrder::NextUp,
        hide_done: true,
        until: None,
    });
    for newest in newest {
        let revision = robot.model.next_revision();
        robot.model.inbox.asked = Some(revision);
        let head = InboxHead {
            at: at(NOW),
            conference,
            name: LocalText {
                kk: "Кезек".into(),
                ru: "Очередь".into(),
                en: "Queue".into(),
            },
            state: ConferenceState::Open,
            closes: None,
            burn: Burn::default(),
            new: 0,
            newest: *newest,
        };
        let head = Some(Box::new(head));
        robot.tell(Msg::Inbox { revision, head });
    }
    robot.model.questions.query.inbox.unwrap().until
}

#[test]
fn what_comes_after_the_first_look_is_new() {
    assert_eq!(until(&[50, 57]), Some(50));
}

#[test]
fn after_a_reset_of_the_replica_the_look_begins_anew() {
    assert_eq!(until(&[50, 8, 11]), Some(8));
}
