//! `awp outbox receipts`: what the portal said comes into the outbox as if over the link.

use std::path::Path;

use serde_json::json;

use super::told;
use crate::cli::session::{self, Need, Session};
use crate::cli::show::refusal_object;
use crate::cli::{CliError, Context, exchange};
use crate::clock::{Clock, SystemClock};
use crate::i18n::words;
use crate::sync::package::{self, RulesCame};
use crate::sync::verdicts::Taken;
use crate::wire::ops::Verdict;
use crate::wire::package::Content;
use crate::wire::replica::OutboxEntry;

/// Runs the command.
pub(super) fn run(file: &Path, cx: &Context) -> Result<(), CliError> {
    session::refuse_read_only(cx)?;
    let bytes = told::read(file, Content::Receipts, cx)?;
    let session = Session::open(cx, Need::Write)?;
    let imported = package::import(&session.store, &bytes, SystemClock.now());
    let imported = exchange::block_on(imported, cx.texts)?;
    let imported = imported.map_err(|error| told::carry(&error, file, &session))?;
    for taken in &imported.taken {
        if cx.json() {
            let again = imported.rules.as_ref().map(|rules| &rules.again.renewed);
            let again = again.is_some_and(|again| again.contains(&taken.result.op_id));
            cx.output.json(&object(taken, again, cx));
        } else {
            cx.output.line(&line(taken, cx));
        }
    }
    if !cx.json() {
        cx.output
            .line(&cx.texts.package_taken(imported.taken.len()));
        if let Some(RulesCame { moved, again }) = &imported.rules {
            cx.output.line(&cx.texts.package_again(again.renewed.len()));
            if *moved > 0 {
                cx.output.line(&cx.texts.sync_moved(*moved));
            }
        }
    }
    Ok(())
}

/// The fields of `awp act --json`, and the state the operation is in now.
fn object(taken: &Taken, again: bool, cx: &Context) -> serde_json::Value {
    let entry = taken.entry.as_ref();
    let verdict = &taken.result.verdict;
    let (receipt, version, refusal) = match verdict {
        Verdict::Applied {
            receipt, version, ..
        }
        | Verdict::Same {
            receipt, version, ..
        } => (Some(receipt), Some(*version), None),
        Verdict::Conflict { version, .. } => (None, Some(*version), None),
        Verdict::Rejected { refusal } => (None, None, Some(refusal_object(refusal, cx.texts))),
        Verdict::Blocked { .. } | Verdict::Retry { .. } => (None, None, None),
    };
    json!({
        "number": entry.and_then(OutboxEntry::number),
        "act": entry.map(|entry| entry.op.command.act().id()),
        "verdict": verdict.id(),
        "refusal": refusal,
        "receipt": receipt,
        "version": version,
        "op_id": taken.result.op_id,
        "state": entry.map(|entry| entry.state.id()),
        "decided_again": again,
    })
}

fn line(taken: &Taken, cx: &Context) -> String {
    let texts = cx.texts;
    let told = match &taken.result.verdict {
        Verdict::Applied { receipt, .. } | Verdict::Same { receipt, .. } => {
            if receipt.late_on_receipt {
                texts.act_applied_late(receipt.code.as_str())
            } else {
                texts.act_applied(receipt.code.as_str())
            }
        }
        Verdict::Rejected { refusal } => words::refusal(texts, refusal),
        verdict @ (Verdict::Conflict { .. } | Verdict::Blocked { .. } | Verdict::Retry { .. }) => {
            let id = format!("verdict-{}", verdict.id());
            texts
                .by_id(&id, None)
                .unwrap_or_else(|| verdict.id().to_owned())
        }
    };
    let Some(entry) = &taken.entry else {
        return format!("{}: {told}", texts.package_other_op());
    };
    let command = &entry.op.command;
    let act = words::act_on(texts, command.kind(), command.act());
    match entry.number() {
        Some(number) => format!("№ {number}: {act} – {told}"),
        None => format!("{act} – {told}"),
    }
}
