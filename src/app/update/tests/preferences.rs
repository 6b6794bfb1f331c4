//! The settings on screen: this workstation and the profile of the holder.

use super::{Robot, directory, holder_of_tests, start_with};
use crate::app::action::DisabledReason;
use crate::app::effect::{Effect, Setting};
use crate::app::form::Focus;
use crate::app::model::{LinkState, ReadOnly};
use crate::app::msg::Msg;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::app::preferences::{Part, ProfileFailure, ProfileMoves, SettingsState};
use crate::config::{ColorDepth, Keyboard};
use crate::domain::act::Role;
use crate::domain::holder::Policy;
use crate::domain::local_text::Lang;
use crate::domain::profile::{Field, HolderProfile, Line, ProfileChange};
use crate::wire::profile::{ProfileOutcome, ProfileRequest, ProfileView};

fn view(base_version: u64, change: impl FnOnce(&mut HolderProfile)) -> ProfileView {
    let holder = holder_of_tests();
    let mut profile = HolderProfile::of(&holder, &Policy::default());
    change(&mut profile);
    ProfileView {
        base_version,
        takes_requests: holder.takes_requests(),
        bin: holder.bin,
        name: holder.name,
        profile,
        last: None,
    }
}

/// An administrator whose settings show the holder, as the portal told it.
fn holder_open() -> Robot {
    let mut robot = Robot::at_work(1);
    robot.model.holder = Some(holder_of_tests());
    robot.keys("P");
    robot.tell(Msg::Profile(Box::new(Ok(view(2, |_| ())))));
    robot.keys("Tab");
    robot
}

/// Selects a line of the profile.
fn select(robot: &mut Robot, line: Line) {
    let lines = robot.model.profile_lines();
    let at = lines.iter().position(|one| *one == line).unwrap();
    robot.keys("Home");
    for _ in 0..at {
        robot.keys("Down");
    }
}

fn state(robot: &Robot) -> &SettingsState {
    robot.model.open_settings().unwrap()
}

fn moves(robot: &Robot) -> &ProfileMoves {
    match robot.model.overlays.last() {
        Some(Overlay::ProfileMoves(moves)) => moves,
        other => panic!("{other:?}"),
    }
}

fn saved(robot: &Robot) -> Vec<&Setting> {
    let settings = robot.log.iter().filter_map(|effect| {
        if let Effect::SaveSetting(setting) = effect {
            Some(setting)
        } else {
            None
        }
    });
    settings.collect()
}

fn sent(robot: &Robot) -> Vec<&ProfileRequest> {
    let requests = robot.log.iter().filter_map(|effect| {
        if let Effect::ChangeProfile(request) = effect {
            Some(&**request)
        } else {
            None
        }
    });
    requests.collect()
}

fn told(robot: &Robot) -> Option<&NoticeText> {
    robot.model.notice.as_ref().map(|notice| &notice.text)
}

fn outcome(applied: bool, items: usize) -> ProfileOutcome {
    ProfileOutcome {
        applied,
        version: 3,
        changed: vec![Field::DayCounting],
        takes_requests: true,
        open: 1,
        items,
        moved: vec![],
    }
}

fn answer(robot: &mut Robot, result: Result<ProfileOutcome, ProfileFailure>) {
    let request = sent(robot).last().copied().cloned().unwrap();
    robot.tell(Msg::ProfileChanged {
        request: Box::new(request),
        result: Box::new(result),
    });
}

/// The days are counted from the day of the start, and the portal is asked what would move.
fn asked() -> Robot {
    let mut robot = holder_open();
    select(&mut robot, Line::Field(Field::DayCounting));
    robot.keys("Right").keys("F11");
    robot
}

#[test]
fn a_setting_of_the_workstation_is_applied_at_once_and_saved() {
    let mut robot = Robot::at_work(1);
    robot.keys("P Right Down Right Down Right Down Right Down Right Down Right");
    let model = &robot.model;
    assert_eq!((model.lang, model.keyboard), (Lang::Ru, Keyboard::Ru));
    assert_eq!((model.theme.as_str(), model.recall_seconds), ("mono", 70));
    assert_eq!(model.appearance.color, ColorDepth::Mono);
    assert!(model.appearance.ascii);
    assert_eq!(
        saved(&robot),
        [
            &Setting::Lang(Lang::Ru),
            &Setting::Theme("mono".into()),
            &Setting::Keyboard(Keyboard::Ru),
            &Setting::Recall(70),
            &Setting::Color(ColorDepth::Mono),
            &Setting::Ascii(true),
        ]
    );
}

#[test]
fn left_goes_back_and_enter_goes_on() {
    let mut robot = Robot::at_work(1);
    robot.keys("P Left");
    assert_eq!(robot.model.lang, Lang::En);
    robot.keys("Enter");
    assert_eq!(robot.model.lang, Lang::Kk);
}

#[test]
fn the_recall_window_ends_at_its_bounds() {
    let mut robot = Robot::at_work(1);
    robot.keys("P Down Down Down");
    for _ in 0..40 {
        robot.keys("Right");
    }
    assert_eq!(robot.model.recall_seconds, 300);
    for _ in 0..40 {
        robot.keys("Left");
    }
    assert_eq!(robot.model.recall_seconds, 0);
}

#[test]
fn the_settings_open_over_any_screen_and_ask_the_portal_for_the_profile() {
    let mut robot = Robot::at_work(1);
    robot.model.holder = Some(holder_of_tests());
    robot.keys("3 P");
    assert!(robot.log.contains(&Effect::LoadProfile));
    robot.keys("Tab");
    assert_eq!(state(&robot).part, Part::Holder);
    robot.keys("Esc");
    assert!(robot.model.overlays.is_empty());
}

#[test]
fn a_chosen_value_is_sent_only_after_the_look_at_what_moves() {
    let mut robot = asked();
    assert_eq!(sent(&robot).len(), 1);
    assert!(sent(&robot)[0].dry_run);
    answer(&mut robot, Ok(outcome(false, 1)));
    assert_eq!(moves(&robot).focus, Focus::Cancel);
    robot.keys("Tab Enter");
    let request = sent(&robot)[1];
    assert_eq!((request.dry_run, request.base_version), (false, 2));
    answer(&mut robot, Ok(outcome(true, 1)));
    assert_eq!(told(&robot), Some(&NoticeText::ProfileChanged(1)));
    assert_eq!(state(&robot).draft, None);
}

#[test]
fn the_look_is_left_without_sending() {
    let mut robot = asked();
    answer(&mut robot, Ok(outcome(false, 1)));
    robot.keys("Enter");
    assert_eq!(sent(&robot).len(), 1);
    assert!(state(&robot).change().is_some());
}

#[test]
fn a_change_is_sent_once_however_often_enter_is_pressed() {
    let mut robot = asked();
    answer(&mut robot, Ok(outcome(false, 1)));
    robot.keys("Tab Enter Enter Enter");
    assert_eq!(sent(&robot).len(), 2);
}

#[test]
fn a_typed_value_is_taken_with_enter_and_left_with_esc() {
    let mut robot = holder_open();
    select(&mut robot, Line::Field(Field::StateShare));
    robot
        .keys("Enter Home Delete Delete")
        .types("75")
        .keys("Enter");
    assert_eq!(robot.model.profile().unwrap().state_share, 75);
    robot.keys("Enter").types("0").keys("Esc");
    assert_eq!(robot.model.profile().unwrap().state_share, 75);
    assert_eq!(state(&robot).typed, None);
}

#[test]
fn a_value_that_cannot_be_stays_in_the_field_with_its_fault() {
    let mut robot = holder_open();
    select(&mut robot, Line::Field(Field::StateShare));
    robot.keys("Enter").types("0").keys("Enter");
    let fault = state(&robot).fault.unwrap();
    assert_eq!(fault.field, Field::StateShare);
    assert!(state(&robot).typed.is_some());
    robot.keys("Backspace Enter");
    assert_eq!(state(&robot).fault, None);
}

#[test]
fn an_address_that_lacks_a_language_is_told_when_it_is_sent() {
    let mut robot = holder_open();
    select(&mut robot, Line::BlogKk);
    robot
        .keys("Enter")
        .types("Сұрағыңызды жазыңыз")
        .keys("Enter");
    robot.keys("F11");
    assert_eq!(state(&robot).fault.unwrap().field, Field::Blog);
    assert!(sent(&robot).is_empty());
}

#[test]
fn esc_drops_what_was_changed_before_it_closes() {
    let mut robot = holder_open();
    select(&mut robot, Line::Field(Field::Week));
    robot.keys("Right Esc");
    assert_eq!(state(&robot).draft, None);
    robot.keys("Esc");
    assert!(robot.model.overlays.is_empty());
}

#[test]
fn a_value_chosen_there_and_back_is_no_change() {
    let mut robot = holder_open();
    select(&mut robot, Line::Field(Field::Week));
    robot.keys("Right Left").keys("F11");
    let nothing = NoticeText::Disabled(DisabledReason::NothingChanged);
    assert_eq!(told(&robot), Some(&nothing));
}

#[test]
fn who_may_not_and_who_has_no_link_is_told_why() {
    let offline = LinkState::Offline {
        since: Robot::at_work(1).model.now,
    };
    for (role, link, read_only, reason) in [
        (
            Role::Moderator,
            LinkState::Online,
            None,
            DisabledReason::ProfileRole,
        ),
        (
            Role::Trainer,
            LinkState::Online,
            None,
            DisabledReason::ProfileRole,
        ),
        (Role::Administrator, offline, None, DisabledReason::NoLink),
        (
            Role::Head,
            LinkState::Online,
            Some(ReadOnly::Asked),
            DisabledReason::ReadOnly(ReadOnly::Asked),
        ),
    ] {
        let mut robot = holder_open();
        robot.model.role = role;
        robot.model.link.state = link;
        robot.model.read_only = read_only;
        select(&mut robot, Line::Field(Field::Week));
        robot.keys("Right");
        assert_eq!(
            told(&robot),
            Some(&NoticeText::Disabled(reason)),
            "{role:?}"
        );
        assert_eq!(state(&robot).draft, None);
    }
}

#[test]
fn without_the_portal_the_profile_is_shown_as_the_last_exchange_left_it() {
    let mut robot = Robot::at_work(1);
    robot.model.holder = Some(holder_of_tests());
    robot.keys("P");
    robot.tell(Msg::Profile(Box::new(Err(ProfileFailure::NoLink))));
    robot.keys("Tab");
    assert_eq!(robot.model.profile().unwrap().state_share, 60);
    assert_eq!(
        robot.model.profile_locked(),
        Some(DisabledReason::ProfileLoading)
    );
}

#[test]
fn what_was_changed_here_is_laid_over_what_somebody_else_changed() {
    let mut robot = asked();
    answer(&mut robot, Err(ProfileFailure::Changed));
    assert_eq!(
        told(&robot),
        Some(&NoticeText::ProfileFailed(ProfileFailure::Changed))
    );
    let other = view(3, |profile| profile.draft_days = 5);
    robot.tell(Msg::Profile(Box::new(Ok(other))));
    robot.keys("F11");
    let request = sent(&robot).last().copied().unwrap();
    assert_eq!(request.base_version, 3);
    let named = ProfileChange {
        draft_days: None,
        ..request.change.clone()
    };
    assert_eq!(request.change, named);
    assert_eq!(robot.model.profile().unwrap().draft_days, 5);
}

#[test]
fn a_text_longer_than_the_line_takes_is_not_cut_but_left_to_the_command() {
    let mut robot = holder_open();
    let long = view(2, |profile| {
        profile.blog.kk = "ә".repeat(500);
        profile.blog.ru = "б".repeat(500);
    });
    robot.tell(Msg::Profile(Box::new(Ok(long))));
    select(&mut robot, Line::BlogKk);
    robot.keys("Enter");
    let reason = NoticeText::Disabled(DisabledReason::TooLongHere);
    assert_eq!(told(&robot), Some(&reason));
    assert_eq!(state(&robot).typed, None);
}

#[test]
fn new_rules_bring_the_holder_of_the_letters_along() {
    let mut robot = Robot::at_work(1);
    let mut old = holder_of_tests();
    old.address.kk = "ескі".into();
    robot.model.holder = Some(old);
    let rules = super::rules();
    assert!(rules.directory.by_bin(&holder_of_tests().bin).is_some());
    assert_eq!(directory().by_bin("nobody"), None);
    robot.tell(Msg::Rules(Box::new(rules)));
    assert_eq!(robot.model.holder, Some(holder_of_tests()));
}

#[test]
fn new_rules_read_an_open_profile_again() {
    let mut robot = holder_open();
    let reads = |robot: &Robot| {
        let all = robot.log.iter();
        all.filter(|effect| **effect == Effect::LoadProfile).count()
    };
    let before = reads(&robot);
    robot.tell(Msg::Rules(Box::new(super::rules())));
    assert_eq!(reads(&robot), before + 1);
    robot.keys("Esc");
    robot.tell(Msg::Rules(Box::new(super::rules())));
    assert_eq!(reads(&robot), before + 1);
}

#[test]
fn what_is_typed_is_never_taken_for_the_line_that_came_in_its_place() {
    let mut robot = holder_open();
    select(&mut robot, Line::Field(Field::DraftDays));
    robot.keys("Enter").types("1");
    let none = view(3, |profile| profile.signatories.clear());
    robot.tell(Msg::Profile(Box::new(Ok(none))));
    assert_eq!(state(&robot).typed, None);
    robot.keys("Esc");
    assert!(sent(&robot).is_empty());
}

#[test]
fn what_is_typed_goes_on_while_the_profile_is_read_again() {
    let mut robot = holder_open();
    select(&mut robot, Line::Field(Field::DraftDays));
    robot.keys("Enter Home Delete").types("4");
    let other = view(3, |profile| profile.state_share = 10);
    robot.tell(Msg::Profile(Box::new(Ok(other))));
    robot.keys("Enter");
    let profile = robot.model.profile().unwrap();
    assert_eq!((profile.draft_days, profile.state_share), (4, 10));
}

#[test]
fn the_profile_is_asked_for_again_when_the_link_comes_back() {
    let mut robot = Robot::at_work(1);
    robot.model.holder = Some(holder_of_tests());
    let reads = |robot: &Robot| {
        let all = robot.log.iter();
        all.filter(|effect| **effect == Effect::LoadProfile).count()
    };
    let online = robot.model.link.clone();
    robot.model.link.state = LinkState::Offline {
        since: robot.model.now,
    };
    robot.keys("P");
    robot.tell(Msg::Profile(Box::new(Err(ProfileFailure::NoLink))));
    let before = reads(&robot);
    robot.tell(Msg::Link(online.clone()));
    assert_eq!(reads(&robot), before + 1);
    robot.tell(Msg::Profile(Box::new(Ok(view(2, |_| ())))));
    robot.tell(Msg::Link(online));
    assert_eq!(reads(&robot), before + 1);
}

#[test]
fn a_text_that_was_only_looked_at_stays_sign_for_sign() {
    let mut robot = holder_open();
    let blog = "Бірінші абзац.\n\nЕкінші абзац.\n";
    robot.tell(Msg::Profile(Box::new(Ok(view(3, |profile| {
        profile.blog.kk = blog.into();
        profile.blog.ru = "Первый.".into();
    })))));
    select(&mut robot, Line::BlogKk);
    robot.keys("Enter Enter");
    assert_eq!(state(&robot).change(), None);
    robot.keys("Enter").types("!").keys("Enter");
    let draft = state(&robot).draft.as_ref().unwrap();
    assert_eq!(draft.blog.kk, "Бірінші абзац.\n\nЕкінші абзац.\n!");
}

#[test]
fn a_text_with_the_sign_of_a_line_break_is_left_to_the_command() {
    let mut robot = holder_open();
    robot.tell(Msg::Profile(Box::new(Ok(view(3, |profile| {
        profile.blog.kk = "а | б".into();
        profile.blog.ru = "а".into();
    })))));
    select(&mut robot, Line::BlogKk);
    robot.keys("Enter");
    assert_eq!(state(&robot).typed, None);
}

#[test]
fn a_field_that_somebody_else_changed_meanwhile_is_theirs_and_said() {
    let mut robot = holder_open();
    select(&mut robot, Line::AddressKk);
    robot.keys("Enter").types("!").keys("Enter");
    select(&mut robot, Line::Field(Field::DraftDays));
    robot.keys("Enter Backspace").types("4").keys("Enter");
    robot.tell(Msg::Profile(Box::new(Ok(view(3, |profile| {
        profile.address.ru.push_str(", 2");
    })))));
    let change = state(&robot).change().unwrap();
    assert_eq!((change.address, change.draft_days), (None, Some(4)));
    let met = NoticeText::ProfileFailed(ProfileFailure::Changed);
    assert_eq!(told(&robot), Some(&met));
}

#[test]
fn a_half_written_text_outlives_a_profile_read_again() {
    let mut robot = holder_open();
    select(&mut robot, Line::BlogKk);
    robot.keys("Enter").types("Блог").keys("Enter");
    robot.tell(Msg::Profile(Box::new(Ok(view(3, |_| ())))));
    assert_eq!(state(&robot).draft.as_ref().unwrap().blog.kk, "Блог");
}

#[test]
fn what_is_being_typed_goes_along_when_the_profile_is_sent() {
    let mut robot = holder_open();
    select(&mut robot, Line::Field(Field::DraftDays));
    robot.keys("Enter Backspace").types("4").keys("F11");
    assert_eq!(sent(&robot)[0].change.draft_days, Some(4));
    let mut robot = holder_open();
    select(&mut robot, Line::Field(Field::DraftDays));
    robot.keys("Enter").types("x").keys("F11");
    assert!(sent(&robot).is_empty(), "what cannot be is mended first");
}

#[test]
fn what_was_changed_while_the_portal_was_asked_is_not_shown_as_looked_at() {
    let mut robot = asked();
    select(&mut robot, Line::Field(Field::DraftDays));
    robot.keys("Enter Backspace").types("4").keys("Enter");
    answer(&mut robot, Ok(outcome(false, 1)));
    assert!(!matches!(
        robot.model.overlays.last(),
        Some(Overlay::ProfileMoves(_))
    ));
    assert_eq!(state(&robot).change().unwrap().draft_days, Some(4));
}

#[test]
fn an_answer_that_never_came_is_not_called_unchanged() {
    let mut robot = asked();
    answer(&mut robot, Ok(outcome(false, 1)));
    robot.keys("Tab Enter");
    let loads = |robot: &Robot| {
        let asked = robot.log.iter();
        asked
            .filter(|effect| **effect == Effect::LoadProfile)
            .count()
    };
    let before = loads(&robot);
    answer(&mut robot, Err(ProfileFailure::Unknown));
    assert_eq!(loads(&robot), before + 1);
    let unknown = NoticeText::ProfileFailed(ProfileFailure::Unknown);
    assert_eq!(told(&robot), Some(&unknown));
}

#[test]
fn a_profile_that_cannot_be_read_is_said_while_there_is_a_link() {
    for online in [true, false] {
        let mut robot = Robot::at_work(1);
        let since = robot.model.now;
        let state = if online {
            LinkState::Online
        } else {
            LinkState::Offline { since }
        };
        robot.model.holder = Some(holder_of_tests());
        robot.model.link.state = state;
        robot.keys("P");
        robot.tell(Msg::Profile(Box::new(Err(ProfileFailure::NoLink))));
        let unread = NoticeText::ProfileFailed(ProfileFailure::Unread);
        assert_eq!(told(&robot) == Some(&unread), online, "{online}");
    }
}

#[test]
fn on_the_first_run_a_few_keys_tell_the_layout_and_it_is_kept() {
    let mut start = start_with((80, 24));
    start.check_keyboard = true;
    let mut robot = Robot::with(start, Vec::new());
    robot.keys("о і");
    assert!(robot.model.overlays.is_empty());
    assert_eq!(robot.model.keyboard, Keyboard::Kz);
    let kept = Effect::SaveSetting(Setting::Keyboard(Keyboard::Kz));
    assert!(robot.log.contains(&kept));
}

#[test]
fn only_latin_letters_are_taken_once_they_are_said_to_be_all() {
    let mut robot = Robot::at_work(1);
    robot.model.keyboard = Keyboard::Kz;
    robot
        .keys("F2")
        .types("app.keyboard-check")
        .keys("Enter Enter");
    assert_eq!(robot.model.overlays.len(), 1);
    robot.keys("j Enter");
    assert!(robot.model.overlays.is_empty());
    assert_eq!(robot.model.keyboard, Keyboard::Us);
}

#[test]
fn a_check_that_is_left_keeps_the_layout_and_does_not_come_again() {
    let mut start = start_with((80, 24));
    start.check_keyboard = true;
    start.keyboard = Keyboard::Ru;
    let mut robot = Robot::with(start, Vec::new());
    robot.keys("о Esc");
    assert!(robot.model.overlays.is_empty());
    let kept = Effect::SaveSetting(Setting::Keyboard(Keyboard::Ru));
    assert!(robot.log.contains(&kept));
}
