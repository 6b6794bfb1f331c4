//! `awp act`: a decision on one item, from the command line.
//!
//! Decided here first with the same rules as the portal (exit 3 with the clause), then put into
//! the outbox durably, then sent at once; the exit code is the portal's verdict. With `--hold`
//! the decision stays in its recall window. What is queued is never lost: an unreachable portal
//! (exit 5) gets it at the next exchange, once.

mod form;
mod input;
mod items;
mod report;

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::colleagues;
use super::exchange;
use super::session::{self, Need, Session};
use super::{CliError, Context, Exit};
use crate::app::hold::{end_of_act, hold_until};
use crate::clock::{Clock, SystemClock};
use crate::domain::act::Act;
use crate::domain::checklist::{Status, precheck};
use crate::domain::command::{Command, RefuseArgs};
use crate::domain::decide::{Around, DecideContext};
use crate::domain::desk::{DeskOrder, DeskRefusal};
use crate::domain::ids::{Number, OpId};
use crate::domain::letter::{Requisites, language_of};
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::work::Work;
use crate::store::StoreError;
use crate::wire::feed::EntityKey;
use crate::wire::ops::{Base, Op};
use crate::wire::replica::{Item, OpState, OutboxEntry};

pub use input::{ActArgs, Word, text_of};

use report::Report;

/// Runs the command.
///
/// # Errors
/// An option is not of this act, the rules or the role say no, the portal does, it cannot be reached, the item does not exist,
/// or the store cannot be written.
pub fn run(args: &ActArgs, cx: &Context) -> Result<(), CliError> {
    if args.act == Word::Send && args.number == items::NEW {
        return items::send_circular(args, cx);
    }
    if args.act == Word::Plan && args.number == items::NEW {
        return items::begin(args, cx);
    }
    let number = session::number(cx, &args.number)?;
    let offered = args.act.offered(number.kind);
    if let Some(input::Offered::Foreign(act)) = offered {
        let kind = number.kind;
        let refusal = Refusal::ForeignAct { act, kind };
        return Err(Report::new(number, act, cx).refused(&refusal));
    }
    if let Some(option) = offered.and_then(|offered| args.foreign(offered, number.kind)) {
        let message = cx.texts.act_option_foreign(option, args.act.id());
        return Err(CliError::new(Exit::Usage, "usage", message).hint(cx.texts.usage_hint()));
    }
    session::refuse_read_only(cx)?;
    match offered {
        Some(input::Offered::Recall) => recall(number, cx),
        Some(input::Offered::Read { good }) => read(number, good, args, cx),
        Some(input::Offered::Decide(act)) => decide_and_send(act, number, args, cx),
        Some(input::Offered::Foreign(_)) | None => Err(not_offered(args.act, cx)),
    }
}

/// A word of the contract that this version does not carry out.
fn not_offered(word: Word, cx: &Context) -> CliError {
    match word.act() {
        Some(act) => session::refused(cx.texts, &Refusal::NotOffered { act }),
        None => CliError::new(
            Exit::Refused,
            "not-offered",
            cx.texts.act_not_offered(word.id()),
        ),
    }
}

/// Says what the account thinks of the text that waits for it.
fn read(number: Number, good: bool, args: &ActArgs, cx: &Context) -> Result<(), CliError> {
    let remark = input::Texts::read(args, cx)?.text;
    let session = Session::open(cx, Need::Write)?;
    // What this workstation has shown is judged, not what came since.
    let desk = session.reader.desk(number);
    let desk = desk.map_err(|error| session.fail(&error))?;
    let me = session.me();
    let Some(reading) = me.and_then(|me| desk.waiting_for(&me).cloned()) else {
        return Err(colleagues::refused(cx.texts, DeskRefusal::NothingToRead));
    };
    let order = DeskOrder::Read {
        asked_at: reading.asked_at,
        good,
        remark,
    };
    colleagues::ask(&session, number, order)?;
    if cx.json() {
        cx.output.json(&json!({
            "number": number.to_string(), "act": args.act.id(), "verdict": "applied",
        }));
    } else if good {
        cx.output
            .line(&cx.texts.notice_read_good(number.to_string()));
    } else {
        cx.output
            .line(&cx.texts.notice_read_back(number.to_string()));
    }
    Ok(())
}

fn decide_and_send(act: Act, number: Number, args: &ActArgs, cx: &Context) -> Result<(), CliError> {
    // Read before anything is asked: a missing file costs no passphrase.
    let texts = input::Texts::read(args, cx)?;
    let session = Session::open(cx, Need::Write)?;
    let item = session.item(number)?;
    let report = Report::new(number, act, cx);
    let Some(work) = &item.work else {
        return Err(report.refused(&Refusal::NotUnderstood));
    };
    let command = match work.request() {
        Some(request) => command(act, request, (args, texts), &session)?,
        None => items::command(act, work, (args, texts), &session)?,
    };
    let decided = judge(work, &command, &session)?;
    if let Err(refusal) = decided {
        return Err(report.refused(&refusal));
    }
    let hold = args.hold.then(|| window(work, act, &session));
    let op = operation(item.key.clone(), item.base, command, &session)?;
    send(op, hold, &report, &session)
}

/// Queues an operation and sends it, or leaves it in its recall window.
fn send(
    op: Op,
    hold: Option<Timestamp>,
    report: &Report<'_>,
    session: &Session<'_>,
) -> Result<(), CliError> {
    let op_id = op.op_id;
    session
        .store
        .queue(op, hold)
        .wait()
        .map_err(|error| session.fail(&error))?;
    if let Some(until) = hold {
        report.held(op_id, until);
        return Ok(());
    }
    let ended = exchange::run(session, false)?;
    report.verdict(&entry(op_id, session)?, &ended)
}

/// The command an act with its texts stands for.
fn command(
    act: Act,
    request: &Request,
    (args, texts): (&ActArgs, input::Texts),
    session: &Session<'_>,
) -> Result<Command, CliError> {
    let input::Texts {
        text,
        notice,
        approval,
        late_reason,
    } = texts;
    Ok(match act {
        Act::Return => Command::Return {
            reasons: args.checks(),
            motive: text,
            late_reason,
        },
        Act::Answer => Command::Answer {
            text,
            requisites: requisites(request, session)?,
            late_reason,
        },
        Act::AlreadyPublished => Command::AlreadyPublished {
            text,
            requisites: requisites(request, session)?,
            late_reason,
        },
        Act::Refuse => Command::Refuse(Box::new(RefuseArgs {
            grounds: args.grounds(),
            motive: text,
            secret: args.secret.clone(),
            part: args.part,
            review_on: args.review_on,
            requisites: requisites(request, session)?,
            late_reason,
        })),
        Act::Extend => Command::Extend {
            days: args
                .days
                .ok_or_else(|| argument_missing("--days", session.cx))?,
            reason: text,
            approval,
            notice,
        },
        Act::Notify => Command::Notify { text, late_reason },
        Act::Clarify => Command::Clarify { text },
        Act::Close => Command::Close { note: text },
        Act::Correct => Command::Correct {
            text,
            requisites: requisites(request, session)?,
        },
        Act::Accept => accept(request),
        Act::Forward => Command::Forward {
            to: args
                .to
                .clone()
                .ok_or_else(|| argument_missing("--to", session.cx))?,
            notice: notice.unwrap_or_default(),
            late_reason,
        },
        Act::Withdraw
        | Act::Plan
        | Act::Send
        | Act::Publish
        | Act::Announce
        | Act::Decline
        | Act::Assign
        | Act::Draft
        | Act::Merge
        | Act::Part
        | Act::Grant
        | Act::Revoke
        | Act::Read => {
            let refusal = Refusal::NotOffered { act };
            return Err(session::refused(session.cx.texts, &refusal));
        }
    })
}

/// Whom a request goes to, or by how much a term is extended, is never guessed.
fn argument_missing(option: &str, cx: &Context) -> CliError {
    let message = cx.texts.usage_argument_missing(option);
    CliError::new(Exit::Usage, "usage", message).hint(cx.texts.usage_hint())
}

/// Only what the data themselves show counts as confirmed: nobody was asked the rest.
fn accept(request: &Request) -> Command {
    let confirmed = precheck(&request.requester)
        .into_iter()
        .filter(|finding| finding.status == Status::Met)
        .map(|finding| finding.check)
        .collect();
    Command::Accept { confirmed }
}

/// The requisites of a letter about a request, of its holder and in its language; an unknown
/// holder leaves them blank, which the rules refuse.
fn requisites(request: &Request, session: &Session<'_>) -> Result<Requisites, CliError> {
    let lang = language_of(request.lang, session.cx.texts.lang());
    let holder = session.reader.holder(&request.holder);
    let holder = holder.map_err(|error| session.fail(&error))?;
    Ok(holder.map_or_else(
        || Requisites::blank(lang),
        |holder| Requisites::of(&holder, lang),
    ))
}

fn judge(
    work: &Work,
    command: &Command,
    session: &Session<'_>,
) -> Result<Result<(), Refusal>, CliError> {
    let seen = session.reader.surroundings(work, command);
    let seen = seen.map_err(|error| session.fail(&error))?;
    let me = session.me();
    let cx = DecideContext {
        rules: &session.rules,
        policy: &session.policy,
        role: session.role(),
        effective_at: session.now(),
        received_at: None,
        around: Around {
            actor: me.as_ref(),
            ..seen.known()
        },
    };
    Ok(work.decide(command, &cx).map(|_facts| ()))
}

fn operation(
    entity: EntityKey,
    base: Base,
    command: Command,
    session: &Session<'_>,
) -> Result<Op, CliError> {
    let texts = session.cx.texts;
    let actor = session.me().ok_or_else(|| {
        CliError::new(Exit::Failure, "not-signed-in", texts.exchange_nobody())
            .hint(texts.exchange_nobody_hint())
    })?;
    let device = session.store.device().wait();
    Ok(Op {
        op_id: OpId(Uuid::now_v7()),
        entity,
        base,
        command,
        actor,
        device: device.map_err(|error| session.fail(&error))?,
        rules_hash: session.rules.hash(),
        decided_at: SystemClock.now(),
        clock_offset: session.offset,
    })
}

/// The end of the recall window by the clock of this computer.
fn window(work: &Work, act: Act, session: &Session<'_>) -> Timestamp {
    let conference = work.question().map(|one| one.conference);
    let conference = conference.and_then(|number| session.item(number).ok());
    let conference = conference
        .as_ref()
        .and_then(|item| item.work.as_ref()?.conference());
    let end = end_of_act((work, conference), act, (&session.rules, &session.policy));
    let until = hold_until(session.now(), session.cx.config.recall_seconds, end);
    session.local_clock(until)
}

fn entry(op_id: OpId, session: &Session<'_>) -> Result<OutboxEntry, CliError> {
    let found = session.reader.operation(op_id);
    found
        .map_err(|error| session.fail(&error))?
        .ok_or_else(|| session.fail(&StoreError::NoSuchOp))
}

/// Takes back the newest decision on an item that has not left yet.
fn recall(number: Number, cx: &Context) -> Result<(), CliError> {
    let session = Session::open(cx, Need::Write)?;
    let item = session.item(number)?;
    let unsent = item
        .pending
        .iter()
        .rev()
        .find(|entry| matches!(entry.state, OpState::Held | OpState::Ready));
    let Some(entry) = unsent else {
        return Err(nothing_to_recall(&item, &session)?);
    };
    let act = entry.op.command.act();
    let recalled = session
        .store
        .recall(entry.op.op_id, SystemClock.now())
        .wait();
    let report = Report::new(number, act, cx);
    match recalled.map_err(|error| session.fail(&error))? {
        Ok(op) => {
            report.recalled(&op);
            Ok(())
        }
        Err(refusal) => Err(report.refused(&refusal)),
    }
}

/// Why nothing can be recalled: it has left already, or there never was anything.
fn nothing_to_recall(item: &Item, session: &Session<'_>) -> Result<CliError, CliError> {
    let texts = session.cx.texts;
    let was_sent = |entry: &OutboxEntry| {
        entry.op.entity == item.key && !matches!(entry.state, OpState::Recalled | OpState::Dropped)
    };
    let history = session.reader.outbox_history(usize::MAX);
    let sent = item.pending.iter().any(was_sent)
        || history
            .map_err(|error| session.fail(&error))?
            .iter()
            .any(was_sent);
    Ok(if sent {
        session::refused(texts, &Refusal::AlreadySent)
    } else {
        CliError::new(
            Exit::Refused,
            "nothing-to-recall",
            texts.act_nothing_to_recall(item.row.number.to_string()),
        )
    })
}
