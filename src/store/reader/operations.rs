//! What is asked of the outbox.

use jiff::Timestamp;

use super::Reader;
use crate::domain::ids::{Number, OpId, UserName};
use crate::domain::refusal::Refusal;
use crate::store::error::StoreError;
use crate::store::outbox;
use crate::wire::replica::OutboxEntry;

impl Reader {
    /// The operations that are on their way or wait for a choice, in their order.
    ///
    /// # Errors
    /// The database failed.
    pub fn outbox(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        self.with(|side| outbox::list(&side.connection, true, usize::MAX))
    }

    /// The operations whose story has ended, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub fn outbox_history(&self, limit: usize) -> Result<Vec<OutboxEntry>, StoreError> {
        self.with(|side| outbox::list(&side.connection, false, limit))
    }

    /// The operations about an item that met another decision or a refusal, and what somebody
    /// chose then; oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub fn settled(&self, number: Number) -> Result<Vec<OutboxEntry>, StoreError> {
        self.with(|side| outbox::settled(&side.connection, number))
    }

    /// One operation, whatever became of it.
    ///
    /// # Errors
    /// The database failed.
    pub fn operation(&self, op: OpId) -> Result<Option<OutboxEntry>, StoreError> {
        self.with(|side| outbox::one(&side.connection, op))
    }

    /// The operations that can be sent for a user now, in their order.
    ///
    /// # Errors
    /// The database failed.
    pub fn sendable(&self, user: &UserName, limit: usize) -> Result<Vec<OutboxEntry>, StoreError> {
        self.with(|side| outbox::sendable(&side.connection, user, limit))
    }

    /// Whether an operation that was not applied is still possible under the rules of today.
    ///
    /// # Errors
    /// The database failed, or the operation or its entity is gone.
    pub fn decide_again(&self, op: OpId) -> Result<Result<(), Refusal>, StoreError> {
        self.with(|side| {
            let entry = outbox::one(&side.connection, op)?.ok_or(StoreError::NoSuchOp)?;
            side.projector.judge(&side.connection, &entry)
        })
    }

    /// When the next recall window ends.
    ///
    /// # Errors
    /// The database failed.
    pub fn next_release(&self) -> Result<Option<Timestamp>, StoreError> {
        self.with(|side| outbox::next_release(&side.connection))
    }
}
