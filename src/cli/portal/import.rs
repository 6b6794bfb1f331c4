//! `awp portal import`: one JSON line a rejected record, the counts last.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use fluent::FluentArgs;

use super::super::{CliError, Context, Exit};
use super::{On, open, told};
use crate::clock::SystemClock;
use crate::i18n::words;
use crate::portal::import::{Format, HeaderError, ImportError, Rejection, import};

/// Runs the command. Rejected records are an answer, not a failure.
pub(super) async fn run(file: &Path, on: &On, cx: &Context) -> Result<(), CliError> {
    let format = format(file).ok_or_else(|| {
        let message = cx.texts.portal_import_format(file.display().to_string());
        CliError::new(Exit::Usage, "usage", message)
    })?;
    let source = File::open(file).map_err(|error| unreadable(file, &error, cx))?;
    let storage = open(on, cx).await?;
    let reject = |rejection: &Rejection| {
        cx.output.json(&Rejection {
            message: message(rejection, cx),
            ..rejection.clone()
        });
    };
    let source = BufReader::new(source);
    let done = import(storage.as_ref(), &SystemClock, source, format, reject).await;
    let done = done.map_err(|error| match error {
        ImportError::Read(error) => unreadable(file, &error, cx),
        ImportError::Header(error) => header(&error, cx),
        ImportError::Storage(error) => told::storage(cx, &error),
        ImportError::Directory(error) => told::directory(cx, error),
    })?;
    cx.output.json(&done);
    Ok(())
}

fn format(file: &Path) -> Option<Format> {
    let ending = file.extension()?.to_string_lossy().to_lowercase();
    match ending.as_str() {
        "csv" => Some(Format::Csv),
        "ndjson" | "jsonl" => Some(Format::Ndjson),
        _ => None,
    }
}

/// The words of a code in the language of the run; a code without words keeps the portal's own.
fn message(rejection: &Rejection, cx: &Context) -> String {
    let mut args = FluentArgs::new();
    args.set("field", rejection.field.clone().unwrap_or_default());
    let id = format!("portal-fault-{}", rejection.code);
    cx.texts
        .by_id(&id, Some(&args))
        .unwrap_or_else(|| rejection.message.clone())
}

fn unreadable(file: &Path, error: &std::io::Error, cx: &Context) -> CliError {
    let message = cx
        .texts
        .portal_import_unreadable(words::io(cx.texts, error), file.display().to_string());
    CliError::new(Exit::Failure, "bad-input", message)
}

fn header(error: &HeaderError, cx: &Context) -> CliError {
    let texts = cx.texts;
    let message = match error {
        HeaderError::Missing => texts.portal_header_missing(),
        HeaderError::Broken => texts.portal_header_broken(),
        HeaderError::Unknown(column) => texts.portal_header_unknown(column.clone()),
        HeaderError::Twice(column) => texts.portal_header_twice(column.clone()),
        HeaderError::Absent(column) => texts.portal_header_absent(*column),
    };
    let columns = crate::portal::import::COLUMNS.join(", ");
    CliError::new(Exit::Failure, "bad-input", message).hint(texts.portal_header_hint(columns))
}
