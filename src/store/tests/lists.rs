//! Windows, positions, counts, filters, search.

use proptest::prelude::*;
use rusqlite::types::Value;
use rusqlite::{StatementStatus, params_from_iter};

use super::*;
use crate::domain::filter::{Facet, Group, Test};
use crate::domain::fold::tokens;
use crate::domain::ids::ItemKind;
use crate::domain::row::Row;
use crate::store::query::Reading;

/// Five requests: overdue, due today, later, in consideration, returned.
fn filled() -> Rig {
    let rig = Rig::new();
    let mut later = body(3, "2026-03-06T05:00:00Z", "new", "Су құбыры туралы сұрақ");
    later["category"] = json!("transport");
    later["lang"] = json!("ru");
    later["owner"] = json!("aigul");
    rig.pull(
        9,
        vec![
            change("1", 1, 1, body(1, "2026-02-02T05:00:00Z", "new", "Ёлка")),
            change(
                "2",
                1,
                2,
                body(2, "2026-03-05T05:00:00Z", "new", "Тұрғын үй"),
            ),
            change("3", 1, 3, later),
            change(
                "4",
                1,
                4,
                body(4, "2026-03-05T05:00:00Z", "consideration", "Жол"),
            ),
            change(
                "5",
                1,
                5,
                body(5, "2026-01-05T05:00:00Z", "returned", "Жол"),
            ),
        ],
    );
    rig
}

#[test]
fn the_most_urgent_comes_first_and_closed_items_only_when_asked_for() {
    let rig = filled();
    assert_eq!(rig.numbers(""), ["1", "2", "3", "4"]);
    assert_eq!(rig.numbers("state:returned"), ["5"]);
    assert_eq!(rig.numbers("-state:new"), ["4", "5"]);
}

#[test]
fn the_counts_tell_overdue_from_due_today() {
    let counts = filled().store.reader().counts(TODAY).unwrap();
    assert_eq!((counts.open, counts.due_today, counts.overdue), (4, 1, 1));
}

#[test]
fn each_test_of_the_language_finds_what_it_says() {
    let rig = filled();
    for (expression, expected) in [
        ("overdue", vec!["1"]),
        ("-overdue", vec!["2", "3", "4"]),
        ("due:today", vec!["2"]),
        ("due:<=today", vec!["1", "2"]),
        ("due:<1wd", vec!["1", "2"]),
        ("due:1wd", vec!["3"]),
        ("due:>10d", vec!["4"]),
        ("due:2026-03-10", vec!["3"]),
        ("due:none", vec![]),
        ("act:answer", vec!["4"]),
        ("-act:answer", vec!["1", "2", "3"]),
        ("kind:topic", vec![]),
        ("lang:ru", vec!["3"]),
        ("category:Көлік", vec!["3"]),
        ("-category:transport overdue", vec!["1"]),
        ("owner:me", vec!["3"]),
        ("owner:none", vec!["1", "2", "4"]),
        ("owner:nobody-knows", vec![]),
        ("pending", vec![]),
        ("елка", vec!["1"]),
        ("Ёлка", vec!["1"]),
        ("тұрғ", vec!["2"]),
        ("турғ", vec!["2"]),
        ("\"су құбыры\"", vec!["3"]),
        ("\"құбыры су\"", vec![]),
        ("-су state:new", vec!["1", "2"]),
        ("3", vec!["3"]),
    ] {
        assert_eq!(rig.numbers(expression), expected, "{expression}");
    }
}

/// The groups of a list, as a test and a count each.
fn groups(rig: &Rig, expression: &str, facet: Facet) -> String {
    let groups = rig.store.reader().groups(&query(expression), facet);
    let told = |group: Group| format!("{} {}", group.test, group.items);
    let groups: Vec<_> = groups.unwrap().into_iter().map(told).collect();
    groups.join(", ")
}

#[test]
fn the_groups_of_a_list_are_counted_by_every_field() {
    let rig = filled();
    for (facet, expected) in [
        (Facet::Act, "act:return 3, act:answer 1"),
        (
            Facet::Due,
            "overdue 1, due:2026-03-06 1, due:2026-03-10 1, due:2026-03-20 1",
        ),
        (Facet::Category, "category:mortgage 3, category:transport 1"),
        (Facet::Owner, "owner:none 3, owner:aigul 1"),
        (Facet::Lang, "lang:kk 3, lang:ru 1"),
        (
            Facet::State,
            "state:new 3, state:consideration 1, state:returned 1",
        ),
        (Facet::Kind, "kind:request 4"),
    ] {
        assert_eq!(groups(&rig, "", facet), expected, "{facet:?}");
    }
}

#[test]
fn groups_under_a_filter_count_what_passes_it() {
    let rig = filled();
    for (filter, facet, expected) in [
        ("lang:kk", Facet::Act, "act:return 2, act:answer 1"),
        ("overdue", Facet::Owner, "owner:none 1"),
        (
            "жол",
            Facet::State,
            "state:consideration 1, state:returned 1",
        ),
        ("state:returned", Facet::Due, "due:none 1"),
        ("су -су", Facet::Lang, ""),
    ] {
        assert_eq!(groups(&rig, filter, facet), expected, "{filter} {facet:?}");
    }
}

#[test]
fn what_a_group_counts_is_what_its_filter_shows() {
    let rig = filled();
    let reader = rig.store.reader();
    for filter in ["", "lang:kk", "-overdue"] {
        for facet in Facet::ALL {
            for group in reader.groups(&query(filter), facet).unwrap() {
                let narrowed = RowQuery {
                    filter: query(filter).filter.and(group.test.clone()),
                    ..query("")
                };
                let written = narrowed.filter.to_string();
                assert_eq!(query(&written).filter, narrowed.filter, "{written}");
                let shown = reader.total(&narrowed).unwrap();
                assert_eq!(
                    u64::try_from(shown),
                    Ok(group.items),
                    "{filter} {}",
                    group.test
                );
            }
        }
    }
}

#[test]
fn groups_follow_what_changes_and_what_goes() {
    let rig = filled();
    let mut given = body(2, "2026-03-05T05:00:00Z", "consideration", "Тұрғын үй");
    given["owner"] = json!("aigul");
    rig.pull(11, vec![change("2", 2, 10, given), gone(3, 2, 11)]);
    assert_eq!(
        groups(&rig, "", Facet::Owner),
        "owner:none 2, owner:aigul 1"
    );
    assert_eq!(groups(&rig, "", Facet::Act), "act:answer 2, act:return 1");
    assert_eq!(groups(&rig, "", Facet::Lang), "lang:kk 3");
    assert_eq!(rig.store.derived_wrongly().wait().unwrap(), [""; 0]);
}

#[test]
fn lists_are_read_in_the_order_of_their_index_and_planned_once() {
    let rig = filled();
    let one_day = |n: u64| request(n + 10, n + 10, NOON);
    rig.pull(20, (1..=6).map(one_day).collect());
    let lists = [
        (Scope::Home, ""),
        (Scope::Kind(ItemKind::Request), ""),
        (Scope::Kind(ItemKind::Request), "lang:kk"),
        (Scope::Home, "kind:request overdue"),
    ];
    for (scope, filter) in lists {
        for offset in [0, 2, 7] {
            let asked = RowQuery {
                scope,
                offset,
                limit: 3,
                ..query(filter)
            };
            let told = rig.store.reader().with(|side| {
                let Reading { sql, values, .. } = side.looking().reading(&asked)?;
                let explain = format!("EXPLAIN QUERY PLAN {sql}");
                let mut plan = side.connection.prepare(&explain)?;
                let steps = plan.query_map(params_from_iter(&values), |row| row.get("detail"))?;
                let steps: Vec<String> = steps.collect::<Result<_, _>>()?;
                let mut reading = side.connection.prepare(&sql)?;
                for limit in [1, 2] {
                    let mut values = values.clone();
                    *values.iter_mut().rev().nth(1).unwrap() = Value::Integer(limit);
                    reading.query(params_from_iter(values))?.next()?;
                }
                Ok((steps, reading.get_status(StatementStatus::RePrepare)))
            });
            let (steps, planned_again) = told.unwrap();
            assert_eq!(planned_again, 0, "{scope:?} {filter} {offset}");
            assert!(
                steps.iter().all(|step| !step.contains("TEMP B-TREE")),
                "{scope:?} {filter} {offset}: {steps:?}"
            );
        }
    }
}

#[test]
fn each_window_is_a_part_of_the_list_from_whichever_end_of_a_day_it_is_read() {
    let rig = Rig::new();
    // Of the first, the third and the last day nothing is left.
    let days = ["01-05", "02-02", "02-16", "03-02", "03-04", "03-09"];
    let sizes = days.into_iter().zip([2, 9, 2, 1, 5, 2]);
    let received =
        sizes.flat_map(|(day, items)| std::iter::repeat_n(format!("2026-{day}T05:00:00Z"), items));
    let changes = (1..).zip(received).map(|(n, day)| request(n, n, &day));
    rig.pull(21, changes.collect());
    let left = [1, 2, 12, 13, 20, 21];
    let closed = left.map(|n| change(&n.to_string(), 2, 21 + n, body(n, NOON, "returned", "")));
    rig.pull(42, closed.to_vec());
    let mut ends = std::collections::BTreeSet::new();
    for scope in [Scope::Home, Scope::Kind(ItemKind::Request)] {
        let asked = |offset, limit| RowQuery {
            scope,
            offset,
            limit,
            ..query("")
        };
        let rows = |asked: &RowQuery| rig.store.reader().rows(asked).unwrap().rows;
        let all = rows(&asked(0, 100));
        assert_eq!(all.len(), 15);
        for offset in 0..=16 {
            for limit in 0..=16 {
                let part: Vec<Row> = all.iter().skip(offset).take(limit).cloned().collect();
                let asked = asked(offset, limit);
                assert_eq!(rows(&asked), part, "{offset} {limit}");
                let reading = rig
                    .store
                    .reader()
                    .with(|side| side.looking().reading(&asked));
                ends.insert(reading.unwrap().backwards);
            }
        }
    }
    assert_eq!(ends.len(), 2);
}

#[test]
fn a_word_with_a_foreign_letter_is_found() {
    let rig = Rig::new();
    // The first letter is a Latin one.
    let text = "Cалем";
    rig.pull(1, vec![change("1", 1, 1, body(1, NOON, "new", text))]);
    assert_eq!(rig.numbers("салем"), ["1"]);
    assert_eq!(rig.numbers(text), ["1"]);
}

#[test]
fn a_changed_text_is_found_under_its_new_words_only() {
    let rig = Rig::new();
    rig.pull(1, vec![change("1", 1, 1, body(1, NOON, "new", "бұрынғы"))]);
    rig.pull(2, vec![change("1", 2, 2, body(1, NOON, "new", "кейінгі"))]);
    assert!(rig.numbers("бұрынғы").is_empty());
    assert_eq!(rig.numbers("кейінгі"), ["1"]);
}

#[test]
fn a_copy_follows_its_original() {
    let rig = Rig::new();
    let mut copy = body(7, NOON, "new", "Мәтін");
    copy["number"] = json!("7/1");
    rig.pull(2, vec![change("7/1", 1, 1, copy), request(7, 2, NOON)]);
    assert_eq!(rig.numbers(""), ["7", "7/1"]);
    assert_eq!(rig.numbers("№7/1"), ["7/1"]);
}

/// Every window of a list, laid together, is the list.
fn windows(rig: &Rig, expression: &str, limit: usize) -> Vec<Row> {
    let mut all = Vec::new();
    loop {
        let asked = RowQuery {
            offset: all.len(),
            limit,
            ..query(expression)
        };
        let window = rig.store.reader().rows(&asked).unwrap();
        if window.rows.is_empty() {
            assert_eq!(window.total, all.len());
            return all;
        }
        all.extend(window.rows);
    }
}

#[test]
fn windows_add_up_to_the_list_in_the_order_of_urgency_and_positions_agree() {
    let rig = Rig::new();
    let received = |n: u64| format!("2026-0{}-1{}T05:00:00Z", n % 3 + 1, n % 7);
    rig.pull(
        60,
        (1..=60)
            .map(|n| request(n * 31 % 97, n, &received(n)))
            .collect(),
    );
    for expression in ["", "overdue", "кезек"] {
        let all = windows(&rig, expression, 7);
        let mut sorted = all.clone();
        sorted.sort_by_key(Row::urgency);
        assert_eq!(all, sorted, "{expression}");
        for (place, row) in all.iter().enumerate() {
            let found = rig
                .store
                .reader()
                .position_of(row.number, &query(expression));
            assert_eq!(found.unwrap(), Some(place));
        }
    }
    assert_eq!(windows(&rig, "", 7).len(), 60);
    let absent = rig
        .store
        .reader()
        .position_of(Number::request(9_999), &query("overdue"));
    assert_eq!(absent.unwrap(), None);
}

/// Forty requests whose texts share a few words.
fn worded() -> Rig {
    let words = ["кезек", "тұрғын", "үй", "ипотека", "samsung", "17", "2"];
    let rig = Rig::new();
    let changes = (1..=40_usize).map(|n| {
        let text: Vec<&str> = (0..words.len())
            .filter(|bit| (n * 37) >> bit & 1 == 1)
            .map(|bit| words[bit])
            .collect();
        let state = ["new", "answered", "consideration"][n % 3];
        let serial = u64::try_from(n).unwrap();
        let text = format!("мәтін {}", text.join(" "));
        change(&n.to_string(), 1, serial, body(serial, NOON, state, &text))
    });
    rig.pull(40, changes.collect());
    rig
}

/// What a filter of words lets through, text by text.
fn by_hand(rig: &Rig, expression: &str) -> Vec<Row> {
    let filter = query(expression).filter;
    let all = RowQuery {
        limit: 1_000,
        ..query(if filter.names_state() {
            "state:answered"
        } else {
            ""
        })
    };
    let has = |row: &Row, test: &Test| {
        let item = rig.store.reader().item(row.number).unwrap().unwrap();
        let texts = tokens(item.request().unwrap().text.as_str());
        let begins = |word: &str| {
            let mut tokens = tokens(word).into_iter();
            tokens.all(|token| texts.iter().any(|text| text.starts_with(&token)))
        };
        if let Test::Word(word) = test {
            begins(word) || row.number.to_string() == *word
        } else if let Test::Phrase(phrase) = test {
            let row = tokens(phrase);
            texts.windows(row.len()).any(|words| words == row)
        } else {
            true
        }
    };
    let mut rows = rig.store.reader().rows(&all).unwrap().rows;
    rows.retain(|row| {
        let mut terms = filter.terms.iter();
        terms.all(|term| has(row, &term.test) != term.negated)
    });
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn words_find_what_reading_every_text_finds(
        text in "(-?(кезек|тұр|үй|ипо|samsung|17|2|мәтін|жоқ|\"тұрғын үй\"|\"үй кезек\") ){1,4}(state:answered)?",
    ) {
        static RIG: std::sync::LazyLock<Rig> = std::sync::LazyLock::new(worded);
        let expected = by_hand(&RIG, &text);
        prop_assert_eq!(&windows(&RIG, &text, 3), &expected, "{}", text);
        for (place, row) in expected.iter().enumerate() {
            let found = RIG.store.reader().position_of(row.number, &query(&text));
            prop_assert_eq!(found.unwrap(), Some(place));
        }
    }
}

#[test]
fn an_offset_behind_the_end_is_an_empty_window() {
    let asked = RowQuery {
        offset: 1_000,
        ..query("")
    };
    let window = filled().store.reader().rows(&asked).unwrap();
    assert_eq!((window.total, window.rows.len()), (4, 0));
}

#[test]
fn a_year_without_a_calendar_leaves_an_item_without_a_date() {
    let rig = Rig::new();
    rig.pull(1, vec![request(1, 1, "2030-01-10T05:00:00Z")]);
    assert_eq!(rig.numbers("due:none"), ["1"]);
}

#[test]
fn a_filter_that_needs_a_missing_calendar_says_so() {
    let rig = filled();
    let asked = RowQuery {
        today: date(2031, 1, 1),
        ..query("due:<3wd")
    };
    assert!(matches!(
        rig.store.reader().rows(&asked),
        Err(StoreError::CalendarMissing { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_filter_breaks_the_query(text in "(-|\"|«|»|\\*|\\^|\\(|NEAR|AND|NOT|'|;|--|ә|a|1|:|due:<2wd| ){0,12}") {
        static RIG: std::sync::LazyLock<Rig> = std::sync::LazyLock::new(filled);
        if let Ok(filter) = Filter::parse(&text, &[]) {
            let asked = RowQuery { filter, ..query("") };
            prop_assert!(RIG.store.reader().rows(&asked).is_ok());
        }
    }
}
