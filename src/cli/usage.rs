//! Wrong calls, told in the user's language.
//!
//! clap words its errors in English; this takes their kind and their parts and words them anew.
//! A value given on the command line is repeated, because it is what has to be mended; secrets
//! are never arguments.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::output::{CliError, Exit};
use crate::i18n::Texts;

/// The error of a wrong call.
#[must_use]
pub fn error(error: &clap::Error, texts: &Texts) -> CliError {
    let mut told = CliError::new(Exit::Usage, "usage", message(error, texts));
    told = match suggestion(error) {
        Some(better) => told.hint(texts.usage_did_you_mean(better)),
        None => told.hint(texts.usage_hint()),
    };
    told
}

fn message(error: &clap::Error, texts: &Texts) -> String {
    let argument = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => texts.usage_value_missing(argument),
        ErrorKind::InvalidValue => {
            let choices = text(error, ContextKind::ValidValue);
            texts.usage_bad_value(argument, choices, value)
        }
        // What the parser of a value says is English and about its type; the help has the rest.
        ErrorKind::ValueValidation => texts.usage_wrong_value(argument, value),
        ErrorKind::UnknownArgument => texts.usage_unknown_argument(argument),
        ErrorKind::InvalidSubcommand => {
            texts.usage_unknown_command(text(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            texts.usage_too_many_values(argument)
        }
        ErrorKind::TooFewValues | ErrorKind::NoEquals => texts.usage_value_missing(argument),
        ErrorKind::ArgumentConflict => {
            texts.usage_argument_conflict(argument, text(error, ContextKind::PriorArg))
        }
        ErrorKind::MissingRequiredArgument => texts.usage_argument_missing(argument),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            texts.usage_command_missing()
        }
        ErrorKind::InvalidUtf8 => texts.usage_not_utf8(),
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::Io
        | ErrorKind::Format
        | _ => error.to_string(),
    }
}

/// The part of an error, several joined with a comma; empty if it has none.
fn text(error: &clap::Error, part: ContextKind) -> String {
    match error.get(part) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        Some(_) | None => String::new(),
    }
}

fn suggestion(error: &clap::Error) -> Option<String> {
    [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .map(|part| text(error, part))
    .find(|text| !text.is_empty())
}
