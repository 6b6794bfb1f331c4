//! Deciding: the ways to a decision, and the many ways that must not lead to one.

use jiff::SignedDuration;

use super::{DEMO, NOW, Robot, at, request, start_with};
use crate::app::action::{ActionId, DisabledReason};
use crate::app::effect::{Effect, Settle};
use crate::app::form::Focus;
use crate::app::list::Revision;
use crate::app::model::{Awaited, ReadOnly, Screen};
use crate::app::msg::{Msg, Outcome};
use crate::app::notice::NoticeText;
use crate::app::outbox::OpStatus;
use crate::app::overlay::{Overlay, Question};
use crate::domain::act::{Act, Role};
use crate::domain::command::Command;
use crate::domain::ids::Number;
use crate::domain::person::Signature;
use crate::domain::refusal::Refusal;
use crate::domain::request::RequestState;
use crate::domain::text::CitizenText;

const ACCEPT: &str = "a Space Space Tab Enter";

fn notice(robot: &Robot) -> Option<&NoticeText> {
    robot.model.notice.as_ref().map(|notice| &notice.text)
}

fn return_form(robot: &Robot) -> &crate::app::form::ReturnForm {
    match robot.model.overlays.last() {
        Some(Overlay::Return(form)) => form,
        other => panic!("no form of return on top: {other:?}"),
    }
}

#[test]
fn accepting_asks_for_the_two_lines_no_data_can_answer_and_queues_once() {
    let mut robot = Robot::at_work(3);
    robot.keys(ACCEPT);
    let orders = robot.orders();
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0].number, Number::request(766_301));
    let Command::Accept { confirmed } = &orders[0].command else {
        panic!("not an acceptance");
    };
    assert_eq!(confirmed.len(), 6, "A1, A3, A4, A5, A7, A8");
    assert_eq!(orders[0].hold_until, at("2026-03-10T10:01:00+05:00"));
    assert!(robot.model.overlays.is_empty());
    assert!(matches!(
        notice(&robot),
        Some(NoticeText::Held {
            act: Act::Accept,
            ..
        })
    ));
}

#[test]
fn an_act_held_can_be_recalled_with_one_key() {
    let mut robot = Robot::at_work(3);
    robot.keys(ACCEPT).keys("u");
    assert!(
        robot
            .log
            .iter()
            .any(|effect| matches!(effect, Effect::Recall { .. }))
    );
    assert!(robot.model.held.is_empty());
    assert!(matches!(notice(&robot), Some(NoticeText::Recalled { .. })));
    robot.keys("u");
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::Disabled(DisabledReason::NothingToRecall))
    );
}

#[test]
fn the_recall_window_ends_by_itself_and_is_told_to_the_shell() {
    let mut robot = Robot::at_work(3);
    robot.keys(ACCEPT);
    let until = robot.model.held[0].until;
    assert!(robot.model.next_wake(robot.model.now).unwrap() <= until);
    robot.wait(SignedDuration::from_secs(60));
    assert!(robot.model.held.is_empty());
    assert!(
        robot
            .log
            .iter()
            .any(|effect| matches!(effect, Effect::HoldEnded { .. }))
    );
}

#[test]
fn the_recall_window_of_the_last_minute_ends_before_midnight() {
    let mut start = start_with((120, 40));
    start.now = at("2026-03-10T23:59:20+05:00");
    let mut robot = Robot::with(start, vec![request(1, "2026-03-06T10:00:00+05:00")]);
    robot.keys(ACCEPT);
    assert_eq!(
        robot.orders()[0].hold_until,
        at("2026-03-10T23:59:50+05:00")
    );
}

#[test]
fn enter_enter_never_sends() {
    for trigger in ["a", "r", "F4", "F6"] {
        let mut robot = Robot::at_work(3);
        robot.keys(trigger);
        for _ in 0..40 {
            robot.keys("Enter");
        }
        assert_eq!(robot.orders().len(), 0, "{trigger}");
    }
}

#[test]
fn the_trigger_key_never_confirms() {
    for trigger in ["a", "r", "F4", "F6", "Space"] {
        let mut robot = Robot::at_work(3);
        for _ in 0..40 {
            robot.keys(trigger);
        }
        assert_eq!(robot.orders().len(), 0, "{trigger}");
    }
}

#[test]
fn unconfirmed_lines_keep_an_acceptance_back_and_say_so() {
    let mut robot = Robot::at_work(3);
    robot.keys("a Space Down Down Down Down Down Down Down Down Enter");
    assert_eq!(robot.orders().len(), 0);
    assert_eq!(
        notice(&robot),
        Some(&NoticeText::Disabled(DisabledReason::ChecksOpen(1)))
    );
}

#[test]
fn a_key_right_after_a_change_of_window_decides_nothing() {
    let mut robot = Robot::at_work(3);
    robot.keys("a Space Space Tab");
    robot.tell(Msg::Focus(true));
    robot.keys("Enter");
    assert_eq!(robot.orders().len(), 0);
    assert_eq!(notice(&robot), Some(&NoticeText::TooSoon));
    robot.wait(SignedDuration::from_millis(300)).keys("Enter");
    assert_eq!(robot.orders().len(), 1);
}

#[test]
fn a_key_right_after_a_paste_decides_nothing() {
    let mut robot = Robot::at_work(3);
    robot.keys("a Space Space Tab");
    robot.tell(Msg::Paste(CitizenText::parse("a\n\n").unwrap()));
    robot.keys("Enter");
    assert_eq!(robot.orders().len(), 0);
}

fn unsigned() -> Robot {
    let mut unsigned = request(1, "2026-03-10T09:00:00+05:00");
    unsigned.requester.signature = Signature::None;
    Robot::with(start_with((120, 40)), vec![unsigned])
}

#[test]
fn a_return_starts_with_what_the_data_fail_and_a_motive_in_the_language_of_the_request() {
    let mut robot = unsigned();
    robot.keys("r");
    let form = return_form(&robot);
    let reasons: Vec<_> = form.reasons().into_iter().map(|check| check.0).collect();
    assert_eq!(reasons, ["A4"]);
    assert_eq!(form.clauses(), ["145 ¶4(3)", "Law art. 11 ¶5"]);
    assert!(
        form.motive.text().chars().any(|c| "ыэ".contains(c)),
        "Russian"
    );
    assert!(form.late.is_none());
}

#[test]
fn a_return_is_queued_with_its_reasons_and_motive() {
    let mut robot = unsigned();
    robot.keys("r Tab");
    assert_eq!(return_form(&robot).focus, Focus::Motive);
    robot.types("Итак.").keys("Tab Tab Enter");
    let orders = robot.orders();
    let Command::Return {
        reasons,
        motive,
        late_reason,
    } = &orders[0].command
    else {
        panic!("not a return");
    };
    assert_eq!(reasons.len(), 1);
    assert!(motive.as_str().ends_with("Итак."));
    assert!(late_reason.is_none());
    assert!(robot.model.overlays.is_empty());
}

#[test]
fn the_motive_follows_the_choice_until_it_is_edited() {
    let mut robot = unsigned();
    robot.keys("r");
    let with_a4 = return_form(&robot).motive.text();
    robot.keys("Space");
    let with_two = return_form(&robot).motive.text();
    assert_ne!(with_a4, with_two);
    robot.keys("Tab").types("!");
    robot.keys("BackTab Up Up Up Up Up Space");
    assert!(return_form(&robot).motive.text().ends_with('!'));
}

#[test]
fn competence_is_never_a_ground_of_return() {
    let mut robot = unsigned();
    robot.keys("r Down Down Down Down Space");
    assert_eq!(return_form(&robot).refusal, Some(Refusal::ForwardInstead));
    robot.keys("Down Space");
    assert!(matches!(
        return_form(&robot).refusal,
        Some(Refusal::NotAGroundOfReturn { .. })
    ));
    assert_eq!(return_form(&robot).reasons().len(), 1);
}

#[test]
fn a_return_without_a_ground_is_refused_with_its_clause() {
    let mut robot = Robot::at_work(1);
    robot.keys("r Tab Tab Tab Enter");
    assert_eq!(return_form(&robot).refusal, Some(Refusal::ReasonMissing));
    assert_eq!(robot.orders().len(), 0);
}

#[test]
fn a_return_after_its_last_day_asks_for_the_reason() {
    let mut late = request(1, "2026-03-02T09:00:00+05:00");
    late.requester.signature = Signature::None;
    let mut robot = Robot::with(start_with((80, 24)), vec![late]);
    robot.keys("r Tab Tab Tab Tab Enter");
    assert!(matches!(
        return_form(&robot).refusal,
        Some(Refusal::LateReasonMissing { .. })
    ));
    assert_eq!(return_form(&robot).focus, Focus::LateReason);
    robot.types("Болдым").keys("Tab Tab Enter");
    let Command::Return { late_reason, .. } = &robot.orders()[0].command else {
        panic!("not a return");
    };
    assert_eq!(late_reason.as_ref().unwrap().as_str(), "Болдым");
}

#[test]
fn typed_text_is_saved_within_a_second_and_found_again() {
    let mut robot = unsigned();
    robot.keys("r Tab").types("Өзім");
    let wake = robot.model.next_wake(robot.model.now).unwrap();
    assert!(wake <= robot.model.now + SignedDuration::from_secs(1));
    robot.wait(SignedDuration::from_secs(1));
    let kept = robot.world.drafts.values().next().unwrap();
    assert!(kept.text.as_str().ends_with("Өзім"));
    robot.keys("Esc");
    assert!(matches!(notice(&robot), Some(NoticeText::DraftKept(_))));
    robot.keys("r");
    assert!(return_form(&robot).motive.text().ends_with("Өзім"));
}

#[test]
fn a_decision_that_could_not_be_stored_leaves_the_form_as_it_was() {
    let mut robot = unsigned();
    robot.world.disk_full = true;
    robot.keys("r Tab").types("Мәтін").keys("Tab Tab Enter");
    assert!(return_form(&robot).motive.text().ends_with("Мәтін"));
    assert!(matches!(notice(&robot), Some(NoticeText::Failed(_))));
    robot.world.disk_full = false;
    robot.keys("Enter");
    assert!(robot.model.overlays.is_empty());
    assert!(robot.world.drafts.is_empty());
}

#[test]
fn a_signal_saves_what_is_typed_and_quits_without_a_question() {
    let mut robot = unsigned();
    robot.keys("r Tab").types("Жартысы");
    robot.tell(Msg::Shutdown);
    let last: Vec<_> = robot.log.iter().rev().take(2).collect();
    assert_eq!(last[0], &Effect::Quit);
    assert!(matches!(last[1], Effect::SaveDraft { .. }));
    assert_eq!(robot.model.next_wake(robot.model.now), None);
}

#[test]
fn what_the_role_may_not_do_is_named_and_does_not_open() {
    let mut start = start_with((120, 40));
    start.role = Role::Head;
    let mut robot = Robot::with(start, vec![request(1, NOW)]);
    robot.keys("a");
    assert!(robot.model.overlays.is_empty());
    assert!(matches!(
        notice(&robot),
        Some(NoticeText::Disabled(DisabledReason::Law(
            Refusal::RoleMayNot { .. }
        )))
    ));
}

#[test]
fn a_read_only_workstation_decides_nothing_in_any_view() {
    for why in [ReadOnly::Asked, ReadOnly::SecondInstance, ReadOnly::Role] {
        let mut start = start_with((120, 40));
        start.read_only = Some(why);
        start.demo = Some(DEMO);
        let mut robot = Robot::with(start, vec![request(1, NOW)]);
        for place in ["1", "2", "3", "1 Enter"] {
            robot.keys(place);
            for key in ["a", "r", "u", "F4", "F6", "F8", "d", "e", "t"] {
                robot
                    .keys(key)
                    .keys("Space Space Tab Enter Esc Esc")
                    .keys(place);
            }
        }
        let outward = robot.log.iter().filter(|effect| {
            matches!(
                effect,
                Effect::Queue(_) | Effect::Recall { .. } | Effect::Settle { .. }
            )
        });
        assert_eq!(outward.count(), 0, "{why:?}");
    }
}

#[test]
fn a_change_from_elsewhere_under_a_form_sends_the_focus_back() {
    let mut robot = Robot::at_work(1);
    robot.keys("a Space Space Tab");
    robot.world.requests[0].state = RequestState::Withdrawn;
    let other = crate::app::outbox::OutboxEntry {
        op_id: crate::domain::ids::OpId(uuid::Uuid::from_u128(77)),
        number: Number::request(766_301),
        act: Act::Accept,
        decided_at: at(NOW),
        sent_at: None,
        accepted_at: None,
        due: None,
        tries: 0,
        status: OpStatus::Waiting,
        conflict: None,
    };
    robot.world.outbox.push(other);
    robot.tell(Msg::StoreChanged);
    let Some(Overlay::Accept(form)) = robot.model.overlays.last() else {
        panic!("the form is gone");
    };
    assert_eq!(form.focus, Focus::Cancel);
    assert!(matches!(form.refusal, Some(Refusal::Closed { .. })));
    robot.keys("Tab Enter");
    assert_eq!(robot.orders().len(), 0);
}

#[test]
fn failed_lines_lead_from_acceptance_to_return() {
    let mut robot = unsigned();
    robot.keys("a F6");
    assert_eq!(return_form(&robot).reasons().len(), 1);
    assert_eq!(robot.model.overlays.len(), 1);
}

#[test]
fn leaving_with_unsent_decisions_asks_first_and_cancel_has_the_focus() {
    let mut robot = Robot::at_work(2);
    robot.keys(ACCEPT).keys("F10 Enter");
    assert!(!robot.model.quitting);
    robot.keys("F10 Tab Enter");
    assert!(robot.model.quitting);
    assert_eq!(robot.log.last(), Some(&Effect::Quit));
}

#[test]
fn leaving_does_not_ask_about_a_decision_whose_verdict_was_just_told() {
    let mut robot = Robot::at_work(2);
    robot.keys(ACCEPT).wait(SignedDuration::from_secs(60));
    assert_eq!(robot.model.counts.unsent, 1);
    robot.tell(Msg::Verdict {
        op_id: robot.world.outbox[0].op_id,
        number: Number::request(766_301),
        act: Act::Accept,
        outcome: Outcome::Applied {
            receipt: String::new(),
        },
    });
    robot.keys("F10");
    assert!(robot.model.quitting);
}

#[test]
fn the_list_comes_back_to_what_was_recalled() {
    let mut robot = Robot::at_work(3);
    robot.keys(ACCEPT).keys("j u");
    assert_eq!(robot.selected(), Some(766_301));
}

#[test]
fn a_conflict_is_settled_only_by_a_choice() {
    let mut robot = Robot::at_work(2);
    robot.keys(ACCEPT);
    robot.world.outbox[0].status = OpStatus::Conflict { by: None, at: None };
    robot.tell(Msg::Verdict {
        op_id: robot.world.outbox[0].op_id,
        number: Number::request(766_301),
        act: Act::Accept,
        outcome: Outcome::Conflict,
    });
    robot.tell(Msg::StoreChanged);
    robot.keys("3");
    robot.tell(Msg::Resize {
        width: 80,
        height: 24,
    });
    assert_eq!(robot.world.outbox.len(), 1);
    robot.keys("d");
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Confirm(confirm)) if matches!(confirm.question, Question::DropOp { .. })
    ));
    robot.keys("Enter");
    assert_eq!(robot.world.outbox.len(), 1);
    robot.keys("e");
    assert!(robot.log.iter().any(|effect| matches!(
        effect,
        Effect::Settle {
            choice: Settle::Again,
            ..
        }
    )));
    assert_eq!(robot.model.screen, Screen::Request);
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Accept(_))
    ));
}

#[test]
fn a_decision_that_is_read_leaves_the_screen_when_it_leaves_the_outbox() {
    let mut robot = Robot::at_work(2);
    robot.keys(ACCEPT);
    robot.keys("3 i");
    let is_read = |robot: &Robot| matches!(robot.model.overlays.last(), Some(Overlay::Decision(_)));
    robot.tell(Msg::StoreChanged);
    assert!(is_read(&robot));
    robot.world.outbox.clear();
    robot.tell(Msg::StoreChanged);
    assert!(!is_read(&robot));
}

#[test]
fn the_question_of_a_reset_waits_for_a_form_and_is_not_answered_by_a_key_on_its_way() {
    let mut robot = Robot::at_work(2);
    robot.keys("a");
    robot.tell(Msg::ResetQuestion {
        deleting: 60,
        of: 100,
    });
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Accept(_))
    ));
    robot.keys("Esc F5 Enter");
    assert!(!robot.log.contains(&Effect::AnswerReset { accept: false }));
    robot.wait(SignedDuration::from_secs(1)).keys("Tab Enter");
    assert!(robot.log.contains(&Effect::AnswerReset { accept: true }));
}

#[test]
fn the_focus_after_the_last_confirmation_is_on_cancel() {
    let mut robot = Robot::at_work(3);
    robot.keys("a Space Space");
    assert_eq!(
        robot.model.overlays.last().and_then(Overlay::focus),
        Some(Focus::Cancel)
    );
    robot.keys("Enter");
    assert_eq!(robot.orders().len(), 0);
    assert!(robot.model.overlays.is_empty());
}

#[test]
fn a_decision_from_the_palette_takes_the_same_way() {
    let mut robot = Robot::at_work(3);
    robot.keys("F2").types("item.accept");
    for _ in 0..20 {
        robot.keys("Enter");
    }
    assert_eq!(robot.orders().len(), 0);
    robot
        .keys("F2")
        .types("item.accept")
        .keys("Enter Space Space Tab Enter");
    assert_eq!(robot.orders().len(), 1);
}

#[test]
fn an_act_right_after_another_was_stored_waits_for_the_item_as_it_is_then() {
    let mut robot = Robot::at_work(3);
    robot.keys(ACCEPT);
    // The store still reads: what is shown is the item before the decision.
    robot.slow = true;
    let number = robot.model.subject();
    let asked = Revision(90_000);
    robot.model.detail.asked = Some(asked);
    robot.model.detail.fresh_from = Some(asked);
    robot.keys("e");
    assert!(robot.model.overlays.is_empty());
    let awaited = robot.model.type_ahead.awaited.clone();
    assert_eq!(
        awaited,
        number.map(|number| Awaited::Item(number, ActionId::Answer))
    );
    let shown = robot.model.detail.shown.clone().unwrap();
    let item = Some(Box::new(shown.item));
    robot.tell(Msg::Item {
        revision: asked,
        number: number.unwrap(),
        item,
    });
    assert_eq!(robot.model.detail.fresh_from, None);
    assert!(robot.model.overlays.last().unwrap().composer().is_some());
}

#[test]
fn an_item_that_was_decided_is_read_again_by_who_leaves_it_and_comes_back() {
    let mut robot = Robot::at_work(3);
    robot.slow = true;
    robot.keys("a Space Space Tab Enter j k a");
    robot.settle();
    robot.keys("Space Space Tab Enter");
    robot.settle();
    assert_eq!(robot.orders().len(), 1);
}
