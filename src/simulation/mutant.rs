//! Stores with a known fault, to see that the simulation finds it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::domain::ids::{DeviceId, ItemKind, Seq, UserName};
use crate::package::SecretKeys;
use crate::portal::sqlite::Sqlite;
use crate::portal::storage::{
    Access, AccountRow, Answer, Audience, Commit, DeviceKeys, Digest, EntityRow, Head, KnownRows,
    Listened, Mark, Once, Page, PageLimit, Retention, Rotation, SnapshotPlace, Storage,
    StorageError, TokenPair, Wanted, Write,
};
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::package::PublicKeys;

/// What is wrong with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mutation {
    /// Nothing.
    None,
    /// Sequences come from a serial column: a row becomes visible behind one with a greater
    /// sequence.
    SerialSequence,
    /// The results of operations are written in a transaction of their own, and the node ends
    /// between the two now and then.
    ResultsApart,
    /// Results are not kept at all.
    ResultsForgotten,
    /// A write does not mind that another one came between it and what it was decided on.
    LastOneWins,
}

/// A SQLite store with a fault.
pub(super) struct Mutant {
    inner: Sqlite,
    mutation: Mutation,
    writes: AtomicU64,
    /// Sequences that were given and are not visible yet.
    unseen: Mutex<BTreeSet<Seq>>,
}

impl Mutant {
    pub(super) fn of(inner: Sqlite, mutation: Mutation) -> Self {
        Self {
            inner,
            mutation,
            writes: AtomicU64::new(0),
            unseen: Mutex::default(),
        }
    }

    async fn commit_serial(&self, write: Write) -> Result<Commit, StorageError> {
        let late = self
            .writes
            .fetch_add(1, Ordering::Relaxed)
            .is_multiple_of(3);
        let done = self.inner.commit(write).await?;
        if let Commit::Done(seqs) = &done {
            let mut unseen = self.unseen.lock().unwrap();
            unseen.clear();
            if late {
                unseen.extend(seqs.iter().copied());
            }
        }
        Ok(done)
    }

    async fn commit_over(&self, mut write: Write) -> Result<Commit, StorageError> {
        let keys = write.puts.iter().map(|put| put.key.clone()).collect();
        let found = self.inner.entities(keys).await?;
        for (put, found) in write.puts.iter_mut().zip(found) {
            put.expected = found.map(|row| row.version);
        }
        self.inner.commit(write).await
    }

    async fn commit_apart(&self, write: Write) -> Result<Commit, StorageError> {
        let effect = Write {
            ops: vec![],
            ..write.clone()
        };
        let count = self.writes.fetch_add(1, Ordering::Relaxed);
        let done = self.inner.commit(effect).await?;
        if count.is_multiple_of(4) {
            return Err(StorageError::Failed("the node ended".to_owned()));
        }
        if let Commit::Done(seqs) = &done {
            self.inner.keep_results_apart(write, seqs.clone()).await?;
        }
        Ok(done)
    }
}

impl Storage for Mutant {
    fn head(&self) -> Answer<'_, Head> {
        self.inner.head()
    }

    fn watch(&self) -> watch::Receiver<Seq> {
        self.inner.watch()
    }

    fn changes(
        &self,
        audience: Audience,
        since: Seq,
        limit: PageLimit,
    ) -> Answer<'_, (Page, Head)> {
        Box::pin(async move {
            let (mut page, head) = self.inner.changes(audience, since, limit).await?;
            let unseen = self.unseen.lock().unwrap();
            page.rows.retain(|row| !unseen.contains(&row.seq));
            Ok((page, head))
        })
    }

    fn marks(&self, of: Listened, since: Seq, limit: usize) -> Answer<'_, (Vec<Mark>, Head)> {
        self.inner.marks(of, since, limit)
    }

    fn commit(&self, mut write: Write) -> Answer<'_, Commit> {
        let is_of_ops = !write.ops.is_empty();
        Box::pin(async move {
            match self.mutation {
                Mutation::SerialSequence => self.commit_serial(write).await,
                Mutation::ResultsApart if is_of_ops => self.commit_apart(write).await,
                Mutation::ResultsForgotten => {
                    write.ops.clear();
                    self.inner.commit(write).await
                }
                Mutation::LastOneWins => self.commit_over(write).await,
                Mutation::None | Mutation::ResultsApart => self.inner.commit(write).await,
            }
        })
    }

    fn snapshot(
        &self,
        audience: Audience,
        after: Option<SnapshotPlace>,
        limit: PageLimit,
    ) -> Answer<'_, (Page, Option<SnapshotPlace>)> {
        self.inner.snapshot(audience, after, limit)
    }

    fn count(&self, audience: Audience) -> Answer<'_, u64> {
        self.inner.count(audience)
    }

    fn entities(&self, keys: Vec<EntityKey>) -> Answer<'_, Vec<Option<EntityRow>>> {
        self.inner.entities(keys)
    }

    fn all(&self, kind: EntityKind) -> Answer<'_, Vec<EntityRow>> {
        self.inner.all(kind)
    }

    fn walk(&self, kind: EntityKind, after: String, limit: usize) -> Answer<'_, Vec<EntityRow>> {
        self.inner.walk(kind, after, limit)
    }

    fn rules_seq(&self) -> Answer<'_, Seq> {
        self.inner.rules_seq()
    }

    fn known(&self, wanted: Wanted) -> Answer<'_, KnownRows> {
        self.inner.known(wanted)
    }

    fn due(
        &self,
        now: Timestamp,
        after: Option<EntityKey>,
        limit: usize,
    ) -> Answer<'_, Vec<EntityRow>> {
        self.inner.due(now, after, limit)
    }

    fn happened(&self, once: Once) -> Answer<'_, bool> {
        self.inner.happened(once)
    }

    fn highest_copies(&self, serials: Vec<u64>) -> Answer<'_, Vec<u16>> {
        self.inner.highest_copies(serials)
    }

    fn requester_token(&self, number: String) -> Answer<'_, Option<Digest>> {
        self.inner.requester_token(number)
    }

    fn set_first_password(&self, user: UserName, password: String) -> Answer<'_, bool> {
        self.inner.set_first_password(user, password)
    }

    fn reserve_serials(&self, kind: ItemKind, count: u64) -> Answer<'_, u64> {
        self.inner.reserve_serials(kind, count)
    }

    fn account(&self, user: UserName) -> Answer<'_, Option<AccountRow>> {
        self.inner.account(user)
    }

    fn add_account(&self, account: AccountRow, at: Timestamp) -> Answer<'_, bool> {
        self.inner.add_account(account, at)
    }

    fn change_account(&self, account: AccountRow) -> Answer<'_, bool> {
        self.inner.change_account(account)
    }

    fn open_session(
        &self,
        user: UserName,
        device: DeviceId,
        tokens: TokenPair,
        at: Timestamp,
    ) -> Answer<'_, ()> {
        self.inner.open_session(user, device, tokens, at)
    }

    fn rotate(
        &self,
        presented: Digest,
        device: DeviceId,
        tokens: TokenPair,
        at: Timestamp,
    ) -> Answer<'_, Rotation> {
        self.inner.rotate(presented, device, tokens, at)
    }

    fn close_session(&self, refresh: Digest, at: Timestamp) -> Answer<'_, ()> {
        self.inner.close_session(refresh, at)
    }

    fn revoke(&self, user: Option<UserName>, at: Timestamp) -> Answer<'_, u64> {
        self.inner.revoke(user, at)
    }

    fn access(&self, token: Digest) -> Answer<'_, Option<Access>> {
        self.inner.access(token)
    }

    fn keep_device_keys(
        &self,
        user: UserName,
        device: DeviceId,
        keys: PublicKeys,
        at: Timestamp,
    ) -> Answer<'_, ()> {
        self.inner.keep_device_keys(user, device, keys, at)
    }

    fn device_keys(&self, user: UserName, device: DeviceId) -> Answer<'_, Option<DeviceKeys>> {
        self.inner.device_keys(user, device)
    }

    fn portal_keys(&self) -> Answer<'_, Option<SecretKeys>> {
        self.inner.portal_keys()
    }

    fn keep_portal_keys(&self, keys: SecretKeys, at: Timestamp) -> Answer<'_, SecretKeys> {
        self.inner.keep_portal_keys(keys, at)
    }

    fn rotate_epoch(&self) -> Answer<'_, String> {
        self.inner.rotate_epoch()
    }

    fn backup(&self, to: PathBuf) -> Answer<'_, ()> {
        self.inner.backup(to)
    }

    fn restore(&self, from: PathBuf) -> Answer<'_, bool> {
        self.inner.restore(from)
    }

    fn maintain(&self, retention: Retention) -> Answer<'_, ()> {
        self.inner.maintain(retention)
    }
}
