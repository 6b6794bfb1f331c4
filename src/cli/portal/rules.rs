//! `awp portal rules`: another calendar or pack for a portal that goes on serving.
//!
//! What moves is told before anything is written; `--dry-run` stops there. The change and its
//! record are one transaction; nodes and workstations see it without a restart.

use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::super::calendar::import::print_changes;
use super::super::rule_file::{self, IcsArgs};
use super::super::{CliError, Context, Exit};
use super::{On, existing, told};
use crate::clock::{Clock, SystemClock};
use crate::domain::calendar::{Calendar, CalendarYear};
use crate::domain::ids::UserName;
use crate::domain::moved::Moved;
use crate::domain::rules::{RuleFile, RuleSet};
use crate::domain::text::clean_line;
use crate::i18n::{date, words};
use crate::portal::directory::DirectoryCache;
use crate::portal::rules_change::{self, Plan, Proposal};
use crate::portal::storage::Storage;
use crate::wire::rules_change::{ChangeFile, RulesChange};

/// The longest name of who changes rules.
const LONGEST_NAME: usize = 100;

/// Options of `awp portal rules apply`.
#[derive(Debug, Clone, clap::Args)]
pub struct ApplyArgs {
    /// Calendar files, calendar years or packs.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// How calendar files are to be understood.
    #[command(flatten)]
    pub ics: IcsArgs,
    /// Only tells what would move.
    #[arg(long)]
    pub dry_run: bool,
    /// Who makes the change, for the record.
    #[arg(long, value_name = "NAME", required_unless_present = "dry_run")]
    pub by: Option<String>,
    /// The database.
    #[command(flatten)]
    pub on: On,
}

/// Tells what moves and applies the change.
pub(super) async fn apply(args: &ApplyArgs, cx: &Context) -> Result<(), CliError> {
    let by = args.by.as_deref().map(|by| name(by, cx)).transpose()?;
    let storage = existing(&args.on, cx).await?;
    let now = SystemClock.now();
    let (proposal, files) = proposal(storage.as_ref(), args, cx).await?;
    let plan = rules_change::plan(storage.as_ref(), proposal, now)
        .await
        .map_err(|error| told::change(cx, error))?;
    print_changes(&plan.before.calendar, &plan.after.calendar, cx);
    for moved in &plan.moved {
        print(moved, &plan.after, cx);
    }
    let record = match by {
        Some(by) if !args.dry_run && !plan.changed.is_empty() => {
            let record = rules_change::apply(storage.as_ref(), &plan, by, files, now).await;
            Some(record.map_err(|error| told::change(cx, error))?)
        }
        Some(_) | None => None,
    };
    end(&plan, record.as_ref(), cx);
    Ok(())
}

/// The changes so far, oldest first.
pub(super) async fn log(on: &On, cx: &Context) -> Result<(), CliError> {
    let storage = existing(on, cx).await?;
    let records = rules_change::records(storage.as_ref())
        .await
        .map_err(|error| told::storage(cx, &error))?;
    if records.is_empty() && !cx.json() {
        cx.output.line(&cx.texts.portal_rules_log_none());
    }
    for record in &records {
        if cx.json() {
            cx.output.json(record);
            continue;
        }
        let what: Vec<&str> = record.changed.iter().map(|key| key.id.as_str()).collect();
        let line = cx.texts.portal_rules_log(
            record.by.as_str(),
            record.moved,
            record.open,
            what.join(", "),
            told::moment(record.at),
        );
        cx.output.line(&line);
        for file in &record.files {
            cx.output
                .line(&format!("    {}  {}", file.name, file.sha256));
        }
    }
    Ok(())
}

fn name(by: &str, cx: &Context) -> Result<UserName, CliError> {
    let clean = clean_line(by);
    let length = clean.chars().count();
    if length == 0 || length > LONGEST_NAME {
        let message = cx.texts.portal_rules_bad_name(LONGEST_NAME);
        return Err(CliError::new(Exit::Usage, "usage", message));
    }
    Ok(UserName(clean))
}

/// What the files propose, each calendar file laid over the portal's calendar and the files
/// before it.
async fn proposal(
    storage: &dyn Storage,
    args: &ApplyArgs,
    cx: &Context,
) -> Result<(Proposal, Vec<ChangeFile>), CliError> {
    let directory = DirectoryCache::default().current(storage).await;
    let directory = directory.map_err(|error| told::storage(cx, &error))?;
    let mut calendar = directory.rules.calendar.clone();
    let mut proposal = Proposal::default();
    let mut files = Vec::new();
    for path in &args.files {
        if rule_file::is_ics(path) {
            let years = rule_file::years(path, &calendar, &args.ics, cx)?;
            calendar = laid(&calendar, years.clone(), cx)?;
            let years = years.into_iter();
            // A later file goes on from what an earlier one made of the year.
            for year in years {
                proposal.years.retain(|old| old.year != year.year);
                proposal.years.push(year);
            }
        } else {
            match rule_file::toml(path, cx)? {
                RuleFile::Pack(pack) => proposal.packs.push(*pack),
                RuleFile::Year(year) => {
                    calendar = laid(&calendar, vec![(*year).clone()], cx)?;
                    proposal.years.push(*year);
                }
            }
        }
        files.push(file(path, cx)?);
    }
    Ok((proposal, files))
}

fn laid(calendar: &Calendar, years: Vec<CalendarYear>, cx: &Context) -> Result<Calendar, CliError> {
    calendar.with(years).map_err(|error| {
        let message = cx.texts.rules_problem_contradiction(error.date.to_string());
        CliError::new(Exit::Failure, "bad-input", message)
    })
}

fn file(path: &Path, cx: &Context) -> Result<ChangeFile, CliError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(ChangeFile {
        name: clean_line(&name),
        sha256: hex::encode(Sha256::digest(rule_file::text(path, cx)?)),
    })
}

fn print(moved: &Moved, rules: &RuleSet, cx: &Context) {
    if cx.json() {
        cx.output.json(moved);
        return;
    }
    let day = |day: Option<jiff::civil::Date>| {
        day.map_or_else(|| "—".to_owned(), |day| date::short(cx.texts, day))
    };
    let rule = words::rule(cx.texts, rules, &moved.rule);
    let (new, number, old) = (day(moved.new), moved.number.to_string(), day(moved.old));
    cx.output
        .line(&cx.texts.portal_rules_moved(new, number, old, rule));
}

fn end(plan: &Plan, record: Option<&RulesChange>, cx: &Context) {
    let (items, open, texts) = (plan.items(), plan.open, cx.texts);
    if cx.json() {
        cx.output.json(&json!({
            "changed": plan.changed, "open": open, "moved": items, "terms": plan.moved.len(),
            "applied": record.is_some(), "rules_hash": plan.after.hash(),
        }));
        return;
    }
    if plan.changed.is_empty() {
        cx.output.line(&texts.portal_rules_nothing());
        return;
    }
    cx.output.line(&texts.portal_rules_sum(items, open));
    cx.output.line(&match record {
        Some(record) => texts.portal_rules_applied(record.by.as_str()),
        None => texts.portal_rules_dry(),
    });
}
