//! `awp why`: why a request's term ends on that very day, counted day by day.
//!
//! Shows the clocks that run now; of a closed request, or for a rule that is asked for, the term
//! as it follows from the receipt under the pinned pack. Counts nothing itself.

use std::sync::Arc;

use serde::Serialize;

use super::session::{self, Need, Session};
use super::term::{self as term_command, TermObject};
use super::{CliError, Context};
use crate::domain::calendar::CalendarMissing;
use crate::domain::clock::Clock;
use crate::domain::holder::Policy;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::row;
use crate::domain::rules::{AfterRepeal, Nature, RuleId};
use crate::domain::term::{self, Start, TermError, TermQuery};
use crate::domain::work::Work;
use crate::domain::zone;
use crate::i18n::Texts;
use crate::store::StoreError;

/// The rules whose terms run from the receipt of a request.
const FROM_RECEIPT: [RuleId; 5] = [
    RuleId::RETURN,
    RuleId::FORWARD,
    RuleId::ALREADY_PUBLISHED,
    RuleId::REFUSAL,
    RuleId::ANSWER,
];

/// Why the terms of a request end when they do.
#[derive(Debug, Clone, clap::Args)]
pub struct WhyArgs {
    /// Its number.
    #[arg(value_name = "NUMBER")]
    pub number: String,
    /// The rule of one term.
    #[arg(long, value_name = "ID")]
    pub rule: Option<String>,
}

/// A clock as `--json` prints it: the object of `awp term` and what it means for the row.
#[derive(Debug, Serialize)]
pub struct ClockObject {
    #[serde(flatten)]
    term: TermObject,
    nature: Nature,
    drives: bool,
}

impl ClockObject {
    /// The object of a clock, its ledger worded in the language of `texts`.
    #[must_use]
    pub fn new(clock: &Clock, texts: &Texts) -> Self {
        Self {
            term: TermObject::new(&clock.term, texts),
            nature: clock.nature,
            drives: clock.drives,
        }
    }
}

/// The clocks of an item that run now, earliest first.
///
/// # Errors
/// A needed day has no calendar data.
pub fn clocks(work: &Work, session: &Session<'_>) -> Result<Vec<Clock>, CliError> {
    let policy = session.reader.policy(work.holder());
    let policy = policy.map_err(|error| session.fail(&error))?;
    row::clocks(work, &session.rules, &policy).map_err(|missing| calendar_missing(missing, session))
}

/// The rules of a workstation come from its portal: the way out is an exchange, not a file.
fn calendar_missing(missing: CalendarMissing, session: &Session<'_>) -> CliError {
    session.fail(&StoreError::CalendarMissing { date: missing.date })
}

fn holder_policy(request: &Request, session: &Session<'_>) -> Result<Arc<Policy>, CliError> {
    session
        .reader
        .policy(&request.holder)
        .map_err(|error| session.fail(&error))
}

/// Runs the command.
///
/// # Errors
/// No such item, a rule that does not apply to it, missing calendar data, no store.
pub fn run(args: &WhyArgs, cx: &Context) -> Result<(), CliError> {
    let number = session::number(cx, &args.number)?;
    let session = Session::open(cx, Need::Read)?;
    let item = session.item(number)?;
    let Some(work) = &item.work else {
        return Err(session::refused(cx.texts, &Refusal::NotUnderstood));
    };
    let rule = args.rule.as_deref().map(RuleId::from);
    let clocks = match (work.request(), &rule) {
        (Some(request), None) => running_or_past(request, &session)?,
        (Some(request), Some(rule)) => vec![of_rule(rule, request, &session)?],
        (None, rule) => {
            let mut running = clocks(work, &session)?;
            running.retain(|clock| rule.as_ref().is_none_or(|rule| clock.rule == *rule));
            running
        }
    };
    if !cx.json() {
        cx.output.line(&cx.texts.why_title(number.to_string()));
        cx.output.line("");
    }
    for clock in &clocks {
        if cx.json() {
            cx.output.json(&ClockObject::new(clock, cx.texts));
        } else {
            term_command::print(cx, &session.rules, &clock.term);
        }
    }
    Ok(())
}

/// The running clocks; of a closed request those that had run.
fn running_or_past(request: &Request, session: &Session<'_>) -> Result<Vec<Clock>, CliError> {
    let running = clocks(&request.clone().into(), session)?;
    if !running.is_empty() {
        return Ok(running);
    }
    let mut past = Vec::new();
    for rule in FROM_RECEIPT {
        if applies(&rule, request, session) {
            past.push(of_rule(&rule, request, session)?);
        }
    }
    Ok(past)
}

fn applies(rule: &RuleId, request: &Request, session: &Session<'_>) -> bool {
    let received_on = zone::date(request.received_at);
    session
        .rules
        .under_pin(rule, &request.pack, received_on)
        .is_some()
}

/// The term of one rule: the running clock if there is one, else counted from the receipt.
fn of_rule(rule: &RuleId, request: &Request, session: &Session<'_>) -> Result<Clock, CliError> {
    let explain = |error: &TermError| match error {
        TermError::CalendarMissing(missing) => calendar_missing(*missing, session),
        TermError::RuleNotInForce { .. }
        | TermError::RuleHasNoTerm { .. }
        | TermError::BadDays { .. }
        | TermError::UnknownPack(_)
        | TermError::UnknownRule(_) => term_command::explain(session.cx, error),
    };
    let running = clocks(&request.clone().into(), session)?;
    let found = running
        .into_iter()
        .find(|clock| clock.rule == *rule || clock.term.rule == *rule);
    if let Some(clock) = found {
        return Ok(clock);
    }
    let received_on = zone::date(request.received_at);
    // Unknown, or with no term under any pack: told before whether it is in force.
    let question = TermQuery {
        rule: rule.clone(),
        pack: None,
        start: Start::On(received_on),
        days: None,
        policy: AfterRepeal::default(),
    };
    term::check(&session.rules, &question).map_err(|error| explain(&error))?;
    let taken = session
        .rules
        .under_pin(rule, &request.pack, received_on)
        .filter(|_| FROM_RECEIPT.contains(rule))
        .ok_or_else(|| {
            explain(&TermError::RuleNotInForce {
                rule: rule.clone(),
                date: received_on,
                pack: None,
            })
        })?;
    let policy = holder_policy(request, session)?;
    let start = Start::At(request.received_at);
    let counted = term::count(
        taken,
        start,
        None,
        &session.rules.calendar,
        &policy.switches,
    );
    let term = counted.map_err(|error| explain(&error))?;
    Ok(Clock {
        rule: rule.clone(),
        nature: taken.rule.nature,
        term,
        drives: false,
    })
}
