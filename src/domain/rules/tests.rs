//! The built-in data is whole, and the reader lets nothing slip.

use jiff::civil::date;

use super::*;

const KEEP: AfterRepeal = AfterRepeal::KeepOrder145;
const LAW_ONLY: AfterRepeal = AfterRepeal::LawOnly;

fn rules() -> RuleSet {
    RuleSet::builtin().unwrap()
}

/// The built-in files with `from` replaced by `to` in the file `name`.
fn with(name: &str, from: &str, to: &str) -> Result<RuleSet, RulesError> {
    let files: Vec<(&str, String)> = builtin::FILES
        .iter()
        .map(|(file, text)| {
            let text = if *file == name {
                assert!(text.contains(from), "{name} has no {from}");
                text.replacen(from, to, 1)
            } else {
                (*text).to_owned()
            };
            (*file, text)
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    RuleSet::parse(&files)
}

fn line_of(name: &str, needle: &str, nth: usize) -> usize {
    let (_, text) = builtin::FILES
        .iter()
        .find(|(file, _)| *file == name)
        .unwrap();
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains(needle));
    lines.nth(nth).unwrap().0 + 1
}

#[test]
fn every_rule_of_the_law_is_there_under_its_clause() {
    let rules = rules();
    let day = date(2024, 6, 3);
    for (rule, clause) in [
        ("return", "145 ¶4(3)"),
        ("forward", "145 ¶4(2)"),
        ("answer", "145 ¶5(1)"),
        ("extension", "145 ¶5(2)"),
        ("extension-notice", "145 ¶5(2)"),
        ("refusal", "145 ¶5(3)"),
        ("already-published", "Law art. 11 ¶15"),
        ("template", "145 ¶7"),
        ("conference-notice", "145 ¶8(1)"),
        ("survey-notice", "145 ¶8(2)"),
        ("survey-renotice", "145 ¶8"),
        ("conference-length", "145 ¶9"),
        ("question", "145 ¶9"),
        ("topic", "145 ¶10"),
        ("survey-length", "145 ¶11"),
        ("rating", "145 ¶6"),
        ("complaint", "Law art. 18"),
        ("access", "145 ¶12–13"),
        ("training", "145 ¶12–13"),
    ] {
        let taken = rules.pack_on(&RuleId::from(rule), day, KEEP).unwrap();
        assert_eq!(taken.rule.clause, clause, "{rule}");
    }
    assert_eq!(RuleId::KNOWN.len(), 19);
}

#[test]
fn duties_and_last_days_are_told_apart() {
    let rules = rules();
    let nature = |id: &RuleId| {
        rules
            .pack_on(id, date(2024, 6, 3), KEEP)
            .unwrap()
            .rule
            .nature
    };
    for duty in [
        RuleId::ANSWER,
        RuleId::EXTENSION_NOTICE,
        RuleId::TOPIC,
        RuleId::QUESTION,
    ] {
        assert_eq!(nature(&duty), Nature::Duty, "{duty}");
    }
    for last in [
        RuleId::RETURN,
        RuleId::FORWARD,
        RuleId::REFUSAL,
        RuleId::ALREADY_PUBLISHED,
    ] {
        assert_eq!(nature(&last), Nature::LastDay, "{last}");
    }
}

#[test]
fn an_item_is_pinned_to_the_pack_of_its_day() {
    let rules = rules();
    let pin = |day, policy| rules.pin(day, policy).unwrap().0;
    assert_eq!(pin(date(2021, 5, 9), KEEP), "law401");
    assert_eq!(pin(date(2021, 5, 10), KEEP), "order145-2021");
    assert_eq!(pin(date(2023, 3, 31), KEEP), "order145-2021");
    assert_eq!(pin(date(2023, 4, 1), KEEP), "order145-2023");
    assert_eq!(pin(date(2025, 4, 13), LAW_ONLY), "order145-2023");
    assert_eq!(pin(date(2025, 4, 14), KEEP), "order145-2023");
    assert_eq!(pin(date(2025, 4, 14), LAW_ONLY), "law401");
}

#[test]
fn a_pin_holds_whatever_the_day() {
    let rules = rules();
    let pin = PackId::from("order145-2023");
    let answer = rules
        .under_pin(&RuleId::ANSWER, &pin, date(2025, 4, 10))
        .unwrap();
    assert_eq!(
        (answer.rule.clause.as_str(), answer.status),
        ("145 ¶5(1)", PackStatus::InForce)
    );
    let published = rules
        .under_pin(&RuleId::ALREADY_PUBLISHED, &pin, date(2026, 4, 10))
        .unwrap();
    assert_eq!(
        (published.pack.id.0.as_str(), published.status),
        ("law401", PackStatus::InForce)
    );
    let law = PackId::from("law401");
    assert!(
        rules
            .under_pin(&RuleId::RETURN, &law, date(2026, 4, 10))
            .is_none()
    );
}

#[test]
fn the_lists_are_whole_and_kept_to_the_letter() {
    let rules = rules();
    let checks: Vec<&str> = rules
        .checklist
        .items
        .iter()
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(checks, ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"]);
    assert_eq!(
        rules.checklist.item("A7").unwrap().failure,
        CheckFailure::Forward
    );
    assert_eq!(
        rules.checklist.item("A8").unwrap().failure,
        CheckFailure::NotAReturn
    );
    let returns = |item: &&CheckItem| item.failure == CheckFailure::Return;
    assert_eq!(rules.checklist.items.iter().filter(returns).count(), 6);
    assert_eq!(rules.grounds.grounds.len(), 7);
    assert!(rules.grounds.ground("B3").unwrap().asks_secret);
    let temporary = rules
        .grounds
        .grounds
        .iter()
        .filter(|ground| ground.temporary);
    assert_eq!(
        temporary
            .map(|ground| ground.id.as_str())
            .collect::<Vec<_>>(),
        ["B4", "B5", "B6", "B7"]
    );
    assert_eq!(rules.categories.len(), 19);
    assert_eq!(rules.categories.last().unwrap().id, "free-topic");
}

#[test]
fn both_standards_have_the_same_duties() {
    let rules = rules();
    let old = rules.pack(&PackId::from("standard606")).unwrap();
    let new = rules.pack(&PackId::from("standard177")).unwrap();
    assert_eq!(old.duties, new.duties);
    assert_eq!(old.duties.len(), 22);
    assert!(new.numbering_unverified);
}

/// Letters that only look Kazakh would break search and sorting.
#[test]
fn no_word_of_the_data_mixes_alphabets() {
    let is_mixed = |word: &str| {
        let latin = word.chars().any(|letter| letter.is_ascii_alphabetic());
        latin
            && word
                .chars()
                .any(|letter| ('\u{400}'..='\u{52f}').contains(&letter))
    };
    for (name, text) in builtin::FILES {
        let mixed: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| is_mixed(w))
            .collect();
        assert_eq!(mixed, Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn an_unknown_field_is_refused_with_file_and_line() {
    let name = "packs/order145-2023.toml";
    let error = with(name, "who = \"holder\"", "whom = \"holder\"").unwrap_err();
    assert_eq!(
        (error.file.as_str(), error.line),
        (name, Some(line_of(name, "who = \"holder\"", 0)))
    );
    assert_eq!(error.problem, RulesProblem::UnknownField("whom".into()));
    let told = error.to_string();
    assert!(told.starts_with("packs/order145-2023.toml:"), "{told}");
    assert!(told.ends_with("(remove it or correct its name)"), "{told}");
}

#[test]
fn an_unknown_field_inside_a_count_is_refused() {
    let name = "packs/order145-2023.toml";
    let error = with(name, "days = 1, from", "day = 1, days = 1, from").unwrap_err();
    assert_eq!(error.problem, RulesProblem::UnknownField("day".into()));
    assert_eq!(error.line, Some(line_of(name, "days = 1, from", 0)));
}

#[test]
fn a_missing_field_and_a_bad_date_are_refused_with_their_lines() {
    let error = with("checklist-a.toml", "applies_to = \"natural-person\"\n", "").unwrap_err();
    assert_eq!(
        error.problem,
        RulesProblem::MissingField("applies_to".into())
    );
    assert!(error.line.is_some());
    let name = "calendar/2023.toml";
    let error = with(name, "\"2023-03-08\"", "\"2023-02-30\"").unwrap_err();
    assert_eq!(error.line, Some(line_of(name, "2023-03-08", 0)));
    assert_eq!(error.problem.code(), "bad-value");
}

#[test]
fn contradictions_are_refused_with_their_lines() {
    let pack = "packs/order145-2023.toml";
    let error = with(pack, "id = \"forward\"", "id = \"return\"").unwrap_err();
    assert_eq!(error.problem, RulesProblem::Duplicate("return".into()));
    assert_eq!(error.line, Some(line_of(pack, "id = \"forward\"", 0)));
    let error = with(pack, "until = \"2025-04-13\"", "until = \"2022-04-13\"").unwrap_err();
    assert_eq!(
        error.problem,
        RulesProblem::Contradiction("2022-04-13".into())
    );
    assert_eq!(error.line, Some(line_of(pack, "until =", 0)));
    let error = with(pack, "of = \"answer\"", "of = \"forward\"").unwrap_err();
    assert_eq!(error.problem, RulesProblem::Dangling("forward".into()));
    let error = with(pack, "[\"law401\"]", "[\"law402\"]").unwrap_err();
    assert_eq!(error.problem, RulesProblem::Dangling("law402".into()));
    let year = "calendar/2023.toml";
    let error = with(year, "work = \"2023-07-01\"", "work = \"2023-07-03\"").unwrap_err();
    assert_eq!(
        error.problem,
        RulesProblem::Contradiction("2023-07-03".into())
    );
    assert_eq!(error.line, Some(line_of(year, "work =", 0)));
}

#[test]
fn a_file_is_named_after_what_it_holds() {
    let error = with("packs/law401.toml", "id = \"law401\"", "id = \"law402\"").unwrap_err();
    assert_eq!(error.problem, RulesProblem::NameDiffers("law402".into()));
    let error = RuleSet::parse(&[("notes.toml", "")]).unwrap_err();
    assert_eq!(error.problem, RulesProblem::UnknownFile);
    let error = RuleSet::parse(&[]).unwrap_err();
    assert_eq!(error.problem, RulesProblem::MissingFile);
}

#[test]
fn the_hash_survives_the_journey_through_the_feed() {
    let rules = rules();
    let packs: Vec<RulePack> =
        serde_json::from_str(&serde_json::to_string(&rules.packs).unwrap()).unwrap();
    let mut years: Vec<CalendarYear> = rules.calendar.years().cloned().collect();
    years.reverse();
    let received = RuleSet::from_entities(packs.into_iter().rev().collect(), years).unwrap();
    assert_eq!(received.hash(), rules.hash());
    assert_eq!(received, rules);
    assert_eq!(rules.hash().len(), 64);
}

#[test]
fn the_hash_changes_with_any_term_or_day() {
    let before = rules().hash();
    let packs = with("packs/law401.toml", "days = 15", "days = 16").unwrap();
    let year = with("calendar/2027.toml", "2027-05-16", "2027-05-17").unwrap();
    assert_ne!(packs.hash(), before);
    assert_ne!(year.hash(), before);
    assert_ne!(packs.hash(), year.hash());
}

#[test]
fn a_file_laid_over_replaces_its_pack_or_year_only() {
    let (_, year) = builtin::FILES
        .iter()
        .find(|(name, _)| *name == "calendar/2027.toml")
        .unwrap();
    let moved = year.replace("2027-05-16", "2027-05-17");
    let laid = rules().overlay(&[("calendar/2027.toml", &moved)]).unwrap();
    assert!(
        laid.calendar
            .year(2027)
            .unwrap()
            .holiday(date(2027, 5, 17))
            .is_some()
    );
    assert_eq!(laid.packs, rules().packs);
    assert_eq!(laid.calendar.years().count(), 7);
}
