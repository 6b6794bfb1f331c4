//! What stands on the sheet, so that only what tells something else is drawn anew.
//!
//! A move in the list changes two of its rows; header, tabs, the other rows and the detail, the
//! dearest part of a frame, stay as they are. Each part is remembered with all that it tells.
//! A dialog is drawn anew in every frame, and the parts it covered are in the next one.
//! Invariant: what stands is what would be drawn (tests draw both and compare).

use std::sync::Arc;

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::canvas::{Canvas, Touched};
use super::screen::{detail, list};
use super::{header, widget};
use crate::app::Model;
use crate::app::layout::Layout;
use crate::app::list::ListId;
use crate::app::model::{Rules, Screen};
use crate::app::pointer::Target;
use crate::domain::local_text::Lang;
use crate::i18n::Texts;
use crate::theme::Role;

/// What the parts of a sheet told when they were drawn last. It belongs to one sheet, on which
/// nothing else draws, and to one theme.
#[derive(Debug, Default)]
pub struct Memo {
    ground: Option<Ground>,
    pub(super) header: Part<header::Told>,
    pub(super) tabs: Part<header::Tabs>,
    pub(super) list: list::Memo,
    pub(super) detail: Part<Option<detail::Told>, u16>,
    /// What the detail will be once the selection has rested.
    pub(super) ahead: Option<detail::Prepared>,
    pub(super) message: Part<Option<header::Message>>,
    pub(super) footer: Part<Vec<widget::keys::Hint>>,
    /// Where dialogs lay over the parts in the last frame.
    covered: Touched,
    touched: Touched,
}

/// What all parts stand on; on another ground everything is drawn anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ground {
    sheet: Rect,
    area: Rect,
    layout: Layout,
    lang: Lang,
    list: ListId,
    /// One item fills the body.
    alone: bool,
}

impl Ground {
    /// The ground of a frame; `None` of a body that is not remembered.
    pub(super) fn of(
        model: &Model,
        (sheet, area): (Rect, Rect),
        layout: Layout,
        texts: &Texts,
    ) -> Option<Self> {
        if layout.is_too_small() || layout.paper || model.screen == Screen::Outbox {
            return None;
        }
        let list = model.current_list().filter(|list| !list.is_empty())?;
        Some(Self {
            sheet,
            area,
            layout,
            lang: texts.lang(),
            list: list.query.list,
            alone: model.screen == Screen::Request && !layout.is_split(),
        })
    }
}

impl Memo {
    /// Begins a frame on a ground; makes blank what does not stand. `above` are the lines that are
    /// drawn over dialogs, `is_covered` says whether there is one.
    pub(super) fn begin(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        ground: Option<Ground>,
        (is_covered, above): (bool, [Rect; 2]),
    ) {
        if ground.is_none() || self.ground != ground {
            *self = Self {
                ground,
                ..Self::default()
            };
            canvas.fill(area, Role::Text);
            return;
        }
        let covered = std::mem::take(&mut self.covered);
        if is_covered || !covered.is_empty() {
            self.message = Part::default();
            self.footer = Part::default();
            for line in above {
                canvas.fill(line, Role::Text);
            }
        }
        self.header.uncover(&covered);
        self.tabs.uncover(&covered);
        self.list.uncover(&covered);
        self.detail.uncover(&covered);
    }

    /// Dialogs were drawn over the parts.
    pub(super) fn cover(&mut self, covered: Touched) {
        self.covered = covered;
    }

    /// Ends a frame that drew on some cells.
    pub(super) fn end(&mut self, touched: Touched) {
        self.touched = touched;
    }

    /// Where the last frame drew.
    #[must_use]
    pub const fn touched(&self) -> &Touched {
        &self.touched
    }
}

/// A part of the sheet.
#[derive(Debug, Default)]
pub(super) enum Part<T, G = ()> {
    /// Its area is blank.
    #[default]
    Blank,
    /// Its area was drawn on by others.
    Spoiled,
    /// It stands as it was drawn.
    Stands(Drawing<T, G>),
}

/// What a part told when it was drawn, and what its drawing gave.
#[derive(Debug)]
pub(super) struct Drawing<T, G> {
    area: Rect,
    told: T,
    targets: Vec<(Rect, Target)>,
    gave: G,
}

impl<T, G: Copy> Part<T, G> {
    /// Leaves the part as it stands if `is_same` holds of what it told last; else makes its area
    /// blank, draws it and remembers what it tells now.
    pub(super) fn show(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        is_same: impl FnOnce(&T) -> bool,
        told: impl FnOnce() -> T,
        draw: impl FnOnce(&mut Canvas<'_>) -> G,
    ) -> G {
        match self {
            Self::Stands(last) if is_same(&last.told) => {
                for (at, target) in &last.targets {
                    canvas.target(*at, *target);
                }
                return last.gave;
            }
            Self::Stands(_) | Self::Spoiled => canvas.fill(area, Role::Text),
            Self::Blank => {}
        }
        let before = canvas.targets().len();
        let gave = draw(canvas);
        *self = Self::Stands(Drawing {
            area,
            told: told(),
            targets: canvas.targets().iter().skip(before).copied().collect(),
            gave,
        });
        gave
    }

    /// Others drew on some cells: where they are the part's, it does not stand any more.
    pub(super) fn uncover(&mut self, covered: &Touched) {
        if let Self::Stands(last) = self
            && lies_on(covered, last.area)
        {
            *self = Self::Spoiled;
        }
    }
}

impl<T: PartialEq + Clone> Part<T> {
    /// The same of a part that tells a value.
    pub(super) fn show_value(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        value: &T,
        draw: impl FnOnce(&mut Canvas<'_>),
    ) {
        self.show(canvas, area, |last| last == value, || value.clone(), draw);
    }
}

/// A moment as far as words tell it: to the minute, the end of a whole one apart, since what is
/// left until a minute is another one as soon as it has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Minute {
    begun: i64,
    ended: i64,
}

impl Minute {
    /// The minute of a moment.
    pub(super) fn of(moment: Timestamp) -> Self {
        let milliseconds = moment.as_millisecond();
        Self {
            begun: milliseconds.div_euclid(MINUTE),
            ended: (milliseconds - 1).div_euclid(MINUTE),
        }
    }
}

/// In milliseconds, the finest that the clock tells.
const MINUTE: i64 = 60_000;

/// Whether something was drawn in an area.
fn lies_on(touched: &Touched, area: Rect) -> bool {
    let rows = touched.iter().skip(usize::from(area.y));
    let mut rows = rows.take(usize::from(area.height));
    rows.any(|columns| columns.start < area.right() && area.x < columns.end)
}

/// Whether rules tell the same to who looks at them; the law is not compared word by word.
pub(super) fn are_same(one: &Rules, other: &Rules) -> bool {
    // The hash stands for the set, and only forms tell model motives.
    let Rules {
        set,
        policy,
        hash: _,
        motives: _,
        directory,
    } = one;
    Arc::ptr_eq(set, &other.set)
        && Arc::ptr_eq(directory, &other.directory)
        && *policy == other.policy
}
