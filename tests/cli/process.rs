//! The workstation's commands against the portal's own commands: two real processes.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::desk::{Desk, Out, bare, called};
use crate::portal::PASSWORD;

const AT: &str = "2026-03-19T10:42";

/// A portal process on a database of its own.
struct Process {
    dir: TempDir,
    child: Child,
    url: String,
}

impl Process {
    fn seeded(requests: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let told = portal(&dir)
            .args(["seed", "--seed", "7", "--at", AT, "--json", "--requests"])
            .arg(requests.to_string())
            .args(["--database", &database(&dir)])
            .output()
            .unwrap();
        let told: Value = serde_json::from_slice(&told.stdout).unwrap();
        let holder = told["holder"].as_str().unwrap();
        std::fs::write(dir.path().join("password"), PASSWORD).unwrap();
        let mut add = portal(&dir);
        add.args(["user", "add", "aigul", "--role", "administrator"])
            .args(["--holder", holder, "--database", &database(&dir)])
            .arg("--password-file")
            .arg(dir.path().join("password"));
        called(&mut add).exits(0);
        let (child, url) = serve(&dir, "127.0.0.1:0");
        Self { dir, child, url }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Serves again at the same address.
    fn start(&mut self) {
        let address = self.url.trim_start_matches("http://").to_owned();
        (self.child, self.url) = serve(&self.dir, &address);
    }

    fn desk(&self) -> Desk {
        let desk = Desk::with_vault();
        let password = desk.file("password", PASSWORD);
        let words = ["login", "--portal", &self.url, "--user", "aigul"];
        desk.json(words.into_iter().chain(["--password-file", &password]))
            .exits(0);
        desk.json(["sync"]).exits(0);
        desk
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn portal(dir: &TempDir) -> Command {
    let mut command = bare(dir.path());
    command.arg("portal");
    command
}

fn database(dir: &TempDir) -> String {
    format!("sqlite:{}", dir.path().join("portal.db").display())
}

fn serve(dir: &TempDir, address: &str) -> (Child, String) {
    let mut child = portal(dir)
        .args(["serve", "--listen", address, "--at", AT, "--json"])
        .args(["--database", &database(dir)])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    let url = told["listening"].as_str().unwrap().to_owned();
    (child, url)
}

#[test]
fn a_seeded_portal_fills_a_list_in_order_of_urgency() {
    let portal = Process::seeded(60);
    let desk = portal.desk();
    let rows = desk.json(["list"]).exits(0).objects();
    assert!(rows.len() > 10, "{}", rows.len());
    // Of one day requests come first, then topics, then conferences, each by number; a circular
    // has no day.
    let kinds = ["", "T-", "K-", "N-"];
    let keys: Vec<(&str, usize, u64)> = rows
        .iter()
        .map(|row| {
            let number = row["number"].as_str().unwrap();
            let digits = number.find(|c: char| c.is_ascii_digit()).unwrap();
            let (kind, serial) = number.split_at(digits);
            let kind = kinds.iter().position(|one| *one == kind).unwrap();
            let serial = serial.split('/').next().unwrap().parse().unwrap();
            (row["due"].as_str().unwrap_or("9999"), kind, serial)
        })
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
    for row in &rows {
        let overdue = row["due"].as_str().is_some_and(|due| due < "2026-03-19");
        assert_eq!(row["overdue"], overdue, "{row}");
        assert_eq!(
            row["remaining"].as_i64().is_some_and(|left| left < 0),
            overdue
        );
    }
    // Every item can be looked at and explained.
    for row in rows.iter().take(5) {
        let number = row["number"].as_str().unwrap();
        let shown = desk.json(["show", number]).exits(0).object();
        assert_eq!(shown["due"], row["due"]);
        desk.json(["why", number]).exits(0);
    }
}

#[test]
fn a_decision_made_while_the_portal_is_dead_arrives_once() {
    let mut portal = Process::seeded(60);
    let desk = portal.desk();
    let open = ["list", "--filter", "state:new -overdue", "--limit", "1"];
    let number = desk.json(open).exits(0).object()["number"].clone();
    let number = number.as_str().unwrap();
    portal.kill();
    desk.json(["act", "accept", number]).exits(5);
    portal.start();
    let sent = desk.json(["sync"]).exits(0).object();
    assert_eq!(sent["verdicts"]["applied"], 1, "{sent}");
    portal.kill();
    portal.start();
    assert_eq!(desk.json(["sync"]).exits(0).object()["pushed"], 0);
    let other = portal.desk();
    let shown = other.json(["show", number]).exits(0).object();
    let accepted = shown["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["event"] == "accepted")
        .count();
    assert_eq!(accepted, 1);
}

const HOLDER: &str = r#"bin = "990240000018"
kind = "QP"
state_share = 40
name = { kk = "«Мұра» АҚ", ru = "АО «Мура»", en = "Mura JSC" }
address = { kk = "Астана, Сарайшық к-сі, 1", ru = "Астана, ул. Сарайшык, 1", en = "Astana" }

[[signatories]]
name = "А. Үлгі"
position = { kk = "Төраға", ru = "Председатель", en = "Chair" }
"#;

fn portal_json(dir: &TempDir, args: &[&str]) -> Out {
    let mut command = portal(dir);
    command
        .args(args)
        .args(["--json", "--lang", "en", "--database", &database(dir)]);
    called(&mut command)
}

#[test]
fn a_portal_is_set_up_from_nothing_by_its_own_commands() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    };
    let holder = write("holder.toml", HOLDER);
    let records = write(
        "requests.csv",
        "received_at,holder,category,text,lang,signature\n\
         2026-03-18T10:00,990240000018,mortgage,Кезек туралы,kk,account\n",
    );
    portal_json(&dir, &["migrate"]).exits(0);
    let refused = portal_json(&dir, &["import", &records]).exits(0);
    assert!(refused.out.contains("unknown-holder"), "{}", refused.out);
    let added = portal_json(&dir, &["holder", "add", &holder]).exits(0);
    assert_eq!(added.object()["takes_requests"], true);
    let taken = portal_json(&dir, &["import", &records]).exits(0);
    assert_eq!(taken.objects().last().unwrap()["accepted"], 1);
}

#[test]
fn a_file_that_is_no_holder_is_refused_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    portal_json(&dir, &["migrate"]).exits(0);
    let mistakes = [
        ("kind = \"QP\"", "kind = \"QX\"", "line 2"),
        ("state_share = 40", "state_share = 101", "state_share"),
        ("bin = \"9902", "bin = \"99O2", "bin"),
        ("kk = \"«Мұра» АҚ\"", "kk = \" \"", "name"),
        ("state_share = 40", "state_share = 40\nshare = 1", "line 4"),
        ("name = \"А. Үлгі\"", "name = \"\"", "signatories"),
    ];
    for (right, wrong, place) in mistakes {
        assert!(HOLDER.contains(right));
        let file = dir.path().join("holder.toml");
        std::fs::write(&file, HOLDER.replacen(right, wrong, 1)).unwrap();
        let told = portal_json(&dir, &["holder", "add", &file.display().to_string()]).exits(1);
        assert_eq!(told.error_code(), "bad-input");
        let error = told.error();
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(place), "{message}");
        assert!(message.contains("holder.toml"), "{message}");
    }
}
