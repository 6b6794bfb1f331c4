//! `awp` without a command: the workstation on this terminal.
//!
//! Opens the store, takes the terminal, runs the loop, gives the terminal back. A second
//! instance looks only; without a network everything works but the exchange.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::runtime::input;
use ratatui::Terminal;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::session::{store_error, unlock};
use super::{CliError, Context, Exit, line_mode};
use crate::app::layout::Layout;
use crate::clock::SystemClock;
use crate::config::SlowLink;
use crate::runtime::event_loop::Ended;
use crate::runtime::frames::{Abilities, Frames};
use crate::runtime::hangup::Watchdog;
use crate::runtime::outside::ExternalEditor;
use crate::runtime::pace::Pace;
use crate::runtime::signals::{LastResort, Listener, Signal};
use crate::runtime::tty::{self, Guard, Stdout, Tty, tell_panics};
use crate::runtime::workstation::{Look, Screens, Workstation};
use crate::runtime::{log, workstation};
use crate::store::{OpenMode, Store};

/// Opens the workstation of the user's profile.
///
/// # Errors
/// There is no terminal, no store, a wrong passphrase, a damaged store; or the end was asked
/// for by a signal, which is the exit code.
pub fn run(cx: &Context) -> Result<(), CliError> {
    if !cx.is_plain() {
        require_terminal(cx)?;
    }
    let key = unlock(cx)?;
    let unlocked = Instant::now();
    let mode = if cx.global.read_only {
        OpenMode::Read
    } else {
        OpenMode::Write
    };
    let store = Store::open(&cx.data(), &key, mode);
    // The key is not needed any more: the connections have it.
    drop(key);
    let store = store.map_err(|error| store_error(cx.texts, &error))?;
    start_log(cx, &cx.data());
    let workstation = Workstation {
        unlocked,
        store,
        folder: cx.data(),
        clock: Arc::new(SystemClock),
        look: look(cx),
        config_file: cx.places.config.clone(),
        config: cx.config.clone(),
        read_only: cx.global.read_only,
        authority: cx.config.portal_ca.clone(),
        portal: None,
    };
    open(cx, workstation)
}

/// The workstation needs a terminal to read keys from and to draw on.
///
/// # Errors
/// One of the two is none.
pub fn require_terminal(cx: &Context) -> Result<(), CliError> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    let message = cx.texts.workstation_no_terminal();
    Err(CliError::new(Exit::Usage, "usage", message).hint(cx.texts.workstation_no_terminal_hint()))
}

/// Look and keys by options, file and environment.
#[must_use]
pub fn look(cx: &Context) -> Look {
    let global = &cx.global;
    Look {
        lang: global.lang,
        default_lang: cx.environment.lang(),
        theme: global.theme.clone(),
        themes: cx
            .places
            .config
            .parent()
            .map(|folder| folder.join("themes")),
        templates: Some(cx.places.templates()),
        keys: Some(cx.places.keys()),
        keyboard: global.keyboard,
        color: global.color,
        ascii: global.ascii,
        slow_link: global.slow_link.then_some(SlowLink::Slow),
        environment: cx.environment.clone(),
    }
}

/// Starts the log; a workstation without one works all the same.
pub fn start_log(cx: &Context, data: &Path) {
    if let Err(error) = log::start(data, cx.environment.log.as_deref()) {
        cx.output
            .note(&format!("{}: {error}", data.join(log::FILE).display()));
    }
}

/// Runs a workstation on this terminal, or line by line, until it ends.
///
/// # Errors
/// It cannot start, the terminal failed, or a signal ended it.
pub fn open(cx: &Context, workstation: Workstation) -> Result<(), CliError> {
    if cx.is_plain() {
        return line_mode::open(cx, workstation);
    }
    let runtime = runtime(cx)?;
    let tty = Tty::enter(device(cx)).map_err(|error| failed(cx, &error))?;
    let guard = Guard::new(tty.clone());
    let last_resort = LastResort::new(tty.clone());
    let (told, signals) = mpsc::unbounded_channel();
    end_on_panic(cx, Some(&tty), told.clone());
    let outside = Outside {
        command: cx.environment.editor.clone(),
        folder: workstation.folder.clone(),
    };
    let grip = Grip {
        tty,
        told,
        signals,
        outside,
    };
    let ended = runtime.block_on(on_terminal(workstation, &last_resort, grip));
    drop(guard);
    // The screen is whole again; what is left to do is bounded.
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    last_resort.disarm();
    result(cx, ended)
}

/// The terminal with its title; nothing of the work stands in it, because it is seen on the
/// screens of others, in lists of windows and in recordings.
fn device(cx: &Context) -> Stdout {
    let title = cx.environment.knows_commands();
    Stdout {
        title: title.then(|| cx.texts.header_title()),
        in_tmux: cx.environment.in_tmux,
    }
}

/// What carries a workstation: the loop here, the rest beside it.
pub(super) fn runtime(cx: &Context) -> Result<Runtime, CliError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("awp-worker")
        .enable_all()
        .build()
        .map_err(|error| failed(cx, &error))
}

/// How a workstation ended, as the end of the command.
pub(super) fn result(
    cx: &Context,
    ended: Result<Ended, Box<dyn std::error::Error>>,
) -> Result<(), CliError> {
    match ended {
        Ok(Ended::Quit) => Ok(()),
        Ok(Ended::Told(exit)) => Err(CliError::quiet(exit)),
        Err(error) => Err(failed(cx, error.as_ref())),
    }
}

/// A panic anywhere ends the program: what the other threads hold is stored first.
pub(super) fn end_on_panic(cx: &Context, tty: Option<&Tty>, told: UnboundedSender<Signal>) {
    let (output, texts) = (cx.output.clone(), cx.texts);
    let log = cx.data().join(log::FILE).display().to_string();
    let tell = move |place: &str| {
        tracing::error!(place, "panic");
        output.note(&texts.workstation_ended_panic(log.clone()));
        // A loop that is gone does not hear it.
        let _ = told.send(Signal::End(Exit::Failure));
    };
    match tty {
        Some(tty) => tty.leave_on_panic(tell),
        None => tell_panics(tell),
    }
}

/// What the terminal is held with.
struct Grip {
    tty: Tty,
    told: UnboundedSender<Signal>,
    signals: UnboundedReceiver<Signal>,
    outside: Outside,
}

/// The editor of the system and where its file lies.
struct Outside {
    command: Option<String>,
    folder: PathBuf,
}

async fn on_terminal(
    workstation: Workstation,
    last_resort: &LastResort,
    grip: Grip,
) -> Result<Ended, Box<dyn std::error::Error>> {
    let Grip {
        tty,
        told,
        signals,
        outside,
    } = grip;
    let _listener = Listener::start(told.clone(), last_resort)?;
    let resort = last_resort.clone();
    let gone = move || {
        resort.arm(Exit::Hangup);
        let _ = told.send(Signal::End(Exit::Hangup));
    };
    let _watchdog = Watchdog::of_the_terminal(gone)?;
    let abilities = Abilities::of(&workstation.look.environment.term);
    let frames = Frames::new(tty::unbuffered()?, abilities);
    let pace = Pace::new(SlowLink::Auto, frames.meter());
    let terminal = Terminal::new(frames)?;
    let size = terminal.size()?;
    let (input, pause) = input::of_terminal()?;
    let reread = Arc::new(AtomicBool::new(false));
    let look = workstation.look.clone();
    let view = Screens::new(look, Arc::clone(&reread), workstation.unlocked);
    let editor = ExternalEditor {
        command: outside.command,
        folder: outside.folder,
        pause: Some(pause),
    };
    let hands = workstation::Hands {
        terminal,
        layout: Layout::new(size.width, size.height),
        input,
        view,
        signals,
        tty: Some(tty),
        editor: Some(editor),
        reread,
        pace,
    };
    let (shell, model, first) = workstation::shell(workstation, hands).await?;
    Ok(shell.run(model, first).await)
}

pub(super) fn failed(cx: &Context, error: &dyn std::error::Error) -> CliError {
    tracing::error!(%error, "the workstation ended");
    let log = cx.data().join(log::FILE).display().to_string();
    let message = format!("{} {error}", cx.texts.workstation_failed("terminal"));
    CliError::new(Exit::Failure, "failed", message).hint(cx.texts.workstation_failed_hint(log))
}
