//! A calendar file is read to the letter, or refused with its line.

use jiff::civil::date;

use super::*;
use crate::domain::calendar::{Profile, Why};
use crate::domain::rules::RuleSet;

fn calendar() -> crate::domain::calendar::Calendar {
    RuleSet::builtin().unwrap().calendar
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
}

fn file(events: &[&str]) -> String {
    let events: String = events.iter().map(|lines| event(lines)).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn with_act() -> IcsChoices {
    IcsChoices {
        act: Some("Бұйрық № 1".to_owned()),
        ..IcsChoices::default()
    }
}

fn problem(text: &str, choices: &IcsChoices) -> (usize, &'static str) {
    let error = Overlay::read(text, &calendar(), choices).unwrap_err();
    (error.line, error.problem.code())
}

/// 30 November 2026 is a Monday, 5 December a Saturday.
const OFF: &str = "DTSTART;VALUE=DATE:20261130\r\nX-AWP-DAY:moved-off";
const WORK: &str = "DTSTART;VALUE=DATE:20261205\r\nCATEGORIES:Work,MOVED-WORK";

#[test]
fn a_transfer_is_laid_over_the_year_and_its_warning_goes() {
    let overlay = Overlay::read(&file(&[OFF, WORK]), &calendar(), &with_act()).unwrap();
    let [year] = &overlay.years[..] else {
        panic!("{overlay:?}")
    };
    let known = calendar();
    assert_eq!(year.holidays, known.year(2026).unwrap().holidays);
    assert!(year.warnings.is_empty());
    let laid = crate::domain::calendar::Calendar::new(overlay.years.clone()).unwrap();
    let why = |day| laid.day(day, Profile::FiveDay).unwrap().why;
    assert_eq!(why(date(2026, 11, 30)), Why::MovedOff);
    assert_eq!(why(date(2026, 12, 5)), Why::MovedWork);
    assert_eq!(year.transfers[0].act.ru, "Бұйрық № 1");
}

#[test]
fn several_transfers_pair_in_the_order_of_their_dates() {
    let text = file(&[
        "DTSTART:20261212\nX-AWP-DAY:moved-work",
        "DTSTART:20261214\nX-AWP-DAY:moved-off",
        OFF,
        WORK,
    ]);
    let overlay = Overlay::read(&text, &calendar(), &with_act()).unwrap();
    let pairs: Vec<(Date, Date)> = overlay.years[0]
        .transfers
        .iter()
        .map(|transfer| (transfer.off, transfer.work))
        .collect();
    assert_eq!(
        pairs,
        [
            (date(2026, 11, 30), date(2026, 12, 5)),
            (date(2026, 12, 14), date(2026, 12, 12)),
        ]
    );
}

#[test]
fn folded_and_escaped_lines_read_as_one_text() {
    let text = file(&["DTSTART;VALUE=DATE:20261130\r\nX-AWP-DAY:holiday\r\n\
        SUMMARY:День\r\n  шахтёра\\, 2026\r\nX-AWP-NAME;LANGUAGE=kk:Кеншілер\r\n \tкүні"]);
    let days = days(&text, &IcsChoices::default()).unwrap();
    assert_eq!(days[0].name.ru, "День шахтёра, 2026");
    assert_eq!(days[0].name.kk, "Кеншілер күні");
}

#[test]
fn an_event_of_several_days_is_each_of_them_without_its_end() {
    let dates = |lines: &str| -> Vec<i8> {
        let text = file(&[&format!("{lines}\r\nX-AWP-DAY:day-off\r\nSUMMARY:x")]);
        let days = days(&text, &IcsChoices::default()).unwrap();
        days.iter().map(|day| day.date.day()).collect()
    };
    assert_eq!(dates("DTSTART:20261125\r\nDTEND:20261128"), [25, 26, 27]);
    assert_eq!(dates("DTSTART:20261125\r\nDURATION:P2D"), [25, 26]);
    assert_eq!(dates("DTSTART:20261125\r\nDTEND:20261125"), [25]);
}

#[test]
fn a_day_without_a_kind_waits_for_a_word() {
    let text = file(&["DTSTART;VALUE=DATE:20261130\r\nSUMMARY:Праздник"]);
    assert_eq!(problem(&text, &IcsChoices::default()), (3, "kind-missing"));
    let told = IcsChoices {
        plain: Some(DayKind::DayOff),
        ..IcsChoices::default()
    };
    let overlay = Overlay::read(&text, &calendar(), &told).unwrap();
    let day = overlay.years[0].holiday(date(2026, 11, 30)).unwrap();
    assert!(!day.moves);
}

#[test]
fn a_cancelled_day_is_taken_out_and_an_announced_one_takes_its_place() {
    let text = file(&[
        "DTSTART;VALUE=DATE:20270516\r\nSTATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20270517\r\nX-AWP-DAY:day-off\r\nSUMMARY:Kurban Ait",
    ]);
    let overlay = Overlay::read(&text, &calendar(), &IcsChoices::default()).unwrap();
    let year = &overlay.years[0];
    assert!(year.holiday(date(2027, 5, 16)).is_none());
    assert!(!year.holiday(date(2027, 5, 17)).unwrap().estimate);
}

#[test]
fn a_whole_year_needs_an_act_and_drops_what_was_known() {
    let text = file(&["DTSTART;VALUE=DATE:20280101\r\nX-AWP-DAY:holiday\r\nSUMMARY:x"]);
    assert_eq!(problem(&text, &with_act()), (3, "year-unknown"));
    let whole = IcsChoices {
        whole_year: true,
        ..with_act()
    };
    let overlay = Overlay::read(&text, &calendar(), &whole).unwrap();
    assert_eq!(overlay.years[0].holidays.len(), 1);
    let no_act = IcsChoices { act: None, ..whole };
    assert_eq!(problem(&text, &no_act), (3, "act-missing"));
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_line() {
    let day = |lines: &str| file(&[&format!("X-AWP-DAY:day-off\r\nSUMMARY:x\r\n{lines}")]);
    for (text, line, code) in [
        (String::new(), 1, "not-a-calendar"),
        ("<html>:".to_owned(), 1, "bad-line"),
        ("BEGIN:VCARD\r\nEND:VCARD".to_owned(), 1, "not-a-calendar"),
        ("BEGIN:VCALENDAR\r\nnonsense\r\n".to_owned(), 2, "bad-line"),
        (file(&[]), 1, "empty"),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".to_owned(),
            2,
            "unfinished",
        ),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR".to_owned(),
            2,
            "other-component",
        ),
        (
            day("DTSTART:20261130\r\nRRULE:FREQ=YEARLY"),
            7,
            "recurrence",
        ),
        (day("STATUS:CONFIRMED"), 3, "no-start"),
        (day("DTSTART:20261130T090000Z"), 6, "not-all-day"),
        (day("DTSTART;VALUE=DATE-TIME:20261130"), 6, "not-all-day"),
        (day("DTSTART:20261131"), 6, "bad-date"),
        (day("DTSTART:2026-11-30"), 6, "bad-date"),
        (day("DTSTART:20261130\r\nDURATION:PT8H"), 7, "bad-date"),
        (
            day("DTSTART:20261130\r\nDTEND:20261120"),
            6,
            "end-before-start",
        ),
        (day("DTSTART:20261101\r\nDTEND:20261130"), 6, "too-long"),
        (day("DTSTART:20261130\r\nDTSTART:20261201"), 7, "twice"),
        (file(&[OFF, OFF]), 7, "twice"),
        (
            file(&["DTSTART:20261130\r\nX-AWP-DAY:holliday"]),
            5,
            "unknown-kind",
        ),
        (
            file(&["DTSTART:20261130\r\nX-AWP-DAY:holiday"]),
            3,
            "name-missing",
        ),
        (file(&[OFF]), 3, "unpaired"),
        (
            file(&["DTSTART:20261129\r\nX-AWP-DAY:moved-off", WORK]),
            3,
            "contradiction",
        ),
        (
            file(&["DTSTART:20261130\r\nSTATUS:CANCELLED"]),
            3,
            "nothing-to-cancel",
        ),
    ] {
        assert_eq!(problem(&text, &with_act()), (line, code), "{text}");
    }
    assert_eq!(
        problem(&file(&[OFF, WORK]), &IcsChoices::default()),
        (3, "act-missing")
    );
}

#[test]
fn zones_and_alarms_of_other_programs_are_passed_over() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Asia/Almaty\nBEGIN:STANDARD\n\
        DTSTART:20240301T000000\nRRULE:FREQ=YEARLY\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\n\
        DTSTART;VALUE=DATE:20261130\nCATEGORIES:day-off\nSUMMARY:x\nBEGIN:VALARM\n\
        SUMMARY:ring\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n";
    let days = days(text, &IcsChoices::default()).unwrap();
    assert_eq!(days[0].name.en, "x");
}
