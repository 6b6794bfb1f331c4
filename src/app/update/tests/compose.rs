//! The composer: every act that is written, and the ways that must not lead to one.

use jiff::SignedDuration;

use super::{Robot, at, request, start_with};
use crate::app::action::{ACTIONS, ActionId, DisabledReason, disabled};
use crate::app::compose::{Composer, Section};
use crate::app::effect::Effect;
use crate::app::form::Focus;
use crate::app::msg::Msg;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::domain::act::{Act, Role, permit};
use crate::domain::command::Command;
use crate::domain::history::Stamp;
use crate::domain::ids::Number;
use crate::domain::local_text::Lang;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request, RequestState, TextLang};
use crate::domain::text::CitizenText;

const RECEIVED: &str = "2026-03-06T09:00:00+05:00";

fn composer(robot: &Robot) -> &Composer {
    let top = robot.model.overlays.last();
    top.and_then(Overlay::composer).expect("a composer on top")
}

fn taken() -> Request {
    let mut taken = request(1, RECEIVED);
    taken.state = RequestState::Consideration;
    taken
}

fn at_work(request: Request) -> Robot {
    Robot::with(start_with((120, 40)), vec![request])
}

fn text(text: &str) -> CitizenText {
    CitizenText::parse(text).unwrap()
}

fn ordered(robot: &Robot) -> Command {
    let orders = robot.orders();
    assert_eq!(orders.len(), 1, "{:?}", robot.model.notice);
    orders[0].command.clone()
}

#[test]
fn an_answer_carries_the_requisites_of_its_holder_in_the_language_of_the_request() {
    let mut robot = at_work(taken());
    robot.keys("e").types("Кезек 17.").keys("Tab Tab Enter");
    let Command::Answer {
        text: answer,
        requisites,
        late_reason,
    } = ordered(&robot)
    else {
        panic!("no answer");
    };
    assert_eq!((answer, late_reason), (text("Кезек 17."), None));
    assert_eq!(requisites.lang, Lang::Ru);
    assert_eq!(requisites.holder, "АО «Отбасы үйі»");
    assert_eq!(requisites.position, "председатель правления");
    assert!(robot.model.overlays.is_empty());
}

#[test]
fn a_forward_names_the_chosen_holder_and_carries_its_notice() {
    let mut robot = at_work(request(1, RECEIVED));
    robot.keys("f").types("желі").keys("Enter");
    assert_eq!(composer(&robot).focus, Focus::Text(Lang::Ru));
    robot.types("Направлен.").keys("Tab Tab Enter");
    assert_eq!(
        ordered(&robot),
        Command::Forward {
            to: "990240000029".into(),
            notice: text("Направлен."),
            late_reason: None,
        }
    );
}

#[test]
fn a_forward_to_nobody_or_to_a_state_body_is_refused_where_the_holder_is_chosen() {
    let mut robot = at_work(request(1, RECEIVED));
    robot
        .keys("f Tab")
        .types("Направлен.")
        .keys("Tab Tab Enter");
    assert_eq!(composer(&robot).refusal, Some(Refusal::AddresseeMissing));
    assert_eq!(composer(&robot).focus, Focus::Search);
    robot.types("транспорта").keys("Enter Tab Tab Enter");
    assert!(matches!(
        composer(&robot).refusal,
        Some(Refusal::AddresseeTakesNone { .. })
    ));
    assert!(robot.orders().is_empty());
}

#[test]
fn a_refusal_asks_for_what_its_grounds_ask_for() {
    let mut robot = at_work(taken());
    robot.keys("x Down Down");
    let asked = |robot: &Robot| composer(robot).sections().len();
    let before = asked(&robot);
    robot.keys("Space");
    assert_eq!(asked(&robot), before + 2, "kind and part");
    robot.keys("Down Space");
    assert_eq!(asked(&robot), before + 3, "the day of review");
    robot
        .keys("Tab Tab Tab")
        .types("04.05.2026")
        .keys("Tab")
        .types("Мотив: статья 11")
        .keys("Tab Tab Enter");
    assert!(matches!(
        composer(&robot).refusal,
        Some(Refusal::SecretMissing { .. })
    ));
    assert_eq!(composer(&robot).section(), Some(Section::Secret));
    robot.keys("Space Tab Space Tab Tab Tab Tab Enter");
    let Command::Refuse(args) = ordered(&robot) else {
        panic!("no refusal");
    };
    assert_eq!(args.secret.as_deref(), Some("state"));
    assert!(args.part);
    assert_eq!(args.review_on, Some(jiff::civil::date(2026, 5, 4)));
}

#[test]
fn a_ground_taken_away_takes_what_it_asked_for_with_it() {
    let mut robot = at_work(taken());
    robot.keys("x Down Down Space Tab Space Tab Space");
    robot.keys("BackTab BackTab");
    assert_eq!(composer(&robot).section(), Some(Section::Grounds));
    robot.keys("Up Up Up Up Space Up Space");
    let grounds: Vec<&str> = composer(&robot)
        .chosen_grounds()
        .iter()
        .map(|line| line.id.as_str())
        .collect();
    assert_eq!(grounds.len(), 1, "{grounds:?}");
    robot
        .keys("Tab")
        .types("Мотив: статья 11")
        .keys("Tab Tab Enter");
    let Command::Refuse(args) = ordered(&robot) else {
        panic!("no refusal");
    };
    assert_eq!((args.secret, args.part), (None, false));
}

#[test]
fn an_extension_by_an_administrator_needs_the_recorded_approval() {
    let mut robot = at_work(taken());
    robot
        .keys("o")
        .types("10")
        .keys("Tab")
        .types("Нужны данные")
        .keys("Tab Tab Tab Tab Enter");
    assert_eq!(composer(&robot).refusal, Some(Refusal::ApprovalMissing));
    assert_eq!(composer(&robot).focus, Focus::Approval);
    robot.types("Одобрено 10.03").keys("Tab Tab Tab Enter");
    assert!(matches!(
        ordered(&robot),
        Command::Extend {
            days: 10,
            approval: Some(_),
            notice: None,
            ..
        }
    ));
}

#[test]
fn the_head_extends_without_one() {
    let mut start = start_with((120, 40));
    start.role = Role::Head;
    let mut robot = Robot::with(start, vec![taken()]);
    robot.keys("o").types("10");
    assert!(composer(&robot).approval.is_none());
}

#[test]
fn days_that_are_no_number_are_refused_at_their_field() {
    let mut robot = at_work(taken());
    robot
        .keys("o")
        .types("он")
        .keys("Tab")
        .types("Себебі")
        .keys("Tab")
        .types("Иә");
    robot.keys("Tab Tab Tab Enter");
    assert_eq!(
        composer(&robot).refusal,
        Some(Refusal::ExtensionImpossible { days: 0 })
    );
    assert_eq!(composer(&robot).focus, Focus::Days);
}

#[test]
fn a_letter_in_both_languages_has_a_page_and_a_draft_for_each() {
    let mut mixed = taken();
    mixed.lang = TextLang::Mixed;
    let mut robot = at_work(mixed);
    robot
        .keys("e")
        .types("Қазақша")
        .keys("Tab")
        .types("По-русски");
    robot.wait(SignedDuration::from_secs(1));
    let kept: Vec<(Lang, &str)> = robot
        .world
        .drafts
        .iter()
        .map(|(key, draft)| (key.lang, draft.text.as_str()))
        .collect();
    assert_eq!(kept, [(Lang::Kk, "Қазақша"), (Lang::Ru, "По-русски")]);
    robot.keys("Esc e");
    let pages: Vec<String> = composer(&robot)
        .pages
        .iter()
        .map(|page| page.text.text())
        .collect();
    assert_eq!(pages, ["Қазақша", "По-русски"]);
    robot.keys("Tab Tab Tab Enter");
    let Command::Answer {
        text: both,
        requisites,
        ..
    } = ordered(&robot)
    else {
        panic!("no answer");
    };
    assert_eq!(
        (both, requisites.lang),
        (text("Қазақша\n\nПо-русски"), Lang::Kk)
    );
}

#[test]
fn a_correction_starts_from_the_answer_that_was_sent() {
    let mut answered = request(1, RECEIVED);
    let stamp = Stamp::of_portal(at(RECEIVED));
    let answer = Event::Answered {
        answer: text("Кезек 71."),
        requisites: None,
        in_time: crate::domain::history::InTime::Yes,
    };
    answered.apply(answer, stamp);
    let mut robot = Robot::with(start_with((120, 40)), vec![answered, taken_other()]);
    robot.open(Number::request(1));
    robot.keys("d");
    assert_eq!(composer(&robot).pages[0].text.text(), "Кезек 71.");
}

fn taken_other() -> Request {
    let mut other = taken();
    other.number = Number::request(2);
    other
}

#[test]
fn the_draft_of_one_item_never_appears_in_another() {
    let mut robot = Robot::with(start_with((120, 40)), vec![taken(), taken_other()]);
    robot.keys("e").types("Біріншіге").keys("Esc Down").rest();
    robot.keys("e");
    assert_eq!(composer(&robot).pages[0].text.text(), "");
    robot.keys("Esc Up").rest().keys("e");
    assert_eq!(composer(&robot).pages[0].text.text(), "Біріншіге");
}

#[test]
fn what_is_typed_before_the_draft_arrives_is_kept_behind_it() {
    let mut robot = at_work(taken());
    robot.keys("e").types("Бұрын").keys("Esc");
    robot.slow = true;
    robot.keys("e").types(" әрі");
    robot.slow = false;
    robot.settle();
    assert_eq!(composer(&robot).pages[0].text.text(), "Бұрын әрі");
}

#[test]
fn news_from_the_portal_leave_the_text_alone_and_are_told() {
    let mut robot = at_work(taken());
    robot.keys("e").types("Жартысы");
    robot.world.requests[0].state = RequestState::Withdrawn;
    robot.world.outbox.push(crate::app::outbox::OutboxEntry {
        op_id: crate::domain::ids::OpId(uuid::Uuid::from_u128(77)),
        number: robot.world.requests[0].number,
        act: Act::Answer,
        decided_at: at(RECEIVED),
        sent_at: None,
        accepted_at: None,
        due: None,
        tries: 0,
        status: crate::app::outbox::OpStatus::Waiting,
        conflict: None,
    });
    robot.tell(Msg::StoreChanged);
    assert_eq!(composer(&robot).pages[0].text.text(), "Жартысы");
    assert!(matches!(
        composer(&robot).refusal,
        Some(Refusal::Closed { .. })
    ));
    let told = robot.model.notice.as_ref().map(|notice| &notice.text);
    assert!(matches!(told, Some(NoticeText::ChangedMeanwhile(_))));
}

#[test]
fn the_portal_s_word_on_an_earlier_decision_of_one_s_own_is_no_change() {
    let mut robot = at_work(taken());
    robot.keys("c").types("Қай жыл?").keys("Tab Tab Enter");
    robot.keys("e").types("Жартысы").keys("Tab Tab");
    let before = composer(&robot).base;
    robot.world.outbox.clear();
    robot.tell(Msg::StoreChanged);
    assert_ne!(composer(&robot).base, before);
    assert_eq!(composer(&robot).focus, Focus::Submit);
    let told = robot.model.notice.as_ref().map(|notice| &notice.text);
    assert!(!matches!(told, Some(NoticeText::ChangedMeanwhile(_))));
}

#[test]
fn neither_enter_nor_the_trigger_sends_anything_from_any_composer() {
    let composed = ["f", "e", "b", "x", "o", "c"];
    for trigger in composed {
        for key in ["Enter", trigger, "Space"] {
            let mut robot = at_work(taken());
            robot.keys(trigger);
            for _ in 0..40 {
                robot.keys(key);
            }
            assert!(robot.orders().is_empty(), "{trigger} {key}");
        }
    }
}

#[test]
fn every_act_on_screen_is_possible_exactly_where_the_law_permits_it() {
    for state in RequestState::ALL {
        for role in Role::ALL {
            let mut item = request(1, RECEIVED);
            item.state = state;
            let mut start = start_with((120, 40));
            start.role = role;
            let mut robot = Robot::with(start, vec![item.clone()]);
            robot.open(item.number);
            for action in ACTIONS.iter().filter(|action| action.id.act().is_some()) {
                let act = action.id.act().unwrap();
                let shown = disabled(&robot.model, action.id);
                let law = permit(role, state, false, act).err();
                let law = robot
                    .model
                    .read_only
                    .map(DisabledReason::ReadOnly)
                    .or_else(|| law.map(DisabledReason::Law));
                let law = law.or_else(|| {
                    let lacking = [
                        (Act::Notify, Refusal::NothingToNotify),
                        (Act::Close, Refusal::NothingToFollowUp),
                    ];
                    let mut lacking = lacking.into_iter();
                    let found = lacking.find(|(one, _)| *one == act);
                    found.map(|(_, refusal)| DisabledReason::Law(refusal))
                });
                assert_eq!(shown, law, "{act:?} {state:?} {role:?}");
            }
        }
    }
}

#[test]
fn every_act_of_an_administrator_has_an_action() {
    for act in Act::OF_REQUEST.into_iter().filter(|act| act.is_offered()) {
        assert!(ActionId::of(act).is_some(), "{act:?}");
    }
}

#[test]
fn a_recall_leaves_no_second_order_and_the_answer_can_be_sent_again() {
    let mut robot = at_work(taken());
    robot.keys("e").types("Кезек 17.").keys("Tab Tab Enter u");
    let recalled = robot
        .log
        .iter()
        .filter(|effect| matches!(effect, Effect::Recall { .. }));
    assert_eq!(recalled.count(), 1);
    assert_eq!(robot.orders().len(), 1);
}

fn gate(robot: &Robot) -> &crate::app::overlay::GateState {
    match robot.model.overlays.last() {
        Some(Overlay::Gate(gate)) => gate,
        other => panic!("no gate on top: {other:?}"),
    }
}

#[test]
fn a_blank_keeps_a_letter_back_and_leads_to_its_place() {
    let mut robot = at_work(taken());
    robot.keys("e").types("Кезек {орын}.").keys("Tab Tab Enter");
    assert!(robot.orders().is_empty());
    assert!(gate(&robot).blocks());
    assert!(!gate(&robot).fields().contains(&Focus::Submit));
    robot.keys("Enter").types("17").keys("Tab Tab Enter");
    assert_eq!(robot.orders().len(), 1);
    let Command::Answer { text: sent, .. } = ordered(&robot) else {
        panic!("no answer");
    };
    assert_eq!(sent, text("Кезек 17."));
}

#[test]
fn a_warning_asks_once_more_and_enter_enter_does_not_send() {
    let mut robot = at_work(taken());
    robot
        .keys("e")
        .types("Звоните: 8 702 555 44 33")
        .keys("Tab Tab Enter");
    assert!(!gate(&robot).blocks());
    robot.keys("Enter");
    assert!(robot.orders().is_empty());
    assert_eq!(composer(&robot).focus, Focus::Text(Lang::Ru));
    robot.keys("Tab Tab Enter");
    assert_eq!(gate(&robot).focus, Focus::Line(0));
    robot.keys("Tab Tab");
    assert_eq!(gate(&robot).focus, Focus::Submit);
    robot.keys("Enter");
    assert_eq!(robot.orders().len(), 1, "{:?}", robot.model.notice);
}

#[test]
fn the_gate_looks_at_a_return_too() {
    let mut robot = at_work(request(1, RECEIVED));
    robot
        .keys("r Space Tab")
        .types(" {мекенжай}")
        .keys("Tab Tab Enter");
    assert!(gate(&robot).blocks());
    robot.keys("Esc Esc");
    assert!(robot.orders().is_empty());
}

#[test]
fn a_key_too_soon_after_a_change_of_window_passes_no_gate() {
    let mut robot = at_work(taken());
    robot
        .keys("e")
        .types("Звоните: 8 702 555 44 33")
        .keys("Tab Tab Enter Tab Tab");
    robot.tell(Msg::Focus(true));
    robot.keys("Enter");
    assert!(robot.orders().is_empty());
}

#[test]
fn a_template_fills_the_page_and_its_blanks_are_walked_through() {
    let mut robot = at_work(taken());
    robot.keys("e F5 Enter");
    let written = composer(&robot).pages[0].text.text();
    assert!(written.starts_with("Здравствуйте, Тегі Аты!"), "{written}");
    assert!(written.contains("№ 1"), "{written}");
    robot.types("Ваше место 17.");
    let written = composer(&robot).pages[0].text.text();
    assert!(
        written.contains("Ваше место 17.") && !written.contains('{'),
        "{written}"
    );
    assert!(
        robot
            .log
            .iter()
            .any(|effect| matches!(effect, Effect::SaveTemplateUse { uses: 1, .. }))
    );
    robot.keys("Tab Tab Enter");
    assert_eq!(robot.orders().len(), 1);
}

#[test]
fn a_template_about_a_mixed_request_fills_both_pages() {
    let mut mixed = taken();
    mixed.lang = TextLang::Mixed;
    let mut robot = at_work(mixed);
    robot.keys("e F5 Enter");
    let pages = &composer(&robot).pages;
    assert!(pages[0].text.text().starts_with("Құрметті"));
    assert!(pages[1].text.text().starts_with("Здравствуйте"));
}

#[test]
fn a_template_goes_in_at_the_cursor_of_a_text_that_is_there() {
    let mut robot = at_work(taken());
    robot.keys("e").types("Мәтін. ").keys("F5 Enter");
    assert!(
        composer(&robot).pages[0]
            .text
            .text()
            .starts_with("Мәтін. Здравствуйте")
    );
}

#[test]
fn what_the_editor_of_the_system_gives_back_is_the_text() {
    use crate::app::notice::{Failure, FailureCode};
    let mut robot = at_work(taken());
    robot.keys("e").types("Бұрын").keys("F8");
    assert!(robot.log.contains(&Effect::EditOutside(text("Бұрын"))));
    robot.tell(Msg::Edited(Ok(text("Кейін"))));
    assert_eq!(composer(&robot).pages[0].text.text(), "Кейін");
    robot.tell(Msg::Edited(Err(Failure {
        code: FailureCode::Editor,
        detail: "vi".into(),
    })));
    assert_eq!(composer(&robot).pages[0].text.text(), "Кейін");
}

#[test]
fn the_preview_shows_what_the_law_asks_of_an_answer() {
    let mut robot = at_work(taken());
    robot.keys("e").types("Кезек 17.").keys("F7");
    let command = robot.model.composed().unwrap().unwrap();
    let letter = robot.model.letter(&command).join("\n");
    for part in [
        "АО «Отбасы үйі»",
        "г. Астана, ул. Сарыарка, 1",
        "Кому: Тегі Аты",
        "№ 1 (зарегистрирован 06.03.2026)",
        "Кезек 17.",
        "председатель правления Сериков А. Б.",
    ] {
        assert!(letter.contains(part), "{part} in {letter}");
    }
    robot.keys("Esc");
    assert_eq!(composer(&robot).pages[0].text.text(), "Кезек 17.");
}

#[test]
fn the_letter_of_a_refusal_names_grounds_and_the_way_to_complain() {
    let mut robot = at_work(taken());
    robot.keys("x Space Tab").types("Мотив: статья 11");
    let command = robot.model.composed().unwrap().unwrap();
    let letter = robot.model.letter(&command).join("\n");
    assert!(letter.contains("не позволяет установить"), "{letter}");
    assert!(letter.contains("трёх месяцев"), "{letter}");
}

#[test]
fn an_internal_note_is_saved_within_a_second_and_found_again() {
    let mut robot = at_work(taken());
    robot.keys("z").types("Өзіме: Айгүлге хабарласу");
    robot.wait(SignedDuration::from_secs(1));
    let note = text("Өзіме: Айгүлге хабарласу");
    let number = Number::request(1);
    let saved = Effect::SaveNote {
        number,
        text: note.clone(),
    };
    assert!(robot.log.contains(&saved));
    robot.keys("Esc");
    assert_eq!(robot.model.item().unwrap().note, Some(note));
    robot.keys("z").types("!").keys("Esc");
    let last = robot
        .log
        .iter()
        .rfind(|effect| matches!(effect, Effect::SaveNote { .. }));
    assert!(matches!(last, Some(Effect::SaveNote { text, .. }) if text.as_str().ends_with('!')));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]
    #[test]
    fn what_stands_in_an_internal_note_is_in_no_decision(
        note in "[а-яәіңғүұқөһA-Z]{12,30}",
        act in proptest::sample::select(vec!["e", "b", "c", "x", "o", "f"]),
    ) {
        let mut robot = at_work(taken());
        robot.keys("z").types(&note).keys("Esc").keys(act);
        for word in ["Space", "F5", "Enter", "Enter", "10", "Tab"] {
            robot.keys(word);
        }
        for _ in 0..6 {
            robot.types("статья 11 ").keys("Tab Enter Esc");
            robot.keys(act).keys("Tab");
        }
        let command = robot.model.composed();
        for effect in &robot.log {
            if matches!(effect, Effect::SaveNote { .. }) {
                continue;
            }
            let told = serde_json::to_string(effect).unwrap();
            proptest::prop_assert!(!told.contains(&note), "{told}");
        }
        if let Some(Ok(command)) = command {
            let told = serde_json::to_string(&command).unwrap();
            let letter = robot.model.letter(&command).join(" ");
            proptest::prop_assert!(!told.contains(&note) && !letter.contains(&note));
        }
    }
}

#[test]
fn the_last_decisions_open_their_item() {
    use crate::app::outbox::{OpStatus, OutboxEntry};
    let mut robot = at_work(taken());
    robot.keys("v");
    assert!(robot.log.contains(&Effect::LoadActs));
    robot.tell(Msg::Acts(vec![OutboxEntry {
        op_id: crate::domain::ids::OpId(uuid::Uuid::from_u128(5)),
        number: Number::request(1),
        act: Act::Answer,
        decided_at: at(RECEIVED),
        sent_at: None,
        accepted_at: None,
        due: None,
        tries: 1,
        status: OpStatus::Recalled,
        conflict: None,
    }]));
    robot.keys("Enter");
    assert_eq!(robot.model.screen, crate::app::model::Screen::Request);
    assert!(robot.model.overlays.is_empty());
}

fn related(serial: u64) -> crate::domain::similar::Related {
    let other = request(serial, RECEIVED);
    crate::domain::similar::Related {
        number: other.number,
        state: RequestState::Consideration,
        received_at: other.received_at,
        category: other.category,
        percent: 92,
        same_author: false,
        text: other.text,
        answer: None,
    }
}

fn found_one(number: Number) -> Msg {
    Msg::Related(crate::app::overlay::RelatedAnswer {
        number,
        found: vec![related(2)],
        partial: false,
    })
}

#[test]
fn a_related_request_is_linked_and_parted_and_nothing_closes() {
    let mut robot = Robot::with(start_with((120, 40)), vec![taken(), taken_other()]);
    let (one, other) = (Number::request(1), Number::request(2));
    robot.keys("i");
    assert!(robot.log.contains(&Effect::LoadRelated(one)));
    robot.tell(found_one(one));
    robot.keys("v");
    assert!(robot.log.contains(&Effect::Link {
        one,
        other,
        on: true
    }));
    assert_eq!(robot.model.item().unwrap().linked, [other]);
    robot.keys("v");
    assert!(robot.log.contains(&Effect::Link {
        one,
        other,
        on: false
    }));
    assert!(robot.orders().is_empty());
}

#[test]
fn related_requests_are_answered_together() {
    let mut robot = Robot::with(start_with((120, 40)), vec![taken(), taken_other()]);
    robot.keys("i");
    robot.tell(found_one(Number::request(1)));
    robot
        .keys("e")
        .types("Общий ответ {number}")
        .keys("Tab Tab Enter Tab Enter");
    assert_eq!(robot.orders().len(), 2);
}
