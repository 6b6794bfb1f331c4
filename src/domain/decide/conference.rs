//! Decisions on conferences `[145 ¶7–9]`.

use jiff::civil::Date;

use super::{DecideContext, in_time, motive_text};
use crate::domain::act::{Act, Role};
use crate::domain::annex::{ConferenceForm, Field, Finding, Problem, Weight, findings};
use crate::domain::command::ConferenceCommand;
use crate::domain::conference::{Conference, ConferenceState, Event, Notice, Plan, permit};
use crate::domain::history::{Basis, InTime};
use crate::domain::holder::Policy;
use crate::domain::ids::{ItemKind, UserName};
use crate::domain::refusal::Refusal;
use crate::domain::rules::{RuleId, RuleSet, Taken};
use crate::domain::term::{self, Start};
use crate::domain::text::{CitizenText, clean_line};
use crate::domain::zone;

/// The most numbers a refusal lists.
const LISTED: usize = 20;

/// The most characters of a link.
const MAX_LINK: usize = 2_000;

/// Decides a command on a conference.
///
/// # Errors
/// The refusal, with its clause where the law speaks.
pub fn decide(
    conference: &Conference,
    command: &ConferenceCommand,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    permit(cx.role, conference.state, command.act())?;
    is_in_team(conference, cx)?;
    let event = match command {
        // A draft is begun once: on one that is there it changes nothing.
        ConferenceCommand::CreateConference => return Err(Refusal::NothingChanged),
        ConferenceCommand::PlanConference { form, team } => plan(conference, form, team)?,
        ConferenceCommand::SendTemplate => send(conference, cx)?,
        ConferenceCommand::ReturnTemplate { remarks } => {
            motive_text(remarks)?;
            Event::Returned {
                remarks: remarks.clone(),
            }
        }
        ConferenceCommand::PublishConference => publish(conference, cx)?,
        ConferenceCommand::AnnounceConference {
            link,
            on,
            late_reason,
        } => announce(conference, link, *on, late_reason.as_ref(), cx)?,
        ConferenceCommand::ProlongConference { closes, reason } => {
            prolong(conference, *closes, reason, cx)?
        }
        ConferenceCommand::CloseConference => close(conference, cx)?,
        ConferenceCommand::ReopenTemplate { reason } => reopen(conference, reason, cx)?,
    };
    Ok(vec![event])
}

/// A moderator works on the conferences of their team only.
pub(super) fn is_in_team(conference: &Conference, cx: &DecideContext<'_>) -> Result<(), Refusal> {
    let foreign = |user: &UserName| !conference.is_moderated_by(user);
    if cx.role == Role::Moderator && cx.around.actor.is_some_and(foreign) {
        return Err(Refusal::NotInTeam {
            conference: conference.number,
        });
    }
    Ok(())
}

fn plan(
    conference: &Conference,
    form: &ConferenceForm,
    team: &[UserName],
) -> Result<Event, Refusal> {
    let form = cleaned(form);
    let mut team = team.to_vec();
    team.sort();
    team.dedup();
    let fields: Vec<Field> = Field::ALL
        .into_iter()
        .filter(|field| !same(&conference.form, &form, *field))
        .collect();
    if fields.is_empty() && team == conference.team {
        return Err(Refusal::NothingChanged);
    }
    Ok(Event::Planned {
        fields,
        plan: Some(Box::new(Plan { form, team })),
    })
}

/// The lines about the officer hold one line each.
fn cleaned(form: &ConferenceForm) -> ConferenceForm {
    let mut form = form.clone();
    let officer = &mut form.officer;
    for line in [
        &mut officer.surname.0,
        &mut officer.name.0,
        &mut officer.patronymic.0,
        &mut officer.iin.0,
        &mut officer.position,
        &mut officer.email.0,
        &mut officer.phone.0,
    ] {
        *line = clean_line(line);
    }
    form
}

fn same(before: &ConferenceForm, after: &ConferenceForm, field: Field) -> bool {
    let (one, two) = (&before.officer, &after.officer);
    match field {
        Field::Opens => before.opens == after.opens,
        Field::OpensAt => before.opens_at == after.opens_at,
        Field::Closes => before.closes == after.closes,
        Field::ClosesAt => before.closes_at == after.closes_at,
        Field::Text(part, lang) => before.part(part).get(lang) == after.part(part).get(lang),
        Field::Surname => one.surname == two.surname,
        Field::GivenName => one.name == two.name,
        Field::Patronymic => one.patronymic == two.patronymic,
        Field::Iin => one.iin == two.iin,
        Field::Position => one.position == two.position,
        Field::Email => one.email == two.email,
        Field::Phone => one.phone == two.phone,
    }
}

fn send(conference: &Conference, cx: &DecideContext<'_>) -> Result<Event, Refusal> {
    let today = zone::date(cx.effective_at);
    let form = &conference.form;
    let found = findings(form, &conference.pack, today, cx.rules, cx.policy);
    errors(&found)?;
    let due = last_day(conference, &RuleId::TEMPLATE, cx);
    let version = conference.sent.as_ref().map_or(0, |sent| sent.version) + 1;
    Ok(Event::Sent {
        version,
        in_time: in_time(due, None, cx)?,
    })
}

/// The dates come first: they are what a form is sent back for.
fn errors(found: &[Finding]) -> Result<(), Refusal> {
    let errors: Vec<&Finding> = found
        .iter()
        .filter(|finding| finding.weight() == Weight::Error)
        .collect();
    for finding in &errors {
        if let Problem::TooSoon { earliest } = finding.problem {
            return Err(Refusal::OpensTooSoon { earliest });
        }
        if let Problem::TooShort { earliest } = finding.problem {
            return Err(Refusal::ClosesTooSoon { earliest });
        }
    }
    if errors.is_empty() {
        return Ok(());
    }
    let mut fields: Vec<String> = Vec::new();
    for finding in errors {
        let id = finding.field.id().to_owned();
        if !fields.contains(&id) {
            fields.push(id);
        }
    }
    Err(Refusal::TemplateIncomplete { fields })
}

/// The Operator repeats the checks; that the form came in time was judged when it was sent.
fn publish(conference: &Conference, cx: &DecideContext<'_>) -> Result<Event, Refusal> {
    let form = conference.valid_form();
    let opening = form.opening();
    if opening.is_none_or(|at| at <= cx.effective_at) {
        return Err(Refusal::OpeningPassed);
    }
    let today = zone::date(cx.effective_at);
    let mut found = findings(form, &conference.pack, today, cx.rules, cx.policy);
    found.retain(|finding| !matches!(finding.problem, Problem::TooSoon { .. }));
    errors(&found)?;
    Ok(Event::Published)
}

fn announce(
    conference: &Conference,
    link: &str,
    on: Date,
    late_reason: Option<&CitizenText>,
    cx: &DecideContext<'_>,
) -> Result<Event, Refusal> {
    let link = clean_line(link);
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    let is_link = rest.is_some_and(|rest| rest.contains('.') && !rest.contains(' '));
    if !is_link || link.chars().count() > MAX_LINK {
        return Err(Refusal::LinkMissing);
    }
    if on > zone::date(cx.effective_at) {
        return Err(Refusal::NoticeAhead { on });
    }
    let in_time = match last_day(conference, &RuleId::CONFERENCE_NOTICE, cx) {
        None => InTime::NoTerm,
        Some((due, _)) if on <= due => InTime::Yes,
        Some((due, clause)) => {
            let reason = late_reason
                .filter(|reason| !reason.is_blank())
                .ok_or(Refusal::LateReasonMissing { due, clause })?;
            motive_text(reason)?;
            InTime::Late {
                due,
                reason: Some(reason.clone()),
            }
        }
    };
    let notice = Notice { link, on };
    Ok(Event::Announced { notice, in_time })
}

fn prolong(
    conference: &Conference,
    closes: Date,
    reason: &CitizenText,
    cx: &DecideContext<'_>,
) -> Result<Event, Refusal> {
    if conference.is_late(cx.effective_at) {
        return Err(Refusal::NotInState {
            act: Act::Extend,
            kind: ItemKind::Conference,
            state: ConferenceState::Closing.id().to_owned(),
        });
    }
    let now = conference.valid_form().closes;
    if let Some(now) = now.filter(|now| closes <= *now) {
        return Err(Refusal::NotLater { closes: now });
    }
    motive_text(reason)?;
    Ok(Event::Prolonged {
        closes,
        reason: reason.clone(),
    })
}

fn close(conference: &Conference, cx: &DecideContext<'_>) -> Result<Event, Refusal> {
    let closes = conference.valid_form().closes_on();
    if let Some(until) = closes.filter(|_| !conference.is_late(cx.effective_at)) {
        return Err(Refusal::StillOpen { until });
    }
    let open = cx.around.open_questions;
    if !open.is_empty() {
        return Err(Refusal::QuestionsOpen {
            count: open.len(),
            numbers: open.iter().take(LISTED).copied().collect(),
        });
    }
    Ok(Event::Closed {
        late: cx.around.answered_late,
    })
}

fn reopen(
    conference: &Conference,
    reason: &CitizenText,
    cx: &DecideContext<'_>,
) -> Result<Event, Refusal> {
    let opening = conference.valid_form().opening();
    if opening.is_none_or(|at| at <= cx.effective_at) {
        return Err(Refusal::OpeningPassed);
    }
    motive_text(reason)?;
    Ok(Event::Reopened {
        reason: reason.clone(),
    })
}

/// What the timeliness of an act on a conference is judged by; `None` of an act without a term.
#[must_use]
pub fn basis(conference: &Conference, act: Act, rules: &RuleSet, policy: &Policy) -> Option<Basis> {
    let rule = [
        (Act::Send, RuleId::TEMPLATE),
        (Act::Announce, RuleId::CONFERENCE_NOTICE),
    ]
    .into_iter()
    .find_map(|(one, rule)| (one == act).then_some(rule))?;
    let (taken, due) = counted(conference, &rule, rules, policy)?;
    let opens = conference.valid_form().opens?;
    Some(Basis {
        rule,
        pack: taken.pack.id.clone(),
        calendar: rules.calendar.version(due, opens),
        due,
        judged_by: policy.timeliness,
    })
}

/// The last day of an act before the opening and its clause.
fn last_day(
    conference: &Conference,
    rule: &RuleId,
    cx: &DecideContext<'_>,
) -> Option<(Date, String)> {
    let (taken, due) = counted(conference, rule, cx.rules, cx.policy)?;
    Some((due, taken.rule.clause.clone()))
}

/// The rule and the last day on which it is kept, by the last defensible reading.
fn counted<'r>(
    conference: &Conference,
    rule: &RuleId,
    rules: &'r RuleSet,
    policy: &Policy,
) -> Option<(Taken<'r>, Date)> {
    let opens = conference.valid_form().opens?;
    let taken = rules.under_pin(rule, &conference.pack, opens)?;
    let (calendar, switches) = (&rules.calendar, &policy.switches);
    let dates = term::dates(taken, Start::On(opens), None, calendar, switches).ok()?;
    Some((taken, dates.latest))
}
