//! What is possible among colleagues.

use super::{Action, ActionId as Id, Scope, command, hinted, outward, record};
use crate::app::key::KeyCode;
use crate::app::keymap::Chord::{Named, Pos, ShiftPos};

const COLLEAGUES: &[Scope] = &[Scope::Colleagues];
const COMPOSE: &[Scope] = &[Scope::Compose];

pub(super) const WATCH: Action = hinted(
    record(
        Id::Watch,
        "colleagues.watch",
        COLLEAGUES,
        &[Pos('v'), Named(KeyCode::F(4))],
    ),
    2,
);
pub(super) const GIVE_TO_NOBODY: Action = hinted(
    record(
        Id::GiveToNobody,
        "colleagues.nobody",
        COLLEAGUES,
        &[Pos('z'), Named(KeyCode::F(6))],
    ),
    3,
);
pub(super) const ABSENCE: Action = hinted(
    record(
        Id::Absence,
        "colleagues.absence",
        COLLEAGUES,
        &[Pos('b'), Named(KeyCode::F(5))],
    ),
    4,
);
pub(super) const HANDOVER: Action = hinted(
    record(
        Id::Handover,
        "colleagues.handover",
        COLLEAGUES,
        &[Pos('h'), Named(KeyCode::F(7))],
    ),
    5,
);
pub(super) const TAKE_BACK: Action = outward(hinted(
    record(
        Id::TakeBack,
        "absence.take-back",
        &[Scope::Absence],
        &[Named(KeyCode::F(6))],
    ),
    2,
));
pub(super) const TAKE_OVER: Action = hinted(
    record(
        Id::TakeOver,
        "compose.take-over",
        COMPOSE,
        &[Pos('k'), Named(KeyCode::F(4))],
    ),
    10,
);
pub(super) const ASK_READER: Action = hinted(
    record(
        Id::AskReader,
        "compose.ask-reader",
        COMPOSE,
        &[Pos('y'), Named(KeyCode::F(12))],
    ),
    8,
);
pub(super) const READING: Action = command(
    record(
        Id::Reading,
        "item.reading",
        &[Scope::Item],
        &[ShiftPos('r')],
    ),
    0,
);
pub(super) const READ_GOOD: Action = outward(hinted(
    record(
        Id::ReadGood,
        "reading.good",
        &[Scope::Reading],
        &[Named(KeyCode::F(4))],
    ),
    2,
));
pub(super) const SEND_BACK: Action = outward(hinted(
    record(
        Id::SendBack,
        "reading.back",
        &[Scope::Reading],
        &[Named(KeyCode::F(6))],
    ),
    3,
));
