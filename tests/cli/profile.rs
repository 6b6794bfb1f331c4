//! The profile of the holder by commands: shown, printed, changed with a look ahead.

use serde_json::{Value, json};

use crate::desk::{Desk, Out};
use crate::portal::{BIN, TestPortal};
use crate::queue::{sign_in, signed_in};

/// Counted from the day of the start on, every term of working days ends a day earlier.
const STRICTER: &str = "[switches]\nday_counting = \"from-start\"\n";

/// A signed-in desk whose portal has one request, and the number of that.
fn with_request() -> (TestPortal, Desk, String) {
    let (portal, desk) = signed_in();
    let number = portal.receive("Кезектегі орнымды білгім келеді");
    desk.json(["sync"]).exits(0);
    (portal, desk, number)
}

fn apply(desk: &Desk, content: &str, more: &[&str]) -> Out {
    let file = desk.file("profile.toml", content);
    let words = ["profile", "apply", &file];
    desk.json(words.into_iter().chain(more.iter().copied()))
}

fn due(desk: &Desk, number: &str) -> Value {
    let rows = desk.json(["list"]).exits(0).objects();
    let row = rows.into_iter().find(|row| row["number"] == *number);
    row.unwrap()["due"].clone()
}

fn shown(desk: &Desk) -> Value {
    desk.json(["profile", "show"]).exits(0).object()
}

#[test]
fn a_printed_profile_is_read_back_and_changes_nothing() {
    let (_portal, desk) = signed_in();
    let printed = desk.run(["profile", "print"]).exits(0).out;
    let told = apply(&desk, &printed, &[]).exits(0).object();
    assert_eq!(
        (&told["applied"], &told["changed"]),
        (&json!(false), &json!([]))
    );
}

#[test]
fn a_dry_run_names_what_would_move_and_leaves_everything() {
    let (_portal, desk, number) = with_request();
    let before = shown(&desk);
    let told = apply(&desk, STRICTER, &["--dry-run"]).exits(0).objects();
    let (sum, moved) = told.split_last().unwrap();
    assert!(moved.iter().any(|one| {
        one["number"] == *number && one["old"] == "2026-03-10" && one["new"] == "2026-03-06"
    }));
    assert_eq!((&sum["applied"], &sum["moved"]), (&json!(false), &json!(1)));
    assert_eq!(shown(&desk), before);
    assert_eq!(due(&desk, &number), "2026-03-10");
}

#[test]
fn an_applied_change_moves_the_terms_in_the_list_and_is_told_by_whom() {
    let (_portal, desk, number) = with_request();
    let told = apply(&desk, STRICTER, &[]).exits(0).objects();
    assert_eq!(told.last().unwrap()["applied"], true);
    assert_eq!(due(&desk, &number), "2026-03-06");
    let view = shown(&desk);
    assert_eq!(view["profile"]["switches"]["day_counting"], "from-start");
    assert_eq!(view["last"]["by"], "aigul");
}

#[test]
fn a_value_that_cannot_be_is_refused_with_its_field_and_the_remedy() {
    let (_portal, desk) = signed_in();
    let before = shown(&desk);
    let out = apply(
        &desk,
        "state_share = 101\ndraft_days = 40\n",
        &["--lang", "en"],
    )
    .exits(3);
    assert_eq!(out.error_code(), "validation");
    let message = out.error()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("State share: give a share from 0 to 100"),
        "{message}"
    );
    assert!(message.contains("0 to 10 working days"), "{message}");
    assert_eq!(shown(&desk), before);
}

#[test]
fn a_file_with_an_unknown_name_is_refused_before_anything_is_sent() {
    let (_portal, desk) = signed_in();
    for content in ["shares = 4\n", "kind = \"XX\"\n", "state_share = \n"] {
        let out = apply(&desk, content, &[]).exits(1);
        assert_eq!(out.error_code(), "bad-input", "{content}");
    }
}

#[test]
fn a_role_that_may_not_is_refused() {
    let (portal, _) = signed_in();
    let desk = Desk::with_vault();
    sign_in(&desk, &portal, "support");
    assert_eq!(
        apply(&desk, STRICTER, &[]).exits(3).error_code(),
        "role-may-not"
    );
}

#[test]
fn a_file_printed_before_somebody_elses_change_is_a_conflict() {
    let (portal, desk) = signed_in();
    let printed = desk.run(["profile", "print"]).exits(0).out;
    let other = Desk::with_vault();
    sign_in(&other, &portal, "head");
    apply(&other, "draft_days = 3\n", &[]).exits(0);
    let edited = printed.replace("draft_days = 2", "draft_days = 4");
    for more in [&["--dry-run"][..], &[]] {
        let out = apply(&desk, &edited, more).exits(4);
        assert_eq!(out.error_code(), "profile-changed");
    }
    assert_eq!(shown(&desk)["profile"]["draft_days"], 3);
}

#[test]
fn without_the_portal_nothing_is_queued() {
    let (mut portal, desk) = signed_in();
    portal.stop();
    let out = apply(&desk, "draft_days = 3\n", &[]).exits(5);
    assert_eq!(out.error_code(), "unreachable");
    portal.start();
    desk.json(["sync"]).exits(0);
    assert_eq!(shown(&desk)["profile"]["draft_days"], 2);
}

#[test]
fn who_changed_the_profile_and_what_moved_is_listed_at_the_portal() {
    let (portal, desk) = signed_in();
    let database = format!("sqlite:{}", desk.dir.path().join("portal.db").display());
    let log = ["portal", "holder", "log", BIN, "--database", &database];
    assert!(desk.json(log).exits(0).objects().is_empty());
    portal.receive("Кезектегі орнымды білгім келеді");
    apply(&desk, STRICTER, &[]).exits(0);
    let record = desk.json(log).exits(0).object();
    assert_eq!(
        (&record["by"], &record["moved"]),
        (&"aigul".into(), &1.into())
    );
    let line = desk.run(log).exits(0).out;
    assert!(line.contains("aigul"), "{line}");
}
