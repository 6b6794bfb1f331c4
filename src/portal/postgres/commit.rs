//! A write as one transaction.
//!
//! Everything of a transaction but its end goes to the server in one go. The order is the same
//! in every write, so that no two wait for each other: locks on families, rows in the order of
//! their keys, what happens once, tokens, refusals, accounts, numbers, and last the counter together with
//! the entities it numbers. From the counter to the commit writes are one behind the other.
//!
//! Under READ COMMITTED each statement sees what was committed before it began. A family is
//! therefore locked before it is looked at: whoever puts a child holds the lock shared until its
//! commit, whoever relies on the family holds it alone.

mod locks;
mod puts;
mod queue;

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::Poll;

use deadpool_postgres::Client;
use futures_util::future::{MaybeDone, maybe_done};
use jiff::Timestamp;
use tokio_postgres::{Error, Row};
use uuid::Uuid;

use super::super::storage::{AccountChange, Commit, RefusalRecord, StorageError, Write};
use super::pool::{Server, Tries};
use super::{accounts, millis, signed};
use crate::domain::ids::Seq;

pub(super) use queue::Queue;

/// What a statement gave, or why not.
type Asked<'a> = Pin<Box<dyn Future<Output = Result<Vec<Row>, Error>> + Send + 'a>>;

/// Whether what a statement gave lets the write stand.
type Holds<'a> = Box<dyn Fn(&[Row]) -> Result<bool, Error> + Send + 'a>;

/// The statements of a transaction in their order.
#[derive(Default)]
pub(super) struct Steps<'a>(Vec<(Asked<'a>, Holds<'a>)>);

impl<'a> Steps<'a> {
    fn add(
        &mut self,
        asked: impl Future<Output = Result<Vec<Row>, Error>> + Send + 'a,
        holds: impl Fn(&[Row]) -> Result<bool, Error> + Send + 'a,
    ) {
        self.0.push((Box::pin(asked), Box::new(holds)));
    }

    /// A statement that stands if it touches this many rows.
    pub(super) fn touching(
        &mut self,
        rows: usize,
        asked: impl Future<Output = Result<Vec<Row>, Error>> + Send + 'a,
    ) {
        self.add(asked, move |touched| Ok(touched.len() == rows));
    }

    /// A statement that stands whatever it gives.
    pub(super) fn simply(
        &mut self,
        asked: impl Future<Output = Result<Vec<Row>, Error>> + Send + 'a,
    ) {
        self.add(asked, |_| Ok(true));
    }

    /// Hands every statement over in order, then waits for all answers; `false` if the write does
    /// not stand.
    async fn run(self) -> Result<bool, Error> {
        let (asked, holds): (Vec<_>, Vec<_>) = self.0.into_iter().unzip();
        let mut asked: Vec<MaybeDone<Asked<'_>>> = asked.into_iter().map(maybe_done).collect();
        // A statement is sent when it is polled first. All are waited for, so that nothing of a
        // failed transaction is still under way when the next one begins.
        poll_fn(|cx| {
            let mut waits = false;
            for one in &mut asked {
                waits |= Pin::new(one).poll(cx).is_pending();
            }
            if waits {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
        let mut stands = true;
        for (mut one, holds) in asked.into_iter().zip(holds) {
            if let Some(rows) = Pin::new(&mut one).take_output() {
                // The first failure is the one that tells; those behind it follow from it.
                stands &= holds(&rows?)?;
            }
        }
        Ok(stands)
    }
}

/// Where a transaction failed.
enum Failure {
    /// Before its end: nothing of it happened.
    Before(Error),
    /// While it was ending.
    AtEnd(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Before(error)
    }
}

/// Whether a commit that failed so is undone for certain. A server that ends, or a connection
/// that goes away, may have committed before.
fn is_undone(error: &Error) -> bool {
    let unknown = ["08", "57", "58", "XX"];
    error
        .code()
        .is_some_and(|code| !unknown.iter().any(|class| code.code().starts_with(class)))
}

/// Carries out a write, whole or not at all.
async fn commit(server: &Server, write: &Write) -> Result<Commit, StorageError> {
    // A result belongs to an entity of its write.
    if write.ops.iter().any(|op| op.put >= write.puts.len()) {
        return Ok(Commit::Stale);
    }
    let Some(locks) = locks::of(write) else {
        return Ok(Commit::Stale);
    };
    let mut tries = Tries::default();
    loop {
        let lent = server.lend().await?;
        match attempt(&lent, write, &locks).await {
            Ok(done) => return Ok(done),
            Err(Failure::Before(error)) => tries.again(lent, &error)?,
            Err(Failure::AtEnd(error)) if is_undone(&error) => tries.again(lent, &error)?,
            Err(Failure::AtEnd(error)) => {
                let told = server.unknown(&error);
                lent.discard();
                return Err(told);
            }
        }
    }
}

async fn attempt(
    client: &Client,
    write: &Write,
    locks: &locks::Locks<'_>,
) -> Result<Commit, Failure> {
    let mut steps = Steps::default();
    steps.simply(async {
        client
            .batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED")
            .await
            .map(|()| vec![])
    });
    locks::add(&mut steps, client, locks).await?;
    add_families(&mut steps, client, write).await?;
    add_once(&mut steps, client, write).await?;
    add_tokens(&mut steps, client, write).await?;
    add_refusals(&mut steps, client, write).await?;
    add_accounts(&mut steps, client, write).await?;
    add_serial(&mut steps, client, write).await?;
    let base = puts::add(&mut steps, client, write).await?;
    if !steps.run().await? {
        client.batch_execute("ROLLBACK").await?;
        return Ok(Commit::Stale);
    }
    let ended = client.batch_execute("COMMIT").await;
    ended.map_err(Failure::AtEnd)?;
    let base = base.load(Ordering::Relaxed);
    let seqs = (1_u64..).map(|place| Seq(base + place));
    Ok(Commit::Done(seqs.take(write.puts.len()).collect()))
}

/// The families must stand as they were looked at.
async fn add_families<'a>(
    steps: &mut Steps<'a>,
    client: &'a Client,
    write: &'a Write,
) -> Result<(), Error> {
    if write.families.is_empty() {
        return Ok(());
    }
    let statement = client
        .prepare_cached(
            "SELECT FROM unnest($1::text[], $2::bigint[]) AS family (parent, seq)
             WHERE EXISTS (SELECT FROM entities e
                           WHERE e.parent = family.parent AND e.seq > family.seq)",
        )
        .await?;
    let families = write.families.iter();
    let (parents, seqs): (Vec<&str>, Vec<i64>) = families
        .map(|(parent, seq)| (parent.as_str(), signed(seq.0)))
        .unzip();
    steps.touching(0, async move {
        client.query(&statement, &[&parents, &seqs]).await
    });
    Ok(())
}

/// What happens once must not have happened.
async fn add_once<'a>(
    steps: &mut Steps<'a>,
    client: &'a Client,
    write: &'a Write,
) -> Result<(), Error> {
    if write.once.is_empty() {
        return Ok(());
    }
    let statement = client
        .prepare_cached(
            "INSERT INTO once SELECT * FROM unnest($1::text[], $2::bytea[]) AS once (what, who)
             ORDER BY what COLLATE \"C\", who
             ON CONFLICT DO NOTHING RETURNING 1",
        )
        .await?;
    let once = write.once.iter();
    let (what, who): (Vec<&str>, Vec<&[u8]>) =
        once.map(|once| (once.what.as_str(), &once.who[..])).unzip();
    steps.touching(write.once.len(), async move {
        client.query(&statement, &[&what, &who]).await
    });
    Ok(())
}

/// What is refused was not applied meanwhile; a copy of one refused before changes nothing.
async fn add_refusals<'a>(
    steps: &mut Steps<'a>,
    client: &'a Client,
    write: &'a Write,
) -> Result<(), Error> {
    fn column<'w, T>(write: &'w Write, of: impl Fn(&'w RefusalRecord) -> T) -> Vec<T> {
        write.refusals.iter().map(of).collect()
    }
    if write.refusals.is_empty() {
        return Ok(());
    }
    let statement = client
        .prepare_cached(
            "INSERT INTO refusals
             SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::bigint[])
                 AS refused (op_id, digest, refusal, received_at)
             ORDER BY op_id ON CONFLICT DO NOTHING",
        )
        .await?;
    let applied = client
        .prepare_cached("SELECT FROM ops WHERE op_id = ANY($1::uuid[])")
        .await?;
    let ids: Vec<Uuid> = column(write, |one| one.op_id.0);
    let asked = ids.clone();
    steps.touching(0, async move { client.query(&applied, &[&asked]).await });
    let digests = column(write, |one| &one.digest[..]);
    let refusals = column(write, |one| one.refusal.as_str());
    let times = column(write, |one| millis(one.received_at));
    steps.simply(async move {
        client
            .query(&statement, &[&ids, &digests, &refusals, &times])
            .await
    });
    Ok(())
}

async fn add_tokens<'a>(
    steps: &mut Steps<'a>,
    client: &'a Client,
    write: &'a Write,
) -> Result<(), Error> {
    if write.requester_tokens.is_empty() {
        return Ok(());
    }
    let statement = client
        .prepare_cached(
            "INSERT INTO requester_tokens SELECT * FROM unnest($1::text[], $2::bytea[])",
        )
        .await?;
    let tokens = write.requester_tokens.iter();
    let (numbers, digests): (Vec<&str>, Vec<&[u8]>) = tokens
        .map(|(number, digest)| (number.as_str(), &digest[..]))
        .unzip();
    steps.simply(async move { client.query(&statement, &[&numbers, &digests]).await });
    Ok(())
}

async fn add_accounts<'a>(
    steps: &mut Steps<'a>,
    client: &'a Client,
    write: &'a Write,
) -> Result<(), Error> {
    let first = write.puts.first();
    let at = first.map_or(Timestamp::UNIX_EPOCH, |put| put.at);
    let name = |change: &&AccountChange| match change {
        AccountChange::Open(account) => account.user.clone(),
        AccountChange::Close(user) => user.clone(),
    };
    let mut changes: Vec<&AccountChange> = write.accounts.iter().collect();
    changes.sort_by_key(name);
    for change in changes {
        match change {
            AccountChange::Open(account) => {
                let statement = client.prepare_cached(accounts::ADD).await?;
                steps.touching(1, accounts::add_with(client, statement, account, at));
            }
            AccountChange::Close(user) => {
                let statement = client.prepare_cached(accounts::CLOSE).await?;
                steps.simply(accounts::close_with(client, statement, user, at));
            }
        }
    }
    Ok(())
}

/// Numbers of requests go on behind one given from outside.
async fn add_serial<'a>(
    steps: &mut Steps<'a>,
    client: &'a Client,
    write: &'a Write,
) -> Result<(), Error> {
    let Some(least) = write.serial_at_least else {
        return Ok(());
    };
    let statement = client
        .prepare_cached(
            "UPDATE serials SET last = $1 WHERE kind = 'request' AND last < $1 RETURNING 1",
        )
        .await?;
    let least = signed(least);
    steps.simply(async move { client.query(&statement, &[&least]).await });
    Ok(())
}
