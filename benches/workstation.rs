//! How fast the workstation is with a large replica, measured from outside on the real program.
//!
//! A portal is filled and served, a workstation signs in and syncs, then runs in a terminal of
//! 120×40 that stamps every byte. Figures are printed beside their limits; nothing fails here,
//! because a busy machine is no fault of the program. `AWP_BENCH_REQUESTS` sets the size.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a bench prints, stops at the first surprise and waits by the clock"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const AWP: &str = env!("CARGO_BIN_EXE_awp");
const HOLDER_HINT: &str = "holder";

fn main() {
    // `cargo bench` says so; a test runner that lists or runs all targets does not.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let requests: u32 = std::env::var("AWP_BENCH_REQUESTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    println!("{requests} requests, terminal 120x40\n");
    println!("{:<44} {:>12}   limit", "figure", "measured");
    let place = Place::fill(folder.path(), requests);
    let mut terminal = Terminal::open(&place);
    start(&terminal, &place);
    moves(&mut terminal);
    pages(&mut terminal);
    memory(&terminal);
    idle(&terminal);
    terminal.key("\u{1b}[21~");
}

fn row(figure: &str, measured: &str, limit: &str) {
    println!("{figure:<44} {measured:>12}   {limit}");
}

/// A served portal and a workstation that has synced with it.
struct Place {
    portal: Child,
    data: PathBuf,
    passphrase: PathBuf,
}

impl Place {
    fn fill(folder: &Path, requests: u32) -> Self {
        let secret = |name: &str| {
            let path = folder.join(name);
            fs::write(&path, format!("{name} of the bench\n")).unwrap();
            path
        };
        let (password, passphrase) = (secret("password"), secret("passphrase"));
        let database = format!("sqlite:{}", folder.join("portal.db").display());
        let begin = Instant::now();
        let count = requests.to_string();
        let seeded = awp(&[
            "portal",
            "seed",
            "--database",
            &database,
            "--seed",
            "1",
            "--requests",
            &count,
            "--json",
        ]);
        row("seed", &seconds(begin.elapsed()), "");
        let holder = holder_of(&seeded);
        awp(&[
            "portal",
            "user",
            "add",
            "bench",
            "--role",
            "administrator",
            "--holder",
            &holder,
            "--password-file",
            password.to_str().unwrap(),
            "--database",
            &database,
        ]);
        let (portal, url) = serve(&database);
        let data = folder.join("data");
        let common = [
            "--data",
            data.to_str().unwrap(),
            "--passphrase-file",
            passphrase.to_str().unwrap(),
        ];
        let login = [
            "login",
            "--portal",
            &url,
            "--user",
            "bench",
            "--password-file",
            password.to_str().unwrap(),
        ];
        awp(&[&common[..], &login[..]].concat());
        let begin = Instant::now();
        awp(&[&common[..], &["sync", "--json"]].concat());
        row(
            "first sync, with sign-on of the vault",
            &seconds(begin.elapsed()),
            "<= 30 s",
        );
        Self {
            portal,
            data,
            passphrase,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // The bench is over: a portal that is gone already needs no end.
        let _ = self.portal.kill();
        let _ = self.portal.wait();
    }
}

fn awp(arguments: &[&str]) -> String {
    let output = Command::new(AWP)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "awp {arguments:?}: {}",
        output.status
    );
    String::from_utf8(output.stdout).unwrap()
}

fn holder_of(seeded: &str) -> String {
    let line = seeded.lines().last().unwrap();
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    value[HOLDER_HINT].as_str().unwrap().to_owned()
}

fn serve(database: &str) -> (Child, String) {
    let mut portal = Command::new(AWP)
        .args([
            "portal",
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            database,
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(portal.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    (portal, ready["listening"].as_str().unwrap().to_owned())
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// The workstation in a terminal; a thread stamps each chunk of its output.
struct Terminal {
    writer: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    pid: u32,
    _master: Box<dyn portable_pty::MasterPty + Send>,
    _child: Box<dyn portable_pty::Child + Send + Sync>,
}

impl Terminal {
    fn open(place: &Place) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: 40,
                cols: 120,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let mut command = CommandBuilder::new(AWP);
        command.args(["--lang", "kk", "--keyboard", "us", "--data"]);
        command.arg(&place.data);
        command.arg("--passphrase-file");
        command.arg(&place.passphrase);
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0_u8; 65_536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if send
                    .send((Instant::now(), buffer[..read].to_vec()))
                    .is_err()
                {
                    break;
                }
            }
        });
        Self {
            writer: pair.master.take_writer().unwrap(),
            chunks,
            pid: child.process_id().unwrap(),
            _master: pair.master,
            _child: child,
        }
    }

    fn key(&mut self, bytes: &str) {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Everything that comes until nothing comes for `quiet`; when the last byte came.
    fn settle(&self, quiet: Duration, most: Duration) -> (Option<Instant>, usize) {
        let end = Instant::now() + most;
        let (mut last, mut bytes) = (None, 0);
        while Instant::now() < end {
            match self.chunks.recv_timeout(quiet) {
                Ok((at, chunk)) => {
                    last = Some(at);
                    bytes += chunk.len();
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        (last, bytes)
    }

    /// Types keys one by one; for each the time to its frame and the bytes of the frame.
    fn latency(&mut self, key: &str, times: usize, quiet: Duration) -> (Vec<Duration>, Vec<usize>) {
        let (mut spans, mut sizes) = (Vec::new(), Vec::new());
        for _ in 0..times {
            let begin = Instant::now();
            self.key(key);
            let (last, bytes) = self.settle(quiet, Duration::from_secs(2));
            if let Some(last) = last {
                spans.push(last - begin);
                sizes.push(bytes);
            }
            self.settle(Duration::from_millis(200), Duration::from_secs(2));
        }
        spans.sort();
        sizes.sort_unstable();
        (spans, sizes)
    }
}

fn at<T: Copy>(sorted: &[T], share: f64) -> T {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index"
    )]
    let index = ((sorted.len() - 1) as f64 * share).round() as usize;
    sorted[index]
}

fn start(terminal: &Terminal, place: &Place) {
    let (_, bytes) = terminal.settle(Duration::from_millis(1_500), Duration::from_secs(20));
    row("bytes of the first screens", &bytes.to_string(), "");
    let log = fs::read_to_string(place.data.join("awp.log")).unwrap_or_default();
    let after = log.lines().rev().find_map(|line| {
        let (_, tail) = line.split_once("first useful frame ms=")?;
        tail.split_whitespace().next().map(str::to_owned)
    });
    row(
        "first useful screen after the key is open",
        &format!("{} ms", after.unwrap_or_default()),
        "<= 150 ms",
    );
}

fn moves(terminal: &mut Terminal) {
    let quiet = Duration::from_millis(60);
    let (mut spans, mut sizes) = (Vec::new(), Vec::new());
    for _ in 0..50 {
        for key in ["j", "k"] {
            let (span, size) = terminal.latency(key, 1, quiet);
            spans.extend(span);
            sizes.extend(size);
        }
    }
    spans.sort();
    sizes.sort_unstable();
    row("move in the list, p50", &millis(at(&spans, 0.5)), "");
    row(
        "move in the list, p99",
        &millis(at(&spans, 0.99)),
        "<= 5 ms",
    );
    row(
        "move in the list, bytes p50",
        &at(&sizes, 0.5).to_string(),
        "<= 250",
    );
    row(
        "move in the list, bytes most",
        &at(&sizes, 1.0).to_string(),
        "<= 250",
    );
    let (spans, sizes) = terminal.latency("j", 100, quiet);
    row(
        "move down 100 rows, p99",
        &millis(at(&spans, 0.99)),
        "<= 5 ms",
    );
    row(
        "move that scrolls the list, bytes most",
        &at(&sizes, 1.0).to_string(),
        "",
    );
}

fn pages(terminal: &mut Terminal) {
    let quiet = Duration::from_millis(60);
    let (pages, sizes) = terminal.latency("\u{1b}[6~", 200, quiet);
    row("page down, p50", &millis(at(&pages, 0.5)), "");
    row("page down, p99", &millis(at(&pages, 0.99)), "<= 5 ms");
    row("page down, bytes p50", &at(&sizes, 0.5).to_string(), "");
    let (ends, _) = terminal.latency("\u{1b}[F", 1, quiet);
    row("jump to the end", &millis(at(&ends, 0.5)), "");
    let (homes, _) = terminal.latency("\u{1b}[H", 1, quiet);
    row("jump to the start", &millis(at(&homes, 0.5)), "");
}

fn memory(terminal: &Terminal) {
    let field = |file: &str, name: &str| {
        let text = fs::read_to_string(format!("/proc/{}/{file}", terminal.pid)).unwrap_or_default();
        text.lines()
            .find_map(|line| {
                line.strip_prefix(name)?
                    .split_whitespace()
                    .next()?
                    .parse::<f64>()
                    .ok()
            })
            .unwrap_or_default()
            / 1024.0
    };
    row(
        "memory, steady (PSS)",
        &format!("{:.0} MB", field("smaps_rollup", "Pss:")),
        "<= 100 MB",
    );
    row(
        "memory, peak (the passphrase)",
        &format!("{:.0} MB", field("status", "VmHWM:")),
        "",
    );
}

fn switches(pid: u32) -> u64 {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else {
        return 0;
    };
    tasks
        .filter_map(|task| fs::read_to_string(task.ok()?.path().join("status")).ok())
        .filter_map(|status| {
            let line = status
                .lines()
                .find(|line| line.starts_with("voluntary_ctxt"))?;
            line.split_whitespace().last()?.parse::<u64>().ok()
        })
        .sum()
}

fn idle(terminal: &Terminal) {
    terminal.settle(Duration::from_secs(2), Duration::from_secs(10));
    let before = switches(terminal.pid);
    let minute = Duration::from_mins(1);
    let end = Instant::now() + minute;
    let (mut bytes, mut chunks) = (0, 0);
    while let Some(left) = end.checked_duration_since(Instant::now()) {
        if let Ok((_, chunk)) = terminal.chunks.recv_timeout(left) {
            bytes += chunk.len();
            chunks += 1;
        }
    }
    let woken = switches(terminal.pid).saturating_sub(before);
    row(
        "an idle minute: bytes",
        &bytes.to_string(),
        "the clock's (<= 45)",
    );
    row("an idle minute: writes", &chunks.to_string(), "1");
    row(
        "an idle minute: wake-ups of all threads",
        &woken.to_string(),
        "the clock's",
    );
}
