//! `awp outbox relay`: a package goes to its portal through a computer that cannot read it.

use std::path::Path;

use serde_json::json;

use super::told;
use crate::cli::{CliError, Context, Exit, exchange};
use crate::package;
use crate::sync::status::FailureKind;
use crate::wire::package::Content;

/// Runs the command; opens no store and asks for no passphrase.
pub(super) fn run(file: &Path, portal: &str, out: &Path, cx: &Context) -> Result<(), CliError> {
    let portal = exchange::plain_address(portal, cx)?;
    let client = exchange::client(&portal, cx)?;
    told::refuse_unwritable(out, cx)?;
    let package = told::read(file, Content::Outbox, cx)?;
    package::recognise(&package, Content::Outbox)
        .map_err(|error| told::fault(error.code(), file, cx))?;
    let answer = exchange::block_on(client.package(package), cx.texts)?;
    let receipts = answer.map_err(|error| match &error.kind {
        FailureKind::Problem(code) => told::fault(code, file, cx),
        kind @ FailureKind::TooOld => {
            CliError::new(Exit::Failure, kind.code(), cx.texts.exchange_too_old())
        }
        kind @ (FailureKind::Unreachable
        | FailureKind::Timeout
        | FailureKind::Server(_)
        | FailureKind::Nonsense
        | FailureKind::TooLarge
        | FailureKind::Unauthorized
        | FailureKind::Busy
        | FailureKind::RulesDiffer
        | FailureKind::Store(_)) => failed(kind, file, cx),
    })?;
    // Another server may have answered in the place of the portal.
    package::recognise(&receipts, Content::Receipts)
        .map_err(|_other| failed(&FailureKind::Nonsense, file, cx))?;
    told::write(
        out,
        &receipts,
        &cx.texts.package_judged_not_written_hint(),
        cx,
    )?;
    let shown = out.display().to_string();
    if cx.json() {
        cx.output
            .json(&json!({ "receipts": shown, "bytes": receipts.len() }));
    } else {
        cx.output.line(&cx.texts.package_receipts_written(shown));
    }
    Ok(())
}

fn failed(kind: &FailureKind, file: &Path, cx: &Context) -> CliError {
    let cause = exchange::cause(kind, cx.texts);
    let message = cx
        .texts
        .package_relay_failed(cause, file.display().to_string());
    CliError::new(Exit::Unreachable, "unreachable", message)
        .hint(cx.texts.package_relay_failed_hint())
}
