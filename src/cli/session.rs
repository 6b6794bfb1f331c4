//! What a command that works on the replica needs: the passphrase, the open store, the account,
//! the rules, the time.
//!
//! Responsible for opening and for telling what went wrong as exit codes: 6 for a passphrase or
//! a damaged store, 1 for what another instance holds. Commands that only look open the store
//! for reading, so that they work beside a running workstation. Secrets come from a file or a
//! prompt, never from arguments, and stay out of every message.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use fluent::FluentArgs;
use jiff::Timestamp;
use jiff::civil::DateTime;
use secrecy::SecretString;

use super::{CliError, Context, Exit};
use crate::clock::{Clock, SystemClock};
use crate::domain::act::Role;
use crate::domain::holder::Policy;
use crate::domain::ids::{Number, UserName};
use crate::domain::refusal::Refusal;
use crate::domain::rules::RuleSet;
use crate::domain::zone;
use crate::i18n::{Texts, date, words};
use crate::runtime::prompt;
use crate::store::{Access, DataKey, OpenMode, Reader, Store, StoreError, Vault};
use crate::sync::status::median;
use crate::wire::auth::Account;
use crate::wire::replica::Item;

/// The most bytes a file with a secret may have in its first line.
const MAX_SECRET: u64 = 4096;

/// What a command wants to do with the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Look only.
    Read,
    /// Change something.
    Write,
}

/// An open store with what nearly every command asks of it.
pub struct Session<'c> {
    /// The surroundings.
    pub cx: &'c Context,
    /// The store.
    pub store: Store,
    /// Its reading half.
    pub reader: Reader,
    /// The rules the replica is seen under.
    pub rules: Arc<RuleSet>,
    /// The account, signed in or not.
    pub account: Option<Account>,
    /// The policy of the account's holder.
    pub policy: Arc<Policy>,
    /// Portal clock minus workstation clock in seconds, as last measured.
    pub offset: i64,
}

impl<'c> Session<'c> {
    /// Opens the store of the data directory, asking for the passphrase.
    ///
    /// # Errors
    /// There is no store, the passphrase is wrong, the store is damaged, or another instance
    /// writes to it.
    pub fn open(cx: &'c Context, need: Need) -> Result<Self, CliError> {
        let key = unlock(cx)?;
        Self::with_key(cx, &key, need)
    }

    /// Opens the store with its key.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn with_key(cx: &'c Context, key: &DataKey, need: Need) -> Result<Self, CliError> {
        if need == Need::Write {
            refuse_read_only(cx)?;
        }
        let fail = |error: StoreError| store_error(cx.texts, &error);
        let store = open_store(cx, key, need).map_err(fail)?;
        if need == Need::Write
            && let Access::ReadTaken { by } = store.access()
        {
            return Err(locked(cx.texts, by));
        }
        let reader = store.reader();
        let account = reader.account().map_err(fail)?;
        let holder = account.as_ref().and_then(|account| account.holder.clone());
        let policy = reader.policy(&holder.unwrap_or_default()).map_err(fail)?;
        let rules = reader.rules().map_err(fail)?;
        let samples = reader.sync_state().map_err(fail)?.samples;
        let offsets: Vec<i64> = samples.iter().map(|sample| sample.offset).collect();
        Ok(Self {
            cx,
            store,
            reader,
            rules,
            account,
            policy,
            offset: median(&offsets),
        })
    }

    /// A failure of the store in the user's language.
    #[must_use]
    pub fn fail(&self, error: &StoreError) -> CliError {
        store_error(self.cx.texts, error)
    }

    /// The time of the portal, as well as it is known here.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        corrected(SystemClock.now(), self.offset)
    }

    /// [`Session::now`] on the wall clock of Asia/Almaty.
    #[must_use]
    pub fn local_now(&self) -> DateTime {
        zone::local(self.now())
    }

    /// A moment of the portal's time as the clock of this computer shows it.
    #[must_use]
    pub fn local_clock(&self, at: Timestamp) -> Timestamp {
        corrected(at, -self.offset)
    }

    /// The signed-in account's name, for `owner:me`.
    #[must_use]
    pub fn me(&self) -> Option<UserName> {
        self.account.as_ref().map(|account| account.user.clone())
    }

    /// The role of the account; an administrator's before anyone signed in.
    #[must_use]
    pub fn role(&self) -> Role {
        self.account
            .as_ref()
            .map_or(Role::Administrator, |account| account.role)
    }

    /// The item of a number.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub fn item(&self, number: Number) -> Result<Item, CliError> {
        self.reader
            .item(number)
            .map_err(|error| self.fail(&error))?
            .ok_or_else(|| {
                let texts = self.cx.texts;
                CliError::new(
                    Exit::Failure,
                    "not-found",
                    texts.session_not_found(number.to_string()),
                )
                .hint(texts.session_not_found_hint())
            })
    }
}

fn corrected(now: Timestamp, offset: i64) -> Timestamp {
    now.checked_add(jiff::SignedDuration::from_secs(offset))
        .unwrap_or(now)
}

/// `--read-only` was given: nothing may change.
///
/// # Errors
/// Always, when the option was given.
pub fn refuse_read_only(cx: &Context) -> Result<(), CliError> {
    if cx.global.read_only {
        Err(refused(cx.texts, &Refusal::ReadOnly))
    } else {
        Ok(())
    }
}

/// A refusal as the error of a command: exit code 3, the refusal's own code.
#[must_use]
pub fn refused(texts: &Texts, refusal: &Refusal) -> CliError {
    let error = CliError::new(
        Exit::Refused,
        refusal.code(),
        words::refusal(texts, refusal),
    );
    match hint_of(texts, "refusal", refusal.code()) {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// The number of an item as it was typed.
///
/// # Errors
/// It is none.
pub fn number(cx: &Context, text: &str) -> Result<Number, CliError> {
    text.parse().map_err(|_not_a_number| {
        let shown: String = text.chars().take(40).collect();
        CliError::new(Exit::Usage, "bad-input", cx.texts.session_bad_number(shown))
            .hint(cx.texts.session_bad_number_hint())
    })
}

fn open_store(cx: &Context, key: &DataKey, need: Need) -> Result<Store, StoreError> {
    let dir = cx.data();
    if need == Need::Write {
        return Store::open(&dir, key, OpenMode::Write);
    }
    match Store::open(&dir, key, OpenMode::Read) {
        // An older schema is brought up to date by the first instance that may write.
        Err(StoreError::OlderSchema { .. }) if !cx.global.read_only => {
            Store::open(&dir, key, OpenMode::Write)
        }
        opened => opened,
    }
}

/// Asks for the passphrase and opens the vault of the data directory.
///
/// # Errors
/// There is no vault, no passphrase, a wrong one, or the vault is damaged.
pub fn unlock(cx: &Context) -> Result<DataKey, CliError> {
    let vault = Vault::at(&cx.data());
    // Before anything is asked: nobody types a passphrase for a store that is not there.
    vault
        .params()
        .map_err(|error| store_error(cx.texts, &error))?;
    let passphrase = passphrase(cx)?;
    vault
        .unlock(&passphrase)
        .map_err(|error| store_error(cx.texts, &error))
}

/// The passphrase of the store, from the file of `--passphrase-file` or a prompt.
///
/// # Errors
/// The file cannot be read, or there is neither a file nor a terminal.
pub fn passphrase(cx: &Context) -> Result<SecretString, CliError> {
    secret(
        cx,
        cx.global.passphrase_file.as_deref(),
        &cx.texts.session_passphrase_prompt(),
        "--passphrase-file",
    )
}

/// A secret from the first line of a file, or from a prompt that does not echo.
///
/// # Errors
/// The file cannot be read or is empty; there is neither a file nor a terminal.
pub fn secret(
    cx: &Context,
    file: Option<&Path>,
    prompt: &str,
    option: &str,
) -> Result<SecretString, CliError> {
    match file {
        Some(path) => secret_file(cx, path),
        None => prompt::hidden(&format!("{prompt}: "))
            .map(SecretString::from)
            .map_err(|_no_terminal| {
                CliError::new(
                    Exit::Usage,
                    "usage",
                    cx.texts.session_no_terminal(prompt.to_owned()),
                )
                .hint(cx.texts.session_no_terminal_hint(option.to_owned()))
            }),
    }
}

fn secret_file(cx: &Context, path: &Path) -> Result<SecretString, CliError> {
    let shown = path.display().to_string();
    let mut line = String::new();
    let read = File::open(path)
        .and_then(|file| BufReader::new(file.take(MAX_SECRET)).read_line(&mut line));
    if let Err(error) = read {
        let message = cx
            .texts
            .session_secret_file(words::io(cx.texts, &error), shown);
        return Err(CliError::new(Exit::Failure, "bad-input", message));
    }
    let secret = line.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        let message = cx.texts.session_secret_empty(shown);
        return Err(CliError::new(Exit::Failure, "bad-input", message));
    }
    Ok(SecretString::from(secret.to_owned()))
}

/// Another instance writes to the store.
fn locked(texts: &Texts, by: Option<u32>) -> CliError {
    let pid = by.map_or_else(|| "?".to_owned(), |pid| pid.to_string());
    CliError::new(Exit::Failure, "store-locked", texts.session_locked(pid))
        .hint(texts.session_locked_hint())
}

/// A failure of the store as the error of a command.
#[must_use]
pub fn store_error(texts: &Texts, error: &StoreError) -> CliError {
    let exit = match error {
        StoreError::WrongPassphrase
        | StoreError::VaultDamaged { .. }
        | StoreError::Damaged { .. }
        | StoreError::Unexpected { .. }
        | StoreError::NewerVault { .. }
        | StoreError::NewerSchema { .. } => Exit::Store,
        StoreError::Missing { .. }
        | StoreError::AlreadyThere { .. }
        | StoreError::OlderSchema { .. }
        | StoreError::DiskFull
        | StoreError::ReadOnly
        | StoreError::Busy
        | StoreError::Closed
        | StoreError::CalendarMissing { .. }
        | StoreError::NoSuchOp
        | StoreError::OpIdTaken
        | StoreError::Io { .. }
        | StoreError::Database(_)
        | StoreError::Randomness => Exit::Failure,
    };
    let mut args = FluentArgs::new();
    match error {
        StoreError::Missing { dir } | StoreError::AlreadyThere { dir } => {
            args.set("place", dir.display().to_string());
        }
        StoreError::Io { path, source, .. } => {
            args.set("place", path.display().to_string());
            args.set("cause", source.to_string());
        }
        StoreError::CalendarMissing { date: day } => args.set("date", date::long(texts, *day)),
        StoreError::WrongPassphrase
        | StoreError::VaultDamaged { .. }
        | StoreError::Damaged { .. }
        | StoreError::Unexpected { .. }
        | StoreError::NewerVault { .. }
        | StoreError::NewerSchema { .. }
        | StoreError::OlderSchema { .. }
        | StoreError::DiskFull
        | StoreError::ReadOnly
        | StoreError::Busy
        | StoreError::Closed
        | StoreError::NoSuchOp
        | StoreError::OpIdTaken
        | StoreError::Database(_)
        | StoreError::Randomness => {}
    }
    let code = error.code();
    let message = texts
        .by_id(&format!("store-error-{code}"), Some(&args))
        .unwrap_or_else(|| error.to_string());
    let told = CliError::new(exit, code, message);
    match hint_of(texts, "store-error", code) {
        Some(hint) => told.hint(hint),
        None => told,
    }
}

fn hint_of(texts: &Texts, kind: &str, code: &str) -> Option<String> {
    texts.by_id(&format!("{kind}-{code}-hint"), None)
}
