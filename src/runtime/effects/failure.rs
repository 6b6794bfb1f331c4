//! Technical errors as the screen tells them: a code with a Fluent text, details for the log.

use crate::app::notice::{Failure, FailureCode};
use crate::store::StoreError;

/// A failure of reading the store.
pub(super) fn read(error: &StoreError) -> Failure {
    of_store(error, FailureCode::StoreRead)
}

/// A failure of writing to the store.
pub(super) fn write(error: &StoreError) -> Failure {
    of_store(error, FailureCode::StoreWrite)
}

fn of_store(error: &StoreError, otherwise: FailureCode) -> Failure {
    let code = match error {
        StoreError::DiskFull => FailureCode::DiskFull,
        StoreError::Damaged { .. }
        | StoreError::VaultDamaged { .. }
        | StoreError::Unexpected { .. } => FailureCode::StoreDamaged,
        StoreError::Missing { .. }
        | StoreError::AlreadyThere { .. }
        | StoreError::WrongPassphrase
        | StoreError::NewerVault { .. }
        | StoreError::NewerSchema { .. }
        | StoreError::OlderSchema { .. }
        | StoreError::ReadOnly
        | StoreError::Busy
        | StoreError::Closed
        | StoreError::CalendarMissing { .. }
        | StoreError::NoSuchOp
        | StoreError::OpIdTaken
        | StoreError::Io { .. }
        | StoreError::Database(_)
        | StoreError::Randomness => otherwise,
    };
    told(code, format!("{}: {}", error.code(), chain(error)))
}

/// A failure that is also noted in the log under its code.
pub(super) fn told(code: FailureCode, detail: String) -> Failure {
    tracing::error!(code = code.id(), %detail, "failed");
    Failure { code, detail }
}

/// An error with its causes.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
