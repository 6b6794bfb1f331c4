//! How an application for access comes in, and how its applicant gets into the account
//! `[145 ¶12]`.
//!
//! The Operator never knows a password: a granted account has none until its applicant, who
//! proves to be one with the token given on receipt, sets one, once.

use axum::http::StatusCode;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};

use super::accounts::MIN_PASSWORD;
use super::directory::Directory;
use super::entity::put_of;
use super::intake::{Faults, check_requester, received};
use super::problem::{ApiProblem, ApiResult};
use super::storage::{AccountRow, Commit, Storage, StorageError, Write};
use super::{Portal, secrets};
use crate::domain::access::{Access, AccessState, Event, MAX_POSITION, is_given};
use crate::domain::ids::{ItemKind, Number};
use crate::domain::text::clean_line;
use crate::wire::feed::EntityKey;
use crate::wire::intake::NewAccess;
use crate::wire::problem::FieldError;

/// Checks an application received at a moment; its number is given when it is stored.
///
/// # Errors
/// Every field that was not accepted.
pub fn check(
    new: NewAccess,
    now: Timestamp,
    directory: &Directory,
) -> Result<Access, Vec<FieldError>> {
    let mut faults = Faults::default();
    let holder = faults.holder(&new.holder, directory);
    if !is_given(new.role) {
        faults.add(
            "role",
            "role-not-given",
            "access is given to an administrator, a head or a moderator",
        );
    }
    let position = clean_line(&new.position);
    if position.is_empty() || position.chars().count() > MAX_POSITION {
        faults.add("position", "missing", "a position has 1 to 200 characters");
    }
    let applicant = check_requester(new.applicant, &mut faults);
    if applicant.name.is_none() {
        faults.add("applicant.name", "missing", "the name is missing");
    }
    let (holder, pack) = faults.pinned(holder, now, directory)?;
    Ok(Access {
        number: Number::new(ItemKind::Access, 0),
        holder: new.holder,
        holder_name: holder.name.clone(),
        submitted_at: now,
        pack,
        applicant,
        position,
        role: new.role,
        state: AccessState::New,
        account: None,
        owner: None,
        history: vec![],
        unknown: serde_json::Map::new(),
    })
}

/// Stores an application under the next number; the token proves its applicant later.
///
/// # Errors
/// The store failed, or there are no random numbers.
pub async fn store(
    mut access: Access,
    storage: &dyn Storage,
    directory: &Directory,
) -> Result<(Number, SecretString), StorageError> {
    let at = access.submitted_at;
    let (token, digest) =
        secrets::token().map_err(|error| StorageError::Failed(error.to_string()))?;
    access.apply(Event::Submitted, received(at));
    loop {
        let serial = storage.reserve_serials(ItemKind::Access, 1).await?;
        access.number = Number::new(ItemKind::Access, serial);
        let number = access.number;
        let write = Write {
            puts: vec![put_of(&access.clone().into(), directory)?],
            requester_tokens: vec![(number.to_string(), digest)],
            ..Write::default()
        };
        if let Commit::Done(_) = storage.commit(write).await? {
            return Ok((number, token));
        }
    }
}

/// Sets the password of the account that was given on an application, once.
///
/// # Errors
/// The number or the token is not right, nothing was granted, the password is too short or was
/// set before, or the store failed.
pub async fn set_password(
    portal: &Portal,
    number: Number,
    token: &SecretString,
    password: &SecretString,
) -> ApiResult<()> {
    let storage = portal.storage.as_ref();
    let now = portal.clock.now();
    // No login name has a slash: an application and an account never share a limit.
    let limited = format!("access/{number}");
    portal.logins.take(&limited, now).map_err(|seconds| {
        ApiProblem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-logins",
            "too many tries for this application",
        )
        .retry_after(seconds)
    })?;
    let given = secrets::digest(token.expose_secret());
    let kept = storage.requester_token(number.to_string()).await?;
    if !kept.is_some_and(|kept| secrets::same(&kept, &given)) {
        return Err(no_such_application());
    }
    if password.expose_secret().chars().count() < MIN_PASSWORD {
        return Err(ApiProblem::validation(vec![FieldError {
            field: "password".to_owned(),
            code: "too-short".to_owned(),
            message: format!("a password has at least {MIN_PASSWORD} characters"),
        }]));
    }
    let account = granted(storage, number).await?;
    let hash = portal.passwords.hash(password).await.map_err(|error| {
        tracing::error!(%error, "no hash or no random numbers");
        ApiProblem::of_status(StatusCode::SERVICE_UNAVAILABLE)
    })?;
    // Revoked or set by another call while this one hashed: nothing is set.
    if storage.set_first_password(account.user, hash).await? {
        portal.logins.forgive(&limited);
        Ok(())
    } else {
        Err(done_before())
    }
}

fn done_before() -> ApiProblem {
    ApiProblem::new(
        StatusCode::CONFLICT,
        "done-before",
        "the password was set before, or the access was revoked",
    )
}

/// The account of a granted application that has no password yet.
async fn granted(storage: &dyn Storage, number: Number) -> ApiResult<AccountRow> {
    let rows = storage.entities(vec![EntityKey::of(number)]).await?;
    let row = rows.into_iter().flatten().find(|row| !row.deleted);
    let access: Option<Access> = row.and_then(|row| serde_json::from_str(&row.body).ok());
    let access = access.ok_or_else(no_such_application)?;
    let conflict = |code: &str, told: &str| ApiProblem::new(StatusCode::CONFLICT, code, told);
    let user = access
        .account
        .filter(|_| access.state == AccessState::Granted)
        .ok_or_else(|| conflict("not-granted", "access has not been granted"))?;
    let account = storage.account(user).await?;
    account
        .filter(|account| account.password.is_empty() && !account.disabled)
        .ok_or_else(done_before)
}

fn no_such_application() -> ApiProblem {
    ApiProblem::new(
        StatusCode::NOT_FOUND,
        "no-such-item",
        "no such application, or not this applicant's",
    )
}
