//! The outbox by file: decided without a link, carried to the portal, receipts carried back.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::desk::{Desk, Out, bare, called};
use crate::portal::TestPortal;
use crate::queue::{MOVED_DAY, sign_in, signed_in};

/// The moment of the tests' portal, as its own commands are told it.
const AT: &str = "2026-03-06T10:00";

struct Way {
    portal: TestPortal,
    desk: Desk,
    numbers: Vec<String>,
}

impl Way {
    /// Three requests at a desk, and the link is gone.
    fn without_link() -> Self {
        let (mut portal, desk) = signed_in();
        let texts = ["Бірінші сұрақ", "Екінші сұрақ", "Үшінші сұрақ"];
        let numbers = texts.map(|text| portal.receive(text)).to_vec();
        desk.json(["sync"]).exits(0);
        portal.stop();
        Self {
            portal,
            desk,
            numbers,
        }
    }

    fn decided() -> Self {
        let way = Self::without_link();
        for number in &way.numbers {
            way.desk.json(["act", "accept", number]).exits(5);
        }
        way
    }

    fn path(&self, name: &str) -> String {
        self.desk.dir.path().join(name).display().to_string()
    }

    fn export(&self, name: &str) -> Value {
        let words = ["outbox", "export", &self.path(name)];
        self.desk.json(words).exits(0).object()
    }

    fn import(&self, name: &str) -> Vec<Value> {
        let words = ["outbox", "receipts", &self.path(name)];
        self.desk.json(words).exits(0).objects()
    }

    fn import_in_words(&self, name: &str) -> String {
        let words = ["--lang", "en", "outbox", "receipts", &self.path(name)];
        self.desk.run(words).exits(0).out
    }

    /// The portal's own command, beside its database.
    fn at_the_portal(&self, package: &str, receipts: &str) -> Out {
        let database = format!("sqlite:{}", self.path("portal.db"));
        let mut command = bare(self.desk.dir.path());
        command
            .args(["portal", "package", &self.path(package), "--json"])
            .args(["--out", &self.path(receipts), "--at", AT])
            .args(["--database", &database]);
        called(&mut command)
    }

    /// Another computer that has a link and nothing else.
    fn relay(&self, package: &str, receipts: &str) -> Out {
        let elsewhere = Desk::empty();
        let url = self.portal.url();
        let words = ["outbox", "relay", &self.path(package), "--portal", &url];
        let out = ["--out", &self.path(receipts)];
        let mut command = elsewhere.command();
        command.args(words).args(out).arg("--json");
        let told = called(&mut command);
        assert!(!elsewhere.data().exists(), "it made a store");
        told
    }

    fn states(&self) -> Vec<String> {
        let rows = self.desk.json(["list", "outbox"]).exits(0).objects();
        rows.iter()
            .map(|row| row["state"].as_str().unwrap().to_owned())
            .collect()
    }

    /// What happened to a request, as another desk sees it.
    fn events(&self, number: &str) -> Vec<String> {
        let other = Desk::with_vault();
        sign_in(&other, &self.portal, "aigul");
        other.json(["sync"]).exits(0);
        let shown = other.json(["show", number]).exits(0).object();
        let history = shown["history"].as_array().unwrap().iter();
        history
            .map(|entry| entry["event"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The link comes back: everything is as if there had always been one.
    fn converges(&mut self) {
        self.portal.start();
        let report = self.desk.json(["sync"]).exits(0).object();
        assert_eq!(report["pushed"], 0, "{report}");
        assert!(self.states().is_empty());
        for number in self.numbers.clone() {
            let shown = self.desk.json(["show", &number]).exits(0).object();
            assert_eq!(shown["state"], "consideration");
            assert_eq!(shown["pending"], false);
            assert_eq!(self.events(&number), ["received", "accepted"]);
        }
    }
}

fn verdicts(objects: &[Value]) -> Vec<&str> {
    let verdicts = objects.iter().map(|object| object["verdict"].as_str());
    verdicts.map(Option::unwrap).collect()
}

#[test]
fn three_acts_go_to_the_portal_and_back_without_a_link() {
    let mut way = Way::decided();
    let made = way.export("outbox.awp");
    assert_eq!((&made["ops"], &made["held"]), (&3.into(), &0.into()));
    assert_eq!(way.states(), ["sending"; 3]);
    let judged = way.at_the_portal("outbox.awp", "receipts.awp");
    assert_eq!(judged.exits(0).object()["verdicts"]["applied"], 3);
    let taken = way.import("receipts.awp");
    assert_eq!(verdicts(&taken), ["applied"; 3]);
    assert_eq!(taken[0]["number"], way.numbers[0].as_str());
    assert!(taken[0]["receipt"]["code"].is_string());
    assert_eq!(way.states(), ["applied"; 3]);
    way.converges();
}

#[test]
fn another_computer_hands_a_package_over_and_brings_the_receipts() {
    let mut way = Way::decided();
    way.export("outbox.awp");
    let told = way.relay("outbox.awp", "receipts.awp").exits(5);
    assert_eq!(told.error_code(), "unreachable");
    way.portal.start();
    way.relay("outbox.awp", "receipts.awp").exits(0);
    way.portal.stop();
    assert_eq!(verdicts(&way.import("receipts.awp")), ["applied"; 3]);
    way.converges();
}

#[test]
fn the_same_package_twice_is_applied_once() {
    let mut way = Way::decided();
    way.export("outbox.awp");
    way.at_the_portal("outbox.awp", "first.awp").exits(0);
    let again = way.at_the_portal("outbox.awp", "second.awp").exits(0);
    assert_eq!(again.object()["verdicts"]["same"], 3);
    assert_eq!(verdicts(&way.import("second.awp")), ["same"; 3]);
    way.import("first.awp");
    assert_eq!(way.states(), ["applied"; 3]);
    way.converges();
}

#[test]
fn a_package_and_the_link_do_nothing_twice() {
    let mut way = Way::decided();
    way.export("outbox.awp");
    way.at_the_portal("outbox.awp", "receipts.awp").exits(0);
    // The link is back before the receipts are.
    way.portal.start();
    let sent = way.desk.json(["sync"]).exits(0).object();
    assert_eq!(sent["verdicts"]["same"], 3, "{sent}");
    way.import("receipts.awp");
    way.portal.stop();
    way.converges();
}

#[test]
fn the_link_and_then_the_package_do_nothing_twice() {
    let mut way = Way::decided();
    way.export("outbox.awp");
    way.portal.start();
    let sent = way.desk.json(["sync"]).exits(0).object();
    assert_eq!(sent["verdicts"]["applied"], 3, "{sent}");
    way.portal.stop();
    let late = way.at_the_portal("outbox.awp", "receipts.awp").exits(0);
    assert_eq!(late.object()["verdicts"]["same"], 3);
    way.import("receipts.awp");
    way.converges();
}

#[test]
fn receipts_of_another_workstation_are_refused() {
    let mut way = Way::decided();
    way.portal.start();
    let other = Desk::with_vault();
    sign_in(&other, &way.portal, "head");
    way.portal.stop();
    way.export("outbox.awp");
    way.at_the_portal("outbox.awp", "receipts.awp").exits(0);
    let receipts = way.path("receipts.awp");
    let refused = other.json(["outbox", "receipts", &receipts]).exits(1);
    assert_eq!(refused.error_code(), "package-not-for-us");
    assert!(refused.error()["hint"].is_string());
}

#[test]
fn a_conflict_comes_home_in_the_receipts() {
    let mut way = Way::decided();
    way.portal.start();
    let other = Desk::with_vault();
    way.portal.administrator("zhanar");
    sign_in(&other, &way.portal, "zhanar");
    other.json(["sync"]).exits(0);
    other.json(["act", "accept", &way.numbers[1]]).exits(0);
    way.portal.stop();
    way.export("outbox.awp");
    way.at_the_portal("outbox.awp", "receipts.awp").exits(0);
    let taken = way.import("receipts.awp");
    assert_eq!(verdicts(&taken), ["applied", "conflict", "applied"]);
    let rows = way.desk.json(["list", "conflicts"]).exits(0).objects();
    assert_eq!(rows.len(), 1, "{rows:?}");
}

#[test]
fn newer_rules_come_with_the_receipts_and_the_next_package_is_applied() {
    let mut way = Way::decided();
    // It waits behind the first one, of which alone the portal speaks.
    let text = way.desk.file("text.txt", "Мекенжайыңызды нақтылаңыз.");
    let clarify = ["act", "clarify", &way.numbers[0], "--text", &text];
    way.desk.json(clarify).exits(5);
    let calendar = way.desk.file("moved.ics", MOVED_DAY);
    let database = format!("sqlite:{}", way.path("portal.db"));
    let apply = ["portal", "rules", "apply", &calendar, "--by", "operator"];
    let apply = apply.into_iter().chain(["--database", &database]);
    way.desk.json(apply).exits(0);
    way.export("outbox.awp");
    way.at_the_portal("outbox.awp", "receipts.awp").exits(0);
    let told = way.import_in_words("receipts.awp");
    assert!(told.contains("made again under them: 4;"), "{told}");
    let rows = way.desk.json(["list"]).exits(0).objects();
    assert_eq!(rows.len(), 3, "{rows:?}");
    // The same receipts again change nothing.
    let again = way.import("receipts.awp");
    assert_eq!(verdicts(&again), ["retry", "retry", "retry", "blocked"]);
    assert!(again.iter().all(|one| one["decided_again"] == false));
    assert_eq!(way.states(), ["sending"; 4]);
    assert_eq!(way.export("second.awp")["ops"], 4);
    way.at_the_portal("second.awp", "applied.awp").exits(0);
    assert_eq!(verdicts(&way.import("applied.awp")), ["applied"; 4]);
    way.portal.start();
    assert_eq!(way.desk.json(["sync"]).exits(0).object()["pushed"], 0);
    assert!(way.states().is_empty());
    let clarified = ["received", "accepted", "clarified"];
    assert_eq!(way.events(&way.numbers[0]), clarified);
}

#[test]
fn an_exported_act_cannot_be_recalled() {
    let way = Way::decided();
    way.export("outbox.awp");
    let refused = way.desk.json(["act", "recall", &way.numbers[0]]).exits(3);
    assert_eq!(refused.error_code(), "already-sent");
}

#[test]
fn an_act_in_its_recall_window_goes_only_with_now() {
    let way = Way::without_link();
    let number = way.numbers[0].as_str();
    way.desk.json(["act", "accept", number, "--hold"]).exits(0);
    let words = ["outbox", "export", &way.path("outbox.awp")];
    let refused = way.desk.json(words).exits(1);
    assert_eq!(refused.error_code(), "outbox-empty");
    let words = ["outbox", "export", &way.path("outbox.awp"), "--now"];
    assert_eq!(way.desk.json(words).exits(0).object()["ops"], 1);
}

#[test]
fn a_package_is_for_its_owner_only_tells_nothing_and_is_never_written_over() {
    let way = Way::decided();
    way.export("outbox.awp");
    let path = way.path("outbox.awp");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    for told in ["aigul", "accept", way.numbers[0].as_str()] {
        assert!(!text.contains(told), "{told}");
    }
    let refused = way.desk.json(["outbox", "export", &path]).exits(1);
    assert_eq!(refused.error_code(), "file-exists");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn nothing_becomes_beyond_recall_for_a_file_that_cannot_be_written() {
    let way = Way::decided();
    let nowhere = way.path("none/outbox.awp");
    let refused = way.desk.json(["outbox", "export", &nowhere]).exits(1);
    assert_eq!(refused.error_code(), "not-written");
    way.desk.json(["act", "recall", &way.numbers[0]]).exits(0);
}

#[test]
fn the_portal_tells_what_is_wrong_with_a_file() {
    let way = Way::decided();
    way.export("outbox.awp");
    let package = std::fs::read(way.path("outbox.awp")).unwrap();
    way.desk.file("cut.awp", &package[..package.len() / 2]);
    way.desk.file("note.awp", "Сәлем");
    for (file, code) in [
        ("cut.awp", "package-cut-short"),
        ("note.awp", "not-a-package"),
        ("none.awp", "bad-input"),
    ] {
        let refused = way.at_the_portal(file, "receipts.awp").exits(1);
        assert_eq!(refused.error_code(), code);
        let error = refused.error();
        assert!(error["message"].as_str().unwrap().contains(file), "{error}");
        assert!(error["hint"].is_string(), "{error}");
    }
    assert!(!std::path::Path::new(&way.path("receipts.awp")).exists());
}

#[test]
fn a_relay_sends_no_file_that_is_no_package() {
    let way = Way::decided();
    way.desk.file("note.awp", "Сәлем");
    // The portal is away: nothing is asked of it.
    let refused = way.relay("note.awp", "receipts.awp").exits(1);
    assert_eq!(refused.error_code(), "not-a-package");
}

#[test]
fn a_revoked_session_ends_the_package_at_the_portal_and_by_relay() {
    let mut way = Way::decided();
    way.export("outbox.awp");
    let database = format!("sqlite:{}", way.path("portal.db"));
    let mut revoke = bare(way.desk.dir.path());
    revoke.args([
        "portal",
        "token",
        "revoke",
        "aigul",
        "--database",
        &database,
    ]);
    called(&mut revoke).exits(0);
    let refused = way.at_the_portal("outbox.awp", "receipts.awp").exits(3);
    assert_eq!(refused.error_code(), "package-session-ended");
    way.portal.start();
    let refused = way.relay("outbox.awp", "receipts.awp").exits(3);
    assert_eq!(refused.error_code(), "package-session-ended");
}

#[test]
fn the_receipts_are_told_in_words() {
    let way = Way::decided();
    way.export("outbox.awp");
    way.at_the_portal("outbox.awp", "receipts.awp").exits(0);
    let told = way.import_in_words("receipts.awp");
    assert!(told.contains(&way.numbers[2]), "{told}");
    assert!(told.contains("Receipts taken in: 3."), "{told}");
}
