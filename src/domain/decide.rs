//! The one decision: may this command happen to this request, and what follows?
//!
//! The workstation asks before it queues, the portal before it applies; both get the same
//! answer for the same rules and effective time. Nothing is changed here: facts come back,
//! the caller applies them. Legality is judged at the effective time, timeliness as the
//! holder's policy says; an act decided in time is never refused for arriving late.

mod conference;
mod extension;
mod forward;
mod letters;
mod operator;
mod question;
mod topic;
mod user;

use jiff::{SignedDuration, Timestamp};

pub use self::conference::{basis as basis_of_conference, decide as on_conference};
use self::extension::Asked;
pub use self::operator::{may_send, on_access, on_circular};
pub use self::question::{carried, decide as on_question};
pub use self::topic::{basis as basis_of_topic, decide as on_topic};
pub use self::user::{rate, withdraw};
use super::act::{Act, Role, permit};
use super::checklist::{Status, precheck};
use super::command::Command;
use super::conference::Conference;
use super::history::{Basis, InTime};
use super::holder::{Holder, Policy, Timeliness};
use super::ids::{CheckId, ItemKind, Number, UserName};
use super::question::Question;
use super::refusal::Refusal;
use super::request::{Event, Request};
use super::rules::{CheckFailure, RuleId, RuleSet, Taken};
use super::term::{self, Start};
use super::text::CitizenText;
use super::zone;

/// The most characters a motive or a reason for lateness may have.
pub const MAX_MOTIVE: usize = 10_000;

/// What a decision is judged under.
#[derive(Debug, Clone, Copy)]
pub struct DecideContext<'a> {
    /// The rules in force for the program.
    pub rules: &'a RuleSet,
    /// The policy of the holder.
    pub policy: &'a Policy,
    /// The role of the account that decides.
    pub role: Role,
    /// The time at which legality is judged.
    pub effective_at: Timestamp,
    /// When the portal received the command; `None` at the workstation.
    pub received_at: Option<Timestamp>,
    /// What is known besides the item itself.
    pub around: Around<'a>,
}

/// What a decision may have to look at besides its item.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around<'a> {
    /// The account that decides.
    pub actor: Option<&'a UserName>,
    /// The holder a forward is addressed to, as the directory knows it.
    pub addressee: Option<&'a Holder>,
    /// The conference of a question.
    pub conference: Option<&'a Conference>,
    /// The question that another one is merged into.
    pub target: Target<'a>,
    /// The questions of a conference that are neither answered nor declined.
    pub open_questions: &'a [Number],
    /// One of its questions was answered after the end.
    pub answered_late: bool,
}

/// The question that another one is merged into, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
pub enum Target<'a> {
    /// There is none.
    #[default]
    Missing,
    /// It is not at hand here: whoever has it judges.
    Elsewhere,
    /// It is this one.
    Known(&'a Question),
}

impl<'a> From<Option<&'a Question>> for Target<'a> {
    fn from(known: Option<&'a Question>) -> Self {
        known.map_or(Self::Missing, Self::Known)
    }
}

/// The time at which an act is judged, and whether the author's claim had to be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effective {
    /// Decision time plus clock offset, inside the possible window.
    pub at: Timestamp,
    /// Whether the claim lay outside the window.
    pub corrected: bool,
}

/// Clamps a claimed decision time to [time of the base version, receipt by the portal].
///
/// `offset` is portal clock minus workstation clock in seconds.
///
/// ```
/// use awp::domain::decide::effective;
/// let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
/// let judged = effective(at("2026-03-06T05:00:00Z"), 0, at("2026-03-06T06:00:00Z"), at("2026-03-06T07:00:00Z"));
/// assert_eq!((judged.at, judged.corrected), (at("2026-03-06T06:00:00Z"), true));
/// ```
#[must_use]
pub fn effective(
    decided_at: Timestamp,
    offset: i64,
    base_at: Timestamp,
    received_at: Timestamp,
) -> Effective {
    let claimed = decided_at
        .checked_add(SignedDuration::from_secs(offset))
        .unwrap_or(received_at);
    let at = claimed.max(base_at).min(received_at);
    Effective {
        at,
        corrected: at != claimed,
    }
}

/// Decides a command on a request.
///
/// ```
/// use awp::domain::decide::{Around, DecideContext, decide};
/// # use awp::domain::{act::Role, command::Command, holder::Policy, rules::RuleSet};
/// # fn example(request: &awp::domain::request::Request) {
/// let cx = DecideContext {
///     rules: &RuleSet::builtin().unwrap(),
///     policy: &Policy::default(),
///     role: Role::Administrator,
///     effective_at: "2026-03-06T05:00:00Z".parse().unwrap(),
///     received_at: None,
///     around: Around::default(),
/// };
/// let facts = decide(request, &Command::Accept { confirmed: vec![] }, &cx);
/// # }
/// ```
///
/// # Errors
/// The refusal, with its clause where the law speaks.
pub fn decide(
    request: &Request,
    command: &Command,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    permit(cx.role, request.state, request.extended, command.act())?;
    match command {
        Command::Accept { confirmed } => {
            known_checks(confirmed, cx.rules)?;
            Ok(vec![Event::Accepted {
                confirmed: confirmed.clone(),
            }])
        }
        Command::Return {
            reasons,
            motive,
            late_reason,
        } => {
            grounds_of_return(request, reasons, cx.rules)?;
            motive_text(motive)?;
            Ok(vec![Event::Returned {
                reasons: reasons.clone(),
                motive: motive.clone(),
                in_time: timeliness(request, &RuleId::RETURN, late_reason.as_ref(), cx)?,
            }])
        }
        Command::Forward {
            to,
            notice,
            late_reason,
        } => forward::forward(request, to, notice, late_reason.as_ref(), cx),
        Command::Answer {
            text,
            requisites,
            late_reason,
        } => letters::answer(request, (text, requisites), late_reason.as_ref(), cx),
        Command::AlreadyPublished {
            text,
            requisites,
            late_reason,
        } => letters::published(request, (text, requisites), late_reason.as_ref(), cx),
        Command::Refuse(args) => letters::refuse(request, args, cx),
        Command::Extend {
            days,
            reason,
            approval,
            notice,
        } => {
            let asked = Asked {
                days: *days,
                reason,
                approval: approval.as_ref(),
                notice: notice.as_ref(),
            };
            extension::extend(request, &asked, cx)
        }
        Command::Notify { text, late_reason } => {
            extension::notify(request, text, late_reason.as_ref(), cx)
        }
        Command::Clarify { text } => letters::clarify(text),
        Command::Close { note } => user::close(request, note),
        Command::Correct { text, requisites } => letters::correct(request, text, requisites),
        Command::Topic(_)
        | Command::Conference(_)
        | Command::Question(_)
        | Command::Access(_)
        | Command::Circular(_) => Err(Refusal::ForeignAct {
            act: command.act(),
            kind: ItemKind::Request,
        }),
    }
}

/// The verdict of every act in the present state, content aside: what a screen lists.
#[must_use]
pub fn acts(request: &Request, role: Role) -> Vec<(Act, Result<(), Refusal>)> {
    Act::OF_REQUEST
        .into_iter()
        .map(|act| {
            let verdict = permit(role, request.state, request.extended, act);
            let offered = if act.is_offered() {
                Ok(())
            } else {
                Err(Refusal::NotOffered { act })
            };
            (act, verdict.and(offered))
        })
        .collect()
}

/// The last day of an act under the request's pinned pack, if the act has a term there and the
/// calendar knows the days. An extended answer has the extended one, the notice of an extension
/// counts from it.
#[must_use]
pub fn last_day(
    request: &Request,
    rule: &RuleId,
    rules: &RuleSet,
    policy: &Policy,
) -> Option<(jiff::civil::Date, String)> {
    let (taken, due) = counted(request, rule, rules, policy)?;
    Some((due, taken.rule.clause.clone()))
}

/// What the timeliness of an act on a request is judged by; `None` of an act without a term.
#[must_use]
pub fn basis(request: &Request, act: Act, rules: &RuleSet, policy: &Policy) -> Option<Basis> {
    let (taken, due) = counted(request, &act.rule()?, rules, policy)?;
    let from = zone::date(request.received_at);
    Some(Basis {
        rule: taken.rule.id.clone(),
        pack: taken.pack.id.clone(),
        calendar: rules.calendar.version(from, due),
        due,
        judged_by: policy.timeliness,
    })
}

/// The rule that an act is counted by, as the pinned pack has it, and its last day.
fn counted<'r>(
    request: &Request,
    rule: &RuleId,
    rules: &'r RuleSet,
    policy: &Policy,
) -> Option<(Taken<'r>, jiff::civil::Date)> {
    let (counted, at, days) = match (rule, request.extension) {
        (rule, Some(extension)) if *rule == RuleId::ANSWER => {
            (RuleId::EXTENSION, request.received_at, Some(extension.days))
        }
        (rule, Some(extension)) if *rule == RuleId::EXTENSION_NOTICE => {
            (rule.clone(), extension.at, None)
        }
        (rule, _) => (rule.clone(), request.received_at, None),
    };
    let received_on = zone::date(request.received_at);
    let taken = rules.under_pin(&counted, &request.pack, received_on)?;
    let dates = term::dates(
        taken,
        Start::At(at),
        days,
        &rules.calendar,
        &policy.switches,
    )
    .ok()?;
    Some((taken, dates.latest))
}

fn known_checks(checks: &[CheckId], rules: &RuleSet) -> Result<(), Refusal> {
    match checks
        .iter()
        .find(|check| rules.checklist.item(&check.0).is_none())
    {
        Some(check) => Err(Refusal::UnknownReason {
            id: check.0.clone(),
        }),
        None => Ok(()),
    }
}

fn grounds_of_return(
    request: &Request,
    reasons: &[CheckId],
    rules: &RuleSet,
) -> Result<(), Refusal> {
    if reasons.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    known_checks(reasons, rules)?;
    let foreign = precheck(&request.requester)
        .into_iter()
        .filter(|finding| finding.status == Status::NotApplicable)
        .find(|finding| reasons.contains(&finding.check));
    if let Some(finding) = foreign {
        return Err(Refusal::NotAboutRequester {
            id: finding.check.0,
        });
    }
    for reason in reasons {
        match rules.checklist.item(&reason.0).map(|item| item.failure) {
            Some(CheckFailure::Return) | None => {}
            Some(CheckFailure::Forward) => return Err(Refusal::ForwardInstead),
            Some(CheckFailure::NotAReturn) => {
                return Err(Refusal::NotAGroundOfReturn {
                    id: reason.0.clone(),
                });
            }
        }
    }
    Ok(())
}

fn motive_text(motive: &CitizenText) -> Result<(), Refusal> {
    if motive.is_blank() {
        return Err(Refusal::MotiveMissing);
    }
    let chars = motive.as_str().chars().count();
    if chars > MAX_MOTIVE {
        return Err(Refusal::MotiveTooLong {
            chars,
            max: MAX_MOTIVE,
        });
    }
    Ok(())
}

fn timeliness(
    request: &Request,
    rule: &RuleId,
    late_reason: Option<&CitizenText>,
    cx: &DecideContext<'_>,
) -> Result<InTime, Refusal> {
    in_time(
        last_day(request, rule, cx.rules, cx.policy),
        late_reason,
        cx,
    )
}

/// Whether an act with a last day, under a clause, comes in time.
fn in_time(
    last_day: Option<(jiff::civil::Date, String)>,
    late_reason: Option<&CitizenText>,
    cx: &DecideContext<'_>,
) -> Result<InTime, Refusal> {
    let Some((due, clause)) = last_day else {
        return Ok(InTime::NoTerm);
    };
    if zone::date(cx.effective_at) > due {
        let reason = late_reason
            .filter(|reason| !reason.is_blank())
            .ok_or(Refusal::LateReasonMissing { due, clause })?;
        motive_text(reason)?;
        return Ok(InTime::Late {
            due,
            reason: Some(reason.clone()),
        });
    }
    let late_on_receipt = cx.policy.timeliness == Timeliness::Receipt
        && cx.received_at.is_some_and(|at| zone::date(at) > due);
    Ok(if late_on_receipt {
        InTime::LateOnReceipt { due }
    } else {
        InTime::Yes
    })
}

#[cfg(test)]
mod tests;
