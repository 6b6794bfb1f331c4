//! One exchange with the portal for a command, and how it ended in words and exit codes.
//!
//! The engine does the work; this runs it once on a small runtime of its own. What cannot be
//! exchanged is an outcome with its exit code, never a loss: decisions stay in the outbox.

use std::future::Future;
use std::sync::Arc;

use reqwest::Url;
use secrecy::SecretString;
use tokio::sync::mpsc;

use super::session::Session;
use super::{CliError, Context, Exit};
use crate::clock::SystemClock;
use crate::i18n::{Texts, words};
use crate::store::{Store, StoreError};
use crate::sync::client::{Client, ClientError, ClientSettings};
use crate::sync::engine::{Engine, Exchange, Report, Settings, SyncFailure};
use crate::sync::status::FailureKind;
use crate::wire::replica::DeletionQuestion;

/// How an exchange ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Everything is exchanged.
    Done(Report),
    /// Nobody was ever signed in.
    Nobody,
    /// The session ended.
    SignedOut,
    /// A page would delete a large part of the replica.
    Asking(DeletionQuestion),
    /// The workstation was taken off the link.
    Offline,
    /// It failed.
    Failed(FailureKind),
}

/// Runs one exchange; held decisions go too when `send_held` says so.
///
/// # Errors
/// The store failed, or the portal's address or certificate cannot be used; a portal that
/// cannot be reached is an [`Ended`].
pub fn run(session: &Session<'_>, send_held: bool) -> Result<Ended, CliError> {
    let held = session.reader.session();
    let Some(account) = held.map_err(|error| session.fail(&error))? else {
        return Ok(Ended::Nobody);
    };
    let engine = engine(session.store.clone(), &account.portal, session.cx)?;
    let asked = Exchange {
        send_held,
        allow_deletion: false,
    };
    match block_on(engine.exchange(asked), session.cx.texts)? {
        Ok(report) => Ok(Ended::Done(report)),
        Err(SyncFailure::Store(error)) => Err(session.fail(&error)),
        Err(SyncFailure::Transport(error)) => Ok(Ended::Failed(error.kind)),
        Err(SyncFailure::NotSignedIn) => Ok(Ended::Nobody),
        Err(SyncFailure::SignedOut { .. }) => Ok(Ended::SignedOut),
        Err(SyncFailure::Asking(question)) => Ok(Ended::Asking(question)),
        Err(SyncFailure::Offline) => Ok(Ended::Offline),
    }
}

/// An engine of a store for the portal at an address; what it tells is not listened to.
///
/// # Errors
/// The address or the certificate of `portal_ca` cannot be used.
pub fn engine(store: Store, portal: &str, cx: &Context) -> Result<Engine<Client>, CliError> {
    let client = client(portal, cx)?;
    let (events, _nobody_listens) = mpsc::unbounded_channel();
    Ok(Engine::new(
        store,
        client,
        Arc::new(SystemClock),
        events,
        Settings::default(),
    ))
}

/// Runs a call of the engine to its end on this thread.
///
/// # Errors
/// The system gives no runtime.
pub fn block_on<F: Future>(call: F, texts: &Texts) -> Result<F::Output, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            let message = texts.exchange_no_runtime(error.to_string());
            CliError::new(Exit::Failure, "internal", message)
        })?;
    Ok(runtime.block_on(call))
}

/// A client with a token that is fresh: one exchange is made first.
///
/// # Errors
/// As [`run`] and [`Ended::result`].
pub fn linked(session: &Session<'_>) -> Result<(Client, SecretString), CliError> {
    run(session, false)?.result(session)?;
    let closed = || session.fail(&StoreError::Closed);
    // The exchange has just made sure of both.
    let held = session.reader.session();
    let held = held.map_err(|error| session.fail(&error))?;
    let held = held.ok_or_else(closed)?;
    let (access, _until) = held.access.ok_or_else(closed)?;
    Ok((client(&held.portal, session.cx)?, access))
}

/// The address can be spoken to; nothing is sent.
///
/// # Errors
/// It is none, or would be spoken to in the clear; the certificate cannot be used.
pub fn check_address(portal: &str, cx: &Context) -> Result<(), CliError> {
    client(portal, cx).map(drop)
}

/// A client of the portal at an address.
///
/// # Errors
/// As [`engine`].
pub fn client(portal: &str, cx: &Context) -> Result<Client, CliError> {
    let authority = match &cx.config.portal_ca {
        Some(path) => {
            Some(std::fs::read(path).map_err(|error| bad_ca(&words::io(cx.texts, &error), cx))?)
        }
        None => None,
    };
    let settings = ClientSettings {
        authority,
        // A proxy has no business between two programs of one computer.
        bypass_proxy: Url::parse(portal).is_ok_and(|url| url.scheme() == "http"),
        ..ClientSettings::new(portal)
    };
    Client::new(&settings).map_err(|error| {
        let texts = cx.texts;
        let usage = |message| CliError::new(Exit::Usage, "bad-input", message);
        match error {
            ClientError::BadAddress(shown) => {
                usage(texts.exchange_bad_url(shown)).hint(texts.exchange_bad_url_hint())
            }
            ClientError::NotPrivate(shown) => {
                usage(texts.exchange_plain_http(shown)).hint(texts.exchange_plain_http_hint())
            }
            ClientError::BadAuthority(source) => bad_ca(&source.to_string(), cx),
            ClientError::Setup(source) => CliError::new(
                Exit::Failure,
                "internal",
                texts.exchange_no_runtime(source.to_string()),
            ),
        }
    })
}

/// The address as it is kept: no account in it, which would land in histories and lists.
///
/// # Errors
/// It has an account or a query.
pub fn plain_address(portal: &str, cx: &Context) -> Result<String, CliError> {
    let texts = cx.texts;
    let plain = Url::parse(portal.trim()).ok().filter(|url| {
        url.username().is_empty() && url.password().is_none() && url.query().is_none()
    });
    if let Some(url) = plain {
        return Ok(url.as_str().trim_end_matches('/').to_owned());
    }
    // What stands before an @ may be a password.
    let after = portal.rsplit('@').next().unwrap_or_default();
    let shown: String = after.chars().take(80).collect();
    let message = texts.exchange_bad_url(shown);
    Err(CliError::new(Exit::Usage, "bad-input", message).hint(texts.exchange_bad_url_hint()))
}

fn bad_ca(cause: &str, cx: &Context) -> CliError {
    let path = cx.config.portal_ca.as_ref();
    let shown = path.map(|path| path.display().to_string());
    let message = cx.texts.exchange_bad_ca(cause, shown.unwrap_or_default());
    CliError::new(Exit::Failure, "bad-config", message)
}

/// A failure of signing in or out.
///
/// # Errors
/// The store's own failures, as errors of the command.
pub fn link_failure(failure: &SyncFailure, session: &Session<'_>) -> Result<FailureKind, CliError> {
    match failure {
        SyncFailure::Transport(error) => Ok(error.kind.clone()),
        SyncFailure::Store(error) => Err(session.fail(error)),
        SyncFailure::NotSignedIn
        | SyncFailure::SignedOut { .. }
        | SyncFailure::Asking(_)
        | SyncFailure::Offline => Err(session.fail(&StoreError::Closed)),
    }
}

impl Ended {
    /// Why the exchange did not go through, as the end of a sentence; empty if it did.
    #[must_use]
    pub fn sentence(&self, texts: &Texts, user: &str) -> String {
        match self {
            Self::Done(_) => String::new(),
            Self::Nobody => texts.exchange_nobody(),
            Self::SignedOut => texts.exchange_signed_out(user.to_owned()),
            Self::Asking(question) => texts.exchange_asking(question.deleting, question.of),
            Self::Offline => texts.exchange_offline(),
            Self::Failed(kind) => cause(kind, texts),
        }
    }

    /// The exit of `awp sync`.
    ///
    /// # Errors
    /// Everything but [`Ended::Done`].
    pub fn result(&self, session: &Session<'_>) -> Result<(), CliError> {
        let texts = session.cx.texts;
        let user = session.me().map(|user| user.0).unwrap_or_default();
        let sentence = self.sentence(texts, &user);
        let failed = |code: &str| CliError::new(Exit::Failure, code, sentence.clone());
        Err(match self {
            Self::Done(_) => return Ok(()),
            Self::Nobody => failed("not-signed-in").hint(texts.exchange_nobody_hint()),
            Self::SignedOut => failed("signed-out").hint(texts.exchange_signed_out_hint()),
            Self::Asking(_) => failed("deletion-asked"),
            Self::Offline => failed("offline"),
            Self::Failed(kind @ FailureKind::TooOld) => failed(kind.code()),
            Self::Failed(FailureKind::Store(code)) => failed(code),
            Self::Failed(_) => CliError::new(
                Exit::Unreachable,
                "unreachable",
                texts.sync_failed(sentence),
            )
            .hint(texts.sync_failed_hint()),
        })
    }
}

/// Why a call did not go through, as the end of a sentence.
#[must_use]
pub fn cause(kind: &FailureKind, texts: &Texts) -> String {
    match kind {
        FailureKind::Unreachable => texts.exchange_failed_unreachable(),
        FailureKind::Timeout => texts.exchange_failed_timeout(),
        FailureKind::Server(status) => texts.exchange_failed_server_error(*status),
        FailureKind::Nonsense => texts.exchange_failed_nonsense(),
        FailureKind::TooLarge => texts.exchange_failed_too_large(),
        FailureKind::Unauthorized => texts.exchange_failed_unauthorized(),
        FailureKind::TooOld => texts.exchange_too_old(),
        FailureKind::Busy => texts.exchange_failed_busy(),
        FailureKind::Problem(kind) => texts.exchange_failed_problem(kind.as_str()),
        FailureKind::RulesDiffer => texts.exchange_failed_rules_differ(),
        FailureKind::Store(code) => texts.exchange_failed_store(code.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;

    #[test]
    fn every_failure_of_the_link_is_worded_in_every_language() {
        for lang in Lang::ALL {
            for kind in [
                FailureKind::Unreachable,
                FailureKind::Timeout,
                FailureKind::Server(500),
                FailureKind::Nonsense,
                FailureKind::TooLarge,
                FailureKind::Unauthorized,
                FailureKind::TooOld,
                FailureKind::Busy,
                FailureKind::Problem("validation".into()),
                FailureKind::RulesDiffer,
                FailureKind::Store("disk-full".into()),
            ] {
                let told = cause(&kind, Texts::of(lang));
                assert!(told.contains(' '), "{lang:?} {kind:?}: {told}");
            }
        }
    }
}
