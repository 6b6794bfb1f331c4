//! A demonstration without a screen, kept in a folder: a portal that serves, a filled replica.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A serving demonstration; it ends with the test.
pub struct Kept {
    child: Child,
    _folder: tempfile::TempDir,
    said: Value,
}

impl Kept {
    /// Starts one and waits until it says that it is ready.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_awp"))
            .args([
                "demo",
                "--no-tui",
                "--requests",
                "30",
                "--at",
                "2026-03-19T10:42",
            ])
            .arg("--keep")
            .arg(folder.path().join("demo"))
            .env("LANG", "en_US.UTF-8")
            .env_remove("LC_ALL")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            child,
            _folder: folder,
            said: serde_json::from_str(&line).unwrap(),
        }
    }

    fn path(&self, field: &str) -> PathBuf {
        PathBuf::from(self.said[field].as_str().unwrap())
    }

    /// The data directory of the workstation.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// The file with the passphrase.
    pub fn passphrase(&self) -> PathBuf {
        self.path("passphrase_file")
    }

    /// The file with the password of the account.
    pub fn password(&self) -> PathBuf {
        self.path("password_file")
    }

    /// The address of the portal, `127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        let url = self.said["portal"].as_str().unwrap();
        url.trim_start_matches("http://").to_owned()
    }

    /// The operations of the workstation, as `awp list outbox` tells them.
    pub fn outbox(&self) -> Vec<Value> {
        let listed = Command::new(env!("CARGO_BIN_EXE_awp"))
            .args(["--json", "list", "outbox", "--data"])
            .arg(self.data())
            .arg("--passphrase-file")
            .arg(self.passphrase())
            .output()
            .unwrap();
        let lines = String::from_utf8(listed.stdout).unwrap();
        let ops = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        ops.collect()
    }

    /// Sends a signal to the command.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Waits for the end of the command; its exit code, `None` if a signal killed it.
    pub fn end(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the portal's database says about a request: its state and how often it was accepted.
pub fn at_the_portal(database: &Path, number: &str) -> (String, usize) {
    events_at_the_portal(database, number, "accepted")
}

/// The same for another event.
pub fn events_at_the_portal(database: &Path, number: &str, event: &str) -> (String, usize) {
    #[expect(
        clippy::disallowed_methods,
        reason = "the first database of this process, without a cipher"
    )]
    let connection = rusqlite::Connection::open(database).unwrap();
    let body: String = connection
        .query_row(
            "SELECT body FROM entities WHERE kind = 'request' AND id = ?1",
            [number],
            |row| row.get(0),
        )
        .unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    let history = body["history"].as_array().unwrap();
    let accepted = history
        .iter()
        .filter(|entry| entry["event"] == event)
        .count();
    (body["state"].as_str().unwrap().to_owned(), accepted)
}
