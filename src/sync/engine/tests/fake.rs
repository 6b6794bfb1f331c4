//! A portal in memory that fails when it is told to.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Value, json};

use super::{HOLDER, NOON, at, body};
use crate::clock::ManualClock;
use crate::domain::act::{Act, Role};
use crate::domain::ids::{OpId, Seq, UserName, Version};
use crate::store::tests::{change, gone, receipt};
use crate::sync::status::FailureKind;
use crate::sync::transport::{Listening, Reached, Sign, Transport, TransportError};
use crate::wire::auth::{Account, LoginRequest, RefreshRequest, Tokens};
use crate::wire::feed::{Change, ChangesPage, Cursor, SnapshotPage};
use crate::wire::ops::{Base, Op, OpResult, OpsRequest, OpsResponse, Verdict};

/// How the next call fails.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault {
    /// It goes through after all.
    None,
    /// The line breaks before the portal hears anything.
    Before,
    /// The portal does everything, the answer is lost.
    After,
    /// The portal answers so, without having done anything.
    Kind(FailureKind),
    /// Every operation of the batch is answered so.
    Verdict(Verdict),
    /// The answer comes with every verdict twice.
    Twice,
}

#[derive(Debug, Default)]
struct State {
    entities: BTreeMap<String, Change>,
    seq: u64,
    epoch: u32,
    done: BTreeMap<OpId, Verdict>,
    applied: Vec<OpId>,
    faults: VecDeque<Fault>,
    calls: Vec<&'static str>,
    generation: u32,
    revoked: bool,
    impatient: bool,
    /// What the stream does; without it there is none.
    stream: Option<Stream>,
    /// How far the time of the portal is beyond noon.
    past_noon: Duration,
    /// While the next page is on its way both clocks go on by so much.
    sleep: Option<(Arc<ManualClock>, Duration)>,
}

/// How the stream of the portal works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// It tells of every change.
    Speaks,
    /// Something on the way keeps every word back.
    Mute,
    /// It ends after each word.
    Ends,
}

/// The portal; clones are the same one.
#[derive(Debug, Clone, Default)]
pub(super) struct Fake(Arc<Mutex<State>>);

impl Fake {
    pub(super) fn with_requests(n: u64) -> Self {
        let fake = Self::default();
        for serial in 1..=n {
            fake.put(change(
                &serial.to_string(),
                1,
                0,
                body(serial, NOON, "moderation", "Кезек туралы"),
            ));
        }
        fake
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// The next calls fail so, one after the other.
    pub(super) fn faults(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.extend(faults);
    }

    pub(super) fn put(&self, entity: Change) {
        let mut state = self.state();
        state.seq += 1;
        let seq = Seq(state.seq);
        state
            .entities
            .insert(entity.key.id.clone(), Change { seq, ..entity });
    }

    /// Somebody else changes a request.
    pub(super) fn change(&self, serial: u64, to: &str) {
        let version = self.state().entities[&serial.to_string()].version.0 + 1;
        self.put(change(
            &serial.to_string(),
            version,
            0,
            body(serial, NOON, to, "Кезек туралы"),
        ));
    }

    pub(super) fn delete(&self, serial: u64) {
        self.put(gone(serial, 9, 0));
    }

    /// Restored from a backup without anything of late.
    pub(super) fn restore(&self) {
        let mut state = self.state();
        state.epoch += 1;
        state.done.clear();
        state.seq = 100;
        let ids: Vec<String> = state.entities.keys().cloned().collect();
        for id in ids {
            let serial = id.parse().unwrap();
            state.entities.insert(
                id.clone(),
                change(&id, 1, serial, body(serial, NOON, "moderation", "Кезек")),
            );
        }
    }

    /// The computer with this clock sleeps while the next page is on its way.
    pub(super) fn sleeps(&self, clock: &Arc<ManualClock>, time: Duration) {
        self.state().sleep = Some((Arc::clone(clock), time));
    }

    /// It answers at once, however long it may wait.
    pub(super) fn impatient(&self) {
        self.state().impatient = true;
    }

    /// From now on there is a stream that works so.
    pub(super) fn streams(&self, how: Stream) {
        self.state().stream = Some(how);
    }

    pub(super) fn revoke(&self) {
        self.state().revoked = true;
    }

    /// Operations in the order in which they took effect; one twice would be here twice.
    pub(super) fn applied(&self) -> Vec<OpId> {
        self.state().applied.clone()
    }

    pub(super) fn calls(&self) -> Vec<&'static str> {
        self.state().calls.clone()
    }

    fn call<T>(
        &self,
        name: &'static str,
        work: impl FnOnce(&mut State, &Fault) -> Result<T, TransportError>,
    ) -> Result<T, TransportError> {
        let mut state = self.state();
        state.calls.push(name);
        let fault = state.faults.pop_front().unwrap_or(Fault::None);
        match &fault {
            Fault::Before => Err(TransportError::new(FailureKind::Unreachable, Reached::No)),
            Fault::Kind(kind) => Err(TransportError {
                problem: if let FailureKind::Problem(kind) = kind {
                    Some(kind.clone())
                } else {
                    None
                },
                ..TransportError::new(kind.clone(), Reached::Perhaps)
            }),
            Fault::After => {
                work(&mut state, &fault)?;
                Err(TransportError::new(FailureKind::Timeout, Reached::Perhaps))
            }
            Fault::None | Fault::Verdict(_) | Fault::Twice => work(&mut state, &fault),
        }
    }
}

impl State {
    fn cursor(&self, seq: u64) -> Cursor {
        Cursor(format!("e{}.{seq}.h{HOLDER}", self.epoch))
    }

    fn tokens(&mut self) -> Tokens {
        self.generation += 1;
        Tokens {
            access_token: format!("a{}", self.generation).into(),
            access_expires_at: at("2026-03-06T23:00:00Z"),
            refresh_token: format!("r{}", self.generation).into(),
            account: Account {
                user: UserName("aigul".into()),
                role: Role::Administrator,
                holder: Some(HOLDER.into()),
            },
            portal_keys: None,
        }
    }

    fn judge(&mut self, op: &Op) -> Verdict {
        if let Some(Verdict::Applied {
            version,
            seq,
            receipt,
        }) = self.done.get(&op.op_id).cloned()
        {
            return Verdict::Same {
                version,
                seq,
                receipt,
            };
        }
        let entity = self.entities.get_mut(&op.entity.id).unwrap();
        let expected = match op.base {
            Base::Version(version) => Some(version),
            Base::Op(_) => None,
        };
        let state = entity.body.value()["state"].as_str().unwrap().to_owned();
        if expected.is_some_and(|version| version != entity.version) && state != "consideration"
            || expected.is_some_and(|version| version.0 < entity.version.0)
        {
            return Verdict::Conflict {
                current: entity.body.value(),
                version: entity.version,
                by: Some(UserName("dauren".into())),
                at: Some(at(NOON)),
            };
        }
        self.seq += 1;
        entity.version = Version(entity.version.0 + 1);
        entity.seq = Seq(self.seq);
        let mut body = entity.body.value();
        body["state"] = json!(if op.command.act() == Act::Accept {
            "consideration"
        } else {
            "returned"
        });
        entity.body = body.into();
        let verdict = Verdict::Applied {
            version: entity.version,
            seq: entity.seq,
            receipt: receipt(),
        };
        self.applied.push(op.op_id);
        self.done.insert(op.op_id, verdict.clone());
        verdict
    }
}

fn problem(kind: &str) -> TransportError {
    TransportError {
        problem: Some(kind.into()),
        ..TransportError::new(FailureKind::Problem(kind.into()), Reached::No)
    }
}

/// An open stream of the portal.
pub(super) struct FakeStream {
    portal: Fake,
    how: Stream,
    told: Option<u64>,
}

impl Listening for FakeStream {
    async fn next(&mut self) -> Result<Option<Sign>, TransportError> {
        loop {
            let seq = self.portal.state().seq;
            if self.how != Stream::Mute && self.told != Some(seq) {
                if self.how == Stream::Ends && self.told.is_some() {
                    return Ok(None);
                }
                self.told = Some(seq);
                let cursor = self.portal.state().cursor(seq);
                return Ok(Some(Sign::News(cursor)));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

impl Transport for Fake {
    type Listening = FakeStream;

    async fn listen(&self, _: &SecretString) -> Result<FakeStream, TransportError> {
        let how = self.state().stream;
        let Some(how) = how else {
            return Err(problem("not-found"));
        };
        self.state().calls.push("stream");
        let portal = self.clone();
        Ok(FakeStream {
            portal,
            how,
            told: None,
        })
    }

    async fn login(&self, _: &LoginRequest) -> Result<Tokens, TransportError> {
        self.call("login", |state, _| Ok(state.tokens()))
    }

    async fn refresh(&self, _: &RefreshRequest) -> Result<Tokens, TransportError> {
        self.call("refresh", |state, _| {
            if state.revoked {
                return Err(TransportError::new(FailureKind::Unauthorized, Reached::No));
            }
            Ok(state.tokens())
        })
    }

    async fn logout(&self, _: &RefreshRequest) -> Result<(), TransportError> {
        self.call("logout", |_, _| Ok(()))
    }

    async fn changes(
        &self,
        _: &SecretString,
        since: &Cursor,
        limit: u32,
        wait: Duration,
    ) -> Result<ChangesPage, TransportError> {
        let answer = self.call("changes", |state, _| {
            if !since.0.starts_with(&format!("e{}.", state.epoch)) {
                return Err(problem("epoch-changed"));
            }
            let Seq(since) = since.seq().unwrap();
            let mut news: Vec<Change> = state
                .entities
                .values()
                .filter(|entity| entity.seq.0 > since)
                .cloned()
                .collect();
            news.sort_by_key(|entity| entity.seq);
            let has_more = news.len() > limit as usize;
            news.truncate(limit as usize);
            let seq = match news.last() {
                Some(last) if has_more => last.seq.0,
                _ => state.seq,
            };
            Ok(ChangesPage {
                cursor: state.cursor(seq),
                has_more,
                server_time: at(NOON) + state.past_noon,
                changes: news,
            })
        });
        let sleep = self.state().sleep.take();
        if let Some((clock, time)) = sleep {
            clock.advance(time);
            self.state().past_noon += time;
        }
        let waits = !wait.is_zero() && !self.state().impatient;
        if waits && matches!(&answer, Ok(page) if page.changes.is_empty()) {
            tokio::time::sleep(wait).await;
        }
        answer
    }

    async fn snapshot(
        &self,
        _: &SecretString,
        page: Option<&str>,
        limit: u32,
    ) -> Result<SnapshotPage, TransportError> {
        self.call("snapshot", |state, _| {
            let from: usize = page.map_or(0, |token| token.parse().unwrap());
            let limit = limit as usize;
            let all: Vec<&Change> = state.entities.values().filter(|e| !e.deleted).collect();
            let next = (from + limit < all.len()).then(|| (from + limit).to_string());
            Ok(SnapshotPage {
                cursor: state.cursor(state.seq),
                next,
                total: all.len() as u64,
                server_time: at(NOON),
                entities: all.into_iter().skip(from).take(limit).cloned().collect(),
            })
        })
    }

    async fn ops(
        &self,
        _: &SecretString,
        request: &OpsRequest,
    ) -> Result<OpsResponse, TransportError> {
        self.call("ops", |state, fault| {
            let mut results = Vec::new();
            for op in &request.ops {
                let verdict = if let Fault::Verdict(verdict) = fault {
                    verdict.clone()
                } else {
                    state.judge(op)
                };
                let result = OpResult {
                    op_id: op.op_id,
                    verdict,
                };
                if *fault == Fault::Twice {
                    results.push(result.clone());
                }
                results.push(result);
            }
            Ok(OpsResponse {
                results,
                server_time: at(NOON),
            })
        })
    }
}

/// A body that no version of this program understands.
pub(super) fn strange() -> Value {
    json!({"state": "levitating"})
}
