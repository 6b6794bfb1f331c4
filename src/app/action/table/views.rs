//! What is possible with saved views.

use super::{Action, ActionId as Id, Scope, global, hinted, record};
use crate::app::key::KeyCode;
use crate::app::keymap::Chord::{Named, Pos, ShiftPos, Then};

const VIEWS: &[Scope] = &[Scope::Views];

pub(super) const VIEWS_LIST: Action =
    global(Id::Views, "app.views", &[ShiftPos('v'), Then('g', 'v')], 0);
pub(super) const FIRST: Action = global(Id::View1, "view.first", &[Pos('4')], 0);
pub(super) const SECOND: Action = global(Id::View2, "view.second", &[Pos('5')], 0);
pub(super) const THIRD: Action = global(Id::View3, "view.third", &[Pos('6')], 0);
pub(super) const FOURTH: Action = global(Id::View4, "view.fourth", &[Pos('7')], 0);
pub(super) const FIFTH: Action = global(Id::View5, "view.fifth", &[Pos('8')], 0);
pub(super) const SIXTH: Action = global(Id::View6, "view.sixth", &[Pos('9')], 0);
pub(super) const SAVE: Action = hinted(
    record(Id::SaveView, "views.save", VIEWS, &[Named(KeyCode::F(4))]),
    2,
);
pub(super) const RENAME: Action = hinted(
    record(
        Id::RenameView,
        "views.rename",
        VIEWS,
        &[Named(KeyCode::F(5))],
    ),
    3,
);
pub(super) const DELETE: Action = hinted(
    record(
        Id::DeleteView,
        "views.delete",
        VIEWS,
        &[Named(KeyCode::F(6))],
    ),
    4,
);
pub(super) const EARLIER: Action = hinted(
    record(
        Id::EarlierView,
        "views.earlier",
        VIEWS,
        &[Named(KeyCode::F(7))],
    ),
    5,
);
