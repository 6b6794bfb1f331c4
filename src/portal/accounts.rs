//! Accounts of the portal: who may sign in, and what a new account must say.

use secrecy::{ExposeSecret, SecretString};

use super::desk;
use super::secrets::{Passwords, SecretError};
use super::storage::{AccountRow, Storage, StorageError};
use crate::clock::Clock;
use crate::domain::act::Role;
use crate::domain::ids::UserName;
use crate::domain::person::{IdFault, check_bin};

/// The fewest characters of a password.
pub const MIN_PASSWORD: usize = 8;

/// A new account.
pub struct NewAccount {
    /// Login name.
    pub user: UserName,
    /// Role.
    pub role: Role,
    /// BIN of the holder, for roles that have one.
    pub holder: Option<String>,
    /// Password.
    pub password: SecretString,
}

/// Why an account was not added.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The name has other characters than letters, digits, `.`, `_`, `-`, `@`, or is too long.
    #[error("a login name has 1 to 64 letters, digits and . _ - @")]
    BadName,
    /// The password is too short.
    #[error("a password has at least {MIN_PASSWORD} characters")]
    ShortPassword,
    /// The role needs a holder.
    #[error("the role {} needs the BIN of a holder", .0.id())]
    HolderMissing(Role),
    /// The role has no holder.
    #[error("the role {} belongs to no holder", .0.id())]
    HolderGiven(Role),
    /// The BIN is not one.
    #[error("the BIN of the holder: {0}")]
    BadHolder(IdFault),
    /// The name is taken.
    #[error("the login name is taken")]
    NameTaken,
    /// Hashing failed.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl AccountError {
    /// The kebab-case code of commands.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadName => "bad-name",
            Self::ShortPassword => "short-password",
            Self::HolderMissing(_) => "holder-missing",
            Self::HolderGiven(_) => "holder-given",
            Self::BadHolder(_) => "bad-holder",
            Self::NameTaken => "name-taken",
            Self::Secret(_) | Self::Storage(_) => "store-failed",
        }
    }
}

/// Adds an account.
///
/// # Errors
/// The account says something that cannot be, its name is taken, or the store failed.
pub async fn add(
    storage: &dyn Storage,
    passwords: &Passwords,
    clock: &dyn Clock,
    new: NewAccount,
) -> Result<(), AccountError> {
    check(&new)?;
    let password = passwords.hash(&new.password).await?;
    let account = AccountRow {
        user: new.user,
        role: new.role,
        holder: new.holder,
        password,
        disabled: false,
    };
    if storage.add_account(account.clone(), clock.now()).await? {
        Ok(desk::introduce(storage, &account, clock.now()).await?)
    } else {
        Err(AccountError::NameTaken)
    }
}

fn check(new: &NewAccount) -> Result<(), AccountError> {
    if !new.user.is_fit() {
        return Err(AccountError::BadName);
    }
    if new.password.expose_secret().chars().count() < MIN_PASSWORD {
        return Err(AccountError::ShortPassword);
    }
    match (&new.holder, new.role.has_holder()) {
        (None, true) => Err(AccountError::HolderMissing(new.role)),
        (Some(_), false) => Err(AccountError::HolderGiven(new.role)),
        (None, false) => Ok(()),
        // The rule of the other digits comes from public libraries: only the form is certain.
        (Some(bin), true) => check_bin(bin).or_else(|fault| match fault {
            IdFault::NotTwelveDigits => Err(AccountError::BadHolder(fault)),
            IdFault::CheckDigit | IdFault::Date | IdFault::Kind => Ok(()),
        }),
    }
}
