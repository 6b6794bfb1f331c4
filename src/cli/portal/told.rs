//! What the portal's commands tell in common: failures as errors in the user's language, moments.

use std::fmt::Display;

use super::super::{CliError, Context, Exit, own_rules};
use crate::domain::zone;
use crate::i18n::{date, words};
use crate::portal::ServeError;
use crate::portal::accounts::{AccountError, MIN_PASSWORD};
use crate::portal::directory::DirectoryError;
use crate::portal::rules_change::ChangeError;
use crate::portal::seed::SeedError;
use crate::portal::storage::StorageError;

/// `27.11.2026 12:30`, in Almaty.
pub(super) fn moment(at: jiff::Timestamp) -> String {
    let local = zone::local(at);
    format!(
        "{} {}",
        date::numeric(local.date()),
        local.strftime("%H:%M")
    )
}

/// Something of the machine failed.
pub(super) fn failed(cx: &Context, cause: &dyn Display) -> CliError {
    let message = cx.texts.portal_failed(cause.to_string());
    CliError::new(Exit::Failure, "failed", message)
}

/// The store failed.
pub(super) fn storage(cx: &Context, error: &StorageError) -> CliError {
    let texts = cx.texts;
    let (code, message, hint) = match error {
        StorageError::Busy(_) => (
            "database-busy",
            texts.portal_database_busy(),
            texts.portal_database_busy_hint(),
        ),
        StorageError::Full => (
            "disk-full",
            texts.portal_database_full(),
            texts.portal_database_full_hint(),
        ),
        StorageError::Damaged(cause) => (
            "database-damaged",
            texts.portal_database_damaged(cause.clone()),
            texts.portal_database_damaged_hint(),
        ),
        StorageError::Newer { .. } => (
            "database-newer",
            texts.portal_database_newer(),
            texts.portal_database_newer_hint(),
        ),
        StorageError::Unreachable(cause) => (
            "database-unreachable",
            texts.portal_database_unreachable(cause.clone()),
            texts.portal_database_unreachable_hint(),
        ),
        StorageError::Failed(cause) => (
            "database-failed",
            texts.portal_database_failed(cause.clone()),
            texts.portal_database_failed_hint(),
        ),
    };
    CliError::new(Exit::Failure, code, message).hint(hint)
}

/// The rules in the store cannot be used.
pub(super) fn directory(cx: &Context, error: DirectoryError) -> CliError {
    storage(cx, &error.into())
}

/// Rules were not changed.
pub(super) fn change(cx: &Context, error: ChangeError) -> CliError {
    let texts = cx.texts;
    match error {
        ChangeError::Storage(error) => storage(cx, &error),
        ChangeError::Rules(error) => own_rules::invalid_file(texts, "", &error),
        ChangeError::Twice(key) => {
            let message = texts.portal_rules_twice(key.id);
            CliError::new(Exit::Failure, "bad-input", message)
        }
        ChangeError::InUse { pack, what, items } => {
            let message = texts.portal_rules_in_use(items, pack.to_string(), what);
            CliError::new(Exit::Refused, "refused", message).hint(texts.portal_rules_in_use_hint())
        }
        ChangeError::Stale => CliError::new(Exit::Conflict, "conflict", texts.portal_rules_stale())
            .hint(texts.portal_rules_stale_hint()),
    }
}

/// The seed failed.
pub(super) fn seed(cx: &Context, error: SeedError) -> CliError {
    match error {
        SeedError::Storage(error) => storage(cx, &error),
        SeedError::Directory(error) => directory(cx, error),
        SeedError::NumbersTaken => {
            let message = cx.texts.portal_seed_taken();
            CliError::new(Exit::Failure, "numbers-taken", message)
        }
        error @ (SeedError::Corpus(_) | SeedError::Motives(_) | SeedError::NotAccepted { .. }) => {
            failed(cx, &error)
        }
    }
}

/// An account was not added.
pub(super) fn account(cx: &Context, error: &AccountError) -> CliError {
    let texts = cx.texts;
    let message = match error {
        AccountError::BadName => texts.portal_account_bad_name(),
        AccountError::ShortPassword => texts.portal_account_short_password(MIN_PASSWORD),
        AccountError::HolderMissing(role) => {
            texts.portal_account_holder_missing(words::role(texts, *role))
        }
        AccountError::HolderGiven(role) => {
            texts.portal_account_holder_given(words::role(texts, *role))
        }
        AccountError::BadHolder(_) => texts.portal_account_bad_holder(),
        AccountError::NameTaken => texts.portal_account_name_taken(),
        AccountError::Storage(error) => return storage(cx, error),
        AccountError::Secret(error) => return failed(cx, error),
    };
    CliError::new(Exit::Failure, error.code(), message)
}

/// The portal does not serve.
pub(super) fn serve(cx: &Context, error: &ServeError) -> CliError {
    let texts = cx.texts;
    match error {
        ServeError::TlsRequired(address) => CliError::new(
            Exit::Failure,
            "tls-required",
            texts.portal_tls_required(address.to_string()),
        )
        .hint(texts.portal_tls_required_hint()),
        ServeError::OpenIntake(address) => CliError::new(
            Exit::Failure,
            "open-intake",
            texts.portal_open_intake(address.to_string()),
        ),
        ServeError::Certificate(cause) => CliError::new(
            Exit::Failure,
            "bad-certificate",
            texts.portal_certificate(cause.to_string()),
        ),
        ServeError::Socket(cause) => CliError::new(
            Exit::Failure,
            "socket",
            texts.portal_socket(cause.to_string()),
        ),
    }
}
