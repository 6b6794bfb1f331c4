//! The parts of a request as `--json` prints them, and the acts with their refusals.

use serde::Serialize;
use serde_json::{Value, json};

use super::person;
use crate::cli::session::Session;
use crate::domain::act::Act;
use crate::domain::desk::Reading;
use crate::domain::history::{Entry, InTime};
use crate::domain::ids::ItemKind;
use crate::domain::privacy::mask_text;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request};
use crate::domain::text::CitizenText;
use crate::i18n::{Texts, words};
use crate::wire::replica::{Item, OutboxEntry};

/// One act and whether it is possible.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActObject {
    id: &'static str,
    allowed: bool,
    refusal: Option<Value>,
    #[serde(skip)]
    kind: ItemKind,
    #[serde(skip)]
    act: Act,
    #[serde(skip)]
    why_not: Option<String>,
}

impl ActObject {
    fn new(kind: ItemKind, act: Act, verdict: Result<(), Refusal>, texts: &Texts) -> Self {
        let refusal = verdict.err();
        Self {
            id: act.id(),
            allowed: refusal.is_none(),
            why_not: refusal
                .as_ref()
                .map(|refusal| words::refusal(texts, refusal)),
            refusal: refusal.map(|refusal| refusal_object(&refusal, texts)),
            act,
            kind,
        }
    }

    /// The act, and why not, in words.
    pub(super) fn line(&self, texts: &Texts) -> String {
        let act = words::act_on(texts, self.kind, self.act);
        match &self.why_not {
            None => format!("{} ({})", act, self.id),
            Some(why_not) => format!("– {act}: {why_not}"),
        }
    }
}

/// Decisions that did not stand, and what somebody chose then.
pub(super) fn settled(entries: &[OutboxEntry]) -> Value {
    let one = |entry: &OutboxEntry| {
        json!({
            "op_id": entry.op.op_id,
            "act": entry.op.command.act().id(),
            "resolution": entry.resolution,
            "by": entry.settled_by,
            "at": entry.settled_at,
        })
    };
    entries.iter().map(one).collect()
}

/// A refusal as an object: its own fields with message and clause.
#[must_use]
pub fn refusal_object(refusal: &Refusal, texts: &Texts) -> Value {
    let mut object = serde_json::to_value(refusal).unwrap_or_default();
    extend(
        &mut object,
        json!({
            "clause": refusal.clause(),
            "message": words::refusal(texts, refusal),
        }),
    );
    object
}

/// Every act of the law on an item.
pub(super) fn acts(item: &Item, session: &Session<'_>) -> Vec<ActObject> {
    let texts = session.cx.texts;
    let kind = item.row.number.kind;
    let Some(work) = &item.work else {
        let refused = |act: &Act| ActObject::new(kind, *act, Err(Refusal::NotUnderstood), texts);
        return Act::of(kind).iter().map(refused).collect();
    };
    work.acts(session.role())
        .into_iter()
        .map(|(act, verdict)| {
            let writable = if session.cx.global.read_only {
                Err(Refusal::ReadOnly)
            } else {
                Ok(())
            };
            ActObject::new(kind, act, verdict.and(writable), texts)
        })
        .collect()
}

/// What a request has beyond its line.
pub(super) fn request(request: &Request, reveal: bool) -> Value {
    let history: Vec<Value> = request
        .history
        .iter()
        .map(|entry| history(entry, reveal))
        .collect();
    json!({
        "received_at": request.received_at,
        "registered_on": request.registered_on,
        "pack": request.pack.to_string(),
        "holder": request.holder,
        "forwarded_from": request.forwarded_from,
        "passed_by": request.passed_by,
        "requester": person::object(&request.requester, reveal),
        "history": history,
        "text": text(request, reveal),
    })
}

/// The text as it may be shown.
pub(super) fn text(request: &Request, reveal: bool) -> String {
    shown(&request.text, reveal)
}

pub(super) fn shown(text: &CitizenText, reveal: bool) -> String {
    if reveal {
        text.as_str().to_owned()
    } else {
        mask_text(text.as_str())
    }
}

/// A text given to a second reader.
pub(super) fn reading(reading: &Reading, reveal: bool) -> Value {
    let said = reading.said.as_ref().map(
        |said| json!({"good": said.good, "remark": shown(&said.remark, reveal), "at": said.at}),
    );
    json!({
        "by": reading.by, "reader": reading.reader, "act": reading.act, "lang": reading.lang,
        "text": shown(&reading.text, reveal), "asked_at": reading.asked_at, "said": said,
    })
}

fn history(entry: &Entry<Event>, reveal: bool) -> Value {
    let stamp = &entry.stamp;
    let mut object = json!({
        "event": entry.event.id(),
        "by": stamp.by,
        "role": stamp.role,
        "decided_at": stamp.decided_at,
        "received_at": stamp.received_at,
        "effective_at": stamp.effective_at,
        "op_id": stamp.op,
        "basis": stamp.basis,
    });
    extend(&mut object, details(&entry.event, reveal));
    object
}

fn details(event: &Event, reveal: bool) -> Value {
    let mut object = match event {
        Event::Accepted { confirmed } => json!({ "confirmed": confirmed }),
        Event::Returned { reasons, .. } => json!({ "reasons": reasons }),
        Event::Refused {
            grounds,
            secret,
            part,
            review_on,
            ..
        } => json!({
            "reasons": grounds, "secret": secret, "part": part, "review_on": review_on,
        }),
        Event::Extended {
            days,
            reason,
            approval,
            ..
        } => json!({
            "days": days,
            "reason": shown(reason, reveal),
            "approval": approval.as_ref().map(|text| shown(text, reveal)),
        }),
        Event::Rated { rating, reason } => json!({
            "rating": rating,
            "reason": reason.as_ref().map(|text| shown(text, reveal)),
        }),
        Event::FollowedUp { note } => json!({ "note": shown(note, reveal) }),
        Event::Forwarded { to, copy, .. } => json!({ "to": to, "copy": copy }),
        Event::Received
        | Event::Opened
        | Event::Answered { .. }
        | Event::Published { .. }
        | Event::Notified { .. }
        | Event::Clarified { .. }
        | Event::Corrected { .. }
        | Event::Withdrawn => json!({}),
    };
    if let Some(text) = event.outward_text() {
        extend(&mut object, json!({ "text": shown(text, reveal) }));
    }
    if let Some(in_time) = event.in_time() {
        extend(
            &mut object,
            json!({ "in_time": timeliness(in_time, reveal) }),
        );
    }
    object
}

pub(super) fn timeliness(in_time: &InTime, reveal: bool) -> Value {
    match in_time {
        InTime::NoTerm => json!({ "verdict": "no-term" }),
        InTime::Yes => json!({ "verdict": "yes" }),
        InTime::LateOnReceipt { due } => json!({ "verdict": "late-on-receipt", "due": due }),
        InTime::Late { due, reason } => json!({
            "verdict": "late",
            "due": due,
            "reason": reason.as_ref().map(|reason| shown(reason, reveal)),
        }),
    }
}

/// Puts the fields of one object into another.
pub(super) fn extend(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}
