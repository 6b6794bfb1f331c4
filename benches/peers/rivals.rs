//! neomutt, aerc and tig: their settings, their keys, their screens.
//!
//! The settings are the programs' own but for what a long list needs: the newest on top, neomutt
//! scrolling by rows and with its cache of headers, nothing asked at the end.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use super::data::Data;
use super::program::{Asking, Keys, Program, command};
use super::pty::{COLUMNS, Part, ROWS};
use crate::Outcome;

/// A frame is over after so long without a byte.
const QUIET: Duration = Duration::from_millis(40);
/// aerc draws rows before it has read their mails.
const QUIET_OF_AERC: Duration = Duration::from_millis(150);

/// Width of the folders beside the list of aerc.
const FOLDERS: u16 = 20;

/// Whole rows of the screen.
const fn rows(top: u16, rows: u16) -> Part {
    Part {
        top,
        rows,
        left: 0,
        columns: COLUMNS,
    }
}

/// neomutt on the mails, its cache of headers filled by a first start.
///
/// # Errors
/// The mails cannot be made or the first start fails.
pub fn neomutt(data: &Data<'_>) -> Outcome<Program> {
    let mails = data.mails()?;
    let home = data.home("neomutt")?;
    let cache = home.join("cache");
    fs::create_dir(&cache)?;
    let settings = home.join("neomuttrc");
    fs::write(
        &settings,
        format!(
            "set folder = '{mails}'\nset spool_file = '{mails}/INBOX'\nset mbox_type = Maildir\n\
             set header_cache = '{cache}'\nset sort = reverse-date\nset menu_scroll\n\
             set quit = yes\nset move = no\nset sleep_time = 0\nset wait_key = no\nset beep = no\n",
            mails = mails.display(),
            cache = cache.display(),
        ),
    )?;
    let mut command = command(Path::new("neomutt"), &home);
    command.args(["-n", "-R", "-F"]);
    command.arg(&settings);
    let program = Program {
        command,
        list: rows(1, ROWS - 3),
        body: rows(1, ROWS - 3),
        quiet: QUIET,
        top: data.newest(),
        keys: Keys {
            down: "j",
            up: "k",
            page: "\u{1b}[6~",
            first: "=",
            last: "*",
            open: "\r",
            back: "q",
        },
        // The line may hold what was asked last: Ctrl+U empties it.
        search: Asking {
            begin: "/\u{15}",
            end: "\r",
            leave: "",
        },
        busy: "",
        filter: Some(Asking {
            begin: "l\u{15}",
            end: "\r",
            leave: "l\u{15}all\r",
        }),
    };
    let mut first = program.start()?;
    first.ready(program.list, QUIET, &|terminal| program.at_top(terminal))?;
    first.leave("q")?;
    Ok(program)
}

/// aerc on the mails.
///
/// # Errors
/// The mails or the settings cannot be made.
pub fn aerc(data: &Data<'_>) -> Outcome<Program> {
    let mails = data.mails()?;
    let home = data.home("aerc")?;
    let settings = home.join(".config/aerc");
    fs::create_dir_all(&settings)?;
    let accounts = settings.join("accounts.conf");
    fs::write(
        &accounts,
        format!(
            "[bench]\nsource = maildir://{}\ndefault = INBOX\nfrom = Bench <bench@mail.example>\n",
            mails.display()
        ),
    )?;
    // Others than the owner must not read it, or aerc does not start.
    fs::set_permissions(&accounts, Permissions::from_mode(0o600))?;
    Ok(Program {
        command: command(Path::new("aerc"), &home),
        list: Part {
            left: FOLDERS,
            columns: COLUMNS - FOLDERS,
            ..rows(1, ROWS - 2)
        },
        body: rows(1, ROWS - 2),
        quiet: QUIET_OF_AERC,
        top: data.newest(),
        keys: Keys {
            down: "j",
            up: "k",
            page: "\u{1b}[6~",
            first: "g",
            last: "G",
            open: "\r",
            back: "q",
        },
        search: Asking {
            begin: "/",
            end: "\r",
            leave: "\u{1b}",
        },
        busy: "",
        filter: Some(Asking {
            begin: "\\",
            end: "\r",
            leave: ":clear\r",
        }),
    })
}

/// tig on the history.
///
/// # Errors
/// The history cannot be made.
pub fn tig(data: &Data<'_>) -> Outcome<Program> {
    let repository = data.repository()?;
    let home = data.home("tig")?;
    let mut command = command(Path::new("tig"), &home);
    command.env("GIT_CONFIG_NOSYSTEM", "1");
    command.cwd(&repository);
    Ok(Program {
        command,
        list: rows(0, ROWS - 2),
        body: rows(0, ROWS - 2),
        quiet: QUIET,
        top: data.newest(),
        keys: Keys {
            down: "j",
            up: "k",
            page: "\u{1b}[6~",
            first: "\u{1b}[H",
            last: "\u{1b}[F",
            open: "\r",
            back: "q",
        },
        search: Asking {
            begin: "/",
            end: "\r",
            leave: "",
        },
        busy: "",
        filter: None,
    })
}
