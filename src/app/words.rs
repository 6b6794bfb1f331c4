//! The words of the program's own values: refusals, reasons, notices.
//!
//! Values travel as data and become words here, in the language of the moment.

use fluent::{FluentArgs, FluentValue};

use super::action::{Action, DisabledReason, Scope};
use super::notice::{Failure, Notice, NoticeText};
use crate::domain::act::{Act, Role};
use crate::domain::refusal::Refusal;
use crate::domain::request::RequestState;
use crate::domain::zone;
use crate::i18n::Texts;

/// The title of an action.
#[must_use]
pub fn title(action: &Action, texts: &Texts) -> String {
    by_id(texts, &action.title_id())
}

/// The one-line explanation of an action.
#[must_use]
pub fn hint(action: &Action, texts: &Texts) -> String {
    by_id(texts, &action.hint_id())
}

/// The title of a scope, a heading of the help.
#[must_use]
pub fn scope(scope: Scope, texts: &Texts) -> String {
    by_id(texts, &format!("scope-{}", scope.name()))
}

/// The name of an act: "return".
#[must_use]
pub fn act(act: Act, texts: &Texts) -> String {
    by_id(texts, &format!("refusal-act-{}", act.id()))
}

fn state(state: RequestState, texts: &Texts) -> String {
    by_id(texts, &format!("refusal-state-{}", state.id()))
}

fn role(role: Role, texts: &Texts) -> String {
    by_id(texts, &format!("refusal-role-{}", role.id()))
}

fn by_id(texts: &Texts, id: &str) -> String {
    texts.by_id(id, None).unwrap_or_else(|| id.to_owned())
}

fn with(texts: &Texts, id: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    texts
        .by_id(id, Some(&args))
        .unwrap_or_else(|| id.to_owned())
}

/// Why an act is not possible, with the clause where the law speaks.
#[must_use]
pub fn refusal(refusal: &Refusal, texts: &Texts) -> String {
    let _ = (refusal, role, state, with);
    by_id(texts, "refusal")
}

/// Why an action is not possible now.
#[must_use]
pub fn disabled(reason: &DisabledReason, texts: &Texts) -> String {
    by_id(texts, reason.code())
}

/// What failed, for the user.
#[must_use]
pub fn failure(failure: &Failure, texts: &Texts) -> String {
    by_id(texts, &format!("failure-{}", failure.code.id()))
}

/// What to do about a failure.
#[must_use]
pub fn failure_hint(failure: &Failure, texts: &Texts) -> String {
    by_id(texts, &format!("failure-{}-hint", failure.code.id()))
}

/// A message.
#[must_use]
pub fn notice(notice: &Notice, texts: &Texts) -> String {
    let _ = (&notice.text, zone::local(notice.at));
    match &notice.text {
        NoticeText::Failed(it) => failure(it, texts),
        _ => String::new(),
    }
}
