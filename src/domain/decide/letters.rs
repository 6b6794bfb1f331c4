//! The acts that answer the user: answer, already published, refuse, clarify, correct.
//!
//! The first three imply acceptance as an event of its own, where the request was not accepted
//! before. A late one is possible, demands a reason and stays marked.

use jiff::civil::Date;

use super::{DecideContext, timeliness};
use crate::domain::command::RefuseArgs;
use crate::domain::letter::{self, Requisites};
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request, RequestState};
use crate::domain::rules::{Grounds, RuleId};
use crate::domain::text::CitizenText;
use crate::domain::zone;

/// Answers `[145 ¶5(1)]`.
pub(super) fn answer(
    request: &Request,
    (text, requisites): (&CitizenText, &Requisites),
    late_reason: Option<&CitizenText>,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    readable(text)?;
    letter::check(request, requisites)?;
    let in_time = timeliness(request, &RuleId::ANSWER, late_reason, cx)?;
    let answered = Event::Answered {
        answer: text.clone(),
        requisites: Some(requisites.clone()),
        in_time,
    };
    Ok(accepted_first(request, answered))
}

/// Says that the information is published `[law art. 11 ¶15]`.
pub(super) fn published(
    request: &Request,
    (text, requisites): (&CitizenText, &Requisites),
    late_reason: Option<&CitizenText>,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    if request.repeated {
        return Err(Refusal::Repeated);
    }
    readable(text)?;
    letter::check(request, requisites)?;
    let in_time = timeliness(request, &RuleId::ALREADY_PUBLISHED, late_reason, cx)?;
    let published = Event::Published {
        answer: text.clone(),
        requisites: requisites.clone(),
        in_time,
    };
    Ok(accepted_first(request, published))
}

/// Refuses on grounds of the closed list `[145 ¶5(3), law art. 11 ¶16]`.
pub(super) fn refuse(
    request: &Request,
    args: &RefuseArgs,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    grounds(args, &cx.rules.grounds, zone::date(cx.effective_at))?;
    readable(&args.motive)?;
    letter::check(request, &args.requisites)?;
    let in_time = timeliness(request, &RuleId::REFUSAL, args.late_reason.as_ref(), cx)?;
    let refused = Event::Refused {
        grounds: args.grounds.clone(),
        motive: args.motive.clone(),
        secret: args.secret.clone(),
        part: args.part,
        review_on: args.review_on,
        requisites: args.requisites.clone(),
        in_time,
    };
    Ok(accepted_first(request, refused))
}

/// Asks the user what is meant; pauses nothing.
pub(super) fn clarify(text: &CitizenText) -> Result<Vec<Event>, Refusal> {
    readable(text)?;
    Ok(vec![Event::Clarified {
        question: text.clone(),
    }])
}

/// Corrects an answer that was sent.
pub(super) fn correct(
    request: &Request,
    text: &CitizenText,
    requisites: &Requisites,
) -> Result<Vec<Event>, Refusal> {
    readable(text)?;
    letter::check(request, requisites)?;
    Ok(vec![Event::Corrected {
        answer: text.clone(),
        requisites: requisites.clone(),
    }])
}

/// Something the user can read.
pub(super) fn readable(text: &CitizenText) -> Result<(), Refusal> {
    if text.is_blank() {
        Err(Refusal::TextMissing)
    } else {
        Ok(())
    }
}

fn accepted_first(request: &Request, event: Event) -> Vec<Event> {
    match request.state {
        RequestState::New | RequestState::Moderation => {
            vec![Event::Accepted { confirmed: vec![] }, event]
        }
        RequestState::Consideration
        | RequestState::Returned
        | RequestState::Forwarded
        | RequestState::Refused
        | RequestState::Answered
        | RequestState::Withdrawn => vec![event],
    }
}

fn grounds(args: &RefuseArgs, known: &Grounds, today: Date) -> Result<(), Refusal> {
    if args.grounds.is_empty() {
        return Err(Refusal::GroundMissing);
    }
    let (mut asks_secret, mut temporary) = (None, None);
    for id in &args.grounds {
        let id = &id.0;
        let ground = known
            .ground(id)
            .ok_or_else(|| Refusal::UnknownGround { id: id.clone() })?;
        if ground.asks_secret {
            asks_secret = Some(id);
        }
        if ground.temporary {
            temporary = Some(id);
        }
    }
    secret(args, asks_secret, known)?;
    match (temporary, args.review_on) {
        (Some(id), None) => Err(Refusal::ReviewMissing { id: id.clone() }),
        (Some(_), Some(day)) if day <= today => Err(Refusal::ReviewForeign),
        (None, Some(_)) => Err(Refusal::ReviewForeign),
        (Some(_), Some(_)) | (None, None) => Ok(()),
    }
}

fn secret(args: &RefuseArgs, asks: Option<&String>, known: &Grounds) -> Result<(), Refusal> {
    match (asks, &args.secret) {
        (Some(id), None) => Err(Refusal::SecretMissing { id: id.clone() }),
        (Some(_), Some(secret)) if known.secret(secret).is_none() => {
            Err(Refusal::UnknownSecret { id: secret.clone() })
        }
        (Some(_), Some(_)) => Ok(()),
        (None, None) if !args.part => Ok(()),
        (None, _) => Err(Refusal::SecretForeign),
    }
}
