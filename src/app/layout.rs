//! The geometry of a screen in cells, shared by the program and its views.
//!
//! Responsible for which parts a terminal of a size has and how many list rows fit. It knows no
//! content and draws nothing; views place their parts exactly here, so that paging and drawing
//! never disagree. A resize never changes what is decided or selected.

use serde::Serialize;

use crate::config::ListShare;

/// From this width on the detail stands beside the list.
pub const SPLIT_WIDTH: u16 = 100;
/// Neither list nor detail has fewer columns beside the other.
const BESIDE: u16 = SPLIT_WIDTH / 2;
/// The least width the screens are made for.
pub const MIN_WIDTH: u16 = 60;
/// The least height the screens are made for.
pub const MIN_HEIGHT: u16 = 16;

/// Columns of the sheet of line mode: what an ordinary terminal shows without wrapping.
const PAPER_WIDTH: u16 = 78;
/// Rows of the sheet of line mode; what is longer is paged through.
const PAPER_HEIGHT: u16 = 200;
/// Rows of a list that line mode tells at once, with the frame.
const PAPER_LIST: u16 = 12;

/// Lines above the moved terms: what changed, and a blank one.
const MOVED_HEAD: u16 = 2;
/// Lines around the list of clauses: the query, two rules, the chosen clause in full.
const LAW_REST: u16 = 11;
/// Lines of the settings that are no settings.
const SETTINGS_REST: u16 = 5;

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Area {
    /// Column of the left edge.
    pub x: u16,
    /// Row of the upper edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// The area without a frame of one cell.
    #[must_use]
    pub const fn inner(self) -> Self {
        Self {
            x: self.x.saturating_add(1),
            y: self.y.saturating_add(1),
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }
}

/// Rows of a text under the focus in the form of annex 1.
pub const ANNEX_ROWS: u16 = 5;

/// The size of the terminal and the parts that follow from it.
///
/// From top to bottom: header (1 row), tabs (1 row), body, message line (1 row), footer (1 row).
/// The body is the list, the detail, or from [`SPLIT_WIDTH`] on both; each has a frame of one
/// cell.
///
/// ```
/// use awp::app::layout::Layout;
/// let layout = Layout::new(80, 24);
/// assert!(!layout.is_split());
/// assert_eq!(layout.list_rows(), 18);
/// assert!(Layout::new(120, 40).is_split());
/// assert!(Layout::new(59, 24).is_too_small());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Layout {
    /// Columns of the terminal.
    pub width: u16,
    /// Rows of the terminal.
    pub height: u16,
    /// The wished share of the list where the detail stands beside it.
    pub share: ListShare,
    /// Line mode: everything is drawn in full on one long sheet and then told line by line.
    pub paper: bool,
}

impl Layout {
    /// The layout of a terminal of a size.
    #[must_use]
    pub const fn new(width: u16, height: u16) -> Self {
        Self {
            width,
            height,
            share: ListShare::HALF,
            paper: false,
        }
    }

    /// The same on a terminal of another size; the sheet of line mode has the size of no terminal.
    #[must_use]
    pub const fn resized(self, width: u16, height: u16) -> Self {
        if self.paper {
            return self;
        }
        Self {
            width,
            height,
            ..self
        }
    }

    /// The same with another share of the list.
    ///
    /// ```
    /// use awp::app::layout::Layout;
    /// use awp::config::ListShare;
    /// let layout = Layout::new(160, 40).with_share(ListShare::nearest(60));
    /// assert_eq!((layout.list().width, layout.detail().width), (96, 64));
    /// ```
    #[must_use]
    pub const fn with_share(self, share: ListShare) -> Self {
        Self { share, ..self }
    }

    /// The share that puts the border between list and detail at a column.
    #[must_use]
    pub fn share_at(self, column: u16) -> ListShare {
        let percent = u32::from(column) * 100 / u32::from(self.width.max(1));
        ListShare::nearest(u8::try_from(percent).unwrap_or(u8::MAX))
    }

    /// Whether list and detail can share the columns in more than one way.
    #[must_use]
    pub const fn has_shares(self) -> bool {
        self.width > SPLIT_WIDTH
    }

    /// The sheet of line mode.
    ///
    /// ```
    /// use awp::app::layout::Layout;
    /// let paper = Layout::of_paper();
    /// assert!(paper.list_rows() < 12 && paper.detail_rows() > 100);
    /// ```
    #[must_use]
    pub const fn of_paper() -> Self {
        Self {
            paper: true,
            ..Self::new(PAPER_WIDTH, PAPER_HEIGHT)
        }
    }

    /// Whether the screens do not fit and a notice stands in their place.
    #[must_use]
    pub const fn is_too_small(self) -> bool {
        self.width < MIN_WIDTH || self.height < MIN_HEIGHT
    }

    /// Whether the detail stands beside the list.
    #[must_use]
    pub const fn is_split(self) -> bool {
        self.width >= SPLIT_WIDTH
    }

    const fn row(self, y: u16) -> Area {
        Area {
            x: 0,
            y,
            width: self.width,
            height: if y < self.height { 1 } else { 0 },
        }
    }

    /// The header line.
    #[must_use]
    pub const fn header(self) -> Area {
        self.row(0)
    }

    /// The line of tabs.
    #[must_use]
    pub const fn tabs(self) -> Area {
        self.row(1)
    }

    /// The part between tabs and message line.
    #[must_use]
    pub const fn body(self) -> Area {
        Area {
            x: 0,
            y: 2,
            width: self.width,
            height: self.height.saturating_sub(4),
        }
    }

    /// The line of messages and alarms.
    #[must_use]
    pub const fn message(self) -> Area {
        self.row(self.height.saturating_sub(2))
    }

    /// The footer with what can be done here.
    #[must_use]
    pub const fn footer(self) -> Area {
        self.row(self.height.saturating_sub(1))
    }

    /// The list with its frame: the whole body, or its left part when split.
    #[must_use]
    pub const fn list(self) -> Area {
        let body = self.body();
        let width = if self.is_split() {
            self.left()
        } else {
            self.width
        };
        let height = if self.paper { PAPER_LIST } else { body.height };
        Area {
            width,
            height,
            ..body
        }
    }

    /// Columns of the list beside the detail: its share, but enough for the rows of both.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a part of the columns is not more than the columns"
    )]
    const fn left(self) -> u16 {
        let wished = (self.width as u32 * self.share.percent() as u32).div_ceil(100) as u16;
        let most = self.width - BESIDE;
        if wished < BESIDE {
            BESIDE
        } else if wished > most {
            most
        } else {
            wished
        }
    }

    /// The border between list and detail: an edge of each; nothing where there is none.
    #[must_use]
    pub const fn border(self) -> Area {
        let detail = self.detail();
        Area {
            x: detail.x.saturating_sub(1),
            width: if self.is_split() { 2 } else { 0 },
            ..detail
        }
    }

    /// The detail with its frame: the right part when split, else the whole body.
    #[must_use]
    pub const fn detail(self) -> Area {
        let body = self.body();
        if !self.is_split() {
            return body;
        }
        let left = self.list().width;
        Area {
            x: left,
            width: self.width - left,
            ..body
        }
    }

    /// An area in the middle for an overlay that wants at most `width` × `height` cells.
    #[must_use]
    pub const fn overlay(self, width: u16, height: u16) -> Area {
        let width = if width < self.width {
            width
        } else {
            self.width
        };
        let most = self.height.saturating_sub(2);
        let height = if height < most { height } else { most };
        Area {
            x: (self.width - width) / 2,
            y: (self.height - height) / 2,
            width,
            height,
        }
    }

    /// The form of acceptance or return with its frame.
    #[must_use]
    pub const fn form(self) -> Area {
        self.overlay(96, self.height)
    }

    /// Width and rows of a text in the form of annex 1.
    #[must_use]
    pub const fn annex_editor(self) -> (u16, u16) {
        let width = self.form().inner().width;
        (width.saturating_sub(4), ANNEX_ROWS)
    }

    /// The composer with its frame: in place of the list, so that the request stays in sight
    /// beside it; `wide` takes the whole body.
    #[must_use]
    pub const fn compose(self, wide: bool) -> Area {
        if wide || self.paper {
            self.body()
        } else {
            self.list()
        }
    }

    /// The filter line with its frame; inside, the line and a rule stand above the candidates,
    /// below them one line is left for what is wrong.
    #[must_use]
    pub const fn filter(self) -> Area {
        self.overlay(100, 10)
    }

    /// How many candidates are seen at once under the filter line.
    #[must_use]
    pub const fn filter_rows(self) -> u16 {
        let rows = self.filter().inner().height.saturating_sub(3);
        if rows == 0 { 1 } else { rows }
    }

    /// The last decisions with their frame.
    #[must_use]
    pub const fn acts(self) -> Area {
        self.overlay(110, 36)
    }

    /// How many of the last decisions are seen at once, at least 1.
    #[must_use]
    pub const fn acts_rows(self) -> u16 {
        let rows = self.acts().inner().height;
        if rows == 0 { 1 } else { rows }
    }

    /// The colleagues with their frame.
    #[must_use]
    pub const fn colleagues(self) -> Area {
        self.overlay(96, 24)
    }

    /// How many colleagues are listed at once; the desk of the item stands below them.
    #[must_use]
    pub const fn colleagues_rows(self) -> u16 {
        let rows = self.colleagues().inner().height / 2;
        if rows < 3 { 3 } else { rows }
    }

    /// How many of the moved terms are seen at once, at least 1; what changed stands above them.
    #[must_use]
    pub const fn moved_rows(self) -> u16 {
        let rows = self.acts().inner().height.saturating_sub(MOVED_HEAD);
        if rows == 0 { 1 } else { rows }
    }

    /// How many hits of a search are seen at once, two lines each; the query stands above them, a
    /// note below.
    #[must_use]
    pub const fn search_rows(self) -> u16 {
        let rows = self.acts().inner().height.saturating_sub(3) / 2;
        if rows == 0 { 1 } else { rows }
    }

    /// How many clauses are listed at once; the query stands above them, the chosen one in full
    /// below.
    #[must_use]
    pub const fn law_rows(self) -> u16 {
        let rows = self.acts().inner().height.saturating_sub(LAW_REST);
        if rows < 3 { 3 } else { rows }
    }

    /// The settings with their frame.
    #[must_use]
    pub const fn settings(self) -> Area {
        self.overlay(100, 32)
    }

    /// How many settings are seen at once, at least 1; above them stand the parts, below them a
    /// hint and how the profile stands.
    #[must_use]
    pub const fn settings_rows(self) -> u16 {
        let rows = self.settings().inner().height.saturating_sub(SETTINGS_REST);
        if rows == 0 { 1 } else { rows }
    }

    /// Related requests with their frame: the whole body.
    #[must_use]
    pub const fn related(self) -> Area {
        self.body()
    }

    /// How many related requests are listed at once; the texts stand below them.
    #[must_use]
    pub const fn related_rows(self) -> u16 {
        let rows = self.related().inner().height / 4;
        if rows < 3 { 3 } else { rows }
    }

    /// The internal note with its frame.
    #[must_use]
    pub const fn note_frame(self) -> Area {
        self.overlay(84, 18)
    }

    /// Columns and rows of the text of an internal note; its prompt stands above.
    #[must_use]
    pub const fn note(self) -> (u16, u16) {
        let inner = self.note_frame().inner();
        (
            inner.width.saturating_sub(2),
            inner.height.saturating_sub(1),
        )
    }

    /// Columns and rows of the text editors in a form, without any frame of their own.
    #[must_use]
    pub const fn editor(self) -> (u16, u16) {
        let width = self.form().inner().width.saturating_sub(2);
        let rows = if self.height >= 30 { 8 } else { 4 };
        (width, rows)
    }

    /// How many entries of the palette are seen at once.
    #[must_use]
    pub const fn palette_rows(self) -> u16 {
        let rows = self.palette().inner().height.saturating_sub(2);
        if rows == 0 { 1 } else { rows }
    }

    /// The palette with its frame; inside, the query and a rule stand above the entries.
    #[must_use]
    pub const fn palette(self) -> Area {
        self.overlay(76, 20)
    }

    /// How many rows of a list are seen at once, at least 1.
    #[must_use]
    pub const fn list_rows(self) -> u16 {
        let rows = self.list().inner().height;
        if rows == 0 { 1 } else { rows }
    }

    /// How many lines of the detail are seen at once, at least 1.
    #[must_use]
    pub const fn detail_rows(self) -> u16 {
        let rows = self.detail().inner().height;
        if rows == 0 { 1 } else { rows }
    }
}
