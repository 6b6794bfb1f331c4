//! `awp outbox`: the outbox as a file when there is no link, and its receipts.
//!
//! `export` writes a package at the workstation, `relay` hands one over to a portal from any
//! computer with a link and needs no account there, `receipts` takes in what came back. The
//! portal's side without a link is `awp portal package`.

mod receipts;
mod relay;
pub(super) mod told;

use std::path::PathBuf;

use serde_json::json;

use super::session::{self, Need, Session};
use super::{CliError, Context, exchange};
use crate::clock::{Clock, SystemClock};
use crate::sync::package;

/// The outbox as a file.
#[derive(Debug, Clone, clap::Args)]
pub struct OutboxArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: OutboxAction,
}

/// The actions of `awp outbox`.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum OutboxAction {
    /// Writes what can be sent into a package.
    Export {
        /// The new file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Held acts too.
        #[arg(long)]
        now: bool,
    },
    /// Hands a package over to a portal.
    Relay {
        /// The package.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Address of the portal.
        #[arg(long, value_name = "URL")]
        portal: String,
        /// The new file of the receipts.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Takes receipts in.
    Receipts {
        /// The receipts.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Runs the command.
///
/// # Errors
/// A file cannot be used or not be written, the portal refuses or cannot be reached, the store
/// cannot be opened.
pub fn run(args: &OutboxArgs, cx: &Context) -> Result<(), CliError> {
    match &args.action {
        OutboxAction::Export { file, now } => export(file, *now, cx),
        OutboxAction::Relay { file, portal, out } => relay::run(file, portal, out, cx),
        OutboxAction::Receipts { file } => receipts::run(file, cx),
    }
}

fn export(file: &std::path::Path, send_held: bool, cx: &Context) -> Result<(), CliError> {
    session::refuse_read_only(cx)?;
    // Before anything becomes beyond recall for a file that cannot be written.
    told::refuse_unwritable(file, cx)?;
    let session = Session::open(cx, Need::Write)?;
    let made = package::export(&session.store, SystemClock.now(), send_held);
    let made = exchange::block_on(made, cx.texts)?;
    let made = made.map_err(|error| told::carry(&error, file, &session))?;
    told::write(file, &made.file, &cx.texts.package_not_written_hint(), cx)?;
    let shown = file.display().to_string();
    if cx.json() {
        cx.output.json(&json!({
            "file": shown, "package": made.id, "ops": made.ops, "held": made.held,
            "left": made.left, "bytes": made.file.len(),
        }));
        return Ok(());
    }
    let texts = cx.texts;
    cx.output.line(&texts.package_written(made.ops, shown));
    if made.held > 0 {
        cx.output.line(&texts.package_held(made.held));
    }
    if made.left > 0 {
        cx.output.line(&texts.package_left(made.left));
    }
    cx.output.line(&texts.package_next());
    Ok(())
}
