//! The commands that acts on topics, conferences and questions stand for.

use jiff::civil::{Date, DateTime};

use super::input::{self, ActArgs};
use super::report::Report;
use super::{argument_missing, form, operation, send};
use crate::app::hold::hold_until;
use crate::cli::session::{self, Need, Session};
use crate::cli::{CliError, Context, Exit};
use crate::domain::act::Act;
use crate::domain::command::{
    AccessCommand, CircularCommand, Command, ConferenceCommand, QuestionCommand, TopicCommand,
};
use crate::domain::decide::may_send;
use crate::domain::ids::{ItemKind, Number, UserName, Version};
use crate::domain::question::{DeclineReason, Expert};
use crate::domain::refusal::Refusal;
use crate::domain::work::Work;
use crate::domain::zone;
use crate::wire::feed::EntityKey;
use crate::wire::ops::Base;

/// The word that stands for the number of a conference to be begun.
pub(super) const NEW: &str = "new";

/// Begins the draft of a conference; its number is in the next exchange.
pub(super) fn begin(args: &ActArgs, cx: &Context) -> Result<(), CliError> {
    if args.form.is_some() {
        return Err(CliError::new(
            Exit::Usage,
            "usage",
            cx.texts.act_option_foreign("--form", NEW),
        )
        .hint(cx.texts.act_new_hint()));
    }
    session::refuse_read_only(cx)?;
    let session = Session::open(cx, Need::Write)?;
    let number = Number::unnumbered(ItemKind::Conference);
    let report = Report::new(number, Act::Plan, cx);
    let entity = EntityKey::new_of(ItemKind::Conference);
    let command = Command::Conference(ConferenceCommand::CreateConference);
    let op = operation(entity, Base::Version(Version(0)), command, &session)?;
    send(op, None, &report, &session)
}

/// Sends a circular to one holder, or to every holder.
pub(super) fn send_circular(args: &ActArgs, cx: &Context) -> Result<(), CliError> {
    let (kind, act) = (ItemKind::Circular, Act::Send);
    if let Some(option) = args.foreign(input::Offered::Decide(act), kind) {
        let message = cx.texts.act_option_foreign(option, act.id());
        return Err(CliError::new(Exit::Usage, "usage", message).hint(cx.texts.usage_hint()));
    }
    let text = input::Texts::read(args, cx)?.text;
    session::refuse_read_only(cx)?;
    let session = Session::open(cx, Need::Write)?;
    let number = Number::unnumbered(kind);
    let report = Report::new(number, Act::Send, cx);
    if let Err(refusal) = may_send(session.role(), &text) {
        return Err(report.refused(&refusal));
    }
    let to = args.to.clone();
    if let Some(bin) = &to {
        let known = session.reader.holder(bin);
        if known.map_err(|error| session.fail(&error))?.is_none() {
            let bin = bin.clone();
            return Err(report.refused(&Refusal::UnknownAddressee { bin }));
        }
    }
    let until = hold_until(session.now(), cx.config.recall_seconds, None);
    let hold = args.hold.then(|| session.local_clock(until));
    let command = Command::Circular(CircularCommand::SendCircular { to, text });
    let entity = EntityKey::new_of(kind);
    let op = operation(entity, Base::Version(Version(0)), command, &session)?;
    send(op, hold, &report, &session)
}

/// The command of an act with its options.
pub(super) fn command(
    act: Act,
    work: &Work,
    (args, texts): (&ActArgs, input::Texts),
    session: &Session<'_>,
) -> Result<Command, CliError> {
    let number = work.number();
    match number.kind {
        ItemKind::Topic => topic(act, texts).map(Command::Topic),
        ItemKind::Conference => conference(act, args, texts, session)?.map(Command::Conference),
        ItemKind::Question => question(act, args, texts, session)?.map(Command::Question),
        ItemKind::Access => access(act, args, texts, session)?.map(Command::Access),
        ItemKind::Circular => {
            (act == Act::Read).then_some(Command::Circular(CircularCommand::ReadCircular))
        }
        ItemKind::Request | ItemKind::Survey | ItemKind::Duty | ItemKind::Op => None,
    }
    .ok_or_else(|| {
        let kind = number.kind;
        session::refused(session.cx.texts, &Refusal::ForeignAct { act, kind })
    })
}

fn topic(act: Act, texts: input::Texts) -> Option<TopicCommand> {
    let late_reason = texts.late_reason;
    if act == Act::Accept {
        Some(TopicCommand::AcceptTopic { late_reason })
    } else if act == Act::Refuse {
        Some(TopicCommand::RefuseTopic {
            motive: texts.text,
            late_reason,
        })
    } else {
        None
    }
}

fn conference(
    act: Act,
    args: &ActArgs,
    texts: input::Texts,
    session: &Session<'_>,
) -> Result<Option<ConferenceCommand>, CliError> {
    let cx = session.cx;
    let reason = texts.text;
    Ok(Some(if act == Act::Plan {
        let path = args.form.as_deref();
        let path = path.ok_or_else(|| argument_missing("--form", cx))?;
        form::read(path, cx)?
    } else if act == Act::Send {
        ConferenceCommand::SendTemplate
    } else if act == Act::Return {
        ConferenceCommand::ReturnTemplate { remarks: reason }
    } else if act == Act::Publish {
        ConferenceCommand::PublishConference
    } else if act == Act::Announce {
        ConferenceCommand::AnnounceConference {
            link: args.link.clone().unwrap_or_default(),
            on: args.on.unwrap_or_else(|| zone::date(session.now())),
            late_reason: texts.late_reason,
        }
    } else if act == Act::Extend {
        let until = args.until.as_deref();
        let until = until.ok_or_else(|| argument_missing("--until", cx))?;
        let closes: Date = until.parse().map_err(|_not_a_day| bad_day(until, cx))?;
        ConferenceCommand::ProlongConference { closes, reason }
    } else if act == Act::Close {
        ConferenceCommand::CloseConference
    } else if act == Act::Correct {
        ConferenceCommand::ReopenTemplate { reason }
    } else {
        return Ok(None);
    }))
}

fn access(
    act: Act,
    args: &ActArgs,
    texts: input::Texts,
    session: &Session<'_>,
) -> Result<Option<AccessCommand>, CliError> {
    Ok(Some(if act == Act::Grant {
        let user = args.to.clone();
        let user = user.ok_or_else(|| argument_missing("--to", session.cx))?;
        AccessCommand::GrantAccess {
            user: UserName(user),
        }
    } else if act == Act::Refuse {
        AccessCommand::RefuseAccess { motive: texts.text }
    } else if act == Act::Revoke {
        AccessCommand::RevokeAccess { reason: texts.text }
    } else {
        return Ok(None);
    }))
}

fn question(
    act: Act,
    args: &ActArgs,
    texts: input::Texts,
    session: &Session<'_>,
) -> Result<Option<QuestionCommand>, CliError> {
    let cx = session.cx;
    let text = texts.text;
    Ok(Some(if act == Act::Accept {
        QuestionCommand::AcceptQuestion
    } else if act == Act::Decline {
        QuestionCommand::DeclineQuestion {
            reason: reason(args, cx)?,
            note: Some(text).filter(|note| !note.is_blank()),
        }
    } else if act == Act::Assign {
        QuestionCommand::AssignQuestion {
            expert: Expert {
                name: args.to.clone().unwrap_or_default(),
                due: args
                    .until
                    .as_deref()
                    .map(|until| moment(until, session))
                    .transpose()?,
            },
        }
    } else if act == Act::Draft {
        QuestionCommand::DraftAnswer { text }
    } else if act == Act::Answer {
        QuestionCommand::AnswerQuestion { text }
    } else if act == Act::Merge {
        let into = args.into.as_deref();
        let into = into.ok_or_else(|| argument_missing("--into", cx))?;
        QuestionCommand::MergeQuestion {
            into: session::number(cx, into)?,
        }
    } else if act == Act::Part {
        QuestionCommand::PartQuestion
    } else if act == Act::Correct {
        QuestionCommand::CorrectAnswer { text }
    } else {
        return Ok(None);
    }))
}

fn reason(args: &ActArgs, cx: &Context) -> Result<DeclineReason, CliError> {
    let word = args.reason.first();
    let word = word.ok_or_else(|| argument_missing("--reason", cx))?;
    word.parse().map_err(|_unknown| {
        let known: Vec<&str> = DeclineReason::ALL.map(DeclineReason::id).to_vec();
        let shown: String = word.chars().take(40).collect();
        let message = cx.texts.act_bad_decline_reason(known.join(", "), shown);
        CliError::new(Exit::Usage, "bad-input", message)
    })
}

/// A local time, or the end of a local day.
fn moment(text: &str, session: &Session<'_>) -> Result<DateTime, CliError> {
    let cx = session.cx;
    if text.contains(':') {
        return text.parse().map_err(|_not_a_time| bad_day(text, cx));
    }
    let day: Date = text.parse().map_err(|_not_a_day| bad_day(text, cx))?;
    Ok(day.to_datetime(session.policy.hours.end))
}

fn bad_day(text: &str, cx: &Context) -> CliError {
    let shown: String = text.chars().take(40).collect();
    CliError::new(Exit::Usage, "bad-input", cx.texts.act_bad_day(shown))
}
