//! The commands: arguments in, one exit code out.
//!
//! One file a command under `cli/`. A command prints through [`Output`], so that a closed pipe
//! ends quietly, and fails with a [`CliError`], worded in the user's language or as JSON.
//! Names, options, JSON fields and exit codes are a stable contract.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

pub mod context;
pub mod output;

pub use context::Context;
pub use output::{CliError, Exit, Output};

use crate::config::{ColorDepth, Keyboard};
use crate::domain::local_text::Lang;

/// The program and its commands.
#[derive(Debug, Parser)]
#[command(name = "awp", version, disable_help_subcommand = true)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// The command; none is the workstation.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Clone, Default, Args)]
pub struct GlobalArgs {
    /// Language of texts.
    #[arg(long, global = true, value_name = "kk|ru|en", value_parser = parse_lang)]
    pub lang: Option<Lang>,
    /// Theme.
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// Keyboard layout.
    #[arg(long, global = true)]
    pub keyboard: Option<Keyboard>,
    /// Colour depth.
    #[arg(long, global = true)]
    pub color: Option<ColorDepth>,
    /// Borders and marks of ASCII only.
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Change nothing.
    #[arg(long, global = true)]
    pub read_only: bool,
    /// Configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Data directory.
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// File whose first line is the passphrase of the store.
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, global = true)]
    pub json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {}

fn parse_lang(code: &str) -> Result<Lang, String> {
    code.parse()
        .map_err(|error: crate::domain::local_text::UnknownLang| error.to_string())
}

/// Reads the arguments, runs the command, gives the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let mut output = Output::stdio();
    let args: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let json = args.iter().any(|arg| arg == "--json");
    let cli = match parse(args) {
        Ok(cli) => cli,
        Err(error) => return output.usage(&error, json),
    };
    let result = Context::new(cli.global, output.clone()).and_then(|cx| run(cli.command, &cx));
    output.finish(result, json)
}

fn parse(args: Vec<std::ffi::OsString>) -> Result<Cli, clap::Error> {
    let matches = Cli::command().try_get_matches_from(args)?;
    Cli::from_arg_matches(&matches)
}

fn run(command: Option<Command>, cx: &Context) -> Result<(), CliError> {
    let _ = cx;
    match command {
        None => Ok(()),
        Some(command) => match command {},
    }
}
