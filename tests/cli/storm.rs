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
const ACTS: usize = 12;

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
    /// On a port that is free: one that a dead node has left may be taken by then.
    fn start(dir: &Path, database: &str) -> Self {
        let mut child = bare(dir)
            .args(["portal", "serve", "--listen", "127.0.0.1:0", "--at", AT])
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
        let _ = pause.recv_timeout(Duration::from_millis(5));
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

/// What became of acts.
#[derive(Debug, Default)]
struct Acts {
    /// Said to wait in the outbox.
    waiting: usize,
    /// The workstation was killed between its decision and the end of the exchange.
    killed: usize,
}

impl Acts {
    fn of(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Self::default(), |sum, one| Self {
            waiting: sum.waiting + one.waiting,
            killed: sum.killed + one.killed,
        })
    }

    /// Some did not come through, some did, and workstations died over decisions they kept.
    fn felt_it(&self) {
        let waited = 0 < self.waiting && self.waiting < 2 * ACTS;
        assert!(waited && self.killed > 0, "{self:?}");
    }
}

/// Accepts one after the other; acts that do not come through stay in the outbox. Every third
/// time the workstation is killed while it acts, sooner or later, and its user looks what it
/// has kept.
fn accepts(desk: &Desk, numbers: &[String], done: &AtomicUsize) -> Acts {
    let mut acts = Acts::default();
    for (n, number) in (0..).zip(numbers) {
        let dies = n % 3 == 1;
        let had_ended = dies && has_ended_when_killed(desk, number, n);
        let is_kept = dies && is_decided(desk, number);
        acts.killed += usize::from(is_kept && !had_ended);
        if !is_kept {
            let out = desk.json(["act", "accept", number]);
            acts.waiting += usize::from(out.code == 5);
            let said = format!("{}: {}\n{}", out.code, out.out, out.err);
            assert!(matches!(out.code, 0 | 5), "{said}");
        }
        done.fetch_add(1, Ordering::Relaxed);
    }
    acts
}

/// Begins to accept a request and kills the workstation: before the store has written anything,
/// or so many moments after; whether it had ended by itself.
fn has_ended_when_killed(desk: &Desk, number: &str, moments: u32) -> bool {
    let mut acting = begun(desk, number);
    let mut is_over = || acting.try_wait().unwrap().is_some();
    if moments > 1 {
        let wal = desk.data().join("replica.db-wal");
        let length = || std::fs::metadata(&wal).map_or(0, |file| file.len());
        let before = length();
        until("something written", || length() != before || is_over());
    }
    let (_never, pause) = mpsc::channel::<()>();
    let _ = pause.recv_timeout(Duration::from_millis(4) * moments);
    let had_ended = is_over();
    acting.kill().unwrap();
    acting.wait().unwrap();
    had_ended
}

/// A workstation that accepts a request.
fn begun(desk: &Desk, number: &str) -> Child {
    let mut acting = desk.command();
    acting
        .arg("--passphrase-file")
        .arg(desk.dir.path().join("passphrase"))
        .args(["act", "accept", number])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Whether a decision on a request is in the outbox, or was there and is done.
fn is_decided(desk: &Desk, number: &str) -> bool {
    let shown = desk.json(["show", number]).exits(0).object();
    let waits = desk.json(["list", "outbox"]).exits(0).out.contains(number);
    waits || shown["state"] != "new"
}

/// Other workstations that act all the while, as fast as they can: more than there is time for
/// before the last kill, and no longer than a minute.
struct Load(Option<Child>);

impl Load {
    fn begin(dir: &Path, database: &str, proxy: &Proxy) -> Self {
        let url = proxy.url();
        let load = bare(dir)
            .args(["portal", "load", "--portal", &url, "--database", database])
            .args(["--workstations", "4", "--acts", "2500", "--intake", "0"])
            .args(["--seconds", "60"])
            .args(["--yes-this-is-a-test-portal", "--json"])
            .stdout(Stdio::piped())
            .spawn();
        Self(Some(load.unwrap()))
    }

    /// It acts still.
    fn goes_on(&mut self) {
        let ended = self.0.as_mut().unwrap().try_wait().unwrap();
        assert!(ended.is_none(), "the load was over too soon: {ended:?}");
    }

    /// Everything it did is there once, and it has felt what happened.
    fn ends_soundly(mut self) {
        let done = self.0.take().unwrap().wait_with_output().unwrap();
        let told: Value = serde_json::from_slice(&done.stdout).unwrap();
        let counts = ["lost", "doubled", "refused"].map(|count| told[count].as_u64());
        assert_eq!(counts, [Some(0); 3], "{told}");
        for felt in ["acts", "failures"] {
            assert!(told[felt].as_u64() > Some(0), "{told}");
        }
        assert!(done.status.success());
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        if let Some(load) = &mut self.0 {
            let _ = load.kill();
            let _ = load.wait();
        }
    }
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
    let mut node = Node::start(dir.path(), &database);
    let [proxy, steady] = [20_260_319, 0].map(|seed| Proxy::before(&node.url, seed));
    let desks = [signed_in(&proxy), signed_in(&proxy)];
    let numbers = open_requests(&desks[0], 2 * ACTS);
    let done = AtomicUsize::new(0);
    proxy.faulty(true);
    let mut load = Load::begin(dir.path(), &database, &steady);
    let acts = thread::scope(|scope| {
        let halves = desks.iter().zip(numbers.chunks(ACTS));
        let acting: Vec<_> = halves
            .map(|(desk, half)| scope.spawn(|| accepts(desk, half, &done)))
            .collect();
        for kills in 1..=3 {
            until("acts", || done.load(Ordering::Relaxed) >= kills * ACTS / 2);
            load.goes_on();
            node.kill();
            node = Node::start(dir.path(), &database);
            proxy.turn_to(&node.url);
            steady.turn_to(&node.url);
        }
        Acts::of(acting.into_iter().map(|one| one.join().unwrap()))
    });
    acts.felt_it();
    proxy.faulty(false);
    desks.iter().for_each(settles);
    each_is_accepted_once(&proxy, &numbers);
    load.ends_soundly();
}

#[test]
fn a_workstation_killed_between_its_decision_and_the_exchange_decided_once() {
    let dir = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", dir.path().join("portal.db").display());
    seeded(dir.path(), &database);
    let node = Node::start(dir.path(), &database);
    let proxy = Proxy::before(&node.url, 1);
    let desk = signed_in(&proxy);
    let numbers = open_requests(&desk, 3);
    for number in &numbers {
        proxy.swallowing(true);
        let mut acting = begun(&desk, number);
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

/// A PostgreSQL of one test, which the test may kill.
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

    /// SIGKILL; its children follow it, and it is started again as soon as they let go.
    fn kill(&self) {
        let dir = self
            .settings
            .split_whitespace()
            .find_map(|word| word.strip_prefix("host="));
        let data = format!("{}/data", dir.unwrap());
        let script = "bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1); as=; \
            if [ \"$(id -u)\" = 0 ]; then \
            as='setpriv --reuid=postgres --regid=postgres --clear-groups'; fi; cd /; \
            $as \"$bin/pg_ctl\" -D \"$0\" -w -l \"$0/log\" start";
        let pid = std::fs::read_to_string(format!("{data}/postmaster.pid")).unwrap();
        let mut kill = Command::new("kill");
        kill.args(["-9", pid.lines().next().unwrap()]);
        assert!(kill.status().unwrap().success());
        until("the server again", || {
            let mut start = Command::new("bash");
            start.args(["-c", script, &data]);
            start.stdout(Stdio::null()).stderr(Stdio::null());
            start.status().unwrap().success()
        });
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.script.stdin.take());
        let _ = self.script.wait();
    }
}

#[test]
fn two_nodes_lose_nothing_while_one_is_killed_and_then_the_database_on_postgres() {
    let dir: TempDir = tempfile::tempdir().unwrap();
    let server = Server::start();
    let database = server.database();
    seeded(dir.path(), &database);
    let mut one = Node::start(dir.path(), &database);
    let other = Node::start(dir.path(), &database);
    let steady = Proxy::before(&one.url, 0);
    let proxies = [Proxy::before(&one.url, 5), Proxy::before(&other.url, 6)];
    let desks = [signed_in(&proxies[0]), signed_in(&proxies[1])];
    let numbers = open_requests(&desks[0], 2 * ACTS);
    let done = AtomicUsize::new(0);
    for proxy in &proxies {
        proxy.faulty(true);
    }
    let mut load = Load::begin(dir.path(), &database, &steady);
    let acts = thread::scope(|scope| {
        let halves = desks.iter().zip(numbers.chunks(ACTS));
        let acting: Vec<_> = halves
            .map(|(desk, half)| scope.spawn(|| accepts(desk, half, &done)))
            .collect();
        until("acts", || done.load(Ordering::Relaxed) >= ACTS / 2);
        load.goes_on();
        one.kill();
        proxies[0].turn_to(&other.url);
        steady.turn_to(&other.url);
        until("more acts", || done.load(Ordering::Relaxed) >= ACTS);
        load.goes_on();
        server.kill();
        Acts::of(acting.into_iter().map(|one| one.join().unwrap()))
    });
    acts.felt_it();
    for proxy in &proxies {
        proxy.faulty(false);
    }
    desks.iter().for_each(settles);
    each_is_accepted_once(&proxies[1], &numbers);
    load.ends_soundly();
}
