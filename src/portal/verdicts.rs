//! Operations are judged and carried out, whichever way they came.
//!
//! Reads what a decision asks for, lets [`judge`] decide, hands the write to the store; if others
//! wrote at the same moment everything is read and decided again.

use std::collections::HashSet;

use axum::http::StatusCode;
use serde_json::Value;

use super::feed::Scope;
use super::judge::{Incoming, Known, Sender, judge};
use super::problem::{ApiProblem, ApiResult};
use super::storage::{AccountRow, Commit, EntityRow, StorageError, Wanted};
use super::{Portal, desk};
use crate::domain::access::Access;
use crate::domain::act::Role;
use crate::domain::command::{
    AccessCommand, CircularCommand, Command, ConferenceCommand, TopicCommand,
};
use crate::domain::ids::{ItemKind, Number, OpId, UserName};
use crate::domain::question::Question;
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::ops::{Base, MAX_BATCH, Op, OpsResponse};

/// How often a batch is judged again because others wrote at the same moment.
const TRIES: usize = 8;

/// Whether accounts of a role decide about items at all.
pub(super) const fn may_decide(role: Role) -> bool {
    match role {
        Role::Administrator | Role::Head | Role::Moderator | Role::Operator => true,
        Role::Trainer | Role::Support | Role::Intake => false,
    }
}

/// Judges and applies a batch of an account that [may decide](may_decide); one verdict each, in
/// order.
///
/// # Errors
/// The batch is too large or has an operation without an id; the store failed.
pub(super) async fn on(
    portal: &Portal,
    account: &AccountRow,
    batch: Vec<Value>,
) -> ApiResult<OpsResponse> {
    let scope = Scope::of(account).ok_or_else(ApiProblem::forbidden)?;
    let received_at = portal.clock.now();
    let batch = understood(batch)?;
    let sender = Sender {
        account,
        scope: &scope,
        received_at,
    };
    let mut results = Vec::new();
    for last in (0..TRIES).map(|attempt| attempt + 1 == TRIES) {
        let known = known(portal, &batch, account.role).await?;
        let directory = portal.directory.current(portal.storage.as_ref()).await?;
        let mut judgement = judge(&batch, &known, &directory, &sender);
        let write = std::mem::take(&mut judgement.write);
        if write.ops.is_empty() && write.refusals.is_empty() {
            results = judgement.results(&[]);
            break;
        }
        match portal.storage.commit(write).await? {
            Commit::Done(seqs) => {
                results = judgement.results(&seqs);
                break;
            }
            Commit::Stale if last => results = judgement.given_up(),
            Commit::Stale => {}
        }
    }
    portal.metrics.judged(&results);
    Ok(OpsResponse {
        results,
        server_time: portal.clock.now(),
    })
}

fn understood(batch: Vec<Value>) -> ApiResult<Vec<Incoming>> {
    if batch.len() > MAX_BATCH {
        return Err(ApiProblem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "too-many-ops",
            "a batch has at most 100 operations",
        ));
    }
    batch
        .into_iter()
        .map(|value| {
            let id = value.get("op_id").cloned();
            if let Ok(op) = serde_json::from_value::<Op>(value) {
                return Ok(Incoming::Op(Box::new(op)));
            }
            let id: Option<OpId> = id.and_then(|id| serde_json::from_value(id).ok());
            id.map(Incoming::Unknown).ok_or_else(|| {
                ApiProblem::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "bad-op",
                    "an operation has no readable op_id",
                )
            })
        })
        .collect()
}

/// What the store holds about the operations, their bases, their entities and what those carry
/// or are carried by.
async fn known(portal: &Portal, batch: &[Incoming], role: Role) -> Result<Known, StorageError> {
    let ops = || {
        batch.iter().filter_map(|incoming| match incoming {
            Incoming::Op(op) => Some(op.as_ref()),
            Incoming::Unknown(_) => None,
        })
    };
    let mut wanted = Wanted::default();
    for op in ops() {
        wanted.ops.push(op.op_id);
        if let Base::Op(base) = op.base {
            wanted.ops.push(base);
        }
        wanted.keys.push(op.entity.clone());
        wanted
            .keys
            .extend(op.command.merges_into().map(EntityKey::of));
        if carries(&op.entity.kind) {
            wanted.parents.push(op.entity.id.clone());
        }
    }
    wanted.ops.sort_unstable();
    wanted.ops.dedup();
    wanted.parents.sort_unstable();
    wanted.parents.dedup();
    wanted.keys.extend(conferences(portal, &wanted.keys).await?);
    wanted.keys.extend(colleagues(portal, ops()).await?);
    wanted.keys.sort_unstable();
    wanted.keys.dedup();
    // Of one moment: an operation stored between two readings would show in its entity alone and
    // look like somebody else's change.
    let rows = portal.storage.known(wanted.clone()).await?;
    let serials = forwarded(batch);
    let highest = match serials.as_slice() {
        [] => vec![],
        some => portal.storage.highest_copies(some.to_vec()).await?,
    };
    let refusals = wanted.ops.iter().copied().zip(rows.refusals);
    // Only the Operator's are carried out: for others nothing is looked up and reserved.
    let grants = role == Role::Operator;
    let sent = circulars(portal, ops().filter(|_| grants)).await?;
    let begins = ops().filter(|op| begins(&op.command)).count();
    Ok(Known {
        refusals: refusals.filter_map(found).collect(),
        ops: wanted
            .ops
            .into_iter()
            .zip(rows.ops)
            .filter_map(found)
            .collect(),
        entities: wanted
            .keys
            .into_iter()
            .zip(rows.entities)
            .filter_map(|(key, row)| row.map(|row| (key, row)))
            .collect(),
        copies: serials.into_iter().zip(highest).collect(),
        children: wanted.parents.into_iter().zip(rows.children).collect(),
        conferences: reserved(portal, ItemKind::Conference, begins).await?,
        circulars: reserved(portal, ItemKind::Circular, sent).await?,
        logins: logins(portal, ops().filter(|_| grants)).await?,
    })
}

fn found<T>((id, stored): (OpId, Option<T>)) -> Option<(OpId, T)> {
    stored.map(|stored| (id, stored))
}

/// Whether items of a kind carry questions.
const fn carries(kind: &EntityKind) -> bool {
    matches!(kind, EntityKind::Conference | EntityKind::Question)
}

/// Whether a command begins the draft of a conference.
const fn begins(command: &Command) -> bool {
    matches!(
        command,
        Command::Topic(TopicCommand::AcceptTopic { .. })
            | Command::Conference(ConferenceCommand::CreateConference)
    )
}

/// How many circulars the batch may send: one to each holder it is for.
async fn circulars(portal: &Portal, ops: impl Iterator<Item = &Op>) -> Result<usize, StorageError> {
    let mut count = 0;
    for op in ops {
        let Command::Circular(CircularCommand::SendCircular { to, .. }) = &op.command else {
            continue;
        };
        count += if to.is_some() {
            1
        } else {
            let directory = portal.directory.current(portal.storage.as_ref()).await?;
            directory.bins().len()
        };
    }
    Ok(count)
}

/// The login names given by the batch that an account has already.
async fn logins(
    portal: &Portal,
    ops: impl Iterator<Item = &Op>,
) -> Result<HashSet<UserName>, StorageError> {
    let mut taken = HashSet::new();
    for op in ops {
        if let Command::Access(AccessCommand::GrantAccess { user }) = &op.command
            && portal.storage.account(user.clone()).await?.is_some()
        {
            taken.insert(user.clone());
        }
    }
    Ok(taken)
}

/// The keys of the colleagues that decisions on applications for access change.
async fn colleagues(
    portal: &Portal,
    ops: impl Iterator<Item = &Op>,
) -> Result<Vec<EntityKey>, StorageError> {
    let mut keys = Vec::new();
    for op in ops.filter(|op| op.entity.kind == EntityKind::Access) {
        let rows = portal.storage.entities(vec![op.entity.clone()]).await?;
        let row = rows.into_iter().flatten().next();
        let access = row.and_then(|row| serde_json::from_str::<Access>(&row.body).ok());
        let Some(access) = access else { continue };
        let user = if let Command::Access(AccessCommand::GrantAccess { user }) = &op.command {
            Some(user.clone())
        } else {
            access.account.clone()
        };
        keys.extend(user.map(|user| desk::colleague_key(&access.holder, &user)));
    }
    Ok(keys)
}

/// Numbers for items that the batch may begin; one that is not used is passed over.
async fn reserved(portal: &Portal, kind: ItemKind, count: usize) -> Result<Vec<u64>, StorageError> {
    let count = u64::try_from(count).unwrap_or(0);
    if count == 0 {
        return Ok(vec![]);
    }
    let first = portal.storage.reserve_serials(kind, count).await?;
    Ok((first..first + count).collect())
}

/// The keys of the conferences of questions: a question never moves to another one.
async fn conferences(portal: &Portal, keys: &[EntityKey]) -> Result<Vec<EntityKey>, StorageError> {
    let is_question = |key: &&EntityKey| key.kind == EntityKind::Question;
    let questions: Vec<EntityKey> = keys.iter().filter(is_question).cloned().collect();
    if questions.is_empty() {
        return Ok(vec![]);
    }
    let rows = portal.storage.entities(questions).await?;
    let conference = |row: EntityRow| {
        let question: Question = serde_json::from_str(&row.body).ok()?;
        Some(EntityKey::of(question.conference))
    };
    Ok(rows.into_iter().flatten().filter_map(conference).collect())
}

/// The serials of the requests that a batch forwards. Another forward of the same serial at the
/// same moment makes the write stale, and the batch is judged again.
fn forwarded(batch: &[Incoming]) -> Vec<u64> {
    let serial = |incoming: &Incoming| match incoming {
        Incoming::Op(op) => {
            op.command.addressee()?;
            let number: Number = op.entity.id.parse().ok()?;
            Some(number.serial)
        }
        Incoming::Unknown(_) => None,
    };
    let mut serials: Vec<u64> = batch.iter().filter_map(serial).collect();
    serials.sort_unstable();
    serials.dedup();
    serials
}
