//! Screens and what lies over them.

use super::{DEMO, NOW, Robot, request, start_with};
use crate::app::action::{ActionId, DisabledReason, Scope, disabled};
use crate::app::effect::{Effect, Setting};
use crate::app::keymap::Keys;
use crate::app::model::{Alarm, Counts, Link, LinkState, Model, Screen};
use crate::app::msg::Msg;
use crate::app::notice::{Failure, FailureCode, NoticeText};
use crate::app::overlay::Overlay;
use crate::config::Keyboard;
use crate::domain::local_text::Lang;
use crate::domain::row::Ending;

#[test]
fn the_explanation_opens_at_the_clock_that_drives() {
    let mut robot = Robot::at_work(2);
    robot.keys("w");
    let Some(Overlay::Why(why)) = robot.model.overlays.last() else {
        panic!("no explanation");
    };
    let clocks = &robot.model.shown().unwrap().clocks;
    assert!(clocks[why.clock].drives);
    assert_eq!(clocks[why.clock].rule.as_str(), "return");
    let count = clocks.len();
    for _ in 0..count {
        robot.keys("Tab");
    }
    let Some(Overlay::Why(round)) = robot.model.overlays.last() else {
        panic!("no explanation");
    };
    assert!(robot.model.shown().unwrap().clocks[round.clock].drives);
    robot.keys("Esc");
    assert!(robot.model.overlays.is_empty());
}

#[test]
fn the_language_goes_round_and_is_saved() {
    let mut robot = Robot::at_work(1);
    robot.keys("F9");
    assert_eq!(robot.model.lang, Lang::Ru);
    assert_eq!(
        robot.log.last(),
        Some(&Effect::SaveSetting(Setting::Lang(Lang::Ru)))
    );
    robot.keys("l l");
    assert_eq!(robot.model.lang, Lang::Kk);
}

#[test]
fn the_palette_finds_a_command_in_any_language() {
    for query in ["пернетақта", "раскладка", "keyboard", "app.keyb"] {
        let mut robot = Robot::at_work(1);
        robot.keys("F2").types(query).keys("Enter");
        assert_eq!(robot.model.keyboard, Keyboard::Ru, "{query}");
        assert!(robot.model.overlays.is_empty());
    }
}

#[test]
fn the_palette_takes_letters_as_text_and_arrows_as_moves() {
    let mut robot = Robot::at_work(1);
    robot.keys("F2 j k");
    let Some(Overlay::Palette(palette)) = robot.model.overlays.last() else {
        panic!("no palette");
    };
    assert_eq!(palette.query.text(), "jk");
    robot.keys("Backspace Backspace Down Down");
    let Some(Overlay::Palette(palette)) = robot.model.overlays.last() else {
        panic!("no palette");
    };
    assert_eq!(palette.selected, 2);
}

#[test]
fn a_disabled_command_of_the_palette_says_why() {
    let mut robot = Robot::at_work(1);
    robot.keys("F2").types("act.recall").keys("Enter");
    assert_eq!(
        robot.model.notice.as_ref().map(|notice| &notice.text),
        Some(&NoticeText::Disabled(DisabledReason::NothingToRecall))
    );
}

#[test]
fn the_portal_of_the_demo_stops_and_starts_from_the_palette() {
    let mut start = start_with((80, 24));
    start.demo = Some(DEMO);
    let mut robot = Robot::with(start, vec![request(1, NOW)]);
    robot.keys("F2").types("demo.stop").keys("Enter");
    assert!(!robot.model.demo.unwrap().portal_running);
    assert_eq!(
        disabled(&robot.model, ActionId::StopPortal),
        Some(DisabledReason::PortalStopped)
    );
    robot.keys("F2").types("demo.start").keys("Enter");
    assert!(robot.model.demo.unwrap().portal_running);
}

#[test]
fn outside_the_demo_no_command_of_the_demo_is_found() {
    let mut robot = Robot::at_work(1);
    robot.keys("F2").types("demo.stop");
    let Some(Overlay::Palette(palette)) = robot.model.overlays.last() else {
        panic!("no palette");
    };
    assert!(!palette.found.contains(&ActionId::StopPortal));
}

#[test]
fn help_shows_the_keys_of_the_place_it_was_asked_from() {
    let mut robot = Robot::at_work(1);
    robot.keys("a F1");
    let Some(Overlay::Help(help)) = robot.model.overlays.last() else {
        panic!("no help");
    };
    assert_eq!(help.scopes, [Scope::Accept, Scope::Anywhere]);
    robot.keys("F1");
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Accept(_))
    ));
}

#[test]
fn a_resize_changes_only_what_is_seen() {
    let mut robot = Robot::at_work(40);
    robot.keys("j j Enter");
    let before = robot.model.clone();
    for (width, height) in [(60, 16), (1, 1), (0, 0), (300, 90), (120, 40)] {
        robot.tell(Msg::Resize { width, height });
    }
    assert_eq!(robot.model.screen, before.screen);
    assert_eq!(robot.model.detail.number, before.detail.number);
    assert_eq!(robot.model.home.selected, before.home.selected);
}

#[test]
fn scrolling_ends_where_the_text_ends() {
    let mut robot = Robot::at_work(1);
    robot.keys("Enter");
    robot.tell(Msg::Measured {
        detail: 3,
        overlay: 0,
    });
    robot.keys("j j j j j j j");
    assert_eq!(robot.model.detail.scroll, 3);
    robot.keys("k");
    assert_eq!(robot.model.detail.scroll, 2);
}

/// Has the acts counted and tells how often the bell has rung.
fn rings_at(robot: &mut Robot, unsent_due: u64, stuck_due: u64) -> usize {
    robot.tell(Msg::StoreChanged);
    let revision = robot.model.counts_asked.unwrap();
    robot.tell(Msg::Counts {
        revision,
        counts: Counts {
            unsent: 2,
            unsent_due,
            stuck_due,
            ..Counts::default()
        },
    });
    rings(robot)
}

fn rings(robot: &Robot) -> usize {
    let rings = robot.log.iter().filter(|effect| **effect == Effect::Ring);
    rings.count()
}

fn link(robot: &mut Robot, state: LinkState) {
    let link = Link {
        state,
        ..robot.model.link.clone()
    };
    robot.tell(Msg::Link(link));
}

#[test]
fn without_a_link_an_unsent_act_due_today_is_an_alarm_and_rings_once() {
    let mut robot = Robot::at_work(1);
    assert_eq!(robot.model.alarm(), None);
    robot.slow = true;
    let since = robot.model.now;
    link(&mut robot, LinkState::Offline { since });
    let rung = [0, 1, 2, 0, 1].map(|due| rings_at(&mut robot, due, 0));
    assert_eq!(rung, [0, 1, 1, 1, 2]);
    assert_eq!(robot.model.alarm(), Some(Alarm::UnsentDue(1)));
}

#[test]
fn beside_a_link_what_is_on_its_way_is_no_alarm_until_it_does_not_arrive() {
    let mut robot = Robot::at_work(1);
    robot.slow = true;
    assert_eq!((rings_at(&mut robot, 2, 0), robot.model.alarm()), (0, None));
    assert_eq!(rings_at(&mut robot, 2, 1), 1);
    assert_eq!(robot.model.alarm(), Some(Alarm::UnsentDue(1)));
}

#[test]
fn a_link_that_goes_while_something_due_is_unsent_rings_and_does_so_once() {
    let mut robot = Robot::at_work(1);
    robot.slow = true;
    assert_eq!(rings_at(&mut robot, 1, 0), 0);
    let since = robot.model.now;
    for state in [
        LinkState::Offline { since },
        LinkState::Online,
        LinkState::SignedOut,
    ] {
        link(&mut robot, state);
        assert_eq!(rings(&robot), 1);
    }
}

#[test]
fn without_a_link_the_last_minutes_of_a_conference_are_the_gravest_alarm() {
    let mut robot = Robot::at_work(1);
    let now = robot.model.portal_now();
    let closes = now + jiff::SignedDuration::from_mins(11);
    let ending = Ending {
        conference: "K-12".parse().unwrap(),
        closes,
        open: 3,
    };
    (robot.model.counts.ending, robot.model.counts.unsent_due) = (Some(ending), 2);
    robot.model.link.state = LinkState::Offline { since: now };
    assert_eq!(robot.model.alarm(), Some(Alarm::UnsentDue(2)));
    robot.wait(jiff::SignedDuration::from_mins(1));
    robot.model.counts.ending = Some(ending);
    assert_eq!(robot.model.alarm(), Some(Alarm::EndingWithoutLink(ending)));
    robot.model.link.state = LinkState::Online;
    assert_ne!(robot.model.alarm(), Some(Alarm::EndingWithoutLink(ending)));
}

#[test]
fn a_message_leaves_by_itself_and_stays_to_be_read() {
    let mut robot = Robot::at_work(1);
    robot.keys("F9");
    assert!(robot.model.notice.is_some());
    robot.wait(jiff::SignedDuration::from_secs(7));
    assert!(robot.model.notice.is_none());
    robot.keys("m");
    assert!(matches!(
        robot.model.overlays.last(),
        Some(Overlay::Message(_))
    ));
}

#[test]
fn a_read_that_failed_leaves_no_request_forever_loading() {
    let mut robot = Robot::at_work(1);
    robot.model.detail = crate::app::detail::DetailState::default();
    robot.slow = true;
    robot.keys("Enter");
    let revision = robot.model.detail.asked.unwrap();
    robot.tell(Msg::ReadFailed {
        revision,
        failure: Failure {
            code: FailureCode::StoreRead,
            detail: "disk".into(),
        },
    });
    assert_eq!(robot.model.screen, Screen::Home);
}

#[test]
fn a_list_that_cannot_be_read_says_so_until_it_can() {
    let mut robot = Robot::at_work(1);
    robot.slow = true;
    robot.tell(Msg::StoreChanged);
    let revision = robot.model.home.asked.unwrap().revision;
    let failure = Failure {
        code: FailureCode::StoreDamaged,
        detail: "page".into(),
    };
    robot.tell(Msg::ReadFailed {
        revision,
        failure: failure.clone(),
    });
    assert_eq!(robot.model.home.failed, Some(failure));
    robot.slow = false;
    robot.tell(Msg::StoreChanged);
    assert_eq!(robot.model.home.failed, None);
}

#[test]
fn keys_are_given_up_when_no_answer_comes() {
    let mut robot = Robot::before_a_million();
    robot.slow = true;
    robot.keys("End Enter a");
    assert!(robot.model.type_ahead.awaited.is_some());
    robot.wait(jiff::SignedDuration::from_secs(6));
    assert!(robot.model.type_ahead.awaited.is_none());
    assert!(matches!(
        robot.model.notice.as_ref().map(|notice| &notice.text),
        Some(NoticeText::TypeAheadDropped)
    ));
}

#[test]
fn an_action_that_waited_in_vain_is_told_although_no_key_came_behind_it() {
    let mut robot = Robot::at_work(1);
    robot.slow = true;
    robot.tell(Msg::StoreChanged);
    robot.model.detail.shown = None;
    robot.keys("a");
    robot.wait(jiff::SignedDuration::from_secs(6));
    let told = robot.model.notice.as_ref().map(|notice| &notice.text);
    assert_eq!(told, Some(&NoticeText::TypeAheadDropped));
}

#[test]
fn ctrl_c_leaves_what_lies_on_top_and_then_the_program() {
    use crate::app::key::Key;
    let mut robot = Robot::at_work(1);
    robot.model.keyboard = Keyboard::Kz;
    robot.keys("F4").press(Key::char('с').with_ctrl());
    assert!(robot.model.overlays.is_empty());
    robot.press(Key::char('с').with_ctrl());
    assert!(robot.model.quitting);
}

#[test]
fn settings_read_anew_leave_everything_else_as_it_was() {
    let mut robot = Robot::at_work(3);
    robot.keys("j a Space");
    let overlays = robot.model.overlays.clone();
    robot.tell(Msg::Settings(Box::new(crate::app::model::Settings {
        lang: Lang::En,
        theme: "mono".into(),
        themes: vec!["mono".into()],
        keyboard: Keyboard::Ru,
        keys: Keys::default(),
        recall_seconds: 5,
        appearance: crate::app::preferences::Appearance::default(),
        terminal: crate::app::preferences::TerminalUse::default(),
        list_share: crate::config::ListShare::HALF,
        writing: super::writing(),
    })));
    assert_eq!(robot.model.lang, Lang::En);
    assert_eq!(robot.model.overlays, overlays);
    assert!(!matches!(robot.log.last(), Some(Effect::SaveSetting(_))));
}

#[test]
fn the_footer_never_shows_a_letter_while_letters_are_text() {
    use crate::app::action::action;
    let mut robot = Robot::at_work(1);
    let key = |robot: &Robot, id| {
        let key = robot.model.key_here(action(id));
        key.map(|chord| chord.to_string())
    };
    assert_eq!(key(&robot, ActionId::Language).as_deref(), Some("l"));
    robot.keys("F2");
    assert_eq!(key(&robot, ActionId::Language).as_deref(), Some("F9"));
    robot.keys("Esc r Tab");
    assert_eq!(key(&robot, ActionId::Why).as_deref(), Some("F3"));
    assert_eq!(key(&robot, ActionId::Activate), None);
}

#[test]
fn the_rules_are_looked_up_while_they_are_typed() {
    let mut robot = Robot::at_work(1);
    robot.keys("g l Down");
    let Some(Overlay::Law(law)) = robot.model.overlays.last() else {
        panic!("no rules");
    };
    assert_eq!(law.selected, 1);
    robot.types("zzz").keys("Down");
    let Some(Overlay::Law(law)) = robot.model.overlays.last() else {
        panic!("no rules");
    };
    assert_eq!((law.selected, law.query.text()), (0, "zzz"));
    robot.keys("Esc");
    assert!(robot.model.overlays.is_empty());
}

#[test]
fn the_number_and_the_text_of_an_item_are_sent_to_the_clipboard_and_nothing_else() {
    let mut robot = Robot::at_work(1);
    robot.keys("K F2").types("item.copy-text").keys("Enter");
    let copied: Vec<&str> = robot
        .log
        .iter()
        .filter_map(|effect| {
            if let Effect::Copy(text) = effect {
                Some(text.as_str())
            } else {
                None
            }
        })
        .collect();
    let text = robot.model.shown().unwrap().item.work.texts()[0].as_str();
    assert_eq!(copied, ["766301", text]);
    let notice = robot.model.notice.as_ref().map(|notice| &notice.text);
    assert_eq!(notice, Some(&NoticeText::Copied));
}

#[test]
fn a_storm_of_sizes_keeps_selection_focus_and_text() {
    let mut robot = Robot::at_work(40);
    robot.keys("Down Down Down").rest().keys("e");
    robot
        .types("Кезегіңіз 17.")
        .keys("Enter")
        .types("Екінші жол");
    let before = robot.model.clone();
    for round in 0..200_u16 {
        robot.tell(Msg::Resize {
            width: 1 + round * 37 % 301,
            height: 1 + round * 13 % 101,
        });
    }
    robot.tell(Msg::Resize {
        width: 120,
        height: 40,
    });
    let (before, after) = (before, &robot.model);
    assert_eq!(after.home.anchor, before.home.anchor);
    assert_eq!(after.home.selected, before.home.selected);
    let text = |model: &Model| {
        let composer = model.overlays.last().and_then(Overlay::composer).unwrap();
        let page = composer.page_in_focus().unwrap();
        (composer.focus, page.text.text(), page.text.cursor())
    };
    assert_eq!(text(after), text(&before));
    assert_eq!(text(after).1, "Кезегіңіз 17.\nЕкінші жол");
}

#[test]
fn a_terminal_that_becomes_wide_enough_shows_the_detail_of_the_selected_item() {
    let mut robot = Robot::at_work(3);
    robot.tell(Msg::Resize {
        width: 80,
        height: 24,
    });
    robot.keys("Down").rest();
    robot.tell(Msg::Resize {
        width: 120,
        height: 40,
    });
    robot.rest();
    let shown = robot.model.shown().map(|shown| shown.item.number().serial);
    assert_eq!(shown, robot.selected());
}
