//! What is possible with the groups of a list.

use super::{Action, ActionId as Id, Scope, command, hinted, record};
use crate::app::key::KeyCode;
use crate::app::keymap::Chord::{Named, ShiftPos, Then};

const GROUPS: &[Scope] = &[Scope::Groups];

pub(super) const OPEN: Action = command(
    record(
        Id::Groups,
        "list.group",
        &[Scope::List],
        &[ShiftPos('f'), Then('g', 'f')],
    ),
    0,
);
pub(super) const NEXT: Action = hinted(
    record(
        Id::NextFacet,
        "groups.next",
        GROUPS,
        &[Named(KeyCode::Tab), Named(KeyCode::Right)],
    ),
    2,
);
pub(super) const PREVIOUS: Action = record(
    Id::PreviousFacet,
    "groups.previous",
    GROUPS,
    &[Named(KeyCode::BackTab), Named(KeyCode::Left)],
);
