//! `awp demo`: the workstation on a portal of its own, from nothing, in one command.
//!
//! A fresh folder, a seeded portal as a separate process on a loopback port, an account, a
//! replica filled over HTTP; then the workstation, a table of the queue, or (with `--no-tui`)
//! a portal that serves until it is told to end. The user's own profile is never read.
//! Invariant: whatever ends the command, the portal ends with it.

pub mod folder;
pub mod moment;
pub mod portal_process;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use self::folder::Folder;
use self::portal_process::{Plan, PortalProcess};
use super::{CliError, Context, Exit};
use crate::clock::{Clock, OffsetClock, SystemClock};
use crate::runtime::effects::PortalSwitch;

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
    requests: u32,
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
    fn start(plan: Plan, clock: Option<Arc<dyn Clock>>) -> std::io::Result<Self> {
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
    fn switch(&self, on: bool) -> std::io::Result<()> {
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
/// The folder, the portal or the first exchange failed, or `--at` is no moment.
pub fn run(args: &Demo, cx: &Context) -> Result<(), CliError> {
    let clock = clock(args, cx)?;
    let folder = make_folder(args, cx)?;
    let (passphrase_file, passphrase) = secret(&folder, "passphrase", cx)?;
    let (password_file, password) = secret(&folder, "password", cx)?;
    fill_portal(args, cx, &folder, &password_file, clock.as_deref())?;
    let portal = start_portal(cx, &folder, clock.clone())?;
    let _ = (passphrase_file, passphrase, password, portal);
    Ok(())
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
        let path = path.display().to_string();
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            CliError::new(Exit::Usage, "usage", cx.texts.demo_folder_not_empty(path))
                .hint(cx.texts.demo_folder_not_empty_hint())
        } else {
            let message = format!("{} ({error})", cx.texts.demo_folder_failed(path));
            CliError::new(Exit::Failure, "demo-folder", message)
                .hint(cx.texts.demo_folder_failed_hint())
        }
    })
}

fn secret(folder: &Folder, name: &str, cx: &Context) -> Result<(PathBuf, String), CliError> {
    folder.secret(name).map_err(|error| {
        let path = folder.path().display().to_string();
        let message = format!("{} ({error})", cx.texts.demo_folder_failed(path));
        CliError::new(Exit::Failure, "demo-folder", message)
            .hint(cx.texts.demo_folder_failed_hint())
    })
}
