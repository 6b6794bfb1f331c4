//! Decisions on questions `[145 ¶9]`.

use super::{DecideContext, Target, conference as stage, motive_text};
use crate::domain::act::Act;
use crate::domain::command::QuestionCommand;
use crate::domain::conference::Conference;
use crate::domain::history::InTime;
use crate::domain::holder::Timeliness;
use crate::domain::ids::Number;
use crate::domain::question::{Event, Expert, Question, QuestionState, permit};
use crate::domain::refusal::Refusal;
use crate::domain::text::{CitizenText, clean_line};
use crate::domain::zone;

/// The most characters of the name of an expert.
const MAX_EXPERT: usize = 200;

/// Decides a command on a question.
///
/// # Errors
/// The refusal, with its clause where the law speaks.
pub fn decide(
    question: &Question,
    command: &QuestionCommand,
    cx: &DecideContext<'_>,
) -> Result<Vec<Event>, Refusal> {
    permit(cx.role, question.state, command.act())?;
    if let Some(conference) = cx.around.conference {
        stage::is_in_team(conference, cx)?;
        if conference.state.is_closed() && command.act() != Act::Correct {
            return Err(Refusal::ConferenceOver {
                conference: conference.number,
            });
        }
    }
    Ok(match command {
        QuestionCommand::AcceptQuestion => vec![Event::Accepted],
        QuestionCommand::DeclineQuestion { reason, note } => vec![Event::Declined {
            reason: *reason,
            note: note.clone().filter(|note| !note.is_blank()),
        }],
        QuestionCommand::AssignQuestion { expert } => vec![assign(expert, cx)?],
        QuestionCommand::DraftAnswer { text } => {
            readable(text)?;
            vec![Event::Drafted { text: text.clone() }]
        }
        QuestionCommand::AnswerQuestion { text } => {
            readable(text)?;
            vec![Event::Answered {
                text: text.clone(),
                in_time: in_time(cx),
                with: None,
            }]
        }
        QuestionCommand::MergeQuestion { into } => merge(question, *into, cx)?,
        QuestionCommand::PartQuestion => vec![Event::Parted],
        QuestionCommand::CorrectAnswer { text } => {
            readable(text)?;
            vec![Event::Corrected { text: text.clone() }]
        }
    })
}

fn readable(text: &CitizenText) -> Result<(), Refusal> {
    if text.is_blank() {
        return Err(Refusal::TextMissing);
    }
    motive_text(text)
}

fn is_late(cx: &DecideContext<'_>) -> bool {
    let late = |conference: &Conference| conference.is_late(cx.effective_at);
    cx.around.conference.is_some_and(late)
}

/// Whether an answer comes before its conference ends, to the minute `[145 ¶9]`. What was
/// written without a network before the end and came after it is told apart.
fn in_time(cx: &DecideContext<'_>) -> InTime {
    let Some(conference) = cx.around.conference else {
        return InTime::NoTerm;
    };
    let Some(due) = conference.valid_form().closes else {
        return InTime::NoTerm;
    };
    let receipt_counts = cx.policy.timeliness == Timeliness::Receipt;
    if conference.is_late(cx.effective_at) {
        InTime::Late { due, reason: None }
    } else if receipt_counts && cx.received_at.is_some_and(|at| conference.is_late(at)) {
        InTime::LateOnReceipt { due }
    } else {
        InTime::Yes
    }
}

fn assign(expert: &Expert, cx: &DecideContext<'_>) -> Result<Event, Refusal> {
    let name = clean_line(&expert.name);
    if name.is_empty() || name.chars().count() > MAX_EXPERT {
        return Err(Refusal::ExpertMissing);
    }
    let closes = cx
        .around
        .conference
        .and_then(|conference| conference.valid_form().closes_on());
    if let (Some(due), Some(closes)) = (expert.due, closes)
        && due > closes
        && !is_late(cx)
    {
        return Err(Refusal::ExpertTooLate { closes });
    }
    let now = zone::local(cx.effective_at);
    if expert.due.is_some_and(|due| due <= now) {
        return Err(Refusal::ExpertPassed);
    }
    Ok(Event::Assigned {
        expert: Expert {
            name,
            due: expert.due,
        },
    })
}

fn merge(question: &Question, into: Number, cx: &DecideContext<'_>) -> Result<Vec<Event>, Refusal> {
    if into == question.number {
        return Err(Refusal::MergeImpossible { into });
    }
    let target = match cx.around.target {
        Target::Known(target) if target.number == into => target,
        Target::Elsewhere => return Ok(vec![Event::Merged { into }]),
        Target::Known(_) | Target::Missing => return Err(Refusal::NoSuchItem),
    };
    let foreign = target.conference != question.conference;
    let unfit = matches!(
        target.state,
        QuestionState::Merged | QuestionState::Declined
    );
    if foreign || unfit {
        return Err(Refusal::MergeImpossible { into });
    }
    let mut events = vec![Event::Merged { into }];
    // The other question was answered already: its answer is the answer here too.
    events.extend(target.answer.as_ref().map(|answer| Event::Answered {
        text: answer.text.clone(),
        in_time: in_time(cx),
        with: Some(into),
    }));
    Ok(events)
}

/// What follows from a fact about a question for one that was merged into it.
#[must_use]
pub fn carried(main: Number, event: &Event) -> Option<Event> {
    match event {
        Event::Answered { text, in_time, .. } => Some(Event::Answered {
            text: text.clone(),
            in_time: in_time.clone(),
            with: Some(main),
        }),
        Event::Declined { .. } | Event::Corrected { .. } | Event::Merged { .. } => {
            Some(event.clone())
        }
        Event::Asked
        | Event::Accepted
        | Event::Assigned { .. }
        | Event::Drafted { .. }
        | Event::Parted => None,
    }
}
