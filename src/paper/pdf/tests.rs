//! The PDF: its pages, its fonts, the text behind its glyphs, and what cannot be printed.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::face::Faces;
use super::lines::{Style, broken};
use super::pages::{HEIGHT, PageSheet, WIDTH, pages};
use super::*;
use crate::domain::annex::ConferenceForm;
use crate::domain::local_text::Lang;
use crate::paper::tests::{asked, at, form, held, text};
use crate::paper::{Seen, Sheet, conference};

const KAZAKH: &str = "әғқңөұүһіӘҒҚҢӨҰҮҺІ";

fn sheet(form: ConferenceForm) -> Sheet {
    conference(&held(form), Some(&asked()), Seen::Whole, Lang::Kk)
}

fn made(sheet: &Sheet) -> Vec<u8> {
    render(sheet, at("2026-03-17T12:00")).unwrap()
}

/// The file as text, its compressed streams opened.
fn opened(pdf: &[u8]) -> String {
    let mut out = String::new();
    let mut rest = pdf;
    let find = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).position(|at| at == word);
    while let Some(from) = find(rest, b"stream\n") {
        let (head, body) = rest.split_at(from + 7);
        out.push_str(&String::from_utf8_lossy(head));
        let end = find(body, b"endstream").unwrap();
        let mut plain = Vec::new();
        let _ = ZlibDecoder::new(&body[..end]).read_to_end(&mut plain);
        out.push_str(&String::from_utf8_lossy(&plain));
        rest = &body[end + 9..];
    }
    out.push_str(&String::from_utf8_lossy(rest));
    out
}

fn words(page: &PageSheet) -> Vec<&str> {
    page.runs.iter().map(|run| run.text.as_str()).collect()
}

#[test]
fn a_short_form_is_one_page_with_both_faces_embedded_and_its_number_at_the_foot() {
    let sheet = conference(&held(form()), None, Seen::Whole, Lang::Kk);
    let laid = pages(&sheet).unwrap();
    assert_eq!(laid.len(), 1);
    assert_eq!(words(&laid[0]).last(), Some(&"K-1 · 1 / 1"));
    let pdf = made(&sheet);
    assert!(pdf.starts_with(b"%PDF-"));
    let text = opened(&pdf);
    assert_eq!(text.matches("/FontFile").count(), 2, "two faces");
    assert_eq!(
        text.matches("/Type/Page/").count() + text.matches("/Type /Page\n").count(),
        1
    );
    assert!(
        text.contains("/Lang(kk)") || text.contains("/Lang (kk)"),
        "{text}"
    );
}

#[test]
fn every_kazakh_letter_is_text_and_not_a_picture() {
    let mut form = form();
    form.name.kk = text(KAZAKH);
    let text = opened(&made(&sheet(form)));
    for letter in KAZAKH.chars() {
        let code = format!("<{:04X}>", u32::from(letter));
        assert!(text.to_uppercase().contains(&code), "{letter} {code}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    assert_eq!(made(&sheet(form())), made(&sheet(form())));
}

#[test]
fn a_long_description_runs_over_pages_and_loses_nothing() {
    let mut form = form();
    let sentence = "Тұрғын үй кезегінің тәртібі мен мерзімдері туралы толық сипаттама. ";
    let long: String = sentence.chars().cycle().take(20_000).collect();
    form.description.kk = text(&long);
    let laid = pages(&sheet(form)).unwrap();
    assert!(laid.len() > 5, "{}", laid.len());
    let all: Vec<&str> = laid.iter().flat_map(words).collect();
    let together = all.join(" ");
    let kept = together.matches("сипаттама.").count();
    assert_eq!(kept, long.matches("сипаттама.").count());
    assert!(together.contains(&format!("K-1 · {0} / {0}", laid.len())));
}

#[test]
fn nothing_stands_outside_the_margins() {
    let mut form = form();
    form.description.ru = text(&"https://example.kz/".repeat(200));
    form.name.ru = text(&"Ж".repeat(300));
    let faces = Faces::load().unwrap();
    for page in pages(&sheet(form)).unwrap() {
        for run in &page.runs {
            let width = faces.of(run.style.weight).width(&run.text) * run.style.size;
            assert!(run.x >= 40.0 && run.x + width <= WIDTH - 40.0, "{run:?}");
            assert!(run.y > 50.0 && run.y < HEIGHT - 20.0, "{run:?}");
        }
    }
}

#[test]
fn what_the_font_lacks_is_a_sign_and_never_the_end() {
    let mut form = form();
    form.name.kk = text("Үй 🏠 👩‍👩‍👧 漢字 العربية е\u{301} ₸ № «а» – —");
    let faces = Faces::load().unwrap();
    let face = faces.of(Weight::Regular);
    let lacking = face.glyphs("\u{fffd}")[0].id;
    let signs = |text: &str| {
        let glyphs = face.glyphs(text);
        glyphs.iter().filter(|glyph| glyph.id == lacking).count()
    };
    assert_eq!(signs("🏠"), 1);
    assert_eq!(signs("👩‍👩‍👧"), 1, "one for what the reader counts as one");
    assert_eq!(signs("漢字"), 2);
    assert_eq!(signs("е\u{301} ₸ № «а» – — ••"), 0);
    assert!(!made(&sheet(form)).is_empty());
}

#[test]
fn the_font_has_every_letter_of_the_three_languages() {
    let faces = Faces::load().unwrap();
    let letters = ('А'..='я').chain("ЁёäöüÉé№«»–—…•₸€°§„“”‘’\u{a0}".chars());
    for letter in letters.chain(KAZAKH.chars()).chain(' '..='~') {
        for weight in [Weight::Regular, Weight::Bold] {
            let glyphs = faces.of(weight).glyphs(&letter.to_string());
            assert_ne!(
                glyphs[0].id,
                faces.of(weight).glyphs("漢")[0].id,
                "{letter}"
            );
            assert!(glyphs[0].advance > 0.0, "{letter}");
        }
    }
}

#[test]
fn lines_are_broken_at_spaces_and_words_only_where_they_are_too_long() {
    let mut faces = Faces::load().unwrap();
    let style = Style {
        weight: Weight::Regular,
        size: 10.0,
    };
    let mut lines = |text: &str, width: f32| broken(&mut faces, text, style, width);
    assert_eq!(lines("бір екі үш", 1000.0), ["бір екі үш"]);
    assert_eq!(lines("бір екі үш", 40.0), ["бір екі", "үш"]);
    assert_eq!(lines("бір\n\nекі\n", 1000.0), ["бір", "", "екі"]);
    assert_eq!(lines("бір\u{a0}екі үш", 40.0), ["бір\u{a0}екі", "үш"]);
    assert_eq!(lines("бір № 145", 40.0), ["бір", "№\u{a0}145"]);
    assert_eq!(lines("кккккккккк", 20.0).concat(), "кккккккккк");
    assert!(lines("кккккккккк", 20.0).len() > 2);
    assert_eq!(lines("", 20.0), Vec::<String>::new());
    // Narrower than any letter: one a line.
    assert_eq!(lines("абв", 0.1), ["а", "б", "в"]);
}
