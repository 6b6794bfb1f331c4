//! A desk: a directory of its own, and the real binary called in it.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use awp::store::{KdfParams, OpenMode, Store, Vault};
use serde_json::Value;
use tempfile::TempDir;

/// The passphrase of every store of the tests.
pub const PASSPHRASE: &str = "құпия сөз 2026";

/// What a call gave.
#[derive(Debug)]
#[expect(
    clippy::struct_field_names,
    reason = "`out` is standard output, as `err` is standard error"
)]
pub struct Out {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Out {
    /// The same, if the exit code is the expected one.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    /// The one object on standard output.
    #[track_caller]
    pub fn object(&self) -> Value {
        let lines = self.objects();
        assert_eq!(lines.len(), 1, "{}", self.out);
        lines.into_iter().next().unwrap()
    }

    /// The objects on standard output, one a line.
    #[track_caller]
    pub fn objects(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
            })
            .collect()
    }

    /// The error on standard error.
    #[track_caller]
    pub fn error(&self) -> Value {
        let line = self.err.lines().last().unwrap_or_default();
        let error: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {}", self.err));
        error["error"].clone()
    }

    /// The code of the error on standard error.
    #[track_caller]
    pub fn error_code(&self) -> String {
        self.error()["code"].as_str().unwrap().to_owned()
    }
}

/// A directory with a data directory, a passphrase file and nothing of the user's profile.
pub struct Desk {
    pub dir: TempDir,
}

impl Desk {
    /// A desk without a store.
    pub fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
        Self { dir }
    }

    /// A desk with a vault whose passphrase is cheap to try; the store is made by `login`.
    pub fn with_vault() -> Self {
        let desk = Self::empty();
        Vault::at(&desk.data())
            .create(&PASSPHRASE.into(), KdfParams::TINY)
            .unwrap();
        desk
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// The store of the desk, opened beside the commands.
    pub fn store(&self) -> Store {
        let key = Vault::at(&self.data()).unlock(&PASSPHRASE.into()).unwrap();
        Store::open(&self.data(), &key, OpenMode::Read).unwrap()
    }

    /// A file of the desk.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.dir.path().join(name);
        fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// The binary with the options of the desk.
    pub fn command(&self) -> Command {
        let mut command = bare(self.dir.path());
        command
            .arg("--data")
            .arg(self.data())
            .arg("--config")
            .arg(self.config());
        command
    }

    /// The configuration file, made empty when it is first asked for.
    pub fn config(&self) -> PathBuf {
        let path = self.dir.path().join("config.toml");
        if !path.exists() {
            fs::write(&path, "").unwrap();
        }
        path
    }

    /// Calls the binary with the passphrase in a file.
    pub fn run<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I) -> Out {
        let mut command = self.command();
        command
            .arg("--passphrase-file")
            .arg(self.dir.path().join("passphrase"))
            .args(args);
        called(&mut command)
    }

    /// Calls the binary, reads one line of its output and closes the pipe; gives the line, the
    /// exit code and what was said on standard error.
    pub fn head<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> (String, i32, String) {
        let mut child = self
            .command()
            .arg("--passphrase-file")
            .arg(self.dir.path().join("passphrase"))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let done = child.wait_with_output().unwrap();
        let err = String::from_utf8(done.stderr).unwrap();
        (line, done.status.code().unwrap_or(-1), err)
    }

    /// Calls the binary for JSON.
    pub fn json<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I) -> Out {
        let args: Vec<S> = args.into_iter().collect();
        let args = args.iter().map(AsRef::as_ref);
        self.run(args.chain([OsStr::new("--json")]))
    }
}

/// The binary with an environment of its own.
pub fn bare(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_awp"));
    command
        .env_clear()
        .env("HOME", home)
        .env("PATH", "/usr/bin:/bin")
        .env("LANG", "en_GB.UTF-8")
        .env("TERM", "xterm-256color")
        .stdin(Stdio::null());
    command
}

/// Runs a call to its end.
pub fn called(command: &mut Command) -> Out {
    let done = command.output().unwrap();
    Out {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}
