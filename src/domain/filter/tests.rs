//! The filter language as a table: what is understood, what is told back.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::domain::request::RequestState;
use crate::domain::rules::RuleSet;

fn parse(text: &str) -> Result<Filter, FilterError> {
    static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin().unwrap());
    Filter::parse(text, &RULES.categories)
}

fn tests(text: &str) -> Vec<Test> {
    parse(text)
        .unwrap()
        .terms
        .into_iter()
        .map(|term| term.test)
        .collect()
}

fn problem(text: &str) -> (usize, &'static str) {
    let error = parse(text).unwrap_err();
    (error.at, error.problem.code())
}

#[test]
fn the_expression_of_the_manual_is_read_whole() {
    let text = "state:new kind:request act:return due:<2wd due:today overdue lang:kk \
                category:\"Ипотека\" owner:me pending";
    assert_eq!(
        tests(text),
        [
            Test::State(State::Request(RequestState::New)),
            Test::Kind(ItemKind::Request),
            Test::Act(RuleId::RETURN),
            Test::Due(Due::Compared(Comparison::Before, Day::WorkingDays(2))),
            Test::Due(Due::Compared(Comparison::On, Day::Days(0))),
            Test::Overdue,
            Test::Lang(TextLang::Kk),
            Test::Category(CategoryId("mortgage".into())),
            Test::Owner(Owner::Me),
            Test::Pending,
        ]
    );
}

#[test]
fn a_category_is_found_by_its_id_and_by_each_of_its_names() {
    for name in ["mortgage", "\"ипотека\"", "ИПОТЕКА"] {
        assert_eq!(
            tests(&format!("category:{name}")),
            [Test::Category(CategoryId("mortgage".into()))],
            "{name}"
        );
    }
}

#[test]
fn a_leading_minus_negates_one_term_only() {
    let filter = parse("-state:new -«тұрғын үй» су").unwrap();
    let negated: Vec<bool> = filter.terms.iter().map(|term| term.negated).collect();
    assert_eq!(negated, [true, true, false]);
}

#[test]
fn a_minus_inside_a_word_belongs_to_it() {
    assert_eq!(tests("кто-то"), [Test::Word("кто-то".into())]);
}

#[test]
fn numbers_with_their_mark_are_numbers_and_plain_digits_are_words() {
    assert_eq!(tests("К-12"), [Test::Number("K-12".parse().unwrap())]);
    assert_eq!(
        tests("766301/1"),
        [Test::Number("766301/1".parse().unwrap())]
    );
    assert_eq!(tests("12/3"), [Test::Word("12/3".into())]);
    assert_eq!(tests("766301"), [Test::Word("766301".into())]);
}

#[test]
fn dates_are_compared_with_dates_days_and_working_days() {
    let day = jiff::civil::date(2026, 3, 20);
    for (text, due) in [
        ("due:none", Due::None),
        (
            "due:2026-03-20",
            Due::Compared(Comparison::On, Day::Date(day)),
        ),
        (
            "due:<=2026-03-20",
            Due::Compared(Comparison::Until, Day::Date(day)),
        ),
        ("due:>3d", Due::Compared(Comparison::After, Day::Days(3))),
        (
            "due:>=1wd",
            Due::Compared(Comparison::From, Day::WorkingDays(1)),
        ),
        ("due:tomorrow", Due::Compared(Comparison::On, Day::Days(1))),
    ] {
        assert_eq!(tests(text), [Test::Due(due)], "{text}");
    }
}

#[test]
fn none_stands_for_nothing_in_every_field() {
    for facet in Facet::ALL {
        let text = format!("{}:none", facet.field());
        assert_eq!(tests(&text), [facet.lacking()], "{text}");
        assert_eq!(Facet::of_test(&facet.lacking()), Some(facet), "{text}");
        assert_eq!(facet.lacking().to_string(), text);
    }
}

#[test]
fn every_field_is_a_facet_and_every_facet_a_field() {
    let mut facets = Facet::ALL.map(Facet::field);
    let mut fields = FIELDS;
    facets.sort_unstable();
    fields.sort_unstable();
    assert_eq!(facets, fields);
}

#[test]
fn a_facet_loses_what_is_asked_of_it_and_keeps_what_is_denied() {
    let filter = parse("overdue lang:kk due:<5d -due:none су -lang:ru").unwrap();
    for (facet, left) in [
        (Facet::Due, "lang:kk -due:none су -lang:ru"),
        (Facet::Lang, "overdue due:<5d -due:none су -lang:ru"),
        (
            Facet::Owner,
            "overdue lang:kk due:<5d -due:none су -lang:ru",
        ),
    ] {
        assert_eq!(filter.without(facet).to_string(), left, "{facet:?}");
    }
}

#[test]
fn what_is_written_is_spelt_as_the_manual_spells_it() {
    for (typed, written) in [
        ("due:0d  due:1d due:0wd", "due:today due:tomorrow due:0wd"),
        ("CATEGORY:«Ипотека» Owner:ME", "category:mortgage owner:me"),
        ("«тұрғын \"үй\"» \"су\"", "«тұрғын \"үй\"» \"су\""),
        ("-766301/1 К-12", "-№766301/1 №K-12"),
        ("owner:\"two words\"", "owner:\"two words\""),
        ("owner:\"me\" owner:me", "owner:\"me\" owner:me"),
        ("owner:\"none\" owner:none", "owner:\"none\" owner:none"),
        ("act:publish act:opening", "act:publish act:opening"),
    ] {
        assert_eq!(parse(typed).unwrap().to_string(), written, "{typed}");
    }
}

#[test]
fn an_error_names_its_place_and_its_kind() {
    for (text, expected) in [
        ("су category:\"Ипо", (12, "open-quote")),
        ("state:old", (6, "bad-value")),
        ("due:<99999wd", (4, "bad-value")),
        ("color:red", (0, "unknown-field")),
        ("су state:", (9, "missing-value")),
        ("-", (1, "missing-value")),
        ("category:шахмат", (9, "unknown-category")),
        ("!!!", (0, "nothing-to-find")),
        (":new", (0, "unknown-field")),
    ] {
        assert_eq!(problem(text), expected, "{text}");
    }
}

#[test]
fn words_of_a_citizen_are_not_in_debug_output() {
    assert!(!format!("{:?}", parse("құпия \"өте құпия\"").unwrap()).contains("құпия"));
}

proptest! {
    #[test]
    fn no_input_panics(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn no_input_made_of_the_language_panics(
        text in "(-|\"|«|»|:|<|>|=| |state|due|category|today|wd|[0-9]{1,6}|ә|overdue){0,12}"
    ) {
        let _ = parse(&text);
    }

    #[test]
    fn what_is_written_is_read_as_the_same_filter(
        terms in proptest::collection::vec(
            "-?(state:(new|none)|due:[<>]?=?([0-9]{1,3}w?d|today|2026-03-20)|lang:kk|overdue|\
             owner:(me|none|[a-z]{1,5}|\"[a-z] [a-z«]\")|category:transport|act:(none|answer)|\
             [а-яә\\-]{1,4}|\"[a-zә« ]{1,5}\"|«[a-zә\" ]{1,5}»|[КQA]-[1-9]{1,3}|7663[0-9]{2}/[1-9])",
            0..6,
        )
    ) {
        if let Ok(filter) = parse(&terms.join(" ")) {
            prop_assert_eq!(parse(&filter.to_string()), Ok(filter));
        }
    }

    #[test]
    fn an_error_points_into_the_expression(text in "[a-z:\"<\\- ]{0,20}") {
        if let Err(error) = parse(&text) {
            prop_assert!(error.at <= text.chars().count());
        }
    }
}
