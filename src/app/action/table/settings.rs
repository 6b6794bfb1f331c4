//! What is possible in the settings.

use super::{Action, ActionId as Id, Scope, global, hinted, record};
use crate::app::key::KeyCode;
use crate::app::keymap::Chord::{Named, ShiftPos, Then};

const SETTINGS: &[Scope] = &[Scope::Settings];

pub(super) const OPEN: Action = global(
    Id::Settings,
    "app.settings",
    &[ShiftPos('p'), Then('g', 's')],
    0,
);
pub(super) const OTHER_PART: Action = hinted(
    record(
        Id::OtherPart,
        "settings.part",
        SETTINGS,
        &[Named(KeyCode::Tab), Named(KeyCode::BackTab)],
    ),
    2,
);
pub(super) const NEXT_VALUE: Action = hinted(
    record(
        Id::NextValue,
        "settings.next",
        SETTINGS,
        &[Named(KeyCode::Right)],
    ),
    3,
);
pub(super) const PREVIOUS_VALUE: Action = record(
    Id::PreviousValue,
    "settings.previous",
    SETTINGS,
    &[Named(KeyCode::Left)],
);
pub(super) const SEND: Action = hinted(
    record(
        Id::SendProfile,
        "settings.send",
        SETTINGS,
        &[Named(KeyCode::F(11))],
    ),
    4,
);
