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
//! * An operation that was refused stays refused: its author was told so and may have decided
//!   otherwise, so that a copy that arrives late must not be applied after all.
//! * Order holds per entity: once an operation on an entity was not applied, later ones of the
//!   batch on the same entity are `blocked` by it.
//! * The effective time is the claimed time plus clock offset, moved into [time of the base,
//!   receipt]. The time of a base given as an operation is the time that one was judged at, else
//!   two decisions made offline an hour apart would both be judged at the moment of receipt.

mod bench;
mod made;
mod operator;

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use self::bench::{Bench, Desk};
use super::directory::Directory;
use super::entity::put_of;
use super::feed::Scope;
use super::storage::{
    AccountRow, Digest, EntityRow, OpRecord, Put, RefusalRecord, StoredOp, StoredRefusal, Write,
};
use crate::domain::act::Act;
use crate::domain::command::{CircularCommand, Command, ConferenceCommand};
use crate::domain::decide::{Around, DecideContext, effective};
use crate::domain::history::{InTime, Stamp};
use crate::domain::ids::{OpId, Seq, UserName, Version};
use crate::domain::refusal::Refusal;
use crate::domain::work::Fact;
use crate::wire::feed::{EntityKey, UNNUMBERED};
use crate::wire::ops::{Base, Op, OpResult, RULES_CHANGED, Receipt, Verdict};

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
    /// Refusals of the same operations.
    pub refusals: HashMap<OpId, StoredRefusal>,
    /// The entities named by the batch.
    pub entities: HashMap<EntityKey, EntityRow>,
    /// The highest copy of each request that the batch forwards, by its serial.
    pub copies: HashMap<u64, u16>,
    /// The live children of conferences and questions named by the batch, by the parent's id.
    pub children: HashMap<String, Vec<EntityRow>>,
    /// Numbers of conferences that the batch may begin.
    pub conferences: Vec<u64>,
    /// Numbers of circulars that the batch may send.
    pub circulars: Vec<u64>,
    /// Login names of the batch that an account has.
    pub logins: HashSet<UserName>,
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
    /// Refused by this batch: it stands when the write that keeps the refusal is done.
    Refused(Refusal),
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
                Pending::Refused(refusal) => Verdict::Rejected { refusal },
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
                // A refusal that was not kept could be followed by a copy that is applied.
                Pending::Refused(_) | Pending::Applied { .. } => retry("busy"),
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
        bench: Bench::new(known),
        copies: known.copies.clone(),
        conferences: known.conferences.iter().copied(),
        circulars: known.circulars.iter().copied(),
        applied: HashMap::new(),
        stuck: HashMap::new(),
        write: Write::default(),
    };
    let verdicts = batch
        .iter()
        .map(|incoming| {
            let pending = match incoming {
                Incoming::Op(op) => judge.one(op),
                Incoming::Unknown(id) => judge.not_understood(*id),
            };
            (incoming.id(), pending)
        })
        .collect();
    Judgement {
        verdicts,
        write: judge.write,
    }
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
    bench: Bench<'a>,
    copies: HashMap<u64, u16>,
    conferences: std::iter::Copied<std::slice::Iter<'a, u64>>,
    circulars: std::iter::Copied<std::slice::Iter<'a, u64>>,
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
        let digest = decision_digest(op);
        if let Some(again) = self.seen_before(op, digest) {
            return again;
        }
        let refused = self.refused_before(op, digest);
        let verdict = refused.unwrap_or_else(|| {
            let verdict = self.fresh(op);
            self.noted(op, digest, verdict)
        });
        // Items without a number yet have nothing to do with each other.
        let ordered = op.entity.id != UNNUMBERED;
        if ordered && matches!(verdict, Pending::Ready(_) | Pending::Refused(_)) {
            self.stuck.entry(op.entity.clone()).or_insert(op.op_id);
        }
        verdict
    }

    /// Refused for good: the same file may come again when this portal understands more.
    fn not_understood(&mut self, op_id: OpId) -> Pending {
        if self.known.ops.contains_key(&op_id) {
            return rejected(Refusal::OpIdReused);
        }
        self.keep_refusal(op_id, Digest::default(), Refusal::NotUnderstood)
    }

    fn refused_before(&self, op: &Op, digest: Digest) -> Option<Pending> {
        let stored = self.known.refusals.get(&op.op_id)?;
        let refusal = serde_json::from_str(&stored.refusal).ok();
        let refusal = refusal.filter(|_| stored.digest == digest);
        Some(rejected(refusal.unwrap_or(Refusal::OpIdReused)))
    }

    /// The same verdict, kept if it is a refusal of the decision itself.
    fn noted(&mut self, op: &Op, digest: Digest, verdict: Pending) -> Pending {
        let Pending::Ready(ready) = &verdict else {
            return verdict;
        };
        let Verdict::Rejected { refusal } = &**ready else {
            return verdict;
        };
        // Another account says nothing of it.
        if *refusal == Refusal::ForeignOp {
            return verdict;
        }
        self.keep_refusal(op.op_id, digest, refusal.clone())
    }

    fn keep_refusal(&mut self, op_id: OpId, digest: Digest, refusal: Refusal) -> Pending {
        let Ok(text) = serde_json::to_string(&refusal) else {
            return rejected(refusal);
        };
        self.write.refusals.push(RefusalRecord {
            op_id,
            digest,
            refusal: text,
            received_at: self.sender.received_at,
        });
        Pending::Refused(refusal)
    }

    fn seen_before(&self, op: &Op, digest: Digest) -> Option<Pending> {
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
        if op.rules_hash != self.directory.hash {
            return ready(retry(RULES_CHANGED));
        }
        if op.command == Command::Conference(ConferenceCommand::CreateConference) {
            return self.begin(op);
        }
        if let Command::Circular(CircularCommand::SendCircular { to, text }) = &op.command {
            return self.circular(op, (to.as_deref(), text));
        }
        let row = self.known.entities.get(&op.entity);
        let audience = &self.sender.scope.audience;
        let Some(row) = row.filter(|row| !row.deleted && audience.sees(row)) else {
            return rejected(Refusal::NoSuchItem);
        };
        let Ok(base) = self.base(op, row) else {
            return match op.base {
                Base::Op(by) => ready(Verdict::Blocked { by }),
                Base::Version(_) => rejected(Refusal::NoSuchItem),
            };
        };
        if self.bench.take(row).is_none() {
            return rejected(Refusal::NotUnderstood);
        }
        self.decide(op, row, &base)
    }

    fn stamp(&self, op: &Op, effective_at: Timestamp, outside_window: bool) -> Stamp {
        Stamp {
            by: Some(op.actor.clone()),
            role: Some(self.sender.account.role),
            decided_at: op.decided_at,
            received_at: Some(self.sender.received_at),
            effective_at,
            op: Some(op.op_id),
            outside_window,
            basis: None,
        }
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
        let Some(desk) = self.bench.get(&op.entity) else {
            return rejected(Refusal::NoSuchItem);
        };
        // That it was read commutes with everything.
        let commutes = op.command == Command::Circular(CircularCommand::ReadCircular);
        if base.version != desk.version && !commutes {
            return conflict(desk, row, self.sender.scope);
        }
        let judged = effective(op.decided_at, op.clock_offset, base.at, received_at);
        let outside_window = judged.corrected && is_outside(op, base.at, received_at);
        let policy = self.directory.policy(desk.work.holder());
        let conference = self.bench.conference_of(&desk.work);
        let target = self.bench.question(op.command.merges_into());
        let closes = op.command.act() == Act::Close;
        let open_questions = closes.then(|| self.bench.open_questions(&op.entity.id));
        let cx = DecideContext {
            rules: &self.directory.rules,
            policy: &policy,
            role: self.sender.account.role,
            effective_at: judged.at,
            received_at: Some(received_at),
            around: Around {
                actor: Some(&op.actor),
                addressee: op
                    .command
                    .addressee()
                    .and_then(|bin| self.directory.holder(bin)),
                conference: conference.as_deref(),
                target: target.as_deref().into(),
                open_questions: open_questions.as_deref().unwrap_or_default(),
                answered_late: closes && self.bench.answered_late(&op.entity.id),
            },
        };
        let mut facts = match desk.work.decide(&op.command, &cx) {
            Ok(facts) => facts,
            Err(refusal) => return rejected(refusal),
        };
        // Asked last: only who may grant learns which names there are.
        if let Some(refusal) = self.login_taken(&op.command) {
            return rejected(refusal);
        }
        let basis = desk.work.basis(op.command.act(), cx.rules, &policy);
        let stamp = Stamp {
            basis,
            ..self.stamp(op, judged.at, outside_window)
        };
        let Some(made) = self.make(op, &mut facts, &stamp) else {
            return ready(retry("calendar-missing"));
        };
        let receipt = Receipt {
            code: code(op.op_id),
            received_at,
            effective_at: judged.at,
            late_on_receipt: facts.iter().any(is_late_on_receipt),
            outside_window,
        };
        let into = op.command.merges_into();
        self.bench.guard(&op.entity, into, &mut self.write);
        let carried = self.bench.carried(&op.entity, &facts);
        for (child, events) in carried {
            self.bench.apply(&child, events, &stamp);
            self.put(&child);
        }
        self.bench.apply(&op.entity, facts, &stamp);
        let verdict = match self.put(&op.entity) {
            Some((index, version)) => self.record(op, index, version, receipt),
            None => rejected(Refusal::NotUnderstood),
        };
        self.write.puts.extend(made);
        verdict
    }

    /// Notes the new state of an item for the write: one row an entity, the second decision of a
    /// batch replaces the state of the first. Gives the place of the row and its version.
    fn put(&mut self, key: &EntityKey) -> Option<(usize, Version)> {
        let (at, by) = (self.sender.received_at, &self.sender.account.user);
        let desk = self.bench.get_mut(key)?;
        let put = Put {
            expected: Some(desk.expected),
            version: desk.version,
            at,
            by: Some(by.clone()),
            ..put_of(&desk.work, self.directory).ok()?
        };
        let puts = &mut self.write.puts;
        let index = *desk.put.get_or_insert(puts.len());
        match puts.get_mut(index) {
            Some(place) => *place = put,
            None => puts.push(put),
        }
        Some((index, desk.version))
    }

    /// Notes the result of an operation for the write.
    fn record(&mut self, op: &Op, put: usize, version: Version, receipt: Receipt) -> Pending {
        let Ok(receipt_json) = serde_json::to_string(&receipt) else {
            return rejected(Refusal::NotUnderstood);
        };
        let applied = Applied {
            digest: decision_digest(op),
            put,
            version,
            receipt: receipt.clone(),
        };
        self.write.ops.push(OpRecord {
            op_id: op.op_id,
            digest: applied.digest,
            put,
            version,
            receipt: receipt_json,
            effective_at: receipt.effective_at,
            received_at: receipt.received_at,
        });
        self.applied.insert(op.op_id, applied);
        Pending::Applied {
            put,
            version,
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
    ready(Verdict::Conflict {
        current: scope.item(&desk.work),
        version: desk.version,
        by: row.updated_by.clone(),
        at: Some(row.updated_at),
    })
}

fn is_late_on_receipt(fact: &Fact) -> bool {
    matches!(fact.in_time(), Some(InTime::LateOnReceipt { .. }))
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

#[cfg(test)]
mod tests;
