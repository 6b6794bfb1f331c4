//! Signing in, the exchange, and what the replica shows.

use serde_json::{Value, json};

use crate::desk::{Desk, PASSPHRASE};
use crate::portal::{ADDRESS, EMAIL, IIN, PASSWORD, PHONE, TestPortal};

/// Friday 6 March 2026, 10:00 in Almaty.
pub const MORNING: &str = "2026-03-06T05:00:00Z";

/// A portal and a desk that is signed in.
pub fn signed_in() -> (TestPortal, Desk) {
    let desk = Desk::with_vault();
    let portal = TestPortal::at(desk.dir.path(), MORNING);
    sign_in(&desk, &portal, "aigul");
    (portal, desk)
}

pub fn sign_in(desk: &Desk, portal: &TestPortal, user: &str) {
    let password = desk.file("password", PASSWORD);
    let url = portal.url();
    let words = ["login", "--portal", &url, "--user", user];
    desk.json(words.into_iter().chain(["--password-file", &password]))
        .exits(0);
}

fn numbers(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["number"].as_str().unwrap())
        .collect()
}

#[test]
fn the_first_login_makes_the_store_and_tells_who_is_in() {
    let desk = Desk::empty();
    let portal = TestPortal::at(desk.dir.path(), MORNING);
    let password = desk.file("password", PASSWORD);
    let out = desk.json([
        "login",
        "--portal",
        &portal.url(),
        "--user",
        "aigul",
        "--password-file",
        &password,
    ]);
    let told = out.exits(0).object();
    assert_eq!(told["user"], "aigul");
    assert_eq!(told["role"], "administrator");
    assert_eq!(told["created"], true);
    let checks = desk.json(["doctor"]).exits(0).objects();
    assert!(
        checks.iter().all(|check| check["check"] != "permissions"),
        "{checks:?}"
    );
}

#[test]
fn a_wrong_password_is_refused_and_leaves_nobody_signed_in() {
    let desk = Desk::with_vault();
    let portal = TestPortal::at(desk.dir.path(), MORNING);
    let password = desk.file("password", "wrong password");
    let url = portal.url();
    let words = ["login", "--portal", &url, "--user", "aigul"];
    let out = desk.json(words.into_iter().chain(["--password-file", &password]));
    let out = out.exits(1);
    assert_eq!(out.error_code(), "login-refused");
    assert!(!out.err.contains("wrong password"));
    assert_eq!(desk.json(["sync"]).exits(1).error_code(), "not-signed-in");
}

#[test]
fn an_exchange_tells_what_came_and_a_second_one_that_nothing_did() {
    let (portal, desk) = signed_in();
    portal.receive("Кезек қалай жүреді?");
    let first = desk.json(["sync"]).exits(0).object();
    assert!(first["pulled"].as_u64().unwrap() > 1, "{first}");
    assert_eq!(first["pushed"], 0);
    assert_eq!(first["verdicts"], json!({}));
    assert!(first["cursor"].is_string() && first["at"].is_string());
    let second = desk.json(["sync"]).exits(0).object();
    assert_eq!(second["pulled"], 0, "{second}");
    assert_eq!(second["cursor"], first["cursor"]);
}

#[test]
fn the_list_is_ordered_by_urgency_then_number_with_the_fields_of_the_contract() {
    let (portal, desk) = signed_in();
    let first = portal.receive("Бірінші сұрақ");
    portal.clock("2026-03-10T05:00:00Z");
    let second = portal.receive("Второй вопрос");
    let third = portal.receive("Third question about the queue");
    desk.json(["sync"]).exits(0);
    let rows = desk.json(["list"]).exits(0).objects();
    assert_eq!(numbers(&rows), [first.as_str(), &second, &third]);
    let row = rows[0].as_object().unwrap();
    let mut fields: Vec<&str> = row.keys().map(String::as_str).collect();
    fields.sort_unstable();
    let mut contract = [
        "number",
        "kind",
        "state",
        "extended",
        "act",
        "due",
        "safe",
        "overdue",
        "remaining",
        "category",
        "lang",
        "owner",
        "pending",
    ];
    contract.sort_unstable();
    assert_eq!(fields, contract);
    assert_eq!(row["kind"], "request");
    assert_eq!(row["state"], "new");
    assert_eq!(row["act"], "return");
    assert_eq!(row["due"], "2026-03-10");
    assert_eq!(row["overdue"], false);
    // Ten in the morning of the last day: seven hours without the break.
    // The offset of the clocks has whole seconds, so the minute may just have turned.
    let about =
        |row: &Value, minutes: i64| (row["remaining"].as_i64().unwrap() - minutes).abs() <= 1;
    assert!(about(&rows[0], 420), "{}", rows[0]["remaining"]);
    assert_eq!(row["category"], "mortgage");
    assert_eq!(row["lang"], "kk");
    assert_eq!(row["owner"], Value::Null);
    assert_eq!(rows[1]["due"], "2026-03-11");
    assert!(about(&rows[1], 420 + 480), "{}", rows[1]["remaining"]);
}

#[test]
fn overdue_is_told_by_the_portal_s_clock_and_by_word() {
    let (portal, desk) = signed_in();
    portal.receive("Бірінші сұрақ");
    // Past 24:00 of 10 March in Almaty.
    portal.clock("2026-03-10T19:00:01Z");
    desk.json(["sync"]).exits(0);
    let row = desk.json(["list"]).exits(0).object();
    assert_eq!(row["overdue"], true);
    assert_eq!(row["remaining"], -1);
    for (lang, word) in [("kk", "өтті"), ("ru", "просрочено"), ("en", "overdue")] {
        let table = desk.run(["--lang", lang, "list"]).exits(0).out;
        assert!(table.contains(word), "{table}");
    }
}

#[test]
fn a_filter_narrows_the_list_and_a_bad_one_names_its_place() {
    let (portal, desk) = signed_in();
    let kazakh = portal.receive("Бірінші сұрақ");
    let russian = portal.receive("Когда подойдёт моя очередь?");
    desk.json(["sync"]).exits(0);
    let listed = |filter: &str| -> Vec<String> {
        let rows = desk.json(["list", "--filter", filter]).exits(0).objects();
        numbers(&rows).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(listed("lang:kk"), [kazakh.as_str()]);
    assert_eq!(listed("очередь"), [russian.as_str()]);
    assert_eq!(listed("category:\"Ипотека\" -lang:kk"), [russian.as_str()]);
    assert_eq!(listed("state:returned"), [""; 0]);
    let wrong = desk
        .json(["--lang", "en", "list", "--filter", "lang:kk colour:red"])
        .exits(2);
    assert_eq!(wrong.error_code(), "bad-input");
    let message = wrong.error()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("9 (“colour”)") && message.ends_with("No such field: colour"),
        "{message}"
    );
    assert_eq!(listed("-lang:kk"), [russian.as_str()]);
}

#[test]
fn the_groups_of_a_list_are_told_in_words_and_as_tests() {
    let (portal, desk) = signed_in();
    portal.receive("Бірінші сұрақ");
    portal.receive("Екінші сұрақ");
    portal.receive("Когда подойдёт моя очередь?");
    desk.json(["sync"]).exits(0);
    let groups = desk.json(["list", "--group", "lang"]).exits(0).objects();
    let told = groups
        .iter()
        .map(|one| (one["group"].as_str(), one["items"].as_u64()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [(Some("lang:kk"), Some(2)), (Some("lang:ru"), Some(1))]
    );
    let words = desk
        .run(["--lang", "kk", "list", "requests", "--group", "lang"])
        .exits(0);
    let lines: Vec<&str> = words.out.lines().map(str::trim).collect();
    assert_eq!(lines, ["Тілі     Саны", "қазақша  2", "орысша   1"]);
    desk.json(["list", "--group", "colour"]).exits(2);
    let of_decisions = desk.json(["list", "outbox", "--group", "act"]).exits(2);
    assert_eq!(of_decisions.error_code(), "bad-input");
}

#[test]
fn a_limit_and_a_kind_without_items_are_kept_to() {
    let (portal, desk) = signed_in();
    for text in ["Бірінші", "Екінші", "Үшінші"] {
        portal.receive(text);
    }
    desk.json(["sync"]).exits(0);
    assert_eq!(
        desk.json(["list", "--limit", "2"]).exits(0).objects().len(),
        2
    );
    assert_eq!(desk.json(["list", "requests"]).exits(0).objects().len(), 3);
    for kind in [
        "topics",
        "conferences",
        "questions",
        "surveys",
        "duties",
        "outbox",
        "conflicts",
    ] {
        assert_eq!(desk.json(["list", kind]).exits(0).out, "", "{kind}");
    }
}

#[test]
fn show_has_terms_history_masked_text_and_acts() {
    let (portal, desk) = signed_in();
    let number = portal.receive(&format!("Менің ЖСН {IIN}, тел. {PHONE}, пошта {EMAIL}."));
    desk.json(["sync"]).exits(0);
    let out = desk.json(["show", &number]).exits(0);
    let shown = out.object();
    let rules: Vec<&str> = shown["terms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|term| term["rule"].as_str().unwrap())
        .collect();
    assert_eq!(
        rules,
        [
            "return",
            "forward",
            "already-published",
            "refusal",
            "answer"
        ]
    );
    let terms = shown["terms"].as_array().unwrap();
    let answer = &terms[4];
    assert_eq!(answer["raw"], "2026-03-21");
    assert_eq!(answer["latest"], "2026-03-26");
    assert_eq!(answer["clause"], "145 ¶5(1)");
    assert_eq!(terms[0]["drives"], true);
    assert_eq!(shown["history"][0]["event"], "received");
    let acts = shown["acts"].as_array().unwrap();
    let act = |id: &str| acts.iter().find(|act| act["id"] == id).unwrap();
    assert_eq!(act("accept")["allowed"], true);
    assert_eq!(act("accept")["refusal"], Value::Null);
    assert_eq!(act("forward")["allowed"], true);
    assert_eq!(act("clarify")["refusal"]["code"], "not-yet-accepted");
}

#[test]
fn a_request_of_another_year_shows_its_year() {
    let (portal, desk) = signed_in();
    let number = portal.receive("Сұрақ");
    desk.json(["sync"]).exits(0);
    let show = ["--lang", "ru", "show", number.as_str()];
    let same = desk.run(show).exits(0).out;
    assert!(!same.contains("03.2026"), "{same}");
    portal.clock("2027-01-12T05:00:00Z");
    sign_in(&desk, &portal, "aigul");
    desk.json(["sync"]).exits(0);
    let then = desk.run(show).exits(0).out;
    // The receipt, the registration and the first line of the history.
    assert!(then.matches(".03.2026 ").count() >= 3, "{then}");
}

#[test]
fn nothing_personal_is_printed_unasked() {
    let (portal, desk) = signed_in();
    let number = portal.receive(&format!("Менің ЖСН {IIN}, тел. {PHONE}, пошта {EMAIL}."));
    desk.json(["sync"]).exits(0);
    for args in [vec!["show", &number], vec!["list"], vec!["why", &number]] {
        for out in [desk.run(&args).exits(0), desk.json(&args).exits(0)] {
            for secret in [IIN, PHONE, EMAIL, ADDRESS, "Есімов"] {
                assert!(!out.out.contains(secret), "{secret}: {}", out.out);
                assert!(!out.err.contains(secret), "{secret}: {}", out.err);
            }
        }
    }
}

#[test]
fn revealing_needs_a_reason_and_a_store_that_can_keep_it() {
    let (portal, desk) = signed_in();
    let number = portal.receive("Сұрақ");
    desk.json(["sync"]).exits(0);
    let blank = desk.json(["show", &number, "--reveal", " "]).exits(2);
    assert_eq!(blank.error_code(), "bad-input");
    let read_only = ["--read-only", "show", &number, "--reveal", "шағым"];
    assert_eq!(desk.json(read_only).exits(3).error_code(), "read-only");
    let shown = desk
        .json(["show", &number, "--reveal", "шағымды тексеру"])
        .exits(0);
    assert_eq!(shown.object()["requester"]["iin"], IIN);
}

#[test]
fn why_tells_the_ledger_of_each_clock_or_of_one_rule() {
    let (portal, desk) = signed_in();
    let number = portal.receive("Сұрақ");
    desk.json(["sync"]).exits(0);
    assert_eq!(desk.json(["why", &number]).exits(0).objects().len(), 5);
    let forward = desk.json(["why", &number, "--rule", "forward"]).exits(0);
    let forward = forward.object();
    assert_eq!(forward["latest"], "2026-03-12");
    let counted = forward["ledger"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["counted"] == true)
        .count();
    assert_eq!(counted, 3);
    let text = desk.run(["--lang", "kk", "why", &number]).exits(0).out;
    assert!(text.contains("145 ¶4(3)"), "{text}");
    let unknown = desk.json(["why", &number, "--rule", "nonsense"]).exits(2);
    assert_eq!(unknown.error_code(), "usage");
    for rule in ["rating", "question", "access", "training"] {
        let termless = desk.json(["why", &number, "--rule", rule]).exits(2);
        assert_eq!(termless.error_code(), "rule-has-no-term", "{rule}");
    }
    let topic = desk.json(["why", &number, "--rule", "topic"]).exits(3);
    assert_eq!(topic.error_code(), "rule-not-in-force");
}

#[test]
fn an_item_that_is_not_there_is_not_found() {
    let (_portal, desk) = signed_in();
    desk.json(["sync"]).exits(0);
    for args in [["show", "999999"], ["why", "999999"]] {
        assert_eq!(desk.json(args).exits(1).error_code(), "not-found");
    }
}

#[test]
fn support_sees_states_and_no_people() {
    let desk = Desk::with_vault();
    let portal = TestPortal::at(desk.dir.path(), MORNING);
    let number = portal.receive("Құпия мәтін");
    sign_in(&desk, &portal, "support");
    desk.json(["sync"]).exits(0);
    let shown = desk
        .json(["show", &number, "--reveal", "байланыс тексеру"])
        .exits(0);
    assert!(
        !shown.out.contains(IIN) && !shown.out.contains("Құпия"),
        "{}",
        shown.out
    );
    let refused = desk.json(["act", "accept", &number]).exits(3);
    assert_eq!(refused.error_code(), "role-may-not");
}

#[test]
fn logging_out_keeps_the_replica_and_the_passphrase() {
    let (portal, desk) = signed_in();
    portal.receive("Сұрақ");
    desk.json(["sync"]).exits(0);
    let told = desk.json(["logout"]).exits(0).object();
    assert_eq!(told["signed_out"], true);
    assert_eq!(desk.json(["list"]).exits(0).objects().len(), 1);
    assert_eq!(desk.json(["sync"]).exits(1).error_code(), "signed-out");
    assert_eq!(desk.json(["logout"]).exits(0).object()["signed_out"], false);
    assert!(!PASSPHRASE.is_empty());
}

/// Tuesday 10 March 2026 becomes free against Saturday 14 March.
pub const MOVED_DAY: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260310\r\n\
    X-AWP-DAY:moved-off\r\nX-AWP-ACT:Order No. 1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n\
    DTSTART;VALUE=DATE:20260314\r\nX-AWP-DAY:moved-work\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn a_day_moved_at_a_serving_portal_moves_the_terms_with_the_next_exchange() {
    let (portal, desk) = signed_in();
    let number = portal.receive("Кезек туралы мәлімет беріңіз.");
    let synced = || desk.json(["sync"]).exits(0).object()["moved"].clone();
    let due = || desk.json(["list"]).exits(0).objects()[0]["due"].clone();
    assert_eq!((synced(), due()), (json!(0), json!("2026-03-10")));

    let file = desk.file("moved.ics", MOVED_DAY);
    let database = format!("sqlite:{}", desk.dir.path().join("portal.db").display());
    let apply = ["portal", "rules", "apply", &file, "--by", "operator"];
    let out = desk.json(apply.into_iter().chain(["--database", &database]));
    assert_eq!(out.exits(0).objects().last().unwrap()["moved"], 1);

    assert_eq!((synced(), due()), (json!(1), json!("2026-03-11")));
    let why = desk.run(["--lang", "en", "why", &number, "--rule", "return"]);
    let told = why.exits(0).out;
    assert!(
        told.contains("moved from") && told.contains("Order No. 1"),
        "{told}"
    );
}
