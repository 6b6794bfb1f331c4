//! `awp profile`: what the holder says about itself and how it counts, at the portal.
//!
//! Read and changed over the link and never queued: one exchange before, so that the token is
//! fresh, and one after, so that the replica shows the outcome. Exits: 3 the rules or the role
//! say no, 4 somebody else changed it meanwhile, 5 the portal cannot be reached.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::exchange;
use super::list::rule_short;
use super::session::{Need, Session};
use super::table::Table;
use super::{CliError, Context, Exit};
use crate::domain::moved::Moved;
use crate::domain::profile::{Fault, Field, ProfileChange};
use crate::domain::zone;
use crate::i18n::{date, profile as worded, words};
use crate::sync::client::Client;
use crate::sync::transport::TransportError;
use crate::wire::profile::{ProfileOutcome, ProfileRequest, ProfileView};

/// The profile of the holder.
#[derive(Debug, Clone, clap::Args)]
pub struct ProfileArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: ProfileAction,
}

/// The actions of `awp profile`.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum ProfileAction {
    /// The profile and its last change.
    Show,
    /// The profile as TOML that `apply` reads.
    Print,
    /// Change the fields a file names.
    Apply {
        /// TOML file with the fields that change.
        #[arg(value_name = "FILE.toml")]
        file: PathBuf,
        /// Only say what would move.
        #[arg(long)]
        dry_run: bool,
    },
}

/// A file of a profile: the version it was printed at, and what is to become another.
#[derive(Debug, Serialize, Deserialize)]
struct ProfileFile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base_version: Option<u64>,
    #[serde(flatten)]
    change: toml::Table,
}

/// Runs the command.
///
/// # Errors
/// The portal refuses or cannot be reached, nobody is signed in, the file or the store failed.
pub fn run(args: &ProfileArgs, cx: &Context) -> Result<(), CliError> {
    match &args.action {
        ProfileAction::Show => show(&Session::open(cx, Need::Write)?),
        ProfileAction::Print => print(&Session::open(cx, Need::Write)?),
        ProfileAction::Apply { file, dry_run } => {
            let (base, change) = read(file, cx)?;
            apply(&Session::open(cx, Need::Write)?, base, change, *dry_run)
        }
    }
}

fn show(session: &Session<'_>) -> Result<(), CliError> {
    let (view, _) = view(session)?;
    let (cx, texts) = (session.cx, session.cx.texts);
    if cx.json() {
        cx.output.json(&view);
        return Ok(());
    }
    let name = view.name.get(texts.lang());
    cx.output.line(&format!("{name} ({})", view.bin));
    let mut table = Table::new(vec![String::new(), String::new()]);
    for field in Field::ALL {
        let value = worded::value(texts, field, &view.profile);
        table.row(vec![worded::field(texts, field), value]);
    }
    table.print(&cx.output);
    cx.output.line(&if view.takes_requests {
        texts.profile_takes_requests()
    } else {
        texts.profile_takes_none()
    });
    cx.output.line(&match &view.last {
        Some(last) => {
            let local = zone::local(last.at);
            let day = date::numeric(local.date());
            texts.profile_last(
                last.by.0.as_str(),
                format!("{day} {}", local.strftime("%H:%M")),
            )
        }
        None => texts.profile_never(),
    });
    Ok(())
}

fn print(session: &Session<'_>) -> Result<(), CliError> {
    let (view, _) = view(session)?;
    let whole = ProfileChange::whole(&view.profile);
    let written = toml::Table::try_from(&whole).and_then(|change| {
        toml::to_string(&ProfileFile {
            base_version: Some(view.base_version),
            change,
        })
    });
    let written = written.map_err(|error| {
        let told = session.cx.texts.profile_file(error.to_string(), "TOML");
        CliError::new(Exit::Failure, "internal", told)
    })?;
    session.cx.output.line(written.trim_end());
    Ok(())
}

/// The version a file was printed at, if it says so, and its change.
fn read(file: &Path, cx: &Context) -> Result<(Option<u64>, ProfileChange), CliError> {
    let bad = |cause: String| {
        let told = cx.texts.profile_file(cause, file.display().to_string());
        CliError::new(Exit::Failure, "bad-input", told).hint(cx.texts.profile_file_hint())
    };
    let text = std::fs::read_to_string(file).map_err(|error| bad(words::io(cx.texts, &error)))?;
    let told: ProfileFile = toml::from_str(&text).map_err(|error| bad(error.to_string()))?;
    let change = toml::Value::Table(told.change).try_into();
    let change = change.map_err(|error: toml::de::Error| bad(error.message().to_owned()))?;
    Ok((told.base_version, change))
}

fn apply(
    session: &Session<'_>,
    base: Option<u64>,
    change: ProfileChange,
    dry_run: bool,
) -> Result<(), CliError> {
    let (view, link) = view(session)?;
    // What the portal would refuse is told field by field before anything is sent.
    if base.is_none_or(|base| base == view.base_version) {
        change
            .on(&view.profile)
            .map_err(|faults| refused(session, &faults))?;
    }
    let request = ProfileRequest {
        base_version: base.unwrap_or(view.base_version),
        change,
        dry_run,
    };
    let (client, access) = &link;
    let asked = client.change_profile(access, &request);
    let outcome = exchange::block_on(asked, session.cx.texts)?;
    let outcome = outcome.map_err(|error| failed(session, &error, Asked::Change))?;
    if outcome.applied {
        exchange::run(session, false)?.result(session)?;
    }
    tell(session, &outcome, dry_run);
    Ok(())
}

fn tell(session: &Session<'_>, outcome: &ProfileOutcome, dry_run: bool) {
    let (cx, texts) = (session.cx, session.cx.texts);
    if cx.json() {
        for moved in &outcome.moved {
            cx.output.json(moved);
        }
        cx.output.json(&json!({
            "applied": outcome.applied, "version": outcome.version, "changed": outcome.changed,
            "takes_requests": outcome.takes_requests, "open": outcome.open,
            "moved": outcome.items, "terms": outcome.moved.len(),
        }));
        return;
    }
    if outcome.changed.is_empty() {
        cx.output.line(&texts.profile_nothing());
        return;
    }
    for moved in &outcome.moved {
        cx.output.line(&line(session, moved));
    }
    let fields: Vec<String> = outcome
        .changed
        .iter()
        .map(|field| worded::field(texts, *field))
        .collect();
    cx.output
        .line(&texts.profile_changed_fields(fields.join(", ")));
    cx.output
        .line(&texts.profile_sum(outcome.items, outcome.open));
    if !outcome.takes_requests {
        cx.output.line(&texts.profile_takes_none());
    }
    cx.output.line(&if dry_run {
        texts.profile_dry()
    } else {
        texts.profile_applied()
    });
}

fn line(session: &Session<'_>, moved: &Moved) -> String {
    let texts = session.cx.texts;
    let day = |day: Option<jiff::civil::Date>| {
        day.map_or_else(|| "—".to_owned(), |day| date::short(texts, day))
    };
    let rule = rule_short(&moved.rule, session);
    let (new, old) = (day(moved.new), day(moved.old));
    texts.profile_moved(new, moved.number.to_string(), old, rule)
}

/// The profile as it is, with the way to the portal it came by.
fn view(session: &Session<'_>) -> Result<(ProfileView, (Client, SecretString)), CliError> {
    let link = exchange::linked(session)?;
    let (client, access) = &link;
    let told = exchange::block_on(client.profile(access), session.cx.texts)?;
    let view = told.map_err(|error| failed(session, &error, Asked::View))?;
    Ok((view, link))
}

/// What was asked of the portal.
#[derive(Clone, Copy)]
enum Asked {
    View,
    Change,
}

fn failed(session: &Session<'_>, error: &TransportError, asked: Asked) -> CliError {
    let texts = session.cx.texts;
    match (error.problem.as_deref(), asked) {
        (Some(code @ "role-may-not"), Asked::View) => {
            CliError::new(Exit::Refused, code, texts.profile_role_may_not_read())
        }
        (Some(code @ "role-may-not"), Asked::Change) => {
            CliError::new(Exit::Refused, code, texts.profile_role_may_not())
        }
        (Some(code @ "no-such-holder"), _) => {
            CliError::new(Exit::Refused, code, texts.profile_no_holder())
        }
        (Some(code @ "profile-changed"), _) => {
            CliError::new(Exit::Conflict, code, texts.profile_conflict())
                .hint(texts.profile_conflict_hint())
        }
        (Some(code @ ("validation" | "bad-json")), _) => {
            let told = error.detail.clone().unwrap_or_default();
            CliError::new(Exit::Refused, code, texts.profile_refused(told))
        }
        (Some(_) | None, _) => {
            let ended = exchange::Ended::Failed(error.kind.clone());
            match ended.result(session) {
                Err(told) => told,
                Ok(()) => CliError::new(Exit::Failure, "internal", error.kind.code()),
            }
        }
    }
}

fn refused(session: &Session<'_>, faults: &[Fault]) -> CliError {
    let texts = session.cx.texts;
    let told = texts.profile_refused(worded::faults(texts, faults));
    CliError::new(Exit::Refused, "validation", told)
}
