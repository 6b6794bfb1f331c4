//! Applications for access, circulars, the list of holders.

use super::{command, global, record};
use crate::app::action::{Action, ActionId as Id, Scope};
use crate::app::key::KeyCode;
use crate::app::keymap::Chord::{Named, Pos, ShiftPos, Then};

pub(super) const ACCESSES: Action = global(
    Id::Accesses,
    "app.access",
    &[ShiftPos('d'), Then('g', 'a')],
    0,
);

pub(super) const CIRCULARS: Action = global(
    Id::Circulars,
    "app.circulars",
    &[ShiftPos('i'), Then('g', 'i')],
    0,
);

pub(super) const HOLDERS: Action = global(
    Id::Holders,
    "app.holders",
    &[ShiftPos('b'), Then('g', 'b')],
    0,
);

pub(super) const NEW: Action = global(Id::CircularNew, "circular.new", &[ShiftPos('w')], 0);

pub(super) const GRANT: Action = command(
    record(
        Id::AccessGrant,
        "access.grant",
        &[Scope::Access],
        &[Pos('a'), Named(KeyCode::F(4))],
    ),
    3,
);

pub(super) const REFUSE: Action = command(
    record(
        Id::AccessRefuse,
        "access.refuse",
        &[Scope::Access],
        &[Pos('x'), Named(KeyCode::F(6))],
    ),
    4,
);

pub(super) const REVOKE: Action = command(
    record(
        Id::AccessRevoke,
        "access.revoke",
        &[Scope::Access],
        &[Pos('d')],
    ),
    5,
);

pub(super) const READ: Action = command(
    record(
        Id::CircularRead,
        "circular.read",
        &[Scope::Circular],
        &[Pos('a'), Named(KeyCode::F(4))],
    ),
    3,
);
