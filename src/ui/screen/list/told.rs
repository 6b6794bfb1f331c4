//! What a list tells, so that only the lines that tell something else are drawn anew.

use std::borrow::Cow;
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
    pub(super) rows: Vec<Part<Option<Told<'static>>>>,
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

/// All that a line of the list tells; below the last one there is nothing to tell.
#[derive(Debug, PartialEq)]
pub(super) struct Told<'a> {
    /// `None` while it is not loaded.
    pub(super) row: Option<Cow<'a, Row>>,
    pub(super) selected: bool,
    pub(super) marked: bool,
    /// Who writes about the item or has its text to read.
    pub(super) desk: Option<String>,
    /// What is left until a moment that need not be the end of a minute.
    pub(super) ending: Option<(String, Role)>,
}

impl Told<'_> {
    /// The same with a row of its own.
    pub(super) fn kept(&self) -> Told<'static> {
        Told {
            row: self.row.clone().map(|row| Cow::Owned(row.into_owned())),
            selected: self.selected,
            marked: self.marked,
            desk: self.desk.clone(),
            ending: self.ending.clone(),
        }
    }
}
