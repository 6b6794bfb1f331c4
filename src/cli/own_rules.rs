//! The rules of the commands that need no portal: the built-in ones, with the user's own files
//! from `rules/` beside the configuration file laid over them.
//!
//! Only `term`, `calendar`, `rules` and training read them; a workstation decides under the
//! rules of its portal.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use fluent::FluentArgs;

use super::{CliError, Context, Exit};
use crate::domain::calendar::CalendarMissing;
use crate::domain::rules::{RuleSet, RulesError};
use crate::i18n::{Texts, date};

/// The directory of the user's own rules.
#[must_use]
pub fn folder(cx: &Context) -> PathBuf {
    cx.places
        .config
        .parent()
        .unwrap_or_else(|| Path::new("."))
        .join("rules")
}

/// Built-in rules with the user's own laid over.
///
/// # Errors
/// A file cannot be read or is not valid.
pub fn load(cx: &Context) -> Result<RuleSet, CliError> {
    let rules = RuleSet::builtin().map_err(|error| invalid(cx.texts, &error))?;
    let folder = folder(cx);
    let mut files = Vec::new();
    for part in ["", "packs", "calendar"] {
        read_folder(&folder.join(part), part, &mut files).map_err(|(path, cause)| {
            let message = cx
                .texts
                .rules_unreadable(cause.to_string(), path.display().to_string());
            CliError::new(Exit::Failure, "bad-input", message)
                .hint(cx.texts.rules_unreadable_hint())
        })?;
    }
    if files.is_empty() {
        return Ok(rules);
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, text)| (n.as_str(), text.as_str()))
        .collect();
    rules
        .overlay(&files)
        .map_err(|error| invalid(cx.texts, &error))
}

/// A needed day without data, with the file to add.
#[must_use]
pub fn calendar_missing(cx: &Context, missing: CalendarMissing) -> CliError {
    let texts = cx.texts;
    let folder = folder(cx).display().to_string();
    CliError::new(
        Exit::Failure,
        "calendar-missing",
        texts.calendar_missing(date::numeric(missing.date)),
    )
    .hint(texts.calendar_missing_hint(folder, missing.date.year().to_string()))
}

fn read_folder(
    folder: &Path,
    part: &str,
    files: &mut Vec<(String, String)>,
) -> Result<(), (PathBuf, io::Error)> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |cause| (path, cause)
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err((folder.to_owned(), error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(at(folder))?.path());
    }
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
    {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = if part.is_empty() {
            name.into_owned()
        } else {
            format!("{part}/{name}")
        };
        files.push((name, fs::read_to_string(path).map_err(at(path))?));
    }
    Ok(())
}

fn invalid(texts: &Texts, error: &RulesError) -> CliError {
    invalid_file(texts, "rules/", error)
}

/// What is wrong with a file of rules that lies under a folder.
pub(super) fn invalid_file(texts: &Texts, folder: &str, error: &RulesError) -> CliError {
    let place = match error.line {
        Some(line) => format!("{folder}{}:{line}", error.file),
        None => format!("{folder}{}", error.file),
    };
    let mut args = FluentArgs::new();
    args.set("subject", error.problem.subject().to_owned());
    let code = error.problem.code();
    let told = |kind: &str| texts.by_id(&format!("rules-{kind}-{code}"), Some(&args));
    let problem = told("problem").unwrap_or_else(|| error.to_string());
    let failure = CliError::new(
        Exit::Failure,
        "bad-input",
        texts.rules_error(place, problem),
    );
    match told("remedy") {
        Some(remedy) => failure.hint(remedy),
        None => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;
    use crate::domain::rules::RulesProblem;

    #[test]
    fn every_problem_has_its_words_and_remedy_in_every_language() {
        let word = || "x".to_owned();
        let problems = [
            RulesProblem::UnknownFile,
            RulesProblem::UnknownField(word()),
            RulesProblem::MissingField(word()),
            RulesProblem::BadValue(word()),
            RulesProblem::NameDiffers(word()),
            RulesProblem::Duplicate(word()),
            RulesProblem::EmptyText(word()),
            RulesProblem::Dangling(word()),
            RulesProblem::Contradiction(word()),
            RulesProblem::MissingFile,
        ];
        for lang in Lang::ALL {
            for problem in &problems {
                let file = "packs/x.toml".to_owned();
                let error = RulesError {
                    file,
                    line: Some(7),
                    problem: problem.clone(),
                };
                let told = invalid(Texts::of(lang), &error);
                assert!(
                    told.message.starts_with("rules/packs/x.toml:7"),
                    "{}",
                    told.message
                );
                assert!(told.hint.is_some(), "{problem:?}");
            }
        }
    }
}
