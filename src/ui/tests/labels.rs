//! Words fit where they have to: no label is cut at 80×24 in Kazakh or Russian.

use jiff::SignedDuration;

use super::fixture::Desk;
use crate::app::key::{Key, KeyCode};
use crate::app::model::LinkState;
use crate::app::notice::{Failure, FailureCode, Notice, NoticeText, Severity};
use crate::app::words as told;
use crate::domain::local_text::Lang;
use crate::domain::row::Ending;
use crate::domain::rules::RuleId;
use crate::i18n::Texts;
use crate::theme::{BUILT_IN_NAMES, Depth, Theme};
use crate::ui::{countdown, text, words};

fn screen(desk: &Desk) -> Vec<String> {
    let (buf, _) = desk.draw(&Theme::built_in(Depth::Mono, false));
    let row = |y| (0..buf.area.width).map(|x| buf[(x, y)].symbol()).collect();
    (0..buf.area.height).map(row).collect()
}

#[test]
fn every_act_fits_its_column() {
    for lang in Lang::ALL {
        let desk = Desk::new(lang, (80, 24));
        for rule in [
            "return",
            "forward",
            "refusal",
            "already-published",
            "answer",
            "extension-notice",
            "topic",
            "question",
        ] {
            let act = words::row_act(&desk.model, Texts::of(lang), &RuleId::from(rule));
            assert!(text::width(&act) <= 12, "{lang:?} {act}");
        }
    }
}

#[test]
fn every_short_language_name_fits_its_column() {
    for lang in Lang::ALL {
        let texts = Texts::of(lang);
        for name in [
            texts.queue_lang_kk(),
            texts.queue_lang_ru(),
            texts.queue_lang_en(),
            texts.queue_lang_mixed(),
        ] {
            assert!(text::width(&name) <= 4, "{lang:?} {name}");
        }
    }
}

#[test]
fn the_longest_countdown_leaves_room_for_a_category_even_at_60_columns() {
    for lang in Lang::ALL {
        let taken = 1 + 1 + 1 + 8 + 1 + 12 + 1 + countdown::columns(Texts::of(lang)) + 1 + 3;
        assert!(58 - taken >= 8, "{lang:?}");
    }
}

#[test]
fn header_tabs_and_footer_are_whole_at_80_by_24() {
    for lang in [Lang::Kk, Lang::Ru] {
        for keys in ["1", "2", "3"] {
            let mut desk = Desk::new(lang, (80, 24));
            desk.keys(keys);
            let rows = screen(&desk);
            for row in [&rows[0], &rows[1], &rows[23]] {
                assert!(!row.contains('…'), "{row}");
            }
            assert!(rows[23].contains("F10 "), "{}", rows[23]);
        }
    }
}

#[test]
fn every_alarm_is_whole_at_80_by_24() {
    for lang in Lang::ALL {
        let unsent = |desk: &mut Desk| {
            desk.model.link.state = LinkState::SignedOut;
            desk.model.counts.unsent_due = 12;
        };
        let ending = |desk: &mut Desk| {
            desk.model.link.state = LinkState::SignedOut;
            desk.model.counts.ending = Some(Ending {
                conference: "K-12".parse().unwrap(),
                closes: desk.model.portal_now() + SignedDuration::from_mins(9),
                open: 12,
            });
        };
        let moved_back = |desk: &mut Desk| desk.model.clock_moved_back = true;
        let wrong = |desk: &mut Desk| desk.model.link.clock_offset = -23 * 3600;
        let days = |desk: &mut Desk| desk.model.link.clock_offset = 400 * 86_400;
        let alarms: [&dyn Fn(&mut Desk); 5] = [&unsent, &ending, &moved_back, &wrong, &days];
        for alarm in alarms {
            let mut desk = Desk::new(lang, (80, 24));
            alarm(&mut desk);
            let row = &screen(&desk)[22];
            assert!(!row.trim().is_empty() && !row.contains('…'), "{row}");
        }
    }
}

#[test]
fn a_message_that_has_no_room_ends_with_the_key_that_shows_it_whole() {
    let mut desk = Desk::new(Lang::Ru, (80, 24));
    desk.model.notice = Some(Notice {
        text: NoticeText::Copied,
        severity: Severity::Info,
        at: desk.model.now,
        until: None,
    });
    let ends = |desk: &Desk, end: &str| screen(desk)[22].trim_end().ends_with(end);
    assert!(!ends(&desk, " m"), "it has room");
    let failure = Failure {
        code: FailureCode::Theme,
        detail: "тақырып файлы ".repeat(9),
    };
    desk.model.notice.as_mut().unwrap().text = NoticeText::Failed(failure);
    desk.model.last_notice = desk.model.notice.clone();
    assert!(ends(&desk, " m"), "{:?}", screen(&desk)[22]);
    // Where letters are text the key would be one.
    desk.keys("/");
    assert!(ends(&desk, "…"));
    desk.key(KeyCode::Esc);
    desk.model.notice = desk.model.last_notice.clone();
    desk.keys("m");
    assert!(ends(&desk, "…"), "it is shown whole");
}

#[test]
fn buttons_and_titles_of_forms_are_whole_at_80_by_24() {
    for lang in [Lang::Kk, Lang::Ru] {
        for keys in ["a", "r"] {
            let mut desk = Desk::new(lang, (80, 24));
            desk.down(3).keys(keys);
            let rows = screen(&desk);
            assert!(rows.iter().all(|row| !row.contains('…')), "{rows:#?}");
        }
    }
}

#[test]
fn the_settings_of_the_workstation_are_whole_in_every_theme_even_at_60_by_16() {
    for lang in Lang::ALL {
        for name in BUILT_IN_NAMES {
            let mut desk = Desk::new(lang, (60, 16));
            desk.model.theme = name.to_owned();
            desk.keys("P");
            let rows = screen(&desk);
            let window = rows.iter().skip(1);
            assert!(
                window.into_iter().all(|row| !row.contains('…')),
                "{rows:#?}"
            );
            let told = told::theme(name, Texts::of(lang));
            assert!(told.len() > name.len(), "{told}");
            assert!(rows.iter().any(|row| row.contains(&told)), "{rows:#?}");
        }
    }
}

#[test]
fn the_sample_of_deadlines_is_whole_at_60_by_16() {
    for lang in Lang::ALL {
        let mut desk = Desk::new(lang, (60, 16));
        desk.keys("P");
        let texts = Texts::of(lang);
        let sample = [
            format!("! {}", texts.countdown_overdue()),
            format!("· {}", texts.countdown_today("18:30".to_owned())),
            texts.countdown_days_hours(1, 4),
            texts.countdown_days(9),
        ];
        let rows = screen(&desk);
        assert!(rows[13].contains(&sample.join("  ")), "{rows:#?}");
    }
}

#[test]
fn every_command_of_the_palette_is_whole_at_80_by_24() {
    for lang in [Lang::Kk, Lang::Ru] {
        let mut desk = Desk::new(lang, (80, 24));
        desk.key(Key::f(2));
        for row in &screen(&desk)[5..20] {
            assert!(!row.contains('…'), "{row}");
        }
    }
}
