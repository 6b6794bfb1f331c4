//! Decisions on topic applications `[145 ¶10]`.

use super::{DecideContext, in_time, motive_text};
use crate::domain::command::TopicCommand;
use crate::domain::history::Basis;
use crate::domain::holder::Policy;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{RuleId, RuleSet, Taken};
use crate::domain::term::{self, Start};
use crate::domain::topic::{Event, Topic, permit};
use crate::domain::zone;

/// Decides a command on an application.
///
/// # Errors
/// The refusal, with its clause where the law speaks.
pub fn decide(
    topic: &Topic,
    command: &TopicCommand,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    permit(cx.role, topic.state, command.act())?;
    let due = counted(topic, cx.rules, cx.policy);
    let due = due.map(|(taken, due)| (due, taken.rule.clause.clone()));
    Ok(vec![match command {
        TopicCommand::AcceptTopic { late_reason } => Event::Accepted {
            conference: None,
            in_time: in_time(due, late_reason.as_ref(), cx)?,
        },
        TopicCommand::RefuseTopic {
            motive,
            late_reason,
        } => {
            motive_text(motive)?;
            Event::Refused {
                motive: motive.clone(),
                in_time: in_time(due, late_reason.as_ref(), cx)?,
            }
        }
    }])
}

/// What the timeliness of a decision on an application is judged by.
#[must_use]
pub fn basis(topic: &Topic, rules: &RuleSet, policy: &Policy) -> Option<Basis> {
    let (taken, due) = counted(topic, rules, policy)?;
    let from = zone::date(topic.submitted_at);
    Some(Basis {
        rule: taken.rule.id.clone(),
        pack: taken.pack.id.clone(),
        calendar: rules.calendar.version(from, due),
        due,
        judged_by: policy.timeliness,
    })
}

/// The rule an application is counted by, and its last day.
fn counted<'r>(
    topic: &Topic,
    rules: &'r RuleSet,
    policy: &Policy,
) -> Option<(Taken<'r>, jiff::civil::Date)> {
    let on = zone::date(topic.submitted_at);
    let taken = rules.under_pin(&RuleId::TOPIC, &topic.pack, on)?;
    let start = Start::At(topic.submitted_at);
    let dates = term::dates(taken, start, None, &rules.calendar, &policy.switches).ok()?;
    Some((taken, dates.due()))
}
