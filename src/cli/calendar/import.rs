//! `awp calendar import`: days of a calendar file into the user's own rules.
//!
//! They apply to `term`, `calendar` and `rules` on this computer; a workstation counts with the
//! calendar of its portal, and the output says so.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::super::rule_file::{self, IcsArgs};
use super::super::{CliError, Context, Exit, own_rules};
use super::working_days;
use crate::domain::calendar::{Calendar, CalendarYear, DayChange, Profile, changes};
use crate::i18n::{ledger, words};
use crate::runtime::settings;

/// Options of `awp calendar import`.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArgs {
    /// The calendar file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How it is to be understood.
    #[command(flatten)]
    pub ics: IcsArgs,
    /// Where to write the year instead of the user's own rules.
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub out: Option<PathBuf>,
    /// Only tells what would change.
    #[arg(long)]
    pub dry_run: bool,
}

/// Runs the command.
///
/// # Errors
/// The file is refused with its line, or a year cannot be written.
pub(super) fn run(calendar: &Calendar, args: &ImportArgs, cx: &Context) -> Result<(), CliError> {
    let years = rule_file::years(&args.file, calendar, &args.ics, cx)?;
    if let (Some(_), [_, _, ..]) = (&args.out, &years[..]) {
        let message = cx.texts.calendar_import_one_year();
        return Err(CliError::new(Exit::Usage, "usage", message));
    }
    let new = calendar.with(years.clone()).map_err(|error| {
        let message = cx.texts.rules_problem_contradiction(error.date.to_string());
        CliError::new(Exit::Failure, "bad-input", message)
    })?;
    print_changes(calendar, &new, cx);
    for year in &years {
        let path = match (&args.out, args.dry_run) {
            (_, true) => None,
            (Some(path), false) => Some(path.clone()),
            (None, false) => {
                let name = format!("calendar/{}.toml", year.year);
                Some(own_rules::folder(cx).join(name))
            }
        };
        if let Some(path) = &path {
            write(path, year).map_err(|error| {
                let (cause, path) = (words::io(cx.texts, &error), path.display().to_string());
                let message = cx.texts.calendar_import_unwritten(cause, path);
                CliError::new(Exit::Failure, "failed", message)
            })?;
        }
        print_year(calendar, &new, year, path.as_deref(), cx);
    }
    if !args.dry_run && args.out.is_none() && !cx.json() {
        cx.output.line(&cx.texts.calendar_import_own_only());
    }
    Ok(())
}

/// The days that are others, in the five-day week.
pub(in crate::cli) fn print_changes(old: &Calendar, new: &Calendar, cx: &Context) {
    for change in changes(old, new, Profile::FiveDay) {
        if cx.json() {
            cx.output.json(&json!({
                "date": change.date(),
                "working": change.new.working,
                "why": change.new.why.code(),
                "was_working": change.old.working,
                "was_why": change.old.why.code(),
                "text": ledger::day(cx.texts, &change.new),
            }));
        } else {
            cx.output.line(&sentence(&change, cx));
        }
    }
}

fn sentence(change: &DayChange<'_>, cx: &Context) -> String {
    let mark = match (change.turns(), change.new.working) {
        (true, true) => "+",
        (true, false) => "−",
        (false, _) => "~",
    };
    format!("{mark} {}", ledger::day(cx.texts, &change.new))
}

fn print_year(
    old: &Calendar,
    new: &Calendar,
    year: &CalendarYear,
    path: Option<&Path>,
    cx: &Context,
) {
    let days = working_days(new, year, Profile::FiveDay);
    let before = old.year(year.year);
    let was = before.map(|year| working_days(old, year, Profile::FiveDay));
    let shown = path.map(|path| path.display().to_string());
    if cx.json() {
        cx.output.json(&json!({
            "year": year.year, "working_days": days, "was": was, "file": shown,
        }));
        return;
    }
    let number = i32::from(year.year).to_string();
    cx.output.line(&match was {
        Some(was) => cx.texts.calendar_import_year(days, was, number),
        None => cx.texts.calendar_import_new_year(days, number),
    });
    if let Some(shown) = shown {
        cx.output.line(&cx.texts.calendar_import_written(shown));
    }
}

fn write(path: &Path, year: &CalendarYear) -> io::Result<()> {
    let text = toml::to_string(year).map_err(io::Error::other)?;
    settings::replace(path, &text)
}
