//! The commands: arguments in, one exit code out.
//!
//! One file a command under `cli/`. A command prints through [`Output`], so that a closed pipe
//! ends quietly, and fails with a [`CliError`], worded in the user's language or as JSON.
//! Names, options, JSON fields and exit codes are a stable contract.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

pub mod act;
pub mod calendar;
mod colleagues;
pub mod context;
pub mod demo;
pub mod doctor;
pub mod exchange;
pub mod export;
pub mod help;
mod line_mode;
pub mod list;
pub mod login;
pub mod outbox;
pub mod output;
pub mod own_rules;
pub mod portal;
pub mod print;
mod profile;
mod reveal;
pub mod rule_file;
pub mod rules;
pub mod search;
pub mod session;
pub mod show;
pub mod sync;
pub mod table;
pub mod term;
pub mod usage;
pub mod why;
pub mod workstation;

pub use context::Context;
pub use output::{CliError, Exit, Output};

use crate::config::{ColorDepth, Config, Environment, Keyboard, Places};
use crate::domain::local_text::Lang;
use crate::i18n::Texts;

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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
#[derive(Debug, Clone, Default, Args)]
pub struct GlobalArgs {
    /// Language of texts.
    #[arg(long, global = true, value_parser = lang_parser())]
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
    /// Few frames, for a slow line.
    #[arg(long, global = true)]
    pub slow_link: bool,
    /// Line mode: prompts and printed lines, no cursor is moved.
    #[arg(id = "line-mode", long = "plain", global = true)]
    pub plain: bool,
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
pub enum Command {
    /// The workstation on a portal of its own, filled with made-up requests.
    Demo(demo::Demo),
    /// The reference portal.
    Portal(portal::PortalArgs),
    /// Signs in to the portal.
    Login(login::LoginArgs),
    /// Signs out.
    Logout,
    /// One full exchange.
    Sync(sync::SyncArgs),
    /// What is to be done.
    List(list::ListArgs),
    /// One request.
    Show(show::ShowArgs),
    /// Work written into a file.
    Export(export::ExportArgs),
    /// The outbox as a file.
    Outbox(outbox::OutboxArgs),
    /// Everything that has these words.
    Search(search::SearchArgs),
    /// Why its terms end when they do.
    Why(why::WhyArgs),
    /// A decision on one request.
    Act(act::ActArgs),
    /// Who works, who is away, who does what.
    Colleagues(colleagues::ColleaguesArgs),
    /// What the holder says about itself and how it counts.
    Profile(profile::ProfileArgs),
    /// The term of a rule from a start, with its ledger.
    Term(term::TermArgs),
    /// Working and non-working days.
    Calendar(calendar::CalendarArgs),
    /// The law as data.
    Rules(rules::RulesArgs),
    /// First checks of the installation.
    Doctor,
    /// What the program knows of itself.
    #[command(subcommand)]
    Print(print::Print),
}

fn run(command: Option<Command>, cx: &Context) -> Result<(), CliError> {
    if !matches!(command, Some(Command::Doctor | Command::Demo(_))) {
        cx.require_config()?;
    }
    match command {
        None => workstation::run(cx),
        Some(Command::Demo(args)) => demo::run(&args, cx),
        Some(Command::Portal(args)) => portal::run(&args, cx),
        Some(Command::Login(args)) => login::run(&args, cx),
        Some(Command::Logout) => login::logout(cx),
        Some(Command::Sync(args)) => sync::run(&args, cx),
        Some(Command::List(args)) => list::run(&args, cx),
        Some(Command::Show(args)) => show::run(&args, cx),
        Some(Command::Export(args)) => export::run(&args, cx),
        Some(Command::Outbox(args)) => outbox::run(&args, cx),
        Some(Command::Search(args)) => search::run(&args, cx),
        Some(Command::Why(args)) => why::run(&args, cx),
        Some(Command::Act(args)) => act::run(&args, cx),
        Some(Command::Colleagues(args)) => colleagues::run(&args, cx),
        Some(Command::Profile(args)) => profile::run(&args, cx),
        Some(Command::Doctor) => doctor::run(cx),
        Some(Command::Print(what)) => print::run(what, cx),
        Some(Command::Term(args)) => term::run(&args, cx),
        Some(Command::Calendar(args)) => calendar::run(&args, cx),
        Some(Command::Rules(args)) => rules::run(&args, cx),
    }
}

fn lang_parser() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::ALL.map(Lang::code)).try_map(|code| code.parse::<Lang>())
}

/// Reads the arguments, runs the command, gives the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let mut output = Output::stdio();
    let args: Vec<OsString> = std::env::args_os().collect();
    let json = args.iter().any(|arg| arg == "--json");
    let texts = Texts::of(early_lang(&args));
    let cli = match parse(args, texts) {
        Ok(cli) => cli,
        Err(error) if !error.use_stderr() => return output.answer(&error.render().to_string()),
        Err(error) => return output.finish(Err(usage::error(&error, texts)), json),
    };
    let result = Context::new(cli.global, output.clone()).and_then(|cx| run(cli.command, &cx));
    output.finish(result, json)
}

fn parse(args: Vec<OsString>, texts: &Texts) -> Result<Cli, clap::Error> {
    let matches = help::localise(Cli::command(), texts).try_get_matches_from(args)?;
    Cli::from_arg_matches(&matches)
}

/// The language of help and of wrong calls, which are told before the arguments are known.
fn early_lang(args: &[OsString]) -> Lang {
    let asked: Option<Lang> = early_value(args, "--lang").and_then(|code| code.parse().ok());
    let file = early_value(args, "--config").map(PathBuf::from);
    let configured = || {
        let places = Places::find(file.as_deref(), None)?;
        Config::load(&places.config, false).ok()?.lang
    };
    asked
        .or_else(configured)
        .unwrap_or_else(|| Environment::read().lang())
}

fn early_value(args: &[OsString], name: &str) -> Option<String> {
    let words = || args.iter().map(|arg| arg.to_string_lossy());
    let after = words().skip_while(|word| word != name).nth(1);
    let joined = || {
        words().find_map(|word| {
            let value = word.strip_prefix(name)?.strip_prefix('=')?;
            Some(value.to_owned())
        })
    };
    after.map(Cow::into_owned).or_else(joined)
}
