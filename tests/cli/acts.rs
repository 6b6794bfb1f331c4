//! Deciding: here first, then on the portal, once.

use serde_json::Value;

use crate::desk::Desk;
use crate::portal::TestPortal;
use crate::queue::{MORNING, sign_in, signed_in};

/// A desk with one synchronised request.
fn with_request() -> (TestPortal, Desk, String) {
    let (portal, desk) = signed_in();
    let number = portal.receive("Кезек қалай жүреді?");
    desk.json(["sync"]).exits(0);
    (portal, desk, number)
}

fn state(desk: &Desk, number: &str) -> String {
    let shown = desk.json(["show", number]).exits(0).object();
    shown["state"].as_str().unwrap().to_owned()
}

fn events(desk: &Desk, number: &str) -> Vec<String> {
    let shown = desk.json(["show", number]).exits(0).object();
    let history = shown["history"].as_array().unwrap();
    history
        .iter()
        .map(|entry| entry["event"].as_str().unwrap().to_owned())
        .collect()
}

/// What another desk of the same account reads from the portal.
fn elsewhere(portal: &TestPortal, number: &str) -> Vec<String> {
    let other = Desk::with_vault();
    sign_in(&other, portal, "aigul");
    other.json(["sync"]).exits(0);
    events(&other, number)
}

#[test]
fn accept_is_applied_at_once_with_a_receipt() {
    let (portal, desk, number) = with_request();
    let told = desk.json(["act", "accept", &number]).exits(0).object();
    assert_eq!(told["number"], number.as_str());
    assert_eq!(told["act"], "accept");
    assert_eq!(told["verdict"], "applied");
    assert_eq!(told["refusal"], Value::Null);
    assert!(told["receipt"]["code"].is_string(), "{told}");
    assert_eq!(told["version"], 2);
    assert!(told["op_id"].is_string());
    assert_eq!(state(&desk, &number), "consideration");
    assert_eq!(elsewhere(&portal, &number), ["received", "accepted"]);
}

#[test]
fn a_return_takes_its_reasons_and_its_text_from_a_file() {
    let (portal, desk, number) = with_request();
    let text = desk.file("motive", "Мекенжайды көрсетіңіз.\u{1b}[2J\r\nРахмет.\n");
    // The first reason is typed with the Cyrillic letter.
    let out = desk
        .json([
            "act", "return", &number, "--reason", "А3,A1", "--text", &text,
        ])
        .exits(0);
    assert_eq!(out.object()["verdict"], "applied");
    let shown = desk.json(["show", &number]).exits(0).object();
    let returned = &shown["history"][1];
    assert_eq!(returned["event"], "returned");
    assert_eq!(returned["reasons"], serde_json::json!(["A3", "A1"]));
    assert_eq!(returned["text"], "Мекенжайды көрсетіңіз.\nРахмет.");
    assert_eq!(returned["in_time"]["verdict"], "yes");
    let read = desk.run(["show", &number]).exits(0).out;
    assert!(read.contains("Мекенжайды көрсетіңіз."), "{read}");
    assert_eq!(elsewhere(&portal, &number), ["received", "returned"]);
    // Closed: listed only when the filter names a state.
    assert_eq!(desk.json(["list"]).exits(0).out, "");
    let closed = desk.json(["list", "--filter", "state:returned"]).exits(0);
    assert_eq!(closed.object()["act"], Value::Null);
}

#[test]
fn what_the_rules_refuse_is_refused_here_with_its_code_and_nothing_is_queued() {
    let (_portal, desk, number) = with_request();
    let text = desk.file("motive", "Мекенжайды көрсетіңіз.");
    let blank = desk.file("blank", " \n\t\n");
    let long = desk.file("long", "ә".repeat(10_001));
    for (args, code) in [
        (vec!["--reason", "A3"], "motive-missing"),
        (vec!["--reason", "A3", "--text", &blank], "motive-missing"),
        (vec!["--reason", "A3", "--text", &long], "motive-too-long"),
        (vec!["--text", &text], "reason-missing"),
        (vec!["--reason", "A9", "--text", &text], "unknown-reason"),
        (vec!["--reason", "A7", "--text", &text], "forward-instead"),
        (
            vec!["--reason", "A8", "--text", &text],
            "not-a-ground-of-return",
        ),
    ] {
        let words = ["act", "return", number.as_str()];
        let out = desk
            .json(words.into_iter().chain(args.iter().copied()))
            .exits(3);
        assert_eq!(out.error_code(), code, "{args:?}");
        let object = out.object();
        assert_eq!(object["verdict"], "rejected");
        assert_eq!(object["refusal"]["code"], code);
        assert_eq!(object["op_id"], Value::Null);
    }
    assert_eq!(desk.json(["list", "outbox"]).exits(0).out, "");
}

#[test]
fn a_text_file_that_is_none_costs_no_passphrase() {
    let (_portal, desk, number) = with_request();
    let binary = desk.file("binary", [0xff, 0xfe, 0x00]);
    let huge = desk.file("huge", vec![b'a'; 1024 * 1024 + 1]);
    for path in ["/nonexistent/text", &binary, &huge] {
        let args = ["act", "return", &number, "--reason", "A3", "--text", path];
        let mut command = desk.command();
        command.args(args).arg("--json");
        let out = crate::desk::called(&mut command).exits(2);
        assert_eq!(out.error_code(), "bad-input", "{path}");
    }
}

#[test]
fn a_late_return_asks_for_the_reason_and_names_the_clause() {
    let (portal, desk, number) = with_request();
    portal.clock("2026-03-12T05:00:00Z");
    desk.json(["sync"]).exits(0);
    let text = desk.file("motive", "Мекенжайды көрсетіңіз.");
    let act = ["act", "return", &number, "--reason", "A3", "--text", &text];
    let refused = desk.json(act).exits(3);
    assert_eq!(refused.error_code(), "late-reason-missing");
    assert_eq!(refused.object()["refusal"]["clause"], "145 ¶4(3)");
    let words = act.into_iter().chain(["--late-reason", "Ауырып қалдым."]);
    desk.json(words).exits(0);
    let shown = desk.json(["show", &number]).exits(0).object();
    assert_eq!(shown["history"][1]["in_time"]["verdict"], "late");
}

#[test]
fn a_second_decision_is_refused_by_the_state() {
    let (_portal, desk, number) = with_request();
    desk.json(["act", "accept", &number]).exits(0);
    let again = desk.json(["act", "accept", &number]).exits(3);
    assert_eq!(again.error_code(), "already-accepted");
}

#[test]
fn a_held_act_waits_and_can_be_recalled() {
    let (portal, desk, number) = with_request();
    let held = desk.json(["act", "accept", &number, "--hold"]).exits(0);
    assert_eq!(held.object()["verdict"], "held");
    assert_eq!(state(&desk, &number), "consideration");
    let row = desk.json(["list"]).exits(0).object();
    assert_eq!(row["pending"], true);
    let op = desk.json(["list", "outbox"]).exits(0).object();
    assert_eq!(
        (op["kind"].as_str(), op["state"].as_str()),
        (Some("op"), Some("held"))
    );
    // An exchange leaves it alone.
    assert_eq!(desk.json(["sync"]).exits(0).object()["pushed"], 0);
    let recalled = desk.json(["act", "recall", &number]).exits(0).object();
    assert_eq!(recalled["verdict"], "recalled");
    assert_eq!(recalled["op_id"], held.object()["op_id"]);
    assert_eq!(state(&desk, &number), "new");
    assert_eq!(elsewhere(&portal, &number), ["received"]);
    let nothing = desk.json(["act", "recall", &number]).exits(3);
    assert_eq!(nothing.error_code(), "nothing-to-recall");
}

#[test]
fn sync_now_lets_held_acts_go_and_they_cannot_be_recalled_afterwards() {
    let (portal, desk, number) = with_request();
    desk.json(["act", "accept", &number, "--hold"]).exits(0);
    let sent = desk.json(["sync", "--now"]).exits(0).object();
    assert_eq!(sent["pushed"], 1);
    assert_eq!(sent["verdicts"]["applied"], 1);
    let late = desk.json(["act", "recall", &number]).exits(3);
    assert_eq!(late.error_code(), "already-sent");
    assert_eq!(elsewhere(&portal, &number), ["received", "accepted"]);
}

#[test]
fn a_conflict_exits_4_and_is_listed_until_it_is_settled() {
    let (portal, desk, number) = with_request();
    let other = Desk::with_vault();
    sign_in(&other, &portal, "aigul");
    other.json(["sync"]).exits(0);
    let text = other.file("motive", "Мекенжайды көрсетіңіз.");
    let act = ["act", "return", &number, "--reason", "A3", "--text", &text];
    other.json(act).exits(0);
    let out = desk
        .json(["--lang", "en", "act", "accept", &number])
        .exits(4);
    assert_eq!(out.error_code(), "conflict");
    let message = out.error()["message"].to_string();
    assert!(
        message.contains(&format!("Request {number} changed meanwhile (by aigul, ")),
        "{message}"
    );
    assert_eq!(out.object()["verdict"], "conflict");
    let waiting = desk.json(["list", "conflicts"]).exits(0).object();
    assert_eq!(waiting["state"], "conflict");
    assert_eq!(waiting["number"], number.as_str());
    assert_eq!(elsewhere(&portal, &number), ["received", "returned"]);
}

#[test]
fn a_role_that_may_not_is_refused() {
    let desk = Desk::with_vault();
    let portal = TestPortal::at(desk.dir.path(), MORNING);
    let number = portal.receive("Сұрақ");
    sign_in(&desk, &portal, "head");
    desk.json(["sync"]).exits(0);
    let out = desk.json(["act", "accept", &number]).exits(3);
    assert_eq!(out.error_code(), "role-may-not");
}

#[test]
fn people_read_the_outcome_in_their_language() {
    let (_portal, desk, number) = with_request();
    let out = desk
        .run(["--lang", "kk", "act", "accept", &number])
        .exits(0);
    assert!(out.out.contains("порталда қолданылды"), "{}", out.out);
    let out = desk
        .run(["--lang", "ru", "act", "accept", &number])
        .exits(3);
    assert!(out.err.contains("уже принят"), "{}", out.err);
}
