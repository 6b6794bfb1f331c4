//! What stands on the sheet, so that only what tells something else is drawn anew.
//!
//! A move in the list changes two of its rows; header, tabs, the other rows and the detail, the
//! dearest part of a frame, stay as they are. Each part is remembered with all that it tells.
//! Under a dialog nothing is remembered: the dialog covers parts and gives them free again.
//! Invariant: what stands is what would be drawn (tests draw both and compare).

use std::sync::Arc;

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
use crate::theme::Role;

/// What the parts of a sheet told when they were drawn last. It belongs to one sheet, on which
/// nothing else draws, and to one theme.
#[derive(Debug, Default)]
pub struct Memo {
    ground: Option<Ground>,
    pub(super) header: Part<header::Told>,
    pub(super) tabs: Part<Vec<(String, bool)>>,
    pub(super) list: list::Memo,
    pub(super) detail: Part<Option<detail::Told>, u16>,
    pub(super) message: Part<Option<(String, Role)>>,
    pub(super) footer: Part<Vec<widget::keys::Hint>>,
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
    /// The ground of a frame; `None` where what covers the parts, or what they are, changes with
    /// every frame.
    pub(super) fn of(
        model: &Model,
        (sheet, area): (Rect, Rect),
        layout: Layout,
        lang: Lang,
    ) -> Option<Self> {
        let is_covered = !model.overlays.is_empty() || model.prefix.is_some();
        if is_covered || layout.paper || model.screen == Screen::Outbox {
            return None;
        }
        let list = model.current_list().filter(|list| !list.is_empty())?;
        Some(Self {
            sheet,
            area,
            layout,
            lang,
            list: list.query.list,
            alone: model.screen == Screen::Request && !layout.is_split(),
        })
    }
}

impl Memo {
    /// Begins a frame; tells whether everything has to be drawn.
    pub(super) fn begin(&mut self, ground: Option<Ground>) -> bool {
        let is_known = ground.is_some() && self.ground == ground;
        if !is_known {
            *self = Self {
                ground,
                ..Self::default()
            };
        }
        !is_known
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

/// A part of the sheet: what it told when it was drawn last, and what its drawing gave.
#[derive(Debug)]
pub(super) struct Part<T, G = ()>(Option<Drawing<T, G>>);

#[derive(Debug)]
struct Drawing<T, G> {
    told: T,
    targets: Vec<(Rect, Target)>,
    gave: G,
}

impl<T, G> Default for Part<T, G> {
    fn default() -> Self {
        Self(None)
    }
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
        if let Some(last) = &self.0
            && is_same(&last.told)
        {
            for (at, target) in &last.targets {
                canvas.target(*at, *target);
            }
            return last.gave;
        }
        if self.0.is_some() {
            canvas.fill(area, Role::Text);
        }
        let before = canvas.targets().len();
        let gave = draw(canvas);
        self.0 = Some(Drawing {
            told: told(),
            targets: canvas.targets().iter().skip(before).copied().collect(),
            gave,
        });
        gave
    }
}

/// Whether rules tell the same to who looks at them; the law is not compared word by word.
pub(super) fn are_same(one: &Rules, other: &Rules) -> bool {
    Arc::ptr_eq(&one.set, &other.set)
        && Arc::ptr_eq(&one.directory, &other.directory)
        && one.policy == other.policy
}
