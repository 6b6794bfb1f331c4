//! The store of a portal in a PostgreSQL database that any number of nodes share.
//!
//! Every write is one transaction that ends with the one counter row, so that sequences become
//! visible in their order whichever node gave them. Reads that need one moment have one
//! snapshot. Nothing here decides: statements and their isolation only.
//!
//! Invariants: an answer to a write is given after the server has committed it; what a caller
//! who went away had begun is still carried out or undone; no value and no password is in an
//! error or a log.

mod accounts;
mod commit;
mod copy;
mod feed;
mod keys;
mod pool;
#[cfg(test)]
pub(crate) mod rig;
mod schema;
mod target;
mod upkeep;
mod value;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

pub use target::{Login, Target};

use super::storage::{
    Access, AccountRow, Answer, Audience, Commit, DeviceKeys, Digest, EntityRow, Head, KnownRows,
    Listened, Mark, Once, Page, PageLimit, PoolUse, Retention, Rotation, SnapshotPlace, Storage,
    StorageError, TokenPair, Wanted, Write,
};
use crate::domain::ids::{DeviceId, ItemKind, Seq, UserName};
use crate::package::SecretKeys;
use crate::wire::feed::{EntityKey, EntityKind};
use crate::wire::package::PublicKeys;
use commit::Queue;
use pool::{Server, Tries};
use value::sought;

/// A portal's database on a server.
pub struct Postgres {
    server: Arc<Server>,
    writes: Arc<Queue>,
    head: watch::Sender<Seq>,
}

/// Asks on a connection of the pool; what only reads is asked again when the connection went
/// away under it.
macro_rules! reading {
    ($self:ident, $client:ident => $asked:expr) => {
        Box::pin(async move {
            let mut tries = Tries::default();
            loop {
                let $client = $self.server.lend().await?;
                match $asked.await {
                    Ok(answer) => return Ok(answer),
                    Err(error) => tries.again($client, &error)?,
                }
            }
        })
    };
}

/// Asks once on a connection of the pool, also for a caller who goes away meanwhile: a
/// transaction is never left half way on a connection.
macro_rules! writing {
    ($self:ident, $client:ident => $asked:expr) => {{
        let server = Arc::clone(&$self.server);
        to_its_end(async move {
            let mut lent = server.lend().await?;
            let $client = &mut lent;
            match $asked.await {
                Ok(answer) => Ok(answer),
                Err(error) => {
                    let told = server.failed(&error);
                    lent.discard();
                    Err(told)
                }
            }
        })
    }};
}

/// Runs something to its end even if nobody waits for it any more.
#[expect(
    clippy::disallowed_methods,
    reason = "a transaction must not end where its caller goes away"
)]
fn to_its_end<'a, T: Send + 'static>(
    work: impl Future<Output = Result<T, StorageError>> + Send + 'static,
) -> Answer<'a, T> {
    Box::pin(async move {
        let done = tokio::spawn(work).await;
        done.map_err(|error| StorageError::Busy(error.to_string()))?
    })
}

impl Postgres {
    /// Connects to the database and brings its schema up to date.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), awp::portal::storage::StorageError> {
    /// use awp::portal::postgres::{Login, Postgres, Target};
    /// let target = Target::read("postgres://awp@db.example/portal", &Login::default())?;
    /// let store = Postgres::open(&target).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The server cannot be reached, the database is foreign or of a newer program.
    pub async fn open(target: &Target) -> Result<Self, StorageError> {
        let server = Server::new(target)?;
        schema::migrate(&server).await?;
        let (head, _) = watch::channel(Seq(0));
        let writes = Queue::new(Arc::clone(&server), head.clone());
        let store = Self {
            server,
            writes,
            head,
        };
        store.head().await?;
        Ok(store)
    }

    /// Whether the database has a portal's tables; looks only.
    ///
    /// # Errors
    /// The server cannot be reached.
    pub async fn is_there(target: &Target) -> Result<bool, StorageError> {
        schema::is_there(&*Server::new(target)?).await
    }
}

fn tell(head: &watch::Sender<Seq>, seq: Seq) {
    head.send_if_modified(|known| {
        let newer = seq > *known;
        *known = seq.max(*known);
        newer
    });
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.server.close();
    }
}

fn told(server: &Server, failure: copy::Failure) -> StorageError {
    match failure {
        copy::Failure::Server(error) => server.failed(&error),
        copy::Failure::File(error) => error,
    }
}

fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

impl Storage for Postgres {
    fn head(&self) -> Answer<'_, Head> {
        let asked: Answer<'_, Head> = reading!(self, client => feed::head(&client));
        Box::pin(async {
            let head = asked.await?;
            // Another node may have written.
            tell(&self.head, head.seq);
            Ok(head)
        })
    }

    fn watch(&self) -> watch::Receiver<Seq> {
        self.head.subscribe()
    }

    fn changes(
        &self,
        audience: Audience,
        since: Seq,
        limit: PageLimit,
    ) -> Answer<'_, (Page, Head)> {
        reading!(self, client => feed::changes(&client, &audience, since, limit))
    }

    fn marks(&self, of: Listened, since: Seq, limit: usize) -> Answer<'_, (Vec<Mark>, Head)> {
        reading!(self, client => feed::marks(&client, &of, since, limit))
    }

    fn pool(&self) -> Option<PoolUse> {
        Some(self.server.in_use())
    }

    fn snapshot(
        &self,
        audience: Audience,
        after: Option<SnapshotPlace>,
        limit: PageLimit,
    ) -> Answer<'_, (Page, Option<SnapshotPlace>)> {
        reading!(self, client => feed::snapshot(&client, &audience, after.as_ref(), limit))
    }

    fn count(&self, audience: Audience) -> Answer<'_, u64> {
        reading!(self, client => feed::count(&client, &audience))
    }

    fn entities(&self, keys: Vec<EntityKey>) -> Answer<'_, Vec<Option<EntityRow>>> {
        reading!(self, client => feed::entities(&client, &keys))
    }

    fn all(&self, kind: EntityKind) -> Answer<'_, Vec<EntityRow>> {
        reading!(self, client => feed::all(&client, &kind))
    }

    fn walk(&self, kind: EntityKind, after: String, limit: usize) -> Answer<'_, Vec<EntityRow>> {
        reading!(self, client => feed::walk(&client, &kind, &after, limit))
    }

    fn rules_seq(&self) -> Answer<'_, Seq> {
        reading!(self, client => feed::rules_seq(&client))
    }

    fn known(&self, wanted: Wanted) -> Answer<'_, KnownRows> {
        reading!(self, client => feed::known(&client, &wanted))
    }

    fn due(
        &self,
        now: Timestamp,
        after: Option<EntityKey>,
        limit: usize,
    ) -> Answer<'_, Vec<EntityRow>> {
        reading!(self, client => feed::due(&client, now, after.as_ref(), limit))
    }

    fn happened(&self, once: Once) -> Answer<'_, bool> {
        reading!(self, client => feed::happened(&client, &once))
    }

    fn highest_copies(&self, serials: Vec<u64>) -> Answer<'_, Vec<u16>> {
        reading!(self, client => feed::highest_copies(&client, &serials))
    }

    fn requester_token(&self, number: String) -> Answer<'_, Option<Digest>> {
        reading!(self, client => feed::requester_token(&client, &number))
    }

    fn set_first_password(&self, user: UserName, password: String) -> Answer<'_, bool> {
        writing!(self, client => accounts::set_first_password(client, &user, &password))
    }

    fn commit(&self, write: Write) -> Answer<'_, Commit> {
        Box::pin(self.writes.commit(write))
    }

    fn reserve_serials(&self, kind: ItemKind, count: u64) -> Answer<'_, u64> {
        writing!(self, client => upkeep::reserve_serials(client, kind, count))
    }

    fn account(&self, user: UserName) -> Answer<'_, Option<AccountRow>> {
        reading!(self, client => accounts::account(&client, &user))
    }

    fn add_account(&self, account: AccountRow, at: Timestamp) -> Answer<'_, bool> {
        writing!(self, client => accounts::add(client, &account, at))
    }

    fn change_account(&self, account: AccountRow) -> Answer<'_, bool> {
        writing!(self, client => accounts::change(client, &account))
    }

    fn open_session(
        &self,
        user: UserName,
        device: DeviceId,
        tokens: TokenPair,
        at: Timestamp,
    ) -> Answer<'_, ()> {
        writing!(self, client => accounts::open(client, &user, device, tokens, at))
    }

    fn rotate(
        &self,
        presented: Digest,
        device: DeviceId,
        tokens: TokenPair,
        at: Timestamp,
    ) -> Answer<'_, Rotation> {
        writing!(self, client => accounts::rotate(client, presented, device, tokens, at))
    }

    fn close_session(&self, refresh: Digest, at: Timestamp) -> Answer<'_, ()> {
        writing!(self, client => accounts::close(client, refresh, at))
    }

    fn revoke(&self, user: Option<UserName>, at: Timestamp) -> Answer<'_, u64> {
        writing!(self, client => accounts::revoke(client, user.as_ref(), at))
    }

    fn access(&self, token: Digest) -> Answer<'_, Option<Access>> {
        reading!(self, client => accounts::access(&client, token))
    }

    fn keep_device_keys(
        &self,
        user: UserName,
        device: DeviceId,
        keys: PublicKeys,
        at: Timestamp,
    ) -> Answer<'_, ()> {
        writing!(self, client => keys::keep_device(client, &user, device, keys, at))
    }

    fn device_keys(&self, user: UserName, device: DeviceId) -> Answer<'_, Option<DeviceKeys>> {
        reading!(self, client => keys::device(&client, &user, device))
    }

    fn portal_keys(&self) -> Answer<'_, Option<SecretKeys>> {
        reading!(self, client => keys::portal(&client))
    }

    fn keep_portal_keys(&self, keys: SecretKeys, at: Timestamp) -> Answer<'_, SecretKeys> {
        writing!(self, client => keys::keep_portal(client, &keys, at))
    }

    fn rotate_epoch(&self) -> Answer<'_, String> {
        writing!(self, client => upkeep::rotate_epoch(client))
    }

    fn backup(&self, to: PathBuf) -> Answer<'_, ()> {
        let server = Arc::clone(&self.server);
        to_its_end(async move {
            let mut lent = server.lend().await?;
            let done = copy::backup(&mut lent, &to).await;
            lent.discard();
            done.map_err(|failure| told(&server, failure))
        })
    }

    fn restore(&self, from: PathBuf) -> Answer<'_, bool> {
        let server = Arc::clone(&self.server);
        let filling: Answer<'_, bool> = to_its_end(async move {
            let mut lent = server.lend().await?;
            let done = copy::restore(&mut lent, &from).await;
            lent.discard();
            done.map_err(|failure| told(&server, failure))
        });
        Box::pin(async move {
            let filled = filling.await?;
            self.head().await?;
            Ok(filled)
        })
    }

    fn maintain(&self, retention: Retention) -> Answer<'_, ()> {
        writing!(self, client => upkeep::forget(client, retention))
    }
}

#[cfg(test)]
mod tests;
