//! Operations of the outbox between the core and the store.

use jiff::Timestamp;
use uuid::{NoContext, Uuid};

use crate::app::effect::QueueOrder;
use crate::app::outbox::{OpStatus, OutboxEntry};
use crate::domain::command::Command;
use crate::domain::conflict::Conflict;
use crate::domain::ids::{DeviceId, OpId, UserName, Version};
use crate::wire::feed::{EntityKey, UNNUMBERED};
use crate::wire::ops::{Base, Op, Verdict};
use crate::wire::replica::{OpState, OutboxEntry as Stored};

/// Who decides, from where, and what is known of the clocks.
#[derive(Debug, Clone)]
pub(super) struct Author {
    /// The account.
    pub(super) user: UserName,
    /// The installation.
    pub(super) device: DeviceId,
    /// Portal clock minus the clock of this computer, in seconds.
    pub(super) clock_offset: i64,
}

/// A new operation of a decision.
pub(super) fn op(order: &QueueOrder, author: &Author) -> Op {
    Op {
        op_id: op_id(order.decided_at),
        entity: EntityKey::of(order.number),
        base: order.base,
        command: order.command.clone(),
        actor: author.user.clone(),
        device: author.device,
        rules_hash: order.rules_hash.clone(),
        decided_at: order.decided_at,
        clock_offset: author.clock_offset,
    }
}

/// When an item is begun, and under which rules.
#[derive(Debug)]
pub(super) struct Beginning {
    /// The hash of the rules.
    pub(super) rules_hash: String,
    /// When it was decided, by the clock of this computer.
    pub(super) decided_at: Timestamp,
    /// Not to be sent before this instant.
    pub(super) hold_until: Option<Timestamp>,
}

/// The operation that begins an item, which has no number yet.
pub(super) fn begin(command: Command, order: Beginning, author: &Author) -> Op {
    Op {
        op_id: op_id(order.decided_at),
        entity: EntityKey::new_of(command.kind()),
        base: Base::Version(Version(0)),
        command,
        actor: author.user.clone(),
        device: author.device,
        rules_hash: order.rules_hash,
        decided_at: order.decided_at,
        clock_offset: author.clock_offset,
    }
}

fn op_id(at: Timestamp) -> OpId {
    let seconds = u64::try_from(at.as_second()).unwrap_or(0);
    let nanos = u32::try_from(at.subsec_nanosecond()).unwrap_or(0);
    OpId(Uuid::new_v7(uuid::Timestamp::from_unix(
        NoContext, seconds, nanos,
    )))
}

/// The outbox as the screen lists it: what needs a choice first, then by time. What is told of a
/// conflict is asked for it alone.
pub(super) fn listed(
    stored: &[Stored],
    user: Option<&UserName>,
    conflict: impl Fn(&Stored) -> Option<Conflict>,
) -> Vec<OutboxEntry> {
    let mut entries: Vec<OutboxEntry> = Vec::new();
    for one in stored {
        let stuck = || {
            let earlier = |other: &&Stored| {
                let same = other.op.entity == one.op.entity && one.op.entity.id != UNNUMBERED;
                same && other.position < one.position
            };
            let mut earlier = stored.iter().filter(earlier);
            earlier.any(|other| matches!(other.state, OpState::Conflict | OpState::Rejected))
        };
        let (Some(number), Some(status)) = (one.number(), status(one, user, stuck)) else {
            continue;
        };
        entries.push(OutboxEntry {
            op_id: one.op.op_id,
            number,
            act: one.op.command.act(),
            decided_at: one.op.decided_at,
            sent_at: one.sent_at,
            accepted_at: one.receipt().map(|receipt| receipt.received_at),
            due: one.due,
            tries: one.attempts,
            status,
            conflict: (one.state == OpState::Conflict)
                .then(|| conflict(one).map(Box::new))
                .flatten(),
        });
    }
    entries.sort_by_key(|entry| !entry.status.needs_choice());
    entries
}

fn status(entry: &Stored, user: Option<&UserName>, stuck: impl Fn() -> bool) -> Option<OpStatus> {
    Some(match entry.state {
        OpState::Held | OpState::Ready if user != Some(&entry.op.actor) => OpStatus::OtherUser {
            user: entry.op.actor.clone(),
        },
        OpState::Held => OpStatus::Held {
            until: entry.hold_until.unwrap_or(entry.op.decided_at),
        },
        OpState::Ready if stuck() => OpStatus::Blocked,
        OpState::Ready => OpStatus::Waiting,
        OpState::Sending if entry.packaged_at.is_some() => OpStatus::Packaged,
        OpState::Sending => OpStatus::Sending,
        OpState::Applied | OpState::Done => {
            let receipt = entry.receipt()?;
            OpStatus::Applied {
                receipt: receipt.code.clone(),
                late_on_receipt: receipt.late_on_receipt,
            }
        }
        OpState::Conflict => match &entry.verdict {
            Some(Verdict::Conflict { by, at, .. }) => OpStatus::Conflict {
                by: by.clone(),
                at: *at,
            },
            _ => OpStatus::Conflict { by: None, at: None },
        },
        OpState::Rejected => match &entry.verdict {
            Some(Verdict::Rejected { refusal }) => OpStatus::Rejected {
                refusal: refusal.clone(),
            },
            _ => OpStatus::Conflict { by: None, at: None },
        },
        OpState::Recalled => OpStatus::Recalled,
        OpState::Dropped => OpStatus::Dropped {
            resolution: entry.resolution,
            by: entry.settled_by.clone(),
            at: entry.settled_at,
        },
    })
}
