//! The workstation: its portal, its replica, its keys, its screen.
//!
//! A portal of its own is filled and served on the loopback, a workstation signs in and syncs.
//! The rare words of [`super::data`] come into the portal by an import beside the seeded requests.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::data::{BEHIND, Data};
use super::program::{Asking, Keys, Program, command};
use super::pty::{COLUMNS, Part, ROWS, Terminal};
use crate::Outcome;

/// A frame is over after so long without a byte; the detail follows the selection later.
const QUIET: Duration = Duration::from_millis(40);

/// The list beside the detail: both have a frame, which holds the place in the list below.
const LIST: Part = Part {
    top: 2,
    rows: 36,
    left: 0,
    columns: COLUMNS / 2,
};

/// All but the header, where a clock is, and the messages.
const BODY: Part = Part {
    top: 1,
    rows: ROWS - 3,
    left: 0,
    columns: COLUMNS,
};

/// The frame over the detail, which holds the number of the item.
const TITLE: Part = Part {
    top: 2,
    rows: 1,
    left: COLUMNS / 2,
    columns: COLUMNS / 2,
};

/// A workstation that has synced with its portal, and the portal.
pub struct Station {
    /// How it is measured.
    pub program: Program,
    /// The replica.
    pub data: PathBuf,
    /// For each word for filtering how many items have it.
    pub matches: Vec<u32>,
    portal: Child,
}

impl Station {
    /// Fills and serves a portal, signs in and syncs.
    ///
    /// # Errors
    /// One of the commands failed.
    pub fn make(binary: &Path, data: &Data<'_>) -> Outcome<Self> {
        let home = data.home("awp")?;
        let awp = Awp {
            binary,
            home: &home,
        };
        let place = data.once("workstation", |place| awp.fill(place, data))?;
        let (portal, url) = awp.serve(&place)?;
        let replica = place.join("replica");
        let station = Self {
            program: program(awp.on(&place)),
            data: replica,
            matches: data.matches(),
            portal,
        };
        let password = place.join("password");
        let password = password.to_str().ok_or("a path that is no text")?;
        let login = [
            "login",
            "--portal",
            &url,
            "--user",
            "bench",
            "--password-file",
            password,
        ];
        run(awp.workstation(&place).args(login))?;
        run(awp.workstation(&place).args(["sync", "--json"]))?;
        Ok(station)
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        // The bench is over: a portal that is gone already needs no end.
        let _ = self.portal.kill();
        let _ = self.portal.wait();
    }
}

/// The binary with a home of its own.
struct Awp<'a> {
    binary: &'a Path,
    home: &'a Path,
}

impl Awp<'_> {
    /// A command of the program, with nothing of the user's environment.
    fn command(&self) -> Command {
        let mut command = Command::new(self.binary);
        command
            .env_clear()
            .env("HOME", self.home)
            .env("LANG", "C.UTF-8");
        command
    }

    /// A command on the replica.
    fn workstation(&self, place: &Path) -> Command {
        let mut command = self.command();
        command.args(options(place));
        command
    }

    /// The workstation in a terminal.
    fn on(&self, place: &Path) -> portable_pty::CommandBuilder {
        let mut workstation = command(self.binary, self.home);
        workstation.args(["--lang", "kk", "--keyboard", "us"]);
        workstation.args(options(place));
        workstation
    }

    /// A portal with its requests and an account, and the secrets.
    fn fill(&self, place: &Path, data: &Data<'_>) -> Outcome<()> {
        for secret in ["password", "passphrase"] {
            fs::write(place.join(secret), format!("{secret} of the bench\n"))?;
        }
        fs::write(place.join("config.toml"), "")?;
        let database = database(place);
        let rare: Vec<u32> = (1..=data.items)
            .filter(|item| data.rare(*item).is_some())
            .collect();
        let seeded = usize::try_from(data.items)?
            .saturating_sub(rare.len())
            .to_string();
        let seed = [
            "portal",
            "seed",
            "--seed",
            "1",
            "--requests",
            &seeded,
            "--json",
        ];
        let told = run(self.command().args(seed).args(["--database", &database]))?;
        let told: Value = serde_json::from_str(told.lines().last().unwrap_or_default())?;
        let holder = told
            .get("holder")
            .and_then(Value::as_str)
            .ok_or("no holder")?;
        let file = place.join("rare.ndjson");
        write_requests(&file, holder, data, &rare)?;
        let told = run(self
            .command()
            .args(["portal", "import", "--database", &database])
            .arg(&file))?;
        let told: Value = serde_json::from_str(told.lines().last().unwrap_or_default())?;
        if told.get("accepted").and_then(Value::as_u64) != u64::try_from(rare.len()).ok() {
            return Err(format!("the import took {told} of {}", rare.len()).into());
        }
        let user = [
            "portal",
            "user",
            "add",
            "bench",
            "--role",
            "administrator",
            "--holder",
            holder,
        ];
        let password = place.join("password");
        run(self
            .command()
            .args(user)
            .args(["--database", &database, "--password-file"])
            .arg(password))?;
        Ok(())
    }

    /// Serves the portal; its process and its address.
    fn serve(&self, place: &Path) -> Outcome<(Child, String)> {
        let serve = ["portal", "serve", "--listen", "127.0.0.1:0", "--database"];
        let mut portal = self
            .command()
            .args(serve)
            .arg(database(place))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let told = portal.stdout.take().ok_or("a portal without output")?;
        let mut line = String::new();
        BufReader::new(told).read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line)?;
        let url = told
            .get("listening")
            .and_then(Value::as_str)
            .ok_or("no address")?;
        Ok((portal, url.to_owned()))
    }
}

/// Runs a command to its end; what it printed.
fn run(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(format!("{command:?}: {}", output.status).into())
    }
}

fn database(place: &Path) -> String {
    format!("sqlite:{}", place.join("portal.db").display())
}

fn options(place: &Path) -> [std::ffi::OsString; 6] {
    [
        "--data".into(),
        place.join("replica").into(),
        "--config".into(),
        place.join("config.toml").into(),
        "--passphrase-file".into(),
        place.join("passphrase").into(),
    ]
}

/// The requests with rare words, all of them open.
fn write_requests(file: &Path, holder: &str, data: &Data<'_>, rare: &[u32]) -> Outcome<()> {
    let received = Timestamp::now().checked_sub((10 * 24).hours())?;
    let mut file = BufWriter::new(File::create(file)?);
    for item in rare {
        let word = data.rare(*item).unwrap_or_default();
        let request = json!({
            "received_at": received.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "holder": holder,
            "category": "mortgage",
            "text": format!("{word} {BEHIND}: {}", data.title(*item)),
            "name": "Есенова Айгүл",
            "iin": "900101300017",
            "signature": "eds",
        });
        writeln!(file, "{request}")?;
    }
    file.flush()?;
    Ok(())
}

fn program(command: portable_pty::CommandBuilder) -> Program {
    Program {
        command,
        list: LIST,
        body: BODY,
        quiet: QUIET,
        // The place in the list, in its frame.
        top: "─ 1 /".to_owned(),
        keys: Keys {
            down: "j",
            up: "k",
            page: "\u{1b}[6~",
            first: "\u{1b}[H",
            last: "\u{1b}[F",
            open: "\r",
            back: "\u{1b}",
        },
        // Each letter asks.
        search: Asking {
            begin: "S",
            end: "",
            leave: "\u{1b}",
        },
        busy: "Жүктелуде…",
        filter: Some(Asking {
            begin: "/",
            end: "\r",
            leave: "\u{1b}",
        }),
    }
}

/// The key of the list of requests.
pub const REQUESTS: &str = "2";

/// The file that is opened once the key of the replica is unwrapped.
pub const REPLICA: &str = "replica.db";

/// How many items the list has.
pub fn length(terminal: &Terminal) -> Option<u64> {
    let foot = terminal.rows(LIST).pop()?;
    let total = foot.rsplit('/').next()?;
    let digits: String = total.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The number of the selected item.
pub fn selected(terminal: &Terminal) -> Option<String> {
    let rows = terminal.rows(LIST);
    let row = rows.iter().find_map(|row| row.strip_prefix("│▸"))?;
    let number = row.trim_start_matches(|sign: char| !sign.is_ascii_digit());
    number.split_whitespace().next().map(str::to_owned)
}

/// Whether the item of a number is shown.
pub fn is_open(terminal: &Terminal, number: &str) -> bool {
    terminal.shows(TITLE, &format!("№ {number} ·"))
}

/// Whether the list has been reduced to so many items.
pub fn is_filtered(terminal: &Terminal, count: u32) -> bool {
    terminal.shows(LIST, &format!("─ 1 / {count} ─"))
}
