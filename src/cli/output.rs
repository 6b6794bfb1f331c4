//! Standard output and error of the commands, and the errors they end with.
//!
//! The one room that prints. A reader that went away ends the command quietly.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::json;

/// How a command ended; the numbers are a contract with scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// It failed for a technical reason.
    Failure = 1,
    /// The words of the call are wrong.
    Usage = 2,
    /// The rules or the role say no.
    Refused = 3,
    /// The item changed on the portal.
    Conflict = 4,
    /// The portal is out of reach; the act is queued.
    Unreachable = 5,
    /// Wrong passphrase or damaged store.
    Store = 6,
    /// SIGHUP.
    Hangup = 129,
    /// SIGINT.
    Interrupted = 130,
    /// SIGTERM.
    Terminated = 143,
}

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CliError {
    /// The exit code.
    pub exit: Exit,
    /// A kebab-case code for scripts.
    pub code: String,
    /// What happened and where, in the user's language.
    pub message: String,
    /// What to do now.
    pub hint: Option<String>,
}

impl CliError {
    /// An error without a hint.
    #[must_use]
    pub fn new(exit: Exit, code: &str, message: impl Into<String>) -> Self {
        Self {
            exit,
            code: code.to_owned(),
            message: message.into(),
            hint: None,
        }
    }

    /// An end that needs no words, such as one by a signal.
    #[must_use]
    pub fn quiet(exit: Exit) -> Self {
        Self::new(exit, "ended", "")
    }

    /// The same error with what to do now.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The error as the object of `--json`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        json!({ "code": self.code, "message": self.message, "hint": self.hint })
    }
}

/// Where a command prints; clones share the same streams.
#[derive(Clone)]
pub struct Output {
    streams: Arc<Mutex<Streams>>,
}

struct Streams {
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
    terminal: bool,
    closed: bool,
}

impl Output {
    /// The streams of the process.
    #[must_use]
    pub fn stdio() -> Self {
        let terminal = io::stdout().is_terminal();
        let out = Box::new(io::BufWriter::new(io::stdout()));
        Self::new(out, Box::new(io::stderr()), terminal)
    }

    /// Streams of a test.
    #[must_use]
    pub fn new(out: Box<dyn Write + Send>, err: Box<dyn Write + Send>, terminal: bool) -> Self {
        Self {
            streams: Arc::new(Mutex::new(Streams {
                out,
                err,
                terminal,
                closed: false,
            })),
        }
    }

    /// Whether standard output is a terminal.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        self.with(|streams| streams.terminal)
    }

    /// Prints one line.
    pub fn line(&self, text: &str) {
        self.with(|streams| streams.print(text));
    }

    /// Hands a document to the reader as it is.
    pub fn bytes(&self, bytes: &[u8]) {
        self.with(|streams| {
            if !streams.closed && streams.out.write_all(bytes).is_err() {
                streams.closed = true;
            }
        });
    }

    /// Prints one object on one line.
    pub fn json(&self, value: &impl Serialize) {
        let text = serde_json::to_string(value).unwrap_or_else(|error| error.to_string());
        self.line(&text);
    }

    /// Prints one line to standard error.
    pub fn note(&self, text: &str) {
        self.with(|streams| {
            // Nobody is left to be told when standard error is closed too.
            let _ = writeln!(streams.err, "{text}");
        });
    }

    /// Hands what was printed to the reader now.
    pub fn flush(&self) {
        self.with(Streams::flush);
    }

    /// Whether the reader went away; long output stops early.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.with(|streams| streams.closed)
    }

    /// Prints what `--help` and `--version` ask for.
    #[must_use]
    pub fn answer(&self, text: &str) -> ExitCode {
        self.line(text.trim_end());
        self.flush();
        ExitCode::SUCCESS
    }

    /// Flushes, tells the error if there is one, and gives the exit code.
    #[must_use]
    pub fn finish(&mut self, result: Result<(), CliError>, json: bool) -> ExitCode {
        self.flush();
        let Err(error) = result else {
            return ExitCode::SUCCESS;
        };
        if error.message.is_empty() {
            // Whoever sent the signal knows.
        } else if json {
            self.note(&json!({ "error": error.to_json() }).to_string());
        } else {
            self.note(&error.message);
            if let Some(hint) = &error.hint {
                self.note(hint);
            }
        }
        ExitCode::from(error.exit as u8)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Streams) -> T) -> T {
        act(&mut self.streams.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Streams {
    fn print(&mut self, text: &str) {
        if !self.closed && writeln!(self.out, "{text}").is_err() {
            self.closed = true;
        }
    }

    fn flush(&mut self) {
        if !self.closed && self.out.flush().is_err() {
            self.closed = true;
        }
    }
}
