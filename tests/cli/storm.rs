//! Real workstations and real portals while processes are killed and the network fails: whatever
//! was decided is on the portal once, and only once.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::desk::{Desk, bare, called};
use crate::portal::PASSWORD;
use crate::proxy::Proxy;

const AT: &str = "2026-03-19T10:42";

/// How long anything may take.
const DEADLINE: Duration = Duration::from_mins(1);

/// Acts of each workstation.
const ACTS: usize = 8;

/// A database with requests and an administrator.
fn seeded(dir: &Path, database: &str) {
    let mut seed = bare(dir);
    seed.args(["portal", "seed", "--seed", "7", "--at", AT, "--json"])
        .args(["--requests", "300", "--database", database]);
    let told = called(&mut seed).exits(0).object();
    std::fs::write(dir.join("password"), PASSWORD).unwrap();
    let mut add = bare(dir);
    add.args(["portal", "user", "add", "aigul", "--role", "administrator"])
        .args(["--holder", told["holder"].as_str().unwrap()])
        .args(["--database", database, "--password-file"])
        .arg(dir.join("password"));
    called(&mut add).exits(0);
}

/// A portal process; killed when dropped.
struct Node {
    child: Child,
    url: String,
}

impl Node {
    fn start(dir: &Path, database: &str, address: &str) -> Self {
        let mut child = bare(dir)
            .args(["portal", "serve", "--listen", address, "--at", AT])
            .args(["--database", database])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = child.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let url = told["listening"].as_str().unwrap().to_owned();
        Self { child, url }
    }

    /// SIGKILL.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again and again, but not for ever.
fn until(what: &str, mut there: impl FnMut() -> bool) {
    let (_never, pause) = mpsc::channel::<()>();
    let begun = Instant::now();
    while !there() {
        assert!(begun.elapsed() < DEADLINE, "in vain: {what}");
        let _ = pause.recv_timeout(Duration::from_millis(20));
    }
}

fn signed_in(proxy: &Proxy) -> Desk {
    let desk = Desk::with_vault();
    let password = desk.file("password", PASSWORD);
    let url = proxy.url();
    let words = ["login", "--portal", &url, "--user", "aigul"];
    desk.json(words.into_iter().chain(["--password-file", &password]))
        .exits(0);
    desk.json(["sync"]).exits(0);
    desk
}

/// The numbers of new requests, as a workstation sees them.
fn open_requests(desk: &Desk, count: usize) -> Vec<String> {
    let rows = desk
        .json(["list", "--filter", "state:new"])
        .exits(0)
        .objects();
    let requests = rows.iter().filter_map(|row| row["number"].as_str());
    let numbers: Vec<String> = requests
        .filter(|number| number.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
        .take(count)
        .collect();
    assert_eq!(numbers.len(), count, "the seed has too few new requests");
    numbers
}

/// Accepts one after the other; acts that do not come through stay in the outbox. Gives how many
/// were said to wait there.
fn accepts(desk: &Desk, numbers: &[String], done: &AtomicUsize) -> usize {
    let mut waiting = 0;
    for number in numbers {
        let out = desk.json(["act", "accept", number]);
        waiting += usize::from(out.code == 5);
        assert!(
            matches!(out.code, 0 | 5),
            "{}: {}\n{}",
            out.code,
            out.out,
            out.err
        );
        done.fetch_add(1, Ordering::Relaxed);
    }
    waiting
}

/// Exchanges until nothing waits in the outbox.
fn settles(desk: &Desk) {
    until("an empty outbox", || {
        desk.json(["sync"]).code == 0 && desk.json(["list", "outbox"]).exits(0).out.is_empty()
    });
}

/// A workstation that was not there sees each request accepted once.
fn each_is_accepted_once(proxy: &Proxy, numbers: &[String]) {
    let witness = signed_in(proxy);
    for number in numbers {
        let shown = witness.json(["show", number]).exits(0).object();
        let history = shown["history"].as_array().unwrap();
        let accepted = history.iter().filter(|entry| entry["event"] == "accepted");
        assert_eq!(accepted.count(), 1, "{number}: {history:?}");
    }
}

#[test]
fn nothing_is_lost_or_doubled_while_the_portal_is_killed_and_the_network_fails() {
    let dir = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", dir.path().join("portal.db").display());
    seeded(dir.path(), &database);
    let mut node = Node::start(dir.path(), &database, "127.0.0.1:0");
    let address = node.url.trim_start_matches("http://").to_owned();
    let proxy = Proxy::before(&node.url, 20_260_319);
    let desks = [signed_in(&proxy), signed_in(&proxy)];
    let numbers = open_requests(&desks[0], 2 * ACTS);
    let done = AtomicUsize::new(0);
    proxy.faulty(true);
    let waiting: usize = thread::scope(|scope| {
        let halves = desks.iter().zip(numbers.chunks(ACTS));
        let acting: Vec<_> = halves
            .map(|(desk, half)| scope.spawn(|| accepts(desk, half, &done)))
            .collect();
        for kills in 1..=3 {
            until("acts", || done.load(Ordering::Relaxed) >= kills * ACTS / 2);
            node.kill();
            node = Node::start(dir.path(), &database, &address);
        }
        acting.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert!(waiting > 0 && waiting < 2 * ACTS, "{waiting} waited");
    proxy.faulty(false);
    desks.iter().for_each(settles);
    each_is_accepted_once(&proxy, &numbers);
}

#[test]
fn a_workstation_killed_between_its_decision_and_the_exchange_decided_once() {
    let dir = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", dir.path().join("portal.db").display());
    seeded(dir.path(), &database);
    let node = Node::start(dir.path(), &database, "127.0.0.1:0");
    let proxy = Proxy::before(&node.url, 1);
    let desk = signed_in(&proxy);
    let numbers = open_requests(&desk, 3);
    for number in &numbers {
        proxy.swallowing(true);
        let mut acting = desk.command();
        acting
            .arg("--passphrase-file")
            .arg(desk.dir.path().join("passphrase"))
            .args(["act", "accept", number]);
        let mut acting = acting
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        until("the decision in the outbox", || {
            desk.json(["list", "outbox"]).out.contains(number.as_str())
        });
        acting.kill().unwrap();
        acting.wait().unwrap();
        proxy.swallowing(false);
    }
    settles(&desk);
    each_is_accepted_once(&proxy, &numbers);
}

/// A PostgreSQL of one test, which the test may stop.
struct Server {
    script: Child,
    settings: String,
}

impl Server {
    fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/.config/postgres.sh");
        let mut script = Command::new(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = script.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let settings = line.trim().to_owned();
        Self { script, settings }
    }

    fn database(&self) -> String {
        format!("postgres:{}", self.settings)
    }

    /// Ends the server as a crash would, and starts it again with its options.
    fn crash(&self) {
        let dir = self
            .settings
            .split_whitespace()
            .find_map(|word| word.strip_prefix("host="));
        let data = format!("{}/data", dir.unwrap());
        let script = "bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1); as=; \
            if [ \"$(id -u)\" = 0 ]; then \
            as='setpriv --reuid=postgres --regid=postgres --clear-groups'; fi; cd /; \
            $as \"$bin/pg_ctl\" -D \"$0\" -m immediate -w -l \"$0/log\" restart";
        let restarted = Command::new("bash")
            .args(["-c", script, &data])
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(restarted.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.script.stdin.take());
        let _ = self.script.wait();
    }
}

#[test]
fn two_nodes_lose_nothing_while_one_is_killed_and_the_database_crashes_on_postgres() {
    let dir: TempDir = tempfile::tempdir().unwrap();
    let server = Server::start();
    let database = server.database();
    seeded(dir.path(), &database);
    let mut one = Node::start(dir.path(), &database, "127.0.0.1:0");
    let other = Node::start(dir.path(), &database, "127.0.0.1:0");
    let proxies = [Proxy::before(&one.url, 5), Proxy::before(&other.url, 6)];
    let desks = [signed_in(&proxies[0]), signed_in(&proxies[1])];
    let numbers = open_requests(&desks[0], 2 * ACTS);
    let done = AtomicUsize::new(0);
    for proxy in &proxies {
        proxy.faulty(true);
    }
    let waiting: usize = thread::scope(|scope| {
        let halves = desks.iter().zip(numbers.chunks(ACTS));
        let acting: Vec<_> = halves
            .map(|(desk, half)| scope.spawn(|| accepts(desk, half, &done)))
            .collect();
        until("acts", || done.load(Ordering::Relaxed) >= ACTS / 2);
        one.kill();
        proxies[0].turn_to(&other.url);
        until("more acts", || done.load(Ordering::Relaxed) >= ACTS);
        server.crash();
        acting.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert!(waiting > 0 && waiting < 2 * ACTS, "{waiting} waited");
    for proxy in &proxies {
        proxy.faulty(false);
    }
    desks.iter().for_each(settles);
    each_is_accepted_once(&proxies[1], &numbers);
}
