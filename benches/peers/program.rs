//! A program as the measurements see it: how it is started, what its keys are, how its screen is
//! read.

use std::path::Path;
use std::time::Duration;

use portable_pty::CommandBuilder;

use super::pty::{Part, Terminal};
use crate::Outcome;

/// A program that shows a long list.
pub struct Program {
    /// How it is started.
    pub command: CommandBuilder,
    /// Where on the screen its list is.
    pub list: Part,
    /// Where what was found or opened is seen; without clocks and messages.
    pub body: Part,
    /// After so long without a byte it has answered.
    pub quiet: Duration,
    /// What is seen only while the selection is at the top of the whole list.
    pub top: String,
    /// Its keys.
    pub keys: Keys,
    /// How a word is searched.
    pub search: Asking,
    /// What is seen while an answer is on its way; empty where nothing is.
    pub busy: &'static str,
    /// How the list is reduced to the items with a word; `None` where that cannot be done.
    pub filter: Option<Asking>,
}

/// What is typed for what every list can do.
pub struct Keys {
    /// One row down.
    pub down: &'static str,
    /// One row up.
    pub up: &'static str,
    /// A page down.
    pub page: &'static str,
    /// To the first row.
    pub first: &'static str,
    /// To the last row.
    pub last: &'static str,
    /// Opens the selected item.
    pub open: &'static str,
    /// Leaves it.
    pub back: &'static str,
}

/// How a word is asked for.
pub struct Asking {
    /// What is typed before the word.
    pub begin: &'static str,
    /// What is typed behind it; empty where each letter already asks.
    pub end: &'static str,
    /// What leaves the answer.
    pub leave: &'static str,
}

impl Asking {
    /// Whether there is no key behind the word that asks.
    pub fn asks_with_each_letter(&self) -> bool {
        self.end.is_empty()
    }

    /// What is typed for a word: all but the last key, and the key that is answered.
    pub fn keys(&self, word: &str) -> (String, String) {
        let mut lead = format!("{}{word}", self.begin);
        if !self.asks_with_each_letter() {
            return (lead, self.end.to_owned());
        }
        let last = lead.pop().map(String::from);
        (lead, last.unwrap_or_default())
    }
}

impl Program {
    /// Starts it in a terminal.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(&self) -> Outcome<Terminal> {
        Terminal::spawn(self.command.clone())
    }

    /// Types keys and waits until the list is another one and `until` holds.
    ///
    /// # Errors
    /// That did not happen in time.
    pub fn answer(
        &self,
        terminal: &mut Terminal,
        keys: &str,
        until: &dyn Fn(&Terminal) -> bool,
    ) -> Outcome<super::pty::Answer> {
        terminal.answer(keys, self.list, self.quiet, until)
    }

    /// Whether the top of the whole list is seen.
    pub fn at_top(&self, terminal: &Terminal) -> bool {
        terminal.shows(self.list, &self.top)
    }

    /// Whether the answer to a search is seen: the text, and that no other answer is on its way.
    pub fn has_found(&self, terminal: &Terminal, text: &str) -> bool {
        let is_busy = !self.busy.is_empty() && terminal.shows(self.body, self.busy);
        terminal.shows(self.body, text) && !is_busy
    }

    /// Goes to the first row and waits until it is seen and nothing moves.
    ///
    /// # Errors
    /// That did not happen in time.
    pub fn go_to_top(&self, terminal: &mut Terminal) -> Outcome<()> {
        let is_top = |terminal: &Terminal| self.at_top(terminal);
        terminal.bring(self.keys.first, self.list, self.quiet, &is_top)?;
        self.rest(terminal)
    }

    /// Waits until the program is quiet.
    ///
    /// # Errors
    /// It ended.
    pub fn rest(&self, terminal: &mut Terminal) -> Outcome<()> {
        while terminal.settle(self.quiet)?.0 > 0 {}
        Ok(())
    }
}

/// A command with nothing of the user's environment but the way to programs.
pub fn command(program: &Path, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("HOME", home);
    for (name, folder) in [
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_RUNTIME_DIR", ".run"),
    ] {
        command.env(name, home.join(folder));
    }
    command.cwd(home);
    command
}
