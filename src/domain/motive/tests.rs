//! The model letters of a return.

use super::*;
use crate::domain::rules::{CheckFailure, RuleSet};

fn checks(ids: &[&str]) -> Vec<CheckId> {
    ids.iter().map(|id| CheckId((*id).to_owned())).collect()
}

#[test]
fn every_check_that_leads_to_a_return_has_a_model_and_no_other() {
    let motives = Motives::builtin().unwrap();
    for item in RuleSet::builtin().unwrap().checklist.items {
        let has_model = motives.get(&CheckId(item.id.clone())).is_some();
        assert_eq!(
            has_model,
            item.failure == CheckFailure::Return,
            "{}",
            item.id
        );
    }
}

#[test]
fn two_failed_checks_make_one_letter_with_one_greeting() {
    let letter = Motives::builtin()
        .unwrap()
        .draft(&checks(&["A1", "A3"]), TextLang::Ru);
    assert_eq!(letter.matches("Уважаемый").count(), 1);
    assert!(letter.contains("(ИИН)") && letter.contains("контактных данных"));
    assert!(letter.ends_with("поступления."));
}

#[test]
fn a_mixed_request_gets_the_kazakh_letter_then_the_russian_one() {
    let letter = Motives::builtin()
        .unwrap()
        .draft(&checks(&["A5"]), TextLang::Mixed);
    assert!(letter.starts_with("Құрметті"));
    assert!(letter.find("Құрметті").unwrap() < letter.find("Уважаемый").unwrap());
}

#[test]
fn no_failed_check_starts_no_letter() {
    assert_eq!(
        Motives::builtin()
            .unwrap()
            .draft(&checks(&["A7"]), TextLang::Kk),
        ""
    );
}

#[test]
fn the_kazakh_letters_hold_no_latin_letter() {
    let motives = Motives::builtin().unwrap();
    let letter = motives.draft(&checks(&["A1", "A2", "A3", "A4", "A5", "A6"]), TextLang::Kk);
    assert_eq!(letter.chars().find(char::is_ascii_alphabetic), None);
}
