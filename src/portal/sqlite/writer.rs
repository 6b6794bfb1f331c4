//! The one thread that writes.
//!
//! Jobs that wait at the same moment share one transaction; each has its savepoint, so that one
//! that fails takes nothing of the others with it. A job is answered after the commit.

use std::sync::mpsc;
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::super::storage::StorageError;
use super::{failed, feed};
use crate::domain::ids::Seq;

/// The most jobs of one transaction.
const BATCH: usize = 64;

/// Answers a job once the fate of its transaction is known.
type Finish = Box<dyn FnOnce(Result<(), StorageError>) + Send>;
/// Runs inside the transaction; `None` if there is none.
type Job = Box<dyn FnOnce(Option<&Connection>) -> Finish + Send>;

/// A handle to the writing thread; dropping it waits for the jobs already handed over.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        head: watch::Sender<Seq>,
    ) -> Result<Self, StorageError> {
        let (jobs, queue) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("portal-writer".to_owned())
            .spawn(move || write_all(&connection, &queue, &head))
            .map_err(|error| StorageError::Failed(error.to_string()))?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }

    /// Runs a writing job.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StorageError> {
        let done = self
            .run_or_undo(move |connection| job(connection).map(Some))
            .await?;
        done.ok_or_else(|| StorageError::Failed("the job was undone".to_owned()))
    }

    /// Runs a writing job; everything it wrote is undone when it gives `None`.
    pub(super) async fn run_or_undo<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> rusqlite::Result<Option<T>> + Send + 'static,
    ) -> Result<Option<T>, StorageError> {
        let closing = || StorageError::Busy("the store is closing".to_owned());
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = match connection {
                Some(connection) => in_savepoint(connection, job),
                None => Ok(None),
            };
            let result = result.map_err(|error| failed(&error));
            Box::new(move |committed| {
                // A caller that went away has no use for the answer.
                let _ = answer.send(committed.and(result));
            })
        });
        let jobs = self.jobs.as_ref().ok_or_else(closing)?;
        jobs.send(job).map_err(|_closed| closing())?;
        answered.await.map_err(|_closed| closing())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // The thread has nothing to tell but that it ended.
            let _ = thread.join();
        }
    }
}

fn in_savepoint<T>(
    connection: &Connection,
    job: impl FnOnce(&Connection) -> rusqlite::Result<Option<T>>,
) -> rusqlite::Result<Option<T>> {
    connection.execute_batch("SAVEPOINT job")?;
    let result = job(connection);
    let end = if matches!(result, Ok(Some(_))) {
        "RELEASE job"
    } else {
        "ROLLBACK TO job; RELEASE job"
    };
    let ended = connection.execute_batch(end);
    // The first error tells more than the one of a savepoint that went down with it.
    result.and_then(|value| ended.map(|()| value))
}

fn write_all(connection: &Connection, queue: &mpsc::Receiver<Job>, head: &watch::Sender<Seq>) {
    while let Ok(first) = queue.recv() {
        let mut jobs = vec![first];
        while jobs.len() < BATCH
            && let Ok(job) = queue.try_recv()
        {
            jobs.push(job);
        }
        let begun = connection.execute_batch("BEGIN IMMEDIATE");
        let waiting: Vec<Finish> = jobs
            .into_iter()
            // A full disk may have ended the transaction under an earlier job of the batch:
            // outside of one a savepoint would commit by itself.
            .map(|job| job((!connection.is_autocommit()).then_some(connection)))
            .collect();
        let done = begun
            .and_then(|()| connection.execute_batch("COMMIT"))
            .map_err(|error| failed(&error));
        if done.is_err() && !connection.is_autocommit() {
            // What cannot be committed must not stay open; the error is told either way.
            let _ = connection.execute_batch("ROLLBACK");
        }
        if done.is_ok()
            && let Ok(seq) = feed::last_seq(connection)
        {
            head.send_if_modified(|known| {
                let newer = seq > *known;
                *known = seq.max(*known);
                newer
            });
        }
        for finish in waiting {
            finish(done.clone());
        }
    }
}
