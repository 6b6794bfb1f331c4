//! What became of a decision, in words or as the object of `awp act --json`.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::cli::exchange::Ended;
use crate::cli::session;
use crate::cli::show::refusal_object;
use crate::cli::{CliError, Context, Exit};
use crate::clock::{Clock, SystemClock};
use crate::domain::act::Act;

use crate::domain::ids::{Number, OpId, Version};
use crate::domain::refusal::Refusal;
use crate::domain::zone;
use crate::i18n::{date, words};
use crate::wire::draft::LetterDraft;
use crate::wire::ops::{Op, Receipt, Verdict};
use crate::wire::replica::{OpState, OutboxEntry};

/// The stable object.
#[derive(Debug, Serialize)]
struct Object<'r> {
    number: Number,
    act: &'static str,
    verdict: &'static str,
    refusal: Option<Value>,
    receipt: Option<&'r Receipt>,
    version: Option<Version>,
    op_id: Option<OpId>,
}

/// Tells the outcome of one decision.
pub(super) struct Report<'c> {
    number: Number,
    act: Act,
    cx: &'c Context,
}

impl<'c> Report<'c> {
    pub(super) const fn new(number: Number, act: Act, cx: &'c Context) -> Self {
        Self { number, act, cx }
    }

    fn object(&self, verdict: &'static str) -> Object<'static> {
        Object {
            number: self.number,
            act: self.act.id(),
            verdict,
            refusal: None,
            receipt: None,
            version: None,
            op_id: None,
        }
    }

    /// Prints the object, or the sentence for people.
    fn tell(&self, object: &Object<'_>, sentence: &str) {
        if self.cx.json() {
            self.cx.output.json(object);
        } else {
            let act = words::act_on(self.cx.texts, self.number.kind, self.act);
            self.cx
                .output
                .line(&format!("№ {}: {act} – {sentence}", self.number));
        }
    }

    /// The rules, the role or the portal say no.
    pub(super) fn refused(&self, refusal: &Refusal) -> CliError {
        self.rejected(refusal, None)
    }

    fn rejected(&self, refusal: &Refusal, op_id: Option<OpId>) -> CliError {
        if self.cx.json() {
            self.cx.output.json(&Object {
                refusal: Some(refusal_object(refusal, self.cx.texts)),
                op_id,
                ..self.object("rejected")
            });
        }
        session::refused(self.cx.texts, refusal)
    }

    /// It waits in its recall window.
    pub(super) fn held(&self, op_id: OpId, until: Timestamp) {
        let until = zone::local(until);
        let time = format!(
            "{:02}:{:02}:{:02}",
            until.hour(),
            until.minute(),
            until.second()
        );
        let object = Object {
            op_id: Some(op_id),
            ..self.object("held")
        };
        self.tell(&object, &self.cx.texts.act_held(time));
    }

    /// It was taken back.
    pub(super) fn recalled(&self, op: &Op) {
        let texts = self.cx.texts;
        let kept_as_draft = LetterDraft::of(&op.command).is_some();
        let sentence = if kept_as_draft {
            texts.act_recalled_draft()
        } else {
            texts.act_recalled()
        };
        let object = Object {
            op_id: Some(op.op_id),
            ..self.object("recalled")
        };
        self.tell(&object, &sentence);
    }

    /// What the portal said, or that it said nothing yet.
    pub(super) fn verdict(&self, entry: &OutboxEntry, ended: &Ended) -> Result<(), CliError> {
        let op_id = entry.op.op_id;
        match (&entry.verdict, entry.state) {
            (
                Some(
                    verdict @ (Verdict::Applied {
                        version, receipt, ..
                    }
                    | Verdict::Same {
                        version, receipt, ..
                    }),
                ),
                _,
            ) => {
                let object = Object {
                    receipt: Some(receipt),
                    version: Some(*version),
                    op_id: Some(op_id),
                    ..self.object(verdict.id())
                };
                self.tell(&object, &self.applied(receipt));
                Ok(())
            }
            (Some(Verdict::Rejected { refusal }), _) => Err(self.rejected(refusal, Some(op_id))),
            (
                Some(Verdict::Conflict {
                    version, by, at, ..
                }),
                _,
            ) => {
                let object = Object {
                    version: Some(*version),
                    op_id: Some(op_id),
                    ..self.object("conflict")
                };
                Err(self.conflict(&object, by.as_ref().map(|by| by.0.as_str()), *at))
            }
            (_, OpState::Conflict) => {
                let object = Object {
                    op_id: Some(op_id),
                    ..self.object("blocked")
                };
                Err(self.conflict(&object, None, None))
            }
            (Some(Verdict::Retry { .. } | Verdict::Blocked { .. }) | None, _) => {
                Err(self.waiting(&entry.op, entry.verdict.is_some(), ended))
            }
        }
    }

    fn applied(&self, receipt: &Receipt) -> String {
        let texts = self.cx.texts;
        if receipt.late_on_receipt {
            texts.act_applied_late(receipt.code.as_str())
        } else {
            texts.act_applied(receipt.code.as_str())
        }
    }

    fn conflict(&self, object: &Object<'_>, by: Option<&str>, at: Option<Timestamp>) -> CliError {
        let texts = self.cx.texts;
        if self.cx.json() {
            self.cx.output.json(object);
        }
        let who = by.unwrap_or("–");
        let today = zone::date(SystemClock.now());
        let when = at.map_or_else(
            || "–".to_owned(),
            |at| date::moment(texts, today, zone::local(at)),
        );
        CliError::new(
            Exit::Conflict,
            "conflict",
            texts.act_conflict(self.number.to_string(), when, who),
        )
        .hint(texts.act_conflict_hint())
    }

    /// It is in the outbox and the portal has not judged it.
    fn waiting(&self, op: &Op, asked_to_wait: bool, ended: &Ended) -> CliError {
        let texts = self.cx.texts;
        let (op_id, actor) = (op.op_id, &op.actor);
        if self.cx.json() {
            self.cx.output.json(&Object {
                op_id: Some(op_id),
                ..self.object("queued")
            });
        }
        let cause = match ended {
            Ended::Done(_) if asked_to_wait => texts.act_waits(),
            Ended::Done(_) => texts.act_waits_earlier(),
            Ended::Nobody
            | Ended::SignedOut
            | Ended::Asking(_)
            | Ended::Offline
            | Ended::Failed(_) => ended.sentence(texts, &actor.0),
        };
        CliError::new(
            Exit::Unreachable,
            "unreachable",
            texts.act_queued(cause, self.number.to_string()),
        )
        .hint(texts.act_queued_hint())
    }
}
