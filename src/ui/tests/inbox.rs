//! The screens of conferences as a person uses them: what a key means, what stays in place.

use jiff::SignedDuration;

use super::fixture::Desk;
use crate::app::action::DisabledReason;
use crate::app::key::{Key, KeyCode};
use crate::app::list::ListId;
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::notice::NoticeText;
use crate::app::overlay::Overlay;
use crate::domain::ids::ItemKind;
use crate::domain::local_text::Lang;
use crate::domain::text::CitizenText;
use crate::theme::{Depth, Theme};
use crate::wire::draft::LetterDraft;

fn at_conference() -> Desk {
    Desk::at_conference(Lang::Ru, (120, 40))
}

fn in_inbox() -> Desk {
    let mut desk = at_conference();
    desk.keys("C").rest().keys("i").rest();
    desk
}

fn told(desk: &Desk) -> Option<&NoticeText> {
    desk.model.notice.as_ref().map(|notice| &notice.text)
}

#[test]
fn a_late_refusal_of_a_topic_asks_why_it_is_late() {
    let mut desk = at_conference();
    desk.keys("O").rest();
    // A week after the last day.
    let later = desk
        .model
        .now
        .checked_add(SignedDuration::from_hours(24 * 7));
    desk.tell(Msg::Clock(later.unwrap()));
    desk.keys("x").keys("согласно статье 11");
    desk.key(KeyCode::Tab).key(KeyCode::Tab).key(KeyCode::Enter);
    let composer = desk.model.overlays.last().and_then(Overlay::composer);
    assert!(composer.unwrap().late.is_some());
}

#[test]
fn marks_of_another_kind_than_the_line_under_the_cursor_start_nothing() {
    let mut desk = at_conference();
    desk.keys("1").rest();
    let home = desk.model.list(ListId::Home);
    let kinds: Vec<_> = home.window.rows.iter().map(|row| row.number.kind).collect();
    assert_eq!(kinds[..2], [ItemKind::Conference, ItemKind::Topic]);
    // The mark is on the conference, the cursor on the topic, which the key could accept.
    desk.key(Key::char(' ')).rest();
    desk.keys("a");
    let one_by_one = NoticeText::Disabled(DisabledReason::OneByOne);
    assert_eq!(told(&desk), Some(&one_by_one));
    assert!(desk.model.overlays.is_empty());
}

#[test]
fn what_was_pasted_into_the_form_is_not_replaced_by_a_draft_that_comes_later() {
    let mut desk = at_conference();
    desk.keys("C").down(1).keys("e");
    let Some(Overlay::Item(form)) = desk.model.overlays.last_mut() else {
        panic!("no form");
    };
    let key = form.draft_key();
    form.draft_asked = true;
    desk.tell(Msg::Paste(CitizenText::parse("01.04.2026").unwrap()));
    let draft = LetterDraft {
        text: CitizenText::parse("{\"opens\": \"02.02.2026\"}").unwrap(),
        ..LetterDraft::default()
    };
    desk.tell(Msg::Draft {
        key,
        draft: Some(draft),
    });
    let Some(Overlay::Item(form)) = desk.model.overlays.last() else {
        panic!("no form");
    };
    assert!(!form.draft().unwrap().text.as_str().contains("02.02.2026"));
    assert!(form.draft().unwrap().text.as_str().contains("01.04.2026"));
}

#[test]
fn a_draft_of_the_form_keeps_only_what_was_changed() {
    let mut desk = at_conference();
    desk.keys("C").down(1).keys("e").key(KeyCode::Tab).keys("1");
    let Some(Overlay::Item(form)) = desk.model.overlays.last() else {
        panic!("no form");
    };
    assert_eq!(
        form.draft().unwrap().text.as_str(),
        "{\"opens-at\":\"09:001\"}"
    );
}

#[test]
fn the_inbox_is_left_for_the_conferences_and_their_tab_stays_lit() {
    let mut desk = in_inbox();
    assert_eq!(
        (desk.model.screen, desk.model.lit_tab()),
        (Screen::Inbox, Screen::Conferences)
    );
    desk.key(KeyCode::Enter).rest();
    assert_eq!(desk.model.screen, Screen::Request);
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.screen, Screen::Inbox);
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.screen, Screen::Conferences);
}

#[test]
fn what_is_known_at_first_is_what_new_questions_are_counted_from() {
    let mut desk = in_inbox();
    let shown = desk.model.inbox.shown.unwrap();
    assert_eq!(shown.until, Some(712));
    assert_eq!(desk.model.questions.query.inbox, Some(shown));
    desk.model.inbox.shown.as_mut().unwrap().until = Some(700);
    desk.tell(Msg::StoreChanged);
    assert_eq!(desk.model.inbox.head.as_ref().unwrap().new, 12);
    desk.keys("r");
    assert_eq!(desk.model.inbox.head.as_ref().unwrap().new, 0);
}

#[test]
fn the_operator_opens_no_questions() {
    let mut desk = Desk::of_operator(Lang::Ru, (120, 40));
    desk.keys("i");
    assert!(matches!(
        told(&desk),
        Some(NoticeText::Disabled(DisabledReason::Law(_)))
    ));
    assert_eq!(desk.model.screen, Screen::Conferences);
}

#[test]
fn a_conference_is_begun_only_after_a_question() {
    let mut desk = at_conference();
    desk.keys("N");
    assert!(
        matches!(desk.model.overlays.last(), Some(Overlay::Confirm(confirm)) if !confirm.on_ok)
    );
}

#[test]
fn the_time_of_an_expert_is_told_by_its_hour_and_not_by_the_end_of_the_day() {
    let desk = in_inbox();
    let (buf, _) = desk.draw(&Theme::built_in(Depth::Ansi, false));
    let area = buf.area;
    let line = |y| {
        (0..area.width)
            .map(|x| buf[(x, y)].symbol())
            .collect::<String>()
    };
    let shown = (0..area.height)
        .map(line)
        .find(|line| line.contains("Q-701"));
    assert!(shown.unwrap().contains("сегодня 16:00"));
}
