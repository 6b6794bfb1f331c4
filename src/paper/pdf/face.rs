//! The two faces of the documents: which glyphs a text has and how wide it is.
//!
//! The font is Noto Serif (SIL Open Font License, `src/paper/fonts/OFL.txt`), reduced to Latin,
//! Cyrillic with the Kazakh letters, digits and punctuation. What it lacks is drawn as U+FFFD,
//! one sign for one character of the reader; the text behind the sign stays what it was.

use std::collections::HashMap;
use std::ops::Range;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};
use unicode_segmentation::UnicodeSegmentation;

use super::PaperError;

/// The sign for what the font lacks.
const LACKING: char = '\u{fffd}';

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Of texts.
    Regular,
    /// Of headings and names.
    Bold,
}

impl Weight {
    /// The font file.
    pub(super) const fn file(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/NotoSerif-Regular.ttf"),
            Self::Bold => include_bytes!("../fonts/NotoSerif-Bold.ttf"),
        }
    }
}

/// A glyph of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// Its number in the font.
    pub(super) id: u32,
    /// Its width, as a part of the size of the letters.
    pub(super) advance: f32,
    /// The bytes of the text it stands for.
    pub(super) range: Range<usize>,
}

/// One face.
pub(super) struct Face {
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
}

impl Face {
    pub(super) fn new(weight: Weight) -> Result<Self, PaperError> {
        let font = FontRef::new(weight.file()).map_err(|_unreadable| PaperError::Font)?;
        let whole = (Size::unscaled(), LocationRef::default());
        Ok(Self {
            charmap: font.charmap(),
            metrics: font.glyph_metrics(whole.0, whole.1),
            units: f32::from(font.metrics(whole.0, whole.1).units_per_em),
        })
    }

    /// The glyphs of a text in their order.
    pub(super) fn glyphs(&self, text: &str) -> Vec<Glyph> {
        let mut glyphs = Vec::with_capacity(text.len());
        for (at, cluster) in text.grapheme_indices(true) {
            let known = cluster.chars().all(|c| self.charmap.map(c).is_some());
            if known {
                let inside = cluster.char_indices();
                glyphs.extend(
                    inside.map(|(from, c)| self.glyph(c, at + from..at + from + c.len_utf8())),
                );
            } else {
                glyphs.push(self.glyph(LACKING, at..at + cluster.len()));
            }
        }
        glyphs
    }

    fn glyph(&self, c: char, range: Range<usize>) -> Glyph {
        let id = self.charmap.map(c).unwrap_or_default();
        Glyph {
            id: id.to_u32(),
            advance: self.metrics.advance_width(id).unwrap_or_default() / self.units,
            range,
        }
    }

    /// The width of a text in letters of size 1.
    pub(super) fn width(&self, text: &str) -> f32 {
        self.glyphs(text).iter().map(|glyph| glyph.advance).sum()
    }
}

/// Both faces, with the widths of words that were measured before.
pub(super) struct Faces {
    regular: Face,
    bold: Face,
    measured: HashMap<(bool, String), f32>,
}

impl Faces {
    pub(super) fn load() -> Result<Self, PaperError> {
        Ok(Self {
            regular: Face::new(Weight::Regular)?,
            bold: Face::new(Weight::Bold)?,
            measured: HashMap::new(),
        })
    }

    pub(super) const fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The width of a text in points.
    pub(super) fn width(&mut self, text: &str, weight: Weight, size: f32) -> f32 {
        let key = (weight == Weight::Bold, text.to_owned());
        if let Some(width) = self.measured.get(&key) {
            return width * size;
        }
        let width = self.of(weight).width(text);
        self.measured.insert(key, width);
        width * size
    }
}
