//! `awp portal package`: a package that was carried to the portal is judged there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::super::outbox::told as file_told;
use super::super::{CliError, Context};
use super::{On, clock, existing, told};
use crate::portal::package::{Refused, take};
use crate::portal::{Config, Portal};
use crate::wire::package::Content;

/// Options of `awp portal package`.
#[derive(Debug, Clone, clap::Args)]
pub struct PackageArgs {
    /// The package.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The new file of the receipts.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// The moment it arrives.
    #[arg(long, value_name = "DATETIME")]
    pub at: Option<String>,
    /// The database.
    #[command(flatten)]
    pub on: On,
}

/// Runs the command.
pub(super) async fn run(args: &PackageArgs, cx: &Context) -> Result<(), CliError> {
    file_told::refuse_unwritable(&args.out, cx)?;
    let package = file_told::read(&args.file, Content::Outbox, cx)?;
    let clock = clock(args.at.as_deref(), cx)?;
    let storage = existing(&args.on, cx).await?;
    let portal = Portal::open(storage, clock, Config::default())
        .await
        .map_err(|error| told::directory(cx, error))?;
    let taken = take(&portal, &package)
        .await
        .map_err(|refused| error(&refused, &args.file, cx))?;
    let hint = cx.texts.package_judged_not_written_hint();
    file_told::write(&args.out, &taken.receipts, &hint, cx)?;
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    for result in &taken.results {
        *verdicts.entry(result.verdict.id()).or_default() += 1;
    }
    let (shown, count) = (args.out.display().to_string(), taken.results.len());
    if cx.json() {
        cx.output.json(&json!({
            "ops": count, "verdicts": verdicts, "receipts": shown,
        }));
        return Ok(());
    }
    let texts = cx.texts;
    cx.output.line(&texts.package_judged(count));
    for (verdict, count) in verdicts {
        let name = texts.by_id(&format!("verdict-{verdict}"), None);
        let name = name.unwrap_or_else(|| verdict.to_owned());
        cx.output.line(&texts.sync_verdict(count, name));
    }
    cx.output.line(&texts.package_receipts_written(shown));
    Ok(())
}

fn error(refused: &Refused, file: &Path, cx: &Context) -> CliError {
    match refused {
        Refused::Failed(problem) => told::failed(cx, &problem.problem.title),
        Refused::File(_)
        | Refused::UnknownWorkstation
        | Refused::AccountClosed
        | Refused::SessionEnded
        | Refused::RoleMayNot
        | Refused::OtherProtocol
        | Refused::TooOld
        | Refused::FromTheFuture
        | Refused::ForeignOp
        | Refused::TooManyOps => file_told::fault(refused.code(), file, cx),
    }
}
