//! `awp calendar`: years, days and what has to be known about them.

pub mod import;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use super::{CliError, Context, Exit, own_rules, term::profile};
use crate::domain::calendar::{Calendar, CalendarYear, Day, Profile, Why};
use crate::i18n::ledger;

/// Working and non-working days.
#[derive(Debug, Clone, clap::Args)]
pub struct CalendarArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: CalendarAction,
}

/// The actions of `awp calendar`.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum CalendarAction {
    /// Holidays, moved days and warnings of a year.
    Show {
        /// The year.
        year: i16,
        /// Working week.
        #[arg(long, value_name = "five-day|six-day", value_parser = profile, default_value = "five-day")]
        profile: Profile,
    },
    /// Every day of a range with its reason.
    Days {
        /// First day.
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Last day, inclusive.
        #[arg(long, value_name = "DATE")]
        to: Date,
        /// Working week.
        #[arg(long, value_name = "five-day|six-day", value_parser = profile, default_value = "five-day")]
        profile: Profile,
    },
    /// Lays the days of a calendar file over the user's own years.
    Import(import::ImportArgs),
    /// Checks the data of all years and tells its warnings.
    Check,
}

/// The object of one day of `awp calendar days --json`.
#[derive(Debug, Serialize)]
struct DayObject {
    date: Date,
    working: bool,
    why: &'static str,
    source: Option<String>,
    text: String,
}

impl DayObject {
    fn new(day: &Day<'_>, cx: &Context) -> Self {
        Self {
            date: day.date,
            working: day.working,
            why: day.why.code(),
            source: day.source.map(|source| source.en.clone()),
            text: ledger::day(cx.texts, day),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Rules that cannot be read, a day or year without data, a range that runs backwards.
pub fn run(args: &CalendarArgs, cx: &Context) -> Result<(), CliError> {
    let calendar = own_rules::load(cx)?.calendar;
    match &args.action {
        CalendarAction::Show { year, profile } => show(&calendar, *year, *profile, cx),
        CalendarAction::Days { from, to, profile } => days(&calendar, *from, *to, *profile, cx),
        CalendarAction::Import(args) => import::run(&calendar, args, cx),
        CalendarAction::Check => {
            check(&calendar, cx);
            Ok(())
        }
    }
}

fn days(
    calendar: &Calendar,
    from: Date,
    to: Date,
    profile: Profile,
    cx: &Context,
) -> Result<(), CliError> {
    if to < from {
        return Err(CliError::new(
            Exit::Usage,
            "usage",
            cx.texts.calendar_bad_range(),
        ));
    }
    let range = from.series(1.day()).take_while(|date| *date <= to);
    let days: Vec<Day<'_>> = range
        .map(|date| calendar.day(date, profile))
        .collect::<Result<_, _>>()
        .map_err(|missing| own_rules::calendar_missing(cx, missing))?;
    for day in &days {
        print_day(day, cx);
    }
    Ok(())
}

fn print_day(day: &Day<'_>, cx: &Context) {
    if cx.json() {
        cx.output.json(&DayObject::new(day, cx));
    } else {
        cx.output.line(&ledger::day(cx.texts, day));
    }
}

fn show(calendar: &Calendar, number: i16, profile: Profile, cx: &Context) -> Result<(), CliError> {
    let Some(year) = calendar.year(number) else {
        let date = Date::new(number, 1, 1).unwrap_or_default();
        return Err(own_rules::calendar_missing(
            cx,
            crate::domain::calendar::CalendarMissing { date },
        ));
    };
    let days: Vec<Day<'_>> = year
        .days()
        .filter_map(|date| calendar.day(date, profile).ok())
        .collect();
    let told = days
        .iter()
        .filter(|day| !matches!(day.why, Why::Working | Why::Weekend));
    let worked = working_days(calendar, year, profile);
    if cx.json() {
        let days: Vec<DayObject> = told.map(|day| DayObject::new(day, cx)).collect();
        cx.output.json(&json!({
            "year": number,
            "profile": profile.id(),
            "working_days": worked,
            "source": year.source.en,
            "days": days,
            "warnings": warnings(year, cx),
        }));
        return Ok(());
    }
    cx.output.line(
        &cx.texts
            .calendar_heading(worked, i32::from(number).to_string()),
    );
    for warning in &year.warnings {
        cx.output
            .line(&cx.texts.calendar_warning(warning.text.get(cx.lang)));
    }
    for day in told {
        cx.output.line(&ledger::day(cx.texts, day));
    }
    Ok(())
}

fn working_days(calendar: &Calendar, year: &CalendarYear, profile: Profile) -> u32 {
    let worked = year
        .days()
        .filter(|date| calendar.is_working(*date, profile) == Ok(true));
    u32::try_from(worked.count()).unwrap_or(0)
}

fn warnings(year: &CalendarYear, cx: &Context) -> Vec<serde_json::Value> {
    let warning = |warning: &crate::domain::calendar::CalendarWarning| json!({ "code": warning.code, "text": warning.text.get(cx.lang) });
    year.warnings.iter().map(warning).collect()
}

/// Contradictions were already errors of loading; what is left are warnings.
fn check(calendar: &Calendar, cx: &Context) {
    let mut expected = None;
    for year in calendar.years() {
        let number = i32::from(year.year);
        for missing in expected.unwrap_or(number)..number {
            let text = cx.texts.calendar_check_gap(missing.to_string());
            if cx.json() {
                cx.output
                    .json(&json!({ "year": missing, "code": "year-missing", "text": text }));
            } else {
                cx.output.line(&text);
            }
        }
        expected = Some(number + 1);
        let worked = working_days(calendar, year, Profile::FiveDay);
        if cx.json() {
            cx.output.json(&json!({
                "year": number,
                "working_days": worked,
                "transfers": year.transfers.len(),
                "warnings": warnings(year, cx),
            }));
            continue;
        }
        let transfers = u32::try_from(year.transfers.len()).unwrap_or(0);
        cx.output.line(
            &cx.texts
                .calendar_check_year(worked, transfers, number.to_string()),
        );
        for warning in &year.warnings {
            cx.output
                .line(&cx.texts.calendar_warning(warning.text.get(cx.lang)));
        }
    }
}
