//! The verdicts on a batch of operations.
//!
//! Pure but for its inputs: from what the store holds now follow the verdicts and the one
//! [`Write`] that carries out what was applied. If the store moved on meanwhile the caller reads
//! again and asks again; nothing is kept between two tries.
//!
//! * An operation applied before is answered `same` with its stored receipt, before anything
//!   else is looked at: rules and versions may have changed since.
//! * The same id with another decision (entity, action, arguments, author or claimed time) is
//!   `rejected` with `op-id-reused`, alone: the rest of the batch is not held up. Base, device,
//!   rules hash and clock offset may differ in a repetition, they are not what was decided.
//!   Only applied operations use up their id.
//! * Order holds per entity: once an operation on an entity was not applied, later ones of the
//!   batch on the same entity are `blocked` by it.
//! * The effective time is the claimed time plus clock offset, moved into [time of the base,
//!   receipt]. The time of a base given as an operation is the time that one was judged at, else
//!   two decisions made offline an hour apart would both be judged at the moment of receipt.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use super::directory::Directory;
use super::feed::Scope;
use super::forward;
use super::intake;
use super::storage::{AccountRow, Digest, EntityRow, OpRecord, Put, StoredOp, Write};
use super::urgency::urgency;
use crate::domain::decide::{Around, DecideContext, basis, decide, effective};
use crate::domain::history::{InTime, Stamp};
use crate::domain::ids::{OpId, Seq, Version};
use crate::domain::refusal::Refusal;
use crate::domain::request::{Event, Request};
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::ops::{Base, Op, OpResult, Receipt, Verdict};

/// Claims this much outside the window are noise of the clocks: the offset has whole seconds.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(2);

/// One operation as it came in: understood, or only its identity.
pub enum Incoming {
    /// Understood.
    Op(Box<Op>),
    /// Of a newer workstation.
    Unknown(OpId),
}

impl Incoming {
    fn id(&self) -> OpId {
        match self {
            Self::Op(op) => op.op_id,
            Self::Unknown(id) => *id,
        }
    }
}

/// What the store holds about a batch.
#[derive(Default)]
pub struct Known {
    /// Results of the operations named by the batch, as operations or as bases.
    pub ops: HashMap<OpId, StoredOp>,
    /// The entities named by the batch.
    pub entities: HashMap<EntityKey, EntityRow>,
    /// The highest copy of each request that the batch forwards, by its serial.
    pub copies: HashMap<u64, u16>,
}

/// The verdicts and what they write; sequences are known after the write.
pub struct Judgement {
    verdicts: Vec<(OpId, Pending)>,
    /// What is to be written.
    pub write: Write,
}

/// A verdict whose sequence may not be known yet.
enum Pending {
    Ready(Box<Verdict>),
    Applied {
        put: usize,
        version: Version,
        receipt: Receipt,
        again: bool,
    },
}

impl Judgement {
    /// The verdicts once the write is done; `seqs` are those of its puts.
    #[must_use]
    pub fn results(self, seqs: &[Seq]) -> Vec<OpResult> {
        let resolve = |(op_id, pending)| OpResult {
            op_id,
            verdict: match pending {
                Pending::Ready(verdict) => *verdict,
                Pending::Applied {
                    put,
                    version,
                    receipt,
                    again,
                } => {
                    let seq = seqs.get(put).copied().unwrap_or_default();
                    if again {
                        Verdict::Same {
                            version,
                            seq,
                            receipt,
                        }
                    } else {
                        Verdict::Applied {
                            version,
                            seq,
                            receipt,
                        }
                    }
                }
            },
        };
        self.verdicts.into_iter().map(resolve).collect()
    }

    /// The verdicts if the write never succeeded because others wrote all the time.
    #[must_use]
    pub fn given_up(self) -> Vec<OpResult> {
        let resolve = |(op_id, pending)| OpResult {
            op_id,
            verdict: match pending {
                Pending::Ready(verdict) => *verdict,
                Pending::Applied { .. } => retry("busy"),
            },
        };
        self.verdicts.into_iter().map(resolve).collect()
    }
}

/// Who sends the batch, and when it arrived.
pub struct Sender<'a> {
    /// The account.
    pub account: &'a AccountRow,
    /// What it sees.
    pub scope: &'a Scope,
    /// The portal's clock on arrival.
    pub received_at: Timestamp,
}

/// What was decided, to tell a repetition from a reuse of an id.
#[must_use]
pub fn decision_digest(op: &Op) -> Digest {
    let decided = (&op.entity, &op.command, &op.actor, op.decided_at);
    Sha256::digest(serde_json::to_vec(&decided).unwrap_or_default()).into()
}

/// Judges a batch in order.
#[must_use]
pub fn judge(
    batch: &[Incoming],
    known: &Known,
    directory: &Directory,
    sender: &Sender<'_>,
) -> Judgement {
    let mut judge = Judge {
        known,
        directory,
        sender,
        desk: HashMap::new(),
        copies: known.copies.clone(),
        applied: HashMap::new(),
        stuck: HashMap::new(),
        write: Write::default(),
    };
    let verdicts = batch
        .iter()
        .map(|incoming| {
            let pending = match incoming {
                Incoming::Op(op) => judge.one(op),
                Incoming::Unknown(_) => rejected(Refusal::NotUnderstood),
            };
            (incoming.id(), pending)
        })
        .collect();
    Judgement {
        verdicts,
        write: judge.write,
    }
}

/// An entity while the batch works on it.
struct Desk {
    request: Request,
    version: Version,
    put: Option<usize>,
}

/// An operation of this batch that was applied.
#[derive(Clone)]
struct Applied {
    digest: Digest,
    put: usize,
    version: Version,
    receipt: Receipt,
}

struct Judge<'a> {
    known: &'a Known,
    directory: &'a Directory,
    sender: &'a Sender<'a>,
    desk: HashMap<EntityKey, Desk>,
    copies: HashMap<u64, u16>,
    applied: HashMap<OpId, Applied>,
    stuck: HashMap<EntityKey, OpId>,
    write: Write,
}

/// The version an operation was decided on, and when that version came into being.
struct Decided {
    version: Version,
    at: Timestamp,
}

impl Judge<'_> {
    fn one(&mut self, op: &Op) -> Pending {
        if let Some(again) = self.seen_before(op) {
            return again;
        }
        let verdict = self.fresh(op);
        if matches!(verdict, Pending::Ready(_)) {
            self.stuck.entry(op.entity.clone()).or_insert(op.op_id);
        }
        verdict
    }

    fn seen_before(&self, op: &Op) -> Option<Pending> {
        let digest = decision_digest(op);
        if let Some(before) = self.applied.get(&op.op_id) {
            return Some(if before.digest == digest {
                Pending::Applied {
                    put: before.put,
                    version: before.version,
                    receipt: before.receipt.clone(),
                    again: true,
                }
            } else {
                rejected(Refusal::OpIdReused)
            });
        }
        let stored = self.known.ops.get(&op.op_id)?;
        let receipt = serde_json::from_str(&stored.receipt).ok();
        Some(match receipt {
            Some(receipt) if stored.digest == digest => ready(Verdict::Same {
                version: stored.version,
                seq: stored.seq,
                receipt,
            }),
            _ => rejected(Refusal::OpIdReused),
        })
    }

    fn fresh(&mut self, op: &Op) -> Pending {
        if op.actor != self.sender.account.user {
            return rejected(Refusal::ForeignOp);
        }
        if let Some(by) = self.stuck.get(&op.entity) {
            return ready(Verdict::Blocked { by: *by });
        }
        let row = self.known.entities.get(&op.entity);
        let visible = row.filter(|row| !row.deleted && row.holder == self.sender.scope.holder);
        let Some(row) = visible else {
            return rejected(Refusal::NoSuchItem);
        };
        if op.entity.kind != EntityKind::Request {
            return rejected(Refusal::NotUnderstood);
        }
        if op.rules_hash != self.directory.hash {
            return ready(retry("rules-changed"));
        }
        let Ok(base) = self.base(op, row) else {
            return match op.base {
                Base::Op(by) => ready(Verdict::Blocked { by }),
                Base::Version(_) => rejected(Refusal::NoSuchItem),
            };
        };
        if !self.desk.contains_key(&op.entity) {
            let Ok(request) = serde_json::from_str(&row.body) else {
                return rejected(Refusal::NotUnderstood);
            };
            let desk = Desk {
                request,
                version: row.version,
                put: None,
            };
            self.desk.insert(op.entity.clone(), desk);
        }
        self.decide(op, row, &base)
    }

    /// The base of an operation; an error if it names an operation that was not applied.
    fn base(&self, op: &Op, row: &EntityRow) -> Result<Decided, ()> {
        match op.base {
            Base::Version(version) => Ok(Decided {
                version,
                at: row.updated_at,
            }),
            Base::Op(earlier) => {
                if let Some(applied) = self.applied.get(&earlier) {
                    return Ok(Decided {
                        version: applied.version,
                        at: applied.receipt.effective_at,
                    });
                }
                let stored = self.known.ops.get(&earlier);
                stored
                    .filter(|stored| stored.key == op.entity)
                    .map(|stored| Decided {
                        version: stored.version,
                        at: stored.effective_at,
                    })
                    .ok_or(())
            }
        }
    }

    fn decide(&mut self, op: &Op, row: &EntityRow, base: &Decided) -> Pending {
        let received_at = self.sender.received_at;
        let Some(desk) = self.desk.get_mut(&op.entity) else {
            return rejected(Refusal::NoSuchItem);
        };
        if base.version != desk.version {
            return conflict(desk, row, self.sender.scope);
        }
        let judged = effective(op.decided_at, op.clock_offset, base.at, received_at);
        let outside_window = judged.corrected && is_outside(op, base.at, received_at);
        let policy = self.directory.policy(&desk.request.holder);
        let cx = DecideContext {
            rules: &self.directory.rules,
            policy: &policy,
            role: self.sender.account.role,
            effective_at: judged.at,
            received_at: Some(received_at),
            around: Around {
                addressee: op
                    .command
                    .addressee()
                    .and_then(|bin| self.directory.holder(bin)),
                ..Around::default()
            },
        };
        let mut events = match decide(&desk.request, &op.command, &cx) {
            Ok(events) => events,
            Err(refusal) => return rejected(refusal),
        };
        let copied = self.copy(op, &mut events);
        let Ok(copied) = copied else {
            return ready(retry("calendar-missing"));
        };
        let Some(desk) = self.desk.get_mut(&op.entity) else {
            return rejected(Refusal::NoSuchItem);
        };
        let receipt = Receipt {
            code: code(op.op_id),
            received_at,
            effective_at: judged.at,
            late_on_receipt: events.iter().any(is_late_on_receipt),
            outside_window,
        };
        let stamp = Stamp {
            by: Some(op.actor.clone()),
            role: Some(self.sender.account.role),
            decided_at: op.decided_at,
            received_at: Some(received_at),
            effective_at: judged.at,
            op: Some(op.op_id),
            outside_window,
            basis: basis(&desk.request, op.command.act(), cx.rules, &policy),
        };
        for event in events {
            desk.request.apply(event, stamp.clone());
        }
        desk.version = Version(desk.version.0 + 1);
        let verdict = self.record(op, row, receipt);
        self.write.puts.extend(copied);
        verdict
    }

    /// The copy that a forward makes at the other holder; its number goes into the event.
    fn copy(&mut self, op: &Op, events: &mut [Event]) -> Result<Option<Put>, forward::DayUnknown> {
        let Some(desk) = self.desk.get(&op.entity) else {
            return Ok(None);
        };
        for event in events {
            let Event::Forwarded { to, copy, .. } = event else {
                continue;
            };
            let serial = desk.request.number.serial;
            let next = self.copies.get(&serial).copied().unwrap_or(0) + 1;
            let at = self.sender.received_at;
            let copied = forward::copy_of(&desk.request, next, to, at, self.directory)?;
            *copy = Some(copied.number);
            self.copies.insert(serial, next);
            let put = intake::put_of(&copied, self.directory);
            return put.map(Some).map_err(|_unwritable| forward::DayUnknown);
        }
        Ok(None)
    }

    /// Notes the new state and the result for the write.
    fn record(&mut self, op: &Op, row: &EntityRow, receipt: Receipt) -> Pending {
        let Some(desk) = self.desk.get_mut(&op.entity) else {
            return rejected(Refusal::NoSuchItem);
        };
        let (Ok(body), Ok(receipt_json)) = (
            serde_json::to_string(&desk.request),
            serde_json::to_string(&receipt),
        ) else {
            return rejected(Refusal::NotUnderstood);
        };
        let put = Put {
            key: op.entity.clone(),
            expected: Some(row.version),
            version: desk.version,
            holder: row.holder.clone(),
            urgency: urgency(&desk.request, self.directory),
            body: Some(body),
            at: self.sender.received_at,
            by: Some(op.actor.clone()),
        };
        let puts = &mut self.write.puts;
        let index = if let Some(index) = desk.put {
            // One row an entity: the second decision of a batch replaces the state of the first.
            if let Some(place) = puts.get_mut(index) {
                *place = put;
            }
            index
        } else {
            puts.push(put);
            puts.len() - 1
        };
        desk.put = Some(index);
        let applied = Applied {
            digest: decision_digest(op),
            put: index,
            version: desk.version,
            receipt: receipt.clone(),
        };
        self.write.ops.push(OpRecord {
            op_id: op.op_id,
            digest: applied.digest,
            put: index,
            version: applied.version,
            receipt: receipt_json,
            effective_at: receipt.effective_at,
            received_at: receipt.received_at,
        });
        self.applied.insert(op.op_id, applied.clone());
        Pending::Applied {
            put: index,
            version: applied.version,
            receipt,
            again: false,
        }
    }
}

fn ready(verdict: Verdict) -> Pending {
    Pending::Ready(Box::new(verdict))
}

fn rejected(refusal: Refusal) -> Pending {
    ready(Verdict::Rejected { refusal })
}

fn retry(reason: &str) -> Verdict {
    Verdict::Retry {
        after: 1,
        reason: reason.to_owned(),
    }
}

/// The state as it stands, with the last author; earlier operations of the batch included.
fn conflict(desk: &Desk, row: &EntityRow, scope: &Scope) -> Pending {
    let current = if scope.redacted {
        serde_json::to_value(desk.request.redacted())
    } else {
        serde_json::to_value(&desk.request)
    };
    ready(Verdict::Conflict {
        current: current.unwrap_or_default(),
        version: desk.version,
        by: row.updated_by.clone(),
        at: Some(row.updated_at),
    })
}

fn is_late_on_receipt(event: &Event) -> bool {
    matches!(event.in_time(), Some(InTime::LateOnReceipt { .. }))
}

/// Whether a claim lies further outside the window than clocks explain.
fn is_outside(op: &Op, base_at: Timestamp, received_at: Timestamp) -> bool {
    let claimed = op
        .decided_at
        .checked_add(SignedDuration::from_secs(op.clock_offset));
    let Ok(claimed) = claimed else {
        return true;
    };
    base_at.duration_since(claimed) > TOLERANCE || claimed.duration_since(received_at) > TOLERANCE
}

/// Eight characters that can be read out on the telephone; no letter that sounds or looks like
/// another.
fn code(op: OpId) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let digest = Sha256::digest(op.0.as_bytes());
    let mut out = String::with_capacity(9);
    for (index, byte) in digest.iter().take(8).enumerate() {
        if index == 4 {
            out.push('-');
        }
        let letter = ALPHABET.get(usize::from(byte % 32)).copied();
        out.push(char::from(letter.unwrap_or(b'0')));
    }
    out
}
