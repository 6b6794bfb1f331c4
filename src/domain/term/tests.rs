//! Tables named after the clauses, with the checked cases of the law, and properties over all
//! days for which there is data.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::*;
use crate::domain::calendar::Why;

fn rules() -> &'static RuleSet {
    static RULES: std::sync::OnceLock<RuleSet> = std::sync::OnceLock::new();
    RULES.get_or_init(|| RuleSet::builtin().unwrap())
}

fn query(rule: RuleId, start: &str) -> TermQuery {
    TermQuery {
        rule,
        pack: None,
        start: start.parse().unwrap(),
        days: None,
        policy: AfterRepeal::KeepOrder145,
    }
}

fn get(rule: RuleId, start: &str) -> Term {
    term(rules(), &query(rule, start), &Switches::default()).unwrap()
}

fn six(rule: RuleId, start: &str) -> Term {
    let switches = Switches {
        profile: Profile::SixDay,
        ..Switches::default()
    };
    term(rules(), &query(rule, start), &switches).unwrap()
}

fn latest(rule: RuleId, start: &str) -> String {
    get(rule, start).latest.to_string()
}

fn extension(start: &str, days: u8) -> Term {
    let query = TermQuery {
        days: Some(days),
        ..query(RuleId::EXTENSION, start)
    };
    term(rules(), &query, &Switches::default()).unwrap()
}

#[test]
fn order_145_4_3_return_is_one_working_day_from_receipt() {
    for (received, due) in [
        ("2026-03-06", "2026-03-10"),
        ("2025-01-03", "2025-01-05"),
        ("2025-12-31", "2026-01-05"),
        ("2026-03-05T19:00", "2026-03-06"),
        ("2026-03-06T23:59", "2026-03-10"),
    ] {
        assert_eq!(latest(RuleId::RETURN, received), due, "{received}");
    }
}

#[test]
fn order_145_4_2_forward_is_three_working_days_from_receipt() {
    for (received, due) in [
        ("2026-03-06", "2026-03-12"),
        ("2023-06-29", "2023-07-03"),
        ("2025-10-23", "2025-10-29"),
        ("2025-12-31", "2026-01-08"),
    ] {
        assert_eq!(latest(RuleId::FORWARD, received), due, "{received}");
    }
}

#[test]
fn order_145_5_3_refusal_is_five_working_days_from_registration() {
    for (received, registered, due) in [
        ("2026-03-06", "2026-03-06", "2026-03-16"),
        ("2025-01-03", "2025-01-05", "2025-01-13"),
        ("2023-06-29", "2023-06-29", "2023-07-05"),
        ("2025-10-23", "2025-10-23", "2025-10-31"),
        ("2026-03-05T19:00", "2026-03-06", "2026-03-16"),
        ("2026-03-06T18:31", "2026-03-10", "2026-03-17"),
        ("2026-03-06T18:30", "2026-03-06", "2026-03-16"),
        ("2026-03-06T18:30:00", "2026-03-06", "2026-03-16"),
        ("2026-03-06T18:30:01", "2026-03-10", "2026-03-17"),
        ("2026-03-06T00:05", "2026-03-06", "2026-03-16"),
    ] {
        let term = get(RuleId::REFUSAL, received);
        assert_eq!(
            term.registered.unwrap().to_string(),
            registered,
            "{received}"
        );
        assert_eq!(term.from.to_string(), registered, "{received}");
        assert_eq!(term.latest.to_string(), due, "{received}");
    }
}

#[test]
fn order_145_5_1_answer_is_fifteen_calendar_days_moved_to_a_working_day() {
    for (received, raw, safe, due) in [
        ("2026-03-06", "2026-03-21", "2026-03-20", "2026-03-26"),
        ("2025-12-01", "2025-12-16", "2025-12-15", "2025-12-17"),
        ("2026-02-02", "2026-02-17", "2026-02-17", "2026-02-17"),
    ] {
        let term = get(RuleId::ANSWER, received);
        let dates = [term.raw.unwrap(), term.safe, term.latest].map(|date| date.to_string());
        assert_eq!(dates, [raw, safe, due], "{received}");
    }
}

#[test]
fn order_145_5_2_extension_is_added_to_the_raw_end() {
    let longest = extension("2026-03-06", 15);
    let dates = [longest.raw.unwrap(), longest.safe, longest.latest];
    assert_eq!(
        dates,
        [date(2026, 4, 5), date(2026, 4, 3), date(2026, 4, 6)]
    );
    assert_eq!(extension("2026-03-06", 6).latest, date(2026, 3, 27));
    assert_eq!(
        get(RuleId::EXTENSION, "2026-03-06").raw,
        Some(date(2026, 4, 5))
    );
    let counted = longest
        .ledger
        .lines
        .iter()
        .filter(|line| line.counted)
        .count();
    assert_eq!(counted, 30);
}

#[test]
fn order_145_5_2_an_extension_that_brings_nothing_names_the_smallest_that_does() {
    let check = |days, at: &str| {
        let pin = PackId::from("order145-2023");
        let received = "2026-03-06T10:00+05:00".parse().unwrap();
        check_extension(
            rules(),
            &pin,
            received,
            at.parse().unwrap(),
            days,
            &Switches::default(),
        )
    };
    for days in 1..=5 {
        let refused = check(days, "2026-03-26T23:59+05:00").unwrap_err();
        let latest = date(2026, 3, 26);
        assert_eq!(
            refused,
            ExtensionRefused::TooShort {
                days,
                latest,
                smallest: Some(6)
            }
        );
    }
    assert_eq!(
        check(6, "2026-03-26T23:59+05:00").unwrap().latest,
        date(2026, 3, 27)
    );
    assert_eq!(
        check(6, "2026-03-27T00:00+05:00").unwrap_err(),
        ExtensionRefused::DuePassed {
            latest: date(2026, 3, 26)
        }
    );
    for days in [0, 16] {
        let refused = check(days, "2026-03-20T10:00+05:00").unwrap_err();
        assert_eq!(
            refused,
            TermError::BadDays {
                given: days,
                most: 15
            }
            .into()
        );
    }
}

#[test]
fn order_145_5_2_the_user_is_told_three_working_days_after_the_extension() {
    assert_eq!(latest(RuleId::EXTENSION_NOTICE, "2026-03-20"), "2026-03-30");
}

#[test]
fn order_145_10_a_topic_is_decided_in_five_working_days() {
    assert_eq!(latest(RuleId::TOPIC, "2026-03-06"), "2026-03-16");
}

#[test]
fn order_145_7_and_8_conference_template_and_notice_come_before_it() {
    let template = get(RuleId::TEMPLATE, "2026-03-26");
    assert_eq!(
        (template.latest, template.safe),
        (date(2026, 3, 18), date(2026, 3, 17))
    );
    let notice = get(RuleId::CONFERENCE_NOTICE, "2026-03-26");
    assert_eq!(
        (notice.latest, notice.safe),
        (date(2026, 3, 20), date(2026, 3, 19))
    );
}

#[test]
fn order_145_7_8_11_a_survey_has_its_template_notice_and_length() {
    let length = get(RuleId::SURVEY_LENGTH, "2026-03-16");
    assert_eq!(
        (length.latest, length.safe),
        (date(2026, 4, 1), date(2026, 4, 2))
    );
    assert_eq!(latest(RuleId::SURVEY_NOTICE, "2026-03-16"), "2026-03-17");
    let template = get(RuleId::TEMPLATE, "2026-03-16");
    assert_eq!(
        (template.latest, template.safe),
        (date(2026, 3, 11), date(2026, 3, 10))
    );
}

#[test]
fn order_145_8_a_repeated_notice_is_rolled_back_to_a_working_day() {
    // 8 March + 14 is Sunday 22 March, inside Nauryz.
    let term = get(RuleId::SURVEY_RENOTICE, "2026-03-08");
    assert_eq!(term.raw, Some(date(2026, 3, 22)));
    assert_eq!(
        (term.safe, term.latest),
        (date(2026, 3, 20), date(2026, 3, 20))
    );
    let last = term.ledger.lines.last().unwrap();
    assert_eq!(
        (last.date, last.counted, last.why),
        (date(2026, 3, 20), false, Why::Roll)
    );
}

#[test]
fn order_145_9_a_conference_lasts_a_working_day() {
    let term = get(RuleId::CONFERENCE_LENGTH, "2026-03-26");
    assert_eq!(
        (term.latest, term.safe),
        (date(2026, 3, 26), date(2026, 3, 27))
    );
    assert_eq!(term.ledger.lines.len(), 1);
}

#[test]
fn law_18_a_complaint_has_three_months_to_the_same_number() {
    for (learned, raw, due) in [
        ("2025-11-28", "2026-02-28", "2026-03-02"),
        ("2025-11-30", "2026-02-28", "2026-03-02"),
        ("2026-01-14", "2026-04-14", "2026-04-14"),
    ] {
        let term = get(RuleId::COMPLAINT, learned);
        assert_eq!(term.raw.unwrap().to_string(), raw, "{learned}");
        assert_eq!(term.latest.to_string(), due, "{learned}");
    }
}

#[test]
fn law_11_15_already_published_is_three_working_days_by_the_law_itself() {
    let term = get(RuleId::ALREADY_PUBLISHED, "2026-03-06");
    assert_eq!(term.latest, date(2026, 3, 12));
    assert_eq!(
        (term.pack.0.as_str(), term.status.code()),
        ("law401", "in-force")
    );
}

#[test]
fn a_six_day_week_works_on_saturdays_and_knows_no_transfers() {
    assert_eq!(six(RuleId::RETURN, "2026-03-06").latest, date(2026, 3, 7));
    assert_eq!(six(RuleId::FORWARD, "2026-03-06").latest, date(2026, 3, 11));
    assert_eq!(six(RuleId::REFUSAL, "2026-03-06").latest, date(2026, 3, 13));
    assert_eq!(six(RuleId::ANSWER, "2026-03-06").latest, date(2026, 3, 25));
    // The moved Friday is worked, the worked Sunday is not.
    assert_eq!(six(RuleId::RETURN, "2025-01-02").latest, date(2025, 1, 3));
    assert_eq!(six(RuleId::RETURN, "2025-01-04").latest, date(2025, 1, 6));
}

#[test]
fn the_leap_day_lasts_an_hour_longer_in_almaty() {
    assert_eq!(
        get(RuleId::RETURN, "2024-02-29T18:30Z").from,
        date(2024, 2, 29)
    );
    assert_eq!(
        get(RuleId::RETURN, "2024-02-29T19:00Z").from,
        date(2024, 3, 1)
    );
    // Before the change the local day began an hour earlier.
    assert_eq!(
        get(RuleId::RETURN, "2024-02-28T18:30Z").from,
        date(2024, 2, 29)
    );
    let refusal = get(RuleId::REFUSAL, "2024-02-29T12:45Z");
    assert_eq!(refusal.registered, Some(date(2024, 3, 1)), "18:45 at UTC+6");
    let refusal = get(RuleId::REFUSAL, "2024-03-01T12:45Z");
    assert_eq!(refusal.registered, Some(date(2024, 3, 1)), "17:45 at UTC+5");
}

#[test]
fn the_pack_of_the_day_gives_the_rule() {
    let pack = |rule: RuleId, start: &str| {
        let term = get(rule, start);
        (term.pack.0, term.status.code(), term.clause)
    };
    let told = |pack: &str, status, clause: &str| (pack.to_owned(), status, clause.to_owned());
    let answer = RuleId::ANSWER;
    assert_eq!(
        pack(answer.clone(), "2022-06-01"),
        told("law401", "in-force", "Law art. 11 ¶10")
    );
    assert_eq!(
        pack(answer.clone(), "2023-04-01"),
        told("order145-2023", "in-force", "145 ¶5(1)")
    );
    assert_eq!(
        pack(answer.clone(), "2025-04-13"),
        told("order145-2023", "in-force", "145 ¶5(1)")
    );
    let kept = told("order145-2023", "kept-after-repeal", "145 ¶5(1)");
    assert_eq!(pack(answer, "2025-04-14"), kept);
    let topic = told("order145-2021", "in-force", "145 ¶10");
    assert_eq!(pack(RuleId::TOPIC, "2022-06-01"), topic);
}

#[test]
fn the_day_of_receipt_decides_not_the_day_of_registration() {
    // Friday 31 March 2023 after hours is registered on Monday 3 April, under the next edition.
    let refusal = get(RuleId::REFUSAL, "2023-03-31T19:00");
    assert_eq!(
        (refusal.pack.0.as_str(), refusal.from),
        ("law401", date(2023, 4, 3))
    );
}

#[test]
fn law_only_drops_what_lives_only_in_the_order() {
    let ask = |rule| TermQuery {
        policy: AfterRepeal::LawOnly,
        ..query(rule, "2026-03-06")
    };
    let answer = term(rules(), &ask(RuleId::ANSWER), &Switches::default()).unwrap();
    assert_eq!(
        (answer.pack.0.as_str(), answer.latest),
        ("law401", date(2026, 3, 26))
    );
    let notice = term(
        rules(),
        &ask(RuleId::CONFERENCE_NOTICE),
        &Switches::default(),
    )
    .unwrap();
    assert_eq!(notice.pack.0, "standard177");
    for rule in [
        RuleId::RETURN,
        RuleId::TOPIC,
        RuleId::TEMPLATE,
        RuleId::SURVEY_LENGTH,
    ] {
        let refused = term(rules(), &ask(rule), &Switches::default()).unwrap_err();
        assert_eq!(refused.code(), "rule-not-in-force");
    }
}

#[test]
fn a_named_pack_applies_to_any_date() {
    let ask = |pack: &str, rule, start| {
        let query = TermQuery {
            pack: Some(PackId::from(pack)),
            ..query(rule, start)
        };
        term(rules(), &query, &Switches::default())
    };
    let early = ask("order145-2023", RuleId::RETURN, "2022-06-01").unwrap();
    assert_eq!(
        (early.latest, early.status.code()),
        (date(2022, 6, 2), "in-force")
    );
    let late = ask("order145-2021", RuleId::TOPIC, "2026-03-06").unwrap();
    assert_eq!(late.status.code(), "kept-after-repeal");
    let code = |result: Result<Term, TermError>| result.unwrap_err().code();
    assert_eq!(
        code(ask("law401", RuleId::RETURN, "2026-03-06")),
        "rule-not-in-force"
    );
    assert_eq!(code(ask("order146", RuleId::RETURN, "2026-03-06")), "usage");
}

#[test]
fn a_rule_without_a_day_has_no_term() {
    for rule in [
        RuleId::RATING,
        RuleId::QUESTION,
        RuleId::ACCESS,
        RuleId::TRAINING,
    ] {
        let error = term(rules(), &query(rule, "2024-03-06"), &Switches::default()).unwrap_err();
        assert_eq!(error.code(), "rule-has-no-term");
    }
}

#[test]
fn a_rule_before_its_pack_is_not_in_force() {
    let code = |rule, start| {
        term(rules(), &query(rule, start), &Switches::default())
            .unwrap_err()
            .code()
    };
    assert_eq!(code(RuleId::RETURN, "2022-06-01"), "rule-not-in-force");
    assert_eq!(code(RuleId::TOPIC, "2021-05-09"), "rule-not-in-force");
    assert_eq!(code(RuleId::from("nonsense"), "2022-06-01"), "usage");
}

#[test]
fn a_day_without_calendar_data_is_an_error() {
    let missing = |rule, start| term(rules(), &query(rule, start), &Switches::default());
    for (rule, start, day) in [
        (RuleId::RETURN, "2027-12-31", date(2028, 1, 1)),
        (RuleId::FORWARD, "2027-12-29", date(2028, 1, 1)),
        (RuleId::ANSWER, "2027-12-20", date(2028, 1, 4)),
        (RuleId::ANSWER, "2020-12-30", date(2020, 12, 31)),
        (RuleId::REFUSAL, "2027-12-31T19:00", date(2028, 1, 1)),
        (RuleId::TEMPLATE, "2040-01-01", date(2039, 12, 31)),
    ] {
        let error = missing(rule, start).unwrap_err();
        assert_eq!(
            error,
            TermError::CalendarMissing(CalendarMissing { date: day }),
            "{start}"
        );
    }
    // The start itself is not counted: it needs no data.
    assert_eq!(
        missing(RuleId::ANSWER, "2020-12-31").unwrap().latest,
        date(2021, 1, 15)
    );
}

#[test]
fn a_length_is_only_for_an_extension() {
    let ask = TermQuery {
        days: Some(3),
        ..query(RuleId::ANSWER, "2026-03-06")
    };
    let error = term(rules(), &ask, &Switches::default()).unwrap_err();
    assert_eq!(error, TermError::BadDays { given: 3, most: 0 });
}

#[test]
fn the_ledger_tells_holidays_shifts_and_the_roll() {
    let term = get(RuleId::ANSWER, "2026-03-06");
    let line = |day| {
        term.ledger
            .lines
            .iter()
            .find(|line| line.date == day)
            .unwrap()
    };
    let shifted = line(date(2026, 3, 9));
    assert_eq!((shifted.counted, shifted.why), (true, Why::Shifted));
    assert_eq!(shifted.moved, Some(date(2026, 3, 8)));
    assert!(shifted.source.as_ref().unwrap().en.contains("267-II"));
    let rolled = line(date(2026, 3, 24));
    assert_eq!((rolled.counted, rolled.why), (false, Why::Shifted));
    let last = term.ledger.lines.last().unwrap();
    assert_eq!(
        (last.date, last.counted, last.why),
        (date(2026, 3, 26), false, Why::Roll)
    );
    assert_eq!(last.source.as_ref().unwrap().en, "Civil Code art. 175");
}

#[test]
fn the_ledger_tells_a_moved_day_with_its_act() {
    let term = get(RuleId::FORWARD, "2023-06-29");
    let moved = term
        .ledger
        .lines
        .iter()
        .find(|line| line.date == date(2023, 7, 1))
        .unwrap();
    assert_eq!((moved.counted, moved.why), (true, Why::MovedWork));
    assert_eq!(moved.moved, Some(date(2023, 7, 7)));
    assert_eq!(
        moved.source.as_ref().unwrap().en,
        "Gov. decree № 326 of 25.04.2023"
    );
}

#[test]
fn a_ledger_with_a_changed_line_does_not_re_add() {
    let ledger = get(RuleId::ANSWER, "2026-03-06").ledger;
    let change = |edit: fn(&mut Ledger)| {
        let mut changed = ledger.clone();
        edit(&mut changed);
        changed.readd()
    };
    assert_eq!(change(|_| {}), Ok(date(2026, 3, 26)));
    assert!(change(|ledger| drop(ledger.lines.remove(3))).is_err());
    assert!(change(|ledger| drop(ledger.lines.pop())).is_err());
    assert!(change(|ledger| ledger.lines[2].counted = false).is_err());
    assert!(change(|ledger| ledger.lines.clear()).is_err());
}

#[test]
fn the_switches_change_what_they_name() {
    let with =
        |rule, switches: Switches| term(rules(), &query(rule, "2026-03-06"), &switches).unwrap();
    let base = Switches::default;
    let roll = with(
        RuleId::ANSWER,
        Switches {
            roll: RollRule::PreviousWorkingDay,
            ..base()
        },
    );
    assert_eq!(roll.latest, date(2026, 3, 20));
    let none = with(
        RuleId::ANSWER,
        Switches {
            roll: RollRule::None,
            ..base()
        },
    );
    assert_eq!(none.latest, date(2026, 3, 21));
    let early = with(
        RuleId::FORWARD,
        Switches {
            day_counting: DayCounting::FromStart,
            ..base()
        },
    );
    assert_eq!(early.latest, date(2026, 3, 11));
    let safe = with(
        RuleId::ANSWER,
        Switches {
            red: Some(Reading::Safe),
            ..base()
        },
    );
    assert_eq!(safe.due(), date(2026, 3, 20));
    let late = with(
        RuleId::EXTENSION,
        Switches {
            extension_base: ExtensionBase::Latest,
            ..base()
        },
    );
    assert_eq!(late.raw, Some(date(2026, 4, 10)));
    for term in [roll, none, early, safe, late] {
        assert_eq!(term.ledger.lines.last().unwrap().date, term.latest);
        assert_eq!(term.ledger.readd(), Ok(term.latest), "{}", term.rule);
    }
    let strict = Switches {
        before: BeforeRule::Strict,
        ..base()
    };
    let template = term(rules(), &query(RuleId::TEMPLATE, "2026-03-26"), &strict).unwrap();
    assert_eq!(template.latest, date(2026, 3, 17));
}

#[test]
fn switches_left_out_have_their_defaults() {
    let switches: Switches = serde_json::from_str(r#"{"cut_off":"18:00:00"}"#).unwrap();
    assert_eq!(switches.cut_off, jiff::civil::time(18, 0, 0, 0));
    assert_eq!(switches.roll, RollRule::NextWorkingDay);
}

/// Every day of the years the reader may ask about.
fn all_days() -> impl Iterator<Item = Date> {
    date(2021, 1, 1)
        .series(1.day())
        .take_while(|day| day.year() <= 2026)
}

fn computable() -> impl Iterator<Item = RuleId> {
    let without = [
        RuleId::RATING,
        RuleId::QUESTION,
        RuleId::ACCESS,
        RuleId::TRAINING,
    ];
    RuleId::KNOWN
        .iter()
        .filter(move |rule| !without.contains(rule))
        .cloned()
}

fn asked(term: &Term) -> Option<u32> {
    match term.rule.as_str() {
        "return" | "survey-notice" | "conference-notice" | "conference-length" => Some(1),
        "forward" | "already-published" | "extension-notice" | "template" => Some(3),
        "refusal" | "topic" => Some(5),
        "survey-length" => Some(10),
        "survey-renotice" => Some(14),
        "answer" => Some(15),
        "extension" => Some(30),
        _ => None,
    }
}

#[test]
fn on_every_day_every_ledger_re_adds_and_ends_on_a_working_day() {
    for profile in Profile::ALL {
        let switches = Switches {
            profile,
            ..Switches::default()
        };
        for rule in computable() {
            for day in all_days() {
                let ask = TermQuery {
                    start: Start::On(day),
                    ..query(rule.clone(), "2026-01-01")
                };
                // Before the first year there is nothing to count back to.
                let term = match term(rules(), &ask, &switches) {
                    Ok(term) => term,
                    Err(TermError::RuleNotInForce { .. }) => continue,
                    Err(error) => {
                        assert!(day < date(2021, 1, 15), "{rule} {day}: {error}");
                        continue;
                    }
                };
                let last = term.ledger.lines.last().unwrap();
                assert_eq!(term.ledger.readd(), Ok(term.latest), "{rule} {day}");
                assert_eq!(last.date, term.latest, "{rule} {day}");
                assert!(
                    rules().calendar.is_working(term.latest, profile).unwrap(),
                    "{rule} {day}"
                );
                let counted = term.ledger.lines.iter().filter(|line| line.counted).count();
                if let Some(asked) = asked(&term) {
                    assert_eq!(counted, asked as usize, "{rule} {day}");
                }
                assert_eq!(term.registered.is_some(), rule == RuleId::REFUSAL);
                let fast = dates(
                    rules()
                        .pack_on(&rule, day, AfterRepeal::KeepOrder145)
                        .unwrap(),
                    Start::On(day),
                    None,
                    &rules().calendar,
                    &switches,
                );
                assert_eq!(fast.unwrap().latest, term.latest);
            }
        }
    }
}

#[test]
fn a_later_start_never_ends_earlier() {
    for rule in computable() {
        let mut previous = Date::MIN;
        for day in all_days() {
            let ask = TermQuery {
                start: Start::On(day),
                ..query(rule.clone(), "2026-01-01")
            };
            if let Ok(term) = term(rules(), &ask, &Switches::default()) {
                assert!(previous <= term.latest, "{rule} {day}");
                previous = term.latest;
            }
        }
    }
}

/// Counts again by the plainest loop, from the days alone.
#[test]
fn working_day_terms_agree_with_plain_counting() {
    let calendar = &rules().calendar;
    for day in all_days() {
        for n in [1_u16, 3, 5, 10] {
            let (mut left, mut at) = (n, day);
            while left > 0 {
                at = at.tomorrow().unwrap();
                left -= u16::from(calendar.day(at, Profile::FiveDay).unwrap().working);
            }
            assert_eq!(
                calendar.nth_after(day, n, Profile::FiveDay),
                Ok(at),
                "{day} {n}"
            );
        }
    }
}

#[test]
fn registration_is_the_same_working_day_until_the_cut_off_and_the_next_after_it() {
    let calendar = &rules().calendar;
    let switches = Switches::default();
    for day in all_days().filter(|day| *day < date(2026, 12, 25)) {
        let working = calendar.is_working(day, Profile::FiveDay).unwrap();
        let next = calendar.nth_after(day, 1, Profile::FiveDay).unwrap();
        let on = |time: &str| {
            let start: Start = format!("{day}T{time}").parse().unwrap();
            registered_on(start, calendar, &switches).unwrap()
        };
        let same_day = if working { day } else { next };
        assert_eq!([on("00:00"), on("18:30:00")], [same_day; 2], "{day}");
        assert_eq!([on("18:30:01"), on("23:59:59")], [next; 2], "{day}");
        assert_eq!(
            registered_on(Start::On(day), calendar, &switches),
            Ok(same_day)
        );
    }
}

#[test]
fn a_start_is_read_in_every_written_form() {
    let date_of = |text: &str| text.parse::<Start>().map(|start| start.date().to_string());
    for text in [
        "2026-03-06",
        " 2026-03-06 ",
        "2026-03-06T09:14",
        "2026-03-06 09:14",
        "2026-03-06T04:14:00Z",
    ] {
        assert_eq!(date_of(text), Ok("2026-03-06".to_owned()), "{text}");
    }
    for text in [
        "",
        "today",
        "2026-02-30",
        "2026-03-06T25:00",
        "06.03.2026",
        "2026-03",
    ] {
        assert!(date_of(text).is_err(), "{text}");
    }
}
