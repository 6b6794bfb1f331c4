//! Every screen and overlay at three sizes in Kazakh and Russian: its text, and beside it the
//! role of every sign.
//!
//! `INSTA_UPDATE=always ./test` style: `INSTA_UPDATE=always cargo nextest run golden` accepts
//! what is drawn now; read the difference before committing it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::Color;

use super::answers::reading;
use super::fixture::Desk;
use super::plays;
use crate::app::key::{Key, KeyCode};
use crate::domain::ids::Number;
use crate::domain::local_text::Lang;
use crate::theme::{Role, Theme};

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
    check("requests", plays::requests);
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
    check("answer", plays::answer);
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
    check("refuse", plays::refuse);
}

#[test]
fn the_composer_of_a_forward() {
    check("forward", plays::forward);
}

#[test]
fn the_composer_of_an_extension() {
    check("extend", plays::extend);
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
    check("related", plays::related);
}

#[test]
fn an_internal_note() {
    check("note", plays::note);
}

#[test]
fn the_last_decisions() {
    check("acts", plays::acts);
}

#[test]
fn the_moved_terms() {
    check("moved", plays::moved);
}

#[test]
fn the_templates() {
    check("templates", plays::templates);
}

#[test]
fn the_outbox() {
    check("outbox", plays::outbox);
}

#[test]
fn a_decision_in_full() {
    check("decision", plays::decision);
}

#[test]
fn an_empty_outbox() {
    check_from("outbox-empty", Desk::empty, |desk| {
        desk.keys("3");
    });
}

#[test]
fn help() {
    check("help", plays::help);
}

#[test]
fn palette() {
    check("palette", plays::palette);
}

#[test]
fn the_filter_line() {
    check("filter", |desk| {
        desk.keys("/due:<2wd balloon:1").key(KeyCode::Enter);
    });
}

#[test]
fn what_the_filter_line_offers() {
    check("filter-offers", plays::filter);
}

#[test]
fn the_question_before_leaving() {
    check("quit", plays::quit);
}

#[test]
fn the_list_while_colleagues_write_and_read() {
    check("colleagues-list", plays::house_told);
}

#[test]
fn an_item_that_a_colleague_writes_about() {
    check("colleagues-item", |desk| {
        plays::house_told(desk);
        desk.select(766_301).key(KeyCode::Enter).rest();
    });
}

#[test]
fn the_colleagues() {
    check("colleagues", plays::colleagues);
}

#[test]
fn a_reader_is_chosen_for_a_letter() {
    check("reader-choice", |desk| {
        plays::house_told(desk);
        desk.key(KeyCode::Enter).rest().keys("e").keys("Тіркелді.");
        desk.key(KeyCode::F(12));
    });
}

#[test]
fn a_text_read_as_its_second_reader() {
    check("reading", plays::second_reading);
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
    check("absence", plays::absence);
}

#[test]
fn the_handover_sheet_of_a_colleague() {
    check("handover", plays::handover);
}

#[test]
fn the_search_before_anything_is_typed() {
    check("search-empty", |desk| {
        desk.keys("S");
    });
}

#[test]
fn what_the_search_found() {
    check("search", plays::search);
}

#[test]
fn saved_views_are_tabs() {
    check("views-tabs", |desk| {
        plays::views_told(desk);
        desk.keys("4").rest();
    });
}

#[test]
fn the_groups_of_a_list() {
    check("groups", plays::groups);
}

#[test]
fn the_saved_views() {
    check("views", plays::views);
}

#[test]
fn the_settings_of_the_workstation() {
    check("settings", |desk| {
        plays::settings(desk);
        desk.down(2);
    });
}

#[test]
fn the_profile_of_the_holder() {
    check("settings-holder", plays::holder_profile);
}

#[test]
fn a_value_of_the_profile_that_cannot_be() {
    check("settings-fault", |desk| {
        plays::settings(desk);
        desk.key(KeyCode::Tab).down(1).key(KeyCode::Enter);
        desk.keys("0").key(KeyCode::Enter);
    });
}

#[test]
fn what_a_change_of_the_profile_would_move() {
    check("profile-moves", plays::profile_moves);
}

#[test]
fn the_conferences_and_the_topics_of_a_holder() {
    check_from("conferences", Desk::at_conference, plays::conferences);
    check_from("topics", Desk::at_conference, plays::topics);
}

#[test]
fn the_applications_for_access_and_the_form_that_grants_one() {
    check_from("access", Desk::of_operator, plays::access);
    check_from("access-grant", Desk::of_operator, plays::access_grant);
}

#[test]
fn the_circulars_and_the_form_that_writes_one() {
    check_from("circulars", Desk::of_operator, plays::circulars);
    check_from("circular-form", Desk::of_operator, plays::circular_form);
}

#[test]
fn the_holders_and_their_administrators() {
    check_from("holders", Desk::of_operator, plays::holders);
}

#[test]
fn the_last_minutes_of_a_conference_without_a_link() {
    check_from(
        "inbox-last-minutes",
        Desk::at_conference,
        plays::last_minutes,
    );
}

#[test]
fn the_inbox_of_a_conference() {
    check_from("inbox", Desk::at_conference, plays::inbox);
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
    check_from("annex", Desk::at_conference, plays::annex);
}

#[test]
fn the_form_that_writes_a_conference_into_a_file() {
    check_from("export", Desk::at_conference, plays::export);
}

#[test]
fn the_form_that_writes_the_outbox_into_a_file() {
    check("package", plays::package);
}

#[test]
fn the_form_that_takes_receipts_in() {
    check("receipts", plays::receipts);
}

#[test]
fn the_small_form_of_a_question() {
    check_from("item-form", Desk::at_conference, plays::question_form);
}

#[test]
fn the_composer_of_a_question() {
    check_from(
        "question-answer",
        Desk::at_conference,
        plays::question_answer,
    );
}

#[test]
fn what_the_operator_sees() {
    check_from("operator", Desk::of_operator, plays::operator);
}
