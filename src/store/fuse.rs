//! The end of a program between two writes of its store, planned by a test.

use std::sync::{Mutex, PoisonError};

/// What is left of the fuse when a job is given to the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Burnt {
    /// The job is done and answered.
    No,
    /// The job is done; its answer reaches nobody.
    BeforeTheAnswer,
    /// The program has ended.
    Before,
}

#[derive(Debug, Clone, Copy)]
struct Plan {
    /// Jobs that are still done and answered.
    left: i64,
    /// Whether one more is done without an answer.
    one_more: bool,
}

/// Counts jobs down to the end.
#[derive(Debug, Default)]
pub(super) struct Fuse {
    plan: Mutex<Option<Plan>>,
}

impl Fuse {
    /// Ends the program after so many jobs; `one_more` is done and not answered.
    pub(super) fn light(&self, jobs: i64, one_more: bool) {
        let left = jobs;
        *self.lock() = Some(Plan { left, one_more });
    }

    /// The end does not come.
    pub(super) fn put_out(&self) {
        *self.lock() = None;
    }

    pub(super) fn next(&self) -> Burnt {
        let mut plan = self.lock();
        let Some(plan) = plan.as_mut() else {
            return Burnt::No;
        };
        plan.left -= 1;
        match plan.left {
            0.. => Burnt::No,
            -1 if plan.one_more => Burnt::BeforeTheAnswer,
            _ => Burnt::Before,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Plan>> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
