//! `awp sync`: one full exchange with the portal, and what came of it.
//!
//! Held decisions whose recall window has not ended stay, unless `--now` lets them go.

use serde_json::json;

use super::exchange::{self, Ended, Release};
use super::session::{Need, Session};
use super::{CliError, Context};

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
    let release = if args.now { Release::All } else { Release::Due };
    let outcome = exchange::run(&session, release)?;
    let verdicts = &outcome.verdicts;
    if cx.json() {
        cx.output.json(&json!({
            "pulled": outcome.pulled,
            "pushed": outcome.pushed,
            "verdicts": verdicts,
            "cursor": outcome.cursor,
            "at": outcome.at,
        }));
    } else if outcome.ended == Ended::Done {
        let texts = cx.texts;
        cx.output
            .line(&texts.sync_done(outcome.pulled, outcome.pushed));
        for (verdict, count) in verdicts {
            let name = texts.by_id(&format!("verdict-{verdict}"), None);
            let name = name.unwrap_or_else(|| (*verdict).to_owned());
            cx.output.line(&texts.sync_verdict(*count, name));
        }
    }
    outcome.ended.result(&session)
}
