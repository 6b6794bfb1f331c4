//! The search over everything by command.

use crate::queue::signed_in;

#[test]
fn what_is_typed_without_kazakh_letters_is_found_in_requests_and_templates() {
    let (portal, desk) = signed_in();
    let number = portal.receive("Тұрғын үй кезегіндегі орнымды білгім келеді, ИИН 900101300017");
    portal.receive("Су құбыры туралы");
    desk.json(["sync"]).exits(0);
    let found = desk.json(["search", "тургын", "орн"]).exits(0).objects();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["place"], "request");
    assert_eq!(found[0]["number"], number);
    assert_eq!(found[0]["found"], "Тұрғын");
    let snippet = found[0]["snippet"].as_str().unwrap();
    assert!(!snippet.contains("900101300017"), "{snippet}");
    let template = desk.json(["search", "карал"]).exits(0).objects();
    assert!(template.iter().any(|hit| hit["place"] == "template"));
}

#[test]
fn nothing_found_is_no_failure_and_a_query_without_a_word_is_a_wrong_call() {
    let (_portal, desk) = signed_in();
    let nothing = desk.json(["search", "жоқсөз"]).exits(0);
    assert!(nothing.objects().is_empty());
    assert_eq!(
        desk.json(["search", "а"]).exits(2).error_code(),
        "bad-input"
    );
}
