//! In which order an act is refused, whatever the item is: its kind, the role, the state.

use super::act::{Act, Role};
use super::ids::ItemKind;
use super::refusal::Refusal;

/// What somebody wants to do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    /// The act.
    pub(super) act: Act,
    /// What it is done on.
    pub(super) kind: ItemKind,
    /// The role of who wants it.
    pub(super) role: Role,
}

impl Wish {
    /// Refused if the item has no such act.
    pub(super) fn among(self, acts: &[Act]) -> Result<Self, Refusal> {
        let Self { act, kind, .. } = self;
        if acts.contains(&act) {
            Ok(self)
        } else {
            Err(Refusal::ForeignAct { act, kind })
        }
    }

    /// Refused if the role may not.
    pub(super) fn for_role(self, may: bool) -> Result<Self, Refusal> {
        let Self { act, role, .. } = self;
        if may {
            Ok(self)
        } else {
            Err(Refusal::RoleMayNot { role, act })
        }
    }

    /// Refused if the act is not possible in the state the item is in.
    pub(super) fn in_state(self, state: &str, possible: bool) -> Result<(), Refusal> {
        let Self { act, kind, .. } = self;
        if possible {
            Ok(())
        } else {
            let state = state.to_owned();
            Err(Refusal::NotInState { act, kind, state })
        }
    }
}
