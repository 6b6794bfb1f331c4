//! `awp demo`: the workstation on a portal of its own, from nothing, in one command.
//!
//! A fresh folder, a seeded portal as a separate process on a loopback port, an account, a
//! replica filled over HTTP; then the workstation, a table of the queue, or (with `--no-tui`)
//! a portal that serves until it is told to end. The user's own profile is never read.
//! Invariant: whatever ends the command, the portal ends with it.

pub mod folder;
pub mod moment;
pub mod portal_process;
mod steps;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use clap::Args;
use serde_json::json;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use self::folder::Folder;
use self::portal_process::{Plan, PortalProcess};
use self::steps::{PASSPHRASE, Steps};
use super::session::{Need, Session, store_error};
use super::{CliError, Context, Exit, GlobalArgs, list, workstation};
use crate::clock::{Clock, OffsetClock, SystemClock};
use crate::i18n::Texts;
use crate::runtime::effects::PortalSwitch;
use crate::runtime::workstation::Workstation;
use crate::store::{DataKey, OpenMode, Store};

/// The account of the demonstration.
const USER: &str = "demo";

/// A free port of this machine.
const ANY_PORT: &str = "127.0.0.1:0";

/// Options of `awp demo`.
#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// The same number gives the same requests.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many requests.
    #[arg(long, value_name = "N", default_value_t = 200)]
    requests: u64,
    /// The moment both clocks start at.
    #[arg(long, value_name = "DATETIME")]
    at: Option<String>,
    /// Keep everything in this folder.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Serve without the workstation.
    #[arg(long)]
    no_tui: bool,
}

/// The portal of this demonstration, running or stopped.
struct DemoPortal {
    plan: Plan,
    address: String,
    /// What its clock has to show is told anew at each start, so that it runs on meanwhile.
    clock: Option<Arc<dyn Clock>>,
    process: Mutex<Option<PortalProcess>>,
}

impl DemoPortal {
    fn start(plan: Plan, clock: Option<Arc<dyn Clock>>) -> io::Result<Self> {
        let process = PortalProcess::start(&plan, ANY_PORT)?;
        Ok(Self {
            plan,
            clock,
            address: process.address().to_owned(),
            process: Mutex::new(Some(process)),
        })
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl PortalSwitch for DemoPortal {
    fn switch(&self, on: bool) -> io::Result<()> {
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        if !on {
            *process = None;
        } else if process.is_none() {
            let plan = Plan {
                at: self.clock.as_ref().map(|clock| clock.now()),
                ..self.plan.clone()
            };
            *process = Some(PortalProcess::start(&plan, &self.address)?);
        }
        Ok(())
    }
}

/// Runs the command.
///
/// # Errors
/// The folder, the portal or the first exchange failed, `--at` is no moment, or a signal ended
/// the command.
pub fn run(args: &Demo, cx: &Context) -> Result<(), CliError> {
    let shown = (cx.output.is_terminal() || cx.global.plain) && !args.no_tui;
    if shown && !cx.is_plain() {
        workstation::require_terminal(cx)?;
    }
    let clock = clock(args, cx)?;
    let folder = make_folder(args, cx)?;
    let cx = &own_context(&folder, cx)?;
    let (events, happened) = mpsc::channel();
    let listener = listen(events.clone(), cx)?;
    let steps = Steps::new(args, cx, &folder, clock)?;
    let worker = thread::Builder::new().name("awp-demo".into());
    let started = worker.spawn(move || {
        let _ = events.send(Happened::Prepared(steps.take().map(Box::new)));
    });
    started.map_err(|error| portal_failed(cx.texts, &error))?;
    let ready = match happened.recv() {
        Ok(Happened::Prepared(ready)) => *ready?,
        Ok(Happened::Told(exit)) => return Err(CliError::quiet(exit)),
        Err(_nobody_left) => return Err(CliError::quiet(Exit::Failure)),
    };
    if args.no_tui {
        cx.output.json(&ready.said());
        cx.output.flush();
        return match happened.recv() {
            Ok(Happened::Told(exit)) => Err(CliError::quiet(exit)),
            Ok(Happened::Prepared(_)) | Err(_) => Ok(()),
        };
    }
    if !shown {
        return table(args, cx, &ready);
    }
    // From here on the workstation hears the signals; one that came before counts.
    if let Ok(Happened::Told(exit)) = happened.try_recv() {
        return Err(CliError::quiet(exit));
    }
    listener.close();
    let left = workstation(cx, ready);
    if folder.is_kept() {
        let kept = folder.path().display().to_string();
        cx.output.line(&cx.texts.demo_kept(kept));
    }
    left
}

/// What the command waits for.
enum Happened {
    Prepared(Result<Box<Ready>, CliError>),
    Told(Exit),
}

/// A demonstration that runs.
struct Ready {
    portal: Arc<DemoPortal>,
    key: DataKey,
    clock: Option<Arc<dyn Clock>>,
    steps: Steps,
}

impl Ready {
    /// What `--no-tui` prints.
    fn said(&self) -> serde_json::Value {
        json!({
            "portal": self.portal.url(),
            "user": USER,
            "password_file": self.steps.password_file,
            "data": self.steps.data,
            "passphrase_file": self.steps.passphrase_file,
        })
    }
}

/// A command line of its own: the user's profile is neither read nor written.
fn own_context(folder: &Folder, cx: &Context) -> Result<Context, CliError> {
    let config = folder.config();
    std::fs::write(&config, "").map_err(|error| folder_failed(cx.texts, &error, folder.path()))?;
    let global = GlobalArgs {
        config: Some(config),
        data: Some(folder.data()),
        passphrase_file: Some(folder.path().join(PASSPHRASE)),
        ..cx.global.clone()
    };
    Context::new(global, cx.output.clone())
}

/// Sends ending signals as events; closed before the workstation listens itself.
fn listen(to: mpsc::Sender<Happened>, cx: &Context) -> Result<Handle, CliError> {
    let failed = |error: io::Error| portal_failed(cx.texts, &error);
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT]).map_err(failed)?;
    let handle = signals.handle();
    let thread = thread::Builder::new().name("awp-demo-signals".into());
    let forward = move || {
        for number in &mut signals {
            let exit = match number {
                SIGHUP => Exit::Hangup,
                SIGINT => Exit::Interrupted,
                _ => Exit::Terminated,
            };
            let _ = to.send(Happened::Told(exit));
        }
    };
    thread.spawn(forward).map_err(failed)?;
    Ok(handle)
}

/// Prints the queue and how to go on.
fn table(args: &Demo, cx: &Context, ready: &Ready) -> Result<(), CliError> {
    let mut session = Session::with_key(cx, &ready.key, Need::Read)?;
    if let Some(clock) = &ready.clock {
        session.offset = clock.now().duration_since(SystemClock.now()).as_secs();
    }
    list::print(&list::ListArgs::default(), &session)?;
    if cx.json() {
        return Ok(());
    }
    cx.output.line("");
    if args.keep.is_some() {
        let data = ready.steps.data.display().to_string();
        let passphrase = ready.steps.passphrase_file.display().to_string();
        cx.output.line(&cx.texts.demo_open_kept(data, passphrase));
    } else {
        cx.output.line(&cx.texts.demo_open());
    }
    Ok(())
}

/// Opens the workstation on the demonstration.
fn workstation(cx: &Context, ready: Ready) -> Result<(), CliError> {
    let data = cx.data();
    let store = Store::open(&data, &ready.key, OpenMode::Write);
    let store = store.map_err(|error| store_error(cx.texts, &error))?;
    workstation::start_log(cx, &data);
    let portal: Arc<dyn PortalSwitch> = ready.portal;
    workstation::open(
        cx,
        Workstation {
            unlocked: std::time::Instant::now(),
            store,
            folder: data,
            clock: ready.clock.unwrap_or_else(|| Arc::new(SystemClock)),
            look: workstation::look(cx),
            config_file: cx.places.config.clone(),
            config: cx.config.clone(),
            read_only: cx.global.read_only,
            authority: None,
            portal: Some(portal),
        },
    )
}

fn clock(args: &Demo, cx: &Context) -> Result<Option<Arc<dyn Clock>>, CliError> {
    let Some(text) = &args.at else {
        return Ok(None);
    };
    let at = moment::read(text).ok_or_else(|| {
        CliError::new(Exit::Usage, "usage", cx.texts.demo_bad_time(text.clone()))
            .hint(cx.texts.demo_bad_time_hint())
    })?;
    Ok(Some(Arc::new(OffsetClock::starting_at(at))))
}

fn make_folder(args: &Demo, cx: &Context) -> Result<Folder, CliError> {
    Folder::make(args.keep.as_deref()).map_err(|error| {
        let path = args.keep.clone().unwrap_or_else(std::env::temp_dir);
        if error.kind() == io::ErrorKind::AlreadyExists {
            let message = cx.texts.demo_folder_not_empty(path.display().to_string());
            CliError::new(Exit::Usage, "usage", message).hint(cx.texts.demo_folder_not_empty_hint())
        } else {
            folder_failed(cx.texts, &error, &path)
        }
    })
}

fn folder_failed(texts: &Texts, error: &io::Error, path: &Path) -> CliError {
    let message = texts.demo_folder_failed(path.display().to_string());
    CliError::new(Exit::Failure, "demo-folder", format!("{message} ({error})"))
        .hint(texts.demo_folder_failed_hint())
}

fn portal_failed(texts: &Texts, error: &dyn std::fmt::Display) -> CliError {
    let message = format!("{} ({error})", texts.demo_portal_failed());
    CliError::new(Exit::Failure, "demo-portal", message).hint(texts.demo_portal_failed_hint())
}
