//! Where the parts of a composer stand, shared by the program and its view.
//!
//! Each part has one line; the part with the focus, else the text, is open below its line and
//! gets all rows that are left. Two pages stand side by side where there is room.

use super::{Composer, Section};
use crate::app::layout::{Area, Layout};

/// From this width on two pages stand side by side.
const SIDE_BY_SIDE: u16 = 90;

/// The open part has at least so many rows where the terminal has them.
const LEAST_OPEN: u16 = 3;

/// One part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which one.
    pub section: Section,
    /// Its line.
    pub line: Area,
    /// What is open of it, below the line; empty if nothing is.
    pub body: Area,
}

/// All parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The composer with its frame.
    pub frame: Area,
    /// The parts from top to bottom.
    pub parts: Vec<Part>,
    /// The line of refusals and notes.
    pub note: Area,
    /// The line of buttons.
    pub buttons: Area,
}

impl Composer {
    /// The part that is open.
    #[must_use]
    pub fn open_section(&self) -> Option<Section> {
        self.section()
            .filter(|section| section.opens())
            .or_else(|| self.pages.first().map(|page| Section::Text(page.lang)))
    }

    /// Whether the pages stand side by side in a layout.
    #[must_use]
    pub fn side_by_side(&self, layout: Layout) -> bool {
        self.pages.len() > 1 && layout.width >= SIDE_BY_SIDE
    }

    /// The parts whose lines leave room for the open one; the farthest are left out first, so
    /// that also the smallest terminal shows what is being written.
    fn shown_sections(&self, height: u16) -> Vec<Section> {
        let mut sections = self.sections();
        let most = usize::from(height.saturating_sub(2 + LEAST_OPEN)).max(1);
        let kept = |section: &Section| {
            Some(*section) == self.section() || Some(*section) == self.open_section()
        };
        while sections.len() > most {
            let focused = sections.iter().position(kept).unwrap_or(0);
            let after = sections.len() - 1 - focused;
            let from_end = after >= focused;
            let mut places = 0..sections.len();
            let leaves = |at: &usize| sections.get(*at).is_some_and(|one| !kept(one));
            let place = if from_end {
                places.rfind(leaves)
            } else {
                places.find(leaves)
            };
            let Some(place) = place else {
                break;
            };
            sections.remove(place);
        }
        sections
    }

    /// A refusal is read whole; anything else takes one line.
    const fn note_rows(&self, width: u16) -> u16 {
        match self.refusal {
            Some(_) if width < SIDE_BY_SIDE => 3,
            Some(_) => 2,
            None => 1,
        }
    }

    /// Where everything stands in a layout.
    #[must_use]
    pub fn plan(&self, layout: Layout) -> Plan {
        let beside = self.side_by_side(layout);
        let frame = layout.compose(beside);
        let inner = frame.inner();
        let row = |y: u16, rows: u16| Area {
            x: inner.x,
            y: inner.y.saturating_add(y.min(inner.height)),
            width: inner.width,
            height: rows.min(inner.height.saturating_sub(y)),
        };
        let open = self.open_section();
        let note = self.note_rows(inner.width);
        let sections = self.shown_sections(inner.height.saturating_sub(note - 1));
        let is_text = |section: Section| matches!(section, Section::Text(_));
        let texts = sections.iter().filter(|one| is_text(**one)).count();
        let saved = if beside { texts.saturating_sub(1) } else { 0 };
        let lines = sections.len() - saved;
        let lines = u16::try_from(lines).unwrap_or(u16::MAX);
        let rest = inner.height.saturating_sub(lines.saturating_add(note + 1));
        let text_open = open.is_some_and(is_text);
        let mut parts = Vec::with_capacity(sections.len());
        let (mut y, mut column) = (0, 0_usize);
        for section in sections {
            let shared = beside && is_text(section);
            let opens = Some(section) == open || shared && text_open;
            let mut part = Part {
                section,
                line: row(y, 1),
                body: row(y + 1, if opens { rest } else { 0 }),
            };
            if shared {
                halve(&mut part.line, column);
                halve(&mut part.body, column);
                column += 1;
            }
            // The second page stands beside the first, not below it.
            if !shared || column == texts {
                y += 1 + if opens { rest } else { 0 };
            }
            parts.push(part);
        }
        let below = inner.height.saturating_sub(note + 1);
        Plan {
            frame,
            parts,
            note: row(below, note),
            buttons: row(below + note, 1),
        }
    }

    /// Tells the editors the cells they are drawn in.
    pub fn fit(&mut self, layout: Layout) {
        for part in self.plan(layout).parts {
            let body = text_area(part.body);
            if let Some(editor) = self.editor_mut(part.section)
                && body.height > 0
            {
                editor.resize(body.width, body.height);
            }
        }
    }
}

/// The cells of a text inside the body of its part.
#[must_use]
pub const fn text_area(body: Area) -> Area {
    Area {
        x: body.x.saturating_add(1),
        width: body.width.saturating_sub(2),
        ..body
    }
}

const fn halve(area: &mut Area, column: usize) {
    let left = area.width / 2 + area.width % 2;
    if column == 0 {
        area.width = left;
    } else {
        area.x = area.x.saturating_add(left);
        area.width -= left;
    }
}
