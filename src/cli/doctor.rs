//! `awp doctor`: first checks of an installation, made without the store and without a secret.
//!
//! Each check is told by name, state and what to do; personal data are never near, so the output
//! may be sent to support. Warnings alone end with 0, a failure with 1.

mod checks;

use serde::Serialize;

use super::{CliError, Context, Exit};
use crate::clock::{Clock, SystemClock};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// As it should be.
    Ok,
    /// It works, but something should be looked at.
    Warning,
    /// The program cannot do its work like this.
    Failure,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// A kebab-case name.
    pub check: &'static str,
    /// How it ended.
    pub state: State,
    /// What was found, in the user's language.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Check {
    const fn new(check: &'static str, state: State, message: String) -> Self {
        Self {
            check,
            state,
            message,
            hint: None,
        }
    }

    fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }
}

/// Runs the command.
///
/// # Errors
/// A check failed.
pub fn run(cx: &Context) -> Result<(), CliError> {
    let checks = checks::all(cx, SystemClock.now());
    for check in &checks {
        if cx.json() {
            cx.output.json(check);
        } else {
            tell(check, cx);
        }
    }
    let failed = checks
        .iter()
        .filter(|check| check.state == State::Failure)
        .count();
    if failed == 0 {
        return Ok(());
    }
    Err(CliError::new(
        Exit::Failure,
        "doctor-failed",
        cx.texts.doctor_failed(failed),
    ))
}

fn tell(check: &Check, cx: &Context) {
    let state = match check.state {
        State::Ok => cx.texts.doctor_ok(),
        State::Warning => cx.texts.doctor_warning(),
        State::Failure => cx.texts.doctor_failure(),
    };
    cx.output.line(&format!("{state}: {}", check.message));
    if let Some(hint) = &check.hint {
        cx.output.line(&format!("  {hint}"));
    }
}
