//! `awp portal`: the reference portal as a process, and its upkeep from the command line.
//!
//! Works on the database named, never on the store of a workstation; asks for no passphrase.
//! What is told goes through Fluent; codes and JSON are for programs.

mod database;
mod holder;
mod import;
mod load;
mod package;
mod rules;
mod serve;
mod told;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::json;

use self::database::{Database, existing, open};
use super::demo::moment;
use super::{CliError, Context, Exit, session};
use crate::clock::{Clock, OffsetClock, SystemClock};
use crate::domain::act::Role;
use crate::domain::ids::UserName;
use crate::i18n::words;
use crate::portal::CONNECTIONS;
use crate::portal::accounts::{self, NewAccount};
use crate::portal::directory::{DirectoryCache, plant};
use crate::portal::secrets::{Cost, Passwords};
use crate::portal::seed::{Seed, seed};
use crate::portal::storage::Storage;

/// The portal.
#[derive(Debug, Clone, Args)]
pub struct PortalArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: PortalAction,
}

/// The actions of `awp portal`.
#[derive(Debug, Clone, Subcommand)]
pub enum PortalAction {
    /// Serves until told to end.
    Serve(ServeArgs),
    /// Brings the database to the newest schema and plants the built-in rules.
    Migrate(On),
    /// Writes a consistent copy while the portal runs.
    Backup {
        /// The file of the copy; must not exist.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The database.
        #[command(flatten)]
        on: On,
    },
    /// Fills an empty database from a copy.
    Restore {
        /// The copy.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The database.
        #[command(flatten)]
        on: On,
    },
    /// Information holders.
    #[command(subcommand)]
    Holder(HolderAction),
    /// Accounts.
    #[command(subcommand)]
    User(UserAction),
    /// Sessions.
    #[command(subcommand)]
    Token(TokenAction),
    /// The epoch of the feed.
    #[command(subcommand)]
    Epoch(EpochAction),
    /// Packs and calendar years.
    #[command(subcommand)]
    Rules(RulesAction),
    /// Fills the portal with made-up requests.
    Seed(SeedArgs),
    /// Loads a portal made for it and counts what is lost or doubled.
    Load(load::LoadArgs),
    /// Judges a package that was carried here.
    Package(package::PackageArgs),
    /// Brings in requests of another system.
    Import {
        /// A file that ends in `.csv` or `.ndjson`.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The database.
        #[command(flatten)]
        on: On,
    },
}

/// The database an action works on.
#[derive(Debug, Clone, Args)]
pub struct On {
    /// The database.
    #[arg(long, value_name = "sqlite:FILE|postgres:URL", value_parser = database::parse)]
    pub database: Database,
}

/// Options of `awp portal serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR")]
    pub listen: SocketAddr,
    /// The database.
    #[command(flatten)]
    pub on: On,
    /// Certificates of the server, PEM.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Their private key, PEM.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Takes requests without a credential; on loopback only.
    #[arg(long)]
    pub open_intake: bool,
    /// Connections at once.
    #[arg(long, value_name = "N", default_value_t = CONNECTIONS,
        value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1_000_000))]
    pub connections: usize,
    /// Gives /metrics an address of its own; without it the portal tells them on its own machine.
    #[arg(long, value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,
    /// The moment the clock starts at.
    #[arg(long, value_name = "DATETIME")]
    pub at: Option<String>,
    /// Ends when standard input closes.
    #[arg(long, hide = true)]
    pub exit_with_parent: bool,
}

/// Actions on information holders.
#[derive(Debug, Clone, Subcommand)]
pub enum HolderAction {
    /// Adds a holder, or replaces the one with its BIN.
    Add {
        /// A TOML file with bin, kind, state share, name and address.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The database.
        #[command(flatten)]
        on: On,
    },
    /// The changes of a holder's profile so far.
    Log {
        /// BIN of the holder.
        #[arg(value_name = "BIN")]
        bin: String,
        /// The database.
        #[command(flatten)]
        on: On,
    },
}

/// Actions on packs and calendar years.
#[derive(Debug, Clone, Subcommand)]
pub enum RulesAction {
    /// Puts calendar years and packs in force and tells which open items move.
    Apply(rules::ApplyArgs),
    /// The changes so far: who, when, from which files.
    Log(On),
}

/// Actions on accounts.
#[derive(Debug, Clone, Subcommand)]
pub enum UserAction {
    /// Adds an account.
    Add {
        /// Login name.
        #[arg(value_name = "NAME")]
        name: String,
        /// Role.
        #[arg(long, value_parser = role_parser())]
        role: Role,
        /// BIN of the holder, for roles that belong to one.
        #[arg(long, value_name = "BIN")]
        holder: Option<String>,
        /// File whose first line is the password.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// The database.
        #[command(flatten)]
        on: On,
    },
}

/// Actions on sessions.
#[derive(Debug, Clone, Subcommand)]
pub enum TokenAction {
    /// Ends the sessions of an account, or of all.
    Revoke {
        /// Login name.
        #[arg(value_name = "NAME", required_unless_present = "all")]
        name: Option<String>,
        /// Of all accounts.
        #[arg(long, conflicts_with = "name")]
        all: bool,
        /// The database.
        #[command(flatten)]
        on: On,
    },
}

/// Actions on the epoch.
#[derive(Debug, Clone, Subcommand)]
pub enum EpochAction {
    /// Makes every replica start over, after a restore.
    Rotate(On),
}

/// Options of `awp portal seed`.
#[derive(Debug, Clone, Args)]
pub struct SeedArgs {
    /// The same number gives the same requests.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How many requests.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub requests: u64,
    /// The present moment of the made portal.
    #[arg(long, value_name = "DATETIME")]
    pub at: Option<String>,
    /// The database.
    #[command(flatten)]
    pub on: On,
}

fn role_parser() -> impl clap::builder::TypedValueParser<Value = Role> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    PossibleValuesParser::new(Role::ALL.map(Role::id)).try_map(|id| id.parse::<Role>())
}

/// Runs the command.
///
/// # Errors
/// The database cannot be used, what was asked cannot be done, or a signal ended the portal.
pub fn run(args: &PortalArgs, cx: &Context) -> Result<(), CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| told::failed(cx, &error))?;
    runtime.block_on(async {
        match &args.action {
            PortalAction::Serve(args) => serve::run(args, cx).await,
            PortalAction::Migrate(on) => migrate(on, cx).await,
            PortalAction::Backup { file, on } => backup(file, on, cx).await,
            PortalAction::Restore { file, on } => restore(file, on, cx).await,
            PortalAction::Holder(HolderAction::Add { file, on }) => holder::add(file, on, cx).await,
            PortalAction::Holder(HolderAction::Log { bin, on }) => holder::log(bin, on, cx).await,
            PortalAction::User(UserAction::Add {
                name,
                role,
                holder,
                password_file,
                on,
            }) => {
                let password = session::secret(
                    cx,
                    password_file.as_deref(),
                    &cx.texts.session_password_prompt(),
                    "--password-file",
                )?;
                let new = NewAccount {
                    user: UserName(name.clone()),
                    role: *role,
                    holder: holder.clone(),
                    password,
                };
                add_user(new, on, cx).await
            }
            PortalAction::Token(TokenAction::Revoke { name, on, .. }) => {
                revoke(name.as_deref(), on, cx).await
            }
            PortalAction::Epoch(EpochAction::Rotate(on)) => rotate(on, cx).await,
            PortalAction::Rules(RulesAction::Apply(args)) => rules::apply(args, cx).await,
            PortalAction::Rules(RulesAction::Log(on)) => rules::log(on, cx).await,
            PortalAction::Seed(args) => make(args, cx).await,
            PortalAction::Load(args) => load::run(args, cx).await,
            PortalAction::Package(args) => package::run(args, cx).await,
            PortalAction::Import { file, on } => import::run(file, on, cx).await,
        }
    })
}

/// The clock of a portal: the system's, or one that starts at a moment and runs on.
fn clock(at: Option<&str>, cx: &Context) -> Result<Arc<dyn Clock>, CliError> {
    let Some(text) = at else {
        return Ok(Arc::new(SystemClock));
    };
    match moment::read(text) {
        Some(at) => Ok(Arc::new(OffsetClock::starting_at(at))),
        None => Err(CliError::new(
            Exit::Usage,
            "usage",
            cx.texts.portal_bad_moment(text.to_owned()),
        )),
    }
}

async fn migrate(on: &On, cx: &Context) -> Result<(), CliError> {
    let storage = open(on, cx).await?;
    plant(storage.as_ref(), SystemClock.now())
        .await
        .map_err(|error| told::directory(cx, error))?;
    if cx.json() {
        cx.output.json(&json!({ "migrated": true }));
    } else {
        cx.output.line(&cx.texts.portal_migrated());
    }
    Ok(())
}

async fn backup(file: &std::path::Path, on: &On, cx: &Context) -> Result<(), CliError> {
    let shown = file.display().to_string();
    if file.exists() {
        let message = cx.texts.portal_backup_exists(shown);
        return Err(CliError::new(Exit::Failure, "file-exists", message));
    }
    let storage = open(on, cx).await?;
    storage
        .backup(file.to_owned())
        .await
        .map_err(|error| told::storage(cx, &error))?;
    if cx.json() {
        cx.output.json(&json!({ "backup": shown }));
    } else {
        cx.output.line(&cx.texts.portal_backed_up(shown));
        cx.output.line(&cx.texts.portal_backed_up_hint());
    }
    Ok(())
}

async fn restore(file: &std::path::Path, on: &On, cx: &Context) -> Result<(), CliError> {
    let shown = file.display().to_string();
    if !file.exists() {
        let message = cx.texts.portal_rules_no_database(shown);
        return Err(CliError::new(Exit::Failure, "not-found", message));
    }
    let storage = open(on, cx).await?;
    let filled = storage
        .restore(file.to_owned())
        .await
        .map_err(|error| told::storage(cx, &error))?;
    if !filled {
        let message = cx.texts.portal_restore_taken();
        return Err(CliError::new(Exit::Failure, "not-empty", message)
            .hint(cx.texts.portal_restore_taken_hint()));
    }
    if cx.json() {
        let epoch = storage.head().await;
        let epoch = epoch.map_err(|error| told::storage(cx, &error))?.epoch;
        cx.output
            .json(&json!({ "restored": shown, "epoch": epoch }));
    } else {
        cx.output.line(&cx.texts.portal_restored(shown));
    }
    Ok(())
}

async fn add_user(new: NewAccount, on: &On, cx: &Context) -> Result<(), CliError> {
    let storage = open(on, cx).await?;
    let (user, role, holder) = (new.user.0.clone(), new.role, new.holder.clone());
    let passwords = Passwords::new(Cost::FULL);
    accounts::add(storage.as_ref(), &passwords, &SystemClock, new)
        .await
        .map_err(|error| told::account(cx, &error))?;
    if cx.json() {
        let role = role.id();
        cx.output
            .json(&json!({ "user": user, "role": role, "holder": holder }));
    } else {
        let role = words::role(cx.texts, role);
        cx.output.line(&cx.texts.portal_user_added(role, user));
    }
    if let Some(bin) = holder
        && !knows_holder(storage.as_ref(), &bin).await
    {
        cx.output.note(&cx.texts.portal_holder_unknown(bin));
    }
    Ok(())
}

/// Whether the directory has the holder; a portal without rules yet has none.
async fn knows_holder(storage: &dyn Storage, bin: &str) -> bool {
    let directory = DirectoryCache::default().current(storage).await;
    directory.is_ok_and(|directory| directory.holder(bin).is_some())
}

async fn revoke(name: Option<&str>, on: &On, cx: &Context) -> Result<(), CliError> {
    let storage = open(on, cx).await?;
    let user = name.map(|name| UserName(name.to_owned()));
    if let Some(user) = &user {
        let account = storage.account(user.clone()).await;
        let account = account.map_err(|error| told::storage(cx, &error))?;
        if account.is_none() {
            let message = cx.texts.portal_no_account(user.0.clone());
            return Err(CliError::new(Exit::Failure, "not-found", message));
        }
    }
    let ended = storage
        .revoke(user, SystemClock.now())
        .await
        .map_err(|error| told::storage(cx, &error))?;
    if cx.json() {
        cx.output.json(&json!({ "revoked": ended }));
    } else {
        cx.output.line(&cx.texts.portal_revoked(ended));
    }
    Ok(())
}

async fn rotate(on: &On, cx: &Context) -> Result<(), CliError> {
    let storage = open(on, cx).await?;
    let epoch = storage
        .rotate_epoch()
        .await
        .map_err(|error| told::storage(cx, &error))?;
    if cx.json() {
        cx.output.json(&json!({ "epoch": epoch }));
    } else {
        cx.output.line(&cx.texts.portal_epoch(epoch));
    }
    Ok(())
}

async fn make(args: &SeedArgs, cx: &Context) -> Result<(), CliError> {
    let at = clock(args.at.as_deref(), cx)?.now();
    let storage = open(&args.on, cx).await?;
    let plan = Seed {
        seed: args.seed,
        requests: args.requests,
        conference: true,
        at,
    };
    let made = seed(storage.as_ref(), plan)
        .await
        .map_err(|error| told::seed(cx, error))?;
    if cx.json() {
        cx.output.json(&made);
    } else {
        let (holder, open, requests) = (made.holder, made.open, made.requests);
        cx.output
            .line(&cx.texts.portal_seeded(holder, open, requests));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
