//! Every screen and overlay at three sizes in Kazakh and Russian: its text, and beside it the
//! role of every sign.
//!
//! `INSTA_UPDATE=always ./test` style: `INSTA_UPDATE=always cargo nextest run golden` accepts
//! what is drawn now; read the difference before committing it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::Color;

use super::answers::{found_alike, hits, house, movement, outcome, profile, reading};
use super::fixture::Desk;
use crate::app::house::HandoverLine;
use crate::app::key::{Key, KeyCode};
use crate::app::msg::Msg;
use crate::app::overlay::Overlay;
use crate::app::views::View;
use crate::domain::ids::{Number, UserName};
use crate::domain::local_text::Lang;
use crate::theme::{Role, Theme};
use crate::wire::profile::ProfileRequest;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 40)];

/// The roles of a drawing as letters; a blank stands for running text.
fn roles(buf: &Buffer) -> String {
    let mut letters: BTreeMap<usize, char> = BTreeMap::new();
    let mut free = ('a'..='z').chain('A'..='Z');
    let mut out = String::new();
    for y in 0..buf.area.height {
        let mut line = String::new();
        for x in 0..buf.area.width {
            let Color::Indexed(at) = buf[(x, y)].fg else {
                panic!("a cell without a role")
            };
            let at = usize::from(at);
            line.push(if at == Role::Text.index() {
                ' '
            } else {
                *letters.entry(at).or_insert_with(|| free.next().unwrap())
            });
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    for (at, letter) in letters {
        let _ = write!(out, "{letter} {}; ", Role::ALL[at].name());
    }
    out
}

fn text(buf: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buf.area.height {
        let line: String = (0..buf.area.width).map(|x| buf[(x, y)].symbol()).collect();
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

pub(super) fn check(name: &str, play: impl Fn(&mut Desk)) {
    check_from(name, Desk::new, play);
}

fn check_from(name: &str, desk: fn(Lang, (u16, u16)) -> Desk, play: impl Fn(&mut Desk)) {
    for lang in [Lang::Kk, Lang::Ru] {
        let mut out = String::new();
        for size in SIZES {
            let mut desk = desk(lang, size);
            play(&mut desk);
            let (buf, _) = desk.draw(&Theme::of_distinct_roles());
            let (width, height) = size;
            let _ = writeln!(out, "{width}×{height}\n{}\n{}\n", text(&buf), roles(&buf));
        }
        insta::assert_snapshot!(format!("{name}-{}", lang.code()), out);
    }
}

#[test]
fn home() {
    check("home", |desk| {
        desk.down(3);
    });
}

#[test]
fn requests() {
    check("requests", |desk| {
        desk.keys("2").key(KeyCode::End).rest();
    });
}

#[test]
fn an_empty_queue() {
    check_from("empty", Desk::empty, |_| {});
}

#[test]
fn a_filter_that_finds_nothing() {
    check("filtered", |desk| {
        desk.keys("/жоқ").key(KeyCode::Enter).rest();
    });
}

#[test]
fn a_request() {
    check("request", |desk| {
        desk.down(3).key(KeyCode::Enter).rest();
    });
}

#[test]
fn a_request_under_consideration() {
    check("consideration", |desk| {
        desk.key(KeyCode::Enter).rest();
    });
}

#[test]
fn why() {
    check("why", |desk| {
        desk.down(3).keys("w").key(KeyCode::Tab);
    });
}

#[test]
fn the_form_of_acceptance() {
    check("accept", |desk| {
        desk.down(3).keys("a");
    });
}

#[test]
fn the_form_of_return() {
    check("return", |desk| {
        desk.down(3).keys("r").key(Key::char(' '));
    });
}

#[test]
fn a_late_return() {
    check("return-late", |desk| {
        desk.down(2).keys("r").key(Key::char(' '));
        for _ in 0..3 {
            desk.key(KeyCode::Tab);
        }
    });
}

#[test]
fn the_composer_of_an_answer() {
    check("answer", |desk| {
        desk.key(KeyCode::Enter).rest().keys("e");
        desk.keys("Тіркелді: 17.");
    });
}

#[test]
fn the_composer_of_a_letter_in_both_languages() {
    check("answer-mixed", |desk| {
        desk.select(766_303);
        desk.keys("e").keys("Жауап").key(KeyCode::Tab).keys("Ответ");
    });
}

#[test]
fn the_composer_of_a_refusal() {
    check("refuse", |desk| {
        desk.key(KeyCode::Enter).rest().keys("x");
        desk.key(KeyCode::Down).key(KeyCode::Down);
        desk.key(Key::char(' '))
            .key(KeyCode::Down)
            .key(Key::char(' '));
    });
}

#[test]
fn the_composer_of_a_forward() {
    check("forward", |desk| {
        desk.down(3).keys("f").keys("желі").key(KeyCode::Enter);
        desk.keys("Хабарлама").key(KeyCode::BackTab);
    });
}

#[test]
fn the_composer_of_an_extension() {
    check("extend", |desk| {
        desk.down(8)
            .key(KeyCode::Enter)
            .rest()
            .keys("o")
            .keys("15")
            .key(KeyCode::Tab);
    });
}

#[test]
fn the_gate_before_a_letter_leaves() {
    check("gate", |desk| {
        desk.key(KeyCode::Enter).rest().keys("e");
        desk.keys("Орын {нөмірі}, тел. 8 702 555 44 33.")
            .key(KeyCode::Tab);
        desk.keys("Ауырдым")
            .key(KeyCode::Tab)
            .key(KeyCode::Tab)
            .key(KeyCode::Enter);
    });
}

#[test]
fn the_preview_of_a_refusal() {
    check("preview", |desk| {
        desk.key(KeyCode::Enter)
            .rest()
            .keys("x")
            .key(Key::char(' '))
            .key(KeyCode::Tab);
        desk.keys("Уәж").key(Key::f(7));
    });
}

#[test]
fn the_plan_of_one_act_on_many() {
    check("batch", |desk| {
        desk.down(4);
        for _ in 0..8 {
            desk.key(Key::char(' ')).rest();
        }
        desk.keys("c").keys("№ {number}: нақтылаңыз");
        for _ in 0..4 {
            desk.key(KeyCode::Tab);
        }
        desk.key(KeyCode::Enter);
    });
}

#[test]
fn related_requests_side_by_side() {
    check("related", |desk| {
        desk.select(766_301).keys("i");
        desk.tell(found_alike());
    });
}

#[test]
fn an_internal_note() {
    check("note", |desk| {
        desk.key(KeyCode::Enter)
            .rest()
            .keys("z")
            .keys("Айгүлге хабарласу");
    });
}

#[test]
fn the_last_decisions() {
    check("acts", |desk| {
        desk.keys("v");
        let entries = desk.model.outbox.entries.clone();
        desk.tell(Msg::Acts(entries));
    });
}

#[test]
fn the_moved_terms() {
    check("moved", |desk| {
        desk.keys("M");
        desk.tell(Msg::Movement(Box::new(movement())));
    });
}

#[test]
fn the_templates() {
    check("templates", |desk| {
        desk.key(KeyCode::Enter).rest().keys("e").key(Key::f(5));
    });
}

#[test]
fn the_outbox() {
    check("outbox", |desk| {
        desk.keys("3");
    });
}

#[test]
fn a_decision_in_full() {
    check("decision", |desk| {
        desk.keys("3").keys("i");
    });
}

#[test]
fn an_empty_outbox() {
    check_from("outbox-empty", Desk::empty, |desk| {
        desk.keys("3");
    });
}

#[test]
fn help() {
    check("help", |desk| {
        desk.key(Key::f(1));
    });
}

#[test]
fn palette() {
    check("palette", |desk| {
        desk.key(Key::f(2));
    });
}

#[test]
fn the_filter_line() {
    check("filter", |desk| {
        desk.keys("/due:<2wd balloon:1").key(KeyCode::Enter);
    });
}

#[test]
fn what_the_filter_line_offers() {
    check("filter-offers", |desk| {
        desk.keys("/overdue category:тұр").key(KeyCode::Down);
    });
}

#[test]
fn the_question_before_leaving() {
    check("quit", |desk| {
        desk.key(Key::f(10));
    });
}

/// Two colleagues; one of them writes about a request, another text waits for a reader.
fn colleagues(desk: &mut Desk) {
    desk.tell(Msg::House(Box::new(house())));
}

#[test]
fn the_list_while_colleagues_write_and_read() {
    check("colleagues-list", colleagues);
}

#[test]
fn an_item_that_a_colleague_writes_about() {
    check("colleagues-item", |desk| {
        colleagues(desk);
        desk.select(766_301).key(KeyCode::Enter).rest();
    });
}

#[test]
fn the_colleagues() {
    check("colleagues", |desk| {
        colleagues(desk);
        desk.keys("A");
    });
}

#[test]
fn a_reader_is_chosen_for_a_letter() {
    check("reader-choice", |desk| {
        colleagues(desk);
        desk.key(KeyCode::Enter).rest().keys("e").keys("Тіркелді.");
        desk.key(KeyCode::F(12));
    });
}

#[test]
fn a_text_read_as_its_second_reader() {
    check("reading", |desk| {
        let number = Number::request(766_288);
        desk.given_to_read(number, reading(None));
        desk.model.user = Some(UserName("administrator-1".into()));
        colleagues(desk);
        desk.select(766_288).keys("R").keys("Күні қате");
    });
}

#[test]
fn a_letter_that_was_sent_back() {
    check("answer-sent-back", |desk| {
        let number = Number::request(751_932);
        desk.given_to_read(number, reading(Some("Екінші абзацта күні қате.")));
        desk.select(751_932).keys("e").keys("Тіркелді.");
    });
}

#[test]
fn the_days_of_a_substitute() {
    check("absence", |desk| {
        colleagues(desk);
        desk.keys("A").down(2).key(KeyCode::F(5));
    });
}

#[test]
fn the_handover_sheet_of_a_colleague() {
    check("handover", |desk| {
        colleagues(desk);
        desk.keys("A").key(KeyCode::F(7));
        let rows = (0..4).filter_map(|at| desk.model.home.window.row(at).cloned());
        let lines = rows.enumerate().map(|(at, row)| HandoverLine {
            row,
            draft: at == 1,
        });
        let lines = lines.collect();
        let Some(Overlay::Handover(state)) = desk.model.overlays.last() else {
            return;
        };
        let revision = state.asked;
        desk.tell(Msg::Handover { revision, lines });
    });
}

#[test]
fn the_search_before_anything_is_typed() {
    check("search-empty", |desk| {
        desk.keys("S");
    });
}

#[test]
fn what_the_search_found() {
    check("search", |desk| {
        desk.keys("S").keys("кез");
        let Some(Overlay::Search(state)) = desk.model.overlays.last() else {
            return;
        };
        let revision = state.asked.unwrap();
        let found = hits();
        desk.tell(Msg::Found { revision, found });
        desk.key(KeyCode::Down);
    });
}

fn with_views(desk: &mut Desk) {
    let view = |name: &str, filter: &str| View {
        name: name.into(),
        filter: filter.into(),
    };
    desk.tell(Msg::Views(vec![
        view("Ипотека", "category:mortgage"),
        view("Бүгін", "due:today"),
    ]));
    for items in [12, 3] {
        let (_, revision) = desk.model.views.counting.unwrap();
        desk.tell(Msg::ViewCount { revision, items });
    }
}

#[test]
fn saved_views_are_tabs() {
    check("views-tabs", |desk| {
        with_views(desk);
        desk.keys("4").rest();
    });
}

#[test]
fn the_saved_views() {
    check("views", |desk| {
        with_views(desk);
        desk.keys("4").rest().keys("V").key(KeyCode::F(5));
    });
}

/// The settings with the profile as the portal told it.
fn settings(desk: &mut Desk) {
    desk.keys("P");
    let view = profile(desk.model.holder.as_ref().unwrap());
    desk.tell(Msg::Profile(Box::new(Ok(view))));
}

#[test]
fn the_settings_of_the_workstation() {
    check("settings", |desk| {
        settings(desk);
        desk.down(2);
    });
}

#[test]
fn the_profile_of_the_holder() {
    check("settings-holder", |desk| {
        settings(desk);
        desk.key(KeyCode::Tab).down(11).key(KeyCode::Right);
    });
}

#[test]
fn a_value_of_the_profile_that_cannot_be() {
    check("settings-fault", |desk| {
        settings(desk);
        desk.key(KeyCode::Tab).down(1).key(KeyCode::Enter);
        desk.keys("0").key(KeyCode::Enter);
    });
}

#[test]
fn what_a_change_of_the_profile_would_move() {
    check("profile-moves", |desk| {
        settings(desk);
        desk.key(KeyCode::Tab).down(1).key(KeyCode::Enter);
        desk.key(KeyCode::Home)
            .key(KeyCode::Delete)
            .key(KeyCode::Delete);
        desk.keys("100")
            .key(KeyCode::Enter)
            .down(11)
            .key(KeyCode::Right);
        let (change, view) = {
            let state = desk.model.open_settings().unwrap();
            (state.change().unwrap(), state.view.clone().unwrap())
        };
        let request = ProfileRequest {
            base_version: view.base_version,
            change,
            dry_run: true,
        };
        desk.tell(Msg::ProfileChanged {
            request: Box::new(request),
            result: Box::new(Ok(outcome())),
        });
    });
}

#[test]
fn the_conferences_and_the_topics_of_a_holder() {
    check_from("conferences", Desk::at_conference, |desk| {
        desk.keys("C").down(1);
    });
    check_from("topics", Desk::at_conference, |desk| {
        desk.keys("O").rest();
    });
}

#[test]
fn the_applications_for_access_and_the_form_that_grants_one() {
    check_from("access", Desk::of_operator, |desk| {
        desk.keys("D").rest();
    });
    check_from("access-grant", Desk::of_operator, |desk| {
        desk.keys("D").rest().keys("a").keys("aigul");
    });
}

#[test]
fn the_circulars_and_the_form_that_writes_one() {
    check_from("circulars", Desk::of_operator, |desk| {
        desk.keys("I").rest();
    });
    check_from("circular-form", Desk::of_operator, |desk| {
        desk.keys("W").rest();
        desk.key(KeyCode::Tab);
        desk.keys("oqytu");
    });
}

#[test]
fn the_holders_and_their_administrators() {
    check_from("holders", Desk::of_operator, |desk| {
        desk.keys("B").rest();
    });
}

#[test]
fn the_last_minutes_of_a_conference_without_a_link() {
    check_from("inbox-last-minutes", Desk::at_conference, |desk| {
        desk.keys("C").rest().keys("i").rest();
        desk.last_minutes();
    });
}

#[test]
fn the_inbox_of_a_conference() {
    check_from("inbox", Desk::at_conference, |desk| {
        desk.keys("C").rest().keys("i").down(1);
    });
}

#[test]
fn the_inbox_by_votes_with_questions_that_came_since() {
    check_from("inbox-votes", Desk::at_conference, |desk| {
        desk.keys("C").rest().keys("i").rest().keys("Y");
        desk.model.inbox.head.as_mut().unwrap().new = 4;
    });
}

#[test]
fn the_form_of_annex_1() {
    check_from("annex", Desk::at_conference, |desk| {
        desk.keys("C").down(1).keys("e");
        for _ in 0..7 {
            desk.key(KeyCode::Tab);
        }
    });
}

#[test]
fn the_form_that_writes_a_conference_into_a_file() {
    check_from("export", Desk::at_conference, |desk| {
        desk.keys("C").rest().keys("E").key(KeyCode::Tab);
    });
}

#[test]
fn the_form_that_writes_the_outbox_into_a_file() {
    check("package", |desk| {
        desk.keys("3").rest().keys("E");
    });
}

#[test]
fn the_form_that_takes_receipts_in() {
    check("receipts", |desk| {
        desk.keys("3").rest().keys("R");
    });
}

#[test]
fn the_small_form_of_a_question() {
    check_from("item-form", Desk::at_conference, |desk| {
        desk.keys("C").rest().keys("i").rest().keys("o");
    });
}

#[test]
fn the_composer_of_a_question() {
    check_from("question-answer", Desk::at_conference, |desk| {
        desk.keys("C").rest().keys("i").down(3).keys("e");
    });
}

#[test]
fn what_the_operator_sees() {
    check_from("operator", Desk::of_operator, |desk| {
        desk.down(1);
    });
}
