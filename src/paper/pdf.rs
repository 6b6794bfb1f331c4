//! A sheet as a PDF: A4, numbered pages, real text, its two faces embedded.
//!
//! The layout is made first ([`pages`](self)) and drawn then. Nothing depends on the machine:
//! the date inside is the one that was given.

mod face;
mod lines;
mod pages;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use self::face::{Faces, Weight};
use self::pages::{HEIGHT, PageSheet, RULE, Run, WIDTH};
use super::sheet::Sheet;
use crate::domain::zone;

/// How thick a rule is, in points.
const THIN: f32 = 0.5;

/// The PDF could not be put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The font inside the program is damaged.
    #[error("the font inside the program cannot be read")]
    Font,
    /// The document was refused by the library.
    #[error("the PDF was not written: {0}")]
    Pdf(String),
}

/// The bytes of a sheet made at an instant.
///
/// # Errors
/// The font is damaged or the document was refused by the library.
pub fn render(sheet: &Sheet, at: Timestamp) -> Result<Vec<u8>, PaperError> {
    let pages = pages::pages(sheet)?;
    let pens = Pens::load()?;
    let mut document = Document::new();
    document.set_metadata(metadata(sheet, at));
    for page in &pages {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT)
            .ok_or_else(|| PaperError::Pdf("no page".to_owned()))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        draw(&mut surface, page, &pens);
        surface.finish();
        sheet.finish();
    }
    document
        .finish()
        .map_err(|error| PaperError::Pdf(format!("{error:?}")))
}

fn metadata(sheet: &Sheet, at: Timestamp) -> Metadata {
    let local = zone::local(at);
    let small = |value: i8| u8::try_from(value).unwrap_or_default();
    let offset = zone::zone().to_offset(at).seconds() / 3600;
    let date = DateTime::new(u16::try_from(local.year()).unwrap_or_default())
        .month(small(local.month()))
        .day(small(local.day()))
        .hour(small(local.hour()))
        .minute(small(local.minute()))
        .second(small(local.second()))
        .utc_offset_hour(i8::try_from(offset).unwrap_or_default());
    Metadata::new()
        .title(sheet.title.clone())
        .language(sheet.lang.code().to_owned())
        .creator("awp".to_owned())
        .creation_date(date)
}

/// The faces as they measure and as they are embedded.
struct Pens {
    faces: Faces,
    regular: Font,
    bold: Font,
}

impl Pens {
    fn load() -> Result<Self, PaperError> {
        let font = |weight: Weight| Font::new(weight.file().into(), 0).ok_or(PaperError::Font);
        Ok(Self {
            faces: Faces::load()?,
            regular: font(Weight::Regular)?,
            bold: font(Weight::Bold)?,
        })
    }

    fn font(&self, weight: Weight) -> Font {
        match weight {
            Weight::Regular => self.regular.clone(),
            Weight::Bold => self.bold.clone(),
        }
    }
}

fn draw(surface: &mut Surface<'_>, page: &PageSheet, pens: &Pens) {
    surface.set_fill(Some(ink(0)));
    for run in &page.runs {
        draw_run(surface, run, pens);
    }
    surface.set_fill(Some(ink(128)));
    for y in &page.rules {
        let (from, to) = RULE;
        let Some(rect) = Rect::from_ltrb(from, *y, to, y + THIN) else {
            continue;
        };
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
    }
}

fn draw_run(surface: &mut Surface<'_>, run: &Run, pens: &Pens) {
    let glyphs: Vec<KrillaGlyph> = pens
        .faces
        .of(run.style.weight)
        .glyphs(&run.text)
        .into_iter()
        .map(|glyph| {
            let id = GlyphId::new(glyph.id);
            KrillaGlyph::new(id, glyph.advance, 0.0, 0.0, 0.0, glyph.range, None)
        })
        .collect();
    let font = pens.font(run.style.weight);
    let start = Point::from_xy(run.x, run.y);
    surface.draw_glyphs(start, &glyphs, font, &run.text, run.style.size, false);
}

fn ink(luminance: u8) -> Fill {
    Fill {
        paint: luma::Color::new(luminance).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::default(),
    }
}
