//! Files of calendar days and packs given to a command: read, and worded when they cannot be.
//!
//! `awp calendar import` lays them over the user's own rules, `awp portal rules` over those of a
//! portal; a file is the same file to both.

use std::fs;
use std::path::Path;

use fluent::FluentArgs;

use super::{CliError, Context, Exit, own_rules};
use crate::domain::calendar::ics::{DayKind, IcsChoices, IcsError, Overlay};
use crate::domain::calendar::{Calendar, CalendarYear};
use crate::domain::rules::RuleFile;
use crate::i18n::words;

/// No file of days is larger; a longer one is something else.
const LARGEST: u64 = 1 << 20;

/// How a calendar file is to be understood.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct IcsArgs {
    /// What days without a kind are.
    #[arg(long = "as", value_name = "holiday|day-off", value_parser = plain_kind())]
    pub plain: Option<DayKind>,
    /// The act moved days come from.
    #[arg(long, value_name = "TEXT")]
    pub act: Option<String>,
    /// The file holds every day off of its years.
    #[arg(long)]
    pub whole_year: bool,
}

impl IcsArgs {
    fn choices(&self) -> IcsChoices {
        IcsChoices {
            plain: self.plain,
            act: self.act.clone(),
            whole_year: self.whole_year,
        }
    }
}

fn plain_kind() -> impl clap::builder::TypedValueParser<Value = DayKind> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    let kinds = [DayKind::Holiday, DayKind::DayOff];
    PossibleValuesParser::new(kinds.map(DayKind::id)).map(|id| {
        if id == DayKind::Holiday.id() {
            DayKind::Holiday
        } else {
            DayKind::DayOff
        }
    })
}

/// The text of a file.
///
/// # Errors
/// It cannot be read, is no UTF-8 or far too long.
pub fn text(path: &Path, cx: &Context) -> Result<String, CliError> {
    let shown = path.display().to_string();
    let unreadable = |cause: String| {
        let message = cx.texts.rules_unreadable(cause, shown.clone());
        CliError::new(Exit::Failure, "bad-input", message).hint(cx.texts.rules_unreadable_hint())
    };
    let told = |error: &std::io::Error| unreadable(words::io(cx.texts, error));
    if fs::metadata(path).map_err(|error| told(&error))?.len() > LARGEST {
        return Err(unreadable(cx.texts.rules_file_too_long(LARGEST >> 20)));
    }
    fs::read_to_string(path).map_err(|error| told(&error))
}

/// Whether the name says that a file is a calendar of another program.
#[must_use]
pub fn is_ics(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("ics"))
}

/// The complete years of a calendar file, laid over a calendar.
///
/// # Errors
/// File, line and remedy.
pub fn years(
    path: &Path,
    calendar: &Calendar,
    args: &IcsArgs,
    cx: &Context,
) -> Result<Vec<CalendarYear>, CliError> {
    let text = text(path, cx)?;
    let overlay = Overlay::read(&text, calendar, &args.choices());
    Ok(overlay.map_err(|error| refused(path, &error, cx))?.years)
}

/// A pack or a calendar year in TOML.
///
/// # Errors
/// File, line and remedy.
pub fn toml(path: &Path, cx: &Context) -> Result<RuleFile, CliError> {
    let name = path.display().to_string();
    RuleFile::read(&name, &text(path, cx)?)
        .map_err(|error| own_rules::invalid_file(cx.texts, "", &error))
}

fn refused(path: &Path, error: &IcsError, cx: &Context) -> CliError {
    let mut args = FluentArgs::new();
    args.set("subject", error.problem.subject().to_owned());
    let code = error.problem.code();
    let told = |kind: &str| cx.texts.by_id(&format!("ics-{kind}-{code}"), Some(&args));
    let place = format!("{}:{}", path.display(), error.line);
    let problem = told("problem").unwrap_or_else(|| error.to_string());
    let message = cx.texts.rules_error(place, problem);
    CliError::new(Exit::Failure, "bad-input", message).hint(told("remedy").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::ics::IcsProblem;
    use crate::domain::local_text::Lang;
    use crate::i18n::Texts;

    #[test]
    fn every_problem_of_a_calendar_file_has_its_words_and_remedy_in_every_language() {
        let word = || "x".to_owned();
        let problems = [
            IcsProblem::NotACalendar,
            IcsProblem::Unfinished(word()),
            IcsProblem::BadLine(word()),
            IcsProblem::OtherComponent(word()),
            IcsProblem::Recurrence(word()),
            IcsProblem::NoStart,
            IcsProblem::NotAllDay(word()),
            IcsProblem::BadDate(word()),
            IcsProblem::EndBeforeStart(word()),
            IcsProblem::TooLong(word()),
            IcsProblem::Twice(word()),
            IcsProblem::KindMissing(word()),
            IcsProblem::UnknownKind(word()),
            IcsProblem::NameMissing,
            IcsProblem::ActMissing(word()),
            IcsProblem::Unpaired(word()),
            IcsProblem::NothingToCancel(word()),
            IcsProblem::YearUnknown(word()),
            IcsProblem::Contradiction(word()),
            IcsProblem::Empty,
        ];
        for lang in Lang::ALL {
            for code in problems.iter().map(IcsProblem::code) {
                for kind in ["problem", "remedy"] {
                    let mut args = FluentArgs::new();
                    args.set("subject", "x");
                    let id = format!("ics-{kind}-{code}");
                    let told = Texts::of(lang).by_id(&id, Some(&args));
                    assert!(told.is_some(), "{lang:?} {id}");
                }
            }
        }
    }
}
