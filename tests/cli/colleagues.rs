//! Colleagues by commands: who works, giving a request away, absences, the handover sheet.

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::queue::{sign_in, signed_in};

const DAYS: [&str; 4] = ["--from", "2026-03-01", "--to", "2026-03-31"];

fn away<'a>(user: &'a str, substitute: &'a str) -> Vec<&'a str> {
    let mut words = vec!["colleagues", "away", user, "--substitute", substitute];
    words.extend(DAYS);
    words
}

fn owner(desk: &Desk, number: &str) -> Value {
    let rows = desk.json(["list"]).exits(0).objects();
    let row = rows.into_iter().find(|row| row["number"] == *number);
    row.unwrap()["owner"].clone()
}

#[test]
fn a_request_is_given_to_a_colleague_and_stands_on_their_sheet() {
    let (portal, desk) = signed_in();
    portal.administrator("bolat");
    let number = portal.receive("Кезектегі орнымды білгім келеді");
    let given = ["colleagues", "give", &number, "--to", "bolat"];
    assert_eq!(desk.json(given).exits(0).object()["owner"], "bolat");
    assert_eq!(owner(&desk, &number), "bolat");
    let sheet = desk.json(["colleagues", "handover", "bolat"]).exits(0);
    assert_eq!(sheet.object()["number"], number);
    let own = desk.json(["colleagues", "handover"]).exits(0);
    assert_eq!(own.objects(), Vec::<Value>::new());
    desk.json(["colleagues", "give", &number]).exits(0);
    assert_eq!(owner(&desk, &number), Value::Null);
}

#[test]
fn what_the_house_cannot_do_is_refused_with_exit_3() {
    let (portal, desk) = signed_in();
    let number = portal.receive("Кезектегі орнымды білгім келеді");
    let refused = |words: Vec<&str>, code: &str| {
        assert_eq!(desk.json(words).exits(3).error_code(), code);
    };
    let give = |to| vec!["colleagues", "give", number.as_str(), "--to", to];
    refused(give("nobody"), "no-such-colleague");
    refused(give("head"), "not-an-administrator");
    refused(away("aigul", "aigul"), "substitute-is-self");
    refused(away("aigul", "head"), "substitute-of-other-role");
}

#[test]
fn who_is_away_has_a_substitute_until_it_is_taken_back_and_no_chain_comes_back() {
    let (portal, desk) = signed_in();
    portal.administrator("bolat");
    desk.json(away("aigul", "bolat")).exits(0);
    let listed = desk.json(["colleagues", "list"]).exits(0).objects();
    let aigul = listed.iter().find(|one| one["user"] == "aigul").unwrap();
    assert_eq!(aigul["absences"][0]["substitute"], "bolat");
    let cycle = desk.json(away("bolat", "aigul")).exits(3);
    assert_eq!(cycle.error_code(), "substitute-cycle");
    let mut back = vec!["colleagues", "back", "aigul"];
    back.extend(DAYS);
    let told = desk.json(back).exits(0).object();
    assert_eq!(told["absences"], json!([]));
}

#[test]
fn the_head_reads_approves_once_and_declines_only_with_a_word_why() {
    let (portal, desk) = signed_in();
    let number = portal.receive("Кезектегі орнымды білгім келеді");
    desk.json(["sync"]).exits(0);
    let reason = desk.file("reason", "Мәлімет үш ұйымнан сұралды.");
    let ask = [
        "colleagues",
        "ask",
        &number,
        "--reader",
        "head",
        "--act",
        "extend",
        "--text",
        &reason,
        "--days",
        "10",
    ];
    assert_eq!(desk.json(ask).exits(0).object()["reader"], "head");
    let head = Desk::with_vault();
    sign_in(&head, &portal, "head");
    head.json(["sync"]).exits(0);
    let listed = head.json(["list", "--filter", "to-read"]).exits(0);
    assert_eq!(listed.object()["number"], number);
    let shown = head.json(["show", &number]).exits(0).object();
    let text = shown["reading"]["text"].as_str().unwrap();
    assert!(text.contains("10 күнге"), "{text}");
    assert!(text.ends_with("Мәлімет үш ұйымнан сұралды."), "{text}");
    let silent = head.json(["act", "decline", &number]).exits(3);
    assert_eq!(silent.error_code(), "remark-missing");
    head.json(["act", "approve", &number]).exits(0);
    let again = head.json(["act", "approve", &number]).exits(3);
    assert_eq!(again.error_code(), "nothing-to-read");
    desk.json(["sync"]).exits(0);
    let told = desk.json(["show", &number]).exits(0).object();
    assert_eq!(told["reading"]["said"]["good"], true);
}
