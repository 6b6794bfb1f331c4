//! What a list tells, so that only the lines that tell something else are drawn anew.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::model::Rules;
use crate::domain::row::Row;
use crate::theme::Role;
use crate::ui::canvas::Touched;
use crate::ui::memo::{self, Minute, Part};

/// What a list told when it was drawn last.
#[derive(Debug, Default)]
pub(in crate::ui) struct Memo {
    pub(super) title: Part<String>,
    pub(super) foot: Part<String>,
    pub(super) left: Part<()>,
    pub(super) right: Part<Range<u16>>,
    /// In which manner the rows were drawn.
    pub(super) manner: Option<Manner>,
    pub(super) rows: Vec<Part<Line>>,
}

impl Memo {
    /// Others drew on some cells.
    pub(in crate::ui) fn uncover(&mut self, covered: &Touched) {
        self.title.uncover(covered);
        self.foot.uncover(covered);
        self.left.uncover(covered);
        self.right.uncover(covered);
        for row in &mut self.rows {
            row.uncover(covered);
        }
    }
}

/// What all rows have in common.
#[derive(Debug)]
pub(super) struct Manner {
    inner: Rect,
    remaining: u16,
    rules: Rules,
    minute: Minute,
}

impl Manner {
    pub(super) fn of(model: &Model, inner: Rect, remaining: u16) -> Self {
        Self {
            inner,
            remaining,
            rules: model.rules.clone(),
            minute: Minute::of(model.portal_now()),
        }
    }

    pub(super) fn is_of(&self, model: &Model, inner: Rect, remaining: u16) -> bool {
        let Self {
            inner: last,
            remaining: left,
            rules,
            minute,
        } = self;
        *last == inner
            && *left == remaining
            && *minute == Minute::of(model.portal_now())
            && memo::are_same(rules, &model.rules)
    }
}

/// All that a line of the list tells.
#[derive(Debug)]
pub(super) enum Line {
    /// Below the last row.
    Blank,
    /// A row that is not loaded.
    Awaited { selected: bool },
    /// A row.
    Row {
        row: Box<Row>,
        selected: bool,
        marked: bool,
        desk: Option<String>,
        ending: Option<(String, Role)>,
    },
}

impl Line {
    pub(super) fn is(&self, other: &Told<'_>) -> bool {
        match (self, other) {
            (Self::Blank, Told::Blank) => true,
            (Self::Awaited { selected }, Told::Awaited { selected: now }) => selected == now,
            (
                Self::Row {
                    row,
                    selected,
                    marked,
                    desk,
                    ending,
                },
                Told::Row(now),
            ) => {
                **row == *now.row
                    && *selected == now.selected
                    && *marked == now.marked
                    && *desk == now.desk
                    && *ending == now.ending
            }
            (Self::Blank | Self::Awaited { .. } | Self::Row { .. }, _) => false,
        }
    }
}

/// What a line tells now; kept as a [`Line`] once it is drawn.
pub(super) enum Told<'a> {
    Blank,
    Awaited { selected: bool },
    Row(RowTold<'a>),
}

pub(super) struct RowTold<'a> {
    pub(super) row: &'a Row,
    pub(super) selected: bool,
    pub(super) marked: bool,
    /// Who writes about the item or has its text to read.
    pub(super) desk: Option<String>,
    /// What is left until a moment that need not be the end of a minute.
    pub(super) ending: Option<(String, Role)>,
}

impl Told<'_> {
    pub(super) fn kept(&self) -> Line {
        match self {
            Self::Blank => Line::Blank,
            Self::Awaited { selected } => Line::Awaited {
                selected: *selected,
            },
            Self::Row(told) => Line::Row {
                row: Box::new(told.row.clone()),
                selected: told.selected,
                marked: told.marked,
                desk: told.desk.clone(),
                ending: told.ending.clone(),
            },
        }
    }
}
