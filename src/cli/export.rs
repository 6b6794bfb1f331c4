//! `awp export`: work written into a file, for people and places outside the program.
//!
//! `conference` is the template of annex 1, with the questions and answers where they are asked
//! for. Personal data are masked as in `awp show`; `--reveal REASON` writes them as they are and
//! is noted first. A file is written whole, and never over another one.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::session::{self, Need, Session};
use super::{CliError, Context, Exit, reveal};
use crate::domain::act::Role;
use crate::domain::conference::Conference;
use crate::domain::ids::{ItemKind, Number};
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::work::Work;
use crate::i18n::words;
use crate::paper::{self, Format, Seen, Sheet};
use crate::runtime::new_file::{self, Readers};

/// Work written into a file.
#[derive(Debug, Clone, clap::Args)]
pub struct ExportArgs {
    /// What is written.
    #[command(subcommand)]
    pub what: Export,
}

/// What can be written.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Export {
    /// The template of a conference.
    Conference(ConferenceArgs),
}

/// The template of a conference.
#[derive(Debug, Clone, clap::Args)]
pub struct ConferenceArgs {
    /// Its number.
    #[arg(value_name = "NUMBER")]
    pub number: String,
    /// The kind of file.
    #[arg(long, value_enum)]
    pub format: Option<FormatArg>,
    /// The new file, or `-`.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// With questions and answers.
    #[arg(long)]
    pub questions: bool,
    /// Why personal data are to be written; audited.
    #[arg(long, value_name = "REASON")]
    pub reveal: Option<String>,
}

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FormatArg {
    /// Plain text.
    Txt,
    /// A4 pages.
    Pdf,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Txt => Self::Txt,
            FormatArg::Pdf => Self::Pdf,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// No such conference, no store, a file that is there or cannot be written, a reason to reveal
/// that is empty or cannot be kept.
pub fn run(args: &ExportArgs, cx: &Context) -> Result<(), CliError> {
    match &args.what {
        Export::Conference(args) => conference(args, cx),
    }
}

fn conference(args: &ConferenceArgs, cx: &Context) -> Result<(), CliError> {
    let number = session::number(cx, &args.number)?;
    if number.kind != ItemKind::Conference {
        let message = cx.texts.export_kind(number.to_string());
        let error = CliError::new(Exit::Usage, "bad-input", message);
        return Err(error.hint(cx.texts.export_kind_hint()));
    }
    let format = format(args.format, &args.out, cx)?;
    refuse_existing(&args.out, cx)?;
    let need = if args.reveal.is_some() {
        Need::Write
    } else {
        Need::Read
    };
    let session = Session::open(cx, need)?;
    let of = held(number, &session)?;
    let asked = if args.questions {
        let asked = session.reader.questions_of(number);
        Some(asked.map_err(|error| session.fail(&error))?)
    } else {
        None
    };
    let seen = seen(args, number, asked.as_deref(), &session)?;
    let sheet = paper::conference(&of, asked.as_deref(), seen, cx.lang);
    deliver(&sheet, format, &args.out, seen, &session)
}

/// The conference of a number.
fn held(number: Number, session: &Session<'_>) -> Result<Conference, CliError> {
    match session.item(number)?.work {
        Some(Work::Conference(conference)) => Ok(*conference),
        // There is no conference of this number.
        Some(
            Work::Request(_)
            | Work::Topic(_)
            | Work::Question(_)
            | Work::Access(_)
            | Work::Circular(_),
        ) => Err(session::refused(session.cx.texts, &Refusal::NoSuchItem)),
        None => Err(session::refused(session.cx.texts, &Refusal::NotUnderstood)),
    }
}

/// How much of people is written; a reason to see all of it is noted first.
fn seen(
    args: &ConferenceArgs,
    number: Number,
    asked: Option<&[Question]>,
    session: &Session<'_>,
) -> Result<Seen, CliError> {
    if let Some(reason) = &args.reveal {
        let answered = asked.unwrap_or_default().iter();
        let answered = answered.filter(|one| one.answer.is_some());
        let mut items = vec![number];
        items.extend(answered.map(|one| one.number));
        reveal::note(&items, reason, "export", session)?;
    }
    Ok(match (session.role(), &args.reveal) {
        // It receives no people: there is nothing to mask or to reveal.
        (Role::Support, _) => Seen::Withheld,
        (_, Some(_)) => Seen::Whole,
        (_, None) => Seen::Masked,
    })
}

fn format(asked: Option<FormatArg>, out: &Path, cx: &Context) -> Result<Format, CliError> {
    let texts = cx.texts;
    let usual = is_stdout(out).then_some(Format::Txt);
    let found = asked.map(Format::from).or(usual);
    let Some(format) = found.or_else(|| Format::of(out)) else {
        let message = texts.export_format(out.display().to_string());
        let error = CliError::new(Exit::Usage, "usage", message);
        return Err(error.hint(texts.export_format_hint()));
    };
    if format == Format::Pdf && is_stdout(out) && cx.output.is_terminal() {
        let error = CliError::new(Exit::Usage, "usage", texts.export_terminal());
        return Err(error.hint(texts.export_terminal_hint()));
    }
    Ok(format)
}

fn is_stdout(out: &Path) -> bool {
    out == Path::new("-")
}

/// Nobody types a passphrase or leaves a note in the audit for a file that cannot be written.
fn refuse_existing(out: &Path, cx: &Context) -> Result<(), CliError> {
    if !is_stdout(out) && out.symlink_metadata().is_ok() {
        return Err(exists(out, cx));
    }
    Ok(())
}

fn exists(out: &Path, cx: &Context) -> CliError {
    let message = cx.texts.export_exists(out.display().to_string());
    CliError::new(Exit::Failure, "file-exists", message).hint(cx.texts.export_exists_hint())
}

/// Writes the sheet where it was asked for.
fn deliver(
    sheet: &Sheet,
    format: Format,
    out: &Path,
    seen: Seen,
    session: &Session<'_>,
) -> Result<(), CliError> {
    let cx = session.cx;
    let bytes = paper::render(sheet, format, session.now()).map_err(|error| {
        let message = cx.texts.export_pdf(error.to_string());
        CliError::new(Exit::Failure, "pdf", message).hint(cx.texts.export_pdf_hint())
    })?;
    if is_stdout(out) {
        cx.output.bytes(&bytes);
        return Ok(());
    }
    let readers = if seen == Seen::Whole {
        Readers::Owner
    } else {
        Readers::Usual
    };
    new_file::write(out, &bytes, readers).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return exists(out, cx);
        }
        let cause = words::io(cx.texts, &error);
        let message = cx.texts.export_failed(cause, out.display().to_string());
        CliError::new(Exit::Failure, "not-written", message).hint(cx.texts.export_failed_hint())
    })?;
    let file = out.display().to_string();
    if cx.json() {
        cx.output.json(&json!({
            "number": sheet.number, "format": format.id(), "lang": sheet.lang.code(),
            "file": file, "bytes": bytes.len(), "masked": seen != Seen::Whole,
        }));
    } else {
        cx.output.line(&cx.texts.export_written(file));
    }
    Ok(())
}
