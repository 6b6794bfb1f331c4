//! `awp sync`: one full exchange with the portal, and what came of it.
//!
//! Held decisions whose recall window has not ended stay, unless `--now` lets them go.

use serde_json::json;

use super::exchange::{self, Ended};
use super::session::{Need, Session};
use super::{CliError, Context};
use crate::sync::engine::Report;

/// One full exchange.
#[derive(Debug, Clone, clap::Args)]
pub struct SyncArgs {
    /// Let held decisions go too.
    #[arg(long)]
    pub now: bool,
}

/// Runs the command.
///
/// # Errors
/// The portal cannot be reached, nobody is signed in, the store cannot be written.
pub fn run(args: &SyncArgs, cx: &Context) -> Result<(), CliError> {
    let session = Session::open(cx, Need::Write)?;
    let ended = exchange::run(&session, args.now)?;
    if let Ended::Done(report) = &ended {
        tell(report, cx);
    }
    complete_index(&session)?;
    ended.result(&session)
}

/// A first exchange leaves the search index for later: here nothing comes later.
fn complete_index(session: &Session<'_>) -> Result<(), CliError> {
    let fail = |error| session.fail(&error);
    while session.store.renew_index().wait().map_err(fail)? {}
    Ok(())
}

fn tell(report: &Report, cx: &Context) {
    if cx.json() {
        cx.output.json(&json!({
            "pulled": report.pulled,
            "pushed": report.pushed,
            "moved": report.moved,
            "verdicts": report.verdicts,
            "cursor": report.cursor,
            "at": report.at,
        }));
        return;
    }
    let texts = cx.texts;
    cx.output
        .line(&texts.sync_done(report.pulled, report.pushed));
    if report.moved > 0 {
        cx.output.line(&texts.sync_moved(report.moved));
    }
    for (verdict, count) in &report.verdicts {
        let name = texts.by_id(&format!("verdict-{verdict}"), None);
        let name = name.unwrap_or_else(|| (*verdict).to_owned());
        cx.output.line(&texts.sync_verdict(*count, name));
    }
}
