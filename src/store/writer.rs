//! The one thread that writes.
//!
//! Every change is a job: it runs inside one immediate transaction, which is committed (and,
//! with `synchronous=FULL`, on the disk) before the job is reported as done. Jobs run in the
//! order in which they were given. A job that fails leaves no trace.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, TryRecvError};
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::error::StoreError;
use super::index;
use super::project::Projector;
use super::state::sync_state;

/// The answer to a job, to be awaited or waited for.
///
/// Dropping it does not undo the job: what was given to the writer is written.
#[derive(Debug)]
#[must_use = "a job can fail: await or wait for its answer"]
pub struct Reply<T>(oneshot::Receiver<Result<T, StoreError>>);

impl<T> Reply<T> {
    /// Blocks the calling thread until the job is committed. Not for asynchronous code.
    ///
    /// # Errors
    /// The job's own, or [`StoreError::Closed`].
    pub fn wait(self) -> Result<T, StoreError> {
        self.0.blocking_recv().unwrap_or(Err(StoreError::Closed))
    }

    /// An answer that is known already.
    pub(super) fn ready(answer: Result<T, StoreError>) -> Self {
        let (to, from) = oneshot::channel();
        // The receiver lives in this function: the answer cannot be lost.
        let _ = to.send(answer);
        Self(from)
    }
}

impl<T> Future for Reply<T> {
    type Output = Result<T, StoreError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(cx)
            .map(|answer| answer.unwrap_or(Err(StoreError::Closed)))
    }
}

type Job = Box<dyn FnOnce(&mut Connection, &mut Projector) + Send>;

/// The handle to the writing thread; the thread ends when the last handle is dropped.
#[derive(Debug)]
pub(super) struct WriterThread {
    jobs: Option<mpsc::Sender<Job>>,
    generation: Arc<AtomicU64>,
    thread: Option<JoinHandle<()>>,
    #[cfg(test)]
    fuse: super::fuse::Fuse,
}

impl WriterThread {
    /// Starts the thread on an open connection.
    pub(super) fn start(
        connection: Connection,
        projector: Projector,
        generation: Arc<AtomicU64>,
    ) -> Result<Self, StoreError> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let counted = Arc::clone(&generation);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || run(connection, projector, &inbox, &counted))
            .map_err(|error| StoreError::io("starting the writer", "store-writer", error))?;
        Ok(Self {
            jobs: Some(jobs),
            generation,
            thread: Some(thread),
            #[cfg(test)]
            fuse: super::fuse::Fuse::default(),
        })
    }

    /// The end of the program that a test has planned.
    #[cfg(test)]
    pub(super) const fn fuse(&self) -> &super::fuse::Fuse {
        &self.fuse
    }

    /// Gives a job to the writer.
    pub(super) fn submit<T, F>(&self, job: F) -> Reply<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>, &mut Projector) -> Result<T, StoreError> + Send + 'static,
    {
        let (to, from) = oneshot::channel();
        let generation = Arc::clone(&self.generation);
        let job: Job = Box::new(move |connection, projector| {
            let answer = in_transaction(connection, projector, job);
            if answer.is_ok() {
                generation.fetch_add(1, Ordering::Release);
            }
            // Nobody waits for the answer any more: the work is done all the same.
            let _ = to.send(answer);
        });
        #[cfg(test)]
        let (job, from) = match self.fuse.next() {
            super::fuse::Burnt::No => (job, from),
            super::fuse::Burnt::BeforeTheAnswer => (job, oneshot::channel().1),
            super::fuse::Burnt::Before => return Reply::ready(Err(StoreError::Closed)),
        };
        match &self.jobs {
            Some(jobs) if jobs.send(job).is_ok() => Reply(from),
            _ => Reply::ready(Err(StoreError::Closed)),
        }
    }
}

impl Drop for WriterThread {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has nothing left to lose; every job was a transaction.
            let _ = thread.join();
        }
    }
}

/// Does the jobs in their order; while there are none, renews the index little by little.
fn run(
    mut connection: Connection,
    mut projector: Projector,
    inbox: &mpsc::Receiver<Job>,
    generation: &AtomicU64,
) {
    let mut renewing = true;
    loop {
        let next = if renewing {
            inbox.try_recv()
        } else {
            inbox.recv().map_err(|_closed| TryRecvError::Disconnected)
        };
        match next {
            Ok(job) => {
                job(&mut connection, &mut projector);
                // It may have left texts for the index.
                renewing = true;
            }
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) => {
                renewing = renew(&mut connection, &mut projector);
                if renewing {
                    generation.fetch_add(1, Ordering::Release);
                }
            }
        }
    }
}

/// One step of renewing the index; whether there is more to do.
fn renew(connection: &mut Connection, projector: &mut Projector) -> bool {
    let due = index::is_partial(connection).and_then(|partial| {
        // While the replica is being filled the next page comes first.
        Ok(partial && sync_state(connection)?.snapshot.is_none())
    });
    let step = due.and_then(|due| {
        if !due {
            return Ok(false);
        }
        in_transaction(connection, projector, |tx, projector| {
            projector.renew_index(tx)
        })
    });
    step.unwrap_or_else(|error| {
        // Searches go on with what there is; the next start tries again.
        tracing::warn!(%error, "the search index was not renewed");
        false
    })
}

fn in_transaction<T>(
    connection: &mut Connection,
    projector: &mut Projector,
    job: impl FnOnce(&Transaction<'_>, &mut Projector) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = job(&transaction, projector).and_then(|answer| {
        projector.finish(&transaction)?;
        transaction.commit()?;
        Ok(answer)
    });
    if done.is_err() {
        // What the failed job taught the projector is not in the database.
        projector.forget();
    }
    done
}
