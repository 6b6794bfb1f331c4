//! `awp login` and `awp logout`.
//!
//! The first login makes the vault and the encrypted store; later ones renew the session. Signing
//! out revokes the session and keeps the outbox and the drafts: they wait for the same user.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::path::PathBuf;

use super::exchange;
use super::session::{self, Need, Session};
use super::{CliError, Context, Exit};
use crate::domain::ids::UserName;
use crate::i18n::words;
use crate::store::{DataKey, KdfParams, Vault};
use crate::sync::status::FailureKind;

/// Signing in.
#[derive(Debug, Clone, clap::Args)]
pub struct LoginArgs {
    /// Address of the portal.
    #[arg(long, value_name = "URL")]
    pub portal: String,
    /// Name of the account.
    #[arg(long, value_name = "NAME")]
    pub user: String,
    /// File whose first line is the password.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// Runs `awp login`.
///
/// # Errors
/// A bad address, a wrong name or password, a portal out of reach, a store that cannot be opened
/// or made.
pub fn run(args: &LoginArgs, cx: &Context) -> Result<(), CliError> {
    session::refuse_read_only(cx)?;
    let portal = exchange::plain_address(&args.portal, cx)?;
    exchange::check_address(&portal, cx)?;
    let vault = Vault::at(&cx.data());
    let (key, created) = if vault.exists() {
        (session::unlock(cx)?, false)
    } else {
        (create(&vault, cx)?, true)
    };
    let session = Session::with_key(cx, &key, Need::Write)?;
    if created && !cx.json() {
        let place = cx.data().display().to_string();
        cx.output.line(&cx.texts.login_created(place));
    }
    warn_of_unsent(&args.user, &session)?;
    let password = session::secret(
        cx,
        args.password_file.as_deref(),
        &cx.texts.session_password_prompt(),
        "--password-file",
    )?;
    let engine = exchange::engine(session.store.clone(), &portal, cx)?;
    let user = UserName(args.user.clone());
    let account = match exchange::block_on(engine.login(&portal, user, password), cx.texts)? {
        Ok(account) => account,
        Err(failure) => {
            let kind = exchange::link_failure(&failure, &session)?;
            return Err(login_failed(&kind, &args.user, cx));
        }
    };
    if cx.json() {
        cx.output.json(&json!({
            "portal": portal,
            "user": account.user,
            "role": account.role,
            "holder": account.holder,
            "created": created,
        }));
    } else {
        let role = words::role(cx.texts, account.role);
        cx.output
            .line(&cx.texts.login_done(role, account.user.to_string()));
        cx.output.line(&cx.texts.login_next());
    }
    Ok(())
}

/// Makes the vault; a passphrase that is typed is typed twice.
fn create(vault: &Vault, cx: &Context) -> Result<DataKey, CliError> {
    let texts = cx.texts;
    let file = cx.global.passphrase_file.as_deref();
    let option = "--passphrase-file";
    let first = session::secret(cx, file, &texts.session_passphrase_new(), option)?;
    if file.is_none() {
        let again = session::secret(cx, None, &texts.session_passphrase_again(), option)?;
        if !same(&first, &again) {
            return Err(CliError::new(
                Exit::Failure,
                "bad-input",
                texts.session_passphrase_differs(),
            ));
        }
    }
    vault
        .create(&first, KdfParams::DEFAULT)
        .map_err(|error| session::store_error(texts, &error))
}

fn same(one: &SecretString, other: &SecretString) -> bool {
    one.expose_secret() == other.expose_secret()
}

/// Decisions of another account stay until that account is back.
fn warn_of_unsent(user: &str, session: &Session<'_>) -> Result<(), CliError> {
    let Some(before) = session.me().filter(|before| before.0 != user) else {
        return Ok(());
    };
    let unsent = unsent(session)?;
    if unsent > 0 {
        let texts = session.cx.texts;
        session
            .cx
            .output
            .note(&texts.login_other_user(unsent, before.to_string()));
    }
    Ok(())
}

fn unsent(session: &Session<'_>) -> Result<usize, CliError> {
    let outbox = session.reader.outbox();
    let outbox = outbox.map_err(|error| session.fail(&error))?;
    Ok(outbox
        .iter()
        .filter(|entry| entry.state.is_unsent())
        .count())
}

fn login_failed(kind: &FailureKind, user: &str, cx: &Context) -> CliError {
    let texts = cx.texts;
    match kind {
        FailureKind::Unauthorized => CliError::new(
            Exit::Failure,
            "login-refused",
            texts.login_refused(user.to_owned()),
        )
        .hint(texts.login_refused_hint()),
        FailureKind::TooOld => CliError::new(Exit::Failure, kind.code(), texts.exchange_too_old()),
        FailureKind::Unreachable
        | FailureKind::Timeout
        | FailureKind::Server(_)
        | FailureKind::Nonsense
        | FailureKind::TooLarge
        | FailureKind::Busy
        | FailureKind::Problem(_)
        | FailureKind::RulesDiffer
        | FailureKind::Store(_) => CliError::new(
            Exit::Unreachable,
            "unreachable",
            texts.login_failed(exchange::cause(kind, texts)),
        ),
    }
}

/// Runs `awp logout`.
///
/// # Errors
/// The store cannot be opened or written; a portal that cannot be told is no error.
pub fn logout(cx: &Context) -> Result<(), CliError> {
    let session = Session::open(cx, Need::Write)?;
    let texts = cx.texts;
    let held = session.reader.session();
    let held = held.map_err(|error| session.fail(&error))?;
    let signed_in = held
        .as_ref()
        .is_some_and(|held| held.refresh_token.is_some());
    let user = session.me();
    if let Some(held) = held.filter(|_| signed_in) {
        let engine = exchange::engine(session.store.clone(), &held.portal, cx)?;
        if let Err(failure) = exchange::block_on(engine.logout(), cx.texts)? {
            exchange::link_failure(&failure, &session)?;
        }
    }
    let unsent = unsent(&session)?;
    if cx.json() {
        cx.output.json(&json!({
            "user": user,
            "signed_out": signed_in,
            "unsent": unsent,
        }));
        return Ok(());
    }
    let name = user.as_ref().map(ToString::to_string).unwrap_or_default();
    if !signed_in {
        cx.output.line(&texts.logout_nobody());
        return Ok(());
    }
    cx.output.line(&texts.logout_done(name.clone()));
    if unsent > 0 {
        cx.output.line(&texts.logout_unsent(unsent, name));
    }
    Ok(())
}
