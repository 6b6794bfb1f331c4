//! Why an action is not possible now.

use super::{ActionId, DisabledReason};
use crate::app::model::Model;

/// Why an action is not possible in the present state; `None` if it is possible.
#[must_use]
pub fn disabled(model: &Model, id: ActionId) -> Option<DisabledReason> {
    let _ = (model, id);
    None
}
